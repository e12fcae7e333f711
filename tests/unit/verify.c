/* indexer/verify_source and verify_row: names of sources that lead nowhere else, and rows that are
 * true of what was read. */
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "indexer/verify_row.h"
#include "indexer/verify_source.h"
#include "indexer/walk.h"
#include "search/sha256.h"

static void names_have_no_way_up(void **state)
{
    static const struct {
        struct str source;
        const char *name; /* NULL: it is none */
    } cases[] = {
        {BYTES("corpus/a.txt"), "corpus/a.txt"},
        {BYTES("corpus/city/a b.txt"), "corpus/city/a b.txt"},
        {BYTES("corpus/..a/.b..txt"), "corpus/..a/.b..txt"},
        {BYTES("corpus/\\xff\\\\.txt"), "corpus/\xff\\.txt"},
        {BYTES("corpus/\\\\xff.txt"), "corpus/\\xff.txt"},
        {BYTES(""), NULL},
        {BYTES("a.txt"), NULL},
        {BYTES("/a.txt"), NULL},
        {BYTES("corpus/"), NULL},
        {BYTES("corpus//a.txt"), NULL},
        {BYTES("corpus/./a.txt"), NULL},
        {BYTES("corpus/../a.txt"), NULL},
        {BYTES("../a.txt"), NULL},
        {BYTES("corpus/.."), NULL},
        {BYTES("corpus/\\x2e\\x2e/a.txt"), NULL}, /* no name is written so */
        {BYTES("corpus/\\xFF.txt"), NULL},
        {BYTES("corpus/\\x0.txt"), NULL},
        {BYTES("corpus/\\"), NULL},
        {BYTES("corpus/a\0b"), NULL},
        {BYTES("corpus/\\x00"), NULL},
        {BYTES("corpus/a\nb"), NULL},
        {BYTES("corpus/\xff.txt"), NULL},
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *name = verify_source_name(cases[i].source, world->arena);
        expect_number(cases[i].source.p, name != NULL, cases[i].name != NULL);
        if (name != NULL)
            expect_text(cases[i].source.p, str_of(name), cases[i].name);
    }
}

static void any_file_name_comes_back(void **state)
{
    struct support_random random = random_start("names");
    struct world *world = *state;

    for (int i = 0; i < 5000; i++) {
        static const char bytes[] = "ax0fe\\\\\\\xc3\xa9\xff\n\x1b ~";
        char name[16] = "";
        size_t n = 1 + random_below(&random, 14);
        for (size_t k = 0; k < n; k++)
            name[k] = bytes[random_below(&random, sizeof bytes - 1)];
        const char *escaped = walk_escape(name, world->arena);
        const char *back = walk_unescape(str_of(escaped), world->arena);
        expect_text(escaped, str_of(back), name);
    }
}

/* The file of a source in folders of which the first is called otherwise, and the second holds the
 * one that was indexed. */
static void sources_are_found_by_their_hash(void **state)
{
    struct world *world = *state;
    char hash[SHA256_HEX], other[SHA256_HEX];
    struct option_list paths = {0};
    struct verify_folders folders;
    struct err err;
    const char *found = NULL;

    assert_int_equal(mkdir(world_path(world, "copy"), 0777), 0);
    assert_int_equal(mkdir(world_path(world, "more"), 0777), 0);
    assert_int_equal(mkdir(world_path(world, "more/corpus"), 0777), 0);
    world_file(world, "copy/a.txt", STR("old"));
    const char *right = world_file(world, "more/corpus/a.txt", STR("new"));
    world_file(world, "outside.txt", STR("new"));
    assert_int_equal(symlink("../outside.txt", world_path(world, "copy/link.txt")), 0);
    assert_int_equal(symlink("a.txt", world_path(world, "copy/within.txt")), 0);
    sha256_bytes(hash, STR("new"));
    sha256_bytes(other, STR("old"));
    const char *items[] = {world_path(world, "copy"), world_path(world, "more")};
    paths = (struct option_list){.items = items, .count = 2};
    expect_ok("folders", verify_folders_open(&folders, &paths, &err), &err);
    expect_ok(
        "by its hash",
        verify_source_find(&found, &folders, "corpus/a.txt", str_of(hash), world->arena, &err),
        &err);
    expect_number(
        "the other copy",
        strstr(right, strrchr(found, '/')) != NULL && strstr(found, "/more/corpus/") != NULL, 1);
    expect_ok("a link within",
              verify_source_find(&found, &folders, "corpus/within.txt", str_of(other), world->arena,
                                 &err),
              &err);
    expect_error(
        "a link out",
        verify_source_find(&found, &folders, "corpus/link.txt", str_of(hash), world->arena, &err),
        ERR_FORMAT, &err, "leads out");
    expect_error(
        "an edit",
        verify_source_find(&found, &folders, "corpus/within.txt", str_of(hash), world->arena, &err),
        ERR_FORMAT, &err, "is changed");
    expect_error(
        "nothing",
        verify_source_find(&found, &folders, "corpus/b.txt", str_of(hash), world->arena, &err),
        ERR_NOT_FOUND, &err, "not there");
    expect_error("a folder",
                 verify_source_find(&found, &folders, "x/corpus", str_of(hash), world->arena, &err),
                 ERR_FORMAT, &err, "regular");
    verify_folders_close(&folders);
}

