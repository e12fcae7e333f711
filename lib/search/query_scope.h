/* The names of a query's scopes and fields. */
#ifndef SEARCH_QUERY_SCOPE_H
#define SEARCH_QUERY_SCOPE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "search/query.h"

/* What stands before a colon. */
struct query_scope {
    enum query_type type; /* KIND, HEADING, FIELD or MODALITY */
    enum spec_kind kind;
    enum query_field field;
};

/* Finds one by its name or a short form of it, in any case. ERR_USAGE, with the position: there is
 * none, or more than one. */
enum err_code query_scope_find(struct query_scope *scope, struct str name, int position,
                               struct err *err);

/* As it is written: "title", "licensure", "heading". */
const char *query_scope_name(const struct query_scope *scope);

/* Is it the name of a field of the class, in any case? */
bool query_is_field_name(struct str name);

#endif
