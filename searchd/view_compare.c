#include "searchd/view.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "searchd/view_text.h"

/* What the columns are called: the classes in the order asked for. */
static const char *letter(size_t column)
{
    static const char *const letters[] = {"A", "B", "C", "D"};

    return letters[column < 4 ? column : 3];
}

/* The same comparison at a path, without the class at `left_out` if there is one. */
static const char *link_compare(const char *path, const json_t *classes, size_t left_out,
                                struct arena *arena)
{
    struct buf url = {0};
    const json_t *class;
    size_t i;

    buf_text(&url, path);
    json_array_foreach(classes, i, class)
    {
        if (i == left_out)
            continue;
        buf_text(&url, memchr(url.p, '?', url.n) == NULL ? "?id=" : "&id=");
        request_encode(&url, str_of(view_string(class, "id")));
    }
    const char *link = arena_strndup(arena, url.p, url.n);
    buf_free(&url);
    return link;
}

/* What "all" are, in a sentence. */
static const char *all_of(const json_t *classes)
{
    return json_array_size(classes) == 2 ? "both" : "all";
}

static json_t *classes_view(const json_t *classes, struct arena *arena)
{
    json_t *list = json_array(), *class;
    size_t i;

    json_array_foreach(classes, i, class)
    {
        json_t *view = json_deep_copy(class);
        json_int_t words = view_number(class, "words"), shared = view_number(class, "shared");
        json_object_set_new(view, "letter", json_string(letter(i)));
        json_object_set_new(
            view, "length",
            json_string(arena_printf(arena, "%s, %lld%% in passages that %s have",
                                     view_count(words, "word", "words", arena),
                                     (long long)(words > 0 ? 100 * shared / words : 0),
                                     all_of(classes))));
        json_object_set_new(view, "without_url",
                            json_array_size(classes) > 2
                                ? json_string(link_compare("/compare", classes, i, arena))
                                : json_null());
        json_array_append_new(list, view);
    }
    return list;
}

/* A copy of a cell that says whose it is, and whether it is there at all. */
static json_t *cell_view(const json_t *cell, size_t column)
{
    json_t *view = json_is_object(cell) ? json_copy((json_t *)cell) : json_object();

    json_object_set_new(view, "letter", json_string(letter(column)));
    json_object_set_new(view, "lacking", json_boolean(!json_is_object(cell)));
    return view;
}

static json_t *fields_view(const json_t *fields)
{
    json_t *rows = json_array(), *field, *cell;
    size_t i, k;

    json_array_foreach(fields, i, field)
    {
        json_t *cells = json_array();
        json_array_foreach(json_object_get(field, "cells"), k, cell)
        {
            json_array_append_new(cells, cell_view(cell, k));
        }
        json_array_append_new(rows,
                              json_pack("{s:O, s:O, s:o}", "label", json_object_get(field, "label"),
                                        "same", json_object_get(field, "same"), "cells", cells));
    }
    return rows;
}

/* Those of a class, each with the address of its line. */
static json_t *items_view(const json_t *cell, struct arena *arena)
{
    json_t *items = json_deep_copy(cell), *item;
    size_t i;

    json_array_foreach(items, i, item)
    {
        const char *url = view_string(item, "url");
        json_object_set_new(item, "url",
                            json_string(view_line_url(url, view_number(item, "line"), arena)));
    }
    return items;
}

static json_t *requirements_view(const json_t *requirements, struct arena *arena)
{
    json_t *rows = json_array(), *row, *cell;
    size_t i, k;

    json_array_foreach(requirements, i, row)
    {
        json_t *cells = json_array();
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            json_array_append_new(cells, json_pack("{s:s, s:b, s:o}", "letter", letter(k),
                                                   "lacking", json_array_size(cell) == 0, "items",
                                                   items_view(cell, arena)));
        }
        json_array_append_new(rows,
                              json_pack("{s:O, s:O, s:o}", "label", json_object_get(row, "label"),
                                        "same", json_object_get(row, "same"), "cells", cells));
    }
    return rows;
}

/* The text of a cell may stand in another section than the part's. */
static json_t *passage_url(const json_t *passage, const json_t *class, struct arena *arena)
{
    const char *section = arena_printf(arena, "%s#s%lld", view_string(class, "url"),
                                       (long long)view_number(passage, "section"));

    return json_string(view_line_url(section, view_number(passage, "line"), arena));
}

static json_t *passage_view(const json_t *passage, const json_t *classes, size_t column,
                            struct arena *arena)
{
    json_t *view = cell_view(passage, column);

    if (!json_is_object(passage))
        return view;
    json_object_set_new(view, "pieces",
                        view_pieces_of_two(json_object_get(passage, "text"),
                                           json_object_get(passage, "only"),
                                           json_object_get(passage, "some")));
    json_object_set_new(view, "url", passage_url(passage, json_array_get(classes, column), arena));
    return view;
}

