#include "searchd/listing.h"
#include "searchd/leaf.h"

#include <stdlib.h>
#include <time.h>

#include "search/sha256.h"
#include "searchd/parameters.h"
#include "searchd/stream.h"

enum { PER_PAGE = 100, PER_PAGE_MAX = 1000, PAGE_MAX = 100000000 };

static const char *const formats[] = {[LISTING_JSON] = "json",
                                      [LISTING_NDJSON] = "ndjson",
                                      [LISTING_CSV] = "csv",
                                      [LISTING_XLSX] = "xlsx"};

static enum err_code parse_format(enum listing_format *format,
                                  const struct request_parameter *parameter, struct err *err)
{
    size_t choice;
    enum err_code code =
        parameters_choose(&choice, parameter, formats, sizeof formats / sizeof formats[0], err);

    *format = (enum listing_format)choice;
    return code;
}

enum err_code listing_parameter(bool *is_one, struct listing_choice *choice,
                                const struct request_parameter *parameter, struct err *err)
{
    *is_one = true;
    if (str_is(parameter->name, "format"))
        return parse_format(&choice->format, parameter, err);
    if (str_is(parameter->name, "page"))
        return parameters_number(&choice->page, parameter, PAGE_MAX, err);
    if (str_is(parameter->name, "per_page"))
        return parameters_number(&choice->per_page, parameter, PER_PAGE_MAX, err);
    *is_one = false;
    return ERR_OK;
}

enum err_code listing_settle(struct listing_choice *choice, struct err *err)
{
    if (choice->format != LISTING_JSON && (choice->page > 0 || choice->per_page > 0))
        return err_set(err, ERR_USAGE, "page and per_page go with format=json alone");
    if (choice->page == 0)
        choice->page = 1;
    if (choice->per_page == 0)
        choice->per_page = PER_PAGE;
    return ERR_OK;
}

void listing_add_pages(json_t *object, const struct listing_choice *choice, uint64_t rows)
{
    uint64_t pages = (rows + choice->per_page - 1) / choice->per_page;

    json_object_set_new(object, "page", json_integer(choice->page));
    json_object_set_new(object, "per_page", json_integer(choice->per_page));
    json_object_set_new(object, "pages", json_integer((json_int_t)pages));
}

enum err_code listing_end_page(json_t **json, json_t *page, enum err_code code, struct err *err)
{
    if (code == ERR_OK && page == NULL)
        code = err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
    if (code == ERR_OK)
        *json = page;
    else
        json_decref(page);
    return code;
}

uint64_t listing_first(const struct listing_choice *choice)
{
    return (uint64_t)(choice->page - 1) * choice->per_page;
}

bool listing_is_whole(const struct request *request)
{
    bool whole = false;

    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, "format"))
            whole = !str_is(request->parameters[i].value, "json");
    return whole;
}

/* Sending. */

struct sending {
    struct listing listing;
    const struct listing_kind *kind;
};

static void close_listing(void *data)
{
    struct sending *sending = data;
    struct listing *listing = &sending->listing;

    if (listing->rows != NULL)
        sending->kind->close(listing->rows);
    table_free(listing->table);
    json_decref(listing->head);
    sha256_sum_free(listing->sum);
    arena_free(listing->kept);
    arena_free(listing->row);
    free(sending);
}

/* Appends the object and a newline, and drops it. */
static enum err_code add_json(struct buf *out, struct listing *listing, json_t *object,
                              struct err *err)
{
    char *text = object != NULL ? json_dumps(object, LEAF_FORMAT) : NULL;
    size_t from = out->n;

    json_decref(object);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "a row cannot be put into JSON");
    buf_text(out, text);
    buf_char(out, '\n');
    free(text);
    sha256_sum_add(listing->sum, str_from(buf_view(out), from));
    return ERR_OK;
}

static enum err_code add_head(struct buf *out, void *data, struct err *err)
{
    struct sending *sending = data;
    struct listing *listing = &sending->listing;
    json_t *head = listing->head;

    if (listing->table != NULL)
        return table_begin(out, listing->table, err);
    listing->head = NULL;
    return add_json(out, listing, head, err);
}

static enum err_code add_cells(struct buf *out, struct sending *sending, struct err *err)
{
    struct table_cell cells[LISTING_COLUMNS_MAX] = {{0}};

    sending->kind->cells(cells, &sending->listing);
    return table_row(out, sending->listing.table, cells, err);
}

static enum err_code add_row(bool *more, struct buf *out, void *data, struct err *err)
{
    struct sending *sending = data;
    struct listing *listing = &sending->listing;

