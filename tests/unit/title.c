/* Which lines of a document are its title: over several lines, by their size, in lists of classes,
 * and by what a text says of itself. The documents are invented. */
#include "support.h"

#include "read/read.h"
#include "spec/clue.h"
#include "spec/mention.h"
#include "spec/spec.h"
#include "spec/title_text.h"

enum { LINES = 24 };

struct styled {
    const char *text; /* NULL: no more lines */
    unsigned size;
    bool bold;
};

static struct spec read_lines(const struct world *world, const struct styled *styled,
                              const char *name)
{
    struct document_line lines[LINES] = {0};
    struct document document = {.format = "pdf", .lines = lines};
    struct spec_reader reader;
    struct spec spec;

    for (; document.count < LINES && styled[document.count].text != NULL; document.count++)
        lines[document.count] = (struct document_line){.text = str_of(styled[document.count].text),
                                                       .line = (unsigned)document.count + 1,
                                                       .page = 1,
                                                       .size = styled[document.count].size,
                                                       .bold = styled[document.count].bold};
    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    spec_read(&spec, &reader, &document, str_of(name), world->arena);
    spec_reader_close(&reader);
    return spec;
}

static struct spec read_text(const struct world *world, const char *name, const char *text)
{
    struct document document;
    struct spec_reader reader;
    struct spec spec;
    struct err err;

    expect_ok(name, read_document(&document, str_of(text), str_of(name), world->arena, &err), &err);
    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    spec_read(&spec, &reader, &document, str_of(name), world->arena);
    spec_reader_close(&reader);
    return spec;
}

#define PROSE                                                                                      \
    {                                                                                              \
        "The harbor is looking for somebody who dives in all weathers, and who says so.", 100,     \
            false                                                                                  \
    }

