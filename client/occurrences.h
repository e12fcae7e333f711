/* `specsearch occurrences`: every place where what was asked for stands, keyword in context. */
#ifndef CLIENT_OCCURRENCES_H
#define CLIENT_OCCURRENCES_H

#include "client/command.h"

/* As find_command(). *found is false where there was nothing. */
enum err_code occurrences_command(bool *found, struct command_line *line, struct output *out,
                                  struct err *err);

#endif
