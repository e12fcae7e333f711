/* Places: where in a section stands what a query seeks: its words, phrases, prefixes and
 * proximities outside of NOT (span.h), each in the sections of its scope and, if it is sought in
 * headings, in those alone. Places may overlap; what several parts find is one place. */
#ifndef SEARCH_PLACES_H
#define SEARCH_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/query.h"
#include "search/segment.h"
#include "search/span.h"

struct sought;

/* What a query seeks, in the arena; what the root was made of must live as long. `verbatim`: NULL,
 * or the text of the query, which stands as it was typed (verbatim.h). */
struct sought *sought_of(const struct query_node *root, const struct str *verbatim,
                         struct arena *arena);

struct places;

/* For the sections of a segment. What is not the arena's is freed by places_free(). */
struct places *places_compile(const struct sought *sought, const struct segment *segment,
                              struct arena *arena);
void places_free(struct places *places); /* NULL is fine */

struct places_found {
    struct span_list spans;       /* in order, each once; until the next section is looked at */
    struct tokens_section words;  /* in the buffer */
    struct record_section record; /* in the arena, if it was wanted */
};

/* Reads section i (docid i + 1) and finds the places in it. The record is read if it is wanted, or
 * needed for what is sought. ERR_LIMIT as of spans. */
enum err_code places_find(struct places_found *found, struct places *places, uint32_t i,
                          bool wants_record, struct tokens_buffer *buffer, struct arena *arena,
                          struct err *err);

#endif
