/* A query read strictly, for what has to be counted as grep would: nothing is relaxed or corrected,
 * and a word is sought as it is typed, in any case, like those of a phrase. Expanded, it is read as
 * a search reads it: words by their stems, with variants, acronyms and titles. */
#ifndef SEARCH_STRICT_H
#define SEARCH_STRICT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/expand.h"
#include "search/index.h"

struct strict {
    struct str text;
    const struct query_node *root;  /* what is asked for */
    const struct query_node *typed; /* the same, but for what was expanded */
    struct expansions expansions;
};

/* Parses the text, which is copied into the arena, where all lives. Errors are query_parse()'s. */
enum err_code strict_read(struct strict *strict, struct str text, bool expand,
                          const struct index *index, struct stemmer *stemmer, struct arena *arena,
                          struct err *err);

/* No query fails for being expanded: goes back to what was typed, where a query turned out to ask
 * for too much (ERR_LIMIT). False if that is what it was. */
bool strict_forgo_expansion(struct strict *strict);

/* What is asked for, in words. */
struct str strict_wording(const struct strict *strict, const struct index *index,
                          struct arena *arena);

#endif
