/* What a page of results says of the query: what it was expanded into, and its spelling. */
#ifndef SEARCHD_VIEW_QUERY_H
#define SEARCHD_VIEW_QUERY_H

#include <jansson.h>

#include "base/mem.h"
#include "searchd/request.h"

/* Adds it to the page's view, from "query" of the answer. */
void view_query(json_t *view, const json_t *query, const struct request *request,
                struct arena *arena);

#endif
