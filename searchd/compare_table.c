#include "searchd/compare_table.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "search/compare.h"
#include "searchd/about.h"
#include "searchd/compare.h"
#include "searchd/parameters.h"

/* Behind them each class has a cell for its text, and then each for the line of the source. */
enum { WHAT, NAME, HEADING, STATE, FIRST_CLASS, CELLS_MAX = FIRST_CLASS + 2 * COMPARE_MOST };

struct rows {
    struct buf *out;
    struct table *table;
    size_t classes;
    struct table_cell cells[CELLS_MAX];
    struct arena *arena;
    struct err *err;
};

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return (struct str){json_is_string(value) ? json_string_value(value) : "",
                        json_string_length(value)};
}

static void begin_row(struct rows *rows, const char *what, struct str name, struct str heading,
                      struct str state)
{
    for (size_t i = 0; i < CELLS_MAX; i++)
        rows->cells[i] = table_text(STR(""));
    rows->cells[WHAT] = table_text(str_of(what));
    rows->cells[NAME] = table_text(name);
    rows->cells[HEADING] = table_text(heading);
    rows->cells[STATE] = table_text(state);
}

static size_t add_marks(struct table_mark *marks, size_t count, const json_t *ranges, bool strong)
{
    json_t *range;
    size_t i;

    json_array_foreach(ranges, i, range)
    {
        marks[count++] =
            (struct table_mark){(uint32_t)json_integer_value(json_array_get(range, 0)),
                                (uint32_t)json_integer_value(json_array_get(range, 1)), strong};
    }
    return count;
}

static int compare_marks(const void *a, const void *b)
{
    uint32_t first = ((const struct table_mark *)a)->start,
             second = ((const struct table_mark *)b)->start;

    return (first > second) - (first < second);
}

/* Sets off the words in which a passage differs from those beside it. */
static void mark_cell(struct rows *rows, size_t class, const json_t *passage)
{
    const json_t *only = json_object_get(passage, "only"), *some = json_object_get(passage, "some");
    struct table_cell *cell = &rows->cells[FIRST_CLASS + class];
    struct table_mark *marks =
        arena_zero(rows->arena, json_array_size(only) + json_array_size(some), sizeof *marks);

    cell->marks = marks;
    cell->mark_count = add_marks(marks, add_marks(marks, 0, only, true), some, false);
    if (cell->mark_count > 0)
        qsort(marks, cell->mark_count, sizeof *marks, compare_marks);
}

/* Sets what a class has, of an object with a "line" or null. */
static void set_cell(struct rows *rows, size_t class, struct str text, const json_t *object)
{
    json_int_t line = json_integer_value(json_object_get(object, "line"));

    rows->cells[FIRST_CLASS + class] = table_text(text);
    if (line > 0)
        rows->cells[FIRST_CLASS + rows->classes + class] =
            table_number(str_of(arena_printf(rows->arena, "%lld", (long long)line)));
}

static enum err_code end_row(struct rows *rows)
{
    return table_row(rows->out, rows->table, rows->cells, rows->err);
}

static enum err_code write_fields(struct rows *rows, const json_t *fields)
{
    enum err_code code = ERR_OK;
    json_t *field, *cell;

    for (size_t i = 0; code == ERR_OK && (field = json_array_get(fields, i)) != NULL; i++) {
        size_t k;
        begin_row(rows, "field", text_of(field, "label"), STR(""),
                  json_is_true(json_object_get(field, "same")) ? STR("same") : STR("differs"));
        json_array_foreach(json_object_get(field, "cells"), k, cell)
        {
            struct str value = text_of(cell, "value"), meaning = text_of(cell, "meaning");
            if (meaning.n > 0)
                value = str_of(arena_printf(rows->arena, "%.*s (%.*s)", (int)value.n, value.p,
                                            (int)meaning.n, meaning.p));
            set_cell(rows, k, value, cell);
        }
        code = end_row(rows);
    }
    return code;
}

