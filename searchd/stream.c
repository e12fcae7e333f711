#include "searchd/stream.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { STREAMS_MAX = 8 };
static atomic_int under_way;

/* Rows are made until there are so many bytes to send, or, where they are packed to next to
 * nothing, so many rows. */
enum { CHUNK_BYTES = 32 * 1024, CHUNK_ROWS = 256 };

enum stage { STAGE_HEAD, STAGE_ROWS, STAGE_ENDED };

struct stream {
    struct snapshots *snapshots;
    struct snapshot *snapshot;
    const struct stream_parts *parts;
    void *data;
    enum stage stage;
};

enum err_code stream_new(struct stream **out, struct snapshots *snapshots, struct err *err)
{
    if (atomic_fetch_add(&under_way, 1) >= STREAMS_MAX) {
        atomic_fetch_sub(&under_way, 1);
        return err_set(err, ERR_BUSY, "%d exports are under way, which is as many as there may be",
                       STREAMS_MAX);
    }
    *out = mem_zero(1, sizeof **out);
    (*out)->snapshots = snapshots;
    (*out)->snapshot = snapshot_hold(snapshots);
    return ERR_OK;
}

void stream_free(struct stream *stream)
{
    if (stream == NULL)
        return;
    snapshot_release(stream->snapshots, stream->snapshot);
    free(stream);
    atomic_fetch_sub(&under_way, 1);
}

struct index *stream_index(struct stream *stream)
{
    return snapshot_index(stream->snapshot);
}

static enum err_code read_row(struct buf *out, struct stream *stream, struct err *err)
{
    bool more;
    enum err_code code = stream->parts->row(&more, out, stream->data, err);

    if (code != ERR_OK || more)
        return code;
    stream->stage = STAGE_ENDED;
    return stream->parts->end(out, stream->data, err);
}

static enum err_code read_more(struct buf *out, void *data, struct err *err)
{
    struct stream *stream = data;
    enum err_code code = ERR_OK;

    if (stream->stage == STAGE_HEAD) {
        code = stream->parts->head(out, stream->data, err);
        stream->stage = STAGE_ROWS;
    }
    for (int rows = 0; code == ERR_OK && stream->stage == STAGE_ROWS &&
                       (out->n == 0 || (out->n < CHUNK_BYTES && rows < CHUNK_ROWS));
         rows++)
        code = read_row(out, stream, err);
    return code;
}

static void close_stream(void *data)
{
    struct stream *stream = data;

    stream->parts->close(stream->data);
    stream_free(stream);
}

void stream_send(struct response *response, struct stream *stream, const struct stream_parts *parts,
                 void *data)
{
    stream->parts = parts;
    stream->data = data;
    response->status = 200;
    response->stream = (struct response_stream){read_more, close_stream, stream};
}
