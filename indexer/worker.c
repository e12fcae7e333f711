#include "indexer/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "indexer/process.h"

enum {
    WORKER_DESCRIPTORS = 8, /* of a worker, the file that it reads among them */
    EXIT_MEMORY = 70,       /* exit status of a worker that ran out of memory */
    MEMORY_PROBE = 16 * 1024 * 1024,
    HELD_MAX = 64 * 1024 * 1024 /* bytes of answers that wait to be taken */
};

enum state { STATE_WAITING, STATE_RUNNING, STATE_DONE };

struct request {
    int fd;
    struct buf text;
    enum state state;
    struct worker_answer answer;
};

struct worker {
    struct process process;
    size_t request; /* that it works on, if busy */
    bool busy;
    size_t served; /* requests before this one */
    double deadline;
    struct buf in; /* what has come of the answer */
};

struct worker_pool {
    struct worker_task task;
    struct worker *workers;
    size_t count;
    struct request **requests; /* by number; NULL once taken */
    size_t request_count, request_capacity;
    size_t next; /* the first that waits */
    size_t outstanding, held;
    double listened; /* when the workers were last listened to */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- in the worker ---- */

/* What a failed allocation leads to differs from library to library: an abort, a trap, a null
 * pointer used. So where a worker dies, it looks whether there is memory left. */
static void on_crash(int number)
{
    int cause = errno;
    void *probe =
        mmap(NULL, MEMORY_PROBE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (cause == ENOMEM || probe == MAP_FAILED)
        _exit(EXIT_MEMORY);
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_crashes(void)
{
#ifndef __SANITIZE_ADDRESS__ /* which has handlers of its own, and no memory limit */
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGTRAP, SIGILL, SIGFPE};
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_NODEFER};

    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
#else
    (void)on_crash;
#endif
}

/* SIGPROF ends the process once the time is spent. */
static void limit_time(unsigned seconds)
{
    struct itimerval timer = {.it_value = {.tv_sec = (time_t)seconds}};
    setitimer(ITIMER_PROF, &timer, NULL);
}

/* The header comes with the descriptor, the text of the request behind them. */
static bool receive_request(int *fd, char *text, size_t *length)
{
    struct process_header header;
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {&header, sizeof header};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got;

    while ((got = recvmsg(PROCESS_SOCKET, &message, MSG_WAITALL)) < 0 && errno == EINTR)
        ;
    const struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
    if (got != sizeof header || passed == NULL || passed->cmsg_type != SCM_RIGHTS ||
        header.length > WORKER_REQUEST_MAX)
        return false;
    memcpy(fd, CMSG_DATA(passed), sizeof *fd);
    *length = header.length;
    return process_receive(PROCESS_SOCKET, text, header.length);
}

static bool serve_request(const struct worker_task *task, int fd, struct str request)
{
    struct buf answer = {0};
    struct err err = {0};

    errno = 0;
    limit_time(task->limits.seconds);
    enum err_code code = task->work(&answer, fd, request, &err);
    limit_time(0);
    if (code == ERR_OK && answer.n > task->limits.answer)
        code = err_set(&err, ERR_LIMIT, "holds more than %zu MB of text",
                       task->limits.answer / (1024 * 1024));
    bool sent =
        process_answer(PROCESS_SOCKET, code, code == ERR_OK ? buf_view(&answer) : str_of(err.text));
    buf_free(&answer);
    close(fd);
    return sent;
}

static void be_worker(const void *data)
{
    const struct worker_task *task = data;
    struct sandbox_limits limits = {task->limits.memory, WORKER_DESCRIPTORS};
    struct err err = {0};
    size_t length;
    int fd;

    char *text = mem_alloc(WORKER_REQUEST_MAX);
    catch_crashes();
    enum err_code code = sandbox_enter(&limits, &err);
    bool going = process_answer(PROCESS_SOCKET, code, str_of(err.text)) && code == ERR_OK;
    while (going && receive_request(&fd, text, &length))
        going = serve_request(task, fd, (struct str){text, length});
}

/* ---- in the parent ---- */

struct worker_pool *worker_pool_new(const struct worker_task *task, size_t count)
{
    struct worker_pool *pool = mem_zero(1, sizeof *pool);

    pool->task = *task;
    pool->count = count > 0 ? count : 1;
    pool->workers = mem_zero(pool->count, sizeof *pool->workers);
    pool->listened = now();
    return pool;
}

/* Ends a worker and returns its wait status. */
static int end_worker(struct worker *worker)
{
    int status = process_end(&worker->process);

    buf_free(&worker->in);
    *worker = (struct worker){0};
    return status;
}

static void free_request(struct request *request)
{
    if (request->fd >= 0)
        close(request->fd);
    buf_free(&request->text);
    buf_free(&request->answer.bytes);
    free(request);
}

void worker_pool_free(struct worker_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->count; i++)
        if (pool->workers[i].process.pid != 0)
            end_worker(&pool->workers[i]);
    for (size_t i = 0; i < pool->request_count; i++)
        if (pool->requests[i] != NULL)
            free_request(pool->requests[i]);
    free(pool->requests);
    free(pool->workers);
    free(pool);
}

