/* The order of results: keys that sort them.
 *
 * A result with a lower key comes first; of equal keys the lower docid decides, so that every order
 * is total. By relevance, sections of named classes (titles.h) come before all others, then the
 * higher score; a class stands where its best section does. By title, date of revision or years of
 * experience, the key is the class's: ascending is A to Z, oldest first, fewest first; a class that
 * states none comes last either way, and equal ones stand by title, A to Z. */
#ifndef SEARCH_ORDER_H
#define SEARCH_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "search/columns.h"

enum order_by { ORDER_RELEVANCE, ORDER_TITLE, ORDER_REVISED, ORDER_EXPERIENCE };

struct order {
    enum order_by by;
    bool descending; /* never by relevance: the best is always first */
};

/* "relevance", "title", "-title", ...: as requests name it, and back. */
#define ORDER_NAMES "relevance, title, -title, revised, -revised, experience and -experience"
bool order_from_name(struct order *order, struct str name);
const char *order_name(struct order order);

/* Of a section by relevance. Scores are not negative, so that their bits, as a number, are in their
 * order. */
static inline uint64_t order_score_key(float score, bool named)
{
    uint32_t bits;

    memcpy(&bits, &score, sizeof bits);
    return (uint64_t)(named ? 0 : 1) << 32 | (UINT32_MAX - bits);
}

/* Of a class by any other order; its title's place is titles_place()'s. */
uint64_t order_class_key(struct order order, const struct columns_class *class,
                         uint32_t title_place);

#endif
