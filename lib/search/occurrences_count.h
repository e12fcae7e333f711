/* Counting occurrences: the first half of occurrences.h. */
#ifndef SEARCH_OCCURRENCES_COUNT_H
#define SEARCH_OCCURRENCES_COUNT_H

#include "search/occurrences.h"
#include "search/places.h"

/* A section with occurrences. */
struct occurrences_section {
    uint32_t segment, number; /* the number there, from 0 */
    uint32_t count;
    uint32_t source; /* in the manifest */
};

struct occurrences_counted {
    struct occurrences_section *items; /* in order of place; to be freed */
    size_t count;
};

/* Counts what is sought in the sections that `root` matches; total and shares of *summary are set,
 * in the arena. `worker` is of the index. */
enum err_code occurrences_count(struct occurrences_counted *counted,
                                struct occurrences_summary *summary, struct index *index,
                                struct index_worker *worker, const struct query_node *root,
                                const struct sought *sought,
                                const struct occurrences_request *request, struct arena *arena,
                                struct err *err);

#endif
