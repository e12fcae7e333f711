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

/* The block that begins with row `from`: up to a step of gutter->block_step, or the gutter's end.
 */
struct pdf_block pdf_block_at(const struct pdf_region *region, const struct pdf_gutter *gutter,
                              size_t from);

/* Must its cells be read one after the other, since their lines do not face each other? */
bool pdf_block_is_uneven(const struct pdf_block *block);

/* Is this a table that has uneven blocks? Then each label stands beside a text that begins at its
 * height or has the same middle, at least for most. Sets gutter->block_step to the step between
 * lines that shows it best, since paragraphs within a cell stand apart too. */
bool pdf_blocks_are_cells(const struct pdf_region *region, struct pdf_gutter *gutter);

#endif
