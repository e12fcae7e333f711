#include "searchd/routes.h"
#include "searchd/leaf.h"

#include <stdlib.h>

#include "searchd/absence.h"
#include "searchd/api.h"
#include "searchd/assets.h"
#include "searchd/browse.h"
#include "searchd/compare_table.h"
#include "searchd/etag.h"
#include "searchd/explain.h"
#include "searchd/export.h"
#include "searchd/matrix.h"
#include "searchd/occurrences.h"
#include "searchd/pages.h"
#include "searchd/similar.h"
#include "searchd/suggest.h"
#include "searchd/variants.h"

static const char type_json[] = "application/json; charset=utf-8";
static const char type_html[] = "text/html; charset=utf-8";
static const char type_text[] = "text/plain; charset=utf-8";

/* Pages and the API. Asked again within seconds, as by going back, a browser has the answer; after
 * that it asks whether a new generation answers otherwise. Private: agencies may not want what
 * their staff look for to lie in a proxy. */
static const char cache_answer[] = "private, max-age=10, must-revalidate";

static bool is_api(struct str path)
{
    return str_starts(path, STR("/api/"));
}

/* What does not follow from its tag. */
static void forbid_keeping(struct response *response)
{
    response->cache_control = "no-store";
    response->etag[0] = '\0';
}

static void set_json(struct response *response, unsigned status, json_t *json)
{
    char *text = json != NULL ? json_dumps(json, LEAF_FORMAT) : NULL;

    json_decref(json);
    if (text == NULL)
        forbid_keeping(response);
    response->status = text != NULL ? status : 500;
    response->content_type = type_json;
    response->body.n = 0;
    buf_text(&response->body, text != NULL ? text
                                           : "{\"error\":{\"code\":\"internal\",\"message\":"
                                             "\"no answer could be made\","
                                             "\"position\":null}}");
    buf_char(&response->body, '\n');
    free(text);
}

static const char *refusal_name(unsigned status)
{
    return status == 405   ? "method_not_allowed"
           : status == 414 ? "address_too_long"
                           : "bad_request";
}

static void set_error(struct response *response, const struct request *request,
                      const struct err *err, unsigned status)
{
    forbid_keeping(response);
    response->busy = err->code == ERR_BUSY;
    if (is_api(request->path)) {
        json_t *json = api_error(err);
        if (status != api_error_status(err->code)) /* HTTP's own, which no library knows */
            json_object_set_new(json_object_get(json, "error"), "code",
                                json_string(refusal_name(status)));
        set_json(response, status, json);
    } else {
        response->status = status;
        response->content_type = type_html;
        page_error(&response->body, request, err, status);
    }
}

static void set_text(struct response *response, const char *text)
{
    response->status = 200;
    response->content_type = type_text;
    response->cache_control = "no-store";
    buf_text(&response->body, text);
}

/* JSON that has an address of its own. */
struct api {
    const char *path;
    enum err_code (*answer)(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err);
};

static const struct api apis[] = {
    {"/api/v1/search", api_search},
    {"/api/v1/explain", explain_query},
    {"/api/v1/occurrences", occurrences_page},
    {"/api/v1/absence", absence_page},
    {"/api/v1/matrix", matrix_page},
    {"/api/v1/variants", variants_page},
    {"/api/v1/suggest", suggest_json},
    {"/api/v1/browse", browse_index_json},
    {"/api/v1/browse/classes", browse_classes_json},
    {"/api/v1/browse/series", browse_series_json},
    {"/api/v1/browse/skipped", browse_skipped_json},
};

/* JSON that has the whole at its address, too, with another format. */
static const struct {
    const char *path;
    const struct listing_kind *kind;
} listings[] = {
    {"/api/v1/occurrences", &occurrences_listing},
    {"/api/v1/absence", &absence_listing},
    {"/api/v1/matrix", &matrix_listing},
    {"/api/v1/variants", &variants_listing},
};

