/* The numbers at the head of an evidence pack, counted again from its rows: occurrences, sections
 * and classes, in all, by agency and by kind of section. On the way it is seen whether the rows are
 * in their order and none stands twice.
 *
 * Rows by place are counted as they pass. Of those that are sorted by their context a few bytes are
 * kept until all are there; a pack has OCCURRENCES_SORTED_MAX of them at most. */
#ifndef SEARCH_EVIDENCE_TOTALS_H
#define SEARCH_EVIDENCE_TOTALS_H

#include "search/evidence_pack.h"

struct evidence_totals;

/* `head` must live as long. */
struct evidence_totals *evidence_totals_new(const struct evidence_pack_head *head);
void evidence_totals_free(struct evidence_totals *totals); /* NULL is fine */

/* ERR_FORMAT if the row cannot stand there: it is out of its order or stands twice, or there are
 * more than can be sorted. Such a row counts for nothing. */
enum err_code evidence_totals_add(struct evidence_totals *totals,
                                  const struct evidence_pack_row *row, struct err *err);

/* Behind the last row. ERR_FORMAT: a row stands twice, or the head tells of other numbers. */
enum err_code evidence_totals_end(struct evidence_totals *totals, struct err *err);

#endif
