/* lib/spec/house: what an agency's own file says, and that nothing in it passes unread. */
#include "support.h"

#include "spec/house.h"
#include "spec/spec.h"

static const char sample[] = "; of an agency that is not\n"
                             "[agency]\r\n"
                             "name = City of Fernhollow\n"
                             "\n"
                             "[headings] ; headings of its own\n"
                             "The Ideal Candidate = summary\n"
                             "  What You Bring = education, experience ; two kinds\n"
                             "Fine Print = ^\n"
                             "Page Header = !\n"
                             "[codes]\n"
                             "flsa.Y = Exempt\n"
                             "flsa.N = Nonexempt\n"
                             "bargaining_unit.7 = Fernhollow Clerks' Union\n";

static struct house parse(const struct world *world, struct str ini)
{
    struct house house;
    struct err err;

    expect_ok("parse", house_parse(&house, ini, world->arena, &err), &err);
    return house;
}

static void house_files_are_read(void **state)
{
    struct house house = parse(*state, str_of(sample));

    expect_text("agency", house.agency, "City of Fernhollow");
    expect_text("headings", house.headings,
                "The Ideal Candidate\tsummary\n"
                "What You Bring\teducation, experience\n"
                "Fine Print\t^\n"
                "Page Header\t!\n");
    expect_text("flsa.Y", house_meaning(&house, FIELD_FLSA, STR("Y")), "Exempt");
    expect_text("any case", house_meaning(&house, FIELD_FLSA, STR("n")), "Nonexempt");
    expect_text("another field", house_meaning(&house, FIELD_PAY_GRADE, STR("Y")), "");
    expect_text("another code", house_meaning(&house, FIELD_FLSA, STR("X")), "");
    expect_text("an apostrophe", house_meaning(&house, FIELD_BARGAINING_UNIT, STR("7")),
                "Fernhollow Clerks' Union");
    expect_text("no house", house_meaning(NULL, FIELD_FLSA, STR("Y")), "");
}

static void empty_house_files_say_nothing(void **state)
{
    static const struct str empty[] = {BYTES(""), BYTES("\n\n"), BYTES("; nothing"),
                                       BYTES("\xef\xbb\xbf[agency]\n"), BYTES("[codes]")};

    for (size_t i = 0; i < COUNT_OF(empty); i++) {
        struct house house = parse(*state, empty[i]);
        expect_number(empty[i].p, house.agency.n + house.headings.n + house.code_count, 0);
    }
}

