/* lib/read/letterhead: what pages repeat and nobody would cite. */
#include "support.h"

#include "read/letterhead.h"

static void organisations_and_kinds_of_documents(void **state)
{
    static const struct {
        const char *line;
        bool want;
    } cases[] = {
        {"TARNWICK TRANSIT AUTHORITY  CLASS SPECIFICATION", true},
        {"Class Specification", true},
        {"position description", true},
        {"CITY OF LOW HILLS", true},
        {"Class Specification - County of Low Hills", true},
        {"Ostermark Water District", true},
        {"", false},
        {" - ", false},
        {"Tide Clerk", false},
        {"Tide Clerk Class Specification", false},
        {"County Clerk", false},
        {"Port Authority: Tide Clerk", false},
        {"Class Specification 4410", false},
        {"Tide Clerk, Ostermark Water District", false},
        {"Works for a board that hears what the people of the city say in the county", false},
        {"Subclass specifications", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (letterhead_is(str_of(cases[i].line)) != cases[i].want)
            fail_msg("%s: %s", cases[i].line, cases[i].want ? "is one" : "is none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(organisations_and_kinds_of_documents),
    };
    return cmocka_run_group_tests_name("letterhead", tests, NULL, NULL);
}
