/* What differs, as it is printed: JSON objects a line, or the same for people. */
#ifndef INDEXER_DIFF_PRINT_H
#define INDEXER_DIFF_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* How two lists compare. */
struct diff_counts {
    size_t old, new; /* all there are */
    size_t same, changed, appeared, vanished;
};

enum diff_change { DIFF_APPEARED, DIFF_VANISHED, DIFF_CHANGED, DIFF_MOVED };

const char *diff_change_name(enum diff_change change);
char diff_change_mark(enum diff_change change); /* + - ~ > */

json_t *diff_text(struct str s);
json_t *diff_text_or_null(struct str s); /* null if it is empty */

/* {"old": ..., "new": ..., "same": ..., `changed`: ..., "appeared": ..., "vanished": ...} */
json_t *diff_counts_json(const struct diff_counts *counts, const char *changed);

/* "sources: 3 and 4: 2 same, 1 changed, 1 appeared, 0 vanished" on a line. */
void diff_print_counts(const char *of, const struct diff_counts *counts, const char *changed);

/* Prints an object on a line, and drops it. */
void diff_print_json(json_t *object);

/* Prints a text for people: control characters are '?'. */
void diff_print_text(struct str s);

#endif
