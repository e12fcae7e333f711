/* lib/search/occurrences: what is counted, in which order it stands, and what is shown around it.
 */

#include "sample.h"

#include "search/occurrences.h"
#include "search/sha256.h"

#define E_ACUTE "\xc3\xa9"

static struct sample_class classes[] = {
    {.id = "b/2",
     .agency = "b",
     .title = "Zebra pilot",
     .sections = {{"", "Harbor Pilot", KIND_OTHER},
                  {"Licensure", "CJIS clearance.\nA pilot's licence; cjis.", KIND_LICENSURE},
                  {"The pilots", "Pilot and/or mate.", KIND_DUTIES}},
     .count = 3},
    {.id = "a/1",
     .agency = "a",
     .title = "Mate",
     .sections = {{"Duties", "Caf" E_ACUTE " pilot and  or\nmate; Pilot.", KIND_DUTIES}},
     .count = 1,
     .segment = 1},
    {.id = "a/1",
     .agency = "a",
     .title = "Mate",
     .sections = {{"CJIS", "pilot pilot CJIS", KIND_DUTIES}},
     .count = 1,
     .dead = true,
     .segment = 2},
    {.id = "c/3",
     .agency = "c",
     .title = "Clerk",
     .sections = {{"CJIS", "", KIND_LICENSURE}},
     .count = 1,
     .segment = 2},
};

static struct index *build_index(const struct world *world)
{
    return build(world, "index", classes, COUNT_OF(classes));
}

static struct occurrences *open_them(struct index *index, const struct occurrences_request *request)
{
    struct occurrences *occurrences = NULL;
    struct err err;

    expect_ok(request->query.p, occurrences_open(&occurrences, index, request, &err), &err);
    return occurrences;
}

/* "a/1#0 t5-10, b/2#2 h4-10": of class and section, in text or heading, from where to where. */
static const char *rows_text(struct occurrences *occurrences, struct arena *arena)
{
    const char *out = "";
    struct err err;
    bool more = true;

    for (;;) {
        struct occurrences_row row;
        expect_ok("next", occurrences_next(&more, &row, occurrences, &err), &err);
        if (!more)
            return out;
        out = arena_printf(arena, "%s%s%s#%u %c%zu-%zu", out, *out != '\0' ? ", " : "",
                           row.section->class_id.p, row.section->ordinal,
                           row.in_heading ? 'h' : 't', row.start, row.end);
    }
}

static void places_are_those_thought_of(void **state)
{
    static const struct {
        const char *query, *rows;
        bool verbatim, expand;
    } cases[] = {
        {"pilot", "a/1#0 t5-10, a/1#0 t25-30, b/2#0 t7-12, b/2#1 t18-23, b/2#2 t0-5", false, false},
        {"pilot", "a/1#0 t5-10, a/1#0 t25-30, b/2#0 t7-12, b/2#1 t18-23, b/2#2 h4-10, b/2#2 t0-5",
         false, true},
        {"pil*", "a/1#0 t5-10, a/1#0 t25-30, b/2#0 t7-12, b/2#1 t18-23, b/2#2 h4-10, b/2#2 t0-5",
         false, false},
        {"\"pilot's\"", "b/2#1 t18-25", false, false},
        {"s", "b/2#1 t24-25", false, false},
        {"CJIS", "b/2#1 t0-4, b/2#1 t35-39, c/3#0 h0-4", false, false},
        {"zebra", "", false, false}, /* stands in a title alone */
        {"zebra pilot", "", false, false},
        {"zebra pilot", "b/2#0 t7-12, b/2#1 t18-23, b/2#2 h4-10, b/2#2 t0-5", false, true},
        {"heading:cjis", "c/3#0 h0-4", false, false},
        {"licensure:pilot", "b/2#1 t18-23", false, false},
        {"licensure:pilot OR duties:cjis", "b/2#1 t18-23", false, false},
        {"licensure:pilot cjis", "b/2#1 t0-4, b/2#1 t18-23, b/2#1 t35-39", false, false},
        {"licensure:pilot duties:mate", "b/2#1 t18-23, b/2#2 t13-17", false, false},
        {"pilot -clearance", "a/1#0 t5-10, a/1#0 t25-30, b/2#0 t7-12, b/2#2 t0-5", false, false},
        {"pilot OR \"pilot and\"",
         "a/1#0 t5-10, a/1#0 t5-14, a/1#0 t25-30, b/2#0 t7-12, b/2#1 t18-23, b/2#2 t0-5, "
         "b/2#2 t0-9",
         false, false},
        {"pilot OR Pilot agency:b", "b/2#0 t7-12, b/2#1 t18-23, b/2#2 t0-5", false, false},
        {"pilot mate", "a/1#0 t5-10, a/1#0 t19-23, a/1#0 t25-30, b/2#2 t0-5, b/2#2 t13-17", false,
         false},
        {"pilot /2 or", "a/1#0 t5-18, a/1#0 t16-30, b/2#2 t0-12", false, false},
        {"\"and/or\"", "b/2#2 t6-12", true, false},
        {"\"and or\"", "a/1#0 t11-18", true, false},
        {"\"or mate\"", "a/1#0 t16-23, b/2#2 t10-17", true, false},
        {"CJIS", "b/2#1 t0-4, c/3#0 h0-4", true, false},
        {"\"Pilot.\"", "a/1#0 t25-30", true, false},
        {"\"; cjis\"", "b/2#1 t35-39", true, false},
        {"\"Caf" E_ACUTE "  pilot\"", "a/1#0 t0-10", true, false},
        {"Pil*", "a/1#0 t25-30, b/2#0 t7-12, b/2#2 t0-5", true, false},
        {"CJIS OR \"mate.\" title:pilot", "b/2#1 t0-4, b/2#2 t13-17", true, false},
        {"licensure:(cjis OR Pilot)", "b/2#1 t35-39", true, false},
    };
    const struct world *world = *state;
    struct index *index = build_index(world);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct occurrences_request request = {.query = str_of(cases[i].query),
                                                    .verbatim = cases[i].verbatim,
                                                    .expand = cases[i].expand};
        struct occurrences *occurrences = open_them(index, &request);
        const char *rows = rows_text(occurrences, world->arena);
        expect_text(cases[i].query, str_of(rows), cases[i].rows);
        size_t count = *rows != '\0';
        for (const char *comma = rows; (comma = strchr(comma, ',')) != NULL; comma++)
            count++;
        expect_number(cases[i].query, occurrences_summary(occurrences)->total.occurrences, count);
        occurrences_close(occurrences);
    }
    index_close(index);
}

