/* Who a specification is about: title, class code and fields, in the layouts that agencies use. The
 * documents are invented. */

#include "support.h"

#include "read/read.h"
#include "spec/clue.h"
#include "spec/code.h"
#include "spec/occupation.h"
#include "spec/spec.h"
#include "spec/value.h"

/* The data compiled into occupation.c. */
extern const char occupations_data[], occupations_end[];

static struct spec read_spec(const struct world *world, const struct document *document,
                             const char *name)
{
    struct spec spec;
    struct spec_reader reader;

    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    spec_read(&spec, &reader, document, str_of(name), world->arena);
    spec_reader_close(&reader);
    return spec;
}

static struct spec read_text(const struct world *world, const char *name, const char *text)
{
    struct document document;
    struct err err;

    expect_ok(name, read_document(&document, str_of(text), str_of(name), world->arena, &err), &err);
    return read_spec(world, &document, name);
}

struct title_case {
    const char *label, *name, *text, *title;
    unsigned line;
};

static void expect_titles(const struct world *world, const struct title_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct spec spec = read_text(world, cases[i].name, cases[i].text);
        expect_text(cases[i].label, spec.title, cases[i].title);
        expect_number(cases[i].label, spec.title_line, cases[i].line);
    }
}

static void titles_on_a_line(void **state)
{
    static const struct title_case cases[] = {
        {"first line, in capitals", "51.txt",
         "KELP INSPECTOR\n             Class Code:       5512\n\nDUTIES\n\nInspects kelp.\n",
         "KELP INSPECTOR", 1},
        {"a code in the next column", "51.txt",
         "KELP INSPECTOR\t\t Class Code:  5512\n\nDUTIES\n\nInspects kelp.\n", "KELP INSPECTOR", 1},
        {"words of a side bar", "51.txt",
         "Sign In       Reef Technician\n              Job no: 27\n\nDuties\n\nDives.\n",
         "Reef Technician", 1},
        {"a note in capitals above", "REEF DIVER 3312 010118.txt",
         "CAMPUS INTERVIEWS ONLY\nREEF DIVER\nClass Code: 3312\n\nDUTIES\n\nDives.\n", "REEF DIVER",
         2},
        {"words of a page above", "reef-diver.txt",
         "Create Account\nOur Benefits\nReef Diver\n\nDUTIES\n\nDives.\n", "Reef Diver", 3},
        {"on two lines", "51.txt",
         "Supervising Reef Inspector (Coral\nand Kelp)\n\nDUTIES\n\nDives.\n",
         "Supervising Reef Inspector (Coral and Kelp)", 1},
        {"the document of another class", "REEF DIVER SUPERVISOR 3315.txt",
         "KELP OPERATOR\nClass Code: 5885\n\nDUTIES\n\nMows.\n", "KELP OPERATOR", 1},
        {"the text repeats a part of it", "SeniorReefDiver.md",
         "# Senior Reef Diver (G7)\n\nWe seek a Senior Reef Diver.\n", "Senior Reef Diver (G7)", 1},
        {"the label before all", "kelp-farmer.txt",
         "Kelp Farmer\n\nJob Title: Marsh Farmer II\n\nDUTIES\n\nFarms.\n", "Marsh Farmer II", 3},
        {"code and title below their label", "51.txt",
         "Position Class Code / Title:\n\nK4015 / Reef Mgr,Sr\nGrade:\n\n13\n\nDuties\n\nDives.\n",
         "Reef Mgr,Sr", 3},
        {"a column of labels", "51.txt",
         "  Position Title            Reef Specialist\n  Department                Reefs\n",
         "Reef Specialist", 1},
    };

    expect_titles(*state, cases, COUNT_OF(cases));
}

