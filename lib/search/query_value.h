/* What a query compares with: lengths of time, pounds, levels of education, dates, and ranges of
 * them. */
#ifndef SEARCH_QUERY_VALUE_H
#define SEARCH_QUERY_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/query.h"

enum query_sign { QUERY_EQUAL, QUERY_AT_LEAST, QUERY_AT_MOST, QUERY_MORE, QUERY_LESS };

struct query_comparison {
    enum query_measure measure;
    enum query_sign sign; /* EQUAL: a range may follow */
};

/* Sets what lies between *low and *high, both included. ERR_USAGE, with `position`, if the value is
 * none of the measure's, or nothing can lie there. */
enum err_code query_value_read(int32_t *low, int32_t *high,
                               const struct query_comparison *comparison, struct str value,
                               int position, struct err *err);

/* Does nothing of what may stand behind a value belong to it? A number without a unit is not whole,
 * nor is the name of a level, whose second word ("high school", "bachelor's degree") may follow. */
bool query_value_is_whole(enum query_measure measure, struct str value);

/* Appends the bounds of a comparison as they are written behind its name: ">=60m", "=bachelor",
 * ":2023-01-01..2023-12-31". */
void query_value_print(struct buf *out, enum query_measure measure, int32_t low, int32_t high);

#endif
