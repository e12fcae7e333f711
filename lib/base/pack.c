#include "base/pack.h"

void pack_number(struct buf *out, uint32_t number)
{
    char bytes[PACK_NUMBER_MAX];
    size_t n = 0;

    for (; number >= 0x80; number >>= 7)
        bytes[n++] = (char)(number | 0x80);
    bytes[n++] = (char)number;
    buf_add(out, bytes, n);
}

void pack_text(struct buf *out, struct str text)
{
    pack_number(out, (uint32_t)text.n);
    buf_str(out, text);
}

bool pack_take_number(uint32_t *number, struct str *rest)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < PACK_NUMBER_MAX && i < rest->n; i++) {
        unsigned char byte = (unsigned char)rest->p[i];
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            *number = (uint32_t)value;
            *rest = str_from(*rest, i + 1);
            return value <= UINT32_MAX;
        }
    }
    return false;
}

bool pack_take_text(struct str *text, struct str *rest)
{
    uint32_t length;

    if (!pack_take_number(&length, rest) || length > rest->n)
        return false;
    *text = (struct str){rest->p, length};
    *rest = str_from(*rest, length);
    return true;
}
