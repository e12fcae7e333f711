/* Sets of sections, against an array of truth values. */

#include "support.h"

#include "search/bitmap.h"

enum { SIZE = SEGMENT_SECTIONS_MAX };

static void fill(struct bitmap *set, bool *model, struct support_random *random)
{
    uint32_t of_ten = random_below(random, 11);

    bitmap_clear(set);
    for (uint32_t i = 0; i < SIZE; i++) {
        model[i] = random_below(random, 10) < of_ten;
        if (model[i])
            bitmap_add(set, i);
    }
}

static void expect_same(const char *label, const struct bitmap *set, const bool *model)
{
    uint32_t count = 0, next = bitmap_next(set, 0);

    for (uint32_t i = 0; i < SIZE; i++) {
        if (bitmap_has(set, i) != model[i])
            expect_number(label, bitmap_has(set, i), model[i]);
        if (!model[i])
            continue;
        if (next != i)
            expect_number(label, next, i);
        next = bitmap_next(set, i + 1);
        count++;
    }
    expect_number(label, next, SIZE);
    expect_number(label, bitmap_count(set), count);
}

static void members_come_and_go(void **state)
{
    static const uint32_t members[] = {0, 1, 63, 64, 65, 127, 128, 32767, SIZE - 64, SIZE - 1};
    static struct bitmap set;
    (void)state;

    bitmap_clear(&set);
    expect_number("none", bitmap_next(&set, 0), SIZE);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        expect_number("is empty", bitmap_is_empty(&set), i == 0);
        bitmap_add(&set, members[i]);
        bitmap_add(&set, members[i]);
        expect_number("count", bitmap_count(&set), i + 1);
    }
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        uint32_t after = i + 1 < COUNT_OF(members) ? members[i + 1] : SIZE;
        expect_number("itself", bitmap_next(&set, members[i]), members[i]);
        expect_number("the next", bitmap_next(&set, members[i] + 1), after);
    }
    expect_number("past the end", bitmap_next(&set, SIZE), SIZE);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        expect_true("is not empty", !bitmap_is_empty(&set)); /* at last, of SIZE - 1 alone */
        bitmap_remove(&set, members[i]);
        bitmap_remove(&set, members[i]);
        expect_true("gone", !bitmap_has(&set, members[i]));
    }
    expect_number("empty", bitmap_count(&set), 0);
    expect_true("is empty again", bitmap_is_empty(&set));
}

static void ranges_are_added(void **state)
{
    static const struct {
        uint32_t first, count;
    } cases[] = {{0, 0},    {0, 1},          {0, 63},   {0, 64},       {0, 65},
                 {1, 63},   {63, 1},         {63, 2},   {64, 64},      {5, 3},
                 {70, 200}, {SIZE, 0},       {0, SIZE}, {1, SIZE - 1}, {SIZE - 1, 1},
                 {127, 65}, {SIZE - 64, 64}, {130, 62}, {100, 0},      {SIZE - 65, 65}};
    struct support_random random = random_start("ranges");
    static struct bitmap set;
    static bool model[SIZE];
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases) + 100; i++) {
        bool given = i < COUNT_OF(cases);
        uint32_t first = given ? cases[i].first : random_below(&random, SIZE);
        uint32_t count = given ? cases[i].count : random_below(&random, SIZE - first + 1);
        if (i % 2 == 0) {
            bitmap_clear(&set);
            memset(model, 0, sizeof model);
        } else {
            fill(&set, model, &random);
        }
        for (uint32_t k = first; k < first + count; k++)
            model[k] = true;
        bitmap_add_range(&set, first, count);
        expect_same("range", &set, model);
    }
}

static void sets_are_joined(void **state)
{
    static const struct {
        const char *name;
        void (*join)(struct bitmap *set, const struct bitmap *other);
        bool want[4]; /* of members: of neither, of the other, of the set, of both */
    } cases[] = {
        {"and", bitmap_and, {false, false, false, true}},
        {"or", bitmap_or, {false, true, true, true}},
        {"and not", bitmap_and_not, {false, false, true, false}},
    };
    struct support_random random = random_start("sets");
    static struct bitmap set, other;
    static bool a[SIZE], b[SIZE];
    (void)state;

    for (size_t round = 0; round < 60; round++) {
        size_t c = round % COUNT_OF(cases);
        fill(&set, a, &random);
        fill(&other, b, &random);
        cases[c].join(&set, &other);
        expect_same("the other stays", &other, b);
        for (uint32_t i = 0; i < SIZE; i++)
            a[i] = cases[c].want[a[i] * 2 + b[i]];
        expect_same(cases[c].name, &set, a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_and_go),
        cmocka_unit_test(ranges_are_added),
        cmocka_unit_test(sets_are_joined),
    };
    return cmocka_run_group_tests_name("bitmap", tests, NULL, NULL);
}
