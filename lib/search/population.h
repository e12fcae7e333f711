/* Populations: the classes that filters let through, as a whole of which shares are counted, and
 * the sections that a query finds in them.
 *
 * A class is let through if one of its sections passes all filters. */
#ifndef SEARCH_POPULATION_H
#define SEARCH_POPULATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/bitmap.h"
#include "search/index.h"
#include "search/query.h"
#include "search/tally.h"

struct population_class {
    struct str id, title, code, agency, path; /* of the source, as it is shown; code may be empty */
    uint32_t segment, number;                 /* of the class there */
    uint32_t first, count;                    /* its sections there, counted from 0 */
    uint32_t passing;                         /* how many pass the filters */
    uint32_t source;                          /* in the manifest */
};

struct population {
    struct population_class *items; /* by agency, then by id */
    size_t count;
    const struct bitmap *sections; /* of each segment, those that pass the filters */
};

/* What both read. */
struct population_scope {
    struct index *index;
    struct index_worker *worker; /* of the index */
    const struct tally_filters *filters;
    uint64_t deadline_ms; /* of CLOCK_MONOTONIC; 0: none */
    struct arena *arena;  /* all that is found lives here */
};

/* Errors are those of gather(). */
enum err_code population_of(struct population *population, const struct population_scope *scope,
                            struct err *err);

/* The sections that match, strictly, and pass the filters: *found has a set for each segment.
 * Errors are those of gather(). */
enum err_code population_find(struct bitmap **found, const struct population_scope *scope,
                              const struct query_node *root, struct err *err);

#endif
