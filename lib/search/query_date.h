/* Dates in a query, as numbers: 2023-06-15 is 20230615. */
#ifndef SEARCH_QUERY_DATE_H
#define SEARCH_QUERY_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { QUERY_DATE_FIRST = 10000101, QUERY_DATE_LAST = 99991231 };

/* Reads a year, a month (2023-06) or a day, of four-digit years: its first and last day. Returns
 * false for anything else. */
bool query_date_read(int32_t *first, int32_t *last, struct str text);

/* The days after and before one; outside of FIRST to LAST if there is none. */
int32_t query_date_after(int32_t date);
int32_t query_date_before(int32_t date);

#endif
