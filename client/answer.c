#include "client/answer.h"

#include <math.h>

enum { HTTP_OK = 200, HTTP_BAD = 400, HTTP_NOT_FOUND = 404, HTTP_BUSY = 503 };

void answer_free(struct answer *answer)
{
    json_decref(answer->root);
    arena_free(answer->arena);
    buf_free(&answer->body);
    *answer = (struct answer){0};
}

/* The daemon's own words for what went wrong, or the status if somebody else answered. */
static enum err_code refuse(const struct answer *answer, long status, struct err *err)
{
    json_t *error = json_object_get(answer->root, "error");
    const char *message = json_string_value(json_object_get(error, "message"));
    json_int_t position = json_integer_value(json_object_get(error, "position"));

    if (message == NULL && status / 100 == 3)
        return err_set(
            err, ERR_FORMAT,
            "%.200s answered with HTTP status %ld, a redirect, and none is followed; set "
            "--url to where specsearchd runs",
            answer->origin, status);
    if (message == NULL)
        return err_set(err, ERR_FORMAT,
                       "%.200s answered with HTTP status %ld and no reason; check that specsearchd "
                       "runs there, or set --url",
                       answer->origin, status);
    if (status == HTTP_BUSY)
        return err_set(err, ERR_BUSY, "%.200s: %.250s; try again", answer->origin, message);
    if (status == HTTP_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, "%.200s: %.250s", answer->origin, message);
    if (status / 100 != HTTP_BAD / 100)
        return err_set(err, ERR_IO, "%.200s failed (HTTP status %ld): %.200s", answer->origin,
                       status, message);
    if (position > 0)
        return err_set(err, ERR_USAGE, "%.400s (at character %lld of the query)", message,
                       (long long)position);
    return err_set(err, ERR_USAGE, "%.400s", message);
}

static void read_json(struct answer *answer, struct str text)
{
    answer->arena = arena_new();
    answer->root = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL);
}

static enum err_code expect_object(const struct answer *answer, struct err *err)
{
    if (json_is_object(answer->root))
        return ERR_OK;
    return err_set(err, ERR_FORMAT,
                   "unexpected answer from %.200s (no JSON object); check that specsearchd runs "
                   "there, or set --url",
                   answer->origin);
}

enum err_code answer_get(struct answer *answer, struct fetch *fetch, struct str target,
                         struct err *err)
{
    struct fetch_reply reply;

    *answer = (struct answer){.origin = fetch_origin(fetch)};
    enum err_code code = fetch_get(&reply, fetch, target, err);
    if (code != ERR_OK)
        return code;
    answer->body = reply.body;
    read_json(answer, buf_view(&answer->body));
    if (reply.status != HTTP_OK)
        return refuse(answer, reply.status, err);
    return expect_object(answer, err);
}

enum err_code answer_refused(struct answer *answer, long status, struct err *err)
{
    read_json(answer, buf_view(&answer->body));
    return refuse(answer, status, err);
}

enum err_code answer_line(struct answer *answer, struct str line, const char *origin,
                          struct err *err)
{
    *answer = (struct answer){.origin = origin};
    read_json(answer, line);
    return expect_object(answer, err);
}

/* Reads members of objects; the first failure sticks, and what is read after it is empty. */
struct answer_reader {
    struct arena *arena;
    const char *origin;
    struct err *err;
    enum err_code code;
};

static struct answer_reader reader_of(const struct answer *answer, struct err *err)
{
    return (struct answer_reader){answer->arena, answer->origin, err, ERR_OK};
}

static void fail(struct answer_reader *reader, const char *name)
{
    if (reader->code == ERR_OK)
        reader->code = err_set(reader->err, ERR_FORMAT,
                               "unexpected answer from %.200s (\"%s\" is missing or of another "
                               "type); is --url the specsearchd of this version?",
                               reader->origin, name);
}

/* The member if it has that type. */
static json_t *member(struct answer_reader *reader, const json_t *object, const char *name,
                      json_type type)
{
    json_t *value = json_object_get(object, name);

    if (value != NULL && json_typeof(value) == type)
        return value;
    fail(reader, name);
    return NULL;
}

static struct str read_text(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = member(reader, object, name, JSON_STRING);

    if (value == NULL)
        return STR("");
    return (struct str){json_string_value(value), json_string_length(value)};
}

static struct str read_text_or_null(struct answer_reader *reader, const json_t *object,
                                    const char *name)
{
    if (json_is_null(json_object_get(object, name)))
        return (struct str){0};
    return read_text(reader, object, name);
}

