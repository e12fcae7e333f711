#include "spec/value.h"

#include <ctype.h>
#include <strings.h>

#include "spec/code.h"

enum { GAP = 3, LONGEST_VALUE = 100, LONGEST_NEAR = 60 };

size_t value_gap(struct str s, size_t *end)
{
    for (size_t at = 0; at < s.n; at++) {
        size_t blanks = 0;
        bool tab = false;
        if (s.p[at] != '\xc2' && !isblank((unsigned char)s.p[at]))
            continue;
        for (*end = at; *end < s.n; blanks++) {
            if (str_starts(str_from(s, *end), STR("\xc2\xa0")))
                *end += 2;
            else if (isblank((unsigned char)s.p[*end]))
                tab = s.p[(*end)++] == '\t' || tab;
            else
                break;
        }
        if (tab || blanks >= GAP)
            return at;
        at = *end > at ? *end - 1 : at;
    }
    *end = s.n;
    return s.n;
}

static struct str until_gap(struct str s)
{
    size_t end;

    s = str_trim(s);
    return (struct str){s.p, value_gap(s, &end)};
}

static bool starts_nocase(struct str s, struct str start)
{
    return s.n >= start.n && strncasecmp(s.p, start.p, start.n) == 0;
}

bool value_is_grade(struct str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool parts = s.p[i] == ' ' && i > 0 && isupper((unsigned char)s.p[i - 1]) && digits == 0 &&
                     i + 1 < s.n && isdigit((unsigned char)s.p[i + 1]); /* "GS 13" */
        digits += isdigit((unsigned char)s.p[i]) != 0;
        if (!isalnum((unsigned char)s.p[i]) && strchr("-.", s.p[i]) == NULL && !parts)
            return false;
    }
    return s.n <= 8 && digits > 0 && digits <= 3;
}

static bool is_flsa_status(struct str s)
{
    static const char *const starts[] = {"exempt",     "non-exempt", "nonexempt", "non exempt",
                                         "not exempt", "covered",    "overtime"};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct str start = str_of(starts[i]);
        if (starts_nocase(s, start) && (s.n == start.n || !isalpha((unsigned char)s.p[start.n])))
            return s.n < start.n + 30;
    }
    return s.n == 1 && isupper((unsigned char)s.p[0]);
}

/* " per month", " Annually", "/year": of what time an amount is paid. */
static size_t pay_period(struct str s)
{
    static const char *const periods[] = {
        "per annum", "per year", "per month", "per hour", "per week", "per pay period",
        "a year",    "a month",  "an hour",   "annually", "monthly",  "hourly",
        "biweekly",  "annual",   "year",      "month",    "hour",     "/year",
        "/month",    "/hour",    "/yr",       "/hr",      "/mo"};
    size_t at = 0;

    while (at < s.n && s.p[at] == ' ')
        at++;
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++) {
        struct str period = str_of(periods[i]);
        if (starts_nocase(str_from(s, at), period))
            return at + period.n;
    }
    return 0;
}

/* "4,000", "25.00": digits, with what parts them. */
static size_t figure_at(struct str s, size_t at)
{
    size_t start = at;

    while (at < s.n && (isdigit((unsigned char)s.p[at]) ||
                        (at > start && strchr(",.", s.p[at]) != NULL && at + 1 < s.n &&
                         isdigit((unsigned char)s.p[at + 1]))))
        at++;
    return at - start;
}

static size_t amount_at(struct str s, size_t at)
{
    size_t start = at;

    if (at == s.n || s.p[at] != '$')
        return 0;
    for (at++; at < s.n && s.p[at] == ' ';)
        at++;
    size_t n = figure_at(s, at);
    return n > 0 ? at + n - start : 0;
}

/* "-25.00" behind "$23.00": the end of a range, whose unit the start has. Written as the start
 * is, or it may count something else. */
static size_t range_end_at(struct str s, size_t at, struct str first)
{
    size_t start = at;

    while (at < s.n && s.p[at] == ' ')
        at++;
    size_t dash = at < s.n && s.p[at] == '-'                         ? 1
                  : str_starts(str_from(s, at), STR("\xe2\x80\x93")) ? 3
                                                                     : 0;
    at += dash;
    while (at < s.n && s.p[at] == ' ')
        at++;
    struct str figure = {s.p + at, figure_at(s, at)};
    bool alike =
        (memchr(figure.p, ',', figure.n) != NULL) == (memchr(first.p, ',', first.n) != NULL) &&
        (memchr(figure.p, '.', figure.n) != NULL) == (memchr(first.p, '.', first.n) != NULL);
    return dash > 0 && figure.n > 0 && alike ? at + figure.n - start : 0;
}

/* What may stand between two amounts of one statement: "to", "-", "; and", "per month to". */
static bool joins_amounts(struct str s)
{
    static const char *const words[] = {"to", "and", "or", "through", "up", "from"};

    for (size_t at = 0; at < s.n;) {
        size_t word = at, period = pay_period(str_from(s, at));
        bool joiner = strchr(" ;,*-", s.p[at]) != NULL || (unsigned char)s.p[at] >= 0x80;
        if (period > 0 || joiner) {
            at += joiner ? 1 : period;
            continue;
        }
        while (word < s.n && isalpha((unsigned char)s.p[word]))
            word++;
        struct str joint = {s.p + at, word - at};
        if (!STR_AMONG_NOCASE(joint, words))
            return false;
        at = word;
    }
    return true;
}

/* The amounts of money of a text, from the first one on, with what joins them. */
static struct str amounts_in(struct str s)
{
    size_t start = 0, end = 0;

