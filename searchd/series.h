/* The series of a class as JSON: its ladder. */
#ifndef SEARCHD_SERIES_H
#define SEARCHD_SERIES_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"

/* *json becomes {"name", "stated", "left_out", "classes": [{"id", "title", "code", "grade", "url",
 * "current", "distinguished": [{"sentence", "ordinal", "line", "url", "names": [id, ...]}]}]}, the
 * lowest level first; null if the class is alone. It is to be released by json_decref. */
enum err_code series_json(json_t **json, struct index *index, const struct record_class *class,
                          struct arena *arena, struct err *err);

#endif
