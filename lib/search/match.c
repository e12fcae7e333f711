#include "search/match_node.h"

#include <stdlib.h>

#include "base/map.h"
#include "search/deadline.h"

enum { PREFIX_STEMS_MAX = 1000 };

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

/* Gives a node the terms of some texts. `uses`: 1 where they add to the score. Empty ones have no
 * postings: they are left out. */
static enum err_code need_terms(struct match_node *node, struct match *match, const char *prefix,
                                const struct str *texts, size_t count, unsigned uses,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    node->terms = arena_zero(match->arena, count, sizeof *node->terms);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (texts[i].n > 0)
            code = terms_need(&node->terms[node->term_count++], match->terms, prefix, texts[i],
                              uses, err);
    return code;
}

static enum err_code need_leaf_terms(struct match_node *node, struct match *match, unsigned uses,
                                     struct err *err)
{
    const struct query_node *query = node->query;
    struct str *stems = query->stems;
    size_t count = query->word_count;
    enum err_code code = ERR_OK;

    if (query->type == QUERY_PREFIX)
        code = expand(&stems, &count, match, query, err);
    if (code == ERR_OK)
        code = need_terms(node, match, SCHEMA_STEM, stems, count, uses, err);
    if (code == ERR_OK && query->type == QUERY_WORD)
        code = terms_need(&node->title, match->terms, SCHEMA_TITLE, stems[0], uses, err);
    return code;
}

static enum err_code need_code_term(struct match_node *node, struct match *match, struct err *err)
{
    struct buf term = {0};

    schema_lower_term(&term, "", node->query->value);
    struct str text = {arena_strndup(match->arena, buf_view(&term).p, term.n), term.n};
    buf_free(&term);
    return need_terms(node, match, SCHEMA_CODE, &text, 1, 0, err);
}

static enum err_code need_field_terms(struct match_node *node, struct match *match, struct err *err)
{
    const struct query_node *query = node->query;

    switch (query->field) {
    case QUERY_TITLE:
        return need_terms(node, match, SCHEMA_TITLE, query->stems, query->word_count, 0, err);
    case QUERY_CODE:
        return need_code_term(node, match, err);
    case QUERY_AGENCY:
        return ERR_OK;
    case QUERY_SERIES:
    case QUERY_GRADE:
    case QUERY_FLSA:
        break;
    }
    return err_set(err, ERR_USAGE, "this cannot be searched yet");
}

/* The tree is no deeper than the parser allows. */
static enum err_code prepare(struct match_node **out, struct match *match,
                             const struct query_node *query, unsigned uses, struct err *err)
{
    struct match_node *node = arena_zero(match->arena, 1, sizeof *node);
    enum err_code code = ERR_OK;

    *out = node;
    node->query = query;
    node->title = MATCH_NO_TERM;
    node->children = arena_zero(match->arena, query->child_count, sizeof *node->children);
    for (size_t i = 0; code == ERR_OK && i < query->child_count; i++)
        code = prepare(&node->children[i], match, query->children[i],
                       query->type == QUERY_NOT ? 0 : uses, err);
    if (code != ERR_OK)
        return code;
    switch (query->type) {
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
        return need_leaf_terms(node, match, uses, err);
    case QUERY_FIELD:
        return need_field_terms(node, match, err);
    case QUERY_HEADING:
    case QUERY_COMPARE:
    case QUERY_MODALITY:
        return err_set(err, ERR_USAGE, "this cannot be searched yet");
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
    case QUERY_NEAR:
    case QUERY_KIND:
        break;
    }
    return ERR_OK;
}

