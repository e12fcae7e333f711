/* Occurrences as text for a person, and as rows. */
#ifndef CLIENT_OCCURRENCES_PRINT_H
#define CLIENT_OCCURRENCES_PRINT_H

#include "client/occurrences_read.h"
#include "client/output.h"

/* "2 occurrences in 2 sections of 1 class", and what is sought. */
void occurrences_print_head(struct output *out, const struct occurrences_head *head);

/* A bar for each agency and each kind of section. */
void occurrences_print_dispersion(struct output *out, const struct occurrences_head *head);

/* What was printed last; all zero at first. */
struct occurrences_printed {
    struct buf class_id; /* buf_free() it */
    long long ordinal;
};

/* A line in context: by place below its class and section, which are said once; `alone`: behind the
 * id of its class and its line. */
void occurrences_print_row(struct output *out, struct occurrences_printed *printed, bool alone,
                           const struct occurrence *row);

/* As CSV, as the daemon writes it. */
void occurrences_write_header(struct output *out);
void occurrences_write_row(struct output *out, const struct occurrence *row);

#endif
