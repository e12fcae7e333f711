/* Gathering: all segments matched, every match counted, the best kept. Where there is much to read,
 * the processors share the segments; what comes out is the same. */
#ifndef SEARCH_GATHER_H
#define SEARCH_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/tally.h"

struct gather_request {
    struct index *index;
    const struct query_node *root;
    const struct tally_filters *filters;
    size_t wanted;        /* of the best */
    uint64_t deadline_ms; /* of CLOCK_MONOTONIC; 0: none */
};

struct gathered {
    bool relaxed; /* no section has all parts of the query: these have some */
    struct tally tally;
    struct rank rank; /* in order, best first */
};

/* `worker` is of the index. Results live in the arena. ERR_TIMEOUT past the deadline. */
enum err_code gather(struct gathered *gathered, const struct gather_request *request,
                     struct index_worker *worker, struct arena *arena, struct err *err);

#endif
