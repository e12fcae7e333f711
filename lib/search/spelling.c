#include "search/spelling.h"

#include <string.h>

#include "base/pack.h"
#include "base/utf8.h"

/* A code: the number of a separator << LETTERS_BITS | how the letters of ASCII are written. */
enum letters { SMALL, CAPITAL, CAPITALS, OTHER };
enum { LETTERS_BITS = 2, LETTERS_MASK = 3 };

/* By their numbers, which files hold: SCHEMA_VERSION must be raised if these change. Nearly all
 * that stands between the words of real specifications is among them. Number 0 is for what is not.
 */
#define SEPARATOR(text)                                                                            \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
#define DASH          "\xe2\x80\x93"
#define BULLET        "\xe2\x80\xa2"
#define APOSTROPHE    "\xe2\x80\x99"
#define OPENING_QUOTE "\xe2\x80\x9c"
#define CLOSING_QUOTE "\xe2\x80\x9d"
#define NO_BREAK      "\xc2\xa0"
static const struct str separators[] = {
    {NULL, 0},
    /* within a line */
    SEPARATOR(" "),
    SEPARATOR(""),
    SEPARATOR(", "),
    SEPARATOR(". "),
    SEPARATOR("; "),
    SEPARATOR(": "),
    SEPARATOR("? "),
    SEPARATOR("  "),
    SEPARATOR(".  "),
    SEPARATOR(";  "),
    SEPARATOR(":  "),
    SEPARATOR("-"),
    SEPARATOR(" - "),
    SEPARATOR(" " DASH " "),
    SEPARATOR("/"),
    SEPARATOR("://"),
    SEPARATOR("'"),
    SEPARATOR(APOSTROPHE),
    SEPARATOR("."),
    SEPARATOR(","),
    SEPARATOR(":"),
    SEPARATOR("_"),
    SEPARATOR("@"),
    SEPARATOR("("),
    SEPARATOR(" ("),
    SEPARATOR(")"),
    SEPARATOR(") "),
    SEPARATOR("), "),
    SEPARATOR("). "),
    SEPARATOR("); "),
    SEPARATOR(" \""),
    SEPARATOR("\" "),
    SEPARATOR(" " OPENING_QUOTE),
    SEPARATOR(CLOSING_QUOTE " "),
    SEPARATOR(" & "),
    SEPARATOR("$"),
    SEPARATOR(" $"),
    SEPARATOR("%"),
    SEPARATOR("% "),
    SEPARATOR(" #"),
    SEPARATOR("\t"),
    SEPARATOR(NO_BREAK),
    /* between lines */
    SEPARATOR("\n"),
    SEPARATOR(",\n"),
    SEPARATOR(";\n"),
    SEPARATOR(".\n"),
    SEPARATOR(":\n"),
    SEPARATOR("\n\n"),
    SEPARATOR(":\n\n"),
    SEPARATOR(".\n\n"),
    SEPARATOR(")."),
    SEPARATOR(").\n"),
    SEPARATOR("\n- "),
    SEPARATOR(";\n- "),
    SEPARATOR(".\n- "),
    SEPARATOR("\n* "),
    SEPARATOR(";\n* "),
    SEPARATOR(".\n* "),
    SEPARATOR("\n" BULLET " "),
    SEPARATOR(";\n" BULLET " "),
    SEPARATOR(".\n" BULLET " "),
};
enum { SEPARATORS = sizeof separators / sizeof separators[0] };
_Static_assert(SEPARATORS <= 256 >> LETTERS_BITS, "a code is a byte");

/* Writing. */

void spelling_writer_free(struct spelling_writer *writer)
{
    buf_free(&writer->codes);
    buf_free(&writer->others);
}

void spelling_writer_clear(struct spelling_writer *writer)
{
    writer->codes.n = writer->others.n = 0;
}

