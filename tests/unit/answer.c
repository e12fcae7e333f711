/* The client's reading of what the daemon answers: nothing is taken on trust. */

#include "support.h"

#include <jansson.h>
#include <locale.h>

#include "client/answer.h"
#include "client/hits.h"

static const char page_json[] =
    "{\"query\":{\"text\":\"boat\",\"relaxed\":false,\"corrected\":null,\"suggestion\":null,"
    "\"expanded\":[{\"from\":\"cdl\",\"to\":[\"commercial driver license\"],\"why\":\"acronym\"}],"
    "\"notes\":[{\"text\":\"No agency is called x.\",\"query\":null}]},"
    "\"generation\":\"000007\",\"total\":{\"sections\":12,\"classes\":9},"
    "\"page\":1,\"pages\":2,\"per_page\":10,"
    "\"hits\":[{\"class\":{\"id\":\"alder/7710\",\"title\":\"Pilot\",\"code\":\"7710\","
    "\"agency\":\"alder\"},\"section\":{\"ordinal\":3,\"heading\":\"DUTIES\","
    "\"heading_marks\":[],\"kinds\":[\"duties\",\"other\"],\"line\":12,\"page\":4,"
    "\"source\":\"alder/pilot.txt\"},\"snippet\":{\"text\":\"A boat, boats.\","
    "\"marks\":[[8,13],[2,6]]},\"score\":7.25}],"
    "\"facets\":{\"section\":[{\"value\":\"duties\",\"label\":\"Duties\",\"sections\":3,"
    "\"classes\":2,\"selected\":true}],\"agency\":[{\"value\":\"alder\",\"label\":\"alder\","
    "\"sections\":12,\"classes\":9,\"selected\":false}],\"flsa\":[]}}";

static const char class_json[] =
    "{\"class\":{\"id\":\"alder/7710\",\"title\":\"Pilot\",\"code\":null,\"agency\":\"alder\","
    "\"source\":{\"path\":\"alder/pilot.txt\",\"format\":\"text\",\"sha256\":\"00ff\"},"
    "\"fields\":[{\"label\":\"Pay grade\",\"value\":\"22\",\"meaning\":null,\"line\":4},"
    "{\"label\":\"Series\",\"value\":\"P\",\"meaning\":\"Pilots\",\"line\":null}]},"
    "\"requirements\":{\"education\":[{\"level\":\"bachelor\",\"label\":\"Bachelor's degree\","
    "\"modality\":\"required\",\"sentence\":\"A bachelor's degree.\",\"line\":8,\"section\":1}],"
    "\"licences\":[{\"label\":\"pilot's licence\",\"modality\":\"preferred\","
    "\"sentence\":\"A pilot's licence.\",\"line\":2,\"section\":0},"
    "{\"label\":\"driver licence\",\"modality\":\"by_position\","
    "\"sentence\":\"By position, a driver licence.\",\"line\":9,\"section\":1}],"
    "\"lifting\":[]},"
    "\"series\":{\"name\":\"Pilot\",\"stated\":true,\"left_out\":2,\"classes\":["
    "{\"id\":\"alder/7710\",\"title\":\"Pilot\",\"code\":null,\"grade\":\"22\",\"current\":true,"
    "\"distinguished\":[]},"
    "{\"id\":\"alder/7711\",\"title\":\"Pilot II\",\"code\":\"7711\",\"grade\":null,"
    "\"current\":false,\"distinguished\":[{\"sentence\":\"It is above Pilot.\",\"line\":5}]}]},"
    "\"sections\":[{\"ordinal\":0,\"level\":1,\"heading\":null,\"heading_marks\":[],"
    "\"kinds\":[\"other\"],\"line\":1,\"page\":null,\"text\":\"Pilot\",\"marks\":[]},"
    "{\"ordinal\":1,\"level\":2,\"heading\":\"DUTIES\",\"heading_marks\":[[0,6]],"
    "\"kinds\":[\"duties\",\"salary\"],\"line\":7,\"page\":2,\"text\":\"Guides.\","
    "\"marks\":[[0,6]]}]}";

static struct answer answer_of(const struct world *world, json_t *root)
{
    return (struct answer){.root = root, .arena = world->arena, .origin = "http://test"};
}

static json_t *load(const char *text)
{
    json_t *root = json_loads(text, 0, NULL);

    assert_non_null(root);
    return root;
}

