/* GET /api/v1/compare as a file: a row for each field, for each type of requirement and for each
 * passage or passages that stand beside each other, with a cell for each class. */
#ifndef SEARCHD_COMPARE_TABLE_H
#define SEARCHD_COMPARE_TABLE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* Answers in the format asked for: *json (compare.h) is what is to be sent, or it is NULL and
 * *response has a file. The ids, and errors, are those of api_compare(). */
enum err_code compare_answer(json_t **json, struct response *response, struct index *index,
                             const struct request *request, struct arena *arena, struct err *err);

#endif
