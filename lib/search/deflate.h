/* Compressed bytes: zlib's deflate, with the length in front. */
#ifndef SEARCH_DEFLATE_H
#define SEARCH_DEFLATE_H

#include "base/err.h"
#include "base/str.h"

/* Appends the compressed form. */
void deflate_pack(struct buf *out, struct str data);

/* Appends what was compressed. ERR_FORMAT if it is damaged. */
enum err_code deflate_unpack(struct buf *out, struct str packed, struct err *err);

#endif
