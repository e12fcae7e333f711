/* Postings: which sections of all segments have a term, and how often. Read from Xapian as a whole,
 * once for a query: document frequencies must be known before anything can be weighed, and those of
 * Xapian count dead sections, too. Four bytes a posting. */
#ifndef SEARCH_POSTINGS_H
#define SEARCH_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/bitmap.h"
#include "search/index.h"

struct postings {
    uint16_t *sections; /* numbers in their segment, from 0; ascending in each segment */
    uint16_t *counts;   /* occurrences of the term in each, 65,535 at most */
    size_t *starts;     /* those of segment i are starts[i] .. starts[i + 1] - 1 */
    uint32_t live;      /* how many sections they are: the document frequency */
    size_t capacity;
};

/* Reads the postings of a term (schema.h) that are live. ERR_TIMEOUT past the deadline. */
enum err_code postings_read(struct postings *postings, struct index_worker *worker, struct str term,
                            uint64_t deadline_ms, struct err *err);
void postings_free(struct postings *postings); /* what is all zero is fine */

/* Adds the sections of one segment to a set. */
void postings_add_to(struct bitmap *set, const struct postings *postings, size_t segment);

#endif
