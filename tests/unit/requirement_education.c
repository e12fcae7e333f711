/* Levels of education, and words that look like one. */

#include "requirement_table.h"

static void levels_are_known_by_their_names(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EDUCATION, "Education", "No formal education is required.",
         "education none required 1"},
        {KIND_EDUCATION, "Education", "High school diploma or G.E.D.",
         "education high_school required 1"},
        {KIND_EDUCATION, "Education", "GED.", "education high_school required 1"},
        {KIND_EDUCATION, "Education", "Graduation from a U.S. high school.",
         "education high_school required 1"},
        {KIND_EDUCATION, "Education", "Equivalent to completion of the twelfth grade.",
         "education high_school required 1"},
        {KIND_EDUCATION, "Education", "High school proficiency certificate.",
         "education high_school required 1"},
        {KIND_EDUCATION, "Education", "A four-year high school diploma or its equivalent.",
         "education high_school required 1"},
        {KIND_EDUCATION, "Education", "Completion of nine semester units of college course work.",
         "education some_college required 1"},
        {KIND_EDUCATION, "Education",
         "Completion of 60 semester or 90 quarter units at an accredited college.",
         "education some_college required 1"},
        {KIND_EDUCATION, "Education", "Completion of one year of college.",
         "education some_college required 1"},
        {KIND_EDUCATION, "Education", "Completion of two years of college.",
         "education some_college required 1"},
        {KIND_EDUCATION, "Education", "Completion of four years of college.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Associate's degree in hydrology.",
         "education associate required 1"},
        {KIND_EDUCATION, "Education", "An Associate of Science degree.",
         "education associate required 1"},
        {KIND_EDUCATION, "Education", "A.A. degree in drafting.", "education associate required 1"},
        {KIND_EDUCATION, "Education", "Graduation from a community college.",
         "education associate required 1"},
        {KIND_EDUCATION, "Education", "Bachelor\xe2\x80\x99s degree in hydrology.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Bachelors degree in hydrology.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "A baccalaureate degree from a college or university.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "BA or BS degree in hydrology.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "B.S. in hydrology.", "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "A four-year degree in any field.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "College degree.", "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Graduation from an accredited four-year college.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Equivalent to graduation from college.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Master's degree in hydrology.",
         "education master required 1"},
        {KIND_EDUCATION, "Education", "MS in hydrology.", "education master required 1"},
        {KIND_EDUCATION, "Education", "Master of Library Science.", "education master required 1"},
        {KIND_EDUCATION, "Education", "An advanced degree in hydrology.",
         "education master required 1"},
        {KIND_EDUCATION, "Education", "A Ph.D. in hydrology.", "education doctorate required 1"},
        {KIND_EDUCATION, "Education", "Juris Doctor from an accredited law school.",
         "education doctorate required 1"},
        {KIND_EDUCATION, "Education", "J.D. degree.", "education doctorate required 1"},
        {KIND_EDUCATION, "Education", "M.D. degree.", "education doctorate required 1"},
        {KIND_EDUCATION, "Education", "Completion of a recognized apprenticeship as a pipefitter.",
         "education apprenticeship required 1"},
    };
    REQUIREMENT_CHECK(rows);
}

static void a_sentence_may_name_several(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EDUCATION, "Education", "A bachelor's or master's degree in forestry.",
         "education bachelor required 1; education master required 1"},
        {KIND_EDUCATION, "Education",
         "Graduation from an accredited four-year college with a Master's degree in forestry.",
         "education master required 1"},
        {KIND_EDUCATION, "Education",
         "Bachelor's degree from an accredited four-year college, including 12 semester units in "
         "forestry.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "Two years of college, or an associate degree in forestry.",
         "education associate required 1"},
        {KIND_EDUCATION, "Education",
         "A master's degree and one year of forestry experience; or\nA bachelor's degree and three "
         "years of forestry experience.",
         "education master required 1; experience 12 required 1; education bachelor required 2; "
         "experience 36 required 2"},
        {KIND_EDUCATION, "Education", "Bachelor's degree required, Master's degree preferred.",
         "education bachelor required 1; education master preferred 1"},
        {KIND_EDUCATION, "Education", "High school diploma, some college work preferred.",
         "education high_school required 1; education some_college preferred 1"},
        {KIND_EDUCATION, "Education", "High school diploma, GED, or a two- or four-year degree.",
         "education high_school required 1; education associate required 1; "
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education", "High school diploma\nGED\nTrade school",
         "education high_school required 1; education high_school required 2"},
    };
    REQUIREMENT_CHECK(rows);
}

