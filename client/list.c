#include "client/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/rows.h"

enum { COLUMNS_MAX = 6, PER_PAGE = 1000, CELL_MOST = 50 };

/* What narrows a list, as the daemon calls it. */
enum narrowing { NARROW_AGENCY, NARROW_LETTER, NARROW_SERIES, NARROW_STATE, NARROW_COUNT };

static const char *const narrowings[NARROW_COUNT] = {"agency", "letter", "series", "state"};

enum list_what { LIST_AGENCIES, LIST_KINDS, LIST_SERIES, LIST_CLASSES, LIST_SKIPPED, LIST_COUNT };

static const char *const list_names[LIST_COUNT + 1] = {[LIST_AGENCIES] = "agencies",
                                                       [LIST_KINDS] = "kinds",
                                                       [LIST_SERIES] = "series",
                                                       [LIST_CLASSES] = "classes",
                                                       [LIST_SKIPPED] = "skipped"};

static const struct list_def {
    const char *path, *member;
    bool paged;
    unsigned takes;                   /* bit 1 << enum narrowing */
    const char *columns[COLUMNS_MAX]; /* members of a row; the rest NULL */
} lists[LIST_COUNT] = {
    [LIST_AGENCIES] = {"/api/v1/browse", "agencies", false, 0, {"value", "classes", "sections"}},
    [LIST_KINDS] = {"/api/v1/browse", "kinds", false, 0, {"value", "classes", "sections"}},
    [LIST_SERIES] = {"/api/v1/browse/series",
                     "series",
                     true,
                     1 << NARROW_AGENCY | 1 << NARROW_LETTER,
                     {"series", "agency", "classes", "sections"}},
    [LIST_CLASSES] = {"/api/v1/browse/classes",
                      "classes",
                      true,
                      1 << NARROW_AGENCY | 1 << NARROW_LETTER | 1 << NARROW_SERIES,
                      {"id", "title", "code", "agency", "series", "sections"}},
    [LIST_SKIPPED] = {"/api/v1/browse/skipped",
                      "sources",
                      true,
                      1 << NARROW_STATE,
                      {"source", "state", "reason", "note", "agency"}},
};

enum list_format { LIST_TEXT, LIST_JSON, LIST_CSV, LIST_TSV, LIST_FORMAT_COUNT };

static const char *const formats[LIST_FORMAT_COUNT] = {
    [LIST_TEXT] = "text", [LIST_JSON] = "json", [LIST_CSV] = "csv", [LIST_TSV] = "tsv"};

static const char *const states[] = {"skipped", "duplicate", "noted"};

struct list_request {
    const struct list_def *def;
    const char *narrow[NARROW_COUNT]; /* NULL: not asked for */
    struct option_choice format, state;
};

static const struct command_help list_help = {
    .text.usage = "specsearch list [options] agencies|kinds|series|classes|skipped",
    .text.summary =
        "Lists what the index holds: its agencies and kinds of section, with how many classes and\n"
        "sections each has; the series that documents state; the classes, A to Z; or the files\n"
        "that were skipped, are duplicates, or are indexed with a note, and why. json is an "
        "object\n"
        "a line. Exit status: 0 something is listed, 1 nothing, 2 an error.",
    .operand = COMMAND_WORD,
    .words = list_names,
    .text.examples = "  specsearch list agencies\n"
                     "  specsearch list classes --agency denver --letter a\n"
                     "  specsearch list -f tsv classes | cut -f 1 | xargs -n 1 specsearch show\n"
                     "  specsearch list skipped --state duplicate -f csv > duplicates.csv\n",
};

static enum err_code find_list(struct list_request *request, const char *name, struct err *err)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (strcmp(name, list_names[i]) == 0) {
            request->def = &lists[i];
            return ERR_OK;
        }
    }
    return err_set(err, ERR_USAGE,
                   "there is no list '%.100s'; there are agencies, kinds, series, classes and "
                   "skipped",
                   name);
}

static enum err_code check(struct list_request *request, int operands, const char *name,
                           struct err *err)
{
    if (operands != 1)
        return err_set(err, ERR_USAGE,
                       "list wants one of agencies, kinds, series, classes and skipped");
    enum err_code code = find_list(request, name, err);
    if (code != ERR_OK)
        return code;
    if (request->state.given)
        request->narrow[NARROW_STATE] = states[request->state.chosen];
    for (size_t n = 0; n < NARROW_COUNT; n++) {
        if (request->narrow[n] == NULL)
            continue;
        if ((request->def->takes >> n & 1) == 0)
            return err_set(err, ERR_USAGE, "list %s goes without --%s",
                           list_names[request->def - lists], narrowings[n]);
        if (!utf8_valid(str_of(request->narrow[n])))
            return err_set(err, ERR_USAGE, "%s is not valid UTF-8; check the terminal's encoding",
                           narrowings[n]);
    }
    return ERR_OK;
}

