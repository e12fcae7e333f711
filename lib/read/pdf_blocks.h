/* Blocks: the rows of a table whose cells hold several lines, as a gutter parts them into labels
 * and texts.
 *
 * Lines on one side that stand close together are a run. Each label, a run on the left, takes as
 * many of the next runs on the right as make a text that begins at its height, in some tables, or
 * that has its middle, in others. A text may begin the table without a label (it comes from the
 * page before), and a label may have no text. If this works out for nearly all labels, it is such a
 * table. */
#ifndef READ_PDF_BLOCKS_H
#define READ_PDF_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_gutter.h"

enum { PDF_BLOCKS_MAX = 64 };

struct pdf_blocks {
    size_t starts[PDF_BLOCKS_MAX + 1]; /* rows of the region; the last one is the gutter's end */
    size_t count;
};

/* False if the gutter does not part labels and texts. */
bool pdf_blocks_find(struct pdf_blocks *blocks, const struct pdf_region *region,
                     const struct pdf_gutter *gutter);

/* Must the cells in rows from <= i < to be read one after the other, since their lines do not face
 * each other? */
bool pdf_block_is_uneven(const struct pdf_region *region, float x, size_t from, size_t to);

#endif
