/* Cells of CSV as in RFC 4180: those with a comma, quote or line end are quoted, quotes doubled.
 *
 * Who opens a file in a spreadsheet must not run what stands in it: a cell that begins as a formula
 * does (= + - @, tab, return) gets an apostrophe before it. Control characters other than tabs and
 * line ends, those that reorder text, and bytes that are no UTF-8 become U+FFFD. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/str.h"

#define CSV_ROW_END "\r\n"

/* Appends a cell; the caller puts commas between cells and CSV_ROW_END behind them. */
void csv_cell(struct buf *out, struct str text);

#endif
