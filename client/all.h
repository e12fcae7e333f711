/* `specsearch find --all`: everything that is found, in one answer that is read while it comes, and
 * checked to be whole. */
#ifndef CLIENT_ALL_H
#define CLIENT_ALL_H

#include "base/err.h"
#include "client/fetch.h"
#include "client/output.h"
#include "client/rows.h"

enum all_format { ALL_TEXT, ALL_JSON /* a line each */, ALL_ROWS };

/* GETs `target`, an export as NDJSON, and writes its rows; `shape` is for ALL_ROWS. *found is how
 * many there were. An error, which says so, if they are not all that were announced. */
enum err_code all_print(long long *found, struct fetch *fetch, struct str target,
                        enum all_format format, struct rows_shape shape, struct output *out,
                        struct err *err);

#endif
