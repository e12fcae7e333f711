/* `specsearch variants`: clauses that classes have in nearly the same words. */
#ifndef CLIENT_VARIANTS_H
#define CLIENT_VARIANTS_H

#include <stdbool.h>

#include "client/command.h"

/* *found is false where there was nothing. */
enum err_code variants_command(bool *found, struct command_line *line, struct output *out,
                               struct err *err);

#endif
