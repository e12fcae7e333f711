/* GET /api/v1/absence: all classes by whether they have what a query asks for, and why not
 * (search/absence.h); a page of them, or all as a listing (listing.h). */
#ifndef SEARCHD_ABSENCE_H
#define SEARCHD_ABSENCE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/absence.h"
#include "searchd/listing.h"

/* A page. *json is to be released by json_decref. */
enum err_code absence_page(json_t **json, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err);

extern const struct listing_kind absence_listing;

#endif
