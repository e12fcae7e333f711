#include "searchd/view.h"

#include <stdio.h>

#include "base/utf8.h"
#include "search/facet.h"
#include "searchd/link.h"
#include "searchd/requirements.h"
#include "searchd/view_query.h"
#include "spec/kind.h"

static const char *string_of(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL ? value : "";
}

static json_int_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static const char *with_commas(json_int_t n, struct arena *arena)
{
    char digits[32];
    struct buf out = {0};
    int length = snprintf(digits, sizeof digits, "%lld", (long long)n);

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buf_char(&out, ',');
        buf_char(&out, digits[i]);
    }
    const char *text = arena_strndup(arena, out.p, out.n);
    buf_free(&out);
    return text;
}

const char *view_count(json_int_t n, const char *one, const char *many, struct arena *arena)
{
    return arena_printf(arena, "%s %s", with_commas(n, arena), n == 1 ? one : many);
}

/* Byte offset of the code point `points` after the byte offset `at`. */
static size_t advance(struct str text, size_t at, json_int_t points)
{
    uint32_t c;

    for (; points > 0 && at < text.n; points--)
        at += utf8_decode(text.p + at, text.n - at, &c);
    return at;
}

static void add_piece(json_t *pieces, struct str text, size_t from, size_t to, bool marked)
{
    if (to > from)
        json_array_append_new(pieces,
                              json_pack("{s:o, s:b}", "text",
                                        json_stringn(text.p + from, to - from), "marked", marked));
}

json_t *view_pieces(const json_t *text, const json_t *marks)
{
    struct str s = {json_string_value(text), json_string_length(text)};
    json_t *pieces = json_array(), *mark;
    json_int_t points = 0;
    size_t at = 0, i;

    json_array_foreach(marks, i, mark)
    {
        json_int_t start = json_integer_value(json_array_get(mark, 0));
        json_int_t end = json_integer_value(json_array_get(mark, 1));
        size_t from = advance(s, at, start - points), to = advance(s, from, end - start);
        add_piece(pieces, s, at, from, false);
        add_piece(pieces, s, from, to, true);
        at = to;
        points = end;
    }
    add_piece(pieces, s, at, s.n, false);
    return pieces;
}

static struct request no_request(void)
{
    return (struct request){.path = STR("/search")};
}

/* "12 sections in 9 classes" */
static const char *counts_text(json_int_t sections, json_int_t classes, struct arena *arena)
{
    return arena_printf(arena, "%s in %s", view_count(sections, "section", "sections", arena),
                        view_count(classes, "class", "classes", arena));
}

/* Facets and the chips that undo them. */

static json_t *facet_value_view(const json_t *value, const char *facet,
                                const struct request *request, struct arena *arena)
{
    bool selected = json_is_true(json_object_get(value, "selected"));
    json_int_t sections = number_of(value, "sections"), classes = number_of(value, "classes");

    return json_pack("{s:O, s:s, s:s, s:s, s:b, s:s}", "label", json_object_get(value, "label"),
                     "sections", with_commas(sections, arena), "classes",
                     with_commas(classes, arena), "counts", counts_text(sections, classes, arena),
                     "selected", selected, "url",
                     link_toggle(request, facet, string_of(value, "value"), selected, arena));
}

