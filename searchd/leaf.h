/* Leaves of the JSON that is answered. */
#ifndef SEARCHD_LEAF_H
#define SEARCHD_LEAF_H

#include <jansson.h>
#include <stdint.h>

#include "base/str.h"
#include "search/highlight.h"

/* How answers are written: no digits of a real number that it does not have, as in 0.8. */
#define LEAF_FORMAT (JSON_COMPACT | JSON_REAL_PRECISION(15))

/* Texts are UTF-8; p may be NULL if one is empty. */
json_t *leaf_text(struct str s);
json_t *leaf_text_or_null(struct str s); /* null if it is empty */

/* null for 0 */
json_t *leaf_number_or_null(uint32_t n);

/* [[start, end], ...] */
json_t *leaf_marks(const struct marks *marks);

#endif
