#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

/* Xapian 1.4.22's Database::check() deletes an object as one of its base class, whose destructor is
 * not virtual. AddressSanitizer asks this function for its defaults. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

void support_expect_text(const char *file, int line, const char *label, struct str got,
                         const char *want)
{
    if (got.n == strlen(want) && (got.n == 0 || memcmp(got.p, want, got.n) == 0))
        return;
    print_error("%s: got '%.*s', not '%s'\n", label, (int)got.n, got.n > 0 ? got.p : "", want);
    _fail(file, line);
}

void support_expect_number(const char *file, int line, const char *label, long long got,
                           long long want)
{
    if (got == want)
        return;
    print_error("%s: got %lld, not %lld\n", label, got, want);
    _fail(file, line);
}

void support_expect_ok(const char *file, int line, const char *label, enum err_code code,
                       const struct err *err)
{
    if (code == ERR_OK)
        return;
    print_error("%s: error %d, %s\n", label, (int)code, err->text);
    _fail(file, line);
}

void support_expect_error(const char *file, int line, const char *label, enum err_code code,
                          enum err_code want, const struct err *err, const char *needle)
{
    /* What returns ERR_OK need not have touched *err. */
    if (code == ERR_OK) {
        print_error("%s: no error, not %d\n", label, (int)want);
        _fail(file, line);
    }
    bool named = needle == NULL || strcasestr(err->text, needle) != NULL;
    if (code == want && code == err->code && err->text[0] != '\0' && named)
        return;
    print_error("%s: returned %d and set %d '%s', not %d with '%s'\n", label, (int)code,
                (int)err->code, err->text, (int)want, needle != NULL ? needle : "");
    _fail(file, line);
}

void expect_printable(const char *label, const char *text)
{
    size_t length = strlen(text);

    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        size_t n = utf8_decode(text + at, length - at, &c);
        expect_true(label, n > 0);
        expect_true(label, c >= 0x20 && (c < 0x7f || c >= 0xa0));
        expect_true(label, !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069));
        at += n;
    }
}

int world_make(void **state)
{
    const char *parent = getenv("TMPDIR");
    struct world *world = mem_zero(1, sizeof *world);

    world->arena = arena_new();
    if (asprintf(&world->dir, "%s/specsearch-unit-XXXXXX",
                 parent != NULL && parent[0] == '/' ? parent : "/tmp") < 0)
        return -1;
    *state = world;
    return mkdtemp(world->dir) != NULL ? 0 : -1;
}

int world_remove(void **state)
{
    struct world *world = *state;
    enum err_code code = file_remove_tree(world->dir, NULL);

    arena_free(world->arena);
    free(world->dir);
    free(world);
    return code == ERR_OK ? 0 : -1;
}

const char *world_path(const struct world *world, const char *name)
{
    return arena_printf(world->arena, "%s/%s", world->dir, name);
}

const char *world_file(const struct world *world, const char *name, struct str content)
{
    const char *path = world_path(world, name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(content.p, 1, content.n, file), content.n);
    assert_int_equal(fclose(file), 0);
    return path;
}

static int not_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

const char *world_list(const struct world *world, const char *path)
{
    struct dirent **entries = NULL;
    struct buf names = {0};
    int count = scandir(path, &entries, not_dots, alphasort);

    for (int i = 0; i < count; i++) {
        buf_printf(&names, "%s%s", i > 0 ? " " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    const char *list = arena_strndup(world->arena, buf_view(&names).p, names.n);
    buf_free(&names);
    return list;
}

const char *support_lines(const struct world *world, const struct document *document)
{
    struct buf out = {0};

    for (size_t i = 0; i < document->count; i++) {
        const struct document_line *line = &document->lines[i];
        if (line->level > 0)
            buf_printf(&out, "H%u", line->level);
        if (line->bold)
            buf_text(&out, "B");
        if (line->lead > 0)
            buf_printf(&out, "%ub", line->lead);
        if (line->row)
            buf_text(&out, "R");
        if (line->level > 0 || line->bold || line->lead > 0 || line->row)
            buf_text(&out, "|");
        buf_str(&out, line->text);
        buf_text(&out, "\n");
    }
    const char *text = arena_strndup(world->arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return text;
}

/* cmocka catches these to go on with the next test, which is not for a child to do. */
static void leave_signals_alone(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGABRT};

    for (size_t i = 0; i < COUNT_OF(signals); i++)
        signal(signals[i], SIG_DFL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

bool support_survives(bool (*body)(void *data), void *data)
{
    int status = 0;

    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        leave_signals_alone();
        _exit(body(data) ? 0 : 1);
    }
    while (waitpid(child, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct support_random random_start(const char *what)
{
    const char *given = getenv("TEST_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20090;

    print_message("# %s: TEST_SEED=%llu\n", what, (unsigned long long)seed);
    return (struct support_random){seed};
}

/* splitmix64, by Sebastiano Vigna: any seed will do. */
uint64_t random_next(struct support_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint32_t random_below(struct support_random *random, uint32_t bound)
{
    return (uint32_t)(random_next(random) % bound);
}
