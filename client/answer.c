#include "client/answer.h"

#include <limits.h>

#include "client/answer_reader.h"

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
    if (position <= 0 || position > INT_MAX)
        return err_set(err, ERR_USAGE, "%.470s", message);
    err_set(err, ERR_USAGE, "%.470s (at character %lld of the query)", message,
            (long long)position);
    if (err != NULL)
        err->position = (int)position;
    return ERR_USAGE;
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

enum err_code answer_unexpected(const char *origin, const char *name, struct err *err)
{
    return err_set(err, ERR_FORMAT,
                   "unexpected answer from %.200s (\"%s\" is missing or of another type); is --url "
                   "the specsearchd of this version?",
                   origin, name);
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

static struct answer_same read_same(struct answer_reader *reader, const json_t *object)
{
    json_t *to = answer_reader_member(reader, object, "to", JSON_ARRAY);
    size_t count = json_array_size(to);
    struct answer_same same = {.from = answer_reader_text(reader, object, "from"),
                               .to = arena_zero(reader->arena, count, sizeof *same.to)};

    for (size_t i = 0; i < count; i++) {
        json_t *text = json_array_get(to, i);
        if (!json_is_string(text))
            answer_reader_fail(reader, "to");
        else
            same.to[same.count++] = (struct str){json_string_value(text), json_string_length(text)};
    }
    return same;
}

static struct answer_note *read_notes(size_t *count, struct answer_reader *reader,
                                      const json_t *object)
{
    json_t *list = answer_reader_member(reader, object, "notes", JSON_ARRAY);
    struct answer_note *notes = arena_zero(reader->arena, json_array_size(list), sizeof *notes);

    *count = json_array_size(list);
    for (size_t i = 0; i < *count; i++) {
        const json_t *note = json_array_get(list, i);
        notes[i] = (struct answer_note){answer_reader_text(reader, note, "text"),
                                        answer_reader_text_or_null(reader, note, "query")};
    }
    return notes;
}

static struct answer_query read_query(struct answer_reader *reader, const json_t *object)
{
    json_t *expanded = answer_reader_member(reader, object, "expanded", JSON_ARRAY);
    size_t count = json_array_size(expanded);
    struct answer_query query = {
        .text = answer_reader_text(reader, object, "text"),
        .corrected = answer_reader_text_or_null(reader, object, "corrected"),
        .suggestion = answer_reader_text_or_null(reader, object, "suggestion"),
        .same = arena_zero(reader->arena, count, sizeof *query.same),
        .relaxed = answer_reader_bool(reader, object, "relaxed")};

    for (size_t i = 0; i < count; i++)
        query.same[query.same_count++] = read_same(reader, json_array_get(expanded, i));
    query.notes = read_notes(&query.note_count, reader, object);
    return query;
}

static struct answer_section read_marked_section(struct answer_reader *reader, const json_t *object)
{
    struct answer_section section = answer_reader_section(reader, object);