/* Does more than postings decide what a node finds? */
static bool is_costly(const struct match_node *node)
{
    enum query_type type = node->query->type;
    return type != QUERY_WORD && type != QUERY_FIELD;
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

enum err_code match_new(struct match **out, struct index_worker *worker,
                        const struct query_node *root, uint64_t deadline_ms, struct arena *arena,
                        struct err *err)
{
    struct match *match = mem_zero(1, sizeof *match);

    match->worker = worker;
    match->arena = arena;
    match->deadline_ms = deadline_ms;
    match->terms = terms_new(worker, deadline_ms);
    match->has_leaves = query_leaf_count(root) > 0;
    match->segment = SIZE_MAX;
    enum err_code code = prepare(&match->root, match, root, 1, err);
    if (code != ERR_OK) {
        match_free(match);
        return code;
    }
    terms_weigh(match->terms);
    put_in_order(match, match->root);
    *out = match;
    return ERR_OK;
}

/* No deeper than prepare() went. */
static struct match_node *copy_node(const struct match_node *node, struct arena *arena)
{
    size_t count = node->query->child_count;
    struct match_node *copy = arena_zero(arena, 1, sizeof *copy);

    *copy = *node;
    copy->span = NULL;
    copy->children = arena_zero(arena, count, sizeof *copy->children);
    for (size_t i = 0; i < count; i++)
        copy->children[i] = copy_node(node->children[i], arena);
    return copy;
}

struct match *match_copy(const struct match *match, struct index_worker *worker,
                         struct arena *arena)
{
    struct match *copy = mem_zero(1, sizeof *copy);

    copy->worker = worker;
    copy->arena = arena;
    copy->deadline_ms = match->deadline_ms;
    copy->terms = terms_copy(match->terms, worker);
    copy->root = copy_node(match->root, arena);
    copy->has_leaves = match->has_leaves;
    copy->segment = SIZE_MAX;
    return copy;
}

static void free_spans(struct match_node *node)
{
    span_free(node->span);
    node->span = NULL;
    for (size_t i = 0; i < node->query->child_count && node->children[i] != NULL; i++)
        free_spans(node->children[i]);
}

void match_free(struct match *match)
{
    if (match == NULL)
        return;
    if (match->root != NULL)
        free_spans(match->root);
    terms_free(match->terms);
    free(match);
}

static void set_kind(struct bitmap *set, const struct columns *columns, enum spec_kind kind)
{
    bitmap_clear(set);
    for (uint32_t i = 0; i < columns->section_count; i++) {
        const struct columns_profile *profile = &columns->profiles[columns->sections[i].profile];
        if ((profile->masks[FACET_SECTION] >> kind & 1) != 0)
            bitmap_add(set, i);
    }
}

/* The sections of an agency, in any case. */
static void set_agency(struct bitmap *set, const struct columns *columns, struct str agency)
{
    struct buf wanted = {0}, name = {0};

    bitmap_clear(set);
    schema_lower_term(&wanted, "", agency);
    for (uint32_t v = 0; v < columns->dictionaries[FACET_AGENCY].count; v++) {
        schema_lower_term(&name, "", columns->dictionaries[FACET_AGENCY].values[v]);
        if (!str_eq(buf_view(&name), buf_view(&wanted)))
            continue;
        for (uint32_t c = 0; c < columns->class_count; c++)
            if (columns->classes[c].values[FACET_AGENCY] == v)
                bitmap_add_range(set, columns->classes[c].first, columns->classes[c].count);
    }
    buf_free(&wanted);
    buf_free(&name);
}

/* Is it one of the parts of a query that relaxing joins by OR? */
static bool is_part(const struct match_node *node)
{
    return query_leaf_count(node->query) > 0;
}

static enum err_code evaluate(struct bitmap *set, struct match *match, struct match_node *node,
                              const struct bitmap *within, bool positive, struct err *err);

/* What comes first narrows what is asked of the rest: see put_in_order(). */
static enum err_code evaluate_and(struct bitmap *set, struct match *match, struct match_node *node,
                                  const struct bitmap *within, bool positive, struct err *err)
{
    struct bitmap child;
    enum err_code code = ERR_OK;

    *set = *within;
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = evaluate(&child, match, node->children[i], set, positive, err);
        if (code == ERR_OK)
            *set = child;
    }
    return code;
}

static enum err_code evaluate_or(struct bitmap *set, struct match *match, struct match_node *node,
                                 const struct bitmap *within, bool positive, struct err *err)
{
    struct bitmap child;
    enum err_code code = ERR_OK;

    bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        if (!is_part(node->children[i]))
            continue;
        code = evaluate(&child, match, node->children[i], within, positive, err);
        if (code == ERR_OK)
            bitmap_or(set, &child);
    }
    return code;
}

/* A leaf or a proximity; a word is found in the title, too. */
static enum err_code evaluate_own(struct bitmap *set, struct match *match, struct match_node *node,
                                  const struct bitmap *within, bool positive, struct err *err)
{
    enum err_code code = match_own(set, match, node, within, err);

    if (code != ERR_OK)
        return code;
    if (positive)
        bitmap_or(&match->own, set);
    if (node->title != MATCH_NO_TERM) {
        code = match_add_term(set, match, node->title, within, err);
        bitmap_and(set, within);
    }
    return code;
}

/* Sets *set to the sections of `within` that a node finds; what is outside of NOT and stands in a
 * section itself is added to match->own. */
