#include <stdlib.h>
#include <time.h>

#include "search/sha256.h"
#include "searchd/api.h"
#include "searchd/export_table.h"
#include "searchd/occurrences.h"
#include "searchd/stream.h"

struct export
{
    struct occurrences *occurrences;
    struct str query, origin; /* in kept */
    struct arena *kept, *row;
    struct table *table;    /* NULL: an evidence pack */
    struct about about;     /* of a workbook; in kept */
    json_t *head;           /* of an evidence pack */
    struct sha256_sum *sum; /* of what was sent of it */
    uint64_t rows;
};

static void close_export(void *data)
{
    struct export *export = data;

    occurrences_close(export->occurrences);
    table_free(export->table);
    json_decref(export->head);
    sha256_sum_free(export->sum);
    arena_free(export->kept);
    arena_free(export->row);
    free(export);
}

/* Appends the object and a newline, and drops it. */
static enum err_code add_json(struct buf *out, struct export *export, json_t *object,
                              struct err *err)
{
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
    size_t from = out->n;

    json_decref(object);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "a row cannot be put into JSON");
    buf_text(out, text);
    buf_char(out, '\n');
    free(text);
    sha256_sum_add(export->sum, str_from(buf_view(out), from));
    return ERR_OK;
}

enum { COLUMNS = 18, SHEETS = 2 };

static const struct table_column columns[COLUMNS] = {
    {"class_id", 24}, {"title", 32}, {"code", 12},  {"agency", 22}, {"ordinal", 9}, {"heading", 28},
    {"kinds", 22},    {"where", 9},  {"line", 8},   {"page", 8},    {"start", 9},   {"end", 9},
    {"left", 50},     {"match", 20}, {"right", 50}, {"source", 42}, {"sha256", 20}, {"url", 30}};

static const struct table_sheet sheets[SHEETS] = {{"Occurrences", columns, COLUMNS, true},
                                                  ABOUT_SHEET};

static struct table_cell number_cell(size_t number, struct arena *arena)
{
    return table_number(str_of(arena_printf(arena, "%zu", number)));
}

static enum err_code add_cells(struct buf *out, const struct export *export,
                               const struct occurrences_row *row, struct err *err)
{
    const struct record_section *section = row->section;
    struct arena *arena = export->row;
    struct str origin = export->origin;
    const char *url = api_class_url(section->class_id, export->query, (int)section->ordinal, arena);
    struct table_cell cells[COLUMNS] = {table_text(section->class_id),
                                        table_text(section->title),
                                        table_text(section->code),
                                        table_text(section->agency),
                                        number_cell(section->ordinal, arena),
                                        table_text(section->heading),
                                        table_text(export_kinds_text(&section->kinds, arena)),
                                        table_text(row->in_heading ? STR("heading") : STR("text")),
                                        number_cell(row->line, arena),
                                        section->page > 0 ? number_cell(section->page, arena)
                                                          : table_text(STR("")),
                                        number_cell(row->start, arena),
                                        number_cell(row->end, arena),
                                        table_text(row->left),
                                        table_text(row->match),
                                        table_text(row->right),
                                        table_text(section->source),
                                        table_text(str_of(row->sha256)),
                                        table_text(str_of(url))};

    if (origin.n > 0)
        cells[COLUMNS - 1].links =
            str_of(arena_printf(arena, "%.*s%s", (int)origin.n, origin.p, url));
    return table_row(out, export->table, cells, err);
}

static enum err_code add_head(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    json_t *head = export->head;

    export->head = NULL;
    return export->table != NULL ? table_begin(out, export->table, err)
                                 : add_json(out, export, head, err);
}

static enum err_code add_row(bool *more, struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    struct occurrences_row row;
    enum err_code code = occurrences_next(more, &row, export->occurrences, err);

    if (code != ERR_OK || !*more)
        return code;
    arena_clear(export->row);
    export->rows++;
    if (export->table != NULL)
        return add_cells(out, export, &row, err);
    return add_json(out, export, occurrences_row_json(&row, export->query, export->row), err);
}

static enum err_code add_end(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    char sha256[SHA256_HEX];

    if (export->table != NULL) {
        enum err_code code = about_write(out, export->table, &export->about, err);
        return code == ERR_OK ? table_end(out, export->table, err) : code;
    }
    sha256_sum_take(sha256, export->sum);
    return add_json(out, export,
                    json_pack("{s:I, s:b, s:s}", "rows", (json_int_t) export->rows, "complete",
                              true, "sha256", sha256),
                    err);
}