/* Two classes of one source, which share the first section. */
static struct spec_section sections[] = {
    {.heading = BYTES("Duties"),
     .kinds = {{KIND_DUTIES}, 1},
     .line = 3,
     .text = BYTES("Keeps \xf0\x9f\xa6\x98 and\nwombats, \xe2\x80\x9cwombats\xe2\x80\x9d."),
     .text_line = 5},
    {.heading = BYTES(""),
     .kinds = {{KIND_OTHER}, 1},
     .line = 9,
     .text = BYTES("wombats"),
     .text_line = 9},
};
static size_t of_first[] = {0}, of_second[] = {0, 1};
static struct spec_class classes[] = {
    {.title = BYTES("Keeper I"), .sections = of_first, .count = 1},
    {.title = BYTES("Keeper II"), .sections = of_second, .count = 2},
};
static const struct spec spec = {
    .sections = sections, .count = 2, .classes = classes, .class_count = 2};

static struct evidence_pack_row true_row(void)
{
    return (struct evidence_pack_row){.class_id = STR("zoo/keeper-ii"),
                                      .title = STR("Keeper II"),
                                      .code = STR(""),
                                      .agency = STR("Zoo"),
                                      .section_line = 3,
                                      .heading = STR("Duties"),
                                      .kinds = {{KIND_DUTIES}, 1},
                                      .start = 12,
                                      .end = 19,
                                      .line = 6,
                                      .left = STR("and\n"),
                                      .match = STR("wombats"),
                                      .right = STR(", \xe2\x80\x9cwom")};
}

static enum err_code check(const struct evidence_pack_row *row, const struct world *world,
                           struct err *err)
{
    struct verify_reading source = verify_reading_of(&spec, "Zoo", world->arena);
    return verify_row(row, &source, err);
}

static void rows_are_true_or_say_what_is_not(void **state)
{
    struct world *world = *state;
    struct evidence_pack_row row = true_row();
    struct err err;

    expect_ok("true", check(&row, world, &err), &err);
    row.class_id = STR("zoo/keeper-ii~12");
    expect_ok("the twelfth of that name", check(&row, world, &err), &err);
    row.class_id = STR("zoo/keeper-ii~02");
    expect_error("no number", check(&row, world, &err), ERR_FORMAT, &err, "no class");
    row.class_id = STR("zoo/keeper-i");
    expect_error("another class", check(&row, world, &err), ERR_FORMAT, &err, "'Keeper I'");
    row = true_row();
    row.ordinal = 1;
    expect_error("another section", check(&row, world, &err), ERR_FORMAT, &err, "heading");
    row.ordinal = 2;
    expect_error("no section", check(&row, world, &err), ERR_FORMAT, &err, "no section 2");
    row = true_row();
    row.start = 13;
    row.end = 20;
    expect_error("one on", check(&row, world, &err), ERR_FORMAT, &err, "does not stand at 13");
    row.start = UINT32_MAX - 8;
    row.end = UINT32_MAX - 1;
    expect_error("far away", check(&row, world, &err), ERR_FORMAT, &err, "does not stand at");
    row = true_row();
    row.line = 5;
    expect_error("another line", check(&row, world, &err), ERR_FORMAT, &err, "6 in the source");
    row = true_row();
    row.left = STR("Keeps \xf0\x9f\xa6\x98 and\nx");
    expect_error("left", check(&row, world, &err), ERR_FORMAT, &err, "left");
    row = true_row();
    row.in_heading = true;
    expect_error("heading", check(&row, world, &err), ERR_FORMAT, &err, "does not stand");
}

/* A walk that goes on finds what one from the beginning finds. */
static void rows_may_come_in_any_order(void **state)
{
    struct world *world = *state;
    struct support_random random = random_start("rows");
    struct evidence_pack_row first = true_row(), second = true_row();
    struct verify_reading source = verify_reading_of(&spec, "Zoo", world->arena);
    struct err err;

    second.start = 22;
    second.end = 29;
    second.left = STR("\xe2\x80\x9c");
    second.right = STR("\xe2\x80\x9d.");
    for (int i = 0; i < 100; i++)
        expect_ok("row",
                  verify_row(random_below(&random, 2) == 0 ? &first : &second, &source, &err),
                  &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(names_have_no_way_up),
        world_test(any_file_name_comes_back),
        world_test(sources_are_found_by_their_hash),
        world_test(rows_are_true_or_say_what_is_not),
        world_test(rows_may_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
