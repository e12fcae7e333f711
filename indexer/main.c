/* specindex: builds and looks after an index of class specifications. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"
#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/diff.h"
#include "indexer/explain.h"
#include "indexer/report.h"
#include "indexer/verify.h"

enum { EXIT_DIFFERS = 1, EXIT_ERROR = 2, EXIT_SKIPPED = 3 };

/* What the options of all commands set. */
struct settings {
    const char *index, *format;
    struct option_list sources;
    long jobs;
    bool verbose, full, recount, help;
};

struct command {
    const char *name;
    struct option_help help;
    int min_operands, max_operands; /* -1: any number */
    bool needs_index;
    enum err_code (*run)(const struct settings *settings, char **operands, int count, int *status,
                         struct err *err);
};

enum { JOBS_DEFAULT_MAX = 8, JOBS_MAX = 64 };

static long default_jobs(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > JOBS_DEFAULT_MAX ? JOBS_DEFAULT_MAX : processors;
}

static enum err_code check_jobs(const struct settings *settings, struct err *err)
{
    if (settings->jobs < 1 || settings->jobs > JOBS_MAX)
        return err_set(err, ERR_USAGE, "--jobs takes a number from 1 to %d", JOBS_MAX);
    return ERR_OK;
}

static enum err_code run_build(const struct settings *settings, char **operands, int count,
                               int *status, struct err *err)
{
    struct build_request request = {.index = settings->index,
                                    .paths = operands,
                                    .path_count = (size_t)count,
                                    .verbose = settings->verbose,
                                    .full = settings->full,
                                    .workers = (size_t)settings->jobs};
    bool skipped = false;
    enum err_code code = check_jobs(settings, err);
    if (code == ERR_OK)
        code = build_run(&skipped, &request, err);

    *status = skipped ? EXIT_SKIPPED : EXIT_SUCCESS;
    return code;
}

static enum err_code run_explain(const struct settings *settings, char **operands, int count,
                                 int *status, struct err *err)
{
    (void)settings;
    (void)count;
    (void)status;
    return explain_file(operands[0], err);
}

/* Sets *json from --format. */
static enum err_code choose_format(bool *json, const struct settings *settings, struct err *err)
{
    static const char *const names[] = {"text", "json"};
    size_t choice = 0;
    enum err_code code = options_choose(&choice, "format", settings->format, names, 2, err);

    *json = choice == 1;
    return code;
}

static enum err_code run_report(const struct settings *settings, char **operands, int count,
                                int *status, struct err *err)
{
    struct report_request request = {operands, (size_t)count, (size_t)settings->jobs, false};
    bool skipped = false;
    enum err_code code = check_jobs(settings, err);

    if (code == ERR_OK)
        code = choose_format(&request.json, settings, err);
    if (code == ERR_OK)
        code = report_run(&skipped, &request, err);
    *status = skipped ? EXIT_SKIPPED : EXIT_SUCCESS;
    return code;
}

static enum err_code run_check(const struct settings *settings, char **operands, int count,
                               int *status, struct err *err)
{
    (void)operands;
    (void)count;
    (void)status;
    return check_index(settings->index, err);
}

static enum err_code run_rollback(const struct settings *settings, char **operands, int count,
                                  int *status, struct err *err)
{
    (void)status;
    return rollback_index(settings->index, count > 0 ? operands[0] : NULL, err);
}

static enum err_code run_verify(const struct settings *settings, char **operands, int count,
                                int *status, struct err *err)
{
    struct verify_request request = {operands[0], &settings->sources, settings->recount,
                                     (size_t)settings->jobs};
    bool verified = false;
    enum err_code code = check_jobs(settings, err);

    (void)count;
    if (code == ERR_OK && settings->sources.count == 0)
        code = err_set(err, ERR_USAGE, "no sources named; use --sources DIR");
    if (code == ERR_OK)
        code = verify_run(&verified, &request, err);
    *status = verified ? EXIT_SUCCESS : EXIT_DIFFERS;
    return code;
}

