#include "client/matrix_table.h"

#include "client/rows.h"

enum { GAP = 2, NAME_MOST = 60 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Of texts, long ones are let stick out. */
static void widen(size_t *widths, const struct matrix_table *table, const struct str *cells)
{
    for (size_t c = 0; c < table->count; c++) {
        size_t columns = output_columns(cells[c]);
        columns = table->numbers[c] ? columns : least(columns, NAME_MOST);
        widths[c] = columns > widths[c] ? columns : widths[c];
    }
}

static size_t lay_out(size_t *widths, const struct matrix_table *table, const struct str *names)
{
    size_t sum = 0;

    memset(widths, 0, table->count * sizeof *widths);
    widen(widths, table, names);
    for (size_t i = 0; i < table->rows; i++)
        widen(widths, table, table->cells + i * table->count);
    for (size_t c = 0; c < table->count; c++)
        sum += widths[c] + (c > 0 ? GAP : 0);
    return sum;
}

static void print_list(struct output *out, const struct matrix_table *table, bool by_number)
{
    for (size_t c = table->fixed; c < table->count; c++) {
        if (by_number)
            output_printf(out, "%4zu  ", c - table->fixed + 1);
        else
            output_spaces(out, GAP);
        output_text(out, table->names[c]);
        if (table->details != NULL) {
            output_set_style(out, OUTPUT_FAINT);
            output_spaces(out, GAP);
            output_text(out, table->details[c - table->fixed]);
            output_set_style(out, OUTPUT_PLAIN);
        }
        output_char(out, '\n');
    }
}

void matrix_table_print(struct output *out, const struct matrix_table *table)
{
    struct arena *arena = arena_new();
    size_t *widths = arena_zero(arena, table->count, sizeof *widths);
    struct str *names = arena_zero(arena, table->count, sizeof *names);

    memcpy(names, table->names, table->count * sizeof *names);
    bool by_number = lay_out(widths, table, names) > out->width;
    for (size_t c = table->fixed; by_number && c < table->count; c++)
        names[c] = str_of(arena_printf(arena, "%zu", c - table->fixed + 1));
    lay_out(widths, table, names);
    output_text(out, table->title);
    output_char(out, '\n');
    if (by_number || table->details != NULL)
        print_list(out, table, by_number);
    output_char(out, '\n');
    output_set_style(out, OUTPUT_FAINT);
    rows_print(out, names, table->numbers, widths, table->count);
    output_set_style(out, OUTPUT_PLAIN);
    for (size_t i = 0; i < table->rows; i++)
        rows_print(out, table->cells + i * table->count, table->numbers, widths, table->count);
    arena_free(arena);
}
