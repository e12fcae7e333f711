#include "base/str.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.p, b.p, n) : 0; /* p may be NULL */

    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) /* not strncasecmp, which ends at a NUL */
        if (tolower((unsigned char)a.p[i]) != tolower((unsigned char)b.p[i]))
            return false;
    return true;
}

bool str_ends_nocase(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq_nocase(str_from(s, s.n - suffix.n), suffix);
}

bool str_among(struct str s, const char *const list[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(s, list[i]))
            return true;
    return false;
}

bool str_among_nocase(struct str s, const char *const list[], size_t count)
{
    int first = s.n > 0 ? tolower((unsigned char)s.p[0]) : '\0';

    for (size_t i = 0; i < count; i++)
        if (tolower((unsigned char)list[i][0]) == first && str_eq_nocase(s, str_of(list[i])))
            return true;
    return false;
}

/* Length of the white space at p, or 0: ASCII space and controls, U+00A0, U+200B, U+FEFF. */
static size_t space_at(const char *p, size_t n)
{
    if (n >= 1 && (unsigned char)p[0] <= 0x20)
        return 1;
    if (n >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
        return 2;
    if (n >= 3 && (memcmp(p, "\xe2\x80\x8b", 3) == 0 || memcmp(p, "\xef\xbb\xbf", 3) == 0))
        return 3;
    return 0;
}

struct str str_trim(struct str s)
{
    size_t n;

    if (s.n == 0)
        return s;

    while ((n = space_at(s.p, s.n)) > 0)
        s = str_from(s, n);
    for (;;) {
        if (s.n >= 1 && space_at(s.p + s.n - 1, 1) == 1)
            s.n -= 1;
        else if (s.n >= 2 && space_at(s.p + s.n - 2, 2) == 2)
            s.n -= 2;
        else if (s.n >= 3 && space_at(s.p + s.n - 3, 3) == 3)
            s.n -= 3;
        else
            return s;
    }
}

struct str str_cut(struct str *rest, char separator)
{
    const char *found = rest->n > 0 ? memchr(rest->p, separator, rest->n) : NULL;
    struct str head = *rest;

    if (found == NULL) {
        *rest = str_from(*rest, rest->n);
    } else {
        head.n = (size_t)(found - head.p);
        *rest = str_from(*rest, head.n + 1);
    }
    return head;
}

void buf_free(struct buf *buf)
{
    free(buf->p);
    *buf = (struct buf){0};
}

static void buf_reserve(struct buf *buf, size_t more)
{
    size_t need = buf->n + more + 1;

    if (need > buf->capacity) {
        size_t capacity = buf->capacity < 64 ? 64 : buf->capacity * 2;
        buf->capacity = capacity > need ? capacity : need;
        buf->p = mem_resize(buf->p, buf->capacity, 1);
    }
}

void buf_add(struct buf *buf, const char *p, size_t n)
{
    buf_reserve(buf, n);
    if (n > 0)
        memcpy(buf->p + buf->n, p, n);
    buf->n += n;
    buf->p[buf->n] = '\0';
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_str(struct buf *buf, struct str s)
{
    buf_add(buf, s.p, s.n);
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_choices(struct buf *buf, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_text(buf, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        buf_text(buf, names[i]);
    }
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        buf_reserve(buf, (size_t)length);
        vsnprintf(buf->p + buf->n, (size_t)length + 1, format, again);
        buf->n += (size_t)length;
    }
    va_end(again);
}
