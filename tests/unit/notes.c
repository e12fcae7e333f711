/* Notes: what is said of values that an index does not have, and of what may be meant otherwise. */

#include "sample.h"

#include "search/notes.h"

static struct sample_class classes[] = {
    {.id = "city-of-alder/1",
     .agency = "City of Alder",
     .title = "Harbor Pilot",
     .code = "PI-110",
     .grade = "EX-18",
     .flsa = "exempt",
     .series = "Harbor Pilots",
     .sections = {{.heading = "Duties", .text = "Pilots ships for 5y."}},
     .count = 1},
    {.id = "aldmoor/2",
     .agency = "Aldmoor",
     .stated_agency = "Board of the Haven",
     .title = "Dock Clerk",
     .code = "CL-220",
     .grade = "EX-20",
     .flsa = "nonexempt",
     .series = "Clerks",
     .sections = {{.heading = "Experience", .text = "Clerks.", .kind = KIND_EXPERIENCE}},
     .count = 1,
     .segment = 1},
    {.id = "zanth/3",
     .agency = "Zanth",
     .title = "Ghost",
     .code = "GH-330",
     .sections = {{.heading = "Duties", .text = "Haunts."}},
     .count = 1,
     .segment = 1,
     .dead = true},
    {.id = "ferris/4",
     .agency = "Ferris",
     .title = "Gate Clerk",
     .sections = {{.heading = "Duties", .text = "Opens gates."}},
     .count = 1,
     .segment = 2},
};

static const struct query_node *parse(const char *query, struct arena *arena)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, arena, &err), &err);
    return root;
}

struct note_case {
    const char *query, *text, *offer; /* the first note; empty: none */
};

static void expect_notes(const struct world *world, const struct note_case *cases, size_t count)
{
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("worker", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < count; i++) {
        const char *query = cases[i].query;
        const struct note none = {{"", 0}, {"", 0}};
        const struct query_node *root = parse(query, world->arena);
        struct notes notes;
        expect_ok(query, notes_make(&notes, worker, str_of(query), root, 0, world->arena, &err),
                  &err);
        const struct note *note = notes.count > 0 ? &notes.items[0] : &none;
        expect_text(query, note->text, cases[i].text);
        expect_text(query, note->query, cases[i].offer);
    }
    index_give(index, worker);
    index_close(index);
}

static void unknown_values_are_told(void **state)
{
    static const struct note_case cases[] = {
        {"agency:alder", "", ""},
        {"agency:CITY-OF-ALDER", "", ""},
        {"agency:haven", "", ""},
        {"agency:blah ship",
         "No agency is called \"blah\". There are: Aldmoor; City of Alder; Ferris.", ""},
        {"agency:feris ship", "No agency is called \"feris\". The nearest is: Ferris.",
         "agency:Ferris ship"},
        {"IT -agency:\"city of aldre\" -x",
         "No agency is called \"city of aldre\". The nearest is: City of Alder.",
         "IT -agency:\"City of Alder\" -x"},
        {"(agency:zanth) ship",
         "No agency is called \"zanth\". There are: Aldmoor; City of Alder; Ferris.",
         ""}, /* it is dead */
        {"flsa:exempt flsa:non-exempt", "", ""},
        {"flsa:maybe", "No class has the FLSA status \"maybe\". There are: exempt; nonexempt.", ""},
        {"flsa:exemt", "No class has the FLSA status \"exemt\". The nearest is: exempt.",
         "flsa:exempt"},
        {"grade:ex18", "", ""},
        {"grade:ZZ", "No class has the pay grade \"ZZ\". There are: EX-18; EX-20.", ""},
        {"grade:EX81", "No class has the pay grade \"EX81\". The nearest is: EX-18.",
         "grade:\"EX-18\""},
        {"series:\"harbour pilot\" ship",
         "No series is called \"harbour pilot\". The nearest is: Harbor Pilots.",
         "series:\"Harbor Pilots\" ship"},
        {"series:blah", "No series is called \"blah\". There are: Clerks; Harbor Pilots.", ""},
        {"code:pi110", "", ""},
        {"code:PI111", "No class has the code \"PI111\". The nearest is: PI-110.",
         "code:\"PI-110\""},
        {"code:gh330", "No class has the code \"gh330\".", ""},
        {"title:clerks", "", ""},
        {"title:\"dock clreks\" gates", "No title has the word \"clreks\". The nearest is: clerks.",
         "title:\"dock clerks\" gates"},
        {"title:zyzzyva", "No title has the word \"zyzzyva\".", ""},
        {"ship", "", ""},
        {"\xe2\x80\x9cship\xe2\x80\x9d  agency:\xe2\x80\x9c"
         "feris\xe2\x80\x9d x",
         "No agency is called \"feris\". The nearest is: Ferris.",
         "\xe2\x80\x9cship\xe2\x80\x9d  agency:Ferris x"},
    };

    expect_notes(*state, cases, COUNT_OF(cases));
}

static void beginnings_of_agencies_are_told(void **state)
{
    static const struct note_case cases[] = {
        {"agency:ald",
         "No agency is called \"ald\". It is read as the beginning of: Aldmoor; City of Alder.",
         ""},
        {"ship agency:fer", "No agency is called \"fer\". It is read as the beginning of: Ferris.",
         ""},
        {"agency:hav", "No agency is called \"hav\". It is read as the beginning of: Aldmoor.", ""},
    };

    expect_notes(*state, cases, COUNT_OF(cases));
}

static void lengths_behind_a_scope_are_told(void **state)
{
    static const struct note_case cases[] = {
        {"experience:5y ship",
         "experience:5y seeks the word \"5y\" in sections about Experience; experience>=5y finds "
         "what requires so much.",
         "experience>=5y ship"},
        {"ship -Experience:18mo",
         "experience:18mo seeks the word \"18mo\" in sections about Experience; experience>=18mo "
         "finds what requires so much.",
         "ship -experience>=18mo"},
        {"experience:5 years",
         "experience:5 seeks the word \"5\" in sections about Experience; experience>=5 finds what "
         "requires so much.",
         "experience>=5 years"},
        {"experience:\"5 years\"", "", ""},
        {"experience:3..5y", "", ""},
        {"experience:budget", "", ""},
        {"education:bachelor", "", ""},
        {"licensure:5y", "", ""},
    };

    expect_notes(*state, cases, COUNT_OF(cases));
}

static void there_are_few_notes(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct index_worker *worker = NULL;
    const char *query = "";
    struct notes notes;
    struct err err;

    for (int i = 0; i < 60; i++)
        query = arena_printf(world->arena, "%sagency:blah%d ", query, i);
    expect_ok("worker", index_take(&worker, index, &err), &err);
    expect_ok("many",
              notes_make(&notes, worker, str_of(query), parse(query, world->arena), 0, world->arena,
                         &err),
              &err);
    expect_number("notes", notes.count, NOTES_MAX);
    expect_error("deadline",
                 notes_make(&notes, worker, STR("agency:blah"), parse("agency:blah", world->arena),
                            1, world->arena, &err),
                 ERR_TIMEOUT, &err, NULL);
    index_give(index, worker);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(unknown_values_are_told),
        world_test(beginnings_of_agencies_are_told),
        world_test(lengths_behind_a_scope_are_told),
        world_test(there_are_few_notes),
    };
    return cmocka_run_group_tests(tests, make_stemmer, free_stemmer);
}
