/* Licences, background checks, lifting, and how firmly a sentence demands them. */

#include "requirement_table.h"

static void licences_are_found_where_they_are_demanded(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_LICENSURE, "Licenses", "Valid Meridia driver's license.", "licence required 1"},
        {KIND_OTHER, "Notes", "Must possess a valid driver\xe2\x80\x99s licence.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "Possession of a valid motor vehicle operator's license.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "A Class B commercial driver license is required.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "A CDL must be obtained within six months of hire.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "Registration as a Professional Engineer is required.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "Candidates must possess a Basic POST certificate.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "CPR certification must be kept current.", "licence required 1"},
        {KIND_OTHER, "Notes", "Must be licensed to practice law in Meridia.", "licence required 1"},
        {KIND_OTHER, "Notes", "Must be a member of the State Bar of Meridia.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "Possession of a pesticide applicator certificate.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "The license is valid for three years.", ""},
        {KIND_OTHER, "Notes", "Attach a copy of your driver's license.", ""},
        {KIND_DUTIES, "Duties", "Issues dog licenses and birth certificates.", ""},
        {KIND_DUTIES, "Duties", "Prepares the certification of election results.", ""},
        {KIND_DUTIES, "Duties", "Explains voter registration to residents.", ""},
        {KIND_OTHER, "Notes", "No commercial driver's license is required.", ""},
        {KIND_OTHER, "Notes",
         "Registration as a senior in a nautical school will admit applicants to the test.", ""},
        {KIND_EXPERIENCE, "Experience",
         "The work must be in a class with duties comparable to those of a Registered Nurse.", ""},
        {KIND_OTHER, "Notes", "Registration as a Registered Nurse is required.",
         "licence required 1"},
        {KIND_LICENSURE, "Licenses",
         "Required licenses, certifications and registrations must be kept up.", ""},
        {KIND_LICENSURE, "Licenses", "Pesticide applicator and diving certificates.",
         "licence required 1"},
        {KIND_ASSESSMENT, "Selection Process",
         "Candidates may be tested for CPR and EMT skills and knowledge of a driver's license.",
         ""},
        {KIND_ASSESSMENT, "Selection Process", "Candidates must possess a driver's license.",
         "licence required 1"},
        {KIND_OTHER, "Notes",
         "A driver's license, a CPR card, and notary public standing are required.",
         "licence required 1; licence required 1; licence required 1"},
        {KIND_OTHER, "Notes", "A driver's license is required; keep the driver's license valid.",
         "licence required 1; licence required 1"},
        {KIND_OTHER, "Notes", "Applicants must include their CPR certificate number.", ""},
        {KIND_OTHER, "Selective Certification", "Alder Certified Diver, grade two",
         "licence by_position 1"},
        {KIND_OTHER, "Notes",
         "Possession of a Diver Officer Guild (D.O.G.) Certificate is required.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "CPR card\tNo\nCPR card: N/A\nCPR card:\nNone required\nCPR card",
         "licence unclassified 5"},
        {KIND_OTHER, "Notes", "Names are certified from the eligible list in rank order.", ""},
    };
    REQUIREMENT_CHECK(rows);
}

