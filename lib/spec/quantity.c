#include "spec/quantity.h"

#include <ctype.h>

static bool is(const struct sentence *sentence, size_t at, const char *text)
{
    return at < sentence->count && str_is(sentence->words[at].text, text);
}

static unsigned gap_at(const struct sentence *sentence, size_t at)
{
    return at < sentence->count ? sentence->words[at].gap : sentence->tail;
}

/* A word of digits: "5", "1.5", "1½". */
static bool digits(const struct sentence *sentence, size_t at, unsigned *hundredths)
{
    static const char half[] = "\xc2\xbd";

    if (at >= sentence->count)
        return false;
    struct str s = sentence->words[at].text;
    unsigned whole = 0, fraction = 0;
    size_t i = 0;
    for (; i < s.n && i < 6 && isdigit((unsigned char)s.p[i]); i++)
        whole = whole * 10 + (unsigned)(s.p[i] - '0');
    size_t rest = s.n - i;
    if (rest >= 2 && s.p[i] == '.' && isdigit((unsigned char)s.p[i + 1])) {
        fraction = 10 * (unsigned)(s.p[i + 1] - '0');
        if (rest == 3 && isdigit((unsigned char)s.p[i + 2]))
            fraction += (unsigned)(s.p[i + 2] - '0');
        else if (rest > 2)
            return false;
    } else if (rest == 2 && memcmp(s.p + i, half, 2) == 0) {
        fraction = 50;
    } else if (rest > 0 || i == 0) {
        return false;
    }
    *hundredths = whole * 100 + fraction;
    return true;
}

