/* lib/search/rank: the best of many, in order. */

#include "support.h"

#include "search/rank.h"

static int best_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

static void the_best_are_kept_in_order(void **state)
{
    static const size_t counts[] = {0, 1, 2, 3, 10, 100, 1000}, wanted[] = {0, 1, 2, 7, 100, 5000};
    struct support_random random = random_start("rank");
    const struct world *world = *state;

    for (size_t c = 0; c < COUNT_OF(counts); c++) {
        for (size_t w = 0; w < COUNT_OF(wanted); w++) {
            struct ranked items[1000];
            struct rank rank;
            size_t kept = counts[c] < wanted[w] ? counts[c] : wanted[w];
            rank_start(&rank, wanted[w], world->arena);
            for (size_t i = 0; i < counts[c]; i++) { /* few scores, so that many are equal */
                items[i] = (struct ranked){(uint32_t)(i * 7919 % 1009 + 1),
                                           (float)random_below(&random, 5) / 3};
                rank_add(&rank, items[i]);
            }
            rank_finish(&rank);
            qsort(items, counts[c], sizeof *items, best_first);
            expect_number("kept", rank.count, kept);
            for (size_t i = 0; i < kept; i++)
                expect_number("in order", rank.items[i].docid, items[i].docid);
        }
    }
}

/* Whatever comes first: rising, falling, all equal. */
static void order_of_adding_is_irrelevant(void **state)
{
    const struct world *world = *state;

    for (int shape = 0; shape < 3; shape++) {
        struct rank rank;
        rank_start(&rank, 3, world->arena);
        for (uint32_t i = 1; i <= 50; i++)
            rank_add(&rank, (struct ranked){shape == 1 ? 51 - i : i,
                                            shape == 2 ? 1 : (float)(shape == 1 ? 51 - i : i)});
        rank_finish(&rank);
        expect_number("kept", rank.count, 3);
        for (uint32_t i = 0; i < 3; i++)
            expect_number("docid", rank.items[i].docid, shape == 2 ? 1 + i : 50 - i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(the_best_are_kept_in_order),
        world_test(order_of_adding_is_irrelevant),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
