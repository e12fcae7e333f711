/* lib/search/ladder and level: what of a title is its level, in which order levels stand, and which
 * classes a sentence names. */

#include "support.h"

#include "search/ladder.h"

static void titles_have_levels(void **state)
{
    static const struct {
        const char *title, *base, *name;
        int rank; /* its sign */
        unsigned number;
    } cases[] = {
        {"Systems Analyst II", "systems analyst", "Systems Analyst", 0, 2},
        {"SYSTEMS ANALYST IV", "systems analyst", "SYSTEMS ANALYST", 0, 4},
        {"Clerk VIII", "clerk", "Clerk", 0, 8},
        {"Clerk 12", "clerk", "Clerk", 0, 12},
        {"Accountant", "accountant", "Accountant", 0, 0},
        {"Senior Accountant I", "accountant", "Accountant", 1, 1},
        {"Sr. Harbor-Pilot", "harbor pilot", "Harbor-Pilot", 1, 0},
        {"Accountant, Senior", "accountant", "Accountant", 1, 0},
        {"Police Officer Trainee", "police officer", "Police Officer", -1, 0},
        {"Senior", "senior", "Senior", 0, 0}, /* a word has to be left */
        {"II", "ii", "II", 0, 0},
        {"Assistant", "assistant", "Assistant", 0, 0},
        {"Executive Assistant", "executive assistant", "Executive Assistant", 0, 0},
        {"Supervisor II, District Fairs", "supervisor district fairs", "Supervisor, District Fairs",
         1, 2},
        {"Administrator I (Specialist)", "administrator specialist", "Administrator (Specialist)",
         0, 1},
        {"Clerk I (Supervisor)", "clerk supervisor", "Clerk (Supervisor)", 0, 1},
        {"Senior, Junior", "junior", "Junior", 1, 0},
        {"Fire Chief", "fire chief", "Fire Chief", 0, 0},
        {"Deputy Chief Clerk", "deputy chief clerk", "Deputy Chief Clerk", 0, 0},
        {"Class C Driver", "class c driver", "Class C Driver", 0, 0},
        {"", "", "", 0, 0},
        {" - ", "", "", 0, 0},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct level level = level_of(str_of(cases[i].title), world->arena);
        expect_text(cases[i].title, level.base, cases[i].base);
        expect_text(cases[i].title, level.name, cases[i].name);
        expect_number(cases[i].title, (level.rank > 0) - (level.rank < 0), cases[i].rank);
        expect_number(cases[i].title, level.number, cases[i].number);
    }
}

static void levels_have_an_order(void **state)
{
    static const char *const titles[] = {
        "Engineer Trainee",
        "Junior Engineer",
        "Assistant Engineer",
        "Engineer",
        "Engineer I",
        "Engineer II",
        "Engineer VIII",
        "Associate Engineer",
        "Staff Engineer",
        "Senior Engineer",
        "Senior Engineer 2",
        "Lead Engineer",
        "Supervising Engineer",
        "Principal Engineer",
        "Chief Engineer",
        "Engineer Supervisor",
        "Senior Engineer Supervisor",
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(titles); i++)
        for (size_t k = 0; k < COUNT_OF(titles); k++) {
            struct level a = level_of(str_of(titles[i]), world->arena);
            struct level b = level_of(str_of(titles[k]), world->arena);
            expect_number(titles[i], level_compare(&a, &b), (i > k) - (i < k));
        }
}

static void sentences_name_classes(void **state)
{
    static const char *const titles[] = {"Harbor Pilot I", "Harbor Pilot II", "Harbor Pilot III",
                                         "Senior Harbor Pilot, Port of Alder", "Harbor Pilot"};
    static const struct {
        const char *text;
        size_t self;
        const char *names; /* numbers of titles */
    } cases[] = {
        {"It is distinguished from the Harbor Pilot II in that it is.", 0, "1"},
        {"HARBOR PILOT I is distinguished from harbor pilot III.", 0, "2"},
        {"Harbor Pilots II are senior to it, as are Senior Harbor Pilots.", 0, "13"},
        {"Differs from Harbor Pilots I and II", 2, "01"},
        {"Differs from the Harbor Pilot I, II, or III classes", 4, "012"},
        {"The Harbor Pilot series", 4, ""},
        {"The Harbor Pilot series", 0, "4"},
        {"The latter works at level III", 0, "2"},
        {"which the II level does not", 0, "1"},
        {"which the II level does not", 3, ""}, /* there is no second senior one */
        {"Harbor Pilot I", 0, ""},
        {"A dock clerk, and nobody's pilot", 0, ""},
        {"the harbor", 0, ""},
        {"", 0, ""},
    };
    const struct world *world = *state;
    struct ladder_class ladder[COUNT_OF(titles)] = {0};

    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        ladder[i].class.title = str_of(titles[i]);
        ladder_read_title(&ladder[i], world->arena);
    }
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool names[LADDER_CLASSES_MAX];
        const char *got = "";
        bool any = ladder_names(names, ladder, COUNT_OF(ladder), cases[i].self,
                                str_of(cases[i].text), world->arena);
        for (size_t k = 0; k < LADDER_CLASSES_MAX; k++)
            if (names[k])
                got = arena_printf(world->arena, "%s%zu", got, k);
        expect_text(cases[i].text, str_of(got), cases[i].names);
        expect_number(cases[i].text, any, *cases[i].names != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(titles_have_levels),
        world_test(levels_have_an_order),
        world_test(sentences_name_classes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