static long long read_count(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = member(reader, object, name, JSON_INTEGER);

    if (value == NULL)
        return 0;
    if (json_integer_value(value) < 0)
        fail(reader, name);
    return json_integer_value(value);
}

static long long read_count_or_null(struct answer_reader *reader, const json_t *object,
                                    const char *name)
{
    if (json_is_null(json_object_get(object, name)))
        return -1;
    return read_count(reader, object, name);
}

static bool read_bool(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    if (!json_is_boolean(value))
        fail(reader, name);
    return json_is_true(value);
}

static double read_number(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    if (!json_is_number(value) || !isfinite(json_number_value(value)))
        fail(reader, name);
    return json_number_value(value);
}

/* Marks are pairs of code point offsets; those outside of the text are cut, not refused. */
static void read_marks(struct answer_reader *reader, struct wrap_text *text, const json_t *object,
                       const char *name)
{
    json_t *array = member(reader, object, name, JSON_ARRAY);
    size_t count = json_array_size(array);
    struct wrap_mark *marks = arena_zero(reader->arena, count, sizeof *marks);

    for (size_t i = 0; i < count; i++) {
        json_t *pair = json_array_get(array, i);
        json_t *start = json_array_get(pair, 0), *end = json_array_get(pair, 1);
        if (!json_is_integer(start) || !json_is_integer(end) || json_array_size(pair) != 2) {
            fail(reader, name);
            return;
        }
        json_int_t from = json_integer_value(start), to = json_integer_value(end);
        marks[i] = (struct wrap_mark){from > 0 ? (size_t)from : 0, to > 0 ? (size_t)to : 0};
    }
    text->marks = marks;
    text->mark_count = wrap_tidy_marks(marks, count);
}

static struct answer_same read_same(struct answer_reader *reader, const json_t *object)
{
    json_t *to = member(reader, object, "to", JSON_ARRAY);
    size_t count = json_array_size(to);
    struct answer_same same = {.from = read_text(reader, object, "from"),
                               .to = arena_zero(reader->arena, count, sizeof *same.to)};

    for (size_t i = 0; i < count; i++) {
        json_t *text = json_array_get(to, i);
        if (!json_is_string(text))
            fail(reader, "to");
        else
            same.to[same.count++] = (struct str){json_string_value(text), json_string_length(text)};
    }
    return same;
}

static struct answer_query read_query(struct answer_reader *reader, const json_t *object)
{
    json_t *expanded = member(reader, object, "expanded", JSON_ARRAY);
    size_t count = json_array_size(expanded);
    struct answer_query query = {.text = read_text(reader, object, "text"),
                                 .corrected = read_text_or_null(reader, object, "corrected"),
                                 .suggestion = read_text_or_null(reader, object, "suggestion"),
                                 .same = arena_zero(reader->arena, count, sizeof *query.same),
                                 .relaxed = read_bool(reader, object, "relaxed")};

    for (size_t i = 0; i < count; i++)
        query.same[query.same_count++] = read_same(reader, json_array_get(expanded, i));
    return query;
}

static struct answer_class read_class(struct answer_reader *reader, const json_t *object)
{
    return (struct answer_class){
        .id = read_text(reader, object, "id"),
        .title = read_text(reader, object, "title"),
        .code = read_text_or_null(reader, object, "code"),
        .agency = read_text(reader, object, "agency"),
    };
}

static struct answer_section read_section(struct answer_reader *reader, const json_t *object)
{
    struct answer_section section = {
        .ordinal = read_count(reader, object, "ordinal"),
        .line = read_count_or_null(reader, object, "line"),
        .page = read_count_or_null(reader, object, "page"),
        .heading = {.text = read_text_or_null(reader, object, "heading")},
    };
    json_t *kinds = member(reader, object, "kinds", JSON_ARRAY);

    section.kind_count = json_array_size(kinds);
    section.kinds = arena_zero(reader->arena, section.kind_count, sizeof *section.kinds);
    for (size_t i = 0; i < section.kind_count; i++) {
        json_t *kind = json_array_get(kinds, i);
        if (json_is_string(kind))
            section.kinds[i] = (struct str){json_string_value(kind), json_string_length(kind)};
        else
            fail(reader, "kinds");
    }
    return section;
}

static struct answer_section read_marked_section(struct answer_reader *reader, const json_t *object)
{
    struct answer_section section = read_section(reader, object);

    read_marks(reader, &section.heading, object, "heading_marks");
    return section;
}

