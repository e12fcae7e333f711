#include "searchd/view_question.h"

#include <stdio.h>
#include <stdlib.h>

#include "searchd/link.h"

/* Longer lists of values are of no use to choose from; filters from links hold all the same. */
enum { PICKED_MAX = 1000 };

struct choice {
    struct str value, label;
};

static int compare_labels(const void *a, const void *b)
{
    const struct choice *one = a, *other = b;
    return str_compare(one->label, other->label);
}

static int compare_values_down(const void *a, const void *b)
{
    const struct choice *one = a, *other = b;
    return str_compare(other->value, one->value);
}

static json_t *text_json(struct str text)
{
    return json_stringn(text.n > 0 ? text.p : "", text.n);
}

static uint32_t choice_count(const struct index *index, enum facet facet)
{
    uint32_t listed = facet_vocabulary(facet);

    return listed > 0 ? listed : index_values(index)->facets[facet].count;
}

/* All values, in the order in which people look for them. */
static struct choice *choices_of(const struct index *index, enum facet facet, struct arena *arena)
{
    uint32_t count = choice_count(index, facet);
    bool listed = facet_vocabulary(facet) > 0;
    struct choice *choices = arena_zero(arena, count + 1, sizeof *choices);

    for (uint32_t i = 0; i < count; i++) {
        choices[i].value =
            listed ? facet_value(facet, i) : index_values(index)->facets[facet].values[i];
        choices[i].label = facet_value_label(facet, choices[i].value);
    }
    if (facet_order(facet) == FACET_GREATEST_FIRST)
        qsort(choices, count, sizeof *choices, compare_values_down);
    else if (!listed)
        qsort(choices, count, sizeof *choices, compare_labels);
    return choices;
}

/* The values of a facet as options. one: one of them is chosen, the first that is a filter in
 * force; else they are to be added to those, which are left out. */
static json_t *options_view(const struct index *index, enum facet facet,
                            const struct request *request, bool one, struct arena *arena)
{
    uint32_t count = choice_count(index, facet);
    const struct choice *choices = choices_of(index, facet, arena);
    struct str first = request_value(request, facet_name(facet));
    json_t *options = json_array();

    for (uint32_t i = 0; i < count; i++)
        if (one || !request_has(request, facet_name(facet), choices[i].value))
            json_array_append_new(options,
                                  json_pack("{s:o, s:o, s:b}", "value", text_json(choices[i].value),
                                            "label", text_json(choices[i].label), "current",
                                            one && str_eq_nocase(first, choices[i].value)));
    return options;
}

static json_t *picker_view(const struct index *index, enum facet facet,
                           const struct request *request, struct arena *arena)
{
    return json_pack("{s:s, s:s, s:s, s:o}", "name", facet_name(facet), "title", facet_title(facet),
                     "first",
                     request_value(request, facet_name(facet)).n > 0 ? "Add one more" : "Any",
                     "options", options_view(index, facet, request, false, arena));
}

/* Those that nearly all want, and the others. */
static void set_pickers(json_t *view, const struct index *index, const struct request *request,
                        bool one_kind, struct arena *arena)
{
    json_t *pickers = json_array(), *more = json_array();

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        bool first = f == FACET_SECTION || f == FACET_AGENCY;
        if ((f == FACET_SECTION && one_kind) || choice_count(index, f) > PICKED_MAX)
            continue;
        json_array_append_new(first ? pickers : more, picker_view(index, f, request, arena));
    }
    json_object_set_new(view, "pickers", pickers);
    json_object_set_new(view, "more_pickers", more);
    if (one_kind)
        json_object_set_new(view, "kinds",
                            options_view(index, FACET_SECTION, request, true, arena));
}

/* Without filters, but for the kind of section that is asked about. */
static const char *clear_url(const struct request *request, bool one_kind, struct arena *arena)
{
    struct request bare = *request;
    enum facet facet;

    bare.parameter_count = 0;
    for (size_t i = 0; i < request->parameter_count; i++)
        if (!facet_from_name(&facet, request->parameters[i].name) ||
            (one_kind && facet == FACET_SECTION))
            bare.parameters[bare.parameter_count++] = request->parameters[i];
    return link_page(&bare, 1, arena);
}

