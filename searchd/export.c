#include "searchd/export.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/parameters.h"

/* Each holds a few bytes of memory for each of its rows, and a generation, as long as its client
 * takes; so there are only so many at a time in the process. */
enum { EXPORTS_MAX = 8 };
static atomic_int under_way;

/* Rows are made until there are so many bytes to send, or, where they are packed to next to
 * nothing, so many rows. */
enum { CHUNK_BYTES = 32 * 1024, CHUNK_ROWS = 256 };

enum export_stage { EXPORT_HEAD, EXPORT_ROWS, EXPORT_ENDED };

struct export
{
    struct snapshots *snapshots;
    struct snapshot *snapshot;
    struct search_cursor *cursor;
    struct str query, origin; /* in kept */
    struct arena *kept, *row;
    bool classes;
    json_t *head;        /* NULL: a table */
    struct table *table; /* NULL: NDJSON */
    struct about about;  /* of a workbook; in kept */
    enum export_stage stage;
};

static void export_close(void *data)
{
    struct export *export = data;

    search_close(export->cursor);
    json_decref(export->head);
    table_free(export->table);
    snapshot_release(export->snapshots, export->snapshot);
    arena_free(export->kept);
    arena_free(export->row);
    free(export);
    atomic_fetch_sub(&under_way, 1);
}

/* Appends the object and a newline, and drops it. */
static enum err_code add_json(struct buf *out, json_t *object, struct err *err)
{
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;

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

static enum err_code add_head(struct buf *out, struct export *export, struct err *err)
{
    json_t *head = export->head;

    export->head = NULL;
    export->stage = EXPORT_ROWS;
    return export->table != NULL ? table_begin(out, export->table, err) : add_json(out, head, err);
}

/* What comes behind the last row. */
static enum err_code add_end(struct buf *out, struct export *export, struct err *err)
{
    json_int_t rows = (json_int_t)search_summary(export->cursor).rows;

    export->stage = EXPORT_ENDED;
    if (export->table == NULL)
        return add_json(out, json_pack("{s:b, s:I}", "complete", true, "rows", rows), err);
    enum err_code code = about_write(out, export->table, &export->about, err);
    return code == ERR_OK ? table_end(out, export->table, err) : code;
}

/* Adds a row, or what comes behind the last. */
static enum err_code add_row(struct buf *out, struct export *export, struct err *err)
{
    struct table_cell cells[EXPORT_COLUMNS_MAX];
    struct search_row row;
    bool more;

    arena_clear(export->row);
    enum err_code code = search_next(&more, &row, export->cursor, export->row, err);
    if (code != ERR_OK)
        return code;
    if (!more)
        return add_end(out, export, err);
    if (export->table == NULL)
        return add_json_row(out, export, &row, err);
    export_cells(cells, &row, export->classes, export->query, export->origin, export->row);
    return table_row(out, export->table, cells, err);
}

static enum err_code export_read(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    enum err_code code = ERR_OK;

    if (export->stage == EXPORT_HEAD)
        code = add_head(out, export, err);
    for (int rows = 0; code == ERR_OK && export->stage == EXPORT_ROWS &&
                       (out->n == 0 || (out->n < CHUNK_BYTES && rows < CHUNK_ROWS));
         rows++)
        code = add_row(out, export, err);
    return code;
}

static struct str keep(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

/* A table of this format, and what is said of it. */
static enum err_code prepare_table(struct export *export, enum table_format format,
                                   const struct request *request,
                                   const struct search_request *search, struct err *err)
{
    struct search_summary found = search_summary(export->cursor);
    enum err_code code = table_check_rows(format, found.rows, err);

    if (code == ERR_OK)
        code =
            table_new(&export->table, format, export_sheets(search->classes), EXPORT_SHEETS, err);
    if (code == ERR_OK && format == TABLE_XLSX)
        code = export_about(&export->about, snapshot_index(export->snapshot), request, search,
                            &found, err);
    return code;
}

static enum err_code find(struct export *export, enum parameters_format *format,
                          const struct request *request, struct arena *arena, struct err *err)
{
    struct index *index = snapshot_index(export->snapshot);
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
        return prepare_table(export, *format == PARAMETERS_CSV ? TABLE_CSV : TABLE_XLSX, request,
                             &search, err);
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

    if (atomic_fetch_add(&under_way, 1) >= EXPORTS_MAX) {
        atomic_fetch_sub(&under_way, 1);
        return err_set(err, ERR_BUSY, "%d exports are under way, which is as many as there may be",
                       EXPORTS_MAX);
    }
    struct export *export = mem_zero(1, sizeof *export);
    export->snapshots = snapshots;
    export->snapshot = snapshot_hold(snapshots);
    export->kept = arena_new();
    export->row = arena_new();
    export->about.arena = export->kept;
    enum err_code code = find(export, &format, request, arena, err);
    if (code != ERR_OK) {
        export_close(export);
        return code;
    }
    response->status = 200;
    set_type(response, format);
    response->rows = (long long)search_summary(export->cursor).rows;
    response->stream = (struct response_stream){export_read, export_close, export};
    return ERR_OK;
}
