/* A process that writes segments: reads messages (segment_message.h) from its socket and writes
 * what they say, one segment of each lane at a time. After an error, which it answers, it reads on
 * and does nothing, so that neither side ever waits for the other to read. */
#ifndef INDEXER_SEGMENT_PROCESS_H
#define INDEXER_SEGMENT_PROCESS_H

#include <stddef.h>

#include "search/manifest.h"

/* What is written, and from what it is copied. The directories of segments are those of a
 * generation (generation_segment_path). */
struct segment_job {
    const char *directory;              /* is there; the segments become directories in it */
    const char *generation;             /* the name that theirs begin with */
    const char *old_directory;          /* of the segments that are copied from */
    const struct manifest_segment *old; /* as they were written, by number */
    size_t old_count;
};

/* The name of a segment that this job makes; to be freed. */
char *segment_job_name(const struct segment_job *job, unsigned number);

/* The body of the process: `data` is a struct segment_job. */
void segment_process_run(const void *data);

#endif
