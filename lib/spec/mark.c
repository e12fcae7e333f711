#include "spec/mark.h"

#include <ctype.h>

/* How many bytes of s from `at` are in `set`. */
static size_t span(struct str s, size_t at, const char *set)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] != '\0' && strchr(set, s.p[at + n]) != NULL)
        n++;
    return n;
}

/* "1", "6.1": digits, parts parted by points. */
static size_t decimal(struct str s, unsigned *depth)
{
    size_t n = span(s, 0, "0123456789");

    while (n > 0 && n + 1 < s.n && s.p[n] == '.' && isdigit((unsigned char)s.p[n + 1])) {
        n += 1 + span(s, n + 1, "0123456789");
        ++*depth;
    }
    return n;
}

size_t mark_number(struct str s, unsigned *depth)
{
    enum { LONGEST = 8 };
    *depth = 1;
    size_t n = decimal(s, depth), roman = span(s, 0, "IVX");

    if (n == 0)
        n = roman > 0 ? roman : s.n > 0 && isupper((unsigned char)s.p[0]);
    bool closed = n > 0 && n < s.n && (s.p[n] == '.' || s.p[n] == ')');
    if (n == 0 || n > LONGEST || (!closed && *depth == 1))
        return 0;
    n += closed;
    size_t blanks = span(s, n, " \t");
    return blanks > 0 && n + blanks < s.n ? n + blanks : 0;
}

bool mark_is_alternative(struct str s)
{
    size_t word = str_starts(s, STR("Either ")) ? 7 : str_starts(s, STR("Or ")) ? 3 : 0;
    return word > 0 && s.n > word && s.n <= word + 4 && span(s, word, "IVX") == s.n - word;
}

bool mark_is_item(struct str s)
{
    static const char *const bullets[] = {
        "-",
        "*",
        "o ",
        "\xc2\xb7",      /* middle dot */
        "\xe2\x80\x93 ", /* en dash */
        "\xe2\x80\xa2",  /* bullet */
        "\xe2\x80\xa3",  /* triangular bullet */
        "\xe2\x96\xa0",  /* squares */
        "\xe2\x96\xaa",
        "\xe2\x97\x8b", /* circles */
        "\xe2\x97\x8f",
        "\xe2\x97\xa6",
        "\xe2\x98\x90", /* ballot box */
        "\xe2\x9e\xa2"  /* arrowhead */
    };
    size_t digits = span(s, 0, "0123456789");

    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (str_starts(s, str_of(bullets[i])))
            return true;
    return digits > 0 && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')');
}

size_t mark_label_end(struct str s)
{
    for (size_t i = 1; i + 1 < s.n && i <= MARK_LABEL_MAX; i++)
        if (s.p[i] == ':' && (s.p[i + 1] == ' ' || s.p[i + 1] == '\t' || s.p[i + 1] == '\xc2'))
            return i;
    return 0;
}

size_t mark_tight_label_end(struct str s)
{
    const char *colon = memchr(s.p, ':', s.n < MARK_LABEL_MAX ? s.n : MARK_LABEL_MAX);
    size_t at = colon != NULL ? (size_t)(colon - s.p) : 0;

    if (at == 0 || at + 2 >= s.n || !isupper((unsigned char)s.p[at + 1]) ||
        !islower((unsigned char)s.p[at + 2]))
        return 0;
    return at;
}

bool mark_has_leaders(struct str s)
{
    return memmem(s.p, s.n, ". . .", 5) != NULL || memmem(s.p, s.n, "....", 4) != NULL;
}
