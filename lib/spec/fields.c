#include "spec/fields.h"

#include <ctype.h>
#include <strings.h>

#include "spec/code.h"
#include "spec/occupation.h"
#include "spec/table.h"
#include "spec/value.h"

enum {
    FIELD_LINE = 400, /* longer lines are prose */
    BLANK_LINES = 2   /* at most so many stand between a label and its value */
};

struct scan {
    struct spec *spec;
    const struct spec_reader *reader;
    const struct document *document;
    struct arena *arena;
    bool at_head;
    struct spec_field code; /* as stated below the head */
    bool codes_differ;
};

struct str fields_line(struct str text)
{
    struct str s = str_trim(text);

    if (s.n > 2 && (str_starts(s, STR("- ")) || str_starts(s, STR("* "))))
        s = str_trim(str_from(s, 2));
    else if (str_starts(s, STR("\xe2\x80\xa2")))
        s = str_trim(str_from(s, strlen("\xe2\x80\xa2")));
    while (s.n >= 2 && (s.p[0] == '*' || s.p[0] == '_') && s.p[s.n - 1] == s.p[0])
        s = (struct str){s.p + 1, s.n - 2};
    return str_trim(s);
}

static bool is_later(struct str new, struct str old, struct arena *arena)
{
    struct str a = field_iso_date(new, arena), b = field_iso_date(old, arena);

    return a.n > 0 && (b.n == 0 || strncmp(a.p, b.p, a.n + 1) > 0);
}

static void set_code(struct scan *scan, struct str value, unsigned line)
{
    if (scan->at_head)
        return;
    if (scan->code.value.n == 0)
        scan->code = (struct spec_field){.value = value, .line = line};
    else if (!str_eq_nocase(scan->code.value, value))
        scan->codes_differ = true;
}

/* A label of something else, as where the row of a form holds labels alone. */
static bool is_label(const struct scan *scan, struct str s)
{
    enum spec_field_name name;

    if (s.n > 0 && s.p[s.n - 1] == ':')
        s = str_trim((struct str){s.p, s.n - 1});
    return s.n > 0 && label_match(&name, scan->reader->labels, s) == s.n;
}

/* Takes a label's value if it is one. Returns whether it is. */
static bool take(struct scan *scan, enum spec_field_name name, struct str text, size_t at,
                 enum value_trust trust)
{
    unsigned line = scan->document->lines[at].line;

    if (name == FIELD_IGNORED)
        return false;
    if (name == FIELD_PAY_GRADE && value_is_money(text))
        name = FIELD_SALARY;
    struct str value = value_of_field(name, text, trust, scan->arena);
    if (value.n == 0 || is_label(scan, value))
        return false;
    /* "Title | Description": the columns of some table. One word is a title if it names somebody.
     */
    if (name == FIELD_TITLE && memchr(value.p, ' ', value.n) == NULL &&
        occupation_in(value) == OCCUPATION_NONE)
        return false;
    /* A "salary range" that is no amount is the number of a range. */
    if (name == FIELD_SALARY && value_is_grade(value))
        name = FIELD_PAY_GRADE;
    struct spec_field *field = &scan->spec->fields[name];
    bool later =
        name == FIELD_REVISED && field->value.n > 0 && is_later(value, field->value, scan->arena);
    if (name == FIELD_CLASS_CODE)
        set_code(scan, value, line);
    if (name == FIELD_TITLE || name == FIELD_CLASS_CODE) {
        if (!scan->at_head)
            return true;
    }
    if (field->value.n == 0 || later)
        *field = (struct spec_field){.value = value, .line = line};
    return true;
}

/* The line of text below, BLANK_LINES apart at most; document->count if there is none. */
static size_t next_line(const struct document *document, size_t at)
{
    for (size_t next = at + 1; next < document->count && next <= at + 1 + BLANK_LINES; next++)
        if (str_trim(document->lines[next].text).n > 0)
            return document->lines[next].verbatim ? document->count : next;
    return document->count;
}

static bool is_label_line(const struct scan *scan, struct str s)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t end;

    return label_pairs(pairs, scan->reader->labels, s) > 0 ||
           is_label(scan, (struct str){s.p, value_gap(s, &end)});
}

/* A label with nothing behind it: the value stands below. "Class Code / Title" has two. */
static void take_below(struct scan *scan, enum spec_field_name name, struct str label, size_t at)
{
    size_t next = next_line(scan->document, at);

    if (next == scan->document->count)
        return;
    struct str s = fields_line(scan->document->lines[next].text), rest;
    if (is_label_line(scan, s) || !take(scan, name, s, next, VALUE_NEAR))
        return;
    bool titled = label.n > 5 && strncasecmp(label.p + label.n - 5, "title", 5) == 0;
    if (name == FIELD_CLASS_CODE && titled && code_of_value(&rest, s).n > 0)
        take(scan, FIELD_TITLE, rest, next, VALUE_NEAR);
}

/* A job type such as "Full Time - Non Exempt". Exempt alone may be meant of the civil service. */
static void take_job_type(struct scan *scan, struct str value, size_t at)
{
    static const char *const ends[] = {"non exempt", "non-exempt", "nonexempt"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (value.n >= end.n && str_eq_nocase(str_from(value, value.n - end.n), end))
            take(scan, FIELD_FLSA, str_from(value, value.n - end.n), at, VALUE_LABELLED);
    }
}

