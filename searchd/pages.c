#include "searchd/pages.h"

#include "searchd/absence.h"
#include "searchd/api.h"
#include "searchd/assets.h"
#include "searchd/browse.h"
#include "searchd/compare.h"
#include "searchd/matrix.h"
#include "searchd/occurrences.h"
#include "searchd/similar.h"
#include "searchd/variants.h"
#include "searchd/view.h"
#include "searchd/view_notes.h"
#include "searchd/view_question.h"

/* What head, bar and foot say on every page. */
static void add_site(json_t *view)
{
    struct asset_site site = assets_site();

    json_object_set_new(view, "site_name", json_string(site.name));
    json_object_set_new(view, "logo", json_string(site.logo));
    json_object_set_new(view, "static", json_string(site.folder));
    json_object_set_new(view, "source_folder",
                        site.sources[0] != '\0' ? json_string(site.sources) : json_null());
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
    json_t *view = view_home(answer, index_manifest(index), arena);
    json_decref(answer);
    return render(html, TEMPLATE_HOME, view, err);
}

/* People look for classes; the API, and who asks for it, has sections. A request that is full stays
 * as it is. */
static struct request by_class_unless_told(const struct request *request)
{
    struct request copy = *request;

    for (size_t i = 0; i < copy.parameter_count; i++)
        if (str_is(copy.parameters[i].name, "group"))
            return copy;
    if (copy.parameter_count < REQUEST_PARAMETERS_MAX)
        copy.parameters[copy.parameter_count++] =
            (struct request_parameter){STR("group"), STR("class")};
    return copy;
}

