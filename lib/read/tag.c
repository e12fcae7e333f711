#include "read/tag.h"

#include <ctype.h>

/* The text behind a comment, script or style that begins at `at`; `at` if none does. */
static size_t behind_raw(struct str text, size_t at)
{
    static const struct {
        const char *start, *end;
    } raw[] = {{"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}};
    struct str rest = str_from(text, at);

    if (rest.n < 2 || (rest.p[1] != '!' && tolower((unsigned char)rest.p[1]) != 's'))
        return at;
    for (size_t i = 0; i < sizeof raw / sizeof raw[0]; i++) {
        struct str start = str_of(raw[i].start);
        if (rest.n < start.n || !str_eq_nocase((struct str){rest.p, start.n}, start))
            continue;
        size_t length = strlen(raw[i].end);
        for (const char *p = rest.p; p != NULL; p = p < rest.p + rest.n ? p + 1 : NULL) {
            p = memchr(p, raw[i].end[0], (size_t)(rest.p + rest.n - p));
            if (p == NULL || (size_t)(rest.p + rest.n - p) < length)
                break;
            if (str_eq_nocase((struct str){p, length}, str_of(raw[i].end)))
                return at + (size_t)(p - rest.p);
        }
        return text.n;
    }
    return at;
}

bool tag_is_endless(struct str text)
{
    size_t attributes = 0;
    bool within = false;
    char quote = '\0';

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!within) {
            const char *open = memchr(text.p + i, '<', text.n - i);
            if (open == NULL)
                return false;
            i = behind_raw(text, (size_t)(open - text.p));
            within = i + 1 < text.n && text.p[i] == '<' && isalpha((unsigned char)text.p[i + 1]);
            attributes = 0;
        } else if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '>') {
            within = false;
        } else if ((c == '"' || c == '\'') && text.p[i - 1] == '=') {
            quote = c;
        } else if (c == '=' || isspace((unsigned char)c) || c == '/') {
            attributes +=
                !isspace((unsigned char)text.p[i - 1]) && text.p[i - 1] != '/' && c != '=';
            if (attributes > TAG_ATTRIBUTES_MAX)
                return true;
        }
    }
    return false;
}

size_t tag_drop_sections(char *p, size_t n)
{
    size_t ends = n, out = 0;

    while (ends > 0 && p[ends - 1] != '>')
        ends--; /* no section ends behind it */

    for (size_t i = 0; i < n;) {
        struct str rest = {p + i, n - i};
        if (i < ends && str_starts(rest, STR("<!["))) {
            const char *end = memchr(rest.p, '>', rest.n);
            i += (size_t)(end - rest.p) + 1;
            continue;
        }
        size_t length = p[i] == '<' ? behind_raw((struct str){p, n}, i) - i : 0;
        if (length == 0) { /* what stands before the next tag */
            const char *next = memchr(rest.p + 1, '<', rest.n - 1);
            length = next != NULL ? (size_t)(next - rest.p) : rest.n;
        }
        if (out < i)
            memmove(p + out, p + i, length);
        out += length;
        i += length;
    }
    return out;
}
