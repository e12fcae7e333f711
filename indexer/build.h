/* `specindex build`: from folders of specifications to a new generation of the index. */
#ifndef INDEXER_BUILD_H
#define INDEXER_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct build_request {
    const char *index;
    char *const *paths;
    size_t path_count;
    bool verbose;   /* a ledger line for every source */
    bool full;      /* read everything, carry nothing over */
    bool quiet;     /* print no ledger */
    size_t workers; /* processes that read files, and that write segments, at least 1 */
};

/* Publishes a generation, or nothing if nothing changed; prints the ledger. *skipped is set when
 * some source could not be read. On an error the index is as it was. */
enum err_code build_run(bool *skipped, const struct build_request *request, struct err *err);

#endif
