/* Mapped files of lib/base. */

#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mapping.h"

static void mapping_shows_the_whole_file(void **state)
{
    const struct world *world = *state;
    struct support_random random = random_start("mapping");
    static const size_t sizes[] = {1, 2, 4095, 4096, 4097, 100001};
    struct err err;

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct buf content = {0};
        struct mapping mapping;
        while (content.n < sizes[i])
            buf_char(&content, (char)random_next(&random));
        const char *path = world_file(world, "file", buf_view(&content));
        expect_ok("open", mapping_open(&mapping, path, &err), &err);
        expect_number("size", mapping.size, sizes[i]);
        expect_true("content", memcmp(mapping.start, content.p, content.n) == 0);
        mapping_close(&mapping);
        expect_true("closed", mapping.start == NULL && mapping.size == 0);
        mapping_close(&mapping);
        buf_free(&content);
    }
}

/* file_write() replaces by rename: who has mapped the old file goes on reading it. */
static void mapping_stays_when_the_file_is_replaced(void **state)
{
    const struct world *world = *state;
    const char *path = world_file(world, "file", STR("old content"));
    struct mapping mapping;
    struct err err;

    expect_ok("open", mapping_open(&mapping, path, &err), &err);
    expect_ok("replace", file_write(path, STR("new"), &err), &err);
    expect_text("old", (struct str){mapping.start, mapping.size}, "old content");
    expect_number("remove", unlink(path), 0);
    expect_text("old", (struct str){mapping.start, mapping.size}, "old content");
    mapping_close(&mapping);
}

static void only_content_can_be_mapped(void **state)
{
    const struct world *world = *state;
    const char *fifo = world_path(world, "fifo"), *dir = world_path(world, "dir");
    const char *empty = world_file(world, "empty", STR(""));
    struct {
        const char *path, *why;
    } cases[] = {
        {fifo, "regular"},
        {dir, "regular"},
        {"/dev/null", "regular"},
        {empty, "empty"},
        {world_path(world, "missing"), strerror(ENOENT)},
        {world_path(world, "empty/below"), strerror(ENOTDIR)},
    };

    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(mkdir(dir, 0700), 0);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mapping mapping = {"x", 1};
        struct err err;
        enum err_code code = mapping_open(&mapping, cases[i].path, &err);
        expect_error(cases[i].path, code, ERR_FORMAT, &err, cases[i].why);
        expect_true("names the path", strstr(err.text, cases[i].path) != NULL);
        expect_true("nothing is mapped", mapping.start == NULL && mapping.size == 0);
        mapping_close(&mapping);
        expect_number("without err", mapping_open(&mapping, cases[i].path, NULL), ERR_FORMAT);
    }
}

/* What the system refuses is no damage. */
static void refusals_are_not_damage(void **state)
{
    const char *path = world_path(*state, "loop");
    struct mapping mapping;
    struct err err;

    assert_int_equal(symlink(path, path), 0);
    expect_error("loop", mapping_open(&mapping, path, &err), ERR_IO, &err, path);
}

/* The lowest free descriptor is the same one before and after. */
static void mapping_keeps_no_descriptor(void **state)
{
    const struct world *world = *state;
    const char *path = world_file(world, "file", STR("content"));
    const char *empty = world_file(world, "empty", STR(""));
    struct mapping mapping;
    struct err err;
    int before = open(path, O_RDONLY);

    assert_true(before >= 0);
    close(before);
    expect_ok("open", mapping_open(&mapping, path, &err), &err);
    expect_text("content", (struct str){mapping.start, mapping.size}, "content");
    mapping_close(&mapping);
    expect_true("empty", mapping_open(&mapping, empty, &err) != ERR_OK);
    int after = open(path, O_RDONLY);
    expect_number("descriptor", after, before);
    close(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(mapping_shows_the_whole_file),
        world_test(mapping_stays_when_the_file_is_replaced),
        world_test(only_content_can_be_mapped),
        world_test(refusals_are_not_damage),
        world_test(mapping_keeps_no_descriptor),
    };
    return cmocka_run_group_tests_name("mapping", tests, NULL, NULL);
}
