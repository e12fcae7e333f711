/* Gutters: where a region of a page is cut. pdf_columns.h says by which rule. */
#ifndef READ_PDF_GUTTER_H
#define READ_PDF_GUTTER_H

#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_region.h"

struct pdf_gutter {
    size_t from, to; /* rows beside it: from <= i < to */
    float x;         /* its middle */
    bool cells;      /* it parts labels and texts (pdf_blocks.h); otherwise columns */
};

/* The gutter that parts most rows; false if there is none at which to cut. */
bool pdf_gutter_find(struct pdf_gutter *gutter, const struct pdf_region *region);

#endif
