/* Columns: what a segment's sections and classes have, written to a file and read from it. */

#include "support.h"

#include "base/file.h"
#include "search/columns.h"

/* What the class of each agency states; "port ferris" has dates, a probation and experience. */
static struct columns_class dates_of(const char *agency)
{
    if (strcmp(agency, "port ferris") == 0)
        return (struct columns_class){
            .revised = 20180921, .established = 19991231, .probation = 18, .experience = 60};
    return (struct columns_class){.revised = strcmp(agency, "alder") == 0 ? 20240229 : 0};
}

static void add_class(struct columns_writer *writer, const char *agency, const char *flsa,
                      const char *grade)
{
    const struct columns_class dates = dates_of(agency);
    struct str values[FACET_COUNT] = {[FACET_AGENCY] = str_of(agency),
                                      [FACET_FLSA] = str_of(flsa),
                                      [FACET_GRADE] = str_of(grade)};

    /* Texts that tell the classes apart; some have no bytes, one no pointer either. */
    columns_writer_class(writer, &dates, values,
                         (const struct str[COLUMNS_TEXT_COUNT]){[COLUMNS_ID] = str_of(grade),
                                                                [COLUMNS_TITLE] = STR("Pilot\0x"),
                                                                [COLUMNS_CODE] = {NULL, 0},
                                                                [COLUMNS_AGENCY] = str_of(agency),
                                                                [COLUMNS_SOURCE] = STR("")});
}

static void add_section(struct columns_writer *writer, uint32_t length, uint32_t kinds,
                        uint32_t education)
{
    uint32_t masks[FACET_COUNT] = {[FACET_SECTION] = kinds, [FACET_EDUCATION] = education};

    columns_writer_section(writer, length, masks);
}

enum {
    DUTIES = 1u << KIND_DUTIES,
    PAID = 1u << KIND_EDUCATION | 1u << KIND_SALARY,
    LEVELS = 1u << EDUCATION_HIGH_SCHOOL | 1u << EDUCATION_MASTER,
    NOT_STATED = 1u << EDUCATION_COUNT
};

/* Three classes of three, one and two sections; sections 0, 2 and 4 are alike. */
static const char *write_sample(const struct world *world)
{
    const char *path = world_path(world, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct err err;

    add_class(writer, "alder", "exempt", "-");
    add_section(writer, 7, DUTIES, NOT_STATED);
    add_section(writer, 300000, PAID, NOT_STATED);
    add_section(writer, 0, DUTIES, NOT_STATED);
    add_class(writer, "port ferris", "-", "EX-13 \xe2\x82\xac");
    add_section(writer, 11, 0, LEVELS);
    add_class(writer, "", "exempt", "-");
    add_section(writer, 1, DUTIES, NOT_STATED);
    add_section(writer, 2, DUTIES, LEVELS);
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    columns_writer_free(NULL);
    return path;
}

static void expect_values(const struct columns *columns, uint32_t class_number, const char *agency,
                          const char *flsa, const char *grade)
{
    const char *want[FACET_COUNT] = {
        [FACET_AGENCY] = agency, [FACET_FLSA] = flsa, [FACET_GRADE] = grade};

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t number = columns->classes[class_number].values[f];
        if (want[f] == NULL) {
            expect_number("of the sections", number, 0);
            continue;
        }
        expect_true("in the dictionary", number < columns->dictionaries[f].count);
        expect_text(want[f], columns->dictionaries[f].values[number], want[f]);
    }
}

