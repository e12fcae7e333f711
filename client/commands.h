/* The commands of specsearch: a new one is a row in commands.c. */
#ifndef CLIENT_COMMANDS_H
#define CLIENT_COMMANDS_H

#include "client/command.h"

struct command {
    const char *name, *operands;
    const char *summary; /* NULL: not for people, and not shown to them */
    /* *found decides the exit status. */
    enum err_code (*run)(bool *found, struct command_line *line, struct output *out,
                         struct err *err);
};

extern const struct command commands[]; /* ended by a row without a name */

/* NULL if there is none of that name. */
const struct command *commands_find(const char *name);

/* Runs what argv[1..] says. */
enum err_code commands_run(bool *found, int argc, char **argv, struct output *out, struct err *err);

#endif