static enum err_code evaluate(struct bitmap *set, struct match *match, struct match_node *node,
                              const struct bitmap *within, bool positive, struct err *err)
{
    const struct columns *columns = &match_segment_at(match, match->segment)->columns;
    struct bitmap found;
    enum err_code code = ERR_OK;

    switch (node->query->type) {
    case QUERY_AND:
        return evaluate_and(set, match, node, within, positive, err);
    case QUERY_OR:
        return evaluate_or(set, match, node, within, positive, err);
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
    case QUERY_NEAR:
        return evaluate_own(set, match, node, within, positive, err);
    case QUERY_NOT:
        code = evaluate(&found, match, node->children[0], within, false, err);
        *set = *within;
        if (code == ERR_OK)
            bitmap_and_not(set, &found);
        return code;
    case QUERY_KIND:
        set_kind(&found, columns, node->query->kind);
        bitmap_and(&found, within);
        return evaluate(set, match, node->children[0], &found, positive, err);
    case QUERY_FIELD:
        if (node->query->field != QUERY_AGENCY)
            return match_all_terms(set, match, node, within, err);
        set_agency(set, columns, node->query->value);
        bitmap_and(set, within);
        return ERR_OK;
    case QUERY_HEADING:
    case QUERY_COMPARE:
    case QUERY_MODALITY:
        break; /* refused when prepared */
    }
    return ERR_OK;
}

/* Adds to match->own the sections of *rest that hold some leaf or proximity outside of NOT, and
 * takes them out of it. The evaluation passes over what cannot change its result: where one part of
 * an AND fails, the others are not looked for. */
static enum err_code complete_own(struct bitmap *rest, struct match *match, struct match_node *node,
                                  struct err *err)
{
    enum query_type type = node->query->type;
    enum err_code code = ERR_OK;
    struct bitmap found;

    if (type == QUERY_NOT || bitmap_is_empty(rest))
        return ERR_OK;
    if (query_is_leaf(type) || type == QUERY_NEAR) {
        code = match_own(&found, match, node, rest, err);
        if (code == ERR_OK) {
            bitmap_or(&match->own, &found);
            bitmap_and_not(rest, &found);
        }
        return code;
    }
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++)
        code = complete_own(rest, match, node->children[i], err);
    return code;
}

/* What holds of a query even if one of its parts is enough. */
static enum err_code evaluate_rest(struct bitmap *set, struct match *match,
                                   const struct bitmap *live, struct err *err)
{
    const struct columns *columns = &match_segment_at(match, match->segment)->columns;
    enum err_code code = ERR_OK;
    struct bitmap child;

    *set = *live;
    for (size_t i = 0; code == ERR_OK && i < match->root->query->child_count; i++) {
        struct match_node *node = match->root->children[i];
        if (!is_part(node)) {
            code = evaluate(&child, match, node, set, true, err);
            if (code == ERR_OK)
                *set = child;
        } else if (node->query->type == QUERY_KIND) {
            set_kind(&child, columns, node->query->kind);
            bitmap_and(set, &child);
        }
    }
    return code;
}

enum err_code match_segment(struct bitmap *matches, struct match *match, size_t segment, bool any,
                            struct err *err)
{
    const struct bitmap *live = &index_segments(match->worker->index)[segment].live;
    struct bitmap within;
    enum err_code code = deadline_check(match->deadline_ms, err);

    if (code != ERR_OK)
        return code;
    if (match->segment != segment)
        free_spans(match->root);
    match->segment = segment;
    bitmap_clear(&match->own);
    if (any) {
        code = evaluate_rest(&within, match, live, err);
        if (code == ERR_OK)
            code = evaluate_or(matches, match, match->root, &within, true, err);
    } else {
        code = evaluate(matches, match, match->root, live, true, err);
    }
    if (code != ERR_OK || !match->has_leaves)
        return code;
    within = *matches;
    bitmap_and_not(&within, &match->own);
    code = complete_own(&within, match, match->root, err);
    bitmap_and(matches, &match->own);
    return code;
}

uint64_t match_work(const struct match *match)
{
    uint64_t work = terms_work(match->terms);

    return match->has_leaves ? work : work + index_section_count(match->worker->index);
}

enum err_code match_scores(const float **scores, struct match *match, size_t segment,
                           const struct bitmap *of, struct err *err)
{
    *scores = match->scores;
    return terms_score(match->scores, match->terms, segment, of, err);
}