static void take_pairs(struct scan *scan, const struct label_pair *pairs, size_t count,
                       struct str line, size_t at)
{
    for (size_t i = 0; i < count; i++) {
        struct str label = {line.p + pairs[i].start, i + 1 < count
                                                         ? pairs[i + 1].start - pairs[i].start
                                                         : line.n - pairs[i].start};
        struct str value = str_trim(pairs[i].value);
        if (pairs[i].name == FIELD_IGNORED && str_starts(label, STR("Job Type")))
            take_job_type(scan, value, at);
        if (value.n > 0) {
            take(scan, pairs[i].name, value, at, VALUE_LABELLED);
        } else if (i + 1 == count && (i == 0 || pairs[i - 1].value.n > 0)) {
            label = str_trim(label);
            while (label.n > 0 && !isalnum((unsigned char)label.p[label.n - 1]))
                label.n--;
            take_below(scan, pairs[i].name, label, at);
        }
    }
}

/* A label without a colon: alone on its line, before a gap, or before nothing but a value. */
static void take_bare(struct scan *scan, struct str s, size_t at)
{
    enum spec_field_name name = FIELD_IGNORED;
    size_t n = label_match(&name, scan->reader->labels, s);

    if (n == 0 || name == FIELD_IGNORED)
        return;
    struct str rest = str_from(s, n);
    bool gap = str_starts(rest, STR("   ")) || str_starts(rest, STR("\t"));
    if (str_trim(rest).n == 0)
        take_below(scan, name, (struct str){s.p, n}, at);
    else if (isblank((unsigned char)rest.p[0]))
        take(scan, name, str_trim(rest), at, gap ? VALUE_NEAR : VALUE_RUNNING);
}

/* "CSU Classification Salary Range: $4,000": whose range it is stands before the label. */
static size_t salary_label(const struct scan *scan, struct str s)
{
    const char *colon = memchr(s.p, ':', s.n < 60 ? s.n : 60);
    size_t words = 0;

    if (colon == NULL || !isupper((unsigned char)s.p[0]))
        return 0;
    for (size_t at = 1; s.p + at < colon && words < 5; at++) {
        enum spec_field_name name = FIELD_IGNORED;
        if (s.p[at - 1] != ' ')
            continue;
        words++;
        size_t n = label_match(&name, scan->reader->labels, str_from(s, at));
        if (n > 0 && name == FIELD_SALARY && s.p + at + n == colon)
            return at;
    }
    return 0;
}

static void scan_line(struct scan *scan, struct str s, size_t at)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t count = label_pairs(pairs, scan->reader->labels, s);

    if (count > 0) {
        take_pairs(scan, pairs, count, s, at);
        return;
    }
    size_t salary = salary_label(scan, s);
    if (salary > 0) {
        scan_line(scan, str_from(s, salary), at);
        return;
    }
    take_bare(scan, s, at);
    /* Further columns: "Harbor Pilot            Class Code: 2214". */
    size_t end;
    for (struct str column = s; value_gap(column, &end) < column.n;) {
        column = str_from(column, end);
        count = label_pairs(pairs, scan->reader->labels, column);
        if (count > 0) {
            take_pairs(scan, pairs, count, column, at);
            return;
        }
    }
}

static void take_cell(void *data, enum spec_field_name name, struct str value, size_t at)
{
    take(data, name, value, at, VALUE_LABELLED);
}

/* "shall serve a probationary period of 12 months", "begin an eighteen-month probationary period".
 */
static void probation_sentence(struct scan *scan, struct str s, size_t at)
{
    static const char word[] = "probation";
    enum { BEFORE = 30, BEHIND = 70 };
    struct spec_field *field = &scan->spec->fields[FIELD_PROBATION];
    unsigned days;

    for (size_t i = 0; field->value.n == 0 && i + sizeof word - 1 <= s.n; i++) {
        if (tolower((unsigned char)s.p[i]) != 'p' ||
            strncasecmp(s.p + i, word, sizeof word - 1) != 0)
            continue;
        size_t start = i > BEFORE ? i - BEFORE : 0, n = 0;
        while (start > 0 && start < i && !isblank((unsigned char)s.p[start - 1]))
            start++; /* not within a word */
        while (i + n < s.n && n < BEHIND && s.p[i + n] != '.' && s.p[i + n] != ';')
            n++;
        struct str before = {s.p + start, i - start}, behind = {s.p + i, n};
        struct str found = field_duration(before, &days);
        bool apart = found.n > 0 && (memchr(found.p, '.', (size_t)(s.p + i - found.p)) != NULL ||
                                     memchr(found.p, ',', (size_t)(s.p + i - found.p)) != NULL);
        if (found.n == 0 || apart)
            found = field_duration(behind, &days);
        if (found.n > 0 && days >= 28)
            *field = (struct spec_field){.value = found, .line = scan->document->lines[at].line};
    }
}

void fields_read(struct spec *spec, const struct spec_reader *reader,
                 const struct document *document, struct arena *arena)
{
    struct scan scan = {.spec = spec, .reader = reader, .document = document, .arena = arena};
    struct table_context table = {document, reader->labels, arena, take_cell, &scan};
    struct spec_field *code = &spec->fields[FIELD_CLASS_CODE];
    size_t seen = 0;

    for (size_t at = 0; at < document->count; at++) {
        const struct document_line *line = &document->lines[at];
        struct str s = fields_line(line->text);
        seen += s.n > 0;
        scan.at_head = seen <= HEAD_LINES;
        if (s.n == 0 || line->verbatim)
            continue;
        if (table_read(&table, at))
            continue;
        if (s.n <= FIELD_LINE)
            scan_line(&scan, s, at);
    }
    for (size_t at = 0; at < document->count && spec->fields[FIELD_PROBATION].value.n == 0; at++)
        if (!document->lines[at].verbatim)
            probation_sentence(&scan, document->lines[at].text, at);
    if (code->value.n == 0 && !scan.codes_differ)
        *code = scan.code;
}
