#include "read/repair.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "read/cp1252.h"

/* How sure it is that a run of characters is a mangled one. */
enum certainty {
    NEVER,
    PLAUSIBLE, /* a French or German writer could mean it: only beside others that are certain */
    CERTAIN
};

/* A run that encodes back to one character of UTF-8. */
struct run {
    size_t length;          /* bytes of the text */
    uint32_t original;      /* the character that was mangled */
    unsigned char bytes[4]; /* that it was in UTF-8 */
    uint32_t last;          /* character of the run */
    bool control;           /* one of its characters is a C1 control, which nobody writes */
};

static uint32_t character_at(struct str text, size_t at, size_t *length)
{
    uint32_t c = 0;
    size_t n = at < text.n ? utf8_decode(text.p + at, text.n - at, &c) : 0;

    if (length != NULL)
        *length = n > 0 ? n : 1;
    return c;
}

static uint32_t character_before(struct str text, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < 4 && ((unsigned char)text.p[--start] & 0xc0) == 0x80)
        ;
    return at > 0 ? character_at(text, start, NULL) : 0;
}

static bool is_letter(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_control(uint32_t c)
{
    return c >= 0x80 && c < 0xa0;
}

static bool find_run(struct run *run, struct str text, size_t at)
{
    *run = (struct run){0};
    for (size_t i = 0; i < 4; i++) {
        size_t n;
        uint32_t c = character_at(text, at + run->length, &n);
        int byte = cp1252_byte(c);
        if (byte < 0 || (i == 0 ? byte < 0xc2 || byte > 0xf4 : byte > 0xbf))
            return false;
        run->bytes[i] = (unsigned char)byte;
        run->length += n;
        run->last = c;
        run->control = run->control || is_control(c);
        if (i > 0 && utf8_decode((const char *)run->bytes, i + 1, &run->original) == i + 1)
            return true;
    }
    return false;
}

/* Marks that close a word or follow one: after a capital they may be meant. */
static bool is_closing(uint32_t c)
{
    return c == 0xbb || c == 0x203a || c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d ||
           c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x2122 || c == 0xb4;
}

/* Signs that stand in no text behind a capital with an umlaut or a ring. */
static bool is_alien(uint32_t c)
{
    static const uint32_t alien[] = {0xa1,  0xa2,  0xa3,  0xa4,   0xa5,   0xa6,   0xa8,  0xac,
                                     0xaf,  0xb5,  0xb6,  0xb8,   0xbc,   0xbd,   0xbe,  0xbf,
                                     0x192, 0x2c6, 0x2dc, 0x2020, 0x2021, 0x2030, 0x20ac};

    for (size_t i = 0; i < sizeof alien / sizeof *alien; i++)
        if (alien[i] == c)
            return true;
    return false;
}

static enum certainty latin_certainty(const struct run *run, uint32_t before, uint32_t after)
{
    if (run->bytes[0] == 0xc2 && run->bytes[1] < 0xa0)
        return PLAUSIBLE;
    if (!is_closing(run->last))
        return CERTAIN;
    if (run->bytes[0] == 0xc3 && is_letter(after))
        return CERTAIN;
    return run->bytes[0] == 0xc3 && run->last == 0x2014 && before <= ' ' && after <= ' '
               ? CERTAIN
               : PLAUSIBLE;
}

static enum certainty certainty_of(const struct run *run, uint32_t before, uint32_t after)
{
    uint32_t c = run->original;

    if (run->control)
        return CERTAIN;
    switch (run->bytes[0]) {
    case 0xc2:
    case 0xc3:
        return latin_certainty(run, before, after);
    case 0xc4:
    case 0xc5:
        return is_alien(run->last) ? CERTAIN : PLAUSIBLE;
    case 0xe2: /* punctuation and symbols */
        return CERTAIN;
    case 0xef: /* private use, ligatures, byte order mark, the replacement character */
        return c < 0xf900 || (c >= 0xfb00 && c <= 0xfb06) || c >= 0xfe00 ? CERTAIN : NEVER;
    case 0xf0:
        return c >= 0x1f000 && c < 0x1fb00 ? CERTAIN : NEVER;
    default: /* other alphabets; ideographs are accidents: an e acute, a blank and a quote */
        return c < 0x600 || (c >= 0x1e00 && c < 0x2000) ? PLAUSIBLE : NEVER;
    }
}

/* The closing double quote is E2 80 9D, of which Windows-1252 has no 9D: two characters are left,
 * and the replacement character perhaps. */
static bool find_quote(struct run *run, struct str text, size_t at)
{
    static const struct str rest = {"\xc3\xa2\xe2\x82\xac", 5}, replacement = {"\xef\xbf\xbd", 3};

    if (!str_starts(str_from(text, at), rest))
        return false;
    *run = (struct run){.length = rest.n, .original = 0x201d};
    if (str_starts(str_from(text, at + rest.n), replacement))
        run->length += replacement.n;
    return true;
}

/* The run at a place with how sure it is. */
static enum certainty look(struct run *run, struct str text, size_t at)
{
    if ((unsigned char)text.p[at] != 0xc3)
        return NEVER; /* every character that a run begins with does so */
    if (find_run(run, text, at))
        return certainty_of(run, character_before(text, at),
                            character_at(text, at + run->length, NULL));
    return find_quote(run, text, at) ? CERTAIN : NEVER;
}

static bool has_certain(struct str text)
{
    struct run run;

    for (size_t at = 0; at < text.n; at++)
        if (look(&run, text, at) == CERTAIN)
            return true;
    return false;
}

/* Keeps the first run that can be printed, with those that follow it at once. */
static void keep_example(struct repair *repair, struct str text, size_t at)
{
    size_t n = 0;
    struct run run;

    while (at + n < text.n && look(&run, text, at + n) != NEVER &&
           n + run.length < sizeof repair->example && n < 12)
        n += run.length;
    for (size_t i = 0, length; i < n; i += length)
        if (!utf8_is_printable(character_at(text, at + i, &length)))
            return;
    memcpy(repair->example, text.p + at, n);
    repair->example[n] = '\0';
}

/* A text and, beside each first byte of a character that was put right, a 1. */
struct marked {
    struct buf text, marks;
};

static void mark(struct marked *out, char value)
{
    while (out->marks.n < out->text.n) {
        buf_char(&out->marks, value);
        value = 0;
    }
}

/* One layer off. */
static void unmangle(struct marked *out, const struct marked *in, struct repair *repair)
{
    struct str text = buf_view(&in->text);
    struct run run;

    for (size_t at = 0; at < text.n;) {
        size_t n;
        if (look(&run, text, at) != NEVER) {
            if (repair->example[0] == '\0')
                keep_example(repair, text, at);
            utf8_append(&out->text, run.original);
            mark(out, 1);
            at += run.length;
            continue;
        }
        character_at(text, at, &n);
        buf_add(&out->text, text.p + at, n);
        mark(out, in->marks.p[at]);
        at += n;
    }
}

/* What a conversion leaves that throws control characters away: of a no-break space a capital A
 * with a circumflex, of an apostrophe a small a with one. */
struct leftovers {
    bool stripped;      /* that has been done to this text */
    bool next_line_end; /* U+0085 ends a line, and is no ellipsis */
};

enum { CAPITAL_A = 0xc2, SMALL_A = 0xe2, STRIPPED_MIN = 3 };

/* don't, council's, they'll: the letters behind the apostrophe are one of a few endings. */
static bool is_contraction(struct str text, size_t at, size_t n)
{
    static const struct str endings[] = {{"s", 1},  {"t", 1},  {"d", 1}, {"m", 1},
                                         {"re", 2}, {"ve", 2}, {"ll", 2}};
    struct str rest = str_from(text, at + n);

    if (!is_letter(character_before(text, at)))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_starts(rest, endings[i]) && !is_letter(character_at(rest, endings[i].n, NULL)))
            return true;
    return false;
}

