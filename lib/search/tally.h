/* Tallies: exact facet counts, drill-sideways, in one pass over the matches.
 *
 * A match that passes every filter counts in all facets; one that fails the filter of a single
 * facet counts in that facet alone. So each facet's counts apply every filter but its own, and its
 * unselected values show what selecting them would give. The sections of a class follow each other
 * in one segment, so what a class has is gathered while its sections pass by, and distinct classes
 * are counted when it ends. Sections are counted by their profile, one addition each. */
#ifndef SEARCH_TALLY_H
#define SEARCH_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/bitmap.h"
#include "search/columns.h"
#include "search/facet.h"
#include "search/values.h"

/* The values selected in each facet; any of them will do. No value: no filter. */
struct tally_filters {
    struct str *values[FACET_COUNT];
    size_t counts[FACET_COUNT];
};

struct tally_count {
    uint32_t sections, classes;
};

struct tally {
    const struct values *values;
    struct tally_count total;
    struct tally_count *facets[FACET_COUNT]; /* by number in `values` */
    bool *selected[FACET_COUNT];             /* NULL: none, and no filter */
    struct tally_scratch *scratch;           /* of the segment at hand */
};

/* Prepares counting in the arena. ERR_USAGE if a filter's value is not in the index, unless that is
 * FACET_NOT_STATED, which then nothing has. */
enum err_code tally_start(struct tally *tally, const struct values *values,
                          const struct tally_filters *filters, struct arena *arena,
                          struct err *err);

/* Counts the matches of one segment, all of them live sections of it (`map` is the segment's), and
 * takes out of them what does not pass all filters. */
void tally_segment(struct tally *tally, const struct columns *columns, const struct values_map *map,
                   struct bitmap *matches);

/* Adds what another tally of the same values and filters has counted in other segments. */
void tally_add(struct tally *tally, const struct tally *other);

#endif
