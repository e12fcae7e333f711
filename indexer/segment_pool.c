#include "indexer/segment_pool.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/pack.h"
#include "indexer/process.h"
#include "indexer/segment_message.h"

enum {
    WAITING_MAX = 8 * 1024 * 1024, /* bytes for a process that it has not taken yet */
    ANSWER_MAX = 16 * 1024 * 1024,
    COMPACT_FROM = 1024 * 1024
};

struct writer {
    struct process process;
    struct buf out; /* what it is to be told */
    size_t sent;    /* of that */
    bool answered;
    struct buf answer;
};

struct segment_pool {
    const struct segment_job *job;
    struct writer *writers;
    size_t count;
    struct buf message; /* reused */
};

struct segment_pool *segment_pool_new(const struct segment_job *job, size_t processes)
{
    struct segment_pool *pool = mem_zero(1, sizeof *pool);

    pool->job = job;
    pool->count = processes < LANES_MAX ? processes : LANES_MAX;
    pool->writers = mem_zero(pool->count, sizeof *pool->writers);
    return pool;
}

void segment_pool_free(struct segment_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->writers[i].process.pid != 0)
            process_end(&pool->writers[i].process);
        buf_free(&pool->writers[i].out);
        buf_free(&pool->writers[i].answer);
    }
    free(pool->writers);
    buf_free(&pool->message);
    free(pool);
}

static enum err_code lose(struct writer *writer, struct err *err)
{
    int status = process_end(&writer->process);

    bool killed = WIFSIGNALED(status);

    return err_set(err, ERR_INTERNAL,
                   "a process that writes the index died (%s %d); the index is as it was",
                   killed ? "signal" : "status", killed ? WTERMSIG(status) : WEXITSTATUS(status));
}

/* Takes the answer of a process that has begun to give one: what it made, or an error. */
static enum err_code hear(struct writer *writer, struct err *err)
{
    struct process_header header;
    int socket = writer->process.socket;

    if (!process_receive(socket, (char *)&header, sizeof header))
        return lose(writer, err);
    char *text = mem_alloc((size_t)header.length + 1);
    bool whole = header.code <= ERR_INTERNAL && header.length <= ANSWER_MAX &&
                 process_receive(socket, text, header.length);
    if (whole && header.code == ERR_OK)
        buf_add(&writer->answer, text, header.length);
    else if (whole)
        err_set(err, (enum err_code)header.code, "%.*s", (int)header.length, text);
    free(text);
    writer->answered = true;
    return whole ? (enum err_code)header.code : lose(writer, err);
}

/* Sends what a process takes without waiting. */
static enum err_code send_some(struct writer *writer, struct err *err)
{
    while (writer->sent < writer->out.n) {
        ssize_t done = send(writer->process.socket, writer->out.p + writer->sent,
                            writer->out.n - writer->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EAGAIN)
            break;
        if (done < 0)
            return lose(writer, err);
        writer->sent += (size_t)done;
    }
    if (writer->sent >= COMPACT_FROM || writer->sent == writer->out.n) {
        writer->out.n -= writer->sent;
        memmove(writer->out.p, writer->out.p + writer->sent, writer->out.n);
        writer->sent = 0;
    }
    return ERR_OK;
}

/* Sends to all processes what they take and listens to them, waiting until something can be done
 * if `wait` is set. */
static enum err_code exchange(struct segment_pool *pool, bool wait, struct err *err)
{
    struct pollfd ready[LANES_MAX];
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < pool->count; i++) {
        const struct writer *writer = &pool->writers[i];
        bool deaf = writer->process.pid == 0 || writer->answered;
        ready[i] = (struct pollfd){.fd = deaf ? -1 : writer->process.socket, .events = POLLIN};
        if (writer->sent < writer->out.n)
            ready[i].events |= POLLOUT;
    }
    int found = poll(ready, (nfds_t)pool->count, wait ? -1 : 0);
    if (found < 0 && errno != EINTR)
        code = err_errno(err, ERR_IO, errno, "the processes that write the index: no word of them");
    for (size_t i = 0; found > 0 && code == ERR_OK && i < pool->count; i++) {
        if (ready[i].revents & (POLLIN | POLLHUP | POLLERR)) /* what it says comes first */
            code = hear(&pool->writers[i], err);
        else if (ready[i].revents & POLLOUT)
            code = send_some(&pool->writers[i], err);
    }
    return code;
}

