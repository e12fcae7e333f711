/* What a query asks for: in words, and counted part by part. */

#include "sample.h"

#include "search/describe.h"
#include "search/search.h"

static struct sample_class classes[] = {
    {.id = "a/1",
     .agency = "Alder",
     .title = "Harbor Pilot",
     .code = "7710",
     .sections = {{.heading = "Duties", .text = "Manages a pilot. Managers manage managers."},
                  {.heading = "Licences",
                   .text = "A license, licensed by the Data Base Team (DBT).",
                   .kind = KIND_LICENSURE}},
     .count = 2,
     .segment = 0},
    {.id = "a/2",
     .agency = "Alder",
     .title = "Clerk",
     .code = "7720",
     .sections = {{.heading = "Duties", .text = "The DBT manages licensure and licenses."}},
     .count = 1,
     .segment = 1},
    {.id = "a/3",
     .agency = "Alder",
     .title = "Clerk",
     .code = "7730",
     .sections = {{.heading = "Duties", .text = "manageable"}},
     .count = 1,
     .segment = 2},
};

static const struct {
    const char *query, *part; /* the sentence of its first part */
    long sections;            /* -1: not counted */
} rows[] = {
    {"manages", "Wanted: a word with the stem \"manag\" (managers, manage, manages, manageable).",
     3},
    {"zebra", "Wanted: a word with the stem \"zebra\", which no section has.", 0},
    {"dbt",
     "Wanted: a word with the stem \"dbt\" (dbt); or, which is taken for the same, the exact words "
     "\"data base team\".",
     2},
    {"data base team",
     "Wanted: the exact words \"data base team\"; or, which is taken for the same, a word with the "
     "stem \"dbt\" (dbt).",
     2},
    {"\"manage managers\"", "Wanted: the exact words \"manage managers\".", 1},
    {"manag*", "Wanted: a word that begins with \"manag\" (manage, manageable, managers, manages).",
     3},
    {"pilot /5 manages",
     "Wanted: a word with the stem \"pilot\" (pilot), at most 5 words from a word with the stem "
     "\"manag\" (managers, manage, manages, manageable).",
     1},
    {"pilot /1 dbt OR data",
     "Wanted: a word with the stem \"pilot\" (pilot), at most 1 word from a word with the stem "
     "\"dbt\" (dbt) or a word with the stem \"data\" (data); or, which is taken for the same, the "
     "exact words \"data base team\".",
     0},
    {"licensure:dbt",
     "Wanted: a word with the stem \"dbt\" (dbt); or, which is taken for the same, the exact words "
     "\"data base team\", in a section about Licensure & certification.",
     1},
    {"heading:duties", "Wanted: a word with the stem \"duti\" (duties), in the section's heading.",
     3},
    {"title:clerk", "Wanted: a class whose title has \"clerk\".", 2},
    {"agency:alder", "Wanted: a class of an agency whose name has \"alder\".", 4},
    {"code:7710", "Wanted: the class with the code \"7710\".", 2},
    {"-dbt", "Left out are sections with a word with the stem \"dbt\" (dbt).", 2},
    {"-title:clerk", "Left out are all sections of classes with a class whose title has \"clerk\".",
     2},
    {"experience>=5y", "Wanted: a requirement of experience: at least 5 years.", 0},
    {"experience:6m..18m", "Wanted: a requirement of experience: from 6 months to 18 months.", 0},
    {"lifting<=50", "Wanted: a requirement to lift at most 50 pounds.", 0},
    {"education=bachelor", "Wanted: a requirement of education: exactly Bachelor's degree.", 0},
    {"probation<=6m", "Wanted: a class with a probation of at most 6 months.", 0},
    {"revised:2023", "Wanted: a class revised from 2023-01-01 to 2023-12-31.", 0},
    {"established>=2010", "Wanted: a class established from 2010-01-01.", 0},
    {"modality:required", "All of it holds for a requirement that is \"Required\".", -1},
};

static struct description described(struct index *index, const char *query, bool literal,
                                    struct arena *arena)
{
    struct description description;
    struct err err;

    expect_ok(query, describe_query(&description, index, str_of(query), literal, 0, arena, &err),
              &err);
    return description;
}

