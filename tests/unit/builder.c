/* lib/search/builder: a second build on the database of the first. */

#include "support.h"

#include "search/builder.h"
#include "search/schema.h"
#include "xapianc/xapianc.h"

/* The class that all sections of a specification belong to. */
static void set_one_class(struct spec *spec, struct arena *arena)
{
    spec->classes = arena_zero(arena, 1, sizeof *spec->classes);
    spec->class_count = 1;
    spec->classes[0] =
        (struct spec_class){.title = spec->title,
                            .sections = arena_zero(arena, spec->count, sizeof(size_t)),
                            .count = spec->count};
    memcpy(spec->classes[0].fields, spec->fields, sizeof spec->fields);
    for (size_t i = 0; i < spec->count; i++)
        spec->classes[0].sections[i] = i;
}

/* A specification of that many sections, each with one word of its own; those about education
 * require a master's degree. */
static struct spec spec_of(struct arena *arena, const char *name, size_t sections,
                           const char *grade)
{
    struct spec spec = {.title = str_of(name), .count = sections};

    spec.fields[FIELD_CLASS_CODE].value = str_of(name);
    spec.fields[FIELD_PAY_GRADE].value = str_of(grade);
    spec.sections = arena_zero(arena, sections, sizeof *spec.sections);
    spec.requirements = arena_zero(arena, sections, sizeof *spec.requirements);
    for (size_t i = 0; i < sections; i++) {
        spec.sections[i] = (struct spec_section){
            .level = 1, .parent = i == 0 ? SPEC_NO_PARENT : 0, .line = 1, .text_line = 1};
        spec.sections[i].text = str_of(arena_printf(arena, "%s%zu", name, i));
        kind_set_add(&spec.sections[i].kinds, i == 0 ? KIND_DUTIES : KIND_EDUCATION);
        if (i > 0)
            spec.requirements[spec.requirement_count++] =
                (struct requirement){.type = REQUIREMENT_EDUCATION,
                                     .modality = MODALITY_REQUIRED,
                                     .level = EDUCATION_MASTER,
                                     .sentence = STR("A master's degree."),
                                     .phrase = STR("master's degree"),
                                     .line = (unsigned)i + 1,
                                     .section = i};
    }
    set_one_class(&spec, arena);
    return spec;
}

static uint32_t add(struct builder *builder, struct arena *arena, const char *name, size_t sections,
                    const char *grade)
{
    struct spec spec = spec_of(arena, name, sections, grade);
    struct builder_class class = {.id = str_of(name),
                                  .agency = STR("alder"),
                                  .source = STR("x.txt"),
                                  .format = STR("text"),
                                  .sha256 = STR("00"),
                                  .note = STR("")};
    uint32_t docid = 0;
    struct err err;

    expect_ok(name, builder_add(&docid, builder, &class, &spec, 0, &err), &err);
    return docid;
}

static struct builder *open_builder(const char *database)
{
    struct builder *builder = NULL;
    struct err err;

    expect_ok("open", builder_new(&builder, database, &err), &err);
    return builder;
}

static void finish(struct builder *builder, const char *columns, uint32_t sections,
                   uint32_t classes)
{
    uint32_t section_count = 0, class_count = 0;
    struct err err;

    expect_ok("finish", builder_finish(builder, columns, &section_count, &class_count, &err), &err);
    expect_number("sections", section_count, sections);
    expect_number("classes", class_count, classes);
    builder_free(builder);
}

/* Is there a record of the class, and of how many sections? -1: none. */
static int record_of(const struct world *world, struct xap_database *database, const char *id)
{
    struct buf key = {0}, data = {0};
    struct record_class record;
    struct err err;
    int sections = -1;

    record_class_key(&key, str_of(id));
    expect_ok(id, xap_database_metadata(&data, database, buf_view(&key), &err), &err);
    if (data.n > 0) {
        expect_ok(id, record_class_decode(&record, buf_view(&data), world->arena, &err), &err);
        expect_text(id, record.id, id);
        sections = (int)record.sections;
    }
    buf_free(&key);
    buf_free(&data);
    return sections;
}

static void expect_row(const struct columns *columns, uint32_t docid, uint32_t class_number,
                       enum spec_kind kind, const char *grade)
{
    const struct columns_row *row = &columns->rows[docid - 1];

