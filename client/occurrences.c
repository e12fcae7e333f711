#include "client/occurrences.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/absence.h"
#include "client/answer.h"
#include "client/filter.h"
#include "client/listing.h"
#include "client/occurrences_print.h"
#include "client/save.h"
#include "client/workbook.h"

enum { HEAD_INDENT = 2, NOT_GIVEN = -1, CONTEXT_MOST = 1000 };

enum occurrences_format {
    OCCURRENCES_TEXT,
    OCCURRENCES_JSON,
    OCCURRENCES_CSV,
    OCCURRENCES_XLSX,
    OCCURRENCES_FORMAT_COUNT
};

static const char *const formats[OCCURRENCES_FORMAT_COUNT] = {[OCCURRENCES_TEXT] = "text",
                                                              [OCCURRENCES_JSON] = "json",
                                                              [OCCURRENCES_CSV] = "csv",
                                                              [OCCURRENCES_XLSX] = "xlsx"};

/* "place" is the default. */
static const char *const orders[] = {"place", "left", "right"};

struct occurrences_request {
    struct option_list filters[FILTER_COUNT];
    struct option_list states;
    bool verbatim, expand, absent, count, dispersion;
    long context;
    const char *output;
    struct option_choice format, sort;
    struct buf query;
    struct fetch *fetch;
};

static const struct command_help occurrences_help = {
    .text.usage = "specsearch occurrences [options] QUERY...",
    .text.summary =
        "Lists every place where the words, phrases and prefixes of QUERY stand, in context. "
        "Words\n"
        "are sought as they are typed, in any case; --expand also takes their other forms, as "
        "find\n"
        "does, --verbatim heeds case and punctuation. json is an evidence pack, an object a line,\n"
        "xlsx a workbook for Excel.\n"
        "With --absent it lists all classes instead: those that have it, those whose section of\n"
        "the kind given by --section states that there is none, those that are silent, those\n"
        "without such a section, and the files that could not be read.\n"
        "If not all come that were announced, that is an error. Exit status: 0 found, 1 nothing\n"
        "found, 2 an error.",
    .text.examples =
        "  specsearch occurrences CJIS\n"
        "  specsearch occurrences '\"background check\"' --section licensure --sort right\n"
        "  specsearch occurrences --verbatim '\"and/or\"' -f csv > andor.csv\n"
        "  specsearch occurrences -f xlsx -O cjis.xlsx CJIS\n"
        "  specsearch occurrences --dispersion 'he OR his OR him'\n"
        "  specsearch occurrences -f json CJIS > cjis.ndjson\n"
        "  specsearch occurrences --absent --section licensure CJIS\n",
};

static enum err_code check(const struct occurrences_request *request, struct err *err)
{
    if (request->context != NOT_GIVEN && (request->context < 1 || request->context > CONTEXT_MOST))
        return err_set(err, ERR_USAGE, "--context takes 1 to %d", CONTEXT_MOST);
    if (request->absent && (request->verbatim || request->dispersion || request->sort.given ||
                            request->context != NOT_GIVEN))
        return err_set(err, ERR_USAGE,
                       "--absent lists classes, for which there is no --verbatim, --dispersion, "
                       "--sort or --context");
    if (!request->absent && request->states.count > 0)
        return err_set(err, ERR_USAGE, "--state goes with --absent");
    if (request->count && request->dispersion)
        return err_set(err, ERR_USAGE,
                       "--dispersion says how many there are, too; it does not go with --count");
    if ((request->count || request->dispersion) && request->format.chosen > OCCURRENCES_JSON)
        return err_set(err, ERR_USAGE, "--count and --dispersion go with --format text or json");
    if (str_trim(buf_view(&request->query)).n == 0)
        return err_set(err, ERR_USAGE,
                       "occurrences wants a query, such as: specsearch occurrences CJIS; see "
                       "specsearch occurrences --help");
    return ERR_OK;
}

