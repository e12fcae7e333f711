/* Series specifications, questionnaires, repeated titles: what stands where in a whole document.
 * The documents are invented. */

#include "support.h"

#include "read/read.h"
#include "spec/questionnaire.h"
#include "spec/spec.h"

static struct spec read_text(const struct world *world, const char *text)
{
    struct document document;
    struct spec_reader reader;
    struct spec spec;
    struct err err;

    expect_ok("reader", spec_reader_open(&reader, NULL, &err), &err);
    expect_ok("read", read_document(&document, str_of(text), STR("x.txt"), world->arena, &err),
              &err);
    spec_read(&spec, &reader, &document, STR("x.txt"), world->arena);
    spec_reader_close(&reader);
    return spec;
}

/* "heading@line heading@line ...", "-" for a section without one; of one class or of all. */
static const char *headings_of(const struct world *world, const struct spec *spec,
                               const struct spec_class *class)
{
    struct buf out = {0};
    size_t count = class != NULL ? class->count : spec->count;

    for (size_t i = 0; i < count; i++) {
        const struct spec_section *s = &spec->sections[class != NULL ? class->sections[i] : i];
        buf_printf(&out, "%s%.*s@%u", i > 0 ? " | " : "", s->heading.n > 0 ? (int)s->heading.n : 1,
                   s->heading.n > 0 ? s->heading.p : "-", s->line);
    }
    const char *copy = arena_strndup(world->arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return copy;
}

#define SERIES_HEAD                                                                                \
    "Lamp Lighting Series\n\nScope\n\nThis series describes three classes.\n\n"                    \
    "Lamp Lighting Series - Class Titles and Codes\n\nSchem Code Class Code Class\n\n"             \
    "QK10 4411 Lamplighter\n\nQK20 4412 Senior Lamplighter\n\n"                                    \
    "QK30 4413 Chief, Lamp Services (abolished 01/02/2010)\n\n"

static const char series_text[] =
    SERIES_HEAD "Definition of Levels\n\nLamplighter\n\nThe journey level.\n\n" /* 17, 19 */
                "Senior Lamplighter\n\nThe lead level.\n\n"                     /* 23 */
                "Minimum Qualifications\n\nLamplighter\n\nEither I\n\nOne year of climbing.\n\n"
                "Or II\n\nTwo years of wiring.\n\n" /* 27 29 31 35 */
                "Senior Lamplighter\n\nChief, Lamp Services\n\nFour years of lighting.\n\n"
                "All Levels:\n\nWillingness to climb.\n\n" /* 39 41 45 */
                "Class History\n\nClass Date Established Date Revised Title Changed\n\n"
                "Lamplighter 04/05/1962 09/07/1988 --\n\n"
                "Senior Lamplighter 05/06/1970 -- --\n";

static void a_series_is_split(void **state)
{
    const struct world *world = *state;
    struct spec spec = read_text(world, series_text);

    expect_number("classes", spec.class_count, 3);
    static const struct {
        const char *title, *code, *established, *revised, *headings;
    } want[] = {
        {"Lamplighter", "4411", "04/05/1962", "09/07/1988",
         "-@1 | Scope@3 | Definition of Levels@17 | Lamplighter@19 | Minimum Qualifications@27 | "
         "Lamplighter@29 | Either I@31 | Or II@35 | All Levels@45 | Class History@49"},
        {"Senior Lamplighter", "4412", "05/06/1970", "",
         "-@1 | Scope@3 | Definition of Levels@17 | Senior Lamplighter@23 | "
         "Minimum Qualifications@27 | Senior Lamplighter@39 | Chief, Lamp Services@41 | "
         "All Levels@45 | Class History@49"},
        {"Chief, Lamp Services", "4413", "", "",
         "-@1 | Scope@3 | Definition of Levels@17 | Minimum Qualifications@27 | "
         "Chief, Lamp Services@41 | All Levels@45 | Class History@49"}};
    for (size_t c = 0; c < COUNT_OF(want); c++) {
        const struct spec_class *class = &spec.classes[c];
        expect_text("title", class->title, want[c].title);
        expect_text("code", class->fields[FIELD_CLASS_CODE].value, want[c].code);
        expect_text("established", class->fields[FIELD_ESTABLISHED].value, want[c].established);
        expect_text("revised", class->fields[FIELD_REVISED].value, want[c].revised);
        expect_number("line", class->title_line, 11 + 2 * c);
        expect_text("series", class->fields[FIELD_SERIES].value, "Lamp Lighting");
        expect_text(want[c].title, str_of(headings_of(world, &spec, class)), want[c].headings);
    }
}

static void what_is_no_series(void **state)
{
    static const struct {
        const char *label, *text;
    } cases[] = {
        {"one class", "Ferry Deckhand\n\nClass Code: 5511\n\nDefinition\n\nTies ropes.\n"},
        {"a list of classes whose names are no headings",
         "Toll Series\n\nScope\n\nTwo classes.\n\n4411 Toll Taker\n\n4412 Senior Toll Taker\n\n"
         "Definition\n\nToll Takers take tolls. Senior Toll Takers count them.\n"},
        {"addresses", "Clerk\n\nApply at\n\n12345 Harbor Road\n\n67890 Mill Street\n\n"
                      "Definition\n\nFiles.\n"},
        {"empty", "Clerk\n"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct spec spec = read_text(*state, cases[i].text);
        expect_number(cases[i].label, spec.class_count, 1);
        expect_number(cases[i].label, spec.classes[0].count, spec.count);
        expect_text(cases[i].label, spec.classes[0].title,
                    spec.title.p != NULL
                        ? arena_strndup(((struct world *)*state)->arena, spec.title.p, spec.title.n)
                        : "");
    }
}

/* Where the questions begin, in lines; 0: there are none. */
static void questionnaires(void **state)
{
    static const struct {
        const char *label, *text;
        unsigned line;
    } cases[] = {
        {"numbered questions", "Clerk\n\nDuties:\nFiles.\n\n01\n\nDo you file?\n\n02\n\nHow?\n", 6},
        {"one, marked as required", "Clerk\n\n01\n\nDo you file?\n\nRequired Question\n", 3},
        {"the last list counts", "01\n\nA row.\n\nClerk\n\n01\n\nWho?\n\n02\n\nWhy?\n", 7},
        {"a number alone is none", "Clerk\n\n01\n\nDuties:\nFiles.\n", 0},
        {"a page number is none", "Clerk\n\n12\n\nDuties:\nFiles.\n\n13\n", 0},
        {"nothing", "Clerk\n", 0}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document;
        expect_ok(cases[i].label,
                  read_document(&document, str_of(cases[i].text), STR("x.txt"),
                                ((struct world *)*state)->arena, NULL),
                  NULL);
        size_t at = questionnaire_start(&document);
        expect_number(cases[i].label, at < document.count ? document.lines[at].line : 0,
                      cases[i].line);
    }
}

static void lines_that_are_headings_or_not(void **state)
{
    static const struct {
        const char *label, *text, *headings;
    } cases[] = {
        {"questions hold no heading",
         "Clerk\n\nDuties:\nFiles.\n\n01\n\nExperience: how much?\n\n02\n\nEducation: which?\n",
         "-@1 | Duties@3 | -@6"},
        {"a row with leaders",
         "Clerk\n\nSELECTION PROCESS\n\nExamination Weight:  Interview . . . . . . 100%\n",
         "-@1 | SELECTION PROCESS@3"},
        {"the title again",
         "Ferry Master\n\nPay is good here.\n\nFERRY MASTER\n\nDEFINITION\nSteers.\n",
         "-@1 | DEFINITION@7"},
        {"a remark behind a heading",
         "Clerk\n\nEXAMPLES OF DUTIES (These are examples only and bind nobody.)\nFiles.\n",
         "-@1 | EXAMPLES OF DUTIES@3"},
        {"a label set tight against its text",
         "Clerk\n\nOral Interview:Candidates speak with a board of three.\n",
         "-@1 | Oral Interview@3"},
        {"a page break of the source",
         "Clerk\n\nQualification Requirements\n\nA diploma.\nQualification Requirements "
         "(continued)\n"
         "A licence.\n",
         "-@1 | Qualification Requirements@3"},
        {"a lone label among sentences",
         "Clerk\n\nPreferred Skills\n\nMust write well.\nCertifications: notary, or similar\n",
         "-@1 | Preferred Skills@3"},
        {"labels in company",
         "Clerk\n\nPreferred Skills\n\nMust write well.\nCertifications: notary, or similar\n"
         "Education: a diploma\n",
         "-@1 | Preferred Skills@3 | Certifications@6 | Education@7"},
        {"between two passages",
         "Clerk\n\nDuties:\nFiles papers of every kind.\n\nHarbor Street Annex\n\n"
         "Opens the doors, and closes them.\n",
         "-@1 | Duties@3 | Harbor Street Annex@6"},
        {"an entry of a list",
         "Clerk\n\nBackground Checks:\n\nHarbor Street Annex\n\nTidal Flats Survey\n\nRope Walk\n",
         "-@1 | Background Checks@3"},
        {"signs drawn around", "=== JOB DETAILS ===\n\nColour: good\n", "JOB DETAILS@1"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct spec spec = read_text(*state, cases[i].text);
        expect_text(cases[i].label, str_of(headings_of(*state, &spec, NULL)), cases[i].headings);
    }
}

static void unknown_headings_under_an_empty_one(void **state)
{
    struct spec spec =
        read_text(*state, "Clerk\n\nEXPERIENCE\n\nCLERK SEVEN\nOne year of filing.\n\nCLERK EIGHT\n"
                          "Two years of filing.\n\nBENEFITS\nMany.\n");

    for (size_t i = 2; i <= 3; i++) {
        expect_number("parent", spec.sections[i].parent, 1);
        expect_number("kind", spec.sections[i].kinds.kinds[0], KIND_EXPERIENCE);
        expect_true("not known by itself", !spec.sections[i].known);
    }
    expect_number("back on the outer level", spec.sections[4].parent, SPEC_NO_PARENT);
}

static void verdicts(void **state)
{
    struct buf many = {0};

    for (int i = 0; i < 130; i++)
        buf_text(&many, "wind ");
    expect_number("a notice", read_text(*state, "403 - Forbidden\n\nAccess is denied.\n").verdict,
                  SPEC_NONE);
    expect_number("much else", read_text(*state, many.p).verdict, SPEC_DOUBTFUL);
    expect_number("one sign", read_text(*state, "Clerk\n\nDuties:\nFiles.\n").verdict,
                  SPEC_DOUBTFUL);
    expect_number(
        "work and qualifications",
        read_text(*state, "Clerk\n\nDuties:\nFiles.\n\nEducation:\nSome schooling.\n").verdict,
        SPEC_SURE);
    expect_number("work and a code",
                  read_text(*state, "Clerk\n\nClass Code: 4410\n\nDuties:\nFiles.\n").verdict,
                  SPEC_SURE);
    expect_number("a demand alone",
                  read_text(*state, "Clerk\n\nA bachelor's degree is required.\n").verdict,
                  SPEC_DOUBTFUL);
    expect_number("pay alone", read_text(*state, "Clerk\n\nBenefits:\nMany.\n").verdict, SPEC_NONE);
    expect_number("demands of two types",
                  read_text(*state, "Clerk\n\nA bachelor's degree and two years of filing "
                                    "experience are required.\n")
                      .verdict,
                  SPEC_SURE);
    buf_free(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {world_test(a_series_is_split),
                                       world_test(what_is_no_series),
                                       world_test(questionnaires),
                                       world_test(lines_that_are_headings_or_not),
                                       world_test(unknown_headings_under_an_empty_one),
                                       world_test(verdicts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
