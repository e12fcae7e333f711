/* Links to searches and the like: a request's own parameters with changes. They live in the arena.
 */
#ifndef SEARCHD_LINK_H
#define SEARCHD_LINK_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"
#include "searchd/request.h"

/* A search with this parameter alone. */
const char *link_search(const char *name, const char *value, struct arena *arena);

/* A path of a file, to stand behind an address. */
const char *link_path(const char *path, struct arena *arena);

/* The same search or list, on another page. */
const char *link_page(const struct request *request, json_int_t page, struct arena *arena);

/* The same search or list with a facet's value selected, or, if it is, no longer; on the first
 * page. */
const char *link_toggle(const struct request *request, const char *facet, const char *value,
                        bool selected, struct arena *arena);

/* The same without any filter; on the first page. */
const char *link_bare(const struct request *request, struct arena *arena);

/* The same search or list with one value of a parameter in place of its own, or with none if that
 * is empty; on the first page. */
const char *link_change(const struct request *request, const char *name, struct str value,
                        struct arena *arena);

/* The same for programs, at another path: this page of it, or, with a format, the whole; with that
 * group, unless it is NULL. */
const char *link_answer(const char *path, const struct request *request, const char *group,
                        const char *format, struct arena *arena);

/* What another page answers to the same query, with the same filters. */
const char *link_question(const char *path, const struct request *request, struct arena *arena);

#endif
