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
json_t *view_compare(const json_t *answer, const struct request *request, struct arena *arena);

#endif
