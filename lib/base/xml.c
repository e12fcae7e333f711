#include "base/xml.h"

#include <stdint.h>

#include "base/utf8.h"

static const char *escape_of(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void xml_text(struct buf *out, struct str text)
{
    while (text.n > 0) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(text.p, text.n, &c);
        const char *escape = escape_of(c);
        text = str_from(text, n > 0 ? n : 1);
        if (escape != NULL)
            buf_text(out, escape);
        else
            utf8_append(out, utf8_is_printable(c) && c != 0xfffe && c != 0xffff ? c : 0xfffd);
    }
}
