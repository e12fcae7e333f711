#include "search/facet.h"
#include "searchd/link.h"
#include "searchd/requirements.h"
#include "searchd/view.h"
#include "searchd/view_text.h"
#include "spec/requirement.h"

/* The lines of the page that can be linked to, "L31", whose numbers rise. */
struct anchors {
    json_t *names; /* an object */
    json_int_t last;
};

static json_t *add_anchor(struct anchors *anchors, json_int_t number, struct arena *arena)
{
    if (number <= anchors->last)
        return json_null();
    const char *name = arena_printf(arena, "L%lld", (long long)number);
    anchors->last = number;
    json_object_set_new(anchors->names, name, json_true());
    return json_string(name);
}

static json_t *line_view(json_t *pieces, bool gap, json_int_t number, bool numbered,
                         struct anchors *anchors, struct arena *arena)
{
    json_t *shown =
        numbered ? json_string(arena_printf(arena, "%lld", (long long)number)) : json_null();

    return json_pack("{s:b, s:o, s:o, s:O}", "gap", gap, "number", shown, "anchor",
                     add_anchor(anchors, number, arena), "pieces", pieces);
}

/* A section's text line by line, each with its number in the source, which is not shown where pages
 * are. Empty lines become a gap before the next. */
static json_t *lines_view(json_t *pieces, json_int_t number, bool numbered, struct anchors *anchors,
                          struct arena *arena)
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
            view_add_piece(line, part, 0, part.n, marked);
            if (part.n == before)
                break; /* no line end in this piece: the line goes on */
            if (json_array_size(line) > 0)
                json_array_append_new(lines,
                                      line_view(line, gap, number, numbered, anchors, arena));
            gap = json_array_size(line) == 0;
            number++;
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
                        found > 0 ? json_string(view_commas(found, arena)) : json_null());
    json_object_set_new(
        view, "found_words",
        json_string(view_count(found, "highlighted place", "highlighted places", arena)));
}

static const char untitled[] = "Before the first heading";

/* `nested`: under another section's heading. */
static json_t *class_section_view(const json_t *section, bool nested, struct anchors *anchors,
                                  struct arena *arena)
{
    json_t *heading = json_object_get(section, "heading"), *text = json_object_get(section, "text");
    json_int_t ordinal = view_number(section, "ordinal");
    bool by_line = !json_is_integer(json_object_get(section, "page"));
    json_t *pieces = view_pieces(text, json_object_get(section, "marks"));
    json_t *view =
        json_pack("{s:I, s:b, s:o, s:s, s:b, s:o, s:b, s:s}", "ordinal", ordinal, "has_heading",
                  json_is_string(heading), "heading",
                  view_pieces(heading, json_object_get(section, "heading_marks")), "outline",
                  json_is_string(heading) ? json_string_value(heading) : untitled, "nested", nested,
                  "kinds", view_kinds(json_object_get(section, "kinds")), "empty",
                  json_string_length(text) == 0, "place", view_place(section, arena));

    json_object_set_new(
        view, "lines",
        lines_view(pieces, view_number(section, "text_line"), by_line, anchors, arena));
    set_found(view, section, arena);
    json_object_set(view, "page", json_object_get(section, "page"));
    return view;
}

/* A sentence with the words that state the requirement told apart. */
static json_t *sentence_view(const json_t *requirement)
{
    const char *sentence = view_string(requirement, "sentence");
    const char *phrase = view_string(requirement, "phrase"), *at = strstr(sentence, phrase);
    struct str text = str_of(sentence);
    size_t from = at != NULL ? (size_t)(at - sentence) : 0;
    size_t to = at != NULL ? from + strlen(phrase) : 0;
    json_t *pieces = json_array();

    view_add_piece(pieces, text, 0, from, false);
    view_add_piece(pieces, text, from, to, true);
    view_add_piece(pieces, text, to, text.n, false);
    return pieces;
}

/* Where a line of the source stands on the page: the line, or the section whose heading it is; null
 * if it is neither. */
static json_t *line_url(const json_t *line, const struct anchors *anchors, const json_t *sections,
                        struct arena *arena)
{
    long long number = json_integer_value(line);
    const char *name = arena_printf(arena, "L%lld", number);
    json_t *section;
    size_t i;

    if (!json_is_integer(line))
        return json_null();
    if (json_object_get(anchors->names, name) != NULL)
        return json_string(arena_printf(arena, "#%s", name));
    json_array_foreach(
        sections, i, section) if (view_number(section, "line") ==
                                  number) return json_string(arena_printf(arena, "#s%lld",
                                                                          (long long)view_number(
                                                                              section, "ordinal")));
    return json_null();
}

static json_t *requirement_view(const json_t *requirement, enum requirement_type type,
                                const json_t *sections, const struct anchors *anchors,
                                struct arena *arena)
{
    const json_t *section = json_array_get(sections, (size_t)view_number(requirement, "section"));
    const char *heading = view_string(section, "heading");
    enum modality modality = MODALITY_UNCLASSIFIED;

    modality_from_name(&modality, str_of(view_string(requirement, "modality")));
    return json_pack("{s:s, s:O, s:s, s:o, s:O, s:o, s:O, s:s}", "type",
                     requirement_type_label(type), "label", json_object_get(requirement, "label"),
                     "modality", modality_label(modality), "sentence", sentence_view(requirement),
                     "line", json_object_get(requirement, "line"), "line_url",
                     line_url(json_object_get(requirement, "line"), anchors, sections, arena),
                     "section", json_object_get(requirement, "section"), "heading",
                     heading[0] != '\0' ? heading : untitled);
}

