/* Everything that is found, in one answer that is read while it comes, and checked to be whole:
 * what `specsearch find --all` prints, and what an audit reads. */
#ifndef CLIENT_ALL_H
#define CLIENT_ALL_H

#include "base/err.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/output.h"
#include "client/rows.h"

/* What takes an export as it comes. What is handed over lives as long as the call; an error ends
 * the request. */
struct all_taker {
    enum err_code (*head)(void *data, const struct answer_export *head, struct err *err);
    enum err_code (*row)(void *data, const struct answer_hit *row, struct err *err);
    void *data;
    struct output *out; /* as in struct listing_taker */
    bool copied;
};

/* GETs `target`, an export as NDJSON. *rows is how many came. An error, which says so, if they are
 * not all that were announced; that of a query that is wrong has its position. */
enum err_code all_take(long long *rows, struct fetch *fetch, struct str target,
                       const struct all_taker *taker, struct err *err);

enum all_format { ALL_TEXT, ALL_JSON /* a line each */, ALL_ROWS };

/* Writes the rows of such an export; `shape` is for ALL_ROWS. */
enum err_code all_print(long long *found, struct fetch *fetch, struct str target,
                        enum all_format format, struct rows_shape shape, struct output *out,
                        struct err *err);

#endif
