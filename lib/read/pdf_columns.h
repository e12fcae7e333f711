/* Reading order: columns one after the other, rows of tables and label/value pairs whole.
 *
 * A page is cut along gutters. A gutter is a rectangle without words, wider than words are set
 * apart, with words on both of its sides; rectangles are found by sweeping over the rows, each of
 * which narrows or ends those above it (a case of T. Breuel, "Two geometric algorithms for layout
 * analysis", DAS 2002, with rows for obstacles). A gutter parts labels and texts of a form
 * (pdf_blocks.h), or columns, if the lines beside it do not share baselines, or if both sides are
 * running text; otherwise it stands between the cells of rows, and nothing is cut. */
#ifndef READ_PDF_COLUMNS_H
#define READ_PDF_COLUMNS_H

#include <stddef.h>

#include "read/pdf_rows.h"
#include "read/pdf_words.h"

struct pdf_line {
    struct pdf_row row; /* its words are numbers in `order` of the reading */
    unsigned page;      /* 0-based */
    unsigned region;    /* lines of one column or of one run of full width share a number */
    float left, right;  /* of the region */
    bool cells;         /* labels and texts face each other in it */
};

struct pdf_reading {
    size_t *order; /* numbers of words */
    size_t word_count;
    struct pdf_line *lines;
    size_t count, capacity;
    unsigned regions;
};

/* Puts all words that are no furniture into lines, in reading order. Free what it holds with
 * pdf_reading_free(). */
void pdf_reading_make(struct pdf_reading *reading, const struct pdf_text *text);
void pdf_reading_free(struct pdf_reading *reading);

#endif
