#include <string.h>

#include "search/facet.h"
#include "search/matrix.h"
#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_pages.h"
#include "searchd/view_text.h"

enum { STEPS = 5, FIELDS_MIN = 4, FIELDS_FREE = 2 };

/* How dark a cell is: 0 for none, STEPS for all that there is, and what lies between in even parts.
 */
static const char *heat(json_int_t number, json_int_t most, struct arena *arena)
{
    json_int_t step = 0;

    if (number > 0)
        step = most <= number ? STEPS : 1 + number * (STEPS - 1) / most;
    return arena_printf(arena, "h%lld", (long long)step);
}

/* What the page counts, from the answer. */
struct counted {
    enum matrix_by by;
    enum matrix_count count;
    json_int_t most; /* of all cells of the page */
};

static struct counted counted(const json_t *answer)
{
    struct counted c = {0};
    json_t *row, *cell;
    size_t i, k;

    matrix_by_from_name(&c.by, str_of(view_string(answer, "by")));
    matrix_count_from_name(&c.count, str_of(view_string(answer, "count")));
    json_array_foreach(json_object_get(answer, "rows"), i, row)
    {
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            json_int_t number = json_integer_value(cell);
            c.most = number > c.most ? number : c.most;
        }
    }
    return c;
}

/* What a cell could be at most: all classes or sections of its row; of occurrences, which have no
 * bound, as many as the fullest cell has. */
static json_int_t most_of_row(const struct counted *c, const json_t *row)
{
    return c->count == MATRIX_CLASSES    ? view_number(row, "classes")
           : c->count == MATRIX_SECTIONS ? view_number(row, "sections")
                                         : c->most;
}

/* Adds a parameter; false if there are as many as there can be. */
static bool add(struct request *request, struct str name, struct str value)
{
    if (request->parameter_count == REQUEST_PARAMETERS_MAX)
        return false;
    request->parameters[request->parameter_count++] = (struct request_parameter){name, value};
    return true;
}

/* The classes or occurrences that a cell counts, on their page: the query alone, within the row and
 * the filters. Null if no page lists just these. */
static json_t *cell_url(const struct counted *c, const json_t *row, struct str query,
                        const struct request *request, struct arena *arena)
{
    bool of_classes = c->count == MATRIX_CLASSES;
    struct request asked = {.path = of_classes ? STR("/absence") : STR("/occurrences")};
    enum facet rows = c->by == MATRIX_BY_AGENCY ? FACET_AGENCY : FACET_SECTION, facet;
    const char *of_row = facet_name(rows);
    struct str value = str_of(view_string(row, "value"));

    if (c->by == MATRIX_BY_CLASS) {
        asked.path = str_of(view_string(row, "url"));
        return json_string(link_change(&asked, "q", query, arena));
    }
    /* Sections may be of the row's kind beside one that is chosen. */
    bool fits = c->count != MATRIX_SECTIONS &&
                (request_value(request, of_row).n == 0 || request_has(request, of_row, value));
    for (size_t i = 0; fits && i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        if ((facet_from_name(&facet, p->name) && facet != rows) || str_is(p->name, "expand"))
            fits = add(&asked, p->name, p->value);
    }
    fits = fits && add(&asked, str_of(of_row), value);
    if (of_classes)
        fits = fits && add(&asked, STR("state"), STR("present"));
    return fits ? json_string(link_change(&asked, "q", query, arena)) : json_null();
}

static json_t *cells_view(const struct counted *c, const json_t *row, const json_t *columns,
                          const struct request *request, struct arena *arena)
{
    json_int_t most = most_of_row(c, row);
    json_t *list = json_array(), *cell;
    size_t i;

    json_array_foreach(json_object_get(row, "cells"), i, cell)
    {
        struct str query = str_of(view_string(json_array_get(columns, i), "query"));
        json_int_t number = json_integer_value(cell);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:o}", "number", view_commas(number, arena), "heat",
                            heat(number, most, arena), "cell_url",
                            number > 0 ? cell_url(c, row, query, request, arena) : json_null()));
    }
    return list;
}

static void set_table(json_t *view, const json_t *answer, const struct request *request,
                      struct arena *arena)
{
    const json_t *columns = json_object_get(answer, "columns");
    struct counted c = counted(answer);
    json_t *heads = json_array(), *rows = json_array(), *item;
    const char *base = c.count == MATRIX_CLASSES ? "classes" : "sections";
    size_t i;

