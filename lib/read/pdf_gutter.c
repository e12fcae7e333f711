#include "read/pdf_gutter.h"

#include <math.h>

#include "read/pdf_blocks.h"

enum {
    ACTIVE_MAX = 48, /* whitespace rectangles that are followed at a time */
    GAPS_MAX = 24    /* gaps of one row */
};

static const float FAR_AWAY = 1e7f;
static const float LABEL_WIDTH = 0.6f;  /* of the text's beside it: a column of labels is narrow */
static const float GUTTER_WIDTH = 1.1f; /* in letter sizes: wider than blanks of justified text */

struct gap {
    float x0, x1;
    size_t from; /* first row that it is empty in */
};

struct gaps {
    struct gap items[ACTIVE_MAX];
    size_t count;
};

/* One side of a gutter, over its rows. */
struct side {
    size_t rows, words, letters, wide; /* wide: rows that reach far into the side */
    float x0, x1;
};

struct split {
    struct side left, right;
    size_t both;    /* rows with words on both sides, on one baseline */
    size_t markers; /* rows whose left side is a bullet, a number or a letter */
};

static const struct pdf_word *row_word(const struct pdf_region *region, const struct pdf_row *row,
                                       size_t i)
{
    return &region->words[region->order[row->first + i]];
}

/* Adds a gap unless an older one covers it. */
static void gaps_add(struct gaps *gaps, struct gap gap, float least)
{
    if (gap.x1 - gap.x0 < least || gaps->count == ACTIVE_MAX)
        return;
    for (size_t i = 0; i < gaps->count; i++)
        if (gaps->items[i].from <= gap.from && gaps->items[i].x0 <= gap.x0 &&
            gaps->items[i].x1 >= gap.x1)
            return;
    gaps->items[gaps->count++] = gap;
}

static size_t row_gaps(struct gap *gaps, const struct pdf_region *region, size_t at, float least)
{
    const struct pdf_row *row = &region->rows[at];
    size_t count = 0;
    float x = -FAR_AWAY;

    for (size_t i = 0; i <= row->count && count < GAPS_MAX; i++) {
        const struct pdf_word *word = i < row->count ? row_word(region, row, i) : NULL;
        float next = word != NULL ? word->x0 : FAR_AWAY;
        if (next - x >= least)
            gaps[count++] = (struct gap){x, next, at};
        if (word != NULL)
            x = fmaxf(x, word->x1);
    }
    return count;
}

static void side_add(struct side *side, size_t words, size_t letters, float x0, float x1)
{
    side->x0 = side->rows == 0 ? x0 : fminf(side->x0, x0);
    side->x1 = side->rows == 0 ? x1 : fmaxf(side->x1, x1);
    side->words += words;
    side->letters += letters;
    side->rows++;
}

static struct split split_measure(const struct pdf_region *region, const struct pdf_gutter *gutter)
{
    struct split split = {0};

    for (size_t i = gutter->from; i < gutter->to; i++) {
        struct pdf_beside beside = pdf_region_beside(region, i, gutter->x);
        if (beside.left > 0)
            side_add(&split.left, beside.left, beside.left_letters, beside.left_x0, beside.left_x1);
        if (beside.right > 0)
            side_add(&split.right, beside.right, beside.right_letters, beside.right_x0,
                     beside.right_x1);
        split.markers += beside.left == 1 && beside.left_letters <= 4;
        split.both += pdf_beside_level(&beside, region->em);
    }
    for (size_t i = gutter->from; i < gutter->to; i++) {
        struct pdf_beside beside = pdf_region_beside(region, i, gutter->x);
        float left = 0.7f * (split.left.x1 - split.left.x0);
        float right = 0.7f * (split.right.x1 - split.right.x0);
        split.left.wide += beside.left > 0 && beside.left_x1 - split.left.x0 >= left;
        split.right.wide += beside.right > 0 && beside.right_x1 - split.right.x0 >= right;
    }
    return split;
}

/* Running text: most rows are long and reach the side's far end. */
static bool is_prose(const struct side *side)
{
    return side->rows >= 4 && side->wide * 2 >= side->rows && side->words >= side->rows * 4 &&
           side->letters >= side->rows * 20;
}

