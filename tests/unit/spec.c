/* lib/spec: documents to title, fields and sections. The documents are invented, and go through
 * read_document() as a source's bytes do. */

#include "support.h"

#include "base/utf8.h"
#include "read/read.h"
#include "read/text.h"
#include "spec/spec.h"

struct specification {
    struct document document;
    struct spec spec;
};

static struct specification read_text(const struct world *world, const char *name, struct str text)
{
    struct specification read;
    struct spec_reader reader;
    struct err err;

    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    expect_ok(name, read_document(&read.document, text, str_of(name), world->arena, &err), &err);
    spec_read(&read.spec, &reader, &read.document, str_of(name), world->arena);
    spec_reader_close(&reader);
    return read;
}

/* A line for each section: "level heading [kinds] @line+text_line ^parent". */
static const char *outline_of(const struct world *world, const struct spec *spec)
{
    struct buf out = {0};

    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *section = &spec->sections[i];
        buf_printf(&out, "%u %.*s [", section->level,
                   section->heading.n > 0 ? (int)section->heading.n : 1,
                   section->heading.n > 0 ? section->heading.p : "-");
        for (uint8_t k = 0; k < section->kinds.count; k++)
            buf_printf(&out, "%s%s", k > 0 ? "," : "",
                       kind_name((enum spec_kind)section->kinds.kinds[k]));
        buf_printf(&out, "] @%u+%u ^%d\n", section->line, section->text_line, section->parent);
    }
    const char *copy = arena_strndup(world->arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return copy;
}

/* Appends s without what a reader may take away: white space, colons, signs that are drawn around.
 */
static void add_substance(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr(" \t\r\n:#*=|_", s.p[i]) == NULL)
            buf_char(out, s.p[i]);
}

/* Every line is in a section, in order, and each line of a text stands on the source line that
 * its place in the text says. */
static void expect_whole(const char *label, struct str source, const struct spec *spec)
{
    struct buf all = {0}, parts = {0};
    struct str lines[200];
    size_t count = 0;

    add_substance(&all, source);
    for (size_t i = 0; i < spec->count; i++) {
        add_substance(&parts, spec->sections[i].heading);
        add_substance(&parts, spec->sections[i].text);
    }
    expect_text(label, buf_view(&parts), buf_view(&all).p);
    buf_free(&all);
    buf_free(&parts);

    for (struct str rest = source; rest.n > 0 && count < COUNT_OF(lines);)
        lines[count++] = str_cut(&rest, '\n');
    for (size_t i = 0; i < spec->count; i++) {
        struct str rest = spec->sections[i].text;
        for (unsigned number = spec->sections[i].text_line; rest.n > 0; number++) {
            struct str line = str_cut(&rest, '\n');
            assert_true(number >= 1 && number <= count);
            struct str there = lines[number - 1];
            struct buf found = {0}, wanted = {0};
            add_substance(&found, there);
            add_substance(&wanted, line);
            expect_true(label, wanted.n <= found.n);
            expect_text(label, str_from(buf_view(&found), found.n - wanted.n), buf_view(&wanted).p);
            buf_free(&found);
            buf_free(&wanted);
        }
    }
}

struct document_case {
    const char *label, *name, *text, *outline;
};

static void expect_outlines(const struct world *world, const struct document_case *cases,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct specification read = read_text(world, cases[i].name, str_of(cases[i].text));
        expect_text(cases[i].label, str_of(outline_of(world, &read.spec)), cases[i].outline);
        expect_whole(cases[i].label, str_of(cases[i].text), &read.spec);
    }
}