    for (size_t at = 0; at < s.n; at++) {
        size_t n = amount_at(s, at);
        if (n == 0)
            continue;
        if (end > 0 && !joins_amounts((struct str){s.p + end, at - end}))
            break;
        if (end == 0)
            start = at;
        end = at + n;
        end += range_end_at(s, end, (struct str){s.p + at, n});
        at = end - 1;
    }
    if (end == 0)
        return (struct str){"", 0};
    return (struct str){s.p + start, end + pay_period(str_from(s, end)) - start};
}

bool value_is_money(struct str s)
{
    size_t amounts = 0;

    while (s.n > 0 && strchr(": |", s.p[0]) != NULL)
        s = str_from(s, 1);
    if (amount_at(s, 0) > 0)
        return true;
    const char *open = memmem(s.p, s.n, " (", 2);
    if (open != NULL)
        s.n = (size_t)(open - s.p); /* an aside */
    for (size_t at = 0; at < s.n && at < LONGEST_VALUE;) {
        size_t n = figure_at(s, at);
        const char *comma = n > 0 ? memchr(s.p + at, ',', n) : NULL;
        amounts += comma != NULL && s.p + at + n - comma >= 4;
        at += n > 0 ? n : 1;
    }
    return amounts > 1;
}

/* "5/6 ($87,493 - $96,540)": the grade is what stands before the money. */
static struct str grade_of(struct str s, enum value_trust trust)
{
    const char *open = memmem(s.p, s.n, " (", 2);

    if (open != NULL && value_is_money(str_from(s, (size_t)(open - s.p) + 2)))
        s = (struct str){s.p, (size_t)(open - s.p)};
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += isdigit((unsigned char)s.p[i]) != 0;
    bool named = digits > 0 ? s.n <= 40 : s.n <= 16; /* "Unclassified" */
    bool grade = trust == VALUE_LABELLED ? named : value_is_grade(s);
    return grade ? s : (struct str){"", 0};
}

static struct str salary_of(struct str s, enum value_trust trust)
{
    struct str amounts = amounts_in(s);
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++)
        digits += isdigit((unsigned char)s.p[i]) != 0;
    if (trust == VALUE_LABELLED && s.n <= LONGEST_NEAR)
        return amounts.n > 0 || digits > 0 ? s : (struct str){"", 0};
    if (trust == VALUE_NEAR && value_is_grade(s))
        return s;
    /* A sentence about other things may name an amount further on. */
    return amounts.n > 0 && amounts.p - s.p < 40 ? amounts : (struct str){"", 0};
}

/* A name: of a unit, a series, an agency, a title. */
static struct str name_of(struct str s, enum value_trust trust)
{
    static const struct str none = {"", 0};
    size_t words = 1;

    for (size_t i = 1; i < s.n; i++)
        words += s.p[i] == ' ' && s.p[i - 1] != ' ';
    if (s.n > LONGEST_VALUE || s.p[s.n - 1] == ':')
        return none;
    bool begins = isupper((unsigned char)s.p[0]) || isdigit((unsigned char)s.p[0]);
    return trust == VALUE_LABELLED || (begins && words <= 10 && s.p[s.n - 1] != '.') ? s : none;
}

/* A sign that leads to a footnote is no part of a value. */
static struct str without_footnote(struct str s)
{
    static const char *const signs[] = {"*", "\xe2\x80\xa0", "\xe2\x80\xa1"};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0];) {
        struct str sign = str_of(signs[i]);
        bool ends = s.n > sign.n && str_eq(str_from(s, s.n - sign.n), sign);
        if (ends)
            s = str_trim((struct str){s.p, s.n - sign.n});
        i = ends ? 0 : i + 1;
    }
    return s;
}

static struct str date_of(struct str s, enum value_trust trust, struct arena *arena)
{
    s = without_footnote(s);
    bool dated = field_iso_date(s, arena).n > 0;

    if (trust == VALUE_LABELLED)
        return s.n <= LONGEST_VALUE ? s : (struct str){"", 0};
    return dated && s.n <= (trust == VALUE_RUNNING ? 20 : 30) ? s : (struct str){"", 0};
}

static struct str probation_of(struct str s, enum value_trust trust)
{
    unsigned days;
    struct str duration = field_duration(s, &days);

    if (trust == VALUE_LABELLED && s.n <= 40)
        return s;
    return trust != VALUE_RUNNING && duration.n > 0 && duration.p - s.p < 80 ? duration
                                                                             : (struct str){"", 0};
}

struct str value_of_field(enum spec_field_name name, struct str text, enum value_trust trust,
                          struct arena *arena)
{
    static const struct str none = {"", 0};
    struct str s = until_gap(text), rest;

    while (s.n > 0 && (s.p[0] == ':' || s.p[0] == '|'))
        s = str_trim(str_from(s, 1));
    if (!field_is_filled(s))
        return none;
    switch (name) {
    case FIELD_CLASS_CODE: {
        struct str code = code_of_value(&rest, s);
        bool plain = code_is_class_code(code) && (trust == VALUE_NEAR || rest.n == 0);
        return trust == VALUE_LABELLED || plain ? code : none;
    }
    case FIELD_PAY_GRADE:
        return grade_of(s, trust);
    case FIELD_FLSA:
        return is_flsa_status(s) || (trust == VALUE_LABELLED && s.n <= 40) ? s : none;
    case FIELD_ESTABLISHED:
    case FIELD_REVISED:
        return date_of(s, trust, arena);
    case FIELD_PROBATION:
        return probation_of(s, trust);
    case FIELD_SALARY:
        return salary_of(s, trust);
    case FIELD_AGENCY:
        return trust == VALUE_LABELLED && isupper((unsigned char)s.p[0]) ? name_of(s, trust) : none;
    default:
        return trust == VALUE_RUNNING ? none : name_of(s, trust);
    }
}
