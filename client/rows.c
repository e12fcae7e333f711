#include "client/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct rows_row {
    struct output *out;
    enum rows_format format;
    bool begun; /* a cell stands in it */
};

static bool is_formula(struct str cell)
{
    return cell.n > 0 && cell.p[0] != '\0' && strchr("=+-@\t\r", cell.p[0]) != NULL;
}

static bool needs_quotes(struct str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] != '\0' && strchr(",\"\r\n", cell.p[i]) != NULL)
            return true;
    return false;
}

static void add_csv_character(struct buf *pending, uint32_t c)
{
    bool kept = c == '\t' || c == '\n' || c == '\r';

    if (c == '"')
        buf_char(pending, '"');
    utf8_append(pending, kept ? c : output_safe(c));
}

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
    bool csv = row->format == ROWS_CSV;
    bool quoted = csv && needs_quotes(cell);

    if (row->begun)
        buf_char(pending, csv ? ',' : '\t');
    row->begun = true;
    if (quoted)
        buf_char(pending, '"');
    if (csv && is_formula(cell))
        buf_char(pending, '\'');
    while (cell.n > 0) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(cell.p, cell.n, &c);
        cell = str_from(cell, n > 0 ? n : 1);
        if (csv)
            add_csv_character(pending, c);
        else
            add_tsv_character(pending, c);
    }
    if (quoted)
        buf_char(pending, '"');
}

static void add_number(struct rows_row *row, long long number)
{
    char text[32] = "";

    if (number >= 0)
        snprintf(text, sizeof text, "%lld", number);
    add_cell(row, str_of(text));
}

static void add_kinds(struct rows_row *row, const struct answer_section *section)
{
    struct buf kinds = {0};

    for (size_t i = 0; i < section->kind_count; i++) {
        if (i > 0)
            buf_char(&kinds, ' ');
        buf_str(&kinds, section->kinds[i]);
    }
    add_cell(row, buf_view(&kinds));
    buf_free(&kinds);
}

static void end_row(struct rows_row *row)
{
    output_raw(row->out, row->format == ROWS_CSV ? STR("\r\n") : STR("\n"));
}

void rows_write_header(struct output *out, enum rows_format format)
{
    static const char *const names[] = {"class_id", "title",   "code",  "agency",
                                        "ordinal",  "heading", "kinds", "source",
                                        "line",     "page",    "score", "snippet"};
    struct rows_row row = {.out = out, .format = format};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_cell(&row, str_of(names[i]));
    end_row(&row);
}

void rows_write_hit(struct output *out, enum rows_format format, const struct answer_hit *hit)
{
    struct rows_row row = {.out = out, .format = format};
    char score[40];

    snprintf(score, sizeof score, "%.6g", hit->score);
    add_cell(&row, hit->class.id);
    add_cell(&row, hit->class.title);
    add_cell(&row, hit->class.code);
    add_cell(&row, hit->class.agency);
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
