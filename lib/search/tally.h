/* Tallies: exact facet counts, drill-sideways, in one pass over the matches.
 *
 * A match that passes every filter counts in all facets; one that fails the filter of a single
 * facet counts in that facet alone. So each facet's counts apply every filter but its own, and its
 * unselected values show what selecting them would give. Matches come in order of docid, in which
 * the sections of a class follow each other: distinct classes are counted by one comparison. */
#ifndef SEARCH_TALLY_H
#define SEARCH_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/columns.h"
#include "search/facet.h"

/* The values selected in each facet; any of them will do. No value: no filter. */
struct tally_filters {
    struct str *values[FACET_COUNT];
    size_t counts[FACET_COUNT];
};

struct tally_count {
    uint32_t sections, classes;
    uint32_t last_class; /* used while counting */
};

struct tally {
    struct tally_count total;
    struct tally_count *facets[FACET_COUNT]; /* by number, as columns_value() has it */
    uint32_t sizes[FACET_COUNT];
    bool *selected[FACET_COUNT]; /* NULL: none, and no filter */
    bool is_mask[FACET_COUNT];   /* rows hold a mask of its values */
};

/* Prepares counting in the arena. ERR_USAGE if a filter's value is not in the index. */
enum err_code tally_start(struct tally *tally, const struct columns *columns,
                          const struct tally_filters *filters, struct arena *arena,
                          struct err *err);

/* Counts one match; returns whether it passes all filters. Call in ascending order of docid. */
bool tally_add(struct tally *tally, const struct columns_row *row);

#endif
