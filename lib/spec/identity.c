#include "spec/identity.h"

#include <ctype.h>

#include "base/utf8.h"

enum {
    HEAD_LINES = 40, /* lines in which title and class code are looked for */
    TITLE_WORDS = 12,
    FIELD_LINE = 200 /* longer lines are prose */
};

static struct str without_emphasis(struct str s)
{
    s = str_trim(s);
    while (s.n >= 2 && (s.p[0] == '*' || s.p[0] == '_') && s.p[s.n - 1] == s.p[0])
        s = (struct str){s.p + 1, s.n - 2};
    return str_trim(s);
}

/* One to three letters and three to six digits, a letter behind at most: CI2788, 1223, PF1042. */
static bool is_class_code(struct str s)
{
    size_t letters = 0, digits = 0;

    while (letters < s.n && isupper((unsigned char)s.p[letters]))
        letters++;
    while (letters + digits < s.n && isdigit((unsigned char)s.p[letters + digits]))
        digits++;
    size_t left = s.n - letters - digits;
    return letters <= 3 && digits >= 3 && digits <= 6 &&
           (left == 0 || (left == 1 && isupper((unsigned char)s.p[s.n - 1])));
}

/* "Title - CI2788", also with an en dash: cuts the code off *title. */
static bool cut_code(struct str *title, struct str *code)
{
    size_t at = title->n;

    while (at > 0 && isalnum((unsigned char)title->p[at - 1]))
        at--;
    struct str last = str_from(*title, at);
    struct str before = str_trim((struct str){title->p, at});
    if (!is_class_code(last) || before.n < 3 || !isblank((unsigned char)title->p[at - 1]))
        return false;
    if (before.p[before.n - 1] == '-')
        before.n -= 1;
    else if (before.n > 3 && memcmp(before.p + before.n - 3, "\xe2\x80\x93", 3) == 0)
        before.n -= 3;
    else
        return false;
    *code = last;
    *title = str_trim(before);
    return true;
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
        struct str rest = str_from(s, i + ((unsigned char)s.p[i] == 0xe2 ? 3 : 1));
        return str_trim(rest);
    }
    return s;
}

static size_t count_words(struct str s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.n; i++)
        words += !isspace((unsigned char)s.p[i]) && (i == 0 || isspace((unsigned char)s.p[i - 1]));
    return words;
}