static void columns_come_back_as_they_were(void **state)
{
    static const struct {
        uint32_t length, class_number, kinds, education;
    } sections[] = {{7, 0, DUTIES, NOT_STATED}, {300000, 0, PAID, NOT_STATED},
                    {0, 0, DUTIES, NOT_STATED}, {11, 1, 0, LEVELS},
                    {1, 2, DUTIES, NOT_STATED}, {2, 2, DUTIES, LEVELS}};
    static const uint32_t firsts[] = {0, 3, 4}, counts[] = {3, 1, 2};
    static const int32_t revised[] = {20240229, 20180921, 0};
    static const char *const grades[] = {"-", "EX-13 \xe2\x82\xac", "-"};
    static const char *const agencies[] = {"alder", "port ferris", ""};
    const char *path = write_sample(*state);
    struct columns columns;
    struct err err;

    expect_ok("open", columns_open(&columns, path, &err), &err);
    expect_number("sections", columns.section_count, COUNT_OF(sections));
    expect_number("classes", columns.class_count, COUNT_OF(firsts));
    expect_number("profiles", columns.profile_count, 4);
    expect_number("length", columns.length, 300021);
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        const struct columns_section *section = &columns.sections[i];
        const uint32_t *masks = columns.profiles[section->profile].masks;
        expect_number("length", section->length, sections[i].length);
        expect_number("class", section->class_number, sections[i].class_number);
        expect_number("kinds", masks[FACET_SECTION], sections[i].kinds);
        expect_number("education", masks[FACET_EDUCATION], sections[i].education);
        expect_number("modality", masks[FACET_MODALITY], 0);
        expect_number("agency", masks[FACET_AGENCY], 0);
    }
    for (size_t i = 0; i < COUNT_OF(firsts); i++) {
        expect_number("first", columns.classes[i].first, firsts[i]);
        expect_number("count", columns.classes[i].count, counts[i]);
        expect_number("revised", columns.classes[i].revised, revised[i]);
        expect_number("established", columns.classes[i].established, i == 1 ? 19991231 : 0);
        expect_number("probation", columns.classes[i].probation, i == 1 ? 18 : 0);
        expect_number("experience", columns.classes[i].experience, i == 1 ? 60 : 0);
    }
    for (uint32_t i = 0; i < COUNT_OF(firsts); i++) {
        expect_text("id", columns_text(&columns, i, COLUMNS_ID), grades[i]);
        expect_text("title", columns_text(&columns, i, COLUMNS_TITLE), "Pilot");
        expect_text("code", columns_text(&columns, i, COLUMNS_CODE), "");
        expect_text("agency", columns_text(&columns, i, COLUMNS_AGENCY), agencies[i]);
        expect_text("source", columns_text(&columns, i, COLUMNS_SOURCE), "");
    }
    expect_values(&columns, 0, "alder", "exempt", "-");
    expect_values(&columns, 1, "port ferris", "-", "EX-13 \xe2\x82\xac");
    expect_values(&columns, 2, "", "exempt", "-");
    expect_number("agencies", columns.dictionaries[FACET_AGENCY].count, 3);
    expect_number("statuses", columns.dictionaries[FACET_FLSA].count, 2);
    expect_number("kinds", columns.dictionaries[FACET_SECTION].count, 0);
    columns_close(&columns);
    columns_close(&columns);
}

static void equal_values_get_equal_numbers(void **state)
{
    static const char *const agencies[] = {"alder", "birch", "alder",  "Alder",
                                           "birch", "alde",  "alder ", "alder"};
    static const uint32_t numbers[] = {0, 1, 0, 2, 1, 3, 4, 0};
    const char *path = world_path(*state, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct columns columns;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(agencies); i++) {
        add_class(writer, agencies[i], "-", "birch");
        add_section(writer, 1, DUTIES, NOT_STATED);
    }
    struct str cut[FACET_COUNT] = {
        [FACET_AGENCY] = STR("alder\0x"), [FACET_FLSA] = STR("-"), [FACET_GRADE] = STR("birch")};
    const struct columns_class no_dates = {0};
    columns_writer_class(writer, &no_dates, cut, (const struct str[COLUMNS_TEXT_COUNT]){{0}});
    add_section(writer, 1, DUTIES, NOT_STATED);
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&columns, path, &err), &err);
    for (size_t i = 0; i < COUNT_OF(agencies); i++) {
        expect_number(agencies[i], columns.classes[i].values[FACET_AGENCY], numbers[i]);
        expect_number("each facet its own", columns.classes[i].values[FACET_GRADE], 0);
    }
    expect_number("up to a NUL", columns.classes[COUNT_OF(agencies)].values[FACET_AGENCY], 0);
    columns_close(&columns);
}

static void columns_without_sections(void **state)
{
    const char *path = world_path(*state, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct columns columns;
    struct err err;

    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&columns, path, &err), &err);
    expect_number("empty", columns.section_count + columns.class_count + columns.profile_count, 0);
    columns_close(&columns);
}

