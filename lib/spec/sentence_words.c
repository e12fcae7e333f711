#include "spec/sentence_words.h"

#include <ctype.h>

/* What a character outside words is: its length in *length, 0 if it belongs to a word. */
static unsigned outside(struct str s, size_t *length)
{
    static const struct {
        const char *mark;
        unsigned gap;
    } wide[] = {{"\xc2\xa0", 0},
                {"\xe2\x80\x9c", GAP_QUOTE},
                {"\xe2\x80\x9d", GAP_QUOTE},
                {"\xe2\x80", GAP_DASH},
                {"\xe2\x96", 0},
                {"\xe2\x97", 0},
                {"\xef\x82", 0},
                {"\xc2\xb7", 0}};
    static const char marks[] = ",;:()[]/-.+$%\"";
    static const unsigned gaps[] = {GAP_COMMA, GAP_SEMICOLON, GAP_COLON,   GAP_OPEN, GAP_CLOSE,
                                    GAP_OPEN,  GAP_CLOSE,     GAP_SLASH,   GAP_DASH, GAP_STOP,
                                    GAP_PLUS,  GAP_DOLLAR,    GAP_PERCENT, GAP_QUOTE};

    *length = 1;
    unsigned char c = (unsigned char)s.p[0];
    if (c == ' ')
        return 0;
    if (c >= 0x80) {
        for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
            if (str_starts(s, str_of(wide[i].mark))) {
                size_t n = c == 0xc2 ? 2 : 3;
                *length = n <= s.n ? n : s.n;
                return wide[i].gap;
            }
        }
        *length = 0;
        return 0;
    }
    if (isalnum(c)) {
        *length = 0;
        return 0;
    }
    const char *mark = c != '\0' ? strchr(marks, c) : NULL;
    return mark != NULL ? gaps[mark - marks] : 0;
}

static size_t apostrophe(struct str s)
{
    if (s.p[0] == '\'' || s.p[0] == '`')
        return 1;
    return str_starts(s, STR("\xe2\x80\x99")) || str_starts(s, STR("\xe2\x80\x98")) ? 3 : 0;
}

static bool digit(struct str s, size_t at)
{
    return at < s.n && isdigit((unsigned char)s.p[at]);
}

static bool letter(struct str s, size_t at)
{
    return at < s.n && isalpha((unsigned char)s.p[at]);
}

/* Whether the mark at `at` of a word that began at `begin` stands inside it: 1.5, 10,000, Ph.D. */
static bool inside(struct str s, size_t begin, size_t at)
{
    char c = s.p[at];

    if (c == ',')
        return digit(s, begin) && digit(s, at + 1) && digit(s, at + 2) && digit(s, at + 3) &&
               !digit(s, at + 4);
    if (c != '.')
        return false;
    if (digit(s, at - 1) && digit(s, at + 1))
        return true;
    size_t segment = at;
    while (segment > begin && letter(s, segment - 1))
        segment--;
    size_t next = at + 1;
    while (letter(s, next) && next < at + 4)
        next++;
    return at > segment && at - segment <= 2 && next > at + 1 && next <= at + 3 &&
           (segment == begin || s.p[segment - 1] == '.');
}

/* A dash with a word on both sides of it is a hyphen. */
static unsigned dash_kind(struct str s, size_t at, size_t length, unsigned gap)
{
    if (gap != GAP_DASH || at == 0 || at + length >= s.n)
        return gap;
    bool before = !isspace((unsigned char)s.p[at - 1]);
    bool after = !isspace((unsigned char)s.p[at + length]);
    return before && after ? GAP_HYPHEN : GAP_DASH;
}

/* Reads the word at `at`, adding its letters behind `used`; returns what is behind it. */
static size_t read_word(struct sentence_word *word, char *letters, size_t *used, struct str s,
                        size_t at)
{
    size_t begin = at, first = *used, length;
    bool digits = digit(s, at), capitals = true;

    while (at < s.n) {
        struct str rest = str_from(s, at);
        bool plain = isalnum((unsigned char)s.p[at]) != 0;
        size_t skip = plain ? 0 : apostrophe(rest);
        if (!plain && skip == 0 && (outside(rest, &length), length > 0)) {
            if (!inside(s, begin, at))
                break;
            if (digits && s.p[at] == '.')
                letters[(*used)++] = '.';
            skip = 1;
        }
        if (skip > 0) {
            word->stops = word->stops || s.p[at] == '.';
            at += skip;
            continue;
        }
        unsigned char c = (unsigned char)s.p[at++];
        capitals = capitals && !islower(c);
        letters[(*used)++] = (char)tolower(c);
    }
    word->text = (struct str){letters + first, *used - first};
    word->capitals = capitals && word->text.n > 1;
    return at;
}

void sentence_words(struct sentence *sentence, struct str text)
{
    struct str s = str_from((struct str){text.p, sentence->end}, sentence->start);
    size_t used = 0, length;
    unsigned gap = 0;

    sentence->count = 0;
    for (size_t at = 0; at < s.n;) {
        struct str rest = str_from(s, at);
        size_t skip = apostrophe(rest);
        unsigned mark = skip > 0 ? 0 : outside(rest, &length);
        if (skip == 0)
            skip = length;
        if (skip > 0) {
            /* the last stop of an abbreviation parts nothing: "a U.S. college" */
            bool abbreviation = sentence->count > 0 && mark == GAP_STOP && gap == 0 &&
                                sentence->words[sentence->count - 1].stops;
            gap |= abbreviation ? 0 : dash_kind(s, at, skip, mark);
            at += skip;
            continue;
        }
        if (sentence->count == SENTENCE_WORDS)
            break;
        struct sentence_word *word = &sentence->words[sentence->count++];
        *word = (struct sentence_word){.start = sentence->start + at, .gap = gap};
        at = read_word(word, sentence->letters, &used, s, at);
        word->end = sentence->start + at;
        gap = 0;
    }
    sentence->tail = gap;
}
