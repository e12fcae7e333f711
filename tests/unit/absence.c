/* lib/search/absence and matrix: which state each class is in, and what several queries find. */

#include "sample.h"

#include "search/absence.h"
#include "search/matrix.h"

#define LICENCE "Licensure"

static struct sample_class classes[] = {
    {.id = "b/present",
     .agency = "b",
     .title = "Pilot",
     .sections = {{"Duties", "Sails. CJIS.", KIND_DUTIES},
                  {LICENCE, "CJIS clearance", KIND_LICENSURE}},
     .count = 2},
    {.id = "a/elsewhere",
     .agency = "a",
     .title = "Mate",
     .sections = {{"Duties", "Asks CJIS", KIND_DUTIES},
                  {LICENCE, "", KIND_LICENSURE},
                  {"Cards", "A card, and a card", KIND_LICENSURE}},
     .count = 3,
     .segment = 1},
    {.id = "a/none",
     .agency = "a",
     .title = "Cook",
     .sections = {{"Duties", "Cooks", KIND_DUTIES},
                  {LICENCE, "", KIND_LICENSURE},
                  {"Cards", "None.", KIND_LICENSURE}},
     .count = 3},
    {.id = "b/partly",
     .agency = "b",
     .title = "Steward",
     .sections = {{LICENCE, "None", KIND_LICENSURE}, {"Cards", "One card", KIND_LICENSURE}},
     .count = 2,
     .segment = 2},
    {.id = "b/empty",
     .agency = "b",
     .title = "CJIS clerk",
     .sections = {{LICENCE, "", KIND_LICENSURE}},
     .count = 1,
     .segment = 1},
    {.id = "a/absent",
     .agency = "a",
     .title = "Boy",
     .sections = {{"Duties", "None", KIND_DUTIES}},
     .count = 1,
     .segment = 2},
    {.id = "a/dead",
     .agency = "a",
     .title = "Ghost",
     .sections = {{LICENCE, "CJIS", KIND_LICENSURE}},
     .count = 1,
     .dead = true},
};

static struct str licensure[] = {{"licensure", 9}, {"duties", 6}}, only_a[] = {{"a", 1}};

/* "present b/present#1, silent a/elsewhere#1": of state, class, and section if there is one. */
static const char *rows_text(struct absence *absence, struct arena *arena)
{
    const char *out = "";
    struct err err;
    bool more = true;

    for (;;) {
        struct absence_row row;
        expect_ok("next", absence_next(&more, &row, absence, &err), &err);
        if (!more)
            return out;
        out = arena_printf(arena, "%s%s%s %s", out, *out != '\0' ? ", " : "",
                           absence_state_name(row.state), row.section.class_id.p);
        if (row.has_section)
            out = arena_printf(arena, "%s#%u", out, row.section.ordinal);
        expect_text("quote", row.quote, row.state == ABSENCE_STATED_NONE ? row.section.text.p : "");
    }
}

static void each_class_is_in_one_state(void **state)
{
    static const struct {
        const char *query;
        size_t kinds, agencies;
        bool expand;
        uint32_t states;
        const char *rows;
    } cases[] = {
        {"CJIS", 1, 0, false, 0,
         "present b/present#1, stated_none a/none#2, silent a/elsewhere#1, silent b/empty#0, "
         "silent b/partly#0, section_absent a/absent"},
        {"CJIS", 1, 1, false, 0,
         "stated_none a/none#2, silent a/elsewhere#1, section_absent a/absent"},
        {"CJIS", 2, 0, false, 0,
         "present a/elsewhere#0, present b/present#0, stated_none a/absent#0, silent a/none#0, "
         "silent b/empty#0, silent b/partly#0"},
        {"CJIS", 0, 0, false, 0,
         "present a/elsewhere#0, present b/present#0, silent a/absent, silent a/none, "
         "silent b/empty, silent b/partly"},
        {"CJIS", 1, 0, false, 1 << ABSENCE_STATED_NONE | 1 << ABSENCE_SECTION_ABSENT,
         "stated_none a/none#2, section_absent a/absent"},
        {"none", 1, 0, false, 1 << ABSENCE_PRESENT, "present a/none#2, present b/partly#0"},
        {"licensure:CJIS", 0, 0, false, 1 << ABSENCE_PRESENT, "present b/present#1"},
        {"sail", 0, 0, false, 1 << ABSENCE_PRESENT, ""},
        {"sail", 0, 0, true, 1 << ABSENCE_PRESENT, "present b/present#0"},
        {"title:cook", 0, 0, false, 1 << ABSENCE_PRESENT, "present a/none#0"},
        {"zebra", 0, 0, false, 1 << ABSENCE_UNREADABLE, ""},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct absence_request request = {
            .query = str_of(cases[i].query), .expand = cases[i].expand, .states = cases[i].states};
        struct absence *absence = NULL;
        struct err err;
        request.filters.values[FACET_SECTION] = licensure;
        request.filters.counts[FACET_SECTION] = cases[i].kinds;
        request.filters.values[FACET_AGENCY] = only_a;
        request.filters.counts[FACET_AGENCY] = cases[i].agencies;
        expect_ok(cases[i].query, absence_open(&absence, index, &request, &err), &err);
        const struct absence_summary *summary = absence_summary(absence);
        uint32_t sum = 0;
        for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++)
            sum += summary->states[s];
        expect_number("sum", sum, summary->classes + summary->sources);
        expect_number("classes", summary->classes, cases[i].agencies > 0 ? 3 : 6);
        expect_text(cases[i].query, str_of(rows_text(absence, world->arena)), cases[i].rows);
        absence_seek(absence, summary->rows);
        expect_text("behind the end", str_of(rows_text(absence, world->arena)), "");
        absence_close(absence);
    }
    index_close(index);
}

