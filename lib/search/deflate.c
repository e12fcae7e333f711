#include "search/deflate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"
#include "search/schema.h"

/* zlib: deflate makes nothing smaller than by this. So damage cannot ask for much memory. */
enum { RATIO_MAX = 1032 };

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
    struct str rest = str_from(packed, sizeof(uint32_t));
    uint32_t length = 0;

    if (rest.n > 0)
        memcpy(&length, packed.p, sizeof length);
    bool sound = rest.n > 0 && length / RATIO_MAX <= rest.n;
    if (sound) {
        char *data = mem_alloc(length);
        uLongf n = length, used = rest.n;
        int result = uncompress2((Bytef *)data, &n, (const Bytef *)rest.p, &used);
        sound = result == Z_OK && n == length && used == rest.n;
        if (sound)
            buf_add(out, data, n);
        free(data);
    }
    return sound ? ERR_OK : err_set(err, ERR_FORMAT, "compressed data is damaged; " SCHEMA_REBUILD);
}
