/* Generations of lib/search: publishing, switching, locks, and what is removed when. */

#include "support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "search/generation.h"

/* Makes a new generation with one file in it and publishes it. */
static void publish(const struct world *world, const char *index)
{
    char work[GENERATION_NAME], name[GENERATION_NAME];
    struct err err;

    expect_ok("begin", generation_begin(work, index, &err), &err);
    char *file = generation_path(index, work, "file");
    expect_ok("write", file_write(file, str_of(work), &err), &err);
    free(file);
    expect_ok("next", generation_next(name, index, &err), &err);
    expect_ok("publish", generation_publish(index, work, name, &err), &err);
    (void)world;
}

/* An index with that many generations, and no lock held. */
static const char *make_index(const struct world *world, int count)
{
    const char *index = world_path(world, "index");
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, index, &err), &err);
    for (int i = 0; i < count; i++)
        publish(world, index);
    generation_unlock(lock);
    return index;
}

static const char *generations(const struct world *world, const char *index)
{
    return world_list(world, arena_printf(world->arena, "%s/generations", index));
}

static void expect_current(const char *index, const char *want)
{
    char name[GENERATION_NAME] = "";
    struct err err;

    expect_ok(want, generation_current(name, index, &err), &err);
    expect_text("current", str_of(name), want);
}

static void publishing_makes_a_generation_current(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 0);
    char name[GENERATION_NAME];
    struct err err;

    expect_error("none yet", generation_current(name, index, &err), ERR_NOT_FOUND, &err, index);
    expect_ok("next", generation_next(name, index, &err), &err);
    expect_text("next", str_of(name), "000001");
    publish(world, index);
    expect_current(index, "000001");
    publish(world, index);
    expect_current(index, "000002");
    expect_text("both", str_of(generations(world, index)), "000001 000002");
    char *path = generation_path(index, "000002", "file");
    expect_true("path", strstr(path, "/index/generations/000002/file") != NULL);
    expect_number("moved", access(path, R_OK), 0);
    free(path);
    path = generation_path(index, "000002", NULL);
    expect_true("path", strcmp(path + strlen(path) - 7, "/000002") == 0);
    free(path);
    struct stat info;
    const char *link = arena_printf(world->arena, "%s/current", index);
    expect_true("a link", lstat(link, &info) == 0 && S_ISLNK(info.st_mode));
    expect_text("no other name", str_of(world_list(world, index)), "current generations lock");
}

/* Readers may be anywhere: the link leads from where it stands. */
static void the_index_can_be_moved(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1), *moved = world_path(world, "moved");
    const char *file = arena_printf(world->arena, "%s/current/file", moved);

    assert_int_equal(rename(index, moved), 0);
    expect_current(moved, "000001");
    expect_number("through the link", access(file, R_OK), 0);
}

static void names_go_on_above_the_highest(void **state)
{
    static const struct {
        const char *there, *next;
    } cases[] = {{"000009", "000010"},   {"000099", "000100"},    {"999999", "1000000"},
                 {"1000000", "1000001"}, {"1000002x", "1000001"}, {"new-99", "1000001"}};
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    char name[GENERATION_NAME];
    struct err err;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *path = generation_path(index, cases[i].there, NULL);
        expect_ok("mkdir", file_mkdirs(path, &err), &err);
        free(path);
        expect_ok("next", generation_next(name, index, &err), &err);
        expect_text(cases[i].there, str_of(name), cases[i].next);
    }
}

static void publishing_that_fails_changes_nothing(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 2);
    char work[GENERATION_NAME];
    struct err err;

    expect_ok("begin", generation_begin(work, index, &err), &err);
    expect_true("taken name", generation_publish(index, work, "000001", &err) != ERR_OK);
    expect_current(index, "000002");
    expect_true("no such", generation_publish(index, "new-none", "000003", &err) != ERR_OK);
    expect_current(index, "000002");
    generation_abandon(index, work);
    generation_abandon(index, work);
    expect_text("as before", str_of(generations(world, index)), "000001 000002");
}

static void switching_goes_back_and_forth(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 3);
    struct err err;

    expect_ok("back", generation_switch(index, "000001", &err), &err);
    expect_current(index, "000001");
    expect_ok("forth", generation_switch(index, "000003", &err), &err);
    expect_current(index, "000003");
    /* What a switch that died left does not stand in the way. */
    assert_int_equal(symlink("nowhere", arena_printf(world->arena, "%s/current.new", index)), 0);
    expect_ok("again", generation_switch(index, "000002", &err), &err);
    expect_current(index, "000002");
    expect_text("none removed", str_of(generations(world, index)), "000001 000002 000003");
}

