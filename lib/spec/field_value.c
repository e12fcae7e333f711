/* What stands in fields: placeholders, FLSA statuses, dates and durations. */
#include "spec/field.h"

#include <ctype.h>
#include <strings.h>

/* Is it one letter, over and over, that stands for what was to be written? */
static bool is_row_of(struct str value, char letter)
{
    size_t same = 0, letters = 0;

    for (size_t i = 0; i < value.n; i++) {
        letters += isalnum((unsigned char)value.p[i]) != 0;
        same += tolower((unsigned char)value.p[i]) == letter;
    }
    return letters == same && same > 2;
}

bool field_is_filled(struct str value)
{
    static const char *const absent[] = {"n/a",        "na",
                                         "none",       "not listed",
                                         "not stated", "not specified",
                                         "tbd",        "to be determined"};
    size_t letters = 0;

    if (value.n > 0 && value.p[value.n - 1] == '.')
        value.n--;
    if (value.n == 0 || value.p[0] == '[' || value.p[0] == '{' || value.p[0] == '<')
        return false;
    if (STR_AMONG_NOCASE(value, absent))
        return false;
    for (size_t i = 0; i < value.n; i++)
        letters += isalnum((unsigned char)value.p[i]) != 0;
    return letters > 0 && !is_row_of(value, 'x') && !is_row_of(value, 'y');
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

static struct str day_first_date(const char *p, const char *end, int month, int day,
                                 struct arena *arena)
{
    int year = 0;

    while (p < end && isblank((unsigned char)*p))
        p++;
    return number(p, end, 4, &year) != NULL && year >= 1000 ? iso(arena, year, month, day)
                                                            : (struct str){"", 0};
}

static bool is_date_separator(const char *p, const char *end)
{
    return p < end && (*p == '/' || *p == '-' || *p == '.');
}

/* Of two numbers: 2018-09, 03/2009, or 6/15, since no date in a history goes without its year. */
static struct str two_part_date(int a, int b, bool short_year, struct arena *arena)
{
    if (a >= 1000)
        return b > 0 ? iso(arena, a, b, 0) : (struct str){"", 0};
    if (a == 0 || (b < 1000 && !short_year))
        return (struct str){"", 0};
    return iso(arena, full_year(b), a, 0);
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
    if (!is_date_separator(p, end)) {
        const char *word = p;
        while (word < end && isblank((unsigned char)*word))
            word++;
        month = word > p && a > 0 ? month_named(&word, end) : 0;
        if (month > 0 && a <= 31) /* 14 June 2022 */
            return day_first_date(word, end, month, a, arena);
        return a >= 1000 ? iso(arena, a, 0, 0) : none;
    }
    const char *second = p + 1;
    p = number(second, end, 4, &b);
    if (p == NULL)
        return a >= 1000 && second[-1] == '.' ? iso(arena, a, 0, 0) : none;
    bool short_year = p - second == 2;
    bool third = is_date_separator(p, end) && p + 1 < end && isdigit((unsigned char)p[1]);
    if (!third)
        return p < end && (*p == '/' || *p == '-') ? none : two_part_date(a, b, short_year, arena);
    if ((p = number(p + 1, end, 4, &c)) == NULL)
        return none;
    if (a >= 1000) /* 2018-09-21 */
        return b > 0 && c > 0 ? iso(arena, a, b, c) : none;
    return a > 0 && b > 0 ? iso(arena, full_year(c), a, b) : none;
}

int32_t field_date_number(struct str iso)
{
    const char *p = iso.p, *end = iso.p + iso.n;
    int parts[3] = {0, 1, 1}; /* year, month, day */

    for (size_t i = 0; i < 3 && p != NULL && p < end; i++)
        p = number(i == 0 ? p : p + 1, end, 4, &parts[i]);
    return parts[0] == 0 ? 0 : parts[0] * 10000 + parts[1] * 100 + parts[2];
}

/* Numbers as words of durations use them; a hyphen may stand in them (twenty-four). */
static unsigned number_word(struct str word)
{
    static const struct {
        const char *word;
        unsigned number;
    } known[] = {{"one", 1},      {"two", 2},       {"three", 3},        {"four", 4},
                 {"five", 5},     {"six", 6},       {"seven", 7},        {"eight", 8},
                 {"nine", 9},     {"ten", 10},      {"eleven", 11},      {"twelve", 12},
                 {"fifteen", 15}, {"eighteen", 18}, {"twenty-four", 24}, {"thirty-six", 36},
                 {"ninety", 90}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq_nocase(word, str_of(known[i].word)))
            return known[i].number;
    return 0;
}

/* A word or number that counts, "six" or "12"; moves *at behind it. 0: none stands here. */
static unsigned count_at(struct str s, size_t *at)
{
    size_t end = *at;
    unsigned count = 0;

    if (end < s.n && isdigit((unsigned char)s.p[end])) {
        for (; end < s.n && isdigit((unsigned char)s.p[end]) && count < 10000; end++)
            count = count * 10 + (unsigned)(s.p[end] - '0');
        *at = end;
        return count;
    }
    while (end < s.n && (isalpha((unsigned char)s.p[end]) || s.p[end] == '-'))
        end++;
    for (size_t stop = end; stop > *at; stop--) { /* "eighteen-month": up to one of the hyphens */
        if (stop < end && s.p[stop] != '-')
            continue;
        count = number_word((struct str){s.p + *at, stop - *at});
        if (count > 0) {
            *at = stop;
            return count;
        }
    }
    return 0;
}

/* Days of a unit of time that stands at `at`; moves *at behind it. */
static unsigned unit_days(struct str s, size_t *at)
{
    static const struct {
        const char *word;
        unsigned days;
    } units[] = {{"month", 30}, {"year", 365}, {"week", 7}, {"day", 1}};

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t n = strlen(units[i].word);
        if (s.n - *at < n || !str_eq_nocase((struct str){s.p + *at, n}, str_of(units[i].word)))
            continue;
        *at += n;
        if (*at < s.n && tolower((unsigned char)s.p[*at]) == 's')
            (*at)++;
        return units[i].days;
    }
    return 0;
}

