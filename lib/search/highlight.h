/* Highlights: where in a section a query's words and phrases stand, and the snippet that shows them
 * best. Marks exactly what span.h finds in the section's tokens; its spelling says where these
 * stand in the text. */
#ifndef SEARCH_HIGHLIGHT_H
#define SEARCH_HIGHLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/record.h"
#include "search/span.h"
#include "search/tokens.h"

/* Half-open ranges in ascending order that do not overlap. */
struct marks {
    struct mark {
        size_t start, end;
    } * items;
    size_t count;
};

/* What of a section is marked, in bytes. */
struct highlight {
    struct marks heading, text;
};

/* The query's words in a section with its record, as it was read, and tokens, and those that are
 * marked already: `marked` has section->count elements. ERR_LIMIT as span_mark(). */
enum err_code highlight_section(struct highlight *highlight, const struct record_section *record,
                                const struct tokens_section *section, struct span_node *query,
                                bool *marked, struct arena *arena, struct err *err);

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