static void titles_in_sentences_and_names(void **state)
{
    static const struct title_case cases[] = {
        {"sought", "51.txt",
         "Job ID: 51\n\nJob Description\n\nThe Harbor Office seeks a Reef Systems Manager to lead "
         "the reef and all of the people who work on it.\n",
         "Reef Systems Manager", 5},
        {"the subject", "51.txt",
         "Job ID: 51\n\nJob Description\n\nThe Senior Reef Administrator will:\n\nmow the reef.\n",
         "Senior Reef Administrator", 5},
        {"not the superior", "51.txt",
         "Job Description\n\nHe or she will report to the Deputy Reef Director on all days of the "
         "year, and to nobody else at all.\n",
         "51", 0},
        {"not where its applicants come from", "51.txt",
         "Job Description\n\nHelps.\n\nMinimum Qualifications\n\nOne year of service, and to serve "
         "as a Reef Engineer in the harbor.\n",
         "51", 0},
        {"as the file is named", "2019_03-May_02-reef-services-clerk.txt",
         "Salary: $10 Hourly\n\nApplicants for vacant Reef Services Clerk positions should know "
         "that the tide comes in twice a day here.\n",
         "Reef Services Clerk", 3},
        {"another class than the file's", "deputy-reef-warden.txt",
         "The office of the Reef Warden is at the harbor, where the Reef Warden has been since the "
         "reef was first surveyed.\n",
         "Deputy Reef Warden", 0},
        {"in the name alone, behind a date", "2017_27-Jul_03-reef-specialist.txt",
         "Loading\n\nThis page needs a newer browser than the one that you are using now.\n",
         "Reef Specialist", 0},
        {"behind the agency", "xyz_low_hills_senior_reef_manager.txt",
         "Low Hills County is a fine place to live in, and we are glad that you think of it.\n",
         "Senior Reef Manager", 0},
    };

    expect_titles(*state, cases, COUNT_OF(cases));
}

static void class_codes(void **state)
{
    static const struct {
        const char *label, *text, *code;
        unsigned line;
    } cases[] = {
        {"of a series, the first row's",
         "Reef Series\n\nSchem Code Class Code Class\n\nAB70 0108 Reef Diver I\n\nAB60 0107 Reef "
         "Diver II\n",
         "0108", 5},
        {"below its label", "Reef Diver\nClass Code\n3312\n\nDUTIES\n\nDives.\n", "3312", 3},
        {"without a colon", "Reef Diver\nClass Code 3312\n\nDUTIES\n\nDives.\n", "3312", 2},
        {"not the sentence behind it",
         "Reef Diver\nClass code of the former harbor service\n\nDUTIES\n\nDives.\n", "", 0},
        {"another label in the next column",
         "Reef Diver\nClass Code:   3312        Open Date:  01-02-18\n\nDUTIES\n\nDives.\n", "3312",
         2},
        {"in brackets", "Reef Diver (3312)\n\nDUTIES\n\nDives.\n", "3312", 1},
        {"not filled in", "Reef Diver\nClass Code: TBD\n\nDUTIES\n\nDives.\n", "", 0},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct spec spec = read_text(world, "51.txt", cases[i].text);
        expect_text(cases[i].label, spec.fields[FIELD_CLASS_CODE].value, cases[i].code);
        expect_number(cases[i].label, spec.fields[FIELD_CLASS_CODE].line, cases[i].line);
    }
}

/* Far below the head a code counts if it is the only one; a stale one in a footer changes nothing.
 */
static void class_codes_of_footers(void **state)
{
    static const struct {
        const char *head, *footer, *code;
    } cases[] = {
        {"Class Code: 3312\n", "Class Code: 9999\n", "3312"},
        {"", "Class Code: 9999\n", "9999"},
        {"", "Class Code: 9999\n\nWaves.\n\nClass Code: 9999\n", "9999"},
        {"", "Class Code: 9999\n\nWaves.\n\nClass Code: 8888\n", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf text = {0};
        buf_printf(&text, "Reef Diver\n%s\nDUTIES\n\n", cases[i].head);
        for (int line = 0; line < 60; line++)
            buf_printf(&text, "Dives to the reef number %d of the harbor.\n", line);
        buf_printf(&text, "\n%s", cases[i].footer);
        struct spec spec = read_text(world, "51.txt", buf_view(&text).p);
        expect_text(cases[i].footer, spec.fields[FIELD_CLASS_CODE].value, cases[i].code);
        buf_free(&text);
    }
}

struct field_case {
    const char *text; /* below a title and a blank line, so that it begins at line 3 */
    enum spec_field_name name;
    const char *value;
    unsigned line;
};

static void expect_fields(const struct world *world, const struct field_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(world->arena, "Reef Diver\n\n%s\n", cases[i].text);
        struct spec spec = read_text(world, "reef.txt", text);
        const struct spec_field *field = &spec.fields[cases[i].name];
        expect_text(cases[i].text, field->value, cases[i].value);
        expect_number(cases[i].text, field->line, cases[i].line);
    }
}

