/* indexer/worker and lib/base/sandbox: whatever the work on a file does, it is an answer, and the
 * next file is read all the same. */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/worker.h"

enum { MEGABYTE = 1024 * 1024, WORKER_FD = 3 };

static const struct worker_limits limits = {
    .memory = (size_t)32 * MEGABYTE, .answer = MEGABYTE, .seconds = 1, .patience = 20};

/* What is done in a worker is chosen by the request, and defeats the optimizer by being volatile.
 */
static volatile size_t sink;
static volatile bool never;

static enum err_code do_nothing(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    return ERR_OK;
}

static enum err_code do_greet(struct buf *answer, struct err *err)
{
    (void)err;
    buf_text(answer, "hello");
    return ERR_OK;
}

static enum err_code do_refuse(struct buf *answer, struct err *err)
{
    buf_text(answer, "not this");
    return err_set(err, ERR_FORMAT, "no text in it");
}

static enum err_code do_crash(struct buf *answer, struct err *err)
{
    (void)err;
    volatile char *volatile nowhere = NULL;
    (void)answer;
    *nowhere = 1;
    return ERR_OK;
}

static enum err_code do_abort(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    abort();
}

static enum err_code do_loop(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    while (!never)
        sink++;
    return ERR_OK;
}

static enum err_code do_wait(struct buf *answer, struct err *err)
{
    char byte;
    (void)answer;
    (void)err;
    while (recv(WORKER_FD, &byte, 1, MSG_PEEK) != 1)
        ;
    return ERR_OK;
}

static enum err_code do_allocate(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    while (!never)
        memset(mem_alloc(MEGABYTE), 1, MEGABYTE);
    return ERR_OK;
}

static enum err_code do_allocate_at_once(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    sink = ((size_t *)mem_alloc((size_t)33 * MEGABYTE))[5];
    return ERR_OK;
}

/* Two thirds of what there is, never given back. */
static enum err_code do_leak(struct buf *answer, struct err *err)
{
    (void)err;
    char *volatile kept = mem_alloc((size_t)20 * MEGABYTE);
    memset(kept, 1, (size_t)20 * MEGABYTE);
    buf_printf(answer, "%d", kept[MEGABYTE]);
    return ERR_OK;
}

static enum err_code do_map(struct buf *answer, struct err *err)
{
    (void)err;
    size_t size = (size_t)33 * MEGABYTE;
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    buf_printf(answer, "%s", p == MAP_FAILED ? strerror(errno) : "mapped");
    return ERR_OK;
}

static enum err_code do_open(struct buf *answer, struct err *err)
{
    static const char *const paths[] = {"/etc/passwd", "/proc/self/mem", "/tmp"};
    (void)err;
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        buf_printf(answer, "%s ", open(paths[i], O_RDONLY) < 0 ? strerror(errno) : "opened");
    return ERR_OK;
}