/* A duration that begins at `at`: its length in bytes, and in days; 0 if none does. */
static size_t duration_at(unsigned *days, struct str s, size_t at)
{
    size_t start = at;
    unsigned count = count_at(s, &at);

    if (count == 0)
        return 0;
    for (;;) { /* "(6)", blanks and a hyphen may stand between number and unit */
        size_t digits = at + 1;
        while (at < s.n && s.p[at] == '(' && digits < s.n && isdigit((unsigned char)s.p[digits]))
            digits++;
        if (at < s.n && s.p[at] == '(' && digits > at + 1 && digits < s.n && s.p[digits] == ')')
            at = digits + 1;
        else if (at < s.n && (isblank((unsigned char)s.p[at]) || s.p[at] == '-'))
            at++;
        else
            break;
    }
    static const char calendar[] = "calendar ";
    if (s.n - at > sizeof calendar &&
        str_eq_nocase((struct str){s.p + at, sizeof calendar - 1}, STR(calendar)))
        at += sizeof calendar - 1;
    unsigned unit = unit_days(s, &at);
    if (unit == 0 || (at < s.n && isalnum((unsigned char)s.p[at])))
        return 0;
    *days = count * unit;
    return at - start;
}

struct str field_duration(struct str text, unsigned *days)
{
    for (size_t at = 0; at < text.n; at++) {
        bool begins = at == 0 || !isalnum((unsigned char)text.p[at - 1]);
        size_t length = begins ? duration_at(days, text, at) : 0;
        if (length > 0)
            return (struct str){text.p + at, length};
    }
    *days = 0;
    return (struct str){"", 0};
}

unsigned field_months(struct str value)
{
    unsigned days = 0;
    bool years = field_duration(value, &days).n > 0 && days % 365 == 0;

    return years ? days / 365 * 12 : (days + 15) / 30;
}