/* What a class requires, type by type. */
static void set_requirements(json_t *view, const json_t *answer, const struct anchors *anchors,
                             struct arena *arena)
{
    const json_t *lists = json_object_get(answer, "requirements");
    json_t *rows = json_array(), *requirement;
    size_t i;

    for (enum requirement_type type = 0; type < REQUIREMENT_TYPE_COUNT; type++)
        json_array_foreach(json_object_get(lists, requirements_list_name(type)), i, requirement)
            json_array_append_new(rows, requirement_view(requirement, type,
                                                         json_object_get(answer, "sections"),
                                                         anchors, arena));
    json_object_set_new(view, "has_requirements", json_boolean(json_array_size(rows) > 0));
    json_object_set_new(view, "requirements", rows);
}

static json_t *fields_view(const json_t *answer, const struct anchors *anchors, struct arena *arena)
{
    const json_t *sections = json_object_get(answer, "sections");
    json_t *class = json_object_get(answer, "class"), *field;
    json_t *fields = json_deep_copy(json_object_get(class, "fields"));
    size_t i;

    json_array_foreach(fields, i, field) json_object_set_new(
        field, "line_url", line_url(json_object_get(field, "line"), anchors, sections, arena));
    return fields;
}

/* The sections, none nested before one that is not, so that headings come in order. */
static json_t *class_sections_view(const json_t *sections, struct anchors *anchors,
                                   struct arena *arena)
{
    json_t *list = json_array(), *section;
    bool outer = false;
    size_t i;

    json_array_foreach(sections, i, section)
    {
        bool deep = view_number(section, "level") > 1;
        json_array_append_new(list, class_section_view(section, deep && outer, anchors, arena));
        outer = outer || !deep;
    }
    return list;
}

/* The words that two classes have most in common. */
static const char *words_in_common(const json_t *terms, struct arena *arena)
{
    enum { SHOWN = 6 };
    const char *words = "";

    for (size_t i = 0; i < json_array_size(terms) && i < SHOWN; i++)
        words = arena_printf(arena, "%s%s%s", words, i > 0 ? ", " : "",
                             view_string(json_array_get(terms, i), "word"));
    return words;
}

static void set_similar(json_t *view, const json_t *answer, struct arena *arena)
{
    json_t *list = json_array(), *hit;
    size_t i;

    json_array_foreach(json_object_get(answer, "similar"), i, hit)
    {
        json_t *class = json_deep_copy(json_object_get(hit, "class"));
        json_object_set_new(class, "words",
                            json_string(words_in_common(json_object_get(hit, "terms"), arena)));
        json_array_append_new(list, class);
    }
    json_object_set_new(view, "has_similar", json_boolean(json_array_size(list) > 0));
    json_object_set_new(view, "similar", list);
}

/* The classes of its series, the lowest first; null if there are no others. */
static void set_series(json_t *view, const json_t *answer, struct arena *arena)
{
    json_t *series = json_deep_copy(json_object_get(answer, "series")), *class, *sentence;
    bool others = json_is_object(series);
    size_t i, k;

    json_array_foreach(json_object_get(series, "classes"), i, class)
    {
        json_t *distinguished = json_object_get(class, "distinguished");
        json_array_foreach(distinguished, k, sentence)
        {
            const char *url = view_string(sentence, "url");
            json_int_t line = view_number(sentence, "line");
            json_object_set_new(sentence, "url", json_string(view_line_url(url, line, arena)));
        }
        json_object_set_new(class, "has_distinguished",
                            json_boolean(json_array_size(distinguished) > 0));
    }
    json_object_set_new(view, "series", others ? series : json_null());
}

/* Has a file of this format lines of its own, or are they those of its text as it was read? */
static bool has_lines(const char *format)
{
    static const char *const formats[] = {"text", "markdown"};

    return STR_AMONG(str_of(format), formats);
}

json_t *view_class(const json_t *answer, const struct request *request, struct arena *arena)
{
    const json_t *class = json_object_get(answer, "class");
    const json_t *source = json_object_get(class, "source");
    struct anchors anchors = {.names = json_object()};
    const char *query = "";

    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_eq(request->parameters[i].name, STR("q")))
            query = arena_strndup(arena, request->parameters[i].value.p,
                                  request->parameters[i].value.n);
    json_t *view = json_pack(
        "{s:s, s:s, s:O, s:O, s:O, s:O, s:O, s:O, s:b, s:s, s:s, s:[]}", "title",
        view_string(class, "title"), "q", query, "name", json_object_get(class, "title"), "code",
        json_object_get(class, "code"), "agency", json_object_get(class, "agency"), "source",
        json_object_get(source, "path"), "sha256", json_object_get(source, "sha256"), "note",
        json_object_get(source, "note"), "searched", query[0] != '\0', "back_url",
        link_search("q", query, arena), "json_url",
        arena_printf(arena, "/api/v1/classes/%s", view_string(class, "id")), "kept");
    json_object_set_new(view, "has_outline", json_true());
    json_object_set(view, "id", json_object_get(class, "id"));
    json_object_set_new(view, "source_path",
                        json_string(link_path(view_string(source, "path"), arena)));
    json_object_set_new(view, "sections",
                        class_sections_view(json_object_get(answer, "sections"), &anchors, arena));
    json_object_set_new(view, "fields", fields_view(answer, &anchors, arena));
    set_requirements(view, answer, &anchors, arena);
    set_series(view, answer, arena);
    set_similar(view, answer, arena);
    json_object_set_new(
        view, "agency_url",
        json_string(link_search(facet_name(FACET_AGENCY), view_string(class, "agency"), arena)));
    json_object_set_new(view, "by_line", json_boolean(has_lines(view_string(source, "format"))));
    json_decref(anchors.names);
    return view;
}
