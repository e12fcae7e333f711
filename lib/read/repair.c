#include "read/repair.h"

#include <libxml/HTMLparser.h>

#include "base/utf8.h"
#include "read/cp1252.h"

static bool ends_reference(struct str s, size_t n)
{
    return n < s.n && s.p[n] == ';';
}

/* &#8217; or &#x2019; at the start of s. Returns its length, 0 if it is none. Numbers from 128 to
 * 159 mean Windows-1252, as in HTML. */
static size_t numeric_reference(struct str s, uint32_t *c)
{
    bool hex = s.n > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
    size_t n = hex ? 3 : 2, first = n;
    uint32_t value = 0;

    for (; n < s.n && n < first + 7; n++) {
        char d = s.p[n];
        if (d >= '0' && d <= '9')
            value = value * (hex ? 16 : 10) + (uint32_t)(d - '0');
        else if (hex && ((d | 0x20) >= 'a' && (d | 0x20) <= 'f'))
            value = value * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
        else
            break;
    }
    if (value >= 0x80 && value < 0xa0)
        value = cp1252_character((unsigned char)value);
    bool character = value >= ' ' && value != 0x7f && value != 0xfffd && value <= 0x10ffff &&
                     !(value >= 0xd800 && value < 0xe000) && value != 0x2028 && value != 0x2029;
    *c = value;
    return n > first && ends_reference(s, n) && character ? n + 1 : 0;
}

/* &name; at the start of s. */
static size_t named_reference(struct str s, uint32_t *c)
{
    char name[12];
    size_t n = 1;

    while (n < s.n && n < sizeof name && s.p[n] > ' ' && s.p[n] != ';' && s.p[n] != '&')
        n++;
    if (n == 1 || !ends_reference(s, n))
        return 0;
    memcpy(name, s.p + 1, n - 1);
    name[n - 1] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity == NULL)
        return 0;
    *c = entity->value;
    return n + 1;
}

static size_t reference(struct str s, uint32_t *c)
{
    if (s.n < 4)
        return 0;
    return s.p[1] == '#' ? numeric_reference(s, c) : named_reference(s, c);
}

struct str repair_entities(struct str text, struct repair *repair, struct arena *arena)
{
    struct buf out = {0};
    const char *found;

    *repair = (struct repair){0};
    while (text.n > 0 && (found = memchr(text.p, '&', text.n)) != NULL) {
        uint32_t c, twice;
        buf_add(&out, text.p, (size_t)(found - text.p));
        text = str_from(text, (size_t)(found - text.p));
        size_t n = reference(text, &c);
        if (n == 0) {
            buf_char(&out, '&');
            text = str_from(text, 1);
            continue;
        }
        if (repair->count++ == 0 && n < sizeof repair->example)
            memcpy(repair->example, text.p, n);
        text = str_from(text, n);
        char again[16] = "&";
        size_t more = text.n < sizeof again - 1 ? text.n : sizeof again - 1;
        memcpy(again + 1, text.p, more);
        if (c == '&' && (n = reference((struct str){again, more + 1}, &twice)) > 0) {
            c = twice;
            text = str_from(text, n - 1);
        }
        utf8_append(&out, c);
    }
    buf_str(&out, text);
    text = (struct str){arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    return text;
}

static bool is_word_byte(struct str s, size_t at)
{
    unsigned char c = at < s.n ? (unsigned char)s.p[at] : ' ';
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

struct str repair_invisible(struct str text, struct repair *repair, struct arena *arena)
{
    static const struct str mark = {"\xef\xbb\xbf", 3}, hyphen = {"\xc2\xad", 2};
    struct buf out = {0};
    size_t kept = 0; /* behind what was left out last */

    *repair = (struct repair){0};
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_from(text, i);
        size_t n = 0;
        if (str_starts(rest, mark))
            n = mark.n;
        else if (str_starts(rest, hyphen) && i > 0 && is_word_byte(text, i - 1) &&
                 is_word_byte(text, i + hyphen.n))
            n = hyphen.n;
        if (n > 0) {
            repair->count++;
            buf_add(&out, text.p + kept, i - kept);
            kept = i + n;
        }
        i += n > 0 ? n : 1;
    }
    buf_str(&out, str_from(text, kept));
    if (repair->count > 0)
        text = (struct str){arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    return text;
}
