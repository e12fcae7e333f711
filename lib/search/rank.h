/* Ranking: the best of all matches by score, then by docid, a total order, in bounded memory. */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct ranked {
    uint32_t docid; /* in the index */
    float score;
};

/* A binary heap with the worst at its root. */
struct rank {
    struct ranked *items;
    size_t count, wanted, room;
    struct arena *arena;
};

/* Keeps the best `wanted`. Memory is the arena's, and grows with what is added. */
void rank_start(struct rank *rank, size_t wanted, struct arena *arena);
void rank_add(struct rank *rank, struct ranked item);

/* Would an item with that score be kept? Nearly none is: this is asked before rank_add(). Items
 * come in order of docid, so one that scores as much as the worst comes behind it. */
static inline bool rank_keeps(const struct rank *rank, float score)
{
    return rank->count < rank->wanted || (rank->count > 0 && score > rank->items[0].score);
}

/* Puts the items into order, best first; nothing can be added afterwards. */
void rank_finish(struct rank *rank);

#endif
