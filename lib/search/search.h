/* Search: a request in, a page out. Every number is exact. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/facet.h"
#include "search/highlight.h"
#include "search/index.h"
#include "search/tally.h"

enum { SEARCH_PER_PAGE = 10, SEARCH_PER_PAGE_MAX = 100 };

struct search_request {
    struct str query; /* empty: every section */
    struct tally_filters filters;
    uint32_t page;        /* from 1 */
    uint32_t per_page;    /* 1 .. SEARCH_PER_PAGE_MAX */
    uint64_t deadline_ms; /* of CLOCK_MONOTONIC; 0: none */
};

struct search_hit {
    struct record_section section;
    struct marks heading_marks; /* in code points */
    struct snippet snippet;
    double score;
};

struct search_facet_value {
    struct str value, label;
    uint32_t sections, classes;
    bool selected;
};

struct search_page {
    bool relaxed; /* no section has all words: these have some */
    uint32_t sections, classes;
    uint32_t pages; /* 0 if nothing was found */
    struct search_hit *hits;
    size_t hit_count;
    struct {
        struct search_facet_value *values; /* those counted or selected, in the order shown */
        size_t count;
    } facets[FACET_COUNT];
};

/* Hits are ordered by score, then docid: a total order. Results live in the arena. */
enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena,
                         struct err *err);

/* A class and all its sections, in the document's order, with a query's words marked (an empty
 * query marks nothing). ERR_NOT_FOUND if there is no such class. */
struct search_class {
    struct record_class class;
    struct record_section *sections;          /* class.sections of them */
    struct marks *heading_marks, *text_marks; /* one for each; in code points */
};

enum err_code search_class(struct search_class *result, struct index *index, struct str id,
                           struct str query, struct arena *arena, struct err *err);

#endif