static enum err_code parse(struct list_request *request, bool *answered, struct command_line *line,
                           struct err *err)
{
    const struct option_def defs[] = {
        {"agency", 'a', OPTION_TEXT, &request->narrow[NARROW_AGENCY], "NAME",
         "series or classes of this agency"},
        {"letter", 'l', OPTION_TEXT, &request->narrow[NARROW_LETTER], "LETTER",
         "those that begin with it; 0: a digit, other: neither"},
        {"series", 0, OPTION_TEXT, &request->narrow[NARROW_SERIES], "NAME",
         "classes that state this series"},
        {"state", 0, OPTION_CHOICE, &request->state, "STATE",
         "files skipped, duplicate or noted (all)"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or tsv"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = command_parse(&first, answered, line, &list_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    return check(request, line->argc - first, line->argv[first], err);
}

/* All rows, as the daemon sent them, page by page. */
struct listing {
    struct arena *arena;
    struct answer *answers;
    size_t answer_count, answer_capacity;
    json_t **rows; /* the answers' */
    size_t count, capacity;
};

static void free_listing(struct listing *listing)
{
    for (size_t i = 0; i < listing->answer_count; i++)
        answer_free(&listing->answers[i]);
    free(listing->answers);
    free(listing->rows);
    arena_free(listing->arena);
}

/* Takes the rows of an answer; every cell is a text, a number or null. */
static enum err_code take_rows(struct listing *listing, const struct list_def *def,
                               const struct answer *answer, struct err *err)
{
    json_t *rows = json_object_get(answer->root, def->member);

    if (!json_is_array(rows))
        return answer_unexpected(answer->origin, def->member, err);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        for (size_t c = 0; c < COLUMNS_MAX && def->columns[c] != NULL; c++) {
            json_t *cell = json_object_get(row, def->columns[c]);
            if (!json_is_string(cell) && !json_is_integer(cell) && !json_is_null(cell))
                return answer_unexpected(answer->origin, def->columns[c], err);
        }
        listing->rows =
            mem_grow(listing->rows, listing->count, &listing->capacity, sizeof *listing->rows);
        listing->rows[listing->count++] = row;
    }
    return ERR_OK;
}

static void make_target(struct buf *target, const struct list_request *request, unsigned page)
{
    buf_text(target, request->def->path);
    if (!request->def->paged)
        return;
    buf_printf(target, "?page=%u&per_page=%d", page, PER_PAGE);
    for (size_t n = 0; n < NARROW_COUNT; n++) {
        if (request->narrow[n] == NULL)
            continue;
        buf_printf(target, "&%s=", narrowings[n]);
        fetch_encode(target, str_of(request->narrow[n]), false);
    }
}

/* The pages must be those of one generation: else classes could be missing or stand there twice. */
static enum err_code check_page(json_int_t *pages, const struct listing *listing, struct err *err)
{
    const struct answer *answer = &listing->answers[listing->answer_count - 1];
    json_t *generation = json_object_get(answer->root, "generation");

    *pages = json_integer_value(json_object_get(answer->root, "pages"));
    if (!json_is_string(generation))
        return answer_unexpected(answer->origin, "generation", err);
    if (!json_equal(generation, json_object_get(listing->answers[0].root, "generation")))
        return err_set(err, ERR_BUSY, "the index of %.200s changed meanwhile; try again",
                       answer->origin);
    return ERR_OK;
}

static enum err_code get_rows(struct listing *listing, const struct list_request *request,
                              struct fetch *fetch, struct err *err)
{
    enum err_code code = ERR_OK;
    json_int_t pages = 1;