/* A facet that nothing found states is not worth its lines. */
static bool is_worth_showing(const json_t *values)
{
    const json_t *first = json_array_get(values, 0);

    return json_array_size(values) > 1 || json_is_true(json_object_get(first, "selected")) ||
           (first != NULL && strcmp(string_of(first, "value"), FACET_NOT_STATED) != 0);
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

static json_t *facets_view(json_t *chips, const json_t *facets, const struct request *request,
                           struct arena *arena)
{
    json_t *list = json_array();

    for (enum facet f = 0; f < FACET_COUNT; f++)
        json_array_append_new(
            list, facet_view(chips, f, json_object_get(facets, facet_name(f)), request, arena));
    return list;
}

static json_t *kinds_view(const json_t *kinds)
{
    json_t *list = json_array(), *name;
    size_t i;

    json_array_foreach(kinds, i, name)
    {
        enum spec_kind kind;
        if (kind_from_name(&kind, str_of(json_string_value(name))))
            json_array_append_new(
                list, json_pack("{s:s, s:s}", "name", kind_name(kind), "label", kind_label(kind)));
    }
    return list;
}

static json_t *hit_view(const json_t *hit, struct arena *arena)
{
    const json_t *class = json_object_get(hit, "class"), *section = json_object_get(hit, "section");
    const json_t *snippet = json_object_get(hit, "snippet");
    json_t *heading = json_object_get(section, "heading");
    json_t *text = json_object_get(snippet, "text");

    return json_pack("{s:O, s:O, s:O, s:O, s:b, s:o, s:o, s:O, s:s, s:b, s:o}", "title",
                     json_object_get(class, "title"), "code", json_object_get(class, "code"),
                     "agency", json_object_get(class, "agency"), "class_url",
                     json_object_get(class, "url"), "has_heading", json_is_string(heading),
                     "heading", view_pieces(heading, json_object_get(section, "heading_marks")),
                     "kinds", kinds_view(json_object_get(section, "kinds")), "url",
                     json_object_get(section, "url"), "place",
                     arena_printf(arena, "%s, line %lld", string_of(section, "source"),
                                  (long long)number_of(section, "line")),
                     "has_text", json_string_length(text) > 0, "snippet",
                     view_pieces(text, json_object_get(snippet, "marks")));
}

/* The sections found; of a class that was found, the first of its sections. */
static json_t *hits_view(const json_t *hits, struct arena *arena)
{
    json_t *list = json_array(), *hit, *section;
    size_t i, k;

    json_array_foreach(hits, i, hit)
    {
        json_t *sections = json_object_get(hit, "hits");
        if (sections == NULL)
            json_array_append_new(list, hit_view(hit, arena));
        json_array_foreach(sections, k, section)
        {
            json_object_set(section, "class", json_object_get(hit, "class"));
            json_array_append_new(list, hit_view(section, arena));
        }
    }
    return list;
}

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
                              json_pack("{s:s, s:s, s:b, s:b}", "number", with_commas(n, arena),
                                        "url", link_page(request, n, arena), "current", n == page,
                                        "gap", n > previous + 1));
        previous = n;
    }
    return list;
}

/* "Sections 11 to 20", or classes; null if the page has none. */
static json_t *range_view(const json_t *answer, struct arena *arena)
{
    bool classes = strcmp(string_of(json_object_get(answer, "query"), "group"), "class") == 0;
    json_int_t shown = (json_int_t)json_array_size(json_object_get(answer, "hits"));
    json_int_t first = (number_of(answer, "page") - 1) * number_of(answer, "per_page") + 1;

    if (shown == 0)
        return json_null();
    if (shown == 1)
        return json_string(
            arena_printf(arena, "%s %s", classes ? "Class" : "Section", with_commas(first, arena)));
    return json_string(arena_printf(arena, "%s %s to %s", classes ? "Classes" : "Sections",
                                    with_commas(first, arena),
                                    with_commas(first + shown - 1, arena)));
}

static bool has_facets(const json_t *facets)
{
    json_t *facet;
    size_t i;

    json_array_foreach(facets, i,
                       facet) if (json_is_true(json_object_get(facet, "any"))) return true;
    return false;
}

/* What the browser's window and history show; no two pages of a search have the same. */
static const char *search_title(const char *query, json_int_t page, struct arena *arena)
{
    const char *what = query[0] != '\0' ? query : "All sections";

    return page > 1
               ? arena_printf(arena, "%s, page %s - Specsearch", what, with_commas(page, arena))
               : arena_printf(arena, "%s - Specsearch", what);
}

json_t *view_kept(const struct request *request)
{
    json_t *kept = json_array();

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        enum facet facet;
        if (facet_from_name(&facet, p->name) || str_is(p->name, "sort") ||
            str_is(p->name, "group") || str_is(p->name, "relax") || str_is(p->name, "expand"))
            json_array_append_new(kept, json_pack("{s:o, s:o}", "name",
                                                  json_stringn(p->name.p, p->name.n), "value",
                                                  json_stringn(p->value.p, p->value.n)));
    }
    return kept;
}

