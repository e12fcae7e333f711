#include "searchd/matrix.h"

#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/leaf.h"
#include "searchd/link.h"
#include "searchd/parameters.h"

struct asked {
    struct matrix_request request;
    struct str queries[REQUEST_PARAMETERS_MAX];
    struct listing_choice choice;
};

static enum err_code read_parameter(struct asked *asked, const struct request_parameter *parameter,
                                    struct arena *arena, struct err *err)
{
    struct matrix_request *request = &asked->request;
    struct str name = parameter->name, value = parameter->value;
    bool is_one;
    enum err_code code = listing_parameter(&is_one, &asked->choice, parameter, err);

    if (code != ERR_OK || is_one)
        return code;
    if (str_is(name, "q")) {
        asked->queries[request->query_count++] = value;
    } else if (str_is(name, "by")) {
        if (!matrix_by_from_name(&request->by, value))
            return parameters_refuse(err, parameter, MATRIX_BYS);
    } else if (str_is(name, "count")) {
        if (!matrix_count_from_name(&request->count, value))
            return parameters_refuse(err, parameter, MATRIX_COUNTS);
    } else if (str_is(name, "expand")) {
        return parameters_on(&request->expand, parameter, err);
    } else if (!parameters_filter(&request->filters, parameter, arena)) {
        return parameters_unknown(err, parameter,
                                  "there are q (again for each query), by, count, expand, format, "
                                  "page, per_page and the filters of a search");
    }
    return ERR_OK;
}

/* Reads what is asked, and makes it in the arena. */
static enum err_code make(struct matrix *matrix, struct asked *asked, struct index *index,
                          const struct request *request, struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;

    *asked = (struct asked){.request = {.deadline_ms = parameters_deadline()}};
    asked->request.queries = asked->queries;
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_parameter(asked, &request->parameters[i], arena, err);
    if (code == ERR_OK)
        code = listing_settle(&asked->choice, err);
    return code == ERR_OK ? matrix_make(matrix, index, &asked->request, arena, err) : code;
}

static json_t *head_json(const struct asked *asked, const struct matrix *matrix)
{
    json_t *columns = json_array();

    for (size_t i = 0; i < matrix->column_count; i++) {
        const struct matrix_column *column = &matrix->columns[i];
        json_array_append_new(
            columns, json_pack("{s:o, s:o, s:I}", "query", leaf_text(column->query), "words",
                               leaf_text(column->reading), "total", (json_int_t)column->total));
    }
    return json_pack("{s:s, s:s, s:b, s:o, s:o}", "by", matrix_by_name(asked->request.by), "count",
                     matrix_count_name(asked->request.count), "expand", asked->request.expand,
                     "filters", api_filters_json(&asked->request.filters), "columns", columns);
}

/* The class's page, or a search in what the row is of. */
static const char *row_url(enum matrix_by by, const struct matrix_row *row, struct arena *arena)
{
    static const enum facet facets[] = {
        [MATRIX_BY_AGENCY] = FACET_AGENCY, [MATRIX_BY_SECTION] = FACET_SECTION};

    if (by == MATRIX_BY_CLASS)
        return api_class_url(row->value, STR(""), API_NO_ORDINAL, arena);
    return link_search(facet_name(facets[by]), arena_strndup(arena, row->value.p, row->value.n),
                       arena);
}

static json_t *row_json(enum matrix_by by, const struct matrix *matrix,
                        const struct matrix_row *row, struct arena *arena)
{
    json_t *cells = json_array();

    for (size_t i = 0; i < matrix->column_count; i++)
        json_array_append_new(cells, json_integer((json_int_t)row->cells[i]));
    return json_pack("{s:o, s:o, s:s, s:I, s:I, s:o}", "value", leaf_text(row->value), "label",
                     leaf_text(row->label), "url", row_url(by, row, arena), "classes",
                     (json_int_t)row->classes, "sections", (json_int_t)row->sections, "cells",
                     cells);
}

enum err_code matrix_page(json_t **json, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    struct asked asked;
    struct matrix matrix;
    enum err_code code = make(&matrix, &asked, index, request, arena, err);

    if (code != ERR_OK)
        return code;
    json_t *rows = json_array(), *head = head_json(&asked, &matrix);
    uint64_t first = listing_first(&asked.choice);
    for (uint64_t i = first; i < matrix.row_count && i < first + asked.choice.per_page; i++)
        json_array_append_new(rows, row_json(asked.request.by, &matrix, &matrix.rows[i], arena));
    json_object_set_new(head, "generation", json_string(index_generation(index)));
    listing_add_pages(head, &asked.choice, matrix.row_count);
    json_object_set_new(head, "rows", rows);
    return listing_end_page(json, head, ERR_OK, err);
}

