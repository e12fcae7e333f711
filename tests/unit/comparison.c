/* lib/search/comparison: which requirements satisfy what, and which words of a section state what
 * is found for it. */

#include "stemming.h"

#include "search/comparison.h"

/* A section of ten words with six requirements, two of which have a word in common. */
static const struct requirements_item items[] = {
    {.type = REQUIREMENT_EXPERIENCE,
     .modality = MODALITY_REQUIRED,
     .months = 60,
     .part_months = 24,
     .flags = REQUIREMENTS_PART_SUPERVISORY,
     .stated = {0, 2}},
    {.type = REQUIREMENT_EDUCATION,
     .modality = MODALITY_UNCLASSIFIED,
     .level = EDUCATION_BACHELOR,
     .stated = {2, 4}},
    {.type = REQUIREMENT_EDUCATION,
     .modality = MODALITY_PREFERRED,
     .level = EDUCATION_MASTER,
     .stated = {3, 5}},
    {.type = REQUIREMENT_LIFTING, .modality = MODALITY_BY_POSITION, .pounds = 50, .stated = {6, 7}},
    {.type = REQUIREMENT_EDUCATION,
     .modality = MODALITY_REQUIRED,
     .level = EDUCATION_APPRENTICESHIP,
     .stated = {7, 8}},
    {.type = REQUIREMENT_EXPERIENCE,
     .modality = MODALITY_EQUIVALENCY,
     .months = 96,
     .flags = REQUIREMENTS_SUPERVISORY,
     .stated = {9, 11}}, /* of a damaged index: there is no such word */
};

enum { SECTION_WORDS = 10 };

static void what_states_it_is_marked(void **state)
{
    static const struct {
        const char *query, *marked;
    } cases[] = {
        {"experience>=5y", "xx........"},
        {"experience>5y", ".........."},
        {"experience>=0", "xx........"}, /* what takes the place of something is not asked for */
        {"experience>=0 modality:equivalency", ".........x"},
        {"experience>=0 modality:(required OR equivalency)", "xx.......x"},
        {"experience>=4y experience<=6y", "xx........"},
        {"experience>=4y experience<=4y", ".........."}, /* the two want one requirement */
        {"supervisory>=2y", "xx........"},               /* by its part */
        {"supervisory>2y", ".........."},
        {"supervisory>=8y modality:equivalency", ".........x"},
        {"education>=none", "..xx......"},
        {"education>=associate", "..xx......"},
        {"education=apprenticeship", ".......x.."},
        {"education>=associate modality:(preferred OR unclassified)", "..xxx....."},
        {"lifting:25..50", "......x..."},
        {"lifting<50", ".........."},
        {"education>=associate lifting>=1", "..xx..x..."},
        {"education>=associate OR lifting>=1", "..xx..x..."},
        {"(education>=associate ship) OR lifting>=1", "..xx..x..."},
        {"-lifting>=1", ".........."},
        {"education>=associate -lifting>=1", "..xx......"},
        {"probation<=6m", ".........."}, /* no requirement */
        {"ship", ".........."},
        /* A modality marks what it is of by itself only where there is nothing else. */
        {"modality:by_position", "......x..."},
        {"modality:(by_position OR required)", "xx....xx.."},
        {"modality:by_position agency:alder -ship", "......x..."},
        {"modality:by_position ship", ".........."},
        {"modality:by_position licensure:ship", ".........."},
        {"", ".........."},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct query_node *root = NULL;
        bool marked[SECTION_WORDS] = {false};
        char got[SECTION_WORDS + 1] = {0};
        struct err err;
        expect_ok(cases[i].query, query_parse(&root, str_of(cases[i].query), stemmer, arena, &err),
                  &err);
        comparison_mark(marked, SECTION_WORDS, root, items, COUNT_OF(items));
        for (size_t word = 0; word < SECTION_WORDS; word++)
            got[word] = marked[word] ? 'x' : '.';
        expect_text(cases[i].query, str_of(got), cases[i].marked);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_states_it_is_marked),
    };
    return cmocka_run_group_tests_name("comparison", tests, make_stemmer, free_stemmer);
}
