/* Postings: which sections of a segment have a term, and how often. Read from Xapian in blocks. */
#ifndef SEARCH_POSTINGS_H
#define SEARCH_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/bitmap.h"
#include "search/index.h"

struct postings {
    uint16_t *sections; /* their numbers in the segment, from 0, ascending */
    uint16_t *counts;   /* occurrences of the term in each, 65,535 at most */
    uint32_t count, capacity;
};

/* Reads the live postings of a term (schema.h) in a segment; what was in *postings is lost.
 * ERR_TIMEOUT past the deadline. */
enum err_code postings_read(struct postings *postings, struct index_worker *worker, size_t segment,
                            struct str term, uint64_t deadline_ms, struct err *err);

/* As postings_read, but only those of sections that are in `within`, which are live. */
enum err_code postings_look_up(struct postings *postings, struct index_worker *worker,
                               size_t segment, struct str term, const struct bitmap *within,
                               uint64_t deadline_ms, struct err *err);

void postings_free(struct postings *postings); /* what is all zero is fine */

/* Adds the sections to a set. */
void postings_add_to(struct bitmap *set, const struct postings *postings);

#endif
