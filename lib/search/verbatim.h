/* Verbatim: what was typed, letter by letter, for searches that heed case and punctuation.
 *
 * Words are found as always; then the text around them is compared with what was typed of the leaf,
 * from its first character to its last, punctuation at its ends too. Bytes must be equal, but any
 * white space stands for any other, since lines are broken anywhere. */
#ifndef SEARCH_VERBATIM_H
#define SEARCH_VERBATIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "search/query.h"

/* ERR_USAGE, with the place, unless each text that is sought is enough by itself: words joined by
 * AND, and proximities, would have to be matched verbatim before they are joined. */
enum err_code verbatim_check(const struct query_node *root, struct err *err);

struct verbatim {
    struct str text;   /* as typed, without white space at its ends */
    size_t first, end; /* bytes of it: where its first word begins, and its last one ends */
};

/* Of a leaf of the query `typed`, which must live as long. */
struct verbatim verbatim_of(const struct query_node *leaf, struct str typed);

/* Does it stand in a text, if its words do from byte `start` on? */
bool verbatim_stands(const struct verbatim *verbatim, struct str text, size_t start);

#endif
