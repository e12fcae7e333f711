/* indexer/segment_pool: processes that write segments, from what was read and from other segments.
 */
#include "support.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/file.h"
#include "indexer/reading.h"
#include "indexer/segment_pool.h"
#include "indexer/source.h"
#include "search/segment.h"

static size_t own[] = {0, 1};
static struct spec_section sections[] = {
    {.level = 1, .parent = SPEC_NO_PARENT, .line = 1, .text = BYTES("Above."), .text_line = 1},
    {.heading = BYTES("Duties"),
     .level = 1,
     .parent = SPEC_NO_PARENT,
     .line = 2,
     .text = BYTES("Feeds quokkas."),
     .text_line = 3},
};
static struct spec_class classes[] = {{.title = BYTES("Keeper"), .sections = own, .count = 2}};

static const char *reading_json(const struct world *world)
{
    struct reading reading = {
        .sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        .format = "text",
        .note = "",
        .path = "",
        .agency = "",
        .house = "",
        .spec = {.title = BYTES("Keeper"),
                 .title_line = 1,
                 .sections = sections,
                 .count = COUNT_OF(sections),
                 .classes = classes,
                 .class_count = 1}};
    struct buf json = {0};
    struct err err;

    kind_set_add(&sections[0].kinds, KIND_OTHER);
    kind_set_add(&sections[1].kinds, KIND_DUTIES);
    expect_ok("encode", reading_encode(&json, &reading, &err), &err);
    const char *text = arena_strndup(world->arena, json.p, json.n);
    buf_free(&json);
    return text;
}

static enum err_code add(struct segment_pool *pool, size_t lane, const char *id, const char *json,
                         struct lanes_place place, struct err *err)
{
    struct segment_pool_class class = {str_of(id), 0, place};
    struct segment_pool_source source = {STR("pond"), STR("pond/keeper.txt"), str_of(json), &class,
                                         1};

    return segment_pool_add(pool, lane, &source, err);
}

/* A class is where it was put, and its second section has the text. */
static void expect_class(const struct world *world, const char *segment, const char *id,
                         uint32_t first_docid, uint32_t all)
{
    struct segment opened;
    struct segment_reader reader;
    struct record_class class;
    struct record_section section;
    struct tokens_section words;
    struct tokens_buffer buffer = {0};
    struct err err;

    expect_ok("open", segment_open(&opened, world_path(world, segment), &err), &err);
    expect_number("all", opened.columns.section_count, all);
    expect_ok("open", segment_reader_open(&reader, &opened, &err), &err);
    expect_ok(id, segment_read_class(&class, &reader, str_of(id), world->arena, &err), &err);
    expect_number(id, class.first_docid, first_docid);
    expect_number(id, class.sections, 2);
    expect_text(id, class.title, "Keeper");
    expect_ok(id,
              segment_read_section(&section, &words, &opened, first_docid + 1, &buffer,
                                   world->arena, &err),
              &err);
    expect_text(id, section.text, "Feeds quokkas.");
    tokens_buffer_free(&buffer);
    segment_reader_close(&reader);
    segment_close(&opened);
}