static void they_are_sorted_by_the_words_beside(void **state)
{
    static const struct {
        enum occurrences_order order;
        const char *rows;
    } cases[] = {
        {OCCURRENCES_BY_RIGHT, "a/1#0 t25-30, b/2#0 t7-12, b/2#2 t0-5, a/1#0 t5-10, b/2#1 t18-23"},
        {OCCURRENCES_BY_LEFT, "b/2#2 t0-5, b/2#1 t18-23, a/1#0 t5-10, b/2#0 t7-12, a/1#0 t25-30"},
    };
    const struct world *world = *state;
    struct index *index = build_index(world);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct occurrences_request request = {.query = STR("pilot"), .order = cases[i].order};
        struct occurrences *occurrences = open_them(index, &request);
        const char *rows = rows_text(occurrences, world->arena);
        expect_text(occurrences_order_name(request.order), str_of(rows), cases[i].rows);
        occurrences_close(occurrences);
    }
    index_close(index);
}

/* From any row on, the same rows follow as from the first. */
static void any_row_can_be_sought(void **state)
{
    const struct world *world = *state;
    struct index *index = build_index(world);
    enum occurrences_order order = OCCURRENCES_BY_PLACE;

    for (; order <= OCCURRENCES_BY_RIGHT; order++) {
        const struct occurrences_request request = {.query = STR("pil*"), .order = order};
        struct occurrences *occurrences = open_them(index, &request);
        const char *rows = rows_text(occurrences, world->arena);
        for (uint64_t n = 0; n < 6; n++) {
            occurrences_seek(occurrences, n);
            expect_text("rest", str_of(rows_text(occurrences, world->arena)), rows);
            rows = strchr(rows, ',') != NULL ? strchr(rows, ',') + 2 : "";
        }
        occurrences_seek(occurrences, UINT64_MAX);
        expect_text("behind the end", str_of(rows_text(occurrences, world->arena)), "");
        occurrences_close(occurrences);
    }
    index_close(index);
}

static void what_stands_around_is_shown(void **state)
{
    static const struct {
        const char *query;
        uint32_t context;
        const char *left, *match, *right;
    } cases[] = {
        {"mate agency:a", 6, " or\n", "mate", ";"},
        {"mate agency:a", 100, "Caf" E_ACUTE " pilot and  or\n", "mate", "; Pilot."},
        {"mate agency:a", 0, "", "mate", ""},
        {"clearance", 2, "S ", "clearance", "."}, /* a word is cut where there is no other */
        {"\"and or\"", 7, "pilot ", "and  or", "\nmate;"},
        {"\"and or\"", 8, "pilot ", "and  or", "\nmate;"},
        {"pilot -mate -harbor", 3, "A ", "pilot", "'s"},
    };
    const struct world *world = *state;
    struct index *index = build_index(world);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct occurrences_request request = {.query = str_of(cases[i].query),
                                                    .context = cases[i].context};
        struct occurrences *occurrences = open_them(index, &request);
        struct occurrences_row row;
        struct err err;
        bool more;
        expect_ok("next", occurrences_next(&more, &row, occurrences, &err), &err);
        expect_text(cases[i].query, row.left, cases[i].left);
        expect_text(cases[i].query, row.match, cases[i].match);
        expect_text(cases[i].query, row.right, cases[i].right);
        occurrences_close(occurrences);
    }
    index_close(index);
}

