/* Of values that an index has, those nearest to one that it does not have, and what there is. */
#ifndef SEARCH_NEAREST_H
#define SEARCH_NEAREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

enum { NEAREST_COUNT = 3, NEAREST_LISTED = 6 };

struct nearest_value {
    struct str value;
    unsigned distance;
};

struct nearest {
    struct str sought;
    bool by_word;                               /* each word by itself; else letters and digits */
    struct nearest_value values[NEAREST_COUNT]; /* the nearest first; equal ones by their bytes */
    size_t count;
    struct str listed[NEAREST_LISTED]; /* of all that were looked at, the first by their bytes */
    size_t listed_count;
    size_t all; /* values looked at */
};

struct nearest nearest_start(struct str sought, bool by_word);

/* Looks at a value, which must live as long. Equal ones are near but once. Near is a distance
 * (correct.h) of 1 for words of up to five letters and of 2 for longer ones; every word that is
 * sought must be near one of the value, or the beginning of one. */
void nearest_look(struct nearest *nearest, struct str value);

#endif
