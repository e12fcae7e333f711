/* Facets: what values a section or a class has, and what they are called. */

#include "support.h"

#include "search/facet.h"

/* What sections have that hold one requirement, or two. */

static uint32_t values_of(enum facet facet, struct requirement first, struct requirement second)
{
    struct requirement requirements[] = {first, second};
    struct spec_section sections[2] = {{.level = 1}, {.level = 1}};
    struct spec spec = {.sections = sections,
                        .count = 2,
                        .requirements = requirements,
                        .requirement_count = COUNT_OF(requirements)};

    return facet_section_values(facet, &spec, 0);
}

/* One that stands in another section. */
static const struct requirement elsewhere = {.type = REQUIREMENT_EDUCATION,
                                             .modality = MODALITY_REQUIRED,
                                             .level = EDUCATION_DOCTORATE,
                                             .section = 1};

static void experience_comes_in_bands(void **state)
{
    static const struct {
        unsigned months, months_max;
        const char *band;
    } cases[] = {
        {1, 1, "under_1"},       {11, 11, "under_1"}, {6, 24, "under_1"}, {12, 12, "1_to_2"},
        {35, 35, "1_to_2"},      {24, 96, "1_to_2"},  {36, 36, "3_to_4"}, {36, 60, "3_to_4"},
        {59, 59, "3_to_4"},      {60, 60, "5_to_7"},  {95, 95, "5_to_7"}, {96, 96, "8_or_more"},
        {480, 480, "8_or_more"}, {0, 0, "under_1"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct requirement r = {.type = REQUIREMENT_EXPERIENCE,
                                .modality = MODALITY_REQUIRED,
                                .months = cases[i].months,
                                .months_max = cases[i].months_max};
        uint32_t number = 0;
        expect_true("known", facet_value_find(&number, FACET_EXPERIENCE, str_of(cases[i].band)));
        expect_number(cases[i].band, values_of(FACET_EXPERIENCE, r, elsewhere), 1u << number);
    }
}

static void what_is_asked_for_counts(void **state)
{
    static const struct {
        enum modality modality;
        bool counts;
    } cases[] = {
        {MODALITY_REQUIRED, true},   {MODALITY_BY_POSITION, true},  {MODALITY_UNCLASSIFIED, true},
        {MODALITY_PREFERRED, false}, {MODALITY_EQUIVALENCY, false},
    };
    (void)state;

    expect_number("every modality", COUNT_OF(cases), MODALITY_COUNT);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *name = modality_name(cases[i].modality);
        struct requirement education = {.type = REQUIREMENT_EDUCATION,
                                        .modality = cases[i].modality,
                                        .level = EDUCATION_BACHELOR};
        struct requirement experience = {
            .type = REQUIREMENT_EXPERIENCE, .modality = cases[i].modality, .months = 60};
        expect_number(name, values_of(FACET_EDUCATION, education, experience),
                      1u << (cases[i].counts ? EDUCATION_BACHELOR : EDUCATION_COUNT));
        expect_true(name, (values_of(FACET_EXPERIENCE, education, experience) ==
                           values_of(FACET_EXPERIENCE, elsewhere, elsewhere)) != cases[i].counts);
        expect_number(name, values_of(FACET_MODALITY, education, experience),
                      1u << cases[i].modality);
    }
}

static void a_section_may_have_several_values(void **state)
{
    struct requirement bachelor = {
        .type = REQUIREMENT_EDUCATION, .modality = MODALITY_REQUIRED, .level = EDUCATION_BACHELOR};
    struct requirement none = {.type = REQUIREMENT_EDUCATION, .modality = MODALITY_UNCLASSIFIED};
    struct requirement licence = {.type = REQUIREMENT_LICENCE, .modality = MODALITY_PREFERRED};
    (void)state;

    expect_number("two levels", values_of(FACET_EDUCATION, bachelor, none),
                  1u << EDUCATION_BACHELOR | 1u << EDUCATION_NONE);
    expect_number("a licence is no level", values_of(FACET_EDUCATION, bachelor, licence),
                  1u << EDUCATION_BACHELOR);
    expect_number("of every type", values_of(FACET_MODALITY, bachelor, licence),
                  1u << MODALITY_REQUIRED | 1u << MODALITY_PREFERRED);
    expect_number("none", values_of(FACET_MODALITY, elsewhere, elsewhere), 1u << MODALITY_COUNT);
}