    json_array_foreach(columns, i, item)
    {
        json_array_append_new(heads,
                              json_pack("{s:O, s:O, s:s}", "query", json_object_get(item, "query"),
                                        "reading", json_object_get(item, "words"), "total",
                                        view_commas(view_number(item, "total"), arena)));
    }
    json_array_foreach(json_object_get(answer, "rows"), i, item)
    {
        json_t *row = json_pack("{s:O, s:O, s:s, s:o}", "label", json_object_get(item, "label"),
                                "url", json_object_get(item, "url"), "base",
                                view_commas(view_number(item, base), arena), "cells",
                                cells_view(&c, item, columns, request, arena));
        if (c.by == MATRIX_BY_CLASS) /* titles are those of several */
            json_object_set(row, "id", json_object_get(item, "value"));
        json_array_append_new(rows, row);
    }
    json_object_set_new(view, "has_rows", json_boolean(json_array_size(rows) > 0));
    json_object_set_new(view, "columns", heads);
    json_object_set_new(view, "rows", rows);
    json_object_set_new(view, "base_name",
                        json_string(c.count == MATRIX_CLASSES ? "Classes" : "Sections"));
    json_object_set_new(view, "key",
                        json_string(c.count == MATRIX_CLASSES
                                        ? "Stronger: more of the row's classes have it."
                                    : c.count == MATRIX_SECTIONS
                                        ? "Stronger: more of the row's sections have it."
                                        : "Stronger: nearer to the most occurrences that a "
                                          "cell of this page has."));
}

struct option {
    const char *name, *label;
};

static const struct option bys[] = {[MATRIX_BY_AGENCY] = {"agency", "Agency"},
                                    [MATRIX_BY_CLASS] = {"class", "Class"},
                                    [MATRIX_BY_SECTION] = {"section", "Kind of section"}};
static const struct option counts[] = {[MATRIX_CLASSES] = {"classes", "Classes"},
                                       [MATRIX_SECTIONS] = {"sections", "Sections"},
                                       [MATRIX_OCCURRENCES] = {"occurrences", "Occurrences"}};

enum { CHOICES = 3 };

/* The first is chosen unless another is. */
static size_t chosen(const struct option options[CHOICES], struct str value)
{
    for (size_t i = 0; i < CHOICES; i++)
        if (str_is(value, options[i].name))
            return i;
    return 0;
}

static json_t *options_view(const struct option options[CHOICES], struct str value)
{
    json_t *list = json_array();

    for (size_t i = 0; i < CHOICES; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:b}", "name", options[i].name, "label",
                                        options[i].label, "current", i == chosen(options, value)));
    return list;
}

static void add_field(json_t *fields, struct str value, struct arena *arena)
{
    size_t number = json_array_size(fields) + 1;
    const char *id = number == 1 ? "q" : arena_printf(arena, "q%zu", number);

    json_array_append_new(fields, json_pack("{s:s, s:s, s:I}", "id", id, "value", value.p, "number",
                                            (json_int_t)number));
}

/* The queries, and free fields behind them for more. */
static void set_fields(json_t *view, const struct request *request, struct arena *arena)
{
    json_t *fields = json_array();

    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, "q"))
            add_field(fields, request->parameters[i].value, arena);
    for (size_t free = 0; free < FIELDS_FREE || json_array_size(fields) < FIELDS_MIN; free++)
        add_field(fields, STR(""), arena);
    json_object_set_new(view, "fields", fields);
}

static void set_answer(json_t *view, const json_t *answer, const struct request *request,
                       struct arena *arena)
{
    static const struct {
        const char *one, *many;
    } names[] = {[MATRIX_BY_AGENCY] = {"Agency", "Agencies"},
                 [MATRIX_BY_CLASS] = {"Class", "Classes"},
                 [MATRIX_BY_SECTION] = {"Kind", "Kinds"}};
    size_t by = chosen(bys, str_of(view_string(answer, "by")));
    size_t count = chosen(counts, str_of(view_string(answer, "count")));
    size_t queries = json_array_size(json_object_get(answer, "columns"));

    json_object_set_new(
        view, "summary",
        json_string(arena_printf(arena, "%s for %s, by %s", counts[count].label,
                                 view_count((json_int_t)queries, "query", "queries", arena),
                                 by == MATRIX_BY_SECTION ? "kind of section" : bys[by].name)));
    json_object_set_new(view, "row_name", json_string(bys[by].label));
    json_object_set_new(view, "none", json_boolean(view_number(answer, "pages") == 0));
    view_range(view, answer, json_array_size(json_object_get(answer, "rows")), names[by].one,
               names[by].many, arena);
    view_pages(view, answer, request, arena);
    view_whole(view, "/api/v1/matrix", "JSON lines", request, arena);
    set_table(view, answer, request, arena);
}

json_t *view_matrix(json_t *answer, const struct request *request, struct arena *arena)
{
    json_t *view = json_pack("{s:s, s:b, s:b, s:o, s:o}", "title", "Coverage matrix", "answered",
                             answer != NULL, "expand", request_has(request, "expand", STR("1")),
                             "bys", options_view(bys, request_value(request, "by")), "counts",
                             options_view(counts, request_value(request, "count")));

    set_fields(view, request, arena);
    if (answer != NULL)
        set_answer(view, answer, request, arena);
    return view;
}
