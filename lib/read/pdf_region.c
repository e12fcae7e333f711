#include "read/pdf_region.h"

#include <float.h>
#include <math.h>

static const float ONE_BASE = 0.15f; /* baselines of columns differ by chance, those of cells not */

struct pdf_beside pdf_region_beside(const struct pdf_region *region, size_t at, float x)
{
    const struct pdf_row *row = &region->rows[at];
    struct pdf_beside beside = {
        .left_x0 = FLT_MAX, .right_x0 = FLT_MAX, .left_x1 = -FLT_MAX, .right_x1 = -FLT_MAX};

    for (size_t i = 0; i < row->count; i++) {
        const struct pdf_word *word = &region->words[region->order[row->first + i]];
        if (word->x0 < x) {
            beside.left++;
            beside.left_letters += word->text.n;
            beside.left_x0 = fminf(beside.left_x0, word->x0);
            beside.left_x1 = fmaxf(beside.left_x1, word->x1);
            beside.left_base = word->base;
        } else {
            if (beside.right++ == 0)
                beside.right_base = word->base;
            beside.right_letters += word->text.n;
            beside.right_x0 = fminf(beside.right_x0, word->x0);
            beside.right_x1 = fmaxf(beside.right_x1, word->x1);
        }
    }
    return beside;
}

bool pdf_beside_level(const struct pdf_beside *beside, float em)
{
    return beside->left > 0 && beside->right > 0 &&
           fabsf(beside->left_base - beside->right_base) < ONE_BASE * em;
}