/* As many as there may be, each of a class, a profile and a grade of its own. */
static void columns_of_a_full_segment(void **state)
{
    const char *path = world_path(*state, COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct columns columns;
    char grade[16];
    struct err err;

    for (uint32_t i = 0; i < SEGMENT_SECTIONS_MAX; i++) {
        snprintf(grade, sizeof grade, "G-%u", i);
        add_class(writer, "alder", "-", grade);
        add_section(writer, i, i & 0xfff, i >> 12 << 1);
    }
    expect_ok("save", columns_writer_save(writer, path, &err), &err);
    columns_writer_free(writer);
    expect_ok("open", columns_open(&columns, path, &err), &err);
    expect_number("sections", columns.section_count, SEGMENT_SECTIONS_MAX);
    expect_number("classes", columns.class_count, SEGMENT_SECTIONS_MAX);
    expect_number("profiles", columns.profile_count, SEGMENT_SECTIONS_MAX);
    for (uint32_t i = 0; i < SEGMENT_SECTIONS_MAX; i++) {
        const struct columns_section *section = &columns.sections[i];
        const struct columns_class *class = &columns.classes[section->class_number];
        snprintf(grade, sizeof grade, "G-%u", i);
        bool same = section->length == i && class->first == i && class->count == 1 &&
                    columns.profiles[section->profile].masks[FACET_SECTION] == (i & 0xfff) &&
                    columns.profiles[section->profile].masks[FACET_EDUCATION] == i >> 12 << 1;
        expect_true(grade, same);
        expect_text(grade, columns.dictionaries[FACET_GRADE].values[class->values[FACET_GRADE]],
                    grade);
    }
    columns_close(&columns);
}

static bool is_date(int32_t date)
{
    return date == 0 || (date / 10000 >= 1000 && date / 10000 <= 9999 && date / 100 % 100 >= 1 &&
                         date / 100 % 100 <= 12 && date % 100 >= 1 && date % 100 <= 31);
}

/* Everything a search reads is within bounds, and every section in the class that it names. The sum
 * keeps the reads from being left out. */
static size_t read_all(const struct columns *columns)
{
    uint32_t next = 0;
    size_t sum = 0;

    for (uint32_t c = 0; c < columns->class_count; c++) {
        const struct columns_class *class = &columns->classes[c];
        expect_true("follows", class->first == next && class->count > 0);
        next += class->count;
        expect_true("revised", is_date(class->revised) && is_date(class->established));
        expect_true("probation", class->probation >= 0);
        for (uint32_t i = class->first; i < next; i++)
            expect_number("class", columns->sections[i].class_number, c);
        for (enum facet f = 0; f < FACET_COUNT; f++) {
            if (facet_vocabulary(f) > 0) {
                expect_number("none", class->values[f], 0);
                continue;
            }
            expect_true("value", class->values[f] < columns->dictionaries[f].count);
            struct str value = columns->dictionaries[f].values[class->values[f]];
            for (size_t k = 0; k < value.n; k++)
                sum += (unsigned char)value.p[k];
        }
        for (enum columns_text t = 0; t < COLUMNS_TEXT_COUNT; t++) {
            struct str text = columns_text(columns, c, t);
            expect_number("ends in NUL", text.p[text.n], 0);
            sum += text.n;
        }
    }
    expect_number("covered", next, columns->section_count);
    for (uint32_t i = 0; i < columns->section_count; i++) {
        sum += columns->sections[i].length;
        expect_true("profile", columns->sections[i].profile < columns->profile_count);
    }
    for (uint32_t i = 0; i < columns->profile_count; i++)
        for (enum facet f = 0; f < FACET_COUNT; f++)
            expect_true("mask",
                        (uint64_t)columns->profiles[i].masks[f] >> facet_vocabulary(f) == 0);
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
        expect_error("cut", columns_open(&columns, path, &err), ERR_FORMAT, &err, COLUMNS_FILE);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(columns_come_back_as_they_were),
        world_test(equal_values_get_equal_numbers),
        world_test(columns_without_sections),
        world_test(columns_of_a_full_segment),
        world_test(cut_columns_are_refused),
        world_test(flipped_columns_are_refused_or_harmless),
        world_test(random_columns_are_refused_or_harmless),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