static struct answer_hit read_hit(struct answer_reader *reader, const json_t *object,
                                  const json_t *class)
{
    json_t *section = member(reader, object, "section", JSON_OBJECT);
    json_t *snippet = member(reader, object, "snippet", JSON_OBJECT);
    struct answer_hit hit = {
        .class = read_class(reader, class),
        .section = read_marked_section(reader, section),
        .source = read_text(reader, section, "source"),
        .snippet = {.text = read_text(reader, snippet, "text")},
        .score = read_number(reader, object, "score"),
        .matching = -1,
    };
    read_marks(reader, &hit.snippet, snippet, "marks");
    return hit;
}

static struct answer_hit *add_hit(struct answer_page *page, size_t *room, struct arena *arena)
{
    page->hits = arena_grow(arena, page->hits, page->hit_count, room, sizeof *page->hits);
    return &page->hits[page->hit_count++];
}

/* Results are sections, or classes with some of their sections each. */
static void read_hits(struct answer_reader *reader, struct answer_page *page, const json_t *results)
{
    size_t room = 0;

    page->result_count = json_array_size(results);
    for (size_t i = 0; i < page->result_count && reader->code == ERR_OK; i++) {
        const json_t *result = json_array_get(results, i);
        json_t *class = member(reader, result, "class", JSON_OBJECT);
        if (json_object_get(result, "hits") == NULL) {
            *add_hit(page, &room, reader->arena) = read_hit(reader, result, class);
            continue;
        }
        json_t *hits = member(reader, result, "hits", JSON_ARRAY);
        long long matching = read_count(reader, result, "sections");
        if (json_array_size(hits) == 0)
            fail(reader, "hits");
        for (size_t k = 0; k < json_array_size(hits); k++) {
            struct answer_hit *hit = add_hit(page, &room, reader->arena);
            *hit = read_hit(reader, json_array_get(hits, k), class);
            hit->matching = matching;
            hit->rank = k;
        }
    }
}

enum err_code answer_read_page(struct answer_page *page, const struct answer *answer,
                               struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *query = member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = member(&reader, answer->root, "total", JSON_OBJECT);
    json_t *hits = member(&reader, answer->root, "hits", JSON_ARRAY);

    *page = (struct answer_page){
        .generation = read_text(&reader, answer->root, "generation"),
        .query = read_query(&reader, query),
        .sections = read_count(&reader, total, "sections"),
        .classes = read_count(&reader, total, "classes"),
        .page = read_count(&reader, answer->root, "page"),
        .pages = read_count(&reader, answer->root, "pages"),
    };
    read_hits(&reader, page, hits);
    return reader.code;
}

enum err_code answer_read_explanation(struct answer_explanation *explanation,
                                      const struct answer *answer, struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *parts = member(&reader, answer->root, "parts", JSON_ARRAY);
    json_t *named = member(&reader, answer->root, "named", JSON_ARRAY);

    *explanation = (struct answer_explanation){
        .reading = read_text(&reader, answer->root, "reading"),
        .suggestion = read_text_or_null(&reader, answer->root, "suggestion"),
        .parts = arena_zero(answer->arena, json_array_size(parts), sizeof *explanation->parts),
        .part_count = json_array_size(parts),
        .named = arena_zero(answer->arena, json_array_size(named), sizeof *explanation->named),
        .named_count = json_array_size(named),
    };
    for (size_t i = 0; i < explanation->part_count; i++) {
        const json_t *part = json_array_get(parts, i);
        explanation->parts[i] =
            (struct answer_part){.text = read_text(&reader, part, "text"),
                                 .reading = read_text(&reader, part, "reading"),
                                 .sections = read_count_or_null(&reader, part, "sections")};
    }
    for (size_t i = 0; i < explanation->named_count; i++)
        explanation->named[i] = read_class(&reader, json_array_get(named, i));
    return reader.code;
}

enum err_code answer_read_export(struct answer_export *head, const struct answer *answer,
                                 struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *query = member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = member(&reader, answer->root, "total", JSON_OBJECT);

    *head = (struct answer_export){
        .generation = read_text(&reader, answer->root, "generation"),
        .query = read_query(&reader, query),
        .sections = read_count(&reader, total, "sections"),
        .classes = read_count(&reader, total, "classes"),
        .rows = read_count(&reader, answer->root, "rows"),
    };
    return reader.code;
}

