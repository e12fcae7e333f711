/* Files of numbered parts, which readers map: strings of bytes, each behind the other, found by
 * their number without a search. What they mean is their owners' business (tokens.h, record.h). */
#ifndef SEARCH_PARTS_H
#define SEARCH_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mapping.h"
#include "base/str.h"

/* What begins a file: seven letters and a NUL, and a version of its own. */
struct parts_format {
    char magic[8];
    uint32_t version;
};

/* Writing; all zero at first. What is appended to `bytes` becomes a part, the next, by
 * parts_writer_end(). */
struct parts_writer {
    struct buf bytes;
    uint32_t *ends;
    size_t count, capacity;
};
void parts_writer_free(struct parts_writer *writer);
void parts_writer_end(struct parts_writer *writer);

/* ERR_LIMIT if the parts have 4 GiB or more. */
enum err_code parts_writer_save(const struct parts_writer *writer,
                                const struct parts_format *format, const char *path,
                                struct err *err);

/* Reading. */
struct parts {
    struct mapping mapping;
    const uint32_t *offsets; /* of the parts, and behind the last */
    const char *bytes;
    uint32_t count;
};

/* ERR_FORMAT if the file is damaged or of another format; errors name it. */
enum err_code parts_open(struct parts *parts, const struct parts_format *format, const char *path,
                         struct err *err);
void parts_close(struct parts *parts); /* what is all zero is fine */

/* Part i < parts->count. */
static inline struct str parts_get(const struct parts *parts, uint32_t i)
{
    uint32_t start = parts->offsets[i];
    return (struct str){parts->bytes + start, parts->offsets[i + 1] - start};
}

#endif
