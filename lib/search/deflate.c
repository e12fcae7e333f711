#include "search/deflate.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"

enum { UNPACKED_MAX = 1 << 30 };

void deflate_pack(struct buf *out, struct str data)
{
    uint32_t length = (uint32_t)data.n;
    uLongf room = compressBound(data.n);
    char *packed = mem_alloc(room);

    /* It cannot fail: there is room, and mem.h sees to the memory. */
    compress((Bytef *)packed, &room, (const Bytef *)data.p, data.n);
    buf_add(out, (const char *)&length, sizeof length);
    buf_add(out, packed, room);
    free(packed);
}

enum err_code deflate_unpack(struct buf *out, struct str packed, struct err *err)
{
    uint32_t length = UNPACKED_MAX;

    if (packed.n > sizeof length)
        memcpy(&length, packed.p, sizeof length);
    if (length >= UNPACKED_MAX)
        return err_set(err, ERR_FORMAT, "compressed data is damaged; rebuild the index");
    char *data = mem_alloc(length);
    uLongf n = length;
    int result = uncompress((Bytef *)data, &n, (const Bytef *)packed.p + sizeof length,
                            packed.n - sizeof length);
    bool sound = result == Z_OK && n == length;
    if (sound)
        buf_add(out, data, n);
    free(data);
    return sound ? ERR_OK
                 : err_set(err, ERR_FORMAT, "compressed data is damaged; rebuild the index");
}
