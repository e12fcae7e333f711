#include "client/occurrences_print.h"

#include <stdio.h>

#include "client/hits.h"
#include "client/kwic.h"
#include "client/rows.h"

enum { LINE_COLUMNS = 7, GAP = 2, LABEL_COLUMNS = 34, BAR_LEAST = 10, PLACE_MOST = 30 };

static void print_quantity(struct output *out, long long number, const char *one, const char *more)
{
    output_printf(out, "%lld %s", number, number == 1 ? one : more);
}

void occurrences_print_head(struct output *out, const struct occurrences_head *head)
{
    print_quantity(out, head->total.occurrences, "occurrence", "occurrences");
    if (head->total.occurrences > 0) {
        output_raw(out, STR(" in "));
        print_quantity(out, head->total.sections, "section", "sections");
        output_raw(out, STR(" of "));
        print_quantity(out, head->total.classes, "class", "classes");
    }
    output_char(out, '\n');
    const struct wrap_text words = {.text = head->words};
    output_set_style(out, OUTPUT_FAINT);
    wrap_paragraph(out, &words, GAP);
    output_set_style(out, OUTPUT_PLAIN);
}

static void print_bar(struct output *out, long long number, long long most, size_t columns)
{
    size_t length = most > 0 ? (size_t)((double)number / (double)most * (double)columns + 0.5) : 0;

    for (size_t i = 0; i < (length > 0 ? length : 1); i++)
        output_char(out, '#');
}

/* The numbers stand first, so that no long name pushes them out of line. */
static void print_shares(struct output *out, const char *name,
                         const struct occurrences_shares *shares)
{
    size_t widest = 0;

    for (size_t i = 0; i < shares->count; i++) {
        size_t columns = output_columns(shares->items[i].label);
        widest = columns > widest ? columns : widest;
    }
    widest = widest < LABEL_COLUMNS ? widest : LABEL_COLUMNS;
    output_printf(out, "\n%11s %8s %8s  ", "occurrences", "sections", "classes");
    output_set_style(out, OUTPUT_TITLE);
    output_raw(out, str_of(name));
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    for (size_t i = 0; i < shares->count; i++) {
        const struct occurrences_share *share = &shares->items[i];
        const struct occurrences_count *count = &share->count;
        size_t used = output_columns(share->label), taken = 32 + (used > widest ? used : widest);
        output_printf(out, "%11lld %8lld %8lld  ", count->occurrences, count->sections,
                      count->classes);
        output_cell(out, share->label, widest);
        output_raw(out, STR("  "));
        print_bar(out, count->occurrences, shares->items[0].count.occurrences,
                  out->width > taken + BAR_LEAST ? out->width - taken - GAP : BAR_LEAST);
        output_char(out, '\n');
    }
}

void occurrences_print_dispersion(struct output *out, const struct occurrences_head *head)
{
    print_shares(out, "agency", &head->agencies);
    print_shares(out, "section", &head->kinds);
}

/* Says where a line is, where that is not the same as for the one before. */
static void print_place(struct output *out, struct occurrences_printed *printed,
                        const struct occurrence *row)
{
    bool new_class = !str_eq(buf_view(&printed->class_id), row->hit.class.id);

    if (new_class) {
        output_char(out, '\n');
        hits_print_head(out, &row->hit, false);
        printed->class_id.n = 0;
        buf_str(&printed->class_id, row->hit.class.id);
    }
    if (new_class || printed->ordinal != row->hit.section.ordinal)
        hits_print_section(out, &row->hit);
    printed->ordinal = row->hit.section.ordinal;
}

void occurrences_print_row(struct output *out, struct occurrences_printed *printed, bool alone,
                           const struct occurrence *row)
{
    size_t margin = LINE_COLUMNS;
    char line[24];

    snprintf(line, sizeof line, "%lld", row->line);
    if (alone) {
        size_t most = out->width / 3 < PLACE_MOST ? out->width / 3 : PLACE_MOST;
        margin = output_columns(row->hit.class.id) + 1 + strlen(line);
        output_text(out, row->hit.class.id);
        output_printf(out, ":%s", line);
        output_spaces(out, margin < most ? most - margin : 0);
        margin = margin < most ? most : margin;
    } else {
        print_place(out, printed, row);
        output_printf(out, "%*s", LINE_COLUMNS, line);
    }
    output_spaces(out, GAP);
    margin += GAP;
    size_t room = out->width > margin + BAR_LEAST ? out->width - margin : BAR_LEAST;
    kwic_print(out, room * 2 / 5, room - room * 2 / 5, row->left, row->match, row->right);
}

void occurrences_write_header(struct output *out)
{
    static const char *const names[] = {
        "class_id", "title", "code", "agency", "ordinal", "heading", "kinds",  "where",  "line",
        "page",     "start", "end",  "left",   "match",   "right",   "source", "sha256", "url"};

    rows_write_names(out, ROWS_CSV, names, sizeof names / sizeof *names);
}

void occurrences_write_row(struct output *out, const struct occurrence *row)
{
    const struct answer_section *section = &row->hit.section;
    struct rows_number ordinal, line, page, start, end;
    struct buf kinds = {0};

    rows_kinds(&kinds, section);
    const struct str cells[] = {row->hit.class.id,
                                row->hit.class.title,
                                row->hit.class.code,
                                row->hit.class.agency,
                                rows_number(&ordinal, section->ordinal),
                                section->heading.text,
                                buf_view(&kinds),
                                row->where,
                                rows_number(&line, row->line),
                                rows_number(&page, row->page),
                                rows_number(&start, row->start),
                                rows_number(&end, row->end),
                                row->left,
                                row->match,
                                row->right,
                                row->hit.source,
                                row->sha256,
                                row->url};
    rows_write_cells(out, ROWS_CSV, cells, sizeof cells / sizeof *cells);
    buf_free(&kinds);
}
