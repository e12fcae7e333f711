/* Ranking: the best of all matches by score, then by docid, a total order, in bounded memory. */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

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

/* Puts the items into order, best first; nothing can be added afterwards. */
void rank_finish(struct rank *rank);

#endif