static json_t *row_view(const json_t *row, const json_t *classes, struct arena *arena)
{
    json_t *cells = json_array(), *cell;
    size_t i;

    json_array_foreach(json_object_get(row, "cells"), i, cell)
    {
        json_array_append_new(cells, passage_view(cell, classes, i, arena));
    }
    return json_pack("{s:o}", "cells", cells);
}

/* Rows that follow each other and are all shared, or all not: the shared ones are folded away. */
static json_t *runs_view(const json_t *rows, const json_t *classes, struct arena *arena)
{
    json_t *runs = json_array(), *run = NULL, *row;
    bool folded = false;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        bool shared = strcmp(view_string(row, "state"), "shared") == 0;
        if (run == NULL || shared != folded) {
            json_array_append_new(runs, run = json_pack("{s:b, s:[]}", "shared", shared, "rows"));
            folded = shared;
        }
        json_array_append_new(json_object_get(run, "rows"), row_view(row, classes, arena));
    }
    json_array_foreach(runs, i, run)
    {
        json_int_t count = (json_int_t)json_array_size(json_object_get(run, "rows"));
        json_object_set_new(run, "count",
                            json_string(view_count(count, "passage", "passages", arena)));
    }
    return runs;
}

/* What is like nothing of the others, a column a class; null if there is nothing. */
static json_t *rest_view(const json_t *rest, const json_t *classes, struct arena *arena)
{
    json_t *columns = json_array(), *passages, *passage;
    size_t i, k, all = 0;

    json_array_foreach(rest, i, passages)
    {
        json_t *list = json_array();
        json_array_foreach(passages, k, passage)
        {
            json_array_append_new(list, passage_view(passage, classes, i, arena));
            all++;
        }
        json_array_append_new(columns, json_pack("{s:s, s:b, s:o}", "letter", letter(i), "lacking",
                                                 json_array_size(list) == 0, "passages", list));
    }
    if (all > 0)
        return json_pack("{s:o}", "columns", columns);
    json_decref(columns);
    return json_null();
}

static json_t *part_view(const json_t *part, const json_t *classes, struct arena *arena)
{
    json_t *heads = json_array(), *section;
    size_t i, there = 0;

    json_array_foreach(json_object_get(part, "sections"), i, section)
    {
        json_t *head = cell_view(section, i);
        there += json_is_object(section);
        json_object_set_new(head, "has_heading",
                            json_boolean(json_is_string(json_object_get(section, "heading"))));
        json_array_append_new(heads, head);
    }
    return json_pack("{s:o, s:b, s:o, s:o}", "heads", heads, "alone", there < 2, "runs",
                     runs_view(json_object_get(part, "rows"), classes, arena), "rest",
                     rest_view(json_object_get(part, "rest"), classes, arena));
}

static json_t *blocks_view(const json_t *blocks, const json_t *classes, struct arena *arena)
{
    json_t *list = json_array(), *block, *part;
    size_t i, k;

    json_array_foreach(blocks, i, block)
    {
        json_t *parts = json_array();
        json_array_foreach(json_object_get(block, "parts"), k, part)
        {
            json_array_append_new(parts, part_view(part, classes, arena));
        }
        json_array_append_new(list, json_pack("{s:s, s:O, s:b, s:o}", "anchor",
                                              arena_printf(arena, "b%zu", i), "label",
                                              json_object_get(block, "label"), "alone",
                                              view_number(block, "classes") < 2, "parts", parts));
    }
    return list;
}

json_t *view_compare(const json_t *answer, struct arena *arena)
{
    const json_t *classes = json_object_get(answer, "classes");
    const char *titles = "";

    for (size_t i = 0; i < json_array_size(classes); i++)
        titles = arena_printf(arena, "%s%s%s", titles, i > 0 ? ", " : "",
                              view_string(json_array_get(classes, i), "title"));
    const char *api = link_compare("/api/v1/compare", classes, SIZE_MAX, arena);
    return json_pack("{s:s, s:s, s:s, s:o, s:i, s:s, s:b, s:o, s:o, s:o, s:s, s:s, s:s, s:[]}",
                     "title", arena_printf(arena, "Compare %s", titles), "q", "", "names", titles,
                     "compared", classes_view(classes, arena), "columns",
                     (int)json_array_size(classes), "all", all_of(classes), "more_than_two",
                     json_array_size(classes) > 2, "fields",
                     fields_view(json_object_get(answer, "fields")), "requirements",
                     requirements_view(json_object_get(answer, "requirements"), arena), "blocks",
                     blocks_view(json_object_get(answer, "blocks"), classes, arena), "json_url",
                     api, "csv_url", arena_printf(arena, "%s&format=csv", api), "xlsx_url",
                     arena_printf(arena, "%s&format=xlsx", api), "kept");
}