json_t *view_search(const json_t *answer, const struct request *request, struct arena *arena)
{
    const json_t *query = json_object_get(answer, "query"),
                 *total = json_object_get(answer, "total");
    json_int_t sections = number_of(total, "sections"), classes = number_of(total, "classes");
    json_int_t page = number_of(answer, "page"), pages = number_of(answer, "pages");
    json_t *hits = hits_view(json_object_get(answer, "hits"), arena), *chips = json_array();
    const char *text = string_of(query, "text");

    json_t *facets = facets_view(chips, json_object_get(answer, "facets"), request, arena);
    bool filtered = json_array_size(chips) > 0;
    json_t *view = json_pack(
        "{s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:s, s:o, s:o, s:o, s:o}", "title",
        search_title(text, page, arena), "q", text, "summary",
        counts_text(sections, classes, arena), "none", sections == 0, "relaxed",
        json_is_true(json_object_get(query, "relaxed")), "filtered", filtered, "has_pages",
        pages > 1, "past_end", sections > 0 && page > pages, "clear_url", link_bare(request, arena),
        "chips", chips, "facets", facets, "hits", hits, "kept", view_kept(request));
    view_query(view, query, request, arena);
    json_object_set_new(view, "has_facets", json_boolean(has_facets(facets)));
    json_object_set_new(view, "has_hits", json_boolean(json_array_size(hits) > 0));
    json_object_set_new(view, "range", range_view(answer, arena));
    json_object_set_new(view, "pages", pages_view(request, page, pages, arena));
    json_object_set_new(view, "previous_url",
                        page > 1 && page <= pages ? json_string(link_page(request, page - 1, arena))
                                                  : json_null());
    json_object_set_new(view, "next_url",
                        page < pages ? json_string(link_page(request, page + 1, arena))
                                     : json_null());
    json_object_set_new(view, "first_url", json_string(link_page(request, 1, arena)));
    json_object_set_new(
        view, "json_url",
        json_string(arena_printf(arena, "/api/v1%s", link_page(request, page, arena))));
    return view;
}

json_t *view_home(const json_t *answer, struct arena *arena)
{
    static const char *const examples[] = {"CJIS clearance", "\"matrix manages\"",
                                           "licensure:\"driver license\"", "title:manager budget"};
    const json_t *total = json_object_get(answer, "total");
    struct request request = no_request();
    json_t *chips = json_array(), *list = json_array();

    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        json_array_append_new(list, json_pack("{s:s, s:s}", "text", examples[i], "url",
                                              link_search("q", examples[i], arena)));
    }
    json_t *view = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:[]}", "title", "Specsearch", "q", "", "classes",
        view_count(number_of(total, "classes"), "class", "classes", arena), "sections",
        view_count(number_of(total, "sections"), "section", "sections", arena), "examples", list,
        "facets", facets_view(chips, json_object_get(answer, "facets"), &request, arena), "kept");
    json_decref(chips);
    return view;
}

/* A section's text line by line, each with its number in the source, or without one if the source
 * is not text (`number` is 0 then). Empty lines become a gap before the next. */
static json_t *lines_view(json_t *pieces, json_int_t number, struct arena *arena)
{
    json_t *lines = json_array(), *line = json_array(), *piece;
    bool gap = false;
    size_t i;

    json_array_append_new(pieces, json_pack("{s:s, s:b}", "text", "\n", "marked", 0));
    json_array_foreach(pieces, i, piece)
    {
        json_t *text = json_object_get(piece, "text");
        struct str rest = {json_string_value(text), json_string_length(text)};
        bool marked = json_is_true(json_object_get(piece, "marked"));
        while (rest.n > 0) {
            size_t before = rest.n;
            struct str part = str_cut(&rest, '\n');
            add_piece(line, part, 0, part.n, marked);
            if (part.n == before)
                break; /* no line end in this piece: the line goes on */
            if (json_array_size(line) > 0)
                json_array_append_new(
                    lines, json_pack("{s:b, s:o, s:O}", "gap", gap, "number",
                                     number > 0 ? json_string(arena_printf(arena, "%lld",
                                                                           (long long)number))
                                                : json_null(),
                                     "pieces", line));
            gap = json_array_size(line) == 0;
            number += number > 0;
            json_decref(line);
            line = json_array();
        }
    }
    json_decref(line);
    json_decref(pieces);
    return lines;
}

/* How often a section has what was sought, for the outline; null if it has not. */
static void set_found(json_t *view, const json_t *section, struct arena *arena)
{
    json_int_t found = (json_int_t)(json_array_size(json_object_get(section, "marks")) +
                                    json_array_size(json_object_get(section, "heading_marks")));

    json_object_set_new(view, "found",
                        found > 0 ? json_string(with_commas(found, arena)) : json_null());
    json_object_set_new(
        view, "found_words",
        json_string(view_count(found, "highlighted place", "highlighted places", arena)));
}

static const char untitled[] = "Before the first heading";

/* `nested`: under another section's heading. */
static json_t *class_section_view(const json_t *section, bool nested, struct arena *arena)
{
    json_t *heading = json_object_get(section, "heading"), *text = json_object_get(section, "text");
    json_int_t ordinal = number_of(section, "ordinal");
    bool by_line = !json_is_integer(json_object_get(section, "page"));
    json_t *pieces = view_pieces(text, json_object_get(section, "marks"));
    json_t *view = json_pack(
        "{s:I, s:b, s:o, s:s, s:b, s:o, s:b, s:s}", "ordinal", ordinal, "has_heading",
        json_is_string(heading), "heading",
        view_pieces(heading, json_object_get(section, "heading_marks")), "outline",
        json_is_string(heading) ? json_string_value(heading) : untitled, "nested", nested, "kinds",
        kinds_view(json_object_get(section, "kinds")), "empty", json_string_length(text) == 0,
        "line", arena_printf(arena, "%lld", (long long)number_of(section, "line")));

    json_object_set_new(view, "lines",
                        lines_view(pieces, by_line ? number_of(section, "text_line") : 0, arena));
    set_found(view, section, arena);
    return view;
}