enum err_code answer_read_row(struct answer_hit *hit, const struct answer *answer, struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *section = member(&reader, answer->root, "section", JSON_OBJECT);

    *hit = (struct answer_hit){
        .class = read_class(&reader, member(&reader, answer->root, "class", JSON_OBJECT)),
        .section = read_section(&reader, section),
        .source = read_text(&reader, section, "source"),
        .snippet = {.text = read_text(&reader, answer->root, "text")},
        .score = read_number(&reader, answer->root, "score"),
        .matching = -1,
    };
    if (json_object_get(answer->root, "sections") != NULL)
        hit->matching = read_count(&reader, answer->root, "sections");
    return reader.code;
}

enum err_code answer_read_end(bool *is_end, long long *rows, const struct answer *answer,
                              struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);

    *is_end = json_object_get(answer->root, "complete") != NULL;
    if (!*is_end)
        return ERR_OK;
    if (!read_bool(&reader, answer->root, "complete"))
        fail(&reader, "complete");
    *rows = read_count(&reader, answer->root, "rows");
    return reader.code;
}

enum err_code answer_read_facet(struct answer_count **counts, size_t *count,
                                const struct answer *answer, const char *facet, struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *facets = member(&reader, answer->root, "facets", JSON_OBJECT);

    *counts = NULL;
    *count = 0;
    if (reader.code != ERR_OK || json_object_get(facets, facet) == NULL)
        return reader.code;
    json_t *array = member(&reader, facets, facet, JSON_ARRAY);
    *count = json_array_size(array);
    *counts = arena_zero(answer->arena, *count, sizeof **counts);
    for (size_t i = 0; i < *count && reader.code == ERR_OK; i++) {
        json_t *object = json_array_get(array, i);
        (*counts)[i] = (struct answer_count){
            .value = read_text(&reader, object, "value"),
            .label = read_text(&reader, object, "label"),
            .sections = read_count(&reader, object, "sections"),
            .classes = read_count(&reader, object, "classes"),
            .selected = read_bool(&reader, object, "selected"),
        };
    }
    return reader.code;
}

/* What is compared: a class, or a section of one. */
static struct answer_similar_hit read_compared(struct answer_reader *reader, const json_t *object)
{
    struct answer_similar_hit item = {
        .hit = {.class = read_class(reader, member(reader, object, "class", JSON_OBJECT)),
                .score = 1,
                .matching = -1},
        .is_section = !json_is_null(json_object_get(object, "section")),
    };
    json_t *terms = member(reader, object, "terms", JSON_ARRAY);

    if (item.is_section) {
        json_t *section = member(reader, object, "section", JSON_OBJECT);
        item.hit.section = read_section(reader, section);
        item.hit.source = read_text(reader, section, "source");
    }
    item.term_count = json_array_size(terms);
    item.terms = arena_zero(reader->arena, item.term_count, sizeof *item.terms);
    for (size_t i = 0; i < item.term_count && reader->code == ERR_OK; i++) {
        const json_t *term = json_array_get(terms, i);
        item.terms[i] = (struct answer_term){read_text(reader, term, "word"),
                                             read_number(reader, term, "share")};
    }
    return item;
}

enum err_code answer_read_similar(struct answer_similar *similar, const struct answer *answer,
                                  struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *hits = member(&reader, answer->root, "hits", JSON_ARRAY);

    *similar = (struct answer_similar){.subject = read_compared(&reader, answer->root),
                                       .hit_count = json_array_size(hits)};
    similar->hits = arena_zero(answer->arena, similar->hit_count, sizeof *similar->hits);
    for (size_t i = 0; i < similar->hit_count && reader.code == ERR_OK; i++) {
        const json_t *hit = json_array_get(hits, i);
        similar->hits[i] = read_compared(&reader, hit);
        similar->hits[i].hit.score = read_number(&reader, hit, "score");
    }
    return reader.code;
}

static void read_fields(struct answer_reader *reader, struct answer_specification *to,
                        const json_t *class)
{
    json_t *fields = member(reader, class, "fields", JSON_ARRAY);

    to->field_count = json_array_size(fields);
    to->fields = arena_zero(reader->arena, to->field_count, sizeof *to->fields);
    for (size_t i = 0; i < to->field_count && reader->code == ERR_OK; i++) {
        json_t *object = json_array_get(fields, i);
        to->fields[i] = (struct answer_field){
            .label = read_text(reader, object, "label"),
            .value = read_text(reader, object, "value"),
            .meaning = read_text_or_null(reader, object, "meaning"),
            .line = read_count_or_null(reader, object, "line"),
        };
    }
}

