/* `specsearch compare`: two to four classes side by side. */
#ifndef CLIENT_COMPARE_H
#define CLIENT_COMPARE_H

#include <jansson.h>

#include "client/command.h"

/* As find_command(). ERR_NOT_FOUND if an ID is no class's. */
enum err_code compare_command(bool *found, struct command_line *line, struct output *out,
                              struct err *err);

enum { COMPARE_CLASSES_MAX = 4 };

/* A comparison for a person: each class has a letter. Two classes stand in two columns if the
 * output is wide enough, all others one above the other. [Words] are only in that class, {words} in
 * some others. What all have is counted, or shown if `whole`. `root` is an answer of
 * /api/v1/compare. */
void compare_print(struct output *out, const json_t *root, bool whole);

#endif
