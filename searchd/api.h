/* The JSON API: requests to JSON values. Pages are made from the same values. */
#ifndef SEARCHD_API_H
#define SEARCHD_API_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/search.h"
#include "searchd/request.h"

/* GET /api/v1/search. *json is to be released by json_decref. */
enum err_code api_search(json_t **json, struct index *index, const struct request *request,
                         struct arena *arena, struct err *err);

/* GET /api/v1/classes/<id>. ERR_NOT_FOUND if there is no such class. */
enum err_code api_class(json_t **json, struct index *index, const struct request *request,
                        struct str id, struct arena *arena, struct err *err);

/* Parts of answers: what a hit says of its class and of its section, and what was asked for. */
json_t *api_class_json(const struct record_section *section, struct str query, struct arena *arena);
json_t *api_section_json(const struct record_section *section, struct str query,
                         struct arena *arena);
json_t *api_query_json(const struct search_request *search, const struct search_reading *reading);

/* {"agency": ["denver"], ...}: those that were chosen. */
json_t *api_filters_json(const struct tally_filters *filters);

/* [{"from", "to": [...], "why"}] */
json_t *api_expanded_json(const struct expansions *expansions);

/* [{"text", "query" to be offered, or null}] */
json_t *api_notes_json(const struct notes *notes);

/* The query that is answered: the one typed, or as corrected. */
struct str api_answered(const struct search_request *search, const struct search_reading *reading);

/* {"error": {"code", "message", "position"}} */
json_t *api_error(const struct err *err);

/* The name of an error in JSON, and its HTTP status. */
const char *api_error_name(enum err_code code);
unsigned api_error_status(enum err_code code);

/* The address of a class's page, "/class/<id>[?q=...][#s<ordinal>]". */
enum { API_NO_ORDINAL = -1 };
const char *api_class_url(struct str id, struct str query, int ordinal, struct arena *arena);

#endif
