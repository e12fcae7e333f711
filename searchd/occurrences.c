#include "searchd/occurrences.h"

#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

static enum err_code read_parameter(struct occurrences_parameters *parameters,
                                    const struct request_parameter *parameter, struct arena *arena,
                                    struct err *err)
{
    struct occurrences_request *request = &parameters->request;
    struct str name = parameter->name, value = parameter->value;
    bool is_one;
    enum err_code code = listing_parameter(&is_one, &parameters->choice, parameter, err);

    if (code != ERR_OK || is_one)
        return code;
    if (str_is(name, "q"))
        request->query = value;
    else if (str_is(name, "verbatim"))
        return parameters_on(&request->verbatim, parameter, err);
    else if (str_is(name, "expand"))
        return parameters_on(&request->expand, parameter, err);
    else if (str_is(name, "context"))
        return parameters_number(&request->context, parameter, OCCURRENCES_CONTEXT_MAX, err);
    else if (str_is(name, "sort")) {
        if (!occurrences_order_from_name(&request->order, value))
            return parameters_refuse(err, parameter, OCCURRENCES_ORDERS);
    } else if (!parameters_filter(&request->filters, parameter, arena)) {
        return parameters_unknown(err, parameter,
                                  "there are q, verbatim, expand, sort, context, format, page, "
                                  "per_page and the filters of a search");
    }
    return ERR_OK;
}

enum err_code occurrences_parameters(struct occurrences_parameters *parameters,
                                     const struct request *request, struct arena *arena,
                                     struct err *err)
{
    enum err_code code = ERR_OK;

    *parameters =
        (struct occurrences_parameters){.request = {.query = {"", 0},
                                                    .context = OCCURRENCES_CONTEXT,
                                                    .deadline_ms = parameters_deadline()}};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_parameter(parameters, &request->parameters[i], arena, err);
    return code == ERR_OK ? listing_settle(&parameters->choice, err) : code;
}

json_t *occurrences_query_json(const struct occurrences_request *request,
                               const struct occurrences_summary *summary)
{
    return json_pack("{s:o, s:o, s:b, s:b, s:o, s:o}", "text", leaf_text(request->query), "words",
                     leaf_text(summary->reading), "verbatim", request->verbatim, "expand",
                     request->expand, "expanded", api_expanded_json(&summary->expansions),
                     "filters", api_filters_json(&request->filters));
}

static json_t *count_json(const struct occurrences_count *count)
{
    return json_pack("{s:I, s:I, s:I}", "occurrences", (json_int_t)count->occurrences, "sections",
                     (json_int_t)count->sections, "classes", (json_int_t)count->classes);
}

json_t *occurrences_total_json(const struct occurrences_summary *summary)
{
    return count_json(&summary->total);
}

static json_t *shares_json(const struct occurrences_shares *shares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < shares->count; i++) {
        const struct occurrences_share *share = &shares->items[i];
        json_t *object = count_json(&share->count);
        json_object_set_new(object, "value", leaf_text(share->value));
        json_object_set_new(object, "label", leaf_text(share->label));
        json_array_append_new(list, object);
    }
    return list;
}

json_t *occurrences_dispersion_json(const struct occurrences_summary *summary)
{
    return json_pack("{s:o, s:o}", facet_name(FACET_AGENCY), shares_json(&summary->agencies),
                     facet_name(FACET_SECTION), shares_json(&summary->kinds));
}

json_t *occurrences_row_json(const struct occurrences_row *row, struct str query,
                             struct arena *arena)
{
    const struct record_section *section = row->section;

    return json_pack(
        "{s:o, s:o, s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "class",
        api_class_json(section, query, arena), "section", api_section_json(section, query, arena),
        "where", row->in_heading ? "heading" : "text", "start", (json_int_t)row->start, "end",
        (json_int_t)row->end, "line", (json_int_t)row->line, "page",
        leaf_number_or_null(section->page), "left", leaf_text(row->left), "match",
        leaf_text(row->match), "right", leaf_text(row->right), "source", leaf_text(section->source),
        "sha256", row->sha256, "house", leaf_text_or_null(str_of(row->house)));
}

static enum err_code rows_json(json_t *list, struct occurrences *occurrences,
                               const struct occurrences_parameters *parameters, struct arena *arena,
                               struct err *err)
{
    enum err_code code = ERR_OK;
    bool more = true;

    occurrences_seek(occurrences, listing_first(&parameters->choice));
    for (uint32_t i = 0; code == ERR_OK && more && i < parameters->choice.per_page; i++) {
        struct occurrences_row row;
        code = occurrences_next(&more, &row, occurrences, err);
        if (code == ERR_OK && more)
            json_array_append_new(list,
                                  occurrences_row_json(&row, parameters->request.query, arena));
    }
    return code;
}

enum err_code occurrences_page(json_t **json, struct index *index, const struct request *request,
                               struct arena *arena, struct err *err)
{
    struct occurrences_parameters parameters;
    struct occurrences *occurrences = NULL;
    enum err_code code = occurrences_parameters(&parameters, request, arena, err);

    if (code == ERR_OK)
        code = occurrences_open(&occurrences, index, &parameters.request, err);
    if (code != ERR_OK)
        return code;
    const struct occurrences_summary *summary = occurrences_summary(occurrences);
    json_t *rows = json_array();
    code = rows_json(rows, occurrences, &parameters, arena, err);
    json_t *page = json_pack("{s:o, s:s, s:o, s:s}", "query",
                             occurrences_query_json(&parameters.request, summary), "generation",
                             index_generation(index), "total", occurrences_total_json(summary),
                             "sort", occurrences_order_name(parameters.request.order));
    listing_add_pages(page, &parameters.choice, summary->total.occurrences);
    json_object_set_new(page, "dispersion", occurrences_dispersion_json(summary));
    json_object_set_new(page, "occurrences", rows);
    occurrences_close(occurrences);
    return listing_end_page(json, page, code, err);
}
