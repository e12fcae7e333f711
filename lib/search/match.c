#include "search/match_node.h"

#include <stdlib.h>

#include "search/deadline.h"

enum err_code match_new(struct match **out, struct index_worker *worker,
                        const struct query_node *root, uint64_t deadline_ms, struct arena *arena,
                        struct err *err)
{
    struct match *match = mem_zero(1, sizeof *match);

    match->worker = worker;
    match->arena = arena;
    match->deadline_ms = deadline_ms;
    match->terms = terms_new(worker, deadline_ms);
    match->segment = SIZE_MAX;
    enum err_code code = match_prepare(match, root, err);
    if (code != ERR_OK) {
        match_free(match);
        return code;
    }
    terms_weigh(match->terms);
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
    copy->join = NULL;
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
    match_join_prepare(copy, copy->root);
    copy->scans = match->scans;
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

enum err_code match_segment(struct bitmap *matches, struct match *match, size_t segment, bool any,
                            struct err *err)
{
    const struct bitmap *live = &index_segments(match->worker->index)[segment].live;
    enum err_code code = deadline_check(match->deadline_ms, err);

    if (code != ERR_OK)
        return code;
    if (match->segment != segment)
        free_spans(match->root);
    match->segment = segment;
    if (any)
        return match_join_any(matches, match, live, err);
    return match_join(matches, match, match->root->join, live, 0, err);
}

uint64_t match_work(const struct match *match)
{
    uint64_t work = terms_work(match->terms);

    return match->scans ? work + index_section_count(match->worker->index) : work;
}

enum err_code match_scores(const float **scores, struct match *match, size_t segment,
                           const struct bitmap *of, struct err *err)
{
    *scores = match->scores;
    return terms_score(match->scores, match->terms, segment, of, err);
}
