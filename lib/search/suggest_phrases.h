/* The phrases of an index that go on with what was typed: a part of the suggestions.
 *
 * Nothing is kept for it: the sections that have the words typed are read when they are asked for,
 * so that there is no phrase that nothing has, whatever was deleted, and nothing to be merged.
 * Where the sections are many, some of them are read, evenly spread. collocations.h says what a
 * phrase is and which are the best. */
#ifndef SEARCH_SUGGEST_PHRASES_H
#define SEARCH_SUGGEST_PHRASES_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"

struct suggest_phrase {
    struct str text; /* words in small letters, parted by blanks: "driver's license" */
    size_t start; /* the byte of what was typed where it goes on: it takes the place of the rest */
};

/* Finds the phrases that begin with as many of the words typed last as any phrase does, the best
 * first, `most` of them or fewer. The last word need not be typed to its end, unless something
 * stands behind it. Within quotation marks that are open, a phrase takes all of them. Texts live in
 * the arena. */
enum err_code suggest_phrases(struct suggest_phrase *phrases, size_t *count, size_t most,
                              struct index_worker *worker, struct str typed, uint64_t deadline_ms,
                              struct arena *arena, struct err *err);

#endif