static void fields_in_each_layout(void **state)
{
    static const struct field_case cases[] = {
        {"FLSA: Exempt", FIELD_FLSA, "Exempt", 3},
        {"FLSA:\n\nExempt", FIELD_FLSA, "Exempt", 5},
        {"FLSA Status\nNon-Exempt", FIELD_FLSA, "Non-Exempt", 4},
        {"FLSA Status\nThe status is not known.", FIELD_FLSA, "", 0},
        {"- Established: 10/06/1966", FIELD_ESTABLISHED, "10/06/1966", 3},
        {"\xe2\x80\xa2 Revised: 01/23/1974", FIELD_REVISED, "01/23/1974", 3},
        {"Revised: --", FIELD_REVISED, "", 0},
        {"Series established April 19, 1972", FIELD_ESTABLISHED, "April 19, 1972", 3},
        {"Established by the council in April.", FIELD_ESTABLISHED, "", 0},
        {"Rev. 6/15", FIELD_REVISED, "6/15", 3},
        {"Band R Probationary Period 12 Months\nZone 9 Job Code 3312", FIELD_PROBATION, "12 Months",
         3},
        {"Probation Period\n\nSix (6) months.", FIELD_PROBATION, "Six (6) months", 5},
        {"Divers serve a probationary period of 12 months.", FIELD_PROBATION, "12 months", 3},
        {"You begin an eighteen-month probationary period.", FIELD_PROBATION, "eighteen-month", 3},
        {"Two years of diving. Probation may be extended.", FIELD_PROBATION, "", 0},
        {"Bargaining Unit: ZA        Entry: Y", FIELD_BARGAINING_UNIT, "ZA", 3},
        {"Reefs (Class No. 33)   \xc2\xa0 Union Code: PR \xc2\xa0 \xc2\xa0 Entry: Y",
         FIELD_BARGAINING_UNIT, "PR", 3},
        {"Representation Unit\nExempt\nSalary Range\n85C", FIELD_BARGAINING_UNIT, "Exempt", 4},
        {"Representation Unit\nExempt\nSalary Range\n85C", FIELD_FLSA, "", 0},
        {"Representation Unit\nExempt\nSalary Range\n85C", FIELD_PAY_GRADE, "85C", 6},
        {"Pay Range: R4", FIELD_PAY_GRADE, "R4", 3},
        {"Pay scale & grade\nGS 12", FIELD_PAY_GRADE, "GS 12", 4},
        {"Grade: 5/6 ($87,400 - $96,500) and more", FIELD_PAY_GRADE, "5/6", 3},
        {"Position Title, Series, Grade: Reef Specialist RS-2200-13", FIELD_PAY_GRADE, "", 0},
        {"Position Title, Series, Grade: Reef Specialist RS-2200-13", FIELD_SERIES, "", 0},
        {"Compensation Grade   Compensation Grade Profile", FIELD_PAY_GRADE, "", 0},
        {"Compensation Grade: Reefs & Tides Administration", FIELD_PAY_GRADE, "", 0},
        {"Union\nFLSA   Non-Exempt", FIELD_BARGAINING_UNIT, "", 0},
        {"Union\nFLSA   Non-Exempt", FIELD_FLSA, "Non-Exempt", 4},
        {"Union   Time Status", FIELD_BARGAINING_UNIT, "", 0},
        {"Revised: 06/21/2002 *", FIELD_REVISED, "06/21/2002", 3},
        {"Established: May 1999 \xe2\x80\xa0", FIELD_ESTABLISHED, "May 1999", 3},
        {"Revised: 09/01/1998\n\nUpdated: 6/3/2012", FIELD_REVISED, "09/01/1998", 3},
        {"Updated: 6/3/2012", FIELD_REVISED, "", 0}, /* of the page, not of the class */
        {"Series: Reef Diver Series", FIELD_SERIES, "Reef Diver", 3},
        {"Bargaining Unit: None", FIELD_BARGAINING_UNIT, "", 0},
        {"Employer: County of Low Hills", FIELD_AGENCY, "County of Low Hills", 3},
        {"Agency's Names: Reefs", FIELD_AGENCY, "", 0},
        {"Department: Reefs", FIELD_AGENCY, "", 0},
        {"Job Type: Full Time - Non Exempt", FIELD_FLSA, "Non Exempt", 3},
        {"Job Type: Full Time - Exempt", FIELD_FLSA, "", 0},
        {"A class in the Reef Diver series.", FIELD_SERIES, "Reef Diver", 3},
        {"The entry class of the three-level Reef Diver series.", FIELD_SERIES, "Reef Diver", 3},
        {"One of the 2 class Reef Diver series.", FIELD_SERIES, "Reef Diver", 3},
        {"The first of the best-known Reef Diver series.", FIELD_SERIES, "", 0},
        {"The first in the long series of dives.", FIELD_SERIES, "", 0},
    };

    expect_fields(*state, cases, COUNT_OF(cases));
}

