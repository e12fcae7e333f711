#include "search/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "search/schema.h"

/* File: header; offsets[parts + 1] of parts behind the offsets, uint32_t in the machine's byte
 * order; the parts. */
struct parts_header {
    char magic[8];
    uint64_t size; /* of the whole file */
    uint32_t version, count;
};

void parts_writer_free(struct parts_writer *writer)
{
    buf_free(&writer->bytes);
    free(writer->ends);
    *writer = (struct parts_writer){0};
}

void parts_writer_end(struct parts_writer *writer)
{
    writer->ends = mem_grow(writer->ends, writer->count, &writer->capacity, sizeof *writer->ends);
    writer->ends[writer->count++] = (uint32_t)writer->bytes.n; /* too many are seen when saved */
}

enum err_code parts_writer_save(const struct parts_writer *writer,
                                const struct parts_format *format, const char *path,
                                struct err *err)
{
    static const uint32_t first = 0;
    size_t ends = writer->count * sizeof *writer->ends;
    struct parts_header header = {.size = sizeof header + sizeof first + ends + writer->bytes.n,
                                  .version = format->version,
                                  .count = (uint32_t)writer->count};
    struct buf file = {0};

    if (writer->bytes.n > UINT32_MAX)
        return err_set(err, ERR_LIMIT, "%s: would have 4 GiB or more", path);
    memcpy(header.magic, format->magic, sizeof header.magic);
    buf_add(&file, (const char *)&header, sizeof header);
    buf_add(&file, (const char *)&first, sizeof first);
    if (ends > 0)
        buf_add(&file, (const char *)writer->ends, ends);
    buf_str(&file, buf_view(&writer->bytes));
    enum err_code code = file_write(path, buf_view(&file), err);
    buf_free(&file);
    return code;
}

static bool lay_out(struct parts *parts, const struct parts_format *format)
{
    size_t size = parts->mapping.size;
    const struct parts_header *header = (const void *)parts->mapping.start;

    if (size < sizeof *header || memcmp(header->magic, format->magic, sizeof header->magic) != 0 ||
        header->version != format->version || header->size != size)
        return false;
    size_t start = sizeof *header + ((size_t)header->count + 1) * sizeof(uint32_t);
    if (start > size)
        return false;
    parts->offsets = (const void *)(header + 1);
    parts->bytes = parts->mapping.start + start;
    parts->count = header->count;
    for (uint32_t i = 0; i < parts->count; i++)
        if (parts->offsets[i] > parts->offsets[i + 1])
            return false;
    return parts->offsets[0] == 0 && parts->offsets[parts->count] == size - start;
}

enum err_code parts_open(struct parts *parts, const struct parts_format *format, const char *path,
                         struct err *err)
{
    *parts = (struct parts){0};
    enum err_code code = mapping_open(&parts->mapping, path, err);
    if (code == ERR_OK && !lay_out(parts, format)) {
        code = err_set(err, ERR_FORMAT, "%s: damaged or of another version; " SCHEMA_REBUILD, path);
        parts_close(parts);
    }
    return code;
}

void parts_close(struct parts *parts)
{
    mapping_close(&parts->mapping);
    *parts = (struct parts){0};
}
