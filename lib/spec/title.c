#include "spec/title.h"

#include <ctype.h>
#include <strings.h>

#include "spec/clue.h"
#include "spec/code.h"
#include "spec/fields.h"
#include "spec/mention.h"
#include "spec/occupation.h"
#include "spec/title_text.h"
#include "spec/value.h"

enum {
    TITLE_LINES = 4,  /* that may follow the first */
    LARGE = 120,      /* percent of the usual size */
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
    WEIGHT_LARGEST = 35,    /* of the first page, and names an occupation */
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
    size_t joined;     /* lines before this index belong to a title of several lines */
    unsigned largest;  /* size of such a line; 0: there is none */
    bool typed, prose;
    bool qualifications; /* a heading of them has been seen */
};

/* Could this be the name of a class? In a PDF even two blanks are a gap between columns. */
static bool is_title_text(const struct finder *finder, struct str s)
{
    bool columns =
        str_eq(str_of(finder->document->format), STR("pdf")) && memmem(s.p, s.n, "  ", 2) != NULL;
    return !columns && title_text_is_title(s, finder->reader);
}

/* What a text says of itself and with file name and text, wherever it stands. */
static int weigh_text(const struct finder *finder, struct str s)
{
    struct str plain = clue_plain(s, finder->arena);
    unsigned likeness = clue_likeness(plain, finder->name);
    int weight = (int)occupation_in(s) * WEIGHT_OCCUPATION;

    if (likeness >= LIKENESS_LEAST)
        weight += (int)likeness * WEIGHT_LIKENESS / 100;
    if (title_text_ends_with(s, STR(" series")))
        weight += WEIGHT_SERIES;
    if (title_text_words(s) > 1 && clue_count(finder->text, plain, 2) > 1)
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

static bool same_style(const struct document_line *a, const struct document_line *b)
{
    struct str above = fields_line(a->text), below = fields_line(b->text);

    return a->page == b->page && a->size == b->size && a->bold == b->bold && a->level == b->level &&
           !a->row && !b->row && !b->verbatim && a->lead == 0 && b->lead == 0 &&
           title_text_in_capitals(above) == title_text_in_capitals(below);
}

/* Is what two lines make in one style a title that its line's end broke? Larger letters show it:
 * the head stands on the second line, or the first one is as long as lines get. Without them the
 * file's name or the text has to say so. */
static bool is_broken_title(const struct finder *finder, struct str first, struct str second,
                            struct str both, unsigned size)
{
    enum { LONG_LINE = 40 };
    struct str plain = clue_plain(both, finder->arena);
    bool headed = occupation_in(first) != OCCUPATION_HEAD && occupation_in(both) == OCCUPATION_HEAD;

    if (title_text_is_body(first) || title_text_is_body(second) || !is_title_text(finder, both))
        return false;
    if (size >= LARGE)
        return headed || first.n >= LONG_LINE;
    if (finder->name.n > 0 &&
        clue_likeness(plain, finder->name) >
            clue_likeness(clue_plain(second, finder->arena), finder->name) &&
        clue_likeness(plain, finder->name) >= LIKENESS_SURE)
        return headed;
    return headed && clue_count(finder->text, plain, 2) > 1;
}

/* A title that goes on over lines of one style. */
static struct str with_lines_below(struct finder *finder, struct str s, size_t at)
{
    const struct document *document = finder->document;
    struct str joined = s, title = s;

    for (size_t next = at + 1; next < document->count && next <= at + TITLE_LINES; next++) {
        const struct document_line *line = &document->lines[next];
        struct str below = fields_line(line->text);
        if (below.n == 0 || !same_style(&document->lines[at], line) ||
            joined.n + below.n > TITLE_BYTES)
            break;
        struct str both = str_of(arena_printf(finder->arena, "%.*s %.*s", (int)joined.n, joined.p,
                                              (int)below.n, below.p));
        if (is_broken_title(finder, joined, below, both, line->size)) {
            title = both;
            finder->joined = next + 1;
        }
        joined = both;
    }
    return title;
}

static struct str with_next_line(const struct finder *finder, struct str s, size_t at)
{
    if (!title_text_runs_on(s) || at + 1 >= finder->document->count)
        return s;
    struct str next = str_trim(finder->document->lines[at + 1].text);
    if (next.n == 0 || s.n + next.n > TITLE_BYTES || title_text_words(next) > 5)
        return s;
    return str_of(arena_printf(finder->arena, "%.*s %.*s", (int)s.n, s.p, (int)next.n, next.p));
}

/* A line, or one column of it. */
static void consider_part(struct finder *finder, struct str s, size_t at, bool typed)
{
    const struct document_line *line = &finder->document->lines[at];
    struct title title = {.line = line->line, .at = at};
    struct str rest = title_text_without_type(s, finder->reader->aliases);
    int place = (int)(finder->seen - finder->letterhead) - 1;

    if (rest.n != s.n) {
        s = rest;
        typed = true;
    }
    s = title_text_without_number(s);
    bool coded = code_cut(&s, &title.code);
    bool whole = str_eq(s, fields_line(line->text));
    struct str wide = whole && s.n > 0 ? with_lines_below(finder, s, at) : s;
    if (wide.n > s.n)
        coded = code_cut(&wide, &title.code);
    s = wide.n != s.n || s.n == 0 ? wide : with_next_line(finder, s, at);
    if (s.n == 0 || !is_title_text(finder, s))
        return;
    title.text = s;
    int weight = weigh_text(finder, s) + (place < WEIGHT_PLACE ? WEIGHT_PLACE - place : 0);
    weight += coded ? WEIGHT_CODE : 0;
    weight += typed ? WEIGHT_TYPE : 0;
    weight += line->level > 0 ? WEIGHT_MARKED : 0;
    weight += line->size >= LARGE ? WEIGHT_LARGE : 0;
    bool largest = line->size >= LARGE && line->size == finder->largest;
    weight += largest && occupation_in(s) > OCCUPATION_NONE ? WEIGHT_LARGEST : 0;
    weight += !coded && code_below(finder, at) ? WEIGHT_CODE_BELOW : 0;
    weight += title_text_is_title_case(s) ? 0 : WEIGHT_LOWER_CASE;
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

/* The size of the largest line of the first page that names an occupation. What many lines have is
 * the size of headings. */
static unsigned largest_size(const struct finder *finder)
{
    enum { HEADINGS = 6 };
    const struct document *document = finder->document;
    unsigned largest = 0;
    size_t lines = 0;

    for (size_t at = 0; at < document->count && document->lines[at].page == 1; at++) {
        struct str s = fields_line(document->lines[at].text);
        unsigned size = document->lines[at].size;
        if (s.n == 0 || size < LARGE || size < largest || !is_title_text(finder, s) ||
            occupation_in(s) == OCCUPATION_NONE)
            continue;
        lines = size > largest ? 1 : lines + 1;
        largest = size;
    }
    return lines < HEADINGS ? largest : 0;
}

/* "Harbor Pilot    48,462-60,197": a class and its pay. */
static bool is_class_with_pay(struct str s)
{
    size_t end, gap = value_gap(s, &end), digits = 0, commas = 0;
    const char *blanks = memmem(s.p, gap, "  ", 2);

    if (blanks != NULL) {
        gap = (size_t)(blanks - s.p);
        end = gap + 2;
    }
    for (size_t i = end; i < s.n && (isdigit((unsigned char)s.p[i]) || s.p[i] == ','); i++) {
        digits += s.p[i] != ',';
        commas += s.p[i] == ',';
    }
    return digits >= 5 && commas > 0 && occupation_in((struct str){s.p, gap}) > OCCUPATION_NONE;
}

/* Jobs with their pay, one a row: a list of classes is the specification of none. */
static bool is_list_of_classes(const struct document *document)
{
    enum { ROWS_LEAST = 8, SHARE = 8 };
    size_t rows = 0, lines = 0;

    for (size_t at = 0; at < document->count; at++) {
        struct str s = fields_line(document->lines[at].text);
        lines += s.n > 0;
        rows += s.n > 0 && s.n <= TITLE_BYTES && is_class_with_pay(s);
    }
    return rows >= ROWS_LEAST && rows * SHARE >= lines;
}

static void consider_lines(struct finder *finder)
{
    const struct document *document = finder->document;

    for (size_t at = 0; at < document->count && finder->seen < HEAD_LINES; at++) {
        struct str s = fields_line(document->lines[at].text);
        if (s.n == 0 || document->lines[at].verbatim)
            continue;
        finder->seen++;
        finder->letterhead += title_text_is_letterhead(s);
        if (at < finder->joined)
            continue;
        if (title_text_is_document_type(s, finder->reader)) {
            finder->typed = true;
            finder->letterhead++;
            continue;
        }
        consider_line(finder, s, at, finder->typed);
        finder->typed = false;
        if (title_text_words(s) > TITLE_WORDS && memmem(s.p, s.n, "   ", 3) == NULL)
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
    /* Those whom the text speaks of are rarely those it is about. */
    bool second = mention->words > 1 && !finder->qualifications &&
                  (mention->sureness > 0 ||
                   (repeated && mention->sureness == 0 && !title_text_is_plural(mention->text)));
    if (mention->hired && occupation_in(mention->text) >= OCCUPATION_AMONG)
        occupation = second = true;
    if (named ? mention->words < 2 && !occupation : !occupation || !second)
        return;
    /* "Harbor Pilot" in the text makes the line "Harbor Pilot (G7)" no less the title. */
    if (finder->line.n > 0 && clue_covers(finder->line, plain))
        return;
    if (title_text_is_letterhead(mention->text) || clue_count(plain, STR(" office of "), 1) > 0)
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
        if (at == finder->best.at || (line.n > 0 && is_title_text(finder, line)))
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
    if (title.line == 0)
        title.text = clue_title(name, document, finder->arena);
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
    finder.largest = largest_size(&finder);
    if (!is_list_of_classes(document)) {
        consider_lines(&finder);
        if (finder.best.text.n > 0)
            finder.line = clue_plain(finder.best.text, arena);
        consider_mentions(&finder);
    }
    consider_name(&finder, said);
    if (labelled->value.n > 0) {
        struct title title = {.text = title_text_without_count(labelled->value),
                              .line = labelled->line,
                              .at = document->count};
        struct str code = {0};
        if (code_cut(&title.text, &code))
            title.code = code;
        consider(&finder, title, WEIGHT_LABEL + weigh_text(&finder, title.text));
    }
    if (finder.best.text.n == 0)
        finder.best.text =
            clue_title(said.n > 0 ? said : clue_whole_name(name, arena), document, arena);
    return finder.best;
}
