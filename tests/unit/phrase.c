/* The table of phrases: every row can match, and patterns mean what the table's head says. */

#include "support.h"

#include "spec/phrase.h"

/* The data compiled into phrase.c. */
extern const char phrases_data[], phrases_end[];

static struct sentence sentence;
static struct phrase_marks marks;

static void find(const struct phrase_table *table, struct str text)
{
    struct sentence_splitter splitter;

    marks.count = 0;
    sentence_begin(&splitter, text);
    if (sentence_next(&splitter, &sentence))
        phrase_find(&marks, table, &sentence);
}

/* The shortest text that a pattern asks for: of alternatives the one numbered `choice`, or the
 * first. */
static void write_example(struct buf *out, struct str pattern, size_t choice)
{
    while (pattern.n > 0) {
        struct str element = str_cut(&pattern, ' ');
        if (element.p[0] == '?' || element.p[0] == '~')
            continue;
        struct str rest = element, word = str_cut(&rest, '|');
        for (size_t i = 0; i < choice && rest.n > 0; i++)
            word = str_cut(&rest, '|');
        if (word.n > 0 && word.p[word.n - 1] == '*')
            word.n--;
        buf_text(out, out->n > 0 ? " " : "");
        buf_str(out, word);
    }
}

/* Rows are found by three letters of their first words. */
static bool has_three_letters(struct str words)
{
    while (words.n > 0) {
        struct str word = str_cut(&words, '|');
        if (word.n == 0 || (word.n < 4 && word.p[word.n - 1] == '*'))
            return false;
    }
    return true;
}

static void every_row_matches_what_it_says(void **state)
{
    struct world *world = *state;
    struct phrase_table *table = phrase_table_new();
    struct str rest = {phrases_data, (size_t)(phrases_end - phrases_data)};
    size_t rows = 0, dead = 0;

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), pattern = line;
        struct str kind = str_cut(&pattern, '\t');
        if (line.n == 0 || line.p[0] == '#')
            continue;
        rows++;
        struct str elements = pattern, first = str_cut(&elements, ' ');
        expect_true("three letters before *", has_three_letters(first));
        expect_true(arena_strndup(world->arena, line.p, line.n),
                    kind.n > 0 && pattern.n > 0 && pattern.p[0] != '?' && pattern.p[0] != '~' &&
                        pattern.p[0] != '|');
        for (size_t choice = 0; choice < 3; choice++) {
            struct buf text = {0};
            write_example(&text, pattern, choice);
            find(table, buf_view(&text));
            bool whole = false;
            for (size_t i = 0; i < marks.count; i++)
                whole = whole ||
                        (marks.items[i].first == 0 && marks.items[i].last + 1u == sentence.count);
            if (!whole) {
                print_error("%.*s: \"%s\" is not found\n", (int)line.n, line.p, text.p);
                dead++;
            }
            buf_free(&text);
        }
    }
    phrase_table_free(table);
    expect_true("there are rows", rows > 100);
    expect_number("examples not found", dead, 0);
}

static void patterns_are_read_as_the_head_says(void **state)
{
    struct phrase_table *table = phrase_table_new();
    static const struct {
        const char *text;
        enum phrase_kind kind;
        int first, last; /* -1: not found */
    } rows[] = {
        {"High school diploma", PHRASE_HIGH_SCHOOL, 0, 2},
        {"A graduate from an old Alder County high school", PHRASE_HIGH_SCHOOL, 1, 8},
        {"High schools teach", PHRASE_HIGH_SCHOOL, -1, -1},
        {"MS in botany", PHRASE_MASTER, 0, 1},
        {"Ms in botany", PHRASE_MASTER, -1, -1},
        {"It is substituted here", PHRASE_SUBSTITUTE, 2, 2},
        {"in lieu of; in lieu of", PHRASE_LIEU, 0, 2},
        {"", PHRASE_LIEU, -1, -1},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        find(table, str_of(rows[i].text));
        const struct phrase_mark *mark = phrase_next(&marks, rows[i].kind, 0);
        expect_number(rows[i].text, mark != NULL ? mark->first : -1, rows[i].first);
        expect_number(rows[i].text, mark != NULL ? mark->last : -1, rows[i].last);
    }
    find(table, STR("in lieu of; in lieu of"));
    const struct phrase_mark *second = phrase_next(&marks, PHRASE_LIEU, 1);
    expect_true("the second", second != NULL && second->first == 3);
    expect_true("the last before it", phrase_last(&marks, PHRASE_LIEU, 3) != NULL &&
                                          phrase_last(&marks, PHRASE_LIEU, 3)->first == 0);
    expect_true("one covers a word", phrase_at(&marks, PHRASE_LIEU, 4) == second);
    phrase_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(every_row_matches_what_it_says),
        world_test(patterns_are_read_as_the_head_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
