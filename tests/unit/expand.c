/* Expansion: which words become what, and what is left as it is. */

#include "query_tree.h"

#include "base/embed.h"
#include "search/acronyms.h"
#include "search/expand.h"
#include "search/lexicon.h"

static struct acronyms *acronyms;
static struct lexicon *lexicon;

static const char *const texts[] = {
    "Criminal Justice Information Services (CJIS); Information Technology (IT)",
    "a commercial driver's license (CDL)",
    "a Commercial Driver License (CDL)",
    "a commercial driver's license (CDL), a Criminal Judge (CJ), Criminal Justice (CJ)",
};

enum { TEXTS = sizeof texts / sizeof *texts };

static int setup(void **state)
{
    struct columns_class classes[TEXTS];
    struct columns columns = {.classes = classes, .class_count = TEXTS, .section_count = TEXTS};
    struct acronyms_writer *writer = acronyms_writer_new();
    struct bitmap live = {{0}};
    struct buf encoded = {0};

    if (make_stemmer(state) != 0)
        return -1;
    for (uint32_t i = 0; i < TEXTS; i++) {
        classes[i] = (struct columns_class){.first = i, .count = 1};
        bitmap_add(&live, i);
        acronyms_writer_section(writer, i, str_of(texts[i]));
    }
    acronyms_writer_encode(&encoded, writer);
    acronyms_writer_free(writer);
    acronyms = acronyms_new();
    bool fine = acronyms_add(acronyms, buf_view(&encoded), &columns, &live, NULL) == ERR_OK &&
                acronyms_finish(acronyms, stemmer, NULL) == ERR_OK &&
                lexicon_new(&lexicon, stemmer, NULL) == ERR_OK;
    buf_free(&encoded);
    return fine ? 0 : -1;
}

static int teardown(void **state)
{
    acronyms_free(acronyms);
    lexicon_free(lexicon);
    return free_stemmer(state);
}

static const struct query_node *expand(struct expansions *expansions, const char *query,
                                       struct arena *arena)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, arena, &err), &err);
    return expand_query(expansions, root, str_of(query), acronyms, lexicon, arena);
}

static void check(const struct world *world, const char *query, const char *want)
{
    struct expansions expansions;
    struct buf got = {0};
    const struct query_node *root = expand(&expansions, query, world->arena);

    print_tree(&got, root);
    expect_text(query, buf_view(&got), want);
    buf_free(&got);
}

#define CJIS "\"criminal justice information services\""

