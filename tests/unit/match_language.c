/* lib/search/match: what the parts of a query mean together: classes joined, requirements compared,
 * fields, headings and modalities. Each case follows from a rule. */

#include "match_check.h"

static struct sample_class staff[] = {
    {.id = "p/1",
     .agency = "Port of Alder",
     .title = "Harbor pilot",
     .code = "CI-2421",
     .grade = "EX-18",
     .flsa = "exempt",
     .series = "Marine Pilots",
     .revised = "2023-06-15",
     .probation = "6 months",
     .sections = {{"Duties", "Guides the ship.", KIND_DUTIES, {{0}}, 0},
                  {"Licences",
                   "A pilot licence is required.\n\nCJIS clearance for some positions.",
                   KIND_LICENSURE,
                   {{.sentence = "A pilot licence is required.",
                     .type = REQUIREMENT_LICENCE,
                     .modality = MODALITY_REQUIRED},
                    {.sentence = "CJIS clearance for some positions.",
                     .type = REQUIREMENT_BACKGROUND,
                     .modality = MODALITY_BY_POSITION}},
                   2},
                  {"Experience",
                   "Five years of sailing, two of them leading.\n\nEight years in place of it.",
                   KIND_EXPERIENCE,
                   {{.sentence = "Five years of sailing, two of them leading.",
                     .type = REQUIREMENT_EXPERIENCE,
                     .modality = MODALITY_REQUIRED,
                     .months = 60,
                     .part_months = 24,
                     .part_supervisory = true},
                    {.sentence = "Eight years in place of it.",
                     .type = REQUIREMENT_EXPERIENCE,
                     .modality = MODALITY_EQUIVALENCY,
                     .months = 96}},
                   2},
                  {"Education",
                   "A bachelor degree.\n\nA master degree is better.",
                   KIND_EDUCATION,
                   {{.sentence = "A bachelor degree.",
                     .type = REQUIREMENT_EDUCATION,
                     .modality = MODALITY_REQUIRED,
                     .level = EDUCATION_BACHELOR},
                    {.sentence = "A master degree is better.",
                     .type = REQUIREMENT_EDUCATION,
                     .modality = MODALITY_PREFERRED,
                     .level = EDUCATION_MASTER}},
                   2}},
     .count = 4},
    {.id = "p/2",
     .agency = "Ferris",
     .stated_agency = "Board of the Haven",
     .title = "Dock clerk",
     .code = "ci 3110",
     .grade = "ex18",
     .flsa = "nonexempt",
     .revised = "2019",
     .probation = "12 months",
     .sections = {{"Duties",
                   "Lifts cargo under CJIS rules.",
                   KIND_DUTIES,
                   {{.sentence = "Lifts cargo under CJIS rules.",
                     .type = REQUIREMENT_LIFTING,
                     .modality = MODALITY_REQUIRED,
                     .pounds = 50}},
                   1},
                  {"Licences",
                   "A forklift licence.",
                   KIND_LICENSURE,
                   {{.sentence = "A forklift licence.",
                     .type = REQUIREMENT_LICENCE,
                     .modality = MODALITY_UNCLASSIFIED}},
                   1},
                  {"Education",
                   "An apprenticeship.",
                   KIND_EDUCATION,
                   {{.sentence = "An apprenticeship.",
                     .type = REQUIREMENT_EDUCATION,
                     .modality = MODALITY_REQUIRED,
                     .level = EDUCATION_APPRENTICESHIP}},
                   1}},
     .count = 3,
     .segment = 1},
    {.id = "p/3",
     .agency = "Port of Ferris",
     .title = "CJIS clerk",
     .code = "9",
     .sections = {{"CJIS duties", "Files cards.", KIND_DUTIES, {{0}}, 0},
                  {"Licences",
                   "A driver licence is required.",
                   KIND_LICENSURE,
                   {{.sentence = "A driver licence is required.",
                     .type = REQUIREMENT_LICENCE,
                     .modality = MODALITY_REQUIRED}},
                   1},
                  {"",
                   "Four years supervising. Up to three years of filing.",
                   KIND_EXPERIENCE,
                   {{.sentence = "Four years supervising.",
                     .type = REQUIREMENT_EXPERIENCE,
                     .modality = MODALITY_REQUIRED,
                     .months = 48,
                     .supervisory = true,
                     .part_months = 12,
                     .part_supervisory = true},
                    {.sentence = "Up to three years of filing.",
                     .type = REQUIREMENT_EXPERIENCE,
                     .modality = MODALITY_BY_POSITION,
                     .months = 36}},
                   2}},
     .count = 3,
     .segment = 2},
    {.id = "p/4", /* as the first, but it is gone */
     .agency = "Port of Alder",
     .title = "Harbor pilot",
     .code = "CI-2421",
     .grade = "EX-18",
     .sections = {{"Experience",
                   "Nine years of CJIS.",
                   KIND_EXPERIENCE,
                   {{.sentence = "Nine years of CJIS.",
                     .type = REQUIREMENT_EXPERIENCE,
                     .modality = MODALITY_REQUIRED,
                     .months = 108,
                     .supervisory = true}},
                   1}},
     .count = 1,
     .dead = true,
     .segment = 2},
};