static bool is_letterhead(struct str s)
{
    static const char *const starts[] = {"city of ",  "county of ", "state of ",
                                         "town of ",  "office of ", "department of ",
                                         "board of ", "personnel ", "university "};
    static const char *const ends[] = {" county",   " department", " university", " commission",
                                       " district", " agency",     " resources"};

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

/* Could this line be the name of a class? */
static bool is_title_line(struct str s, const struct spec_reader *reader)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t letters = 0;

    for (size_t i = 0; i < s.n; i++)
        letters += isalpha((unsigned char)s.p[i]) != 0;
    if (letters < 3 || s.n > 120 || count_words(s) > TITLE_WORDS || strchr("[(-*=#.", s.p[0]))
        return false;
    if (strchr(".:;?!", s.p[s.n - 1]) || !isalnum((unsigned char)s.p[0]) ||
        memmem(s.p, s.n, ": ", 2) != NULL)
        return false;
    if (label_pairs(pairs, reader->labels, s) > 0 || is_letterhead(s))
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

struct title_candidate {
    size_t at; /* line of the document */
    struct str text;
    int rank; /* higher is surer; 0: none */
};

static void consider(struct title_candidate *best, size_t at, struct str text, int rank)
{
    if (rank > best->rank)
        *best = (struct title_candidate){at, text, rank};
}

enum { RANK_PLAIN = 1, RANK_MARKED, RANK_TYPED, RANK_CODED };

static struct title_candidate find_title(struct str *code, const struct spec_reader *reader,
                                         const struct document *document)
{
    struct title_candidate best = {.at = document->count};
    bool typed = false, prose = false;

    for (size_t at = 0, seen = 0; at < document->count && seen < HEAD_LINES; at++) {
        const struct document_line *line = &document->lines[at];
        struct str s = without_emphasis(line->text);
        if (s.n == 0 || line->verbatim)
            continue;
        seen++;
        struct str rest = without_document_type(s, reader->aliases), found = {0};
        if (is_document_type(s, reader)) {
            typed = true;
            continue;
        }
        if (rest.n != s.n && is_title_line(rest, reader))
            consider(&best, at, rest, RANK_TYPED);
        struct str title = s;
        if (cut_code(&title, &found) && is_title_line(title, reader)) {
            if (best.rank < RANK_CODED)
                *code = found;
            consider(&best, at, title, RANK_CODED);
        } else if (is_title_line(s, reader)) {
            if (!prose)
                consider(&best, at, s,
                         typed             ? RANK_TYPED
                         : line->level > 0 ? RANK_MARKED
                                           : RANK_PLAIN);
        } else if (count_words(s) > TITLE_WORDS) {
            prose = true; /* the title stands before the text */
        }
        typed = false;
    }
    return best;
}

/* The first statement of a field holds, but of several revisions the latest. */
static void set_field(struct spec *spec, enum spec_field_name name, struct str value, unsigned line,
                      struct arena *arena)
{
    struct spec_field *field = &spec->fields[name];

    if (!field_is_filled(value))
        return;
    bool later = false;
    if (name == FIELD_REVISED && field->value.n > 0) {
        struct str old = field_iso_date(field->value, arena), new = field_iso_date(value, arena);
        later = new.n > 0 && (old.n == 0 || strncmp(new.p, old.p, new.n + 1) > 0);
    }
    if (field->value.n == 0 || later)
        *field = (struct spec_field){.value = value, .line = line};
}

static void read_fields(struct spec *spec, const struct spec_reader *reader,
                        const struct document *document, struct arena *arena)
{
    size_t seen = 0;

    for (size_t at = 0; at < document->count; at++) {
        struct label_pair pairs[LABEL_PAIRS_MAX];
        struct str s = without_emphasis(document->lines[at].text);
        seen += s.n > 0;
        if (s.n == 0 || s.n > FIELD_LINE || document->lines[at].verbatim)
            continue;
        if (s.n > 2 && (str_starts(s, STR("- ")) || str_starts(s, STR("* "))))
            s = str_trim(str_from(s, 2));
        else if (str_starts(s, STR("\xe2\x80\xa2 ")))
            s = str_trim(str_from(s, 4));
        size_t count = label_pairs(pairs, reader->labels, s);
        for (size_t i = 0; i < count; i++) {
            bool at_head = pairs[i].name == FIELD_TITLE || pairs[i].name == FIELD_CLASS_CODE;
            if (pairs[i].name != FIELD_IGNORED && (!at_head || seen <= HEAD_LINES))
                set_field(spec, pairs[i].name, pairs[i].value, document->lines[at].line, arena);
        }
    }
}

/* "senior_it-manager.txt" -> "senior it manager" */
static struct str title_from_name(struct str name, struct arena *arena)
{
    size_t n = name.n;
    for (size_t i = name.n; i-- > 1;) {
        if (name.p[i] == '.') {
            n = i;
            break;
        }
    }
    struct buf title = {0};
    for (size_t at = 0; at < n;) {
        uint32_t c = 0xfffd; /* for what is not UTF-8 */
        size_t length = utf8_decode(name.p + at, n - at, &c);
        utf8_append(&title, c == '_' || c == '-' || c < ' ' ? ' ' : c);
        at += length > 0 ? length : 1;
    }
    struct str text = str_of(arena_strndup(arena, buf_view(&title).p, title.n));
    buf_free(&title);
    return str_trim(text);
}

size_t identity_read(struct spec *spec, const struct spec_reader *reader,
                     const struct document *document, struct str name, struct arena *arena)
{
    struct str code = {0};
    struct title_candidate title = find_title(&code, reader, document);
    struct spec_field *code_field = &spec->fields[FIELD_CLASS_CODE];

    read_fields(spec, reader, document, arena);
    if (code.n > 0)
        *code_field = (struct spec_field){.value = code, .line = document->lines[title.at].line};
    if (document->title.n > 0) {
        spec->title = document->title;
        spec->title_line = document->title_line;
    } else if (spec->fields[FIELD_TITLE].value.n > 0 && title.rank < RANK_CODED) {
        spec->title = spec->fields[FIELD_TITLE].value;
        spec->title_line = spec->fields[FIELD_TITLE].line;
    } else if (title.rank > 0) {
        spec->title = title.text;
        spec->title_line = document->lines[title.at].line;
    } else {
        spec->title = title_from_name(name, arena);
    }
    spec->fields[FIELD_TITLE] = (struct spec_field){.value = spec->title, .line = spec->title_line};
    return str_eq_nocase(title.text, spec->title) ? title.at : document->count;
}
