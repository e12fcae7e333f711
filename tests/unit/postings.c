/* lib/search/postings and terms over a segment large enough that sections are looked up in the
 * postings of common words: what is found is worked out by arithmetic. */

#include "many.h"

#include "search/match.h"
#include "search/terms.h"

enum { CLASSES = 300, SECTIONS = CLASSES * MANY_PER_CLASS };

static bool has_alpha(uint32_t i)
{
    return i % 50 == 0;
}

static bool has_beta(uint32_t i)
{
    return i % 3 == 0;
}

static bool has_both(uint32_t i)
{
    return has_alpha(i) && has_beta(i);
}

static bool has_alpha_alone(uint32_t i)
{
    return has_alpha(i) && !has_beta(i);
}

static bool has_either(uint32_t i)
{
    return has_alpha(i) || has_beta(i);
}

static bool has_two_alphas(uint32_t i)
{
    return i % 100 == 0;
}

static bool has_alpha_before_beta(uint32_t i)
{
    return has_both(i);
}

static void what_is_looked_up_is_as_what_is_read(void **state)
{
    static const struct {
        const char *query;
        bool (*matches)(uint32_t i);
    } cases[] = {
        {"alpha gamma", has_alpha},
        {"gamma alpha", has_alpha},
        {"gamma beta alpha", has_both},
        {"(gamma alpha) OR (gamma beta)", has_either},
        {"(gamma beta) OR (gamma alpha)", has_either},
        {"gamma alpha -beta", has_alpha_alone},
        {"\"alpha alpha\" gamma", has_two_alphas},
        {"\"alpha beta gamma\"", has_alpha_before_beta},
        {"alpha /2 gamma beta", has_both},
        {"beta*", has_beta},
        {"title:\"lone keeper\"", many_lone}, /* words of titles, which have no occurrences */
    };
    const struct world *world = *state;
    struct index *index = many_build(world, 1, CLASSES);
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct query_node *root = NULL;
        struct match *match = NULL;
        struct bitmap matches;
        struct str text = str_of(cases[c].query);
        expect_ok("parse", query_parse(&root, text, worker->stemmer, world->arena, &err), &err);
        expect_ok("match", match_new(&match, worker, root, 0, world->arena, &err), &err);
        expect_ok("segment", match_segment(&matches, match, 0, false, &err), &err);
        for (uint32_t i = 0; i < SECTIONS; i++)
            expect_number(cases[c].query, bitmap_has(&matches, i),
                          many_live(i) && cases[c].matches(i));
        match_free(match);
    }
    index_give(index, worker);
    index_close(index);
}

/* Sets that are asked for one after the other: each gets at least its own. */
static void postings_are_of_what_is_asked_for(void **state)
{
    static const uint32_t steps[] = {0, 700, 350, 70, 7, 1};
    const struct world *world = *state;
    struct index *index = many_build(world, 1, CLASSES);
    const struct bitmap *live = &index_segments(index)[0].live;
    struct index_worker *worker = NULL;
    const struct postings *postings;
    size_t alpha = 0, gamma = 0;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    struct terms *terms = terms_new(worker, 0);
    expect_ok("alpha", terms_need(&alpha, terms, SCHEMA_STEM, STR("alpha"), 1, &err), &err);
    expect_ok("gamma", terms_need(&gamma, terms, SCHEMA_STEM, STR("gamma"), 1, &err), &err);
    expect_number("live", terms_frequency(terms, gamma), bitmap_count(live));
    for (size_t s = 0; s < COUNT_OF(steps); s++) {
        struct bitmap within;
        bitmap_clear(&within);
        for (uint32_t i = 0; steps[s] > 0 && i < SECTIONS; i += steps[s])
            bitmap_add(&within, i);
        bitmap_and(&within, live);
        size_t numbers[] = {alpha, gamma};
        for (size_t t = 0; t < COUNT_OF(numbers); t++) {
            struct bitmap got;
            expect_ok("postings", terms_postings(&postings, terms, numbers[t], 0, &within, &err),
                      &err);
            bitmap_clear(&got);
            postings_add_to(&got, postings);
            for (uint32_t i = 0; i < SECTIONS; i++)
                if (bitmap_has(&within, i))
                    expect_number("has it", bitmap_has(&got, i), t == 1 || has_alpha(i));
            for (uint32_t i = 0; i < postings->count; i++) {
                uint32_t section = postings->sections[i];
                expect_true("live", bitmap_has(live, section));
                expect_number("count", postings->counts[i], t == 0 && section % 100 == 0 ? 2 : 1);
            }
        }
    }
    terms_free(terms);
    index_give(index, worker);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(what_is_looked_up_is_as_what_is_read),
        world_test(postings_are_of_what_is_asked_for),
    };
    return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
