#include "searchd/variants.h"

#include "search/deadline.h"
#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

/* Of more variants of a cluster, and of more classes that have a variant, a page lists the first,
 * and an export all. */
enum { PER_PAGE = 20, PER_PAGE_MAX = 100, LISTED_MAX = 100 };

/* Reads "0.8", of which there are three decimals at most, as 800. */
static enum err_code parse_likeness(uint32_t *likeness, const struct request_parameter *parameter,
                                    struct err *err)
{
    enum { DECIMALS = 3 };
    struct str whole = parameter->value;
    struct str first = str_cut(&whole, '.'), decimals = whole;
    uint32_t read = str_is(first, "1") ? ALIKE_WHOLE : 0, unit = ALIKE_WHOLE;
    bool sound = (str_is(first, "0") || str_is(first, "1") || first.n == 0) &&
                 first.n + decimals.n > 0 && decimals.n <= DECIMALS;

    for (size_t i = 0; i < decimals.n; i++) {
        sound = sound && decimals.p[i] >= '0' && decimals.p[i] <= '9';
        unit /= 10;
        read += sound ? (uint32_t)(decimals.p[i] - '0') * unit : 0;
    }
    if (!sound || read < ALIKE_LEAST || read > ALIKE_WHOLE)
        return parameters_refuse(err, parameter,
                                 "a number from 0.5 to 1 with three decimals at most");
    *likeness = read;
    return ERR_OK;
}

static enum err_code read_parameter(struct variants_asked *asked,
                                    const struct request_parameter *parameter, struct arena *arena,
                                    struct err *err)
{
    struct variants_request *request = &asked->request;
    struct str name = parameter->name;
    bool is_one;
    enum err_code code = listing_parameter(&is_one, &asked->choice, parameter, err);

    if (code != ERR_OK || is_one)
        return code;
    if (str_is(name, "q"))
        request->query = parameter->value;
    else if (str_is(name, "likeness"))
        return parse_likeness(&request->likeness, parameter, err);
    else if (!parameters_filter(&request->filters, parameter, arena))
        return parameters_unknown(err, parameter,
                                  "there are q, likeness, format, page, per_page and the filters "
                                  "of a search");
    return ERR_OK;
}

enum err_code variants_parameters(struct variants_asked *asked, const struct request *request,
                                  struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;

    *asked = (struct variants_asked){.request = {.query = {"", 0},
                                                 .likeness = VARIANTS_LIKENESS,
                                                 .deadline_ms = parameters_deadline()}};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_parameter(asked, &request->parameters[i], arena, err);
    if (code == ERR_OK && asked->choice.per_page > PER_PAGE_MAX)
        return err_set(err, ERR_USAGE, "per_page takes a whole number from 1 to %d, not '%u'",
                       PER_PAGE_MAX, asked->choice.per_page);
    if (asked->choice.per_page == 0 && asked->choice.format == LISTING_JSON)
        asked->choice.per_page = PER_PAGE;
    return code == ERR_OK ? listing_settle(&asked->choice, err) : code;
}

json_t *variants_head_json(const struct variants_request *request, const struct variants *variants)
{
    const struct variants_total *total = variants_total(variants);

    return json_pack("{s:{s:o, s:o, s:f, s:o}, s:{s:I, s:I, s:I, s:I, s:I, s:I}}", "query", "text",
                     leaf_text(request->query), "words", leaf_text(variants_reading(variants)),
                     "likeness", (double)request->likeness / ALIKE_WHOLE, "filters",
                     api_filters_json(&request->filters), "total", "clusters",
                     (json_int_t)total->clusters, "variants", (json_int_t)total->variants,
                     "classes", (json_int_t)total->classes, "rows", (json_int_t)total->rows,
                     "clauses", (json_int_t)total->clauses, "short", (json_int_t)total->left_out);
}

json_t *variants_variant_json(const struct variants_row *row)
{
    return json_pack(
        "{s:I, s:o, s:o, s:o, s:I, s:I}", "number", (json_int_t)row->variant + 1, "text",
        leaf_text(row->of_variant.text), "marks", leaf_marks(&row->of_variant.differs), "lacks",
        leaf_marks(&row->of_variant.lacks), "count", (json_int_t)row->of_variant.classes, "clauses",
        (json_int_t)row->of_variant.places);
}

/* A class, where it has the variant first, and how often. */
static json_t *class_json(const struct variants_row *row, struct str query, struct arena *arena)
{
    json_t *object = api_class_json(row->section, query, arena);

    json_object_set_new(object, "section", api_section_json(row->section, query, arena));
    json_object_set_new(object, "line", leaf_number_or_null(row->line));
    json_object_set_new(object, "times", json_integer(row->times));
    return object;
}

/* A cluster, without its variants. */
static json_t *cluster_json(const struct variants_row *row)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:[]}", "number", (json_int_t)row->cluster + 1,
                     "classes", (json_int_t)row->of_cluster.classes, "clauses",
                     (json_int_t)row->of_cluster.places, "count",
                     (json_int_t)row->of_cluster.variants, "variants");
}

/* Appends the row to the last variant of the last cluster, which it may begin. Returns how many
 * classes are listed with it. */
static size_t add_row(json_t *clusters, const struct variants_row *row, uint32_t first,
                      struct str query, struct arena *arena)
{
    if (json_array_size(clusters) == row->cluster - first)
        json_array_append_new(clusters, cluster_json(row));
    json_t *variants =
        json_object_get(json_array_get(clusters, json_array_size(clusters) - 1), "variants");
    if (json_array_size(variants) == row->variant) {
        json_t *variant = variants_variant_json(row);
        json_object_set_new(variant, "classes", json_array());
        json_array_append_new(variants, variant);
    }
    json_t *classes = json_object_get(json_array_get(variants, row->variant), "classes");
    json_array_append_new(classes, class_json(row, query, arena));
    return json_array_size(classes);
}

static enum err_code clusters_json(json_t *clusters, struct variants *variants,
                                   const struct variants_asked *asked, struct arena *arena,
                                   struct err *err)
{
    uint64_t first = listing_first(&asked->choice);
    enum err_code code = ERR_OK;
    struct variants_row row;
    bool more = first < variants_total(variants)->clusters;

    if (more)
        variants_seek(variants, (uint32_t)first);
    while (code == ERR_OK && more) {
        code = variants_next(&more, &row, variants, err);
        if (code != ERR_OK || !more || row.cluster - first == asked->choice.per_page)
            break;
        if (row.variant == LISTED_MAX)
            variants_seek(variants, row.cluster + 1);
        else if (add_row(clusters, &row, (uint32_t)first, asked->request.query, arena) ==
                 LISTED_MAX)
            variants_pass_over(variants);
        code = deadline_check(asked->request.deadline_ms, err);
    }
    return code;
}

enum err_code variants_page(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err)
{
    struct variants_asked asked;
    struct variants *variants = NULL;
    enum err_code code = variants_parameters(&asked, request, arena, err);

    if (code == ERR_OK)
        code = variants_open(&variants, index, &asked.request, err);
    if (code != ERR_OK)
        return code;
    json_t *clusters = json_array(), *head = variants_head_json(&asked.request, variants);
    code = clusters_json(clusters, variants, &asked, arena, err);
    json_object_set_new(head, "generation", json_string(index_generation(index)));
    listing_add_pages(head, &asked.choice, variants_total(variants)->clusters);
    json_object_set_new(head, "clusters", clusters);
    variants_close(variants);
    return listing_end_page(json, head, code, err);
}
