/* lib/base/file: whole files and the steps of a durable change. */

#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void expect_content(const char *label, const char *path, struct str want)
{
    struct buf got = {0};
    struct err err;

    expect_ok(label, file_read(&got, path, 1 << 20, &err), &err);
    expect_number(label, got.n, want.n);
    expect_true(label, memcmp(buf_view(&got).p, want.p, want.n) == 0);
    buf_free(&got);
}

static void read_stops_at_the_limit(void **state)
{
    const struct world *world = *state;
    const char *path = world_file(world, "ten",
                                  STR("0123\0"
                                      "56789"));
    static const struct {
        size_t limit;
        enum err_code code;
    } cases[] = {{0, ERR_LIMIT}, {9, ERR_LIMIT}, {10, ERR_OK}, {11, ERR_OK}, {1 << 30, ERR_OK}};
    struct err err;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = {0};
        expect_number("code", file_read(&out, path, cases[i].limit, &err), cases[i].code);
        expect_number("bytes", out.n, cases[i].code == ERR_OK ? 10 : 0);
        buf_free(&out);
    }
    expect_content("all bytes", path,
                   STR("0123\0"
                       "56789"));
    expect_content("empty", world_file(world, "empty", STR("")), STR(""));
    /* A file whose size is not known before it is read. */
    struct buf out = {0};
    expect_error("grows", file_read(&out, "/proc/self/status", 20, &err), ERR_LIMIT, &err, NULL);
    expect_number("nothing kept", out.n, 0);
    buf_free(&out);
}

static void read_refuses_what_is_no_regular_file(void **state)
{
    const struct world *world = *state;
    const char *fifo = world_path(world, "fifo"), *dir = world_path(world, "dir");
    struct buf out = {0};
    struct err err;

    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(mkdir(dir, 0700), 0);
    expect_error("directory", file_read(&out, dir, 100, &err), ERR_FORMAT, &err, "regular");
    expect_error("FIFO", file_read(&out, fifo, 100, &err), ERR_FORMAT, &err, "regular");
    expect_error("device", file_read(&out, "/dev/null", 100, &err), ERR_FORMAT, &err, "regular");
    expect_error("missing", file_read(&out, world_path(world, "none"), 100, &err), ERR_NOT_FOUND,
                 &err, NULL);
    expect_number("nothing", out.n, 0);
    expect_number("without err", file_read(&out, dir, 100, NULL), ERR_FORMAT);
}

/* Who has the old file open goes on reading the old content. */
static void write_replaces_by_rename(void **state)
{
    const struct world *world = *state;
    const char *path = world_file(world, "file", STR("old content"));
    const char *other_name = world_path(world, "link");
    struct err err;

    assert_int_equal(link(path, other_name), 0);
    expect_ok("write", file_write(path, STR("new\0content"), &err), &err);
    expect_content("new", path, STR("new\0content"));
    expect_content("old", other_name, STR("old content"));
    expect_ok("write", file_write(path, STR(""), &err), &err);
    expect_content("empty", path, STR(""));
    expect_ok("new file", file_write(world_path(world, "fresh"), STR("x"), &err), &err);
    expect_text("no other file", str_of(world_list(world, world->dir)), "file fresh link");
}

static void write_that_fails_leaves_nothing(void **state)
{
    const struct world *world = *state;
    const char *dir = world_path(world, "dir");
    struct err err;

    assert_int_equal(mkdir(dir, 0700), 0);
    expect_error("onto a directory", file_write(dir, STR("x"), &err), ERR_IO, &err, dir);
    expect_true("no folder", file_write(world_path(world, "no/such"), STR("x"), &err) != ERR_OK);
    expect_text("as before", str_of(world_list(world, world->dir)), "dir");
}

/* err.h: without a struct err the text is dropped; the code is the same. */
static void write_returns_its_code_without_err(void **state)
{
    const struct world *world = *state;
    const char *dir = world_path(world, "dir");
    struct err err;

    assert_int_equal(mkdir(dir, 0700), 0);
    enum err_code code = file_write(dir, STR("x"), &err);
    expect_number("code", file_write(dir, STR("x"), NULL), code);
}

