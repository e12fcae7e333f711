/* Hits and facet counts as text for a person. */
#ifndef CLIENT_HITS_H
#define CLIENT_HITS_H

#include "base/err.h"
#include "client/answer.h"
#include "client/output.h"

void hits_print_totals(struct output *out, const struct answer_page *page);
void hits_print(struct output *out, const struct answer_page *page);

/* What there is to say of a query, a line each, and what is offered. */
void hits_print_notes(struct output *out, const struct answer_note *notes, size_t count);

/* Says on standard error that rows answer another query than the one typed, or less of it, since
 * they cannot say it themselves, nothing of it if there are none; and what there is to say of the
 * query. */
void hits_complain(const struct answer_query *query, long long rows);

/* A row of an export: a hit with all of its section's text. */
void hits_print_row(struct output *out, const struct answer_hit *hit);

/* A class, and, if this is of a section, the section and its place. */
void hits_print_head(struct output *out, const struct answer_hit *hit, bool is_section);

/* The section of a hit, and its place. */
void hits_print_section(struct output *out, const struct answer_hit *hit);

/* The line that says how to get the next page, if there is one. */
void hits_print_next(struct output *out, const struct answer_page *page);

/* Counts by the values of each filter; a "*" marks the values asked for. Writes
 * nothing and returns ERR_FORMAT if the answer holds something else. */
enum err_code hits_print_facets(struct output *out, const struct answer *answer, struct err *err);

/* "[licensure, education]", for show, too. */
void hits_print_kinds(struct output *out, const struct answer_section *section);

#endif
