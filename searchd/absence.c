#include "searchd/absence.h"

#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

struct asked {
    struct absence_request request;
    struct listing_choice choice;
};

static enum err_code add_state(uint32_t *wanted, const struct request_parameter *parameter,
                               struct err *err)
{
    enum absence_state state;

    if (!absence_state_from_name(&state, parameter->value))
        return parameters_refuse(err, parameter, ABSENCE_STATES);
    *wanted |= UINT32_C(1) << state;
    return ERR_OK;
}

static enum err_code read_parameter(struct asked *asked, const struct request_parameter *parameter,
                                    struct arena *arena, struct err *err)
{
    struct absence_request *request = &asked->request;
    struct str name = parameter->name;
    bool is_one;
    enum err_code code = listing_parameter(&is_one, &asked->choice, parameter, err);

    if (code != ERR_OK || is_one)
        return code;
    if (str_is(name, "q"))
        request->query = parameter->value;
    else if (str_is(name, "expand"))
        return parameters_on(&request->expand, parameter, err);
    else if (str_is(name, "state"))
        return add_state(&request->states, parameter, err);
    else if (!parameters_filter(&request->filters, parameter, arena))
        return parameters_unknown(err, parameter,
                                  "there are q, expand, state, format, page, per_page and the "
                                  "filters of a search");
    return ERR_OK;
}

static enum err_code read_asked(struct asked *asked, const struct request *request,
                                struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;

    *asked = (struct asked){.request = {.query = {"", 0}, .deadline_ms = parameters_deadline()}};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_parameter(asked, &request->parameters[i], arena, err);
    return code == ERR_OK ? listing_settle(&asked->choice, err) : code;
}

/* What was asked, and the numbers. */
static json_t *head_json(const struct absence_request *request,
                         const struct absence_summary *summary)
{
    json_t *list = json_array(), *listed = json_array();

    for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++) {
        const char *name = absence_state_name(s);
        json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "value", name, "label",
                                              absence_state_label(s), "classes",
                                              (json_int_t)summary->states[s]));
        if ((request->states >> s & 1) != 0)
            json_array_append_new(listed, json_string(name));
    }
    return json_pack("{s:{s:o, s:o, s:b, s:o, s:o, s:o}, s:{s:I, s:I, s:I}, s:o}", "query", "text",
                     leaf_text(request->query), "words", leaf_text(summary->reading), "expand",
                     request->expand, "expanded", api_expanded_json(&summary->expansions),
                     "filters", api_filters_json(&request->filters), "state", listed, "total",
                     "classes", (json_int_t)summary->classes, "sources",
                     (json_int_t)summary->sources, "set_aside", (json_int_t)summary->set_aside,
                     "states", list);
}

static json_t *row_json(const struct absence_row *row, struct str query, struct arena *arena)
{
    const struct record_section *section = &row->section;
    bool is_class = row->state != ABSENCE_UNREADABLE;

    return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "class",
                     is_class ? api_class_json(section, query, arena) : json_null(), "source",
                     leaf_text(section->source), "sha256", leaf_text_or_null(str_of(row->sha256)),
                     "state", absence_state_name(row->state), "section",
                     row->has_section ? api_section_json(section, query, arena) : json_null(),
                     "quote", leaf_text_or_null(row->quote), "reason",
                     leaf_text_or_null(row->reason));
}

static enum err_code rows_json(json_t *list, struct absence *absence, const struct asked *asked,
                               struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;
    bool more = true;

    absence_seek(absence, listing_first(&asked->choice));
    for (uint32_t i = 0; code == ERR_OK && more && i < asked->choice.per_page; i++) {
        struct absence_row row;
        code = absence_next(&more, &row, absence, err);
        if (code == ERR_OK && more)
            json_array_append_new(list, row_json(&row, asked->request.query, arena));
    }
    return code;
}

enum err_code absence_page(json_t **json, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err)
{
    struct asked asked;
    struct absence *absence = NULL;
    enum err_code code = read_asked(&asked, request, arena, err);

    if (code == ERR_OK)
        code = absence_open(&absence, index, &asked.request, err);
    if (code != ERR_OK)
        return code;
    json_t *rows = json_array(), *head = head_json(&asked.request, absence_summary(absence));
    code = rows_json(rows, absence, &asked, arena, err);
    json_object_set_new(head, "generation", json_string(index_generation(index)));
    listing_add_pages(head, &asked.choice, absence_summary(absence)->rows);
    json_object_set_new(head, "classes", rows);
    absence_close(absence);
    return listing_end_page(json, head, code, err);
}

