#include "base/csv.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/utf8.h"

static bool is_one_of(char c, const char *characters)
{
    return c != '\0' && strchr(characters, c) != NULL;
}

static bool needs_quotes(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (is_one_of(text.p[i], ",\"\r\n"))
            return true;
    return false;
}

void csv_cell(struct buf *out, struct str text)
{
    bool quoted = needs_quotes(text);

    if (quoted)
        buf_char(out, '"');
    if (text.n > 0 && is_one_of(text.p[0], "=+-@\t\r"))
        buf_char(out, '\'');
    while (text.n > 0) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(text.p, text.n, &c);
        bool kept = c == '\t' || c == '\n' || c == '\r' || utf8_is_printable(c);
        text = str_from(text, n > 0 ? n : 1);
        if (c == '"')
            buf_char(out, '"');
        utf8_append(out, kept ? c : 0xfffd);
    }
    if (quoted)
        buf_char(out, '"');
}
