/* The query language of lib/search: texts to trees, and the errors that say where. */

#include "support.h"

#include "base/utf8.h"
#include "search/query.h"
#include "search/token.h"

static struct stemmer *stemmer;

static int make_stemmer(void **state)
{
    (void)state;
    return stemmer_new(&stemmer, NULL) == ERR_OK ? 0 : -1;
}

static int free_stemmer(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

/* "word:manages/manag", "phrase:matrix,manages", "kind:duties(word:x/x)", "agency:Port Ferris". */
static const char *node_text(struct arena *arena, const struct query_node *node)
{
    static const char *const names[] = {
        [QUERY_AND] = "and",   [QUERY_WORD] = "word",   [QUERY_PHRASE] = "phrase",
        [QUERY_KIND] = "kind", [QUERY_TITLE] = "title", [QUERY_AGENCY] = "agency",
        [QUERY_CODE] = "code"};
    const char *out = arena_printf(arena, "%s:", names[node->type]);
    bool stems = node->type == QUERY_WORD || node->type == QUERY_TITLE;

    for (size_t i = 0; i < node->word_count; i++)
        out = arena_printf(arena, "%s%s%.*s%s%.*s", out, i > 0 ? "," : "", (int)node->words[i].n,
                           node->words[i].p, stems ? "/" : "", stems ? (int)node->stems[i].n : 0,
                           stems ? node->stems[i].p : "");
    if (node->type == QUERY_AGENCY || node->type == QUERY_CODE)
        out = arena_printf(arena, "%s%.*s", out, (int)node->value.n, node->value.p);
    if (node->type == QUERY_KIND) {
        assert_int_equal(node->child_count, 1);
        assert_int_not_equal(node->children[0]->type, QUERY_KIND);
        out = arena_printf(arena, "%s%s", out, kind_name(node->kind));
    }
    return out;
}

/* All parts of a tree, parted by blanks. */
static const char *tree_text(struct arena *arena, const struct query_node *root)
{
    const char *out = "";

    assert_int_equal(root->type, QUERY_AND);
    for (size_t i = 0; i < root->child_count; i++) {
        const struct query_node *child = root->children[i];
        out = arena_printf(arena, "%s%s%s", out, i > 0 ? " " : "", node_text(arena, child));
        if (child->type == QUERY_KIND)
            out = arena_printf(arena, "%s(%s)", out, node_text(arena, child->children[0]));
    }
    return out;
}

static struct query_node *parse_ok(const struct world *world, struct str text)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(text.n > 0 ? text.p : "empty", query_parse(&root, text, stemmer, world->arena, &err),
              &err);
    return root;
}

struct tree_case {
    const char *query, *tree;
};

static void expect_trees(const struct world *world, const struct tree_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_text(cases[i].query,
                    str_of(tree_text(world->arena, parse_ok(world, str_of(cases[i].query)))),
                    cases[i].tree);
}