static struct leftovers find_leftovers(struct str text)
{
    size_t stripped = 0, meant = 0, controls = 0, next_lines = 0;

    for (size_t at = 0, n; at < text.n; at += n) {
        uint32_t c = character_at(text, at, &n), after;
        if (c == 0x85)
            next_lines++;
        else if (is_control(c))
            controls++;
        if (c != CAPITAL_A && c != SMALL_A)
            continue;
        after = character_at(text, at + n, NULL);
        if (c == CAPITAL_A ? after <= ' ' || after == 0xa0 : is_contraction(text, at, n))
            stripped++;
        else if (is_letter(after) && (c == CAPITAL_A || is_letter(character_before(text, at))))
            meant++;
    }
    return (struct leftovers){.stripped = stripped >= STRIPPED_MIN && meant == 0,
                              .next_line_end =
                                  next_lines > 0 && controls == 0 &&
                                  (text.n == 0 || memchr(text.p, '\n', text.n) == NULL)};
}

/* Writes what stands for the small a at a place; returns the bytes of text that this replaces. */
static size_t restore_mark(struct buf *out, struct str text, size_t at, struct repair *repair)
{
    size_t n, more;
    character_at(text, at, &n);
    uint32_t after = character_at(text, at + n, &more);

    if (after >= 0xa0 && after <= 0xbf) { /* E2 80 A2 without its 80: a bullet, an ellipsis */
        utf8_append(out, 0x2000 + after - 0x80);
        return n + more;
    }
    bool known = is_contraction(text, at, n);
    utf8_append(out, known ? 0x2019 : 0xfffd);
    repair->lost += !known;
    return n;
}

