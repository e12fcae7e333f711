#include "search/match_node.h"

#include <stdlib.h>

#include "base/map.h"
#include "search/deadline.h"
#include "search/field_fit.h"
#include "search/query_text.h"

/* Of one prefix, and of all prefixes of a query: each stem takes its postings, and up to a bitmap.
 */
enum { PREFIX_STEMS_MAX = 1000, EXPANDED_STEMS_MAX = 4000 };

static int compare_stems(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

/* The stems of all words of all segments that begin with a prefix. In order of their bytes, so that
 * scores are added up in one order, however the sections lie in segments. */
static enum err_code expand(struct str **stems, size_t *count, const struct match *match,
                            const struct query_node *query, struct err *err)
{
    struct map seen = {0};
    enum err_code code = ERR_OK;
    bool many = false;

    *stems = arena_zero(match->arena, PREFIX_STEMS_MAX, sizeof **stems);
    *count = 0;
    for (size_t s = 0; code == ERR_OK && s < index_segment_count(match->worker->index); s++) {
        const struct vocabulary *vocabulary = match_segment_at(match, s)->vocabulary;
        struct vocabulary_range places = vocabulary_prefix(vocabulary, query->words[0]);
        struct str last = {"", 0}; /* words of one stem mostly follow each other */
        for (uint32_t place = places.first; !many && place < places.end; place++) {
            struct str stem;
            vocabulary_stem_of(&stem, vocabulary, vocabulary_at(vocabulary, place));
            if (str_eq(stem, last))
                continue;
            last = stem;
            char *key = arena_strndup(match->arena, stem.p, stem.n);
            if (!map_add(&seen, key, 0))
                continue;
            many = *count == PREFIX_STEMS_MAX;
            if (!many)
                (*stems)[(*count)++] = (struct str){key, stem.n};
        }
        code = deadline_check(match->deadline_ms, err);
    }
    map_free(&seen);
    qsort(*stems, *count, sizeof **stems, compare_stems);
    if (code != ERR_OK || !many)
        return code;
    code = err_set(err, ERR_USAGE, "more than %d words begin with '%.*s'; add letters",
                   PREFIX_STEMS_MAX, (int)query->words[0].n, query->words[0].p);
    if (err != NULL)
        err->position = query->position;
    return code;
}

static enum err_code count_expanded(struct match *match, size_t stems,
                                    const struct query_node *prefix, struct err *err)
{
    match->expanded += stems;
    if (match->expanded <= EXPANDED_STEMS_MAX)
        return ERR_OK;
    return query_fail(err, ERR_LIMIT, prefix->position,
                      "more than %d words begin so in all; ask for fewer prefixes, or add letters",
                      EXPANDED_STEMS_MAX);
}

/* Gives a node the terms of some texts. `weight`: in scores; 0: none. Empty ones have no
 * postings: they are left out. */
static enum err_code need_terms(struct match_node *node, struct match *match, const char *prefix,
                                const struct str *texts, size_t count, float weight,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    node->terms = arena_zero(match->arena, count, sizeof *node->terms);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (texts[i].n > 0)
            code = terms_need(&node->terms[node->term_count++], match->terms, prefix, texts[i],
                              weight, err);
    return code;
}

/* `titles`: is a word found in the title of the class, too? */
static enum err_code need_leaf_terms(struct match_node *node, struct match *match, bool scored,
                                     bool titles, struct err *err)
{
    const struct query_node *query = node->query;
    struct str *stems = query->stems;
    float weight = scored ? query->weight : 0;
    size_t count = query->word_count;
    enum err_code code = ERR_OK;

    if (query->type == QUERY_PREFIX)
        code = expand(&stems, &count, match, query, err);
    if (code == ERR_OK && query->type == QUERY_PREFIX)
        code = count_expanded(match, count, query, err);
    if (code == ERR_OK)
        code = need_terms(node, match, SCHEMA_STEM, stems, count, weight, err);
    if (code == ERR_OK && query->type == QUERY_WORD && titles)
        code = terms_need_title(&node->title, match->terms, node->terms[0], weight, err);
    if (code == ERR_OK && query->capitals && titles && scored)
        code = terms_need_capitals(match->terms, query->words[0], node->terms[0], node->title,
                                   weight, err);
    return code;
}

/* The tree is no deeper than the parser allows. `scored`: outside of NOT. */
static enum err_code prepare(struct match_node **out, struct match *match,
                             const struct query_node *query, bool scored, bool titles,
                             struct err *err)
{
    struct match_node *node = arena_zero(match->arena, 1, sizeof *node);
    enum err_code code = ERR_OK;

    *out = node;
    node->query = query;
    node->title = MATCH_NO_TERM;
    node->children = arena_zero(match->arena, query->child_count, sizeof *node->children);
    for (size_t i = 0; code == ERR_OK && i < query->child_count; i++)
        code = prepare(&node->children[i], match, query->children[i],
                       scored && query->type != QUERY_NOT, titles && query->type != QUERY_HEADING,
                       err);
    if (code == ERR_OK && query_is_leaf(query->type))
        code = need_leaf_terms(node, match, scored, titles, err);
    else if (code == ERR_OK && query->type == QUERY_FIELD && query->field == QUERY_TITLE)
        code = need_terms(node, match, SCHEMA_TITLE, query->stems, query->word_count, 0, err);
    else if (code == ERR_OK && query->type == QUERY_FIELD)
        code =
            field_fit_begins(&node->begins, query, match->worker->index, match->deadline_ms, err);
    /* What columns and requirements are asked for is no term. */
    match->scans = match->scans || query->type == QUERY_COMPARE || query->type == QUERY_MODALITY ||
                   (query->type == QUERY_FIELD && query->field != QUERY_TITLE);
    return code;
}

/* Does more than postings decide what a node finds? */
static bool is_costly(const struct match_node *node)
{
    return node->query->type != QUERY_WORD && node->query->type != QUERY_FIELD;
}

/* At how many sections at most a node finds something, as far as its own terms tell. */
static uint64_t estimate(const struct match *match, const struct match_node *node)
{
    uint64_t least = UINT32_MAX;

    for (size_t i = 0; i < node->term_count; i++)
        if (terms_frequency(match->terms, node->terms[i]) < least)
            least = terms_frequency(match->terms, node->terms[i]);
    if (node->title != MATCH_NO_TERM)
        least += terms_frequency(match->terms, node->title);
    return least;
}

static bool comes_before(const struct match *match, const struct match_node *a,
                         const struct match_node *b)
{
    if (is_costly(a) != is_costly(b))
        return is_costly(b);
    return estimate(match, a) < estimate(match, b);
}

/* Sorts terms that a section must have all of, and the children of an AND: the rarest first, and
 * first of all what postings alone decide. There are few. */
static void put_in_order(const struct match *match, struct match_node *node)
{
    for (size_t i = 1; node->query->type != QUERY_PREFIX && i < node->term_count; i++)
        for (size_t k = i; k > 0 && terms_frequency(match->terms, node->terms[k]) <
                                        terms_frequency(match->terms, node->terms[k - 1]);
             k--) {
            size_t term = node->terms[k];
            node->terms[k] = node->terms[k - 1];
            node->terms[k - 1] = term;
        }
    for (size_t i = 0; i < node->query->child_count; i++)
        put_in_order(match, node->children[i]);
    for (size_t i = 1; node->query->type == QUERY_AND && i < node->query->child_count; i++)
        for (size_t k = i; k > 0 && comes_before(match, node->children[k], node->children[k - 1]);
             k--) {
            struct match_node *child = node->children[k];
            node->children[k] = node->children[k - 1];
            node->children[k - 1] = child;
        }
}

enum err_code match_prepare(struct match *match, const struct query_node *root, struct err *err)
{
    enum err_code code = prepare(&match->root, match, root, true, true, err);

    if (code != ERR_OK)
        return code;
    match->scans = match->scans || query_leaf_count(root) == 0;
    put_in_order(match, match->root);
    match_join_prepare(match, match->root);
    return ERR_OK;
}
