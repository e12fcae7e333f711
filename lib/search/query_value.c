#include "search/query_value.h"

#include <ctype.h>

#include "search/query_date.h"
#include "search/query_text.h"
#include "spec/requirement.h"

/* The values that one way of writing stands for: the days of a month, or one number alone. */
struct bounds {
    int32_t low, high;
};

enum { TIME = 1, PROBATION = 2, WEIGHT = 4 };

enum { NUMBER_DIGITS_MAX = 6, NUMBER_MAX = 999999 }; /* of months or pounds, too */

struct unit {
    const char *name;
    unsigned of;        /* which measures */
    int64_t thirtieths; /* of a month or a pound; a day is one of a month */
};

static const struct unit units[] = {
    {"y", TIME, 360},      {"yr", TIME, 360},      {"yrs", TIME, 360},      {"year", TIME, 360},
    {"years", TIME, 360},  {"m", TIME, 30},        {"mo", TIME, 30},        {"mos", TIME, 30},
    {"month", TIME, 30},   {"months", TIME, 30},   {"w", PROBATION, 7},     {"wk", PROBATION, 7},
    {"wks", PROBATION, 7}, {"week", PROBATION, 7}, {"weeks", PROBATION, 7}, {"d", PROBATION, 1},
    {"day", PROBATION, 1}, {"days", PROBATION, 1}, {"lb", WEIGHT, 30},      {"lbs", WEIGHT, 30},
    {"pound", WEIGHT, 30}, {"pounds", WEIGHT, 30},
};

static bool is_date(enum query_measure measure)
{
    return measure >= QUERY_REVISED;
}

static unsigned units_of(enum query_measure measure)
{
    if (measure == QUERY_LIFTING)
        return WEIGHT;
    return measure == QUERY_PROBATION ? TIME | PROBATION : TIME;
}

static const struct unit *find_unit(enum query_measure measure, struct str name)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if ((units[i].of & units_of(measure)) != 0 && str_eq_nocase(name, str_of(units[i].name)))
            return &units[i];
    return NULL;
}

static const struct unit *usual_unit(enum query_measure measure)
{
    return find_unit(measure, measure == QUERY_LIFTING     ? STR("lb")
                              : measure == QUERY_PROBATION ? STR("m")
                                                           : STR("y"));
}

/* The number that a text begins with, in thousandths; returns its length, 0 if there is none. */
static size_t read_thousandths(int64_t *thousandths, struct str text)
{
    size_t n = 0;
    int64_t scale = 1000;

    *thousandths = 0;
    for (; n < text.n && isdigit((unsigned char)text.p[n]); n++) {
        if (n == NUMBER_DIGITS_MAX)
            return 0;
        *thousandths = *thousandths * 10 + (text.p[n] - '0') * scale;
    }
    if (n == 0 || n + 1 >= text.n || text.p[n] != '.' || !isdigit((unsigned char)text.p[n + 1]))
        return n;
    for (n++; n < text.n && isdigit((unsigned char)text.p[n]); n++) {
        scale /= 10;
        *thousandths += (text.p[n] - '0') * scale;
    }
    return n;
}

/* What stands behind the number of a value; empty if nothing does. */
static struct str unit_text(struct str value)
{
    int64_t number;
    struct str rest = str_trim(str_from(value, read_thousandths(&number, value)));

    return str_starts(rest, STR("-")) ? str_from(rest, 1) : rest;
}

/* A value without a unit takes that of `beside`, the other end of a range, if that has one. */
static bool read_number(struct bounds *bounds, enum query_measure measure, struct str value,
                        struct str beside)
{
    int64_t thousandths;
    const struct unit *unit = NULL;
    struct str name = unit_text(value);

    if (read_thousandths(&thousandths, value) == 0)
        return false;
    if (name.n == 0)
        name = unit_text(beside);
    unit = name.n == 0 ? usual_unit(measure) : find_unit(measure, name);
    if (unit == NULL)
        return false;
    int64_t rounded = (thousandths * unit->thirtieths + 15000) / 30000;
    *bounds = (struct bounds){(int32_t)rounded, (int32_t)rounded};
    return rounded <= NUMBER_MAX;
}

/* A level's name as it is looked up: words parted by one blank, no dots or apostrophes, and what it
 * is called without "degree". Returns false if it is too long for any. */
static bool fold_level(struct buf *folded, struct str value)
{
    static const char degree[] = " degree";
    enum { LONGEST = 32 };

    for (size_t i = 0; i < value.n && folded->n < LONGEST; i++) {
        if (str_starts(str_from(value, i), STR("..")))
            return false; /* a range */
        if (strchr(" _-", value.p[i]) != NULL)
            buf_char(folded, ' ');
        else if (strchr(".'", value.p[i]) == NULL)
            buf_char(folded, value.p[i]);
    }
    if (str_ends_nocase(buf_view(folded), str_of(degree)))
        folded->n -= strlen(degree);
    return folded->n < LONGEST;
}

