/* An Excel workbook (Office Open XML, ECMA-376 part 1, SpreadsheetML), sent while it is made: rows
 * are packed as they come, and what has to stand behind them is the only thing that memory keeps.
 *
 * Texts stand in their cells as inline strings, so that there is no table of them, and never as
 * formulas; one that begins as a formula does is marked as text, for whoever edits the cell. What
 * XML cannot hold, other control characters and those that reorder text become U+FFFD, as in CSV; a
 * text that looks like an escape of Excel's (_x000D_) is escaped itself. What is longer than a cell
 * of Excel can be is cut, and says so where it is cut. */
#ifndef SEARCHD_WORKBOOK_H
#define SEARCHD_WORKBOOK_H

#include "searchd/table.h"

enum {
    WORKBOOK_CELL_MAX = 32767,     /* units of UTF-16 */
    WORKBOOK_LINKS_MAX = 65530,    /* of a sheet */
    WORKBOOK_ADDRESS_MAX = 2079,   /* bytes of a link */
    WORKBOOK_TARGETS_MAX = 8 << 20 /* bytes of all links of a sheet, which memory has to keep */
};

struct workbook;

/* As table_new() and so on. */
enum err_code workbook_new(struct workbook **workbook, const struct table_sheet *sheets,
                           size_t count, struct err *err);
void workbook_free(struct workbook *workbook); /* NULL is fine */
enum err_code workbook_begin(struct buf *out, struct workbook *workbook, struct err *err);
enum err_code workbook_row(struct buf *out, struct workbook *workbook,
                           const struct table_cell *cells, struct err *err);
enum err_code workbook_finish(struct buf *out, struct workbook *workbook, struct err *err);
struct table_losses workbook_losses(const struct workbook *workbook);

/* Appends a text as the content of an XML element. True if it had to be cut. */
bool workbook_add_text(struct buf *xml, struct str text);

/* Appends a text with its marks as an inline string. One that has to be cut has no marks. */
bool workbook_add_string(struct buf *xml, const struct table_cell *cell);

#endif
