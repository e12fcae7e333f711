#include "search/query_compare.h"

#include <ctype.h>

#include "search/query_scope.h"

static const char *const measures[] = {
    [QUERY_EXPERIENCE] = "experience",   [QUERY_SUPERVISORY] = "supervisory",
    [QUERY_EDUCATION] = "education",     [QUERY_LIFTING] = "lifting",
    [QUERY_PROBATION] = "probation",     [QUERY_REVISED] = "revised",
    [QUERY_ESTABLISHED] = "established",
};

enum { MEASURE_COUNT = sizeof measures / sizeof measures[0], VALUE_RUNS_MAX = 3 };

const char *query_measure_name(enum query_measure measure)
{
    return measures[measure];
}

/* The length of the letters that a text begins with. */
static size_t name_length(struct str text)
{
    size_t n = 0;

    while (n < text.n && (isalpha((unsigned char)text.p[n]) || text.p[n] == '_'))
        n++;
    return n;
}

static size_t blanks_at(struct str text, size_t at)
{
    size_t n = 0;

    while (at + n < text.n && text.p[at + n] == ' ')
        n++;
    return n;
}

static bool find_measure(enum query_measure *measure, struct str name)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (str_eq_nocase(name, str_of(measures[i]))) {
            *measure = (enum query_measure)i;
            return true;
        }
    }
    return false;
}

static size_t sign_at(enum query_sign *sign, struct str text, size_t at)
{
    static const struct {
        const char *text;
        enum query_sign sign;
    } signs[] = {{">=", QUERY_AT_LEAST},
                 {"<=", QUERY_AT_MOST},
                 {">", QUERY_MORE},
                 {"<", QUERY_LESS},
                 {"=", QUERY_EQUAL}};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (str_starts(str_from(text, at), str_of(signs[i].text))) {
            *sign = signs[i].sign;
            return strlen(signs[i].text);
        }
    }
    return 0;
}

/* Where the characters of a value end that begins at `at`. */
static size_t run_end(struct str text, size_t at)
{
    while (at < text.n && strchr(" \"()", text.p[at]) == NULL)
        at++;
    return at;
}

/* Where a value ends if `end` is the end of its characters: before the punctuation of a sentence,
 * but two dots are a range without an end. */
static size_t trimmed_end(struct str text, size_t start, size_t end)
{
    for (;;) {
        size_t dots = 0;
        while (end - dots > start && text.p[end - dots - 1] == '.')
            dots++;
        if (dots == 2)
            return end;
        if (dots > 0)
            end -= dots;
        else if (end > start && strchr(",;:!?'", text.p[end - 1]) != NULL)
            end--;
        else
            return end;
    }
}

/* Do two dots, and no third beside them, stand from `at` up to `end`? */
static bool has_range(struct str text, size_t at, size_t end)
{
    while (at < end) {
        size_t dots = 0;
        while (at + dots < end && text.p[at + dots] == '.')
            dots++;
        if (dots == 2)
            return true;
        at += dots + 1;
    }
    return false;
}

/* Behind the name of a kind of section, a colon compares with a range and else is its scope. */
static bool compares(struct str text, size_t name, size_t at)
{
    enum spec_kind kind;

    if (at == text.n || text.p[at] == ' ' || text.p[at] == ')')
        return false;
    return !kind_from_name(&kind, (struct str){text.p, name}) ||
           has_range(text, at, run_end(text, at));
}

size_t query_comparison_begin(struct query_comparison *comparison, struct str text)
{
    size_t n = name_length(text), at = n, sign;

    *comparison = (struct query_comparison){.sign = QUERY_EQUAL};
    if (!find_measure(&comparison->measure, (struct str){text.p, n}))
        return 0;
    if (at < text.n && text.p[at] == ':')
        return compares(text, n, at + 1) ? at + 1 : 0;
    at += blanks_at(text, at);
    sign = sign_at(&comparison->sign, text, at);
    if (sign == 0)
        return 0;
    at += sign;
    return at + blanks_at(text, at);
}

size_t query_comparison_wrong(struct str text)
{
    size_t n = name_length(text), sign;
    enum query_sign which;

    if (n < 2)
        return 0;
    sign = sign_at(&which, text, n);
    size_t end = n + sign;
    if (sign == 0 || end == text.n || text.p[end] == ' ')
        return 0;
    if (query_is_field_name((struct str){text.p, n}))
        return end;
    return sign == 2 ? end : 0;
}

/* Does a minus stand at `at`, right before what is not to be found? */
static bool is_minus(struct str text, size_t at)
{
    return at + 1 < text.n && text.p[at] == '-' && text.p[at + 1] != ' ';
}

size_t query_value_length(const struct query_comparison *comparison, struct str text)
{
    size_t end = run_end(text, 0), length = trimmed_end(text, 0, end);
    enum query_measure measure = comparison->measure;
    int32_t low, high;

    if (query_value_is_whole(measure, (struct str){text.p, length}))
        return length;
    size_t longest = length;
    for (int runs = 1; runs < VALUE_RUNS_MAX && end < text.n && text.p[end] == ' '; runs++) {
        size_t start = end + blanks_at(text, end);
        if (is_minus(text, start))
            break;
        end = run_end(text, start);
        size_t trimmed = trimmed_end(text, start, end);
        if (query_value_read(&low, &high, comparison, (struct str){text.p, trimmed}, 0, NULL) ==
            ERR_OK)
            longest = trimmed;
    }
    return longest;
}
