/* Lengths of experience, the parts of a total, and lengths that are something else. */

#include "requirement_table.h"

static void lengths_are_counted_in_months(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EXPERIENCE, "Experience", "Five years of experience in park upkeep.",
         "experience 60 required 1"},
        {KIND_EXPERIENCE, "Experience", "Five (5) years of ferry dispatch experience.",
         "experience 60 required 1"},
        {KIND_EXPERIENCE, "Experience", "(3) years of clerical experience.",
         "experience 36 required 1"},
        {KIND_EXPERIENCE, "Experience", "3-5 years of payroll experience.",
         "experience 36-60 required 1"},
        {KIND_EXPERIENCE, "Experience", "Three to five years of payroll experience.",
         "experience 36-60 required 1"},
        {KIND_EXPERIENCE, "Experience", "Three (3) to five (5) years of payroll experience.",
         "experience 36-60 required 1"},
        {KIND_EXPERIENCE, "Experience", "One year to three years of payroll experience.",
         "experience 12-36 required 1"},
        {KIND_EXPERIENCE, "Experience", "Between two and four years of lock-gate experience.",
         "experience 24-48 required 1"},
        {KIND_EXPERIENCE, "Experience", "2+ years experience as a lock keeper.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience", "Two (2) or more years of trail-building experience.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience", "Six months of experience sorting mail.",
         "experience 6 required 1"},
        {KIND_EXPERIENCE, "Experience", "Eighteen (18) months of experience sorting mail.",
         "experience 18 required 1"},
        {KIND_EXPERIENCE, "Experience", "One and one-half years of experience sorting mail.",
         "experience 18 required 1"},
        {KIND_EXPERIENCE, "Experience", "1.5 years of experience sorting mail.",
         "experience 18 required 1"},
        {KIND_EXPERIENCE, "Experience", "2 1/2 years of experience sorting mail.",
         "experience 30 required 1"},
        {KIND_EXPERIENCE, "Experience", "Twenty-four months of experience sorting mail.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience", "At least one year\xe2\x80\x99s experience as a sexton.",
         "experience 12 required 1"},
        {KIND_EXPERIENCE, "Experience", "A minimum of 4 years' experience as a sexton.",
         "experience 48 required 1"},
        {KIND_EXPERIENCE, "Experience", "4 yrs. of experience as a sexton.",
         "experience 48 required 1"},
        {KIND_EXPERIENCE, "Experience", "Two full years of full-time paid work experience.",
         "experience 24 required 1"},
        {KIND_OTHER, "Requirements", "Experience: three years in beekeeping.",
         "experience 36 required 1"},
        {KIND_OTHER, "Requirements", "Experience of at least two years in beekeeping.",
         "experience 24 required 1"},
        {KIND_OTHER, "Requirements",
         "Two years in the service of Brackwater performing the duties "
         "of a Clerk II.",
         "experience 24 required 1"},
        {KIND_OTHER, "Requirements", "Three years as a Bridge Tender.", "experience 36 required 1"},
        {KIND_OTHER, "Requirements", "One year performing the duties of a Clerk I.",
         "experience 12 required 1"},
        {KIND_EXPERIENCE, "Experience", "3-5 years", "experience 36-60 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Two years of experience as a Clerk or three years of experience as an Aide.",
         "experience 24 required 1; experience 36 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "1. Two years of experience as a Clerk; or\n2. Four years of experience as an Aide.",
         "experience 24 required 1; experience 48 required 2"},
        {KIND_EXPERIENCE, "Experience",
         "Six months of experience within the last two years as a deckhand.",
         "experience 6 required 1"},
    };
    REQUIREMENT_CHECK(rows);
}

