/* The values of the facets in an index of several segments. */

#include "support.h"

#include "search/values.h"

enum { CLASSES_MAX = 200 };

/* A segment whose classes have the agencies given; each class has two sections. */
struct sample {
    struct columns columns;
    struct bitmap live;
};

static void make_segment(struct sample *sample, const struct world *world,
                         const struct str *agencies, const bool *live, uint32_t count)
{
    const char *path = world_path(world, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    const uint32_t masks[FACET_COUNT] = {[FACET_SECTION] = 1};
    const struct columns_class no_dates = {0};
    struct err err;

    bitmap_clear(&sample->live);
    for (uint32_t i = 0; i < count; i++) {
        struct str values[FACET_COUNT] = {[FACET_AGENCY] = agencies[i],
                                          [FACET_FLSA] = STR(FACET_NOT_STATED),
                                          [FACET_GRADE] = agencies[count - 1 - i]};
        columns_writer_class(writer, &no_dates, values,
                             (const struct str[COLUMNS_TEXT_COUNT]){{0}});
        columns_writer_section(writer, 1, masks);
        columns_writer_section(writer, 1, masks);
        if (live[i])
            bitmap_add_range(&sample->live, 2 * i, 2);
    }
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&sample->columns, path, &err), &err);
}

static void values_of_two_segments_are_one_list(void **state)
{
    static const struct str first[] = {BYTES("birch"), BYTES("dead"), BYTES("alder"),
                                       BYTES("birch"), BYTES("Birch")},
                            second[] = {BYTES("cedar"), BYTES("alder"), BYTES("dead"), BYTES("")};
    static const bool first_live[] = {true, false, true, false, true},
                      second_live[] = {true, true, false, true};
    static const char *const want[] = {"birch", "alder", "Birch", "cedar", ""};
    /* birch dead alder Birch, and cedar alder dead "": the dictionaries' order. */
    static const uint32_t numbers[2][4] = {{0, VALUES_NONE, 1, 2}, {3, 1, VALUES_NONE, 4}};
    static struct sample samples[2];
    const struct world *world = *state;
    struct values values;
    struct values_map maps[2];

    make_segment(&samples[0], world, first, first_live, COUNT_OF(first));
    make_segment(&samples[1], world, second, second_live, COUNT_OF(second));
    values_start(&values, world->arena);
    for (size_t i = 0; i < 2; i++)
        values_add(&maps[i], &values, &samples[i].columns, &samples[i].live);
    values_finish(&values);
    expect_number("agencies", values.facets[FACET_AGENCY].count, COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++)
        expect_text(want[i], values.facets[FACET_AGENCY].values[i], want[i]);
    for (size_t s = 0; s < 2; s++) {
        expect_number("dictionary", samples[s].columns.dictionaries[FACET_AGENCY].count, 4);
        for (size_t i = 0; i < 4; i++)
            expect_number("number", maps[s].numbers[FACET_AGENCY][i], numbers[s][i]);
        expect_true("fixed", maps[s].numbers[FACET_SECTION] == NULL);
    }
    expect_number("statuses", values.facets[FACET_FLSA].count, 1);
    expect_number("kinds", values.facets[FACET_SECTION].count, KIND_COUNT);
    expect_text("a kind", values.facets[FACET_SECTION].values[KIND_SALARY], "salary");
    for (size_t s = 0; s < 2; s++)
        columns_close(&samples[s].columns);
}

