/* Worker processes: what works on files of unknown origin does so in a sandbox, and what happens to
 * it there (a crash, a loop, memory without end) is an answer like others.
 *
 * A worker serves many requests, one after the other. It is forked from the calling process, which
 * must have a single thread and have warmed up the libraries that the work needs: in the sandbox
 * nothing can be opened any more. */
#ifndef INDEXER_WORKER_H
#define INDEXER_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct worker_limits {
    size_t memory;     /* bytes that the work on one file may take */
    size_t answer;     /* bytes of an answer */
    unsigned seconds;  /* of processor time for one file */
    unsigned patience; /* seconds by the clock: for what waits and does not compute */
};

/* What a worker does: reads the descriptor from its start and appends to *answer, or says what is
 * wrong. */
struct worker_task {
    enum err_code (*work)(struct buf *answer, int fd, struct str request, struct err *err);
    struct worker_limits limits;
};

struct worker_pool;

/* Starts no worker yet: they are started as requests come, `count` at most. `task` is copied. */
struct worker_pool *worker_pool_new(const struct worker_task *task, size_t count);

/* Ends the workers, whatever they do. NULL is fine. */
void worker_pool_free(struct worker_pool *pool);

/* True as long as it makes sense to put further requests beside those whose answers have not been
 * taken: what is outstanding takes memory and descriptors. */
bool worker_pool_has_room(const struct worker_pool *pool);

/* Puts a request, WORKER_REQUEST_MAX bytes at most, and returns its number. Takes the descriptor.
 */
enum { WORKER_REQUEST_MAX = 96 * 1024 };
size_t worker_pool_ask(struct worker_pool *pool, int fd, struct str request);

/* What became of a request. */
struct worker_answer {
    enum err_code code; /* ERR_OK: `bytes` is the answer; else `reason` says what is wrong */
    struct buf bytes;   /* the caller frees it */
    struct err reason;
};

/* Waits for the answer to a request; others go on meanwhile. Each answer can be taken once. An
 * error is one of the machine, not of the file: no worker can be started. */
enum err_code worker_pool_take(struct worker_answer *answer, struct worker_pool *pool,
                               size_t number, struct err *err);

#endif
