#include "searchd/export.h"

#include <stdlib.h>

#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"
#include "searchd/stream.h"

struct export
{
    struct search_cursor *cursor;
    struct str query, origin; /* in kept */
    struct arena *kept, *row;
    bool classes;
    json_t *head;        /* NULL: a table */
    struct table *table; /* NULL: NDJSON */
    struct about about;  /* of a workbook; in kept */
};

static void export_close(void *data)
{
    struct export *export = data;

    search_close(export->cursor);
    json_decref(export->head);
    table_free(export->table);
    arena_free(export->kept);
    arena_free(export->row);
    free(export);
}

/* Appends the object and a newline, and drops it. */
static enum err_code add_json(struct buf *out, json_t *object, struct err *err)
{
    char *text = object != NULL ? json_dumps(object, LEAF_FORMAT) : NULL;

    json_decref(object);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "a row cannot be put into JSON");
    buf_text(out, text);
    buf_char(out, '\n');
    free(text);
    return ERR_OK;
}

static enum err_code add_json_row(struct buf *out, const struct export *export,
                                  const struct search_row *row, struct err *err)
{
    const struct record_section *section = &row->section;
    json_t *object = json_pack(
        "{s:o, s:o, s:f, s:b, s:o}", "class", api_class_json(section, export->query, export->row),
        "section", api_section_json(section, export->query, export->row), "score", row->score,
        "named", row->named, "text", json_stringn(section->text.p, section->text.n));

    if (export->classes)
        json_object_set_new(object, "sections", json_integer(row->sections));
    return add_json(out, object, err);
}

static enum err_code add_head(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    json_t *head = export->head;

    export->head = NULL;
    return export->table != NULL ? table_begin(out, export->table, err) : add_json(out, head, err);
}

static enum err_code add_row(bool *more, struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    struct table_cell cells[EXPORT_COLUMNS_MAX];
    struct search_row row;

    arena_clear(export->row);
    enum err_code code = search_next(more, &row, export->cursor, export->row, err);
    if (code != ERR_OK || !*more)
        return code;
    if (export->table == NULL)
        return add_json_row(out, export, &row, err);
    export_cells(cells, &row, export->classes, export->query, export->origin, export->row);
    return table_row(out, export->table, cells, err);
}

static enum err_code add_end(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    json_int_t rows = (json_int_t)search_summary(export->cursor).rows;

    if (export->table == NULL)
        return add_json(out, json_pack("{s:b, s:I}", "complete", true, "rows", rows), err);
    enum err_code code = about_write(out, export->table, &export->about, err);
    return code == ERR_OK ? table_end(out, export->table, err) : code;
}

static struct str keep(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

/* A table of this format, and what is said of it. */
static enum err_code prepare_table(struct export *export, struct index *index,
                                   enum table_format format, const struct request *request,
                                   const struct search_request *search, struct err *err)
{
    struct search_summary found = search_summary(export->cursor);
    enum err_code code = table_check_rows(format, found.rows, err);

    if (code == ERR_OK)
        code =
            table_new(&export->table, format, export_sheets(search->classes), EXPORT_SHEETS, err);
    if (code == ERR_OK && format == TABLE_XLSX)
        code = export_about(&export->about, index, request, search, &found, err);
    return code;
}

static enum err_code find(struct export *export, struct index *index,
                          enum parameters_format *format, const struct request *request,
                          struct arena *arena, struct err *err)
{
    struct search_request search;
    enum err_code code = parameters_export(&search, format, request, arena, err);

    if (code == ERR_OK)
        code = search_open(&export->cursor, index, &search, err);
    if (code != ERR_OK)
        return code;
    struct search_summary found = search_summary(export->cursor);
    export->classes = search.classes;
    export->query = keep(api_answered(&search, &found.reading), export->kept);
    export->origin = keep(request->origin, export->kept);
    if (*format != PARAMETERS_NDJSON)
        return prepare_table(export, index, *format == PARAMETERS_CSV ? TABLE_CSV : TABLE_XLSX,
                             request, &search, err);
    export->head =
        json_pack("{s:o, s:s, s:{s:i, s:i}, s:I}", "query", api_query_json(&search, &found.reading),
                  "generation", index_generation(index), "total", "sections", (int)found.sections,
                  "classes", (int)found.classes, "rows", (json_int_t)found.rows);
    return ERR_OK;
}

static void set_type(struct response *response, enum parameters_format format)
{
    static const struct {
        const char *type, *file;
    } types[] = {[PARAMETERS_NDJSON] = {"application/x-ndjson; charset=utf-8", "specsearch.ndjson"},
                 [PARAMETERS_CSV] = {TABLE_CSV_TYPE, "specsearch.csv"},
                 [PARAMETERS_XLSX] = {TABLE_XLSX_TYPE, "specsearch.xlsx"}};

    response->content_type = types[format].type;
    response->attachment = types[format].file;
}

enum err_code export_open(struct response *response, struct snapshots *snapshots,
                          const struct request *request, struct arena *arena, struct err *err)
{
    enum parameters_format format;

    static const struct stream_parts parts = {add_head, add_row, add_end, export_close};
    struct stream *stream;
    enum err_code code = stream_new(&stream, snapshots, err);

    if (code != ERR_OK)
        return code;
    struct export *export = mem_zero(1, sizeof *export);
    export->kept = arena_new();
    export->row = arena_new();
    export->about.arena = export->kept;
    code = find(export, stream_index(stream), &format, request, arena, err);
    if (code != ERR_OK) {
        export_close(export);
        stream_free(stream);
        return code;
    }
    set_type(response, format);
    response->rows = (long long)search_summary(export->cursor).rows;
    stream_send(response, stream, &parts, export);
    return ERR_OK;
}
