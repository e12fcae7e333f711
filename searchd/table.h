/* Tables for spreadsheets: rows of cells under a header, as CSV or as an Excel workbook, sent while
 * they are made. Whatever lists something for people to take away goes through here.
 *
 * Cells are texts or numbers, never formulas, whatever they begin with. As CSV (csv.h) they stand
 * behind a byte order mark, by which spreadsheets know UTF-8. A workbook (workbook.h) may have
 * several sheets, of which CSV has the first alone: what comes in the others is dropped. */
#ifndef SEARCHD_TABLE_H
#define SEARCHD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum table_format { TABLE_CSV, TABLE_XLSX };

/* "csv" or "xlsx"; false if it is neither. */
bool table_format_from_name(enum table_format *format, struct str name);

#define TABLE_CSV_TYPE  "text/csv; charset=utf-8; header=present"
#define TABLE_XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* How many rows Excel has below the header. CSV has any number. */
enum { TABLE_ROWS_MAX = (1 << 20) - 1 };

/* ERR_LIMIT, with what to do, if a table of this format cannot have so many rows. */
enum err_code table_check_rows(enum table_format format, uint64_t rows, struct err *err);

struct table_column {
    const char *name;
    unsigned width; /* in characters; longer texts are wrapped */
};

struct table_sheet {
    const char *name; /* letters; shown on its tab */
    const struct table_column *columns;
    size_t count;
    bool is_list; /* the header stays in sight, and rows can be filtered by their cells */
};

enum table_type { TABLE_TEXT, TABLE_NUMBER };

/* A piece of a text that a workbook sets off. */
struct table_mark {
    uint32_t start, end; /* in code points, half-open */
    bool strong;         /* bold and underlined; else underlined */
};

struct table_cell {
    enum table_type type;
    struct str text; /* of a number, its digits as they are to be shown; empty: an empty cell */
    /* The address, percent-encoded, that it leads to in a workbook; empty: none. */
    struct str links;
    const struct table_mark *marks; /* in order, none over another */
    size_t mark_count;
};

static inline struct table_cell table_text(struct str text)
{
    return (struct table_cell){.text = text};
}

static inline struct table_cell table_number(struct str digits)
{
    return (struct table_cell){.type = TABLE_NUMBER, .text = digits};
}

struct table;

/* The sheets have to live as long as the table. Each function that has a buffer appends to it what
 * is to be sent next. */
enum err_code table_new(struct table **table, enum table_format format,
                        const struct table_sheet *sheets, size_t count, struct err *err);
void table_free(struct table *table); /* NULL is fine */

/* Ends the sheet under way, and begins the next. */
enum err_code table_begin(struct buf *out, struct table *table, struct err *err);

/* A row of the sheet that was begun last, with a cell for each of its columns. */
enum err_code table_row(struct buf *out, struct table *table, const struct table_cell *cells,
                        struct err *err);

/* Ends the last sheet, and the table: a workbook that has not got so far opens nowhere. */
enum err_code table_end(struct buf *out, struct table *table, struct err *err);

/* What a workbook had no room for so far. CSV has room for everything. */
struct table_losses {
    uint64_t cut;      /* cells that were too long, each marked where it is cut */
    uint64_t unlinked; /* cells that have their text, and not the link */
};

struct table_losses table_losses(const struct table *table);

#endif
