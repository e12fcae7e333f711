#include "spec/field.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/embed.h"

EMBED(labels, "lib/spec/labels.tsv");

static const struct {
    const char *name, *label;
} fields[FIELD_COUNT] = {
    [FIELD_TITLE] = {"title", "Title"},
    [FIELD_CLASS_CODE] = {"class_code", "Class code"},
    [FIELD_PAY_GRADE] = {"pay_grade", "Pay grade"},
    [FIELD_FLSA] = {"flsa", "FLSA status"},
    [FIELD_BARGAINING_UNIT] = {"bargaining_unit", "Bargaining unit"},
    [FIELD_ESTABLISHED] = {"established", "Established"},
    [FIELD_REVISED] = {"revised", "Revised"},
    [FIELD_PROBATION] = {"probation", "Probation"},
    [FIELD_SALARY] = {"salary", "Salary"},
    [FIELD_SERIES] = {"series", "Series"},
};

const char *field_name(enum spec_field_name name)
{
    return fields[name].name;
}

const char *field_label(enum spec_field_name name)
{
    return fields[name].label;
}

struct label_row {
    struct str label;
    enum spec_field_name name;
};

struct label_table {
    struct label_row *rows;
    size_t count, capacity;
};

struct label_table *label_table_new(void)
{
    struct label_table *table = mem_zero(1, sizeof *table);
    struct str rest = {labels_data, labels_size()};

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        struct label_row row = {.label = str_cut(&line, '\t'), .name = FIELD_IGNORED};
        if (row.label.n == 0 || row.label.p[0] == '#')
            continue;
        for (enum spec_field_name f = 0; f < FIELD_COUNT; f++)
            if (str_eq(line, str_of(fields[f].name)))
                row.name = f;
        table->rows = mem_grow(table->rows, table->count, &table->capacity, sizeof *table->rows);
        table->rows[table->count++] = row;
    }
    return table;
}

void label_table_free(struct label_table *table)
{
    if (table != NULL) {
        free(table->rows);
        free(table);
    }
}

/* The longest label at p, in any case but with a capital or digit first; white space in it may be
 * any run of blanks. Returns its length in the line, 0 if none. */
static size_t label_at(enum spec_field_name *name, const struct label_table *table, struct str s)
{
    size_t best = 0;

    if (s.n == 0 || !isupper((unsigned char)s.p[0]))
        return 0;
    for (size_t i = 0; i < table->count; i++) {
        struct str label = table->rows[i].label;
        size_t at = 0, k = 0;
        while (k < label.n && at < s.n) {
            if (label.p[k] == ' ' && isblank((unsigned char)s.p[at])) {
                while (at < s.n && isblank((unsigned char)s.p[at]))
                    at++;
            } else if (tolower((unsigned char)s.p[at]) == label.p[k]) {
                at++;
            } else {
                break;
            }
            k++;
        }
        if (k == label.n && at > best && (at == s.n || !isalnum((unsigned char)s.p[at]))) {
            best = at;
            *name = table->rows[i].name;
        }
    }
    return best;
}

static size_t skip_blanks(struct str s, size_t at)
{
    while (at < s.n && isblank((unsigned char)s.p[at]))
        at++;
    return at;
}

size_t label_pairs(struct label_pair pairs[LABEL_PAIRS_MAX], const struct label_table *table,
                   struct str line)
{
    size_t count = 0, begin = 0;
    bool colon = false;

    for (size_t at = skip_blanks(line, 0); at < line.n && count < LABEL_PAIRS_MAX;) {
        enum spec_field_name name = FIELD_IGNORED;
        size_t length = label_at(&name, table, str_from(line, at));
        size_t behind = skip_blanks(line, at + length);
        bool has_colon = length > 0 && behind < line.n && line.p[behind] == ':';
        if (count == 0 && length == 0)
            return 0;
        /* Further labels of a line with colons need one too, or "Revised" in a value would cut it.
         */
        if (length > 0 && (count == 0 || has_colon || !colon)) {
            if (count == 0)
                colon = has_colon;
            else
                pairs[count - 1].value = (struct str){line.p + begin, at - begin};
            begin = has_colon ? behind + 1 : at + length;
            pairs[count++] = (struct label_pair){name, at, str_from(line, begin)};
            at = begin;
        }
        while (at < line.n && !isblank((unsigned char)line.p[at]))
            at++;
        at = skip_blanks(line, at);
    }
    for (size_t i = 0; i < count; i++)
        pairs[i].value = str_trim(pairs[i].value);
    /* A lone label without a colon is prose, but for `Job Title ...`, which says what it is. */
    bool named = count == 1 && pairs[0].name == FIELD_TITLE && pairs[0].value.n > 0 &&
                 begin - pairs[0].start > strlen("title");
    return count == 1 && !colon && !named ? 0 : count;
}

