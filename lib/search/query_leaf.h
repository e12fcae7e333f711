/* The leaves of a query's tree: words, phrases and prefixes from what is written. */
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
    struct str text; /* the query */
    struct stemmer *stemmer;
    struct arena *arena;
    size_t parts, words;
};

struct query_list {
    struct query_node **items; /* in the arena */
    size_t count, capacity;
};

void query_list_add(struct query_list *list, struct query_node *node, struct arena *arena);

/* A node that begins at the byte `at` of the query. */
struct query_node *query_node_new(struct query_maker *maker, enum query_type type, size_t at);

/* Counts one part more. ERR_LIMIT if that is one too many, with the position of `at`. */
enum err_code query_part_add(struct query_maker *maker, size_t at, struct err *err);

/* Appends the words of `text`, a part of the query, to a node's. ERR_LIMIT if they are too many. */
enum err_code query_words_add(struct query_node *node, struct query_maker *maker, struct str text,
                              struct err *err);

/* Appends the leaves of a run or of quoted text; none if it holds no word. ERR_USAGE: a star where
 * none may stand. */
enum err_code query_leaves_add(struct query_list *list, struct query_maker *maker,
                               const struct query_token *token, struct err *err);

/* ERR_USAGE, with its position, if there is a star in `text`, a part of the query. */
enum err_code query_no_star(const struct query_maker *maker, struct str text, struct err *err);

#endif
