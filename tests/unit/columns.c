/* Columns and tallies of lib/search: facet values in a file, and the counts made from them. */

#include "support.h"

#include "base/file.h"
#include "search/columns.h"
#include "search/tally.h"

/* The facets with a dictionary, in which the values of a row are given. */
static const enum facet stated[] = {FACET_AGENCY, FACET_FLSA, FACET_GRADE};

static struct columns_row row_of(struct columns_writer *writer, uint32_t class_number,
                                 uint32_t kinds, const char *const values[COUNT_OF(stated)])
{
    struct columns_row row = {.class_number = class_number, .values = {[FACET_SECTION] = kinds}};

    for (size_t i = 0; i < COUNT_OF(stated); i++)
        row.values[stated[i]] = columns_writer_value(writer, stated[i], str_of(values[i]));
    return row;
}

/* Six docids, of which 3 and 5 are dead; three classes, numbered with gaps and out of order. */
static const char *write_sample(const struct world *world)
{
    static const char *const alder[] = {"alder", "exempt", "-"};
    static const char *const ferris[] = {"port ferris", "-", "EX-13 \xe2\x82\xac"};
    static const char *const empty[] = {"", "exempt", "-"};
    const char *path = world_path(world, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct err err;

    columns_writer_set(writer, 6, row_of(writer, 3, 1u << KIND_OTHER, empty));
    columns_writer_set(writer, 1, row_of(writer, 40, 1u << KIND_DUTIES, alder));
    columns_writer_set(writer, 2,
                       row_of(writer, 40, 1u << KIND_EDUCATION | 1u << KIND_SALARY, alder));
    struct columns_row row = row_of(writer, 7, 0, ferris);
    row.values[FACET_EDUCATION] = 1u << EDUCATION_HIGH_SCHOOL | 1u << EDUCATION_MASTER;
    row.values[FACET_MODALITY] = 1u << MODALITY_COUNT; /* not stated */
    columns_writer_set(writer, 4, row);
    expect_number("classes", columns_writer_finish(writer), 3);
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    columns_writer_free(NULL);
    return path;
}

static void expect_column(const struct columns *columns, uint32_t docid, enum facet facet,
                          const char *want)
{
    uint32_t number = columns->rows[docid - 1].values[facet];

    expect_true("in the dictionary", number < columns_value_count(columns, facet));
    expect_text(want, columns_value(columns, facet, number), want);
}

static void columns_come_back_as_they_were(void **state)
{
    const char *path = write_sample(*state);
    struct columns columns;
    struct err err;

    expect_ok("open", columns_open(&columns, path, &err), &err);
    expect_number("rows", columns.row_count, 6);
    expect_number("classes", columns.class_count, 3);
    static const uint32_t classes[] = {0, 0, COLUMNS_DEAD, 1, COLUMNS_DEAD, 2};
    for (uint32_t i = 0; i < 6; i++)
        expect_number("class", columns.rows[i].class_number, classes[i]);
    expect_number("kinds", columns.rows[0].values[FACET_SECTION], 1u << KIND_DUTIES);
    expect_number("kinds", columns.rows[1].values[FACET_SECTION],
                  1u << KIND_EDUCATION | 1u << KIND_SALARY);
    expect_number("kinds", columns.rows[3].values[FACET_SECTION], 0);
    expect_number("education", columns.rows[3].values[FACET_EDUCATION],
                  1u << EDUCATION_HIGH_SCHOOL | 1u << EDUCATION_MASTER);
    expect_number("modality", columns.rows[3].values[FACET_MODALITY], 1u << MODALITY_COUNT);
    expect_column(&columns, 1, FACET_AGENCY, "alder");
    expect_column(&columns, 2, FACET_FLSA, "exempt");
    expect_column(&columns, 4, FACET_AGENCY, "port ferris");
    expect_column(&columns, 4, FACET_GRADE, "EX-13 \xe2\x82\xac");
    expect_column(&columns, 4, FACET_FLSA, "-");
    expect_column(&columns, 6, FACET_AGENCY, "");
    expect_number("agencies", columns_value_count(&columns, FACET_AGENCY), 3);
    expect_number("statuses", columns_value_count(&columns, FACET_FLSA), 2);
    expect_number("kinds", columns_value_count(&columns, FACET_SECTION), KIND_COUNT);
    expect_text("a kind", columns_value(&columns, FACET_SECTION, KIND_SALARY), "salary");
    expect_text("a level", columns_value(&columns, FACET_EDUCATION, EDUCATION_MASTER), "master");
    expect_text("no level", columns_value(&columns, FACET_EDUCATION, EDUCATION_COUNT), "-");
    columns_close(&columns);
    columns_close(&columns);
}

static void equal_values_get_equal_numbers(void **state)
{
    struct columns_writer *writer = columns_writer_new();
    (void)state;

    uint32_t a = columns_writer_value(writer, FACET_AGENCY, STR("alder"));
    uint32_t b = columns_writer_value(writer, FACET_AGENCY, STR("birch"));
    uint32_t other_case = columns_writer_value(writer, FACET_AGENCY, STR("Alder"));
    uint32_t longer = columns_writer_value(writer, FACET_AGENCY, STR("alder "));
    expect_number("again", columns_writer_value(writer, FACET_AGENCY, STR("alder")), a);
    expect_number("again", columns_writer_value(writer, FACET_AGENCY, STR("birch")), b);
    expect_true("others", a != b && a != other_case && a != longer && b != longer &&
                              b != other_case && longer != other_case);
    expect_number("each facet its own", columns_writer_value(writer, FACET_GRADE, STR("birch")), 0);
    columns_writer_free(writer);
}

static void columns_without_rows(void **state)
{
    const char *path = world_path(*state, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct columns columns;
    struct err err;

    expect_number("classes", columns_writer_finish(writer), 0);
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&columns, path, &err), &err);
    expect_number("empty", columns.row_count + columns.class_count, 0);
    columns_close(&columns);
}

