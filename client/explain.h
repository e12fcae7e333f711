/* specsearch find --explain: what a query asks for, in words. */
#ifndef CLIENT_EXPLAIN_H
#define CLIENT_EXPLAIN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "client/fetch.h"
#include "client/output.h"

/* Prints what the daemon answers at `target`: for people, or as it is. */
enum err_code explain_print(struct fetch *fetch, struct str target, bool json, struct output *out,
                            struct err *err);

#endif
