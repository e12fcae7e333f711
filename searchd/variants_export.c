/* All variants, a row for each class that has one. */
#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/leaf.h"
#include "searchd/variants.h"

enum { COLUMNS = 18 };

static const struct table_column columns[COLUMNS] = {
    {"cluster", 8}, {"variant", 8}, {"classes", 8},  {"class_id", 24}, {"title", 32},  {"code", 12},
    {"agency", 22}, {"ordinal", 9}, {"heading", 28}, {"kinds", 22},    {"line", 8},    {"page", 8},
    {"times", 8},   {"text", 80},   {"differs", 30}, {"lacks", 30},    {"source", 42}, {"url", 30}};

static const struct table_sheet *sheets_of(struct listing *listing)
{
    static const struct table_sheet sheets[LISTING_SHEETS] = {{"Variants", columns, COLUMNS, true},
                                                              ABOUT_SHEET};

    (void)listing;
    return sheets;
}

struct rows {
    struct variants *variants;
    struct variants_row row;
    struct str query;
};

static void close_rows(void *data)
{
    struct rows *rows = data;
    variants_close(rows->variants);
}

static void set_about(struct about *about, const struct variants_request *request,
                      const struct variants *variants, const struct index *index)
{
    const struct variants_total *total = variants_total(variants);
    const char *likeness =
        arena_printf(about->arena, "%g", (double)request->likeness / ALIKE_WHOLE);

    about_add(about, "Variants of clauses with", request->query);
    about_add(about, "Which asks for", variants_reading(variants));
    about_add(about, "Likeness", str_of(likeness));
    export_add_filters(about, &request->filters);
    about_add_number(about, "Rows", total->rows);
    about_add_number(about, "Clusters", total->clusters);
    about_add_number(about, "Variants", total->variants);
    about_add_number(about, "Classes", total->classes);
    about_add_number(about, "Clauses compared", total->clauses);
    about_add_number(about, "Left out, as too short", total->left_out);
    listing_about_index(about, index);
}

static enum err_code open_rows(struct listing *listing, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err)
{
    struct variants_asked asked;
    struct rows *rows = arena_zero(listing->kept, 1, sizeof *rows);
    enum err_code code = variants_parameters(&asked, request, arena, err);

    if (code == ERR_OK)
        code = variants_open(&rows->variants, index, &asked.request, err);
    if (code != ERR_OK)
        return code;
    struct str query = asked.request.query;
    rows->query = (struct str){arena_strndup(listing->kept, query.p, query.n), query.n};
    listing->rows = rows;
    listing->count = variants_total(rows->variants)->rows;
    listing->choice = asked.choice;
    if (asked.choice.format == LISTING_NDJSON) {
        listing->head = variants_head_json(&asked.request, rows->variants);
        listing_add_index(listing->head, index);
    }
    if (asked.choice.format == LISTING_XLSX)
        set_about(&listing->about, &asked.request, rows->variants, index);
    return ERR_OK;
}

static enum err_code next_row(bool *more, struct listing *listing, struct err *err)
{
    struct rows *rows = listing->rows;
    return variants_next(more, &rows->row, rows->variants, err);
}

static json_t *json_of(struct listing *listing)
{
    const struct rows *rows = listing->rows;
    const struct variants_row *row = &rows->row;
    const struct record_section *section = row->section;

    return json_pack("{s:{s:I, s:I, s:I, s:I}, s:o, s:o, s:o, s:o, s:I, s:o}", "cluster", "number",
                     (json_int_t)row->cluster + 1, "classes", (json_int_t)row->of_cluster.classes,
                     "clauses", (json_int_t)row->of_cluster.places, "variants",
                     (json_int_t)row->of_cluster.variants, "variant", variants_variant_json(row),
                     "class", api_class_json(section, rows->query, listing->row), "section",
                     api_section_json(section, rows->query, listing->row), "line",
                     leaf_number_or_null(row->line), "times", (json_int_t)row->times, "source",
                     leaf_text(section->source));
}

/* Cells. */

static struct table_cell number_or_nothing(uint32_t number, struct arena *arena)
{
    return number > 0 ? listing_number(number, arena) : table_text(STR(""));
}

/* The byte at a code point of a text, from one before it on. */
static size_t byte_at(struct str text, size_t *byte, size_t *point, size_t wanted)
{
    while (*byte < text.n && *point < wanted) {
        (*byte)++;
        while (*byte < text.n && ((unsigned char)text.p[*byte] & 0xc0) == 0x80)
            (*byte)++;
        (*point)++;
    }
    return *byte;
}

/* What is marked of a text, piece by piece: "25 | fifty". */
static struct table_cell pieces_cell(struct str text, const struct marks *marks,
                                     struct arena *arena)
{
    struct buf pieces = {0};
    size_t byte = 0, point = 0;

    for (size_t i = 0; i < marks->count; i++) {
        size_t start = byte_at(text, &byte, &point, marks->items[i].start);
        size_t end = byte_at(text, &byte, &point, marks->items[i].end);
        buf_text(&pieces, i > 0 ? " | " : "");
        buf_add(&pieces, text.p + start, end - start);
    }
    struct str copy = {arena_strndup(arena, buf_view(&pieces).p, pieces.n), pieces.n};
    buf_free(&pieces);
    return table_text(copy);
}

/* The text with what differs set off. */
static struct table_cell text_cell(const struct variants_row *row, struct arena *arena)
{
    const struct marks *differs = &row->of_variant.differs;
    struct table_cell cell = table_text(row->of_variant.text);
    struct table_mark *marks = arena_zero(arena, differs->count, sizeof *marks);

    for (size_t i = 0; i < differs->count; i++)
        marks[i] = (struct table_mark){(uint32_t)differs->items[i].start,
                                       (uint32_t)differs->items[i].end, true};
    cell.marks = marks;
    cell.mark_count = differs->count;
    return cell;
}

static void make_cells(struct table_cell *cells, struct listing *listing)
{
    const struct rows *rows = listing->rows;
    const struct variants_row *row = &rows->row;
    const struct record_section *section = row->section;
    struct arena *arena = listing->row;
    const char *url = api_class_url(section->class_id, rows->query, (int)section->ordinal, arena);
    size_t at = 0;

    cells[at++] = listing_number(row->cluster + 1, arena);
    cells[at++] = listing_number(row->variant + 1, arena);
    cells[at++] = listing_number(row->of_variant.classes, arena);
    cells[at++] = table_text(section->class_id);
    cells[at++] = table_text(section->title);
    cells[at++] = table_text(section->code);
    cells[at++] = table_text(section->agency);
    cells[at++] = listing_number(section->ordinal, arena);
    cells[at++] = table_text(section->heading);
    cells[at++] = table_text(export_kinds_text(&section->kinds, arena));
    cells[at++] = number_or_nothing(row->line, arena);
    cells[at++] = number_or_nothing(section->page, arena);
    cells[at++] = listing_number(row->times, arena);
    cells[at++] = text_cell(row, arena);
    cells[at++] = pieces_cell(row->of_variant.text, &row->of_variant.differs, arena);
    cells[at++] = pieces_cell(row->of_variant.first, &row->of_variant.lacks, arena);
    cells[at++] = table_text(section->source);
    cells[at] = listing_address(listing, url);
}

const struct listing_kind variants_listing = {.name = "variants",
                                              .open = open_rows,
                                              .sheets = sheets_of,
                                              .next = next_row,
                                              .json = json_of,
                                              .cells = make_cells,
                                              .close = close_rows};
