/* Links from a page of a search or a list to the others. */
#ifndef SEARCHD_VIEW_PAGES_H
#define SEARCHD_VIEW_PAGES_H

#include <jansson.h>

#include "base/mem.h"
#include "searchd/request.h"

/* Adds them to the page's view, from "page" and "pages" of the answer. */
void view_pages(json_t *view, const json_t *answer, const struct request *request,
                struct arena *arena);

#endif
