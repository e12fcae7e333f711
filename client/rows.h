/* Hits as rows for spreadsheets and scripts, one header row first.
 *
 * CSV is that of base/csv.h. TSV rows end in LF; tab, newline, return and backslash in a cell are
 * written \t \n \r \\; other control characters and those that reorder text become U+FFFD. Several
 * kinds are parted by a space; what is not there is an empty cell. */
#ifndef CLIENT_ROWS_H
#define CLIENT_ROWS_H

#include "client/answer.h"
#include "client/output.h"

enum rows_format { ROWS_CSV, ROWS_TSV };

struct rows_shape {
    enum rows_format format;
    bool classes; /* a row is a class with its first hit, and has a cell for how many match */
    bool texts;   /* the last cell is all of the section's text, not a snippet */
};

void rows_write_header(struct output *out, struct rows_shape shape);
void rows_write_hit(struct output *out, struct rows_shape shape, const struct answer_hit *hit);

/* Similar classes or sections; of a class the cells that a section has are empty. */
void rows_write_similar_header(struct output *out, enum rows_format format);
void rows_write_similar(struct output *out, enum rows_format format,
                        const struct answer_similar_hit *similar);

/* A row of any cells, or of names, as the header. */
void rows_write_cells(struct output *out, enum rows_format format, const struct str *cells,
                      size_t count);
void rows_write_names(struct output *out, enum rows_format format, const char *const *names,
                      size_t count);

/* Cells of a number, empty if it is negative, and of kinds. */
struct rows_number {
    char text[24];
};
struct str rows_number(struct rows_number *number, long long value);
void rows_kinds(struct buf *kinds, const struct answer_section *section);

/* A line of a table for people: each cell has the columns that `widths` gives it, or more. Numbers
 * stand at the right of theirs; nothing stands behind the last cell that has something. */
void rows_print(struct output *out, const struct str *cells, const bool *numbers,
                const size_t *widths, size_t count);

#endif