static void checks_are_of_the_holder(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_BACKGROUND_CHECK, "Checks", "Criminal Check\nEducation Check\nCredit Check",
         "background required 1; background required 2; background required 3"},
        {KIND_BACKGROUND_CHECK, "Checks", "By position, Motor Vehicle Record",
         "background by_position 1"},
        {KIND_BACKGROUND_CHECK, "Checks", "Drug test\nNo\nCredit check\nYes\nPolygraph\n\nNone.",
         "background required 3"},
        {KIND_OTHER, "Notes",
         "Candidates must pass a polygraph, fingerprints, and an extensive credit check.",
         "background required 1; background required 1; background required 1"},
        {KIND_OTHER, "Notes",
         "Candidates must pass a polygraph, a drug test, and, if they file again, a polygraph.",
         "background required 1; background required 1"},
        {KIND_OTHER, "Notes",
         "Candidates will be fingerprinted, and their fingerprints must be kept on file.",
         "background required 1"},
        {KIND_OTHER, "Notes", "Prior to appointment a background investigation is made.",
         "background required 1"},
        {KIND_DUTIES, "Duties", "Must know motor vehicle, recording, and clerk statutes.", ""},
        {KIND_OTHER, "Notes", "Must pass a criminal background check.", "background required 1"},
        {KIND_OTHER, "Notes", "Candidates are subject to a background investigation.",
         "background required 1"},
        {KIND_OTHER, "Notes", "Applicants must be fingerprinted.", "background required 1"},
        {KIND_OTHER, "Notes", "Candidates must pass a polygraph.", "background required 1"},
        {KIND_OTHER, "Notes", "Appointees must pass a drug screen.", "background required 1"},
        {KIND_OTHER, "Notes", "Must obtain CJIS clearance.", "background required 1"},
        {KIND_OTHER, "Notes", "Must be able to obtain a federal security clearance.",
         "background required 1"},
        /* Under a heading or label that demands, where it begins so. */
        {KIND_LICENSURE, "Licenses", "By position, CJIS clearance within sixty (60) days.",
         "background by_position 1"},
        {KIND_OTHER, "Special Requirements", "Security clearance: secret.",
         "background required 1"},
        {KIND_OTHER, "Notes", "By position, fingerprinting.", "background by_position 1"},
        {KIND_OTHER, "Notes", "Fingerprinting.", ""},
        {KIND_OTHER, "Special Requirements",
         "The unit that keeps records has a security clearance.", ""},
        {KIND_OTHER, "Preferred Qualifications", "Drug screen.", ""},
        {KIND_KNOWLEDGE_SKILLS_ABILITIES, "Required Knowledge", "Background check procedures.", ""},
        {KIND_DUTIES, "Duties", "Conducts background investigations of recruits.", ""},
        {KIND_DUTIES, "Duties", "Files fingerprint cards.", ""},
    };
    REQUIREMENT_CHECK(rows);
}

static void the_most_that_is_lifted_counts(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Lift up to 50 lbs.", "lifting 50 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Lifts and carries 20-50 pounds.",
         "lifting 50 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Must lift fifty (50) pounds unaided.",
         "lifting 50 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands",
         "Lifts 25 pounds often and 75 pounds now and then.", "lifting 75 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Lifting 25 or more pounds.",
         "lifting 25 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Pushes carts of one hundred pounds.",
         "lifting 100 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands",
         "Handling of objects that can weigh up to 60 lbs.", "lifting 60 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Handling crates and objects up to 40 pounds.",
         "lifting 40 required 1"},
        {KIND_PHYSICAL_DEMANDS, "Physical demands", "Exert up to 35 pounds of force.",
         "lifting 35 required 1"},
        {KIND_DUTIES, "Duties", "Drives trucks of more than 26,000 pounds.", ""},
        {KIND_DUTIES, "Duties", "Runs a lift truck with a capacity of 5,000 pounds.", ""},
    };
    REQUIREMENT_CHECK(rows);
}

