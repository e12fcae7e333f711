#include "searchd/view_pages.h"

#include "searchd/link.h"
#include "searchd/view_text.h"

/* Pages around the current one, or around the last if that is past the end; the first; the last. */
static json_t *pages_view(const struct request *request, json_int_t page, json_int_t pages,
                          struct arena *arena)
{
    json_t *list = json_array();
    json_int_t previous = 0, middle = page < pages ? page : pages;

    for (json_int_t n = 1; n <= pages; n++) {
        if (n > 1 && n < middle - 2)
            n = middle - 2;
        if (n > middle + 2 && n < pages)
            n = pages;
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:b, s:b}", "number", view_commas(n, arena),
                                        "url", link_page(request, n, arena), "current", n == page,
                                        "gap", n > previous + 1));
        previous = n;
    }
    return list;
}

void view_pages(json_t *view, const json_t *answer, const struct request *request,
                struct arena *arena)
{
    json_int_t page = view_number(answer, "page"), pages = view_number(answer, "pages");

    json_object_set_new(view, "has_pages", json_boolean(pages > 1));
    json_object_set_new(view, "past_end", json_boolean(pages > 0 && page > pages));
    json_object_set_new(view, "pages", pages_view(request, page, pages, arena));
    json_object_set_new(view, "previous_url",
                        page > 1 && page <= pages ? json_string(link_page(request, page - 1, arena))
                                                  : json_null());
    json_object_set_new(view, "next_url",
                        page < pages ? json_string(link_page(request, page + 1, arena))
                                     : json_null());
    json_object_set_new(view, "first_url", json_string(link_page(request, 1, arena)));
}

void view_range(json_t *view, const json_t *answer, size_t shown, const char *one, const char *many,
                struct arena *arena)
{
    json_int_t count = (json_int_t)shown;
    json_int_t first = (view_number(answer, "page") - 1) * view_number(answer, "per_page") + 1;
    const char *range = arena_printf(arena, "%s %s", one, view_commas(first, arena));

    if (shown > 1)
        range = arena_printf(arena, "%s %s to %s", many, view_commas(first, arena),
                             view_commas(first + count - 1, arena));
    json_object_set_new(view, "range", shown > 0 ? json_string(range) : json_null());
}

json_t *view_exports(const char *path, const struct request *request, const char *group,
                     const char *lines, struct arena *arena)
{
    const struct {
        const char *format, *label;
    } formats[] = {{"xlsx", "Excel"}, {"csv", "CSV"}, {"ndjson", lines}};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i].label != NULL)
            json_array_append_new(
                list, json_pack("{s:s, s:s}", "label", formats[i].label, "url",
                                link_answer(path, request, group, formats[i].format, arena)));
    return list;
}

void view_whole(json_t *view, const char *path, const char *lines, const struct request *request,
                struct arena *arena)
{
    json_object_set_new(view, "exports", view_exports(path, request, NULL, lines, arena));
    json_object_set_new(view, "json_url",
                        json_string(link_answer(path, request, NULL, NULL, arena)));
}
