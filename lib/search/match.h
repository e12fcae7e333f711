/* Matching: a query tree to the sections that match it, with their weights. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include <stdbool.h>

#include "base/err.h"
#include "search/index.h"
#include "search/query.h"

/* Every section that matches, in order of docid. A word counts as found in a section if the title
 * of its class has it, as long as some word of the query stands in the section itself. `any`: one
 * of the words and phrases is enough; scopes and fields hold all the same. */
enum err_code match_sections(struct xap_matches *matches, struct index_worker *worker,
                             const struct query_node *root, bool any, uint64_t deadline_ms,
                             struct err *err);

#endif
