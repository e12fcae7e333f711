/* specsearch list: what an index holds. */
#ifndef CLIENT_LIST_H
#define CLIENT_LIST_H

#include "client/command.h"

/* As find_command(). *found: there was something to list. */
enum err_code list_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err);

#endif
