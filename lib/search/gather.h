/* Gathering: all segments matched, every match counted, the first kept. Where there is much to
 * read, the processors share the segments; what comes out is the same. */
#ifndef SEARCH_GATHER_H
#define SEARCH_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/bitmap.h"
#include "search/index.h"
#include "search/order.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/tally.h"

struct gather_request {
    struct index *index;
    const struct query_node *root;
    const struct tally_filters *filters;
    struct order order;
    bool classes;          /* results are classes rather than sections */
    const uint32_t *named; /* sections that match whatever the query says; docids in order */
    size_t named_count;
    bool strict;   /* never relaxed */
    size_t wanted; /* how many of the first results */
    /* If not NULL, it takes the sections of a segment that match and pass the filters, and nothing
     * is ranked. Threads call it at once, each with its own worker and for another segment. */
    enum err_code (*visit)(void *data, struct index_worker *worker, size_t segment,
                           const struct bitmap *matches, struct err *err);
    void *visit_data;
    uint64_t deadline_ms; /* of CLOCK_MONOTONIC; 0: none */
};

struct gathered {
    bool any;     /* something matches, whatever the filters let through */
    bool relaxed; /* no section has all parts of the query: these have some */
    struct tally tally;
    struct rank rank; /* in order */
};

/* `worker` is of the index. Results live in the arena. ERR_TIMEOUT past the deadline. */
enum err_code gather(struct gathered *gathered, const struct gather_request *request,
                     struct index_worker *worker, struct arena *arena, struct err *err);

#endif
