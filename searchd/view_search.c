#include "searchd/view.h"

#include <string.h>

#include "searchd/link.h"
#include "searchd/view_facets.h"
#include "searchd/view_pages.h"
#include "searchd/view_query.h"
#include "searchd/view_text.h"

/* A section that was found. */
static json_t *match_view(const json_t *hit, struct arena *arena)
{
    const json_t *section = json_object_get(hit, "section"),
                 *snippet = json_object_get(hit, "snippet");
    json_t *heading = json_object_get(section, "heading"), *text = json_object_get(snippet, "text");

    return json_pack("{s:b, s:o, s:o, s:O, s:s, s:b, s:o}", "has_heading", json_is_string(heading),
                     "heading", view_pieces(heading, json_object_get(section, "heading_marks")),
                     "kinds", view_kinds(json_object_get(section, "kinds")), "url",
                     json_object_get(section, "url"), "line",
                     arena_printf(arena, "%lld", (long long)view_number(section, "line")),
                     "has_text", json_string_length(text) > 0, "snippet",
                     view_pieces(text, json_object_get(snippet, "marks")));
}

static void set_class(json_t *view, const json_t *class)
{
    json_object_set(view, "title", json_object_get(class, "title"));
    json_object_set(view, "id", json_object_get(class, "id"));
    json_object_set(view, "code", json_object_get(class, "code"));
    json_object_set(view, "agency", json_object_get(class, "agency"));
    json_object_set(view, "class_url", json_object_get(class, "url"));
}

/* A class with the best of its sections, and what is said of those left out. */
static json_t *class_view(const json_t *hit, struct arena *arena)
{
    json_t *view = json_object(), *matches = json_array(), *section;
    json_int_t sections = view_number(hit, "sections");
    const json_t *first = json_array_get(json_object_get(hit, "hits"), 0);
    size_t i;

    json_array_foreach(json_object_get(hit, "hits"), i, section)
    {
        json_array_append_new(matches, match_view(section, arena));
    }
    json_int_t left = sections - (json_int_t)json_array_size(matches);
    set_class(view, json_object_get(hit, "class"));
    json_object_set(view, "source", json_object_get(json_object_get(first, "section"), "source"));
    json_object_set_new(view, "matches", matches);
    json_object_set_new(view, "more",
                        left > 0
                            ? json_string(view_count(left, "more section", "more sections", arena))
                            : json_null());
    return view;
}

static json_t *section_view(const json_t *hit, struct arena *arena)
{
    json_t *view = match_view(hit, arena);

    set_class(view, json_object_get(hit, "class"));
    json_object_set(view, "source", json_object_get(json_object_get(hit, "section"), "source"));
    return view;
}

static bool is_by_class(const json_t *answer)
{
    return strcmp(view_string(json_object_get(answer, "query"), "group"), "class") == 0;
}

/* What was found goes under "classes" or "sections". */
static void set_hits(json_t *view, const json_t *answer, struct arena *arena)
{
    bool by_class = is_by_class(answer);
    json_t *hits = json_object_get(answer, "hits"), *list = json_array(), *hit;
    size_t i;

    json_array_foreach(hits, i, hit)
    {
        json_array_append_new(list, by_class ? class_view(hit, arena) : section_view(hit, arena));
    }
    json_object_set_new(view, "has_hits", json_boolean(json_array_size(list) > 0));
    json_object_set(view, "classes", by_class ? list : json_null());
    json_object_set(view, "sections", by_class ? json_null() : list);
    json_object_set_new(view, "can_compare", json_boolean(by_class && json_array_size(list) > 1));
    json_decref(list);
}

/* Which way the results stand, and the other. */
static void set_arrangement(json_t *view, const json_t *answer, const struct request *request,
                            struct arena *arena)
{
    static const struct {
        const char *name, *label;
    } orders[] = {{"relevance", "Best match"},
                  {"title", "Title, A to Z"},
                  {"-title", "Title, Z to A"},
                  {"-revised", "Revised, newest first"},
                  {"revised", "Revised, oldest first"},
                  {"experience", "Experience, least first"},
                  {"-experience", "Experience, most first"}};
    const char *sort = view_string(json_object_get(answer, "query"), "sort");
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "name", orders[i].name, "label",
                                              orders[i].label, "current",
                                              strcmp(orders[i].name, sort) == 0));
    json_object_set_new(view, "orders", list);
    json_object_set_new(view, "by_class", json_boolean(is_by_class(answer)));
    json_object_set_new(view, "by_class_url",
                        json_string(link_change(request, "group", STR(""), arena)));
    json_object_set_new(view, "by_section_url",
                        json_string(link_change(request, "group", STR("section"), arena)));
}

