#include "searchd/view_facets.h"

#include <string.h>

#include "searchd/link.h"
#include "searchd/view_text.h"

static json_t *facet_value_view(const json_t *value, const char *facet,
                                const struct request *request, struct arena *arena)
{
    bool selected = json_is_true(json_object_get(value, "selected"));
    json_int_t sections = view_number(value, "sections"), classes = view_number(value, "classes");

    return json_pack("{s:O, s:s, s:s, s:s, s:b, s:s}", "label", json_object_get(value, "label"),
                     "sections", view_commas(sections, arena), "classes",
                     view_commas(classes, arena), "counts", view_counts(sections, classes, arena),
                     "selected", selected, "url",
                     link_toggle(request, facet, view_string(value, "value"), selected, arena));
}

/* A facet that nothing found states is not worth its lines. */
static bool is_worth_showing(const json_t *values)
{
    const json_t *first = json_array_get(values, 0);

    return json_array_size(values) > 1 || json_is_true(json_object_get(first, "selected")) ||
           (first != NULL && strcmp(view_string(first, "value"), FACET_NOT_STATED) != 0);
}

/* A facet with its values: the first are shown, more are folded away, and of very many, which no
 * page has room for, the last are counted only. What is selected is always shown. */
static json_t *facet_view(json_t *chips, enum facet facet, const json_t *values,
                          const struct request *request, struct arena *arena)
{
    enum { OPEN_VALUES = 10, LISTED_VALUES = 500 };
    json_t *shown = json_array(), *folded = json_array(), *value;
    json_int_t unlisted = 0;
    size_t i;

    json_array_foreach(values, i, value)
    {
        bool selected = json_is_true(json_object_get(value, "selected"));
        if (!selected && i >= LISTED_VALUES) {
            unlisted++;
            continue;
        }
        json_t *view = facet_value_view(value, facet_name(facet), request, arena);
        if (selected)
            json_array_append_new(chips, json_pack("{s:s, s:O, s:O}", "facet", facet_title(facet),
                                                   "label", json_object_get(view, "label"), "url",
                                                   json_object_get(view, "url")));
        json_array_append_new(selected || i < OPEN_VALUES ? shown : folded, view);
    }
    json_int_t more = (json_int_t)json_array_size(folded) + unlisted;
    return json_pack("{s:s, s:s, s:b, s:o, s:b, s:s, s:o, s:b, s:s}", "name", facet_name(facet),
                     "title", facet_title(facet), "any", is_worth_showing(values), "values", shown,
                     "has_more", more > 0, "more", view_count(more, "more", "more", arena),
                     "folded", folded, "has_unlisted", unlisted > 0, "unlisted",
                     view_count(unlisted, "more", "more", arena));
}

json_t *view_facets(json_t *chips, const json_t *facets, const struct request *request,
                    struct arena *arena)
{
    json_t *list = json_array();

    for (enum facet f = 0; f < FACET_COUNT; f++)
        json_array_append_new(
            list, facet_view(chips, f, json_object_get(facets, facet_name(f)), request, arena));
    return list;
}

static bool any_selected(const json_t *values)
{
    json_t *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        if (json_is_true(json_object_get(value, "selected")))
            return true;
    }
    return false;
}

static json_int_t most_sections(const json_t *values)
{
    json_int_t most = 1;
    json_t *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        json_int_t sections = view_number(value, "sections");
        most = sections > most ? sections : most;
    }
    return most;
}

static json_t *bar_view(const json_t *value, enum facet facet, json_int_t most,
                        const struct request *request, struct arena *arena)
{
    json_int_t sections = view_number(value, "sections");
    bool selected = json_is_true(json_object_get(value, "selected"));

    return json_pack(
        "{s:O, s:s, s:s, s:s, s:s}", "label", json_object_get(value, "label"), "width",
        arena_printf(arena, "%.1f%%", 100.0 * (double)sections / (double)most), "sections",
        view_commas(sections, arena), "classes", view_commas(view_number(value, "classes"), arena),
        "url",
        link_toggle(request, facet_name(facet), view_string(value, "value"), selected, arena));
}

/* Of a facet with values selected, the others are no part of what was found. */
json_t *view_chart(enum facet facet, const json_t *values, const struct request *request,
                   struct arena *arena)
{
    enum { BARS = 15 };
    bool narrowed = any_selected(values);
    json_int_t most = most_sections(values), left = 0;
    json_t *rows = json_array(), *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        bool found = view_number(value, "sections") > 0 &&
                     (!narrowed || json_is_true(json_object_get(value, "selected")));
        if (found && json_array_size(rows) < BARS)
            json_array_append_new(rows, bar_view(value, facet, most, request, arena));
        else
            left += found;
    }
    if (json_array_size(rows) < 2) {
        json_decref(rows);
        return json_null();
    }
    return json_pack("{s:s, s:o, s:o}", "title", facet_title(facet), "rows", rows, "more",
                     left > 0 ? json_string(view_count(left, "more", "more", arena)) : json_null());
}