/* "Bachelor's degree [required]; Master's degree [equivalency]", and "23, 25". */
static void set_requirements(struct rows *rows, size_t class, const json_t *requirements)
{
    struct buf text = {0}, lines = {0};
    json_t *requirement;
    size_t i;

    json_array_foreach(requirements, i, requirement)
    {
        buf_text(&text, i > 0 ? "; " : "");
        buf_str(&text, text_of(requirement, "label"));
        buf_text(&text, " [");
        buf_str(&text, text_of(requirement, "modality"));
        buf_char(&text, ']');
        buf_printf(&lines, "%s%lld", i > 0 ? ", " : "",
                   (long long)json_integer_value(json_object_get(requirement, "line")));
    }
    rows->cells[FIRST_CLASS + class].text =
        (struct str){arena_strndup(rows->arena, buf_view(&text).p, text.n), text.n};
    rows->cells[FIRST_CLASS + rows->classes + class] = (struct table_cell){
        .type = i == 1 ? TABLE_NUMBER : TABLE_TEXT,
        .text = {arena_strndup(rows->arena, buf_view(&lines).p, lines.n), lines.n}};
    buf_free(&text);
    buf_free(&lines);
}

static enum err_code write_requirements(struct rows *rows, const json_t *types)
{
    enum err_code code = ERR_OK;
    json_t *type, *cell;

    for (size_t i = 0; code == ERR_OK && (type = json_array_get(types, i)) != NULL; i++) {
        size_t k;
        begin_row(rows, "requirement", text_of(type, "label"), STR(""),
                  json_is_true(json_object_get(type, "same")) ? STR("same") : STR("differs"));
        json_array_foreach(json_object_get(type, "cells"), k, cell)
        {
            set_requirements(rows, k, cell);
        }
        code = end_row(rows);
    }
    return code;
}

static struct str heading_of(const json_t *part)
{
    struct str heading = STR("");
    json_t *section;
    size_t i;

    json_array_foreach(json_object_get(part, "sections"), i, section)
    {
        if (heading.n == 0)
            heading = text_of(section, "heading");
    }
    return heading;
}

/* Passages that stand beside each other, then those that are like nothing. */
static enum err_code write_part(struct rows *rows, struct str label, const json_t *part)
{
    struct str heading = heading_of(part);
    const json_t *aligned = json_object_get(part, "rows"), *rest = json_object_get(part, "rest");
    enum err_code code = ERR_OK;
    json_t *row, *cell;

    for (size_t i = 0; code == ERR_OK && (row = json_array_get(aligned, i)) != NULL; i++) {
        size_t k;
        begin_row(rows, "text", label, heading, text_of(row, "state"));
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            set_cell(rows, k, text_of(cell, "text"), cell);
            mark_cell(rows, k, cell);
        }
        code = end_row(rows);
    }
    for (size_t k = 0; k < rows->classes; k++) {
        const json_t *passages = json_array_get(rest, k);
        for (size_t i = 0; code == ERR_OK && (cell = json_array_get(passages, i)) != NULL; i++) {
            begin_row(rows, "text", label, heading, STR("only"));
            set_cell(rows, k, text_of(cell, "text"), cell);
            code = end_row(rows);
        }
    }
    return code;
}

static enum err_code write_blocks(struct rows *rows, const json_t *blocks)
{
    enum err_code code = ERR_OK;
    json_t *block, *part;

    for (size_t i = 0; code == ERR_OK && (block = json_array_get(blocks, i)) != NULL; i++) {
        const json_t *parts = json_object_get(block, "parts");
        for (size_t k = 0; code == ERR_OK && (part = json_array_get(parts, k)) != NULL; k++)
            code = write_part(rows, text_of(block, "label"), part);
    }
    return code;
}

/* The columns of a comparison of these classes. */
static struct table_column *columns_of(const json_t *classes, struct arena *arena)
{
    static const struct table_column first[FIRST_CLASS] = {
        {"what", 13}, {"name", 24}, {"heading", 24}, {"state", 10}};
    struct table_column *columns = arena_zero(arena, CELLS_MAX, sizeof *columns);
    size_t count = json_array_size(classes);
    json_t *class;
    size_t i;

    memcpy(columns, first, sizeof first);
    json_array_foreach(classes, i, class)
    {
        const char *id = arena_strdup(arena, text_of(class, "id").p);
        columns[FIRST_CLASS + i] = (struct table_column){id, 200 / (unsigned)count};
        columns[FIRST_CLASS + count + i] =
            (struct table_column){arena_printf(arena, "%s line", id), 14};
    }
    return columns;
}