static void pages_are_read(void **state)
{
    json_t *root = load(page_json);
    struct answer answer = answer_of(*state, root);
    struct answer_page page;
    struct err err;

    expect_ok("page", answer_read_page(&page, &answer, &err), &err);
    expect_text("generation", page.generation, "000007");
    expect_true("corrected", page.query.corrected.p == NULL);
    expect_true("relaxed", !page.query.relaxed);
    expect_number("sections", page.sections, 12);
    expect_number("classes", page.classes, 9);
    expect_number("page", page.page, 1);
    expect_number("pages", page.pages, 2);
    expect_number("hits", page.hit_count, 1);
    const struct answer_hit *hit = &page.hits[0];
    expect_text("id", hit->class.id, "alder/7710");
    expect_text("title", hit->class.title, "Pilot");
    expect_text("code", hit->class.code, "7710");
    expect_text("agency", hit->class.agency, "alder");
    expect_number("ordinal", hit->section.ordinal, 3);
    expect_number("level", hit->section.level, 0);
    expect_number("line", hit->section.line, 12);
    expect_number("page", hit->section.page, 4);
    expect_text("heading", hit->section.heading.text, "DUTIES");
    expect_number("kinds", hit->section.kind_count, 2);
    expect_text("kinds", hit->section.kinds[1], "other");
    expect_text("source", hit->source, "alder/pilot.txt");
    expect_text("snippet", hit->snippet.text, "A boat, boats.");
    expect_number("marks", hit->snippet.mark_count, 2);
    expect_number("sorted", hit->snippet.marks[0].start, 2);
    expect_number("sorted", hit->snippet.marks[1].end, 13);
    expect_true("score", hit->score > 7.2 && hit->score < 7.3);
    json_decref(root);
}

static void specifications_are_read(void **state)
{
    json_t *root = load(class_json);
    struct answer answer = answer_of(*state, root);
    struct answer_specification spec;
    struct err err;

    expect_ok("class", answer_read_specification(&spec, &answer, &err), &err);
    expect_text("id", spec.class.id, "alder/7710");
    expect_true("no code", spec.class.code.p == NULL);
    expect_text("source", spec.source, "alder/pilot.txt");
    expect_text("format", spec.format, "text");
    expect_text("sha256", spec.sha256, "00ff");
    expect_number("fields", spec.field_count, 2);
    expect_text("label", spec.fields[0].label, "Pay grade");
    expect_text("value", spec.fields[0].value, "22");
    expect_number("line", spec.fields[0].line, 4);
    expect_number("no line", spec.fields[1].line, -1);
    expect_true("no meaning", spec.fields[0].meaning.p == NULL);
    expect_text("meaning", spec.fields[1].meaning, "Pilots");
    expect_number("requirements", spec.requirement_count, 3);
    expect_text("type", spec.requirements[0].type, "education");
    expect_text("label", spec.requirements[0].label, "Bachelor's degree");
    expect_text("modality", spec.requirements[2].modality, "by_position");
    expect_text("sentence", spec.requirements[2].sentence.text, "By position, a driver licence.");
    expect_number("line", spec.requirements[2].line, 9);
    expect_number("section", spec.requirements[2].section, 1);
    expect_text("series", spec.series.name, "Pilot");
    expect_number("left out", spec.series.left_out, 2);
    expect_number("classes of it", spec.series.level_count, 2);
    expect_text("grade", spec.series.levels[0].grade, "22");
    expect_true("current", spec.series.levels[0].current && !spec.series.levels[1].current);
    expect_text("another's id", spec.series.levels[1].id, "alder/7711");
    expect_number("distinguished", spec.series.levels[1].distinction_count, 1);
    expect_text("how", spec.series.levels[1].distinctions[0].sentence.text, "It is above Pilot.");
    expect_number("where", spec.series.levels[1].distinctions[0].line, 5);
    expect_number("sections", spec.section_count, 2);
    expect_true("no heading", spec.sections[0].heading.text.p == NULL);
    expect_number("no page", spec.sections[0].page, -1);
    expect_number("level", spec.sections[1].level, 2);
    expect_number("heading marks", spec.sections[1].heading.mark_count, 1);
    expect_text("text", spec.texts[1].text, "Guides.");
    expect_number("marks", spec.texts[1].mark_count, 1);
    json_decref(root);
}