static bool read_level(struct bounds *bounds, struct str value)
{
    static const struct {
        const char *name;
        enum education_level level;
    } names[] = {
        {"none", EDUCATION_NONE},
        {"high school", EDUCATION_HIGH_SCHOOL},
        {"high school diploma", EDUCATION_HIGH_SCHOOL},
        {"hs", EDUCATION_HIGH_SCHOOL},
        {"hs diploma", EDUCATION_HIGH_SCHOOL},
        {"ged", EDUCATION_HIGH_SCHOOL},
        {"diploma", EDUCATION_HIGH_SCHOOL},
        {"some college", EDUCATION_SOME_COLLEGE},
        {"associate", EDUCATION_ASSOCIATE},
        {"associates", EDUCATION_ASSOCIATE},
        {"bachelor", EDUCATION_BACHELOR},
        {"bachelors", EDUCATION_BACHELOR},
        {"ba", EDUCATION_BACHELOR},
        {"bs", EDUCATION_BACHELOR},
        {"master", EDUCATION_MASTER},
        {"masters", EDUCATION_MASTER},
        {"ma", EDUCATION_MASTER},
        {"ms", EDUCATION_MASTER},
        {"doctorate", EDUCATION_DOCTORATE},
        {"doctoral", EDUCATION_DOCTORATE},
        {"phd", EDUCATION_DOCTORATE},
        {"apprenticeship", EDUCATION_APPRENTICESHIP},
    };
    struct buf folded = {0};
    bool known = false;

    if (fold_level(&folded, value)) {
        for (size_t i = 0; !known && i < sizeof names / sizeof names[0]; i++) {
            known = str_eq_nocase(buf_view(&folded), str_of(names[i].name));
            if (known)
                *bounds = (struct bounds){(int32_t)names[i].level, (int32_t)names[i].level};
        }
    }
    buf_free(&folded);
    return known;
}

static bool read_one(struct bounds *bounds, enum query_measure measure, struct str value,
                     struct str beside)
{
    if (is_date(measure))
        return query_date_read(&bounds->low, &bounds->high, value);
    return measure == QUERY_EDUCATION ? read_level(bounds, value)
                                      : read_number(bounds, measure, value, beside);
}

static int32_t least_of(enum query_measure measure)
{
    return is_date(measure) ? QUERY_DATE_FIRST : measure == QUERY_PROBATION ? 1 : 0;
}

static int32_t most_of(enum query_measure measure)
{
    return is_date(measure)             ? QUERY_DATE_LAST
           : measure == QUERY_EDUCATION ? (int32_t)EDUCATION_DOCTORATE
                                        : INT32_MAX;
}

/* Cuts a range at the first of a mark; false if there is none. */
static bool cut(struct str *left, struct str *right, struct str value, struct str mark)
{
    for (size_t at = 0; at + mark.n <= value.n; at++) {
        if (str_starts(str_from(value, at), mark)) {
            *left = str_trim((struct str){value.p, at});
            *right = str_trim(str_from(value, at + mark.n));
            return true;
        }
    }
    return false;
}

static enum err_code wrong_value(enum query_measure measure, int position, struct err *err)
{
    static const char *const expected[] = {
        [QUERY_EXPERIENCE] =
            "experience is compared with years or months, such as 5y, 18m or 3..5y",
        [QUERY_SUPERVISORY] =
            "supervisory is compared with years or months, such as 4y, 18m or 2..4y",
        [QUERY_EDUCATION] =
            "education is compared with none, high_school, some_college, associate, bachelor, "
            "master, doctorate or apprenticeship",
        [QUERY_LIFTING] = "lifting is compared with pounds, such as 50, 50lb or 25..50",
        [QUERY_PROBATION] =
            "probation is compared with months, weeks, days or years, such as 6m, 26w or 6..12m",
        [QUERY_REVISED] = "revised is compared with dates, such as 2023, 2023-06, 2023-06-15 or "
                          "2022..2023",
        [QUERY_ESTABLISHED] = "established is compared with dates, such as 2023, 2023-06, "
                              "2023-06-15 or 2022..2023",
    };

    return query_fail(err, ERR_USAGE, position, "%s", expected[measure]);
}

static enum err_code no_step(int position, struct err *err)
{
    return query_fail(err, ERR_USAGE, position,
                      "apprenticeship is no step between the levels; write "
                      "education=apprenticeship");
}

static bool is_apart(enum query_measure measure, const struct bounds *bounds)
{
    return measure == QUERY_EDUCATION && bounds->low == (int32_t)EDUCATION_APPRENTICESHIP;
}

/* Of a range, one end may be left off. */
static enum err_code read_range(struct bounds *bounds, enum query_measure measure, struct str left,
                                struct str right, int position, struct err *err)
{
    struct bounds first = {.low = least_of(measure)}, last = {.high = most_of(measure)};