static void supervision_and_parts_belong_to_a_total(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EXPERIENCE, "Experience", "Three years of supervisory experience.",
         "experience 36s required 1"},
        {KIND_EXPERIENCE, "Experience", "Two years of experience supervising a survey crew.",
         "experience 24s required 1"},
        {KIND_EXPERIENCE, "Experience", "Two years of experience managing staff of a depot.",
         "experience 24s required 1"},
        {KIND_EXPERIENCE, "Experience", "Two years of experience in a lead worker capacity.",
         "experience 24s required 1"},
        {KIND_EXPERIENCE, "Experience", "Two years of experience managing small drainage projects.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience", "Two years of experience under close supervision.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Six years of budget experience, including two years in a supervisory role.",
         "experience 72(24s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Five years of budget experience, including large grants and three years of supervisory "
         "experience.",
         "experience 60(36s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Four years of audit experience, one of which shall have been in a supervisory capacity.",
         "experience 48(12s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Four years of audit experience, 18 months of which must have been in tax work.",
         "experience 48(18) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Four years of audit experience; at least eighteen (18) months of which were in a lead or "
         "supervisory capacity.",
         "experience 48(18s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Six years of audit experience, of which two were in tax work and one (1) year included "
         "supervision of clerks.",
         "experience 72(12s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Six years of audit experience, of which three years were at the level of Auditor 2 and "
         "two years included supervision of clerks.",
         "experience 72(24s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Seven years of audit experience with at least two years as a section supervisor.",
         "experience 84(24s) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Three years of audit experience. At least one year of this experience must have been "
         "with a public agency.",
         "experience 36(12) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Three years of audit experience. (Experience applied toward this requirement must "
         "include one year as an Examiner.)",
         "experience 36(12) required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Progressive audit experience; two (2) years must have been in a capacity equal to that "
         "of a Chief.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Wide and deep (more than three years) responsible supervision of dredging crews.",
         "experience 36s required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Bachelor's degree with six years of salvage experience or Master's degree with three "
         "years of experience.",
         "education bachelor required 1; experience 72 required 1; education master required 1; "
         "experience 36 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "One year performing the duties of a Harbor Supervisor or Dock Manager.",
         "experience 12 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "One year in a class equivalent in level to a Supervising Lock Keeper.",
         "experience 12 required 1"},
        {KIND_EXPERIENCE, "Experience", "One year of experience as a Senior Dock Supervisor.",
         "experience 12 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "One year of experience as a Lock Keeper, supervising a crew of deckhands.",
         "experience 12s required 1"},
        {KIND_OTHER, "Notes", "Please check out our page.\nMust have two years of experience.",
         "experience 24 required 2"},
        {KIND_OTHER, "Notes", "Please check all that apply:\nMust have two years of experience.",
         ""},
        {KIND_EXPERIENCE, "Experience",
         "One year of experience as a Dock Foreman supervising a crew of lock keepers.",
         "experience 12s required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Candidates must have the eighteen months of supervisory experience described above.", ""},
    };
    REQUIREMENT_CHECK(rows);
}