static void facets_are_read(void **state)
{
    json_t *root = load(page_json);
    struct answer answer = answer_of(*state, root);
    struct answer_count *counts = NULL;
    size_t count = 9;
    struct err err;

    expect_ok("section", answer_read_facet(&counts, &count, &answer, "section", &err), &err);
    expect_number("count", count, 1);
    expect_text("value", counts[0].value, "duties");
    expect_text("label", counts[0].label, "Duties");
    expect_number("sections", counts[0].sections, 3);
    expect_number("classes", counts[0].classes, 2);
    expect_true("selected", counts[0].selected);
    expect_ok("empty", answer_read_facet(&counts, &count, &answer, "flsa", &err), &err);
    expect_number("empty", count, 0);
    expect_ok("none", answer_read_facet(&counts, &count, &answer, "grade", &err), &err);
    expect_number("none", count, 0);
    json_decref(root);
}

enum reading { READ_PAGE, READ_CLASS, READ_FACET };

static enum err_code read_as(enum reading reading, const struct answer *answer, struct err *err)
{
    struct answer_page page;
    struct answer_specification specification;
    struct answer_count *counts;
    size_t count;

    switch (reading) {
    case READ_PAGE:
        return answer_read_page(&page, answer, err);
    case READ_CLASS:
        return answer_read_specification(&specification, answer, err);
    case READ_FACET:
        return answer_read_facet(&counts, &count, answer, "section", err);
    }
    return ERR_INTERNAL;
}

/* The value at a path such as "hits/0/class"; its last step in *name. */
static json_t *parent_of(json_t *root, const char *path, char name[40])
{
    struct str rest = str_of(path);

    for (;;) {
        struct str step = str_cut(&rest, '/');
        snprintf(name, 40, "%.*s", (int)step.n, step.p);
        if (rest.n == 0)
            return root;
        root = json_is_array(root) ? json_array_get(root, (size_t)(name[0] - '0'))
                                   : json_object_get(root, name);
        assert_non_null(root);
    }
}

/* Reads an answer in which the member at `path` is `value`, or is not there if that is NULL. */
static void expect_changed(const struct world *world, enum reading reading, const char *path,
                           json_t *value, enum err_code want)
{
    json_t *root = load(reading == READ_CLASS ? class_json : page_json);
    struct answer answer = answer_of(world, root);
    struct err err;
    char name[40];
    json_t *parent = parent_of(root, path, name);

    assert_non_null(json_object_get(parent, name));
    if (value == NULL)
        json_object_del(parent, name);
    else
        json_object_set(parent, name, value);
    enum err_code code = read_as(reading, &answer, &err);
    json_decref(root);
    json_decref(value);
    expect_number(path, code, want);
    if (code != ERR_OK)
        expect_error(path, code, ERR_FORMAT, &err, name);
}