/* All of them. */

enum { COLUMNS = 15 };

static const struct table_column columns[COLUMNS] = {
    {"state", 16},  {"class_id", 24}, {"title", 32},  {"code", 12},   {"agency", 22},
    {"ordinal", 9}, {"heading", 28},  {"kinds", 22},  {"line", 8},    {"page", 8},
    {"quote", 40},  {"reason", 40},   {"source", 42}, {"sha256", 20}, {"url", 30}};

static const struct table_sheet *sheets_of(struct listing *listing)
{
    static const struct table_sheet sheets[LISTING_SHEETS] = {{"Absence", columns, COLUMNS, true},
                                                              ABOUT_SHEET};

    (void)listing;
    return sheets;
}

struct rows {
    struct absence *absence;
    struct absence_row row;
    struct str query;
};

static void close_rows(void *data)
{
    struct rows *rows = data;
    absence_close(rows->absence);
}

static void set_about(struct about *about, const struct absence_request *request,
                      const struct absence_summary *summary, const struct index *index)
{
    about_add(about, "Absence of", request->query);
    about_add(about, "Which asks for", summary->reading);
    export_add_filters(about, &request->filters);
    for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++)
        about_add_number(about, absence_state_label(s), summary->states[s]);
    about_add_number(about, "Classes", summary->classes);
    about_add_number(about, "Sources not readable", summary->sources);
    about_add_number(about, "Sources taken for no specifications", summary->set_aside);
    about_add_number(about, "Rows", summary->rows);
    listing_about_index(about, index);
}

static enum err_code open_rows(struct listing *listing, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err)
{
    struct asked asked;
    struct rows *rows = arena_zero(listing->kept, 1, sizeof *rows);
    enum err_code code = read_asked(&asked, request, arena, err);

    if (code == ERR_OK)
        code = absence_open(&rows->absence, index, &asked.request, err);
    if (code != ERR_OK)
        return code;
    const struct absence_summary *summary = absence_summary(rows->absence);
    struct str query = asked.request.query;
    rows->query = (struct str){arena_strndup(listing->kept, query.p, query.n), query.n};
    listing->rows = rows;
    listing->count = summary->rows;
    listing->choice = asked.choice;
    if (asked.choice.format == LISTING_NDJSON) {
        listing->head = head_json(&asked.request, summary);
        listing_add_index(listing->head, index);
    }
    if (asked.choice.format == LISTING_XLSX)
        set_about(&listing->about, &asked.request, summary, index);
    return ERR_OK;
}

static enum err_code next_row(bool *more, struct listing *listing, struct err *err)
{
    struct rows *rows = listing->rows;
    return absence_next(more, &rows->row, rows->absence, err);
}

static json_t *json_of(struct listing *listing)
{
    const struct rows *rows = listing->rows;
    return row_json(&rows->row, rows->query, listing->row);
}

static void make_cells(struct table_cell *cells, struct listing *listing)
{
    const struct rows *rows = listing->rows;
    const struct absence_row *row = &rows->row;
    const struct record_section *section = &row->section;
    struct arena *arena = listing->row;
    int ordinal = row->has_section ? (int)section->ordinal : API_NO_ORDINAL;
    size_t at = 0;

    cells[at++] = table_text(str_of(absence_state_name(row->state)));
    cells[at++] = table_text(section->class_id);
    cells[at++] = table_text(section->title);
    cells[at++] = table_text(section->code);
    cells[at++] = table_text(section->agency);
    cells[at++] = row->has_section ? listing_number(section->ordinal, arena) : table_text(STR(""));
    cells[at++] = table_text(section->heading);
    cells[at++] = table_text(export_kinds_text(&section->kinds, arena));
    cells[at++] = row->has_section ? listing_number(section->line, arena) : table_text(STR(""));
    cells[at++] = section->page > 0 ? listing_number(section->page, arena) : table_text(STR(""));
    cells[at++] = table_text(row->quote);
    cells[at++] = table_text(row->reason);
    cells[at++] = table_text(section->source);
    cells[at++] = table_text(str_of(row->sha256));
    if (row->state != ABSENCE_UNREADABLE)
        cells[at] =
            listing_address(listing, api_class_url(section->class_id, rows->query, ordinal, arena));
}

const struct listing_kind absence_listing = {.name = "absence",
                                             .open = open_rows,
                                             .sheets = sheets_of,
                                             .next = next_row,
                                             .json = json_of,
                                             .cells = make_cells,
                                             .close = close_rows};
