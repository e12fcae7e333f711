/* Sets of sections of one segment: bit i stands for the section with docid i + 1. */
#ifndef SEARCH_BITMAP_H
#define SEARCH_BITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "search/segment_limits.h"

enum { BITMAP_WORDS = SEGMENT_SECTIONS_MAX / 64 };

struct bitmap {
    uint64_t words[BITMAP_WORDS];
};

static inline void bitmap_clear(struct bitmap *set)
{
    memset(set, 0, sizeof *set);
}

static inline void bitmap_add(struct bitmap *set, uint32_t i)
{
    set->words[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline void bitmap_remove(struct bitmap *set, uint32_t i)
{
    set->words[i / 64] &= ~(UINT64_C(1) << (i % 64));
}

static inline bool bitmap_has(const struct bitmap *set, uint32_t i)
{
    return (set->words[i / 64] >> (i % 64) & 1) != 0;
}

/* Adds first .. first + count - 1, all of them below SEGMENT_SECTIONS_MAX. */
void bitmap_add_range(struct bitmap *set, uint32_t first, uint32_t count);

void bitmap_and(struct bitmap *set, const struct bitmap *other);     /* what is in both */
void bitmap_or(struct bitmap *set, const struct bitmap *other);      /* what is in either */
void bitmap_and_not(struct bitmap *set, const struct bitmap *other); /* without the other's */
uint32_t bitmap_count(const struct bitmap *set);

/* The first member that is not below `from`, SEGMENT_SECTIONS_MAX if there is none. All members:
 *
 *   for (uint32_t i = bitmap_next(&set, 0); i < SEGMENT_SECTIONS_MAX; i = bitmap_next(&set, i + 1))
 */
static inline uint32_t bitmap_next(const struct bitmap *set, uint32_t from)
{
    for (uint32_t w = from / 64; w < BITMAP_WORDS; w++) {
        uint64_t bits = set->words[w];
        if (w == from / 64)
            bits &= ~UINT64_C(0) << (from % 64);
        if (bits != 0)
            return w * 64 + (uint32_t)__builtin_ctzll(bits);
    }
    return SEGMENT_SECTIONS_MAX;
}

static inline bool bitmap_is_empty(const struct bitmap *set)
{
    return bitmap_next(set, 0) == SEGMENT_SECTIONS_MAX;
}

#endif