    answer_reader_marks(reader, &section.heading, object, "heading_marks");
    return section;
}

static struct answer_hit read_hit(struct answer_reader *reader, const json_t *object,
                                  const json_t *class)
{
    json_t *section = answer_reader_member(reader, object, "section", JSON_OBJECT);
    json_t *snippet = answer_reader_member(reader, object, "snippet", JSON_OBJECT);
    struct answer_hit hit = {
        .class = answer_reader_class(reader, class),
        .section = read_marked_section(reader, section),
        .source = answer_reader_text(reader, section, "source"),
        .snippet = {.text = answer_reader_text(reader, snippet, "text")},
        .score = answer_reader_number(reader, object, "score"),
        .matching = -1,
    };
    answer_reader_marks(reader, &hit.snippet, snippet, "marks");
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
        json_t *class = answer_reader_member(reader, result, "class", JSON_OBJECT);
        if (json_object_get(result, "hits") == NULL) {
            *add_hit(page, &room, reader->arena) = read_hit(reader, result, class);
            continue;
        }
        json_t *hits = answer_reader_member(reader, result, "hits", JSON_ARRAY);
        long long matching = answer_reader_count(reader, result, "sections");
        if (json_array_size(hits) == 0)
            answer_reader_fail(reader, "hits");
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
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *query = answer_reader_member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = answer_reader_member(&reader, answer->root, "total", JSON_OBJECT);
    json_t *hits = answer_reader_member(&reader, answer->root, "hits", JSON_ARRAY);

    *page = (struct answer_page){
        .generation = answer_reader_text(&reader, answer->root, "generation"),
        .query = read_query(&reader, query),
        .sections = answer_reader_count(&reader, total, "sections"),
        .classes = answer_reader_count(&reader, total, "classes"),
        .page = answer_reader_count(&reader, answer->root, "page"),
        .pages = answer_reader_count(&reader, answer->root, "pages"),
    };
    read_hits(&reader, page, hits);
    return reader.code;
}

enum err_code answer_read_explanation(struct answer_explanation *explanation,
                                      const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *parts = answer_reader_member(&reader, answer->root, "parts", JSON_ARRAY);
    json_t *named = answer_reader_member(&reader, answer->root, "named", JSON_ARRAY);

    *explanation = (struct answer_explanation){
        .reading = answer_reader_text(&reader, answer->root, "reading"),
        .suggestion = answer_reader_text_or_null(&reader, answer->root, "suggestion"),
        .parts = arena_zero(answer->arena, json_array_size(parts), sizeof *explanation->parts),
        .part_count = json_array_size(parts),
        .named = arena_zero(answer->arena, json_array_size(named), sizeof *explanation->named),
        .named_count = json_array_size(named),
    };
    explanation->notes = read_notes(&explanation->note_count, &reader, answer->root);
    for (size_t i = 0; i < explanation->part_count; i++) {
        const json_t *part = json_array_get(parts, i);
        explanation->parts[i] = (struct answer_part){
            .text = answer_reader_text(&reader, part, "text"),
            .reading = answer_reader_text(&reader, part, "reading"),
            .sections = answer_reader_count_or_null(&reader, part, "sections")};
    }
    for (size_t i = 0; i < explanation->named_count; i++)
        explanation->named[i] = answer_reader_class(&reader, json_array_get(named, i));
    return reader.code;
}

enum err_code answer_read_export(struct answer_export *head, const struct answer *answer,
                                 struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *query = answer_reader_member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = answer_reader_member(&reader, answer->root, "total", JSON_OBJECT);

    *head = (struct answer_export){
        .generation = answer_reader_text(&reader, answer->root, "generation"),
        .query = read_query(&reader, query),
        .sections = answer_reader_count(&reader, total, "sections"),
        .classes = answer_reader_count(&reader, total, "classes"),
        .rows = answer_reader_count(&reader, answer->root, "rows"),
    };
    return reader.code;
}

enum err_code answer_read_row(struct answer_hit *hit, const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *section = answer_reader_member(&reader, answer->root, "section", JSON_OBJECT);

    *hit = (struct answer_hit){
        .class = answer_reader_class(
            &reader, answer_reader_member(&reader, answer->root, "class", JSON_OBJECT)),
        .section = answer_reader_section(&reader, section),
        .source = answer_reader_text(&reader, section, "source"),
        .snippet = {.text = answer_reader_text(&reader, answer->root, "text")},
        .score = answer_reader_number(&reader, answer->root, "score"),
        .matching = -1,
    };
    if (json_object_get(answer->root, "sections") != NULL)
        hit->matching = answer_reader_count(&reader, answer->root, "sections");
    return reader.code;
}

enum err_code answer_read_end(bool *is_end, long long *rows, const struct answer *answer,
                              struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);

    *is_end = json_object_get(answer->root, "complete") != NULL;
    if (!*is_end)
        return ERR_OK;
    if (!answer_reader_bool(&reader, answer->root, "complete"))
        answer_reader_fail(&reader, "complete");
    *rows = answer_reader_count(&reader, answer->root, "rows");
    return reader.code;
}