    if ((left.n == 0 && right.n == 0) || (left.n > 0 && !read_one(&first, measure, left, right)) ||
        (right.n > 0 && !read_one(&last, measure, right, left)))
        return wrong_value(measure, position, err);
    if ((left.n > 0 && is_apart(measure, &first)) || (right.n > 0 && is_apart(measure, &last)))
        return no_step(position, err);
    if (first.low > last.high)
        return query_fail(err, ERR_USAGE, position,
                          "this range ends before it begins; put the smaller value first");
    *bounds = (struct bounds){first.low, last.high};
    return ERR_OK;
}

static int32_t just_above(enum query_measure measure, int32_t value)
{
    return is_date(measure) ? query_date_after(value) : value + 1;
}

static int32_t just_below(enum query_measure measure, int32_t value)
{
    return is_date(measure) ? query_date_before(value) : value - 1;
}

static enum err_code read_bound(struct bounds *bounds, const struct query_comparison *comparison,
                                int position, struct err *err)
{
    enum query_measure measure = comparison->measure;
    struct bounds one = *bounds;

    if (comparison->sign == QUERY_EQUAL)
        return ERR_OK;
    if (is_apart(measure, &one))
        return no_step(position, err);
    *bounds = (struct bounds){least_of(measure), most_of(measure)};
    if (comparison->sign == QUERY_AT_LEAST)
        bounds->low = one.low;
    else if (comparison->sign == QUERY_MORE)
        bounds->low = just_above(measure, one.high);
    else
        bounds->high = comparison->sign == QUERY_AT_MOST ? one.high : just_below(measure, one.low);
    return ERR_OK;
}

/* Leaves off what no value can be: 0 stands for what is not stated. */
static enum err_code keep_possible(struct bounds *bounds, enum query_measure measure, int position,
                                   struct err *err)
{
    if (bounds->low < least_of(measure))
        bounds->low = least_of(measure);
    if (bounds->low <= bounds->high && (is_date(measure) || bounds->low <= NUMBER_MAX))
        return ERR_OK;
    return query_fail(err, ERR_USAGE, position, "no value is so %s",
                      bounds->high < least_of(measure) ? "low; take a higher one"
                                                       : "high; take a lower one");
}

enum err_code query_value_read(int32_t *low, int32_t *high,
                               const struct query_comparison *comparison, struct str value,
                               int position, struct err *err)
{
    static const char *const marks[] = {"..", "\xe2\x80\x93", "\xe2\x80\x94", "-"};
    enum query_measure measure = comparison->measure;
    struct bounds bounds;
    struct str left, right;
    bool range = false;
    enum err_code code = ERR_OK;

    if (read_one(&bounds, measure, value, (struct str){"", 0})) {
        code = read_bound(&bounds, comparison, position, err);
    } else {
        for (size_t i = 0; !range && i < sizeof marks / sizeof marks[0]; i++)
            range = cut(&left, &right, value, str_of(marks[i])) &&
                    (i == 0 || (left.n > 0 && right.n > 0));
        if (!range)
            return wrong_value(measure, position, err);
        code = read_range(&bounds, measure, left, right, position, err);
        if (code == ERR_OK && comparison->sign != QUERY_EQUAL)
            code = query_fail(err, ERR_USAGE, position,
                              "a range stands behind = or a colon; write one value here");
    }
    if (code == ERR_OK)
        code = keep_possible(&bounds, measure, position, err);
    if (code != ERR_OK)
        return code;
    *low = bounds.low;
    *high = bounds.high;
    return ERR_OK;
}

bool query_value_is_whole(enum query_measure measure, struct str value)
{
    if (is_date(measure))
        return true;
    if (measure == QUERY_EDUCATION) /* "high school", "bachelor's degree" */
        return str_ends_nocase(value, STR(".."));
    return value.n > 0 && !isdigit((unsigned char)value.p[value.n - 1]);
}

static void print_one(struct buf *out, enum query_measure measure, int32_t value)
{
    if (is_date(measure))
        buf_printf(out, "%04d-%02d-%02d", value / 10000, value / 100 % 100, value % 100);
    else if (measure == QUERY_EDUCATION)
        buf_text(out, education_level_name((enum education_level)value));
    else
        buf_printf(out, "%d%s", value, measure == QUERY_LIFTING ? "lb" : "m");
}

void query_value_print(struct buf *out, enum query_measure measure, int32_t low, int32_t high)
{
    if (low == high) {
        buf_char(out, '=');
        print_one(out, measure, low);
    } else if (high == most_of(measure)) {
        buf_text(out, ">=");
        print_one(out, measure, low);
    } else if (low == least_of(measure)) {
        buf_text(out, "<=");
        print_one(out, measure, high);
    } else {
        buf_char(out, ':');
        print_one(out, measure, low);
        buf_text(out, "..");
        print_one(out, measure, high);
    }
}
