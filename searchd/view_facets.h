/* The facets of a search, as links that narrow it, and the filters in force, as links that undo
 * them. */
#ifndef SEARCHD_VIEW_FACETS_H
#define SEARCHD_VIEW_FACETS_H

#include <jansson.h>

#include "base/mem.h"
#include "search/facet.h"
#include "searchd/request.h"

/* The list of facets, in their order; appends a chip for each value selected to `chips`. */
json_t *view_facets(json_t *chips, const json_t *facets, const struct request *request,
                    struct arena *arena);

/* How what was found is spread over kinds of section and agencies: sets "has_charts" and "charts",
 * a list of {"title", "columns": [{"name"}], "rows": [{"label", "width" (percent of the longest),
 * "numbers": [{"number"}], "url"}], "more" (how many are left out, in words, or null)}. Bars are as
 * long as the numbers of occurrences, where values have them, else of sections. */
void view_charts(json_t *view, const json_t *facets, const struct request *request,
                 struct arena *arena);

#endif
