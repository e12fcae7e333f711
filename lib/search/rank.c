#include "search/rank.h"

#include <stdlib.h>

static bool ranks_before(const struct ranked *a, const struct ranked *b)
{
    return a->key != b->key ? a->key < b->key : a->docid < b->docid;
}

static int compare_ranked(const void *a, const void *b)
{
    return ranks_before(a, b) ? -1 : ranks_before(b, a) ? 1 : 0;
}

void rank_start(struct rank *rank, size_t wanted, struct arena *arena)
{
    *rank = (struct rank){.wanted = wanted, .arena = arena};
}

static void swap(struct ranked *a, struct ranked *b)
{
    struct ranked c = *a;
    *a = *b;
    *b = c;
}

static void sift_up(struct rank *rank, size_t at)
{
    while (at > 0 && ranks_before(&rank->items[(at - 1) / 2], &rank->items[at])) {
        swap(&rank->items[at], &rank->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void sift_down(struct rank *rank, size_t at)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < rank->count; child++)
            if (ranks_before(&rank->items[worst], &rank->items[child]))
                worst = child;
        if (worst == at)
            return;
        swap(&rank->items[at], &rank->items[worst]);
        at = worst;
    }
}

/* Where the class of an item is kept that takes the place of another, or a new one. */
static void set_class(struct rank *rank, struct ranked *item, uint32_t slot,
                      const struct rank_class *class)
{
    if (class == NULL)
        return;
    item->class = slot;
    rank->classes[slot] = *class;
}

void rank_add(struct rank *rank, struct ranked item, const struct rank_class *class)
{
    if (rank->count < rank->wanted) {
        rank->items = arena_grow(rank->arena, rank->items, rank->count, &rank->room, sizeof item);
        if (class != NULL)
            rank->classes = arena_grow(rank->arena, rank->classes, rank->count, &rank->class_room,
                                       sizeof *class);
        set_class(rank, &item, (uint32_t)rank->count, class);
        rank->items[rank->count++] = item;
        sift_up(rank, rank->count - 1);
    } else if (rank->count > 0 && ranks_before(&item, &rank->items[0])) {
        set_class(rank, &item, rank->items[0].class, class);
        rank->items[0] = item;
        sift_down(rank, 0);
    }
}

void rank_finish(struct rank *rank)
{
    if (rank->count > 1)
        qsort(rank->items, rank->count, sizeof *rank->items, compare_ranked);
}

void rank_class_add(struct rank_class *class, struct ranked section)
{
    uint32_t at = class->hit_count;

    class->sections++;
    while (at > 0 && ranks_before(&section, &class->hits[at - 1]))
        at--;
    if (at == RANK_HITS)
        return;
    if (class->hit_count < RANK_HITS)
        class->hit_count++;
    for (uint32_t i = class->hit_count - 1; i > at; i--)
        class->hits[i] = class->hits[i - 1];
    class->hits[at] = section;
}
