/* `specindex diff OLD NEW`: what appeared, vanished and changed between two generations, or between
 * two evidence packs of one query. */
#ifndef INDEXER_DIFF_H
#define INDEXER_DIFF_H

#include <stdbool.h>

#include "base/err.h"

struct diff_request {
    const char *index; /* whose generations may be given by their names alone; NULL: none */
    const char *old, *new;
    bool json;
};

/* Prints what differs and, last, the numbers. */
enum err_code diff_run(bool *differ, const struct diff_request *request, struct err *err);

#endif
