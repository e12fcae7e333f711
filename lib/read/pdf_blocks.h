/* Blocks: the rows of a table whose cells hold several lines, as a gutter parts them. */
#ifndef READ_PDF_BLOCKS_H
#define READ_PDF_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_gutter.h"

struct pdf_block {
    size_t from, to;    /* rows of the region */
    size_t left, right; /* how many of them have words on that side */
    size_t level;       /* on both sides, on one baseline */
    float left_top, left_bottom, right_top, right_bottom; /* baselines */
};

/* The block that begins with row `from`: up to a space wider than within cells, or the gutter's
 * end. `leading` is from pdf_blocks_leading(). */
struct pdf_block pdf_block_at(const struct pdf_region *region, const struct pdf_gutter *gutter,
                              size_t from, float leading);

/* The least step from a line to the next one on the same side. */
float pdf_blocks_leading(const struct pdf_region *region, const struct pdf_gutter *gutter);

/* Must its cells be read one after the other, since their lines do not face each other? */
bool pdf_block_is_uneven(const struct pdf_block *block);

/* Is this a table that has uneven blocks? Then most of its cells begin at one height, or are set
 * around one middle. */
bool pdf_blocks_are_cells(const struct pdf_region *region, const struct pdf_gutter *gutter);

#endif
