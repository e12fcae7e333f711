/* Tallies: the counts of several segments against a slow model that looks at every section. */

#include "support.h"

#include "search/tally.h"

enum { SEGMENTS = 3, SECTIONS = 150, CHOSEN = 3, WORDS = 8 };

/* A small index made up at random, and filters on it. */
struct sample {
    struct {
        struct columns columns;
        struct values_map map;
        struct bitmap live, matches;
        uint32_t count;
    } segments[SEGMENTS];
    struct values values;
    struct tally_filters filters;
    struct str chosen[FACET_COUNT][CHOSEN];
};

/* What classes state; only the first segment has the first ones, and only the last the last. */
static const struct str words[WORDS] = {BYTES("alder"),   BYTES("birch"), BYTES("Birch"),
                                        BYTES("-"),       BYTES(""),      BYTES("cedar"),
                                        BYTES("dogwood"), BYTES("elm")};

static const struct columns_class no_dates = {0};
static const struct str no_texts[COLUMNS_TEXT_COUNT] = {{0}};

static void add_class(struct columns_writer *writer, size_t segment, struct support_random *random)
{
    struct str values[FACET_COUNT] = {{0}};

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) == 0)
            values[f] = words[segment + random_below(random, WORDS - SEGMENTS + 1)];
    columns_writer_class(writer, &no_dates, values, no_texts);
}

static void add_section(struct columns_writer *writer, struct support_random *random)
{
    uint32_t masks[FACET_COUNT] = {0};

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = facet_vocabulary(f), few = count < 5 ? count : 5;
        for (uint32_t n = count > 0 ? random_below(random, 4) : 0; n > 0; n--)
            masks[f] |= UINT32_C(1)
                        << (random_below(random, 4) > 0 ? random_below(random, few) : count - n);
    }
    columns_writer_section(writer, 1, masks);
}

/* Classes of 1 .. 9 sections, some of them dead; matches are live. */
static void make_segment(struct sample *sample, size_t s, const struct world *world,
                         struct support_random *random)
{
    const char *path = world_path(world, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct bitmap *live = &sample->segments[s].live, *matches = &sample->segments[s].matches;
    uint32_t size = random_below(random, SECTIONS), dead_of_ten = random_below(random, 11),
             matches_of_ten = random_below(random, 12), count = 0;
    struct err err;

    bitmap_clear(live);
    bitmap_clear(matches);
    while (count < size) {
        bool dead = random_below(random, 10) < dead_of_ten;
        add_class(writer, s, random);
        for (uint32_t n = 1 + random_below(random, 9); n > 0; n--, count++) {
            add_section(writer, random);
            if (!dead)
                bitmap_add(live, count);
            if (!dead && random_below(random, 10) < matches_of_ten)
                bitmap_add(matches, count);
        }
    }
    sample->segments[s].count = count;
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&sample->segments[s].columns, path, &err), &err);
}

static void make_filters(struct sample *sample, struct support_random *random)
{
    sample->filters = (struct tally_filters){0};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = sample->values.facets[f].count;
        sample->filters.values[f] = sample->chosen[f];
        if (count == 0 || random_below(random, 3) > 0)
            continue;
        sample->filters.counts[f] = random_below(random, CHOSEN + 1);
        for (size_t i = 0; i < sample->filters.counts[f]; i++)
            sample->chosen[f][i] =
                sample->values.facets[f].values[random_below(random, count < 6 ? count : 6)];
    }
}

static void make_sample(struct sample *sample, const struct world *world,
                        struct support_random *random)
{
    values_start(&sample->values, world->arena);
    for (size_t s = 0; s < SEGMENTS; s++) {
        make_segment(sample, s, world, random);
        values_add(&sample->segments[s].map, &sample->values, &sample->segments[s].columns,
                   &sample->segments[s].live);
    }
    values_finish(&sample->values);
}

/* The slow model. */

static bool has_value(const struct columns *columns, uint32_t section, enum facet facet,
                      struct str value)
{
    const struct columns_section *s = &columns->sections[section];
    uint32_t number;

    if (facet_vocabulary(facet) == 0) {
        number = columns->classes[s->class_number].values[facet];
        return str_eq(columns->dictionaries[facet].values[number], value);
    }
    for (number = 0; number < facet_vocabulary(facet); number++)
        if (str_eq(facet_value(facet, number), value))
            return (columns->profiles[s->profile].masks[facet] >> number & 1) != 0;
    return false;
}

/* Passes every filter, that of `but` aside (FACET_COUNT: none aside). */
static bool passes(const struct sample *sample, const struct columns *columns, uint32_t section,
                   enum facet but)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        bool any = sample->filters.counts[f] == 0 || f == but;
        for (size_t i = 0; i < sample->filters.counts[f] && !any; i++)
            any = has_value(columns, section, f, sample->chosen[f][i]);
        if (!any)
            return false;
    }
    return true;
}

