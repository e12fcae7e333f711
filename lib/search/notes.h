/* Notes: what a query asks for that an index cannot have, or that may be meant otherwise. Neither
 * is an error, but finding nothing without a word would leave it to the user to guess why.
 *
 *   agency:denvr     no class has this value: what is nearest by spelling, or what there is
 *   agency:den       read as the beginning of names (field_fit.h): which these are
 *   experience:5y    a scope, whose value reads like that of a comparison: experience>=5y */
#ifndef SEARCH_NOTES_H
#define SEARCH_NOTES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"
#include "search/query.h"

struct note {
    struct str text;  /* one sentence or two */
    struct str query; /* the query with what may be meant in its place, to be offered; or empty */
};

struct notes {
    struct note *items;
    size_t count;
};

enum { NOTES_MAX = 8 }; /* of one query */

/* What there is to say of a query, as typed and as parsed, in the order of its parts. Results live
 * in the arena. ERR_TIMEOUT past the deadline. */
enum err_code notes_make(struct notes *notes, struct index_worker *worker, struct str typed,
                         const struct query_node *root, uint64_t deadline_ms, struct arena *arena,
                         struct err *err);

/* Adds one that offers nothing; none beyond the most. */
void notes_add(struct notes *notes, struct str text, struct arena *arena);

#endif