static const struct {
    enum reading reading;
    const char *path, *type; /* "text", "count", "bool", "number", "list", "object" */
    bool may_be_null;
} members[] = {
    {READ_PAGE, "query", "object", false},
    {READ_PAGE, "query/relaxed", "bool", false},
    {READ_PAGE, "query/text", "text", false},
    {READ_PAGE, "query/corrected", "text", true},
    {READ_PAGE, "query/suggestion", "text", true},
    {READ_PAGE, "query/expanded", "list", false},
    {READ_PAGE, "query/expanded/0/from", "text", false},
    {READ_PAGE, "query/expanded/0/to", "list", false},
    {READ_PAGE, "query/notes", "list", false},
    {READ_PAGE, "query/notes/0/text", "text", false},
    {READ_PAGE, "query/notes/0/query", "text", true},
    {READ_PAGE, "generation", "text", false},
    {READ_PAGE, "total", "object", false},
    {READ_PAGE, "total/sections", "count", false},
    {READ_PAGE, "total/classes", "count", false},
    {READ_PAGE, "page", "count", false},
    {READ_PAGE, "pages", "count", false},
    {READ_PAGE, "hits", "list", false},
    {READ_PAGE, "hits/0/class", "object", false},
    {READ_PAGE, "hits/0/class/id", "text", false},
    {READ_PAGE, "hits/0/class/title", "text", false},
    {READ_PAGE, "hits/0/class/code", "text", true},
    {READ_PAGE, "hits/0/class/agency", "text", false},
    {READ_PAGE, "hits/0/section", "object", false},
    {READ_PAGE, "hits/0/section/ordinal", "count", false},
    {READ_PAGE, "hits/0/section/heading", "text", true},
    {READ_PAGE, "hits/0/section/heading_marks", "list", false},
    {READ_PAGE, "hits/0/section/kinds", "list", false},
    {READ_PAGE, "hits/0/section/line", "count", true},
    {READ_PAGE, "hits/0/section/page", "count", true},
    {READ_PAGE, "hits/0/section/source", "text", false},
    {READ_PAGE, "hits/0/snippet", "object", false},
    {READ_PAGE, "hits/0/snippet/text", "text", false},
    {READ_PAGE, "hits/0/snippet/marks", "list", false},
    {READ_PAGE, "hits/0/score", "number", false},
    {READ_FACET, "facets", "object", false},
    {READ_FACET, "facets/section/0/value", "text", false},
    {READ_FACET, "facets/section/0/label", "text", false},
    {READ_FACET, "facets/section/0/sections", "count", false},
    {READ_FACET, "facets/section/0/classes", "count", false},
    {READ_FACET, "facets/section/0/selected", "bool", false},
    {READ_CLASS, "class", "object", false},
    {READ_CLASS, "class/id", "text", false},
    {READ_CLASS, "class/code", "text", true},
    {READ_CLASS, "class/source", "object", false},
    {READ_CLASS, "class/source/path", "text", false},
    {READ_CLASS, "class/source/format", "text", false},
    {READ_CLASS, "class/source/sha256", "text", false},
    {READ_CLASS, "class/fields", "list", false},
    {READ_CLASS, "class/fields/0/label", "text", false},
    {READ_CLASS, "class/fields/1/value", "text", false},
    {READ_CLASS, "class/fields/0/line", "count", true},
    {READ_CLASS, "class/fields/1/meaning", "text", true},
    {READ_CLASS, "requirements", "object", false},
    {READ_CLASS, "requirements/education/0/label", "text", false},
    {READ_CLASS, "requirements/education/0/modality", "text", false},
    {READ_CLASS, "requirements/licences/1/sentence", "text", false},
    {READ_CLASS, "requirements/licences/1/line", "count", false},
    {READ_CLASS, "requirements/licences/1/section", "count", false},
    {READ_CLASS, "series", "object", true},
    {READ_CLASS, "series/name", "text", false},
    {READ_CLASS, "series/left_out", "count", false},
    {READ_CLASS, "series/classes", "list", false},
    {READ_CLASS, "series/classes/0/id", "text", false},
    {READ_CLASS, "series/classes/0/grade", "text", true},
    {READ_CLASS, "series/classes/1/code", "text", true},
    {READ_CLASS, "series/classes/0/current", "bool", false},
    {READ_CLASS, "series/classes/0/distinguished", "list", false},
    {READ_CLASS, "series/classes/1/distinguished/0/sentence", "text", false},
    {READ_CLASS, "series/classes/1/distinguished/0/line", "count", true},
    {READ_CLASS, "sections", "list", false},
    {READ_CLASS, "sections/1/level", "count", false},
    {READ_CLASS, "sections/1/text", "text", false},
    {READ_CLASS, "sections/1/marks", "list", false},
    {READ_CLASS, "sections/1/kinds", "list", false},
};

static void members_missing_or_of_another_type(void **state)
{
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        enum reading reading = members[i].reading;
        const char *path = members[i].path, *type = members[i].type;
        bool count = strcmp(type, "count") == 0;
        expect_changed(*state, reading, path, NULL, ERR_FORMAT);
        expect_changed(*state, reading, path, json_null(),
                       members[i].may_be_null ? ERR_OK : ERR_FORMAT);
        expect_changed(*state, reading, path,
                       strcmp(type, "text") == 0 ? json_integer(1) : json_string("1"), ERR_FORMAT);
        expect_changed(*state, reading, path,
                       strcmp(type, "list") == 0 ? json_object() : json_array(), ERR_FORMAT);
        if (strcmp(type, "bool") != 0)
            expect_changed(*state, reading, path, json_true(), ERR_FORMAT);
        if (count) {
            expect_changed(*state, reading, path, json_integer(-1), ERR_FORMAT);
            expect_changed(*state, reading, path, json_real(1.5), ERR_FORMAT);
            expect_changed(*state, reading, path, json_integer(0), ERR_OK);
        }
    }
}