static void words_become_what_they_may_be_called(void **state)
{
    const struct world *world = *state;
    static const struct {
        const char *query, *want;
    } rows[] = {
        {"CJIS", "(and (or cjis " CJIS "))"},
        {"cjis clearance", "(and (or cjis " CJIS ") clearance/clearanc)"},
        {"Criminal justice Information services", "(and (or " CJIS " cjis))"},
        /* By stems, with the long form as the index has it. */
        {"criminal justice information service",
         "(and (or \"criminal justice information service\" cjis " CJIS "))"},
        /* The typed words lose the possessive; the long form of most classes comes first. */
        {"CDL", "(and (or cdl \"commercial driver s license\" \"commercial driver license\"))"},
        {"commercial driver's license B",
         "(and (or \"commercial driver license\" cdl \"commercial driver s license\") b)"},
        /* The longest run from the left. */
        {"criminal justice board", "(and (or \"criminal justice\" cj) board)"},
        {"licence", "(and (or licence/licenc license/licens licensure/licensur))"},
        {"licensing", "(and (or licensing/licens licence/licenc licensure/licensur))"},
        {"health care aide", "(and (or \"health care\" healthcare/healthcar) aide/aid)"},
        {"healthcare", "(and (or healthcare/healthcar \"health care\"))"},
        /* In what may hold an OR. */
        {"CJIS OR badge", "(and (or cjis " CJIS " badge/badg))"},
        {"badge OR (criminal justice information services)", "(and (or badge/badg " CJIS " cjis))"},
        {"licensure:CJIS", "(and (licensure (or cjis " CJIS ")))"},
        {"licensure:(criminal justice information services)",
         "(and (licensure (or " CJIS " cjis)))"},
        {"heading:cjis", "(and (heading (or cjis " CJIS ")))"},
        {"cjis /s badge", "(and (/s (or cjis " CJIS ") badge/badg))"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check(world, rows[i].query, rows[i].want);
}

static void what_is_exact_stays(void **state)
{
    const struct world *world = *state;
    static const struct {
        const char *query, *want;
    } rows[] = {
        {"\"CJIS\"", "(and \"cjis\")"},
        {"\"criminal justice information services\"", "(and " CJIS ")"},
        {"criminal-justice information services",
         "(and \"criminal justice\" information/inform services/servic)"},
        {"licens*", "(and licens*)"},
        {"title:licence agency:cjis", "(and (title licence/licenc) (agency cjis))"},
        {"x -cjis -licence", "(and x (not cjis) (not licence/licenc))"},
        {"criminal justice -x information services",
         "(and (or \"criminal justice\" cj) (not x) information/inform services/servic)"},
        /* A word of every text is an acronym in capitals only. */
        {"it", "(and it)"},
        {"It", "(and it)"},
        {"IT", "(and (or it \"information technology\"))"},
        {"knows IT and it", "(and knows/know (or it \"information technology\") and it)"},
        /* And no long form becomes one. */
        {"information technology", "(and information/inform technology/technolog)"},
        {"caf\xc3\xa9 IT", "(and caf\xc3\xa9 (or it \"information technology\"))"},
        {"", "(and)"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check(world, rows[i].query, rows[i].want);
}

static void what_was_not_typed_weighs_less(void **state)
{
    const struct world *world = *state;
    struct expansions expansions;
    const struct query_node *root = expand(&expansions, "x CJIS licence CJIS", world->arena);
    const struct query_node * or = root->children[1];

    expect_true("typed", or->children[0]->weight == 1);
    expect_true("added", or->children[1]->weight == EXPAND_WEIGHT);
    expect_number("position", or->children[1]->position, 3);
    expect_number("depth", root->depth, 3);
    expect_number("each once", expansions.count, 2);
    expect_text("from", expansions.items[0].from, "cjis");
    expect_text("to", expansions.items[0].to[0], "criminal justice information services");
    expect_text("why", str_of(expansion_why_name(expansions.items[0].why)), "acronym");
    expect_text("why", str_of(expansion_why_name(expansions.items[1].why)), "variant");
    root = expand(&expansions, "cdl", world->arena);
    expect_text("possessive", expansions.items[0].to[0], "commercial driver's license");
}

/* A query as long as may be is not longer for being expanded. */
static void limits_hold(void **state)
{
    const struct world *world = *state;
    struct expansions expansions;
    struct buf query = {0};

    for (int i = 0; i < QUERY_PARTS_MAX - 2; i++)
        buf_text(&query, "cjis ");
    const struct query_node *root = expand(&expansions, query.p, world->arena);
    expect_number("children", root->child_count, QUERY_PARTS_MAX - 2);
    expect_number("leaves", query_leaf_count(root), QUERY_PARTS_MAX);
    expect_number("expanded", root->children[1]->type, QUERY_OR);
    expect_number("no room", root->children[2]->type, QUERY_WORD);
    buf_free(&query);
}

EMBED(rows, "lib/search/lexicon.tsv");

/* How many different stems the words of a row have. Its forms must all find the same group. */
static size_t count_stems(const struct world *world, struct str row)
{
    const struct lexicon_group *first = NULL;
    struct str *seen = arena_zero(world->arena, row.n, sizeof *seen);
    size_t count = 0;

    while (row.n > 0) {
        struct str form = str_trim(str_cut(&row, ',')), stems[4];
        const char *label = arena_strndup(world->arena, form.p, form.n);
        size_t words = 0;
        while (form.n > 0) {
            struct buf stem = {0};
            expect_ok(label, stemmer_stem(&stem, stemmer, str_cut(&form, ' '), NULL), NULL);
            stems[words++] = (struct str){arena_strndup(world->arena, stem.p, stem.n), stem.n};
            buf_free(&stem);
        }
        const struct lexicon_group *group = lexicon_find(lexicon, stems, words);
        expect_true(label, group != NULL && (first == NULL || group == first));
        first = group;
        size_t i = 0;
        while (i < count && !str_eq(seen[i], stems[0]))
            i++;
        if (i == count)
            seen[count++] = stems[0];
    }
    return count;
}

static void rows_of_the_lexicon_make_sense(void **state)
{
    const struct world *world = *state;
    struct str rest = {rows_data, rows_size()};
    size_t groups = 0;

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), row = str_cut(&line, '\t');
        if (row.n == 0 || row.p[0] == '#' || row.p[0] == '=')
            continue;
        const char *label = arena_strndup(world->arena, row.p, row.n);
        expect_true(label, line.n > 0); /* why it is there */
        expect_true(label, count_stems(world, row) > 1);
        groups++;
    }
    expect_true("groups", groups >= 30);
    expect_true("ordinary", lexicon_is_ordinary(lexicon, STR("it")));
    expect_true("not ordinary", !lexicon_is_ordinary(lexicon, STR("cjis")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(words_become_what_they_may_be_called), world_test(what_is_exact_stays),
        world_test(what_was_not_typed_weighs_less),       world_test(limits_hold),
        world_test(rows_of_the_lexicon_make_sense),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
