/* The words that an index has of a stem, or with a beginning: what a word or a prefix of a query
 * stands for. */
#ifndef SEARCH_INFLECTIONS_H
#define SEARCH_INFLECTIONS_H

#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"

struct inflections {
    struct str *words; /* the first ones; of the index */
    size_t count;
    size_t all; /* how many there are */
};

/* At most `most` words. Those of a stem: the segments with most live sections come first, in each
 * the most frequent words. Words of sections that are dead may be among them. */
void inflections_of_stem(struct inflections *inflections, const struct index *index,
                         struct str stem, size_t most, struct arena *arena);

/* In order of their bytes. */
void inflections_of_prefix(struct inflections *inflections, const struct index *index,
                           struct str prefix, size_t most, struct arena *arena);

#endif
