/* Dates of the calendar, for rules that speak of "today" (specsearch-audit(5)). */
#ifndef CLIENT_AUDIT_DATE_H
#define CLIENT_AUDIT_DATE_H

#include <stdbool.h>

#include "base/str.h"

/* Gregorian, from year 1 to 9999. */
struct audit_date {
    int year, month, day;
};

/* Today where the user is. */
struct audit_date audit_date_today(void);

/* "2026-11-22", a day that there is. */
bool audit_date_read(struct audit_date *date, struct str text);

/* Appends the same. */
void audit_date_add(struct buf *out, struct audit_date date);

/* Moves a date by what stands behind "today": nothing, or "-10y", "+18m", "-90d" (years, months,
 * days). A month that is too short for the day has its last day instead. False, and *date is left,
 * if it is no such text or leads out of the years 1 to 9999. */
bool audit_date_shift(struct audit_date *date, struct str shift);

#endif