/* The order of a career: what must come before what. */
static void values_stand_in_the_order_of_the_field(void **state)
{
    static const struct {
        enum facet facet;
        const char *values;
    } cases[] = {
        {FACET_EDUCATION, "none high_school some_college associate bachelor master doctorate "
                          "apprenticeship -"},
        {FACET_EXPERIENCE, "under_1 1_to_2 3_to_4 5_to_7 8_or_more -"},
        {FACET_MODALITY, "required by_position preferred equivalency unclassified -"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str rest = str_of(cases[i].values);
        expect_true("ordered", facet_has_order(cases[i].facet));
        for (uint32_t number = 0; number < facet_vocabulary(cases[i].facet); number++) {
            struct str value = facet_value(cases[i].facet, number), want = str_cut(&rest, ' ');
            uint32_t back = 99;
            expect_true(cases[i].values, str_eq(value, want));
            expect_true("found", facet_value_find(&back, cases[i].facet, value));
            expect_number("the same", back, number);
        }
        expect_number("all of them", rest.n, 0);
    }
    expect_true("the most frequent first",
                !facet_has_order(FACET_SECTION) && !facet_has_order(FACET_AGENCY));
}

static void classes_have_what_they_state(void **state)
{
    const struct world *world = *state;
    struct spec_class class = {0};
    struct str agency = STR("alder");

    expect_text("agency", facet_class_value(FACET_AGENCY, &class, agency, world->arena), "alder");
    expect_text("status", facet_class_value(FACET_FLSA, &class, agency, world->arena), "-");
    expect_text("grade", facet_class_value(FACET_GRADE, &class, agency, world->arena), "-");
    class.fields[FIELD_FLSA] = (struct spec_field){.value = STR("Y"), .meaning = STR("Exempt")};
    class.fields[FIELD_PAY_GRADE].value = STR("EX-13");
    expect_text("status", facet_class_value(FACET_FLSA, &class, agency, world->arena), "exempt");
    expect_text("grade", facet_class_value(FACET_GRADE, &class, agency, world->arena), "EX-13");
}

static void facet_values_have_labels(void **state)
{
    static const struct {
        enum facet facet;
        const char *value, *label;
    } cases[] = {{FACET_SECTION, "licensure", "Licensure & certification"},
                 {FACET_SECTION, "LICENSURE", "Licensure & certification"},
                 {FACET_AGENCY, "alder", "alder"},
                 {FACET_AGENCY, "exempt", "exempt"},
                 {FACET_FLSA, "exempt", "Exempt"},
                 {FACET_FLSA, "nonexempt", "Nonexempt"},
                 {FACET_FLSA, "Seasonal (unmapped)", "Seasonal (unmapped)"},
                 {FACET_GRADE, "-", "Not stated"},
                 {FACET_EDUCATION, "high_school", "High school"},
                 {FACET_EDUCATION, "-", "Not stated"},
                 {FACET_EXPERIENCE, "1_to_2", "1\u20132 years"},
                 {FACET_MODALITY, "by_position", "By position"}};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].value, facet_value_label(cases[i].facet, str_of(cases[i].value)),
                    cases[i].label);
}

/* Of all facets together, and of each: what masks and tallies have room for. */
static void vocabularies_fit_their_words(void **state)
{
    uint32_t total = 0;
    (void)state;

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        expect_true(facet_name(f), facet_vocabulary(f) <= 32);
        total += facet_vocabulary(f);
    }
    expect_true("together", total <= FACET_VOCABULARIES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(experience_comes_in_bands),
        cmocka_unit_test(what_is_asked_for_counts),
        cmocka_unit_test(a_section_may_have_several_values),
        cmocka_unit_test(values_stand_in_the_order_of_the_field),
        world_test(classes_have_what_they_state),
        cmocka_unit_test(facet_values_have_labels),
        cmocka_unit_test(vocabularies_fit_their_words),
    };
    return cmocka_run_group_tests_name("facet", tests, NULL, NULL);
}