/* "a 3/7: 1 2, b 3/5: 0 1 = 1 3": rows with classes and sections, cells, and totals. */
static const char *matrix_text(const struct matrix *matrix, struct arena *arena)
{
    const char *out = "";

    for (size_t i = 0; i < matrix->row_count; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        out = arena_printf(arena, "%s%s%.*s %u/%u:", out, i > 0 ? ", " : "", (int)row->value.n,
                           row->value.p, row->classes, row->sections);
        for (size_t c = 0; c < matrix->column_count; c++)
            out = arena_printf(arena, "%s %llu", out, (unsigned long long)row->cells[c]);
    }
    out = arena_printf(arena, "%s =", out);
    for (size_t c = 0; c < matrix->column_count; c++)
        out = arena_printf(arena, "%s %llu", out, (unsigned long long)matrix->columns[c].total);
    return out;
}

static void queries_are_counted_by_rows(void **state)
{
    static const struct {
        enum matrix_by by;
        enum matrix_count count;
        const char *a, *b;
        size_t kinds;
        const char *text;
    } cases[] = {
        {MATRIX_BY_AGENCY, MATRIX_CLASSES, "CJIS", "card", 0, "a 3/7: 1 1, b 3/5: 1 1 = 2 2"},
        {MATRIX_BY_AGENCY, MATRIX_SECTIONS, "CJIS", "card", 0, "a 3/7: 1 1, b 3/5: 2 1 = 3 2"},
        {MATRIX_BY_AGENCY, MATRIX_OCCURRENCES, "CJIS", "card", 0, "a 3/7: 1 2, b 3/5: 2 1 = 3 3"},
        {MATRIX_BY_AGENCY, MATRIX_CLASSES, "CJIS", "none", 1, "a 2/4: 0 1, b 3/4: 1 1 = 1 2"},
        {MATRIX_BY_SECTION, MATRIX_CLASSES, "CJIS", "card", 0,
         "duties 4/4: 2 0, licensure 5/8: 1 2 = 2 2"},
        {MATRIX_BY_SECTION, MATRIX_OCCURRENCES, "CJIS", "card", 0,
         "duties 4/4: 2 0, licensure 5/8: 1 3 = 3 3"},
        {MATRIX_BY_CLASS, MATRIX_SECTIONS, "CJIS", "title:clerk", 0,
         "a/absent 1/1: 0 0, a/elsewhere 1/3: 1 0, a/none 1/3: 0 0, b/empty 1/1: 0 1, "
         "b/partly 1/2: 0 0, b/present 1/2: 2 0 = 3 1"},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct str queries[] = {str_of(cases[i].a), str_of(cases[i].b)};
        struct matrix_request request = {.queries = queries,
                                         .query_count = COUNT_OF(queries),
                                         .by = cases[i].by,
                                         .count = cases[i].count};
        struct matrix matrix;
        struct err err;
        request.filters.values[FACET_SECTION] = licensure;
        request.filters.counts[FACET_SECTION] = cases[i].kinds;
        expect_ok(cases[i].text, matrix_make(&matrix, index, &request, world->arena, &err), &err);
        expect_text("matrix", str_of(matrix_text(&matrix, world->arena)), cases[i].text);
    }
    index_close(index);
}

static void what_cannot_be_answered_is_an_error(void **state)
{
    static const struct {
        const char *query;
        uint64_t deadline_ms;
        enum err_code code;
        const char *needle;
        int position;
    } cases[] = {
        {"", 0, ERR_USAGE, "asks for nothing", 0},
        {"\"pilot", 0, ERR_USAGE, "partner", 1},
        {"pilot", 1, ERR_TIMEOUT, "too long", 0},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct str queries[] = {STR("mate"), str_of(cases[i].query)};
        const struct absence_request lacking = {.query = queries[1],
                                                .deadline_ms = cases[i].deadline_ms};
        const struct matrix_request several = {.queries = queries,
                                               .query_count = COUNT_OF(queries),
                                               .deadline_ms = cases[i].deadline_ms};
        struct absence *absence = NULL;
        struct matrix matrix;
        struct err err = {0};
        expect_error(cases[i].query, absence_open(&absence, index, &lacking, &err), cases[i].code,
                     &err, cases[i].needle);
        expect_number(cases[i].query, err.position, cases[i].position);
        expect_error(cases[i].query, matrix_make(&matrix, index, &several, world->arena, &err),
                     cases[i].code, &err, cases[i].needle);
    }
    index_close(index);
}

static void names_are_known(void **state)
{
    enum absence_state of = ABSENCE_STATE_COUNT;
    enum matrix_by by = MATRIX_BY_AGENCY;
    enum matrix_count count = MATRIX_CLASSES;

    (void)state;
    for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++) {
        expect_true("known", absence_state_from_name(&of, str_of(absence_state_name(s))));
        expect_number("state", of, s);
    }
    expect_true("unknown", !absence_state_from_name(&of, STR("Silent")));
    expect_true("by", matrix_by_from_name(&by, STR("section")) && by == MATRIX_BY_SECTION);
    expect_true("unknown", !matrix_by_from_name(&by, STR("")) && by == MATRIX_BY_SECTION);
    expect_true("count", matrix_count_from_name(&count, STR("occurrences")));
    expect_text("back", str_of(matrix_count_name(count)), "occurrences");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(each_class_is_in_one_state),
        world_test(queries_are_counted_by_rows),
        world_test(what_cannot_be_answered_is_an_error),
        world_test(names_are_known),
    };
    return cmocka_run_group_tests_name("absence", tests, NULL, NULL);
}
