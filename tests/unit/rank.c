/* lib/search/rank: the first of many, in order. */

#include "support.h"

#include "search/rank.h"

static int first_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

static void the_first_are_kept_in_order(void **state)
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
            for (size_t i = 0; i < counts[c]; i++) { /* few keys, so that many are equal */
                items[i] = (struct ranked){.key = random_below(&random, 5),
                                           .docid = (uint32_t)(i * 7919 % 1009 + 1)};
                rank_add(&rank, items[i], NULL);
            }
            rank_finish(&rank);
            qsort(items, counts[c], sizeof *items, first_first);
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
            rank_add(&rank,
                     (struct ranked){.key = shape == 2   ? 1
                                            : shape == 1 ? 51 - i
                                                         : i,
                                     .docid = shape == 1 ? 51 - i : i},
                     NULL);
        rank_finish(&rank);
        expect_number("kept", rank.count, 3);
        for (uint32_t i = 0; i < 3; i++)
            expect_number("docid", rank.items[i].docid, 1 + i);
    }
}

/* Whatever takes whose place in the heap, a class keeps what belongs to it. */
static void classes_keep_their_sections(void **state)
{
    struct support_random random = random_start("classes");
    const struct world *world = *state;
    struct rank rank;

    rank_start(&rank, 20, world->arena);
    for (uint32_t i = 1; i <= 500; i++) {
        const struct rank_class class = {.sections = i, .hit_count = 1, .hits = {{.docid = i}}};
        rank_add(&rank, (struct ranked){.key = random_below(&random, 200), .docid = i}, &class);
    }
    rank_finish(&rank);
    expect_number("kept", rank.count, 20);
    for (size_t i = 0; i < rank.count; i++) {
        const struct rank_class *class = &rank.classes[rank.items[i].class];
        expect_number("sections", class->sections, rank.items[i].docid);
        expect_number("hit", class->hits[0].docid, rank.items[i].docid);
    }
}

static void the_first_sections_of_a_class_are_kept(void **state)
{
    struct support_random random = random_start("sections");
    (void)state;

    for (uint32_t count = 1; count <= 12; count++) {
        struct ranked sections[12];
        struct rank_class class = {0};
        for (uint32_t i = 0; i < count; i++) {
            sections[i] = (struct ranked){.key = random_below(&random, 4), .docid = i + 1};
            rank_class_add(&class, sections[i]);
        }
        qsort(sections, count, sizeof *sections, first_first);
        expect_number("sections", class.sections, count);
        expect_number("hits", class.hit_count, count < RANK_HITS ? count : RANK_HITS);
        for (uint32_t i = 0; i < class.hit_count; i++)
            expect_number("in order", class.hits[i].docid, sections[i].docid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(the_first_are_kept_in_order),
        world_test(order_of_adding_is_irrelevant),
        world_test(classes_keep_their_sections),
        cmocka_unit_test(the_first_sections_of_a_class_are_kept),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