/* NULL if it is not what is asked for. */
static const struct listing_kind *find_listing(const struct request *request)
{
    for (size_t i = 0; i < sizeof listings / sizeof listings[0]; i++)
        if (str_is(request->path, listings[i].path) && listing_is_whole(request))
            return listings[i].kind;
    return NULL;
}

/* NULL if there is none. */
static const struct api *find_api(struct str path)
{
    for (size_t i = 0; i < sizeof apis / sizeof apis[0]; i++)
        if (str_is(path, apis[i].path))
            return &apis[i];
    return NULL;
}

static enum err_code answer_class(struct response *response, struct index *index,
                                  const struct request *request, struct str id, struct arena *arena,
                                  struct err *err)
{
    bool whole = true;
    enum err_code code = page_class(&response->body, &whole, index, request, id, arena, err);

    if (!whole)
        forbid_keeping(response);
    return code;
}

/* A page that says itself why there is no answer, if there is none. */
struct question {
    const char *path;
    enum err_code (*page)(struct buf *html, unsigned *status, struct index *index,
                          const struct request *request, struct arena *arena, struct err *err);
};

static const struct question questions[] = {
    {"/occurrences", page_occurrences},
    {"/absence", page_absence},
    {"/matrix", page_matrix},
    {"/variants", page_variants},
};

/* NULL if there is none. */
static const struct question *find_question(struct str path)
{
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        if (str_is(path, questions[i].path))
            return &questions[i];
    return NULL;
}

static enum err_code answer_question(struct response *response, const struct question *question,
                                     struct index *index, const struct request *request,
                                     struct arena *arena, struct err *err)
{
    enum err_code code =
        question->page(&response->body, &response->status, index, request, arena, err);

    if (response->status != 200)
        forbid_keeping(response);
    return code;
}

/* Everything that needs an index. */
static enum err_code answer_indexed(struct response *response, struct index *index,
                                    const struct request *request, struct arena *arena,
                                    struct err *err)
{
    static const struct str api_classes = {"/api/v1/classes/", 16}, classes = {"/class/", 7};
    struct str path = request->path;
    const struct api *api = find_api(path);
    const struct question *question = find_question(path);
    json_t *json = NULL;
    enum err_code code;

    response->status = 200;
    if (str_eq(path, STR("/")))
        return page_home(&response->body, index, arena, err);
    if (str_eq(path, STR("/search")))
        return page_search(&response->body, index, request, arena, err);
    if (str_eq(path, STR("/compare")))
        return page_compare(&response->body, index, request, arena, err);
    if (str_eq(path, STR("/browse")))
        return page_browse(&response->body, index, request, arena, err);
    if (str_eq(path, STR("/browse/classes")))
        return page_browse_classes(&response->body, index, request, arena, err);
    if (str_eq(path, STR("/browse/series")))
        return page_browse_series(&response->body, index, request, arena, err);
    if (str_eq(path, STR("/browse/skipped")))
        return page_browse_skipped(&response->body, index, request, arena, err);
    if (question != NULL)
        return answer_question(response, question, index, request, arena, err);
    if (str_eq(path, STR("/help")))
        return page_help(&response->body, err);
    if (str_starts(path, classes))
        return answer_class(response, index, request, str_from(path, classes.n), arena, err);
    if (str_starts(path, api_classes) && similar_is_asked(str_from(path, api_classes.n)))
        code = api_similar(&json, index, request, str_from(path, api_classes.n), arena, err);
    else if (str_starts(path, api_classes))
        code = api_class(&json, index, request, str_from(path, api_classes.n), arena, err);
    else if (str_eq(path, STR("/api/v1/compare")))
        code = compare_answer(&json, response, index, request, arena, err);
    else if (api != NULL)
        code = api->answer(&json, index, request, arena, err);
    else
        code = err_set(err, ERR_NOT_FOUND, "there is nothing at %.*s",
                       path.n < 200 ? (int)path.n : 200, path.p);
    if (code == ERR_OK && json != NULL)
        set_json(response, 200, json);
    return code;
}