    expect_number("class", row->class_number, class_number);
    if (class_number == COLUMNS_DEAD)
        return;
    expect_number("kinds", row->values[FACET_SECTION], 1u << kind);
    expect_text("grade", columns_value(columns, FACET_GRADE, row->values[FACET_GRADE]), grade);
    expect_text("agency", columns_value(columns, FACET_AGENCY, row->values[FACET_AGENCY]), "alder");
    expect_number("education", row->values[FACET_EDUCATION],
                  kind == KIND_EDUCATION ? 1u << EDUCATION_MASTER : 1u << EDUCATION_COUNT);
}

/* First: birch (2 sections), cedar (3), elm (1). Then cedar is removed, elm kept under another's
 * number, and fir added. */
static void a_build_goes_on_from_the_one_before(void **state)
{
    const struct world *world = *state;
    const char *database = world_path(world, "db"), *first = world_path(world, "first");
    const char *second = world_path(world, "second");
    struct columns columns;
    uint32_t count = 0, last = 0;
    struct err err;

    struct builder *builder = open_builder(database);
    expect_number("birch", add(builder, world->arena, "birch", 2, "7"), 1);
    expect_number("cedar", add(builder, world->arena, "cedar", 3, "8"), 3);
    expect_number("elm", add(builder, world->arena, "elm", 1, "9"), 6);
    finish(builder, first, 6, 3);

    expect_ok("columns", columns_open(&columns, first, &err), &err);
    builder = open_builder(database);
    builder_keep(builder, 6, 1, &columns);
    expect_number("fir", add(builder, world->arena, "fir", 2, ""), 7);
    builder_keep(builder, 1, 2, &columns);
    expect_ok("remove", builder_remove(builder, 3, 3, &err), &err);
    expect_ok("forget", builder_forget(builder, STR("cedar"), &err), &err);
    finish(builder, second, 5, 3);
    columns_close(&columns);

    expect_ok("columns", columns_open(&columns, second, &err), &err);
    expect_number("rows", columns.row_count, 8);
    expect_row(&columns, 1, 0, KIND_DUTIES, "7");
    expect_row(&columns, 2, 0, KIND_EDUCATION, "7");
    for (uint32_t docid = 3; docid <= 5; docid++)
        expect_row(&columns, docid, COLUMNS_DEAD, KIND_DUTIES, "");
    expect_row(&columns, 6, 1, KIND_DUTIES, "9");
    expect_row(&columns, 7, 2, KIND_DUTIES, FACET_NOT_STATED);
    expect_row(&columns, 8, 2, KIND_EDUCATION, FACET_NOT_STATED);
    columns_close(&columns);

    struct xap_database *xap = NULL;
    expect_ok("open", xap_database_open(&xap, database, &err), &err);
    expect_ok("count", xap_database_count(&count, &last, xap, &err), &err);
    expect_number("documents", count, 5);
    expect_number("last", last, 8);
    expect_number("birch", record_of(world, xap, "birch"), 2);
    expect_number("cedar", record_of(world, xap, "cedar"), -1);
    expect_number("fir", record_of(world, xap, "fir"), 2);
    xap_database_free(xap);
}

static void sections_know_what_stands_above(void **state)
{
    const struct world *world = *state;
    const char *database = world_path(world, "db");
    struct spec spec = spec_of(world->arena, "oak", 4, "1");
    struct builder_class class = {.id = STR("oak"), .agency = STR("alder")};
    struct builder *builder = open_builder(database);
    struct record_section record;
    struct buf data = {0};
    uint32_t docid = 0;
    struct err err;

    for (size_t i = 0; i < spec.count; i++) {
        spec.sections[i].heading = str_of(arena_printf(world->arena, "H%zu", i));
        spec.sections[i].parent = (int)i - 1;
    }
    expect_ok("add", builder_add(&docid, builder, &class, &spec, 0, &err), &err);
    finish(builder, world_path(world, "columns"), 4, 1);
    struct xap_database *xap = NULL;
    expect_ok("open", xap_database_open(&xap, database, &err), &err);
    expect_ok("data", xap_database_data(&data, xap, docid + 3, &err), &err);
    expect_ok("record", record_section_decode(&record, buf_view(&data), world->arena, &err), &err);
    expect_number("ordinal", record.ordinal, 3);
    expect_number("path", record.path_count, 3);
    for (size_t i = 0; i < 3; i++)
        expect_text("outermost first", record.path[i], spec.sections[i].heading.p);
    buf_free(&data);
    xap_database_free(xap);
}

/* Six sections, of which the first and the last hold for both classes of the series. */
static struct spec series_of(struct arena *arena)
{
    static size_t first[] = {0, 1, 2, 5}, second[] = {0, 3, 4, 5};
    struct spec spec = spec_of(arena, "clerks", 6, "series");

