/* Usage: how often a stem occurs in each class, or each section, of a segment.
 *
 * A title names the work in two or three words that need not stand in the text again, so for a
 * class a stem of the title counts as USAGE_TITLE occurrences more. */
#ifndef SEARCH_USAGE_H
#define SEARCH_USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/index.h"
#include "search/postings.h"

enum { USAGE_TITLE = 8 };

struct usage {
    uint32_t *units;  /* classes by their number in the segment, or sections from 0; ascending */
    uint32_t *counts; /* one at least for each */
    size_t count, capacity;
    struct postings text, title; /* to read with */
};

/* Reads it of the live classes of a segment, or of its live sections (`classes` is false); what was
 * in *usage is lost. ERR_TIMEOUT past the deadline. */
enum err_code usage_read(struct usage *usage, struct index_worker *worker, size_t segment,
                         struct str stem, bool classes, uint64_t deadline_ms, struct err *err);

void usage_free(struct usage *usage); /* what is all zero is fine */

#endif