/* The first thing that a worker says is whether it is in its sandbox. */
static enum err_code await_ready(int socket, unsigned patience, struct err *err)
{
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    struct process_header header;
    char text[sizeof err->text];
    int found;

    while ((found = poll(&ready, 1, (int)patience * 1000)) < 0 && errno == EINTR)
        ;
    if (found <= 0 || !process_receive(socket, (char *)&header, sizeof header) ||
        header.length >= sizeof text || !process_receive(socket, text, header.length))
        return err_set(err, ERR_INTERNAL, "a process to read files in ended at once");
    if (header.code == ERR_OK)
        return ERR_OK;
    return err_set(err, ERR_INTERNAL, "no sandbox to read files in: %.*s", (int)header.length,
                   text);
}

static enum err_code start_worker(struct worker_pool *pool, struct worker *worker, struct err *err)
{
    *worker = (struct worker){0};
    enum err_code code = process_start(&worker->process, be_worker, &pool->task, err);

    if (code != ERR_OK)
        return code;
    code = await_ready(worker->process.socket, pool->task.limits.patience, err);
    if (code != ERR_OK)
        end_worker(worker);
    return code;
}

/* A worker that waits for work has room for a whole request in its socket: one that does not take
 * it is no good. */
static bool send_request(int socket, const struct request *request)
{
    struct process_header header = {.length = (uint32_t)request->text.n};
    struct iovec part = {&header, sizeof header};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
    size_t n = request->text.n;

    *passed = (struct cmsghdr){
        .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
    memcpy(CMSG_DATA(passed), &request->fd, sizeof request->fd);
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof header &&
           (n == 0 || send(socket, request->text.p, n, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)n);
}

/* Gives a worker a request. A worker that died while it had nothing to do is replaced. */
static enum err_code give(struct worker_pool *pool, struct worker *worker, size_t number,
                          struct err *err)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        enum err_code code = worker->process.pid == 0 ? start_worker(pool, worker, err) : ERR_OK;
        if (code != ERR_OK)
            return code;
        if (send_request(worker->process.socket, pool->requests[number])) {
            worker->busy = true;
            worker->request = number;
            worker->deadline = now() + pool->task.limits.patience;
            pool->requests[number]->state = STATE_RUNNING;
            return ERR_OK;
        }
        end_worker(worker);
    }
    return err_set(err, ERR_INTERNAL, "the process to read files in takes no work");
}

static enum err_code give_all(struct worker_pool *pool, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < pool->count; i++) {
        while (pool->next < pool->request_count &&
               (pool->requests[pool->next] == NULL ||
                pool->requests[pool->next]->state != STATE_WAITING))
            pool->next++;
        if (pool->next == pool->request_count)
            break;
        if (!pool->workers[i].busy)
            code = give(pool, &pool->workers[i], pool->next, err);
    }
    return code;
}

static void finish(struct worker_pool *pool, size_t number, enum err_code code)
{
    struct request *request = pool->requests[number];

    request->state = STATE_DONE;
    request->answer.code = code;
    pool->held += request->answer.bytes.n;
    close(request->fd);
    request->fd = -1;
}

/* What became of a worker, as the reason why its file was not read. */
static enum err_code explain_end(struct err *reason, int status, const struct worker_limits *limits)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    if (number == SIGPROF)
        return err_set(reason, ERR_TIMEOUT, "took longer than %u s of processor time to read",
                       limits->seconds);
    if (number == SIGSYS)
        return err_set(reason, ERR_FORMAT,
                       "the reader was stopped: the file made it do what no reader may (signal %d)",
                       number);
    if (number != 0)
        return err_set(reason, ERR_FORMAT, "the reader crashed on it (signal %d)", number);
    if (WEXITSTATUS(status) == EXIT_MEMORY)
        return err_set(reason, ERR_LIMIT, "needs more than %zu MB to read",
                       limits->memory / (1024 * 1024));
    return err_set(reason, ERR_FORMAT, "the reader ended on it (status %d)", WEXITSTATUS(status));
}

/* A worker ended before its answer was whole. What it had read before may have had a part in that,
 * but must not decide what becomes of this file: it is tried once more in a worker of its own. */
static enum err_code lose_worker(struct worker_pool *pool, struct worker *worker, struct err *err)
{
    struct worker lost = *worker;
    int status = end_worker(worker);
    struct err reason;
    enum err_code code = explain_end(&reason, status, &pool->task.limits);

