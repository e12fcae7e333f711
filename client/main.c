/* specsearch, the command line of Specsearch: errors and exit status. */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/err.h"
#include "client/commands.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_ERROR = 2 };

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

    if (out->pager_pid != 0) /* there is no help, and standard output is the pager's */
        return code;
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
    struct err err = {0}, why = {0};
    bool found = false;

    fill_standard_descriptors();
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8"); /* for wcwidth(): the client speaks UTF-8 in any locale */
    setvbuf(stdout, help_buffer, _IOFBF, sizeof help_buffer);
    output_init(&out, STDOUT_FILENO);

    enum err_code code = commands_run(&found, argc, argv, &out, &err);
    if (code == ERR_OK)
        code = finish(&out, &err);
    /* The pager has the terminal until the user leaves it: what is to be said comes after that. */
    enum err_code paged = output_end_pager(&out, &why);
    output_free(&out);
    if (paged != ERR_OK) {
        output_complain(why.text);
        return EXIT_ERROR;
    }
    if (out.failure == EPIPE)
        return EXIT_FOUND;
    if (code == ERR_OK)
        return found ? EXIT_FOUND : EXIT_NOTHING;
    output_complain(err.text);
    return code == ERR_NOT_FOUND ? EXIT_NOTHING : EXIT_ERROR;
}
