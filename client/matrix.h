/* `specsearch matrix`: how much of what several queries ask for is in each agency, class or kind of
 * section. */
#ifndef CLIENT_MATRIX_H
#define CLIENT_MATRIX_H

#include "client/command.h"

/* As find_command(). *found is false where no query found anything. */
enum err_code matrix_command(bool *found, struct command_line *line, struct output *out,
                             struct err *err);

#endif
