/* The JSON API's answers about similar classes and sections. */
#ifndef SEARCHD_SIMILAR_H
#define SEARCHD_SIMILAR_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* Does a path below /api/v1/classes/ ask for what is similar? An id has one slash, so no class is
 * taken for it. */
bool similar_is_asked(struct str path);

/* GET /api/v1/classes/<id>/similar and /api/v1/classes/<id>/sections/<ordinal>/similar; `path` is
 * from the id on. *json is to be released by json_decref. ERR_NOT_FOUND if there is no such class
 * or section. */
enum err_code api_similar(json_t **json, struct index *index, const struct request *request,
                          struct str path, struct arena *arena, struct err *err);

#endif
