/* Search: a request in, a page out, or everything one after the other. Every number is exact.
 *
 * Results are sections or, if asked for, the classes that have them. Either way they stand in a
 * total order (order.h), so that pages repeat and lose nothing. A query that is a class's whole
 * title or code names that class: its first section is found too, unless a filter is against it,
 * and by relevance it comes before all others.
 *
 * A query is expanded (expand.h). If nothing matches it, and it has a word that stands nowhere, it
 * is answered with that word corrected (correct.h), provided that something matches then and the
 * word is not in quotation marks; else it is relaxed: sections match that have one of its parts.
 * Filters have no say in any of this. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/expand.h"
#include "search/facet.h"
#include "search/highlight.h"
#include "search/index.h"
#include "search/notes.h"
#include "search/order.h"
#include "search/tally.h"

enum { SEARCH_PER_PAGE = 10, SEARCH_PER_PAGE_MAX = 100 };

struct search_request {
    struct str query; /* empty: every section */
    struct tally_filters filters;
    struct order order;
    bool classes;         /* results are classes */
    bool strict;          /* nothing is relaxed or corrected */
    bool literal;         /* nothing is expanded */
    uint32_t page;        /* from 1 */
    uint32_t per_page;    /* 1 .. SEARCH_PER_PAGE_MAX */
    uint64_t deadline_ms; /* of CLOCK_MONOTONIC; 0: none */
};

/* What was made of the query. */
struct search_reading {
    bool relaxed;          /* no section has all words: these have some */
    struct str corrected;  /* the query answered instead, in which nothing is unknown; or empty */
    struct str suggestion; /* a query whose words are known, to be offered; or empty */
    struct expansions expansions; /* of the query that is answered */
    struct notes notes;           /* likewise */
};

struct search_hit {
    struct record_section section;
    struct marks heading_marks; /* in code points */
    struct snippet snippet;
    double score;
    bool named; /* its class is the one that the query names, and this is where it begins */
};

/* A class and the first of its sections that match, the best first. */
struct search_group {
    struct search_hit *hits; /* one at least */
    size_t hit_count;
    uint32_t sections; /* how many match */
    double score;      /* the first hit's */
};

struct search_facet_value {
    struct str value, label;
    uint32_t sections, classes;
    bool selected;
};

struct search_page {
    struct search_reading reading;
    uint32_t sections, classes;
    uint32_t pages;          /* 0 if nothing was found */
    struct search_hit *hits; /* those of all groups, if results are classes */
    size_t hit_count;
    struct search_group *groups; /* only if results are classes */
    size_t group_count;
    struct {
        struct search_facet_value *values; /* those counted or selected, in the order shown */
        size_t count;
    } facets[FACET_COUNT];
};

/* Results live in the arena. */
enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena,
                         struct err *err);

/* All results of a search, in the same order as on pages. Of each, memory holds a number and a
 * score; the records are read one by one. */
struct search_cursor;

struct search_row {
    struct record_section section; /* of a class, its first hit */
    uint32_t sections;             /* of a class, how many match; else 0 */
    double score;
    bool named;
};

/* Finds what there is; the request's page and per_page mean nothing. The index must live as long.
 */
enum err_code search_open(struct search_cursor **cursor, struct index *index,
                          const struct search_request *request, struct err *err);
void search_close(struct search_cursor *cursor); /* NULL is fine */

struct search_summary {
    struct search_reading reading; /* its texts live as long as the cursor */
    uint32_t sections, classes;
    size_t rows; /* one of the two */
};

struct search_summary search_summary(const struct search_cursor *cursor);

/* Reads the next row; strings live in the arena. *more is false, and nothing is read, at the end.
 */
enum err_code search_next(bool *more, struct search_row *row, struct search_cursor *cursor,
                          struct arena *arena, struct err *err);

/* A class and all its sections, in the document's order, with a query's words marked (an empty
 * query marks nothing; literal: not what it expands to). ERR_NOT_FOUND if there is no such class,
 * ERR_TIMEOUT past the deadline. */
struct search_class {
    struct record_class class;
    struct record_section *sections;          /* class.sections of them */
    struct marks *heading_marks, *text_marks; /* one for each; in code points */
};

enum err_code search_class(struct search_class *result, struct index *index, struct str id,
                           struct str query, bool literal, uint64_t deadline_ms,
                           struct arena *arena, struct err *err);

#endif