/* Matches with a value of a facet that pass all other filters; FACET_COUNT: all that pass. */
static struct tally_count count_by_hand(const struct sample *sample, enum facet facet,
                                        struct str value)
{
    struct tally_count count = {0};

    for (size_t s = 0; s < SEGMENTS; s++) {
        const struct columns *columns = &sample->segments[s].columns;
        uint32_t last = UINT32_MAX;
        for (uint32_t i = 0; i < sample->segments[s].count; i++) {
            if (!bitmap_has(&sample->segments[s].matches, i) ||
                !passes(sample, columns, i, facet) ||
                (facet != FACET_COUNT && !has_value(columns, i, facet, value)))
                continue;
            count.sections++;
            count.classes += columns->sections[i].class_number != last;
            last = columns->sections[i].class_number;
        }
    }
    return count;
}

static void expect_tally(const struct sample *sample, const struct tally *tally)
{
    struct tally_count want = count_by_hand(sample, FACET_COUNT, STR(""));

    expect_number("sections", tally->total.sections, want.sections);
    expect_number("classes", tally->total.classes, want.classes);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        expect_number("selected", tally->selected[f] != NULL, sample->filters.counts[f] > 0);
        for (uint32_t number = 0; number < sample->values.facets[f].count; number++) {
            struct str value = sample->values.facets[f].values[number];
            bool chosen = false;
            want = count_by_hand(sample, f, value);
            expect_number(facet_name(f), tally->facets[f][number].sections, want.sections);
            expect_number(facet_name(f), tally->facets[f][number].classes, want.classes);
            for (size_t i = 0; i < sample->filters.counts[f]; i++)
                chosen = chosen || str_eq(sample->chosen[f][i], value);
            if (tally->selected[f] != NULL)
                expect_number("selected", tally->selected[f][number], chosen);
        }
    }
}

