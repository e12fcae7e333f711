#include "search/align.h"

#include <stdlib.h>

struct align align_start(const uint8_t *columns, uint32_t count, struct arena *arena)
{
    struct align align = {.parent = arena_zero(arena, count, sizeof *align.parent),
                          .columns = arena_zero(arena, count, sizeof *align.columns),
                          .count = count};

    for (uint32_t i = 0; i < count; i++) {
        align.parent[i] = i;
        align.columns[i] = (uint8_t)(1U << columns[i]);
    }
    return align;
}

/* A group has at most ALIGN_COLUMNS_MAX items, so the way is short. */
uint32_t align_group(const struct align *align, uint32_t item)
{
    while (align->parent[item] != item)
        item = align->parent[item];
    return item;
}

bool align_is_alone(const struct align *align, uint32_t item)
{
    uint8_t columns = align->columns[align_group(align, item)];

    return (columns & (columns - 1)) == 0;
}

bool align_join(struct align *align, uint32_t a, uint32_t b)
{
    uint32_t first = align_group(align, a), second = align_group(align, b);

    if ((align->columns[first] & align->columns[second]) != 0)
        return false;
    if (second < first) {
        uint32_t other = first;
        first = second;
        second = other;
    }
    align->parent[second] = first;
    align->columns[first] |= align->columns[second];
    return true;
}

void align_pairs_add(struct align_pairs *pairs, uint32_t a, uint32_t b, double likeness)
{
    pairs->items = mem_grow(pairs->items, pairs->count, &pairs->capacity, sizeof *pairs->items);
    pairs->items[pairs->count++] = (struct align_pair){a, b, likeness};
}

void align_pairs_free(struct align_pairs *pairs)
{
    free(pairs->items);
}

void align_near(size_t *low, size_t *high, size_t i, size_t a, size_t b)
{
    *low = 0;
    *high = b;
    if (a * b <= ALIGN_PAIRS_MAX)
        return;
    size_t expected = i * b / a, window = ALIGN_PAIRS_MAX / a / 2;
    *low = expected > window ? expected - window : 0;
    *high = expected + window < b ? expected + window : b;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct align_pair *x = a, *y = b;

    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

void align_join_best(struct align *align, struct align_pairs *pairs)
{
    if (pairs->count > 1)
        qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    for (size_t i = 0; i < pairs->count; i++)
        align_join(align, pairs->items[i].a, pairs->items[i].b);
}
