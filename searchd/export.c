#include "searchd/export.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "searchd/api.h"
#include "searchd/parameters.h"

/* Each holds a few bytes of memory for each of its rows, and a generation, as long as its client
 * takes; so there are only so many at a time in the process. */
enum { EXPORTS_MAX = 8 };
static atomic_int under_way;

/* Rows are made until there are so many bytes to send. */
enum { CHUNK_BYTES = 32 * 1024 };

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

enum export_stage { EXPORT_HEAD, EXPORT_ROWS, EXPORT_ENDED };

struct export
{
    struct snapshots *snapshots;
    struct snapshot *snapshot;
    struct search_cursor *cursor;
    struct str query; /* in kept */
    struct arena *kept, *row;
    enum parameters_format format;
    bool classes;
    json_t *head;
    enum export_stage stage;
};

static void export_close(void *data)
{
    struct export *export = data;

    search_close(export->cursor);
    json_decref(export->head);
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

static void add_cells(struct buf *out, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_char(out, ',');
        csv_cell(out, cells[i]);
    }
    buf_text(out, CSV_ROW_END);
}

/* "licensure education" */
static struct str kinds_text(const struct kind_set *kinds, struct arena *arena)
{
    const char *text = "";

    for (uint8_t i = 0; i < kinds->count; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", kind_name(kinds->kinds[i]));
    return str_of(text);
}

static struct str number_text(uint32_t number, struct arena *arena)
{
    return str_of(arena_printf(arena, "%u", number));
}

/* Cells in the order of the header; how many sections of a class match stands before the place of
 * the first. */
static void add_csv_head(struct buf *out, const struct export *export)
{
    static const char *const names[] = {"class_id", "title",   "code",  "agency", "sections",
                                        "ordinal",  "heading", "kinds", "source", "line",
                                        "page",     "url",     "score", "text"};
    struct str cells[sizeof names / sizeof names[0]];
    size_t count = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (export->classes || strcmp(names[i], "sections") != 0)
            cells[count++] = str_of(names[i]);
    buf_text(out, BYTE_ORDER_MARK);
    add_cells(out, cells, count);
}

static void add_csv_row(struct buf *out, const struct export *export, const struct search_row *row)
{
    const struct record_section *section = &row->section;
    struct arena *arena = export->row;
    const char *url = api_class_url(section->class_id, export->query, (int)section->ordinal, arena);
    const struct str place[] = {
        number_text(section->ordinal, arena),
        section->heading,
        kinds_text(&section->kinds, arena),
        section->source,
        number_text(section->line, arena),
        section->page > 0 ? number_text(section->page, arena) : STR(""),
        str_of(url),
        str_of(arena_printf(arena, "%.6g", row->score)),
        section->text,
    };
    struct str cells[5 + sizeof place / sizeof place[0]] = {section->class_id, section->title,
                                                            section->code, section->agency};
    size_t count = 4;

    if (export->classes)
        cells[count++] = number_text(row->sections, arena);
    for (size_t i = 0; i < sizeof place / sizeof place[0]; i++)
        cells[count++] = place[i];
    add_cells(out, cells, count);
}

static enum err_code add_head(struct buf *out, struct export *export, struct err *err)
{
    json_t *head = export->head;

    export->head = NULL;
    export->stage = EXPORT_ROWS;
    if (export->format == PARAMETERS_NDJSON)
        return add_json(out, head, err);
    json_decref(head);
    add_csv_head(out, export);
    return ERR_OK;
}

/* Adds a row, or what comes behind the last. */
static enum err_code add_row(struct buf *out, struct export *export, struct err *err)
{
    struct search_row row;
    bool more;

    arena_clear(export->row);
    enum err_code code = search_next(&more, &row, export->cursor, export->row, err);
    if (code != ERR_OK)
        return code;
    if (more && export->format == PARAMETERS_NDJSON)
        return add_json_row(out, export, &row, err);
    if (more) {
        add_csv_row(out, export, &row);
        return ERR_OK;
    }
    export->stage = EXPORT_ENDED;
    if (export->format == PARAMETERS_CSV)
        return ERR_OK;
    json_int_t rows = (json_int_t)search_summary(export->cursor).rows;
    return add_json(out, json_pack("{s:b, s:I}", "complete", true, "rows", rows), err);
}

static enum err_code export_read(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    enum err_code code = ERR_OK;

    if (export->stage == EXPORT_HEAD)
        code = add_head(out, export, err);
    while (code == ERR_OK && export->stage == EXPORT_ROWS && out->n < CHUNK_BYTES)
        code = add_row(out, export, err);
    return code;
}

static enum err_code find(struct export *export, const struct request *request, struct arena *arena,
                          struct err *err)
{
    struct index *index = snapshot_index(export->snapshot);
    struct search_request search;
    enum err_code code = parameters_export(&search, &export->format, request, arena, err);

    if (code == ERR_OK)
        code = search_open(&export->cursor, index, &search, err);
    if (code != ERR_OK)
        return code;
    struct search_summary found = search_summary(export->cursor);
    export->classes = search.classes;
    struct str query = api_answered(&search, &found.reading);
    export->query = (struct str){arena_strndup(export->kept, query.p, query.n), query.n};
    export->head =
        json_pack("{s:o, s:s, s:{s:i, s:i}, s:I}", "query", api_query_json(&search, &found.reading),
                  "generation", index_generation(index), "total", "sections", (int)found.sections,
                  "classes", (int)found.classes, "rows", (json_int_t)found.rows);
    return ERR_OK;
}

enum err_code export_open(struct response *response, struct snapshots *snapshots,
                          const struct request *request, struct arena *arena, struct err *err)
{
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
    enum err_code code = find(export, request, arena, err);
    if (code != ERR_OK) {
        export_close(export);
        return code;
    }
    bool csv = export->format == PARAMETERS_CSV;
    response->status = 200;
    response->content_type =
        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
    response->attachment = csv ? "specsearch.csv" : "specsearch.ndjson";
    response->rows = (long long)search_summary(export->cursor).rows;
    response->stream = (struct response_stream){export_read, export_close, export};
    return ERR_OK;
}
