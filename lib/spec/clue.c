#include "spec/clue.h"

#include <ctype.h>
#include <strings.h>

#include "base/utf8.h"
#include "spec/occupation.h"

enum {
    TEXT_BYTES = 64 * 1024, /* of a document, enough to see a title repeated */
    NAME_WORDS = 24,
    CODE_DIGITS = 3 /* so many digits in a word of a name are a code, a date or a hash */
};

struct str clue_plain(struct str text, struct arena *arena)
{
    char *plain = arena_zero(arena, text.n + 3, 1); /* a blank at each end, and a NUL */
    size_t n = 0;

    plain[n++] = ' ';
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        struct str rest = {text.p + i, text.n - i};
        if (isalnum(c)) {
            plain[n++] = (char)tolower(c);
            continue;
        }
        if (c == '\'' || str_starts(rest, STR("\xe2\x80\x99"))) {
            i += c == '\'' ? 0 : 2;
            continue;
        }
        bool parts = str_starts(rest, STR("\xc2\xa0")) || str_starts(rest, STR("\xe2\x80"));
        if (c >= 0x80 && !parts)
            plain[n++] = (char)c;
        else if (plain[n - 1] != ' ')
            plain[n++] = ' ';
        i += parts ? (c == 0xc2 ? 1 : 2) : 0;
    }
    if (plain[n - 1] != ' ')
        plain[n++] = ' ';
    return (struct str){plain, n};
}

size_t clue_count(struct str text, struct str phrase, size_t most)
{
    size_t count = 0;

    if (phrase.n < 3)
        return 0;
    while (count < most) {
        const char *found = memmem(text.p, text.n, phrase.p, phrase.n);
        if (found == NULL)
            break;
        count++;
        /* The blank behind one may be the blank before the next. */
        text = str_from(text, (size_t)(found - text.p) + phrase.n - 1);
    }
    return count;
}

struct str clue_text(const struct document *document, struct arena *arena)
{
    struct buf text = {0};

    for (size_t at = 0; at < document->count && text.n < TEXT_BYTES; at++) {
        struct str s = document->lines[at].text;
        if (document->lines[at].verbatim)
            continue;
        buf_add(&text, s.p, s.n < TEXT_BYTES ? s.n : TEXT_BYTES);
        buf_char(&text, '\n');
    }
    struct str plain = clue_plain(buf_view(&text), arena);
    buf_free(&text);
    return plain;
}

struct name_words {
    struct str items[NAME_WORDS];
    size_t count;
};

/* Words of a name are parted as its writer parted them, or by a capital (HarborPilot). */
static void split_name(struct name_words *words, struct str name)
{
    words->count = 0;
    for (size_t at = 0; at < name.n && words->count < NAME_WORDS;) {
        size_t end = at;
        while (end < name.n && strchr(" _-(),+&", name.p[end]) == NULL &&
               !(end > at && islower((unsigned char)name.p[end - 1]) &&
                 isupper((unsigned char)name.p[end])))
            end++;
        if (end > at)
            words->items[words->count++] = (struct str){name.p + at, end - at};
        at = end < name.n && isupper((unsigned char)name.p[end]) ? end : end + 1;
    }
}

static size_t count_digits(struct str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += isdigit((unsigned char)s.p[i]) != 0;
    return digits;
}

static bool is_month(struct str s)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    for (size_t i = 0; i < 12; i++)
        if (str_eq_nocase(s, str_of(months[i])))
            return true;
    return false;
}

static bool is_version(struct str s)
{
    static const char *const marks[] = {"rev",   "revised", "updated", "update", "final",
                                        "draft", "copy",    "new",     "v1",     "v2"};
    return STR_AMONG_NOCASE(s, marks);
}

/* A word of a date, a code or a version, if it stands at an end of the name. */
static bool is_mark(struct str s)
{
    return count_digits(s) == s.n || is_month(s) || is_version(s);
}

