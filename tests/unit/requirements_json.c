/* searchd/requirements: what a class requires, in words and as JSON. */

#include "support.h"

#include "searchd/requirements.h"

static void requirements_have_words(void **state)
{
    static const struct {
        struct requirement requirement;
        const char *label;
    } cases[] = {
        {{.type = REQUIREMENT_EDUCATION, .level = EDUCATION_HIGH_SCHOOL}, "High school"},
        {{.type = REQUIREMENT_LIFTING, .pounds = 50}, "50 pounds"},
        {{.type = REQUIREMENT_LIFTING, .pounds = 1}, "1 pound"},
        {{.type = REQUIREMENT_LICENCE, .phrase = BYTES("a driver licence")}, "a driver licence"},
        {{.type = REQUIREMENT_BACKGROUND, .phrase = BYTES("CJIS clearance")}, "CJIS clearance"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 12, .months_max = 12}, "1 year"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 36, .months_max = 36}, "3 years"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 1, .months_max = 1}, "1 month"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 18, .months_max = 18}, "18 months"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 36, .months_max = 60}, "3 to 5 years"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 3, .months_max = 6}, "3 to 6 months"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 6, .months_max = 24}, "6 months to 2 years"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 36, .months_max = 36, .supervisory = true},
         "3 years, supervisory"},
        {{.type = REQUIREMENT_EXPERIENCE,
          .months = 60,
          .months_max = 60,
          .part_months = 24,
          .part_supervisory = true},
         "5 years, of which 2 years supervisory"},
        {{.type = REQUIREMENT_EXPERIENCE, .months = 24, .months_max = 24, .part_months = 6},
         "2 years, of which 6 months of a named kind"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].label, requirements_label(&cases[i].requirement, world->arena),
                    cases[i].label);
}

static void requirements_are_listed_by_type(void **state)
{
    static const char want[] =
        "{\"education\": [{\"level\": \"master\", \"label\": \"Master's degree\", "
        "\"modality\": \"preferred\", \"sentence\": \"A master's is preferred.\", "
        "\"phrase\": \"master's\", \"line\": 9, \"section\": 2}], "
        "\"experience\": [{\"years\": 0.5, \"years_max\": 2, \"supervisory\": false, "
        "\"part\": {\"years\": 0.25, \"supervisory\": true}, "
        "\"label\": \"6 months to 2 years, of which 3 months supervisory\", "
        "\"modality\": \"required\", \"sentence\": \"s\", \"phrase\": \"p\", \"line\": 3, "
        "\"section\": 0}], "
        "\"licences\": [], \"background\": [], "
        "\"lifting\": [{\"pounds\": 25, \"label\": \"25 pounds\", \"modality\": \"unclassified\", "
        "\"sentence\": \"s\", \"phrase\": \"p\", \"line\": 4, \"section\": 1}]}";
    struct requirement requirements[] = {
        {.type = REQUIREMENT_EXPERIENCE,
         .modality = MODALITY_REQUIRED,
         .months = 6,
         .months_max = 24,
         .part_months = 3,
         .part_supervisory = true,
         .sentence = STR("s"),
         .phrase = STR("p"),
         .line = 3},
        {.type = REQUIREMENT_LIFTING,
         .modality = MODALITY_UNCLASSIFIED,
         .pounds = 25,
         .sentence = STR("s"),
         .phrase = STR("p"),
         .line = 4,
         .section = 1},
        {.type = REQUIREMENT_EDUCATION,
         .modality = MODALITY_PREFERRED,
         .level = EDUCATION_MASTER,
         .sentence = STR("A master's is preferred."),
         .phrase = STR("master's"),
         .line = 9,
         .section = 2},
    };
    struct record_class class = {.requirements = requirements,
                                 .requirement_count = COUNT_OF(requirements)};
    const struct world *world = *state;
    json_t *json = requirements_json(&class, world->arena);

    char *text = json_dumps(json, 0);
    expect_text("JSON", str_of(text), want);
    free(text);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(requirements_have_words),
        world_test(requirements_are_listed_by_type),
    };
    return cmocka_run_group_tests_name("requirements_json", tests, NULL, NULL);
}
