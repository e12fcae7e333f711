#include "spec/title.h"

#include <ctype.h>
#include <strings.h>

#include "spec/clue.h"
#include "spec/code.h"
#include "spec/fields.h"
#include "spec/mention.h"
#include "spec/occupation.h"
#include "spec/value.h"

enum {
    TITLE_WORDS = 12,
    TITLE_BYTES = 120,
    LINE_BYTES = 4000 /* of a line are looked at; longer ones are whole documents on one line */
};

/* What each clue weighs. A label outweighs all but itself and the code beside a title; otherwise
 * two clues that agree outweigh any one. */
enum {
    WEIGHT_LABEL = 100,
    WEIGHT_CODE = 60,       /* "Harbor Pilot - 2214" */
    WEIGHT_CODE_BELOW = 40, /* the label of a class code comes next */
    WEIGHT_TYPE = 35,       /* stands below or behind "Class Specification" */
    WEIGHT_MARKED = 25,
    WEIGHT_LARGE = 20,
    WEIGHT_LIKENESS = 60,   /* of the same words as the file's name */
    WEIGHT_OCCUPATION = 10, /* by the steps of enum occupation */
    WEIGHT_SERIES = 30,     /* ends in "Series": the document of several classes */
    WEIGHT_REPEATED = 12,
    WEIGHT_PLACE = 12, /* of the first line; one less for each line below */
    WEIGHT_LOWER_CASE = -15,
    WEIGHT_BEHIND_TEXT = -20,
    WEIGHT_MENTION = -5,
    WEIGHT_LACKING = -50, /* without a word of the file's name, or a name without an occupation */
    WEIGHT_NAME = 10,     /* the file's name itself */
    WEIGHT_LEAST = 11,    /* what weighs less is no title */
    LIKENESS_LEAST = 50,
    LIKENESS_SURE = 75
};

struct finder {
    const struct spec_reader *reader;
    const struct document *document;
    struct arena *arena;
    struct str text, name; /* in plain form; name: empty if the file's says nothing */
    struct str line;       /* the title that a line makes, in plain form; empty: none does */
    struct title best;
    int weight;
    size_t seen;       /* lines with text so far */
    size_t letterhead; /* of them, naming the agency or the type of the document */
    bool typed, prose;
    bool qualifications; /* a heading of them has been seen */
};

static size_t count_words(struct str s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.n; i++)
        words += !isspace((unsigned char)s.p[i]) && (i == 0 || isspace((unsigned char)s.p[i - 1]));
    return words;
}

static bool is_letterhead(struct str s)
{
    static const char *const starts[] = {
        "city of ",   "city and county of ", "county of ",     "state of ",
        "town of ",   "office of ",          "department of ", "board of ",
        "personnel ", "university ",         "career",         "join "};
    static const char *const ends[] = {" county",   " department", " university", " commission",
                                       " district", " agency",     " resources",  " portal",
                                       " jobs",     " careers"};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct str start = str_of(starts[i]);
        if (s.n >= start.n && str_eq_nocase((struct str){s.p, start.n}, start))
            return true;
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (s.n >= end.n && str_eq_nocase(str_from(s, s.n - end.n), end))
            return true;
    }
    return false;
}

/* Words that make a line a sentence, or a note to the reader, whatever its capitals. */
static bool is_sentence(struct str s)
{
    static const char *const words[] = {
        "must", "be",  "is",   "are", "will", "shall", "only",   "this", "you", "your", "we",
        "our",  "not", "what", "how", "have", "has",   "please", "who",  "can", "here", "do"};
    static const char *const firsts[] = {"as",  "the", "reporting", "under", "these", "if",
                                         "for", "in",  "at",        "to",    "by",    "with",
                                         "all", "and", "or",        "view",  "search"};
    bool first = true;

    while (s.n > 0) {
        struct str word = str_cut(&s, ' ');
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (str_eq_nocase(word, str_of(words[i])))
                return true;
        for (size_t i = 0; first && i < sizeof firsts / sizeof firsts[0]; i++)
            if (str_eq_nocase(word, str_of(firsts[i])))
                return true;
        first = false;
    }
    return false;
}

