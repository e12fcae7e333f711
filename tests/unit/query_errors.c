/* The query language of lib/search: what is refused, where, and why. */

#include "query_tree.h"

static void errors_say_where(void **state)
{
    static const struct error_case cases[] = {
        {BYTES("\"abc"), 1, "quotation"},
        {BYTES("\xc3\xa9\xe2\x82\xac \"abc"), 4, "quotation"},
        {BYTES("x y\""), 4, "quotation"},
        {BYTES("\"a\" \"b"), 5, "quotation"},
        {BYTES("\xe2\x80\x9c"
               "abc"),
         1, "quotation"},
        {BYTES("duties:\"abc"), 8, "quotation"},
        {BYTES("foo:bar"), 1, "foo"},
        {BYTES("\xc3\xa9 x foo:bar"), 5, "licensure"}, /* names the scopes there are */
        {BYTES("foo:\"bar baz\""), 1, "foo"},
        {BYTES("licences:cjis"), 1, "licences"},
        {BYTES("!!!"), 1, "word"},
        {BYTES("\"\""), 1, "word"},
        {BYTES("\" - \""), 1, "word"},
        {BYTES("duties:\"\""), 0, "word"},
        {BYTES("duties:..."), 0, "word"},
        {BYTES("title:..."), 7, "title: has no word"},
        {BYTES("x title:\"\""), 9, "title: has no word"},
        {BYTES("code:\"\""), 6, "code: has no word"},
        {BYTES("\xc3\xa9 -code:\" \""), 9, "code: has no word"},
        {BYTES("agency:\"\" x"), 8, "agency: has no word"},
        {BYTES("a\0b"), 0, NULL},
        {BYTES("\0"), 0, NULL},
        {BYTES("a \xff"), 0, "UTF-8"},
        {BYTES("\xed\xa0\x80"), 0, "UTF-8"},
        {BYTES("x\x1b:y"), -1, NULL},
        /* Operators want something on both sides. */
        {BYTES("OR x"), 1, "OR needs a word on both sides; quote it"},
        {BYTES("x OR"), 3, "OR needs"},
        {BYTES("x OR OR y"), 3, "OR needs"},
        {BYTES("x OR /5 y"), 3, "OR needs"},
        {BYTES("x OR ()"), 3, "OR needs"},
        {BYTES("x OR ..."), 3, "OR needs"},
        {BYTES("(OR x)"), 2, "OR needs"},
        {BYTES("(x OR) y"), 4, "OR needs"},
        {BYTES("\xc3\xa9 (x OR) y"), 6, "OR needs"},
        {BYTES("AND x"), 1, "AND needs"},
        {BYTES("x AND"), 3, "AND needs"},
        {BYTES("x AND AND y"), 7, "AND needs"},
        {BYTES("(x AND) y"), 4, "AND needs"},
        {BYTES("x AND OR y"), 7, "OR needs"},
        {BYTES("x /5"), 3, "/5 needs"},
        {BYTES("/s x"), 1, "/s needs"},
        {BYTES("x /p"), 3, "/p needs"},
        {BYTES("x /5 /5 y"), 3, "/5 needs"},
        {BYTES("(x /5) y"), 4, "/5 needs"},
        {BYTES("x NOT"), 3, "NOT needs a word behind it"},
        {BYTES("NOT OR x"), 1, "NOT needs"},
        {BYTES("NOT ()"), 1, "NOT needs"},
        {BYTES("()"), 1, "no word"},
        {BYTES("-\"\""), 1, "no word"},
        /* NOT stands outside of OR, of proximity, and of NOT. */
        {BYTES("a OR -b"), 6, "under OR"},
        {BYTES("NOT a OR b"), 1, "under OR"},
        {BYTES("(a -b) OR c"), 4, "under OR"},
        {BYTES("a OR duties:(b NOT c)"), 16, "under OR"},
        {BYTES("a /5 -b"), 6, "beside /5"},
        {BYTES("NOT a /s b"), 1, "beside /s"},
        {BYTES("NOT NOT a"), 5, "another"},
        {BYTES("NOT -a"), 5, "another"},
        {BYTES("-(a -b)"), 5, "another"},
        /* Proximity is of words. */
        {BYTES("(a b) /5 c"), 1, "beside /5"},
        {BYTES("c /5 (a b)"), 6, "beside /5"},
        {BYTES("c /5 a/b"), 6, "beside /5"},
        {BYTES("a /5 (b OR (c d))"), 12, "beside /5"},
        {BYTES("a /5 (b OR (c /s d))"), 12, "beside /5"},
        {BYTES("a /5 duties:b"), 6, "beside /5"},
        {BYTES("a /5 (b OR duties:c)"), 12, "beside /5"},
        {BYTES("title:a /s b"), 1, "beside /s"},
        {BYTES("a /0 b"), 3, "/100"},
        {BYTES("a /101 b"), 3, "/100"},
        {BYTES("a /99999999999999999999 b"), 3, "/100"},
        /* Stars. */
        {BYTES("ab*"), 3, "3 letters"},
        {BYTES("a\xc2\xad"
               "b*"),
         4, "3 letters"},
        {BYTES("*abc"), 1, "star"},
        {BYTES("man*ger"), 4, "star"},
        {BYTES("abc**"), 5, "star"},
        {BYTES("full-tim*"), 9, "single word"},
        {BYTES("full*-time"), 5, "single word"},
        {BYTES("driver's*"), 9, "single word"},
        {BYTES("abc,*"), 5, "star"},
        {BYTES("-*abc"), 2, "star"},
        {BYTES("\"abc\"*"), 6, "star"},
        {BYTES("duties:*"), 8, "star"},
        {BYTES("title:abc*"), 10, "star"},
        {BYTES("agency:abc*"), 11, "star"},
        {BYTES("code:abc*"), 9, "star"},
        /* Brackets. */
        {BYTES("(a"), 1, "bracket"},
        {BYTES("a ((b) c"), 3, "bracket"},
        {BYTES("a -(b"), 4, "bracket"},
        {BYTES("duties:(a"), 8, "bracket"},
        /* Scopes. */
        {BYTES("title:(a b)"), 7, "quotation marks"},
        {BYTES("(x title:)"), 10, "title: has no word"},
        {BYTES("(foo:bar)"), 2, "foo"},
        {BYTES("-foo:bar"), 2, "foo"},
    };

    expect_errors(*state, cases, COUNT_OF(cases));
}