static bool is_known(struct response *response, const char *if_none_match)
{
    if (if_none_match == NULL || !etag_is_listed(response->etag, if_none_match))
        return false;
    response->status = 304;
    return true;
}

/* Everything that follows from a generation and the request alone. */
static enum err_code answer_from(struct response *response, struct index *index,
                                 const struct request *request, const char *if_none_match,
                                 struct arena *arena, struct err *err)
{
    const struct manifest *manifest = index_manifest(index);
    enum err_code code = ERR_OK;

    /* Another index may have a generation of the same name, but not of the same second. */
    etag_make(response->etag, request,
              str_of(arena_printf(arena, "%s %s", manifest->generation, manifest->built_at)));
    response->content_type = is_api(request->path) ? type_json : type_html;
    response->cache_control = cache_answer;
    if (!is_known(response, if_none_match))
        code = answer_indexed(response, index, request, arena, err);
    return code;
}

static bool answer_static(struct response *response, const struct request *request,
                          const char *if_none_match)
{
    struct asset_file file;

    if (!asset_file(&file, request->path))
        return false;
    etag_make(response->etag, request, STR(""));
    response->content_type = file.content_type;
    response->cache_control = file.lasting ? "public, max-age=31536000, immutable" : "no-cache";
    if (!is_known(response, if_none_match)) {
        response->status = 200;
        buf_str(&response->body, file.content);
    }
    return true;
}

/* What watches the daemon asks. */
static bool answer_watcher(struct response *response, struct snapshots *snapshots,
                           struct metrics *metrics, struct str path, struct arena *arena)
{
    if (str_eq(path, STR("/healthz"))) {
        set_text(response, "ok\n");
    } else if (str_eq(path, STR("/readyz"))) {
        struct snapshot *snapshot = snapshot_hold(snapshots);
        set_text(response, arena_printf(arena, "ready: generation %s\n",
                                        index_generation(snapshot_index(snapshot))));
        snapshot_release(snapshots, snapshot);
    } else if (str_eq(path, STR("/metrics"))) {
        set_text(response, "");
        response->content_type = "text/plain; version=0.0.4; charset=utf-8";
        metrics_write(&response->body, metrics, snapshots);
    } else {
        return false;
    }
    return true;
}

void routes_answer(struct response *response, struct snapshots *snapshots, struct metrics *metrics,
                   const char *target, const struct routes_headers *headers)
{
    struct arena *arena = arena_new();
    struct request request;
    struct err err = {0};
    enum err_code code = request_parse(&request, target, arena, &err);

    *response = (struct response){0};
    request_set_origin(&request, headers->host, headers->forwarded_protocol, arena);
    if (code == ERR_OK && str_eq(request.path, STR("/api/v1/export"))) {
        code = export_open(response, snapshots, &request, arena, &err);
    } else if (code == ERR_OK && find_listing(&request) != NULL) {
        code = listing_send(response, snapshots, find_listing(&request), &request, arena, &err);
    } else if (code == ERR_OK && !answer_static(response, &request, headers->if_none_match) &&
               !answer_watcher(response, snapshots, metrics, request.path, arena)) {
        struct snapshot *snapshot = snapshot_hold(snapshots);
        code = answer_from(response, snapshot_index(snapshot), &request, headers->if_none_match,
                           arena, &err);
        snapshot_release(snapshots, snapshot);
    }
    if (code != ERR_OK) {
        if (request.path.n == 0) /* it could not be decoded, but says who asks */
            request.path = str_of(target);
        set_error(response, &request, &err, api_error_status(code));
    }
    arena_free(arena);
}

void routes_refuse(struct response *response, const char *target, unsigned status,
                   const char *message)
{
    struct request request;
    struct arena *arena = arena_new();
    struct err err;

    /* What was asked stays in the form, where it can be read. */
    if (request_parse(&request, target, arena, NULL) != ERR_OK)
        request = (struct request){.path = str_of(target)};
    err_set(&err, ERR_USAGE, "%s", message);
    *response = (struct response){0};
    set_error(response, &request, &err, status);
    arena_free(arena);
}