static void describe(struct about *about, const json_t *answer, struct index *index)
{
    struct buf page = {0};
    json_t *class;
    size_t i;

    json_array_foreach(json_object_get(answer, "classes"), i, class)
    {
        buf_text(&page, i == 0 ? "/compare?id=" : "&id=");
        request_encode(&page, text_of(class, "id"));
        about_add(
            about, text_of(class, "id").p,
            str_of(arena_printf(about->arena, "%s, %s; read from %s", text_of(class, "title").p,
                                text_of(class, "agency").p, text_of(class, "source").p)));
    }
    about_add(about, "State: shared", STR("All classes have it, with the same words."));
    about_add(about, "State: same",
              STR("The classes agree; of a passage: some of three or four have it alike."));
    about_add(about, "State: differs", STR("The cells are alike, and not the same."));
    about_add(about, "State: only", STR("The passage is like nothing in the other classes."));
    about_add(about, "Marks",
              STR("Bold and underlined: words that no other class has in the row; "
                  "underlined: words that some others have, not all."));
    about_add(about, "Page", buf_view(&page));
    buf_free(&page);
    about_add(about, "Generation", text_of(answer, "generation"));
    about_add(about, "Index built", str_of(index_manifest(index)->built_at));
}

static enum err_code write_file(struct buf *out, enum table_format format, const json_t *answer,
                                struct index *index, struct arena *arena, struct err *err)
{
    const json_t *classes = json_object_get(answer, "classes");
    size_t count = json_array_size(classes);
    const struct table_sheet sheets[] = {
        {"Comparison", columns_of(classes, arena), FIRST_CLASS + 2 * count, true}, ABOUT_SHEET};
    struct about about = {.arena = arena};
    struct rows rows = {.out = out, .classes = count, .arena = arena, .err = err};

    describe(&about, answer, index);
    enum err_code code = table_new(&rows.table, format, sheets, 2, err);
    if (code == ERR_OK)
        code = table_begin(out, rows.table, err);
    if (code == ERR_OK)
        code = write_fields(&rows, json_object_get(answer, "fields"));
    if (code == ERR_OK)
        code = write_requirements(&rows, json_object_get(answer, "requirements"));
    if (code == ERR_OK)
        code = write_blocks(&rows, json_object_get(answer, "blocks"));
    if (code == ERR_OK)
        code = about_write(out, rows.table, &about, err);
    if (code == ERR_OK)
        code = table_end(out, rows.table, err);
    table_free(rows.table);
    return code;
}

/* Takes the format out of the request. */
static enum err_code take_format(bool *is_file, enum table_format *format, struct request *request,
                                 struct err *err)
{
    size_t kept = 0;

    *is_file = false;
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        struct str name = parameter->name, value = parameter->value;
        if (str_is(name, "format")) {
            *is_file = table_format_from_name(format, value);
            if (!*is_file && !str_is(value, "json"))
                return err_set(err, ERR_USAGE, "format takes json, csv or xlsx, not '%.*s'",
                               (int)utf8_cut(value, 40), value.p);
        } else if (str_is(name, "id")) {
            request->parameters[kept++] = *parameter;
        } else {
            return parameters_unknown(err, parameter, "there are id and format");
        }
    }
    request->parameter_count = kept;
    return ERR_OK;
}

enum err_code compare_answer(json_t **json, struct response *response, struct index *index,
                             const struct request *request, struct arena *arena, struct err *err)
{
    struct request ids = *request;
    enum table_format format = TABLE_CSV;
    bool is_file;
    enum err_code code = take_format(&is_file, &format, &ids, err);

    if (code == ERR_OK)
        code = api_compare(json, index, &ids, arena, err);
    if (code != ERR_OK || !is_file)
        return code;
    code = write_file(&response->body, format, *json, index, arena, err);
    json_decref(*json);
    *json = NULL;
    if (code != ERR_OK)
        return code;
    response->content_type = format == TABLE_CSV ? TABLE_CSV_TYPE : TABLE_XLSX_TYPE;
    response->attachment =
        format == TABLE_CSV ? "specsearch-comparison.csv" : "specsearch-comparison.xlsx";
    return ERR_OK;
}
