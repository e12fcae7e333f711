/* indexer/reading: a reading comes back from JSON as it was, and no other JSON does. */
#include "support.h"

#include "indexer/reading.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct requirement requirements[] = {
    {.type = REQUIREMENT_EXPERIENCE,
     .modality = MODALITY_REQUIRED,
     .sentence = {"Three to five years and six months of it.", 41},
     .phrase = {"Three to five years", 19},
     .line = 9,
     .section = 1,
     .start = 0,
     .end = 41,
     .months = 36,
     .months_max = 60,
     .supervisory = true,
     .part_months = 6,
     .part_supervisory = true},
    {.type = REQUIREMENT_EDUCATION,
     .modality = MODALITY_PREFERRED,
     .sentence = {"A degree.", 9},
     .phrase = {"degree", 6},
     .line = 10,
     .section = 1,
     .start = 42,
     .end = 51,
     .level = EDUCATION_BACHELOR},
    {.type = REQUIREMENT_EXPERIENCE,
     .modality = MODALITY_EQUIVALENCY,
     .line = 11,
     .section = 1,
     .start = 42,
     .end = 51,
     .months = 7,
     .months_max = 7},
    {.type = REQUIREMENT_LICENCE,
     .modality = MODALITY_BY_POSITION,
     .line = 12,
     .section = 1,
     .start = 51,
     .end = 51},
    {.type = REQUIREMENT_BACKGROUND, .modality = MODALITY_UNCLASSIFIED, .line = 3, .section = 2},
    {.type = REQUIREMENT_LIFTING, .line = 4, .section = 2, .pounds = 50},
};

static struct spec_section sections[] = {
    {.level = 1,
     .parent = SPEC_NO_PARENT,
     .line = 1,
     .page = 2,
     .text = {"a\0b", 3},
     .text_line = 1},
    {.heading = {"Duties \xc3\xa9 \"x\"", 13},
     .level = 1,
     .parent = SPEC_NO_PARENT,
     .known = true,
     .line = 2,
     .text = {"Three to five years and six months of it.\nA degree.", 51},
     .text_line = 9},
    {.heading = {"Notes", 5},
     .level = 2,
     .parent = 1,
     .line = 3,
     .text = {"x\ny", 3},
     .text_line = 4},
};

static size_t all_sections[] = {0, 1, 2}, some_sections[] = {0, 2};

static struct spec_class classes[] = {
    {.title = {"Clerk I", 7}, .title_line = 1, .sections = all_sections, .count = 3},
    {.title = {"Clerk II", 8}, .sections = some_sections, .count = 2},
};

static struct reading sample(void)
{
    struct reading reading = {.sha256 = SHA,
                              .format = "text",
                              .note = "a note",
                              .path = "a/b.txt",
                              .agency = "Fernhollow",
                              .house = "/x/house.ini",
                              .spec = {.title = {"Clerk", 5},
                                       .title_line = 1,
                                       .sections = sections,
                                       .count = COUNT_OF(sections),
                                       .requirements = requirements,
                                       .requirement_count = COUNT_OF(requirements),
                                       .classes = classes,
                                       .class_count = COUNT_OF(classes)}};

    reading.spec.fields[FIELD_FLSA] = (struct spec_field){{"Y", 1}, 5, {"Exempt", 6}};
    reading.spec.fields[FIELD_REVISED] = (struct spec_field){{"6/14/2022", 9}, 6, {"", 0}};
    classes[1].fields[FIELD_CLASS_CODE] = (struct spec_field){{"12", 2}, 7, {"", 0}};
    kind_set_add(&sections[0].kinds, KIND_OTHER);
    kind_set_add(&sections[1].kinds, KIND_DUTIES);
    kind_set_add(&sections[2].kinds, KIND_EDUCATION);
    kind_set_add(&sections[2].kinds, KIND_EXPERIENCE);
    return reading;
}

static void expect_same(const char *label, struct str got, struct str want)
{
    expect_true(label, str_eq(got, want));
}

static void expect_fields(const struct spec_field got[FIELD_COUNT],
                          const struct spec_field want[FIELD_COUNT])
{
    for (enum spec_field_name name = 0; name < FIELD_COUNT; name++) {
        expect_same(field_name(name), got[name].value, want[name].value);
        expect_same(field_name(name), got[name].meaning, want[name].meaning);
        expect_number(field_name(name), got[name].line, want[name].line);
    }
}

