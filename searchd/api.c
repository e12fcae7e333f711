#include "searchd/api.h"

#include "searchd/leaf.h"
#include "searchd/parameters.h"
#include "searchd/requirements.h"
#include "searchd/series.h"

static const struct {
    const char *name;
    unsigned status;
} errors[] = {
    [ERR_OK] = {"ok", 200},
    [ERR_USAGE] = {"bad_request", 400},
    [ERR_NOT_FOUND] = {"not_found", 404},
    [ERR_IO] = {"unavailable", 503},
    [ERR_FORMAT] = {"damaged_index", 503},
    [ERR_LIMIT] = {"limit_exceeded", 400},
    [ERR_TIMEOUT] = {"timeout", 503},
    [ERR_BUSY] = {"busy", 503},
    [ERR_INTERNAL] = {"internal", 500},
};

const char *api_error_name(enum err_code code)
{
    return errors[code].name;
}

unsigned api_error_status(enum err_code code)
{
    return errors[code].status;
}

json_t *api_error(const struct err *err)
{
    json_t *position = err->position > 0 ? json_integer(err->position) : json_null();
    return json_pack("{s:{s:s, s:s, s:o}}", "error", "code", api_error_name(err->code), "message",
                     err->text, "position", position);
}

static json_t *kinds_json(const struct kind_set *kinds)
{
    json_t *list = json_array();
    for (uint8_t i = 0; i < kinds->count; i++)
        json_array_append_new(list, json_string(kind_name(kinds->kinds[i])));
    return list;
}

const char *api_class_url(struct str id, struct str query, int ordinal, struct arena *arena)
{
    struct buf url = {0};

    buf_text(&url, "/class/");
    request_encode(&url, id);
    if (query.n > 0) {
        buf_text(&url, "?q=");
        request_encode(&url, query);
    }
    if (ordinal != API_NO_ORDINAL)
        buf_printf(&url, "#s%d", ordinal);
    const char *copy = arena_strndup(arena, url.p, url.n);
    buf_free(&url);
    return copy;
}

/* Search. */

json_t *api_class_json(const struct record_section *section, struct str query, struct arena *arena)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:s}", "id", leaf_text(section->class_id), "title",
                     leaf_text(section->title), "code", leaf_text_or_null(section->code), "agency",
                     leaf_text(section->agency), "url",
                     api_class_url(section->class_id, query, API_NO_ORDINAL, arena));
}

json_t *api_section_json(const struct record_section *section, struct str query,
                         struct arena *arena)
{
    return json_pack("{s:i, s:o, s:o, s:i, s:o, s:s, s:o}", "ordinal", (int)section->ordinal,
                     "heading", leaf_text_or_null(section->heading), "kinds",
                     kinds_json(&section->kinds), "line", (int)section->line, "page",
                     leaf_number_or_null(section->page), "url",
                     api_class_url(section->class_id, query, (int)section->ordinal, arena),
                     "source", leaf_text(section->source));
}

/* A section that was found; its class apart. */
static json_t *hit_json(const struct search_hit *hit, struct str query, struct arena *arena)
{
    json_t *section = api_section_json(&hit->section, query, arena);
    json_t *snippet = json_pack("{s:o, s:o}", "text", leaf_text(hit->snippet.text), "marks",
                                leaf_marks(&hit->snippet.marks));

    json_object_set_new(section, "heading_marks", leaf_marks(&hit->heading_marks));
    return json_pack("{s:o, s:o, s:f, s:b}", "section", section, "snippet", snippet, "score",
                     hit->score, "named", hit->named);
}

static json_t *section_hits_json(const struct search_page *page, struct str query,
                                 struct arena *arena)
{
    json_t *hits = json_array();

    for (size_t i = 0; i < page->hit_count; i++) {
        json_t *hit = hit_json(&page->hits[i], query, arena);
        json_object_set_new(hit, "class", api_class_json(&page->hits[i].section, query, arena));
        json_array_append_new(hits, hit);
    }
    return hits;
}

static json_t *class_hits_json(const struct search_page *page, struct str query,
                               struct arena *arena)
{
    json_t *classes = json_array();

    for (size_t i = 0; i < page->group_count; i++) {
        const struct search_group *group = &page->groups[i];
        json_t *hits = json_array();
        bool named = false;
        for (size_t k = 0; k < group->hit_count; k++) {
            json_array_append_new(hits, hit_json(&group->hits[k], query, arena));
            named = named || group->hits[k].named;
        }
        json_array_append_new(classes,
                              json_pack("{s:o, s:i, s:f, s:b, s:o}", "class",
                                        api_class_json(&group->hits[0].section, query, arena),
                                        "sections", (int)group->sections, "score", group->score,
                                        "named", named, "hits", hits));
    }
    return classes;
}

static json_t *facets_json(const struct search_page *page)
{
    json_t *facets = json_object();

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        json_t *list = json_array();
        for (size_t i = 0; i < page->facets[f].count; i++) {
            const struct search_facet_value *value = &page->facets[f].values[i];
            json_array_append_new(
                list, json_pack("{s:o, s:o, s:i, s:i, s:b}", "value", leaf_text(value->value),
                                "label", leaf_text(value->label), "sections", (int)value->sections,
                                "classes", (int)value->classes, "selected", value->selected));
        }
        json_object_set_new(facets, facet_name(f), list);
    }
    return facets;
}

json_t *api_filters_json(const struct tally_filters *filters)
{
    json_t *object = json_object();

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        json_t *list = json_array();
        for (size_t i = 0; i < filters->counts[f]; i++)
            json_array_append_new(list, leaf_text(filters->values[f][i]));
        if (filters->counts[f] > 0)
            json_object_set(object, facet_name(f), list);
        json_decref(list);
    }
    return object;
}