/* A sentence with the words that state the requirement told apart. */
static json_t *sentence_view(const json_t *requirement)
{
    const char *sentence = string_of(requirement, "sentence");
    const char *phrase = string_of(requirement, "phrase"), *at = strstr(sentence, phrase);
    struct str text = str_of(sentence);
    size_t from = at != NULL ? (size_t)(at - sentence) : 0;
    size_t to = at != NULL ? from + strlen(phrase) : 0;
    json_t *pieces = json_array();

    add_piece(pieces, text, 0, from, false);
    add_piece(pieces, text, from, to, true);
    add_piece(pieces, text, to, text.n, false);
    return pieces;
}

static json_t *requirement_view(const json_t *requirement, enum requirement_type type,
                                const json_t *sections)
{
    const json_t *section = json_array_get(sections, (size_t)number_of(requirement, "section"));
    const char *heading = string_of(section, "heading");
    enum modality modality = MODALITY_UNCLASSIFIED;

    modality_from_name(&modality, str_of(string_of(requirement, "modality")));
    return json_pack("{s:s, s:O, s:s, s:o, s:O, s:O, s:s}", "type", requirement_type_label(type),
                     "label", json_object_get(requirement, "label"), "modality",
                     modality_label(modality), "sentence", sentence_view(requirement), "line",
                     json_object_get(requirement, "line"), "section",
                     json_object_get(requirement, "section"), "heading",
                     heading[0] != '\0' ? heading : untitled);
}

/* What a class requires, type by type. */
static void set_requirements(json_t *view, const json_t *answer)
{
    const json_t *lists = json_object_get(answer, "requirements");
    json_t *rows = json_array(), *requirement;
    size_t i;

    for (enum requirement_type type = 0; type < REQUIREMENT_TYPE_COUNT; type++)
        json_array_foreach(json_object_get(lists, requirements_list_name(type)), i, requirement)
            json_array_append_new(
                rows, requirement_view(requirement, type, json_object_get(answer, "sections")));
    json_object_set_new(view, "has_requirements", json_boolean(json_array_size(rows) > 0));
    json_object_set_new(view, "requirements", rows);
}

/* The sections, none nested before one that is not, so that headings come in order. */
static json_t *class_sections_view(const json_t *sections, struct arena *arena)
{
    json_t *list = json_array(), *section;
    bool outer = false;
    size_t i;

    json_array_foreach(sections, i, section)
    {
        bool deep = number_of(section, "level") > 1;
        json_array_append_new(list, class_section_view(section, deep && outer, arena));
        outer = outer || !deep;
    }
    return list;
}

json_t *view_class(const json_t *answer, const struct request *request, struct arena *arena)
{
    const json_t *class = json_object_get(answer, "class");
    const json_t *source = json_object_get(class, "source");
    const char *query = "";

    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_eq(request->parameters[i].name, STR("q")))
            query = arena_strndup(arena, request->parameters[i].value.p,
                                  request->parameters[i].value.n);
    json_t *view = json_pack(
        "{s:s, s:s, s:O, s:O, s:O, s:O, s:O, s:O, s:O, s:b, s:s, s:s, s:[]}", "title",
        arena_printf(arena, "%s - Specsearch", string_of(class, "title")), "q", query, "name",
        json_object_get(class, "title"), "code", json_object_get(class, "code"), "agency",
        json_object_get(class, "agency"), "fields", json_object_get(class, "fields"), "source",
        json_object_get(source, "path"), "sha256", json_object_get(source, "sha256"), "note",
        json_object_get(source, "note"), "searched", query[0] != '\0', "back_url",
        link_search("q", query, arena), "json_url",
        arena_printf(arena, "/api/v1/classes/%s", string_of(class, "id")), "kept");
    json_object_set_new(view, "has_outline", json_true());
    set_requirements(view, answer);
    json_object_set_new(
        view, "agency_url",
        json_string(link_search(facet_name(FACET_AGENCY), string_of(class, "agency"), arena)));
    json_object_set_new(view, "sections",
                        class_sections_view(json_object_get(answer, "sections"), arena));
    return view;
}
