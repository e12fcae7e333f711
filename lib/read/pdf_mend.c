#include "read/pdf_mend.h"

#include <ctype.h>

#include "base/map.h"
#include "base/utf8.h"

enum {
    KEY_MAX = 96 /* bytes of a word; longer ones are addresses */
};

/* Of two lines, the word that the first one's end cuts. */
struct cut_word {
    struct str first, second; /* without the hyphen */
};

static bool is_letter(uint32_t c)
{
    return c < 0x80 ? isalpha((int)c) != 0 : c >= 0xc0 && c < 0x2000;
}

/* Bytes of the letters (and hyphens and apostrophes within) that s begins with. */
static size_t word_length(struct str s, bool hyphens)
{
    size_t at = 0;

    while (at < s.n) {
        uint32_t c;
        size_t length = utf8_decode(s.p + at, s.n - at, &c);
        if (length == 0 || !(is_letter(c) || c == '\'' || (hyphens && c == '-')))
            break;
        at += length;
    }
    return at;
}

/* Joins parts into a key in lower case; false if it is too long. */
static bool make_key(char *key, struct str first, const char *between, struct str second)
{
    struct str parts[] = {first, str_of(between), second};
    size_t n = 0;

    for (size_t i = 0; i < 3; i++)
        for (size_t at = 0; at < parts[i].n; at++) {
            if (n + 1 >= KEY_MAX)
                return false;
            key[n++] = (char)tolower((unsigned char)parts[i].p[at]);
        }
    key[n] = '\0';
    return n > 0;
}

static bool knows(const struct map *words, struct str first, const char *between, struct str second)
{
    char key[KEY_MAX];

    return make_key(key, first, between, second) && map_find(words, key) != NULL;
}

static bool find_cut(struct cut_word *cut, struct str line, struct str next)
{
    if (line.n < 3 || line.p[line.n - 1] != '-' || next.n == 0 ||
        !islower((unsigned char)next.p[0]))
        return false;
    size_t start = line.n - 1;
    while (start > 0 &&
           (isalpha((unsigned char)line.p[start - 1]) || (unsigned char)line.p[start - 1] >= 0xc3))
        start--;
    cut->first = (struct str){line.p + start, line.n - 1 - start};
    cut->second = (struct str){next.p, word_length(next, false)};
    bool longer = (start > 0 && strchr("-/", line.p[start - 1]) != NULL) ||
                  (cut->second.n < next.n && next.p[cut->second.n] == '-'); /* day-to-day */
    return cut->first.n >= 2 && cut->second.n >= 2 && !longer;
}

/* The words of a line, but for those that a line end may have cut. */
static void learn(struct map *words, struct str line, bool skip_first)
{
    while (line.n > 0) {
        size_t length = word_length(line, true);
        if (length == 0) {
            line = str_from(line, 1);
            skip_first = false;
            continue;
        }
        char key[KEY_MAX];
        bool at_end = length == line.n && line.p[length - 1] == '-';
        if (!at_end && !skip_first && make_key(key, (struct str){line.p, length}, "", STR("")))
            map_add(words, key, 1);
        skip_first = false;
        line = str_from(line, length);
    }
}

/* First parts that make compounds and hardly ever begin a longer word's first syllable. */
static bool forms_compounds(struct str s)
{
    static const char *const firsts[] = {"non",   "self",  "full", "well", "cross",    "multi",
                                         "long",  "short", "high", "low",  "decision", "problem",
                                         "hands", "entry", "mid",  "post", "part"};

    return STR_AMONG_NOCASE(s, firsts);
}

/* What no second part of a compound begins with. */
static bool ends_a_word(struct str s)
{
    static const char *const ends[] = {
        "tion",   "sion",   "ment",   "ness",   "ing",    "ance",   "ence",    "able",  "ible",
        "ity",    "tive",   "sive",   "cial",   "tial",   "ture",   "ernment", "ble",   "sible",
        "ties",   "ally",   "tor",    "ees",    "ency",   "ancy",   "tic",     "ical",  "mation",
        "zation", "cation", "gation", "dation", "tation", "lation", "vation",  "pation"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_starts(s, str_of(ends[i])))
            return true;
    return false;
}

enum verdict { COMPOUND, CUT, UNDECIDED };

static enum verdict judge(const struct map *words, const struct cut_word *cut)
{
    if (knows(words, cut->first, "", cut->second))
        return CUT;
    if (knows(words, cut->first, "-", cut->second) || forms_compounds(cut->first) ||
        (knows(words, cut->first, "", STR("")) && knows(words, cut->second, "", STR(""))))
        return COMPOUND;
    return ends_a_word(cut->second) ? CUT : UNDECIDED;
}

static void mend(struct document_line *line, struct document_line *next, struct arena *arena)
{
    const char *blank = memchr(next->text.p, ' ', next->text.n);
    size_t length = blank != NULL ? (size_t)(blank - next->text.p) : next->text.n;
    bool label = next->lead > length;

    line->text = str_of(arena_printf(arena, "%.*s%.*s", (int)line->text.n - 1, line->text.p,
                                     (int)length, next->text.p));
    next->text = str_trim(str_from(next->text, length));
    next->lead = label ? next->lead - (unsigned)length - 1 : 0;
}

/* The word cut between lines i and i + 1, if there is one. */
static bool cut_behind(struct cut_word *cut, const struct document_line *lines, const bool *blank,
                       size_t i)
{
    return !blank[i + 1] && !lines[i + 1].row && find_cut(cut, lines[i].text, lines[i + 1].text);
}

void pdf_mend_hyphens(struct document_line *lines, const bool *blank, size_t count,
                      struct arena *arena)
{
    struct map words = {0};
    struct cut_word cut;
    bool hyphenates = false;

    for (size_t i = 0; i < count; i++)
        learn(&words, lines[i].text, i > 0 && find_cut(&cut, lines[i - 1].text, lines[i].text));
    for (size_t i = 0; i + 1 < count && !hyphenates; i++)
        hyphenates = cut_behind(&cut, lines, blank, i) && judge(&words, &cut) == CUT;
    for (size_t i = 0; i + 1 < count && hyphenates; i++)
        if (cut_behind(&cut, lines, blank, i) && judge(&words, &cut) != COMPOUND)
            mend(&lines[i], &lines[i + 1], arena);
    map_free(&words);
}