    if (lost.served > 0 && code != ERR_TIMEOUT)
        return give(pool, worker, lost.request, err);
    pool->requests[lost.request]->answer.reason = reason;
    finish(pool, lost.request, code);
    return ERR_OK;
}

static void refuse(struct worker_pool *pool, struct worker *worker, enum err_code code,
                   const char *what)
{
    size_t number = worker->request;

    end_worker(worker);
    err_set(&pool->requests[number]->answer.reason, code, "%s", what);
    finish(pool, number, code);
}

/* Looks at what has come. Nothing that a worker says is taken on trust. */
static void take_in(struct worker_pool *pool, struct worker *worker)
{
    struct process_header header;
    struct worker_answer *answer = &pool->requests[worker->request]->answer;

    if (worker->in.n < sizeof header)
        return;
    memcpy(&header, worker->in.p, sizeof header);
    size_t most = header.code == ERR_OK ? pool->task.limits.answer : sizeof answer->reason.text - 1;
    if (header.code > ERR_INTERNAL || header.length > most ||
        worker->in.n > sizeof header + header.length) {
        refuse(pool, worker, ERR_FORMAT, "the reader's answer makes no sense");
    } else if (worker->in.n == sizeof header + header.length) {
        const char *text = worker->in.p + sizeof header;
        if (header.code == ERR_OK)
            buf_add(&answer->bytes, text, header.length);
        else
            err_set(&answer->reason, (enum err_code)header.code, "%.*s", (int)header.length, text);
        finish(pool, worker->request, (enum err_code)header.code);
        buf_free(&worker->in);
        worker->busy = false;
        worker->served++;
    }
}

static enum err_code listen_to(struct worker_pool *pool, struct worker *worker, struct err *err)
{
    char chunk[64 * 1024];
    ssize_t got = recv(worker->process.socket, chunk, sizeof chunk, MSG_DONTWAIT);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return ERR_OK;
    if (got <= 0)
        return lose_worker(pool, worker, err);
    buf_add(&worker->in, chunk, (size_t)got);
    take_in(pool, worker);
    return ERR_OK;
}

/* Time in which nobody listened is not the workers'. */
static void forgive(struct worker_pool *pool)
{
    double t = now();

    for (size_t i = 0; i < pool->count; i++)
        pool->workers[i].deadline += t - pool->listened;
}

/* Waits until something comes of one of the busy workers, and ends those that are late. */
static enum err_code listen_all(struct worker_pool *pool, struct err *err)
{
    struct pollfd *ready = mem_zero(pool->count, sizeof *ready);
    double t = now(), first = t + 3600;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < pool->count; i++) {
        bool busy = pool->workers[i].busy;
        ready[i] =
            (struct pollfd){.fd = busy ? pool->workers[i].process.socket : -1, .events = POLLIN};
        if (busy && pool->workers[i].deadline < first)
            first = pool->workers[i].deadline;
    }
    int found = poll(ready, (nfds_t)pool->count, first > t ? (int)((first - t) * 1000) + 1 : 0);
    t = now();
    for (size_t i = 0; code == ERR_OK && i < pool->count; i++) {
        struct worker *worker = &pool->workers[i];
        if (found > 0 && ready[i].revents != 0)
            code = listen_to(pool, worker, err);
        else if (worker->busy && worker->deadline <= t)
            refuse(pool, worker, ERR_TIMEOUT, "the reader waits for something and does not end");
    }
    free(ready);
    return code;
}

bool worker_pool_has_room(const struct worker_pool *pool)
{
    return pool->outstanding < 2 * pool->count && pool->held < HELD_MAX;
}

size_t worker_pool_ask(struct worker_pool *pool, int fd, struct str text)
{
    struct request *request = mem_zero(1, sizeof *request);

    request->fd = fd;
    buf_str(&request->text, text);
    pool->requests = mem_grow(pool->requests, pool->request_count, &pool->request_capacity,
                              sizeof *pool->requests);
    pool->requests[pool->request_count] = request;
    pool->outstanding++;
    return pool->request_count++;
}

enum err_code worker_pool_take(struct worker_answer *answer, struct worker_pool *pool,
                               size_t number, struct err *err)
{
    struct request *request = pool->requests[number];

    forgive(pool);
    enum err_code code = give_all(pool, err);
    while (code == ERR_OK && request->state != STATE_DONE) {
        code = listen_all(pool, err);
        if (code == ERR_OK)
            code = give_all(pool, err);
    }
    pool->listened = now();
    if (code != ERR_OK)
        return code;
    pool->held -= request->answer.bytes.n;
    pool->outstanding--;
    *answer = request->answer;
    request->answer.bytes = (struct buf){0};
    pool->requests[number] = NULL;
    free_request(request);
    return ERR_OK;
}