static void links_that_lead_astray_are_refused(void **state)
{
    static const char *const targets[] = {"generations/new-7",
                                          "elsewhere",
                                          "..",
                                          "000001x",
                                          "generations/",
                                          "generations/12345",
                                          "generations/0000000000000000000000000000000000001"};
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    const char *link = arena_printf(world->arena, "%s/current", index);
    char name[GENERATION_NAME];
    struct err err;
    int fd = -1;

    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        assert_int_equal(unlink(link), 0);
        assert_int_equal(symlink(targets[i], link), 0);
        expect_error(targets[i], generation_current(name, index, &err), ERR_FORMAT, &err, NULL);
        expect_error(targets[i], generation_acquire(&fd, name, index, &err), ERR_FORMAT, &err,
                     NULL);
    }
    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink("generations/000009", link), 0);
    expect_error("not there", generation_acquire(&fd, name, index, &err), ERR_FORMAT, &err,
                 "000009");
    expect_number("not set", fd, -1);
    const char *none = world_path(world, "none");
    expect_error("no index", generation_acquire(&fd, name, none, &err), ERR_NOT_FOUND, &err, none);
    const char *file = world_file(world, "file", STR("x"));
    expect_error("a file", generation_current(name, file, &err), ERR_NOT_FOUND, &err, file);
}

/* Prunes and lists what is left. */
static void expect_pruned(const struct world *world, const char *index, const char *keep,
                          const char *left)
{
    struct err err;

    expect_ok("prune", generation_prune(index, keep, &err), &err);
    expect_text("left", str_of(generations(world, index)), left);
}

static void pruning_keeps_the_two_newest(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1);

    expect_pruned(world, index, "", "000001");
    publish(world, index);
    expect_pruned(world, index, "", "000001 000002");
    publish(world, index);
    publish(world, index);
    expect_pruned(world, index, "000001", "000001 000003 000004");
    expect_pruned(world, index, "", "000003 000004");
    expect_current(index, "000004");
}

static void pruning_keeps_the_current_one(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 5);
    struct err err;

    expect_ok("back", generation_switch(index, "000002", &err), &err);
    expect_pruned(world, index, "", "000002 000004 000005");
    expect_current(index, "000002");
    expect_true("no index", generation_prune(world_path(world, "none"), "", &err) != ERR_OK);
}

/* Names are compared as numbers: 1000000 is newer than 999999. */
static void pruning_counts_in_numbers(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    struct err err;

    char *path = generation_path(index, "999998", NULL);
    expect_ok("mkdir", file_mkdirs(path, &err), &err);
    free(path);
    publish(world, index);
    publish(world, index);
    expect_current(index, "1000000");
    expect_pruned(world, index, "", "1000000 999999");
}

static void what_a_reader_holds_is_kept(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    char name[GENERATION_NAME];
    struct err err;
    int first = -1, second = -1;

    expect_ok("acquire", generation_acquire(&first, name, index, &err), &err);
    expect_text("name", str_of(name), "000001");
    expect_ok("shared", generation_acquire(&second, name, index, &err), &err);
    expect_true("current", generation_is_current(first, index));
    for (int i = 0; i < 3; i++)
        publish(world, index);
    expect_true("no more", !generation_is_current(first, index));
    expect_pruned(world, index, "", "000001 000003 000004");
    close(first);
    expect_pruned(world, index, "", "000001 000003 000004");
    close(second);
    expect_pruned(world, index, "", "000003 000004");
}

/* An index made anew begins with 000001 again. */
static void identity_is_not_the_name(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    char name[GENERATION_NAME];
    struct err err;
    int fd = -1;

    expect_ok("acquire", generation_acquire(&fd, name, index, &err), &err);
    expect_ok("remove", file_remove_tree(index, &err), &err);
    expect_true("gone", !generation_is_current(fd, index));
    make_index(world, 1);
    expect_current(index, "000001");
    expect_true("another", !generation_is_current(fd, index));
    close(fd);
}

static void a_second_writer_is_told_of_the_first(void **state)
{
    const struct world *world = *state;
    const char *index = world_path(world, "a/new/index");
    char process[32];
    struct err err;
    int lock = -1, second = -1;

    expect_ok("lock", generation_lock(&lock, index, &err), &err);
    snprintf(process, sizeof process, "process %ld", (long)getpid());
    expect_error("second", generation_lock(&second, index, &err), ERR_BUSY, &err, process);
    expect_number("not set", second, -1);
    expect_true("names the index", strstr(err.text, index) != NULL);
    generation_unlock(lock);
    expect_ok("free", generation_lock(&lock, index, &err), &err);
    generation_unlock(lock);
    const char *file = world_file(world, "file", STR("x"));
    expect_true("a file", generation_lock(&lock, file, &err) != ERR_OK);
}