/* All of it. */

enum { ROW_COLUMNS = 4 }; /* before those of the queries */

struct rows {
    struct matrix matrix;
    enum matrix_by by;
    size_t next; /* behind the row at hand */
    struct table_column columns[ROW_COLUMNS + MATRIX_QUERIES_MAX];
    struct table_sheet sheets[LISTING_SHEETS];
};

/* A query is the name of its column. */
static const struct table_sheet *sheets_of(struct listing *listing)
{
    static const struct table_column of_row[ROW_COLUMNS] = {
        {"value", 28}, {"label", 32}, {"classes", 10}, {"sections", 10}};
    struct rows *rows = listing->rows;
    const struct matrix *matrix = &rows->matrix;

    memcpy(rows->columns, of_row, sizeof of_row);
    for (size_t i = 0; i < matrix->column_count; i++)
        rows->columns[ROW_COLUMNS + i] = (struct table_column){matrix->columns[i].query.p, 16};
    rows->sheets[0] =
        (struct table_sheet){"Matrix", rows->columns, ROW_COLUMNS + matrix->column_count, true};
    rows->sheets[1] = (struct table_sheet)ABOUT_SHEET;
    return rows->sheets;
}

static void set_about(struct about *about, const struct asked *asked, const struct matrix *matrix,
                      const struct index *index)
{
    about_add(about, "Rows", str_of(matrix_by_name(asked->request.by)));
    about_add(about, "Numbers of", str_of(matrix_count_name(asked->request.count)));
    export_add_filters(about, &asked->request.filters);
    for (size_t i = 0; i < matrix->column_count; i++) {
        const struct matrix_column *column = &matrix->columns[i];
        about_add(about, arena_printf(about->arena, "Query %zu", i + 1), column->query);
        about_add(about, "Which asks for", column->reading);
        about_add_number(about, "In all", column->total);
    }
    listing_about_index(about, index);
}

static enum err_code open_rows(struct listing *listing, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err)
{
    struct rows *rows = arena_zero(listing->kept, 1, sizeof *rows);
    struct asked asked;
    enum err_code code = make(&rows->matrix, &asked, index, request, listing->kept, err);

    (void)arena;
    if (code != ERR_OK)
        return code;
    rows->by = asked.request.by;
    listing->rows = rows;
    listing->count = rows->matrix.row_count;
    listing->choice = asked.choice;
    if (asked.choice.format == LISTING_NDJSON) {
        listing->head = head_json(&asked, &rows->matrix);
        listing_add_index(listing->head, index);
        json_object_set_new(listing->head, "rows", json_integer((json_int_t)listing->count));
    }
    if (asked.choice.format == LISTING_XLSX)
        set_about(&listing->about, &asked, &rows->matrix, index);
    return ERR_OK;
}

static enum err_code next_row(bool *more, struct listing *listing, struct err *err)
{
    struct rows *rows = listing->rows;

    (void)err;
    *more = rows->next < rows->matrix.row_count;
    rows->next += *more;
    return ERR_OK;
}

static json_t *json_of(struct listing *listing)
{
    const struct rows *rows = listing->rows;
    return row_json(rows->by, &rows->matrix, &rows->matrix.rows[rows->next - 1], listing->row);
}

static void make_cells(struct table_cell *cells, struct listing *listing)
{
    const struct rows *rows = listing->rows;
    const struct matrix_row *row = &rows->matrix.rows[rows->next - 1];
    struct arena *arena = listing->row;

    *cells++ = table_text(row->value);
    *cells++ = table_text(row->label);
    *cells++ = listing_number(row->classes, arena);
    *cells++ = listing_number(row->sections, arena);
    for (size_t i = 0; i < rows->matrix.column_count; i++)
        *cells++ = listing_number(row->cells[i], arena);
}

static void close_rows(void *rows)
{
    (void)rows; /* the listing's arena has them */
}

const struct listing_kind matrix_listing = {.name = "matrix",
                                            .open = open_rows,
                                            .sheets = sheets_of,
                                            .next = next_row,
                                            .json = json_of,
                                            .cells = make_cells,
                                            .close = close_rows};
