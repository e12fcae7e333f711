#include "searchd/view_query.h"

#include "searchd/link.h"

/* Each as {"from", "to": [{"text", "first"}]}. */
static json_t *expanded_view(const json_t *expanded)
{
    json_t *list = json_array(), *expansion, *text;
    size_t i, k;

    json_array_foreach(expanded, i, expansion)
    {
        json_t *to = json_array();
        json_array_foreach(json_object_get(expansion, "to"), k, text)
        {
            json_array_append_new(to, json_pack("{s:O, s:b}", "text", text, "first", k == 0));
        }
        json_array_append_new(
            list, json_pack("{s:O, s:o}", "from", json_object_get(expansion, "from"), "to", to));
    }
    return list;
}

static bool is_literal(const struct request *request)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, "expand"))
            return str_is(request->parameters[i].value, "0");
    return false;
}

/* A query that is not the one typed, with the link to it; null if there is none. */
static json_t *other_view(const json_t *text, const struct request *request, struct arena *arena)
{
    struct str query = {json_string_value(text), json_string_length(text)};

    if (!json_is_string(text))
        return json_null();
    return json_pack("{s:s, s:s}", "text", query.p, "url", link_change(request, "q", query, arena));
}

void view_query(json_t *view, const json_t *query, const struct request *request,
                struct arena *arena)
{
    json_t *expanded = expanded_view(json_object_get(query, "expanded"));

    json_object_set_new(view, "is_expanded", json_boolean(json_array_size(expanded) > 0));
    json_object_set_new(view, "expanded", expanded);
    json_object_set_new(view, "literal_url",
                        json_string(link_change(request, "expand", STR("0"), arena)));
    json_object_set_new(view, "expand_url",
                        is_literal(request)
                            ? json_string(link_change(request, "expand", STR(""), arena))
                            : json_null());
    json_object_set_new(view, "suggestion",
                        other_view(json_object_get(query, "suggestion"), request, arena));
    json_object_set_new(view, "corrected",
                        other_view(json_object_get(query, "corrected"), request, arena));
    json_object_set_new(view, "typed_url",
                        json_string(link_change(request, "relax", STR("0"), arena)));
}
