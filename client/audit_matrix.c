#include "client/audit_matrix.h"

#include <stdlib.h>

#include "client/matrix_table.h"
#include "client/rows.h"

/* Columns before those of the agencies. */
enum { RULE, SEVERITY, FINDINGS, FIRST_AGENCY };

/* Findings by rule and agency. */
struct counted {
    struct arena *arena;
    const struct audit_report *report;
    struct str *agencies; /* in the order of bytes, each once */
    size_t agency_count;
    size_t *classes, *cells; /* by agency; rule by rule, by agency */
};

static int compare_names(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

static size_t place_of(const struct counted *counted, struct str agency)
{
    const struct str *found = bsearch(&agency, counted->agencies, counted->agency_count,
                                      sizeof *counted->agencies, compare_names);
    return (size_t)(found - counted->agencies);
}

/* All findings are of classes that the audit is of. */
static void count(struct counted *counted)
{
    const struct audit_report *report = counted->report;
    const struct audit_classes *all = report->all;
    size_t kept = 0;

    counted->agencies = arena_zero(counted->arena, all->count, sizeof *counted->agencies);
    for (size_t i = 0; i < all->count; i++)
        counted->agencies[i] = all->items[i].agency;
    if (all->count > 1)
        qsort(counted->agencies, all->count, sizeof *counted->agencies, compare_names);
    for (size_t i = 0; i < all->count; i++)
        if (kept == 0 || !str_eq(counted->agencies[kept - 1], counted->agencies[i]))
            counted->agencies[kept++] = counted->agencies[i];
    counted->agency_count = kept;
    counted->classes = arena_zero(counted->arena, kept, sizeof *counted->classes);
    counted->cells = arena_zero(counted->arena, report->count * kept, sizeof *counted->cells);
    for (size_t i = 0; i < all->count; i++)
        counted->classes[place_of(counted, all->items[i].agency)]++;
    for (size_t r = 0; r < report->count; r++)
        for (size_t k = 0; k < report->outcomes[r].finding_count; k++)
            counted->cells[r * kept + place_of(counted, report->outcomes[r].findings[k]->agency)]++;
}

static struct str digits(const struct counted *counted, size_t number)
{
    return str_of(arena_printf(counted->arena, "%zu", number));
}

static size_t column_count(const struct counted *counted)
{
    return FIRST_AGENCY + counted->agency_count;
}

static void name_columns(struct str *names, const struct counted *counted)
{
    names[RULE] = STR("rule");
    names[SEVERITY] = STR("severity");
    names[FINDINGS] = STR("findings");
    for (size_t a = 0; a < counted->agency_count; a++)
        names[FIRST_AGENCY + a] = counted->agencies[a];
}

static void make_row(struct str *cells, const struct counted *counted, size_t rule)
{
    const struct audit_outcome *outcome = &counted->report->outcomes[rule];

    cells[RULE] = outcome->rule->name;
    cells[SEVERITY] = str_of(audit_severity_name(outcome->rule->severity));
    cells[FINDINGS] = digits(counted, outcome->finding_count);
    for (size_t a = 0; a < counted->agency_count; a++)
        cells[FIRST_AGENCY + a] = digits(counted, counted->cells[rule * counted->agency_count + a]);
}

/* The last row is how many classes there are. */
static void print_text(struct output *out, const struct counted *counted)
{
    const struct audit_report *report = counted->report;
    size_t columns = column_count(counted), rows = report->count + 1;
    struct str *names = arena_zero(counted->arena, columns, sizeof *names);
    struct str *cells = arena_zero(counted->arena, rows * columns, sizeof *cells);
    bool *numbers = arena_zero(counted->arena, columns, sizeof *numbers);
    struct str *classes = cells + report->count * columns;

    name_columns(names, counted);
    for (size_t c = FINDINGS; c < columns; c++)
        numbers[c] = true;
    for (size_t r = 0; r < report->count; r++)
        make_row(cells + r * columns, counted, r);
    classes[RULE] = STR("classes");
    classes[FINDINGS] = digits(counted, report->all->count);
    for (size_t a = 0; a < counted->agency_count; a++)
        classes[FIRST_AGENCY + a] = digits(counted, counted->classes[a]);
    const struct matrix_table table = {
        .title =
            str_of(arena_printf(counted->arena, "findings of %.*s as of %.*s:", (int)report->file.n,
                                report->file.p, (int)report->today.n, report->today.p)),
        .count = columns,
        .fixed = FIRST_AGENCY,
        .names = names,
        .numbers = numbers,
        .cells = cells,
        .rows = rows};
    matrix_table_print(out, &table);
}

static void print_csv(struct output *out, const struct counted *counted)
{
    size_t columns = column_count(counted);
    struct str *cells = arena_zero(counted->arena, columns, sizeof *cells);

    name_columns(cells, counted);
    rows_write_cells(out, ROWS_CSV, cells, columns);
    for (size_t r = 0; r < counted->report->count; r++) {
        make_row(cells, counted, r);
        rows_write_cells(out, ROWS_CSV, cells, columns);
    }
}

static json_t *text_json(struct str text)
{
    return json_stringn(text.p, text.n);
}

static json_t *row_json(const struct counted *counted, size_t rule)
{
    const struct audit_outcome *outcome = &counted->report->outcomes[rule];
    json_t *cells = json_array();

    for (size_t a = 0; a < counted->agency_count; a++)
        json_array_append_new(
            cells, json_integer((json_int_t)counted->cells[rule * counted->agency_count + a]));
    return json_pack("{s:o, s:s, s:o, s:I, s:o}", "rule", text_json(outcome->rule->name),
                     "severity", audit_severity_name(outcome->rule->severity), "message",
                     text_json(outcome->rule->message.text), "findings",
                     (json_int_t)outcome->finding_count, "cells", cells);
}

static enum err_code print_json(struct output *out, const struct counted *counted, struct err *err)
{
    const struct audit_report *report = counted->report;
    json_t *columns = json_array(), *rows = json_array();

    for (size_t a = 0; a < counted->agency_count; a++)
        json_array_append_new(columns,
                              json_pack("{s:o, s:I}", "agency", text_json(counted->agencies[a]),
                                        "classes", (json_int_t)counted->classes[a]));
    for (size_t r = 0; r < report->count; r++)
        json_array_append_new(rows, row_json(counted, r));
    json_t *whole = json_pack("{s:o, s:o, s:o, s:o, s:o}", "rules", text_json(report->file),
                              "today", text_json(report->today), "generation",
                              text_json(report->generation), "columns", columns, "rows", rows);
    char *text = whole != NULL ? json_dumps(whole, JSON_COMPACT) : NULL;
    json_decref(whole);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "the matrix cannot be put into JSON");
    output_json(out, str_of(text));
    free(text);
    return ERR_OK;
}

enum err_code audit_matrix_print(struct output *out, const struct audit_report *report,
                                 enum matrix_format format, struct err *err)
{
    struct counted counted = {.arena = arena_new(), .report = report};
    enum err_code code = ERR_OK;

    count(&counted);
    if (format == MATRIX_JSON)
        code = print_json(out, &counted, err);
    else if (format == MATRIX_CSV)
        print_csv(out, &counted);
    else
        print_text(out, &counted);
    arena_free(counted.arena);
    return code;
}
