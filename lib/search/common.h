/* What two sequences have in common: a longest common subsequence of numbers, which the caller has
 * given to words. */
#ifndef SEARCH_COMMON_H
#define SEARCH_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct common_sequence {
    const uint32_t *items;
    size_t count;
};

/* Memory that is used again and again, and how much may still be spent; common_free() it. */
struct common {
    size_t budget; /* steps, of all calls together */
    int32_t *furthest;
    size_t capacity;
};

void common_free(struct common *common);

/* Sets in_a[i] and in_b[k] of the elements that a longest common subsequence has, and clears all
 * others; it has as many of the one as of the other. By the greedy algorithm of E. W. Myers, "An
 * O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986): about D * D / 2 steps and
 * numbers, if D elements differ. Where the budget is used up, or too much differs for the memory,
 * only the same beginning and end are in common. */
void common_find(bool *in_a, bool *in_b, struct common *common, struct common_sequence a,
                 struct common_sequence b);

/* Of what is in common, drops single elements and pairs between stretches as long that are replaced
 * by others: an "of" between texts that say different things tells nobody anything. */
void common_drop_islands(bool *in_a, size_t a_count, bool *in_b, size_t b_count);

#endif
