/* lib/search/suggest_phrases: which phrases go on with what was typed. */

#include "sample.h"

#include "search/suggest_phrases.h"

#define TEN  "abcdefghij"
#define LONG TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

#define CLASS(requirements)                                                                        \
    {                                                                                              \
        {"Requirements", requirements, KIND_EDUCATION, .requirement_count = 0},                    \
        {                                                                                          \
            "Duties", "Files forms.", KIND_DUTIES, .requirement_count = 0                          \
        }                                                                                          \
    }

static struct sample_class classes[] = {
    {"a/1", "alder", "Clerk", "",
     .sections = CLASS("Harbor Safety Code (HSC).\n\nWicks " LONG
                       ".\n\nA high school diploma.\n\nThe high school "
                       "diploma or an equivalent."),
     .count = 2},
    {"a/2", "alder", "Teller", "",
     .sections = CLASS("The harbor safety code (HSC).\n\nWicks " LONG
                       ".\n\nHigh School Diploma or equivalent.\n\nA "
                       "driver\xe2\x80\x99s license."),
     .count = 2, .segment = 1},
    {"b/1", "birch", "Tutor", "",
     .sections = CLASS("Driver's license.\n\nHigh school teacher of 2 years, of 2 years."),
     .count = 2, .segment = 2},
    {"b/2", "birch", "Usher", "",
     .sections = CLASS("The DRIVER'S LICENSE of the state.\n\nA high-school teacher."), .count = 2},
    {"b/3", "birch", "Pilot", "", .sections = CLASS("High tide.\n\nOne high school, 2 years."),
     .count = 2, .segment = 1},
    {"b/4", "birch", "Diver", "", .sections = CLASS("High water mark, high water mark."),
     .count = 2, .segment = 2},
    {"x/1", "dead town", "Dock Diver", "", .sections = CLASS("High tide.\n\nHigh water mark."),
     .count = 2, .dead = true, .segment = 1},
};

/* Six sentences of classes that live, all different, have "high school", three and two of them its
 * longer forms: C-values of (6 - (3 + 2) / 2) log2(2) = 3.5, 3 log2(3) = 4.75 and 2 log2(3) = 3.17.
 * One class alone that lives has "high tide", "high water" and "or equivalent". */
static void phrases_go_on(void **state)
{
    static const char high[] = "high school diploma|high school|high school teacher";
    static const struct {
        const char *typed;
        size_t start;
        const char *want;
    } cases[] = {
        {"", 0, ""},
        {"h", 0, ""}, /* too many words begin so */
        {"hig", 0, high},
        {"HIGH", 0, high},
        {"high sch", 0, high},
        {"high school", 0, high},
        {"high-scho", 0, high},
        {"high school ", 0, "high school diploma|high school teacher"},
        {"high school d", 0, "high school diploma"},
        {"high school dz", 12, ""},
        {"high t", 0, ""},
        {"high wat", 0, ""},
        {"school t", 0, ""}, /* always behind "high": a piece of a phrase */
        {"dri", 0, "driver's license"},
        {"driver ", 0, "driver's license"},
        {"driver's", 0, "driver's license"},
        {"driver's li", 0, "driver's license"},
        {"driver li", 0, ""},
        {"license hi", 8, high}, /* they stand in two sentences */
        {"boating high sch", 8, high},
        {"of the hig", 7, high},
        {"licensure:high s", 10, high},
        {"-hig", 1, high},
        {"tide -hig", 6, high},
        {"(hig", 1, high},
        {"high AND dri", 9, "driver's license"},
        {"high, dri", 6, "driver's license"},
        {"NOT hig", 4, high},
        {"wick", 0, ""},                   /* too long for a line */
        {"harb", 0, "harbor safety code"}, /* though one and the same acronym always follows */
        {"\"high sch", 0, high},
        {"tide \"high sch", 5, high},
        {"\"tide high sch", 0, ""}, /* it would leave the quotation mark open */
        {"\"high school\"", 0, ""},
        {"of the", 0, ""},
        {"2 y", 0, ""},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("worker", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct suggest_phrase phrases[8];
        const char *got = "";
        size_t count;
        expect_ok(cases[i].typed,
                  suggest_phrases(phrases, &count, COUNT_OF(phrases), worker,
                                  str_of(cases[i].typed), 0, world->arena, &err),
                  &err);
        for (size_t k = 0; k < count; k++) {
            got = arena_printf(world->arena, "%s%s%.*s", got, k > 0 ? "|" : "",
                               (int)phrases[k].text.n, phrases[k].text.p);
            expect_number(cases[i].typed, phrases[k].start, cases[i].start);
        }
        expect_text(cases[i].typed, str_of(got), cases[i].want);
    }
    index_give(index, worker);
    index_close(index);
}

static void no_more_than_asked_for(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct index_worker *worker = NULL;
    struct suggest_phrase phrases[1];
    struct err err;
    size_t count;

    expect_ok("worker", index_take(&worker, index, &err), &err);
    expect_ok("one",
              suggest_phrases(phrases, &count, 1, worker, STR("high"), 0, world->arena, &err),
              &err);
    expect_number("one", count, 1);
    expect_text("the best", phrases[0].text, "high school diploma");
    expect_error("late",
                 suggest_phrases(phrases, &count, 1, worker, STR("high"), 1, world->arena, &err),
                 ERR_TIMEOUT, &err, NULL);
    index_give(index, worker);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(phrases_go_on),
        world_test(no_more_than_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
