/* Streams: answers that are made row by row while they are sent, as exports are. Each holds a
 * generation, and a few bytes of memory for each of its rows, as long as its client takes; so there
 * are only so many at a time in the process. No thread is held by whoever is slow to take them. */
#ifndef SEARCHD_STREAM_H
#define SEARCHD_STREAM_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"

struct stream;

/* Holds the newest generation. ERR_BUSY if too many are under way. */
enum err_code stream_new(struct stream **stream, struct snapshots *snapshots, struct err *err);
void stream_free(struct stream *stream); /* NULL is fine; of one that was not sent */

struct index *stream_index(struct stream *stream);

/* What an answer is made of: each appends to *out. Nothing is called after an error but `close`,
 * which is called once in any case, while the generation is still held. */
struct stream_parts {
    enum err_code (*head)(struct buf *out, void *data, struct err *err);
    enum err_code (*row)(bool *more, struct buf *out, void *data, struct err *err);
    enum err_code (*end)(struct buf *out, void *data, struct err *err); /* behind the last row */
    void (*close)(void *data);
};

/* Makes the stream the answer, which frees it. The parts must last. */
void stream_send(struct response *response, struct stream *stream, const struct stream_parts *parts,
                 void *data);

#endif