enum err_code page_search(struct buf *html, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    struct request by_class = by_class_unless_told(request);
    json_t *answer;
    enum err_code code = api_search(&answer, index, &by_class, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_search(answer, request, arena);
    view_notes(view, json_object_get(answer, "query"), request, arena);
    json_decref(answer);
    return render(html, TEMPLATE_SEARCH, view, err);
}

/* A page whose time is up without them does without them. */
static enum err_code add_similar(json_t *answer, bool *whole, struct index *index, struct str id,
                                 struct arena *arena, struct err *err)
{
    static const struct request_parameter few = {{"limit", 5}, {"8", 1}};
    const struct request request = {.parameters = {few}, .parameter_count = 1};
    struct str path = str_of(arena_printf(arena, "%.*s/similar", (int)id.n, id.p));
    json_t *similar = NULL;
    enum err_code code = api_similar(&similar, index, &request, path, arena, err);

    if (code == ERR_OK)
        json_object_set(answer, "similar", json_object_get(similar, "hits"));
    json_decref(similar);
    *whole = code != ERR_TIMEOUT;
    return *whole ? code : ERR_OK;
}

/* None, and not that there was no time to look. */
static bool none_similar(const json_t *answer)
{
    const json_t *similar = json_object_get(answer, "similar");

    return json_is_array(similar) && json_array_size(similar) == 0;
}

enum err_code page_class(struct buf *html, bool *whole, struct index *index,
                         const struct request *request, struct str id, struct arena *arena,
                         struct err *err)
{
    json_t *answer = NULL, *view = NULL;
    enum err_code code = api_class(&answer, index, request, id, arena, err);

    if (code == ERR_OK)
        code = add_similar(answer, whole, index, id, arena, err);
    if (code == ERR_OK)
        view = view_class(answer, request, arena);
    if (view != NULL) {
        json_object_set_new(view, "none_similar", json_boolean(none_similar(answer)));
        json_object_set_new(view, "similar_late", json_boolean(!*whole));
    }
    json_decref(answer);
    return code == ERR_OK ? render(html, TEMPLATE_CLASS, view, err) : code;
}

enum err_code page_compare(struct buf *html, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err)
{
    json_t *answer;
    enum err_code code = api_compare(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_compare(answer, arena);
    json_decref(answer);
    return render(html, TEMPLATE_COMPARE, view, err);
}

enum err_code page_browse(struct buf *html, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    json_t *answer;
    enum err_code code = browse_index_json(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_browse(answer, arena);
    json_decref(answer);
    return render(html, TEMPLATE_BROWSE, view, err);
}

enum err_code page_browse_classes(struct buf *html, struct index *index,
                                  const struct request *request, struct arena *arena,
                                  struct err *err)
{
    json_t *answer;
    enum err_code code = browse_classes_json(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_browse_classes(answer, request, arena);
    json_decref(answer);
    return render(html, TEMPLATE_LIST, view, err);
}

enum err_code page_browse_series(struct buf *html, struct index *index,
                                 const struct request *request, struct arena *arena,
                                 struct err *err)
{
    json_t *answer;
    enum err_code code = browse_series_json(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_browse_series(answer, request, arena);
    json_decref(answer);
    return render(html, TEMPLATE_LIST, view, err);
}

enum err_code page_browse_skipped(struct buf *html, struct index *index,
                                  const struct request *request, struct arena *arena,
                                  struct err *err)
{
    json_t *answer;
    enum err_code code = browse_skipped_json(&answer, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *view = view_browse_skipped(answer, request, arena);
    json_decref(answer);
    return render(html, TEMPLATE_LIST, view, err);
}

/* A form sends what was left empty, too. */
static struct request without_empty(const struct request *request)
{
    struct request copy = *request;

    copy.parameter_count = 0;
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_trim(request->parameters[i].value).n > 0)
            copy.parameters[copy.parameter_count++] = request->parameters[i];
    return copy;
}

/* A page that says what was asked, and the answer, or why there is none. */
struct asked_page {
    enum asset_template name;
    bool one_kind;       /* as of view_question() */
    bool takes_no_query; /* any parameter asks for something */
    enum err_code (*answer)(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err);
    json_t *(*view)(json_t *answer, const struct request *request, struct arena *arena);
};

/* Can it be asked otherwise? */
static bool is_askers(enum err_code code)
{
    return code == ERR_USAGE || code == ERR_LIMIT || code == ERR_TIMEOUT;
}

static enum err_code page_asked(struct buf *html, unsigned *status, struct index *index,
                                const struct request *request, const struct asked_page *page,
                                struct arena *arena, struct err *err)
{
    struct request asked = without_empty(request);
    json_t *answer = NULL;
    enum err_code code = ERR_OK;

    if (request_value(&asked, "q").n > 0 || (page->takes_no_query && asked.parameter_count > 0))
        code = page->answer(&answer, index, &asked, arena, err);
    if (code != ERR_OK && !is_askers(code))
        return code;
    json_t *view = page->view(answer, &asked, arena);
    json_decref(answer);
    view_question(view, index, &asked, page->one_kind, arena);
    if (code != ERR_OK) {
        *status = api_error_status(code);
        view_problem(view, index, &asked, err);
    }
    return render(html, page->name, view, err);
}

/* As much context as a line of the page has room for, unless it is told. */
static enum err_code answer_occurrences(json_t **json, struct index *index,
                                        const struct request *request, struct arena *arena,
                                        struct err *err)
{
    struct request copy = *request;

    if (request_value(request, "context").n == 0 && copy.parameter_count < REQUEST_PARAMETERS_MAX)
        copy.parameters[copy.parameter_count++] =
            (struct request_parameter){STR("context"), STR("56")};
    return occurrences_page(json, index, &copy, arena, err);
}

enum err_code page_occurrences(struct buf *html, unsigned *status, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err)
{
    static const struct asked_page page = {TEMPLATE_OCCURRENCES, false, false, answer_occurrences,
                                           view_occurrences};

    return page_asked(html, status, index, request, &page, arena, err);
}

enum err_code page_absence(struct buf *html, unsigned *status, struct index *index,
                           const struct request *request, struct arena *arena, struct err *err)
{
    static const struct asked_page page = {TEMPLATE_ABSENCE, true, false, absence_page,
                                           view_absence};

    return page_asked(html, status, index, request, &page, arena, err);
}

enum err_code page_matrix(struct buf *html, unsigned *status, struct index *index,
                          const struct request *request, struct arena *arena, struct err *err)
{
    static const struct asked_page page = {TEMPLATE_MATRIX, false, false, matrix_page, view_matrix};

    return page_asked(html, status, index, request, &page, arena, err);
}

enum err_code page_variants(struct buf *html, unsigned *status, struct index *index,
                            const struct request *request, struct arena *arena, struct err *err)
{
    static const struct asked_page page = {TEMPLATE_VARIANTS, false, true, variants_page,
                                           view_variants};

    return page_asked(html, status, index, request, &page, arena, err);
}

enum err_code page_help(struct buf *html, struct err *err)
{
    return render(
        html, TEMPLATE_HELP,
        json_pack("{s:s, s:s, s:b, s:[]}", "title", "Help", "q", "", "at_help", true, "kept"), err);
}

/* What cannot be done, by what was asked for. */
static const char *error_heading(struct str path, unsigned status)
{
    static const struct {
        const char *path;
        unsigned status;
        const char *heading;
    } headings[] = {{"/compare", 400, "These classes cannot be compared"},
                    {"/compare", 404, "These classes cannot be compared"},
                    {"/browse", 400, "This list cannot be shown"},
                    {"/class/", 400, "This specification cannot be shown"},
                    {"/class/", 404, "There is no such class"},
                    {"", 400, "This search cannot be run"},
                    {"", 404, "There is no such page"},
                    {"", 405, "This cannot be done here"},
                    {"", 414, "The address is too long"},
                    {"", 503, "The search is not available now"}};

    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        if (headings[i].status == status && str_starts(path, str_of(headings[i].path)))
            return headings[i].heading;
    return "Something went wrong";
}

/* The form keeps filters and order if the query is what is wrong: else these are. */
void page_error(struct buf *html, const struct request *request, const struct err *err,
                unsigned status)
{
    bool in_query = err->position > 0;
    json_t *view = json_pack("{s:s, s:s, s:s, s:o, s:s, s:b, s:o}", "title", "Error", "heading",
                             error_heading(request->path, status), "message", err->text, "position",
                             in_query ? json_integer(err->position) : json_null(), "q",
                             request_value(request, "q").p, "at_compare",
                             str_eq(request->path, STR("/compare")), "kept",
                             in_query ? view_kept(request, true) : json_array());

    html->n = 0;
    if (render(html, TEMPLATE_ERROR, view, NULL) != ERR_OK) {
        html->n = 0;
        buf_text(html, "<!DOCTYPE html><title>Error</title><p>Something went wrong.");
    }
}