#define FIRST  "1.0 1.1 1.2 1.3"
#define SECOND "2.0 2.1 2.2"
#define THIRD  "3.0 3.1 3.2"

static void fields_are_true_of_classes(void **state)
{
    static const struct match_case cases[] = {
        {"agency:alder", FIRST, false},
        {"agency:\"of ALDER\"", FIRST, false},
        {"agency:ferris", SECOND " " THIRD, false},
        {"agency:ferri", SECOND " " THIRD, false}, /* beginnings, as no name has it whole */
        {"agency:por", FIRST " " THIRD, false},    /* of several, all */
        {"agency:\"por ald\"", FIRST, false},
        {"agency:fe", "", false},
        {"agency:haven", SECOND, false}, /* as the document says */
        {"agency:hav", SECOND, false},
        {"agency:p", FIRST " " SECOND " " THIRD, false}, /* the slug of the ids */
        {"code:ci2421", FIRST, false},
        {"code:\"CI 31-10\"", SECOND, false},
        {"code:ci31", "", false},
        {"grade:EX18", FIRST " " SECOND, false},
        {"grade:ex-18 code:ci-2421", FIRST, false},
        {"flsa:EXEMPT", FIRST, false},
        {"series:pilots", FIRST, false},
        {"series:pilot", "", false}, /* unstemmed */
        {"series:\"pilots marine\"", FIRST, false},
        {"title:pilots", FIRST, false}, /* by their stems */
        {"title:clerk agency:port", THIRD, false},
        {"revised:2023", FIRST, false},
        {"revised>=2023-06", FIRST, false},
        {"revised>2023", "", false},
        {"revised<=2019", SECOND, false}, /* a class without a date is never found */
        {"revised<2019", "", false},
        {"revised:2019..2023", FIRST " " SECOND, false},
        {"established>=1900", "", false},
        {"probation<=6m", FIRST, false},
        {"probation>6m", SECOND, false},
        {"probation=52w", SECOND, false},
        {"code:9 OR flsa:exempt", FIRST " " THIRD, false},
        {"agency:port (code:9 OR flsa:nonexempt)", THIRD, false},
        {"-agency:port", SECOND, false},
        {"-(code:9 OR flsa:exempt)", SECOND, false},
        {"-revised:2023", SECOND " " THIRD, false},
        {"licence agency:ferris", "2.1 3.1", false},
        {"licence -grade:ex18", "3.1", false},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

static void requirements_are_compared(void **state)
{
    static const struct match_case cases[] = {
        /* The equivalency does not count, nor what is dead. */
        {"experience>=5y", "1.2", false},
        {"experience>5y", "", false},
        {"experience>=8y modality:equivalency", "1.2", false},
        {"experience>=4", "1.2 3.2", false},
        {"experience:3..4", "3.2", false},
        {"experience<=3y", "3.2", false},
        /* One requirement has to satisfy both. */
        {"experience>3y experience<4y", "", false},
        {"experience>=3y experience<4y", "3.2", false},
        {"supervisory>=4y", "3.2", false},
        {"supervisory>=2y", "1.2 3.2", false}, /* of the one, a part is supervisory */
        /* One number is to be between the two, not one number above and another below. */
        {"supervisory>=2y supervisory<=3y", "1.2", false},
        {"education>=bachelor", "1.3", false}, /* an apprenticeship is no step of the ladder */
        {"education>=none", "1.3", false},
        {"education<=doctorate", "1.3", false},
        {"education=apprenticeship", "2.2", false},
        {"education=master", "", false},
        {"education=master modality:preferred", "1.3", false},
        {"lifting>=50", "2.0", false},
        {"lifting>50lbs", "", false},
        {"lifting:25..50", "2.0", false},
        /* Comparisons of several names: the classes that have them all, with all that shows it. */
        {"experience>=5y education>=bachelor", "1.2 1.3", false},
        {"experience>=4y lifting>=1", "", false},
        {"experience>=4y agency:alder", "1.2", false},
        {"-experience>=5y", SECOND " " THIRD, false}, /* whole classes */
        {"-experience>=5y -lifting>=50", THIRD, false},
        {"licence -experience>=5y", "2.1 3.1", false},
        {"experience>=5y OR lifting>=50", "1.2 2.0", false},
        {"experience>=5y OR code:9", "1.2 " THIRD, false},
        {"experience>=5y OR forklift", "1.2 2.1", false},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

static void parts_are_joined_by_class(void **state)
{
    static const struct match_case cases[] = {
        {"licensure:licence", "1.1 2.1 3.1", false},
        {"licensure:pilot", "1.1", false},
        {"licensure:(pilot cjis)", "1.1", false}, /* in one section */
        {"licensure:pilot licensure:cjis", "1.1", false},
        /* The title has it, but something has to stand in the section. */
        {"licensure:clerk", "", false},
        {"licensure:(clerk licence)", "2.1 3.1", false},
        /* Kinds of different names: each shows its section. */
        {"licensure:licence experience:years", "1.1 1.2 3.1 3.2", false},
        {"licensure:pilot education:degree duties:ship", "1.0 1.1 1.3", false},
        {"licensure:forklift experience:years", "", false},
        /* Text belongs to one section, kinds to others of the class. */
        {"ship licensure:licence", "1.0 1.1", false},
        {"ship cargo licensure:licence", "", false},
        {"cargo licensure:licence", "2.0 2.1", false},
        /* For classes it is enough that the title has the text; no section of it is shown, as none
         * holds it. */
        {"harbor licensure:licence", "1.1", false},
        {"clerk licensure:licence", "2.1 3.1", false},
        {"clerk cards licensure:licence", "3.0 3.1", false},
        {"clerk ship licensure:licence", "", false},
        {"\"harbor pilot\" licensure:licence", "", false}, /* phrases are not sought in titles */
        /* Text and comparisons. */
        {"ship experience>=5y", "1.0 1.2", false},
        {"cards experience>=5y", "", false},
        {"licensure:pilot experience>=5y -ship", "1.1 1.2", false},
        /* NOT of text takes sections; their classes stay. */
        {"licence -ship", "1.1 2.1 3.1", false},
        {"licensure:licence experience:years -sailing", "3.1 3.2", false},
        {"licensure:licence -title:clerk", "1.1", false},
        /* NOT of a scope takes whole classes. */
        {"licence -licensure:cjis", "2.1 3.1", false},
        {"licence -duties:cjis", "1.1", false},
        {"-(licensure:licence cargo)", FIRST " " THIRD, false},
        {"-(licensure:forklift OR experience>=5y)", THIRD, false},
        /* Mixed alternatives are a part of their own each. */
        {"licensure:forklift OR ship", "1.0 2.1", false},
        {"(licensure:forklift OR ship) licence", "1.0 1.1 2.1", false},
        {"(licensure:forklift OR ship) (lifting>=1 OR years)", "1.0 1.2 2.0 2.1", false},
        {"(licensure:licence experience:years) OR lifting>=50", "1.1 1.2 2.0 3.1 3.2", false},
        {"(licensure:licence agency:alder) OR cards", "1.1 3.0", false},
        /* What NOT takes from the whole has still made the class match within. */
        {"((licensure:licence experience:years) OR lifting>=50) -sailing", "1.1 2.0 3.1 3.2",
         false},
        /* An alternative of text stands itself, as if it were the query. */
        {"clerk OR lifting>=50", "2.0", false},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

static void headings_are_the_section_s_own(void **state)
{
    static const struct match_case cases[] = {
        {"heading:licences", "1.1 2.1 3.1", false},
        {"heading:licence", "1.1 2.1 3.1", false}, /* by its stem */
        {"heading:\"cjis duties\"", "3.0", false},
        {"heading:dut*", "1.0 2.0 3.0", false},
        {"heading:clerk", "", false}, /* titles do not count */
        {"heading:forklift", "", false},
        {"heading:(cjis duties)", "3.0", false},
        {"heading:(cjis OR education)", "1.3 2.2 3.0", false},
        {"heading:(duties -cjis)", "1.0 2.0", false},
        {"heading:licences pilot", "1.1", false},
        {"heading:licences clerk", "2.1 3.1",
         false}, /* the heading stands, the title has the rest */
        {"heading:duties OR pilot", "1.0 1.1 2.0 3.0", false},
        {"licence -heading:licences", "", false},
        {"licensure:(heading:licences) experience>=5y", "1.1 1.2", false},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

static void modalities_are_of_one_requirement(void **state)
{
    static const struct match_case cases[] = {
        {"modality:by_position", "1.1 3.2", false},
        {"modality:(by_position OR unclassified)", "1.1 2.1 3.2", false},
        {"modality:by_position agency:alder", "1.1", false},
        {"modality:by_position -cjis", "", false}, /* the title of the other has it */
        {"cjis modality:by_position", "1.1", false},
        {"pilot modality:by_position", "", false}, /* another sentence has it */
        {"pilot modality:required", "1.1", false},
        {"cjis modality:required", "2.0", false},
        {"clerk modality:required", "", false},                       /* titles do not count */
        {"pilot cjis modality:(required OR by_position)", "", false}, /* no sentence has both */
        {"\"pilot licence\" modality:required", "1.1", false},
        {"\"is required cjis\" modality:(required OR by_position)", "", false},
        {"pilot /3 required modality:required", "1.1", false},
        {"licence /s clearance modality:(required OR by_position)", "", false},
        {"licence /p required modality:required", "1.1 3.1", false},
        {"(pilot OR forklift) modality:(required OR unclassified)", "1.1 2.1", false},
        {"licensure:cjis modality:by_position", "1.1", false},
        {"licensure:(licence -pilot) modality:required", "3.1", false},
        {"licensure:(licence -cjis) modality:required", "", false}, /* of the section */
        {"heading:licences cjis modality:by_position", "1.1", false},
        {"heading:licences modality:required", "1.1 3.1", false},
        /* It holds for every part. */
        {"licensure:licence experience:years modality:required", "1.1 1.2 3.1 3.2", false},
        {"licensure:licence experience>=4y modality:required", "1.1 1.2 3.1 3.2", false},
        {"licensure:licence experience>=1y modality:by_position", "", false},
        {"licensure:cjis experience>=1y modality:(by_position OR equivalency)", "1.1 1.2", false},
        {"experience>=3y modality:by_position", "3.2", false},
        {"(licensure:licence OR experience>=5y) modality:required", "1.1 1.2 3.1", false},
        {"(code:9 OR lifting>=1) modality:required", "2.0 3.1 3.2", false},
        {"cards licence modality:required", "", false},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

static void parts_are_relaxed(void **state)
{
    static const struct match_case cases[] = {
        {"ship zebra", "1.0", true},
        {"ship cargo", "1.0 2.0", true},
        {"clerk zebra", "", true}, /* in the title alone */
        {"licensure:forklift cards", "2.1 3.0", true},
        {"licensure:cards cards", "3.0", true}, /* a scope keeps its kind */
        {"licensure:pilot licensure:driver", "1.1 3.1", true},
        {"heading:education zebra", "1.3 2.2", true},
        /* All else holds. */
        {"ship cargo code:ci3110", "2.0", true},
        {"ship cargo -lifts", "1.0", true},
        {"ship cargo -lifting>=1", "1.0", true},
        {"ship cargo experience>=5y", "1.0", true},
        {"ship cargo (lifting>=1 OR code:9)", "2.0", true},
        {"ship cargo lifting>=1 experience>=5y", "", true},
        {"cjis pilot zebra modality:by_position", "1.1", true},
        {"pilot forklift modality:required", "1.1", true},
    };

    expect_cases(*state, staff, COUNT_OF(staff), cases, COUNT_OF(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(fields_are_true_of_classes),        world_test(requirements_are_compared),
        world_test(parts_are_joined_by_class),         world_test(headings_are_the_section_s_own),
        world_test(modalities_are_of_one_requirement), world_test(parts_are_relaxed),
    };
    return cmocka_run_group_tests_name("match_language", tests, make_stemmer, free_stemmer);
}
