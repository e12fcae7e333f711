/* A request as the routes see it: decoded, checked, independent of the HTTP library. */
#ifndef SEARCHD_REQUEST_H
#define SEARCHD_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

enum { REQUEST_PARAMETERS_MAX = 64 };

struct request_parameter {
    struct str name, value;
};

struct request {
    struct str path;  /* percent-decoded */
    struct str query; /* as it came, without the '?' */
    struct request_parameter parameters[REQUEST_PARAMETERS_MAX];
    size_t parameter_count;
};

/* Decodes a request target ("/search?q=a%20b+c"). ERR_USAGE for a broken escape, a NUL or what is
 * not UTF-8; ERR_LIMIT for too many parameters. Strings live in the arena. */
enum err_code request_parse(struct request *request, const char *target, struct arena *arena,
                            struct err *err);

/* Appends `text` percent-encoded for a query string. */
void request_encode(struct buf *out, struct str text);

struct response {
    unsigned status;
    const char *content_type;
    struct buf body; /* owned */
    const char *cache_control;
};

#endif
