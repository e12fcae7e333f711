#include "searchd/packing.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    SHORT_BYTES = 1000, /* about what a packet carries beside the headers */
    LEVEL = 4,          /* bench/README.md has what it takes and gives */
    GZIP_WINDOW = 15 + 16,
    MEMORY_LEVEL = 8,
    ROOM = 16 * 1024
};

/* A q-value in thousandths; what is none counts as 0. */
static int weight(struct str parameters)
{
    while (parameters.n > 0) {
        struct str value = str_trim(str_cut(&parameters, ';'));
        struct str name = str_trim(str_cut(&value, '='));
        if (!str_eq_nocase(name, STR("q")))
            continue;
        value = str_trim(value);
        if (value.n == 0 || (value.p[0] != '0' && value.p[0] != '1') ||
            (value.n > 1 && value.p[1] != '.') || value.n > 5)
            return 0;
        int thousandths = (value.p[0] - '0') * 1000, unit = 100;
        for (size_t i = 2; i < value.n; i++, unit /= 10) {
            if (value.p[i] < '0' || value.p[i] > '9')
                return 0;
            thousandths += (value.p[i] - '0') * unit;
        }
        return thousandths <= 1000 ? thousandths : 0;
    }
    return 1000;
}

bool packing_is_wanted(const char *accept_encoding)
{
    enum { UNSAID = -1 };
    struct str rest = str_of(accept_encoding);
    int gzip = UNSAID, identity = UNSAID, others = UNSAID;

    while (rest.n > 0) {
        struct str parameters = str_cut(&rest, ',');
        struct str coding = str_trim(str_cut(&parameters, ';'));
        int q = weight(parameters);
        if (str_eq_nocase(coding, STR("gzip")) || str_eq_nocase(coding, STR("x-gzip")))
            gzip = q;
        else if (str_eq_nocase(coding, STR("identity")))
            identity = q;
        else if (str_eq(coding, STR("*")))
            others = q;
    }
    if (gzip == UNSAID)
        gzip = others;
    return gzip > 0 && gzip >= identity;
}

bool packing_helps(const char *content_type)
{
    static const struct str types[] = {{"text/", 5},
                                       {"application/json", 16},
                                       {"application/x-ndjson", 20},
                                       {"image/svg+xml", 13}};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_starts(str_of(content_type), types[i]))
            return true;
    return false;
}

bool packing_is_too_short(size_t bytes)
{
    return bytes < SHORT_BYTES;
}

static enum err_code start(z_stream *packer, struct err *err)
{
    *packer = (z_stream){0};
    return deflateInit2(packer, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) ==
                   Z_OK
               ? ERR_OK
               : err_set(err, ERR_INTERNAL, "the answer cannot be packed");
}

/* Appends what comes of `content`; `flush` is Z_NO_FLUSH or, at the end, Z_FINISH. */
static enum err_code feed(struct buf *out, z_stream *packer, struct str content, int flush,
                          struct err *err)
{
    unsigned char room[ROOM];
    int result;

    packer->next_in = (unsigned char *)(uintptr_t)content.p; /* zlib reads it only */
    packer->avail_in = (uInt)content.n;
    do {
        packer->next_out = room;
        packer->avail_out = ROOM;
        result = deflate(packer, flush);
        if (result == Z_STREAM_ERROR)
            return err_set(err, ERR_INTERNAL, "the answer cannot be packed");
        buf_add(out, (const char *)room, ROOM - packer->avail_out);
    } while (packer->avail_out == 0);
    return ERR_OK;
}

enum err_code packing_pack(struct buf *out, struct str content, struct err *err)
{
    z_stream packer;

    if (content.n > UINT32_MAX) /* zlib counts no further at a time */
        return err_set(err, ERR_LIMIT, "the answer is too long to be packed");
    enum err_code code = start(&packer, err);
    if (code != ERR_OK)
        return code;
    code = feed(out, &packer, content, Z_FINISH, err);
    deflateEnd(&packer);
    return code;
}

/* Streams. */

struct packing {
    struct response_stream inner;
    z_stream packer;
    bool ended;
};

static enum err_code read_packed(struct buf *out, void *data, struct err *err)
{
    struct packing *packing = data;
    struct buf plain = {0};
    enum err_code code = ERR_OK;
    size_t before = out->n;

    /* Nothing appended would be the end, but zlib may keep what it is given to itself. */
    while (code == ERR_OK && !packing->ended && out->n == before) {
        plain.n = 0;
        code = packing->inner.read(&plain, packing->inner.data, err);
        if (code != ERR_OK)
            break;
        packing->ended = plain.n == 0;
        code = feed(out, &packing->packer, buf_view(&plain), packing->ended ? Z_FINISH : Z_NO_FLUSH,
                    err);
    }
    buf_free(&plain);
    return code;
}

static void close_packed(void *data)
{
    struct packing *packing = data;

    packing->inner.close(packing->inner.data);
    deflateEnd(&packing->packer);
    free(packing);
}

enum err_code packing_pack_stream(struct response_stream *stream, struct err *err)
{
    struct packing *packing = mem_zero(1, sizeof *packing);
    enum err_code code = start(&packing->packer, err);

    if (code != ERR_OK) {
        free(packing);
        return code;
    }
    packing->inner = *stream;
    *stream = (struct response_stream){read_packed, close_packed, packing};
    return ERR_OK;
}
