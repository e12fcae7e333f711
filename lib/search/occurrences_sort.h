/* Sorting occurrences by the words beside them: a part of occurrences.h. */
#ifndef SEARCH_OCCURRENCES_SORT_H
#define SEARCH_OCCURRENCES_SORT_H

#include "search/occurrences_count.h"

/* A row. */
struct occurrences_key {
    const char *words;     /* of the context, the nearest first, each with a blank behind it */
    uint32_t section, nth; /* which occurrence of which section, in order of place */
};

/* In the order asked for, in the arena. ERR_LIMIT if there are too many, ERR_TIMEOUT past the
 * deadline. */
enum err_code occurrences_sort(struct occurrences_key **keys,
                               const struct occurrences_counted *counted, uint64_t count,
                               const struct sought *sought, struct index_worker *worker,
                               const struct occurrences_request *request, struct arena *arena,
                               struct err *err);

#endif