/* The longest run of words between those that are codes, then without marks at its ends. */
static void cut_marks(size_t *first, size_t *last, const struct name_words *words)
{
    size_t best = 0;

    *first = *last = 0;
    for (size_t i = 0, start = 0; i <= words->count; i++) {
        if (i < words->count && count_digits(words->items[i]) < CODE_DIGITS)
            continue;
        size_t letters = 0, from = start, to = i;
        bool dated = start > 0;
        while (from < to && is_mark(words->items[from]) &&
               (dated || !is_month(words->items[from]))) {
            dated = true;
            from++;
        }
        /* One digit behind words is a level: "kelp farmer 2". */
        while (to > from && is_mark(words->items[to - 1]) &&
               (i < words->count || start > 0 || words->items[to - 1].n > 1))
            to--;
        for (size_t k = from; k < to; k++)
            letters += words->items[k].n;
        if (letters > best) {
            best = letters;
            *first = from;
            *last = to;
        }
        start = i + 1;
    }
}

static struct str joined(const struct name_words *words, size_t first, size_t last,
                         struct arena *arena)
{
    struct buf text = {0};

    for (size_t i = first; i < last; i++) {
        if (i > first)
            buf_char(&text, ' ');
        buf_str(&text, words->items[i]);
    }
    struct str result = {arena_strndup(arena, buf_view(&text).p, text.n), text.n};
    buf_free(&text);
    return result;
}

/* How many words from `first` on end with the name of a county or city that the text names. */
static size_t agency_words(const struct name_words *words, size_t first, size_t last,
                           struct str text, struct arena *arena)
{
    static const char *const before[] = {" county of", " city of"};
    size_t found = first;

    for (size_t i = first; i < last && i < first + 3; i++) {
        for (size_t end = i + 1; end < last && end <= i + 3; end++) {
            struct str name = clue_plain(joined(words, i, end, arena), arena);
            if (words->items[i].n < 3 || words->items[end - 1].n < 3 ||
                occupation_in(str_trim(name)) > OCCUPATION_SOUND)
                continue;
            struct buf phrase = {0};
            buf_str(&phrase, name);
            buf_text(&phrase, "county ");
            bool named = clue_count(text, buf_view(&phrase), 1) > 0;
            for (size_t k = 0; k < sizeof before / sizeof before[0]; k++) {
                phrase.n = 0;
                buf_text(&phrase, before[k]);
                buf_str(&phrase, name);
                named = named || clue_count(text, buf_view(&phrase), 1) > 0;
            }
            buf_free(&phrase);
            if (named && end > found)
                found = end;
        }
    }
    return found - first;
}

static struct str without_ending(struct str file)
{
    for (size_t i = file.n; i-- > 1;)
        if (file.p[i] == '.')
            return (struct str){file.p, i};
    return file;
}

/* In UTF-8, with blanks for what parts words. */
struct str clue_whole_name(struct str file, struct arena *arena)
{
    struct str name = without_ending(file);
    struct buf title = {0};

    for (size_t at = 0; at < name.n;) {
        uint32_t c = 0xfffd; /* for what is not UTF-8 */
        size_t length = utf8_decode(name.p + at, name.n - at, &c);
        utf8_append(&title, c == '_' || c == '-' || c < ' ' ? ' ' : c);
        at += length > 0 ? length : 1;
    }
    struct str text = str_of(arena_strndup(arena, buf_view(&title).p, title.n));
    buf_free(&title);
    return str_trim(text);
}

static bool is_small_word(struct str word)
{
    static const char *const words[] = {"of", "and", "for", "the", "to", "in", "at", "or", "a"};

    return STR_AMONG(word, words);
}

/* "gis", if the document writes it so in capitals and never as "Gis". */
static bool is_written_in_capitals(struct str word, const struct document *document)
{
    bool capitals = false;

    for (size_t at = 0, seen = 0; at < document->count && seen < TEXT_BYTES; at++) {
        struct str text = document->lines[at].text;
        text.n = text.n < TEXT_BYTES ? text.n : TEXT_BYTES;
        seen += text.n;
        for (size_t i = 0; i + word.n <= text.n; i++) {
            struct str found = {text.p + i, word.n};
            if ((i > 0 && isalnum((unsigned char)text.p[i - 1])) ||
                (i + word.n < text.n && isalnum((unsigned char)text.p[i + word.n])) ||
                !isupper((unsigned char)text.p[i]) || !str_eq_nocase(found, word))
                continue;
            if (islower((unsigned char)found.p[word.n - 1]))
                return false;
            capitals = true;
        }
    }
    return capitals;
}

