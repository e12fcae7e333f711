/* Which passages of classes that are compared stand beside each other: those with the same words,
 * then those that are alike. */
#ifndef SEARCH_COMPARE_ROWS_H
#define SEARCH_COMPARE_ROWS_H

#include "search/align.h"
#include "search/compare.h"

struct compare_item {
    const struct passage *passage;
    uint8_t class;
    uint32_t part, place; /* a number of its part; among the passages of the class */
};

struct compare_items {
    struct compare_item *items; /* class by class, in order of their places */
    uint32_t count;
    uint32_t first[COMPARE_MOST + 1]; /* of each class */
};

/* Aligns the items of some classes: those of one part sooner than others. Weights are those of
 * passage_likeness(). Lives in the arena. */
struct align compare_rows(const struct compare_items *all, size_t classes, const double *weights,
                          struct arena *arena);

#endif