static struct answer_requirement read_requirement(struct answer_reader *reader, const char *type,
                                                  const json_t *object, size_t sections)
{
    long long section = read_count(reader, object, "section");

    if ((unsigned long long)section >= sections)
        fail(reader, "section");
    return (struct answer_requirement){
        .type = str_of(type),
        .label = read_text(reader, object, "label"),
        .modality = read_text(reader, object, "modality"),
        .sentence = {.text = read_text(reader, object, "sentence")},
        .line = read_count(reader, object, "line"),
        .section = (size_t)section,
    };
}

static void read_requirements(struct answer_reader *reader, struct answer_specification *to,
                              const json_t *root)
{
    json_t *lists = member(reader, root, "requirements", JSON_OBJECT), *list, *object;
    const char *type;
    size_t i, count = 0;

    json_object_foreach(lists, type, list) count += json_array_size(list);
    to->requirements = arena_zero(reader->arena, count, sizeof *to->requirements);
    json_object_foreach(lists, type, list)
    {
        if (!json_is_array(list))
            fail(reader, type);
        json_array_foreach(list, i, object) to->requirements[to->requirement_count++] =
            read_requirement(reader, type, object, to->section_count);
    }
}

enum err_code answer_read_specification(struct answer_specification *specification,
                                        const struct answer *answer, struct err *err)
{
    struct answer_reader reader = reader_of(answer, err);
    json_t *class = member(&reader, answer->root, "class", JSON_OBJECT);
    json_t *source = member(&reader, class, "source", JSON_OBJECT);
    json_t *sections = member(&reader, answer->root, "sections", JSON_ARRAY);
    size_t count = json_array_size(sections);

    *specification = (struct answer_specification){
        .class = read_class(&reader, class),
        .source = read_text(&reader, source, "path"),
        .format = read_text(&reader, source, "format"),
        .sha256 = read_text(&reader, source, "sha256"),
        .section_count = count,
    };
    read_fields(&reader, specification, class);
    read_requirements(&reader, specification, answer->root);
    specification->sections = arena_zero(answer->arena, count, sizeof *specification->sections);
    specification->texts = arena_zero(answer->arena, count, sizeof *specification->texts);
    for (size_t i = 0; i < count && reader.code == ERR_OK; i++) {
        json_t *object = json_array_get(sections, i);
        specification->sections[i] = read_marked_section(&reader, object);
        specification->sections[i].level = read_count(&reader, object, "level");
        specification->texts[i].text = read_text(&reader, object, "text");
        read_marks(&reader, &specification->texts[i], object, "marks");
    }
    return reader.code;
}

bool answer_has_kind(const struct answer_section *section, const char *const *kinds, size_t count)
{
    for (size_t i = 0; i < section->kind_count; i++)
        for (size_t k = 0; k < count; k++)
            if (str_eq(section->kinds[i], str_of(kinds[k])))
                return true;
    return false;
}

/* Leaves of the requirements those in the sections that are kept; `at` has the index that each of
 * these then has. */
static void keep_requirements(struct answer_specification *specification, json_t *root,
                              const bool *kept, const size_t *at)
{
    json_t *list;
    const char *type;
    size_t count = 0;

    for (size_t i = 0; i < specification->requirement_count; i++) {
        struct answer_requirement requirement = specification->requirements[i];
        if (!kept[requirement.section])
            continue;
        requirement.section = at[requirement.section];
        specification->requirements[count++] = requirement;
    }
    specification->requirement_count = count;
    json_object_foreach(json_object_get(root, "requirements"), type, list)
    {
        for (size_t i = json_array_size(list); i-- > 0;) {
            const json_t *section = json_object_get(json_array_get(list, i), "section");
            if (!kept[json_integer_value(section)])
                json_array_remove(list, i);
        }
    }
}

void answer_keep_kinds(struct answer_specification *specification, const struct answer *answer,
                       const char *const *kinds, size_t count)
{
    json_t *array = json_object_get(answer->root, "sections");
    bool *kept = arena_zero(answer->arena, specification->section_count, sizeof *kept);
    size_t *at = arena_zero(answer->arena, specification->section_count, sizeof *at);
    size_t left = 0;

    for (size_t i = 0; i < specification->section_count; i++) {
        kept[i] = answer_has_kind(&specification->sections[i], kinds, count);
        at[i] = left;
        if (!kept[i]) {
            json_array_remove(array, left);
            continue;
        }
        specification->sections[left] = specification->sections[i];
        specification->texts[left] = specification->texts[i];
        left++;
    }
    keep_requirements(specification, answer->root, kept, at);
    specification->section_count = left;
}