static void parts_are_sentences_and_numbers(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct description description = described(index, rows[i].query, false, world->arena);
        const struct described_part *part = &description.parts[0];
        expect_number(rows[i].query, description.part_count, 1);
        expect_text(rows[i].query, part->reading, rows[i].part);
        expect_number(rows[i].query, part->counted ? (long)part->sections : -1, rows[i].sections);
    }
    index_close(index);
}

static void what_was_typed_is_told_from_what_was_added(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct description description =
        described(index, "licensed data base team -pilot", false, world->arena);

    expect_text("canonical", description.canonical, "licensed data base team -pilot");
    expect_number("parts", description.part_count, 3);
    expect_number("word", description.parts[0].type, QUERY_WORD);
    expect_text("stem", description.parts[0].stem, "licens");
    expect_number("words", description.parts[0].of.all, 3);
    expect_number("expansions", description.parts[0].expansions.count, 1);
    expect_text("variant", description.parts[0].expansions.items[0].to[0], "licence");
    expect_number("acronym", description.parts[1].expansions.items[0].why, EXPANSION_ACRONYM);
    expect_true("left out", description.parts[2].excluded);
    description = described(index, "licensed data base team", true, world->arena);
    expect_number("literal", description.part_count, 4);
    expect_number("literal", description.expansions.count, 0);
    index_close(index);
}

static void classes_are_named_and_words_suggested(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct description description = described(index, "clerk", false, world->arena);

    expect_number("clerks", description.named_count, 2);
    expect_text("first", description.named[0].class_id, "a/2");
    expect_text("second", description.named[1].class_id, "a/3");
    expect_text("suggestion", description.suggestion, "");
    description = described(index, "pliot licnse", false, world->arena);
    expect_number("none", description.named_count, 0);
    expect_text("suggestion", description.suggestion, "pilot license");
    description = described(index, "", false, world->arena);
    expect_text("nothing", description.reading, "Nothing is asked for: every section.");
    expect_number("nothing", description.part_count, 0);
    index_close(index);
}

/* Words of two stems in turn, so many that those typed have fewer pairs than a section may have,
 * and with the variants more. */
static const char *many_pairs(struct arena *arena)
{
    struct buf text = {0};

    for (int i = 0; i < 6000; i++)
        buf_text(&text, "license licensure ");
    const char *copy = arena_strndup(arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

static void no_query_fails_for_being_expanded(void **state)
{
    const struct world *world = *state;
    struct sample_class crowds[3] = {{.sections = {{.text = many_pairs(world->arena)}}},
                                     {.sections = {{.text = "A boat."}}},
                                     {.sections = {{.text = "A ship."}}}};
    for (size_t i = 0; i < COUNT_OF(crowds); i++) {
        crowds[i].id = arena_printf(world->arena, "a/%zu", i + 1);
        crowds[i].agency = "Alder";
        crowds[i].title = crowds[i].code = crowds[i].sections[0].heading = "Clerk";
        crowds[i].count = 1;
        crowds[i].segment = i;
    }
    struct index *index = build(world, "index", crowds, COUNT_OF(crowds));
    const struct search_request request = {
        .query = STR("license /100 license"), .page = 1, .per_page = 10};
    struct search_page page;
    struct search_class class;
    struct err err;

    expect_ok("search", search_run(&page, index, &request, world->arena, &err), &err);
    expect_number("search", page.sections, 1);
    expect_number("not expanded", page.reading.expansions.count, 0);
    struct description description = described(index, "license /100 license", false, world->arena);
    expect_number("explained", description.parts[0].sections, 1);
    expect_number("not expanded", description.expansions.count, 0);
    expect_ok("class",
              search_class(&class, index, STR("a/1"), request.query, false, 0, world->arena, &err),
              &err);
    expect_true("marked", class.text_marks[0].count > 0);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(parts_are_sentences_and_numbers),
        world_test(what_was_typed_is_told_from_what_was_added),
        world_test(classes_are_named_and_words_suggested),
        world_test(no_query_fails_for_being_expanded),
    };
    return cmocka_run_group_tests(tests, make_stemmer, free_stemmer);
}
