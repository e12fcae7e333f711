/* `specsearch find`: one page of hits for a person, or every hit for a spreadsheet. */
#ifndef CLIENT_FIND_H
#define CLIENT_FIND_H

#include <stdbool.h>

#include "base/err.h"
#include "client/output.h"

/* argv[0] is the command's name. Writes to `out` and leaves it to the caller to flush the rest;
 * help goes to stdout. *found is whether anything was. */
enum err_code find_command(bool *found, int argc, char **argv, struct output *out, struct err *err);

#endif
