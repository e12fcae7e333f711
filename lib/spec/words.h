/* Words of headings and labels, compared in a normal form: lower case, ASCII letters and digits
 * only, no apostrophes, no plural s. */
#ifndef SPEC_WORDS_H
#define SPEC_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { WORDS_MAX = 24, WORD_SIZE = 24 };

struct words {
    char text[WORDS_MAX][WORD_SIZE];
    size_t end[WORDS_MAX]; /* offset in the source behind the word */
    size_t count;
    bool overflow; /* there were more than WORDS_MAX */
};

void words_split(struct words *words, struct str source);

/* Are the words of s the same? False if there are none, or more than WORDS_MAX. Tells sooner than
 * words_equal(), to which the words would have to be split each time. */
bool words_are(const struct words *words, struct str s);

/* Are these the same words? False if there are none, or more than WORDS_MAX. */
bool words_equal(struct str a, struct str b);

#endif
