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

/* A row of any cells. */
void rows_write_cells(struct output *out, enum rows_format format, const struct str *cells,
                      size_t count);

#endif
