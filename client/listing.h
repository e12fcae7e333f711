/* Whole listings of the daemon, as NDJSON, read while they come, and checked to be whole: a line
 * that announces rows, a line for each, and a last one that counts them. */
#ifndef CLIENT_LISTING_H
#define CLIENT_LISTING_H

#include <stdbool.h>

#include "base/err.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/output.h"

/* What takes a listing as it comes. What is handed over lives as long as the call; an error ends
 * the request, and but for ERR_FORMAT, which blames the line, it is no fault of the answer. */
struct listing_taker {
    enum err_code (*head)(long long *announced, void *data, const struct answer *answer,
                          struct err *err);
    enum err_code (*row)(void *data, const struct answer *answer, struct err *err);
    void *data;
    struct output *out; /* where it is written: progress is told beside it; NULL: nowhere */
    bool copied;        /* each line goes there whole, behind what else is told of it */
};

/* GETs `target`. *rows is how many came. An error, which says so, if they are not all that were
 * announced; that of a query that is wrong has its position. */
enum err_code listing_take(long long *rows, struct fetch *fetch, struct str target,
                           const struct listing_taker *taker, struct err *err);

#endif
