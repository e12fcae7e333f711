#include <string.h>

#include "search/absence.h"
#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_pages.h"
#include "searchd/view_query.h"
#include "searchd/view_text.h"

/* What a state says of a class, whether or not kinds of section are asked about. */
static const char *meaning(enum absence_state state, bool of_kind)
{
    static const char *const of_sections[ABSENCE_STATE_COUNT] = {
        [ABSENCE_PRESENT] = "such a section has it",
        [ABSENCE_STATED_NONE] = "all that such sections say is that there is none",
        [ABSENCE_SILENT] = "there is such a section, which says something else",
        [ABSENCE_SECTION_ABSENT] = "there is no such section",
        [ABSENCE_UNREADABLE] = "nobody knows"};
    static const char *const of_classes[ABSENCE_STATE_COUNT] = {
        [ABSENCE_PRESENT] = "a section has it",
        [ABSENCE_STATED_NONE] = "told apart where a kind of section is chosen",
        [ABSENCE_SILENT] = "no section has it",
        [ABSENCE_SECTION_ABSENT] = "told apart where a kind of section is chosen",
        [ABSENCE_UNREADABLE] = "nobody knows"};

    return (of_kind ? of_sections : of_classes)[state];
}

static json_int_t all_of(const json_t *total)
{
    return view_number(total, "classes") + view_number(total, "sources");
}

static void set_states(json_t *view, const json_t *answer, const struct request *request,
                       struct arena *arena)
{
    json_int_t all = all_of(json_object_get(answer, "total"));
    bool of_kind = request_value(request, "section").n > 0;
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach(json_object_get(answer, "states"), i, item)
    {
        const char *name = view_string(item, "value");
        json_int_t count = view_number(item, "classes");
        enum absence_state state = ABSENCE_PRESENT;
        absence_state_from_name(&state, str_of(name));
        json_array_append_new(
            list,
            json_pack(
                "{s:O, s:s, s:s, s:s, s:b, s:o}", "label", json_object_get(item, "label"),
                "meaning", meaning(state, of_kind), "count", view_commas(count, arena), "width",
                arena_printf(arena, "%.1f%%", all > 0 ? 100.0 * (double)count / (double)all : 0),
                "current", request_has(request, "state", str_of(name)), "url",
                count > 0 ? json_string(link_change(request, "state", str_of(name), arena))
                          : json_null()));
    }
    json_object_set_new(view, "states", list);
    json_object_set_new(view, "sum", json_string(view_commas(all, arena)));
    json_object_set_new(view, "in_states", json_boolean(request_value(request, "state").n > 0));
    json_object_set_new(view, "all_url",
                        json_string(link_change(request, "state", STR(""), arena)));
}

static json_t *row_view(const json_t *row, struct arena *arena)
{
    const json_t *class = json_object_get(row, "class"), *section = json_object_get(row, "section");
    const json_t *heading = json_object_get(section, "heading");
    json_t *view = json_pack(
        "{s:O, s:O, s:O, s:O?, s:O?, s:O?, s:O?}", "source", json_object_get(row, "source"),
        "quote", json_object_get(row, "quote"), "reason", json_object_get(row, "reason"),
        "class_url", json_object_get(class, "url"), "title", json_object_get(class, "title"),
        "code", json_object_get(class, "code"), "agency", json_object_get(class, "agency"));

    json_object_set_new(view, "section",
                        json_is_object(section)
                            ? json_string(json_is_string(heading) ? json_string_value(heading)
                                                                  : "Before the first heading")
                            : json_null());
    json_object_set(view, "section_url", json_object_get(section, "url"));
    json_object_set_new(view, "place", json_string(view_place(section, arena)));
    return view;
}

/* A group for each state that the page shows. */
static void set_groups(json_t *view, const json_t *answer, struct arena *arena)
{
    json_t *groups = json_array(), *rows = NULL, *row;
    const char *of = "";
    size_t i;

    json_array_foreach(json_object_get(answer, "classes"), i, row)
    {
        const char *name = view_string(row, "state");
        enum absence_state state = ABSENCE_PRESENT;
        if (rows == NULL || strcmp(name, of) != 0) {
            absence_state_from_name(&state, str_of(name));
            rows = json_array();
            json_array_append_new(
                groups, json_pack("{s:s, s:o}", "state", absence_state_label(state), "rows", rows));
        }
        json_array_append_new(rows, row_view(row, arena));
        of = name;
    }
    json_object_set_new(view, "has_rows", json_boolean(json_array_size(groups) > 0));
    json_object_set_new(view, "groups", groups);
}

/* "54 classes, and 2 files that could not be read" */
static const char *total_text(const json_t *total, struct arena *arena)
{
    json_int_t sources = view_number(total, "sources");
    const char *classes = view_count(view_number(total, "classes"), "class", "classes", arena);

    return sources == 0 ? classes
                        : arena_printf(arena, "%s, and %s that could not be read", classes,
                                       view_count(sources, "file", "files", arena));
}

/* The kinds of section in question, in words; null if it is about all sections. */
static json_t *kinds_asked(const json_t *query, struct arena *arena)
{
    json_t *kinds = view_kinds(json_object_get(json_object_get(query, "filters"), "section"));
    const char *words = "";
    json_t *kind;
    size_t i;

    json_array_foreach(kinds, i, kind)
    {
        words =
            arena_printf(arena, "%s%s%s", words, i > 0 ? " or " : "", view_string(kind, "label"));
    }
    json_t *text = words[0] != '\0' ? json_string(words) : json_null();
    json_decref(kinds);
    return text;
}

static void set_answer(json_t *view, const json_t *answer, const struct request *request,
                       struct arena *arena)
{
    const json_t *query = json_object_get(answer, "query"),
                 *rows = json_object_get(answer, "classes");

    json_object_set_new(view, "summary",
                        json_string(total_text(json_object_get(answer, "total"), arena)));
    json_object_set_new(view, "none", json_boolean(view_number(answer, "pages") == 0));
    json_int_t set_aside = view_number(json_object_get(answer, "total"), "set_aside");
    if (set_aside > 0)
        json_object_set_new(view, "set_aside",
                            json_string(view_count(set_aside, "file is", "files are", arena)));
    json_object_set(view, "reading", json_object_get(query, "words"));
    json_object_set_new(view, "kinds_asked", kinds_asked(query, arena));
    view_query(view, query, request, arena);
    view_range(view, answer, json_array_size(rows), "Class", "Classes", arena);
    view_pages(view, answer, request, arena);
    view_whole(view, "/api/v1/absence", "Evidence", request, arena);
    set_states(view, answer, request, arena);
    set_groups(view, answer, arena);
}

json_t *view_absence(json_t *answer, const struct request *request, struct arena *arena)
{
    struct str query = request_value(request, "q");
    json_t *view =
        json_pack("{s:s, s:b, s:b}", "title",
                  query.n > 0 ? arena_printf(arena, "Absence of %s", query.p) : "Absence",
                  "answered", answer != NULL, "expand", request_has(request, "expand", STR("1")));

    if (answer != NULL)
        set_answer(view, answer, request, arena);
    json_object_set_new(view, "literal_url",
                        json_string(link_change(request, "expand", STR(""), arena)));
    return view;
}