/* Everything a search reads of a row is within bounds. The sum keeps the reads from being left
 * out. */
static size_t read_all(const struct columns *columns)
{
    size_t sum = 0;

    for (uint32_t i = 0; i < columns->row_count; i++) {
        const struct columns_row *row = &columns->rows[i];
        if (row->class_number == COLUMNS_DEAD)
            continue;
        expect_true("class", row->class_number < columns->class_count);
        for (enum facet f = 0; f < FACET_COUNT; f++) {
            if (facet_vocabulary(f) > 0) {
                expect_true("mask", (uint64_t)row->values[f] >> facet_vocabulary(f) == 0);
                continue;
            }
            expect_true("value", row->values[f] < columns_value_count(columns, f));
            struct str value = columns_value(columns, f, row->values[f]);
            for (size_t k = 0; k < value.n; k++)
                sum += (unsigned char)value.p[k];
        }
    }
    return sum;
}

static void cut_columns_are_refused(void **state)
{
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct buf whole = {0};
    struct columns columns;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t n = 0; n < whole.n; n++) {
        world_file(world, COLUMNS_FILE, (struct str){whole.p, n});
        expect_error("cut", columns_open(&columns, path, &err), ERR_FORMAT, &err, "rebuild");
    }
    buf_char(&whole, '\0');
    world_file(world, COLUMNS_FILE, buf_view(&whole));
    expect_error("longer", columns_open(&columns, path, &err), ERR_FORMAT, &err, "rebuild");
    buf_free(&whole);
    expect_true("missing", columns_open(&columns, world_path(world, "no"), &err) != ERR_OK);
    expect_true("a directory", columns_open(&columns, world->dir, &err) != ERR_OK);
}

/* A byte that flips is found out, or what is read still keeps within its bounds. */
static void flipped_columns_are_refused_or_harmless(void **state)
{
    static const unsigned char flips[] = {0x01, 0x80, 0xff, 0x40};
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct buf whole = {0};
    struct columns columns;
    size_t refused = 0;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t at = 0; at < whole.n; at++) {
        for (size_t i = 0; i < COUNT_OF(flips); i++) {
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
            world_file(world, COLUMNS_FILE, buf_view(&whole));
            if (columns_open(&columns, path, &err) == ERR_OK) {
                expect_true("read", read_all(&columns) < SIZE_MAX);
                columns_close(&columns);
            } else {
                expect_number("code", err.code, ERR_FORMAT);
                refused++;
            }
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
        }
        if (at < 12) /* the file's kind and version */
            expect_number("refused", refused, (at + 1) * COUNT_OF(flips));
    }
    buf_free(&whole);
}

