/* GET /api/v1/variants: clauses that classes have in nearly the same words (search/variants.h).
 *
 * As JSON, a page of clusters. All of them (listing.h) have a row for each variant and each class
 * that has it. */
#ifndef SEARCHD_VARIANTS_H
#define SEARCHD_VARIANTS_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/variants.h"
#include "searchd/listing.h"
#include "searchd/request.h"

/* A page. *json is to be released by json_decref. */
enum err_code variants_page(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err);

/* All of them. */
extern const struct listing_kind variants_listing;

/* For both. */

struct variants_asked {
    struct variants_request request;
    struct listing_choice choice;
};

enum err_code variants_parameters(struct variants_asked *asked, const struct request *request,
                                  struct arena *arena, struct err *err);

/* What was asked, and the numbers. */
json_t *variants_head_json(const struct variants_request *request, const struct variants *variants);

/* What a variant is, without the classes that have it. */
json_t *variants_variant_json(const struct variants_row *row);

#endif
