/* GET /api/v1/compare: two to four classes side by side, as JSON. (compare_table.h has files.) */
#ifndef SEARCHD_COMPARE_H
#define SEARCHD_COMPARE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "search/search.h"
#include "searchd/request.h"

/* *json is to be released by json_decref. ERR_NOT_FOUND names the id that no class has; ERR_USAGE
 * if there are not two to four, or one is there twice. */
enum err_code api_compare(json_t **json, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err);

/* Fields, a row each that one of the classes states: [{"name", "label", "same", "cells":
 * [{"value", "meaning", "line"} or null, ...]}]. Values are the same whatever the case of their
 * letters. */
json_t *compare_fields_json(const struct search_class *classes, size_t count);

/* What the classes require, a row for each type that one of them has: [{"type", "label", "same",
 * "cells": [[{..., "shared"}, ...], ...]}]. A requirement is shared if every class has one of the
 * same value and modality, and a row is the same if all of its are. */
json_t *compare_requirements_json(const struct search_class *classes, size_t count,
                                  struct arena *arena);

#endif
