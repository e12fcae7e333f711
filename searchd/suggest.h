/* GET /api/v1/suggest: how the text in the search box may go on. */
#ifndef SEARCHD_SUGGEST_H
#define SEARCHD_SUGGEST_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* {"generation", "query", "suggestions": [{"type", "type_label", "text", "label", "classes",
 * "sections", "url"}]}, numbers and url null where there are none. *json is to be released. */
enum err_code suggest_json(json_t **json, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err);

#endif