/* What a gutter parts, if it does. */
static bool judge(struct pdf_gutter *gutter, const struct pdf_region *region, size_t *parted)
{
    struct split split = split_measure(region, gutter);
    size_t fewer = split.left.rows < split.right.rows ? split.left.rows : split.right.rows;

    *parted = fewer;
    if (fewer < 2 || split.markers * 10 >= split.left.rows * 8)
        return false;
    struct pdf_blocks blocks;
    gutter->cells =
        split.left.x1 - split.left.x0 < LABEL_WIDTH * (split.right.x1 - split.right.x0) &&
        pdf_blocks_find(&blocks, region, gutter);
    if (gutter->cells)
        return true;
    if (fewer < 3)
        return false;
    return split.both * 2 < fewer || (is_prose(&split.left) && is_prose(&split.right));
}

static bool one_sided(const struct pdf_region *region, size_t at, float x)
{
    struct pdf_beside beside = pdf_region_beside(region, at, x);
    return beside.left == 0 || beside.right == 0;
}

/* Beside the ends of a gutter stand rows on one side only that may belong to the text of full width
 * beyond: it ends where their widest space is. */
static void trim(struct pdf_gutter *gutter, const struct pdf_region *region)
{
    const struct pdf_row *rows = region->rows;

    if (gutter->to < region->count) {
        size_t cut = gutter->to;
        float widest = rows[cut].base - rows[cut - 1].base;
        for (size_t i = cut - 1; i > gutter->from && one_sided(region, i, gutter->x); i--)
            if (rows[i].base - rows[i - 1].base > widest * 1.1f) {
                widest = rows[i].base - rows[i - 1].base;
                cut = i;
            }
        gutter->to = cut;
    }
    if (gutter->from > 0) {
        size_t cut = gutter->from;
        float widest = rows[cut].base - rows[cut - 1].base;
        for (size_t i = cut; i + 1 < gutter->to && one_sided(region, i, gutter->x); i++)
            if (rows[i + 1].base - rows[i].base > widest * 1.1f) {
                widest = rows[i + 1].base - rows[i].base;
                cut = i + 1;
            }
        gutter->from = cut;
    }
}

static void consider(struct pdf_gutter *best, size_t *best_parted, const struct pdf_region *region,
                     const struct gap *gap, size_t end)
{
    struct pdf_gutter gutter = {.from = gap->from, .to = end, .x = (gap->x0 + gap->x1) / 2};
    size_t parted;

    if (gap->x0 <= -FAR_AWAY || gap->x1 >= FAR_AWAY || end - gap->from <= *best_parted)
        return;
    trim(&gutter, region);
    if (judge(&gutter, region, &parted) && parted > *best_parted) {
        *best = gutter;
        *best_parted = parted;
    }
}

bool pdf_gutter_find(struct pdf_gutter *gutter, const struct pdf_region *region)
{
    const float least = GUTTER_WIDTH * region->em;
    struct gaps active = {.count = 0};
    size_t parted = 0;

    for (size_t row = 0; row < region->count; row++) {
        struct gap gaps[GAPS_MAX];
        struct gaps next = {.count = 0};
        size_t count = row_gaps(gaps, region, row, least);
        for (size_t i = 0; i < active.count; i++) {
            const struct gap *old = &active.items[i];
            bool narrowed = true;
            for (size_t j = 0; j < count; j++) {
                struct gap both = {fmaxf(old->x0, gaps[j].x0), fminf(old->x1, gaps[j].x1),
                                   old->from};
                narrowed = narrowed && !(both.x0 <= old->x0 && both.x1 >= old->x1);
                gaps_add(&next, both, least);
            }
            if (narrowed)
                consider(gutter, &parted, region, old, row);
        }
        for (size_t j = 0; j < count; j++)
            gaps_add(&next, gaps[j], least);
        active = next;
    }
    for (size_t i = 0; i < active.count; i++)
        consider(gutter, &parted, region, &active.items[i], region->count);
    return parted > 0;
}
