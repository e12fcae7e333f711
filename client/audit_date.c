#include "client/audit_date.h"

#include <time.h>

enum { MONTHS = 12, YEAR_MOST = 9999, YEAR_BASE = 1900, DIGITS_MOST = 6, SECONDS_A_DAY = 86400 };

struct audit_date audit_date_today(void)
{
    time_t now = time(NULL);
    struct tm here;

    localtime_r(&now, &here);
    return (struct audit_date){here.tm_year + YEAR_BASE, here.tm_mon + 1, here.tm_mday};
}

static int days_of(int year, int month)
{
    static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes `digits` digits off *rest. */
static bool take_number(int *number, struct str *rest, size_t digits)
{
    *number = 0;
    if (rest->n < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_digit(rest->p[i]))
            return false;
        *number = *number * 10 + (rest->p[i] - '0');
    }
    *rest = str_from(*rest, digits);
    return true;
}

static bool take_hyphen(struct str *rest)
{
    bool is = str_starts(*rest, STR("-"));

    *rest = str_from(*rest, 1);
    return is;
}

bool audit_date_read(struct audit_date *date, struct str text)
{
    struct audit_date got;

    if (!take_number(&got.year, &text, 4) || !take_hyphen(&text) ||
        !take_number(&got.month, &text, 2) || !take_hyphen(&text) ||
        !take_number(&got.day, &text, 2) || text.n > 0)
        return false;
    if (got.year < 1 || got.month < 1 || got.month > MONTHS || got.day < 1 ||
        got.day > days_of(got.year, got.month))
        return false;
    *date = got;
    return true;
}

void audit_date_add(struct buf *out, struct audit_date date)
{
    buf_printf(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static struct audit_date move_months(struct audit_date date, int months)
{
    int since = date.year * MONTHS + date.month - 1 + months;

    if (since < MONTHS)
        return (struct audit_date){0};
    struct audit_date moved = {since / MONTHS, since % MONTHS + 1, date.day};
    int last = days_of(moved.year, moved.month);
    if (moved.day > last)
        moved.day = last;
    return moved;
}

static struct audit_date move_days(struct audit_date date, int days)
{
    struct tm there = {
        .tm_year = date.year - YEAR_BASE, .tm_mon = date.month - 1, .tm_mday = date.day};
    time_t at = timegm(&there) + (time_t)days * SECONDS_A_DAY;

    if (gmtime_r(&at, &there) == NULL)
        return (struct audit_date){0};
    return (struct audit_date){there.tm_year + YEAR_BASE, there.tm_mon + 1, there.tm_mday};
}

bool audit_date_shift(struct audit_date *date, struct str shift)
{
    if (shift.n == 0)
        return true;
    size_t digits = shift.n >= 2 ? shift.n - 2 : 0;
    int sign = shift.p[0] == '-' ? -1 : shift.p[0] == '+' ? 1 : 0;
    int amount;
    struct str rest = str_from(shift, 1);
    if (sign == 0 || digits < 1 || digits > DIGITS_MOST || !take_number(&amount, &rest, digits))
        return false;

    struct audit_date moved = {0};
    amount *= sign;
    if (rest.p[0] == 'y')
        moved = move_months(*date, amount * MONTHS);
    else if (rest.p[0] == 'm')
        moved = move_months(*date, amount);
    else if (rest.p[0] == 'd')
        moved = move_days(*date, amount);
    if (moved.year < 1 || moved.year > YEAR_MOST)
        return false;
    *date = moved;
    return true;
}