    for (unsigned page = 1; code == ERR_OK && page <= pages; page++) {
        struct buf target = {0};
        listing->answers = mem_grow(listing->answers, listing->answer_count,
                                    &listing->answer_capacity, sizeof *listing->answers);
        struct answer *answer = &listing->answers[listing->answer_count++];
        make_target(&target, request, page);
        code = answer_get(answer, fetch, buf_view(&target), err);
        buf_free(&target);
        if (code == ERR_NOT_FOUND)
            code = err_set(err, ERR_FORMAT,
                           "%.200s has no lists; is it the specsearchd of this version?",
                           fetch_origin(fetch));
        if (code == ERR_OK)
            code = check_page(&pages, listing, err);
        if (code == ERR_OK)
            code = take_rows(listing, request->def, answer, err);
    }
    return code;
}

/* Printing. */

static size_t read_cells(struct str cells[COLUMNS_MAX], const struct list_def *def,
                         const json_t *row, struct arena *arena)
{
    size_t count = 0;

    for (; count < COLUMNS_MAX && def->columns[count] != NULL; count++) {
        const json_t *cell = json_object_get(row, def->columns[count]);
        if (json_is_integer(cell))
            cells[count] =
                str_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(cell)));
        else
            cells[count] = (struct str){json_string_value(cell), json_string_length(cell)};
    }
    return count;
}

static void print_rows(struct output *out, const struct listing *listing,
                       const struct list_def *def, enum rows_format format)
{
    struct str cells[COLUMNS_MAX];
    size_t count = 0;

    for (; count < COLUMNS_MAX && def->columns[count] != NULL; count++)
        cells[count] = str_of(def->columns[count]);
    rows_write_cells(out, format, cells, count);
    for (size_t i = 0; i < listing->count; i++) {
        read_cells(cells, def, listing->rows[i], listing->arena);
        rows_write_cells(out, format, cells, count);
    }
}

static void print_json(struct output *out, const struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        char *json = json_dumps(listing->rows[i], JSON_COMPACT);
        if (json != NULL)
            output_json(out, str_of(json));
        free(json);
    }
}

static void print_text(struct output *out, const struct listing *listing,
                       const struct list_def *def)
{
    struct str names[COLUMNS_MAX] = {{0}}, cells[COLUMNS_MAX];
    bool numbers[COLUMNS_MAX] = {false};
    size_t widths[COLUMNS_MAX] = {0}, count = 0;

    for (; count < COLUMNS_MAX && def->columns[count] != NULL; count++) {
        names[count] = str_of(def->columns[count]);
        widths[count] = names[count].n;
    }
    for (size_t i = 0; i < listing->count; i++) {
        read_cells(cells, def, listing->rows[i], listing->arena);
        for (size_t c = 0; c < count; c++) {
            size_t columns = output_columns(cells[c]);
            if (columns > widths[c])
                widths[c] = columns < CELL_MOST ? columns : CELL_MOST;
            numbers[c] = json_is_integer(json_object_get(listing->rows[i], def->columns[c]));
        }
    }
    if (listing->count == 0)
        return;
    output_set_style(out, OUTPUT_FAINT);
    rows_print(out, names, numbers, widths, count);
    output_set_style(out, OUTPUT_PLAIN);
    for (size_t i = 0; i < listing->count; i++) {
        read_cells(cells, def, listing->rows[i], listing->arena);
        rows_print(out, cells, numbers, widths, count);
    }
}

static enum err_code list(bool *found, const struct list_request *request, struct fetch *fetch,
                          struct output *out, struct err *err)
{
    struct listing listing = {.arena = arena_new()};
    enum err_code code = get_rows(&listing, request, fetch, err);

    if (code == ERR_OK) {
        *found = listing.count > 0;
        if (request->format.chosen == LIST_JSON)
            print_json(out, &listing);
        else if (request->format.chosen == LIST_TEXT)
            print_text(out, &listing, request->def);
        else
            print_rows(out, &listing, request->def,
                       request->format.chosen == LIST_CSV ? ROWS_CSV : ROWS_TSV);
    }
    free_listing(&listing);
    return code;
}

enum err_code list_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err)
{
    struct list_request request = {
        .format = {formats, LIST_FORMAT_COUNT, LIST_TEXT, false},
        .state = {states, sizeof states / sizeof *states, 0, false},
    };
    struct fetch *fetch = NULL;
    bool answered = false;
    enum err_code code = parse(&request, &answered, line, err);

    if (code == ERR_OK && answered) {
        *found = true;
        return ERR_OK;
    }
    if (code == ERR_OK)
        code = command_open(&fetch, line, out, err);
    if (code == ERR_OK && (request.def->takes >> NARROW_AGENCY & 1) != 0)
        code = command_prefer_agency(&request.narrow[NARROW_AGENCY], line, err);
    if (code == ERR_OK)
        code = list(found, &request, fetch, out, err);
    fetch_free(fetch);
    return code;
}