/* Tallies the sample; returns how many passed. */
static uint32_t check_tally(const struct sample *sample, struct arena *arena)
{
    struct tally tally;
    struct err err;

    expect_ok("start", tally_start(&tally, &sample->values, &sample->filters, arena, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++) {
        const struct columns *columns = &sample->segments[s].columns;
        struct bitmap left = sample->segments[s].matches;
        tally_segment(&tally, columns, &sample->segments[s].map, &left);
        for (uint32_t i = 0; i < SEGMENT_SECTIONS_MAX; i++) {
            bool want = bitmap_has(&sample->segments[s].matches, i) &&
                        passes(sample, columns, i, FACET_COUNT);
            if (bitmap_has(&left, i) != want)
                expect_number("left", bitmap_has(&left, i), want);
        }
    }
    expect_tally(sample, &tally);
    return tally.total.sections;
}

static void tallies_agree_with_counting_by_hand(void **state)
{
    enum { INDEXES = 100, FILTERS = 20 };
    struct support_random random = random_start("tallies");
    const struct world *world = *state;
    struct sample *sample = mem_zero(1, sizeof *sample);
    uint32_t passed = 0;

    for (int round = 0; round < INDEXES; round++) {
        make_sample(sample, world, &random);
        for (int i = 0; i < FILTERS; i++) {
            if (i > 0)
                make_filters(sample, &random);
            else
                sample->filters = (struct tally_filters){0};
            passed += check_tally(sample, world->arena);
        }
        for (size_t s = 0; s < SEGMENTS; s++)
            columns_close(&sample->segments[s].columns);
        arena_clear(world->arena);
    }
    expect_true("some pass", passed > 10000);
    free(sample);
}

/* A segment as large as there may be, with one class, and one with as many classes and profiles. */
static void full_segments_are_counted(void **state)
{
    const struct world *world = *state;
    struct bitmap *all = arena_zero(world->arena, 1, sizeof *all);
    struct tally_filters filters = {0};
    struct str exempt = STR("exempt");
    struct values values;
    struct values_map maps[2];
    struct columns columns[2];
    struct tally tally;
    struct err err;

    bitmap_add_range(all, 0, SEGMENT_SECTIONS_MAX);
    values_start(&values, world->arena);
    for (size_t s = 0; s < 2; s++) {
        struct columns_writer *writer = columns_writer_new();
        const char *path = world_path(world, COLUMNS_FILE);
        for (uint32_t i = 0; i < SEGMENT_SECTIONS_MAX; i++) {
            struct str stated[FACET_COUNT] = {[FACET_AGENCY] = STR("alder"),
                                              [FACET_FLSA] = i % 2 == 0 ? STR("exempt") : STR("-"),
                                              [FACET_GRADE] = STR("7")};
            uint32_t many[FACET_COUNT] = {
                [FACET_SECTION] = i & 0xfff, [FACET_EDUCATION] = i >> 12 << 1};
            uint32_t one[FACET_COUNT] = {[FACET_SECTION] = 1, [FACET_EDUCATION] = 1 << 5};
            if (s == 1 || i == 0)
                columns_writer_class(writer, &no_dates, stated, no_texts);
            columns_writer_section(writer, 1, s == 1 ? many : one);
        }
        expect_ok("save", columns_writer_save(writer, path, &err), &err);
        columns_writer_free(writer);
        expect_ok("open", columns_open(&columns[s], path, &err), &err);
        values_add(&maps[s], &values, &columns[s], all);
    }
    values_finish(&values);
    filters.values[FACET_FLSA] = &exempt;
    filters.counts[FACET_FLSA] = 1;
    expect_ok("start", tally_start(&tally, &values, &filters, world->arena, &err), &err);
    for (size_t s = 0; s < 2; s++) {
        struct bitmap matches = *all;
        tally_segment(&tally, &columns[s], &maps[s], &matches);
        expect_number("left", bitmap_count(&matches), SEGMENT_SECTIONS_MAX / (s + 1));
        columns_close(&columns[s]);
    }
    /* All of the first segment, its class exempt, and the even ones of the other. Of those, the
     * kind 0 is the first bit, which no even number has; kind 1 is every other one's. */
    expect_number("sections", tally.total.sections, 65536 + 32768);
    expect_number("classes", tally.total.classes, 1 + 32768);
    expect_number("kind 0", tally.facets[FACET_SECTION][0].sections, 65536);
    expect_number("kind 0", tally.facets[FACET_SECTION][0].classes, 1);
    expect_number("kind 1", tally.facets[FACET_SECTION][1].sections, 16384);
    expect_number("kind 1", tally.facets[FACET_SECTION][1].classes, 16384);
    expect_number("level 4", tally.facets[FACET_EDUCATION][4].sections, 16384);
    expect_number("level 5", tally.facets[FACET_EDUCATION][5].sections, 65536);
    expect_number("exempt", tally.facets[FACET_FLSA][0].sections, 65536 + 32768);
    expect_number("not stated", tally.facets[FACET_FLSA][1].sections, 32768);
    expect_number("not stated", tally.facets[FACET_FLSA][1].classes, 32768);
    expect_number("grade", tally.facets[FACET_GRADE][0].classes, 1 + 32768);
}

static void unknown_values_are_refused(void **state)
{
    static const struct {
        enum facet facet;
        const char *value;
        enum err_code code;
        const char *needle;
    } cases[] = {
        {FACET_SECTION, "duties", ERR_OK, NULL},
        {FACET_SECTION, "DUTIES", ERR_OK, NULL},
        {FACET_SECTION, "ksa", ERR_OK, NULL},
        {FACET_SECTION, "alder", ERR_USAGE, "no section has section 'alder'"},
        {FACET_SECTION, "", ERR_USAGE, "duties, "},
        {FACET_AGENCY, "ALDER", ERR_OK, NULL},
        {FACET_AGENCY, "alders", ERR_USAGE, "'alders'; there are: alder"},
        {FACET_GRADE, "duties", ERR_USAGE, "grade"},
        {FACET_GRADE, "-", ERR_OK, NULL}, /* though all state one */
        {FACET_SECTION, "-", ERR_USAGE, "no section has section '-'"},
        {FACET_FLSA, "\x1b[31m", ERR_USAGE, "flsa"},
        {FACET_EDUCATION, "Bachelor", ERR_OK, NULL},
        {FACET_EDUCATION, "-", ERR_OK, NULL},
        {FACET_EDUCATION, "phd", ERR_USAGE, "none, high_school"},
        {FACET_EXPERIENCE, "8_or_more", ERR_OK, NULL},
        {FACET_MODALITY, "by position", ERR_USAGE, "by_position"},
    };
    const struct world *world = *state;
    struct columns_writer *writer = columns_writer_new();
    const char *path = world_path(world, COLUMNS_FILE);
    const struct str stated[FACET_COUNT] = {
        [FACET_AGENCY] = STR("alder"), [FACET_FLSA] = STR("-"), [FACET_GRADE] = STR("7")};
    const uint32_t masks[FACET_COUNT] = {[FACET_SECTION] = 1};
    struct bitmap *live = arena_zero(world->arena, 1, sizeof *live);
    struct columns columns;
    struct values values;
    struct values_map map;
    struct tally tally;
    struct err err;

    columns_writer_class(writer, &no_dates, stated, no_texts);
    columns_writer_section(writer, 1, masks);
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&columns, path, &err), &err);
    bitmap_add(live, 0);
    values_start(&values, world->arena);
    values_add(&map, &values, &columns, live);
    values_finish(&values);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str value = str_of(cases[i].value);
        struct tally_filters filters = {0};
        filters.values[cases[i].facet] = &value;
        filters.counts[cases[i].facet] = 1;
        enum err_code code = tally_start(&tally, &values, &filters, world->arena, &err);
        expect_number(cases[i].value, code, cases[i].code);
        if (code != ERR_OK) {
            expect_error(cases[i].value, code, ERR_USAGE, &err, cases[i].needle);
            expect_printable(cases[i].value, err.text);
        }
    }
    columns_close(&columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(tallies_agree_with_counting_by_hand),
        world_test(full_segments_are_counted),
        world_test(unknown_values_are_refused),
    };
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