static enum err_code run_diff(const struct settings *settings, char **operands, int count,
                              int *status, struct err *err)
{
    struct diff_request request = {settings->index, operands[0], operands[1], false};
    bool differ = false;
    enum err_code code = choose_format(&request.json, settings, err);

    (void)count;
    if (code == ERR_OK)
        code = diff_run(&differ, &request, err);
    *status = differ ? EXIT_DIFFERS : EXIT_SUCCESS;
    return code;
}

static const struct command commands[] = {
    {"build",
     {"specindex build [-v] [-j N] [--full] -i INDEX PATH...",
      "Reads the class specifications under each PATH and makes a new generation of the index.\n"
      "The paths are the whole of what the index holds: sources that are gone are removed,\n"
      "unchanged ones carried over. A house.ini in a folder says how its files are to be read.\n"
      "Exit status: 0 every file was read, 3 some were skipped (the ledger says which and why),\n"
      "2 nothing was published and the index is as it was.",
      "  specindex build -i /var/lib/specsearch corpus\n"
      "  specindex build -v -i /var/lib/specsearch /srv/specs/county /srv/specs/city\n"},
     1,
     -1,
     true,
     run_build},
    {"explain",
     {"specindex explain FILE",
      "Prints everything that is read from one file as JSON: title, class code, fields, and each\n"
      "section with its kinds, lines and text. The same code reads files when an index is built.",
      "  specindex explain corpus/alder-county/accountant-i.txt\n"
      "  specindex explain spec.txt | jq -r '.sections[] | \"\\(.line) \\(.heading)\"'\n"},
     1,
     1,
     false,
     run_explain},
    {"report",
     {"specindex report [-f text|json] [-j N] PATH...",
      "Says how well the files under each PATH are read: sections found and of unknown kind, text\n"
      "under no heading, fields that are missing, requirements, what was skipped and why; sums "
      "for\n"
      "each folder; and the headings that are not known, ready for a house.ini. Exit status: 0\n"
      "every file was read, 3 some were skipped, 2 an error.",
      "  specindex report corpus\n"
      "  specindex report -f json corpus | jq -r '.unknown_headings[] | \"\\(.files) "
      "\\(.heading)\"'\n"},
     1,
     -1,
     false,
     run_report},
    {"check",
     {"specindex check -i INDEX", "Looks at every part of the current generation: is it whole?",
      NULL},
     0,
     0,
     true,
     run_check},
    {"rollback",
     {"specindex rollback -i INDEX [GENERATION]",
      "Makes the generation before the current one, or the one named, current.",
      "  specindex rollback -i /var/lib/specsearch\n"
      "  specindex rollback -i /var/lib/specsearch 000007\n"},
     0,
     1,
     true,
     run_rollback},
    {"verify",
     {"specindex verify [-j N] [--recount] --sources DIR... PACK",
      "Proves, without an index, that each occurrence in an evidence pack (specsearch occurrences\n"
      "-f json) stands in the source it names, and that the pack is complete and unedited. DIR\n"
      "holds a copy of what was indexed; PACK may be - for standard input. --recount proves too\n"
      "that none is missing. Exit status: 0 all verified, 1 not all, 2 an error.",
      "  specindex verify --sources corpus pack.ndjson\n"
      "  specindex verify --sources /mnt/audit/county --sources /mnt/audit/city - <pack.ndjson\n"},
     1,
     1,
     false,
     run_verify},
    {"diff",
     {"specindex diff [-f text|json] [-i INDEX] OLD NEW",
      "Says what appeared, vanished and changed between two generations (an INDEX: its current\n"
      "one; INDEX/000007; 000007 with -i), or between two evidence packs of one query. Exit\n"
      "status: 0 nothing, 1 something, 2 an error.",
      "  specindex diff -i /var/lib/specsearch 000006 000007\n"
      "  specindex diff old.ndjson new.ndjson\n"},
     2,
     2,
     false,
     run_diff},
};