static void other_lengths_of_time_are_not_experience(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_OTHER, "Notes",
         "Applicants who lack six months or less of the required experience may file.", ""},
        {KIND_OTHER, "Notes", "Candidates must be at least 21 years of age.", ""},
        {KIND_OTHER, "Notes", "Candidates must be 18 years old when they apply.", ""},
        {KIND_OTHER, "Notes",
         "The record within the last 36 months must show no more than two violations.", ""},
        {KIND_OTHER, "Notes", "The eligible list will be in effect for two years.", ""},
        {KIND_OTHER, "Notes", "You may take this examination once every 24 months.", ""},
        {KIND_OTHER, "Notes", "Appointees serve a one-year probationary period.", ""},
        {KIND_PROBATION, "Probation", "Six months.", ""},
        {KIND_OTHER, "Notes", "Employees earn 15 days of leave after five years of service.", ""},
        {KIND_OTHER, "Notes",
         "Seniority credit of 0.25 of a point is added for each year of continuous service.", ""},
        {KIND_OTHER, "About us", "Alder County has served its residents for over 100 years.", ""},
        {KIND_OTHER, "Notes", "This is a two-year contract, and it may be renewed.", ""},
        {KIND_OTHER, "Notes", "The exercise must be passed two years after appointment.", ""},
        {KIND_OTHER, "Notes", "Residency is required within six months of hire.", ""},
        {KIND_OTHER, "Notes", "One year of full-time experience is equivalent to 2,080 hours.", ""},
        {KIND_OTHER, "Salary", "Salary: $50,388 - $58,450 a year, based on experience.", ""},
        {KIND_ASSESSMENT, "Questions",
         "How many years of dredging experience do you have?\nLess than 1 year\n1 to 3 years of "
         "experience\nMore than 5 years of experience",
         ""},
        {KIND_ASSESSMENT, "Questions",
         "Which of the following best describes your experience?\nA. Less than 1 year\nB. 2 years "
         "of experience",
         ""},
        {KIND_OTHER, "Supplemental Questions", "1 to 3 years of experience\n5 years or more", ""},
        {KIND_OTHER, "Notes", "01\nTell us of your dredging.\n\n3 years of experience", ""},
        {KIND_OTHER, "Requirements", "Do you have five years of dredging experience?", ""},
        {KIND_EDUCATION, "Education", "A four-year program at a nautical school.", ""},
        {KIND_EXPERIENCE, "Experience", "Experience gained more than ten years ago will not count.",
         ""},
        {KIND_OTHER, "Notes",
         "Candidates who are within six months of meeting the experience requirement will be "
         "admitted to the examination.",
         ""},
    };
    REQUIREMENT_CHECK(rows);
}

static void what_is_replaced_is_not_required(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EXPERIENCE, "Experience",
         "Additional experience may be substituted for up to two years of the required education.",
         ""},
        {KIND_EXPERIENCE, "Experience",
         "Five years of teaching experience may be substituted for three years of the experience "
         "described above.",
         "experience 60 equivalency 1"},
        {KIND_EXPERIENCE, "Experience",
         "Applicants may substitute two years of trade experience for the required education.",
         "experience 24 equivalency 1"},
        {KIND_EXPERIENCE, "Experience",
         "Experience may be substituted for education on the basis of one year of education being "
         "equivalent to six months of experience.",
         ""},
        {KIND_EXPERIENCE, "Experience",
         "One year of experience may be substituted for each year of education that is lacking.",
         ""},
        {KIND_EXPERIENCE, "Experience",
         "In lieu of the diploma, four years of shipyard experience are accepted.",
         "experience 48 equivalency 1"},
        {KIND_EXPERIENCE, "Experience",
         "Two years of harbor experience; or an equivalent combination of education and "
         "experience.",
         "experience 24 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "Any combination of education and experience equivalent to six years of experience in "
         "harbor work.",
         "experience 72 required 1"},
        {KIND_EXPERIENCE, "Experience",
         "One year of harbor experience.\nAny combination of education and experience equivalent "
         "to six years of experience in harbor work.",
         "experience 12 required 1; experience 72 equivalency 2"},
        {KIND_EXPERIENCE, "Experience",
         "An equivalent combination of study and six years of experience in harbor work.",
         "experience 72 equivalency 1"},
        {KIND_OTHER, "Minimums",
         "Any combination of schooling and work that shows the needed knowledge will do. A typical "
         "way to qualify is: Equivalent to graduation from high school and two years of harbor "
         "experience.",
         "education high_school required 1; experience 24 required 1"},
        {KIND_OTHER, "Background", "Typical ways to qualify:\n- Two years of harbor experience.",
         "experience 24 required 2"},
        {KIND_EXPERIENCE, "Experience",
         "In the absence of a diploma, two years of shipyard experience are accepted.",
         "experience 24 equivalency 1"},
        {KIND_EQUIVALENCY, "Substitution", "Two years of clerical experience.",
         "experience 24 equivalency 1"},
    };
    REQUIREMENT_CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_counted_in_months),
        cmocka_unit_test(supervision_and_parts_belong_to_a_total),
        cmocka_unit_test(other_lengths_of_time_are_not_experience),
        cmocka_unit_test(what_is_replaced_is_not_required),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
