#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_pages.h"
#include "searchd/view_text.h"

/* Of a variant with more classes these are folded away. */
enum { OPEN_CLASSES = 4 };

static json_t *class_view(const json_t *class, struct arena *arena)
{
    const json_t *section = json_object_get(class, "section");
    json_int_t times = view_number(class, "times");
    const char *url = view_string(section, "url");

    return json_pack(
        "{s:O, s:O, s:s, s:s, s:o}", "title", json_object_get(class, "title"), "agency",
        json_object_get(class, "agency"), "url",
        view_line_url(url, view_number(class, "line"), arena), "place",
        view_place(json_is_integer(json_object_get(section, "page")) ? section : class, arena),
        "times", times > 1 ? json_string(view_count(times, "time", "times", arena)) : json_null());
}

static json_t *classes_view(const json_t *classes, struct arena *arena)
{
    json_t *list = json_array(), *class;
    size_t i;

    json_array_foreach(classes, i, class)
    {
        json_array_append_new(list, class_view(class, arena));
    }
    return list;
}

/* The words of the first variant's text that another lacks. */
static json_t *lacking_view(const json_t *first, const json_t *lacks)
{
    json_t *list = json_array(), *pieces = view_pieces(first, lacks), *piece;
    size_t i;

    json_array_foreach(pieces, i, piece)
    {
        if (json_is_true(json_object_get(piece, "marked")))
            json_array_append_new(list,
                                  json_pack("{s:O, s:b}", "words", json_object_get(piece, "text"),
                                            "more", json_array_size(list) > 0));
    }
    json_decref(pieces);
    return list;
}

static json_t *variant_view(const json_t *variant, const json_t *first, struct arena *arena)
{
    const json_t *lacks = json_object_get(variant, "lacks");
    json_int_t count = view_number(variant, "count");
    json_t *classes = classes_view(json_object_get(variant, "classes"), arena);
    json_int_t unlisted = count - (json_int_t)json_array_size(classes);

    return json_pack(
        "{s:o, s:b, s:o, s:s, s:b, s:o, s:o}", "pieces",
        view_pieces(json_object_get(variant, "text"), json_object_get(variant, "marks")),
        "is_lacking", json_array_size(lacks) > 0, "lacking",
        lacking_view(json_object_get(first, "text"), lacks), "class_count",
        view_count(count, "class", "classes", arena), "folded", count > OPEN_CLASSES, "classes",
        classes, "unlisted",
        unlisted > 0 ? json_string(arena_printf(arena, "and %s more, which the files have",
                                                view_commas(unlisted, arena)))
                     : json_null());
}

static json_t *cluster_view(const json_t *cluster, struct arena *arena)
{
    const json_t *variants = json_object_get(cluster, "variants");
    json_t *list = json_array(), *variant;
    size_t i;

    json_array_foreach(variants, i, variant)
    {
        json_array_append_new(list, variant_view(variant, json_array_get(variants, 0), arena));
    }
    return json_pack(
        "{s:s, s:s, s:o}", "number", view_commas(view_number(cluster, "number"), arena), "counts",
        arena_printf(
            arena, "%s in %s",
            view_count((json_int_t)json_array_size(variants), "variant", "variants", arena),
            view_count(view_number(cluster, "classes"), "class", "classes", arena)),
        "variants", list);
}

static void set_clusters(json_t *view, const json_t *answer, struct arena *arena)
{
    json_t *list = json_array(), *cluster;
    size_t i;

    json_array_foreach(json_object_get(answer, "clusters"), i, cluster)
    {
        json_array_append_new(list, cluster_view(cluster, arena));
    }
    json_object_set_new(view, "has_clusters", json_boolean(json_array_size(list) > 0));
    json_object_set_new(view, "clusters", list);
}

/* The degrees to choose from, and the one that was asked for if it is another. */
static void set_degrees(json_t *view, struct str asked)
{
    static const struct {
        const char *value, *label;
    } degrees[] = {{"0.6", "60 %"}, {"0.7", "70 %"}, {"0.8", "80 %"}, {"0.9", "90 %"}};
    enum { DEGREES = sizeof degrees / sizeof degrees[0], USUAL = 2 };
    json_t *list = json_array();
    bool found = asked.n == 0;

    for (size_t i = 0; i < DEGREES; i++) {
        bool current = asked.n > 0 ? str_is(asked, degrees[i].value) : i == USUAL;
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "value", degrees[i].value, "label",
                                              degrees[i].label, "current", current));
        found = found || current;
    }
    if (!found)
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "value", asked.p, "label", asked.p,
                                              "current", true));
    json_object_set_new(view, "degrees", list);
}

static const char *total_text(const json_t *total, struct arena *arena)
{
    json_int_t clusters = view_number(total, "clusters");

    if (clusters == 0)
        return "No variants";
    return arena_printf(arena, "%s of %s in %s",
                        view_count(view_number(total, "variants"), "variant", "variants", arena),
                        view_count(clusters, "clause", "clauses", arena),
                        view_count(view_number(total, "classes"), "class", "classes", arena));
}

static void set_answer(json_t *view, const json_t *answer, const struct request *request,
                       struct arena *arena)
{
    const json_t *total = json_object_get(answer, "total");
    json_int_t left_out = view_number(total, "short");
    const char *clauses = view_count(view_number(total, "clauses"), "clause", "clauses", arena);

    json_object_set_new(view, "summary", json_string(total_text(total, arena)));
    json_object_set_new(view, "none", json_boolean(view_number(total, "clusters") == 0));
    json_object_set(view, "reading", json_object_get(json_object_get(answer, "query"), "words"));
    json_object_set_new(view, "looked_at",
                        json_string(arena_printf(arena, "Compared: %s; left out as too short: %s.",
                                                 clauses, view_commas(left_out, arena))));
    view_range(view, answer, json_array_size(json_object_get(answer, "clusters")), "Cluster",
               "Clusters", arena);
    view_pages(view, answer, request, arena);
    view_whole(view, "/api/v1/variants", "JSON lines", request, arena);
    set_clusters(view, answer, arena);
}

json_t *view_variants(json_t *answer, const struct request *request, struct arena *arena)
{
    struct str query = request_value(request, "q");
    json_t *view = json_pack("{s:s, s:b, s:s}", "title",
                             query.n > 0 ? arena_printf(arena, "Variants of %s", query.p)
                                         : "Variants of language",
                             "answered", answer != NULL, "every_url",
                             link_change(request, "likeness", STR("0.8"), arena));

    set_degrees(view, request_value(request, "likeness"));
    if (answer != NULL)
        set_answer(view, answer, request, arena);
    return view;
}
