#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/csv.h"
#include "search/sha256.h"
#include "searchd/api.h"
#include "searchd/occurrences.h"
#include "searchd/stream.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct export
{
    struct occurrences *occurrences;
    struct str query; /* in kept */
    struct arena *kept, *row;
    enum occurrences_format format;
    json_t *head;           /* of an evidence pack */
    struct sha256_sum *sum; /* of what was sent of it */
    uint64_t rows;
};

static void close_export(void *data)
{
    struct export *export = data;

    occurrences_close(export->occurrences);
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

static struct str number_text(size_t number, struct arena *arena)
{
    return str_of(arena_printf(arena, "%zu", number));
}

enum { COLUMNS = 18 };

static void add_csv_head(struct buf *out)
{
    static const char *const names[COLUMNS] = {
        "class_id", "title", "code", "agency", "ordinal", "heading", "kinds",  "where",  "line",
        "page",     "start", "end",  "left",   "match",   "right",   "source", "sha256", "url"};
    struct str cells[COLUMNS];

    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = str_of(names[i]);
    buf_text(out, BYTE_ORDER_MARK);
    add_cells(out, cells, COLUMNS);
}

static void add_csv_row(struct buf *out, const struct export *export,
                        const struct occurrences_row *row)
{
    const struct record_section *section = row->section;
    struct arena *arena = export->row;
    const char *url = api_class_url(section->class_id, export->query, (int)section->ordinal, arena);
    const struct str cells[COLUMNS] = {section->class_id,
                                       section->title,
                                       section->code,
                                       section->agency,
                                       number_text(section->ordinal, arena),
                                       section->heading,
                                       kinds_text(&section->kinds, arena),
                                       row->in_heading ? STR("heading") : STR("text"),
                                       number_text(row->line, arena),
                                       section->page > 0 ? number_text(section->page, arena)
                                                         : STR(""),
                                       number_text(row->start, arena),
                                       number_text(row->end, arena),
                                       row->left,
                                       row->match,
                                       row->right,
                                       section->source,
                                       str_of(row->sha256),
                                       str_of(url)};

    add_cells(out, cells, COLUMNS);
}

static enum err_code add_head(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    json_t *head = export->head;

    export->head = NULL;
    if (export->format == OCCURRENCES_NDJSON)
        return add_json(out, export, head, err);
    add_csv_head(out);
    return ERR_OK;
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
    if (export->format == OCCURRENCES_NDJSON)
        return add_json(out, export, occurrences_row_json(&row, export->query, export->row), err);
    add_csv_row(out, export, &row);
    return ERR_OK;
}

static enum err_code add_end(struct buf *out, void *data, struct err *err)
{
    struct export *export = data;
    char sha256[SHA256_HEX];

    if (export->format != OCCURRENCES_NDJSON)
        return ERR_OK;
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
    return json_pack("{s:i, s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "pack", 1, "query",
                     occurrences_query_json(request, summary), "sort",
                     occurrences_order_name(request->order), "generation", manifest->generation,
                     "corpus", corpus, "built_at", manifest->built_at, "made_at", now, "program",
                     SPECSEARCH_VERSION, "total", occurrences_total_json(summary), "dispersion",
                     occurrences_dispersion_json(summary));
}

static enum err_code find(struct export *export, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    struct occurrences_parameters parameters;
    enum err_code code = occurrences_parameters(&parameters, request, arena, err);
    struct str query = parameters.request.query;

    if (code == ERR_OK)
        code = occurrences_open(&export->occurrences, index, &parameters.request, err);
    if (code != ERR_OK)
        return code;
    export->format = parameters.format;
    export->query = (struct str){arena_strndup(export->kept, query.p, query.n), query.n};
    if (export->format == OCCURRENCES_NDJSON)
        export->head =
            head_json(&parameters.request, occurrences_summary(export->occurrences), index);
    return ERR_OK;
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
    struct stream *stream;
    enum err_code code = stream_new(&stream, snapshots, err);

    if (code != ERR_OK)
        return code;
    struct export *export = mem_zero(1, sizeof *export);
    export->kept = arena_new();
    export->row = arena_new();
    export->sum = sha256_sum_new();
    code = find(export, stream_index(stream), request, arena, err);
    if (code != ERR_OK) {
        close_export(export);
        stream_free(stream);
        return code;
    }
    bool csv = export->format == OCCURRENCES_CSV;
    response->content_type =
        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
    response->attachment = csv ? "occurrences.csv" : "occurrences.ndjson";
    response->rows = (long long)occurrences_summary(export->occurrences)->total.occurrences;
    stream_send(response, stream, &parts, export);
    return ERR_OK;
}