static void other_words_are_no_level(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_DUTIES, "Duties", "Gives tours to high school students and college groups.", ""},
        {KIND_DUTIES, "Duties", "Updates the Master Plan and the master schedule.", ""},
        {KIND_HISTORY, "History", "2008, college units added; 2011 - college credit counted.", ""},
        {KIND_DUTIES, "Duties", "Assists the Associate Planner.", ""},
        {KIND_KNOWLEDGE_SKILLS_ABILITIES, "Skills", "Uses MS Word and MS Access.", ""},
        {KIND_OTHER, "Abilities", "Works with a high degree of independence.", ""},
        {KIND_OTHER, "Abilities", "Acts with an advanced degree of initiative.", ""},
        {KIND_EDUCATION, "Education",
         "Education above the high school level may be substituted for experience.", ""},
        {KIND_EDUCATION, "Education", "Coursework beyond a bachelor's degree may be considered.",
         ""},
        {KIND_OTHER, "Notes", "Attach a copy of your college diploma or bachelor's degree.", ""},
        {KIND_OTHER, "Notes",
         "Applicants who are within one semester of graduation from an accredited college may "
         "apply.",
         ""},
        {KIND_OTHER, "Notes",
         "The term professional means work that requires possession of a bachelor's degree.", ""},
        {KIND_OTHER, "Notes", "Refer to announcement 31B-QX-MPA-HARB when you write.", ""},
        {KIND_OTHER, "Notes", "List only degrees from schools accredited by the Meridia board.",
         ""},
        {KIND_EXPERIENCE, "Experience",
         "The work must be done in a position that requires possession of a degree from an "
         "accredited four year college or university.",
         ""},
        {KIND_EDUCATION, "Education", "A four year college is nearby.", ""},
        {KIND_OTHER, "Contact", "Write to Ada Byron, Ph.D., Curator.", ""},
        {KIND_OTHER, "Benefits", "Tuition is repaid to those who earn a master's degree.", ""},
        {KIND_ASSESSMENT, "Questions",
         "What is the highest level of education that you have completed?\nHigh school diploma\n"
         "Bachelor's degree\nMaster's degree",
         ""},
        {KIND_EDUCATION, "Education", "A college degree is not required.", ""},
        {KIND_LICENSURE, "Licenses", "Master's license for vessels of 200 tons.",
         "licence required 1"},
    };
    REQUIREMENT_CHECK(rows);
}

static void what_is_offered_instead_is_kept_apart(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EDUCATION, "Education",
         "A master's degree may substitute for up to one year of the required experience.",
         "education master equivalency 1"},
        {KIND_EDUCATION, "Education",
         "Two years of experience may be substituted for the required associate degree.",
         "experience 24 equivalency 1"},
        {KIND_EDUCATION, "Education",
         "Possession of an Associate of Arts degree may be substituted for two years of the "
         "required experience.",
         "education associate equivalency 1"},
        {KIND_EDUCATION, "Education",
         "A bachelor's degree, or an equivalent combination of education and experience.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education",
         "(See how we read \"any combination of schooling and work\") Master's degree in botany.",
         "education master required 1"},
        {KIND_EDUCATION, "Education",
         "College education may be substituted for experience at the rate of 30 semester units "
         "for each year of experience.",
         ""},
        {KIND_EDUCATION, "Education",
         "A master's degree may be accepted for one year of the experience.",
         "education master equivalency 1"},
        {KIND_EDUCATION, "Education", "A trade certificate may replace the high school diploma.",
         "licence equivalency 1"},
        {KIND_EQUIVALENCY, "Equivalency", "A master's degree in forestry.",
         "education master equivalency 1"},
    };
    REQUIREMENT_CHECK(rows);
}

static void what_is_said_of_another_class_is_not_asked_here(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_DISTINGUISHING, "Distinguishing Characteristics",
         "It is distinguished from Lock Keeper, a professional class that requires a graduate "
         "degree and answers for the gates.",
         ""},
        {KIND_DISTINGUISHING, "Distinguishing Characteristics",
         "It differs from Lock Keeper in that the latter requires a bachelor's degree.", ""},
        {KIND_DISTINGUISHING, "Distinguishing Characteristics",
         "It differs from Lock Keeper in that it requires a bachelor's degree.",
         "education bachelor required 1"},
        {KIND_DISTINGUISHING, "Distinguishing Characteristics",
         "Requires a master's degree, unlike Lock Keeper, which requires a bachelor's degree.",
         "education master required 1"},
        {KIND_DISTINGUISHING, "Distinguishing Characteristics",
         "A bachelor's degree is required at this level.", "education bachelor required 1"},
    };
    REQUIREMENT_CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_known_by_their_names),
        cmocka_unit_test(a_sentence_may_name_several),
        cmocka_unit_test(other_words_are_no_level),
        cmocka_unit_test(what_is_offered_instead_is_kept_apart),
        cmocka_unit_test(what_is_said_of_another_class_is_not_asked_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
