/* Facets in searches: how they count and choose. */

#include "harbor.h"

/* "duties 3/3 other 3/3 licensure 2/2": values with sections/classes, * before those selected. */
static const char *facet_text(const struct world *world, const struct search_page *page,
                              enum facet facet)
{
    const char *out = "";

    for (size_t i = 0; i < page->facets[facet].count; i++) {
        const struct search_facet_value *value = &page->facets[facet].values[i];
        out = arena_printf(world->arena, "%s%s%s%.*s %u/%u", out, i > 0 ? " " : "",
                           value->selected ? "*" : "", (int)value->value.n, value->value.p,
                           value->sections, value->classes);
    }
    return out;
}

static void expect_facets(const struct world *world, struct index *index,
                          const struct search_request *request, const char *const want[FACET_COUNT])
{
    struct search_page page;
    struct err err;

    expect_ok("search", search_run(&page, index, request, world->arena, &err), &err);
    for (enum facet f = 0; f < FACET_COUNT; f++)
        expect_text(facet_name(f), str_of(facet_text(world, &page, f)), want[f]);
}

static void facets_count_every_filter_but_their_own(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_request request = {.page = 1, .per_page = 1, .query = STR("")};
    struct str alder[] = {STR("ALDER")}, both[] = {STR("education"), STR("licensure")};

    expect_facets(
        world, index, &request,
        (const char *const[]){[FACET_SECTION] = "duties 3/3 other 3/3 licensure 2/2 education 1/1",
                              [FACET_EDUCATION] = "high_school 3/1 - 6/2",
                              [FACET_EXPERIENCE] = "1_to_2 3/1 - 6/2",
                              [FACET_MODALITY] = "required 2/2 by_position 1/1 preferred 1/1 "
                                                 "equivalency 1/1 unclassified 1/1 - 6/3",
                              [FACET_AGENCY] = "alder 6/2 ferris 3/1",
                              [FACET_FLSA] = "- 3/1 exempt 3/1 nonexempt 3/1",
                              [FACET_GRADE] = "- 3/1 11 3/1 22 3/1",
                              [FACET_SERIES] = "Harbor Pilot 6/2 - 3/1",
                              [FACET_REVISED] = "2022 3/1 2004 3/1 - 3/1"});
    request.filters.values[FACET_AGENCY] = alder;
    request.filters.counts[FACET_AGENCY] = 1;
    expect_facets(
        world, index, &request,
        (const char *const[]){[FACET_SECTION] = "duties 2/2 other 2/2 education 1/1 licensure 1/1",
                              [FACET_EDUCATION] = "high_school 3/1 - 3/1",
                              [FACET_EXPERIENCE] = "1_to_2 3/1 - 3/1",
                              [FACET_MODALITY] = "required 1/1 by_position 1/1 preferred 1/1 "
                                                 "unclassified 1/1 - 4/2",
                              [FACET_AGENCY] = "*alder 6/2 ferris 3/1",
                              [FACET_FLSA] = "exempt 3/1 nonexempt 3/1",
                              [FACET_GRADE] = "11 3/1 22 3/1",
                              [FACET_SERIES] = "- 3/1 Harbor Pilot 3/1",
                              [FACET_REVISED] = "2004 3/1 - 3/1"});
    request.filters.values[FACET_SECTION] = both;
    request.filters.counts[FACET_SECTION] = 2;
    expect_facets(world, index, &request,
                  (const char *const[]){
                      [FACET_SECTION] = "duties 2/2 other 2/2 *education 1/1 *licensure 1/1",
                      [FACET_EDUCATION] = "high_school 1/1 - 1/1",
                      [FACET_EXPERIENCE] = "1_to_2 1/1 - 1/1",
                      [FACET_MODALITY] = "required 1/1 by_position 1/1 preferred 1/1 "
                                         "unclassified 1/1",
                      [FACET_AGENCY] = "*alder 2/2 ferris 1/1",
                      [FACET_FLSA] = "exempt 1/1 nonexempt 1/1",
                      [FACET_GRADE] = "11 1/1 22 1/1",
                      [FACET_SERIES] = "- 1/1 Harbor Pilot 1/1",
                      [FACET_REVISED] = "2004 1/1 - 1/1"});
    request.query = STR("diploma");
    expect_facets(
        world, index, &request,
        (const char *const[]){[FACET_SECTION] = "*education 1/1 *licensure 0/0",
                              [FACET_EDUCATION] = "high_school 1/1",
                              [FACET_EXPERIENCE] = "1_to_2 1/1",
                              [FACET_MODALITY] = "required 1/1 preferred 1/1 unclassified 1/1",
                              [FACET_AGENCY] = "*alder 1/1",
                              [FACET_FLSA] = "nonexempt 1/1",
                              [FACET_GRADE] = "11 1/1",
                              [FACET_SERIES] = "- 1/1",
                              [FACET_REVISED] = "- 1/1"});
    index_close(index);
}

