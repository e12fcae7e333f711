/* lib/search/span: where words, phrases, prefixes and proximities stand; by thought, and against a
 * model that looks at every pair of words. */

#include "section.h"
#include "stemming.h"

#include "search/query.h"
#include "search/span.h"

static const struct query_node *parse(const struct world *world, const char *query)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, world->arena, &err), &err);
    return root;
}

/* "0-1 3-3": first and last word of each place. */
static const char *places_text(const struct world *world, const struct span_list *list)
{
    const char *out = "";

    for (size_t i = 0; i < list->count; i++)
        out = arena_printf(world->arena, "%s%s%u-%u", out, i > 0 ? " " : "", list->items[i].first,
                           list->items[i].last);
    return out;
}

static void places_are_those_of_the_words(void **state)
{
    static const struct {
        const char *query, *heading, *text, *places;
    } cases[] = {
        {"boats", "", "", ""},
        {"boats", "Boats", "", "0-0"},
        {"boats", "The boat", "A boat, boats.", "1-1 3-3 4-4"},
        {"", "Boats", "A boat.", ""},
        {"-boats", "Boats", "A boat.", ""},
        {"title:boats agency:boats code:boats", "Boats", "A boat.", ""},
        {"boats skies", "", "Sky, boat, skies.", "0-0 1-1 2-2"},
        {"duties:boats", "Boats", "", "0-0"},
        {"heading:boats", "The boat", "A boat.", "1-1"},
        {"heading:boats", "", "A boat.", ""},
        {"heading:(boats OR sky)", "Sky boat", "A boat, sky.", "0-0 1-1"},
        {"heading:\"a b\"", "A", "B a b", ""},
        {"heading:boats boats", "Boat", "A boat", "0-0 2-2"},
        {"experience>=5y modality:required", "", "Required: 5 y experience", ""},
        {"skie*", "", "Sky skies skier ski.", "1-1 2-2"},
        {"\"a b\"", "A", "B a b a", "2-3"},
        {"\"a a\"", "", "a a a", "0-1 1-2"},
        /* The s of a possessive. */
        {"driver", "", "Driver's drivers s", "0-0 2-2"},
        {"s", "", "Driver's drivers s", "3-3"},
        {"\"driver's\"", "", "Driver's drivers s", "0-1"},
        {"\"drivers s\"", "", "Driver's drivers s", "2-3"},
        {"driver /1 car", "", "Driver's car", ""}, /* it is a word on the way */
        {"driver /2 car", "", "Driver's car", "0-2"},
        /* Words next to each other are one word apart. */
        {"boat /1 sky", "", "Boat sky boat", "0-1 1-2"},
        {"boat /1 sky", "", "boat a sky", ""},
        {"boat /2 sky", "", "boat a sky a a boat", "0-2"},
        {"boat /3 sky", "", "boat a sky a a boat", "0-2 2-5"},
        {"boat /5 boat", "", "boat", ""}, /* not with itself */
        {"boat /5 boats", "", "boat boat boat", "0-1 0-2 1-2"},
        {"\"a b\" /1 \"b c\"", "", "a b c", ""}, /* nor with what lies over it */
        {"\"a b\" /1 \"b c\"", "", "b c a b", "0-3"},
        {"boat /9 sky", "Boat", "sky", ""},
        {"boat /9 sky", "Sky boat", "boat. Sky", "0-1 2-3"},
        {"a /1 b /1 c", "", "a b c", "0-2"},
        {"a /1 b /1 c", "", "b a c", "0-2"},
        {"a /1 b /1 c", "", "a c b", ""}, /* a and b are two apart */
        /* What stands between the words of a proximity is near it, but not these words. */
        {"a /2 b /1 c", "", "a c b", "0-2"},
        {"c /1 (b /2 a)", "", "a c b", "0-2"},
        {"a /3 b /1 \"c d\"", "", "a c d b", "0-3"},
        {"a /5 b /5 b", "", "a b", ""},
        {"a /5 b /5 b", "", "a b b", "0-2"},
        {"\"a c b\" /5 c", "", "a c b", ""},
        {"a /s b /s c", "", "D. A c b.", "1-3"},
        {"a /9 boat /s cat", "", "A cat. The boat.", ""}, /* in no sentence */
        {"a /9 boat /p cat", "", "A cat. The boat.", "0-3"},
        {"a /1 (b /1 c)", "", "c b a", "0-2"},
        {"(a OR d) /1 b", "", "d b a", "0-1 1-2"},
        /* Of a sentence or paragraph, all that it holds of both. */
        {"boat /s sky", "", "Boat a. Sky boat a sky boat. Boat.", "2-6"},
        {"boat /s sky", "", "Boat a. Sky.", ""},
        {"boat /s sky", "Boat of the sky", "Sky", "0-3"},
        {"boat /s boat", "", "A boat. A boat and boat.", "3-5"},
        {"boat /p sky", "", "Boat a. Sky.\n\nSky b. Sky.", "0-2"},
        {"boat /p sky", "", "Boat a.\n\nSky.", ""},
        {"boat /p sky", "", "Boats:\n- the sky\n- the boat", ""},
        {"boat /s sky /p sea", "", "The boat. A sky in the sea.\n\nBoat, sky. Sea.", "7-9"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct span_list *found = NULL;
        struct section section;
        bool stands = false;
        struct err err;
        section_open(&section, world, stemmer, str_of(cases[i].heading), str_of(cases[i].text));
        struct span_node *node =
            span_compile(parse(world, cases[i].query), section.vocabulary, world->arena);
        expect_ok("find", span_find(&found, node, &section.tokens, &err), &err);
        expect_text(cases[i].query, str_of(places_text(world, found)), cases[i].places);
        expect_ok("stands", span_stands(&stands, node, &section.tokens, &err), &err);
        expect_number(cases[i].query, stands, cases[i].places[0] != '\0');
        span_free(node);
        section_close(&section);
    }
    span_free(NULL);
}

/* The model: a section of few words, and the pairs first, last of words as a square. */

enum { WORDS = 24 };

struct model {
    struct {
        struct str text, stem; /* of a possessive s: no stem */
        uint32_t part, sentence, paragraph;
    } words[WORDS];
    uint32_t count;
};

struct square {
    bool at[WORDS][WORDS];
};

static bool word_stands(const struct model *model, const struct query_node *leaf, size_t k,
                        uint32_t word)
{
    struct str text = model->words[word].text, stem = model->words[word].stem;

    if (leaf->type == QUERY_PREFIX)
        return str_starts(text, leaf->words[0]);
    return leaf->type == QUERY_WORD ? str_eq(stem, leaf->stems[0]) : str_eq(text, leaf->words[k]);
}

static void model_leaf(struct square *square, const struct model *model,
                       const struct query_node *leaf)
{
    for (uint32_t first = 0; first + leaf->word_count <= model->count; first++) {
        bool stands = true;
        for (uint32_t k = 0; k < leaf->word_count; k++)
            stands = stands && word_stands(model, leaf, k, first + k) &&
                     model->words[first + k].part == model->words[first].part;
        if (stands)
            square->at[first][first + leaf->word_count - 1] = true;
    }
}

/* What a word of the model is in, of the unit of a proximity. */
static uint32_t unit_of(const struct model *model, enum query_unit unit, uint32_t word)
{
    return unit == QUERY_SENTENCE    ? model->words[word].sentence
           : unit == QUERY_PARAGRAPH ? model->words[word].paragraph
                                     : model->words[word].part;
}

/* Does a place of a proximity hold one of the other operand off its first and last word? */
static bool model_holds(const struct query_node *operand, const struct square *other,
                        uint32_t first, uint32_t last)
{
    for (uint32_t f = first + 1; operand->type == QUERY_NEAR && f < last; f++)
        for (uint32_t l = f; l < last; l++)
            if (other->at[f][l])
                return true;
    return false;
}

static void model_near_words(struct square *square, const struct model *model,
                             const struct query_node *near, const struct square *a,
                             const struct square *b)
{
    uint32_t n = model->count, most = (uint32_t)near->distance;

    for (uint32_t f = 0; f < n; f++)
        for (uint32_t l = f; l < n; l++)
            square->at[f][l] = (a->at[f][l] && model_holds(near->children[0], b, f, l)) ||
                               (b->at[f][l] && model_holds(near->children[1], a, f, l));
    for (uint32_t f = 0; f < n; f++)
        for (uint32_t l = f; l < n; l++)
            for (uint32_t f2 = l + 1; f2 < n && f2 - l <= most; f2++)
                for (uint32_t l2 = f2; l2 < n; l2++)
                    if (((a->at[f][l] && b->at[f2][l2]) || (b->at[f][l] && a->at[f2][l2])) &&
                        model->words[f].part == model->words[f2].part)
                        square->at[f][l2] = true;
}

static void model_near_unit(struct square *square, const struct model *model,
                            const struct query_node *near, const struct square *a,
                            const struct square *b)
{
    uint32_t n = model->count;

    for (uint32_t start = 0, end; start < n; start = end) {
        uint32_t least = n, most = 0;
        bool apart = false;
        for (end = start + 1;
             end < n && unit_of(model, near->unit, end) == unit_of(model, near->unit, start);)
            end++;
        for (uint32_t f = start; f < end; f++) {
            for (uint32_t l = f; l < end; l++) {
                if (!a->at[f][l] && !b->at[f][l])
                    continue;
                least = f < least ? f : least;
                most = l > most ? l : most;
                apart = apart || (a->at[f][l] && model_holds(near->children[0], b, f, l)) ||
                        (b->at[f][l] && model_holds(near->children[1], a, f, l));
                for (uint32_t f2 = l + 1; f2 < end; f2++)
                    for (uint32_t l2 = f2; l2 < end; l2++)
                        apart = apart || (a->at[f][l] && b->at[f2][l2]) ||
                                (b->at[f][l] && a->at[f2][l2]);
            }
        }
        if (apart)
            square->at[least][most] = true;
    }
}

/* Trees are as deep as random_query() makes them. */
static void model_find(struct square *square, const struct model *model,
                       const struct query_node *node)
{
    memset(square, 0, sizeof *square);
    if (node->type == QUERY_WORD || node->type == QUERY_PHRASE || node->type == QUERY_PREFIX) {
        model_leaf(square, model, node);
    } else if (node->type == QUERY_NEAR) {
        struct square a, b;
        model_find(&a, model, node->children[0]);
        model_find(&b, model, node->children[1]);
        if (node->unit == QUERY_WORDS)
            model_near_words(square, model, node, &a, &b);
        else
            model_near_unit(square, model, node, &a, &b);
    } else if (node->type != QUERY_NOT) {
        for (size_t i = 0; i < node->child_count; i++) {
            struct square child;
            model_find(&child, model, node->children[i]);
            for (uint32_t f = 0; f < WORDS; f++)
                for (uint32_t l = 0; l < WORDS; l++)
                    square->at[f][l] = square->at[f][l] || child.at[f][l];
        }
    }
}

/* Marks the words of leaves, within the outermost proximity around them if there is one. */
static void model_mark(bool marked[WORDS], const struct model *model, const struct query_node *node,
                       const struct square *within)
{
    struct square own;

    model_find(&own, model, node);
    if (node->type == QUERY_NEAR && within == NULL)
        within = &own;
    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        model_mark(marked, model, node->children[i], within);
    if (node->word_count == 0 || node->type == QUERY_NOT)
        return;
    for (uint32_t f = 0; f < model->count; f++)
        for (uint32_t l = f; l < model->count; l++) {
            bool inside = within == NULL;
            for (uint32_t f2 = 0; within != NULL && f2 <= f; f2++)
                for (uint32_t l2 = l; l2 < model->count; l2++)
                    inside = inside || within->at[f2][l2];
            for (uint32_t w = f; own.at[f][l] && inside && w <= l; w++)
                marked[w] = true;
        }
}

static const char *const texts[] = {"boat",  "boats", "boating", "sky",     "skies",
                                    "skier", "s",     "a",       "manager", "manages"};

/* Fills in both the section and the model. */
static void random_section(struct tokens_section *section, struct model *model,
                           const struct vocabulary *vocabulary, struct support_random *random,
                           struct arena *arena)
{
    uint32_t count = random_below(random, WORDS + 1), heading = random_below(random, 4);
    uint32_t *words = arena_zero(arena, count, sizeof *words);
    struct tokens_sentence *sentences = arena_zero(arena, count, sizeof *sentences);
    uint32_t kinds = 2 + random_below(random, COUNT_OF(texts) - 1);

    heading = heading < count ? heading : count;
    *section = (struct tokens_section){words, count, heading, sentences, 0};
    model->count = count;
    for (uint32_t i = 0, sentence = 1, paragraph = 1; i < count; i++) {
        bool possessive = i > 0 && i != heading && random_below(random, 12) == 0;
        struct str text = possessive ? STR("s") : str_of(texts[random_below(random, kinds)]);
        words[i] = possessive ? VOCABULARY_POSSESSIVE : vocabulary_find(vocabulary, text);
        model->words[i].text = text;
        model->words[i].stem = STR("");
        if (!possessive)
            vocabulary_stem_of(&model->words[i].stem, vocabulary, words[i]);
        model->words[i].part = i < heading ? 0 : 1;
        model->words[i].sentence = i < heading ? 0 : sentence;
        model->words[i].paragraph = i < heading ? 0 : paragraph;
        if (i >= heading && (i + 1 == count || random_below(random, 4) == 0)) {
            bool ends = i + 1 == count || random_below(random, 3) == 0;
            sentences[section->sentence_count++] = (struct tokens_sentence){i + 1, ends};
            sentence++;
            paragraph += ends;
        }
    }
}

static const char *random_leaf(const struct world *world, struct support_random *random)
{
    static const char *const prefixes[] = {"boa*", "boats*", "ski*", "skie*", "man*", "manages*"};
    const char *one = texts[random_below(random, COUNT_OF(texts))];
    const char *other = texts[random_below(random, COUNT_OF(texts))];

    switch (random_below(random, 5)) {
    case 0:
        return arena_printf(world->arena, "\"%s %s\"", one, other);
    case 1:
        return prefixes[random_below(random, COUNT_OF(prefixes))];
    case 2:
        return arena_printf(world->arena, "(%s OR \"%s\")", one, other);
    default:
        return one;
    }
}

/* A proximity of leaves and of proximities, `depth` deep at most. */
static const char *random_near(const struct world *world, struct support_random *random, int depth)
{
    const char *unit = arena_printf(world->arena, "/%u", 1 + random_below(random, 6));
    const char *sides[2];

    for (size_t i = 0; i < 2; i++)
        sides[i] = depth > 1 && random_below(random, 2) == 0 ? random_near(world, random, depth - 1)
                                                             : random_leaf(world, random);
    if (random_below(random, 2) == 0)
        unit = random_below(random, 2) == 0 ? "/s" : "/p";
    return arena_printf(world->arena, "(%s %s %s)", sides[0], unit, sides[1]);
}

static const char *random_query(const struct world *world, struct support_random *random)
{
    static const char *const joins[] = {" ", " OR ", " duties:", " -"};
    const char *query = "a";

    for (uint32_t n = 1 + random_below(random, 3); n > 0; n--)
        query = arena_printf(world->arena, "%s%s%s", query,
                             joins[random_below(random, COUNT_OF(joins))],
                             random_below(random, 2) == 0 ? random_leaf(world, random)
                                                          : random_near(world, random, 3));
    return query + 1;
}

/* random_query() begins with an operator now and then. */
static const struct query_node *parse_random(const struct world *world,
                                             struct support_random *random, const char **text)
{
    struct query_node *root = NULL;

    do
        *text = random_query(world, random);
    while (query_parse(&root, str_of(*text), stemmer, world->arena, NULL) != ERR_OK);
    return root;
}

static void expect_model(const char *query, const struct model *model,
                         const struct query_node *root, struct span_node *node,
                         const struct tokens_section *section)
{
    const struct span_list *found = NULL;
    bool marked[WORDS] = {false}, want[WORDS] = {false}, stands = false;
    struct square square;
    size_t next = 0;
    struct err err;

    model_find(&square, model, root);
    expect_ok(query, span_stands(&stands, node, section, &err), &err);
    expect_ok(query, span_find(&found, node, section, &err), &err);
    for (uint32_t f = 0; f < model->count; f++)
        for (uint32_t l = f; l < model->count; l++)
            if (square.at[f][l]) {
                expect_true(query, next < found->count);
                expect_number(query, found->items[next].first, f);
                expect_number(query, found->items[next++].last, l);
            }
    expect_number(query, found->count, next);
    expect_number(query, stands, next > 0);
    model_mark(want, model, root, NULL);
    expect_ok(query, span_mark(marked, node, section, &err), &err);
    for (uint32_t w = 0; w < model->count; w++)
        expect_number(query, marked[w], want[w]);
}

static void places_of_random_sections(void **state)
{
    struct support_random random = random_start("spans");
    struct buf all = {0};
    struct section words;
    struct world *world = *state;
    size_t standing = 0;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        buf_printf(&all, "%s ", texts[i]);
    section_open(&words, world, stemmer, STR(""), buf_view(&all));
    buf_free(&all);
    struct world scratch = {arena_new(), world->dir};
    for (int round = 0; round < 1500; round++) {
        const char *text = NULL;
        const struct query_node *root = parse_random(&scratch, &random, &text);
        struct span_node *node = span_compile(root, words.vocabulary, scratch.arena);
        for (int i = 0; i < 8; i++) {
            struct tokens_section section;
            struct model model;
            bool stands = false;
            random_section(&section, &model, words.vocabulary, &random, scratch.arena);
            if (!span_needs_sentences(node))
                section.sentence_count = 0;
            expect_model(text, &model, root, node, &section);
            expect_ok(text, span_stands(&stands, node, &section, &err), &err);
            standing += stands;
        }
        span_free(node);
        arena_clear(scratch.arena);
    }
    expect_true("some stand, some do not", standing > 1000 && standing < 11000);
    arena_free(scratch.arena);
    section_close(&words);
}

static void only_sentences_and_paragraphs_need_sentences(void **state)
{
    static const struct {
        const char *query;
        bool needs;
    } cases[] = {{"a \"b c\" (d OR ddd*)", false}, {"a /5 b", false},       {"a /s b", true},
                 {"a OR (b /p c)", true},          {"(a /p b) /5 c", true}, {"-(a /s b)", false}};
    const struct world *world = *state;
    struct section section;

    section_open(&section, world, stemmer, STR(""), STR("a b c"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span_node *node =
            span_compile(parse(world, cases[i].query), section.vocabulary, world->arena);
        expect_number(cases[i].query, span_needs_sentences(node), cases[i].needs);
        span_free(node);
    }
    section_close(&section);
}

static void proximities_have_a_limit(void **state)
{
    const struct world *world = *state;
    const struct span_list *found = NULL;
    struct buf text = {0};
    struct section section;
    bool stands = false;
    struct err err;

    for (int i = 0; i < 12000; i++)
        buf_text(&text, "boat ");
    section_open(&section, world, stemmer, STR(""), buf_view(&text));
    buf_free(&text);
    struct span_node *near =
        span_compile(parse(world, "boat /100 boats"), section.vocabulary, world->arena);
    expect_error("find", span_find(&found, near, &section.tokens, &err), ERR_LIMIT, &err, NULL);
    expect_error("stands", span_stands(&stands, near, &section.tokens, &err), ERR_LIMIT, &err,
                 NULL);
    span_free(near);
    near = span_compile(parse(world, "boat /s boats"), section.vocabulary, world->arena);
    expect_ok("sentences", span_stands(&stands, near, &section.tokens, &err), &err);
    expect_true("stands", stands);
    span_free(near);
    section_close(&section);
}

/* Of many words that stand everywhere only what proximity pairs is brought together, and limited.
 */
static void what_is_joined_has_a_limit(void **state)
{
    enum { LENGTH = 20000, TIMES = 60 };
    const struct world *world = *state;
    struct buf text = {0}, all = {0}, any = {0};
    bool *marked = arena_zero(world->arena, LENGTH, sizeof *marked), stands = false;
    struct section section;
    struct err err;

    for (int i = 0; i < LENGTH; i++)
        buf_text(&text, "boat ");
    for (int i = 0; i < TIMES; i++)
        buf_text(&all, "boat ");
    for (int i = 0; i < TIMES; i++)
        buf_text(&any, i == 0 ? "(boat" : " OR boat");
    buf_text(&any, ") /s crew");
    section_open(&section, world, stemmer, STR(""), buf_view(&text));
    struct span_node *node = span_compile(parse(world, all.p), section.vocabulary, world->arena);
    expect_ok("stands", span_stands(&stands, node, &section.tokens, &err), &err);
    expect_true("stands", stands);
    expect_ok("mark", span_mark(marked, node, &section.tokens, &err), &err);
    expect_true("marked", marked[0] && marked[LENGTH - 1]);
    span_free(node);
    node = span_compile(parse(world, any.p), section.vocabulary, world->arena);
    expect_error("near", span_stands(&stands, node, &section.tokens, &err), ERR_LIMIT, &err,
                 "rarer");
    span_free(node);
    section_close(&section);
    buf_free(&text);
    buf_free(&all);
    buf_free(&any);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(places_are_those_of_the_words),
        world_test(places_of_random_sections),
        world_test(only_sentences_and_paragraphs_need_sentences),
        world_test(proximities_have_a_limit),
        world_test(what_is_joined_has_a_limit),
    };
    return cmocka_run_group_tests_name("span", tests, make_stemmer, free_stemmer);
}
