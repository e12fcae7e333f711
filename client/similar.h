/* `specsearch similar`: the classes, or sections, that are most like one. */
#ifndef CLIENT_SIMILAR_H
#define CLIENT_SIMILAR_H

#include "client/command.h"

/* As find_command(). ERR_NOT_FOUND if there is no class or section of that ID. */
enum err_code similar_command(bool *found, struct command_line *line, struct output *out,
                              struct err *err);

#endif
