/* The query language of lib/search: texts to trees. */

#include "query_tree.h"

#include "base/utf8.h"
#include "search/token.h"

static void words_and_phrases(void **state)
{
    static const struct tree_case cases[] = {
        {"", ""},
        {" \t\n\xc2\xa0 ", ""},
        {"CJIS clearance", "cjis clearance/clearanc"},
        {"the of and its", "the of and its"},
        {"  Boats\xc2\xa0skies ", "boats/boat skies/sky"},
        {"(boats), skies;", "boats/boat skies/sky"},
        {"-- boats !!", "boats/boat"},
        {"\xc3\x89T\xc3\x89", "\xc3\xa9t\xc3\xa9"},
        {"super\xc2\xadvise", "supervise/supervis"},
        {"\"matrix manages\"", "\"matrix manages\""},
        {"\"Matrix -- MANAGES!\"", "\"matrix manages\""},
        {"\"manages\"", "\"manages\""},
        {"\xe2\x80\x9cmatrix manages\xe2\x80\x9d", "\"matrix manages\""},
        {"\xe2\x80\x9ematrix manages\xe2\x80\x9c", "\"matrix manages\""},
        {"\xc2\xabmatrix manages\xc2\xbb", "\"matrix manages\""},
        {"ab\"cd ef\"gh", "ab \"cd ef\" gh"},
        {"\"\" boats", "boats/boat"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* Parts of one written word are a phrase. */
static void joined_words_are_phrases(void **state)
{
    static const struct tree_case cases[] = {
        {"full-time", "\"full time\""},
        {"Full-Time.", "\"full time\""},
        {"part-time/full-time", "\"part time\" \"full time\""},
        {"49,005", "\"49 005\""},
        {"3.5", "\"3 5\""},
        {"U.S.", "\"u s\""},
        {"full,time", "full time"},
        {"and/or", "and or"},
        {"boats-", "boats/boat"},
        {"don't", "\"don t\""},
        {"driver's", "driver"},
        {"driver\xe2\x80\x99s", "driver"},
        {"\"driver's\"", "\"driver s\""},
        {"\"driver's licence\"", "\"driver s licence\""},
        {"driver's-licence", "\"driver s licence\""},
        {"9:30", "9 30"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void scopes(void **state)
{
    static const struct tree_case cases[] = {
        {"licensure:CJIS", "(licensure cjis)"},
        {"Licensure:boats skies", "(licensure boats/boat) skies/sky"},
        {"ksa:boats", "(knowledge_skills_abilities boats/boat)"},
        {"background:boats", "(background_check boats/boat)"},
        {"duties:\"matrix manages\"", "(duties \"matrix manages\")"},
        {"duties:\xe2\x80\x9cmatrix manages\xe2\x80\x9d", "(duties \"matrix manages\")"},
        {"duties:full-time", "(duties \"full time\")"},
        {"duties:a/b", "(duties a) (duties b)"},
        {"duties:a duties:\"b c\"", "(duties a) (duties \"b c\")"},
        {"title:manager", "(title manager/manag)"},
        {"title:\"project manager's\"", "(title project manager/manag)"},
        {"agency:denver", "(agency denver)"},
        {"AGENCY:\"Port Ferris\"", "(agency port ferris)"},
        {"code:CI2421", "(code ci2421)"},
        {"agency:a boats code:7", "(agency a) boats/boat (code 7)"},
        /* Nothing right behind the colon: words as they stand. */
        {"duties: boats", "duties/duti boats/boat"},
        {"duties:\xc2\xa0"
         "boats",
         "duties/duti boats/boat"},
        {"duties:", "duties/duti"},
        {"unheard: boats", "unheard boats/boat"},
        {"duties:title:x", "(duties title/titl) (duties x)"},
        {"agency:code:x", "(agency code x)"},
        {"a:b", "a b"},
        {"http://boats", "http boats/boat"},
        {"\"duties:boats\"", "\"duties boats\""},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* Words alone are short here, and their own stems. */
static void operators(void **state)
{
    static const struct tree_case cases[] = {
        {"a OR b", "(or a b)"},
        {"a b OR c", "a (or b c)"},
        {"a OR b OR c d", "(or a b c) d"},
        {"(a b) OR c", "(or (and a b) c)"},
        {"(a OR b) OR (c OR d)", "(or a b c d)"},
        {"a OR (b (c OR d))", "(or a (and b (or c d)))"},
        {"(a b) (c (d e))", "a b c d e"},
        {"a AND b AND c", "a b c"},
        {"a and b or c not d", "a and b or c not d"},
        {"\"OR\" a \"NOT\"", "\"or\" a \"not\""},
        {"ORE aOR OR-b NOTE", "ore aor \"or b\" note"},
        {"\"a b\"OR\"c d\"", "(or \"a b\" \"c d\")"},
        {"(a b)OR(c d)", "(or (and a b) (and c d))"},
        {"a OR b-c", "(or a \"b c\")"},
        {"a OR b/c", "(or a (and b c))"}, /* no blank binds like brackets */
        {"a OR , b", "(or a b)"},
        {"a OR () b", "(or a b)"},
        {"duties:OR a", "(duties or) a"},
        {"duties:a OR b", "(or (duties a) b)"},
        {"a -b", "a (not b)"},
        {"-a -b", "(not a) (not b)"},
        {"a NOT b c", "a (not b) c"},
        {"a AND NOT b", "a (not b)"},
        {"NOT(a b)", "(not (and a b))"},
        {"-(a OR b)", "(not (or a b))"},
        {"(a -b)", "a (not b)"},
        {"-\"a b\" -c-d", "(not \"a b\") (not \"c d\")"},
        {"-a/b", "(not (and a b))"},
        {"-abc*", "(not abc*)"},
        {"-duties:a -agency:x NOT title:b", "(not (duties a)) (not (agency x)) (not (title b))"},
        {"\xe2\x80\x93 a \xe2\x80\x93"
         "b \xe2\x88\x92"
         "c",
         "a (not b) (not c)"},
        {"- a --b a- -,c -\"\" d", "a b a c d"},
        {"NOT - a", "(not a)"},
        {"-OR -NOT", "(not or) (not not)"},
        {"duties:-a", "(duties a)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void proximity(void **state)
{
    static const struct tree_case cases[] = {
        {"a /5 b", "(/5 a b)"},
        {"a /1 b", "(/1 a b)"},
        {"a /100 b", "(/100 a b)"},
        {"a /s b", "(/s a b)"},
        {"a /S b /P c", "(/p (/s a b) c)"},
        {"a b /5 c d", "a (/5 b c) d"},
        {"a OR b /5 c OR d", "(/5 (or a b) (or c d))"},
        {"a /5 b /3 c", "(/3 (/5 a b) c)"},
        {"a /5 (b /3 c)", "(/5 a (/3 b c))"},
        {"a /p b /s c /5 d", "(/p a (/s b (/5 c d)))"},
        {"a /5 b /s c /p d /p e", "(/p (/p (/s (/5 a b) c) d) e)"},
        {"a-b /5 \"c d\"", "(/5 \"a b\" \"c d\")"},
        {"abc* /5 d's", "(/5 abc* d)"},
        {"(a) /5 ((b OR c OR \"d e\"))", "(/5 a (or b c \"d e\"))"},
        {"(a /5 b) OR c", "(or (/5 a b) c)"},
        {"-(a /5 b)", "(not (/5 a b))"},
        {"duties:(a /5 b)", "(duties (/5 a b))"},
        {"a /5 , b", "(/5 a b)"},
        {"a/5 b", "a 5 b"},
        {"a /5b", "a 5b"},
        {"a /5/ b", "a 5 b"},
        {"5/7 and/or /x w/5", "5 7 and or x w 5"},
        {"a \"/5\" b", "a \"5\" b"},
        {"a / b", "a b"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void prefixes(void **state)
{
    static const struct tree_case cases[] = {
        {"Manag*", "manag*"},
        {"abc*, (def*); 123*", "abc* def* 123*"},
        {"abc*/def*", "abc* def*"},
        {"\xc3\x89t\xc3\xa9*", "\xc3\xa9t\xc3\xa9*"},
        {"duties:abc*", "(duties abc*)"},
        {"abc* OR def*", "(or abc* def*)"},
        {"* abc ** (*) def *", "abc def"},
        {"\"abc* def\" \"*\"", "\"abc def\""},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void groups(void **state)
{
    static const struct tree_case cases[] = {
        {"(a)", "a"},
        {"((a) (b))", "a b"},
        {"degree (or equivalent)", "degree/degre or equivalent/equival"},
        {"a) b) c", "a b c"},
        {"(a) b)", "a b"},
        {"class(es) f(x)", "class es f x"},
        {"(f(x) b) OR c", "(or (and f x b) c)"},
        {"\"a\"(b c", "\"a\" b c"},
        {"((a b) OR c)d", "(or (and a b) c) d"},
        {"(a b)(c OR d)", "a b (or c d)"},
        {"a () (()) b", "a b"},
        {"() a", "a"},
        {"duties:(a)", "(duties a)"},
        {"duties:(a b)", "(duties (and a b))"},
        {"duties:(a OR b -c)", "(duties (and (or a b) (not c)))"},
        {"duties:() a", "a"},
        {"(duties:a/b OR c)", "(or (and (duties a) (duties b)) c)"},
        {"(duties: a duties:)", "duties/duti a duties/duti"},
        {"-(duties:a)", "(not (duties a))"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* The s of a possessive has no stem, nor does one that may stand for it. */
static void phrases_have_stems(void **state)
{
    static const char *const stems[] = {"manag", "boat", "", ""};
    const struct query_node *root = parse_ok(*state, STR("\"Managing boats's s\""));
    const struct query_node *phrase = root->children[0];

    expect_number("words", phrase->word_count, COUNT_OF(stems));
    for (size_t i = 0; i < phrase->word_count; i++)
        expect_text("stem", phrase->stems[i], stems[i]);
    root = parse_ok(*state, STR("supervising-boats"));
    expect_text("joined", root->children[0]->stems[0], "supervis");
    expect_text("joined", root->children[0]->stems[1], "boat");
}

static void nodes_know_their_place(void **state)
{
    static const char query[] = "\xc3\xa9t\xc3\xa9 \"b c\" duties:x title:y agency:z q-r";
    static const int positions[] = {1, 5, 11, 20, 28, 37};
    const struct query_node *root = parse_ok(*state, STR(query));

    expect_number("parts", root->child_count, COUNT_OF(positions));
    for (size_t i = 0; i < COUNT_OF(positions); i++)
        expect_number("position", root->children[i]->position, positions[i]);

    root = parse_ok(*state, STR("\xc3\xa9 -b (c OR d) e OR f /5 g"));
    expect_number("not", root->children[1]->position, 3);
    expect_number("excluded", root->children[1]->children[0]->position, 4);
    expect_number("group", root->children[2]->position, 6);
    expect_number("near", root->children[3]->position, 15);
    expect_number("right", root->children[3]->children[1]->position, 25);
}

static void words_in_capitals_are_known(void **state)
{
    static const struct {
        const char *query;
        bool capitals;
    } cases[] = {{"IT", true},      {"CI2421", true}, {"it", false},  {"It", false},
                 {"A", false},      {"B18", false},   {"12", false},  {"\xc3\x89T\xc3\x89", true},
                 {"\"IT\"", false}, {"CJIS*", false}, {"I.T", false}, {"ITs", false}};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct query_node *root = parse_ok(world, str_of(cases[i].query));
        expect_number(cases[i].query, root->child_count, 1);
        expect_true(cases[i].query, root->children[0]->capitals == cases[i].capitals);
    }
}

static void leaves_outside_of_not_are_counted(void **state)
{
    static const struct {
        const char *query;
        size_t leaves;
    } cases[] = {
        {"", 0},
        {"agency:z title:y code:x", 0},
        {"-a -\"b c\"", 0},
        {"agency:z one title:y \"two three\" duties:four code:x", 3},
        {"-x abc* OR b (c /5 d) duties:(e -y) -(f g)", 5},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].query, query_leaf_count(parse_ok(*state, str_of(cases[i].query))),
                      cases[i].leaves);
}

static void parts_are_what_is_sought_at_the_top(void **state)
{
    static const struct {
        const char *query;
        size_t parts;
    } cases[] = {
        {"", 0},         {"a \"b c\" def*", 3},        {"a OR b c", 2},
        {"a /5 b c", 2}, {"duties:(a b) c", 2},        {"duties:a duties:(b OR c)", 2},
        {"(a b) c", 3},  {"-a b title:c agency:d", 1}, {"duties:(-a) b", 1},
        {"-a -b", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].query, query_part_count(parse_ok(*state, str_of(cases[i].query))),
                      cases[i].parts);
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

/* All leaves below a node, under NOT too, from left to right. */
static void all_leaves(const struct query_node *leaves[], size_t *count,
                       const struct query_node *node)
{
    if (node->word_count > 0)
        leaves[(*count)++] = node;
    for (size_t i = 0; i < node->child_count; i++)
        all_leaves(leaves, count, node->children[i]);
}

/* The words of the tree are those of the text, in order; but a possessive is left off unless the
 * word before it is within a phrase, which it then belongs to. */
static void expect_all_words(const struct query_node *root, struct str text)
{
    const struct query_node *leaves[QUERY_PARTS_MAX];
    struct tokenizer tokens;
    size_t count = 0, part = 0, word = 0;

    all_leaves(leaves, &count, root);
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        if (tokens.possessive && word == 0)
            continue;
        expect_true(text.p, part < count);
        expect_true(text.p, str_eq(leaves[part]->words[word], buf_view(&tokens.word)));
        if (++word == leaves[part]->word_count) {
            word = 0;
            part++;
        }
    }
    tokenizer_free(&tokens);
    expect_number(text.p, part, count);
}

/* A tree, printed, parses to itself. */
static void expect_printed_again(const struct world *world, const struct query_node *root)
{
    struct buf printed = {0};
    const char *tree = tree_text(world->arena, root);

    query_print(&printed, root);
    const struct query_node *again = parse_ok(world, buf_view(&printed));
    expect_text(buf_view(&printed).p, str_of(tree_text(world->arena, again)), tree);
    buf_free(&printed);
}

static void random_queries_parse_or_say_why(void **state)
{
    static const char *const pieces[] = {
        "a", "Boats", "s", "9", "'", "\xe2\x80\x99", "-", ".", ",", " ", " ", "and/or", "\xc3\x89",
        "_", "@", "\xc2\xa0", "\xe2\x80\x93", ")",
        /* Those below are more than words and punctuation. */
        "\"", "duties:", "title:", "x:", "\xe2\x80\x9c", "(", "(", " OR ", " NOT ", " /5 ", "/s ",
        "*", " ", "AND", "heading:", "grade:", "modality:required ", "experience>=", "5y",
        "revised:2023..", "education = high school", " NEAR ", "=", "\xe2\x89\xa5", "\xe2\x80\x8b"};
    enum { PLAIN = 18 };
    struct support_random random = random_start("queries");
    const struct world *world = *state;

    for (int round = 0; round < 4000; round++) {
        struct query_node *root = NULL;
        struct buf text = {0};
        struct err err;
        bool plain = round % 2 == 0;
        for (uint32_t n = random_below(&random, 16); n > 0; n--)
            buf_text(&text, pieces[random_below(&random, plain ? PLAIN : COUNT_OF(pieces))]);
        enum err_code code = query_parse(&root, buf_view(&text), stemmer, world->arena, &err);
        if (code != ERR_OK) {
            expect_true(text.p, code == ERR_USAGE && err.position >= 1);
            expect_true(text.p, (size_t)err.position <= utf8_length(buf_view(&text)) + 1);
            if (plain)
                expect_error(text.p, code, ERR_USAGE, &err, "no word");
        } else {
            if (plain)
                expect_all_words(root, buf_view(&text));
            expect_printed_again(world, root);
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
        world_test(operators),
        world_test(proximity),
        world_test(prefixes),
        world_test(groups),
        world_test(phrases_have_stems),
        world_test(nodes_know_their_place),
        world_test(words_in_capitals_are_known),
        world_test(leaves_outside_of_not_are_counted),
        world_test(parts_are_what_is_sought_at_the_top),
        world_test(no_bytes_are_an_empty_query),
        world_test(random_queries_parse_or_say_why),
    };
    return cmocka_run_group_tests_name("query", tests, make_stemmer, free_stemmer);
}
