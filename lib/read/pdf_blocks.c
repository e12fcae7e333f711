#include "read/pdf_blocks.h"

#include <math.h>

static const float SAME_HEIGHT = 0.3f; /* in letter sizes */

/* The least step from a line to the next one on the same side. */
static float leading_of(const struct pdf_region *region, const struct pdf_gutter *gutter)
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
                              size_t from)
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
             region->rows[block.to].base - region->rows[block.to - 1].base < gutter->block_step);
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

struct match {
    size_t texts, labelled, uneven; /* blocks with words on the right, and of these */
};

static struct match match_blocks(const struct pdf_region *region, const struct pdf_gutter *gutter)
{
    struct match match = {0};

    for (size_t i = gutter->from; i < gutter->to;) {
        struct pdf_block block = pdf_block_at(region, gutter, i);
        i = block.to;
        match.texts += block.right > 0;
        match.labelled += block.left > 0 && block.right > 0 && same_height(&block, region->em);
        match.uneven += pdf_block_is_uneven(&block);
    }
    return match;
}

bool pdf_blocks_are_cells(const struct pdf_region *region, struct pdf_gutter *gutter)
{
    static const float steps[] = {1.22f, 1.6f, 2.1f, 2.8f}; /* in leadings */
    float leading = leading_of(region, gutter), best = 0;
    size_t best_labelled = 0, best_texts = 1;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        gutter->block_step = steps[i] * leading;
        struct match match = match_blocks(region, gutter);
        if (match.labelled < 2 || match.uneven == 0 || match.labelled * 10 < match.texts * 6 ||
            match.labelled * best_texts <= best_labelled * match.texts)
            continue;
        best = gutter->block_step;
        best_labelled = match.labelled;
        best_texts = match.texts;
    }
    gutter->block_step = best;
    return best > 0;
}
