/* Views: what templates are given. Values of the API's JSON are turned into what a page shows. */
#ifndef SEARCHD_VIEW_H
#define SEARCHD_VIEW_H

#include <jansson.h>

#include "base/mem.h"
#include "search/manifest.h"
#include "searchd/request.h"

/* Each makes a new JSON value from the API's answer to the request. */
json_t *view_home(const json_t *answer, const struct manifest *manifest, struct arena *arena);
json_t *view_search(const json_t *answer, const struct request *request, struct arena *arena);
json_t *view_class(const json_t *answer, const struct request *request, struct arena *arena);
json_t *view_compare(const json_t *answer, struct arena *arena);

/* What the index holds, and lists of it. */
json_t *view_browse(const json_t *answer, struct arena *arena);
json_t *view_browse_classes(const json_t *answer, const struct request *request,
                            struct arena *arena);
json_t *view_browse_series(const json_t *answer, const struct request *request,
                           struct arena *arena);
json_t *view_browse_skipped(const json_t *answer, const struct request *request,
                            struct arena *arena);

/* Answers for the whole index. NULL: there is none, as nothing was asked, or for a problem
 * (view_question.h). */
json_t *view_occurrences(json_t *answer, const struct request *request, struct arena *arena);
json_t *view_absence(json_t *answer, const struct request *request, struct arena *arena);
json_t *view_variants(json_t *answer, const struct request *request, struct arena *arena);
json_t *view_matrix(json_t *answer, const struct request *request, struct arena *arena);

/* What was asked for beside the query, for a form to keep, as a list of {"name", "value"}: filters
 * in force, and, if `sort`, the order. */
json_t *view_kept(const struct request *request, bool sort);

#endif
