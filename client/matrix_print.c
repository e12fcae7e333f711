#include "client/matrix_print.h"

#include "client/answer_reader.h"
#include "client/listing.h"
#include "client/rows.h"

/* Columns before those of the queries: what the row is, a class's title, and what there is of it.
 */
enum { NAME, TITLE, CLASSES, SECTIONS, FIRST_QUERY };
enum { QUERIES_MAX = 64, COLUMNS_MAX = FIRST_QUERY + QUERIES_MAX, NAME_MOST = 60 };

/* Of the queries, as the first line has them. */
struct head {
    struct str by, count;
    struct str queries[QUERIES_MAX], words[QUERIES_MAX];
    long long totals[QUERIES_MAX];
    size_t query_count;
};

struct row {
    struct str cells[COLUMNS_MAX]; /* as text */
};

/* A matrix under way; a table waits for all rows, as they decide how wide its columns are. */
struct printing {
    enum matrix_format format;
    struct output *out;
    struct arena *arena;
    struct head head;
    struct row *rows;
    size_t count, capacity;
};

static struct str keep(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

static struct str digits(long long number, struct arena *arena)
{
    return str_of(arena_printf(arena, "%lld", number));
}

/* Reading. */

static enum err_code read_head(struct head *head, long long *rows, const struct answer *answer,
                               struct arena *arena, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *columns = answer_reader_member(&reader, answer->root, "columns", JSON_ARRAY);

    *rows = answer_reader_count(&reader, answer->root, "rows");
    head->by = keep(answer_reader_text(&reader, answer->root, "by"), arena);
    head->count = keep(answer_reader_text(&reader, answer->root, "count"), arena);
    head->query_count = json_array_size(columns);
    if (head->query_count > QUERIES_MAX)
        answer_reader_fail(&reader, "columns");
    for (size_t i = 0; reader.code == ERR_OK && i < head->query_count; i++) {
        const json_t *column = json_array_get(columns, i);
        head->queries[i] = keep(answer_reader_text(&reader, column, "query"), arena);
        head->words[i] = keep(answer_reader_text(&reader, column, "words"), arena);
        head->totals[i] = answer_reader_count(&reader, column, "total");
    }
    return reader.code;
}

static enum err_code read_row(struct row *row, const struct head *head, const struct answer *answer,
                              struct arena *arena, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    const json_t *root = answer->root;
    json_t *cells = answer_reader_member(&reader, root, "cells", JSON_ARRAY);

    *row = (struct row){{{0}}};
    row->cells[NAME] = keep(answer_reader_text(&reader, root, "value"), arena);
    row->cells[TITLE] = keep(answer_reader_text(&reader, root, "label"), arena);
    row->cells[CLASSES] = digits(answer_reader_count(&reader, root, "classes"), arena);
    row->cells[SECTIONS] = digits(answer_reader_count(&reader, root, "sections"), arena);
    if (json_array_size(cells) != head->query_count)
        answer_reader_fail(&reader, "cells");
    for (size_t i = 0; reader.code == ERR_OK && i < head->query_count; i++) {
        const json_t *cell = json_array_get(cells, i);
        if (!json_is_integer(cell))
            answer_reader_fail(&reader, "cells");
        row->cells[FIRST_QUERY + i] = digits(json_integer_value(cell), arena);
    }
    return reader.code;
}

/* As CSV, as the daemon writes it. */

static void write_header(struct output *out, const struct head *head)
{
    struct str cells[COLUMNS_MAX] = {STR("value"), STR("label"), STR("classes"), STR("sections")};

    memcpy(cells + FIRST_QUERY, head->queries, head->query_count * sizeof *cells);
    rows_write_cells(out, ROWS_CSV, cells, FIRST_QUERY + head->query_count);
}

/* As a table. */

struct table {
    struct str names[COLUMNS_MAX], totals[COLUMNS_MAX];
    bool numbers[COLUMNS_MAX];
    size_t widths[COLUMNS_MAX];
    size_t count;
};

static void widen(struct table *table, const struct str *cells)
{
    for (size_t c = 0; c < table->count; c++) {
        size_t columns = output_columns(cells[c]);
        size_t most = c < CLASSES && columns > NAME_MOST ? NAME_MOST : columns;
        if (most > table->widths[c])
            table->widths[c] = most;
    }
}

static size_t width_of(const struct table *table)
{
    enum { GAP = 2 };
    size_t width = 0;

    for (size_t c = 0; c < table->count; c++)
        width += table->widths[c] + (c > 0 ? GAP : 0);
    return width;
}

/* A column is called by its query, or, where that makes the table too wide, by a number. */
static void lay_out(struct table *table, const struct printing *printing, bool by_number)
{
    const struct head *head = &printing->head;

    *table = (struct table){
        .names = {head->by, STR("title"), STR("classes"), STR("sections")},
        .totals = {STR("in all")},
        .numbers = {[CLASSES] = true, [SECTIONS] = true},
        .count = FIRST_QUERY + head->query_count,
    };
    if (!str_is(head->by, "class"))
        table->names[TITLE] = STR("");
    for (size_t i = 0; i < head->query_count; i++) {
        table->names[FIRST_QUERY + i] =
            by_number ? digits((long long)i + 1, printing->arena) : head->queries[i];
        table->totals[FIRST_QUERY + i] = digits(head->totals[i], printing->arena);
        table->numbers[FIRST_QUERY + i] = true;
    }
    widen(table, table->names);
    widen(table, table->totals);
    for (size_t i = 0; i < printing->count; i++)
        widen(table, printing->rows[i].cells);
}

static void print_table(const struct printing *printing)
{
    struct output *out = printing->out;
    const struct head *head = &printing->head;
    struct table table;

    lay_out(&table, printing, false);
    bool by_number = width_of(&table) > out->width;
    if (by_number)
        lay_out(&table, printing, true);
    output_text(out, head->count);
    output_raw(out, STR(" that have:\n"));
    for (size_t i = 0; i < head->query_count; i++) {
        if (by_number)
            output_printf(out, "%4zu  ", i + 1);
        else
            output_spaces(out, 2);
        output_text(out, head->queries[i]);
        output_set_style(out, OUTPUT_FAINT);
        output_spaces(out, 2);
        output_text(out, head->words[i]);
        output_set_style(out, OUTPUT_PLAIN);
        output_char(out, '\n');
    }
    output_char(out, '\n');
    output_set_style(out, OUTPUT_FAINT);
    rows_print(out, table.names, table.numbers, table.widths, table.count);
    output_set_style(out, OUTPUT_PLAIN);
    for (size_t i = 0; i < printing->count; i++)
        rows_print(out, printing->rows[i].cells, table.numbers, table.widths, table.count);
    rows_print(out, table.totals, table.numbers, table.widths, table.count);
}

/* Taking. */

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    struct printing *printing = data;
    enum err_code code = read_head(&printing->head, announced, answer, printing->arena, err);

    if (code == ERR_OK && printing->format == MATRIX_CSV)
        write_header(printing->out, &printing->head);
    return code;
}

