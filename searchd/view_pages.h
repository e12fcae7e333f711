/* Links from a page of a search or a list to the others, and to files of all that it is a page of.
 */
#ifndef SEARCHD_VIEW_PAGES_H
#define SEARCHD_VIEW_PAGES_H

#include <jansson.h>

#include "base/mem.h"
#include "searchd/request.h"

/* Adds the links to the other pages to the page's view, from "page" and "pages" of the answer. */
void view_pages(json_t *view, const json_t *answer, const struct request *request,
                struct arena *arena);

/* Adds "range": "Sections 11 to 20", or null if the page shows none. */
void view_range(json_t *view, const json_t *answer, size_t shown, const char *one, const char *many,
                struct arena *arena);

/* Everything that was found, as files: a list of {"label", "url"}. group as in link_answer();
 * lines: what JSON lines are called, NULL if there are none. */
json_t *view_exports(const char *path, const struct request *request, const char *group,
                     const char *lines, struct arena *arena);

/* Adds "exports", with those files of a path of the API, and "json_url", this page there. */
void view_whole(json_t *view, const char *path, const char *lines, const struct request *request,
                struct arena *arena);

#endif
