#include <string.h>

#include "search/facet.h"
#include "search/occurrences.h"
#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_facets.h"
#include "searchd/view_pages.h"
#include "searchd/view_query.h"
#include "searchd/view_text.h"

/* Where it stands on the class's page: headings have no line there. */
static const char *row_url(const json_t *row, struct arena *arena)
{
    const char *section = view_string(json_object_get(row, "section"), "url");
    bool in_text = strcmp(view_string(row, "where"), "text") == 0;

    return in_text ? view_line_url(section, view_number(row, "line"), arena) : section;
}

static json_t *class_view(const json_t *class)
{
    return json_pack("{s:O, s:O, s:O, s:O}", "title", json_object_get(class, "title"), "code",
                     json_object_get(class, "code"), "agency", json_object_get(class, "agency"),
                     "url", json_object_get(class, "url"));
}

/* with_class: it does not stand under its class. */
static json_t *row_view(const json_t *row, bool with_class, struct arena *arena)
{
    const json_t *class = json_object_get(row, "class");
    json_t *heading = json_object_get(json_object_get(row, "section"), "heading");

    return json_pack("{s:O, s:O, s:O, s:s, s:s, s:O, s:o, s:b, s:O}", "before",
                     json_object_get(row, "left"), "match", json_object_get(row, "match"), "after",
                     json_object_get(row, "right"), "place", view_place(row, arena), "url",
                     row_url(row, arena), "class_title", json_object_get(class, "title"), "of_row",
                     with_class ? class_view(class) : json_null(), "has_heading",
                     json_is_string(heading), "heading", heading);
}

/* In the order of places those of a class stand together; else all are one group. */
static void set_groups(json_t *view, const json_t *answer, struct arena *arena)
{
    bool by_place =
        strcmp(view_string(answer, "sort"), occurrences_order_name(OCCURRENCES_BY_PLACE)) == 0;
    json_t *groups = json_array(), *rows = NULL, *row;
    const char *of = NULL;
    size_t i;

    json_array_foreach(json_object_get(answer, "occurrences"), i, row)
    {
        const json_t *class = json_object_get(row, "class");
        const char *id = view_string(class, "id");
        if (rows == NULL || (by_place && strcmp(id, of) != 0)) {
            rows = json_array();
            json_array_append_new(groups, json_pack("{s:o, s:o}", "of",
                                                    by_place ? class_view(class) : json_null(),
                                                    "rows", rows));
        }
        json_array_append_new(rows, row_view(row, !by_place, arena));
        of = id;
    }
    json_object_set_new(view, "has_rows", json_boolean(json_array_size(groups) > 0));
    json_object_set_new(view, "groups", groups);
}

static void set_orders(json_t *view, const char *sort)
{
    static const char *const labels[] = {[OCCURRENCES_BY_PLACE] = "Place in the documents",
                                         [OCCURRENCES_BY_LEFT] = "Words before",
                                         [OCCURRENCES_BY_RIGHT] = "Words after"};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const char *name = occurrences_order_name((enum occurrences_order)i);
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "name", name, "label", labels[i],
                                              "current", strcmp(name, sort) == 0));
    }
    json_object_set_new(view, "orders", list);
}

/* Says of each value whether it is a filter in force, as the facets of a search do. */
static void mark_selected(json_t *dispersion, const struct request *request)
{
    const char *facet;
    json_t *values, *value;
    size_t i;

    json_object_foreach(dispersion, facet, values)
    {
        json_array_foreach(values, i, value)
        {
            json_object_set_new(
                value, "selected",
                json_boolean(request_has(request, facet, str_of(view_string(value, "value")))));
        }
    }
}

/* "12 occurrences in 9 sections of 4 classes" */
static const char *total_text(const json_t *total, struct arena *arena)
{
    json_int_t occurrences = view_number(total, "occurrences");

    if (occurrences == 0)
        return "No occurrence";
    return arena_printf(arena, "%s in %s of %s",
                        view_count(occurrences, "occurrence", "occurrences", arena),
                        view_count(view_number(total, "sections"), "section", "sections", arena),
                        view_count(view_number(total, "classes"), "class", "classes", arena));
}

static void set_answer(json_t *view, json_t *answer, const struct request *request,
                       struct arena *arena)
{
    const json_t *query = json_object_get(answer, "query"),
                 *total = json_object_get(answer, "total");
    json_int_t page = view_number(answer, "page");

    json_object_set_new(view, "summary", json_string(total_text(total, arena)));
    json_object_set_new(view, "none", json_boolean(view_number(total, "occurrences") == 0));
    json_object_set(view, "reading", json_object_get(query, "words"));
    view_query(view, query, request, arena);
    json_object_set_new(view, "literal_url",
                        json_string(link_change(request, "expand", STR(""), arena)));
    view_range(view, answer, json_array_size(json_object_get(answer, "occurrences")), "Occurrence",
               "Occurrences", arena);
    view_pages(view, answer, request, arena);
    view_whole(view, "/api/v1/occurrences", "Evidence pack", request, arena);
    json_object_set_new(view, "at_first", json_boolean(page == 1));
    mark_selected(json_object_get(answer, "dispersion"), request);
    view_charts(view, json_object_get(answer, "dispersion"), request, arena);
    set_groups(view, answer, arena);
}

json_t *view_occurrences(json_t *answer, const struct request *request, struct arena *arena)
{
    struct str query = request_value(request, "q"), sort = request_value(request, "sort");
    bool verbatim = request_has(request, "verbatim", STR("1"));
    bool expand = request_has(request, "expand", STR("1"));
    json_t *view = json_pack(
        "{s:s, s:b, s:b, s:b, s:b}", "title",
        query.n > 0 ? arena_printf(arena, "Occurrences of %s", query.p) : "Occurrences", "answered",
        answer != NULL, "verbatim", verbatim, "expand", expand, "both_wrong", verbatim && expand);

    set_orders(view, sort.n > 0 ? sort.p : occurrences_order_name(OCCURRENCES_BY_PLACE));
    if (answer != NULL)
        set_answer(view, answer, request, arena);
    json_object_set_new(view, "expand_url",
                        !expand && !verbatim
                            ? json_string(link_change(request, "expand", STR("1"), arena))
                            : json_null());
    json_object_set_new(view, "inexact_url",
                        json_string(link_change(request, "verbatim", STR(""), arena)));
    json_object_set_new(view, "search_url", json_string(link_question("/search", request, arena)));
    return view;
}
