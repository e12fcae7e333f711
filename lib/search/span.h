/* Spans: where in a section a query's words, phrases, prefixes and proximities stand. The one
 * function behind matching of all but single words, highlights and snippets, so that what is found,
 * counted and marked cannot disagree.
 *
 * A query is compiled for a segment, whose vocabulary it is resolved in, and then looked for in the
 * tokens of its sections. Places are numbers of words, from 0, those of the heading first; no span
 * runs from the heading into the text. */
#ifndef SEARCH_SPAN_H
#define SEARCH_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/query.h"
#include "search/tokens.h"
#include "search/vocabulary.h"

struct span {
    uint32_t first, last; /* words, both belong to it */
};

/* In ascending order, by first and then by last word, each once. */
struct span_list {
    struct span *items;
    size_t count, capacity;
};

struct span_node;

/* Compiles a node of any type: what is under NOT, and fields of the class, stand nowhere. The query
 * must live as long; memory is the arena's, but for what looking takes: span_free(). */
struct span_node *span_compile(const struct query_node *query, const struct vocabulary *vocabulary,
                               struct arena *arena);
void span_free(struct span_node *node); /* NULL is fine */

/* Needs it the sentences of a section (tokens_read)? */
bool span_needs_sentences(const struct span_node *node);

/* Appends the words of a phrase, encoded (tokens_encode), if each can be one word only. */
void span_encode(struct buf *out, const struct span_node *node);

/* Does it stand in the section? Of an AND or OR: does any child? */
enum err_code span_stands(bool *stands, struct span_node *node,
                          const struct tokens_section *section, struct err *err);

/* Where it stands; of an AND or OR, where any child does. A proximity in words stands from the
 * first word of the one to the last of the other, for each pair that is near enough and does not
 * overlap. One in a sentence or paragraph stands once in each that holds such a pair, over all that
 * it holds of both. What stands between the first and the last word of a proximity is near it, too,
 * whatever stands there: a /5 b /5 c finds "a c b". Valid until the node is used again. ERR_LIMIT
 * if a proximity, or what is joined, has too many places. */
enum err_code span_find(const struct span_list **spans, struct span_node *node,
                        const struct tokens_section *section, struct err *err);

/* What is to be marked: marked[i] is set for each word that belongs to a word, phrase or prefix
 * that stands there, within a place of the outermost proximity if it is sought in one. `marked`
 * has section->count elements, all false. */
enum err_code span_mark(bool *marked, struct span_node *node, const struct tokens_section *section,
                        struct err *err);

#endif
