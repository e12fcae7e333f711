#include "client/matrix.h"

#include <string.h>

#include "client/audit.h"
#include "client/fetch.h"
#include "client/filter.h"
#include "client/matrix_print.h"
#include "client/save.h"
#include "client/workbook.h"

static const char *const formats[MATRIX_FORMAT_COUNT] = {
    [MATRIX_TEXT] = "text", [MATRIX_JSON] = "json", [MATRIX_CSV] = "csv", [MATRIX_XLSX] = "xlsx"};

/* The first is the default. */
static const char *const rows[] = {"agency", "class", "section"};
static const char *const numbers[] = {"classes", "sections", "occurrences"};

struct matrix_request {
    struct option_list filters[FILTER_COUNT];
    bool expand;
    struct option_choice by, count, format;
    const char *output, *rules;
    char **queries;
    size_t query_count;
    struct fetch *fetch;
};

static const struct command_help matrix_help = {
    .text.usage = "specsearch matrix [options] QUERY QUERY...\n"
                  "       specsearch matrix [options] --rules RULES",
    .text.summary =
        "Counts what each query finds in each agency, class or kind of section, as a table with a\n"
        "column for each query. Words are sought as they are typed, in any case, and nothing is\n"
        "relaxed; --expand also takes their other forms, as find does. A query of several words "
        "is\n"
        "one argument, in quotation marks. With --rules it counts the findings of an audit by\n"
        "agency. Exit status: 0 something was found, 1 nothing, 2 an error.",
    .text.examples =
        "  specsearch matrix CJIS '\"background check\"' polygraph\n"
        "  specsearch matrix --by section --count occurrences he she\n"
        "  specsearch matrix --by class -a denver CJIS 'fingerprint*' -f csv > denver.csv\n"
        "  specsearch matrix -f xlsx -O coverage.xlsx CJIS licensure:CJIS\n"
        "  specsearch matrix --rules corpus/audit.ini\n",
};

/* What rules find are classes, which an audit counts by agency alone. */
static enum err_code check_rules(const struct matrix_request *request, struct err *err)
{
    bool filtered = false;

    for (size_t f = 0; f < FILTER_COUNT; f++)
        filtered = filtered || (f != FILTER_AGENCY && request->filters[f].count > 0);
    if (request->query_count > 0)
        return err_set(err, ERR_USAGE, "--rules takes the place of queries");
    if (request->by.chosen != 0 || request->count.chosen != 0 || request->expand || filtered)
        return err_set(err, ERR_USAGE,
                       "--rules counts classes by agency, and can be narrowed by --agency alone");
    if (request->format.chosen == MATRIX_XLSX)
        return err_set(err, ERR_USAGE, "--rules goes with --format text, json or csv");
    return ERR_OK;
}

static enum err_code parse(struct matrix_request *request, bool *answered,
                           struct command_line *line, struct err *err)
{
    const struct option_def others[] = {
        {"by", 'b', OPTION_CHOICE, &request->by, "ROWS", "agency (default), class or section"},
        {"count", 'c', OPTION_CHOICE, &request->count, "WHAT",
         "classes (default), sections or occurrences"},
        {"rules", 'r', OPTION_TEXT, &request->rules, "RULES",
         "in place of queries: findings of the rules of this file, by agency"},
        {"expand", 'e', OPTION_FLAG, &request->expand, NULL,
         "other forms of the words, too, acronyms and variants"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE", "write to this file"},
    };
    enum { OTHERS = sizeof others / sizeof *others, COUNT = FILTER_COUNT + OTHERS };
    struct option_def defs[COUNT];
    int first;

    filter_add_options(defs, request->filters);
    memcpy(defs + FILTER_COUNT, others, sizeof others);
    enum err_code code = command_parse(&first, answered, line, &matrix_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    request->queries = line->argv + first;
    request->query_count = (size_t)(line->argc - first);
    if (request->rules != NULL)
        return check_rules(request, err);
    if (request->query_count == 0)
        return err_set(err, ERR_USAGE,
                       "matrix wants queries, such as: specsearch matrix CJIS polygraph; see "
                       "specsearch matrix --help");
    return ERR_OK;
}

static enum err_code make_target(struct buf *target, const struct matrix_request *request,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    buf_text(target, "/api/v1/matrix?");
    for (size_t i = 0; code == ERR_OK && i < request->query_count; i++)
        code = filter_add_parameter(target, "q", str_of(request->queries[i]), err);
    if (code == ERR_OK)
        code = filter_add_parameters(target, request->filters, err);
    buf_printf(target, "by=%s&count=%s&", rows[request->by.chosen], numbers[request->count.chosen]);
    if (request->expand)
        buf_text(target, "expand=1&");
    buf_printf(target, "format=%s", request->format.chosen == MATRIX_XLSX ? "xlsx" : "ndjson");
    return code;
}

static enum err_code answer(bool *found, const void *data, struct output *out, struct err *err)
{
    const struct matrix_request *request = data;
    bool workbook = request->format.chosen == MATRIX_XLSX;
    struct buf target = {0};
    long long count = 0;
    enum err_code code = workbook ? workbook_check_output(out, err) : ERR_OK;

    if (code == ERR_OK)
        code = make_target(&target, request, err);
    if (code == ERR_OK && workbook)
        code = workbook_write(&count, request->fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = matrix_print(&count, request->fetch, buf_view(&target),
                            (enum matrix_format)request->format.chosen, out, err);
    buf_free(&target);
    *found = count > 0;
    if (code == ERR_NOT_FOUND) /* what nobody has is no 404 */
        return err_set(err, ERR_FORMAT,
                       "%.200s has no matrix; is it the specsearchd of this version?",
                       fetch_origin(request->fetch));
    return code;
}

enum err_code matrix_command(bool *found, struct command_line *line, struct output *out,
                             struct err *err)
{
    struct matrix_request request = {
        .by = {rows, sizeof rows / sizeof *rows, 0, false},
        .count = {numbers, sizeof numbers / sizeof *numbers, 0, false},
        .format = {formats, MATRIX_FORMAT_COUNT, MATRIX_TEXT, false},
    };
    bool answered = false;
    enum err_code code = parse(&request, &answered, line, err);

    *found = true;
    if (code == ERR_OK && !answered && request.rules != NULL) {
        code = audit_count(request.rules, &request.filters[FILTER_AGENCY], request.output,
                           (enum matrix_format)request.format.chosen, line, out, err);
    } else if (code == ERR_OK && !answered) {
        code = command_open(&request.fetch, line, out, err);
        if (code == ERR_OK)
            code = command_prefer_agencies(&request.filters[FILTER_AGENCY], line, err);
        if (code == ERR_OK)
            code = save_answer(found, request.output, out, answer, &request, err);
    }
    fetch_free(request.fetch);
    filter_free(request.filters);
    return code;
}
