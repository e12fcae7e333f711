#include <string.h>

#include "search/browse.h"
#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_pages.h"
#include "searchd/view_text.h"

/* "12" of a number of the answer. */
static json_t *counted(const json_t *object, const char *key, struct arena *arena)
{
    return json_string(view_commas(view_number(object, key), arena));
}

/* Agencies or kinds as {"label", "sections", "classes", "url"}. */
static json_t *values_view(const json_t *values, struct arena *arena)
{
    json_t *list = json_array(), *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        json_array_append_new(list, json_pack("{s:O, s:o, s:o, s:O}", "label",
                                              json_object_get(value, "label"), "sections",
                                              counted(value, "sections", arena), "classes",
                                              counted(value, "classes", arena), "url",
                                              json_object_get(value, "url")));
    }
    return list;
}

/* Letters with what begins so, under `counts`; none is a link that leads to nothing. */
static json_t *letters_view(const json_t *letters, const char *counts, const char *current,
                            const struct request *request, struct arena *arena)
{
    json_t *list = json_array(), *letter;
    size_t i;

    json_array_foreach(letters, i, letter)
    {
        const char *name = view_string(letter, "letter");
        bool any = view_number(letter, counts) > 0;
        json_array_append_new(list, json_pack("{s:O, s:o, s:b, s:b, s:s}", "label",
                                              json_object_get(letter, "label"), "count",
                                              counted(letter, counts, arena), "any", any, "current",
                                              strcmp(name, current) == 0, "url",
                                              link_change(request, "letter", str_of(name), arena)));
    }
    return list;
}

static json_t *sources_view(const json_t *sources, struct arena *arena)
{
    json_t *list = json_array();

    for (enum browse_state s = 0; s < BROWSE_STATE_COUNT; s++)
        json_array_append_new(
            list, json_pack("{s:s, s:o, s:s}", "title", browse_state_label(s), "count",
                            counted(sources, browse_state_name(s), arena), "url",
                            arena_printf(arena, "/browse/skipped?state=%s", browse_state_name(s))));
    return list;
}

json_t *view_browse(const json_t *answer, struct arena *arena)
{
    static const struct request classes = {.path = {"/browse/classes", 15}};
    const json_t *agencies = json_object_get(answer, "agencies"),
                 *kinds = json_object_get(answer, "kinds");
    const char *built_at = view_string(answer, "built_at");

    return json_pack(
        "{s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:s, s:[]}",
        "title", "Browse", "q", "", "at_browse", true, "class_count",
        counted(answer, "classes", arena), "section_count", counted(answer, "sections", arena),
        "specifications", counted(answer, "specifications", arena), "series_count",
        counted(answer, "series", arena), "built_at", built_at, "built", view_time(built_at, arena),
        "generation", json_object_get(answer, "generation"), "sources",
        sources_view(json_object_get(answer, "sources"), arena), "letters",
        letters_view(json_object_get(answer, "letters"), "classes", "", &classes, arena),
        "agencies", values_view(agencies, arena), "kinds", values_view(kinds, arena),
        "agency_count", view_commas((json_int_t)json_array_size(agencies), arena), "kept");
}

/* Lists: a table whose first column leads on. */

static void add_cell(json_t *row, const char *column, const char *text, bool is_number)
{
    json_array_append_new(
        json_object_get(row, "cells"),
        json_pack("{s:s, s:s, s:b}", "column", column, "text", text, "number", is_number));
}

static json_t *row_view(const json_t *item, const char *name)
{
    json_t *url = json_object_get(item, "url");

    return json_pack("{s:O, s:O, s:[]}", "name", json_object_get(item, name), "url",
                     json_is_string(url) ? url : json_false(), "cells");
}

/* What all lists have; `filters` are said in the heading. */
static json_t *list_view(const char *heading, const json_t *answer, const json_t *columns,
                         const struct request *request, struct arena *arena)
{
    const json_t *filters = json_object_get(answer, "filters");
    const char *letter = view_string(filters, "letter"), *of = view_string(filters, "agency");
    const char *series = view_string(filters, "series");
    json_int_t page = view_number(answer, "page");
    const char *title =
        series[0] != '\0' ? arena_printf(arena, "%s: %s", heading, series) : heading;

    if (of[0] != '\0')
        title = arena_printf(arena, "%s, %s", title, of);
    const char *window = letter[0] != '\0' ? arena_printf(arena, "%s, %s", title, letter) : title;
    if (page > 1)
        window = arena_printf(arena, "%s, page %lld", window, (long long)page);
    json_t *view = json_pack("{s:s, s:s, s:b, s:s, s:o, s:O, s:b, s:s, s:s, s:[], s:[], s:b, s:[]}",
                             "title", window, "q", "", "at_browse", true, "heading", title, "count",
                             counted(answer, "total", arena), "columns", columns, "none",
                             view_number(answer, "total") == 0, "all_url",
                             link_change(request, "letter", STR(""), arena), "json_url",
                             arena_printf(arena, "/api/v1%s", link_page(request, page, arena)),
                             "rows", "states", "has_letters", false, "kept");
    json_object_set_new(view, "has_states", json_false());
    json_object_set_new(view, "all", json_boolean(letter[0] == '\0'));
    view_pages(view, answer, request, arena);
    return view;
}

