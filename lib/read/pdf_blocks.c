#include "read/pdf_blocks.h"

#include <math.h>

static const float WIDE_STEP = 1.22f;  /* in leadings: parts blocks */
static const float SAME_HEIGHT = 0.3f; /* in letter sizes */

float pdf_blocks_leading(const struct pdf_region *region, const struct pdf_gutter *gutter)
{
    float left = NAN, right = NAN, least = 1e6f; /* a comparison with NAN is false */

    for (size_t i = gutter->from; i < gutter->to; i++) {
        struct pdf_beside beside = pdf_region_beside(region, i, gutter->x);
        float base = region->rows[i].base, shortest = 0.85f * region->em;
        if (beside.left > 0) {
            if (base - left >= shortest)
                least = fminf(least, base - left);
            left = base;
        }
        if (beside.right > 0) {
            if (base - right >= shortest)
                least = fminf(least, base - right);
            right = base;
        }
    }
    return least;
}

struct pdf_block pdf_block_at(const struct pdf_region *region, const struct pdf_gutter *gutter,
                              size_t from, float leading)
{
    struct pdf_block block = {.from = from, .to = from};

    do {
        struct pdf_beside beside = pdf_region_beside(region, block.to, gutter->x);
        float base = region->rows[block.to].base;
        if (beside.left > 0) {
            block.left_top = block.left++ == 0 ? base : block.left_top;
            block.left_bottom = base;
        }
        if (beside.right > 0) {
            block.right_top = block.right++ == 0 ? base : block.right_top;
            block.right_bottom = base;
        }
        block.level += pdf_beside_level(&beside, region->em);
        block.to++;
    } while (block.to < gutter->to &&
             region->rows[block.to].base - region->rows[block.to - 1].base < WIDE_STEP * leading);
    return block;
}

bool pdf_block_is_uneven(const struct pdf_block *block)
{
    return block->left > 0 && block->right > 0 &&
           (block->left != block->right || block->level < block->left);
}

static bool same_height(const struct pdf_block *block, float em)
{
    float middle =
        (block->left_top + block->left_bottom) / 2 - (block->right_top + block->right_bottom) / 2;

    return fabsf(block->left_top - block->right_top) < SAME_HEIGHT * em ||
           fabsf(middle) < SAME_HEIGHT * em;
}

bool pdf_blocks_are_cells(const struct pdf_region *region, const struct pdf_gutter *gutter)
{
    float leading = pdf_blocks_leading(region, gutter);
    size_t two_sided = 0, matching = 0, uneven = 0;

    for (size_t i = gutter->from; i < gutter->to;) {
        struct pdf_block block = pdf_block_at(region, gutter, i, leading);
        i = block.to;
        if (block.left == 0 || block.right == 0)
            continue;
        two_sided++;
        matching += same_height(&block, region->em);
        uneven += pdf_block_is_uneven(&block);
    }
    return two_sided >= 2 && uneven > 0 && matching * 10 >= two_sided * 6;
}