struct str clue_title(struct str name, const struct document *document, struct arena *arena)
{
    enum { ABBREVIATION = 4 };
    char *title = arena_strndup(arena, name.p, name.n);
    struct str rest = {title, name.n};

    for (size_t i = 0; i < name.n; i++)
        if (isupper((unsigned char)name.p[i]))
            return name; /* set as its writer wanted it */
    while (rest.n > 0) {
        struct str word = str_cut(&rest, ' ');
        size_t at = (size_t)(word.p - title), n = at > 0 && is_small_word(word) ? 0 : 1;
        if (occupation_is_roman(word) || (n == 1 && word.n >= 2 && word.n <= ABBREVIATION &&
                                          is_written_in_capitals(word, document)))
            n = word.n;
        for (size_t i = 0; i < n && i < word.n; i++)
            title[at + i] = (char)toupper((unsigned char)word.p[i]);
    }
    return (struct str){title, name.n};
}

struct str clue_name(struct str file, struct str text, struct arena *arena)
{
    struct name_words words;
    size_t first, last, letters = 0;

    split_name(&words, clue_whole_name(file, arena));
    cut_marks(&first, &last, &words);
    first += agency_words(&words, first, last, text, arena);
    for (size_t i = first; i < last; i++)
        letters += words.items[i].n - count_digits(words.items[i]);
    return letters >= 3 ? joined(&words, first, last, arena) : (struct str){"", 0};
}

static bool is_abbreviation(struct str shorter, struct str longer)
{
    size_t at = 0;

    if (shorter.n >= 3 && str_starts(longer, shorter))
        return true;
    if (shorter.n < 2 || shorter.n > 4 || longer.n < 5 || shorter.p[0] != longer.p[0])
        return false;
    for (size_t i = 0; i < longer.n && at < shorter.n; i++)
        at += longer.p[i] == shorter.p[at];
    return at == shorter.n && shorter.p[shorter.n - 1] == longer.p[longer.n - 1];
}

static bool words_agree(struct str a, struct str b)
{
    if (str_eq(a, b))
        return true;
    return a.n < b.n ? is_abbreviation(a, b) : is_abbreviation(b, a);
}

static size_t plain_words(struct str words[NAME_WORDS], struct str s)
{
    size_t count = 0;

    s = str_trim(s);
    while (s.n > 0 && count < NAME_WORDS)
        words[count++] = str_cut(&s, ' ');
    return count;
}

/* The letters alone are the same: "ElectionsGeneral Registrar", from "Elections/General". */
static bool same_letters(struct str a, struct str b)
{
    size_t i = 0, k = 0;

    for (;;) {
        while (i < a.n && a.p[i] == ' ')
            i++;
        while (k < b.n && b.p[k] == ' ')
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (a.p[i++] != b.p[k++])
            return false;
    }
}

bool clue_covers(struct str title, struct str name)
{
    struct str words[NAME_WORDS], others[NAME_WORDS];
    size_t n = plain_words(words, name), m = plain_words(others, title), k = 0;

    for (size_t i = 0; i < n; i++) {
        for (k = 0; k < m && !words_agree(words[i], others[k]);)
            k++;
        if (k == m)
            return same_letters(title, name);
    }
    return true;
}

unsigned clue_likeness(struct str a, struct str b)
{
    struct str left[NAME_WORDS], right[NAME_WORDS];
    size_t n = plain_words(left, a), m = plain_words(right, b), common = 0;
    bool used[NAME_WORDS] = {false};

    if (n == 0 || m == 0)
        return 0;
    if (same_letters(a, b))
        return 100;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < m; k++) {
            if (used[k] || !words_agree(left[i], right[k]))
                continue;
            used[k] = true;
            common++;
            break;
        }
    }
    return (unsigned)(common * 200 / (n + m));
}
