/* The values of the facets in a whole index: those of the fixed vocabularies, and for every other
 * facet the union of what the segments' dictionaries hold, as far as a live class has it. */
#ifndef SEARCH_VALUES_H
#define SEARCH_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "search/bitmap.h"
#include "search/columns.h"
#include "search/facet.h"

struct values {
    struct {
        struct str *values; /* of the fixed vocabulary, or in order of first appearance */
        uint32_t count;
    } facets[FACET_COUNT];
    struct arena *arena; /* everything lives in it */
    struct values_lookup *lookup;
};

/* For each facet without a fixed vocabulary: numbers[f][number in the segment's dictionary] is the
 * number in `values`, VALUES_NONE where no live class has it. */
#define VALUES_NONE UINT32_MAX
struct values_map {
    const uint32_t *numbers[FACET_COUNT];
};

void values_start(struct values *values, struct arena *arena);

/* Adds what the classes of a segment have whose sections are live: all of a class's, or none. The
 * texts stay the segment's. */
void values_add(struct values_map *map, struct values *values, const struct columns *columns,
                const struct bitmap *live);

/* Frees what adding needed; `values` and maps stay, in the arena. */
void values_finish(struct values *values);

/* The number of a value, in any case of ASCII letters; false if no live class has it. Of several
 * that differ in case alone it is the one written so, else the first. Before or after finishing. */
bool values_find(uint32_t *number, const struct values *values, enum facet facet, struct str value);

#endif
