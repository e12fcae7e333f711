/* Answers in gzip, for clients that say that they take it (RFC 9110, 12.5.3). Nothing that is
 * secret stands in an answer beside what a request says, so how long a packed one is tells nobody
 * anything. */
#ifndef SEARCHD_PACKING_H
#define SEARCHD_PACKING_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "searchd/request.h"

/* Does Accept-Encoding (NULL: there is none) want gzip, and at least as much as no packing? */
bool packing_is_wanted(const char *accept_encoding);

/* Is this a type that gets shorter? */
bool packing_helps(const char *content_type);

/* Is a body so short that it is sent as it is? */
bool packing_is_too_short(size_t bytes);

/* Appends `content` in gzip. */
enum err_code packing_pack(struct buf *out, struct str content, struct err *err);

/* Makes a stream pack what it reads. On an error it stays as it is. */
enum err_code packing_pack_stream(struct response_stream *stream, struct err *err);

#endif