static void expect_found(const struct values *values)
{
    static const struct {
        enum facet facet;
        const char *value, *found; /* found: NULL if it is not */
    } cases[] = {
        {FACET_AGENCY, "alder", "alder"},
        {FACET_AGENCY, "ALDER", "alder"},
        {FACET_AGENCY, "birch", "birch"},
        {FACET_AGENCY, "Birch", "Birch"},
        {FACET_AGENCY, "BIRCH", "birch"},
        {FACET_AGENCY, "dead", NULL},
        {FACET_AGENCY, "alde", NULL},
        {FACET_AGENCY, "alders", NULL},
        {FACET_AGENCY, "", NULL},
        {FACET_AGENCY, "-", NULL},
        {FACET_FLSA, "-", "-"},
        {FACET_FLSA, "exempt", NULL},
        {FACET_SECTION, "ksa", "ksas"},
        {FACET_SECTION, "DUTIES", "duties"},
        {FACET_SECTION, "alder", NULL},
        {FACET_EDUCATION, "Bachelor", "bachelor"},
        {FACET_EDUCATION, "-", "-"},
        {FACET_MODALITY, "by position", NULL},
        {FACET_AGENCY, "\xc3\x84lv", "\xc3\x84lv"},
        {FACET_AGENCY, "\xc3\xa4lv", NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t number = UINT32_MAX;
        bool found = values_find(&number, values, cases[i].facet, str_of(cases[i].value));
        expect_number(cases[i].value, found, cases[i].found != NULL);
        if (found && cases[i].facet != FACET_SECTION)
            expect_text(cases[i].value, values->facets[cases[i].facet].values[number],
                        cases[i].found);
    }
}

static void values_are_found_in_any_case(void **state)
{
    static const struct str agencies[] = {BYTES("birch"), BYTES("Birch"), BYTES("dead"),
                                          BYTES("alder"), BYTES("\xc3\x84lv")};
    static const bool live[] = {true, true, false, true, true};
    static struct sample sample;
    const struct world *world = *state;
    struct values values;
    struct values_map map;

    make_segment(&sample, world, agencies, live, COUNT_OF(agencies));
    values_start(&values, world->arena);
    values_add(&map, &values, &sample.columns, &sample.live);
    expect_found(&values);
    values_finish(&values);
    expect_found(&values);
    columns_close(&sample.columns);
}

static void an_empty_index_has_the_fixed_ones(void **state)
{
    const struct world *world = *state;
    struct values values;
    uint32_t number;

    values_start(&values, world->arena);
    values_finish(&values);
    for (enum facet f = 0; f < FACET_COUNT; f++)
        expect_number(facet_name(f), values.facets[f].count, facet_vocabulary(f));
    expect_true("nothing", !values_find(&number, &values, FACET_GRADE, STR("-")));
    expect_true("fixed", values_find(&number, &values, FACET_EDUCATION, STR("-")));
}

/* Every live class's value is in the list once, at the number that the map says, and no other. */
static void values_agree_with_a_plain_list(void **state)
{
    struct support_random random = random_start("values");
    const struct world *world = *state;

    for (int round = 0; round < 60; round++) {
        static struct sample samples[4];
        struct str agencies[CLASSES_MAX];
        bool live[CLASSES_MAX], seen[64] = {false};
        struct values_map maps[COUNT_OF(samples)];
        struct values values;
        uint32_t distinct = 0, of = 1 + random_below(&random, 64);
        values_start(&values, world->arena);
        for (size_t s = 0; s < COUNT_OF(samples); s++) {
            uint32_t count = 1 + random_below(&random, CLASSES_MAX);
            for (uint32_t i = 0; i < count; i++) {
                uint32_t n = random_below(&random, of);
                agencies[i] = str_of(arena_printf(world->arena, "%u", n));
                live[i] = random_below(&random, 3) == 0;
                if (live[i]) {
                    distinct += !seen[n];
                    seen[n] = true;
                }
            }
            make_segment(&samples[s], world, agencies, live, count);
            values_add(&maps[s], &values, &samples[s].columns, &samples[s].live);
            for (uint32_t i = 0; i < count; i++) {
                uint32_t value = samples[s].columns.classes[i].values[FACET_AGENCY];
                uint32_t number = maps[s].numbers[FACET_AGENCY][value];
                if (live[i])
                    expect_true("the same",
                                str_eq(values.facets[FACET_AGENCY].values[number], agencies[i]));
            }
        }
        values_finish(&values);
        expect_number("distinct", values.facets[FACET_AGENCY].count, distinct);
        for (uint32_t n = 0; n < of; n++) {
            uint32_t number = 0;
            const char *text = arena_printf(world->arena, "%u", n);
            expect_number(text, values_find(&number, &values, FACET_AGENCY, str_of(text)), seen[n]);
        }
        for (size_t s = 0; s < COUNT_OF(samples); s++)
            columns_close(&samples[s].columns);
        arena_clear(world->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(values_of_two_segments_are_one_list),
        world_test(values_are_found_in_any_case),
        world_test(an_empty_index_has_the_fixed_ones),
        world_test(values_agree_with_a_plain_list),
    };
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
