/* Ranking: the first of all results in an order (order.h), in bounded memory. A result is a
 * section, or a class with the first of its sections. */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct ranked {
    uint64_t key;   /* the lower comes first, then the lower docid */
    uint32_t docid; /* in the index; of a class, its first section's */
    float score;    /* of a class, that of its first hit */
    uint32_t class; /* where in `classes`, if classes are ranked */
};

/* Of a class: how many of its sections match, and the first of them in order of their own keys. */
enum { RANK_HITS = 3 };
struct rank_class {
    uint32_t sections;
    uint32_t hit_count;
    struct ranked hits[RANK_HITS];
};

/* A binary heap with the last one at its root. */
struct rank {
    struct ranked *items;
    size_t count, wanted, room;
    struct rank_class *classes; /* as many as items; none if sections are ranked */
    size_t class_room;
    struct arena *arena;
};

/* Keeps the first `wanted`. Memory is the arena's, and grows with what is added. */
void rank_start(struct rank *rank, size_t wanted, struct arena *arena);

/* `class` is NULL if sections are ranked, else it is copied, and item.class set. */
void rank_add(struct rank *rank, struct ranked item, const struct rank_class *class);

/* Would an item with that key be kept? Nearly none is: this is asked before rank_add(). Items come
 * in order of docid, so one whose key is that of the last comes behind it. */
static inline bool rank_keeps(const struct rank *rank, uint64_t key)
{
    return rank->count < rank->wanted || (rank->count > 0 && key < rank->items[0].key);
}

/* Puts the items into order; nothing can be added afterwards. */
void rank_finish(struct rank *rank);

/* Counts a section of a class, and keeps it if it is among the first. */
void rank_class_add(struct rank_class *class, struct ranked section);

#endif
