#include "searchd/zip.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"

enum {
    LEVEL = 4, /* as answers are packed with */
    MEMORY_LEVEL = 8,
    ROOM = 16 * 1024,
    PIECE = 1 << 30, /* zlib counts no further than 32 bits at a time */
    ENTRIES_MAX = UINT16_MAX
};

/* APPNOTE 4.4. */
enum {
    VERSION = 20,          /* deflate */
    FLAGS = 1 << 3,        /* sizes stand behind the entry */
    METHOD = 8,            /* deflate */
    DATE = (1 << 5) | 1,   /* 1980-01-01, the first there is */
    DESCRIPTOR_BYTES = 16, /* behind an entry */
    LOCAL_MARK = 0x04034b50,
    DESCRIPTOR_MARK = 0x08074b50,
    DIRECTORY_MARK = 0x02014b50,
    END_MARK = 0x06054b50
};

struct zip_entry {
    const char *name;
    uint64_t offset, packed, size;
    uint32_t crc;
};

struct zip {
    z_stream packer;
    struct zip_entry *entries; /* the last one is open between zip_begin() and zip_end() */
    size_t count, capacity;
    uint64_t offset; /* where what comes next will stand */
};

enum err_code zip_new(struct zip **zip, struct err *err)
{
    struct zip *new = mem_zero(1, sizeof *new);

    if (deflateInit2(&new->packer, LEVEL, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        free(new);
        return err_set(err, ERR_INTERNAL, "no archive can be begun");
    }
    *zip = new;
    return ERR_OK;
}

void zip_free(struct zip *zip)
{
    if (zip == NULL)
        return;
    deflateEnd(&zip->packer);
    free(zip->entries);
    free(zip);
}

static void add_number(struct buf *out, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        buf_char(out, (char)(number >> 8 * i & 0xff));
}

/* What a local header and the directory have in common. The header knows neither hash nor sizes. */
static void add_about(struct buf *out, const struct zip_entry *entry)
{
    add_number(out, VERSION, 2);
    add_number(out, FLAGS, 2);
    add_number(out, METHOD, 2);
    add_number(out, 0, 2); /* the time */
    add_number(out, DATE, 2);
    add_number(out, entry->crc, 4);
    add_number(out, entry->packed, 4);
    add_number(out, entry->size, 4);
    add_number(out, strlen(entry->name), 2);
    add_number(out, 0, 2); /* no extra field */
}

void zip_begin(struct buf *out, struct zip *zip, const char *name)
{
    size_t before = out->n;

    zip->entries = mem_grow(zip->entries, zip->count, &zip->capacity, sizeof *zip->entries);
    struct zip_entry *entry = &zip->entries[zip->count++];
    *entry = (struct zip_entry){.name = name, .offset = zip->offset};
    add_number(out, LOCAL_MARK, 4);
    add_about(out, entry);
    buf_text(out, name);
    zip->offset += out->n - before;
    deflateReset(&zip->packer);
}

/* Packs a piece; `flush` is Z_NO_FLUSH or, at the end of an entry, Z_FINISH. */
static enum err_code pack(struct buf *out, struct zip *zip, struct str piece, int flush,
                          struct err *err)
{
    struct zip_entry *entry = &zip->entries[zip->count - 1];
    unsigned char room[ROOM];

    zip->packer.next_in = (unsigned char *)(uintptr_t)piece.p; /* zlib reads it only */
    zip->packer.avail_in = (uInt)piece.n;
    do {
        zip->packer.next_out = room;
        zip->packer.avail_out = ROOM;
        if (deflate(&zip->packer, flush) == Z_STREAM_ERROR)
            return err_set(err, ERR_INTERNAL, "an archive cannot be packed");
        size_t n = ROOM - zip->packer.avail_out;
        buf_add(out, (const char *)room, n);
        entry->packed += n;
        zip->offset += n;
    } while (zip->packer.avail_out == 0);
    return ERR_OK;
}

enum err_code zip_add(struct buf *out, struct zip *zip, struct str content, struct err *err)
{
    struct zip_entry *entry = &zip->entries[zip->count - 1];
    enum err_code code = ERR_OK;

    while (code == ERR_OK && content.n > 0) {
        struct str piece = {content.p, content.n < PIECE ? content.n : PIECE};
        entry->size += piece.n;
        entry->crc = (uint32_t)crc32(entry->crc, (const Bytef *)piece.p, (uInt)piece.n);
        content = str_from(content, piece.n);
        if (entry->size > UINT32_MAX || zip->offset > UINT32_MAX)
            return err_set(err, ERR_LIMIT, "a file of this kind ends at 4 GiB, and there is more");
        code = pack(out, zip, piece, Z_NO_FLUSH, err);
    }
    return code;
}

enum err_code zip_end(struct buf *out, struct zip *zip, struct err *err)
{
    struct zip_entry *entry = &zip->entries[zip->count - 1];
    enum err_code code = pack(out, zip, STR(""), Z_FINISH, err);

    if (code != ERR_OK)
        return code;
    add_number(out, DESCRIPTOR_MARK, 4);
    add_number(out, entry->crc, 4);
    add_number(out, entry->packed, 4);
    add_number(out, entry->size, 4);
    zip->offset += DESCRIPTOR_BYTES;
    return ERR_OK;
}

enum err_code zip_finish(struct buf *out, struct zip *zip, struct err *err)
{
    size_t before = out->n;

    if (zip->offset > UINT32_MAX || zip->count > ENTRIES_MAX)
        return err_set(err, ERR_LIMIT, "a file of this kind ends at 4 GiB, and there is more");
    for (size_t i = 0; i < zip->count; i++) {
        const struct zip_entry *entry = &zip->entries[i];
        add_number(out, DIRECTORY_MARK, 4);
        add_number(out, VERSION, 2); /* who made it */
        add_about(out, entry);
        add_number(out, 0, 2); /* no comment */
        add_number(out, 0, 2); /* the first volume */
        add_number(out, 0, 2); /* attributes */
        add_number(out, 0, 4);
        add_number(out, entry->offset, 4);
        buf_text(out, entry->name);
    }
    size_t bytes = out->n - before;
    add_number(out, END_MARK, 4);
    add_number(out, 0, 4); /* one volume */
    add_number(out, zip->count, 2);
    add_number(out, zip->count, 2);
    add_number(out, bytes, 4);
    add_number(out, zip->offset, 4);
    add_number(out, 0, 2); /* no comment */
    return ERR_OK;
}