static void random_columns_are_refused_or_harmless(void **state)
{
    struct support_random random = random_start("columns");
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct buf whole = {0};
    struct columns columns;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (int round = 0; round < 1000; round++) {
        struct buf damaged = {0};
        buf_str(&damaged, buf_view(&whole));
        for (uint32_t n = 1 + random_below(&random, 6); n > 0; n--) {
            uint32_t at = random_below(&random, (uint32_t)damaged.n);
            uint32_t choice = random_below(&random, 3);
            damaged.p[at] = choice == 0 ? '\0' : choice == 1 ? '\xff' : (char)random_next(&random);
        }
        world_file(world, COLUMNS_FILE, buf_view(&damaged));
        if (columns_open(&columns, path, &err) == ERR_OK) {
            expect_true("read", read_all(&columns) < SIZE_MAX);
            columns_close(&columns);
        }
        buf_free(&damaged);
    }
    buf_free(&whole);
}

enum { ROWS = 60, VALUES = 4, CHOSEN = 3 };

/* A small index made up at random, and filters on it. */
struct sample {
    struct columns_row rows[ROWS];
    struct columns columns;
    struct tally_filters filters;
    struct str chosen[FACET_COUNT][CHOSEN];
    uint32_t numbers[FACET_COUNT][CHOSEN];
};

static const struct str values[VALUES] = {BYTES("alder"), BYTES("birch"), BYTES("cedar"),
                                          BYTES("-")};

static void make_sample(struct sample *sample, struct support_random *random)
{
    static const struct columns nothing;
    uint32_t class_number = 0;

    sample->columns = nothing;
    sample->filters = (struct tally_filters){0};
    for (uint32_t i = 0; i < ROWS; i++) {
        struct columns_row *row = &sample->rows[i];
        bool next = i > 0 && random_below(random, 3) == 0;
        class_number += next;
        *row = (struct columns_row){.class_number = class_number};
        for (enum facet f = 0; f < FACET_COUNT; f++) {
            row->values[f] = facet_vocabulary(f) > 0 ? 0 : random_below(random, VALUES);
            for (uint32_t n = random_below(random, 4); facet_vocabulary(f) > 0 && n > 0; n--)
                row->values[f] |= 1u << random_below(random, 5);
        }
    }
    sample->columns.rows = sample->rows;
    sample->columns.row_count = ROWS;
    sample->columns.class_count = class_number + 1;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) == 0) {
            sample->columns.dictionaries[f].values = values;
            sample->columns.dictionaries[f].count = VALUES;
        }
        sample->filters.values[f] = sample->chosen[f];
        sample->filters.counts[f] = random_below(random, 2) * random_below(random, CHOSEN + 1);
        for (size_t i = 0; i < sample->filters.counts[f]; i++) {
            uint32_t n = random_below(random, facet_vocabulary(f) > 0 ? 6 : VALUES);
            sample->numbers[f][i] = n;
            sample->chosen[f][i] = facet_vocabulary(f) > 0 ? facet_value(f, n) : values[n];
        }
    }
}

static bool has_value(const struct columns_row *row, enum facet facet, uint32_t number)
{
    return facet_vocabulary(facet) > 0 ? (row->values[facet] >> number & 1) != 0
                                       : row->values[facet] == number;
}

static bool passes(const struct sample *sample, enum facet facet, const struct columns_row *row)
{
    for (size_t i = 0; i < sample->filters.counts[facet]; i++)
        if (has_value(row, facet, sample->numbers[facet][i]))
            return true;
    return sample->filters.counts[facet] == 0;
}

/* Passes every filter, that of `but` aside (FACET_COUNT: none aside). */
static bool passes_all(const struct sample *sample, const struct columns_row *row, enum facet but)
{
    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (f != but && !passes(sample, f, row))
            return false;
    return true;
}

/* Sections and classes with a value among the rows that `matches` names; KIND_COUNT or VALUES as
 * the number: whatever their value. */
static struct tally_count count_by_hand(const struct sample *sample, uint64_t matches,
                                        enum facet facet, uint32_t number)
{
    struct tally_count count = {0};
    bool seen[ROWS] = {false};

    for (uint32_t i = 0; i < ROWS; i++) {
        const struct columns_row *row = &sample->rows[i];
        if ((matches >> i & 1) == 0 || !passes_all(sample, row, facet) ||
            (facet != FACET_COUNT && !has_value(row, facet, number)))
            continue;
        count.sections++;
        count.classes += !seen[row->class_number];
        seen[row->class_number] = true;
    }
    return count;
}