static void what_is_not_understood_is_an_error(void **state)
{
    static const struct {
        struct str ini;
        const char *line, *said;
    } wrong[] = {
        {BYTES("[headigs]\n"), "line 1: ", "[headigs]; use [agency], [headings] or [codes]"},
        {BYTES("[agency]\nname = A\n\n[Codes]\n"), "line 4: ", "[Codes]"},
        {BYTES("name = A\n"), "line 1: ", "no section"},
        {BYTES("[agency]\ntitle = A\n"), "line 2: ", "'title' in [agency]; use name"},
        {BYTES("[agency]\nname = A\nname = B\n"), "line 3: ", "twice"},
        {BYTES("[agency]\nname =\n"), "line 2: ", "behind the ="},
        {BYTES("[agency]\n= A\n"), "line 2: ", "before the ="},
        {BYTES("[agency]\nCity of Fernhollow\n"), "line 2: ", "name = value"},
        {BYTES("[agency\nname = A\n"), "line 1: ", "alone on its line"},
        {BYTES("[agency] name = A\n"), "line 1: ", "alone on its line"},
        {BYTES("[headings]\nA = summary\nB = sumary\n"), "line 3: ", "'sumary'; use summary, "},
        {BYTES("[headings]\nA = summary, oddities\n"), "line 2: ", "'oddities'"},
        {BYTES("[headings]\nA = ^, summary\n"), "line 2: ", "'^'"},
        {BYTES("[headings]\nDuties: = duties\n"), "line 2: ", "without its colon"},
        {BYTES("[headings]\n... = duties\n"), "line 2: ", "'...' is no heading"},
        {BYTES("[headings]\nA\tB = duties\n"), "line 2: ", "no tab"},
        {BYTES("[codes]\nflsa = Exempt\n"), "line 2: ", "flsa.Y = Exempt"},
        {BYTES("[codes]\nfsla.Y = Exempt\n"), "line 2: ", "'fsla'; use one of title, class_code"},
        {BYTES("[codes]\nflsa.Y = Exempt\nflsa.y = Nonexempt\n"), "line 3: ", "twice"},
        {BYTES("[agency]\nname = \xff\n"), "line 2: ", "UTF-8"},
        {BYTES("[agency]\nname = A\0B\n"), "line 2: ", "UTF-8"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct house house;
        struct err err;
        enum err_code code = house_parse(&house, wrong[i].ini, world->arena, &err);
        expect_error(wrong[i].ini.p, code, ERR_FORMAT, &err, wrong[i].said);
        expect_text(wrong[i].ini.p, (struct str){err.text, strlen(wrong[i].line)}, wrong[i].line);
        expect_printable(wrong[i].ini.p, err.text);
    }
}

/* libinih cuts lines at a length of its own; what is longer must not be read in part. */
static void long_lines_are_refused(void **state)
{
    const struct world *world = *state;
    bool refused = false;

    for (int length = 1; length < 400; length++) {
        const char *name = arena_printf(world->arena, "%0*d", length, 7);
        const char *ini = arena_printf(world->arena, "[agency]\nname = %s\n", name);
        struct house house;
        struct err err;
        if (house_parse(&house, str_of(ini), world->arena, &err) == ERR_OK) {
            expect_true("none longer passes", !refused);
            expect_text("whole", house.agency, name);
        } else {
            refused = true;
            expect_true("names the line", strstr(err.text, "line 2: longer than") != NULL);
        }
    }
    expect_true("some are too long", refused);
}

/* Any bytes are read or refused. */
static void any_bytes_are_survived(void **state)
{
    static const char pieces[] = "[]=;:.\n\t ~^!,#\0\xff"
                                 "agencyheadingscodesname";
    const struct world *world = *state;
    struct support_random random = random_start("house files");

    for (int round = 0; round < 3000; round++) {
        char bytes[120];
        size_t n = random_below(&random, sizeof bytes);
        for (size_t i = 0; i < n; i++)
            bytes[i] = pieces[random_below(&random, sizeof pieces - 1)];
        struct house house;
        struct err err;
        if (house_parse(&house, (struct str){bytes, n}, world->arena, &err) != ERR_OK)
            expect_printable("error", err.text);
        arena_clear(world->arena);
    }
}

/* What a document reads as with a house file and without. */
static void a_house_explains_headings_and_codes(void **state)
{
    static const char *const lines[] = {
        "Pond Keeper",  "", "FLSA: Y", "", "THE IDEAL CANDIDATE", "",
        "Likes ducks.", "", "DUTIES",  "", "Feeds ducks."};
    const struct world *world = *state;
    struct house house = parse(world, str_of(sample));
    struct document_line text[COUNT_OF(lines)];
    struct document document = {.format = "text", .lines = text, .count = COUNT_OF(lines)};

    for (size_t i = 0; i < COUNT_OF(lines); i++)
        text[i] = (struct document_line){.text = str_of(lines[i]), .line = (unsigned)i + 1};
    for (int with = 0; with < 2; with++) {
        struct spec_reader reader;
        struct spec spec;
        struct err err;
        size_t summaries = 0;
        expect_ok("open", spec_reader_open(&reader, with ? &house : NULL, &err), &err);
        spec_read(&spec, &reader, &document, STR("pond.txt"), world->arena);
        for (size_t i = 0; i < spec.count; i++)
            summaries += str_eq_nocase(spec.sections[i].heading, STR("the ideal candidate")) &&
                         spec.sections[i].kinds.kinds[0] == KIND_SUMMARY;
        expect_number("its own heading", summaries, with);
        expect_text("the value stays", spec.fields[FIELD_FLSA].value, "Y");
        expect_text("the meaning", spec.fields[FIELD_FLSA].meaning, with ? "Exempt" : "");
        expect_text("of the class", spec.classes[0].fields[FIELD_FLSA].meaning,
                    with ? "Exempt" : "");
        expect_text("the status", field_flsa_status(&spec.fields[FIELD_FLSA], world->arena),
                    with ? "exempt" : "Y (unmapped)");
        spec_reader_close(&reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(house_files_are_read),
        world_test(empty_house_files_say_nothing),
        world_test(what_is_not_understood_is_an_error),
        world_test(long_lines_are_refused),
        world_test(any_bytes_are_survived),
        world_test(a_house_explains_headings_and_codes),
    };
    return cmocka_run_group_tests_name("house", tests, NULL, NULL);
}