static void salaries(void **state)
{
    static const struct field_case cases[] = {
        {"Salary: $10.50 - $12.75 Hourly", FIELD_SALARY, "$10.50 - $12.75 Hourly", 3},
        {"ANNUAL SALARY\n\n$59,842 to $87,508; and $70,511 to $103,105 \n\nNOTES:", FIELD_SALARY,
         "$59,842 to $87,508; and $70,511 to $103,105", 5},
        {"ANNUAL SALARY\n$57,420* to $88,427 (effective in May)", FIELD_SALARY,
         "$57,420* to $88,427", 4},
        {"Reef Service Classification Salary Range: $4,010 - $7,254 per month", FIELD_SALARY,
         "$4,010 - $7,254 per month", 3},
        {"Pay Range: $64,100 \xe2\x80\x93 $74,100", FIELD_SALARY, "$64,100 \xe2\x80\x93 $74,100",
         3},
        {"Pay Range: $64,100 \xe2\x80\x93 $74,100", FIELD_PAY_GRADE, "", 0},
        {"Pay Range: 64,100 - 74,100 a year", FIELD_SALARY, "64,100 - 74,100 a year", 3},
        {"Pay Range $21.00-23.50/hour", FIELD_SALARY, "$21.00-23.50/hour", 3},
        {"Pay Range $21,000 - 12 months", FIELD_SALARY, "$21,000", 3},
        {"Pay Range\n$42,900.00 - $113,400.00", FIELD_SALARY, "$42,900.00 - $113,400.00", 4},
        {"Pay Range: R4", FIELD_SALARY, "", 0},
        {"Salary: Depends on Tides", FIELD_SALARY, "", 0},
        {"Salary: xxxxx per [month]", FIELD_SALARY, "", 0},
        {"ANNUAL SALARY\nIs set by the council.", FIELD_SALARY, "", 0},
    };

    expect_fields(*state, cases, COUNT_OF(cases));
}

