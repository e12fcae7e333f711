/* Inside matching: a query's tree with what is needed to evaluate it. Shared by match.c, which
 * joins what nodes find, and match_own.c, which looks where they stand in sections themselves. */
#ifndef SEARCH_MATCH_NODE_H
#define SEARCH_MATCH_NODE_H

#include "search/match.h"
#include "search/span.h"
#include "search/terms.h"

#define MATCH_NO_TERM SIZE_MAX

/* A node of the query with its terms: of a leaf those of its words' stems, of fields their own. */
struct match_node {
    const struct query_node *query;
    struct match_node **children;
    size_t *terms, term_count;
    size_t title;           /* of a word: the title's term; else MATCH_NO_TERM */
    struct span_node *span; /* what the tokens decide, compiled for match->segment */
};

struct match {
    struct index_worker *worker;
    struct arena *arena;
    uint64_t deadline_ms;
    struct terms *terms;
    struct match_node *root;
    bool has_leaves;
    size_t segment;                            /* that is at hand; SIZE_MAX: none */
    struct bitmap own;                         /* its sections that hold some leaf themselves */
    uint16_t candidates[SEGMENT_SECTIONS_MAX]; /* to be verified */
    float scores[SEGMENT_SECTIONS_MAX];
};

static inline const struct segment *match_segment_at(const struct match *match, size_t segment)
{
    return &index_segments(match->worker->index)[segment].segment;
}

/* Adds to *set the sections of the segment at hand that have a term: all of `within` that do, and
 * perhaps others. */
enum err_code match_add_term(struct bitmap *set, struct match *match, size_t term,
                             const struct bitmap *within, struct err *err);

/* Sets *set to the sections of `within` that have all terms of a node; all if it has none. */
enum err_code match_all_terms(struct bitmap *set, struct match *match,
                              const struct match_node *node, const struct bitmap *within,
                              struct err *err);

/* Sets *set to the sections of `within` that hold a leaf or a proximity themselves. */
enum err_code match_own(struct bitmap *set, struct match *match, struct match_node *node,
                        const struct bitmap *within, struct err *err);

#endif