/* Control characters, and what is left where they were. */
static void mend_leftovers(struct buf *out, struct str text, struct repair *repair)
{
    struct leftovers leftovers = find_leftovers(text);

    for (size_t at = 0, n; at < text.n; at += n) {
        uint32_t c = character_at(text, at, &n);
        uint32_t meant = is_control(c) ? cp1252_character((unsigned char)c) : 0xfffd;
        if (meant != 0xfffd && !(c == 0x85 && leftovers.next_line_end)) {
            utf8_append(out, meant);
            repair->count++;
        } else if (leftovers.stripped && (c == SMALL_A || c == CAPITAL_A)) {
            if (repair->example[0] == '\0')
                memcpy(repair->example, text.p + at, n);
            if (c == SMALL_A)
                n = restore_mark(out, text, at, repair);
            repair->count++;
        } else {
            buf_add(out, text.p + at, n);
        }
    }
}

static bool may_be_mangled(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] == 0xc3 ||
            ((unsigned char)text.p[i] == 0xc2 && i + 1 < text.n &&
             (unsigned char)text.p[i + 1] < 0xa0))
            return true;
    return false;
}

struct str repair_mojibake(struct str text, struct repair *repair, struct arena *arena)
{
    enum { LAYERS = 3 };
    struct marked now = {0};
    struct buf out = {0};

    *repair = (struct repair){0};
    if (!may_be_mangled(text))
        return text;
    buf_str(&now.text, text);
    mark(&now, 0);
    for (int layer = 0; layer < LAYERS && has_certain(buf_view(&now.text)); layer++) {
        struct marked next = {0};
        unmangle(&next, &now, repair);
        buf_free(&now.text);
        buf_free(&now.marks);
        now = next;
    }
    for (size_t i = 0; i < now.marks.n; i++)
        repair->count += (size_t)now.marks.p[i];
    mend_leftovers(&out, buf_view(&now.text), repair);
    if (repair->count > 0)
        text = (struct str){arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    buf_free(&now.text);
    buf_free(&now.marks);
    return text;
}
