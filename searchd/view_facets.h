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

/* One facet's values as bars, the longest as long as there is room: {"title", "rows": [{"label",
 * "width" (percent), "sections", "classes", "url"}], "more" (how many are left out, in words, or
 * null)}. Null if there are fewer than two. */
json_t *view_chart(enum facet facet, const json_t *values, const struct request *request,
                   struct arena *arena);

#endif