static void headings_in_each_style(void **state)
{
    static const struct document_case cases[] = {
        {"capitals", "pilot.txt",
         "HARBOR PILOT\n\nClass Code: 7710\n\nDEFINITION\n\nGuides ships.\n\n"
         "TYPICAL DUTIES\nBoards vessels.\n\nReads charts.\n\nFLEET READINESS\n\nKeeps the "
         "launch.\n",
         "1 - [other] @1+1 ^-1\n1 DEFINITION [summary] @5+7 ^-1\n"
         "1 TYPICAL DUTIES [duties] @9+10 ^-1\n1 FLEET READINESS [other] @14+16 ^-1\n"},
        {"title case", "lock.txt",
         "Lock Keeper\n\nGeneral Statement of Duties\n\nOpens the lock.\n\n"
         "Knowledge, Skills, and Abilities\nKnowledge of valves.\n\n"
         "Probationary Period\n\nSix months.\n",
         "1 - [other] @1+1 ^-1\n1 General Statement of Duties [summary] @3+5 ^-1\n"
         "1 Knowledge, Skills, and Abilities [knowledge_skills_abilities] @7+8 ^-1\n"
         "1 Probationary Period [probation] @10+12 ^-1\n"},
        {"colon", "tug.txt",
         "Tug Engineer\n\nEssential Functions:\nRuns the engines.\n\n"
         "Shore Tasks:\nPaints the hull.\n\nWorking Conditions:\nNoise and heat.\n",
         "1 - [other] @1+1 ^-1\n1 Essential Functions [duties] @3+4 ^-1\n"
         "1 Shore Tasks [other] @6+7 ^-1\n1 Working Conditions [working_environment] @9+10 ^-1\n"},
        {"run-in", "net.txt",
         "Net Mender\n\nEducation: A diploma from a trade school.\n\n"
         "Experience:\tTwo years of mending.\nMore of it on the next line.\n\n"
         "License: A boat licence.\n",
         "1 - [other] @1+1 ^-1\n1 Education [education] @3+3 ^-1\n"
         "1 Experience [experience] @5+5 ^-1\n1 License [licensure] @8+8 ^-1\n"},
        {"two lines", "dock.txt",
         "Dock Clerk\n\nEssential\nFunctions\nWeighs cargo.\n\nMinimum\nQualifications\nA "
         "diploma.\n",
         "1 - [other] @1+1 ^-1\n1 Essential Functions [duties] @3+5 ^-1\n"
         "1 Minimum Qualifications [education,experience] @7+9 ^-1\n"},
        {"no blank lines", "buoy.txt",
         "Buoy Tender\n\nDUTIES\nPaints buoys.\nEDUCATION\nA diploma.\nLICENSURE\nNone.\n",
         "1 - [other] @1+1 ^-1\n1 DUTIES [duties] @3+4 ^-1\n"
         "1 EDUCATION [education] @5+6 ^-1\n1 LICENSURE [licensure] @7+8 ^-1\n"},
        {"headings below each other", "weir.txt",
         "Weir Keeper\n\nMINIMUM QUALIFICATIONS\nEducation:\nA diploma.\n",
         "1 - [other] @1+1 ^-1\n1 MINIMUM QUALIFICATIONS [education,experience] @3+0 ^-1\n"
         "2 Education [education] @4+5 ^1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

static void markdown_headings(void **state)
{
    static const struct document_case cases[] = {
        {"marks", "reef.md",
         "# Reef Warden\n\n## **General Class Purpose**\n\nGuards the reef.\n\n"
         "### Education and Experience:\n\nA degree.\n\n#### Notes\n\nOr else a boat.\n\n"
         "### Reef *Tools* ###\n\nA lamp.\n",
         "1 - [other] @1+1 ^-1\n1 General Class Purpose [summary] @3+5 ^-1\n"
         "2 Education and Experience [education,experience] @7+9 ^1\n"
         "3 Notes [education,experience] @11+13 ^2\n2 Reef Tools [summary] @15+17 ^1\n"},
        {"marks before other styles", "cove.md",
         "# Cove Warden\n\n## Duties\n\nGuards.\n\nSUPERVISION EXERCISED\n\nNone.\n\n"
         "## Probation\n\nA year.\n",
         "1 - [other] @1+1 ^-1\n1 Duties [duties] @3+5 ^-1\n"
         "2 SUPERVISION EXERCISED [supervision_exercised] @7+9 ^1\n"
         "1 Probation [probation] @11+13 ^-1\n"},
        {"underlined", "quay.md",
         "Quay Warden\n===========\n\nDuties\n------\n\nWalks.\n\nProbation\n---------\nA year.\n",
         "1 - [other] @1+1 ^-1\n1 Duties [duties] @4+5 ^-1\n1 Probation [probation] @9+10 ^-1\n"},
        {"code is text", "code.md",
         "# Code Warden\n\n## Duties\n\n```\n## Education\nEDUCATION\n```\n\nDone.\n",
         "1 - [other] @1+1 ^-1\n1 Duties [duties] @3+5 ^-1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

static void levels_are_the_ranks_of_styles(void **state)
{
    static const struct document_case cases[] = {
        {"four styles", "bridge.txt",
         "BRIDGE TENDER\n\nMINIMUM QUALIFICATIONS\n\nEducation: A high school diploma.\n\n"
         "Experience: One year of work with machines.\n\nNOTES:\nEither may be waived.\n\n"
         "WORKING CONDITIONS\n\nOutdoor Days:\nRain and wind.\n",
         "1 - [other] @1+1 ^-1\n1 MINIMUM QUALIFICATIONS [education,experience] @3+0 ^-1\n"
         "4 Education [education] @5+5 ^1\n4 Experience [experience] @7+7 ^1\n"
         "2 NOTES [education,experience] @9+10 ^1\n"
         "1 WORKING CONDITIONS [working_environment] @12+0 ^-1\n"
         "3 Outdoor Days [working_environment] @14+15 ^5\n"},
        {"wrapper", "ferry.txt",
         "Ferry Purser\n\nRecruiting Standards\n\nKNOWLEDGE:\nTariffs.\n\nABILITY:\nTo count.\n\n"
         "Examination Process\n\nINTERVIEW:\nOne hour.\n",
         "1 - [other] @1+1 ^-1\n1 Recruiting Standards [knowledge_skills_abilities] @3+0 ^-1\n"
         "2 KNOWLEDGE [knowledge_skills_abilities] @5+6 ^1\n"
         "2 ABILITY [knowledge_skills_abilities] @8+9 ^1\n"
         "1 Examination Process [assessment] @11+0 ^-1\n2 INTERVIEW [assessment] @13+14 ^4\n"},
        {"an unknown heading takes its parent's kinds", "canal.txt",
         "Canal Keeper\n\nEDUCATION\n\nA diploma.\n\nNight Shifts:\nMore of it.\n\n"
         "OLD STONES\n\nKept dry.\n\nDay Shifts:\nLess of it.\n",
         "1 - [other] @1+1 ^-1\n1 EDUCATION [education] @3+5 ^-1\n"
         "2 Night Shifts [education] @7+8 ^1\n1 OLD STONES [other] @10+12 ^-1\n"
         "2 Day Shifts [other] @14+15 ^3\n"},
        {"notes above all are of no kind", "shoal.txt",
         "Shoal Warden\n\nNOTES\n\nKept for the record.\n\nDUTIES\n\nWarns.\n",
         "1 - [other] @1+1 ^-1\n1 NOTES [other] @3+5 ^-1\n1 DUTIES [duties] @7+9 ^-1\n"},
        {"several kinds in the heading's order", "dune.txt",
         "Dune Warden\n\nLICENSES, EDUCATION AND DUTIES\n\nAll three.\n",
         "1 - [other] @1+1 ^-1\n"
         "1 LICENSES, EDUCATION AND DUTIES [licensure,education,duties] @3+5 ^-1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

/* Each is put between two paragraphs of a document; none of them begins a section. */
static void lines_that_are_no_headings(void **state)
{
    static const char *const lines[] = {
        "THIS IS SAID LOUDLY, AND IT ENDS.",
        "- Education",
        "1. Education",
        "\xe2\x80\xa2 Education",
        "[EDUCATION]",
        "Pay Grade: 12",
        "Class Code 1234 Pay Grade 12",
        "Education is asked for in every post.",
        "Education,",
        "CLASS SPECIFICATION",
        "PUBLIC DOCUMENT",
        "and the other people who do these things in this class of work:",
        "Tides: They rise.",
        "education",
        "12345",
        "-----",
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        const char *text = arena_printf(
            world->arena,
            "Pier Warden\n\nDUTIES\n\nThe text before it.\n\n%s\n\nThe text behind it.\n",
            lines[i]);
        struct specification read = read_text(world, "pier.txt", str_of(text));
        expect_text(lines[i], str_of(outline_of(world, &read.spec)),
                    "1 - [other] @1+1 ^-1\n1 DUTIES [duties] @3+5 ^-1\n");
        expect_whole(lines[i], str_of(text), &read.spec);
    }
}

static void capitals_within_a_paragraph_are_text(void **state)
{
    static const struct document_case cases[] = {
        {"capitals", "pier.txt",
         "Pier Warden\n\nDUTIES\n\nMay be asked to sign the form\nWARDEN OATH TEXT\nwithin a "
         "week.\n",
         "1 - [other] @1+1 ^-1\n1 DUTIES [duties] @3+5 ^-1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

static void five_labelled_paragraphs_are_a_list(void **state)
{
    static const struct document_case cases[] = {
        {"five", "crane.txt",
         "Crane Operator\n\nCOMPETENCIES\n\nCourage: Says what is needed.\n\n"
         "Patience: Waits for wind.\n\nMemory: Recalls each load.\n\nBalance: Stands on steel.\n\n"
         "Education: Keeps learning.\n",
         "1 - [other] @1+1 ^-1\n1 COMPETENCIES [competencies] @3+5 ^-1\n"},
        {"four", "crane.txt",
         "Crane Operator\n\nCOMPETENCIES\n\nCourage: Says what is needed.\n\n"
         "Patience: Waits for wind.\n\nMemory: Recalls each load.\n\nEducation: Keeps learning.\n",
         "1 - [other] @1+1 ^-1\n1 COMPETENCIES [competencies] @3+5 ^-1\n"
         "2 Education [education] @11+11 ^1\n"},
        {"a known label first", "crane.txt",
         "Crane Operator\n\nCOMPETENCIES\n\nEducation: Keeps learning.\nCourage: Says it.\n"
         "Patience: Waits.\nMemory: Recalls.\nBalance: Stands.\n",
         "1 - [other] @1+1 ^-1\n1 COMPETENCIES [competencies] @3+5 ^-1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

static void text_keeps_lines_and_their_numbers(void **state)
{
    static const struct {
        const char *label, *text, *section;
        unsigned line, text_line;
    } cases[] = {
        {"run-in, blank lines between",
         "Yard Foreman\n\nDuties:   Leads the crew.\n\n\n  Keeps tools.\n\n\nLicense: One for "
         "trucks.\n",
         "Leads the crew.\n\n\n  Keeps tools.", 3, 3},
        {"blank lines at both ends are left off",
         "Yard Foreman\n\nDUTIES\n\n\n\tLeads the crew.\nKeeps tools.\n \n\nLICENSE\nOne.\n",
         "\tLeads the crew.\nKeeps tools.", 3, 6},
        {"a blank line that is not empty", "Yard Foreman\n\nDUTIES\nLeads.\n \t \nKeeps.\n",
         "Leads.\n \t \nKeeps.", 3, 4},
        {"bare CR is no line of the source",
         "Yard Foreman\n\nDUTIES\rLeads the crew.\rKeeps tools.\n\nLICENSE\rOne.\n",
         "Leads the crew. Keeps tools.", 3, 3},
        {"CR LF", "Yard Foreman\r\n\r\nDUTIES\r\nLeads.\r\n\r\nKeeps.\r\n", "Leads.\n\nKeeps.", 3,
         4},
        {"no line end at the end", "Yard Foreman\n\nDUTIES\nLeads.", "Leads.", 3, 4},
        {"no text", "Yard Foreman\n\nDUTIES\n\nLICENSE\nOne.\n", "", 3, 0},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct specification read = read_text(world, "yard.txt", str_of(cases[i].text));
        expect_true(cases[i].label, read.spec.count >= 2);
        const struct spec_section *section = &read.spec.sections[1];
        expect_text(cases[i].label, section->text, cases[i].section);
        expect_number(cases[i].label, section->line, cases[i].line);
        expect_number(cases[i].label, section->text_line, cases[i].text_line);
        expect_number(cases[i].label, section->page, 0);
    }
    struct specification read = read_text(world, "yard.txt", str_of(cases[3].text));
    expect_text(
        "behind a bare CR", str_of(outline_of(world, &read.spec)),
        "1 - [other] @1+1 ^-1\n1 DUTIES [duties] @3+3 ^-1\n1 LICENSE [licensure] @5+5 ^-1\n");
}

static void document_without_a_heading_is_one_section(void **state)
{
    static const char text[] = "\n\nThis was written down by somebody who never thought of giving "
                               "it any heading at all.\n\nAnd so it stayed.\n";
    const struct world *world = *state;
    struct specification read = read_text(world, "night-watch_2.old.txt", STR(text));

    expect_text("outline", str_of(outline_of(world, &read.spec)), "1 - [other] @3+3 ^-1\n");
    expect_whole("whole", STR(text), &read.spec);
    expect_text("title", read.spec.title, "Night Watch 2.old");
    expect_number("title line", read.spec.title_line, 0);
    expect_number("no heading", read.spec.sections[0].heading.n, 0);
}

static void empty_document_is_one_section(void **state)
{
    const struct world *world = *state;
    static const char *const texts[] = {"", "\n \n\t\n"};
    struct spec_reader reader;

    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct document document = {.format = "text"};
        struct spec spec;
        text_lines(&document, str_of(texts[i]), world->arena);
        spec_read(&spec, &reader, &document, STR("keeper.txt"), world->arena);
        expect_text("outline", str_of(outline_of(world, &spec)), "1 - [other] @0+0 ^-1\n");
        expect_number("no text", spec.sections[0].text.n, 0);
        expect_text("title", spec.title, "Keeper");
    }
    spec_reader_close(&reader);
}

static void titles_and_class_codes(void **state)
{
    static const struct {
        const char *label, *name, *text, *title;
        unsigned title_line;
        const char *code;
    } cases[] = {
        {"below the document's type", "x.txt",
         "CLASS SPECIFICATION\n\nNight Warden\n\nClass Code: 5512\n\nDUTIES\nWalks.\n",
         "Night Warden", 3, "5512"},
        {"letterhead above", "x.txt",
         "CITY OF SALT MARSH\nHUMAN RESOURCES DEPARTMENT\n\nCLASS SPECIFICATION\n\nMARSH WARDEN\n\n"
         "Class Code: 4410\n\nDUTIES\nWalks.\n",
         "MARSH WARDEN", 6, "4410"},
        {"letterhead and no type", "x.txt",
         "County of Low Hills\n\nHill Warden\n\nDuties\n\nWalks.\n", "Hill Warden", 3, ""},
        {"code behind a hyphen", "x.txt",
         "Port of Nowhere\n\nDune Ranger - DR4471\n\nPublic Document\n\nDuties\n\nWalks.\n",
         "Dune Ranger", 3, "DR4471"},
        {"code behind a dash", "x.txt", "Dune Ranger \xe2\x80\x93 44712\n\nDuties\n\nWalks.\n",
         "Dune Ranger", 1, "44712"},
        {"the first of two codes", "x.txt",
         "Dune Ranger - DR4471\n\nSand Ranger - SR9999\n\nDuties\n\nWalks.\n", "Dune Ranger", 1,
         "DR4471"},
        {"a word behind a hyphen is no code", "x.txt", "Dune Ranger - Lead\n\nDuties\n\nWalks.\n",
         "Dune Ranger - Lead", 1, ""},
        {"labels", "x.txt",
         "Class Title: Oyster Grader II\nClass Code: 8801\nPay Grade: 14\n\nDEFINITION\nSorts.\n",
         "Oyster Grader II", 1, "8801"},
        {"printed form", "x.txt",
         "Job Title Oyster Grader FLSA Status Exempt\nPay Grade B2 Job Code 21899\n\n"
         "DEFINITION\nSorts.\n",
         "Oyster Grader", 1, "21899"},
        {"type and title on one line", "x.txt",
         "Class Specification - Oyster Grader III\n\nDuties:\nSorts.\n", "Oyster Grader III", 1,
         ""},
        {"type and title with a dash", "x.txt",
         "Class Specification \xe2\x80\x93 Oyster Grader\n\nDuties:\nSorts.\n", "Oyster Grader", 1,
         ""},
        {"Markdown", "kelp.md",
         "Class Code: 412\nSalary Range: 19\n\n## **Kelp Farmer 1**\n\n### **Class Purpose**\n\n"
         "Farms.\n",
         "Kelp Farmer 1", 4, "412"},
        {"front matter", "tide.md",
         "---\ncode: 7\ntitle: \"Tide Clerk\"\n---\n\n## Duties\n\nCounts.\n", "Tide Clerk", 3, ""},
        {"placeholder", "x.txt", "Marsh Warden\n\nClass Code: [CODE]\n\nDUTIES\nWalks.\n",
         "Marsh Warden", 1, ""},
        {"the first code holds", "x.txt",
         "Marsh Warden\n\nClass Code: 1111\nClass Code: 2222\n\nDUTIES\nWalks.\n", "Marsh Warden",
         1, "1111"},
        {"from the name", "chief-marsh_warden.txt", "DUTIES\n\nWalks.\n", "Chief Marsh Warden", 0,
         ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct specification read = read_text(world, cases[i].name, str_of(cases[i].text));
        expect_text(cases[i].label, read.spec.title, cases[i].title);
        expect_number(cases[i].label, read.spec.title_line, cases[i].title_line);
        expect_text(cases[i].label, read.spec.fields[FIELD_CLASS_CODE].value, cases[i].code);
        expect_text(cases[i].label, read.spec.fields[FIELD_TITLE].value, cases[i].title);
        expect_true(cases[i].label, read.spec.count >= 1);
    }
}

static void fields_with_their_lines(void **state)
{
    static const char text[] = "Marsh Warden\n"
                               "Class Code: 1111   Pay Grade: 22\n"
                               "FLSA Status: Non-Exempt\n"
                               "Bargaining Unit: [UNIT]\n"
                               "Union: Local 9\n"
                               "Established: 7/1996\n"
                               "Revised: 3/2001\n"
                               "Department: Marshes\n"
                               "\n"
                               "DUTIES\n"
                               "Salary is paid in reeds.\n"
                               "\n"
                               "Revised: 9/2015\n"
                               "Revised: 4/2009\n"
                               "Probationary Period: Six months\n"
                               "Pay Grade: 99\n";
    static const struct {
        enum spec_field_name name;
        const char *value;
        unsigned line;
    } fields[] = {
        {FIELD_TITLE, "Marsh Warden", 1},
        {FIELD_CLASS_CODE, "1111", 2},
        {FIELD_PAY_GRADE, "22", 2},
        {FIELD_FLSA, "Non-Exempt", 3},
        {FIELD_BARGAINING_UNIT, "Local 9", 5},
        {FIELD_ESTABLISHED, "7/1996", 6},
        {FIELD_REVISED, "9/2015", 13}, /* the latest */
        {FIELD_PROBATION, "Six months", 15},
        {FIELD_SALARY, "", 0},
        {FIELD_SERIES, "", 0},
    };
    struct specification read = read_text(*state, "marsh.txt", STR(text));

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct spec_field *field = &read.spec.fields[fields[i].name];
        expect_text(field_name(fields[i].name), field->value, fields[i].value);
        expect_number(field_name(fields[i].name), field->line, fields[i].line);
        expect_true("label", strlen(field_label(fields[i].name)) > 3);
    }
}

/* Where a label or the front matter gives the title, no other line is taken for it. */
static void title_elsewhere_hides_no_heading(void **state)
{
    static const struct document_case cases[] = {
        {"front matter", "tide.md",
         "---\ntitle: Tide Clerk\n---\n\n## Boats and Ropes\n\nTies boats.\n\n## "
         "Duties\n\nCounts.\n",
         "1 - [other] @1+1 ^-1\n1 Boats and Ropes [other] @5+7 ^-1\n1 Duties [duties] @9+11 ^-1\n"},
        {"label", "tide.txt",
         "Class Title: Tide Clerk\n\nBOATS AND ROPES\n\nTies boats.\n\nDUTIES\n\nCounts.\n",
         "1 - [other] @1+1 ^-1\n1 BOATS AND ROPES [other] @3+5 ^-1\n1 DUTIES [duties] @7+9 ^-1\n"},
    };

    expect_outlines(*state, cases, COUNT_OF(cases));
}

/* Strings of a specification are UTF-8 (document.h), the names of files need not be. */
static void title_from_a_name_is_utf8(void **state)
{
    static const char *const names[] = {"caf\xe9.txt", "\xff\xfe.md", "na\xc3.v2.txt", "\xc3"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct specification read = read_text(*state, names[i], STR("DUTIES\n\nWalks.\n"));
        expect_true(names[i], read.spec.title.n > 0 && utf8_valid(read.spec.title));
    }
}

/* Whatever the lines are: nothing is lost, parents stand above, nothing crashes. */
static void random_documents_are_read_whole(void **state)
{
    static const char *const pieces[] = {
        "DUTIES",
        "Education:",
        "Experience: Two years.",
        "UNKNOWN WORDS",
        "Notes:",
        "plain text",
        "",
        "- item",
        "# Marked",
        "### Deep",
        "Essential",
        "Functions",
        "Class Code: 12 Grade: 4",
        "```",
        "**Bold Line**",
        "---",
        "===",
        "Label:  set off",
        "  indented  ",
        "CITY OF X",
        "",
        "Title - AB1234",
        "A: b",
        ":",
        "\xc3\x89TUDES:",
    };
    struct support_random random = random_start("documents");
    const struct world *world = *state;

    for (int round = 0; round < 400; round++) {
        struct buf text = {0};
        for (uint32_t n = 1 + random_below(&random, 40); n > 0; n--)
            buf_printf(&text, "%s\n", pieces[random_below(&random, COUNT_OF(pieces))]);
        buf_text(&text, "the end\n");
        struct specification read = read_text(world, "random.txt", buf_view(&text));
        expect_whole(text.p, buf_view(&text), &read.spec);
        expect_true("a section", read.spec.count > 0);
        for (size_t i = 0; i < read.spec.count; i++) {
            const struct spec_section *section = &read.spec.sections[i];
            expect_true("kinds", section->kinds.count > 0 && section->level > 0);
            expect_true("parent", section->parent < (int)i && section->parent >= SPEC_NO_PARENT);
            if (section->parent >= 0)
                expect_true("above", read.spec.sections[section->parent].level < section->level);
        }
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(headings_in_each_style),
        world_test(markdown_headings),
        world_test(levels_are_the_ranks_of_styles),
        world_test(lines_that_are_no_headings),
        world_test(capitals_within_a_paragraph_are_text),
        world_test(five_labelled_paragraphs_are_a_list),
        world_test(text_keeps_lines_and_their_numbers),
        world_test(document_without_a_heading_is_one_section),
        world_test(empty_document_is_one_section),
        world_test(titles_and_class_codes),
        world_test(fields_with_their_lines),
        world_test(title_elsewhere_hides_no_heading),
        world_test(title_from_a_name_is_utf8),
        world_test(random_documents_are_read_whole),
    };
    return cmocka_run_group_tests_name("spec", tests, NULL, NULL);
}
