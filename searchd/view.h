/* Views: what templates are given. Values of the API's JSON are turned into what a page shows. */
#ifndef SEARCHD_VIEW_H
#define SEARCHD_VIEW_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"
#include "search/manifest.h"
#include "searchd/request.h"

/* Each makes a new JSON value from the API's answer to the request. */
json_t *view_home(const json_t *answer, const struct manifest *manifest, struct arena *arena);
json_t *view_search(const json_t *answer, const struct request *request, struct arena *arena);
json_t *view_class(const json_t *answer, const struct request *request, struct arena *arena);
json_t *view_compare(const json_t *answer, const struct request *request, struct arena *arena);

/* What the index holds, from the answer to a search for everything. */
json_t *view_browse(const json_t *answer, const struct manifest *manifest, struct arena *arena);

/* Sources that were not simply read, a page of them: which, and why. */
enum view_ledger { VIEW_SKIPPED, VIEW_DUPLICATES, VIEW_NOTES, VIEW_LEDGER_COUNT };
bool view_ledger_from_name(enum view_ledger *ledger, struct str name);
json_t *view_sources(const struct manifest *manifest, enum view_ledger ledger, unsigned page,
                     struct arena *arena);

#endif
