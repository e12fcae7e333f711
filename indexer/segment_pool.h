/* Processes that write the segments of a generation side by side, from classes that were read and
 * from classes of other segments. They are started when they are first needed; each writes some of
 * the lanes. What is put is written later: an error may come with a later call.
 *
 * One that dies, or meets an error, ends the build. */
#ifndef INDEXER_SEGMENT_POOL_H
#define INDEXER_SEGMENT_POOL_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "indexer/lanes.h"
#include "indexer/segment_process.h"
#include "search/manifest.h"

struct segment_pool;

/* `job` must live as long. */
struct segment_pool *segment_pool_new(const struct segment_job *job, size_t processes);

/* Ends the processes, whatever they do. NULL is fine. */
void segment_pool_free(struct segment_pool *pool);

/* A class of a source that was read. */
struct segment_pool_class {
    struct str id;
    uint32_t at; /* in the reading */
    struct lanes_place place;
};

/* What a source's classes are made of: the reading as JSON, as it came. */
struct segment_pool_source {
    struct str agency, shown, json;
    const struct segment_pool_class *classes;
    size_t count;
};

enum err_code segment_pool_add(struct segment_pool *pool, size_t lane,
                               const struct segment_pool_source *source, struct err *err);

/* Copies the class with that id of the old segment `from`. */
enum err_code segment_pool_copy(struct segment_pool *pool, size_t lane, uint32_t from,
                                struct str id, struct lanes_place place, struct err *err);

/* Waits until all is written and durable, and fills `segments`, `count` of them by their number, in
 * the arena. Nothing can be put afterwards. */
enum err_code segment_pool_finish(struct manifest_segment *segments, size_t count,
                                  struct segment_pool *pool, struct arena *arena, struct err *err);

#endif
