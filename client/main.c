/* specsearch, the command line of Specsearch: commands, errors, exit status. */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/options.h"
#include "client/audit.h"
#include "client/compare.h"
#include "client/find.h"
#include "client/list.h"
#include "client/occurrences.h"
#include "client/output.h"
#include "client/show.h"
#include "client/similar.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_ERROR = 2 };

static const struct option_help main_help = {
    .usage = "specsearch COMMAND [options] ...\n"
             "       specsearch --help | --version | COMMAND --help",
    .summary =
        "Searches public-sector class specifications by asking the daemon specsearchd.\n"
        "\n"
        "Commands:\n"
        "  find QUERY...              sections that have these words, best first\n"
        "  occurrences QUERY...       every place where these words stand, in context\n"
        "  show ID                    one specification with its fields and sections\n"
        "  similar ID[#ORDINAL]       classes, or sections, that say most of the same\n"
        "  compare ID ID [ID [ID]]    two to four specifications side by side\n"
        "  list WHAT                  all agencies, kinds, series, classes or skipped files\n"
        "  audit RULES                classes that break the rules of a file",
    .examples = "  specsearch find 'CJIS clearance' --section licensure\n"
                "  specsearch find -f csv background check > background.csv\n"
                "  specsearch occurrences '\"background check\"' --sort right\n"
                "  specsearch show denver/ci2421 -q CJIS\n"
                "  specsearch similar denver/ci2421 --other-agencies\n"
                "  specsearch compare denver/ci2421 salem/865\n"
                "  specsearch list classes --agency denver\n"
                "  specsearch audit corpus/audit.ini\n",
};

static enum err_code run(bool *found, int argc, char **argv, struct output *out, struct err *err)
{
    const char *command = argc > 1 ? argv[1] : "";

    if (strcmp(command, "find") == 0)
        return find_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "occurrences") == 0)
        return occurrences_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "show") == 0)
        return show_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "similar") == 0)
        return similar_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "compare") == 0)
        return compare_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "list") == 0)
        return list_command(found, argc - 1, argv + 1, out, err);
    if (strcmp(command, "audit") == 0)
        return audit_command(found, argc - 1, argv + 1, out, err);
    *found = true;
    if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0) {
        options_print_help(&main_help, NULL, 0);
        return ERR_OK;
    }
    if (strcmp(command, "--version") == 0) {
        puts("specsearch " SPECSEARCH_VERSION);
        return ERR_OK;
    }
    if (*command == '\0')
        return err_set(err, ERR_USAGE,
                       "which command? find, occurrences, show, similar, compare, list or audit; "
                       "see specsearch --help");
    return err_set(err, ERR_USAGE,
                   "'%.100s' is no command; there are find, occurrences, show, similar, compare, "
                   "list and audit, see specsearch --help",
                   command);
}

/* A descriptor closed by the caller would be taken by the next socket, which would then receive the
 * output: it is filled with one that refuses to be written. */
static void fill_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDONLY) == -1)
            return;
}

/* Writes what is left in `out` and in stdout, where the help is. */
static enum err_code finish(struct output *out, struct err *err)
{
    enum err_code code = output_flush(out, err);

    if (code == ERR_OK && fflush(stdout) != 0) {
        out->failure = errno;
        code = output_flush(out, err);
    }
    /* Some file systems report a full disk only here. */
    if (code == ERR_OK && close(STDOUT_FILENO) != 0 && errno != EBADF) {
        out->failure = errno;
        code = output_flush(out, err);
    }
    return code;
}

int main(int argc, char **argv)
{
    static char help_buffer[16 * 1024]; /* holds any help: a failed write shows in fflush() */
    struct output out;
    struct err err = {0};
    bool found = false;

    fill_standard_descriptors();
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8"); /* for wcwidth(): the client speaks UTF-8 in any locale */
    setvbuf(stdout, help_buffer, _IOFBF, sizeof help_buffer);
    output_init(&out, STDOUT_FILENO);

    enum err_code code = run(&found, argc, argv, &out, &err);
    if (code == ERR_OK)
        code = finish(&out, &err);
    output_free(&out);
    if (out.failure == EPIPE)
        return EXIT_FOUND;
    if (code == ERR_OK)
        return found ? EXIT_FOUND : EXIT_NOTHING;
    output_complain(err.text);
    return code == ERR_NOT_FOUND ? EXIT_NOTHING : EXIT_ERROR;
}
