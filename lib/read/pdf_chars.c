#include "read/pdf_chars.h"

#include "base/utf8.h"

bool pdf_char_is_space(uint32_t c)
{
    return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Adobe's Symbol and Microsoft's Wingdings put their signs at U+F000 and up. */
static const char *private_sign(uint32_t c)
{
    static const struct {
        uint32_t c;
        const char *text;
    } signs[] = {
        {0xf02d, "-"},
        {0xf0ad, "-"},
        {0xf06f, "\xe2\x98\x90"},
        {0xf071, "\xe2\x98\x90"},
        {0xf072, "\xe2\x98\x90"},
        {0xf0a3, "\xe2\x98\x90"},
        {0xf0fd, "\xe2\x98\x92"},
        {0xf0fe, "\xe2\x98\x91"},
        {0xf052, "\xe2\x98\x91"},
        {0xf0fc, "\xe2\x9c\x93"},
        {0xf0e0, "\xe2\x86\x92"},
        {0xf0b3, "\xe2\x89\xa5"},
        {0xf0b0, "\xc2\xb0"},
        {0xf0d2, "\xc2\xae"},
        {0xf0d3, "\xc2\xa9"},
        {0xf0d4, "\xe2\x84\xa2"},
    };
    /* bullets, squares, diamonds, arrow heads: what a list item begins with */
    static const uint8_t bullets[] = {0x6c, 0x6e, 0x73, 0x74, 0x75, 0x76, 0x77, 0x9e, 0x9f, 0xa0,
                                      0xa1, 0xa2, 0xa4, 0xa7, 0xa8, 0xb7, 0xd8, 0xe8, 0xf0};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (signs[i].c == c)
            return signs[i].text;
    for (size_t i = 0; i < sizeof bullets; i++)
        if (0xf000u + bullets[i] == c)
            return "\xe2\x80\xa2";
    return NULL;
}

static const char *ligature(uint32_t c)
{
    static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

    return c >= 0xfb00 && c <= 0xfb06 ? letters[c - 0xfb00] : NULL;
}

bool pdf_char_append(struct buf *text, uint32_t c)
{
    const char *known = ligature(c);

    if (known == NULL)
        known = private_sign(c);
    if (known != NULL) {
        buf_text(text, known);
        return true;
    }
    if (c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff ||
        (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || pdf_char_is_space(c))
        return true; /* no shape of its own */
    if (c == 0x2010 || c == 0x2011) {
        buf_char(text, '-');
        return true;
    }
    if (c >= 0xf021 && c <= 0xf07e) { /* a symbol font's place for an ASCII character */
        buf_char(text, (char)(c - 0xf000));
        return true;
    }
    if ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000 || c == 0xfffd || !utf8_is_printable(c)) {
        utf8_append(text, 0xfffd);
        return false;
    }
    utf8_append(text, c);
    return true;
}