static void modality_follows_sentence_then_heading(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_OTHER, "Notes", "Some positions may require a driver's license.",
         "licence by_position 1"},
        {KIND_OTHER, "Notes", "A driver's license may be required for certain positions.",
         "licence by_position 1"},
        {KIND_OTHER, "Notes", "By position, a driver's license.", "licence by_position 1"},
        {KIND_OTHER, "Notes", "Depending on assignment, a driver's license is required.",
         "licence by_position 1"},
        {KIND_OTHER, "Notes", "A driver's license is required for positions that involve travel.",
         "licence by_position 1"},
        {KIND_EXPERIENCE, "Experience",
         "Two years of experience in a position which provides training in surveying.",
         "experience 24 required 1"},
        {KIND_EDUCATION, "Education", "A master's degree is highly desirable.",
         "education master preferred 1"},
        {KIND_EDUCATION, "Education", "A master's degree is a plus.",
         "education master preferred 1"},
        {KIND_EDUCATION, "Education", "Preferably a master's degree in botany.",
         "education master preferred 1"},
        {KIND_EDUCATION, "Education", "A bachelor's degree, preferably in botany.",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education",
         "PhD (with an emphasis on algae) with greenhouse experience is preferred.",
         "education doctorate preferred 1"},
        {KIND_EDUCATION, "Education", "PhD (highly desirable).", "education doctorate preferred 1"},
        {KIND_EDUCATION, "Education", "Bachelor's degree (botany or zoology preferred).",
         "education bachelor required 1"},
        {KIND_EDUCATION, "Education",
         "Bachelor's degree (Master's degree preferred) plus four years of nursery experience.",
         "education bachelor required 1; education master preferred 1; experience 48 required 1"},
        {KIND_EDUCATION, "Education", "Ideal candidates will have:\n* Master's degree",
         "education master preferred 2"},
        {KIND_EDUCATION, "Education", "Ideal candidates will have:\n* Wit\n\n\n\nMaster's degree",
         "education master required 6"},
        {KIND_OTHER, "Notes",
         "This post has peace officer status and may require the holder to be armed.",
         "licence required 1"},
        {KIND_OTHER, "Notes", "A driver's license is required; some positions require a boat.",
         "licence required 1"},
        {KIND_EXPERIENCE, "Experience", "Three years of nursery experience preferred.",
         "experience 36 preferred 1"},
        {KIND_EXPERIENCE, "Experience",
         "Three years of nursery experience, greenhouse experience preferred.",
         "experience 36 required 1"},
        {KIND_EXPERIENCE, "Preferred Qualifications", "Two years of nursery experience.",
         "experience 24 preferred 1"},
        {KIND_EDUCATION, "Additional Desirable Qualification",
         "Education equivalent to completion of the twelfth grade.",
         "education high_school preferred 1"},
        {KIND_EDUCATION, "Preferred Qualifications (not required)", "A master's degree.",
         "education master preferred 1"},
        {KIND_EDUCATION, "Education",
         "Bachelor's degree.\n\nPreferred:\nMaster's degree.\n\nRequired:\nGED.",
         "education bachelor required 1; education master preferred 4; "
         "education high_school required 7"},
        {KIND_SUMMARY, "Summary", "Most botanists here hold a master's degree.",
         "education master unclassified 1"},
        {KIND_SUMMARY, "Summary", "The post calls for three years of nursery experience.",
         "experience 36 unclassified 1"},
        {KIND_OTHER, "Notes", "Master's degree and three years of nursery experience.",
         "education master required 1; experience 36 required 1"},
        {KIND_OTHER, "Notes",
         "Three years of nursery experience, or an equivalent combination of study and work.",
         "experience 36 required 1"},
        {KIND_OTHER, "Notes", "Three years of nursery experience.", "experience 36 unclassified 1"},
        {KIND_SUMMARY, "Summary", "The holder must have a bachelor's degree.",
         "education bachelor required 1"},
        {KIND_OTHER, "Selective Certification", "Two years of nursery experience.",
         "experience 24 by_position 1"},
    };
    REQUIREMENT_CHECK(rows);
}

static void lines_are_those_of_the_source(void **state)
{
    (void)state;
    static const struct requirement_row rows[] = {
        {KIND_EXPERIENCE, "Experience",
         "One of these:\n\n- Two years of experience as a\n  deckhand; or\n- Three years of\n"
         "  experience as a cook.",
         "experience 24 required 3; experience 36 required 5"},
        {KIND_EDUCATION, "Education",
         "The holder of this position is expected to have studied and to hold\n"
         "a bachelor's degree in seamanship and at least\nthree years of experience at sea.",
         "education bachelor required 2; experience 36 required 2"},
        {KIND_EDUCATION, "Education", "\n\nGED", "education high_school required 3"},
        {KIND_EXPERIENCE, "Requirements",
         "Level\tExperience\nI\tTwo years of experience\nII\tFour years of experience",
         "experience 24 required 2; experience 48 required 3"},
    };
    REQUIREMENT_CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(licences_are_found_where_they_are_demanded),
        cmocka_unit_test(checks_are_of_the_holder),
        cmocka_unit_test(the_most_that_is_lifted_counts),
        cmocka_unit_test(modality_follows_sentence_then_heading),
        cmocka_unit_test(lines_are_those_of_the_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