/* A number below a hundred in words; units may follow tens. */
static bool words(const struct sentence *sentence, size_t at, unsigned *value, size_t *behind)
{
    static const char *const small[] = {"one",     "two",       "three",    "four",     "five",
                                        "six",     "seven",     "eight",    "nine",     "ten",
                                        "eleven",  "twelve",    "thirteen", "fourteen", "fifteen",
                                        "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};

    if (at >= sentence->count)
        return false;
    struct str word = sentence->words[at].text;
    for (unsigned i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (str_is(word, small[i])) {
            *value = i + 1;
            *behind = at + 1;
            return true;
        }
    }
    for (unsigned t = 0; t < sizeof tens / sizeof tens[0]; t++) {
        if (!str_is(word, tens[t]))
            continue;
        *value = (t + 2) * 10;
        *behind = at + 1;
        if ((gap_at(sentence, at + 1) & ~(unsigned)GAP_HYPHEN) != 0)
            return true;
        for (unsigned i = 0; i < 9; i++) {
            if (is(sentence, at + 1, small[i])) {
                *value += i + 1;
                *behind = at + 2;
            }
        }
        return true;
    }
    return false;
}

/* A half: "half", "one-half", "1/2", "a half", "½". */
static size_t half_at(const struct sentence *sentence, size_t at)
{
    if (is(sentence, at, "half") || is(sentence, at, "\xc2\xbd"))
        return 1;
    bool one = is(sentence, at, "one") || is(sentence, at, "a");
    if (one && is(sentence, at + 1, "half"))
        return 2;
    bool slash = gap_at(sentence, at + 1) == GAP_SLASH;
    return is(sentence, at, "1") && slash && is(sentence, at + 1, "2") ? 2 : 0;
}

/* Most words are none: no number begins as they do. */
static bool may_be_number(struct str word)
{
    if (word.n == 0 || word.p[0] == 'a')
        return word.n == 1; /* "a half" */
    unsigned char c = (unsigned char)word.p[0];
    return isdigit(c) || c == 0xc2 || (word.n >= 3 && memchr("efhnost", c, 7) != NULL);
}

static bool simple_number(const struct sentence *sentence, size_t at, unsigned *hundredths,
                          size_t *behind)
{
    unsigned value = 0, more = 0;

    if (at >= sentence->count || !may_be_number(sentence->words[at].text))
        return false;
    size_t next = 0, half = half_at(sentence, at);
    if (half > 0) {
        *hundredths = 50;
        *behind = at + half;
        return true;
    }
    if (digits(sentence, at, hundredths)) {
        *behind = at + 1;
        half = gap_at(sentence, at + 1) == 0 ? half_at(sentence, at + 1) : 0;
    } else {
        if (!words(sentence, at, &value, behind))
            return false;
        if (value < 10 && is(sentence, *behind, "hundred")) {
            value *= 100;
            (*behind)++;
            next = *behind + (is(sentence, *behind, "and") ? 1 : 0);
            if (words(sentence, next, &more, &next)) {
                value += more;
                *behind = next;
            }
        }
        *hundredths = value * 100;
        half = 0;
    }
    if (half == 0 && is(sentence, *behind, "and")) {
        half = half_at(sentence, *behind + 1);
        *behind += half > 0 ? 1 : 0;
    }
    *hundredths += half > 0 ? 50 : 0;
    *behind += half;
    return true;
}

bool quantity_number(const struct sentence *sentence, size_t at, unsigned *hundredths,
                     size_t *behind)
{
    unsigned again = 0;
    size_t next = 0;

    if (at >= sentence->count || !simple_number(sentence, at, hundredths, behind))
        return false;
    unsigned gap = gap_at(sentence, *behind);
    if ((gap & (GAP_OPEN | GAP_SLASH)) != 0 && (gap & (GAP_SEMICOLON | GAP_STOP)) == 0 &&
        simple_number(sentence, *behind, &again, &next) &&
        ((gap & GAP_OPEN) != 0 ? (gap_at(sentence, next) & GAP_CLOSE) != 0 : again == *hundredths))
        *behind = next;
    return true;
}

/* The months in one of the unit at `at`, 0 if there is none. */
static unsigned unit_at(const struct sentence *sentence, size_t at)
{
    static const char *const years[] = {"year", "years", "yr", "yrs"};
    static const char *const months[] = {"month", "months", "mos"};

    if (at >= sentence->count)
        return 0;
    return STR_AMONG(sentence->words[at].text, years)    ? 12
           : STR_AMONG(sentence->words[at].text, months) ? 1
                                                         : 0;
}

/* Behind words that may stand between number and unit: "five or more full years". */
static size_t skip_fillers(const struct sentence *sentence, size_t at)
{
    static const char *const fillers[] = {
        "or",       "more",  "full",     "time",   "additional", "consecutive", "continuous",
        "total",    "plus",  "complete", "recent", "calendar",   "cumulative",  "combined",
        "complete", "solid", "minimum",  "work",   "academic",   "greater"};

    size_t behind = at;

    while (behind < at + 4 && behind < sentence->count &&
           STR_AMONG(sentence->words[behind].text, fillers) &&
           (gap_at(sentence, behind) & (GAP_SEMICOLON | GAP_STOP)) == 0)
        behind++;
    return behind;
}

/* A second number behind the first makes a range: "3 to 5", "3-5", "three or four". */
static bool range_end(const struct sentence *sentence, size_t first, size_t at,
                      unsigned *hundredths, size_t *behind)
{
    unsigned gap = gap_at(sentence, at) & ~(unsigned)(GAP_CLOSE | GAP_PLUS);
    bool between = first > 0 && is(sentence, first - 1, "between") && is(sentence, at, "and");

    if (between || is(sentence, at, "to") || is(sentence, at, "or") || is(sentence, at, "through"))
        return quantity_number(sentence, at + 1, hundredths, behind);
    return (gap == GAP_HYPHEN || gap == GAP_DASH) &&
           quantity_number(sentence, at, hundredths, behind);
}

static bool quantity_at(struct quantity *quantity, const struct sentence *sentence, size_t at)
{
    unsigned low = 0, high = 0;
    size_t behind = 0, end = 0;

    if ((sentence->words[at].gap & GAP_DOLLAR) != 0 ||
        !quantity_number(sentence, at, &low, &behind) || low > 10000)
        return false;
    high = low;
    unsigned unit = unit_at(sentence, skip_fillers(sentence, behind)), low_unit = unit;
    size_t range = unit > 0 ? skip_fillers(sentence, behind) + 1 : behind;
    if (range_end(sentence, at, range, &high, &end)) {
        size_t second = skip_fillers(sentence, end);
        if (unit_at(sentence, second) > 0 && high > low) {
            unit = unit_at(sentence, second);
            low_unit = low_unit > 0 ? low_unit : unit;
            behind = end;
        } else {
            high = low;
        }
    }
    if (unit == 0 || high > 10000)
        return false;
    size_t last = skip_fillers(sentence, behind);
    *quantity = (struct quantity){.first = at,
                                  .last = last,
                                  .months = (low * low_unit + 50) / 100,
                                  .months_max = (high * unit + 50) / 100,
                                  .hyphen = (sentence->words[last].gap & GAP_HYPHEN) != 0};
    return quantity->months > 0;
}

size_t quantity_find(struct quantity quantities[QUANTITIES_MAX], const struct sentence *sentence)
{
    size_t count = 0;

    for (size_t at = 0; at < sentence->count && count < QUANTITIES_MAX;) {
        if (quantity_at(&quantities[count], sentence, at))
            at = quantities[count++].last + 1;
        else
            at++;
    }
    return count;
}
