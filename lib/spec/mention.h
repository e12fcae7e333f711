/* Titles in running text: "The County seeks a Harbor Pilot II to ...". */
#ifndef SPEC_MENTION_H
#define SPEC_MENTION_H

#include <stdbool.h>

#include "base/str.h"

struct mention {
    struct str text; /* words with capitals, and "of", "and", "&" between them */
    size_t words;
    bool hired;   /* the sentence says that one is sought, or that it is about this position */
    int sureness; /* more if the sentence speaks of what is sought, less if of somebody else */
};

/* The next mention at or after *from, which is moved behind it. */
bool mention_next(struct mention *mention, struct str text, size_t *from);

/* Where a text has the words of a title in plain form (clue.h), as written; empty: nowhere. */
struct str mention_of(struct str text, struct str plain);

#endif
