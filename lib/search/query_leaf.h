/* The nodes without children of a query's tree: words, phrases and prefixes, fields, comparisons
 * and modalities, from what is written. */
#ifndef SEARCH_QUERY_LEAF_H
#define SEARCH_QUERY_LEAF_H

#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/query.h"
#include "search/query_lexer.h"

/* What makes nodes; it counts them against the limits. */
struct query_maker {
    struct query_text text; /* of the query */
    struct stemmer *stemmer;
    struct arena *arena;
    size_t parts, words;
};

struct query_list {
    struct query_node **items; /* in the arena */
    size_t count, capacity;
};

void query_list_add(struct query_list *list, struct query_node *node, struct arena *arena);

struct query_node *query_node_new(struct query_maker *maker, enum query_type type, int position);

/* Appends the leaves of a run or of quoted text; none if it holds no word. ERR_USAGE: a star where
 * none may stand. ERR_LIMIT, here and below: too many words or parts. */
enum err_code query_leaves_add(struct query_list *list, struct query_maker *maker,
                               const struct query_token *token, struct err *err);

/* What a field's scope and the run or quoted text behind it ask for. ERR_USAGE: a star. */
enum err_code query_field_make(struct query_node **node, struct query_maker *maker,
                               const struct query_token *scope, const struct query_token *value,
                               struct err *err);

/* What a COMPARE asks for. ERR_USAGE: its value is none. */
enum err_code query_comparison_make(struct query_node **node, struct query_maker *maker,
                                    const struct query_token *token, struct err *err);

/* A MODALITY of none yet. */
enum err_code query_modality_make(struct query_node **node, struct query_maker *maker,
                                  const struct query_token *scope, struct err *err);

/* Adds the one that a token names. ERR_USAGE if it names none. */
enum err_code query_modality_add(struct query_node *node, const struct query_token *name,
                                 struct err *err);

#endif
