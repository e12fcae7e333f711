/* specsearch complete: what a word of a command line may be, for the shells.
 *
 * The scripts in client/completions pass the words that stand behind the program's name, up to the
 * one under the cursor, and get what it may become, a line each: the whole word, and what it means
 * behind a tab. Commands, options and their values come from the tables by which lines are read;
 * agencies, series and classes from the daemon, if it answers within a second. */
#ifndef CLIENT_COMPLETION_H
#define CLIENT_COMPLETION_H

#include "client/command.h"

/* *found is false if the word is the name of a file, which shells complete themselves. */
enum err_code completion_command(bool *found, struct command_line *line, struct output *out,
                                 struct err *err);

/* For commands that are run to complete a line: proposes by the table of their options, or the
 * names of commands. */
void completion_answer(struct completion *completion, const struct command_help *help,
                       const struct option_def *defs, size_t count);
void completion_answer_commands(struct completion *completion);

#endif
