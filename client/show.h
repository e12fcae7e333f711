/* `specsearch show`: one specification, section by section, with lines to cite. */
#ifndef CLIENT_SHOW_H
#define CLIENT_SHOW_H

#include "client/command.h"

/* As find_command(). ERR_NOT_FOUND if there is no class of that ID. */
enum err_code show_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err);

#endif
