/* GET /api/v1/export: everything that a search finds, a row each, sent while it is being read.
 *
 * As format=ndjson, a JSON object a line: the first says what was asked for and how many rows will
 * come, {"query", "generation", "total", "rows"}; then the rows,
 * {"class", "section", "score", "named", "text"} (and "sections", if results are classes); the last
 * is {"complete": true, "rows"}: without it something is missing. As format=csv or xlsx a table
 * (table.h, export_table.h) of the same rows. Each in the order of the pages. */
#ifndef SEARCHD_EXPORT_H
#define SEARCHD_EXPORT_H

#include "base/err.h"
#include "base/mem.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"

/* Finds everything and makes *response, whose stream reads it and holds the generation until it is
 * closed. ERR_BUSY if too many exports are under way, ERR_LIMIT if there are more rows than a sheet
 * holds. */
enum err_code export_open(struct response *response, struct snapshots *snapshots,
                          const struct request *request, struct arena *arena, struct err *err);

#endif
