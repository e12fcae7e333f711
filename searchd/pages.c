#include "searchd/pages.h"

#include "searchd/api.h"
#include "searchd/assets.h"
#include "searchd/similar.h"
#include "searchd/view.h"

/* What head, bar and foot say on every page. */
static void add_site(json_t *view)
{
    struct asset_site site = assets_site();

    json_object_set_new(view, "site_name", json_string(site.name));
    json_object_set_new(view, "logo", json_string(site.logo));
    json_object_set_new(view, "static", json_string(site.folder));
    json_object_set_new(view, "themed", json_boolean(site.themed));
}

static enum err_code render(struct buf *html, enum asset_template name, json_t *view,
                            struct err *err)
{
    size_t count;
    const struct template_partial *partials = asset_partials(&count);

    if (view != NULL)
        add_site(view);
    enum err_code code =
        view != NULL ? template_render(html, asset_template(name), partials, count, view, err)
                     : err_set(err, ERR_INTERNAL, "the page's view cannot be made");

    json_decref(view);
    return code;
}

enum err_code page_home(struct buf *html, struct index *index, struct arena *arena, struct err *err)
{
    static const struct request everything;
    json_t *answer;
    enum err_code code = api_search(&answer, index, &everything, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_home(answer, arena);
    json_object_set_new(view, "built_at", json_string(index_manifest(index)->built_at));
    json_decref(answer);
    return render(html, TEMPLATE_HOME, view, err);
}

enum err_code page_search(struct buf *html, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    json_t *answer;
    enum err_code code = api_search(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_search(answer, request, arena);
    json_decref(answer);
    return render(html, TEMPLATE_SEARCH, view, err);
}

/* The words that two classes have most in common. */
static const char *words_in_common(const json_t *terms, struct arena *arena)
{
    enum { SHOWN = 6 };
    const char *words = "";

    for (size_t i = 0; i < json_array_size(terms) && i < SHOWN; i++)
        words = arena_printf(arena, "%s%s%s", words, i > 0 ? ", " : "",
                             json_string_value(json_object_get(json_array_get(terms, i), "word")));
    return words;
}

/* [{"title", "agency", "url", "words"}] of the classes most like one. */
static json_t *similar_view(const json_t *answer, struct arena *arena)
{
    const json_t *hits = json_object_get(answer, "hits");
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(hits); i++) {
        const json_t *hit = json_array_get(hits, i), *class = json_object_get(hit, "class");
        json_array_append_new(
            list,
            json_pack("{s:O, s:O, s:O, s:s}", "title", json_object_get(class, "title"), "agency",
                      json_object_get(class, "agency"), "url", json_object_get(class, "url"),
                      "words", words_in_common(json_object_get(hit, "terms"), arena)));
    }
    return list;
}

/* A page whose time is up without them does without them. */
static enum err_code add_similar(json_t *view, struct index *index, struct str id,
                                 struct arena *arena, struct err *err)
{
    static const struct request_parameter few = {{"limit", 5}, {"5", 1}};
    const struct request request = {.parameters = {few}, .parameter_count = 1};
    struct str path = str_of(arena_printf(arena, "%.*s/similar", (int)id.n, id.p));
    json_t *answer = NULL;
    enum err_code code = api_similar(&answer, index, &request, path, arena, err);

    if (code == ERR_OK)
        json_object_set_new(view, "similar", similar_view(answer, arena));
    if (code == ERR_OK && json_array_size(json_object_get(view, "similar")) > 0)
        json_object_set_new(view, "has_similar", json_true());
    json_decref(answer);
    return code == ERR_TIMEOUT ? ERR_OK : code;
}

enum err_code page_class(struct buf *html, struct index *index, const struct request *request,
                         struct str id, struct arena *arena, struct err *err)
{
    json_t *answer;
    enum err_code code = api_class(&answer, index, request, id, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_class(answer, request, arena);
    json_decref(answer);
    code = add_similar(view, index, id, arena, err);
    if (code == ERR_OK)
        return render(html, TEMPLATE_CLASS, view, err);
    json_decref(view);
    return code;
}

/* The query that was typed, to be mended in the form. */
static json_t *typed_query(const struct request *request)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_eq(request->parameters[i].name, STR("q")))
            return json_stringn(request->parameters[i].value.p, request->parameters[i].value.n);
    return json_string("");
}

void page_error(struct buf *html, const struct request *request, const struct err *err,
                unsigned status)
{
    static const struct {
        unsigned status;
        const char *heading;
    } headings[] = {{400, "This search cannot be run"},
                    {404, "There is no such page"},
                    {405, "This cannot be done here"},
                    {414, "The address is too long"},
                    {503, "The search is not available now"}};
    const char *heading = "Something went wrong";

    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        if (headings[i].status == status)
            heading = headings[i].heading;
    json_t *position = err->position > 0 ? json_integer(err->position) : json_null();
    json_t *view = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "title", "Error - Specsearch",
                             "heading", heading, "message", err->text, "position", position, "q",
                             typed_query(request), "kept", view_kept(request));
    html->n = 0;
    if (render(html, TEMPLATE_ERROR, view, NULL) != ERR_OK) {
        html->n = 0;
        buf_text(html, "<!DOCTYPE html><title>Error</title><p>Something went wrong.");
    }
}
