/* A request as the routes see it: decoded, checked, independent of the HTTP library. */
#ifndef SEARCHD_REQUEST_H
#define SEARCHD_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

enum { REQUEST_PARAMETERS_MAX = 96 };

struct request_parameter {
    struct str name, value;
};

struct request {
    struct str path; /* percent-decoded */
    struct request_parameter parameters[REQUEST_PARAMETERS_MAX];
    size_t parameter_count;
    struct str origin; /* "http://host:port", as the client calls us; empty if that is not known */
};

/* Decodes a request target ("/search?q=a%20b+c"). ERR_USAGE for a broken escape, a NUL or what is
 * not UTF-8; ERR_LIMIT for too many parameters. Strings live in the arena; what is decoded ends in
 * NUL. */
enum err_code request_parse(struct request *request, const char *target, struct arena *arena,
                            struct err *err);

/* Sets the origin by the headers Host and X-Forwarded-Proto; NULL: the request has none. It may get
 * into files, as the beginning of links, so anything but a name or address and a port is as good as
 * no Host; and a file with it is the asker's alone, never kept for others. */
void request_set_origin(struct request *request, const char *host, const char *forwarded_protocol,
                        struct arena *arena);

/* The first value of a parameter, empty if there is none; whether one has this value, in any case
 * of ASCII letters. */
struct str request_value(const struct request *request, const char *name);
bool request_has(const struct request *request, const char *name, struct str value);

/* Appends `text` percent-encoded for a query string. */
void request_encode(struct buf *out, struct str text);

/* A body that is made while it is sent. */
struct response_stream {
    /* Appends more of the body to *out; nothing at its end. It is not called again after an error.
     */
    enum err_code (*read)(struct buf *out, void *data, struct err *err);
    void (*close)(void *data); /* called once, whether or not all was read */
    void *data;
};

/* With quotation marks, of an answer in gzip, too, and with the NUL. */
enum { ETAG_SIZE = 40 };

struct response {
    unsigned status;
    const char *content_type;
    struct buf body;               /* owned */
    const char *cache_control;     /* NULL: not to be kept */
    char etag[ETAG_SIZE];          /* empty: none */
    struct response_stream stream; /* in place of a body, if it has a `read` */
    const char *attachment;        /* the name for what is kept as a file; NULL: it is shown */
    long long rows;                /* of a stream: how many it will have */
    bool busy;                     /* it is an error that will have gone shortly */
};

#endif
