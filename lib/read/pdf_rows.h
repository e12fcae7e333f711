/* Rows: words that stand on one baseline, from left to right. */
#ifndef READ_PDF_ROWS_H
#define READ_PDF_ROWS_H

#include <stddef.h>

#include "read/pdf_words.h"

struct pdf_row {
    size_t first, count;  /* in the array of word numbers that it was made from */
    float x0, y0, x1, y1; /* box around its words */
    float base, size;     /* of most of its letters */
};

/* Sorts `count` numbers of words into rows, from top to bottom, and fills `rows` (room for
 * `count`). Returns how many there are. */
size_t pdf_rows_make(struct pdf_row *rows, size_t *order, size_t count,
                     const struct pdf_word *words);

/* The size in points that most letters of so many words have, to a quarter of a point. */
float pdf_usual_size(const struct pdf_word *words, size_t count);

#endif
