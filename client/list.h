/* specsearch list: what an index holds. */
#ifndef CLIENT_LIST_H
#define CLIENT_LIST_H

#include <stdbool.h>

#include "base/err.h"
#include "client/output.h"

/* Runs the command; argv[0] is "list". *found: there was something to list. */
enum err_code list_command(bool *found, int argc, char **argv, struct output *out, struct err *err);

#endif