/* Two values of one facet are joined by "or", two facets by "and", and a value with nothing stays
 * where its order has it. All sections of a class have what one of them asks for. */
static void sections_are_chosen_by_what_classes_require(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_request request = {.page = 1, .per_page = 10, .query = STR("manages")};
    struct str levels[] = {STR("Bachelor"), STR("high_school")}, firm[] = {STR("by_position")};
    struct search_page page;
    struct err err;

    request.filters.values[FACET_EDUCATION] = levels;
    request.filters.counts[FACET_EDUCATION] = 2;
    expect_ok("search", search_run(&page, index, &request, world->arena, &err), &err);
    expect_number("sections", page.sections, 1);
    expect_text("the clerk's", page.hits[0].section.heading, "DUTIES");
    expect_text("the clerk's", page.hits[0].section.class_id, "alder/7720");
    expect_text("levels", str_of(facet_text(world, &page, FACET_EDUCATION)),
                "*high_school 1/1 *bachelor 0/0 - 2/2");
    request.query = STR("");
    expect_ok("search", search_run(&page, index, &request, world->arena, &err), &err);
    expect_number("sections", page.sections, 3);
    expect_text("levels", str_of(facet_text(world, &page, FACET_EDUCATION)),
                "*high_school 3/1 *bachelor 0/0 - 6/2");
    request.filters.values[FACET_MODALITY] = firm;
    request.filters.counts[FACET_MODALITY] = 1;
    expect_ok("search", search_run(&page, index, &request, world->arena, &err), &err);
    expect_number("sections", page.sections, 0);
    expect_text("levels", str_of(facet_text(world, &page, FACET_EDUCATION)),
                "*high_school 0/0 *bachelor 0/0 - 1/1");
    expect_text("modalities", str_of(facet_text(world, &page, FACET_MODALITY)),
                "required 1/1 *by_position 0/0 preferred 1/1 unclassified 1/1 - 2/1");
    index_close(index);
}

/* A year that nothing has any more stays, when selected, where its age puts it. */
static void years_come_newest_first(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_request request = {.page = 1, .per_page = 10, .query = STR("ferry")};
    struct str years[] = {STR("2004"), STR("2022")};
    struct search_page page;
    struct err err;

    request.filters.values[FACET_REVISED] = years;
    request.filters.counts[FACET_REVISED] = 2;
    expect_ok("search", search_run(&page, index, &request, world->arena, &err), &err);
    expect_text("years", str_of(facet_text(world, &page, FACET_REVISED)), "*2022 2/1 *2004 0/0");
    years[0] = STR("2030");
    expect_error("of a dead class", search_run(&page, index, &request, world->arena, &err),
                 ERR_USAGE, &err, "2030");
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(facets_count_every_filter_but_their_own),
        world_test(sections_are_chosen_by_what_classes_require),
        world_test(years_come_newest_first),
    };
    return cmocka_run_group_tests_name("facet_search", tests, NULL, NULL);
}
