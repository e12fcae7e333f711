/* What an export is as a table: its columns, and what a workbook says of it. */
#ifndef SEARCHD_EXPORT_TABLE_H
#define SEARCHD_EXPORT_TABLE_H

#include "base/err.h"
#include "base/mem.h"
#include "search/search.h"
#include "searchd/about.h"
#include "searchd/request.h"
#include "searchd/table.h"

enum { EXPORT_SHEETS = 2, EXPORT_COLUMNS_MAX = 14 };

/* "Results", with a column for how many sections match if results are classes, and "About". */
const struct table_sheet *export_sheets(bool classes);

/* The cells of a row. The address is the page's path, which leads to the page if the origin is
 * known. */
void export_cells(struct table_cell cells[EXPORT_COLUMNS_MAX], const struct search_row *row,
                  bool classes, struct str query, struct str origin, struct arena *arena);

/* What can be said before the first row, with the address of the search's page. A reading for which
 * there is no time before the deadline is left out. */
enum err_code export_about(struct about *about, struct index *index, const struct request *request,
                           const struct search_request *search, const struct search_summary *found,
                           struct err *err);

/* "licensure education"; what was narrowed by. Whatever else lists sections has these, too. */
struct str export_kinds_text(const struct kind_set *kinds, struct arena *arena);
void export_add_filters(struct about *about, const struct tally_filters *filters);

#endif