/* "duties 3/2/2": occurrences, sections, classes. */
static const char *shares_text(const struct occurrences_shares *shares, struct arena *arena)
{
    const char *out = "";

    for (size_t i = 0; i < shares->count; i++) {
        const struct occurrences_count *count = &shares->items[i].count;
        out = arena_printf(arena, "%s%.*s %llu/%u/%u ", out, (int)shares->items[i].value.n,
                           shares->items[i].value.p, (unsigned long long)count->occurrences,
                           count->sections, count->classes);
    }
    return out;
}

static void they_are_counted_by_agency_and_kind(void **state)
{
    const struct world *world = *state;
    struct index *index = build_index(world);
    struct str licensure = STR("licensure");
    struct occurrences_request request = {.query = STR("pilot OR cjis")};
    struct occurrences *occurrences = open_them(index, &request);
    const struct occurrences_summary *summary = occurrences_summary(occurrences);

    expect_number("sections", summary->total.sections, 5);
    expect_number("classes", summary->total.classes, 3);
    expect_text("agencies", str_of(shares_text(&summary->agencies, world->arena)),
                "b 5/3/1 a 2/1/1 c 1/1/1 ");
    expect_text("kinds", str_of(shares_text(&summary->kinds, world->arena)),
                "licensure 4/2/2 duties 3/2/2 other 1/1/1 ");
    occurrences_close(occurrences);
    request.filters.values[FACET_SECTION] = &licensure;
    request.filters.counts[FACET_SECTION] = 1;
    occurrences = open_them(index, &request);
    expect_text("filtered", str_of(rows_text(occurrences, world->arena)),
                "b/2#1 t0-4, b/2#1 t18-23, b/2#1 t35-39, c/3#0 h0-4");
    occurrences_close(occurrences);
    index_close(index);
}

static void what_cannot_be_listed_is_an_error(void **state)
{
    static const struct {
        const char *query;
        bool verbatim, expand;
        uint64_t deadline_ms;
        enum err_code code;
        const char *needle;
        int position;
    } cases[] = {
        {"", false, false, 0, ERR_USAGE, "seeks none", 0},
        {"title:pilot", false, false, 0, ERR_USAGE, "seeks none", 0},
        {"-pilot", false, false, 0, ERR_USAGE, "seeks none", 0},
        {"experience>=5y", false, false, 0, ERR_USAGE, "seeks none", 0},
        {"\"pilot", false, false, 0, ERR_USAGE, "partner", 1},
        {"pilot", true, true, 0, ERR_USAGE, "choose", 0},
        {"pilot mate", true, false, 0, ERR_USAGE, "OR", 7},
        {"pilot /2 or", true, false, 0, ERR_USAGE, "OR", 1},
        {"pilot -mate", true, false, 0, ERR_USAGE, "OR", 7},
        {"licensure:pilot duties:mate", true, false, 0, ERR_USAGE, "OR", 17},
        {"pilot", false, false, 1, ERR_TIMEOUT, "too long", 0},
    };
    const struct world *world = *state;
    struct index *index = build_index(world);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct occurrences_request request = {.query = str_of(cases[i].query),
                                                    .verbatim = cases[i].verbatim,
                                                    .expand = cases[i].expand,
                                                    .deadline_ms = cases[i].deadline_ms};
        struct occurrences *occurrences = NULL;
        struct err err = {0};
        expect_error(cases[i].query, occurrences_open(&occurrences, index, &request, &err),
                     cases[i].code, &err, cases[i].needle);
        expect_number(cases[i].query, err.position, cases[i].position);
    }
    index_close(index);
}

/* As sha256sum would write it, but for what was skipped. */
static void a_corpus_has_a_hash(void **state)
{
    struct manifest_source sources[] = {
        {.shown = "b", .sha256 = "11", .state = MANIFEST_INDEXED},
        {.shown = "c", .sha256 = "33", .state = MANIFEST_SKIPPED},
        {.shown = "a", .sha256 = "22", .state = MANIFEST_DUPLICATE},
    };
    const struct manifest manifest = {.sources = sources, .count = COUNT_OF(sources)};
    char corpus[SHA256_HEX], expected[SHA256_HEX];

    (void)state;
    sha256_bytes(expected, STR("22  a\n11  b\n"));
    manifest_corpus(corpus, &manifest);
    assert_string_equal(corpus, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(places_are_those_thought_of),
        world_test(they_are_sorted_by_the_words_beside),
        world_test(any_row_can_be_sought),
        world_test(what_stands_around_is_shown),
        world_test(they_are_counted_by_agency_and_kind),
        world_test(what_cannot_be_listed_is_an_error),
        world_test(a_corpus_has_a_hash),
    };
    return cmocka_run_group_tests_name("occurrences", tests, NULL, NULL);
}
