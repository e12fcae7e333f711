/* The file of a segment's requirements: what is written is read, and damage is found. */

#include "support.h"

#include "base/file.h"
#include "search/requirements.h"

/* Of three sections, the second without any. */
static const struct {
    uint32_t section;
    struct requirement requirement;
    struct requirements_words sentence, stated;
} sample[] = {
    {0,
     {.type = REQUIREMENT_EXPERIENCE,
      .modality = MODALITY_REQUIRED,
      .months = 60,
      .months_max = 84,
      .supervisory = true},
     {2, 19},
     {4, 9}},
    {0,
     {.type = REQUIREMENT_EXPERIENCE,
      .modality = MODALITY_EQUIVALENCY,
      .months = 70000, /* more than there is room for: the most that there is */
      .months_max = 70000,
      .part_months = 24,
      .part_supervisory = true},
     {19, 70000},
     {19, 20}},
    {2,
     {.type = REQUIREMENT_EDUCATION,
      .modality = MODALITY_PREFERRED,
      .level = EDUCATION_APPRENTICESHIP},
     {0, 0},
     {0, 0}},
    {2,
     {.type = REQUIREMENT_LIFTING, .modality = MODALITY_UNCLASSIFIED, .pounds = 100000},
     {0, UINT32_MAX},
     {7, UINT32_MAX}},
};

enum { SECTIONS = 3 };

static const char *write_sample(const struct world *world)
{
    const char *path = world_path(world, REQUIREMENTS_FILE);
    struct requirements_writer *writer = requirements_writer_new();
    struct err err;

    for (uint32_t s = 0; s < SECTIONS; s++) {
        requirements_writer_section(writer);
        for (size_t i = 0; i < COUNT_OF(sample); i++)
            if (sample[i].section == s)
                requirements_writer_add(writer, &sample[i].requirement, sample[i].sentence,
                                        sample[i].stated);
    }
    expect_ok("save", requirements_writer_save(writer, path, &err), &err);
    requirements_writer_free(writer);
    requirements_writer_free(NULL);
    return path;
}

static void expect_item(const struct requirements_item *got, size_t i)
{
    const struct requirement *want = &sample[i].requirement;
    bool long_ago = want->months > UINT16_MAX;

    expect_number("type", got->type, want->type);
    expect_number("modality", got->modality, want->modality);
    expect_number("level", got->level, want->level);
    expect_number("months", got->months, long_ago ? UINT16_MAX : want->months);
    expect_number("part", got->part_months, want->part_months);
    expect_number("pounds", got->pounds, want->pounds);
    expect_number("supervisory", (got->flags & REQUIREMENTS_SUPERVISORY) != 0, want->supervisory);
    expect_number("part supervisory", (got->flags & REQUIREMENTS_PART_SUPERVISORY) != 0,
                  want->part_supervisory);
    expect_number("first", got->sentence.first, sample[i].sentence.first);
    expect_number("end", got->sentence.end, sample[i].sentence.end);
    expect_number("first stated", got->stated.first, sample[i].stated.first);
    expect_number("end stated", got->stated.end, sample[i].stated.end);
}

static void requirements_come_back_as_they_were(void **state)
{
    const char *path = write_sample(*state);
    struct requirements *requirements = NULL;
    const struct requirements_item *items;
    uint32_t count;
    size_t next = 0;
    struct err err;

    expect_ok("open", requirements_open(&requirements, path, &err), &err);
    expect_number("sections", requirements_section_count(requirements), SECTIONS);
    for (uint32_t s = 0; s < SECTIONS; s++) {
        requirements_of(&items, &count, requirements, s);
        expect_number("count", count, s == 1 ? 0 : 2);
        for (uint32_t i = 0; i < count; i++)
            expect_item(&items[i], next++);
    }
    expect_number("all", next, COUNT_OF(sample));
    requirements_close(requirements);
    requirements_close(NULL);
}