static unsigned separator_of(struct str text)
{
    for (unsigned i = 1; i < SEPARATORS; i++)
        if (str_eq(text, separators[i]))
            return i;
    return 0;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static enum letters letters_of(struct str written, struct str word)
{
    size_t capitals = 0;

    if (written.n != word.n || word.n == 0)
        return OTHER;
    while (capitals < word.n && written.p[capitals] == upper(word.p[capitals]))
        capitals++;
    if (str_eq(written, word))
        return SMALL;
    if (capitals > 0 && str_eq(str_from(written, 1), str_from(word, 1)))
        return CAPITAL;
    return capitals == word.n ? CAPITALS : OTHER;
}

static void add_code(struct spelling_writer *writer, struct str before, enum letters letters)
{
    unsigned separator = separator_of(before);

    buf_char(&writer->codes, (char)(separator << LETTERS_BITS | letters));
    if (separator == 0)
        pack_text(&writer->others, before);
}

void spelling_writer_add(struct spelling_writer *writer, struct str before, struct str written,
                         struct str word)
{
    enum letters letters = letters_of(written, word);

    add_code(writer, before, letters);
    if (letters == OTHER)
        pack_text(&writer->others, written);
}

void spelling_writer_end(struct spelling_writer *writer, struct str behind)
{
    add_code(writer, behind, SMALL);
}

struct spelling spelling_writer_view(const struct spelling_writer *writer)
{
    return (struct spelling){buf_view(&writer->codes), buf_view(&writer->others)};
}

/* Reading. */

struct reading {
    const char *codes;
    const uint32_t *words;
    struct str others;
    struct spelling_place *places;
    const struct vocabulary *vocabulary;
    struct buf out;
};

static void write_capitals(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = upper(p[i]);
}

/* Writes what stands before a word, or at the end. */
static bool read_separator(struct reading *reading, unsigned code)
{
    unsigned number = code >> LETTERS_BITS;

    if (number >= SEPARATORS)
        return false;
    struct str separator = separators[number];
    if (number == 0 && !pack_take_text(&separator, &reading->others))
        return false;
    buf_str(&reading->out, separator);
    return true;
}

static bool read_word(struct reading *reading, enum letters letters, uint32_t number)
{
    struct str word = vocabulary_text(reading->vocabulary, number);
    size_t start = reading->out.n;

    if (letters == OTHER && !pack_take_text(&word, &reading->others))
        return false;
    buf_str(&reading->out, word);
    if (letters == CAPITAL || letters == CAPITALS)
        write_capitals(reading->out.p + start, letters == CAPITAL && word.n > 0 ? 1 : word.n);
    return reading->out.n <= SPELLING_MAX;
}

/* Takes the next words, up to an end of the heading or the text. */
static bool read_text(struct str *text, struct reading *reading, uint32_t count,
                      struct arena *arena)
{
    reading->out.n = 0;
    for (uint32_t i = 0; i < count; i++) {
        unsigned code = (unsigned char)*reading->codes++;
        if (!read_separator(reading, code))
            return false;
        size_t start = reading->out.n;
        if (!read_word(reading, (enum letters)(code & LETTERS_MASK), *reading->words++))
            return false;
        *reading->places++ = (struct spelling_place){(uint32_t)start, (uint32_t)reading->out.n};
    }
    if (!read_separator(reading, (unsigned char)*reading->codes++))
        return false;
    struct str whole = buf_view(&reading->out);
    *text = (struct str){arena_strndup(arena, whole.p, whole.n), whole.n};
    return utf8_valid(whole);
}

bool spelling_read(struct spelled *spelled, const struct spelling *spelling,
                   const struct tokens_section *words, const struct vocabulary *vocabulary,
                   struct arena *arena)
{
    struct reading reading = {.codes = spelling->codes.p,
                              .words = words->words,
                              .others = spelling->others,
                              .vocabulary = vocabulary};

    *spelled = (struct spelled){.places = arena_zero(arena, words->count, sizeof *spelled->places)};
    reading.places = spelled->places;
    bool sound = spelling->codes.n == (size_t)words->count + 2 &&
                 read_text(&spelled->heading, &reading, words->heading_count, arena) &&
                 read_text(&spelled->text, &reading, words->count - words->heading_count, arena) &&
                 reading.others.n == 0;
    buf_free(&reading.out);
    return sound;
}
