#include "searchd/suggest.h"

#include "search/suggest.h"
#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

enum { LIMIT_DEFAULT = 8 };

static enum err_code read_parameters(struct str *query, uint32_t *limit,
                                     const struct request *request, struct err *err)
{
    enum err_code code = ERR_OK;

    *query = STR("");
    *limit = LIMIT_DEFAULT;
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        if (str_is(parameter->name, "q"))
            *query = parameter->value;
        else if (str_is(parameter->name, "limit"))
            code = parameters_number(limit, parameter, SUGGEST_MOST, err);
        else
            code = parameters_unknown(err, parameter, "there are q and limit");
    }
    return code;
}

static json_t *suggestion_json(const struct suggestion *suggestion, struct arena *arena)
{
    bool one = suggestion->id.n > 0;
    json_t *url = one ? json_string(api_class_url(suggestion->id, STR(""), API_NO_ORDINAL, arena))
                      : json_null();

    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "type",
                     suggest_type_name(suggestion->type), "type_label",
                     suggest_type_label(suggestion->type), "text",
                     json_stringn(suggestion->text.p, suggestion->text.n), "label",
                     json_stringn(suggestion->label.p, suggestion->label.n), "classes",
                     leaf_number_or_null(suggestion->classes), "sections",
                     leaf_number_or_null(suggestion->sections), "url", url);
}

enum err_code suggest_json(json_t **json, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err)
{
    struct suggestion *suggestions;
    struct str query;
    uint32_t limit;
    size_t count;
    enum err_code code = read_parameters(&query, &limit, request, err);

    if (code == ERR_OK)
        code = suggest_run(&suggestions, &count, index, query, limit, parameters_deadline(), arena,
                           err);
    if (code != ERR_OK)
        return code;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, suggestion_json(&suggestions[i], arena));
    *json = json_pack("{s:s, s:o, s:o}", "generation", index_generation(index), "query",
                      json_stringn(query.p, query.n), "suggestions", list);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
