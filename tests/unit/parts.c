/* lib/search/parts: files of numbered parts. Whose files they are also test damage (tokens.c). */

#include "support.h"

#include "search/parts.h"

static const struct parts_format format = {.magic = "SSTESTS", .version = 3};

static const char *write_parts(const struct world *world, const struct str *parts, size_t count)
{
    const char *path = world_path(world, "parts");
    struct parts_writer writer = {0};
    struct err err;

    for (size_t i = 0; i < count; i++) {
        buf_str(&writer.bytes, parts[i]);
        parts_writer_end(&writer);
    }
    expect_ok("save", parts_writer_save(&writer, &format, path, &err), &err);
    parts_writer_free(&writer);
    return path;
}

static void parts_come_back(void **state)
{
    static const struct str written[] = {BYTES("first"), BYTES(""), BYTES("a\0b"), BYTES("")};
    struct parts parts = {0};
    struct err err;

    for (size_t count = 0; count <= COUNT_OF(written); count++) {
        const char *path = write_parts(*state, written, count);
        expect_ok("open", parts_open(&parts, &format, path, &err), &err);
        expect_number("count", parts.count, count);
        for (uint32_t i = 0; i < parts.count; i++)
            expect_true("bytes", str_eq(parts_get(&parts, i), written[i]));
        parts_close(&parts);
    }
    parts_close(&parts);
}

static void another_format_is_refused(void **state)
{
    static const struct parts_format others[] = {{"SSTESTT", 3}, {"SSTESTS", 2}};
    static const struct str written[] = {BYTES("first")};
    const char *path = write_parts(*state, written, 1);
    struct parts parts;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(others); i++)
        expect_error(path, parts_open(&parts, &others[i], path, &err), ERR_FORMAT, &err, "rebuild");
    expect_error("none", parts_open(&parts, &format, world_path(*state, "none"), &err), ERR_FORMAT,
                 &err, "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(parts_come_back),
        world_test(another_format_is_refused),
    };
    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
