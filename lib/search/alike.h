/* Sets that are alike: all pairs of sets whose Jaccard coefficient, the numbers in both of the
 * numbers in either, is not below a threshold.
 *
 * Exact, and without looking at most pairs. The numbers of each set are put in one order, the
 * rarest first: two sets that are alike then have one of their first few numbers in common (prefix
 * filter: R. J. Bayardo, Y. Ma, R. Srikant, "Scaling Up All Pairs Similarity Search", WWW 2007),
 * are of about the same size, and have enough numbers left behind those already met (length and
 * positional filter: C. Xiao, W. Wang, X. Lin, J. X. Yu, "Efficient Similarity Joins for Near
 * Duplicate Detection", WWW 2008, the algorithm PPJoin). What passes is counted. The sets go by in
 * order of size, each beside those before it, so that no pair is compared twice. */
#ifndef SEARCH_ALIKE_H
#define SEARCH_ALIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Thresholds are in thousandths. */
enum { ALIKE_WHOLE = 1000, ALIKE_LEAST = 500 };

struct alike_set {
    const uint32_t *items; /* in any order, each once */
    uint32_t count;        /* one at least */
};

struct alike_taker {
    /* Takes a pair of indexes; each pair comes once. */
    void (*take)(void *data, uint32_t a, uint32_t b);
    /* If not NULL: is nothing to be learnt from this pair? It is then neither compared nor taken.
     */
    bool (*is_settled)(void *data, uint32_t a, uint32_t b);
    void *data;
};

/* Finds the pairs among sets of numbers below `end`. `likeness` is from ALIKE_LEAST to ALIKE_WHOLE.
 * Takes four bytes for each item, and a few more for each set and number. ERR_TIMEOUT past the
 * deadline (deadline.h). */
enum err_code alike_find(const struct alike_set *sets, uint32_t count, uint32_t end,
                         uint32_t likeness, const struct alike_taker *taker, uint64_t deadline_ms,
                         struct err *err);

#endif