static void words_and_phrases(void **state)
{
    static const struct tree_case cases[] = {
        {"", ""},
        {" \t\n\xc2\xa0 ", ""},
        {"CJIS clearance", "word:cjis/cjis word:clearance/clearanc"},
        {"the of and its", "word:the/the word:of/of word:and/and word:its/its"},
        {"  Boats\xc2\xa0skies ", "word:boats/boat word:skies/sky"},
        {"(boats), skies;", "word:boats/boat word:skies/sky"},
        {"-- boats !!", "word:boats/boat"},
        {"\xc3\x89T\xc3\x89", "word:\xc3\xa9t\xc3\xa9/\xc3\xa9t\xc3\xa9"},
        {"super\xc2\xadvise", "word:supervise/supervis"},
        {"\"matrix manages\"", "phrase:matrix,manages"},
        {"\"Matrix -- MANAGES!\"", "phrase:matrix,manages"},
        {"\"manages\"", "phrase:manages"},
        {"\xe2\x80\x9cmatrix manages\xe2\x80\x9d", "phrase:matrix,manages"},
        {"\xe2\x80\x9ematrix manages\xe2\x80\x9c", "phrase:matrix,manages"},
        {"\xc2\xabmatrix manages\xc2\xbb", "phrase:matrix,manages"},
        {"ab\"cd ef\"gh", "word:ab/ab phrase:cd,ef word:gh/gh"},
        {"\"\" boats", "word:boats/boat"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* Parts of one written word are a phrase. */
static void joined_words_are_phrases(void **state)
{
    static const struct tree_case cases[] = {
        {"full-time", "phrase:full,time"},
        {"Full-Time.", "phrase:full,time"},
        {"part-time/full-time", "phrase:part,time phrase:full,time"},
        {"49,005", "phrase:49,005"},
        {"3.5", "phrase:3,5"},
        {"U.S.", "phrase:u,s"},
        {"full,time", "word:full/full word:time/time"},
        {"and/or", "word:and/and word:or/or"},
        {"boats-", "word:boats/boat"},
        {"don't", "phrase:don,t"},
        {"driver's", "word:driver/driver"},
        {"driver\xe2\x80\x99s", "word:driver/driver"},
        {"\"driver's\"", "phrase:driver,s"},
        {"\"driver's licence\"", "phrase:driver,s,licence"},
        {"driver's-licence", "phrase:driver,s,licence"},
        {"9:30", "word:9/9 word:30/30"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void scopes(void **state)
{
    static const struct tree_case cases[] = {
        {"licensure:CJIS", "kind:licensure(word:cjis/cjis)"},
        {"Licensure:boats skies", "kind:licensure(word:boats/boat) word:skies/sky"},
        {"ksa:boats", "kind:knowledge_skills_abilities(word:boats/boat)"},
        {"background:boats", "kind:background_check(word:boats/boat)"},
        {"duties:\"matrix manages\"", "kind:duties(phrase:matrix,manages)"},
        {"duties:\xe2\x80\x9cmatrix manages\xe2\x80\x9d", "kind:duties(phrase:matrix,manages)"},
        {"duties:full-time", "kind:duties(phrase:full,time)"},
        {"duties:a/b", "kind:duties(word:a/a) kind:duties(word:b/b)"},
        {"duties:a duties:\"b c\"", "kind:duties(word:a/a) kind:duties(phrase:b,c)"},
        {"title:manager", "title:manager/manag"},
        {"title:\"project manager's\"", "title:project/project,manager/manag"},
        {"agency:denver", "agency:denver"},
        {"AGENCY:\"Port Ferris\"", "agency:Port Ferris"},
        {"code:CI2421", "code:CI2421"},
        {"agency:a boats code:7", "agency:a word:boats/boat code:7"},
        /* Nothing right behind the colon: words as they stand. */
        {"duties: boats", "word:duties/duti word:boats/boat"},
        {"duties:\xc2\xa0"
         "boats",
         "word:duties/duti word:boats/boat"},
        {"duties:", "word:duties/duti"},
        {"unheard: boats", "word:unheard/unheard word:boats/boat"},
        {"a:b", "word:a/a word:b/b"},
        {"http://boats", "word:http/http word:boats/boat"},
        {"\"duties:boats\"", "phrase:duties,boats"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void nodes_know_their_place(void **state)
{
    static const char query[] = "\xc3\xa9t\xc3\xa9 \"b c\" duties:x title:y agency:z q-r";
    static const int positions[] = {1, 5, 11, 20, 28, 37};
    const struct query_node *root = parse_ok(*state, STR(query));

    expect_number("parts", root->child_count, COUNT_OF(positions));
    for (size_t i = 0; i < COUNT_OF(positions); i++)
        expect_number("position", root->children[i]->position, positions[i]);
}

static void leaves_in_the_querys_order(void **state)
{
    const struct query_node *leaves[QUERY_PARTS_MAX];
    const struct query_node *root =
        parse_ok(*state, STR("agency:z one title:y \"two three\" duties:four code:x"));

    expect_number("leaves", query_leaf_count(root), 3);
    query_leaves(leaves, root);
    expect_text("first", leaves[0]->words[0], "one");
    expect_text("second", leaves[1]->words[1], "three");
    expect_text("third", leaves[2]->words[0], "four");
    expect_number("no leaf", query_leaf_count(parse_ok(*state, STR("agency:z title:y"))), 0);
}

static void errors_say_where(void **state)
{
    static const struct {
        struct str query;
        int position; /* 0: anywhere, or nowhere */
        const char *word;
    } cases[] = {
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
        {BYTES("licence:cjis"), 1, "licence"},
        {BYTES("!!!"), 1, "word"},
        {BYTES("\"\""), 1, "word"},
        {BYTES("\" - \""), 1, "word"},
        {BYTES("duties:\"\""), 0, "word"},
        {BYTES("duties:..."), 0, "word"},
        {BYTES("title:..."), 0, "word"},
        {BYTES("a\0b"), 0, NULL},
        {BYTES("\0"), 0, NULL},
        {BYTES("a \xff"), 0, "UTF-8"},
        {BYTES("\xed\xa0\x80"), 0, "UTF-8"},
        {BYTES("x\x1b:y"), -1, NULL},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct query_node *root = NULL;
        struct err err = {.position = 0};
        enum err_code code = query_parse(&root, cases[i].query, stemmer, world->arena, &err);
        if (cases[i].position < 0)
            continue; /* any answer will do but a crash */
        expect_error(cases[i].query.p, code, ERR_USAGE, &err, cases[i].word);
        expect_printable(cases[i].query.p, err.text);
        if (cases[i].position > 0)
            expect_number(cases[i].query.p, err.position, cases[i].position);
    }
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

static bool no_query_is_empty(void *data)
{
    struct query_node *root = NULL;
    const struct world *world = data;

    return query_parse(&root, (struct str){NULL, 0}, stemmer, world->arena, NULL) == ERR_OK &&
           root->child_count == 0;
}

/* search.h: an empty query asks for every section; a str of no bytes may have no pointer. */
static void no_bytes_are_an_empty_query(void **state)
{
    expect_true("empty", support_survives(no_query_is_empty, *state));
}

/* The words of the tree are those of the text, in order; but a possessive is left off unless the
 * word before it is within a phrase, which it then belongs to. */
static void expect_all_words(const struct query_node *root, struct str text)
{
    struct tokenizer tokens;
    size_t part = 0, word = 0;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        if (tokens.possessive && word == 0)
            continue;
        expect_true(text.p, part < root->child_count);
        expect_true(text.p, str_eq(root->children[part]->words[word], buf_view(&tokens.word)));
        if (++word == root->children[part]->word_count) {
            word = 0;
            part++;
        }
    }
    tokenizer_free(&tokens);
    expect_number(text.p, part, root->child_count);
}

static void random_queries_parse_or_say_why(void **state)
{
    static const char *const pieces[] = {"a",        "Boats",       "s",
                                         "9",        "'",           "\xe2\x80\x99",
                                         "-",        ".",           ",",
                                         " ",        " ",           "/",
                                         "\xc3\x89", "_",           "@",
                                         "\xc2\xa0", "\xc2\xad", /* those below scope and quote */
                                         "\"",       "duties:",     "title:",
                                         "x:",       "\xe2\x80\x9c"};
    enum { PLAIN = 17 };
    struct support_random random = random_start("queries");
    const struct world *world = *state;

    for (int round = 0; round < 2000; round++) {
        struct query_node *root = NULL;
        struct buf text = {0};
        struct err err;
        bool plain = round % 2 == 0;
        for (uint32_t n = random_below(&random, 16); n > 0; n--)
            buf_text(&text, pieces[random_below(&random, plain ? PLAIN : COUNT_OF(pieces))]);
        enum err_code code = query_parse(&root, buf_view(&text), stemmer, world->arena, &err);
        if (code != ERR_OK) {
            expect_true(text.p, code == ERR_USAGE && err.position >= 0);
            expect_true(text.p, (size_t)err.position <= utf8_length(buf_view(&text)) + 1);
        } else {
            for (size_t i = 0; i < root->child_count; i++)
                expect_true(text.p, root->children[i]->word_count > 0 ||
                                        root->children[i]->child_count == 1);
            if (plain)
                expect_all_words(root, buf_view(&text));
        }
        buf_free(&text);
        arena_clear(world->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(words_and_phrases),
        world_test(joined_words_are_phrases),
        world_test(scopes),
        world_test(nodes_know_their_place),
        world_test(leaves_in_the_querys_order),
        world_test(errors_say_where),
        world_test(queries_have_limits),
        world_test(no_bytes_are_an_empty_query),
        world_test(random_queries_parse_or_say_why),
    };
    return cmocka_run_group_tests_name("query", tests, make_stemmer, free_stemmer);
}