static void print_usage(FILE *out)
{
    fputs("usage: specindex build [-v] [-j N] [--full] -i INDEX PATH...\n"
          "       specindex explain FILE\n"
          "       specindex report [-f text|json] [-j N] PATH...\n"
          "       specindex check -i INDEX\n"
          "       specindex rollback -i INDEX [GENERATION]\n"
          "       specindex verify [-j N] [--recount] --sources DIR... PACK\n"
          "       specindex diff [-f text|json] [-i INDEX] OLD NEW\n"
          "       specindex COMMAND --help | --version\n"
          "\n"
          "-i defaults to $SPECSEARCH_INDEX.\n",
          out);
}

static int fail(const struct err *err)
{
    fprintf(stderr, "specindex: %s\n", err->text);
    return EXIT_ERROR;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int run_with(struct settings *settings, const struct command *command, int argc, char **argv)
{
    const struct option_def options[] = {
        {"index", 'i', OPTION_TEXT, &settings->index, "DIR",
         "the index; default $SPECSEARCH_INDEX"},
        {"jobs", 'j', OPTION_NUMBER, &settings->jobs, "N",
         "read N files at the same time; default one a processor, at most 8"},
        {"format", 'f', OPTION_TEXT, &settings->format, "FORMAT",
         "of a report or a diff: text or json"},
        {"sources", 0, OPTION_LIST, &settings->sources, "DIR",
         "where copies of the sources of a pack are; may be given again"},
        {"recount", 0, OPTION_FLAG, &settings->recount, NULL,
         "ask the query of a pack again, of all sources"},
        {"verbose", 'v', OPTION_FLAG, &settings->verbose, NULL, "a ledger line for every source"},
        {"full", 0, OPTION_FLAG, &settings->full, NULL,
         "read every file again, carry nothing over"},
        {"help", 'h', OPTION_FLAG, &settings->help, NULL, "this text"}};
    size_t count = sizeof options / sizeof options[0];
    struct err err = {0};
    int first, status = EXIT_SUCCESS;

    if (options_parse(&first, argc, argv, options, count, &err) != ERR_OK)
        return fail(&err);
    if (settings->help) {
        options_print_help(&command->help, options, count);
        return EXIT_SUCCESS;
    }
    int operands = argc - first;
    if (operands < command->min_operands ||
        (command->max_operands >= 0 && operands > command->max_operands)) {
        err_set(&err, ERR_USAGE, "usage: %s", command->help.usage);
        return fail(&err);
    }
    if (command->needs_index && (settings->index == NULL || settings->index[0] == '\0')) {
        err_set(&err, ERR_USAGE, "no index named; use -i DIR or set SPECSEARCH_INDEX");
        return fail(&err);
    }
    if (command->run(settings, argv + first, operands, &status, &err) != ERR_OK)
        return fail(&err);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        err_errno(&err, ERR_IO, errno, "standard output");
        fail(&err);
        /* What `build` published is there all the same. */
        return command->run == run_build ? EXIT_SKIPPED : EXIT_ERROR;
    }
    return status;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct settings settings = {
        .index = getenv("SPECSEARCH_INDEX"), .format = "text", .jobs = default_jobs()};
    int status = run_with(&settings, command, argc, argv);

    free(settings.sources.items);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return EXIT_ERROR;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return EXIT_SUCCESS;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("specindex " SPECSEARCH_VERSION);
        return EXIT_SUCCESS;
    }
    const struct command *command = find_command(argv[1]);
    if (command == NULL) {
        struct err err;
        err_set(&err, ERR_USAGE, "unknown command '%s'; see specindex --help", argv[1]);
        return fail(&err);
    }
    return run(command, argc - 1, argv + 1);
}
