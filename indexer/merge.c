#include "indexer/merge.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "search/segment_limits.h"

enum {
    TIER_SMALLEST = 512, /* live sections of the lowest tier, at most */
    TIER_FACTOR = 8,     /* from tier to tier, and the segments of one that are merged */
    DEAD_SHARE = 4       /* one in so many sections dead: to be rewritten */
};

/* A segment as it will be: one that stays, or a group. */
struct unit {
    uint32_t live;
    size_t first; /* of its segments, in the list that `next` makes */
    bool rewritten;
};

static unsigned tier_of(uint32_t live)
{
    unsigned tier = 0;

    for (uint64_t most = TIER_SMALLEST; live > most; most *= TIER_FACTOR)
        tier++;
    return tier;
}

static int compare_units(const void *a, const void *b)
{
    const struct unit *one = a, *other = b;

    if (one->live != other->live)
        return one->live < other->live ? -1 : 1;
    return one->first < other->first ? -1 : 1; /* so that the order is always the same */
}

/* Appends the segments of one unit to those of another. `next` is the list of each segment's
 * successor in its unit. */
static void join(struct unit *into, const struct unit *unit, size_t *next)
{
    size_t last = into->first;

    while (next[last] != SIZE_MAX)
        last = next[last];
    next[last] = unit->first;
    into->live += unit->live;
    into->rewritten = true;
}

/* Merges the units [from, to) into the first of them, the smallest first, as far as they fit into a
 * segment. Returns how many units are left in all. */
static size_t merge_units(struct unit *units, size_t count, size_t from, size_t to, size_t *next)
{
    size_t end = from + 1;

    while (end < to && units[end].live <= SEGMENT_SECTIONS_MAX - units[from].live)
        join(&units[from], &units[end++], next);
    for (size_t i = end; i < count; i++)
        units[from + 1 + i - end] = units[i];
    return count - (end - from - 1);
}

/* Merges where a tier has enough units, from the lowest tier up: what a merge makes may be one of
 * the next. */
static size_t merge_tiers(struct unit *units, size_t count, size_t *next)
{
    for (unsigned tier = 0; tier <= tier_of(SEGMENT_SECTIONS_MAX); tier++) {
        size_t from = 0;
        qsort(units, count, sizeof *units, compare_units);
        while (from < count && tier_of(units[from].live) < tier)
            from++;
        size_t to = from;
        while (to < count && tier_of(units[to].live) == tier)
            to++;
        if (to - from >= TIER_FACTOR)
            count = merge_units(units, count, from, to, next);
    }
    return count;
}

size_t merge_plan(struct merge_segment *segments, size_t count)
{
    struct unit *units = mem_zero(count, sizeof *units);
    size_t *next = mem_zero(count, sizeof *next), unit_count = 0, groups = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t live = segments[i].live, dead = segments[i].dead;
        segments[i].group = live > 0 ? MERGE_KEEP : MERGE_DROP;
        next[i] = SIZE_MAX;
        if (live > 0)
            units[unit_count++] = (struct unit){live, i, dead * (DEAD_SHARE - 1) >= live};
    }
    unit_count = merge_tiers(units, unit_count, next);
    for (size_t u = 0; u < unit_count; u++) {
        for (size_t i = units[u].first; units[u].rewritten && i != SIZE_MAX; i = next[i])
            segments[i].group = groups;
        groups += units[u].rewritten;
    }
    free(units);
    free(next);
    return groups;
}
