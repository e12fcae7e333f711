/* The typography of a line: how its words are written. */
#ifndef SPEC_SHAPE_H
#define SPEC_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct shape {
    size_t words, letters, upper, lower;
    size_t long_words, long_capitalised; /* words of four letters or more */
    size_t longest;
    bool starts_upper;
};

struct shape shape_of(struct str s);

/* Capitals alone; most words that are not small ones with a capital. */
bool shape_is_capitals(const struct shape *shape);
bool shape_is_title_case(const struct shape *shape);

#endif
