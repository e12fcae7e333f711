#include "client/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

const char pager_usual[] = "if command -v less >/dev/null; then exec less; else exec cat; fi";

enum { NOT_RUN = 126 }; /* as the shell says it; 127: not found */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };

/* For the handler: there is one pager at a time. */
static volatile sig_atomic_t running_pid, running_fd;

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 0;
    return status;
}

/* The pager has the terminal until the user leaves it: were we gone before, it and the shell would
 * both read the keys. */
static void leave_first(int number)
{
    close(running_fd);
    wait_for(running_pid);
    signal(number, SIG_DFL);
    raise(number);
}

/* In the child. */
static void run(int from, const char *command)
{
    signal(SIGPIPE, SIG_DFL);
    if (dup2(from, STDIN_FILENO) >= 0)
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NOT_RUN);
}

bool pager_start(pid_t *pid, int *fd, const char *command)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    setenv("LESS", "FRX", 0);
    *pid = fork();
    if (*pid == 0)
        run(ends[0], command);
    close(ends[0]);
    if (*pid < 0) {
        close(ends[1]);
        return false;
    }
    *fd = ends[1];
    running_pid = *pid;
    running_fd = *fd;
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (signal(signals[i], leave_first) == SIG_IGN)
            signal(signals[i], SIG_IGN);
    return true;
}

enum err_code pager_end(pid_t pid, int fd, const char *command, struct err *err)
{
    close(fd);
    int status = wait_for(pid);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (signal(signals[i], SIG_DFL) == SIG_IGN)
            signal(signals[i], SIG_IGN);
    if (WIFEXITED(status) && WEXITSTATUS(status) >= NOT_RUN)
        return err_set(err, ERR_IO,
                       "the pager '%.200s' cannot be run; set SPECSEARCH_PAGER, or ask with "
                       "--no-pager",
                       command);
    return ERR_OK;
}