static void sweeping_removes_what_dead_builds_left(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 2);
    const char *own = arena_printf(world->arena, "new-%ld", (long)getpid());
    const char *const left[] = {"new-1/sections", "new-999999999/deep/er", own};
    char work[GENERATION_NAME];
    struct err err;

    for (size_t i = 0; i < COUNT_OF(left); i++) {
        char *dir = generation_path(index, left[i], NULL);
        char *file = generation_path(index, left[i], "file");
        expect_ok("mkdir", file_mkdirs(dir, &err), &err);
        expect_ok("write", file_write(file, STR("x"), &err), &err);
        free(dir);
        free(file);
    }
    assert_int_equal(symlink("nowhere", arena_printf(world->arena, "%s/current.new", index)), 0);
    expect_ok("sweep", generation_sweep(index, &err), &err);
    expect_text("generations", str_of(generations(world, index)), "000001 000002");
    expect_text("index", str_of(world_list(world, index)), "current generations lock");
    expect_current(index, "000002");
    expect_ok("nothing to sweep", generation_sweep(index, &err), &err);

    expect_ok("begin", generation_begin(work, index, &err), &err);
    expect_true("name", strncmp(work, "new-", 4) == 0);
    expect_text("generations", str_of(generations(world, index)),
                arena_printf(world->arena, "000001 000002 %s", work));
    char *path = generation_path(index, work, NULL);
    expect_text("empty", str_of(world_list(world, path)), "");
    free(path);
}

/* A segment's files are those of the generation before, and stay when that goes. */
static void segments_are_taken_over(void **state)
{
    const struct world *world = *state;
    const char *index = make_index(world, 1);
    char work[GENERATION_NAME];
    struct stat old, new;
    struct err err;

    static const char *const files[] = {"sections", "tokens",       "vocabulary", "columns",
                                        "records",  "requirements", "strange"};
    char *from = generation_segment_path(index, "000001", "000001-0");
    expect_ok("make", file_mkdirs(from, &err), &err);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        const char *path = arena_printf(world->arena, "%s/%s", from, files[i]);
        expect_ok("write", file_write(path, STR("rows"), &err), &err);
    }
    assert_int_equal(stat(arena_printf(world->arena, "%s/columns", from), &old), 0);
    expect_ok("begin", generation_begin(work, index, &err), &err);
    expect_ok("link", generation_link_segment(index, work, "000001", "000001-0", &err), &err);
    expect_ok("publish", generation_publish(index, work, "000002", &err), &err);
    char *all = generation_segment_path(index, "000002", NULL);
    expect_text("segments", str_of(world_list(world, all)), "000001-0");
    char *file = generation_path(index, "000002", "segments/000001-0/columns");
    assert_int_equal(stat(file, &new), 0);
    expect_number("the same file", new.st_ino, old.st_ino);
    expect_error("no such segment",
                 generation_link_segment(index, "000002", "000001", "000001-1", &err), ERR_IO, &err,
                 "000001-1");
    char *taken = generation_segment_path(index, "000002", "000001-0");
    expect_text("its files", str_of(world_list(world, taken)),
                "columns records requirements sections tokens vocabulary");
    /* A generation without one of them could not be opened. */
    expect_number("gone", unlink(arena_printf(world->arena, "%s/tokens", from)), 0);
    expect_ok("begin", generation_begin(work, index, &err), &err);
    expect_error("a file is missing",
                 generation_link_segment(index, work, "000001", "000001-0", &err), ERR_IO, &err,
                 "000001-0/tokens");
    free(taken);
    free(from);
    free(all);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(publishing_makes_a_generation_current),
        world_test(the_index_can_be_moved),
        world_test(names_go_on_above_the_highest),
        world_test(publishing_that_fails_changes_nothing),
        world_test(switching_goes_back_and_forth),
        world_test(links_that_lead_astray_are_refused),
        world_test(pruning_keeps_the_two_newest),
        world_test(pruning_keeps_the_current_one),
        world_test(pruning_counts_in_numbers),
        world_test(what_a_reader_holds_is_kept),
        world_test(identity_is_not_the_name),
        world_test(a_second_writer_is_told_of_the_first),
        world_test(segments_are_taken_over),
        world_test(sweeping_removes_what_dead_builds_left),
    };
    return cmocka_run_group_tests_name("generation", tests, NULL, NULL);
}
