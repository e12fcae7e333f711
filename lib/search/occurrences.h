/* Occurrences: every place where what a query seeks stands (places.h), in the sections that it
 * matches: all counted first, then one by one, in a total order.
 *
 * The query is read strictly (strict.h): what is counted is what `grep -w` would count, were the
 * lines of a section one, and no title of a class stands for a section that does not have the word.
 * Verbatim, case and punctuation count as well (verbatim.h).
 *
 * What is searched is the heading and the text of each section. Every line of a document is in one
 * of them, the line of its title too; a title that was taken from the file's name stands in no
 * text.
 *
 * In memory there are a few bytes for each section that has an occurrence, the section at hand and,
 * where they are sorted by their context, a few more sections and the words of the context of each:
 * OCCURRENCES_SORTED_MAX of them at most. */
#ifndef SEARCH_OCCURRENCES_H
#define SEARCH_OCCURRENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/expand.h"
#include "search/index.h"
#include "search/tally.h"

enum occurrences_order {
    OCCURRENCES_BY_PLACE, /* class id, section, heading before text, first word, last word */
    OCCURRENCES_BY_LEFT,  /* the words before, the nearest first; then place */
    OCCURRENCES_BY_RIGHT  /* the words behind */
};

/* "place", "left", "right", and back. */
#define OCCURRENCES_ORDERS "place, left or right"
bool occurrences_order_from_name(enum occurrences_order *order, struct str name);
const char *occurrences_order_name(enum occurrences_order order);

enum {
    OCCURRENCES_SORTED_MAX = 1 << 18, /* that can be sorted by their context */
    OCCURRENCES_SORT_WORDS = 8,       /* of the context, by which they are */
    OCCURRENCES_CONTEXT = 80,
    OCCURRENCES_CONTEXT_MAX = 1000
};

struct occurrences_request {
    struct str query;
    struct tally_filters filters;
    bool verbatim, expand; /* one of them at most */
    enum occurrences_order order;
    uint32_t context;     /* code points on either side; up to OCCURRENCES_CONTEXT_MAX */
    uint64_t deadline_ms; /* of opening, of CLOCK_MONOTONIC; 0: none */
};

struct occurrences_count {
    uint64_t occurrences;
    uint32_t sections, classes; /* that have one at least */
};

struct occurrences_share {
    struct str value, label;
    struct occurrences_count count;
};

/* Only what has an occurrence, the most first, then by value. */
struct occurrences_shares {
    struct occurrences_share *items;
    size_t count;
};

struct occurrences_summary {
    struct str reading; /* of the query, in words */
    struct expansions expansions;
    struct occurrences_count total;
    struct occurrences_shares agencies, kinds; /* a section may have several kinds */
};

struct occurrences;

/* Counts. The index must live as long. ERR_USAGE if nothing is sought in texts, or not so that it
 * could be verbatim; ERR_LIMIT if there are too many to be sorted by their context, or as of a
 * search; ERR_TIMEOUT past the deadline. */
enum err_code occurrences_open(struct occurrences **occurrences, struct index *index,
                               const struct occurrences_request *request, struct err *err);
void occurrences_close(struct occurrences *occurrences); /* NULL is fine */

/* Lives as long as these. */
const struct occurrences_summary *occurrences_summary(const struct occurrences *occurrences);

struct occurrences_row {
    const struct record_section *section;
    const char *sha256; /* of the source */
    const char *house;  /* hash of the house file that it was read with; empty: none */
    bool in_heading;    /* else in the text */
    size_t start, end;  /* of the heading or the text, in code points */
    uint32_t line;      /* of the source */
    /* As they stand there, one behind the other; a context is cut between words. */
    struct str left, match, right;
};

/* The next row is the one of that number, from 0. */
void occurrences_seek(struct occurrences *occurrences, uint64_t number);

/* Reads the next row, which is valid until the next call. *more is false, and nothing is read, at
 * the end. */
enum err_code occurrences_next(bool *more, struct occurrences_row *row,
                               struct occurrences *occurrences, struct err *err);

#endif
