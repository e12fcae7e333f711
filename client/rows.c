#include "client/rows.h"

#include <stdio.h>

#include "base/csv.h"
#include "base/utf8.h"

struct rows_row {
    struct output *out;
    struct rows_shape shape;
    bool begun; /* a cell stands in it */
};

static void add_tsv_character(struct buf *pending, uint32_t c)
{
    switch (c) {
    case '\t':
        buf_text(pending, "\\t");
        break;
    case '\n':
        buf_text(pending, "\\n");
        break;
    case '\r':
        buf_text(pending, "\\r");
        break;
    case '\\':
        buf_text(pending, "\\\\");
        break;
    default:
        utf8_append(pending, output_safe(c));
    }
}

static void add_cell(struct rows_row *row, struct str cell)
{
    struct buf *pending = &row->out->pending;
    bool csv = row->shape.format == ROWS_CSV;

    if (row->begun)
        buf_char(pending, csv ? ',' : '\t');
    row->begun = true;
    if (csv) {
        csv_cell(pending, cell);
        return;
    }
    while (cell.n > 0) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(cell.p, cell.n, &c);
        cell = str_from(cell, n > 0 ? n : 1);
        add_tsv_character(pending, c);
    }
}

static void add_number(struct rows_row *row, long long number)
{
    struct rows_number text;

    add_cell(row, rows_number(&text, number));
}

static void add_kinds(struct rows_row *row, const struct answer_section *section)
{
    struct buf kinds = {0};

    rows_kinds(&kinds, section);
    add_cell(row, buf_view(&kinds));
    buf_free(&kinds);
}

static void end_row(struct rows_row *row)
{
    output_raw(row->out, row->shape.format == ROWS_CSV ? STR(CSV_ROW_END) : STR("\n"));
}

void rows_write_header(struct output *out, struct rows_shape shape)
{
    static const char *const class[] = {"class_id", "title", "code", "agency"};
    static const char *const place[] = {"ordinal", "heading", "kinds", "source",
                                        "line",    "page",    "score"};
    struct rows_row row = {.out = out, .shape = shape};

    for (size_t i = 0; i < sizeof class / sizeof *class; i++)
        add_cell(&row, str_of(class[i]));
    if (shape.classes)
        add_cell(&row, STR("sections"));
    for (size_t i = 0; i < sizeof place / sizeof *place; i++)
        add_cell(&row, str_of(place[i]));
    add_cell(&row, str_of(shape.texts ? "text" : "snippet"));
    end_row(&row);
}

void rows_write_hit(struct output *out, struct rows_shape shape, const struct answer_hit *hit)
{
    struct rows_row row = {.out = out, .shape = shape};
    char score[40];

    snprintf(score, sizeof score, "%.6g", hit->score);
    add_cell(&row, hit->class.id);
    add_cell(&row, hit->class.title);
    add_cell(&row, hit->class.code);
    add_cell(&row, hit->class.agency);
    if (shape.classes)
        add_number(&row, hit->matching);
    add_number(&row, hit->section.ordinal);
    add_cell(&row, hit->section.heading.text);
    add_kinds(&row, &hit->section);
    add_cell(&row, hit->source);
    add_number(&row, hit->section.line);
    add_number(&row, hit->section.page);
    add_cell(&row, str_of(score));
    add_cell(&row, hit->snippet.text);
    end_row(&row);
}

void rows_write_similar_header(struct output *out, enum rows_format format)
{
    static const char *const names[] = {"class_id", "title",   "code",  "agency",
                                        "ordinal",  "heading", "kinds", "source",
                                        "line",     "page",    "score", "terms"};

    rows_write_names(out, format, names, sizeof names / sizeof *names);
}

static void add_terms(struct rows_row *row, const struct answer_similar_hit *similar)
{
    struct buf terms = {0};

    for (size_t i = 0; i < similar->term_count; i++) {
        if (i > 0)
            buf_char(&terms, ' ');
        buf_str(&terms, similar->terms[i].word);
    }
    add_cell(row, buf_view(&terms));
    buf_free(&terms);
}

void rows_write_similar(struct output *out, enum rows_format format,
                        const struct answer_similar_hit *similar)
{
    struct rows_row row = {.out = out, .shape = {.format = format}};
    const struct answer_hit *hit = &similar->hit;
    char score[40];

    snprintf(score, sizeof score, "%.6g", hit->score);
    add_cell(&row, hit->class.id);
    add_cell(&row, hit->class.title);
    add_cell(&row, hit->class.code);
    add_cell(&row, hit->class.agency);
    add_number(&row, similar->is_section ? hit->section.ordinal : -1);
    add_cell(&row, hit->section.heading.text);
    add_kinds(&row, &hit->section);
    add_cell(&row, hit->source);
    add_number(&row, similar->is_section ? hit->section.line : -1);
    add_number(&row, similar->is_section ? hit->section.page : -1);
    add_cell(&row, str_of(score));
    add_terms(&row, similar);
    end_row(&row);
}

void rows_write_cells(struct output *out, enum rows_format format, const struct str *cells,
                      size_t count)
{
    struct rows_row row = {.out = out, .shape = {.format = format}};

    for (size_t i = 0; i < count; i++)
        add_cell(&row, cells[i]);
    end_row(&row);
}

void rows_write_names(struct output *out, enum rows_format format, const char *const *names,
                      size_t count)
{
    struct rows_row row = {.out = out, .shape = {.format = format}};

    for (size_t i = 0; i < count; i++)
        add_cell(&row, str_of(names[i]));
    end_row(&row);
}

struct str rows_number(struct rows_number *number, long long value)
{
    snprintf(number->text, sizeof number->text, "%lld", value);
    return value >= 0 ? str_of(number->text) : STR("");
}

void rows_kinds(struct buf *kinds, const struct answer_section *section)
{
    for (size_t i = 0; i < section->kind_count; i++) {
        if (i > 0)
            buf_char(kinds, ' ');
        buf_str(kinds, section->kinds[i]);
    }
}

void rows_print(struct output *out, const struct str *cells, const bool *numbers,
                const size_t *widths, size_t count)
{
    enum { GAP = 2 };
    size_t last = count;

    while (last > 0 && cells[last - 1].n == 0)
        last--;
    for (size_t c = 0; c < last; c++) {
        size_t columns = output_columns(cells[c]);
        size_t fill = columns < widths[c] ? widths[c] - columns : 0;
        if (numbers[c])
            output_spaces(out, fill);
        output_text(out, cells[c]);
        if (c + 1 < last)
            output_spaces(out, numbers[c] ? GAP : fill + GAP);
    }
    output_char(out, '\n');
}
