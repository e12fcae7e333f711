/* `specsearch occurrences`: every place where what was asked for stands, keyword in context. */
#ifndef CLIENT_OCCURRENCES_H
#define CLIENT_OCCURRENCES_H

#include <stdbool.h>

#include "base/err.h"
#include "client/output.h"

/* argv[0] is the command's own name. *found is false where there was nothing. */
enum err_code occurrences_command(bool *found, int argc, char **argv, struct output *out,
                                  struct err *err);

#endif