static void expect_tally(const struct sample *sample, const struct tally *tally, uint64_t matches)
{
    struct tally_count want = count_by_hand(sample, matches, FACET_COUNT, 0);

    expect_number("sections", tally->total.sections, want.sections);
    expect_number("classes", tally->total.classes, want.classes);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        expect_number("size", tally->sizes[f],
                      facet_vocabulary(f) > 0 ? facet_vocabulary(f) : VALUES);
        for (uint32_t number = 0; number < tally->sizes[f]; number++) {
            want = count_by_hand(sample, matches, f, number);
            expect_number(facet_name(f), tally->facets[f][number].sections, want.sections);
            expect_number(facet_name(f), tally->facets[f][number].classes, want.classes);
            bool chosen = false;
            for (size_t i = 0; i < sample->filters.counts[f]; i++)
                chosen = chosen || sample->numbers[f][i] == number;
            expect_number("selected", tally->selected[f] != NULL && tally->selected[f][number],
                          chosen);
        }
    }
}

/* Against counts made row by row and filter by filter. */
static void tallies_agree_with_counting_by_hand(void **state)
{
    struct support_random random = random_start("tallies");
    const struct world *world = *state;
    struct sample *sample = mem_zero(1, sizeof *sample);
    size_t passed = 0;
    struct err err;

    for (int round = 0; round < 800; round++) {
        struct tally tally;
        make_sample(sample, &random);
        uint64_t matches = round % 10 == 0 ? 0 : random_next(&random) | random_next(&random);
        expect_ok("start",
                  tally_start(&tally, &sample->columns, &sample->filters, world->arena, &err),
                  &err);
        for (uint32_t i = 0; i < ROWS; i++) {
            if ((matches >> i & 1) == 0)
                continue;
            bool all = passes_all(sample, &sample->rows[i], FACET_COUNT);
            expect_number("passes", tally_add(&tally, &sample->rows[i]), all);
            passed += all;
        }
        expect_tally(sample, &tally, matches);
        arena_clear(world->arena);
    }
    expect_true("some pass", passed > 1000);
    free(sample);
}

static void filters_are_found_in_any_case(void **state)
{
    static const struct {
        enum facet facet;
        const char *value;
        enum err_code code;
    } cases[] = {
        {FACET_SECTION, "duties", ERR_OK},
        {FACET_SECTION, "DUTIES", ERR_OK},
        {FACET_SECTION, "ksa", ERR_OK},
        {FACET_SECTION, "salary", ERR_OK},
        {FACET_SECTION, "alder", ERR_USAGE},
        {FACET_SECTION, "", ERR_USAGE},
        {FACET_AGENCY, "alder", ERR_OK},
        {FACET_AGENCY, "ALDER", ERR_OK},
        {FACET_AGENCY, "-", ERR_OK},
        {FACET_AGENCY, "alde", ERR_USAGE},
        {FACET_AGENCY, "alders", ERR_USAGE},
        {FACET_GRADE, "duties", ERR_USAGE},
        {FACET_FLSA, "\x1b[31m", ERR_USAGE},
        {FACET_EDUCATION, "Bachelor", ERR_OK},
        {FACET_EDUCATION, "-", ERR_OK},
        {FACET_EDUCATION, "phd", ERR_USAGE},
        {FACET_EXPERIENCE, "8_or_more", ERR_OK},
        {FACET_EXPERIENCE, "5", ERR_USAGE},
        {FACET_MODALITY, "by_position", ERR_OK},
        {FACET_MODALITY, "by position", ERR_USAGE},
    };
    struct support_random random = {1};
    const struct world *world = *state;
    struct sample *sample = mem_zero(1, sizeof *sample);
    struct tally tally;
    struct err err;

    make_sample(sample, &random);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str value = str_of(cases[i].value);
        struct tally_filters filters = {0};
        filters.values[cases[i].facet] = &value;
        filters.counts[cases[i].facet] = 1;
        enum err_code code = tally_start(&tally, &sample->columns, &filters, world->arena, &err);
        expect_number(cases[i].value, code, cases[i].code);
        if (code != ERR_OK) {
            expect_error(cases[i].value, code, ERR_USAGE, &err, facet_name(cases[i].facet));
            expect_printable(cases[i].value, err.text);
        }
    }
    free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(columns_come_back_as_they_were),
        cmocka_unit_test(equal_values_get_equal_numbers),
        world_test(columns_without_rows),
        world_test(cut_columns_are_refused),
        world_test(flipped_columns_are_refused_or_harmless),
        world_test(random_columns_are_refused_or_harmless),
        world_test(tallies_agree_with_counting_by_hand),
        world_test(filters_are_found_in_any_case),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
