/* Facets: what values a section or a class has, and what they are called. */

#include "support.h"

#include "search/facet.h"

/* What two requirements make, wherever they stand. */
static uint32_t values_of(enum facet facet, struct requirement first, struct requirement second)
{
    struct requirement requirements[] = {first, second};

    requirements[1].section = 7;
    return facet_mask(facet, NULL, requirements, COUNT_OF(requirements));
}

/* One that asks for no experience, and no schooling. */
static const struct requirement licence = {.type = REQUIREMENT_LICENCE,
                                           .modality = MODALITY_PREFERRED};

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
        expect_number(cases[i].band, values_of(FACET_EXPERIENCE, r, licence), 1u << number);
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
                           values_of(FACET_EXPERIENCE, licence, licence)) != cases[i].counts);
        expect_number(name, values_of(FACET_MODALITY, education, experience),
                      1u << cases[i].modality);
    }
}

static void there_may_be_several_values(void **state)
{
    struct requirement bachelor = {
        .type = REQUIREMENT_EDUCATION, .modality = MODALITY_REQUIRED, .level = EDUCATION_BACHELOR};
    struct requirement none = {.type = REQUIREMENT_EDUCATION, .modality = MODALITY_UNCLASSIFIED};
    struct kind_set kinds = {0};
    (void)state;

    expect_number("two levels", values_of(FACET_EDUCATION, bachelor, none),
                  1u << EDUCATION_BACHELOR | 1u << EDUCATION_NONE);
    expect_number("a licence is no level", values_of(FACET_EDUCATION, bachelor, licence),
                  1u << EDUCATION_BACHELOR);
    expect_number("of every type", values_of(FACET_MODALITY, bachelor, licence),
                  1u << MODALITY_REQUIRED | 1u << MODALITY_PREFERRED);
    expect_number("none", facet_mask(FACET_MODALITY, NULL, NULL, 0), 1u << MODALITY_COUNT);
    expect_number("none", facet_mask(FACET_EDUCATION, NULL, NULL, 0), 1u << EDUCATION_COUNT);
    kind_set_add(&kinds, KIND_EXPERIENCE);
    kind_set_add(&kinds, KIND_DUTIES);
    expect_number("kinds", facet_mask(FACET_SECTION, &kinds, &bachelor, 1),
                  1u << KIND_EXPERIENCE | 1u << KIND_DUTIES);
}

/* What is asked for narrows to classes; kinds and modalities to sections. */
static void values_are_of_the_class_or_the_section(void **state)
{
    (void)state;

    expect_true("the class's", facet_is_of_class(FACET_EDUCATION));
    expect_true("the class's", facet_is_of_class(FACET_EXPERIENCE));
    expect_true("the section's", !facet_is_of_class(FACET_SECTION));
    expect_true("the section's", !facet_is_of_class(FACET_MODALITY));
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
        expect_number("ordered", facet_order(cases[i].facet), FACET_AS_LISTED);
        for (uint32_t number = 0; number < facet_vocabulary(cases[i].facet); number++) {
            struct str value = facet_value(cases[i].facet, number), want = str_cut(&rest, ' ');
            uint32_t back = 99;
            expect_true(cases[i].values, str_eq(value, want));
            expect_true("found", facet_value_find(&back, cases[i].facet, value));
            expect_number("the same", back, number);
        }
        expect_number("all of them", rest.n, 0);
    }
    expect_number("the most frequent first", facet_order(FACET_SECTION), FACET_FREQUENT_FIRST);
    expect_number("the most frequent first", facet_order(FACET_AGENCY), FACET_FREQUENT_FIRST);
    expect_number("the newest first", facet_order(FACET_REVISED), FACET_GREATEST_FIRST);
}

static void classes_have_what_they_state(void **state)
{
    static const struct {
        enum facet facet;
        enum spec_field_name name;
        const char *written, *meaning, *value;
    } cases[] = {
        {FACET_AGENCY, FIELD_AGENCY, "", "", "alder"},
        {FACET_FLSA, FIELD_FLSA, "", "", "-"},
        {FACET_FLSA, FIELD_FLSA, "Y", "Exempt", "exempt"},
        {FACET_GRADE, FIELD_PAY_GRADE, "", "", "-"},
        {FACET_GRADE, FIELD_PAY_GRADE, "EX-13", "", "EX-13"},
        {FACET_SERIES, FIELD_SERIES, "", "", "-"},
        {FACET_SERIES, FIELD_SERIES, "Harbor Pilot", "", "Harbor Pilot"},
        {FACET_REVISED, FIELD_REVISED, "", "", "-"},
        {FACET_REVISED, FIELD_REVISED, "9/21/2018", "", "2018"},
        {FACET_REVISED, FIELD_REVISED, "March 1994 (reprinted 2001)", "", "1994"},
        {FACET_REVISED, FIELD_REVISED, "2007", "", "2007"},
        {FACET_REVISED, FIELD_REVISED, "from time to time", "", "-"},
        {FACET_REVISED, FIELD_ESTABLISHED, "2007", "", "-"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct spec_field fields[FIELD_COUNT];
        memset(fields, 0, sizeof fields);
        fields[cases[i].name].value = str_of(cases[i].written);
        fields[cases[i].name].meaning = str_of(cases[i].meaning);
        expect_text(cases[i].written,
                    facet_class_value(cases[i].facet, fields, STR("alder"), world->arena),
                    cases[i].value);
    }
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
                 {FACET_SERIES, "Exempt", "Exempt"},
                 {FACET_REVISED, "2018", "2018"},
                 {FACET_REVISED, "-", "Not stated"},
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
        cmocka_unit_test(there_may_be_several_values),
        cmocka_unit_test(values_are_of_the_class_or_the_section),
        cmocka_unit_test(values_stand_in_the_order_of_the_field),
        world_test(classes_have_what_they_state),
        cmocka_unit_test(facet_values_have_labels),
        cmocka_unit_test(vocabularies_fit_their_words),
    };
    return cmocka_run_group_tests_name("facet", tests, NULL, NULL);
}