/* `count` times `piece` between the two others. */
static struct str made_of(struct buf *out, const char *before, const char *piece, size_t count,
                          const char *behind)
{
    out->n = 0;
    buf_text(out, before);
    for (size_t i = 0; i < count; i++)
        buf_text(out, piece);
    buf_text(out, behind);
    return buf_view(out);
}

static void queries_have_limits(void **state)
{
    static const struct {
        const char *label, *before, *piece;
        size_t count;
        const char *behind;
        enum err_code code;
    } cases[] = {
        {"longest", "", "x", QUERY_BYTES_MAX, "", ERR_OK},
        {"too long", "", "x", QUERY_BYTES_MAX + 1, "", ERR_LIMIT},
        {"too long, and blank", "", " ", QUERY_BYTES_MAX + 1, "", ERR_LIMIT},
        {"parts", "", "x ", QUERY_PARTS_MAX, "", ERR_OK},
        {"too many parts", "", "x ", QUERY_PARTS_MAX + 1, "", ERR_LIMIT},
        {"too many scoped parts", "duties:", "x/", QUERY_PARTS_MAX + 1, "", ERR_LIMIT},
        {"too many fields", "", "agency:x ", QUERY_PARTS_MAX + 1, "", ERR_LIMIT},
        {"too many parts in groups", "", "(a OR b) ", QUERY_PARTS_MAX / 2 + 1, "", ERR_LIMIT},
        {"too many excluded parts", "", "-a ", QUERY_PARTS_MAX + 1, "", ERR_LIMIT},
        {"alternatives", "x", " OR x", QUERY_PARTS_MAX - 1, "", ERR_OK},
        {"proximities", "x", " /5 x", QUERY_DEPTH_MAX - 2, "", ERR_OK},
        {"too many proximities", "x", " /5 x", QUERY_DEPTH_MAX - 1, "", ERR_LIMIT},
        {"too many brackets", "", "(", QUERY_DEPTH_MAX + 1, "", ERR_LIMIT},
        {"nothing but brackets", "x ", "() ", QUERY_BYTES_MAX / 3 - 1, "", ERR_OK},
        {"words", "\"", "x ", QUERY_WORDS_MAX, "\"", ERR_OK},
        {"too many words", "\"", "x ", QUERY_WORDS_MAX + 1, "\"", ERR_LIMIT},
        {"too many words in a title", "title:\"", "x ", QUERY_WORDS_MAX + 1, "\"", ERR_LIMIT},
        {"too many joined words", "", "x-", QUERY_WORDS_MAX + 1, "", ERR_LIMIT},
        {"words in phrases", "", "\"a b c d e\" ", QUERY_WORDS_MAX / 5 + 1, "", ERR_LIMIT},
    };
    const struct world *world = *state;
    struct buf text = {0};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct query_node *root = NULL;
        struct err err;
        struct str query =
            made_of(&text, cases[i].before, cases[i].piece, cases[i].count, cases[i].behind);
        enum err_code code = query_parse(&root, query, stemmer, world->arena, &err);
        expect_number(cases[i].label, code, cases[i].code);
        if (code != ERR_OK)
            expect_error(cases[i].label, code, ERR_LIMIT, &err, NULL);
        else
            expect_true(cases[i].label, query_leaf_count(root) <= QUERY_PARTS_MAX);
    }
    buf_free(&text);
}

static void brackets_have_a_depth(void **state)
{
    const struct world *world = *state;

    for (size_t depth = QUERY_DEPTH_MAX; depth <= QUERY_DEPTH_MAX + 1; depth++) {
        struct query_node *root = NULL;
        struct buf text = {0};
        struct err err;
        for (size_t i = 0; i < depth; i++)
            buf_char(&text, '(');
        buf_char(&text, 'x');
        for (size_t i = 0; i < depth; i++)
            buf_char(&text, ')');
        enum err_code code = query_parse(&root, buf_view(&text), stemmer, world->arena, &err);
        expect_number("brackets", code, depth <= QUERY_DEPTH_MAX ? ERR_OK : ERR_LIMIT);
        if (code != ERR_OK)
            expect_number("position", err.position, QUERY_DEPTH_MAX + 1);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(errors_say_where),
        world_test(queries_have_limits),
        world_test(brackets_have_a_depth),
    };
    return cmocka_run_group_tests_name("query_errors", tests, make_stemmer, free_stemmer);
}