enum err_code answer_read_facet(struct answer_count **counts, size_t *count,
                                const struct answer *answer, const char *facet, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *facets = answer_reader_member(&reader, answer->root, "facets", JSON_OBJECT);

    *counts = NULL;
    *count = 0;
    if (reader.code != ERR_OK || json_object_get(facets, facet) == NULL)
        return reader.code;
    json_t *array = answer_reader_member(&reader, facets, facet, JSON_ARRAY);
    *count = json_array_size(array);
    *counts = arena_zero(answer->arena, *count, sizeof **counts);
    for (size_t i = 0; i < *count && reader.code == ERR_OK; i++) {
        json_t *object = json_array_get(array, i);
        (*counts)[i] = (struct answer_count){
            .value = answer_reader_text(&reader, object, "value"),
            .label = answer_reader_text(&reader, object, "label"),
            .sections = answer_reader_count(&reader, object, "sections"),
            .classes = answer_reader_count(&reader, object, "classes"),
            .selected = answer_reader_bool(&reader, object, "selected"),
        };
    }
    return reader.code;
}

/* What is compared: a class, or a section of one. */
static struct answer_similar_hit read_compared(struct answer_reader *reader, const json_t *object)
{
    struct answer_similar_hit item = {
        .hit = {.class = answer_reader_class(
                    reader, answer_reader_member(reader, object, "class", JSON_OBJECT)),
                .score = 1,
                .matching = -1},
        .is_section = !json_is_null(json_object_get(object, "section")),
    };
    json_t *terms = answer_reader_member(reader, object, "terms", JSON_ARRAY);

    if (item.is_section) {
        json_t *section = answer_reader_member(reader, object, "section", JSON_OBJECT);
        item.hit.section = answer_reader_section(reader, section);
        item.hit.source = answer_reader_text(reader, section, "source");
    }
    item.term_count = json_array_size(terms);
    item.terms = arena_zero(reader->arena, item.term_count, sizeof *item.terms);
    for (size_t i = 0; i < item.term_count && reader->code == ERR_OK; i++) {
        const json_t *term = json_array_get(terms, i);
        item.terms[i] = (struct answer_term){answer_reader_text(reader, term, "word"),
                                             answer_reader_number(reader, term, "share")};
    }
    return item;
}

enum err_code answer_read_similar(struct answer_similar *similar, const struct answer *answer,
                                  struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *hits = answer_reader_member(&reader, answer->root, "hits", JSON_ARRAY);

    *similar = (struct answer_similar){.subject = read_compared(&reader, answer->root),
                                       .hit_count = json_array_size(hits)};
    similar->hits = arena_zero(answer->arena, similar->hit_count, sizeof *similar->hits);
    for (size_t i = 0; i < similar->hit_count && reader.code == ERR_OK; i++) {
        const json_t *hit = json_array_get(hits, i);
        similar->hits[i] = read_compared(&reader, hit);
        similar->hits[i].hit.score = answer_reader_number(&reader, hit, "score");
    }
    return reader.code;
}

static void read_fields(struct answer_reader *reader, struct answer_specification *to,
                        const json_t *class)
{
    json_t *fields = answer_reader_member(reader, class, "fields", JSON_ARRAY);

    to->field_count = json_array_size(fields);
    to->fields = arena_zero(reader->arena, to->field_count, sizeof *to->fields);
    for (size_t i = 0; i < to->field_count && reader->code == ERR_OK; i++) {
        json_t *object = json_array_get(fields, i);
        to->fields[i] = (struct answer_field){
            .label = answer_reader_text(reader, object, "label"),
            .value = answer_reader_text(reader, object, "value"),
            .meaning = answer_reader_text_or_null(reader, object, "meaning"),
            .line = answer_reader_count_or_null(reader, object, "line"),
        };
    }
}

static struct answer_requirement read_requirement(struct answer_reader *reader, const char *type,
                                                  const json_t *object, size_t sections)
{
    long long section = answer_reader_count(reader, object, "section");

    if ((unsigned long long)section >= sections)
        answer_reader_fail(reader, "section");
    return (struct answer_requirement){
        .type = str_of(type),
        .label = answer_reader_text(reader, object, "label"),
        .modality = answer_reader_text(reader, object, "modality"),
        .sentence = {.text = answer_reader_text(reader, object, "sentence")},
        .line = answer_reader_count(reader, object, "line"),
        .section = (size_t)section,
    };
}

