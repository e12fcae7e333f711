/* Highlights: where in a text a query's words and phrases stand, and the snippet that shows them
 * best. Marks only what matches: a word by its stem, a phrase by its words in order. */
#ifndef SEARCH_HIGHLIGHT_H
#define SEARCH_HIGHLIGHT_H

#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/query.h"
#include "search/schema.h"

/* Half-open ranges in ascending order that do not overlap. */
struct marks {
    struct mark {
        size_t start, end;
    } * items;
    size_t count;
};

/* The matches in a text; offsets in bytes. */
enum err_code highlight_find(struct marks *marks, struct str text, const struct query_node *root,
                             struct stemmer *stemmer, struct arena *arena, struct err *err);

/* Turns byte offsets in `text` into offsets in Unicode code points. */
void highlight_to_code_points(struct marks *marks, struct str text);

struct snippet {
    struct str text;    /* white space folded; "... " stands where text was left off */
    struct marks marks; /* in code points of `text` */
};

/* Cuts a snippet of about `length` bytes around the marks (in bytes of `text`). */
void highlight_snippet(struct snippet *snippet, struct str text, const struct marks *marks,
                       size_t length, struct arena *arena);

#endif
