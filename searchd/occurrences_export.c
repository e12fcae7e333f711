#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/occurrences.h"

enum { COLUMNS = 18 };

static const struct table_column columns[COLUMNS] = {
    {"class_id", 24}, {"title", 32}, {"code", 12},  {"agency", 22}, {"ordinal", 9}, {"heading", 28},
    {"kinds", 22},    {"where", 9},  {"line", 8},   {"page", 8},    {"start", 9},   {"end", 9},
    {"left", 50},     {"match", 20}, {"right", 50}, {"source", 42}, {"sha256", 20}, {"url", 30}};

static const struct table_sheet *sheets_of(struct listing *listing)
{
    static const struct table_sheet sheets[LISTING_SHEETS] = {
        {"Occurrences", columns, COLUMNS, true}, ABOUT_SHEET};

    (void)listing;
    return sheets;
}

struct rows {
    struct occurrences *occurrences;
    struct occurrences_row row;
    struct str query;
};

static void close_rows(void *data)
{
    struct rows *rows = data;
    occurrences_close(rows->occurrences);
}

/* The first line of an evidence pack. */
static json_t *head_json(const struct occurrences_request *request,
                         const struct occurrences_summary *summary, const struct index *index)
{
    json_t *head = json_pack("{s:i, s:o, s:s, s:i, s:s}", "pack", 1, "query",
                             occurrences_query_json(request, summary), "sort",
                             occurrences_order_name(request->order), "context",
                             (int)request->context, "reader", index_manifest(index)->reader);

    listing_add_index(head, index);
    json_object_set_new(head, "total", occurrences_total_json(summary));
    json_object_set_new(head, "dispersion", occurrences_dispersion_json(summary));
    return head;
}

static void set_about(struct about *about, const struct occurrences_request *request,
                      const struct occurrences_summary *summary, const struct index *index)
{
    about_add(about, "Occurrences of", request->query);
    about_add(about, "Which asks for", summary->reading);
    export_add_filters(about, &request->filters);
    about_add(about, "Order", str_of(occurrences_order_name(request->order)));
    about_add_number(about, "Rows", summary->total.occurrences);
    about_add_number(about, "Sections", summary->total.sections);
    about_add_number(about, "Classes", summary->total.classes);
    listing_about_index(about, index);
}

static enum err_code open_rows(struct listing *listing, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err)
{
    struct occurrences_parameters parameters;
    struct rows *rows = arena_zero(listing->kept, 1, sizeof *rows);
    enum err_code code = occurrences_parameters(&parameters, request, arena, err);

    if (code == ERR_OK)
        code = occurrences_open(&rows->occurrences, index, &parameters.request, err);
    if (code != ERR_OK)
        return code;
    const struct occurrences_summary *summary = occurrences_summary(rows->occurrences);
    struct str query = parameters.request.query;
    rows->query = (struct str){arena_strndup(listing->kept, query.p, query.n), query.n};
    listing->rows = rows;
    listing->count = summary->total.occurrences;
    listing->choice = parameters.choice;
    if (parameters.choice.format == LISTING_NDJSON)
        listing->head = head_json(&parameters.request, summary, index);
    else if (parameters.choice.format == LISTING_XLSX)
        set_about(&listing->about, &parameters.request, summary, index);
    return ERR_OK;
}

static enum err_code next_row(bool *more, struct listing *listing, struct err *err)
{
    struct rows *rows = listing->rows;
    return occurrences_next(more, &rows->row, rows->occurrences, err);
}

static json_t *json_of(struct listing *listing)
{
    const struct rows *rows = listing->rows;
    return occurrences_row_json(&rows->row, rows->query, listing->row);
}

static void make_cells(struct table_cell *cells, struct listing *listing)
{
    const struct rows *rows = listing->rows;
    const struct occurrences_row *row = &rows->row;
    const struct record_section *section = row->section;
    struct arena *arena = listing->row;

    *cells++ = table_text(section->class_id);
    *cells++ = table_text(section->title);
    *cells++ = table_text(section->code);
    *cells++ = table_text(section->agency);
    *cells++ = listing_number(section->ordinal, arena);
    *cells++ = table_text(section->heading);
    *cells++ = table_text(export_kinds_text(&section->kinds, arena));
    *cells++ = table_text(row->in_heading ? STR("heading") : STR("text"));
    *cells++ = listing_number(row->line, arena);
    *cells++ = section->page > 0 ? listing_number(section->page, arena) : table_text(STR(""));
    *cells++ = listing_number(row->start, arena);
    *cells++ = listing_number(row->end, arena);
    *cells++ = table_text(row->left);
    *cells++ = table_text(row->match);
    *cells++ = table_text(row->right);
    *cells++ = table_text(section->source);
    *cells++ = table_text(str_of(row->sha256));
    *cells = listing_address(
        listing, api_class_url(section->class_id, rows->query, (int)section->ordinal, arena));
}

const struct listing_kind occurrences_listing = {.name = "occurrences",
                                                 .open = open_rows,
                                                 .sheets = sheets_of,
                                                 .next = next_row,
                                                 .json = json_of,
                                                 .cells = make_cells,
                                                 .close = close_rows};