static void titles_of_styled_lines(void **state)
{
    static const struct {
        const char *label, *name, *title;
        unsigned line;
        struct styled lines[12];
    } cases[] = {
        {"broken in two",
         "51.pdf",
         "REEF MUSEUM COLLECTION MANAGER",
         1,
         {{"REEF MUSEUM COLLECTION", 250, false},
          {"MANAGER", 250, false},
          {"", 0, false},
          {"How to Apply", 200, true},
          {"", 0, false},
          PROSE}},
        {"broken in three",
         "51.pdf",
         "Assistant Kelp and Coral Data Systems Administrator",
         3,
         {{"Have an account?", 100, false},
          {"", 0, false},
          {"Assistant Kelp", 230, true},
          {"and Coral Data Systems", 230, true},
          {"Administrator", 230, true},
          {"", 0, false},
          PROSE}},
        {"long, and broken behind its head",
         "51.pdf",
         "Kelp Sciences Collections Manager, Marsh Hall of Natural History",
         1,
         {{"Kelp Sciences Collections Manager, Marsh Hall of Natural", 133, true},
          {"History", 133, true},
          {"Posting Number: r8", 100, true},
          {"", 0, false},
          PROSE}},
        {"below a letterhead in the same style",
         "51.pdf",
         "REEF DIVER",
         2,
         {{"SALT MARSH AUTHORITY", 150, true}, {"REEF DIVER", 150, true}, {"", 0, false}, PROSE}},
        {"beside a line of another style",
         "51.pdf",
         "Reef Diver",
         2,
         {{"Great Marsh", 150, true}, {"Reef Diver", 150, false}, {"", 0, false}, PROSE}},
        {"a blank line between",
         "51.pdf",
         "Reef Diver",
         3,
         {{"Great Marsh", 150, true},
          {"", 0, false},
          {"Reef Diver", 150, true},
          {"", 0, false},
          PROSE}},
        {"in letters of the text's size only if the name says so",
         "low-marsh-kelp-keeper.pdf",
         "LOW MARSH KELP KEEPER",
         1,
         {{"LOW MARSH", 100, false}, {"KELP KEEPER", 100, false}, {"", 0, false}, PROSE}},
        {"and not if it does not",
         "kelp-keeper.pdf",
         "KELP KEEPER",
         2,
         {{"LOW MARSH", 100, false}, {"KELP KEEPER", 100, false}, {"", 0, false}, PROSE}},
        {"the largest below a side bar",
         "51.pdf",
         "Reef Technician",
         7,
         {{"Applicant Login", 100, false},
          {"", 0, false},
          {"Dive Manager", 100, false},
          {"Dive Inspector", 100, false},
          {"Full Time (1)", 100, false},
          {"", 0, false},
          {"Reef Technician", 174, false},
          {"Job no: 27", 100, false},
          {"", 0, false},
          PROSE}},
        {"the largest that names an occupation",
         "51.pdf",
         "KEEPER OF KELP AND CORAL",
         3,
         {{"WORK AT THE REEF", 200, false},
          {"", 0, false},
          {"KEEPER OF KELP AND CORAL", 125, false},
          {"", 0, false},
          PROSE}},
        {"two columns are no title",
         "51.pdf",
         "Kelp Keeper",
         3,
         {{"Reef Diver  About the position", 200, false},
          {"", 0, false},
          {"Kelp Keeper", 100, false},
          {"", 0, false},
          PROSE}},
        {"a posting's number behind it",
         "51.pdf",
         "KELP SCIENTIST II",
         1,
         {{"KELP SCIENTIST II - 77001628 1 1", 177, false}, {"", 0, false}, PROSE}},
        {"the number of the posting above it",
         "51.pdf",
         "Reef Scholar",
         3,
         {{"POST#12629", 117, true}, {"", 0, false}, {"Reef Scholar", 100, true}, PROSE}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct spec spec = read_lines(*state, cases[i].lines, cases[i].name);
        expect_text(cases[i].label, spec.title, cases[i].title);
        expect_number(cases[i].label, spec.title_line, cases[i].line);
    }
}

/* A table with a column of titles has no title in its first row. */
static void columns_of_titles(void **state)
{
    struct spec spec = read_text(*state, "51.txt",
                                 "Reef Pilot\n\nDUTIES\n\nSails.\n\n| Title | Description | URL |\n"
                                 "|---|---|---|\n| Tides | Of the reef | none |\n");

    expect_text("title", spec.title, "Reef Pilot");
    expect_number("title line", spec.title_line, 1);
}

/* A list of jobs and their pay has the title of none of them; a few rows of a series have. */
static void lists_of_classes(void **state)
{
    static const char *const jobs[] = {"Pilot", "Keeper", "Painter", "Mechanic",
                                       "Clerk", "Ranger", "Plumber", "Surveyor"};

    for (size_t count = 2; count <= COUNT_OF(jobs); count += COUNT_OF(jobs) - 2) {
        struct buf text = {0};
        buf_text(&text, "Reef Pilot\n\n");
        for (size_t i = 0; i < count; i++)
            buf_printf(&text, "Reef %s\t4%zu,200-58,150\n", jobs[i], i);
        struct spec spec = read_text(*state, "weekly-list.txt", buf_view(&text).p);
        expect_text("title", spec.title, count == 2 ? "Reef Pilot" : "Weekly List");
        expect_number("title line", spec.title_line, count == 2 ? 1 : 0);
        buf_free(&text);
    }
}

static void titles_of_sentences(void **state)
{
    static const struct {
        const char *text, *title; /* "51": none is found */
    } cases[] = {
        {"The Reef Office seeks a highly motivated, experienced Reef Pilot to sail.", "Reef Pilot"},
        {"The Reef Office requests to hire one (1) Economist, Level I, for the reef.", "Economist"},
        {"The squad is seeking a Deputy Reef Inspector General who will help.",
         "Deputy Reef Inspector General"},
        {"The office seeks to hire a qualified Kelp Associate II for the Tide Response.",
         "Kelp Associate II"},
        {"Reporting to the Kelp Manager the Reef Evaluator will be responsible for it.",
         "Reef Evaluator"},
        {"As the Reef Registrar, you dive. The Reef Registrar sails.", "Reef Registrar"},
        {"Medical guidelines have been made for the position of Reef Sanitarian.",
         "Reef Sanitarian"},
        {"Serving as a Reef Pilot is hard, and the software is Kelp Planner, and the software is "
         "Kelp Planner.",
         "Reef Pilot"},
        {"Writes letters for the Deputy Reef Director, and reports for the Deputy Reef Director.",
         "51"},
        {"Under the direction of the Deputy Reef Director, dives. Tells the Deputy Reef Director.",
         "Deputy Reef Director"},
        {"Under the direction of the Deputy Reef Director, dives and sails.", "51"},
        {"Gives advice to the reef's Kelp Physicians, and hears from Kelp Physicians.", "51"},
        {"Knows Reef Tables, Kelp Designer, and charts; learns Kelp, Kelp Designer, and all.",
         "51"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text = arena_printf(((const struct world *)*state)->arena, "Job ID: 51\n\n%s\n",
                                        cases[i].text);
        struct spec spec = read_text(*state, "51.txt", text);
        expect_text(cases[i].text, spec.title, cases[i].title);
    }
}

static void names_become_titles(void **state)
{
    static const struct {
        const char *name, *title;
    } cases[] = {
        {"reef diver", "Reef Diver"},
        {"director of reefs and kelp", "Director of Reefs and Kelp"},
        {"reef diver iii", "Reef Diver III"},
        {"rcs mapping specialist", "RCS Mapping Specialist"}, /* as the document writes it */
        {"tide mapping specialist", "Tide Mapping Specialist"},
        {"of the reef", "Of the Reef"},
        {"REEF diver", "REEF diver"},
        {"", ""},
    };
    struct document_line lines[] = {{.text = STR("Our RCS team sets the TIDE."), .line = 1},
                                    {.text = STR("Tide tables are set by rcs."), .line = 2}};
    struct document document = {.format = "text", .lines = lines, .count = COUNT_OF(lines)};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].name, clue_title(str_of(cases[i].name), &document, world->arena),
                    cases[i].title);
}

static void texts_say_of_themselves(void **state)
{
    (void)state;
    expect_true("cut in brackets", title_text_runs_on(STR("Head of the Collections (Reef")));
    expect_true("cut behind a comma", title_text_runs_on(STR("Reef Diver,")));
    expect_true("whole", !title_text_runs_on(STR("Reef Diver (Coral)")));
    expect_true("a museum", title_text_is_body(STR("Salt Marsh Museum")));
    expect_true("somebody", !title_text_is_body(STR("Museum Keeper")));
    expect_text("a posting's number", title_text_without_number(STR("Diver - 7700162 1")), "Diver");
    expect_text("a class code", title_text_without_number(STR("Diver - 77001")), "Diver - 77001");
    expect_text("a date", title_text_without_number(STR("Diver 2018")), "Diver 2018");
    expect_text("a count", title_text_without_count(STR("Two (2) Reef Divers")), "Reef Divers");
    expect_text("a grade", title_text_without_count(STR("Reef Diver (2)")), "Reef Diver (2)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(titles_of_styled_lines), world_test(lists_of_classes),
        world_test(columns_of_titles),      world_test(titles_of_sentences),
        world_test(names_become_titles),    cmocka_unit_test(texts_say_of_themselves),
    };
    return cmocka_run_group_tests_name("title", tests, NULL, NULL);
}