static bool is_directory(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void mkdirs_makes_parents(void **state)
{
    const struct world *world = *state;
    struct err err;

    expect_ok("three", file_mkdirs(world_path(world, "a/b/c"), &err), &err);
    expect_true("three", is_directory(world_path(world, "a/b/c")));
    expect_ok("again", file_mkdirs(world_path(world, "a/b/c"), &err), &err);
    expect_ok("slashes", file_mkdirs(world_path(world, "a//d/"), &err), &err);
    expect_true("slashes", is_directory(world_path(world, "a/d")));
    expect_ok("the root", file_mkdirs("/", &err), &err);
    world_file(world, "file", STR("x"));
    expect_true("below a file", file_mkdirs(world_path(world, "file/x"), &err) != ERR_OK);
    expect_number("without err", file_mkdirs(world_path(world, "a"), NULL), ERR_OK);
}

static void mkdir_new_makes_one_that_was_not_there(void **state)
{
    const struct world *world = *state;
    struct err err;

    expect_ok("new", file_mkdir_new(world_path(world, "a"), &err), &err);
    expect_true("new", is_directory(world_path(world, "a")));
    expect_error("there", file_mkdir_new(world_path(world, "a"), &err), ERR_IO, &err,
                 "a: cannot be created");
    expect_ok("below it", file_mkdir_new(world_path(world, "a/b/c"), &err), &err);
    expect_true("below it", is_directory(world_path(world, "a/b/c")));
    world_file(world, "file", STR("x"));
    expect_true("below a file", file_mkdir_new(world_path(world, "file/x"), &err) != ERR_OK);
}

/* Only a directory that exists is fine. */
static void mkdirs_refuses_a_file_of_that_name(void **state)
{
    const struct world *world = *state;
    const char *path = world_file(world, "file", STR("x"));
    struct err err;

    expect_true("refused", file_mkdirs(path, &err) != ERR_OK);
    expect_content("as before", path, STR("x"));
}

static bool mkdirs_of_no_name_fails(void *data)
{
    (void)data;
    return file_mkdirs("", NULL) != ERR_OK;
}

static void mkdirs_refuses_the_empty_name(void **state)
{
    (void)state;
    expect_true("refused", support_survives(mkdirs_of_no_name_fails, NULL));
}

static void copies_have_the_same_bytes(void **state)
{
    const struct world *world = *state;
    char *large = mem_alloc(300000);
    struct err err;

    for (size_t i = 0; i < 300000; i++)
        large[i] = (char)(i * 7 % 251);
    const struct str contents[] = {STR("one\0two"), {large, 300000}, STR("")};
    const char *to = world_path(world, "to");
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        const char *from = world_file(world, "from", contents[i]);
        expect_ok("copy", file_copy(from, to, &err), &err);
        expect_content("copy", to, contents[i]);
        expect_error("taken", file_copy(from, to, &err), ERR_IO, &err, "to: cannot be created");
        assert_int_equal(unlink(to), 0);
    }
    free(large);
    expect_error("no source", file_copy(world_path(world, "x"), to, &err), ERR_IO, &err,
                 "x: cannot be opened");
    expect_error("a directory", file_copy(world->dir, to, &err), ERR_IO, &err, "to: cannot be");
}

/* What is linked is the same file, which stays when the other name goes. */
static void links_share_the_file(void **state)
{
    const struct world *world = *state;
    const char *from = world_file(world, "from", STR("one")), *to = world_path(world, "to");
    struct stat old, new;
    struct err err;

    expect_ok("link", file_link(from, to, &err), &err);
    assert_int_equal(stat(from, &old) | stat(to, &new), 0);
    expect_number("inode", new.st_ino, old.st_ino);
    expect_error("taken", file_link(from, to, &err), ERR_IO, &err, "from: cannot be linked");
    assert_int_equal(unlink(from), 0);
    expect_content("to", to, STR("one"));
    expect_error("no source", file_link(from, world_path(world, "x"), &err), ERR_IO, &err,
                 "from: cannot be linked");
}

static void remove_tree_follows_no_link(void **state)
{
    const struct world *world = *state;
    const char *tree = world_path(world, "tree");
    struct err err;

    expect_ok("make", file_mkdirs(world_path(world, "tree/a/b/c"), &err), &err);
    expect_ok("make", file_mkdirs(world_path(world, "kept/d"), &err), &err);
    const char *kept = world_file(world, "kept/file", STR("kept"));
    world_file(world, "tree/a/b/c/file", STR("gone"));
    assert_int_equal(symlink("../../kept", world_path(world, "tree/a/link")), 0);
    assert_int_equal(symlink("../kept/file", world_path(world, "tree/filelink")), 0);
    assert_int_equal(symlink("nowhere", world_path(world, "tree/dangling")), 0);
    assert_int_equal(mkfifo(world_path(world, "tree/fifo"), 0600), 0);

    expect_ok("remove", file_remove_tree(tree, &err), &err);
    expect_text("gone", str_of(world_list(world, world->dir)), "kept");
    expect_content("kept", kept, STR("kept"));
    expect_text("kept", str_of(world_list(world, world_path(world, "kept"))), "d file");
    expect_ok("not there", file_remove_tree(tree, &err), &err);

    assert_int_equal(symlink("kept", world_path(world, "alias")), 0);
    expect_ok("a link", file_remove_tree(world_path(world, "alias"), &err), &err);
    expect_content("kept", kept, STR("kept"));
}

static void sync_of_what_is_there_and_not(void **state)
{
    const struct world *world = *state;
    struct err err;

    expect_ok("make", file_mkdirs(world_path(world, "a/b"), &err), &err);
    world_file(world, "a/b/file", STR("x"));
    assert_int_equal(symlink("nowhere", world_path(world, "a/dangling")), 0);
    expect_ok("tree", file_sync_tree(world_path(world, "a"), &err), &err);
    expect_ok("dirs", file_sync_dirs(world_path(world, "a"), &err), &err);
    expect_ok("dir", file_sync_dir(world_path(world, "a"), &err), &err);
    expect_true("missing", file_sync_dir(world_path(world, "x"), &err) != ERR_OK);
    expect_true("missing", file_sync_dirs(world_path(world, "x"), &err) != ERR_OK);
    expect_true("missing", file_sync_tree(world_path(world, "x"), &err) != ERR_OK);
    expect_true("a file", file_sync_dir(world_path(world, "a/b/file"), &err) != ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(read_stops_at_the_limit),
        world_test(read_refuses_what_is_no_regular_file),
        world_test(write_replaces_by_rename),
        world_test(write_that_fails_leaves_nothing),
        world_test(write_returns_its_code_without_err),
        world_test(mkdirs_makes_parents),
        world_test(mkdir_new_makes_one_that_was_not_there),
        world_test(mkdirs_refuses_a_file_of_that_name),
        world_test(mkdirs_refuses_the_empty_name),
        world_test(copies_have_the_same_bytes),
        world_test(links_share_the_file),
        world_test(remove_tree_follows_no_link),
        world_test(sync_of_what_is_there_and_not),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