/* What a table calls a row: a class by its id and title, all else by its label alone. */
static void add_row(struct printing *printing, struct row *row)
{
    if (!str_is(printing->head.by, "class")) {
        row->cells[NAME] = row->cells[TITLE];
        row->cells[TITLE] = STR("");
    }
    printing->rows = arena_grow(printing->arena, printing->rows, printing->count,
                                &printing->capacity, sizeof *printing->rows);
    printing->rows[printing->count++] = *row;
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    struct printing *printing = data;
    struct row row;
    enum err_code code = read_row(&row, &printing->head, answer, printing->arena, err);

    if (code == ERR_OK && printing->format == MATRIX_CSV)
        rows_write_cells(printing->out, ROWS_CSV, row.cells,
                         FIRST_QUERY + printing->head.query_count);
    else if (code == ERR_OK && printing->format == MATRIX_TEXT)
        add_row(printing, &row);
    return code;
}

static enum err_code take_line(void *data, struct str line, struct err *err)
{
    const struct printing *printing = data;

    if (printing->format == MATRIX_JSON)
        output_json(printing->out, line);
    /* Nobody may be left to read. */
    return printing->out->failure != 0 ? output_flush(printing->out, err) : ERR_OK;
}

enum err_code matrix_print(long long *found, struct fetch *fetch, struct str target,
                           enum matrix_format format, struct output *out, struct err *err)
{
    struct printing printing = {.format = format, .out = out, .arena = arena_new()};
    const struct listing_taker taker = {take_head, take_row, take_line, &printing, out};
    long long rows = 0;
    enum err_code code = listing_take(&rows, fetch, target, &taker, err);

    *found = 0;
    for (size_t i = 0; code == ERR_OK && i < printing.head.query_count; i++)
        *found += printing.head.totals[i] > 0;
    if (code == ERR_OK && format == MATRIX_TEXT)
        print_table(&printing);
    arena_free(printing.arena);
    return code;
}