bool field_is_filled(struct str value)
{
    size_t letters = 0, x = 0;

    if (value.n == 0 || value.p[0] == '[' || str_eq_nocase(value, STR("n/a")) ||
        str_eq_nocase(value, STR("not listed")) || str_eq_nocase(value, STR("tbd")))
        return false;
    for (size_t i = 0; i < value.n; i++) {
        letters += isalnum((unsigned char)value.p[i]) != 0;
        x += tolower((unsigned char)value.p[i]) == 'x';
    }
    return letters > 0 && !(x == letters && x > 2);
}

struct str field_flsa_status(const struct spec_field *field, struct arena *arena)
{
    struct str value = field->meaning.n > 0 ? field->meaning : field->value;
    static const struct {
        const char *written, *status;
    } known[] = {{"exempt", "exempt"},
                 {"nonexempt", "nonexempt"},
                 {"non-exempt", "nonexempt"},
                 {"non exempt", "nonexempt"},
                 {"not exempt", "nonexempt"},
                 {"covered", "nonexempt"},
                 {"overtime eligible", "nonexempt"}};

    if (!field_is_filled(value))
        return (struct str){"", 0};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq_nocase(value, str_of(known[i].written)))
            return str_of(known[i].status);
    return str_of(arena_printf(arena, "%.*s (unmapped)", (int)value.n, value.p));
}

/* Reads a number of one to `most` digits; returns what is behind it, or NULL. */
static const char *number(const char *p, const char *end, int most, int *value)
{
    int digits = 0;

    for (*value = 0; p < end && isdigit((unsigned char)*p) && digits < most; p++, digits++)
        *value = *value * 10 + (*p - '0');
    return digits > 0 && (p == end || !isdigit((unsigned char)*p)) ? p : NULL;
}

static int month_named(const char **p, const char *end)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t n = 0;

    while (*p + n < end && isalpha((unsigned char)(*p)[n]))
        n++;
    for (int m = 0; m < 12 && n >= 3; m++) {
        if (strncasecmp(*p, months[m], n) == 0) {
            *p += n;
            if (*p < end && **p == '.')
                (*p)++;
            return m + 1;
        }
    }
    return 0;
}

/* Two-digit years: 50 and later are of the last century, as these systems began then. */
static int full_year(int year)
{
    return year >= 1000 ? year : year < 50 ? 2000 + year : 1900 + year;
}

static struct str iso(struct arena *arena, int year, int month, int day)
{
    static const int days[] = {31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (year < 1800 || year > 2199 || month > 12 || day > days[month] ||
        (month == 2 && day == 29 && !leap))
        return (struct str){"", 0};
    if (day > 0)
        return str_of(arena_printf(arena, "%04d-%02d-%02d", year, month, day));
    if (month > 0)
        return str_of(arena_printf(arena, "%04d-%02d", year, month));
    return str_of(arena_printf(arena, "%04d", year));
}

static struct str named_month_date(const char *p, const char *end, int month, struct arena *arena)
{
    int day = 0, year = 0;

    while (p < end && isblank((unsigned char)*p))
        p++;
    const char *q = number(p, end, 2, &day);
    if (q != NULL) {
        while (q < end && (*q == ',' || isblank((unsigned char)*q)))
            q++;
        p = q;
    } else {
        day = 0;
    }
    return number(p, end, 4, &year) != NULL && year >= 1000 ? iso(arena, year, month, day)
                                                            : (struct str){"", 0};
}

struct str field_iso_date(struct str value, struct arena *arena)
{
    static const struct str none = {"", 0};
    const char *p = value.p, *end = value.p + value.n;
    int a = 0, b = 0, c = 0;

    int month = month_named(&p, end);
    if (month > 0)
        return named_month_date(p, end, month, arena);
    p = number(p, end, 4, &a);
    if (p == NULL)
        return none;
    if (p == end || (*p != '/' && *p != '-'))
        return a >= 1000 ? iso(arena, a, 0, 0) : none;
    p = number(p + 1, end, 4, &b);
    if (p == NULL)
        return none;
    bool third = p < end && (*p == '/' || *p == '-');
    if (third && (p = number(p + 1, end, 4, &c)) == NULL)
        return none;
    if (third && a >= 1000) /* 2018-09-21 */
        return b > 0 && c > 0 ? iso(arena, a, b, c) : none;
    if (third)
        return a > 0 && b > 0 ? iso(arena, full_year(c), a, b) : none;
    return a > 0 && b >= 1000 ? iso(arena, b, a, 0) : none;
}
