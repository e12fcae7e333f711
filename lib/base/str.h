/* Counted strings: `struct str` is a view that owns nothing, `struct buf` a growing string that
 * owns its bytes. Neither need end in NUL, though a buf always has one behind its last byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

static inline struct str str_of(const char *text)
{
    struct str s = {text, text != NULL ? strlen(text) : 0};
    return s;
}

/* These are asked of every byte of a text, mostly with a literal: inline they are a
 * comparison or two. */

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* What is left from `start`, empty past the end. */
static inline struct str str_from(struct str s, size_t start)
{
    if (start > s.n)
        start = s.n;
    if (start > 0) { /* s.p may be NULL */
        s.p += start;
        s.n -= start;
    }
    return s;
}

/* str_eq() for a text whose length is not known: mostly its first byte decides. */
static inline bool str_is(struct str s, const char *text)
{
    for (size_t i = 0; i < s.n; i++)
        if (text[i] != s.p[i] || text[i] == '\0')
            return false;
    return text[s.n] == '\0';
}

/* Order of bytes, of which a NUL is one: below, at or above 0 as a stands before, with or behind b.
 * A text stands behind those that it begins with. */
int str_compare(struct str a, struct str b);

bool str_eq_nocase(struct str a, struct str b);        /* ASCII letters only */
bool str_ends_nocase(struct str s, struct str suffix); /* ASCII letters only */
struct str str_trim(struct str s);                     /* without ASCII and no-break white space */

/* Is s one of a list of texts? STR_AMONG() takes an array of them. */
bool str_among(struct str s, const char *const list[], size_t count);
bool str_among_nocase(struct str s, const char *const list[],
                      size_t count); /* ASCII letters only */
#define STR_AMONG(s, list)        str_among(s, list, sizeof(list) / sizeof(list)[0])
#define STR_AMONG_NOCASE(s, list) str_among_nocase(s, list, sizeof(list) / sizeof(list)[0])

/* Cuts *rest at the first `separator`: returns what stands before, leaves what stands after. */
struct str str_cut(struct str *rest, char separator);

struct buf {
    char *p; /* NULL while empty and never written */
    size_t n, capacity;
};

void buf_free(struct buf *buf); /* leaves it empty and usable */
void buf_add(struct buf *buf, const char *p, size_t n);
void buf_char(struct buf *buf, char c);
void buf_str(struct buf *buf, struct str s);
void buf_text(struct buf *buf, const char *text);
void buf_choices(struct buf *buf, const char *const *names, size_t count); /* "a, b or c" */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline struct str buf_view(const struct buf *buf)
{
    struct str s = {buf->p != NULL ? buf->p : "", buf->n};
    return s;
}

#ifdef __cplusplus
}
#endif

#endif
