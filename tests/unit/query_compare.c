/* The query language: comparisons, their values, units and ranges. */

#include "query_tree.h"

#define MOST "2147483647" /* INT32_MAX: no end */

static void lengths_of_time(void **state)
{
    static const struct tree_case cases[] = {
        {"experience>=5y", "(experience 60 " MOST ")"},
        {"Experience>=5Y", "(experience 60 " MOST ")"},
        {"experience>5yr", "(experience 61 " MOST ")"},
        {"experience<=5yrs", "(experience 0 60)"},
        {"experience<5years", "(experience 0 59)"},
        {"experience=5year", "(experience 60 60)"},
        {"experience>=5", "(experience 60 " MOST ")"}, /* years */
        {"experience>=18m", "(experience 18 " MOST ")"},
        {"experience>=18mo", "(experience 18 " MOST ")"},
        {"experience>=18months", "(experience 18 " MOST ")"},
        {"experience>=2.5y", "(experience 30 " MOST ")"},
        {"experience>=0.33y", "(experience 4 " MOST ")"}, /* 3.96 */
        {"experience>=0", "(experience 0 " MOST ")"},
        {"experience>=5-year", "(experience 60 " MOST ")"},
        {"supervisory>=4y", "(supervisory 48 " MOST ")"},
        {"supervisory:4", "(supervisory 48 48)"},
        {"probation<=6m", "(probation 1 6)"},
        {"probation<=6", "(probation 1 6)"},        /* months */
        {"probation>=0", "(probation 1 " MOST ")"}, /* 0 is not stated */
        {"probation:0..6m", "(probation 1 6)"},
        {"probation=26w", "(probation 6 6)"},
        {"probation=180d", "(probation 6 6)"},
        {"probation=52weeks", "(probation 12 12)"}, /* 364 days */
        {"probation>=1y", "(probation 12 " MOST ")"},
        {"-experience>=5y", "(not (experience 60 " MOST "))"},
        {"(experience>=5y OR a)", "(or (experience 60 " MOST ") a)"},
        {"experience>=5y experience<=10y", "(experience 60 " MOST ") (experience 0 120)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void pounds(void **state)
{
    static const struct tree_case cases[] = {
        {"lifting>=50", "(lifting 50 " MOST ")"},       {"lifting>=50lb", "(lifting 50 " MOST ")"},
        {"lifting>=50lbs.", "(lifting 50 " MOST ")"},   {"lifting:50pounds", "(lifting 50 50)"},
        {"lifting:50 pounds a", "(lifting 50 50) a"},   {"lifting<25", "(lifting 0 24)"},
        {"lifting:25 -(a)", "(lifting 25 25) (not a)"}, {"lifting<25 -a", "(lifting 0 24) (not a)"},
        {"lifting:25..50 lbs", "(lifting 25 50)"},      {"lifting:\"50 lbs\"", "(lifting 50 50)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* none 0, high school 1, some college 2, associate 3, bachelor 4, master 5, doctorate 6,
 * apprenticeship 7. */
static void levels_of_education(void **state)
{
    static const struct tree_case cases[] = {
        {"education>=bachelor", "(education 4 6)"},
        {"education>=Bachelor's", "(education 4 6)"},
        {"education>=bachelors", "(education 4 6)"},
        {"education>=bachelors'", "(education 4 6)"},
        {"education=BA", "(education 4 4)"},
        {"education=B.S.", "(education 4 4)"},
        {"education<bachelor", "(education 0 3)"},
        {"education>bachelor", "(education 5 6)"},
        {"education<=associates", "(education 0 3)"},
        {"education=hs", "(education 1 1)"},
        {"education=GED", "(education 1 1)"},
        {"education=diploma", "(education 1 1)"},
        {"education=high_school", "(education 1 1)"},
        {"education=high-school", "(education 1 1)"},
        {"education=\"high school\" x", "(education 1 1) x"},
        {"education = high school diploma x", "(education 1 1) x"},
        {"education >= high school", "(education 1 6)"},
        {"education >= Bachelor's degree, x", "(education 4 6) x"},
        {"education=associate degree x", "(education 3 3) x"},
        {"education>=bachelor (degree)", "(education 4 6) degree/degre"},
        {"-education=none (diploma)", "(not (education 0 0)) diploma"},
        {"education>=bachelor, degree x", "(education 4 6) degree/degre x"},
        {"education:associate.. master x", "(education 3 6) master x"},
        {"education:associate..bachelor's degree x", "(education 3 4) x"},
        {"education>=bachelor s", "(education 4 6) s"},
        {"education=\"some college\"", "(education 2 2)"},
        {"education >= some college, x", "(education 2 6) x"},
        {"education=ma OR education=Ms", "(or (education 5 5) (education 5 5))"},
        {"education=Ph.D.", "(education 6 6)"},
        {"education>=doctoral", "(education 6 6)"},
        {"education=none", "(education 0 0)"},
        {"education=apprenticeship", "(education 7 7)"},
        {"education:associate..master", "(education 3 5)"},
        {"education:associate..", "(education 3 6)"},
        {"education:..some_college", "(education 0 2)"},
        {"education=none..high school", "(education 0 1)"},
        {"education=associate-bachelor", "(education 3 4)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void dates(void **state)
{
    static const struct tree_case cases[] = {
        {"revised:2023", "(revised 20230101 20231231)"},
        {"revised:2023-06", "(revised 20230601 20230630)"},
        {"revised:2023-6", "(revised 20230601 20230630)"},
        {"revised=2023-06-15", "(revised 20230615 20230615)"},
        {"revised:2024-02", "(revised 20240201 20240229)"},
        {"revised:1900-02", "(revised 19000201 19000228)"},
        {"revised:2000-02", "(revised 20000201 20000229)"},
        {"revised>=2023-06", "(revised 20230601 99991231)"},
        {"revised>2023", "(revised 20240101 99991231)"},
        {"revised>2023-04", "(revised 20230501 99991231)"},
        {"revised>2023-12-31", "(revised 20240101 99991231)"},
        {"revised<=2023", "(revised 10000101 20231231)"},
        {"revised<2023", "(revised 10000101 20221231)"},
        {"revised<2024-03", "(revised 10000101 20240229)"},
        {"revised<2023-06-15", "(revised 10000101 20230614)"},
        {"revised:2023..2024", "(revised 20230101 20241231)"},
        {"revised:2023-06..2024-02", "(revised 20230601 20240229)"},
        {"revised:2023..", "(revised 20230101 99991231)"},
        {"revised:..2023", "(revised 10000101 20231231)"},
        {"revised:2023\xe2\x80\x93"
         "2024",
         "(revised 20230101 20241231)"},
        {"revised:2023-2024", "(revised 20230101 20241231)"},
        {"established<2010", "(established 10000101 20091231)"},
        {"revised:2023.", "(revised 20230101 20231231)"},
        {"revised:2023 months", "(revised 20230101 20231231) months/month"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void ranges_share_a_unit(void **state)
{
    static const struct tree_case cases[] = {
        {"experience:3..5y", "(experience 36 60)"},
        {"experience:3..5", "(experience 36 60)"},
        {"experience:18..24m", "(experience 18 24)"},
        {"experience:18m..24", "(experience 18 24)"},
        {"experience:18m..2y", "(experience 18 24)"},
        {"experience:3..", "(experience 36 " MOST ")"},
        {"experience:..3", "(experience 0 36)"},
        {"experience:3..3", "(experience 36 36)"},
        {"experience:3..5 years x", "(experience 36 60) x"},
        {"experience=3-5y", "(experience 36 60)"},
        {"experience=3\xe2\x80\x93"
         "5 years",
         "(experience 36 60)"},
        {"experience=\"3 .. 5 years\"", "(experience 36 60)"},
        {"probation:26..52w", "(probation 6 12)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void blanks_and_units_stand_around_signs(void **state)
{
    static const struct tree_case cases[] = {
        {"experience >= 5 years", "(experience 60 " MOST ")"},
        {"experience  >=5 years of supervision",
         "(experience 60 " MOST ") of supervision/supervis"},
        {"experience>= 18 months, CJIS", "(experience 18 " MOST ") cjis"},
        {"(see experience >= 5 years).", "see (experience 60 " MOST ")"},
        {"experience\xc2\xa0\xe2\x89\xa5\xc2\xa0"
         "5\xc2\xa0years",
         "(experience 60 " MOST ")"},
        {"experience\xe2\x89\xa4"
         "5y",
         "(experience 0 60)"},
        {"lifting < 50 lbs", "(lifting 0 49)"},
        {"experience >= 5 duties", "(experience 60 " MOST ") duties/duti"},
        {"experience>=5y months", "(experience 60 " MOST ") months/month"}, /* it has a unit */
        {"experience>=5 \"years\"", "(experience 60 " MOST ") \"years\""},
        {"experience=\"5 years\"", "(experience 60 60)"},
        {"a experience>=5y)", "a (experience 60 " MOST ")"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void other_text_stays_text(void **state)
{
    static const struct tree_case cases[] = {
        {"experience:5y", "(experience 5y)"},
        {"education:bachelor", "(education bachelor)"},
        {"probation:\"six months\"", "(probation \"six months\")"},
        {"experience:.....5", "(experience 5)"}, /* leaders */
        {"probation:... a", "a"},
        {"experience: 3..5y", "experience/experi 3 5y"},
        {"lifting: 50", "lifting/lift 50"},
        {"(lifting:) a", "lifting/lift a"},
        {"C++>=11", "c 11"},
        {"a=b", "a b"},
        {"budget > 5", "budget 5"},
        {"budget>5", "budget 5"},
        {"budget >= 5", "budget 5"},
        {"\"budget>=5\"", "\"budget 5\""},
        {"\"experience>=5y\"", "\"experience 5y\""},
        {"work-experience>=5y", "\"work experience\" 5y"},
        {"duties:experience>=5y", "(duties experience/experi) (duties 5y)"},
        {"experience", "experience/experi"},
        {"experiences>5", "experiences/experi 5"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void wrong_values_are_named(void **state)
{
    static const struct error_case cases[] = {
        {BYTES("experience>=five"), 13, "years or months"},
        {BYTES("experience >= five years"), 15, "years or months"},
        {BYTES("\xc3\xa9 experience>=5w"), 15, "years or months"},
        {BYTES("experience>=5lb"), 13, "years or months"},
        {BYTES("experience>="), 13, "years or months"},
        {BYTES("experience >= )"), 15, "years or months"},
        {BYTES("(experience>=)"), 14, "years or months"},
        {BYTES("experience=\"\""), 13, "years or months"},
        {BYTES("experience=\"5"), 12, "quotation"},
        {BYTES("experience:a..b"), 12, "years or months"},
        {BYTES("experience=.."), 12, "years or months"},
        {BYTES("experience>=1234567y"), 13, "years or months"},
        {BYTES("experience>=99999y"), 13, "years or months"},
        {BYTES("lifting>999999"), 9, "so high"},
        {BYTES("experience>=-5y"), 13, "years or months"},
        {BYTES("experience==5y"), 12, "years or months"},
        {BYTES("experience>=3..5y"), 13, "range"},
        {BYTES("experience:5..3y"), 12, "ends before it begins"},
        {BYTES("experience<0"), 12, "so low"},
        {BYTES("supervisory>=x"), 14, "such as 4y"},
        {BYTES("education>=degree"), 12, "bachelor"},
        {BYTES("education >= high"), 14, "high_school"},
        {BYTES("education>=5y"), 12, "bachelor"},
        {BYTES("education>doctorate"), 11, "so high"},
        {BYTES("education<none"), 11, "so low"},
        {BYTES("education>=apprenticeship"), 12, "education=apprenticeship"},
        {BYTES("education:bachelor..apprenticeship"), 11, "education=apprenticeship"},
        {BYTES("education:master..associate"), 11, "ends before it begins"},
        {BYTES("lifting>=50kg"), 10, "pounds"},
        {BYTES("lifting:heavy"), 9, "pounds"},
        {BYTES("lifting:(25 OR 50)"), 9, "pounds"},
        {BYTES("probation<=long"), 12, "months"},
        {BYTES("probation<1m"), 11, "so low"},
        {BYTES("probation=0"), 11, "so low"},
        {BYTES("probation<=10d"), 12, "so low"},
        {BYTES("revised>=lately"), 10, "2023-06-15"},
        {BYTES("revised:2023-13"), 9, "2023-06-15"},
        {BYTES("revised:2023-00"), 9, "2023-06-15"},
        {BYTES("revised:2023-02-29"), 9, "2023-06-15"},
        {BYTES("revised:23"), 9, "2023-06-15"},
        {BYTES("revised:20230615"), 9, "2023-06-15"},
        {BYTES("revised:2024..2023"), 9, "ends before it begins"},
        {BYTES("revised>9999"), 9, "so high"},
        {BYTES("revised<1000"), 9, "so low"},
        {BYTES("established:x"), 13, "2022..2023"},
        {BYTES("budget>=5"), 1, "experience, supervisory, education, lifting, probation, revised"},
        {BYTES("salary<=50000"), 1, "'salary' cannot be compared"},
        {BYTES("\xc3\xa9 budget\xe2\x89\xa5"
               "5"),
         3, "'budget' cannot be compared"},
        {BYTES("grade>=13"), 1, "grade cannot be compared; put a colon"},
        {BYTES("title=manager"), 1, "title cannot be compared; put a colon"},
    };

    expect_errors(*state, cases, COUNT_OF(cases));
}

static void comparisons_know_their_place(void **state)
{
    const struct query_node *root =
        parse_ok(*state, STR("\xc3\xa9 experience >= 5 years x -lifting>50"));

    expect_number("comparison", root->children[1]->position, 3);
    expect_number("behind it", root->children[2]->position, 25);
    expect_number("excluded", root->children[3]->children[0]->position, 28);
    expect_number("measure", root->children[3]->children[0]->measure, QUERY_LIFTING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(lengths_of_time),
        world_test(pounds),
        world_test(levels_of_education),
        world_test(dates),
        world_test(ranges_share_a_unit),
        world_test(blanks_and_units_stand_around_signs),
        world_test(other_text_stays_text),
        world_test(wrong_values_are_named),
        world_test(comparisons_know_their_place),
    };
    return cmocka_run_group_tests_name("query_compare", tests, make_stemmer, free_stemmer);
}
