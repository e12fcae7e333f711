/* Numbers and lengths of time in a sentence: "five (5) years", "3-5 years", "one and one-half
 * years", "eighteen months", "twenty". */
#ifndef SPEC_QUANTITY_H
#define SPEC_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "spec/sentence.h"

struct quantity {
    size_t first, last;          /* words: from the number to the unit */
    unsigned months, months_max; /* equal if no range is given */
    bool hyphen;                 /* "two-year": as often as not it describes what follows */
};

enum { QUANTITIES_MAX = 64 };

/* A number in words or digits, with a repetition in parentheses, at word `at`: its value in
 * hundredths and the word behind it. */
bool quantity_number(const struct sentence *sentence, size_t at, unsigned *hundredths,
                     size_t *behind);

/* The lengths of time in a sentence, in its order; returns how many. */
size_t quantity_find(struct quantity quantities[QUANTITIES_MAX], const struct sentence *sentence);

#endif