    arena_clear(listing->row);
    enum err_code code = sending->kind->next(more, listing, err);
    if (code != ERR_OK || !*more)
        return code;
    listing->sent++;
    if (listing->table == NULL)
        return add_json(out, listing, sending->kind->json(listing), err);
    return add_cells(out, sending, err);
}

static enum err_code add_end(struct buf *out, void *data, struct err *err)
{
    struct sending *sending = data;
    struct listing *listing = &sending->listing;
    char sha256[SHA256_HEX];

    if (listing->table != NULL) {
        enum err_code code = about_write(out, listing->table, &listing->about, err);
        return code == ERR_OK ? table_end(out, listing->table, err) : code;
    }
    sha256_sum_take(sha256, listing->sum);
    return add_json(out, listing,
                    json_pack("{s:I, s:b, s:s}", "rows", (json_int_t)listing->sent, "complete",
                              true, "sha256", sha256),
                    err);
}

static enum err_code open_listing(struct sending *sending, struct index *index,
                                  const struct request *request, struct arena *arena,
                                  struct err *err)
{
    struct listing *listing = &sending->listing;
    enum err_code code = sending->kind->open(listing, index, request, arena, err);

    if (code != ERR_OK || listing->choice.format == LISTING_NDJSON)
        return code;
    enum table_format as = listing->choice.format == LISTING_CSV ? TABLE_CSV : TABLE_XLSX;
    code = table_check_rows(as, listing->count, err);
    if (code == ERR_OK)
        code = table_new(&listing->table, as, sending->kind->sheets(listing), LISTING_SHEETS, err);
    return code;
}

static void set_type(struct response *response, enum listing_format format, const char *name,
                     struct arena *arena)
{
    static const char *const types[] = {[LISTING_NDJSON] = "application/x-ndjson; charset=utf-8",
                                        [LISTING_CSV] = TABLE_CSV_TYPE,
                                        [LISTING_XLSX] = TABLE_XLSX_TYPE};

    response->content_type = types[format];
    response->attachment = arena_printf(arena, "%s.%s", name, formats[format]);
}

enum err_code listing_send(struct response *response, struct snapshots *snapshots,
                           const struct listing_kind *kind, const struct request *request,
                           struct arena *arena, struct err *err)
{
    static const struct stream_parts parts = {add_head, add_row, add_end, close_listing};
    struct stream *stream;
    enum err_code code = stream_new(&stream, snapshots, err);

    if (code != ERR_OK)
        return code;
    struct sending *sending = mem_zero(1, sizeof *sending);
    struct listing *listing = &sending->listing;
    sending->kind = kind;
    listing->kept = arena_new();
    listing->row = arena_new();
    listing->about.arena = listing->kept;
    listing->sum = sha256_sum_new();
    listing->origin = (struct str){
        arena_strndup(listing->kept, request->origin.p, request->origin.n), request->origin.n};
    code = open_listing(sending, stream_index(stream), request, arena, err);
    if (code != ERR_OK) {
        close_listing(sending);
        stream_free(stream);
        return code;
    }
    set_type(response, listing->choice.format, kind->name, listing->kept);
    response->rows = (long long)listing->count;
    stream_send(response, stream, &parts, sending);
    return ERR_OK;
}

/* What all say. */

void listing_add_index(json_t *head, const struct index *index)
{
    const struct manifest *manifest = index_manifest(index);
    char corpus[SHA256_HEX], now[32];
    time_t seconds = time(NULL);
    struct tm utc;

    manifest_corpus(corpus, manifest);
    gmtime_r(&seconds, &utc);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_object_set_new(head, "generation", json_string(manifest->generation));
    json_object_set_new(head, "corpus", json_string(corpus));
    json_object_set_new(head, "built_at", json_string(manifest->built_at));
    json_object_set_new(head, "made_at", json_string(now));
    json_object_set_new(head, "program", json_string(SPECSEARCH_VERSION));
}

void listing_about_index(struct about *about, const struct index *index)
{
    const struct manifest *manifest = index_manifest(index);
    char corpus[SHA256_HEX];

    manifest_corpus(corpus, manifest);
    about_add(about, "Generation", str_of(manifest->generation));
    about_add(about, "Index built", str_of(manifest->built_at));
    about_add(about, "SHA-256 of the sources", str_of(corpus));
}

struct table_cell listing_number(uint64_t number, struct arena *arena)
{
    return table_number(str_of(arena_printf(arena, "%llu", (unsigned long long)number)));
}

struct table_cell listing_address(const struct listing *listing, const char *url)
{
    struct table_cell cell = table_text(str_of(url));
    struct str origin = listing->origin;

    if (origin.n > 0)
        cell.links = str_of(arena_printf(listing->row, "%.*s%s", (int)origin.n, origin.p, url));
    return cell;
}
