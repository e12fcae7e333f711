/* The level that a title states, and what is left of it: "Senior Accountant II" is the accountant's
 * second level among the senior ones. */
#ifndef SEARCH_LEVEL_H
#define SEARCH_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct level {
    struct str base; /* the title's other words in lower case, parted by one blank */
    struct str name; /* the same as written */
    struct str head; /* of the title: before brackets or a comma */
    int rank;        /* below 0: below the full class (trainee); above 0: senior, lead, ... */
    unsigned number; /* II is 2; 0: none */
};

/* Words of rank and numerals at the title's ends are its level, as long as a word is left, and
 * those before brackets or a comma: "Supervisor II, District Fairs". Strings live in the arena,
 * the head is the title's. */
struct level level_of(struct str title, struct arena *arena);

/* The number of a word that is a Roman numeral up to VIII or has one or two digits; 0: it is none.
 */
unsigned level_number(struct str word);

/* The order of levels: below, at or above 0 as a stands before, with or behind b. */
int level_compare(const struct level *a, const struct level *b);

#endif
