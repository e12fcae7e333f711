/* indexer/build with a reader beside it: a generation that is held open answers as it did, whatever
 * is built meanwhile, and goes when it is let go. */
#include "support.h"

#include <sys/stat.h>

#include "base/file.h"
#include "indexer/build.h"
#include "search/generation.h"
#include "search/search.h"

enum { FILES = 6 };

/* Writes all files: each has the word of the edition and one of its own. */
static void write_sources(const struct world *world, const char *edition)
{
    for (int i = 0; i < FILES; i++) {
        const char *text = arena_printf(world->arena,
                                        "Keeper %d\n\nClass Code: K%d\n\nDUTIES\n\n"
                                        "Feeds the %s with number%d.\n\n"
                                        "EDUCATION\n\nA bachelor's degree.\n",
                                        i, i, edition, i);
        world_file(world, arena_printf(world->arena, "src/keeper-%d.txt", i), str_of(text));
    }
}

static void build(const struct world *world)
{
    char *paths[] = {arena_strdup(world->arena, world_path(world, "src"))};
    struct build_request request = {
        .index = world_path(world, "x"), .paths = paths, .path_count = 1, .workers = 2};
    bool skipped = true;
    struct err err;

    expect_ok("build", build_run(&skipped, &request, &err), &err);
    expect_true("nothing is skipped", !skipped);
}

static struct index *open_index(const struct world *world)
{
    struct index *index = NULL;
    struct err err;

    expect_ok("open", index_open(&index, world_path(world, "x"), &err), &err);
    return index;
}

/* How many sections have the word; each of them is shown with it. */
static void expect_found(const struct world *world, struct index *index, const char *word,
                         uint32_t want)
{
    struct search_request request = {
        .query = str_of(word), .page = 1, .per_page = SEARCH_PER_PAGE_MAX};
    struct search_page page;
    struct err err;

    expect_ok(word, search_run(&page, index, &request, world->arena, &err), &err);
    expect_number(word, page.sections, want);
    expect_number(word, page.hit_count, want);
    for (size_t i = 0; i < page.hit_count; i++)
        expect_true(word, memmem(page.hits[i].section.text.p, page.hits[i].section.text.n, word,
                                 strlen(word)) != NULL);
}

static const char *generations(const struct world *world)
{
    return world_list(world, world_path(world, "x/generations"));
}

static void a_reader_that_stalls_is_not_disturbed(void **state)
{
    static const char *const editions[] = {"numbat", "wombat", "bandicoot"};
    const struct world *world = *state;
    struct search_class class;
    struct err err;

    assert_int_equal(mkdir(world_path(world, "src"), 0700), 0);
    write_sources(world, "quokka");
    build(world);
    struct index *stalled = open_index(world);
    for (size_t i = 0; i < COUNT_OF(editions); i++) {
        write_sources(world, editions[i]);
        build(world);
    }
    expect_text("kept", str_of(generations(world)), "000001 000003 000004");
    expect_text("its name", str_of(index_generation(stalled)), "000001");
    expect_found(world, stalled, "quokka", FILES);
    expect_found(world, stalled, "bandicoot", 0);
    expect_found(world, stalled, "number3", 1);
    expect_ok("class",
              search_class(&class, stalled, STR("src/k5"), STR(""), false, 0, world->arena, &err),
              &err);
    struct index *fresh = open_index(world);
    expect_text("the newest", str_of(index_generation(fresh)), "000004");
    expect_found(world, fresh, "bandicoot", FILES);
    expect_found(world, fresh, "quokka", 0);
    index_close(fresh);
    index_close(stalled);

    write_sources(world, "potoroo");
    build(world);
    expect_text("it is gone", str_of(generations(world)), "000004 000005");
}

/* What is in the index is the sources' alone, however many builds led to it. */
static void many_small_builds_answer_as_one(void **state)
{
    const struct world *world = *state;
    struct support_random random = random_start("edits");
    char words[FILES][16];

    assert_int_equal(mkdir(world_path(world, "src"), 0700), 0);
    write_sources(world, "quokka");
    for (int i = 0; i < FILES; i++)
        snprintf(words[i], sizeof words[i], "quokka");
    build(world);
    for (int n = 0; n < 30; n++) {
        uint32_t at = random_below(&random, FILES);
        snprintf(words[at], sizeof words[at], "edit%d", n);
        const char *text = arena_printf(world->arena,
                                        "Keeper %u\n\nClass Code: K%u\n\nDUTIES\n\nFeeds %s.\n\n"
                                        "EDUCATION\n\nA bachelor's degree.\n",
                                        at, at, words[at]);
        world_file(world, arena_printf(world->arena, "src/keeper-%u.txt", at), str_of(text));
        build(world);
    }
    struct index *index = open_index(world);
    expect_number("classes", index_manifest(index)->classes, FILES);
    expect_true("few segments", index_segment_count(index) <= 8);
    for (int i = 0; i < FILES; i++) {
        uint32_t same = 0;
        for (int k = 0; k < FILES; k++)
            same += strcmp(words[i], words[k]) == 0;
        expect_found(world, index, words[i], same);
    }
    expect_found(world, index, "degree", FILES);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_reader_that_stalls_is_not_disturbed),
        world_test(many_small_builds_answer_as_one),
    };
    return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
