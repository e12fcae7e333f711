/* Comparisons of requirements (experience>=5y): which requirements satisfy them, and where in a
 * section these are stated. */
#ifndef SEARCH_COMPARISON_H
#define SEARCH_COMPARISON_H

#include <stdbool.h>
#include <stdint.h>

#include "search/query.h"
#include "search/requirements.h"

/* Does a requirement satisfy a QUERY_COMPARE, or one that stands for several of one measure, and is
 * it of one of the modalities (bits 1 << enum modality)? No modality: of those that are asked for,
 * which are required, by position or unclassified. `compare` may be NULL: whatever it states. */
bool comparison_fits(const struct requirements_item *item, const struct query_node *compare,
                     uint32_t modalities);

/* Makes *whole the comparison of its measure that all children of an AND together ask for. */
void comparison_join(struct query_node *whole, const struct query_node *compare);

/* Marks the words that state the requirements of a section for which comparisons outside of NOT, or
 * a modality that stands alone, find it: sets marked[i] for each. `marked` has `words` elements,
 * one for each of the section's tokens. */
void comparison_mark(bool *marked, uint32_t words, const struct query_node *root,
                     const struct requirements_item *items, uint32_t count);

#endif