/* Could this be the name of a class? */
static bool is_title_text(struct str s, const struct spec_reader *reader)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t letters = 0;

    for (size_t i = 0; i < s.n; i++)
        letters += isalpha((unsigned char)s.p[i]) != 0;
    if (letters < 3 || s.n > TITLE_BYTES || count_words(s) > TITLE_WORDS ||
        strchr("[(-*=#.", s.p[0]) != NULL)
        return false;
    if (strchr(".:;,?!*", s.p[s.n - 1]) != NULL || !isalnum((unsigned char)s.p[0]) ||
        memmem(s.p, s.n, "://", 3) != NULL || memchr(s.p, '@', s.n) != NULL)
        return false;
    const char *colon = memmem(s.p, s.n, ": ", 2);
    if (colon != NULL || label_pairs(pairs, reader->labels, s) > 0 || is_letterhead(s) ||
        is_sentence(s))
        return false;
    enum spec_field_name name;
    if (label_match(&name, reader->labels, s) == s.n)
        return false;
    enum alias_strength known = alias_find(reader->aliases, s).strength;
    return known != ALIAS_NEVER && known < ALIAS_COVERED;
}

/* A line that names the type of the document ("CLASS SPECIFICATION") has the title below it. */
static bool is_document_type(struct str s, const struct spec_reader *reader)
{
    return s.n > 0 && s.n < 60 && alias_find(reader->aliases, s).strength == ALIAS_NEVER &&
           count_words(s) > 1;
}

/* "Class Specification - Senior IT Project Manager": what stands behind the document's type. */
static struct str without_document_type(struct str s, const struct alias_table *aliases)
{
    for (size_t i = 1; i + 1 < s.n; i++) {
        bool dash = s.p[i] == '-' || s.p[i] == ':' || (unsigned char)s.p[i] == 0xe2;
        if (!dash)
            continue;
        if (alias_find(aliases, (struct str){s.p, i}).strength != ALIAS_NEVER)
            return s;
        return str_trim(str_from(s, i + ((unsigned char)s.p[i] == 0xe2 ? 3 : 1)));
    }
    return s;
}

static bool is_title_case(struct str s)
{
    size_t long_words = 0, capitals = 0, n = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && isalnum((unsigned char)s.p[i])) {
            n++;
        } else {
            long_words += n >= 4;
            capitals += n >= 4 && isupper((unsigned char)s.p[i - n]);
            n = 0;
        }
    }
    return long_words == capitals || capitals * 4 >= long_words * 3;
}

static bool ends_with_word(struct str s, struct str end)
{
    return s.n > end.n && str_eq_nocase(str_from(s, s.n - end.n), end);
}

/* What a text says of itself and with file name and text, wherever it stands. */
static int weigh_text(const struct finder *finder, struct str s)
{
    struct str plain = clue_plain(s, finder->arena);
    unsigned likeness = clue_likeness(plain, finder->name);
    int weight = (int)occupation_in(s) * WEIGHT_OCCUPATION;

    if (likeness >= LIKENESS_LEAST)
        weight += (int)likeness * WEIGHT_LIKENESS / 100;
    if (ends_with_word(s, STR(" series")))
        weight += WEIGHT_SERIES;
    if (count_words(s) > 1 && clue_count(finder->text, plain, 2) > 1)
        weight += WEIGHT_REPEATED;
    return weight;
}

static void consider(struct finder *finder, struct title title, int weight)
{
    if (weight <= finder->weight)
        return;
    finder->weight = weight;
    /* The same again, further down, only makes it surer. */
    struct title *best = &finder->best;
    if (best->line == 0 || best->line > title.line || !str_eq_nocase(best->text, title.text))
        *best = title;
}

static bool states_code(struct str value)
{
    struct str rest;
    return code_of_value(&rest, value).n > 0;
}

/* The label of a class code in the next line or two of text. */
static bool code_below(const struct finder *finder, size_t at)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t lines = 0;

    for (size_t i = at + 1; i < finder->document->count && lines < 2; i++) {
        struct str s = fields_line(finder->document->lines[i].text);
        if (s.n == 0)
            continue;
        lines++;
        size_t count = label_pairs(pairs, finder->reader->labels, s);
        for (size_t k = 0; k < count; k++)
            if (pairs[k].name == FIELD_CLASS_CODE && states_code(pairs[k].value))
                return true;
    }
    return false;
}

