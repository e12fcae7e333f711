/* A region of a page as rows, and what stands beside a vertical cut through it. */
#ifndef READ_PDF_REGION_H
#define READ_PDF_REGION_H

#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_rows.h"
#include "read/pdf_words.h"

struct pdf_region {
    const struct pdf_word *words;
    const size_t *order;
    const struct pdf_row *rows; /* from top to bottom */
    size_t count;
    float em; /* the usual letter size */
};

/* What stands on the sides of x in one row. */
struct pdf_beside {
    size_t left, right; /* words */
    size_t left_letters, right_letters;
    float left_x0, left_x1, right_x0, right_x1;
    float left_base, right_base; /* of the words next to the cut */
};

struct pdf_beside pdf_region_beside(const struct pdf_region *region, size_t row, float x);

/* Do both sides have words, on one baseline? */
bool pdf_beside_level(const struct pdf_beside *beside, float em);

#endif