    spec.sections[3].parent = SPEC_NO_PARENT;
    spec.sections[4].parent = 3;
    spec.sections[3].heading = STR("CLERK II");
    spec.classes = arena_zero(arena, 2, sizeof *spec.classes);
    spec.class_count = 2;
    spec.classes[0] = (struct spec_class){.title = STR("Clerk I"), .sections = first, .count = 4};
    spec.classes[1] = (struct spec_class){.title = STR("Clerk II"), .sections = second, .count = 4};
    spec.classes[0].fields[FIELD_PAY_GRADE].value = STR("4");
    spec.classes[1].fields[FIELD_PAY_GRADE].value = STR("6");
    spec.classes[1].fields[FIELD_CLASS_CODE].value = STR("C2");
    return spec;
}

static uint32_t add_at(struct builder *builder, const struct spec *spec, size_t at, const char *id)
{
    struct builder_class class = {.id = str_of(id), .agency = STR("alder")};
    uint32_t docid = 0;
    struct err err;

    expect_ok(id, builder_add(&docid, builder, &class, spec, at, &err), &err);
    return docid;
}

static struct record_section section_at(const struct world *world, struct xap_database *xap,
                                        uint32_t docid)
{
    struct record_section record;
    struct buf data = {0};
    struct err err;

    expect_ok("data", xap_database_data(&data, xap, docid, &err), &err);
    expect_ok("record", record_section_decode(&record, buf_view(&data), world->arena, &err), &err);
    buf_free(&data);
    return record;
}

static void a_series_is_as_many_classes(void **state)
{
    static const char *const texts[] = {"clerks0", "clerks3", "clerks4", "clerks5"};
    const struct world *world = *state;
    const char *database = world_path(world, "db"), *path = world_path(world, "columns");
    struct spec spec = series_of(world->arena);
    struct builder *builder = open_builder(database);
    struct xap_database *xap = NULL;
    struct record_class class;
    struct columns columns;
    struct buf data = {0}, key = {0};
    struct err err;

    expect_number("first", add_at(builder, &spec, 0, "clerk-i"), 1);
    expect_number("second", add_at(builder, &spec, 1, "clerk-ii"), 5);
    finish(builder, path, 8, 2);
    expect_ok("columns", columns_open(&columns, path, &err), &err);
    for (uint32_t docid = 1; docid <= 8; docid++)
        expect_row(&columns, docid, docid > 4, docid % 4 == 1 ? KIND_DUTIES : KIND_EDUCATION,
                   docid > 4 ? "6" : "4");
    columns_close(&columns);

    expect_ok("open", xap_database_open(&xap, database, &err), &err);
    for (uint32_t i = 0; i < 4; i++) {
        struct record_section section = section_at(world, xap, 5 + i);
        expect_number(texts[i], section.ordinal, i);
        expect_text("text", section.text, texts[i]);
        expect_text("title", section.title, "Clerk II");
        expect_text("code", section.code, "C2");
    }
    expect_text("path", section_at(world, xap, 7).path[0], "CLERK II");
    record_class_key(&key, STR("clerk-ii"));
    expect_ok("class", xap_database_metadata(&data, xap, buf_view(&key), &err), &err);
    expect_ok("class", record_class_decode(&class, buf_view(&data), world->arena, &err), &err);
    expect_text("title", class.title, "Clerk II");
    expect_number("sections", class.sections, 4);
    /* Those of sections 3, 4 and 5 of the document. */
    expect_number("requirements", class.requirement_count, 3);
    for (size_t i = 0; i < 3; i++) {
        expect_number("within the class", class.requirements[i].section, i + 1);
        expect_number("line", class.requirements[i].line, i + 4);
    }
    buf_free(&data);
    buf_free(&key);
    xap_database_free(xap);
}

static void a_class_that_cannot_be_kept_is_an_error(void **state)
{
    const struct world *world = *state;
    struct spec spec = spec_of(world->arena, "ash", 1, "1");
    struct builder_class class = {.id = STR("ash"), .agency = STR("alder")};
    struct builder *builder = open_builder(world_path(world, "db"));
    uint32_t docid = 0;
    struct err err;

    spec.sections[0].text = STR("no UTF-8: \xff");
    expect_error("add", builder_add(&docid, builder, &class, &spec, 0, &err), ERR_FORMAT, &err,
                 NULL);
    builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_build_goes_on_from_the_one_before),
        world_test(sections_know_what_stands_above),
        world_test(a_series_is_as_many_classes),
        world_test(a_class_that_cannot_be_kept_is_an_error),
    };
    return cmocka_run_group_tests_name("builder", tests, NULL, NULL);
}