static void expect_sections(const struct spec *spec)
{
    expect_number("sections", spec->count, COUNT_OF(sections));
    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *got = &spec->sections[i], *want = &sections[i];
        expect_same("heading", got->heading, want->heading);
        expect_same("text", got->text, want->text);
        expect_number("known", got->known, want->known);
        expect_number("level", got->level, want->level);
        expect_number("parent", got->parent, want->parent);
        expect_number("line", got->line, want->line);
        expect_number("page", got->page, want->page);
        expect_number("text_line", got->text_line, want->text_line);
        expect_number("kinds", got->kinds.count, want->kinds.count);
        expect_true("kinds", memcmp(got->kinds.kinds, want->kinds.kinds, want->kinds.count) == 0);
    }
}

static void expect_requirements(const struct spec *spec)
{
    expect_number("requirements", spec->requirement_count, COUNT_OF(requirements));
    for (size_t i = 0; i < spec->requirement_count; i++) {
        const struct requirement *got = &spec->requirements[i], *want = &requirements[i];
        expect_number("type", got->type, want->type);
        expect_number("modality", got->modality, want->modality);
        expect_same("sentence", got->sentence, want->sentence);
        expect_same("phrase", got->phrase, want->phrase);
        expect_number("line", got->line, want->line);
        expect_number("section", got->section, want->section);
        expect_number("start", got->start, want->start);
        expect_number("end", got->end, want->end);
        expect_number("level", got->level, want->level);
        expect_number("months", got->months, want->months);
        expect_number("months_max", got->months_max, want->months_max);
        expect_number("supervisory", got->supervisory, want->supervisory);
        expect_number("part", got->part_months, want->part_months);
        expect_number("part", got->part_supervisory, want->part_supervisory);
        expect_number("pounds", got->pounds, want->pounds);
    }
}

static void readings_come_back_as_they_were(void **state)
{
    const struct world *world = *state;
    struct reading reading = sample(), back;
    struct buf json = {0};
    struct err err;

    expect_ok("encode", reading_encode(&json, &reading, &err), &err);
    expect_ok("decode", reading_decode(&back, buf_view(&json), world->arena, &err), &err);
    expect_text("sha256", str_of(back.sha256), SHA);
    expect_text("format", str_of(back.format), "text");
    expect_text("note", str_of(back.note), "a note");
    expect_same("title", back.spec.title, reading.spec.title);
    expect_number("title_line", back.spec.title_line, 1);
    expect_fields(back.spec.fields, reading.spec.fields);
    expect_sections(&back.spec);
    expect_requirements(&back.spec);
    expect_number("classes", back.spec.class_count, COUNT_OF(classes));
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        const struct spec_class *got = &back.spec.classes[i];
        expect_same("class", got->title, classes[i].title);
        expect_number("class", got->title_line, classes[i].title_line);
        expect_fields(got->fields, classes[i].fields);
        expect_number("class", got->count, classes[i].count);
        expect_true("class", memcmp(got->sections, classes[i].sections,
                                    got->count * sizeof *got->sections) == 0);
    }
    /* What the reader of a file is not told is not taken from it. */
    expect_text("path", str_of(back.path), "");
    expect_text("agency", str_of(back.agency), "");
    expect_text("house", str_of(back.house), "");
    buf_free(&json);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    struct reading reading = sample();
    struct buf json = {0};
    struct err err;
    (void)state;

    sections[2].text = STR("\xff");
    enum err_code code = reading_encode(&json, &reading, &err);
    sections[2].text = STR("x\ny");
    expect_error("text", code, ERR_FORMAT, &err, "JSON");
    buf_free(&json);
}

