/* A query in plain English, part by part. */
#ifndef SEARCH_WORDING_H
#define SEARCH_WORDING_H

#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"
#include "search/query.h"

/* How many words of a stem or a beginning are named; of more it is said how many. */
enum { WORDING_WORDS = 6 };

/* Appends the sentence that says what a child of the root asks for. */
void wording_part(struct buf *out, const struct query_node *part, const struct index *index,
                  struct arena *arena);

/* Appends what the parts of a query ask for together, in as many sentences. */
void wording_query(struct buf *out, const struct query_node *root, const struct index *index,
                   struct arena *arena);

#endif