/* A title that is cut at the end of a line: in brackets, or behind a comma or "of". */
static bool runs_on(struct str s)
{
    static const char *const ends[] = {",",    " of", " and", " &",           " for",
                                       " the", " -",  "/",    " \xe2\x80\x93"};
    const char *open = memrchr(s.p, '(', s.n);

    if (open != NULL && memchr(open, ')', (size_t)(s.p + s.n - open)) == NULL)
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (s.n > end.n && str_eq_nocase(str_from(s, s.n - end.n), end))
            return true;
    }
    return false;
}

static struct str with_next_line(const struct finder *finder, struct str s, size_t at)
{
    if (!runs_on(s) || at + 1 >= finder->document->count)
        return s;
    struct str next = str_trim(finder->document->lines[at + 1].text);
    if (next.n == 0 || s.n + next.n > TITLE_BYTES || count_words(next) > 5)
        return s;
    return str_of(arena_printf(finder->arena, "%.*s %.*s", (int)s.n, s.p, (int)next.n, next.p));
}

/* A line, or one column of it. */
static void consider_part(struct finder *finder, struct str s, size_t at, bool typed)
{
    const struct document_line *line = &finder->document->lines[at];
    struct title title = {.line = line->line, .at = at};
    struct str rest = without_document_type(s, finder->reader->aliases);
    int place = (int)(finder->seen - finder->letterhead) - 1;

    if (rest.n != s.n) {
        s = rest;
        typed = true;
    }
    bool coded = code_cut(&s, &title.code);
    s = s.n > 0 ? with_next_line(finder, s, at) : s;
    if (s.n == 0 || !is_title_text(s, finder->reader))
        return;
    title.text = s;
    int weight = weigh_text(finder, s) + (place < WEIGHT_PLACE ? WEIGHT_PLACE - place : 0);
    weight += coded ? WEIGHT_CODE : 0;
    weight += typed ? WEIGHT_TYPE : 0;
    weight += line->level > 0 ? WEIGHT_MARKED : 0;
    weight += line->size >= 120 ? WEIGHT_LARGE : 0;
    weight += !coded && code_below(finder, at) ? WEIGHT_CODE_BELOW : 0;
    weight += is_title_case(s) ? 0 : WEIGHT_LOWER_CASE;
    weight += finder->prose && line->level == 0 ? WEIGHT_BEHIND_TEXT : 0;
    consider(finder, title, weight);
}

/* The columns of a line, and what bars part in them. */
static void consider_line(struct finder *finder, struct str s, size_t at, bool typed)
{
    if (s.n > LINE_BYTES)
        return;
    while (s.n > 0) {
        size_t end, gap = value_gap(s, &end);
        struct str column = {s.p, gap};
        while (column.n > 0) {
            struct str part = fields_line(str_cut(&column, '|'));
            if (part.n > 0)
                consider_part(finder, part, at, typed);
        }
        s = str_from(s, end);
    }
}

static void consider_lines(struct finder *finder)
{
    const struct document *document = finder->document;

    for (size_t at = 0; at < document->count && finder->seen < HEAD_LINES; at++) {
        struct str s = fields_line(document->lines[at].text);
        if (s.n == 0 || document->lines[at].verbatim)
            continue;
        finder->seen++;
        finder->letterhead += is_letterhead(s);
        if (is_document_type(s, finder->reader)) {
            finder->typed = true;
            finder->letterhead++;
            continue;
        }
        consider_line(finder, s, at, finder->typed);
        finder->typed = false;
        if (count_words(s) > TITLE_WORDS && memmem(s.p, s.n, "   ", 3) == NULL)
            finder->prose = true; /* the title stands before the text */
    }
}