static void there_may_be_none(void **state)
{
    const char *path = world_path(*state, REQUIREMENTS_FILE);
    struct requirements_writer *writer = requirements_writer_new();
    struct requirements *requirements = NULL;
    const struct requirements_item *items;
    uint32_t count = 7;
    struct err err;

    expect_ok("save", requirements_writer_save(writer, path, &err), &err);
    expect_ok("open", requirements_open(&requirements, path, &err), &err);
    expect_number("sections", requirements_section_count(requirements), 0);
    requirements_close(requirements);
    for (uint32_t i = 0; i < SEGMENT_SECTIONS_MAX; i++)
        requirements_writer_section(writer);
    expect_ok("save", requirements_writer_save(writer, path, &err), &err);
    expect_ok("open", requirements_open(&requirements, path, &err), &err);
    expect_number("sections", requirements_section_count(requirements), SEGMENT_SECTIONS_MAX);
    requirements_of(&items, &count, requirements, SEGMENT_SECTIONS_MAX - 1);
    expect_number("none", count, 0);
    requirements_close(requirements);
    requirements_writer_free(writer);
}

static bool is_sound(const struct requirements_item *item)
{
    return item->type < REQUIREMENT_TYPE_COUNT && item->modality < MODALITY_COUNT &&
           item->level < EDUCATION_COUNT && item->flags <= 3 &&
           item->sentence.first <= item->sentence.end && item->stated.first <= item->stated.end;
}

/* Reads all that an open file has, which keeps what the header promises. */
static void expect_sound(const struct requirements *requirements)
{
    for (uint32_t s = 0; s < requirements_section_count(requirements); s++) {
        const struct requirements_item *items;
        uint32_t count;
        requirements_of(&items, &count, requirements, s);
        for (uint32_t i = 0; i < count; i++)
            expect_true("sound", is_sound(&items[i]));
    }
}

static void cut_files_are_refused(void **state)
{
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct requirements *requirements = NULL;
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t n = 0; n < whole.n; n++) {
        world_file(world, REQUIREMENTS_FILE, (struct str){whole.p, n});
        expect_error("cut", requirements_open(&requirements, path, &err), ERR_FORMAT, &err,
                     REQUIREMENTS_FILE);
    }
    buf_char(&whole, '\0');
    world_file(world, REQUIREMENTS_FILE, buf_view(&whole));
    expect_error("longer", requirements_open(&requirements, path, &err), ERR_FORMAT, &err,
                 "rebuild");
    expect_error("missing", requirements_open(&requirements, world_path(world, "no"), &err),
                 ERR_FORMAT, &err, "no");
    expect_true("not set", requirements == NULL);
    buf_free(&whole);
}

/* A byte that flips is found out, or what is read keeps what is promised. */
static void flipped_files_are_refused_or_harmless(void **state)
{
    static const unsigned char flips[] = {0x01, 0x80, 0xff, 0x40, 0x08};
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct requirements *requirements = NULL;
    struct buf whole = {0};
    size_t refused = 0, harmless = 0;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t at = 0; at < whole.n; at++) {
        for (size_t i = 0; i < COUNT_OF(flips); i++) {
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
            world_file(world, REQUIREMENTS_FILE, buf_view(&whole));
            if (requirements_open(&requirements, path, &err) == ERR_OK) {
                expect_sound(requirements);
                requirements_close(requirements);
                harmless++;
            } else {
                expect_number("code", err.code, ERR_FORMAT);
                refused++;
            }
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
        }
        if (at < 32) /* the header */
            expect_number("refused", refused, (at + 1) * COUNT_OF(flips));
    }
    expect_true("months and pounds may be any", harmless > 0);
    buf_free(&whole);
}

static void random_damage_is_refused_or_harmless(void **state)
{
    struct support_random random = random_start("requirements");
    const struct world *world = *state;
    const char *path = write_sample(world);
    struct requirements *requirements = NULL;
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (int round = 0; round < 1000; round++) {
        struct buf damaged = {0};
        buf_str(&damaged, buf_view(&whole));
        for (uint32_t n = 1 + random_below(&random, 6); n > 0; n--)
            damaged.p[random_below(&random, (uint32_t)damaged.n)] = (char)random_next(&random);
        world_file(world, REQUIREMENTS_FILE, buf_view(&damaged));
        if (requirements_open(&requirements, path, &err) == ERR_OK) {
            expect_sound(requirements);
            requirements_close(requirements);
        }
        buf_free(&damaged);
    }
    buf_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(requirements_come_back_as_they_were),
        world_test(there_may_be_none),
        world_test(cut_files_are_refused),
        world_test(flipped_files_are_refused_or_harmless),
        world_test(random_damage_is_refused_or_harmless),
    };
    return cmocka_run_group_tests_name("requirements", tests, NULL, NULL);
}
