/* Tables of numbers for people: a row for each thing, and columns that may be many. */
#ifndef CLIENT_MATRIX_TABLE_H
#define CLIENT_MATRIX_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "client/output.h"

struct matrix_table {
    struct str title; /* the line above it */
    size_t count;     /* columns */
    size_t fixed;     /* of them, those that are called by their names however wide they are */
    const struct str *names;
    const bool *numbers;
    const struct str *details; /* of the columns behind the fixed ones; NULL: there are none */
    const struct str *cells;   /* row by row */
    size_t rows;
};

/* Columns are called by their names or, where that makes the table wider than the output, by
 * numbers; then a list above it, which also has the details, says what they are. */
void matrix_table_print(struct output *out, const struct matrix_table *table);

#endif