static enum err_code do_write(struct buf *answer, struct err *err)
{
    (void)answer;
    return open("/tmp/written", O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES
               ? err_set(err, ERR_IO, "refused")
               : ERR_OK;
}

static enum err_code do_fork(struct buf *answer, struct err *err)
{
    (void)err;
    buf_text(answer, fork() < 0 ? "refused" : "forked");
    return ERR_OK;
}

static enum err_code do_connect(struct buf *answer, struct err *err)
{
    (void)err;
    buf_text(answer, socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "made");
    return ERR_OK;
}

static enum err_code do_execute(struct buf *answer, struct err *err)
{
    char *const arguments[] = {NULL};
    (void)err;
    execve("/bin/true", arguments, arguments);
    buf_text(answer, "refused");
    return ERR_OK;
}

static enum err_code do_kill(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    kill(getppid(), SIGTERM);
    return ERR_OK;
}

static enum err_code do_babble(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    sink = (size_t)write(WORKER_FD, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    return ERR_OK;
}

static enum err_code do_answer_twice(struct buf *answer, struct err *err)
{
    static const char whole[] = "\0\0\0\0\1\0\0\0a\0\0\0\0\1\0\0\0b";
    (void)answer;
    (void)err;
    sink = (size_t)write(WORKER_FD, whole, sizeof whole - 1);
    return ERR_OK;
}

static enum err_code do_claim_much(struct buf *answer, struct err *err)
{
    uint32_t header[2] = {ERR_OK, MEGABYTE + 1};
    (void)answer;
    (void)err;
    sink = (size_t)write(WORKER_FD, header, sizeof header);
    return ERR_OK;
}

static enum err_code do_answer_much(struct buf *answer, struct err *err)
{
    (void)err;
    for (size_t i = 0; i <= MEGABYTE; i++)
        buf_char(answer, 'x');
    return ERR_OK;
}

static enum err_code do_answer_most(struct buf *answer, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < MEGABYTE; i++)
        buf_char(answer, 'x');
    return ERR_OK;
}

static enum err_code do_leave(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    _exit(7);
}

static enum err_code do_close(struct buf *answer, struct err *err)
{
    (void)answer;
    (void)err;
    close(WORKER_FD);
    return ERR_OK;
}

static enum err_code do_escape_sequence(struct buf *answer, struct err *err)
{
    (void)answer;
    snprintf(err->text, sizeof err->text, "\033[31m\n\xff");
    return ERR_FORMAT;
}

/* What a worker has open besides its socket and the file: what it inherits must not be there. */
static enum err_code do_count_descriptors(struct buf *answer, struct err *err)
{
    int found = 0;
    char byte;
    (void)err;
    for (int fd = WORKER_FD + 1; fd < 1024; fd++)
        found += read(fd, &byte, 0) == 0;
    buf_printf(answer, "%d", found);
    return ERR_OK;
}

struct deed {
    const char *name;
    enum err_code (*run)(struct buf *answer, struct err *err);
    enum err_code code;
    const char *said; /* the answer, or a part of the reason */
    bool unchecked;   /* a sanitizer has a say in what a crash is, and no memory limit */
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CHECKED = true };
#else
enum { CHECKED = false };
#endif

static const struct deed deeds[] = {
    {"nothing", do_nothing, ERR_OK, "", false},
    {"greet", do_greet, ERR_OK, "hello", false},
    {"refuse", do_refuse, ERR_FORMAT, "no text in it", false},
    {"loop", do_loop, ERR_TIMEOUT, "longer than 1 s of processor time", false},
    {"open", do_open, ERR_OK, "Permission denied Permission denied Permission denied ", false},
    {"write", do_write, ERR_IO, "refused", false},
    {"fork", do_fork, ERR_FORMAT, "signal 31", false},
    {"connect", do_connect, ERR_FORMAT, "signal 31", false},
    {"execute", do_execute, ERR_FORMAT, "signal 31", false},
    {"kill", do_kill, ERR_FORMAT, "signal 31", false},
    {"babble", do_babble, ERR_FORMAT, "makes no sense", false},
    {"answer twice", do_answer_twice, ERR_FORMAT, "makes no sense", false},
    {"claim much", do_claim_much, ERR_FORMAT, "makes no sense", false},
    {"answer much", do_answer_much, ERR_LIMIT, "more than 1 MB", false},
    {"leave", do_leave, ERR_FORMAT, "ended on it (status 7)", false},
    {"close", do_close, ERR_FORMAT, " on it (", false},
    {"escape sequence", do_escape_sequence, ERR_FORMAT, "?[31m??", false},
    {"descriptors", do_count_descriptors, ERR_OK, "1", false},
    {"crash", do_crash, ERR_FORMAT, "crashed on it (signal 11)", true},
    {"abort", do_abort, ERR_FORMAT, "crashed on it (signal 6)", true},
    {"allocate", do_allocate, ERR_LIMIT, "needs more than 32 MB", true},
    {"allocate at once", do_allocate_at_once, ERR_LIMIT, "needs more than 32 MB", true},
    {"map", do_map, ERR_OK, "Cannot allocate memory", true},
};

static enum err_code work(struct buf *answer, int fd, struct str request, struct err *err)
{
    (void)fd;
    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        if (str_eq(request, str_of(deeds[i].name)))
            return deeds[i].run(answer, err);
    return str_eq(request, STR("most"))   ? do_answer_most(answer, err)
           : str_eq(request, STR("leak")) ? do_leak(answer, err)
           : str_eq(request, STR("wait")) ? do_wait(answer, err)
                                          : err_set(err, ERR_INTERNAL, "what?");
}

static struct worker_pool *new_pool(size_t count)
{
    const struct worker_task task = {work, limits};
    return worker_pool_new(&task, count);
}

static int null_device(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void expect_answer(struct worker_pool *pool, size_t number, const struct deed *deed)
{
    struct worker_answer answer;
    struct err err;

    expect_ok(deed->name, worker_pool_take(&answer, pool, number, &err), &err);
    if (deed->code == ERR_OK) {
        expect_ok(deed->name, answer.code, &answer.reason);
        expect_text(deed->name, buf_view(&answer.bytes), deed->said);
    } else {
        expect_error(deed->name, answer.code, deed->code, &answer.reason, deed->said);
        expect_printable(deed->name, answer.reason.text);
    }
    buf_free(&answer.bytes);
}

/* Each deed alone and between two that are harmless: these do not suffer. */
static void what_work_does_is_an_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(deeds); i++) {
        if (CHECKED && deeds[i].unchecked)
            continue;
        struct worker_pool *pool = new_pool(1);
        size_t before = worker_pool_ask(pool, null_device(), STR("greet"));
        size_t at = worker_pool_ask(pool, null_device(), str_of(deeds[i].name));
        size_t behind = worker_pool_ask(pool, null_device(), STR("greet"));
        expect_answer(pool, before, &deeds[1]);
        expect_answer(pool, at, &deeds[i]);
        expect_answer(pool, behind, &deeds[1]);
        worker_pool_free(pool);
    }
}

