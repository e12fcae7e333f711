/* lib/search/gather: segments shared by threads, as a search sees it. There are postings enough
 * that they are, where there is more than one processor. */

#include "many.h"

#include "search/search.h"

enum { SEGMENTS = 3, CLASSES = 450, SECTIONS = SEGMENTS * CLASSES * MANY_PER_CLASS, PAGES = 8 };

static struct search_page search(struct index *index, const char *query, uint32_t page,
                                 struct arena *arena)
{
    struct search_request request = {.query = str_of(query), .page = page, .per_page = 100};
    struct search_page found;
    struct err err;

    expect_ok(query, search_run(&found, index, &request, arena, &err), &err);
    return found;
}

static uint32_t facet_sections(const struct search_page *page, const char *value)
{
    for (size_t i = 0; i < page->facets[FACET_SECTION].count; i++)
        if (str_eq(page->facets[FACET_SECTION].values[i].value, str_of(value)))
            return page->facets[FACET_SECTION].values[i].sections;
    return 0;
}

static void every_match_is_counted_once(void **state)
{
    static const struct {
        const char *query;
        uint32_t step; /* sections whose number it divides match */
        bool relaxed;
    } cases[] = {{"gamma OR beta OR delta", 1, false},
                 {"gamma beta delta OR beta", 3, false},
                 {"gamma (beta OR delta) alpha", 50, false},
                 {"gamma (beta OR delta) zzyzx", 1, true},
                 {"", 1, false}};
    const struct world *world = *state;
    struct index *index = many_build(world, SEGMENTS, CLASSES);

    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        uint32_t sections = 0, classes = 0, last = UINT32_MAX;
        for (uint32_t i = 0; i < SECTIONS; i += cases[c].step) {
            if (!many_live(i))
                continue;
            sections++;
            classes += i / MANY_PER_CLASS != last;
            last = i / MANY_PER_CLASS;
        }
        struct search_page page = search(index, cases[c].query, 1, world->arena);
        expect_number(cases[c].query, page.sections, sections);
        expect_number(cases[c].query, page.classes, classes);
        expect_number(cases[c].query, facet_sections(&page, "duties"), sections);
        expect_number(cases[c].query, page.reading.relaxed, cases[c].relaxed);
    }
    index_close(index);
}

/* However the threads share the segments: pages are in one order, without a gap. */
static void the_best_are_in_order(void **state)
{
    static const char query[] = "gamma beta OR delta OR alpha";
    const struct world *world = *state;
    struct index *index = many_build(world, SEGMENTS, CLASSES);
    bool *seen = arena_zero(world->arena, SECTIONS, sizeof *seen);
    double score = 1e9;
    uint32_t last = 0;

    for (uint32_t p = 1; p <= PAGES; p++) {
        struct search_page page = search(index, query, p, world->arena);
        struct search_page again = search(index, query, p, world->arena);
        expect_number("hits", page.hit_count, 100);
        for (size_t i = 0; i < page.hit_count; i++) {
            const struct record_section *section = &page.hits[i].section;
            uint32_t number =
                (uint32_t)strtoul(section->class_id.p + strlen("x/"), NULL, 10) * MANY_PER_CLASS +
                section->ordinal;
            expect_true("once", number < SECTIONS && !seen[number]);
            seen[number] = true;
            expect_true("in order", page.hits[i].score < score ||
                                        (!(page.hits[i].score > score) && number > last));
            score = page.hits[i].score;
            last = number;
            expect_true("again", str_eq(again.hits[i].section.class_id, section->class_id) &&
                                     again.hits[i].section.ordinal == section->ordinal);
        }
    }
    index_close(index);
}

static void an_error_is_told(void **state)
{
    const struct world *world = *state;
    struct index *index = many_build(world, SEGMENTS, CLASSES);
    struct search_request request = {
        .query = STR("gamma OR beta OR delta"), .page = 1, .per_page = 10, .deadline_ms = 1};
    struct search_page page;
    struct err err;

    expect_error("deadline", search_run(&page, index, &request, world->arena, &err), ERR_TIMEOUT,
                 &err, "too long");
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(every_match_is_counted_once),
        world_test(the_best_are_in_order),
        world_test(an_error_is_told),
    };
    return cmocka_run_group_tests_name("gather", tests, NULL, NULL);
}
