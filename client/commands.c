#include "client/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/audit.h"
#include "client/compare.h"
#include "client/completion.h"
#include "client/find.h"
#include "client/list.h"
#include "client/matrix.h"
#include "client/occurrences.h"
#include "client/show.h"
#include "client/similar.h"
#include "client/variants.h"

static enum err_code help_command(bool *found, struct command_line *line, struct output *out,
                                  struct err *err);

const struct command commands[] = {
    {"find", "QUERY...", "sections that have these words, best first", find_command},
    {"occurrences", "QUERY...", "every place where these words stand, in context",
     occurrences_command},
    {"matrix", "QUERY QUERY...", "what each query finds by agency, class or kind of section",
     matrix_command},
    {"show", "ID", "one specification with its fields and sections", show_command},
    {"similar", "ID[#ORDINAL]", "classes, or sections, that say most of the same", similar_command},
    {"compare", "ID ID [ID [ID]]", "two to four specifications side by side", compare_command},
    {"variants", "[QUERY...]", "clauses that classes have in nearly the same words",
     variants_command},
    {"list", "WHAT", "all agencies, kinds, series, classes or skipped files", list_command},
    {"audit", "RULES", "classes that break the rules of a file", audit_command},
    {"help", "[COMMAND]", "how a command is used", help_command},
    {"complete", "WORD...", NULL, completion_command},
    {0},
};

const struct command *commands_find(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++)
        if (strcmp(name, command->name) == 0)
            return command;
    return NULL;
}

static void print_help(void)
{
    struct buf summary = {0};
    struct option_help help = {
        .usage = "specsearch COMMAND [options] ...\n"
                 "       specsearch --help | --version | COMMAND --help",
        .examples = "  specsearch find 'CJIS clearance' --section licensure\n"
                    "  specsearch find -f csv background check > background.csv\n"
                    "  specsearch occurrences '\"background check\"' --sort right\n"
                    "  specsearch matrix CJIS '\"background check\"'\n"
                    "  specsearch show denver/ci2421 -q CJIS\n"
                    "  specsearch similar denver/ci2421 --other-agencies\n"
                    "  specsearch compare denver/ci2421 salem/865\n"
                    "  specsearch variants --agency denver\n"
                    "  specsearch list classes --agency denver\n"
                    "  specsearch audit corpus/audit.ini\n",
    };

    buf_text(&summary, "Searches public-sector class specifications by asking the daemon "
                       "specsearchd.\n\nCommands:");
    for (const struct command *command = commands; command->name != NULL; command++) {
        char left[64];
        snprintf(left, sizeof left, "%s %s", command->name, command->operands);
        if (command->summary != NULL)
            buf_printf(&summary, "\n  %-26s %s", left, command->summary);
    }
    help.summary = summary.p;
    options_print_help(&help, NULL, 0);
    buf_free(&summary);
}

/* "find, show and list" */
static void add_names(struct buf *names)
{
    const char *separator = "";

    for (const struct command *command = commands; command->name != NULL; command++) {
        if (command->summary == NULL)
            continue;
        const struct command *next = command + 1;
        while (next->name != NULL && next->summary == NULL)
            next++;
        buf_printf(names, "%s%s", next->name == NULL ? " and " : separator, command->name);
        separator = ", ";
    }
}

static enum err_code no_command(const char *name, struct err *err)
{
    struct buf names = {0};

    add_names(&names);
    if (*name == '\0')
        err_set(err, ERR_USAGE, "which command? there are %s; see specsearch --help", names.p);
    else
        err_set(err, ERR_USAGE, "'%.100s' is no command; there are %s, see specsearch --help", name,
                names.p);
    buf_free(&names);
    return ERR_USAGE;
}

/* specsearch help COMMAND is specsearch COMMAND --help. */
static enum err_code help_command(bool *found, struct command_line *line, struct output *out,
                                  struct err *err)
{
    static char option[] = "--help";

    *found = true;
    if (line->completion != NULL) {
        completion_answer_commands(line->completion);
        return ERR_OK;
    }
    if (line->argc > 2)
        return err_set(err, ERR_USAGE, "help takes one command at a time");
    const char *name = line->argc == 2 ? line->argv[1] : option;
    if (strcmp(name, option) == 0 || strcmp(name, "-h") == 0) {
        print_help();
        return ERR_OK;
    }
    const struct command *command = commands_find(name);
    if (command == NULL)
        return no_command(name, err);
    if (command->run == help_command) {
        print_help();
        return ERR_OK;
    }
    char *argv[] = {line->argv[1], option, NULL};
    struct command_line asked = {.argc = 2, .argv = argv};
    return command->run(found, &asked, out, err);
}

enum err_code commands_run(bool *found, int argc, char **argv, struct output *out, struct err *err)
{
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *command = commands_find(name);
    struct command_line line = {.argc = argc - 1, .argv = argv + 1};

    if (command != NULL) {
        enum err_code code = command->run(found, &line, out, err);
        command_end(&line);
        return code;
    }
    *found = true;
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_help();
        return ERR_OK;
    }
    if (strcmp(name, "--version") == 0) {
        puts("specsearch " SPECSEARCH_VERSION);
        return ERR_OK;
    }
    return no_command(name, err);
}
