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

/* What bars and their numbers say, as far as the values have it: the bars, the first of them. */
static const struct {
    const char *name, *title;
} measures[] = {{"occurrences", "Occurrences"}, {"sections", "Sections"}, {"classes", "Classes"}};

enum { MEASURES = sizeof measures / sizeof measures[0] };

static bool has_measure(const json_t *values, size_t measure)
{
    return json_object_get(json_array_get(values, 0), measures[measure].name) != NULL;
}

static const char *bar_measure(const json_t *values)
{
    return measures[has_measure(values, 0) ? 0 : 1].name;
}

static json_int_t most_of(const json_t *values, const char *measure)
{
    json_int_t most = 1;
    json_t *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        json_int_t number = view_number(value, measure);
        most = number > most ? number : most;
    }
    return most;
}

static json_t *columns_view(const json_t *values)
{
    json_t *columns = json_array();

    for (size_t m = 0; m < MEASURES; m++)
        if (has_measure(values, m))
            json_array_append_new(columns, json_pack("{s:s}", "name", measures[m].title));
    return columns;
}

static json_t *bar_view(const json_t *value, enum facet facet, double share,
                        const struct request *request, struct arena *arena)
{
    bool selected = json_is_true(json_object_get(value, "selected"));
    json_t *numbers = json_array();

    for (size_t m = 0; m < MEASURES; m++) {
        const json_t *number = json_object_get(value, measures[m].name);
        if (number != NULL)
            json_array_append_new(
                numbers,
                json_pack("{s:s}", "number", view_commas(json_integer_value(number), arena)));
    }
    return json_pack(
        "{s:O, s:s, s:o, s:s}", "label", json_object_get(value, "label"), "width",
        arena_printf(arena, "%.1f%%", 100 * share), "numbers", numbers, "url",
        link_toggle(request, facet_name(facet), view_string(value, "value"), selected, arena));
}

/* One facet's values as bars; null if there are fewer than two. Of a facet with values selected,
 * the others are no part of what was found. */
static json_t *chart_view(enum facet facet, const json_t *values, const struct request *request,
                          struct arena *arena)
{
    enum { BARS = 15 };
    bool narrowed = any_selected(values);
    const char *measure = bar_measure(values);
    json_int_t most = most_of(values, measure), left = 0;
    json_t *rows = json_array(), *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        json_int_t number = view_number(value, measure);
        bool found = number > 0 && (!narrowed || json_is_true(json_object_get(value, "selected")));
        if (found && json_array_size(rows) < BARS)
            json_array_append_new(
                rows, bar_view(value, facet, (double)number / (double)most, request, arena));
        else
            left += found;
    }
    if (json_array_size(rows) < 2) {
        json_decref(rows);
        return json_null();
    }
    return json_pack("{s:s, s:o, s:o, s:o}", "title", facet_title(facet), "columns",
                     columns_view(values), "rows", rows, "more",
                     left > 0 ? json_string(view_count(left, "more", "more", arena)) : json_null());
}

void view_charts(json_t *view, const json_t *facets, const struct request *request,
                 struct arena *arena)
{
    static const enum facet charted[] = {FACET_SECTION, FACET_AGENCY};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof charted / sizeof charted[0]; i++) {
        json_t *chart =
            chart_view(charted[i], json_object_get(facets, facet_name(charted[i])), request, arena);
        if (json_is_object(chart))
            json_array_append(list, chart);
        json_decref(chart);
    }
    json_object_set_new(view, "has_charts", json_boolean(json_array_size(list) > 0));
    json_object_set_new(view, "charts", list);
}