json_t *api_expanded_json(const struct expansions *expansions)
{
    json_t *list = json_array();

    for (size_t i = 0; i < expansions->count; i++) {
        const struct expansion *expansion = &expansions->items[i];
        json_t *to = json_array();
        for (size_t k = 0; k < expansion->to_count; k++)
            json_array_append_new(to, leaf_text(expansion->to[k]));
        json_array_append_new(list, json_pack("{s:o, s:o, s:s}", "from", leaf_text(expansion->from),
                                              "to", to, "why", expansion_why_name(expansion->why)));
    }
    return list;
}

json_t *api_notes_json(const struct notes *notes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notes->count; i++)
        json_array_append_new(list, json_pack("{s:o, s:o}", "text", leaf_text(notes->items[i].text),
                                              "query", leaf_text_or_null(notes->items[i].query)));
    return list;
}

json_t *api_query_json(const struct search_request *search, const struct search_reading *reading)
{
    return json_pack(
        "{s:o, s:b, s:o, s:o, s:o, s:o, s:s, s:s, s:o}", "text", leaf_text(search->query),
        "relaxed", reading->relaxed, "corrected", leaf_text_or_null(reading->corrected),
        "suggestion", leaf_text_or_null(reading->suggestion), "expanded",
        api_expanded_json(&reading->expansions), "notes", api_notes_json(&reading->notes), "sort",
        order_name(search->order), "group", search->classes ? "class" : "section", "filters",
        api_filters_json(&search->filters));
}

struct str api_answered(const struct search_request *search, const struct search_reading *reading)
{
    return reading->corrected.n > 0 ? reading->corrected : search->query;
}

enum err_code api_search(json_t **json, struct index *index, const struct request *request,
                         struct arena *arena, struct err *err)
{
    struct search_request search;
    struct search_page page;
    enum err_code code = parameters_search(&search, request, arena, err);

    if (code == ERR_OK)
        code = search_run(&page, index, &search, arena, err);
    if (code != ERR_OK)
        return code;
    struct str query = api_answered(&search, &page.reading);
    json_t *hits = search.classes ? class_hits_json(&page, query, arena)
                                  : section_hits_json(&page, query, arena);
    *json = json_pack("{s:o, s:s, s:{s:i, s:i}, s:i, s:i, s:i, s:o, s:o}", "query",
                      api_query_json(&search, &page.reading), "generation", index_generation(index),
                      "total", "sections", (int)page.sections, "classes", (int)page.classes, "page",
                      (int)search.page, "per_page", (int)search.per_page, "pages", (int)page.pages,
                      "hits", hits, "facets", facets_json(&page));
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}

/* Classes. */

static json_t *fields_json(const struct record_class *class)
{
    json_t *list = json_array();

    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        const struct spec_field *field = &class->fields[f];
        if (field->value.n > 0)
            json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o, s:o}", "name",
                                                  field_name(f), "label", field_label(f), "value",
                                                  leaf_text(field->value), "meaning",
                                                  leaf_text_or_null(field->meaning), "line",
                                                  leaf_number_or_null(field->line)));
    }
    return list;
}

static json_t *section_json(const struct search_class *class, uint32_t i)
{
    const struct record_section *section = &class->sections[i];
    json_t *path = json_array();

    for (size_t p = 0; p < section->path_count; p++)
        json_array_append_new(path, leaf_text(section->path[p]));
    return json_pack("{s:i, s:o, s:o, s:i, s:o, s:o, s:i, s:i, s:o, s:o, s:o}", "ordinal",
                     (int)section->ordinal, "heading", leaf_text_or_null(section->heading),
                     "heading_marks", leaf_marks(&class->heading_marks[i]), "level",
                     (int)section->level, "path", path, "kinds", kinds_json(&section->kinds),
                     "line", (int)section->line, "text_line", (int)section->text_line, "page",
                     leaf_number_or_null(section->page), "text", leaf_text(section->text), "marks",
                     leaf_marks(&class->text_marks[i]));
}

enum err_code api_class(json_t **json, struct index *index, const struct request *request,
                        struct str id, struct arena *arena, struct err *err)
{
    struct search_class result;
    struct search_request search;
    json_t *series = NULL;
    enum err_code code = parameters_query(&search, request, err);
    struct str query = search.query;

    if (code == ERR_OK)
        code =
            search_class(&result, index, id, query, search.literal, search.deadline_ms, arena, err);
    if (code == ERR_OK)
        code = series_json(&series, index, &result.class, arena, err);
    if (code != ERR_OK)
        return code;
    const struct record_class *class = &result.class;
    json_t *sections = json_array();
    for (uint32_t i = 0; i < class->sections; i++)
        json_array_append_new(sections, section_json(&result, i));
    json_t *source = json_pack("{s:o, s:o, s:o, s:o}", "path", leaf_text(class->source), "format",
                               leaf_text(class->format), "sha256", leaf_text(class->sha256), "note",
                               leaf_text_or_null(class->note));
    json_t *about = json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o}", "id", leaf_text(class->id),
                              "title", leaf_text(class->title), "code",
                              leaf_text_or_null(class->fields[FIELD_CLASS_CODE].value), "agency",
                              leaf_text(class->agency), "url",
                              api_class_url(class->id, query, API_NO_ORDINAL, arena), "fields",
                              fields_json(class), "source", source);
    *json = json_pack("{s:s, s:o, s:o, s:o, s:o}", "generation", index_generation(index), "class",
                      about, "series", series, "requirements", requirements_json(class, arena),
                      "sections", sections);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
