/* Comparisons in a query: `experience>=5y`, `revised:2023..2024`, `lifting <= 50 pounds`. */
#ifndef SEARCH_QUERY_COMPARE_H
#define SEARCH_QUERY_COMPARE_H

#include <stddef.h>

#include "base/str.h"
#include "search/query_value.h"

/* The length of the name of a measure and a sign that `text` begins with, and of the blanks around
 * the sign; 0 if it begins otherwise. A colon counts if something stands right behind it. */
size_t query_comparison_begin(struct query_comparison *comparison, struct str text);

/* The length of the name and sign that `text` begins with, as in budget>=5 or title=x, of what
 * cannot be compared; 0 if there are none. */
size_t query_comparison_wrong(struct str text);

/* The length of the value that `text` begins with: of "5 years," it is 7, for a number without a
 * unit, like the half of a name, takes what stands behind it. */
size_t query_value_length(const struct query_comparison *comparison, struct str text);

#endif