/* The first line of an evidence pack. */
static json_t *head_json(const struct occurrences_request *request,
                         const struct occurrences_summary *summary, const struct index *index)
{
    const struct manifest *manifest = index_manifest(index);
    char corpus[SHA256_HEX], now[32];
    time_t seconds = time(NULL);
    struct tm utc;

    manifest_corpus(corpus, manifest);
    gmtime_r(&seconds, &utc);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_pack("{s:i, s:o, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "pack", 1,
                     "query", occurrences_query_json(request, summary), "sort",
                     occurrences_order_name(request->order), "context", (int)request->context,
                     "generation", manifest->generation, "corpus", corpus, "reader",
                     manifest->reader, "built_at", manifest->built_at, "made_at", now, "program",
                     SPECSEARCH_VERSION, "total", occurrences_total_json(summary), "dispersion",
                     occurrences_dispersion_json(summary));
}

static void set_about(struct about *about, const struct occurrences_request *request,
                      const struct occurrences_summary *summary, const struct index *index)
{
    const struct manifest *manifest = index_manifest(index);
    char corpus[SHA256_HEX];

    manifest_corpus(corpus, manifest);
    about_add(about, "Occurrences of", request->query);
    about_add(about, "Which asks for", summary->reading);
    export_add_filters(about, &request->filters);
    about_add(about, "Order", str_of(occurrences_order_name(request->order)));
    about_add_number(about, "Rows", summary->total.occurrences);
    about_add_number(about, "Sections", summary->total.sections);
    about_add_number(about, "Classes", summary->total.classes);
    about_add(about, "Generation", str_of(manifest->generation));
    about_add(about, "Index built", str_of(manifest->built_at));
    about_add(about, "SHA-256 of the sources", str_of(corpus));
}

static enum err_code prepare_table(struct export *export, enum occurrences_format format,
                                   const struct occurrences_request *request,
                                   const struct index *index, struct err *err)
{
    const struct occurrences_summary *summary = occurrences_summary(export->occurrences);
    enum table_format as = format == OCCURRENCES_CSV ? TABLE_CSV : TABLE_XLSX;
    enum err_code code = table_check_rows(as, summary->total.occurrences, err);

    if (code == ERR_OK)
        code = table_new(&export->table, as, sheets, SHEETS, err);
    if (code == ERR_OK && as == TABLE_XLSX)
        set_about(&export->about, request, summary, index);
    return code;
}

static struct str keep(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

static enum err_code find(struct export *export, enum occurrences_format *format,
                          struct index *index, const struct request *request, struct arena *arena,
                          struct err *err)
{
    struct occurrences_parameters parameters;
    enum err_code code = occurrences_parameters(&parameters, request, arena, err);

    if (code == ERR_OK)
        code = occurrences_open(&export->occurrences, index, &parameters.request, err);
    if (code != ERR_OK)
        return code;
    *format = parameters.format;
    export->query = keep(parameters.request.query, export->kept);
    export->origin = keep(request->origin, export->kept);
    if (*format != OCCURRENCES_NDJSON)
        return prepare_table(export, *format, &parameters.request, index, err);
    export->head = head_json(&parameters.request, occurrences_summary(export->occurrences), index);
    return ERR_OK;
}

static void set_type(struct response *response, enum occurrences_format format)
{
    static const struct {
        const char *type, *file;
    } types[] = {
        [OCCURRENCES_NDJSON] = {"application/x-ndjson; charset=utf-8", "occurrences.ndjson"},
        [OCCURRENCES_CSV] = {TABLE_CSV_TYPE, "occurrences.csv"},
        [OCCURRENCES_XLSX] = {TABLE_XLSX_TYPE, "occurrences.xlsx"}};

    response->content_type = types[format].type;
    response->attachment = types[format].file;
}

bool occurrences_are_exported(const struct request *request)
{
    bool exported = false;

    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, "format"))
            exported = !str_is(request->parameters[i].value, "json");
    return exported;
}

enum err_code occurrences_export(struct response *response, struct snapshots *snapshots,
                                 const struct request *request, struct arena *arena,
                                 struct err *err)
{
    static const struct stream_parts parts = {add_head, add_row, add_end, close_export};
    enum occurrences_format format;
    struct stream *stream;
    enum err_code code = stream_new(&stream, snapshots, err);

    if (code != ERR_OK)
        return code;
    struct export *export = mem_zero(1, sizeof *export);
    export->kept = arena_new();
    export->row = arena_new();
    export->about.arena = export->kept;
    export->sum = sha256_sum_new();
    code = find(export, &format, stream_index(stream), request, arena, err);
    if (code != ERR_OK) {
        close_export(export);
        stream_free(stream);
        return code;
    }
    set_type(response, format);
    response->rows = (long long)occurrences_summary(export->occurrences)->total.occurrences;
    stream_send(response, stream, &parts, export);
    return ERR_OK;
}