static void answers_are_taken_in_any_order(void **state)
{
    size_t numbers[COUNT_OF(deeds)];
    struct worker_pool *pool = new_pool(3);
    (void)state;

    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        numbers[i] =
            worker_pool_ask(pool, null_device(),
                            CHECKED && deeds[i].unchecked ? STR("nothing") : str_of(deeds[i].name));
    for (size_t i = COUNT_OF(deeds); i-- > 0;)
        if (!CHECKED || !deeds[i].unchecked)
            expect_answer(pool, numbers[i], &deeds[i]);
    worker_pool_free(pool);
}

/* A worker that waits uses no processor time; the clock ends it. */
static void patience_ends(void **state)
{
    struct worker_task task = {work, limits};
    struct worker_answer answer;
    struct err err;
    (void)state;

    task.limits.patience = 1;
    struct worker_pool *pool = worker_pool_new(&task, 1);
    size_t number = worker_pool_ask(pool, null_device(), STR("wait"));
    expect_ok("wait", worker_pool_take(&answer, pool, number, &err), &err);
    expect_error("wait", answer.code, ERR_TIMEOUT, &answer.reason, "does not end");
    expect_answer(pool, worker_pool_ask(pool, null_device(), STR("greet")), &deeds[1]);
    worker_pool_free(pool);
}

/* A worker that has nothing left from the files before is no reason to skip a file. */
static void what_was_read_before_does_not_matter(void **state)
{
    const struct deed leak = {"leak", NULL, ERR_OK, "1", false};
    struct worker_pool *pool = new_pool(1);
    (void)state;

    for (int i = 0; i < 4; i++)
        expect_answer(pool, worker_pool_ask(pool, null_device(), STR("leak")), &leak);
    worker_pool_free(pool);
}

static void the_largest_answer_comes_whole(void **state)
{
    struct worker_pool *pool = new_pool(2);
    struct worker_answer answer;
    struct err err;
    (void)state;

    for (int i = 0; i < 3; i++) {
        size_t number = worker_pool_ask(pool, null_device(), STR("most"));
        expect_ok("most", worker_pool_take(&answer, pool, number, &err), &err);
        expect_ok("most", answer.code, &answer.reason);
        expect_number("most", answer.bytes.n, MEGABYTE);
        buf_free(&answer.bytes);
    }
    worker_pool_free(pool);
}

/* A pool that is freed with work under way ends it, and leaves no process behind. */
static void nothing_is_left_behind(void **state)
{
    struct worker_pool *pool = new_pool(2);
    struct worker_answer answer;
    struct err err;
    (void)state;

    size_t number = worker_pool_ask(pool, null_device(), STR("greet"));
    worker_pool_ask(pool, null_device(), STR("loop"));
    worker_pool_ask(pool, null_device(), STR("loop"));
    expect_ok("greet", worker_pool_take(&answer, pool, number, &err), &err);
    buf_free(&answer.bytes);
    worker_pool_free(pool);
    expect_true("no child", waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
    worker_pool_free(NULL);
}

static void room_is_bounded(void **state)
{
    struct worker_pool *pool = new_pool(2);
    struct worker_answer answer;
    struct err err;
    size_t asked = 0;
    (void)state;

    while (worker_pool_has_room(pool) && asked < 100) {
        worker_pool_ask(pool, null_device(), STR("greet"));
        asked++;
    }
    expect_true("enough for each worker, and bounded", asked >= 2 && asked < 100);
    expect_ok("first", worker_pool_take(&answer, pool, 0, &err), &err);
    buf_free(&answer.bytes);
    expect_true("room again", worker_pool_has_room(pool));
    worker_pool_free(pool);
}

/* The worker reads what the descriptor leads to, and nothing but that. */
static enum err_code read_back(struct buf *answer, int fd, struct str request, struct err *err)
{
    char text[100];
    ssize_t n = pread(fd, text, sizeof text, 0);

    if (n < 0)
        return err_errno(err, ERR_IO, errno, "cannot be read");
    buf_str(answer, request);
    buf_char(answer, ':');
    buf_add(answer, text, (size_t)n);
    return ERR_OK;
}

static void descriptors_are_passed(void **state)
{
    const struct world *world = *state;
    const struct worker_task task = {read_back, limits};
    struct worker_pool *pool = worker_pool_new(&task, 1);

    for (int i = 0; i < 20; i++) { /* more than a worker may have open at once */
        const char *text = arena_printf(world->arena, "content %d", i);
        const char *path = world_file(world, "file.txt", str_of(text));
        struct deed deed = {"read", NULL, ERR_OK, arena_printf(world->arena, "n\xff:%s", text),
                            false};
        expect_answer(pool, worker_pool_ask(pool, open(path, O_RDONLY), STR("n\xff")), &deed);
    }
    worker_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_work_does_is_an_answer),
        cmocka_unit_test(answers_are_taken_in_any_order),
        cmocka_unit_test(patience_ends),
        cmocka_unit_test(what_was_read_before_does_not_matter),
        cmocka_unit_test(the_largest_answer_comes_whole),
        cmocka_unit_test(nothing_is_left_behind),
        cmocka_unit_test(room_is_bounded),
        world_test(descriptors_are_passed),
    };
    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
