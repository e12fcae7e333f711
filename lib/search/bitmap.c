#include "search/bitmap.h"

void bitmap_add_range(struct bitmap *set, uint32_t first, uint32_t count)
{
    const uint64_t all = ~UINT64_C(0);
    uint32_t end = first + count, last = end / 64;

    if (count == 0)
        return;
    uint64_t from = all << (first % 64), below = ~(all << (end % 64));
    if (first / 64 == last) {
        set->words[last] |= from & below;
        return;
    }
    set->words[first / 64] |= from;
    for (uint32_t w = first / 64 + 1; w < last; w++)
        set->words[w] = all;
    if (below != 0) /* else there may be no word `last` */
        set->words[last] |= below;
}

void bitmap_and(struct bitmap *set, const struct bitmap *other)
{
    for (uint32_t w = 0; w < BITMAP_WORDS; w++)
        set->words[w] &= other->words[w];
}

void bitmap_or(struct bitmap *set, const struct bitmap *other)
{
    for (uint32_t w = 0; w < BITMAP_WORDS; w++)
        set->words[w] |= other->words[w];
}

void bitmap_and_not(struct bitmap *set, const struct bitmap *other)
{
    for (uint32_t w = 0; w < BITMAP_WORDS; w++)
        set->words[w] &= ~other->words[w];
}

uint32_t bitmap_count(const struct bitmap *set)
{
    uint32_t count = 0;

    for (uint32_t w = 0; w < BITMAP_WORDS; w++)
        count += (uint32_t)__builtin_popcountll(set->words[w]);
    return count;
}
