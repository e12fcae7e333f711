/* GET /api/v1/matrix: how much of what several queries ask for is in each agency, class or kind of
 * section (search/matrix.h); a page of the rows, or all as a listing (listing.h). */
#ifndef SEARCHD_MATRIX_H
#define SEARCHD_MATRIX_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/matrix.h"
#include "searchd/listing.h"

/* A page. *json is to be released by json_decref. */
enum err_code matrix_page(json_t **json, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err);

extern const struct listing_kind matrix_listing;

#endif
