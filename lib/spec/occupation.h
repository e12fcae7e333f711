/* Words that name what somebody is: a title ends in one, the text on a web page's buttons does not.
 * The words are data (occupations.tsv, compiled in). */
#ifndef SPEC_OCCUPATION_H
#define SPEC_OCCUPATION_H

#include <stdbool.h>

#include "base/str.h"

/* How much a text sounds like the name of a class. */
enum occupation {
    OCCUPATION_NONE,
    OCCUPATION_SOUND, /* its last word sounds like one: -er, -or, -ist, -ian, -ant */
    OCCUPATION_AMONG, /* one of its words is one */
    OCCUPATION_HEAD   /* its head is one: the last word, or the one before "of", "," or "(" */
};

enum occupation occupation_in(struct str title);

/* A level: a roman numeral up to VIII, or a digit or two. */
bool occupation_is_numeral(struct str word);

/* A roman numeral up to VIII, in either case. */
bool occupation_is_roman(struct str word);

#endif