static void levels_series_and_grades_of_titles(void **state)
{
    static const struct {
        const char *title, *level, *series, *grade;
    } cases[] = {
        {"Reef Diver II", "II", "", ""},
        {"Reef Diver III (Coral)", "III", "", ""},
        {"Reef Diver II, Low Hills", "II", "", ""},
        {"Senior Reef Diver", "Senior", "", ""},
        {"Reef Diver Trainee", "Trainee", "", ""},
        {"Senior Reef Diver II", "II", "", ""},
        {"Reef Diver", "", "", ""},
        {"Reef Diver Series", "", "Reef Diver", ""},
        {"Lead Reef Diver (G7)", "Lead", "", "G7"},
        {"Reef Engineer GS15", "", "", "GS15"},
        {"Reef Engineer (SEO)", "", "", "SEO"},
        {"Reef Engineer (Coral)", "", "", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text =
            arena_printf(world->arena, "Job Title: %s\n\nDUTIES\n\nDives.\n", cases[i].title);
        struct spec spec = read_text(world, "51.txt", text);
        expect_text(cases[i].title, spec.fields[FIELD_LEVEL].value, cases[i].level);
        expect_text(cases[i].title, spec.fields[FIELD_SERIES].value, cases[i].series);
        expect_text(cases[i].title, spec.fields[FIELD_PAY_GRADE].value, cases[i].grade);
    }
}

static void agencies_of_letterheads(void **state)
{
    static const struct {
        const char *head, *agency;
    } cases[] = {
        {"COUNTY OF LOW HILLS\nHUMAN RESOURCES\n\nReef Diver", "COUNTY OF LOW HILLS"},
        {"Low Hills County\n\nReef Diver", "Low Hills County"},
        {"Reef Diver\nCity of Salt Marsh", "City of Salt Marsh"},
        {"Department of Reefs\n\nReef Diver", ""},
        {"Reef Diver\n\nThe County of Low Hills is an equal employer.", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text = arena_printf(world->arena, "%s\n\nDUTIES\n\nDives.\n", cases[i].head);
        struct spec spec = read_text(world, "reef-diver.txt", text);
        expect_text(cases[i].head, spec.title, "Reef Diver");
        expect_text(cases[i].head, spec.fields[FIELD_AGENCY].value, cases[i].agency);
    }
}

/* Tables, as readers of other formats hand them over: cells parted by tabs. */
static void fields_of_tables(void **state)
{
    static const struct {
        const char *rows[4];
        enum spec_field_name name;
        const char *value;
        unsigned line;
    } cases[] = {
        {{"Class Code\tPay Grade\tFLSA Status", "3312\tR9\tExempt"}, FIELD_PAY_GRADE, "R9", 2},
        {{"Schem Code\tClass Code\tClass", "AB70\t0108\tReef Diver I", "AB60\t0107\tReef Diver II"},
         FIELD_CLASS_CODE,
         "0108",
         2},
        {{"Class Code\t3312\tPay Grade\tR9"}, FIELD_PAY_GRADE, "R9", 1},
        {{"Class Code:\t3312", "Bargaining Unit\tTide Guild"},
         FIELD_BARGAINING_UNIT,
         "Tide Guild",
         2},
        {{"| **Class Code** | Pay Grade |", "|---|---|", "| 3312 | R9 |"},
         FIELD_PAY_GRADE,
         "R9",
         3},
        {{"| Pay Grade | R9 |"}, FIELD_PAY_GRADE, "R9", 1},
        {{"Class Date Established Date Revised Title Changed",
          "Reef Diver 09/07/1949 06/15/1998 --"},
         FIELD_REVISED,
         "06/15/1998",
         2},
        {{"Pay Grade\tFLSA Status"}, FIELD_PAY_GRADE, "", 0},
        {{"Union Status\tUnion", "FLSA\tNon-Exempt"}, FIELD_BARGAINING_UNIT, "", 0},
        {{"Union Status\tUnion", "FLSA\tNon-Exempt"}, FIELD_FLSA, "Non-Exempt", 2},
        {{"Union\tTime Status", "Tide Guild\tFull-time"}, FIELD_BARGAINING_UNIT, "Tide Guild", 2},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document_line lines[COUNT_OF(cases[i].rows)] = {0};
        struct document document = {.format = "html", .lines = lines};
        for (; document.count < COUNT_OF(lines) && cases[i].rows[document.count] != NULL;
             document.count++) {
            struct str text = str_of(cases[i].rows[document.count]);
            bool row = memchr(text.p, '\t', text.n) != NULL;
            lines[document.count] = (struct document_line){
                .text = text, .line = (unsigned)document.count + 1, .row = row};
        }
        struct spec spec = read_spec(*state, &document, "51.html");
        expect_text(cases[i].rows[0], spec.fields[cases[i].name].value, cases[i].value);
        expect_number(cases[i].rows[0], spec.fields[cases[i].name].line, cases[i].line);
    }
}

static void durations_in_months(void **state)
{
    static const struct {
        const char *text, *duration;
        unsigned months;
    } cases[] = {
        {"Six (6) months", "Six (6) months", 6},
        {"12 Months", "12 Months", 12},
        {"eighteen-month", "eighteen-month", 18},
        {"one-year period", "one-year", 12},
        {"serve 2 years.", "2 years", 24},
        {"26 weeks", "26 weeks", 6},
        {"180 calendar days", "180 calendar days", 6},
        {"twenty-four months", "twenty-four months", 24},
        {"twelve (12)  months", "twelve (12)  months", 12},
        {"six", "", 0},
        {"six monthly reports", "", 0},
        {"1,040 hours", "", 0},
        {"", "", 0},
        {"99999999999 months", "", 0},
    };
    unsigned days;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        expect_text(cases[i].text, field_duration(str_of(cases[i].text), &days), cases[i].duration);
        expect_number(cases[i].text, field_months(str_of(cases[i].text)), cases[i].months);
    }
}

static void names_are_clues(void **state)
{
    static const struct {
        const char *file, *says;
    } cases[] = {
        {"2017_27-Jul_03-reef-diver.txt", "reef diver"},
        {"REEF DIVER 2214 063017 REV 072817 (1).pdf", "REEF DIVER"},
        {"reef_diver-2.txt", "reef diver 2"},
        {"lowhills_01297_Reef_Diver.txt", "Reef Diver"},
        {"000_reef_diver.txt", "reef diver"},
        {"312210.txt", ""},
        {"000_ada716928c8efa5d.txt", ""},
        {"", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].file, clue_name(str_of(cases[i].file), STR(" "), world->arena),
                    cases[i].says);
}

static void titles_are_alike(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned percent;
        bool covers;
    } cases[] = {
        {"Reef Diver", "reef diver", 100, true},
        {"Reef/Kelp Diver", "reefkelp diver", 100, true},
        {"Assistant Collections Manager", "asst coll mgr", 100, true},
        {"Reef Services Clerk", "reef clerk", 80, true},
        {"Reef Diver", "deputy reef diver", 80, false},
        {"Reef Diver", "kelp farmer", 0, false},
        {"", "kelp farmer", 0, false},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str a = clue_plain(str_of(cases[i].a), world->arena);
        struct str b = clue_plain(str_of(cases[i].b), world->arena);
        expect_number(cases[i].b, clue_likeness(a, b), cases[i].percent);
        expect_true(cases[i].b, clue_covers(a, b) == cases[i].covers);
    }
    expect_number("counted", clue_count(STR(" reef reef diver reef "), STR(" reef "), 9), 3);
    expect_number("up to", clue_count(STR(" reef reef diver reef "), STR(" reef "), 2), 2);
}