/* Puts the message at hand for the process that writes a lane. */
static enum err_code put(struct segment_pool *pool, size_t lane, struct err *err)
{
    struct writer *writer = &pool->writers[lane % pool->count];
    enum err_code code = ERR_OK;

    if (writer->process.pid == 0)
        code = process_start(&writer->process, segment_process_run, pool->job, err);
    if (code != ERR_OK)
        return code;
    buf_str(&writer->out, buf_view(&pool->message));
    code = exchange(pool, false, err);
    while (code == ERR_OK && writer->out.n - writer->sent > WAITING_MAX)
        code = exchange(pool, true, err);
    return code;
}

static void put_place(struct buf *message, struct lanes_place place)
{
    pack_number(message, place.segment);
    pack_number(message, place.first_docid);
}

enum err_code segment_pool_add(struct segment_pool *pool, size_t lane,
                               const struct segment_pool_source *source, struct err *err)
{
    struct buf *message = &pool->message;

    message->n = 0;
    size_t begun = segment_message_begin(message, SEGMENT_ADD);
    pack_number(message, (uint32_t)lane);
    pack_text(message, source->agency);
    pack_text(message, source->shown);
    pack_text(message, source->json);
    for (size_t i = 0; i < source->count; i++) {
        pack_number(message, source->classes[i].at);
        put_place(message, source->classes[i].place);
        pack_text(message, source->classes[i].id);
    }
    segment_message_end(message, begun);
    return put(pool, lane, err);
}

enum err_code segment_pool_copy(struct segment_pool *pool, size_t lane, uint32_t from,
                                struct str id, struct lanes_place place, struct err *err)
{
    struct buf *message = &pool->message;

    message->n = 0;
    size_t begun = segment_message_begin(message, SEGMENT_COPY);
    pack_number(message, (uint32_t)lane);
    pack_number(message, from);
    put_place(message, place);
    pack_text(message, id);
    segment_message_end(message, begun);
    return put(pool, lane, err);
}

static enum err_code take_segments(struct manifest_segment *segments, size_t count,
                                   const struct segment_pool *pool, struct str rest,
                                   struct arena *arena, struct err *err)
{
    while (rest.n > 0) {
        uint32_t number, sections;
        bool whole = pack_take_number(&number, &rest) && pack_take_number(&sections, &rest) &&
                     number < count;
        if (whole) {
            char *name = segment_job_name(pool->job, number);
            segments[number].name = arena_strdup(arena, name);
            segments[number].sections = sections;
            free(name);
        }
        for (size_t f = 0; whole && f < MANIFEST_FILE_COUNT; f++) {
            struct str sha256;
            whole = pack_take_text(&sha256, &rest);
            if (whole)
                segments[number].sha256[f] = arena_strndup(arena, sha256.p, sha256.n);
        }
        if (!whole)
            return err_set(err, ERR_INTERNAL,
                           "the answer of a process that writes the index is damaged");
    }
    return ERR_OK;
}

static bool all_answered(const struct segment_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        if (pool->writers[i].process.pid != 0 && !pool->writers[i].answered)
            return false;
    return true;
}

enum err_code segment_pool_finish(struct manifest_segment *segments, size_t count,
                                  struct segment_pool *pool, struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < pool->count; i++)
        segment_message_end(&pool->writers[i].out,
                            segment_message_begin(&pool->writers[i].out, SEGMENT_END));
    while (code == ERR_OK && !all_answered(pool))
        code = exchange(pool, true, err);
    for (size_t i = 0; code == ERR_OK && i < pool->count; i++)
        code = take_segments(segments, count, pool, buf_view(&pool->writers[i].answer), arena, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (segments[i].name == NULL)
            code = err_set(err, ERR_INTERNAL, "a segment of the index was not written");
    return code;
}