static void expect_no_child(void)
{
    expect_true("no process is left", waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

static void classes_come_where_they_are_put(void **state)
{
    const struct world *world = *state;
    const char *json = reading_json(world), *names[] = {"000001-0", "000001-1", "000001-2"};
    struct segment_job first = {.directory = world->dir, .generation = "000001"};
    struct manifest_segment made[3] = {0};
    struct segment_job second = {world->dir, "000002", world->dir, made, COUNT_OF(made)};
    struct err err;

    /* Two lanes by two processes; the first lane goes on to another segment. */
    struct segment_pool *pool = segment_pool_new(&first, 2);
    expect_ok("add", add(pool, 0, "p/1", json, (struct lanes_place){0, 1}, &err), &err);
    expect_ok("add", add(pool, 1, "p/2", json, (struct lanes_place){1, 1}, &err), &err);
    expect_ok("add", add(pool, 0, "p/3", json, (struct lanes_place){0, 3}, &err), &err);
    expect_ok("add", add(pool, 0, "p/4", json, (struct lanes_place){2, 1}, &err), &err);
    expect_ok("finish", segment_pool_finish(made, 3, pool, world->arena, &err), &err);
    segment_pool_free(pool);
    expect_no_child();
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        expect_text("name", str_of(made[i].name), names[i]);
        expect_number("sections", made[i].sections, i == 0 ? 4 : 2);
    }
    expect_class(world, "000001-0", "p/1", 1, 4);
    expect_class(world, "000001-0", "p/3", 3, 4);
    expect_class(world, "000001-1", "p/2", 1, 2);
    expect_class(world, "000001-2", "p/4", 1, 2);

    /* Two classes of different segments and one that is read become one segment. */
    struct manifest_segment merged[1] = {0};
    pool = segment_pool_new(&second, 4);
    expect_ok("copy", segment_pool_copy(pool, 3, 0, STR("p/3"), (struct lanes_place){0, 1}, &err),
              &err);
    expect_ok("add", add(pool, 3, "p/5", json, (struct lanes_place){0, 3}, &err), &err);
    expect_ok("copy", segment_pool_copy(pool, 3, 1, STR("p/2"), (struct lanes_place){0, 5}, &err),
              &err);
    expect_ok("finish", segment_pool_finish(merged, 1, pool, world->arena, &err), &err);
    segment_pool_free(pool);
    expect_number("sections", merged[0].sections, 6);
    expect_class(world, "000002-0", "p/3", 1, 6);
    expect_class(world, "000002-0", "p/5", 3, 6);
    expect_class(world, "000002-0", "p/2", 5, 6);
}

/* An error comes with what is put later, however much that is, or in the end. */
static void errors_come_back(void **state)
{
    const struct world *world = *state;
    const char *json = reading_json(world);
    const struct manifest_segment old[] = {{.name = "000009-9"}};
    struct segment_job job = {world->dir, "000001", world->dir, old, 1};
    struct manifest_segment made[2];
    struct err err;

    struct segment_pool *pool = segment_pool_new(&job, 1);
    enum err_code code = add(pool, 0, "p/1", "{", (struct lanes_place){0, 1}, &err);
    for (int i = 0; code == ERR_OK && i < 1000 * 1000; i++)
        code = add(pool, 0, "p/2", json, (struct lanes_place){0, 1}, &err);
    expect_error("garbled", code, ERR_FORMAT, &err, "pond/keeper.txt");
    segment_pool_free(pool);

    pool = segment_pool_new(&job, 1);
    expect_ok("add", add(pool, 0, "p/1", json, (struct lanes_place){0, 2}, &err), &err);
    expect_error("misplaced", segment_pool_finish(made, 1, pool, world->arena, &err), ERR_INTERNAL,
                 &err, "elsewhere");
    segment_pool_free(pool);

    pool = segment_pool_new(&job, 1);
    expect_ok("copy", segment_pool_copy(pool, 0, 0, STR("p/1"), (struct lanes_place){1, 1}, &err),
              &err);
    expect_error("not there", segment_pool_finish(made, 2, pool, world->arena, &err), ERR_FORMAT,
                 &err, "000009-9");
    segment_pool_free(pool);
    expect_no_child();
}

/* A flipped bit must not come into a new segment, which would be hashed with it. */
static void damage_is_not_copied(void **state)
{
    const struct world *world = *state;
    struct segment_job first = {.directory = world->dir, .generation = "000001"};
    struct manifest_segment made[1] = {0};
    struct segment_job second = {world->dir, "000002", world->dir, made, 1};
    struct err err;

    struct segment_pool *pool = segment_pool_new(&first, 1);
    expect_ok("add", add(pool, 0, "p/1", reading_json(world), (struct lanes_place){0, 1}, &err),
              &err);
    expect_ok("finish", segment_pool_finish(made, 1, pool, world->arena, &err), &err);
    segment_pool_free(pool);
    for (enum manifest_file f = 0; f < MANIFEST_FILE_COUNT; f++) {
        const char *name = arena_printf(world->arena, "000001-0/%s", manifest_file_name(f));
        const char *path = arena_strdup(world->arena, world_path(world, name));
        struct manifest_segment merged[1];
        struct buf good = {0}, bad = {0};
        expect_ok(name, file_read(&good, path, 1 << 20, &err), &err);
        buf_str(&bad, buf_view(&good));
        bad.p[bad.n / 2] ^= 1;
        expect_ok(name, file_write(path, buf_view(&bad), &err), &err);
        pool = segment_pool_new(&second, 1);
        enum err_code code =
            segment_pool_copy(pool, 0, 0, STR("p/1"), (struct lanes_place){0, 1}, &err);
        if (code == ERR_OK)
            code = segment_pool_finish(merged, 1, pool, world->arena, &err);
        expect_error(name, code, ERR_FORMAT, &err, name);
        expect_true("says what to do", strstr(err.text, "build --full") != NULL);
        segment_pool_free(pool);
        expect_ok(name, file_write(path, buf_view(&good), &err), &err);
        buf_free(&good);
        buf_free(&bad);
    }
}

/* Waiting for a process may fail: poll() refuses more descriptors than a program may have. */
static void failing_to_wait_is_an_error(void **state)
{
    const struct world *world = *state;
    struct segment_job job = {.directory = world->dir, .generation = "000001"};
    struct manifest_segment made[1];
    struct rlimit before, low;
    struct err err;

    struct segment_pool *pool = segment_pool_new(&job, 2);
    expect_ok("add", add(pool, 0, "p/1", reading_json(world), (struct lanes_place){0, 1}, &err),
              &err);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    low = (struct rlimit){.rlim_cur = 1, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    enum err_code code = segment_pool_finish(made, 1, pool, world->arena, &err);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    expect_error("poll", code, ERR_IO, &err, "the processes that write the index");
    segment_pool_free(pool);
    expect_no_child();
}

static void a_pool_without_work_is_fine(void **state)
{
    const struct world *world = *state;
    struct segment_job job = {.directory = world->dir, .generation = "000001"};
    struct manifest_segment none[1];
    struct err err;

    struct segment_pool *pool = segment_pool_new(&job, 2);
    expect_ok("finish", segment_pool_finish(none, 0, pool, world->arena, &err), &err);
    segment_pool_free(pool);
    segment_pool_free(NULL);
    expect_text("nothing is made", str_of(world_list(world, world->dir)), "");
}

/* A class lies in one segment, so one that is larger cannot be indexed. */
static void sources_that_fit_no_segment_are_refused(void **state)
{
    const struct world *world = *state;
    size_t *of_class = arena_zero(world->arena, 65537, sizeof *of_class);
    struct spec_class large[] = {{.sections = of_class, .count = 65536},
                                 {.sections = of_class, .count = 65536}};
    struct spec_section section = {.heading = {"", 0}};
    struct reading reading = {.spec = {.verdict = SPEC_SURE,
                                       .sections = &section,
                                       .count = 1,
                                       .classes = large,
                                       .class_count = 2}};

    expect_true("as large as a segment", source_refusal(&reading) == NULL);
    large[1].count++;
    expect_text("larger", str_of(source_refusal(&reading)),
                "too large: a class has more than 65536 sections");
}

/* A few classes that share long sections are many times the file that they come from. */
static void sources_of_too_much_text_are_refused(void **state)
{
    enum { CLASSES = 64, MEGABYTE = 1024 * 1024 };
    const struct world *world = *state;
    size_t shared[] = {0};
    struct spec_section section = {
        .heading = BYTES("Duties"),
        .text = {arena_zero(world->arena, MEGABYTE, 1), MEGABYTE - strlen("Duties")}};
    struct spec_class list[CLASSES];
    struct reading reading = {.spec = {.verdict = SPEC_SURE,
                                       .sections = &section,
                                       .count = 1,
                                       .classes = list,
                                       .class_count = CLASSES}};

    for (size_t i = 0; i < CLASSES; i++)
        list[i] = (struct spec_class){.sections = shared, .count = 1};
    expect_number("text of a class", source_text(&reading.spec, list), MEGABYTE);
    expect_true("64 MB", source_refusal(&reading) == NULL);
    section.text.n++;
    expect_text("more", str_of(source_refusal(&reading)),
                "too large: its classes, each with the sections that it shares, have more than "
                "64 MB of text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(classes_come_where_they_are_put),
        world_test(errors_come_back),
        world_test(damage_is_not_copied),
        world_test(failing_to_wait_is_an_error),
        world_test(a_pool_without_work_is_fine),
        world_test(sources_that_fit_no_segment_are_refused),
        world_test(sources_of_too_much_text_are_refused),
    };
    return cmocka_run_group_tests_name("segment_pool", tests, NULL, NULL);
}