/* They are searched by halves. */
static void occupations_stand_in_order(void **state)
{
    struct str rest = {occupations_data, (size_t)(occupations_end - occupations_data)};
    struct str last = {"", 0};
    (void)state;

    expect_true("ends in a line end", rest.p[rest.n - 1] == '\n');
    while (rest.n > 0) {
        struct str row = str_cut(&rest, '\n');
        expect_true("a row behind the one before", str_compare(last, row) < 0);
        if (row.p[0] != '#')
            expect_number("found", occupation_in(row), OCCUPATION_HEAD);
        last = row;
    }
}

static void occupations_and_codes(void **state)
{
    static const struct {
        const char *title;
        enum occupation occupation;
    } titles[] = {
        {"Harbor Pilot", OCCUPATION_HEAD},
        {"Director of Reefs", OCCUPATION_HEAD},
        {"Manager, Reefs", OCCUPATION_HEAD},
        {"Reef Technician II", OCCUPATION_HEAD},
        {"Librarians", OCCUPATION_HEAD},
        {"Manager Reef Collections", OCCUPATION_AMONG},
        {"Reef Sorter", OCCUPATION_SOUND},
        {"Sign In", OCCUPATION_NONE},
        {"", OCCUPATION_NONE},
    };
    static const struct {
        const char *text;
        bool code;
    } codes[] = {{"0108", true},    {"CI2788", true},   {"3225A", true}, {"12", false},
                 {"ABCD12", false}, {"1234567", false}, {"", false}};
    struct str rest;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(titles); i++)
        expect_number(titles[i].title, occupation_in(str_of(titles[i].title)),
                      titles[i].occupation);
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        expect_true(codes[i].text, code_is_class_code(str_of(codes[i].text)) == codes[i].code);
    expect_text("with a title", code_of_value(&rest, STR("K4015 / Reef Mgr,Sr")), "K4015");
    expect_text("the title", rest, "Reef Mgr,Sr");
    expect_text("no digit", code_of_value(&rest, STR("none known")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(titles_on_a_line),
        world_test(titles_in_sentences_and_names),
        world_test(class_codes),
        world_test(class_codes_of_footers),
        world_test(fields_in_each_layout),
        world_test(salaries),
        world_test(levels_series_and_grades_of_titles),
        world_test(agencies_of_letterheads),
        world_test(fields_of_tables),
        cmocka_unit_test(durations_in_months),
        world_test(names_are_clues),
        world_test(titles_are_alike),
        cmocka_unit_test(occupations_stand_in_order),
        cmocka_unit_test(occupations_and_codes),
    };
    return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
