/* lib/search/alike: the pairs of random sets, against comparing each with each. */

#include "support.h"

#include "search/alike.h"

enum { SETS_MAX = 160, ITEMS_MAX = 24, NUMBERS = 60 };

struct sets {
    uint32_t items[SETS_MAX][ITEMS_MAX];
    struct alike_set sets[SETS_MAX];
    uint32_t count;
};

static bool has(const struct alike_set *set, uint32_t item)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (set->items[i] == item)
            return true;
    return false;
}

static void add_item(struct sets *sets, uint32_t number, uint32_t item)
{
    struct alike_set *set = &sets->sets[number];

    if (set->count < ITEMS_MAX && !has(set, item))
        sets->items[number][set->count++] = item;
}

/* About half of the sets are others with a few items changed; small numbers are frequent. */
static void make_sets(struct sets *sets, struct support_random *random)
{
    *sets = (struct sets){.count = 1 + random_below(random, SETS_MAX)};
    for (uint32_t i = 0; i < sets->count; i++) {
        sets->sets[i].items = sets->items[i];
        uint32_t changed = random_below(random, 4), from = i > 0 ? random_below(random, i) : 0;
        if (i > 0 && random_below(random, 2) == 0)
            for (uint32_t k = changed; k < sets->sets[from].count; k++)
                add_item(sets, i, sets->items[from][k]);
        else
            changed = 1 + random_below(random, ITEMS_MAX);
        for (uint32_t k = 0; k < changed; k++)
            add_item(sets, i, random_below(random, 1 + random_below(random, NUMBERS)));
        if (sets->sets[i].count == 0)
            add_item(sets, i, 0);
    }
}

static bool are_alike(const struct alike_set *a, const struct alike_set *b, uint32_t likeness)
{
    uint32_t common = 0;

    for (uint32_t i = 0; i < a->count; i++)
        common += has(b, a->items[i]);
    return common * ALIKE_WHOLE >= likeness * (a->count + b->count - common);
}

struct found {
    uint8_t times[SETS_MAX][SETS_MAX];
    uint32_t group[SETS_MAX]; /* joined ones have one number */
    uint32_t count;
};

static void take(void *data, uint32_t a, uint32_t b)
{
    struct found *found = data;
    uint32_t x = found->group[a], y = found->group[b];

    found->times[a < b ? a : b][a < b ? b : a]++;
    for (uint32_t i = 0; i < found->count; i++)
        if (found->group[i] == y)
            found->group[i] = x;
}

static bool is_settled(void *data, uint32_t a, uint32_t b)
{
    const struct found *found = data;
    return found->group[a] == found->group[b];
}

static void start(struct found *found, uint32_t count)
{
    *found = (struct found){.count = count};
    for (uint32_t i = 0; i < count; i++)
        found->group[i] = i;
}

static void find(struct found *found, const struct sets *sets, uint32_t likeness, bool settle)
{
    const struct alike_taker taker = {take, settle ? is_settled : NULL, found};
    struct err err;

    start(found, sets->count);
    expect_ok("find", alike_find(sets->sets, sets->count, NUMBERS, likeness, &taker, 0, &err),
              &err);
}

static void pairs_are_those_of_each_with_each(void **state)
{
    static const uint32_t likenesses[] = {500, 667, 750, 800, 850, 900, 999, 1000};
    struct support_random random = random_start("alike sets");
    static struct sets sets;
    static struct found found, settled;
    size_t pairs = 0;

    (void)state;
    for (int round = 0; round < 300; round++) {
        uint32_t likeness = likenesses[random_below(&random, COUNT_OF(likenesses))];
        make_sets(&sets, &random);
        find(&found, &sets, likeness, false);
        find(&settled, &sets, likeness, true);
        for (uint32_t a = 0; a < sets.count; a++)
            for (uint32_t b = a + 1; b < sets.count; b++) {
                bool alike = are_alike(&sets.sets[a], &sets.sets[b], likeness);
                pairs += alike;
                expect_number("times found", found.times[a][b], alike);
                expect_true("no more if settled", settled.times[a][b] <= found.times[a][b]);
                expect_true("joined alike", (found.group[a] == found.group[b]) ==
                                                (settled.group[a] == settled.group[b]));
            }
    }
    expect_true("there were pairs", pairs > 1000);
}

/* 4 of 5, 7 of 8, 8 of 10: what lies on the threshold belongs. */
static void the_threshold_is_met(void **state)
{
    static const uint32_t five[] = {0, 1, 2, 3, 4}, four[] = {0, 1, 2, 3};
    static const uint32_t nine[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    static const uint32_t other[] = {0, 1, 2, 3, 4, 5, 6, 7, 9};
    const struct alike_set sets[] = {{five, 5}, {four, 4}, {nine, 9}, {other, 9}};
    static struct found found;
    const struct alike_taker taker = {take, NULL, &found};
    struct err err;

    (void)state;
    start(&found, COUNT_OF(sets));
    expect_ok("find", alike_find(sets, COUNT_OF(sets), 10, 800, &taker, 0, &err), &err);
    expect_number("4 of 5", found.times[0][1], 1);
    expect_number("8 of 10", found.times[2][3], 1);
    expect_number("5 of 9", found.times[0][2], 0);
    start(&found, COUNT_OF(sets));
    expect_ok("find", alike_find(sets, COUNT_OF(sets), 10, 801, &taker, 0, &err), &err);
    expect_number("4 of 5, a thousandth more asked for", found.times[0][1], 0);
    expect_number("8 of 10, likewise", found.times[2][3], 0);
    expect_ok("none", alike_find(NULL, 0, 0, 800, &taker, 0, &err), &err);
}

static bool all_are_settled(void *data, uint32_t a, uint32_t b)
{
    (void)data;
    return a != b;
}

/* Many sets that share all their items are looked at by pairs. */
static void time_may_be_up(void **state)
{
    enum { MANY = 2000 };
    static struct alike_set sets[MANY];
    static uint32_t items[MANY][2];
    const struct alike_taker taker = {NULL, all_are_settled, NULL};
    struct err err;

    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        items[i][0] = 0;
        items[i][1] = 1 + i % 2;
        sets[i] = (struct alike_set){items[i], 2};
    }
    expect_error("past the deadline", alike_find(sets, MANY, 3, 1000, &taker, 1, &err), ERR_TIMEOUT,
                 &err, "too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_those_of_each_with_each),
        cmocka_unit_test(the_threshold_is_met),
        cmocka_unit_test(time_may_be_up),
    };
    return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