static void set_letters(json_t *view, const json_t *answer, const char *counts,
                        const struct request *request, struct arena *arena)
{
    const char *current = view_string(json_object_get(answer, "filters"), "letter");

    json_object_set_new(view, "has_letters", json_true());
    json_object_set_new(
        view, "letters",
        letters_view(json_object_get(answer, "letters"), counts, current, request, arena));
}

static json_t *columns_of(const char *const *names, size_t count, size_t numbers)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:b}", "name", names[i], "number", i + numbers >= count));
    return list;
}

json_t *view_browse_classes(const json_t *answer, const struct request *request,
                            struct arena *arena)
{
    static const char *const names[] = {"Title", "Code", "Agency", "Series", "Sections"};
    json_t *columns = columns_of(names, 5, 1), *class;
    json_t *view = list_view("Classes", answer, columns, request, arena);
    size_t i;

    json_array_foreach(json_object_get(answer, "classes"), i, class)
    {
        json_t *row = row_view(class, "title");
        add_cell(row, names[1], view_string(class, "code"), false);
        add_cell(row, names[2], view_string(class, "agency"), false);
        add_cell(row, names[3], view_string(class, "series"), false);
        add_cell(row, names[4], view_commas(view_number(class, "sections"), arena), true);
        json_array_append_new(json_object_get(view, "rows"), row);
    }
    set_letters(view, answer, "classes", request, arena);
    json_decref(columns);
    return view;
}

json_t *view_browse_series(const json_t *answer, const struct request *request, struct arena *arena)
{
    static const char *const names[] = {"Series", "Agency", "Sections", "Classes"};
    json_t *columns = columns_of(names, 4, 2), *series;
    json_t *view = list_view("Series", answer, columns, request, arena);
    size_t i;

    json_array_foreach(json_object_get(answer, "series"), i, series)
    {
        json_t *row = row_view(series, "series");
        add_cell(row, names[1], view_string(series, "agency"), false);
        add_cell(row, names[2], view_commas(view_number(series, "sections"), arena), true);
        add_cell(row, names[3], view_commas(view_number(series, "classes"), arena), true);
        json_array_append_new(json_object_get(view, "rows"), row);
    }
    set_letters(view, answer, "series", request, arena);
    json_decref(columns);
    return view;
}

/* In words, as the links to each state have it. */
static const char *state_label(const json_t *source)
{
    enum browse_state state = BROWSE_SKIPPED;

    browse_state_from_name(&state, str_of(view_string(source, "state")));
    return browse_state_label(state);
}

json_t *view_browse_skipped(const json_t *answer, const struct request *request,
                            struct arena *arena)
{
    static const char *const names[] = {"File", "Why", "State"};
    const char *current = view_string(json_object_get(answer, "filters"), "state");
    bool chosen = current[0] != '\0'; /* then they are all of that state */
    json_t *columns = columns_of(names, chosen ? 2 : 3, 0), *source, *state;
    json_t *view = list_view("Skipped, duplicate and noted files", answer, columns, request, arena);
    size_t i;

    json_array_foreach(json_object_get(answer, "sources"), i, source)
    {
        json_t *row = row_view(source, "source");
        const char *reason = view_string(source, "reason"), *note = view_string(source, "note");
        add_cell(row, names[1], reason[0] != '\0' ? reason : note, false);
        if (!chosen)
            add_cell(row, names[2], state_label(source), false);
        json_array_append_new(json_object_get(view, "rows"), row);
    }
    json_object_set_new(view, "has_states", json_true());
    json_array_foreach(json_object_get(answer, "states"), i, state)
    {
        const char *name = view_string(state, "state");
        json_array_append_new(
            json_object_get(view, "states"),
            json_pack("{s:O, s:o, s:b, s:s}", "label", json_object_get(state, "label"), "count",
                      counted(state, "sources", arena), "current", strcmp(name, current) == 0,
                      "url", link_change(request, "state", str_of(name), arena)));
    }
    json_decref(columns);
    return view;
}
