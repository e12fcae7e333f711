/* HTTP requests to one specsearchd.
 *
 * Only http and https, no redirects, no proxy for this machine itself, at most 5 s to connect, 60 s
 * and 64 MiB an answer. An answer that is taken as it comes may be of any size and last as long as
 * something comes within 60 s; a line has at most 64 MiB. A connection is kept open from one
 * request to the next. */
#ifndef CLIENT_FETCH_H
#define CLIENT_FETCH_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct fetch;

struct fetch_reply {
    long status;     /* of HTTP: 200, 404, ... */
    long long rows;  /* as X-Total-Rows announces them; -1: not said */
    struct buf body; /* uncompressed; buf_free() it */
};

/* `url` is where the daemon is, such as "http://127.0.0.1:8321" or "https://host/path"; NULL means
 * $SPECSEARCH_URL or else the daemon's default address. ERR_USAGE if it is not such a URL. The
 * caller frees *out by fetch_free(), also after an error. */
enum err_code fetch_open(struct fetch **out, const char *url, struct err *err);
void fetch_free(struct fetch *fetch); /* NULL is fine */

/* The daemon's URL for messages: without user name and password. Lives as long as `fetch`. */
const char *fetch_origin(const struct fetch *fetch);

/* A request is made again, at most so often, if the connection is refused, after a quarter of a
 * second, a half, one, ...; or if the answer is a 503 that says by Retry-After to come back within
 * a minute, after that time. Then nothing has been handed over: what comes, comes once. */
void fetch_retry(struct fetch *fetch, long times);

/* Whatever is asked from now on ends within so many milliseconds together, and is asked once. */
void fetch_hurry(struct fetch *fetch, long milliseconds);

/* GETs `target` (a path from "/" on, with its query, percent-encoded) below the daemon's URL.
 * Any status is ERR_OK. ERR_IO: no connection, or it broke; ERR_LIMIT: too large or too slow. */
enum err_code fetch_get(struct fetch_reply *reply, struct fetch *fetch, struct str target,
                        struct err *err);

/* Takes an answer as it comes: each line without its end, or pieces of any length. An error ends
 * the request. */
struct fetch_taker {
    enum err_code (*take)(void *data, struct str piece, struct err *err);
    void *data;
    bool lines;
};

/* As fetch_get(), but the body of an answer with status 200 goes to `taker` instead. */
enum err_code fetch_get_parts(struct fetch_reply *reply, struct fetch *fetch, struct str target,
                              const struct fetch_taker *taker, struct err *err);

/* Appends `text` percent-encoded: everything but letters, digits and "-._~" (and "/", if kept). */
void fetch_encode(struct buf *target, struct str text, bool keep_slashes);

#endif
