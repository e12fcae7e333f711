/* indexer/merge and indexer/lanes: which segments are merged, and where classes go. */
#include "support.h"

#include "indexer/lanes.h"
#include "indexer/merge.h"
#include "search/segment_limits.h"

/* A list of "live/dead", and what becomes of each: "-" it stays, "x" it goes, or its group. */
static void merges_are_by_tier_and_by_what_died(void **state)
{
    static const struct {
        const char *segments, *want;
    } cases[] = {
        {"", ""},
        {"10/0", "-"},
        {"0/10", "x"},
        {"0/10 10/0 0/1", "x - x"},
        /* A quarter dead: 1 of 4, 25 of 100. */
        {"3/1", "0"},
        {"4/1", "-"},
        {"76/24 75/25", "- 0"},
        {"49152/16384", "0"},
        {"30/10 60/20 100/0", "0 1 -"},
        /* Eight of the lowest tier, up to 512. */
        {"1/0 1/0 1/0 1/0 1/0 1/0 1/0", "- - - - - - -"},
        {"1/0 1/0 1/0 1/0 1/0 1/0 1/0 1/0", "0 0 0 0 0 0 0 0"},
        {"1/0 512/0 1/0 1/0 1/0 1/0 1/0 1/0", "0 0 0 0 0 0 0 0"},
        {"1/0 513/0 1/0 1/0 1/0 1/0 1/0 1/0", "- - - - - - - -"},
        {"1/0 1/0 1/0 0/9 1/0 1/0 1/0 1/0 1/0 9999/0", "0 0 0 x 0 0 0 0 0 -"},
        /* One with many dead counts in its tier; it is not copied twice. */
        {"1/0 1/0 1/0 1/0 6/6 1/0 1/0 1/0", "0 0 0 0 0 0 0 0"},
        {"1/0 1/0 1/0 1/0 600/600 1/0 1/0 1/0", "- - - - 0 - - -"},
        /* Eight of the lowest tier make the eighth of the next. */
        {"512/0 512/0 512/0 512/0 512/0 512/0 512/0 512/0 "
         "600/0 600/0 600/0 600/0 600/0 600/0 600/0",
         "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"},
        /* But not if the sum stays below it. */
        {"1/0 1/0 1/0 1/0 1/0 1/0 1/0 1/0 600/0 600/0 600/0 600/0 600/0 600/0 600/0",
         "0 0 0 0 0 0 0 0 - - - - - - -"},
        /* As many as fit into a segment: 65,536. */
        {"31000/0 10000/0 31000/0 31000/0 31000/0 31000/0 31000/0 25000/0", "- 0 - - - - - 0"},
        {"5000/0 5000/0 5000/0 5000/0 5000/0 5000/0 5000/0 32768/0", "0 0 0 0 0 0 0 -"},
        {"4683/0 4681/0 4681/0 4681/0 4681/0 4681/0 4681/0 32768/0", "0 0 0 0 0 0 0 -"},
        {"4682/0 4681/0 4681/0 4681/0 4681/0 4681/0 4681/0 32768/0", "0 0 0 0 0 0 0 0"},
        /* The largest are left alone. */
        {"40000/0 40000/0 40000/0 40000/0 40000/0 40000/0 40000/0 40000/0 40000/0",
         "- - - - - - - - -"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct merge_segment segments[20];
        size_t count = 0, groups = 0;
        struct str rest = str_of(cases[i].segments);
        while (rest.n > 0) {
            char *end;
            struct str one = str_cut(&rest, ' ');
            segments[count].live = (uint32_t)strtoul(one.p, &end, 10);
            segments[count++].dead = (uint32_t)strtoul(end + 1, NULL, 10);
        }
        size_t made = merge_plan(segments, count);
        const char *got = "";
        for (size_t k = 0; k < count; k++) {
            size_t group = segments[k].group;
            const char *what = group == MERGE_KEEP   ? "-"
                               : group == MERGE_DROP ? "x"
                                                     : arena_printf(world->arena, "%zu", group);
            got = arena_printf(world->arena, "%s%s%s", got, k > 0 ? " " : "", what);
            if (group < MERGE_DROP && group + 1 > groups)
                groups = group + 1;
        }
        expect_text(cases[i].segments, str_of(got), cases[i].want);
        expect_number(cases[i].segments, made, groups);
    }
}

/* What a build does with the list of segments: what is merged becomes one, what it reads another.
 */
struct index_model {
    struct merge_segment segments[200];
    size_t count;
    uint64_t copied;
};

static void build(struct index_model *model, uint32_t sections)
{
    size_t groups = merge_plan(model->segments, model->count), left = 0;
    uint32_t sums[200] = {0};

    for (size_t i = 0; i < model->count; i++) {
        const struct merge_segment *segment = &model->segments[i];
        if (segment->group < MERGE_DROP)
            sums[segment->group] += segment->live;
        else if (segment->group == MERGE_KEEP)
            model->segments[left++] = *segment;
    }
    for (size_t g = 0; g < groups; g++) {
        expect_true("a group fits a segment", sums[g] <= SEGMENT_SECTIONS_MAX);
        model->segments[left++] = (struct merge_segment){.live = sums[g]};
        model->copied += sums[g];
    }
    if (sections > 0)
        model->segments[left++] = (struct merge_segment){.live = sections};
    model->count = left;
    expect_true("there is room", left < COUNT_OF(model->segments));
}

/* What the header promises, over thousands of builds. */
static void segments_stay_few_and_copies_in_proportion(void **state)
{
    struct support_random random = random_start("builds");
    struct index_model model = {0};
    uint64_t added = 0, died = 0, live = 0;
    const unsigned builds = 5000;
    (void)state;

    for (unsigned n = 0; n < builds; n++) {
        uint32_t sections = 1 + random_below(&random, n % 50 == 0 ? 20000 : 100);
        for (unsigned k = 0; k < 3 && model.count > 0; k++) {
            struct merge_segment *segment =
                &model.segments[random_below(&random, (uint32_t)model.count)];
            uint32_t some = random_below(&random, segment->live + 1) / 4;
            segment->live -= some;
            segment->dead += some;
            died += some;
        }
        added += sections;
        build(&model, sections);
        live = added - died;
        size_t most = (size_t)3 * 8 + 2 + (size_t)(live / 16384);
        expect_true("few segments", model.count <= most);
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < model.count; i++)
        sum += model.segments[i].live;
    expect_true("none is lost", sum == live);
    uint64_t bound = 3 * added + 3 * died + (uint64_t)builds / 7 * 2 * 512;
    expect_true("copies", model.copied <= bound);
}

static void classes_fill_segments_lane_by_lane(void **state)
{
    struct lanes few = lanes_make(255), many = lanes_make(256);
    size_t seen[LANES_MAX] = {0};
    (void)state;

    for (size_t i = 0; i < 1000; i++)
        expect_number("few", lanes_deal(&few), 0);
    for (size_t i = 0; i < 256; i++)
        seen[lanes_deal(&many)]++;
    for (size_t i = 0; i < LANES_MAX; i++)
        expect_number("shares", seen[i], 256 / LANES_MAX);

    static const struct {
        size_t lane;
        uint32_t sections, segment, first_docid;
        uint64_t text;
    } steps[] = {
        {0, 10, 0, 1, 0},
        {0, 1, 0, 11, 0},
        {2, 65536, 1, 1, 0},
        {2, 1, 2, 1, 0},
        {0, 65525, 0, 12, 0},
        {0, 65536, 3, 1, 0},
        {1, 65535, 4, 1, 0},
        {1, 2, 5, 1, 0},
        {1, 1, 5, 3, 0},
        {2, 65535, 2, 2, 0},
        {2, 1, 6, 1, 0},
        /* 128 MiB of text fill a segment as 65,536 sections do. */
        {3, 9, 7, 1, 64 << 20},
        {3, 9, 7, 10, (64 << 20) - 2048},
        {3, 1, 7, 19, 0},
        {3, 1, 8, 1, 0},
        {3, 9, 9, 1, 128 << 20},
        {3, 9, 10, 1, 1 << 30}, /* none is too large for a segment of its own */
        {3, 1, 11, 1, 4095},
        {3, 65535, 11, 2, 1 << 20},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct lanes_place place = lanes_place(&many, steps[i].lane, steps[i].sections,
                                               lanes_size(steps[i].sections, steps[i].text));
        expect_number("segment", place.segment, steps[i].segment);
        expect_number("docid", place.first_docid, steps[i].first_docid);
    }
    expect_number("segments", many.segments, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(merges_are_by_tier_and_by_what_died),
        cmocka_unit_test(segments_stay_few_and_copies_in_proportion),
        cmocka_unit_test(classes_fill_segments_lane_by_lane),
    };
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
