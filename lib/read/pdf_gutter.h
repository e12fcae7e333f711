/* Gutters: where a region of a page is cut. pdf_columns.h says by which rule. */
#ifndef READ_PDF_GUTTER_H
#define READ_PDF_GUTTER_H

#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_rows.h"
#include "read/pdf_words.h"

/* A region: its rows, from top to bottom. */
struct pdf_region {
    const struct pdf_word *words;
    const size_t *order;
    const struct pdf_row *rows;
    size_t count;
    float em; /* the usual letter size */
};

struct pdf_gutter {
    size_t from, to; /* rows beside it: from <= i < to */
    float x;         /* its middle */
};

/* The gutter between columns that parts most rows; false if there is none. */
bool pdf_gutter_find(struct pdf_gutter *gutter, const struct pdf_region *region);

#endif
