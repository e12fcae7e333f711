/* Showing what a search found: sections read from the index, with the query's words marked. */
#ifndef SEARCH_SHOW_H
#define SEARCH_SHOW_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/highlight.h"
#include "search/index.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/search.h"

struct show {
    const struct index *index;
    struct index_worker *worker;
    const struct query_node *root;
    struct span_node **spans; /* the query in each segment's vocabulary; NULL until needed */
    uint64_t deadline_ms;
    struct arena *arena;
};

/* All must live until show_finish(), and what is shown is the arena's. Past the deadline
 * (CLOCK_MONOTONIC in ms; 0: none) a section is ERR_TIMEOUT: long ones take time to mark. */
struct show show_start(const struct index *index, struct index_worker *worker,
                       const struct query_node *root, uint64_t deadline_ms, struct arena *arena);
void show_finish(struct show *show);

/* Reads a section by its docid in the index, and marks the query's words in it. */
enum err_code show_section(struct record_section *record, struct highlight *highlight,
                           struct show *show, uint32_t docid, struct err *err);

/* As a page shows it: with a snippet. */
enum err_code show_hit(struct search_hit *hit, struct show *show, const struct ranked *ranked,
                       struct err *err);

#endif
