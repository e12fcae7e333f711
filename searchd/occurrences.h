/* GET /api/v1/occurrences: every place where what a query seeks stands (search/occurrences.h).
 *
 * A page of them, or all as a listing (listing.h), whose NDJSON is an evidence pack. */
#ifndef SEARCHD_OCCURRENCES_H
#define SEARCHD_OCCURRENCES_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/occurrences.h"
#include "searchd/listing.h"

/* A page. *json is to be released by json_decref. */
enum err_code occurrences_page(json_t **json, struct index *index, const struct request *request,
                               struct arena *arena, struct err *err);

extern const struct listing_kind occurrences_listing;

/* For both. */

struct occurrences_parameters {
    struct occurrences_request request;
    struct listing_choice choice;
};

enum err_code occurrences_parameters(struct occurrences_parameters *parameters,
                                     const struct request *request, struct arena *arena,
                                     struct err *err);

json_t *occurrences_query_json(const struct occurrences_request *request,
                               const struct occurrences_summary *summary);
json_t *occurrences_total_json(const struct occurrences_summary *summary);
json_t *occurrences_dispersion_json(const struct occurrences_summary *summary);
json_t *occurrences_row_json(const struct occurrences_row *row, struct str query,
                             struct arena *arena);

#endif
