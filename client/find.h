/* `specsearch find`: one page of hits for a person, or every hit for a spreadsheet. */
#ifndef CLIENT_FIND_H
#define CLIENT_FIND_H

#include "client/command.h"

/* Writes to `out` and leaves it to the caller to flush the rest; help goes to stdout. *found is
 * whether anything was. */
enum err_code find_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err);

#endif