static void set_filters(json_t *view, const struct request *request, bool one_kind,
                        struct arena *arena)
{
    json_t *kept = json_array(), *chips = json_array();
    enum facet facet;

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        if (!facet_from_name(&facet, p->name) || (one_kind && facet == FACET_SECTION))
            continue;
        json_array_append_new(
            kept, json_pack("{s:s, s:o}", "name", facet_name(facet), "value", text_json(p->value)));
        json_array_append_new(
            chips, json_pack("{s:s, s:o, s:s}", "facet", facet_title(facet), "label",
                             text_json(facet_value_label(facet, p->value)), "url",
                             link_toggle(request, facet_name(facet), p->value.p, true, arena)));
    }
    json_object_set_new(view, "filtered", json_boolean(json_array_size(chips) > 0));
    json_object_set_new(view, "kept", kept);
    json_object_set_new(view, "chips", chips);
    json_object_set_new(view, "clear_url", json_string(clear_url(request, one_kind, arena)));
}

static void set_ways(json_t *view, const struct request *request, struct arena *arena)
{
    static const struct {
        const char *path, *label;
    } ways[] = {{"/search", "Search"},
                {"/occurrences", "Occurrences"},
                {"/absence", "Absence"},
                {"/matrix", "Matrix"},
                {"/variants", "Variants"}};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "label", ways[i].label, "url",
                                              link_question(ways[i].path, request, arena),
                                              "current", str_is(request->path, ways[i].path)));
    json_object_set_new(view, "ways", list);
}

void view_question(json_t *view, const struct index *index, const struct request *request,
                   bool one_kind, struct arena *arena)
{
    struct str query = request_value(request, "q");

    json_object_set_new(view, "at_evidence", json_true());
    json_object_set_new(view, "action", json_string(request->path.p));
    json_object_set_new(view, "has_query", json_boolean(query.n > 0));
    json_object_set_new(view, "q", text_json(query));
    set_filters(view, request, one_kind, arena);
    set_pickers(view, index, request, one_kind, arena);
    set_ways(view, request, arena);
}

/* A filter that no class of the index could pass. */
static bool has_unknown_filter(const struct index *index, const struct request *request)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        enum facet facet;
        uint32_t number;
        if (facet_from_name(&facet, p->name) &&
            !(facet_vocabulary(facet) > 0
                  ? facet_value_find(&number, facet, p->value)
                  : values_find(&number, index_values(index), facet, p->value)))
            return true;
    }
    return false;
}

/* Which of several queries is wrong, by what matrix_make() says of it; the first if it is alone. */
static size_t wrong_query(const struct err *err)
{
    size_t number;

    return sscanf(err->text, "query %zu: ", &number) == 1 && number > 0 ? number : 1;
}

static json_t *nth_query(const struct request *request, size_t number)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, "q") && --number == 0)
            return text_json(request->parameters[i].value);
    return json_null();
}

void view_problem(json_t *view, const struct index *index, const struct request *request,
                  const struct err *err)
{
    bool elsewhere = err->code != ERR_USAGE || has_unknown_filter(index, request) ||
                     json_is_true(json_object_get(view, "both_wrong"));
    bool in_query = err->position > 0 || !elsewhere;
    size_t number = wrong_query(err);
    json_t *field = json_array_get(json_object_get(view, "fields"), number - 1);

    json_object_set_new(view, "problem",
                        json_pack("{s:s, s:o, s:o}", "message", err->text, "position",
                                  err->position > 0 ? json_integer(err->position) : json_null(),
                                  "query", nth_query(request, number)));
    json_object_set_new(view, "query_wrong", json_boolean(in_query));
    if (field != NULL)
        json_object_set_new(field, "wrong", json_boolean(in_query));
}