/* The request with the query that was answered: a file cannot say that it answers another one than
 * it was asked. */
static struct request answered_request(const json_t *query, const struct request *request)
{
    const json_t *corrected = json_object_get(query, "corrected");
    struct request answered = *request;

    for (size_t i = 0; json_is_string(corrected) && i < answered.parameter_count; i++)
        if (str_is(answered.parameters[i].name, "q"))
            answered.parameters[i].value =
                (struct str){json_string_value(corrected), json_string_length(corrected)};
    return answered;
}

/* Everything that was found, as files; and this page, as JSON. */
static void set_exports(json_t *view, const json_t *answer, const struct request *request,
                        struct arena *arena)
{
    const char *group = is_by_class(answer) ? "class" : "section";
    struct request answered = answered_request(json_object_get(answer, "query"), request);

    json_object_set_new(view, "exports",
                        view_exports("/api/v1/export", &answered, group, "JSON lines", arena));
    json_object_set_new(view, "json_url",
                        json_string(link_answer("/api/v1/search", request, group, NULL, arena)));
}

static bool has_facets(const json_t *facets)
{
    json_t *facet;
    size_t i;

    json_array_foreach(facets, i,
                       facet) if (json_is_true(json_object_get(facet, "any"))) return true;
    return false;
}

/* What the browser's window and history show; no two pages of a search have the same. */
static const char *search_title(const char *query, json_int_t page, struct arena *arena)
{
    const char *what = query[0] != '\0' ? query : "All sections";

    return page > 1 ? arena_printf(arena, "%s, page %s", what, view_commas(page, arena)) : what;
}

json_t *view_kept(const struct request *request, bool sort)
{
    json_t *kept = json_array();

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        enum facet facet;
        if (facet_from_name(&facet, p->name) || (sort && str_is(p->name, "sort")) ||
            str_is(p->name, "group") || str_is(p->name, "relax") || str_is(p->name, "expand"))
            json_array_append_new(kept, json_pack("{s:o, s:o}", "name",
                                                  json_stringn(p->name.p, p->name.n), "value",
                                                  json_stringn(p->value.p, p->value.n)));
    }
    return kept;
}

json_t *view_search(const json_t *answer, const struct request *request, struct arena *arena)
{
    const json_t *query = json_object_get(answer, "query"),
                 *total = json_object_get(answer, "total");
    json_int_t sections = view_number(total, "sections"), classes = view_number(total, "classes");
    const char *text = view_string(query, "text");
    json_t *chips = json_array();
    json_t *facets = view_facets(chips, json_object_get(answer, "facets"), request, arena);
    json_t *view = json_pack(
        "{s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:s, s:o, s:o, s:o, s:o}", "title",
        search_title(text, view_number(answer, "page"), arena), "q", text, "summary",
        view_counts(sections, classes, arena), "none", sections == 0, "relaxed",
        json_is_true(json_object_get(query, "relaxed")), "filtered", json_array_size(chips) > 0,
        "has_facets", has_facets(facets), "clear_url", link_bare(request, arena), "chips", chips,
        "facets", facets, "kept", view_kept(request, true), "sort_kept", view_kept(request, false));

    json_object_set_new(view, "has_query", json_boolean(text[0] != '\0'));
    json_object_set_new(view, "occurrences_url",
                        json_string(link_question("/occurrences", request, arena)));
    set_hits(view, answer, arena);
    view_range(view, answer, json_array_size(json_object_get(answer, "hits")),
               is_by_class(answer) ? "Class" : "Section",
               is_by_class(answer) ? "Classes" : "Sections", arena);
    view_pages(view, answer, request, arena);
    set_arrangement(view, answer, request, arena);
    set_exports(view, answer, request, arena);
    view_charts(view, json_object_get(answer, "facets"), request, arena);
    view_query(view, query, request, arena);
    return view;
}
