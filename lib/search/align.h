/* Aligning the items of several columns, such as the sections or the sentences of classes that are
 * compared: into groups that have at most one item of each column, the most alike first. */
#ifndef SEARCH_ALIGN_H
#define SEARCH_ALIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

enum { ALIGN_COLUMNS_MAX = 8 };

struct align {
    uint32_t *parent; /* of each item; its own number if it leads a group */
    uint8_t *columns; /* of a group, at the item that leads it: one bit each */
    uint32_t count;
};

struct align_pair {
    uint32_t a, b;
    double likeness;
};

/* Every item alone in a group: item i is of column columns[i]. Lives in the arena. */
struct align align_start(const uint8_t *columns, uint32_t count, struct arena *arena);

/* The item that leads the group of an item, which is the first of them. */
uint32_t align_group(const struct align *align, uint32_t item);

bool align_is_alone(const struct align *align, uint32_t item);

/* Makes one group of two; false, and nothing is done, if both have an item of the same column. */
bool align_join(struct align *align, uint32_t a, uint32_t b);

/* Pairs that may be joined; all zero at first. */
struct align_pairs {
    struct align_pair *items;
    size_t count, capacity;
};
void align_pairs_add(struct align_pairs *pairs, uint32_t a, uint32_t b, double likeness);
void align_pairs_free(struct align_pairs *pairs);

/* Which of b items, *low .. *high - 1, are to be looked at beside item i of a: all, unless that
 * makes more than ALIGN_PAIRS_MAX pairs; then those that stand about as far from the beginning. */
enum { ALIGN_PAIRS_MAX = 1 << 18 };
void align_near(size_t *low, size_t *high, size_t i, size_t a, size_t b);

/* Joins by pairs, the most alike first; of those equally alike, the ones that come first. Sorts
 * them. */
void align_join_best(struct align *align, struct align_pairs *pairs);

#endif
