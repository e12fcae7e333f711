#include "searchd/send.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "searchd/etag.h"
#include "searchd/packing.h"

enum {
    STREAM_BLOCK = 32 * 1024,
    STREAM_TIMEOUT_S = 300 /* whoever reads may stop to look at what came */
};

#define BUSY_SECONDS "2" /* when to ask again */

/* On every answer. Pages load their style, script and images from here and nothing from elsewhere;
 * nobody frames them, embeds them or keeps a handle on their window. */
static const char *const guards[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; "
                                "connect-src 'self'; img-src 'self'; form-action 'self'; "
                                "base-uri 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"}};

static void log_broken(const struct err *err)
{
    struct log_line line = log_begin("error", "answer_broken_off");

    log_str(&line, "reason", str_of(err->text));
    log_end(&line);
}

/* A streamed answer under way. */
struct sending {
    struct response_stream stream;
    size_t *bytes;
    struct buf pending;
    size_t sent; /* of pending */
};

/* The library asks for more whenever the client has taken what there was; one that takes nothing is
 * left after STREAM_TIMEOUT_S, without having held a thread. */
static ssize_t read_more(void *cls, uint64_t at, char *to, size_t room)
{
    struct sending *sending = cls;
    struct err err;

    (void)at;
    if (sending->sent == sending->pending.n) {
        sending->sent = sending->pending.n = 0;
        if (sending->stream.read(&sending->pending, sending->stream.data, &err) != ERR_OK) {
            log_broken(&err);
            return MHD_CONTENT_READER_END_WITH_ERROR; /* no last chunk: the client sees it */
        }
        if (sending->pending.n == 0)
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t left = sending->pending.n - sending->sent, n = left < room ? left : room;
    memcpy(to, sending->pending.p + sending->sent, n);
    sending->sent += n;
    *sending->bytes += n;
    return (ssize_t)n;
}

static void end_sending(void *cls)
{
    struct sending *sending = cls;

    sending->stream.close(sending->stream.data);
    buf_free(&sending->pending);
    free(sending);
}

static struct MHD_Response *stream_response(const struct response *response, size_t *bytes)
{
    struct sending *sending = mem_zero(1, sizeof *sending);

    sending->stream = response->stream;
    sending->bytes = bytes;
    struct MHD_Response *out = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK,
                                                                 read_more, sending, end_sending);
    if (out == NULL)
        end_sending(sending);
    return out;
}

static ssize_t read_nothing(void *cls, uint64_t at, char *to, size_t room)
{
    (void)cls, (void)at, (void)to, (void)room;
    return MHD_CONTENT_READER_END_OF_STREAM;
}

/* A 304, or the head of a stream. A Content-Length in it would be that of the body left out (RFC
 * 9110, 8.6): the library would say 0 of an empty one, but says nothing of one whose length it does
 * not know. Of that it would send the last chunk nevertheless, which the client would take for the
 * next answer; so the connection ends with it. */
static struct MHD_Response *bodiless_response(const struct response *response)
{
    struct MHD_Response *out =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1, read_nothing, NULL, NULL);

    if (response->stream.close != NULL)
        response->stream.close(response->stream.data);
    if (out != NULL)
        MHD_set_response_options(out, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return out;
}

static struct MHD_Response *body_response(struct response *response)
{
    struct MHD_Response *out =
        MHD_create_response_from_buffer(response->body.n, response->body.p, MHD_RESPMEM_MUST_FREE);

    if (out == NULL)
        buf_free(&response->body);
    return out;
}

/* Packs the answer where that helps. An answer that cannot be packed is sent as it is. */
static bool pack(struct response *response, const char *accepted)
{
    struct buf packed = {0};
    struct err err;

    if (!packing_is_wanted(accepted))
        return false;
    if (response->stream.read != NULL)
        return packing_pack_stream(&response->stream, &err) == ERR_OK;
    if (packing_is_too_short(response->body.n) ||
        packing_pack(&packed, buf_view(&response->body), &err) != ERR_OK) {
        buf_free(&packed);
        return false;
    }
    buf_free(&response->body);
    response->body = packed;
    if (response->etag[0] != '\0')
        etag_of_gzip(response->etag);
    return true;
}

static void add_headers(struct MHD_Response *out, const struct response *response, bool packed)
{
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
        MHD_add_response_header(out, guards[i][0], guards[i][1]);
    MHD_add_response_header(out, MHD_HTTP_HEADER_CACHE_CONTROL, response->cache_control);
    if (packing_helps(response->content_type))
        MHD_add_response_header(out, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (packed)
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (response->etag[0] != '\0')
        MHD_add_response_header(out, MHD_HTTP_HEADER_ETAG, response->etag);
    if (response->status != MHD_HTTP_NOT_MODIFIED)
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response->content_type);
    if (response->stream.read != NULL) {
        char rows[32];
        snprintf(rows, sizeof rows, "%lld", response->rows);
        MHD_add_response_header(out, "X-Total-Rows", rows);
    }
    if (response->attachment != NULL) {
        char disposition[100];
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"",
                 response->attachment);
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
    }
    if (response->busy)
        MHD_add_response_header(out, MHD_HTTP_HEADER_RETRY_AFTER, BUSY_SECONDS);
    if (response->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(out, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
}

bool send_response(struct MHD_Connection *connection, struct response *response, size_t *bytes,
                   bool closing)
{
    const char *accepted =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    bool packed = packing_helps(response->content_type) && pack(response, accepted);
    bool streamed = response->stream.read != NULL;
    bool bodiless = response->status == MHD_HTTP_NOT_MODIFIED || (streamed && bytes == NULL);

    if (!streamed && bytes != NULL)
        *bytes = response->body.n; /* the library owns the body from here on */
    if (response->cache_control == NULL)
        response->cache_control = "no-store";
    struct MHD_Response *out = bodiless   ? bodiless_response(response)
                               : streamed ? stream_response(response, bytes)
                                          : body_response(response);
    if (out == NULL)
        return false;
    if (streamed)
        MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                                  (unsigned)STREAM_TIMEOUT_S);
    add_headers(out, response, packed);
    if (closing)
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result queued = MHD_queue_response(connection, response->status, out);
    MHD_destroy_response(out);
    return queued == MHD_YES;
}
