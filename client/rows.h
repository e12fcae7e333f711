/* Hits as rows for spreadsheets and scripts, one header row first.
 *
 * CSV is RFC 4180's: cells with a comma, quote or line end are quoted, rows end in CRLF. A cell
 * that a spreadsheet would run as a formula gets an apostrophe before it. TSV rows end in LF; tab,
 * newline, return and backslash in a cell are written \t \n \r \\. Other control characters and
 * those that reorder text become U+FFFD in both. Several kinds are parted by a space; what is not
 * there is an empty cell. */
#ifndef CLIENT_ROWS_H
#define CLIENT_ROWS_H

#include "client/answer.h"
#include "client/output.h"

enum rows_format { ROWS_CSV, ROWS_TSV };

void rows_write_header(struct output *out, enum rows_format format);
void rows_write_hit(struct output *out, enum rows_format format, const struct answer_hit *hit);

#endif
