/* The query language: text that was pasted. */

#include "query_tree.h"

#include "base/utf8.h"
#include "search/query_text.h"

static void alike_is_the_same(void **state)
{
    static const struct tree_case cases[] = {
        /* Quotation marks. */
        {"\xe2\x80\x9c"
         "a b\xe2\x80\x9d",
         "\"a b\""},
        {"\xe2\x80\x9f"
         "a b\xe2\x80\xb3",
         "\"a b\""},
        {"\xe2\x80\xb3"
         "pipe 6\xe2\x80\xb3 x",
         "\"pipe 6\" x"},
        {"6\xe2\x80\xb3 pipe x", "6 pipe x"}, /* inches */
        {"licensure:\xe2\x80\x9c"
         "a b\xe2\x80\x9d",
         "(licensure \"a b\")"},
        /* Apostrophes and primes. */
        {"driver\xe2\x80\xb2s driver\xe2\x80\x98s driver`s driver\xc2\xb4s",
         "driver driver driver driver"},
        {"education>=bachelor\xe2\x80\x99s", "(education 4 6)"},
        /* Hyphens, dashes and minus signs. */
        {"full\xe2\x80\x90time full\xe2\x80\x91time", "\"full time\" \"full time\""},
        {"a \xe2\x88\x92"
         "b \xe2\x80\x93"
         "c \xe2\x80\x91"
         "d",
         "a (not b) (not c) (not d)"},
        {"a \xe2\x80\x94 b \xe2\x80\x94"
         "c",
         "a b c"},
        {"revised:2023\xe2\x80\x91"
         "06",
         "(revised 20230601 20230630)"},
        /* Blanks and ends of lines. */
        {"a\tOR\r\nb", "(or a b)"},
        {"a\xc2\xa0OR\xe2\x80\xafOR1\xe2\x80\x89/5\xe3\x80\x80"
         "b",
         "(/5 (or a or1) b)"},
        {"a\xe2\x80\xa8NOT\xe2\x80\xa9"
         "b",
         "a (not b)"},
        /* Bullets and ellipses. */
        {"\xe2\x80\xa2 boats \xe2\x97\x8f skies\xe2\x80\xa6 \xe2\x9c\x93", "boats/boat skies/sky"},
        {"1. a \xc2\xb7 b", "1 a b"},
        {"\xe2\x80\xa6"
         "a b\xe2\x80\xa6",
         "a b"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void what_cannot_be_seen_goes(void **state)
{
    static const struct tree_case cases[] = {
        {"\xef\xbb\xbflicensure:x", "(licensure x)"},
        {"\xe2\x80\x8b\"a b\"\xe2\x80\x8b OR\xe2\x80\x8b c", "(or \"a b\" c)"},
        {"licensure:\xe2\x80\x8bx", "(licensure x)"},
        {"\xe2\x80\x8e-a\xe2\x80\x8f \xe2\x80\xaa(b OR c)\xe2\x80\xac", "(not a) (or b c)"},
        {"experience\xe2\x81\xa0>=\xe2\x80\x8b"
         "5y",
         "(experience 60 2147483647)"},
        {"experi\xc2\xad"
         "ence>=5y",
         "(experience 60 2147483647)"},
        {"man\xef\xbb\xbf"
         "ag*",
         "manag*"},
        /* A sign of its own with a variation selector, which is a mark: no word. */
        {"\xe2\x9c\x94\xef\xb8\x8f boats", "boats/boat"},
        /* Between letters it parts them, as it does in documents. */
        {"ab\xe2\x80\x8b"
         "cd",
         "ab cd"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* Positions count what was typed, whatever became of it. */
static void places_are_those_typed(void **state)
{
    const struct query_node *root = parse_ok(*state, STR("\xef\xbb\xbf"
                                                         "a\xe2\x80\x8b \xe2\x80\x9c"
                                                         "b c\xe2\x80\x9d experience\xe2\x89\xa5"
                                                         "5y d"));

    expect_number("word", root->children[0]->position, 2);
    expect_number("phrase", root->children[1]->position, 5);
    expect_number("comparison", root->children[2]->position, 11);
    expect_number("last", root->children[3]->position, 25);

    static const struct error_case cases[] = {
        {BYTES("\xe2\x80\x8b\xe2\x80\x8b"
               "foo:x"),
         3, "foo"},
        {BYTES("\xc2\xad\xe2\x80\x8b\xe2\x80\x9c"
               "abc"),
         3, "quotation"},
        {BYTES("experience\xe2\x89\xa5"
               "x"),
         12, "years"},
    };
    expect_errors(*state, cases, COUNT_OF(cases));
}

/* Plain text has a place for each of its bytes, the end included, and they never go back. */
static void every_byte_has_a_place(void **state)
{
    static const char *const pieces[] = {
        "a",  " ",        "\xe2\x80\x8b", "\xe2\x80\x9c", "5",
        "\"", "\xc2\xad", "\xe2\x89\xa5", "\xe2\x80\xb3", "\xc3\xa9"};
    struct support_random random = random_start("places");
    const struct world *world = *state;

    for (int round = 0; round < 1000; round++) {
        struct query_text text;
        struct buf typed = {0};
        for (uint32_t n = random_below(&random, 12); n > 0; n--)
            buf_text(&typed, pieces[random_below(&random, COUNT_OF(pieces))]);
        query_text_make(&text, buf_view(&typed), world->arena);
        expect_true(buf_view(&typed).p, text.plain.n <= typed.n && utf8_valid(text.plain));
        int last = (int)utf8_length(buf_view(&typed)) + 1, place = 1;
        for (size_t i = 0; i <= text.plain.n; i++) {
            int next = query_position(&text, text.plain.p + i);
            expect_true(buf_view(&typed).p, next >= place && next <= last);
            place = next;
        }
        expect_number(buf_view(&typed).p, place, last);
        buf_free(&typed);
        arena_clear(world->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(alike_is_the_same),
        world_test(what_cannot_be_seen_goes),
        world_test(places_are_those_typed),
        world_test(every_byte_has_a_place),
    };
    return cmocka_run_group_tests_name("query_text", tests, make_stemmer, free_stemmer);
}
