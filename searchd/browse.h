/* GET /api/v1/browse and below: what the index holds, in lists. *json is to be released by
 * json_decref; what is not there is null. */
#ifndef SEARCHD_BROWSE_H
#define SEARCHD_BROWSE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* /api/v1/browse: {"generation", "built_at", "specifications", "classes", "sections", "series",
 * "agencies": [{"value", "label", "classes", "sections", "url"}], "kinds": [the same], "letters":
 * [{"letter", "label", "classes"}], "sources": {"indexed", "skipped", "duplicate", "noted"}} */
enum err_code browse_index_json(json_t **json, struct index *index, const struct request *request,
                                struct arena *arena, struct err *err);

/* The lists: {"generation", "filters", "total", "page", "per_page", "pages", ...}, by pages.
 * ERR_USAGE if they are to be narrowed to an agency or a series that no class has. */

/* /api/v1/browse/classes: "letters", and "classes": [{"id", "title", "code", "agency", "series",
 * "sections", "url"}], A to Z. */
enum err_code browse_classes_json(json_t **json, struct index *index, const struct request *request,
                                  struct arena *arena, struct err *err);

/* /api/v1/browse/series: "letters", and "series": [{"series", "agency", "classes", "sections",
 * "url"}]. */
enum err_code browse_series_json(json_t **json, struct index *index, const struct request *request,
                                 struct arena *arena, struct err *err);

/* /api/v1/browse/skipped: "states": [{"state", "label", "sources"}], and "sources": [{"source",
 * "state", "reason", "note", "agency"}]. */
enum err_code browse_skipped_json(json_t **json, struct index *index, const struct request *request,
                                  struct arena *arena, struct err *err);

#endif
