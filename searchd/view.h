/* Views: what templates are given. Values of the API's JSON are turned into what a page shows. */
#ifndef SEARCHD_VIEW_H
#define SEARCHD_VIEW_H

#include <jansson.h>

#include "base/mem.h"
#include "searchd/request.h"

/* Each makes a new JSON value from the API's answer to the request. */
json_t *view_home(const json_t *answer, struct arena *arena);
json_t *view_search(const json_t *answer, const struct request *request, struct arena *arena);
json_t *view_class(const json_t *answer, const struct request *request, struct arena *arena);

/* What was asked for beside the query, for the search form to keep: a list of {"name", "value"}. */
json_t *view_kept(const struct request *request);

/* Text as a list of {"text", "marked"} pieces, from marks in code points. */
json_t *view_pieces(const json_t *text, const json_t *marks);

/* "1 class", "2,431 classes" */
const char *view_count(json_int_t n, const char *one, const char *many, struct arena *arena);

#endif
