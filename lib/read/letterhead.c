#include "read/letterhead.h"

#include <ctype.h>

#include "base/mem.h"

enum { ORGANISATION_WORDS = 7 };

/* Bytes of the words of `phrase` at the start of s, 0 if it does not start so. */
static size_t phrase_length(struct str s, const char *phrase)
{
    struct str text = str_of(phrase);

    if (s.n < text.n || !str_eq_nocase((struct str){s.p, text.n}, text) ||
        (s.n > text.n && isalnum((unsigned char)s.p[text.n])))
        return 0;
    return text.n;
}

static size_t kind_length(struct str s)
{
    static const char *const kinds[] = {"class specifications",
                                        "class specification",
                                        "classification specification",
                                        "class description",
                                        "classification standard",
                                        "job specification",
                                        "job description",
                                        "job profile",
                                        "job class description",
                                        "position description",
                                        "position specification"};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (phrase_length(s, kinds[i]) > 0)
            return strlen(kinds[i]);
    return 0;
}

/* Parted from the title of a class by its first words, or its last. */
static bool is_organisation(struct str s)
{
    static const char *const starts[] = {
        "city of", "city and county of", "county of", "state of",      "town of", "village of",
        "port of", "department of",      "office of", "university of", "board of"};
    static const char *const ends[] = {"authority", "county",     "city",       "department",
                                       "district",  "university", "commission", "agency",
                                       "college",   "council",    "resources"};

    size_t words = 1;
    for (size_t i = 0; i < s.n; i++) {
        words += s.p[i] == ' ' && s.p[i - 1] != ' ';
        if (isdigit((unsigned char)s.p[i]) || s.p[i] == ':' || s.p[i] == ',')
            return false;
    }
    if (words > ORGANISATION_WORDS)
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (phrase_length(s, starts[i]) > 0)
            return true;
    size_t last = s.n;
    while (last > 0 && s.p[last - 1] != ' ')
        last--;
    return STR_AMONG_NOCASE(str_from(s, last), ends);
}

static bool is_mark(char c)
{
    return isspace((unsigned char)c) || ispunct((unsigned char)c);
}

bool letterhead_is(struct str line)
{
    struct buf rest = {0};
    bool kind = false;

    for (size_t at = 0; at < line.n;) {
        bool starts = at == 0 || !isalnum((unsigned char)line.p[at - 1]);
        size_t n = starts ? kind_length(str_from(line, at)) : 0;
        kind = kind || n > 0;
        if (n == 0)
            buf_char(&rest, line.p[at++]);
        at += n;
    }
    struct str s = buf_view(&rest);
    while (s.n > 0 && is_mark(s.p[0]))
        s = str_from(s, 1);
    while (s.n > 0 && is_mark(s.p[s.n - 1]))
        s.n--;
    bool letterhead = s.n == 0 ? kind : is_organisation(s);
    buf_free(&rest);
    return letterhead;
}