static void marks_of_an_answer_are_tidied(void **state)
{
    static const struct {
        const char *marks;
        enum err_code code;
        size_t count, start, end; /* of the first that is left */
    } cases[] = {
        {"[]", ERR_OK, 0, 0, 0},
        {"[[8,13],[2,6]]", ERR_OK, 2, 2, 6},
        {"[[2,6],[4,9],[9,10]]", ERR_OK, 1, 2, 10},
        {"[[5,5],[7,3]]", ERR_OK, 0, 0, 0},
        {"[[-5,3]]", ERR_OK, 1, 0, 3},
        {"[[-5,-3]]", ERR_OK, 0, 0, 0},
        {"[[0,9000000000000000000]]", ERR_OK, 1, 0, 9000000000000000000u},
        {"[[1]]", ERR_FORMAT, 0, 0, 0},
        {"[[1,2,3]]", ERR_FORMAT, 0, 0, 0},
        {"[1,2]", ERR_FORMAT, 0, 0, 0},
        {"[[\"1\",2]]", ERR_FORMAT, 0, 0, 0},
        {"[[1.0,2.5]]", ERR_FORMAT, 0, 0, 0},
        {"[null]", ERR_FORMAT, 0, 0, 0},
        {"[{\"start\":1,\"end\":2}]", ERR_FORMAT, 0, 0, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        json_t *root = load(page_json);
        struct answer answer = answer_of(*state, root);
        struct answer_page page;
        struct err err;
        char name[40];
        json_object_set_new(parent_of(root, "hits/0/snippet/marks", name), name,
                            load(cases[i].marks));
        expect_number(cases[i].marks, answer_read_page(&page, &answer, &err), cases[i].code);
        if (cases[i].code == ERR_OK) {
            const struct wrap_text *snippet = &page.hits[0].snippet;
            expect_number(cases[i].marks, snippet->mark_count, cases[i].count);
            if (cases[i].count > 0) {
                expect_number(cases[i].marks, snippet->marks[0].start, cases[i].start);
                expect_number(cases[i].marks, snippet->marks[0].end, cases[i].end);
            }
        }
        json_decref(root);
    }
}

static void lists_of_other_things_are_refused(void **state)
{
    static const struct {
        enum reading reading;
        const char *path, *value;
    } cases[] = {
        {READ_PAGE, "hits", "[1]"},
        {READ_PAGE, "hits", "[null]"},
        {READ_PAGE, "hits/0/section/kinds", "[1]"},
        {READ_PAGE, "hits/0/section/kinds", "[\"duties\",null]"},
        {READ_CLASS, "class/fields", "[\"x\"]"},
        {READ_CLASS, "sections", "[[]]"},
        {READ_FACET, "facets/section", "[0]"},
        {READ_FACET, "facets/section", "\"x\""},
        {READ_CLASS, "requirements/licences", "{}"},
        {READ_CLASS, "requirements/licences/1/section", "2"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct world *world = *state;
        json_t *root = load(cases[i].reading == READ_CLASS ? class_json : page_json);
        struct answer answer = answer_of(world, root);
        struct err err;
        char name[40];
        json_object_set_new(parent_of(root, cases[i].path, name), name,
                            json_loads(cases[i].value, JSON_DECODE_ANY, NULL));
        enum err_code code = read_as(cases[i].reading, &answer, &err);
        json_decref(root);
        expect_error(cases[i].path, code, ERR_FORMAT, &err, "http://test");
    }
}

/* The lines of the requirements, in the specification and in the JSON; each in a section kept. */
static void expect_required(const char *lines, const struct answer_specification *spec,
                            const json_t *root)
{
    struct buf left = {0}, json = {0};
    json_t *list, *item;
    const char *type;
    size_t k;

    for (size_t i = 0; i < spec->requirement_count; i++) {
        expect_true(lines, spec->requirements[i].section < spec->section_count);
        buf_printf(&left, "%lld", spec->requirements[i].line);
    }
    json_object_foreach(json_object_get(root, "requirements"), type, list)
        json_array_foreach(list, k, item)
            buf_printf(&json, "%lld", (long long)json_integer_value(json_object_get(item, "line")));
    expect_text("requirements", buf_view(&left), lines);
    expect_text("requirements in JSON", buf_view(&json), lines);
    buf_free(&left);
    buf_free(&json);
}

static void sections_are_kept_by_kind(void **state)
{
    static const struct {
        const char *kinds[3];
        size_t count;
        const char *left;     /* ordinals */
        const char *required; /* lines */
    } cases[] = {
        {{"duties"}, 1, "1", "89"},
        {{"other"}, 1, "0", "2"},
        {{"salary", "other"}, 2, "01", "829"},
        {{"history", "salary"}, 2, "1", "89"},
        {{"history"}, 1, "", ""},
        {{"dutie"}, 1, "", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        json_t *root = load(class_json);
        struct answer answer = answer_of(*state, root);
        struct answer_specification spec;
        struct buf left = {0}, json = {0};
        struct err err;
        expect_ok("class", answer_read_specification(&spec, &answer, &err), &err);
        answer_keep_kinds(&spec, &answer, cases[i].kinds, cases[i].count);
        const json_t *array = json_object_get(root, "sections");
        for (size_t k = 0; k < spec.section_count; k++)
            buf_printf(&left, "%lld", spec.sections[k].ordinal);
        for (size_t k = 0; k < json_array_size(array); k++)
            buf_printf(&json, "%lld",
                       (long long)json_integer_value(
                           json_object_get(json_array_get(array, k), "ordinal")));
        expect_text(cases[i].kinds[0], buf_view(&left), cases[i].left);
        expect_text(cases[i].kinds[0], buf_view(&json), cases[i].left);
        expect_required(cases[i].required, &spec, root);
        if (spec.section_count == 1)
            expect_text("its text", spec.texts[0].text,
                        spec.sections[0].ordinal == 0 ? "Pilot" : "Guides.");
        buf_free(&left);
        buf_free(&json);
        json_decref(root);
    }
}

static void expect_written(const char *label, struct output *out, const char *want)
{
    expect_text(label, buf_view(&out->pending), want);
    out->pending.n = 0;
}

static void hits_are_printed_for_people(void **state)
{
    json_t *root = load(page_json);
    struct answer answer = answer_of(*state, root);
    struct output out = {.fd = -1, .width = 80};
    struct answer_page page;
    struct err err;

    expect_ok("page", answer_read_page(&page, &answer, &err), &err);
    hits_print_totals(&out, &page);
    expect_written("totals", &out,
                   "12 sections in 9 classes\n"
                   "taken for the same: cdl, commercial driver license (not so with --no-expand)\n"
                   "No agency is called x.\n");
    page.query.same_count = 0;
    page.query.notes[0].query = STR("agency:y");
    page.sections = page.classes = 1;
    page.query.corrected = page.query.suggestion = STR("bo\x1b"
                                                       "at");
    hits_print_totals(&out, &page);
    expect_written("one", &out,
                   "1 section in 1 class\n"
                   "nothing has boat; these are the results for: bo\xef\xbf\xbd"
                   "at\n"
                   "did you mean: bo\xef\xbf\xbd"
                   "at\n"
                   "No agency is called x.\n"
                   "did you mean: agency:y\n");
    hits_print_next(&out, &page);
    expect_true("next page", strstr(buf_view(&out.pending).p, "-p 2") != NULL);
    out.pending.n = 0;
    page.page = 2;
    hits_print_next(&out, &page);
    expect_written("the last page", &out, "");
    hits_print_kinds(&out, &page.hits[0].section);
    expect_written("kinds", &out, "[duties, other]");
    hits_print(&out, &page);
    buf_char(&out.pending, '\0');
    static const char *const parts[] = {"Pilot (7710), alder", "alder/7710", "DUTIES",
                                        "alder/pilot.txt:12",  "page 4",     "A boat, boats."};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        expect_true(parts[i], strstr(out.pending.p, parts[i]) != NULL);
    out.pending.n = 0;
    expect_ok("facets", hits_print_facets(&out, &answer, &err), &err);
    buf_char(&out.pending, '\0');
    expect_true("selected", strstr(out.pending.p, "*        3        2  duties") != NULL);
    expect_true("not selected", strstr(out.pending.p, "        12        9  alder") != NULL);
    out.pending.n = 0;
    json_object_set_new(json_object_get(root, "facets"), "flsa", json_true());
    expect_error("facets", hits_print_facets(&out, &answer, &err), ERR_FORMAT, &err, "flsa");
    expect_written("nothing", &out, "");
    output_free(&out);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(pages_are_read),
        world_test(specifications_are_read),
        world_test(facets_are_read),
        world_test(members_missing_or_of_another_type),
        world_test(marks_of_an_answer_are_tidied),
        world_test(lists_of_other_things_are_refused),
        world_test(sections_are_kept_by_kind),
        world_test(hits_are_printed_for_people),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