static void read_requirements(struct answer_reader *reader, struct answer_specification *to,
                              const json_t *root)
{
    json_t *lists = answer_reader_member(reader, root, "requirements", JSON_OBJECT), *list, *object;
    const char *type;
    size_t i, count = 0;

    json_object_foreach(lists, type, list) count += json_array_size(list);
    to->requirements = arena_zero(reader->arena, count, sizeof *to->requirements);
    json_object_foreach(lists, type, list)
    {
        if (!json_is_array(list))
            answer_reader_fail(reader, type);
        json_array_foreach(list, i, object) to->requirements[to->requirement_count++] =
            read_requirement(reader, type, object, to->section_count);
    }
}

static struct answer_level read_level(struct answer_reader *reader, const json_t *object)
{
    json_t *list = answer_reader_member(reader, object, "distinguished", JSON_ARRAY);
    struct answer_level level = {
        .id = answer_reader_text(reader, object, "id"),
        .title = answer_reader_text(reader, object, "title"),
        .code = answer_reader_text_or_null(reader, object, "code"),
        .grade = answer_reader_text_or_null(reader, object, "grade"),
        .current = answer_reader_bool(reader, object, "current"),
        .distinction_count = json_array_size(list),
    };

    level.distinctions =
        arena_zero(reader->arena, level.distinction_count, sizeof *level.distinctions);
    for (size_t i = 0; i < level.distinction_count && reader->code == ERR_OK; i++) {
        json_t *item = json_array_get(list, i);
        level.distinctions[i] = (struct answer_distinction){
            .sentence = {.text = answer_reader_text(reader, item, "sentence")},
            .line = answer_reader_count_or_null(reader, item, "line"),
        };
    }
    return level;
}

static void read_series(struct answer_reader *reader, struct answer_series *series,
                        const json_t *root)
{
    if (json_is_null(json_object_get(root, "series")))
        return;
    json_t *object = answer_reader_member(reader, root, "series", JSON_OBJECT);
    json_t *classes = answer_reader_member(reader, object, "classes", JSON_ARRAY);

    series->name = answer_reader_text(reader, object, "name");
    series->left_out = answer_reader_count(reader, object, "left_out");
    series->level_count = json_array_size(classes);
    series->levels = arena_zero(reader->arena, series->level_count, sizeof *series->levels);
    for (size_t i = 0; i < series->level_count && reader->code == ERR_OK; i++)
        series->levels[i] = read_level(reader, json_array_get(classes, i));
}

enum err_code answer_read_specification(struct answer_specification *specification,
                                        const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *class = answer_reader_member(&reader, answer->root, "class", JSON_OBJECT);
    json_t *source = answer_reader_member(&reader, class, "source", JSON_OBJECT);
    json_t *sections = answer_reader_member(&reader, answer->root, "sections", JSON_ARRAY);
    size_t count = json_array_size(sections);

    *specification = (struct answer_specification){
        .class = answer_reader_class(&reader, class),
        .source = answer_reader_text(&reader, source, "path"),
        .format = answer_reader_text(&reader, source, "format"),
        .sha256 = answer_reader_text(&reader, source, "sha256"),
        .section_count = count,
    };
    read_fields(&reader, specification, class);
    read_requirements(&reader, specification, answer->root);
    read_series(&reader, &specification->series, answer->root);
    specification->sections = arena_zero(answer->arena, count, sizeof *specification->sections);
    specification->texts = arena_zero(answer->arena, count, sizeof *specification->texts);
    for (size_t i = 0; i < count && reader.code == ERR_OK; i++) {
        json_t *object = json_array_get(sections, i);
        specification->sections[i] = read_marked_section(&reader, object);
        specification->sections[i].level = answer_reader_count(&reader, object, "level");
        specification->texts[i].text = answer_reader_text(&reader, object, "text");
        answer_reader_marks(&reader, &specification->texts[i], object, "marks");
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
