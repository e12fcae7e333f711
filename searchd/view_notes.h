/* What a page of results says of a query beside its results (notes.h of search). */
#ifndef SEARCHD_VIEW_NOTES_H
#define SEARCHD_VIEW_NOTES_H

#include <jansson.h>

#include "base/mem.h"
#include "searchd/request.h"

/* Adds "notes" to the page's view, from "query" of the answer: each a text and, if there is one,
 * the query to offer with its link. */
void view_notes(json_t *view, const json_t *query, const struct request *request,
                struct arena *arena);

#endif