static enum err_code parse(struct occurrences_request *request, bool *answered,
                           struct command_line *line, struct err *err)
{
    const struct option_def others[] = {
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE", "write to this file"},
        {"sort", 'o', OPTION_CHOICE, &request->sort, "ORDER",
         "place (default), left or right: by the words beside"},
        {"context", 0, OPTION_NUMBER, &request->context, "N",
         "characters on either side, in json and csv (80)"},
        {"verbatim", 'v', OPTION_FLAG, &request->verbatim, NULL,
         "case and punctuation must be those typed"},
        {"expand", 'e', OPTION_FLAG, &request->expand, NULL,
         "other forms of the words, too, acronyms and variants"},
        {"absent", 0, OPTION_FLAG, &request->absent, NULL,
         "all classes, by whether they have it, and why not"},
        {"state", 0, OPTION_LIST, &request->states, "STATE",
         "with --absent, only present, stated_none, silent, section_absent or unreadable"},
        {"count", 'c', OPTION_FLAG, &request->count, NULL, "only how many there are"},
        {"dispersion", 'd', OPTION_FLAG, &request->dispersion, NULL,
         "only how many, by agency and kind of section"},
    };
    enum { INDENT = 2, OTHERS = sizeof others / sizeof *others, COUNT = FILTER_COUNT + OTHERS };
    struct option_def defs[COUNT];
    int first;

    filter_add_options(defs, request->filters);
    memcpy(defs + FILTER_COUNT, others, sizeof others);
    enum err_code code = command_parse(&first, answered, line, &occurrences_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    command_join(&request->query, line, first);
    return check(request, err);
}

static enum err_code make_target(struct buf *target, const struct occurrences_request *request,
                                 struct err *err)
{
    buf_text(target, request->absent ? "/api/v1/absence?" : "/api/v1/occurrences?");
    enum err_code code = filter_add_parameter(target, "q", buf_view(&request->query), err);
    if (code == ERR_OK)
        code = filter_add_parameters(target, request->filters, err);
    for (size_t i = 0; code == ERR_OK && i < request->states.count; i++)
        code = filter_add_parameter(target, "state", str_of(request->states.items[i]), err);
    if (request->sort.given)
        buf_printf(target, "sort=%s&", orders[request->sort.chosen]);
    if (request->context != NOT_GIVEN)
        buf_printf(target, "context=%ld&", request->context);
    if (request->verbatim)
        buf_text(target, "verbatim=1&");
    if (request->expand)
        buf_text(target, "expand=1&");
    return code;
}

/* Counts alone. */
static void print_head(struct output *out, const struct occurrences_head *head,
                       const struct answer *answer)
{
    const json_t *query = json_object_get(answer->root, "query");

    occurrences_print_head(out, head);
    filter_print(out, json_object_get(query, "filters"), HEAD_INDENT);
}

static enum err_code print_counts(long long *found, const struct occurrences_request *request,
                                  struct str target, struct output *out, struct err *err)
{
    struct occurrences_head head;
    struct answer answer;
    enum err_code code = answer_get(&answer, request->fetch, target, err);

    if (code == ERR_OK)
        code = occurrences_read_head(&head, &answer, err);
    if (code == ERR_OK) {
        *found = head.total.occurrences;
        if (request->format.chosen == OCCURRENCES_JSON)
            output_json(out, buf_view(&answer.body));
        else
            print_head(out, &head, &answer);
        if (request->format.chosen == OCCURRENCES_TEXT && request->dispersion && *found > 0)
            occurrences_print_dispersion(out, &head);
    }
    answer_free(&answer);
    return code;
}

/* A pack under way. */
struct taking {
    const struct occurrences_request *request;
    struct output *out;
    struct occurrences_printed printed;
    bool begun; /* a row has been written */
};

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    const struct taking *taking = data;
    struct occurrences_head head;
    enum err_code code = occurrences_read_head(&head, answer, err);

