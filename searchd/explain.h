/* GET /api/v1/explain: what a query asks for, in words and numbers (search/describe.h). */
#ifndef SEARCHD_EXPLAIN_H
#define SEARCHD_EXPLAIN_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* Parameters: q and expand. *json is to be released by json_decref. */
enum err_code explain_query(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err);

#endif
