/* What the commands of specsearch have in common: how their lines are read, the options that all of
 * them take, and what is done before they ask. */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/options.h"
#include "client/config.h"
#include "client/fetch.h"
#include "client/output.h"

struct completion; /* client/completion.h */

/* A command line, from the command's name on. */
struct command_line {
    int argc;
    char **argv;
    /* Not NULL: nothing is asked; the options of the command are wanted, to complete a word. */
    struct completion *completion;
    /* What its options said that all commands take. */
    const char *url; /* NULL: not given */
    struct option_choice color;
    bool no_pager;
    long retries;
    struct config config;
};

/* What a command's operands are, for completion. */
enum command_operand {
    COMMAND_TEXT, /* words that nobody can know */
    COMMAND_CLASS,
    COMMAND_FILE,
    COMMAND_WORD /* one of a few */
};

struct command_help {
    struct option_help text;
    enum command_operand operand;
    const char *const *words; /* of COMMAND_WORD; ended by NULL */
};

/* Reads a command line by a command's own options and those of all. The operands are left in order
 * in argv[*first .. argc - 1]. *answered: nothing is left to do, as its help was asked for and
 * printed, or the line is to be completed. */
enum err_code command_parse(int *first, bool *answered, struct command_line *line,
                            const struct command_help *help, const struct option_def *defs,
                            size_t count, struct err *err);

/* Appends the operands from argv[first] on, joined by a blank each: a query. */
void command_join(struct buf *query, const struct command_line *line, int first);

/* Makes ready to ask the daemon. The caller frees *fetch by fetch_free(), also after an error. */
enum err_code command_connect(struct fetch **fetch, struct command_line *line, struct err *err);

/* Sets up how `out` is written. */
enum err_code command_dress(struct output *out, struct command_line *line, struct err *err);

/* Both. */
enum err_code command_open(struct fetch **fetch, struct command_line *line, struct output *out,
                           struct err *err);

/* Sets *agency, if it is NULL as --agency is not given, to the one that the user prefers, if there
 * is one. That is said on standard error, so that nobody takes a part for the whole. An empty name
 * stands for all agencies: it becomes NULL. */
enum err_code command_prefer_agency(const char **agency, struct command_line *line,
                                    struct err *err);

/* The same for a list of agencies, which may be empty. */
enum err_code command_prefer_agencies(struct option_list *agencies, struct command_line *line,
                                      struct err *err);

/* Frees what a line holds. */
void command_end(struct command_line *line);

#endif