/* A mention needs an occupation, or the words of the file's name, and a second clue. */
static void consider_mention(struct finder *finder, const struct mention *mention, size_t at,
                             int place)
{
    struct str plain = clue_plain(mention->text, finder->arena);
    unsigned likeness = clue_likeness(plain, finder->name);
    bool named = likeness >= LIKENESS_SURE;
    bool repeated = mention->words > 1 && clue_count(finder->text, plain, 2) > 1;
    struct title title = {.text = mention->text,
                          .line = finder->document->lines[at].line,
                          .at = finder->document->count};

    bool occupation = occupation_in(mention->text) == OCCUPATION_HEAD;
    bool second =
        mention->words > 1 && !finder->qualifications && (mention->sureness > 0 || repeated);
    if (named ? mention->words < 2 && !occupation : !occupation || !second)
        return;
    /* "Harbor Pilot" in the text makes the line "Harbor Pilot (G7)" no less the title. */
    if (finder->line.n > 0 && clue_covers(finder->line, plain))
        return;
    if (is_letterhead(mention->text) || clue_count(plain, STR(" office of "), 1) > 0)
        return;
    int weight = weigh_text(finder, mention->text) + mention->sureness + place + WEIGHT_MENTION;
    /* "Registrar of Voters" is not the Deputy Registrar of whom the name speaks. */
    if (finder->name.n > 0 && !clue_covers(plain, finder->name))
        weight += WEIGHT_LACKING;
    consider(finder, title, weight);
}

/* A heading below which other classes are named, as those that applicants come from. */
static bool is_qualifications(const struct finder *finder, struct str s)
{
    s = fields_line(s);
    if (s.n == 0 || s.n > TITLE_BYTES)
        return false;
    struct alias_match match = alias_find(finder->reader->aliases, s);
    return match.strength >= ALIAS_COVERED && match.kinds.count > 0 &&
           (match.kinds.kinds[0] == KIND_EDUCATION || match.kinds.kinds[0] == KIND_EXPERIENCE);
}

static void consider_mentions(struct finder *finder)
{
    const struct document *document = finder->document;
    struct mention mention;

    for (size_t at = 0, seen = 0; at < document->count && seen < 2 * HEAD_LINES; at++) {
        struct str s = document->lines[at].text;
        if (document->lines[at].verbatim || str_trim(s).n == 0)
            continue;
        finder->qualifications = finder->qualifications || is_qualifications(finder, s);
        /* A line that may be the title is more than a mention of a part of it. */
        struct str line = fields_line(s);
        if (at == finder->best.at || (line.n > 0 && is_title_text(line, finder->reader)))
            continue;
        int place = seen++ < 10 ? 10 - (int)seen : 0;
        for (size_t from = 0; mention_next(&mention, s, &from) && from <= LINE_BYTES;)
            consider_mention(finder, &mention, at, place);
    }
}

/* The name of the file, as it is written in the text if it is. */
static void consider_name(struct finder *finder, struct str name)
{
    const struct document *document = finder->document;
    struct title title = {.text = name, .at = document->count};

    if (finder->name.n == 0)
        return;
    for (size_t at = 0; at < document->count && title.line == 0; at++) {
        struct str found = mention_of(document->lines[at].text, finder->name);
        if (document->lines[at].verbatim || found.n == 0)
            continue;
        title.text = found;
        title.line = document->lines[at].line;
    }
    int weight = weigh_text(finder, name) + WEIGHT_NAME - WEIGHT_LIKENESS / 2;
    if (title.line == 0 && occupation_in(name) == OCCUPATION_NONE)
        weight += WEIGHT_LACKING;
    consider(finder, title, weight);
}

struct title title_find(const struct spec_reader *reader, const struct document *document,
                        const struct spec_field *labelled, struct str name, struct arena *arena)
{
    struct finder finder = {.reader = reader,
                            .document = document,
                            .arena = arena,
                            .best = {.at = document->count},
                            .weight = WEIGHT_LEAST - 1};
    finder.text = clue_text(document, arena);
    struct str said = clue_name(name, finder.text, arena);
    finder.name = said.n > 0 ? clue_plain(said, arena) : said;
    consider_lines(&finder);
    if (finder.best.text.n > 0)
        finder.line = clue_plain(finder.best.text, arena);
    consider_mentions(&finder);
    consider_name(&finder, said);
    if (labelled->value.n > 0) {
        struct title title = {
            .text = labelled->value, .line = labelled->line, .at = document->count};
        struct str code = {0};
        if (code_cut(&title.text, &code))
            title.code = code;
        consider(&finder, title, WEIGHT_LABEL + weigh_text(&finder, title.text));
    }
    if (finder.best.text.n == 0)
        finder.best.text = clue_whole_name(name, arena);
    return finder.best;
}
