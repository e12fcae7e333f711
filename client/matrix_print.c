#include "client/matrix_print.h"

#include "client/answer_reader.h"
#include "client/filter.h"
#include "client/listing.h"
#include "client/matrix_table.h"
#include "client/rows.h"

/* Columns before those of the queries: what the row is, a class's title, and what there is of it.
 */
enum { NAME, TITLE, CLASSES, SECTIONS, FIRST_QUERY };
enum { QUERIES_MAX = 64, COLUMNS_MAX = FIRST_QUERY + QUERIES_MAX };

/* Of the queries, as the first line has them. */
struct head {
    struct str by, count;
    struct str queries[QUERIES_MAX], words[QUERIES_MAX];
    long long totals[QUERIES_MAX];
    size_t query_count;
};

/* A matrix under way; a table waits for all rows, as they decide how wide its columns are. */
struct printing {
    enum matrix_format format;
    struct output *out;
    struct arena *arena;
    struct head head;
    struct str *cells; /* row by row */
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

static enum err_code read_row(struct str row[COLUMNS_MAX], const struct head *head,
                              const struct answer *answer, struct arena *arena, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    const json_t *root = answer->root;
    json_t *cells = answer_reader_member(&reader, root, "cells", JSON_ARRAY);

    row[NAME] = keep(answer_reader_text(&reader, root, "value"), arena);
    row[TITLE] = keep(answer_reader_text(&reader, root, "label"), arena);
    row[CLASSES] = digits(answer_reader_count(&reader, root, "classes"), arena);
    row[SECTIONS] = digits(answer_reader_count(&reader, root, "sections"), arena);
    if (json_array_size(cells) != head->query_count)
        answer_reader_fail(&reader, "cells");
    for (size_t i = 0; reader.code == ERR_OK && i < head->query_count; i++) {
        const json_t *cell = json_array_get(cells, i);
        if (!json_is_integer(cell))
            answer_reader_fail(&reader, "cells");
        row[FIRST_QUERY + i] = digits(json_integer_value(cell), arena);
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

static void add_cells(struct printing *printing, const struct str *cells)
{
    for (size_t i = 0; i < FIRST_QUERY + printing->head.query_count; i++) {
        printing->cells = arena_grow(printing->arena, printing->cells, printing->count,
                                     &printing->capacity, sizeof *printing->cells);
        printing->cells[printing->count++] = cells[i];
    }
}

/* A table calls a class by its id and title, all else by its label alone. */
static void add_row(struct printing *printing, struct str *row)
{
    if (!str_is(printing->head.by, "class")) {
        row[NAME] = row[TITLE];
        row[TITLE] = STR("");
    }
    add_cells(printing, row);
}

static void print_table(struct printing *printing)
{
    bool numbers[COLUMNS_MAX] = {false};
    const struct head *head = &printing->head;
    bool classes = str_is(head->by, "class");
    struct str names[COLUMNS_MAX] = {head->by, classes ? STR("title") : STR(""), STR("classes"),
                                     STR("sections")};
    struct str totals[COLUMNS_MAX] = {STR("in all")};
    size_t count = FIRST_QUERY + head->query_count;

    for (size_t c = CLASSES; c < count; c++)
        numbers[c] = true;
    for (size_t i = 0; i < head->query_count; i++) {
        names[FIRST_QUERY + i] = head->queries[i];
        totals[FIRST_QUERY + i] = digits(head->totals[i], printing->arena);
    }
    add_cells(printing, totals);
    const struct matrix_table table = {
        .title = str_of(
            arena_printf(printing->arena, "%.*s that have:", (int)head->count.n, head->count.p)),
        .count = count,
        .fixed = FIRST_QUERY,
        .names = names,
        .numbers = numbers,
        .details = head->words,
        .cells = printing->cells,
        .rows = printing->count / count};
    matrix_table_print(printing->out, &table);
}

/* Taking. */

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    struct printing *printing = data;
    enum err_code code = read_head(&printing->head, announced, answer, printing->arena, err);

    if (code == ERR_OK && printing->format == MATRIX_CSV)
        write_header(printing->out, &printing->head);
    else if (code == ERR_OK && printing->format == MATRIX_TEXT)
        filter_print(printing->out, json_object_get(answer->root, "filters"), 0);
    return code;
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    struct printing *printing = data;
    struct str row[COLUMNS_MAX] = {{0}};
    enum err_code code = read_row(row, &printing->head, answer, printing->arena, err);

    if (code == ERR_OK && printing->format == MATRIX_CSV)
        rows_write_cells(printing->out, ROWS_CSV, row, FIRST_QUERY + printing->head.query_count);
    else if (code == ERR_OK && printing->format == MATRIX_TEXT)
        add_row(printing, row);
    return code;
}

enum err_code matrix_print(long long *found, struct fetch *fetch, struct str target,
                           enum matrix_format format, struct output *out, struct err *err)
{
    struct printing printing = {.format = format, .out = out, .arena = arena_new()};
    const struct listing_taker taker = {take_head, take_row, &printing, out, format == MATRIX_JSON};
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