    if (code != ERR_OK)
        return code;
    *announced = head.total.occurrences;
    if (taking->request->format.chosen == OCCURRENCES_TEXT)
        print_head(taking->out, &head, answer);
    else if (taking->request->format.chosen == OCCURRENCES_CSV)
        occurrences_write_header(taking->out);
    return ERR_OK;
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    struct taking *taking = data;
    const struct occurrences_request *request = taking->request;
    bool alone = request->sort.chosen != 0;
    struct occurrence row;
    enum err_code code = occurrences_read_row(&row, answer, err);

    if (code != ERR_OK)
        return code;
    if (!taking->begun && alone && request->format.chosen == OCCURRENCES_TEXT)
        output_char(taking->out, '\n');
    taking->begun = true;
    if (request->format.chosen == OCCURRENCES_TEXT)
        occurrences_print_row(taking->out, &taking->printed, alone, &row);
    else if (request->format.chosen == OCCURRENCES_CSV)
        occurrences_write_row(taking->out, &row);
    return ERR_OK;
}

static enum err_code print_all(long long *found, const struct occurrences_request *request,
                               struct str target, struct output *out, struct err *err)
{
    struct taking taking = {.request = request, .out = out};
    bool copied = request->format.chosen == OCCURRENCES_JSON;
    const struct listing_taker taker = {take_head, take_row, &taking, out, copied};
    enum err_code code = listing_take(found, request->fetch, target, &taker, err);

    buf_free(&taking.printed.class_id);
    if (code == ERR_OK && request->format.chosen == OCCURRENCES_TEXT && *found > 0)
        output_printf(out, "\nall %lld came\n", *found);
    return code;
}

/* Counts alone, or all. */
static enum err_code print_absence(long long *found, const struct occurrences_request *request,
                                   struct str target, struct output *out, struct err *err)
{
    enum absence_format format = request->format.chosen == OCCURRENCES_JSON  ? ABSENCE_JSON
                                 : request->format.chosen == OCCURRENCES_CSV ? ABSENCE_CSV
                                                                             : ABSENCE_TEXT;

    return request->count ? absence_count(found, request->fetch, target, format, out, err)
                          : absence_print(found, request->fetch, target, format, out, err);
}

static enum err_code answer(bool *found, const void *data, struct output *out, struct err *err)
{
    const struct occurrences_request *request = data;
    bool counts = request->count || request->dispersion;
    bool workbook = request->format.chosen == OCCURRENCES_XLSX;
    struct buf target = {0};
    long long rows = 0;
    enum err_code code = workbook ? workbook_check_output(out, err) : ERR_OK;

    if (code == ERR_OK)
        code = make_target(&target, request, err);
    buf_text(&target, counts ? "per_page=1" : workbook ? "format=xlsx" : "format=ndjson");
    if (code == ERR_OK && workbook)
        code = workbook_write(&rows, request->fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = (request->absent ? print_absence
                : counts        ? print_counts
                                : print_all)(&rows, request, buf_view(&target), out, err);
    buf_free(&target);
    *found = rows > 0;
    if (code == ERR_NOT_FOUND) /* what occurs nowhere is no 404 */
        return err_set(err, ERR_FORMAT,
                       "%.200s lists no occurrences; is it the specsearchd of this version?",
                       fetch_origin(request->fetch));
    return code;
}

enum err_code occurrences_command(bool *found, struct command_line *line, struct output *out,
                                  struct err *err)
{
    struct occurrences_request request = {
        .context = NOT_GIVEN,
        .format = {formats, OCCURRENCES_FORMAT_COUNT, OCCURRENCES_TEXT, false},
        .sort = {orders, sizeof orders / sizeof *orders, 0, false},
    };
    bool answered = false;
    enum err_code code = parse(&request, &answered, line, err);

    if (code == ERR_OK && answered) {
        *found = true;
    } else if (code == ERR_OK) {
        code = command_open(&request.fetch, line, out, err);
        if (code == ERR_OK)
            code = command_prefer_agencies(&request.filters[FILTER_AGENCY], line, err);
        if (code == ERR_OK)
            code = save_answer(found, request.output, out, answer, &request, err);
    }
    fetch_free(request.fetch);
    buf_free(&request.query);
    free(request.states.items);
    filter_free(request.filters);
    return code;
}
