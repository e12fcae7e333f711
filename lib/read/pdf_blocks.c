#include "read/pdf_blocks.h"

#include <math.h>

enum {
    MISFIT_SHARE = 4 /* so many labels must fit for each that does not */
};

static const float WIDE_STEP = 1.22f;     /* in leadings: parts runs */
static const float WIDEST_LEADING = 1.4f; /* in letter sizes: a wider one is that of single lines */
static const float AS_WIDE = 0.95f;    /* texts stand apart at least as paragraphs within them do */
static const float SAME_HEIGHT = 0.3f; /* in letter sizes */
static const float SAME_MIDDLE = 0.65f; /* likewise; half a line may be empty */

/* Lines of one side that stand close together. */
struct run {
    size_t row;        /* of the first */
    float top, bottom; /* baselines */
};

struct runs {
    struct run items[PDF_BLOCKS_MAX];
    size_t count;
    bool overflow;
};

static bool has_words(const struct pdf_region *region, size_t row, float x, bool left)
{
    struct pdf_beside beside = pdf_region_beside(region, row, x);
    return (left ? beside.left : beside.right) > 0;
}

/* The least step from a line of one side to the next. */
static float leading_of(const struct pdf_region *region, const struct pdf_gutter *gutter, bool left)
{
    float last = NAN, least = INFINITY; /* a comparison with NAN is false */

    for (size_t i = gutter->from; i < gutter->to; i++) {
        float base = region->rows[i].base;
        if (!has_words(region, i, gutter->x, left))
            continue;
        if (base - last >= 0.85f * region->em)
            least = fminf(least, base - last);
        last = base;
    }
    return fminf(least, WIDEST_LEADING * region->em);
}

static void runs_find(struct runs *runs, const struct pdf_region *region,
                      const struct pdf_gutter *gutter, bool left)
{
    float wide =
        WIDE_STEP * fminf(leading_of(region, gutter, true), leading_of(region, gutter, false));

    *runs = (struct runs){.count = 0};
    for (size_t i = gutter->from; i < gutter->to && !runs->overflow; i++) {
        float base = region->rows[i].base;
        struct run *last = runs->count > 0 ? &runs->items[runs->count - 1] : NULL;
        if (!has_words(region, i, gutter->x, left))
            continue;
        if (last != NULL && base - last->bottom < wide)
            last->bottom = base;
        else if (runs->count < PDF_BLOCKS_MAX)
            runs->items[runs->count++] = (struct run){i, base, base};
        else
            runs->overflow = true;
    }
}

/* How many runs, from `at` on, are the text of a label that stands above `below`, if texts begin at
 * the height of their labels; 0: none. */
static size_t text_level(const struct run *label, const struct runs *texts, size_t at, float below,
                         float em)
{
    size_t count = 0;

    if (at >= texts->count || fabsf(texts->items[at].top - label->top) >= SAME_HEIGHT * em)
        return 0;
    while (at + count < texts->count && texts->items[at + count].top < below)
        count++;
    return count;
}

/* The same, if texts are set around the middle of their labels. */
static size_t text_around(const struct run *label, const struct runs *texts, size_t at, float below,
                          float em)
{
    float nearest = SAME_MIDDLE * em, widest = 0; /* space between its runs */
    size_t count = 0;

    for (size_t end = at; end < texts->count && texts->items[end].bottom < below; end++) {
        const struct run *last = &texts->items[end];
        float top = texts->items[at].top;
        float apart = fabsf((top + last->bottom - label->top - label->bottom) / 2);
        float after = end + 1 < texts->count ? last[1].top - last->bottom : INFINITY;
        if (end > at)
            widest = fmaxf(widest, last->top - last[-1].bottom);
        if (after < widest * AS_WIDE || apart >= nearest)
            continue;
        nearest = apart;
        count = end + 1 - at;
    }
    return count;
}

/* How many runs, from `at` on, are nearer to a label that ends at `bottom` than to one that begins
 * at `below`. */
static size_t nearer_to(float bottom, const struct runs *texts, size_t at, float below)
{
    size_t count = 0;

    while (at + count < texts->count &&
           texts->items[at + count].top + texts->items[at + count].bottom < bottom + below)
        count++;
    return count;
}

/* Puts labels to texts from text `at` on; returns how many have one, 0 if too many do not fit or
 * something is left over. */
static size_t match(struct pdf_blocks *blocks, const struct runs *labels, const struct runs *texts,
                    size_t at, bool level, float em)
{
    size_t matched = 0, misfits = 0;

    for (size_t i = 0; i < labels->count; i++) {
        const struct run *label = &labels->items[i];
        float below = i + 1 < labels->count ? label[1].top - SAME_HEIGHT * em : INFINITY;
        size_t count = level ? text_level(label, texts, at, below, em)
                             : text_around(label, texts, at, below, em);
        if (count == 0) {
            count = nearer_to(label->bottom, texts, at, below);
            misfits += count > 0 || (at < texts->count &&
                                     texts->items[at].top < label->bottom + SAME_HEIGHT * em);
        } else {
            matched++;
        }
        size_t text_row = count > 0 ? texts->items[at].row : label->row;
        blocks->starts[blocks->count++] = text_row < label->row ? text_row : label->row;
        at += count;
    }
    return at == texts->count && misfits * MISFIT_SHARE <= matched ? matched : 0;
}

bool pdf_block_is_uneven(const struct pdf_region *region, float x, size_t from, size_t to)
{
    size_t left = 0, right = 0, level = 0;

    for (size_t i = from; i < to; i++) {
        struct pdf_beside beside = pdf_region_beside(region, i, x);
        left += beside.left > 0;
        right += beside.right > 0;
        level += pdf_beside_level(&beside, region->em);
    }
    return left > 0 && right > 0 && (left != right || level < left);
}

/* Fills blocks in the better of both ways; returns how many labels have a text. */
static size_t match_best(struct pdf_blocks *blocks, const struct runs *labels,
                         const struct runs *texts, size_t at, float em)
{
    struct pdf_blocks level = {.count = 0};
    size_t around_count, level_count = match(&level, labels, texts, at, true, em);

    blocks->count = 0;
    around_count = match(blocks, labels, texts, at, false, em);
    if (level_count >= around_count)
        *blocks = level;
    return level_count >= around_count ? level_count : around_count;
}

bool pdf_blocks_find(struct pdf_blocks *blocks, const struct pdf_region *region,
                     const struct pdf_gutter *gutter)
{
    struct runs labels, texts;

    runs_find(&labels, region, gutter, true);
    runs_find(&texts, region, gutter, false);
    if (labels.count == 0 || labels.overflow || texts.overflow)
        return false;
    for (size_t skipped = 0; skipped < texts.count; skipped++) {
        if (skipped > 0 && texts.items[skipped - 1].bottom > labels.items[0].top)
            return false;
        if (match_best(blocks, &labels, &texts, skipped, region->em) < 2)
            continue;
        blocks->starts[blocks->count] = gutter->to;
        for (size_t i = 0; i < blocks->count; i++)
            if (pdf_block_is_uneven(region, gutter->x, blocks->starts[i], blocks->starts[i + 1]))
                return true;
        return false;
    }
    return false;
}
