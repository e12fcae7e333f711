/* GET /api/v1/occurrences: every place where what a query seeks stands (search/occurrences.h).
 *
 * As JSON, a page of them. As format=ndjson all of them, an evidence pack: a line that says what
 * was asked of which documents and how many rows will come, a line for each row, and a last one
 * with the SHA-256 of all bytes before it. As format=csv or xlsx a table (table.h). */
#ifndef SEARCHD_OCCURRENCES_H
#define SEARCHD_OCCURRENCES_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/occurrences.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"

/* A page. *json is to be released by json_decref. */
enum err_code occurrences_page(json_t **json, struct index *index, const struct request *request,
                               struct arena *arena, struct err *err);

/* Are all of them asked for, in one answer? */
bool occurrences_are_exported(const struct request *request);

/* Counts, and makes *response, whose stream reads them. */
enum err_code occurrences_export(struct response *response, struct snapshots *snapshots,
                                 const struct request *request, struct arena *arena,
                                 struct err *err);

/* For both. */

enum occurrences_format { OCCURRENCES_JSON, OCCURRENCES_NDJSON, OCCURRENCES_CSV, OCCURRENCES_XLSX };

struct occurrences_parameters {
    struct occurrences_request request;
    enum occurrences_format format;
    uint32_t page, per_page;
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
