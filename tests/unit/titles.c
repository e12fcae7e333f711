/* lib/search/titles: the order of titles, and which classes a text names. */

#include "support.h"

#include "search/titles.h"

/* In the order in which they are to stand; a title equal to the one before has the same place. */
static const struct {
    const char *title, *code;
    bool same;
} classes[] = {
    {"2nd Officer", "", false},
    {"10th Officer", "", false},
    {"Accountant", "A-1", false},
    {"ACCOUNTANT", "a1", true},
    {" accountant.", "B 20.5", true},
    {"Accountant / Auditor", "", false},
    {"Accountant Auditor", "Clerk 007", true},
    {"Accountant II", "", false},
    {"Accountants", "", false},
    {"Clerk", "", false},
    {"Clerk 7", "", false},
    {"Clerk 07", "", false}, /* not equal: whoever types one does not mean the other */
    {"Clerk 9", "", false},
    {"Clerk 10", "", false},
    {"Clerk 18446744073709551617", "", false}, /* more than any number type holds */
    {"Clerk 18446744073709551618", "", false},
    {"Clerk a", "", false},
    {"Zoologist", "clerk", false},
    {"\xc3\x89tude Keeper", "", false},
    {"\xc3\xa9tude keeper", "", true},
};

enum { UNTITLED = COUNT_OF(classes), ALL };

/* Two segments, each with every class and one without a title; the first comes last in the one, so
 * that nothing is in order by itself. The docids of segment s are from 100 * s + 1 on. */
static struct titles *titles_of(struct columns columns[2], const struct world *world)
{
    struct titles *titles = titles_new(3); /* one has no class that lives */
    struct err err;

    for (uint32_t s = 0; s < 2; s++) {
        struct columns_writer *writer = columns_writer_new();
        const char *path = world_path(world, s == 0 ? "0" : "1");
        struct str none[FACET_COUNT];
        for (enum facet f = 0; f < FACET_COUNT; f++)
            none[f] = STR("");
        for (size_t i = 0; i < ALL; i++) {
            size_t at = s == 0 ? ALL - 1 - i : i;
            columns_writer_class(
                writer, &(struct columns_class){0}, none,
                (const struct str[COLUMNS_TEXT_COUNT]){
                    [COLUMNS_TITLE] = str_of(at < UNTITLED ? classes[at].title : " - "),
                    [COLUMNS_CODE] = str_of(at < UNTITLED ? classes[at].code : "")});
            columns_writer_section(writer, 1, (const uint32_t[FACET_COUNT]){0});
        }
        expect_ok("save", columns_writer_save(writer, path, &err), &err);
        columns_writer_free(writer);
        expect_ok("open", columns_open(&columns[s], path, &err), &err);
        for (uint32_t i = 0; i < ALL; i++)
            titles_add(titles, s == 0 ? 0 : 2, &columns[s], i, 100 * s + i + 1);
    }
    titles_finish(titles);
    return titles;
}

static void classes_stand_by_title(void **state)
{
    const struct world *world = *state;
    struct columns columns[2];
    struct titles *titles = titles_of(columns, world);
    uint32_t place = 0;

    for (uint32_t i = 0; i < UNTITLED; i++) {
        place += i > 0 && !classes[i].same;
        expect_number(classes[i].title, titles_place(titles, 0, ALL - 1 - i), place);
        expect_number(classes[i].title, titles_place(titles, 2, i), place);
    }
    expect_true("none", titles_place(titles, 0, 0) == TITLES_NONE);
    expect_true("none", titles_place(titles, 2, UNTITLED) == TITLES_NONE);
    titles_free(titles);
    columns_close(&columns[0]);
    columns_close(&columns[1]);
}

/* The classes found, by their number in the table, of the second segment. */
static void texts_name_classes(void **state)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"", ""},
        {" .,-", ""},
        {"Accountant", "2 3 4"},
        {"\"accountant\"", "2 3 4"},
        {"Accountant Auditor", "5 6"},
        {"accountant/auditor", "5 6"},
        {"account", ""},
        {"accountant iii", ""},
        {"accountantauditor", ""}, /* a title's words are parted */
        {"A 1", "2 3"},            /* a code's are not */
        {"a.1", "2 3"},
        {"b205", "4"},
        {"B20", ""},
        {"clerk", "9 17"}, /* a title, and a code */
        {"Clerk 7", "10"},
        {"clerk 07", "11"},
        {"clerk 007", "6"},
        {"CLERK007", "6"},
        {"\xc3\x89TUDE KEEPER", "18 19"},
        {"etude keeper", ""},
        {"zoologist", "17"},
        {"zz", ""},
    };
    const struct world *world = *state;
    struct columns columns[2];
    struct titles *titles = titles_of(columns, world);

    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        const char *found = "";
        uint32_t *docids;
        size_t count = titles_find(&docids, titles, str_of(cases[c].text)), second = 0;
        for (size_t i = 0; i < count; i++) {
            expect_true("in order", i == 0 || docids[i] > docids[i - 1]);
            if (docids[i] <= 100)
                continue;
            second++;
            found = arena_printf(world->arena, "%s%s%u", found, found[0] != '\0' ? " " : "",
                                 docids[i] - 101);
        }
        expect_text(cases[c].text, str_of(found), cases[c].found);
        expect_number("in both segments", count, 2 * second);
        free(docids);
    }
    titles_free(titles);
    columns_close(&columns[0]);
    columns_close(&columns[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(classes_stand_by_title),
        world_test(texts_name_classes),
    };
    return cmocka_run_group_tests_name("titles", tests, NULL, NULL);
}
