/* Coverage: how much of what several queries ask for is in each class, agency or kind of section.
 *
 * The queries are read strictly (strict.h), and what they find is counted as classes, sections or
 * occurrences (occurrences.h), under the filters. A row is there for all that passes the filters,
 * whether or not a query finds anything in it. A section that has several kinds counts in the row
 * of each, so those rows may add up to more than the total. */
#ifndef SEARCH_MATRIX_H
#define SEARCH_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"
#include "search/tally.h"

enum matrix_by { MATRIX_BY_AGENCY, MATRIX_BY_CLASS, MATRIX_BY_SECTION };
enum matrix_count { MATRIX_CLASSES, MATRIX_SECTIONS, MATRIX_OCCURRENCES };

/* "agency", "classes", and back. */
#define MATRIX_BYS    "agency, class or section"
#define MATRIX_COUNTS "classes, sections or occurrences"
const char *matrix_by_name(enum matrix_by by);
bool matrix_by_from_name(enum matrix_by *by, struct str name);
const char *matrix_count_name(enum matrix_count count);
bool matrix_count_from_name(enum matrix_count *count, struct str name);

enum { MATRIX_QUERIES_MAX = 64, MATRIX_CELLS_MAX = 1 << 22 };

struct matrix_request {
    const struct str *queries;
    size_t query_count;
    enum matrix_by by;
    enum matrix_count count;
    struct tally_filters filters;
    bool expand;
    uint64_t deadline_ms; /* of all queries together, of CLOCK_MONOTONIC; 0: none */
};

struct matrix_column {
    struct str query, reading; /* as typed, and in words */
    uint64_t total;
};

struct matrix_row {
    struct str value, label;    /* of a class its id and title */
    uint32_t classes, sections; /* that pass the filters */
    const uint64_t *cells;      /* one a column */
};

struct matrix {
    struct matrix_column *columns;
    size_t column_count;
    struct matrix_row *rows; /* agencies from A to Z; classes by agency, then id; kinds as listed */
    size_t row_count;
};

/* Lives in the arena and as long as the index. ERR_USAGE if there is no query, or one that asks for
 * nothing or, where occurrences are counted, seeks no text; ERR_LIMIT above MATRIX_QUERIES_MAX or
 * MATRIX_CELLS_MAX. What is wrong with one of several queries says which. */
enum err_code matrix_make(struct matrix *matrix, struct index *index,
                          const struct matrix_request *request, struct arena *arena,
                          struct err *err);

#endif
