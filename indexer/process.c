#include "indexer/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Leaves a process its socket alone. What libraries print goes nowhere; what a sanitizer prints
 * should be seen. */
static bool close_descriptors(int socket)
{
    int high = fcntl(socket, F_DUPFD, 10);
    int null = open("/dev/null", O_RDWR);

    if (high < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        return false;
#ifndef __SANITIZE_ADDRESS__
    if (dup2(null, STDERR_FILENO) < 0)
        return false;
#endif
    return dup2(high, PROCESS_SOCKET) >= 0 && close_range(PROCESS_SOCKET + 1, ~0U, 0) == 0;
}

static _Noreturn void be_process(int socket, pid_t parent, void (*body)(const void *data),
                                 const void *data)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || !close_descriptors(socket)) /* it may have ended before the call */
        _exit(EXIT_FAILURE);
    body(data);
    _exit(EXIT_SUCCESS);
}

enum err_code process_start(struct process *process, void (*body)(const void *data),
                            const void *data, struct err *err)
{
    int sockets[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return err_errno(err, ERR_IO, errno, "no process can be started");
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        be_process(sockets[1], parent, body, data);
    int number = errno;
    close(sockets[1]);
    if (pid < 0) {
        close(sockets[0]);
        return err_errno(err, ERR_IO, number, "no process can be started");
    }
    *process = (struct process){pid, sockets[0]};
    return ERR_OK;
}

int process_end(struct process *process)
{
    int status = 0;

    close(process->socket);
    kill(process->pid, SIGKILL);
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *process = (struct process){0};
    return status;
}

bool process_send(int socket, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = send(socket, p, n, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

bool process_receive(int socket, char *p, size_t n)
{
    while (n > 0) {
        ssize_t got = recv(socket, p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

bool process_answer(int socket, enum err_code code, struct str text)
{
    struct process_header header = {.code = (uint32_t)code, .length = (uint32_t)text.n};
    return process_send(socket, (const char *)&header, sizeof header) &&
           process_send(socket, text.p, text.n);
}
