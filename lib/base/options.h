/* Command lines: one table of options feeds the parser and the help text. Parsing is getopt_long's:
 * options and operands in any order, `--` ends the options, long names may be shortened. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum option_kind {
    OPTION_FLAG,   /* target: bool */
    OPTION_TEXT,   /* target: const char *; points into argv */
    OPTION_LIST,   /* target: struct option_list; may be given again */
    OPTION_NUMBER, /* target: long; a whole number >= 0 */
    OPTION_CHOICE  /* target: struct option_choice; one of a few names */
};

struct option_list {
    const char **items; /* free() when done */
    size_t count, capacity;
};

struct option_choice {
    const char *const *names;
    size_t count;
    size_t chosen; /* index of a name; before it is given, the default */
    bool given;
};

struct option_def {
    const char *name; /* long name, without dashes */
    char letter;      /* short name, or 0 */
    enum option_kind kind;
    void *target;
    const char *argument; /* what the help calls its argument; NULL for a flag */
    const char *help;
};

/* A command's help: usage lines, what it does, examples. `examples` may be NULL. */
struct option_help {
    const char *usage, *summary, *examples;
};

/* Reads argv[1..]; the operands are left in order in argv[*first .. argc - 1]. ERR_USAGE names the
 * option that is wrong. */
enum err_code options_parse(int *first, int argc, char **argv, const struct option_def *defs,
                            size_t count, struct err *err);

/* Sets *choice to the index of the name among `count` of them that an option was given. ERR_USAGE
 * says which there are. */
enum err_code options_choose(size_t *choice, const char *option, const char *given,
                             const char *const *names, size_t count, struct err *err);

/* Prints usage, summary, options and examples on stdout. */
void options_print_help(const struct option_help *help, const struct option_def *defs,
                        size_t count);

#endif