/* The sample's JSON with the first `from` made `to`. */
static const char *spoil(const struct world *world, const char *from, const char *to)
{
    struct reading reading = sample();
    struct buf json = {0};
    struct err err;

    expect_ok(from, reading_encode(&json, &reading, &err), &err);
    const char *at = strstr(json.p, from);
    expect_true(from, at != NULL);
    const char *spoilt =
        arena_printf(world->arena, "%.*s%s%s", (int)(at - json.p), json.p, to, at + strlen(from));
    buf_free(&json);
    return spoilt;
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
    } spoilt[] = {
        {"\"sha256\":\"0", "\"sha256\":\""},
        {"\"sha256\":\"0", "\"sha256\":\"A"},
        {"\"format\":\"text\"", "\"format\":null"},
        {"\"format\":\"text\"", "\"format\":[]"},
        {"\"note\":\"a note\"", "\"note\":7"},
        {"\"title_line\":1", "\"title_line\":-1"},
        {"\"title_line\":1", "\"title_line\":4294967296"},
        {"\"title_line\":1", "\"title_line\":1.5"},
        {"\"title_line\":1", "\"title_line\":\"1\""},
        {"\"flsa\":", "\"colour\":"},
        {"\"value\":\"Y\"", "\"value\":\"\""},
        {"\"ordinal\":1", "\"ordinal\":2"},
        {"\"level\":2", "\"level\":0"},
        {"\"level\":2", "\"level\":1"},
        {"\"parent\":1", "\"parent\":2"},
        {"\"parent\":1", "\"parent\":-1"},
        {"\"parent\":1", "\"parent\":99999999999"},
        {"\"parent\":1", "\"parent\":\"\""},
        {"\"kinds\":[\"duties\"]", "\"kinds\":[]"},
        {"\"kinds\":[\"duties\"]", "\"kinds\":[\"dutiful\"]"},
        {"\"kinds\":[\"duties\"]", "\"kinds\":[null]"},
        {"\"kinds\":[\"duties\"]", "\"kinds\":{}"},
        {"\"known\":true", "\"known\":1"},
        {"\"sections\":[{", "\"sections\":[null,{"},
        {"\"sections\":[{", "\"sections\":[],\"x\":[{"},
        {"\"lifting\":[", "\"lofting\":["},
        {"\"section\":1", "\"section\":3"},
        {"\"section\":1", "\"section\":-1"},
        {"\"line\":9,\"section\":1", "\"line\":9,\"section\":2"},
        {"\"start\":0,\"end\":41", "\"start\":0,\"end\":52"},
        {"\"start\":42,\"end\":51", "\"start\":52,\"end\":51"},
        {"\"start\":42", "\"start\":-1"},
        {"\"start\":42", "\"start\":\"42\""},
        {"\"modality\":\"required\"", "\"modality\":\"desired\""},
        {"\"level\":\"bachelor\"", "\"level\":\"phd\""},
        {"\"months\":36", "\"months\":61"},
        {"\"months\":36", "\"months\":100000"},
        {"\"supervisory\":true", "\"supervisory\":1"},
        {"\"pounds\":50", "\"pounds\":50000"},
        {"\"classes\":[", "\"classes\":[],\"x\":["},
        {"\"sections\":[0,2]", "\"sections\":[0,3]"},
        {"\"sections\":[0,2]", "\"sections\":[2,0]"},
        {"\"sections\":[0,2]", "\"sections\":[0,0]"},
        {"\"sections\":[0,2]", "\"sections\":[-1]"},
        {"\"sections\":[0,2]", "\"sections\":[0.0]"},
        {"\"sections\":[0,2]", "\"sections\":[]"},
        {"\"sections\":[0,2]", "\"sections\":[0,1,2,3]"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(spoilt); i++) {
        struct reading back;
        struct err err;
        const char *json = spoil(world, spoilt[i].from, spoilt[i].to);
        expect_error(spoilt[i].to, reading_decode(&back, str_of(json), world->arena, &err),
                     ERR_FORMAT, &err, "makes no sense");
        arena_clear(world->arena);
    }
}

static void what_is_no_json_is_refused(void **state)
{
    static const char *const texts[] = {"", "null", "[]", "{}", "{\"sha256\":\"" SHA "\"}", "\xff"};
    const struct world *world = *state;
    struct reading reading = sample(), back;
    struct buf json = {0};
    struct err err;

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        expect_error(texts[i], reading_decode(&back, str_of(texts[i]), world->arena, &err),
                     ERR_FORMAT, &err, NULL);
    expect_ok("encode", reading_encode(&json, &reading, &err), &err);
    for (size_t n = 0; n < json.n; n += 13)
        expect_error("cut", reading_decode(&back, (struct str){json.p, n}, world->arena, &err),
                     ERR_FORMAT, &err, NULL);
    buf_free(&json);
}

/* Empty lists by the million would take a hundred times their text. */
static void more_than_can_be_held_is_refused(void **state)
{
    const struct world *world = *state;
    struct buf json = {0};
    struct reading back;
    struct err err;

    for (int i = 0; i < 1000 * 1000; i++)
        buf_text(&json, i == 0 ? "[[" : "],[");
    buf_text(&json, "]]");
    expect_error("lists", reading_decode(&back, buf_view(&json), world->arena, &err), ERR_LIMIT,
                 &err, "more sections");
    json.n = 0;
    buf_text(&json, "[\"\\\"");
    for (int i = 0; i < 1000 * 1000; i++)
        buf_text(&json, "[[[[,,,,");
    buf_text(&json, "\"]");
    expect_error("a string", reading_decode(&back, buf_view(&json), world->arena, &err), ERR_FORMAT,
                 &err, "no object");
    buf_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(readings_come_back_as_they_were),
        cmocka_unit_test(text_that_is_not_utf8_is_refused),
        world_test(what_makes_no_sense_is_refused),
        world_test(what_is_no_json_is_refused),
        world_test(more_than_can_be_held_is_refused),
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
