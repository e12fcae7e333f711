#include "search/query_date.h"

#include <ctype.h>
#include <stddef.h>

static int32_t make(int32_t year, int32_t month, int32_t day)
{
    return year * 10000 + month * 100 + day;
}

static int32_t last_day(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Takes a number of `least` to `most` digits off the front; -1 if there is none. */
static int32_t take_number(struct str *text, size_t least, size_t most)
{
    int32_t number = 0;
    size_t n = 0;

    for (; n < text->n && n < most && isdigit((unsigned char)text->p[n]); n++)
        number = number * 10 + (text->p[n] - '0');
    *text = str_from(*text, n);
    return n < least ? -1 : number;
}

/* Takes a hyphen and what follows it; 0 if the text is at its end, -1 if there is no such thing. */
static int32_t take_part(struct str *text)
{
    if (text->n == 0)
        return 0;
    if (text->p[0] != '-')
        return -1;
    *text = str_from(*text, 1);
    int32_t part = take_number(text, 1, 2);
    return part > 0 ? part : -1;
}

bool query_date_read(int32_t *first, int32_t *last, struct str text)
{
    int32_t year = take_number(&text, 4, 4), month = take_part(&text), day = take_part(&text);

    if (text.n > 0 || year < QUERY_DATE_FIRST / 10000 || month < 0 || month > 12 || day < 0)
        return false;
    if (month == 0) {
        *first = make(year, 1, 1);
        *last = make(year, 12, 31);
        return day == 0;
    }
    *first = make(year, month, day > 0 ? day : 1);
    *last = make(year, month, day > 0 ? day : last_day(year, month));
    return day <= last_day(year, month);
}

int32_t query_date_after(int32_t date)
{
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;

    if (day < last_day(year, month))
        return date + 1;
    return month < 12 ? make(year, month + 1, 1) : make(year + 1, 1, 1);
}

int32_t query_date_before(int32_t date)
{
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;

    if (day > 1)
        return date - 1;
    return month > 1 ? make(year, month - 1, last_day(year, month - 1)) : make(year - 1, 12, 31);
}
