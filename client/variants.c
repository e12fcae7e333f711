#include "client/variants.h"

#include <string.h>

#include "client/answer.h"
#include "client/fetch.h"
#include "client/filter.h"
#include "client/listing.h"
#include "client/save.h"
#include "client/variants_print.h"
#include "client/workbook.h"

enum variants_format {
    VARIANTS_TEXT,
    VARIANTS_JSON,
    VARIANTS_CSV,
    VARIANTS_XLSX,
    VARIANTS_FORMAT_COUNT
};

static const char *const formats[VARIANTS_FORMAT_COUNT] = {[VARIANTS_TEXT] = "text",
                                                           [VARIANTS_JSON] = "json",
                                                           [VARIANTS_CSV] = "csv",
                                                           [VARIANTS_XLSX] = "xlsx"};

struct variants_request {
    struct option_list filters[FILTER_COUNT];
    bool whole, count;
    const char *likeness, *output;
    struct option_choice format;
    struct buf query;
    struct fetch *fetch;
};

static const struct command_help variants_help = {
    .text.usage = "specsearch variants [options] [QUERY...]",
    .text.summary =
        "Lists clauses that classes have in nearly the same words: clusters of variants, those "
        "in\n"
        "most classes first, each variant with the classes that have it. [Words] are not in the\n"
        "cluster's first variant; what that has besides stands behind \"without\". With QUERY, "
        "only\n"
        "clauses that have its words, as they are typed. A clause is a sentence or list item of "
        "six\n"
        "words or more. json has an object a line, csv and xlsx a row for each class of a "
        "variant.\n"
        "Exit status: 0 found, 1 nothing found, 2 an error.",
    .text.examples = "  specsearch variants emergency\n"
                     "  specsearch variants --agency port-ferris --section physical_demands\n"
                     "  specsearch variants --likeness 0.9 -f csv > variants.csv\n"
                     "  specsearch variants -f xlsx -O variants.xlsx\n",
};

static enum err_code parse(struct variants_request *request, bool *answered,
                           struct command_line *line, struct err *err)
{
    const struct option_def others[] = {
        {"likeness", 'l', OPTION_TEXT, &request->likeness, "N",
         "share of their words that clauses have in common: 0.5 to 1 (0.8)"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE", "write to this file"},
        {"whole", 'w', OPTION_FLAG, &request->whole, NULL,
         "name all classes of a variant, not only ten"},
        {"count", 'c', OPTION_FLAG, &request->count, NULL, "only how many there are"},
    };
    enum { OTHERS = sizeof others / sizeof *others, COUNT = FILTER_COUNT + OTHERS };
    struct option_def defs[COUNT];
    int first;

    filter_add_options(defs, request->filters);
    memcpy(defs + FILTER_COUNT, others, sizeof others);
    enum err_code code = command_parse(&first, answered, line, &variants_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    command_join(&request->query, line, first);
    if (request->count && request->format.chosen > VARIANTS_JSON)
        return err_set(err, ERR_USAGE, "--count goes with --format text or json");
    return ERR_OK;
}

static enum err_code make_target(struct buf *target, const struct variants_request *request,
                                 struct err *err)
{
    static const char *const ends[] = {[VARIANTS_TEXT] = "format=ndjson",
                                       [VARIANTS_JSON] = "format=ndjson",
                                       [VARIANTS_CSV] = "format=csv",
                                       [VARIANTS_XLSX] = "format=xlsx"};

    buf_text(target, "/api/v1/variants?");
    enum err_code code = filter_add_parameter(target, "q", buf_view(&request->query), err);
    if (code == ERR_OK)
        code = filter_add_parameters(target, request->filters, err);
    if (code == ERR_OK && request->likeness != NULL)
        code = filter_add_parameter(target, "likeness", str_of(request->likeness), err);
    buf_text(target, request->count ? "per_page=1" : ends[request->format.chosen]);
    return code;
}

static enum err_code print_counts(long long *found, const struct variants_request *request,
                                  struct str target, struct output *out, struct err *err)
{
    bool text = request->format.chosen == VARIANTS_TEXT;
    struct answer answer;
    enum err_code code = answer_get(&answer, request->fetch, target, err);

    if (code == ERR_OK)
        code = variants_print_head(text ? out : NULL, found, &answer, err);
    if (code == ERR_OK && !text)
        output_json(out, buf_view(&answer.body));
    answer_free(&answer);
    return code;
}

/* Rows under way. */
struct taking {
    bool text;
    struct output *out;
    struct variants_printed printed;
};

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    const struct taking *taking = data;

    return variants_print_head(taking->text ? taking->out : NULL, announced, answer, err);
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    struct taking *taking = data;

    return taking->text ? variants_print_row(taking->out, &taking->printed, answer, err) : ERR_OK;
}

static enum err_code print_all(long long *found, const struct variants_request *request,
                               struct str target, struct output *out, struct err *err)
{
    struct taking taking = {.text = request->format.chosen == VARIANTS_TEXT,
                            .out = out,
                            .printed = {.whole = request->whole}};
    const struct listing_taker taker = {take_head, take_row, &taking, out, !taking.text};
    enum err_code code = listing_take(found, request->fetch, target, &taker, err);

    variants_print_end(out, &taking.printed);
    if (code == ERR_OK && taking.text && *found > 0)
        output_printf(out, "\nall %lld came\n", *found);
    return code;
}

static enum err_code answer(bool *found, const void *data, struct output *out, struct err *err)
{
    const struct variants_request *request = data;
    bool workbook = request->format.chosen == VARIANTS_XLSX;
    struct buf target = {0};
    long long rows = 0;
    enum err_code code = workbook ? workbook_check_output(out, err) : ERR_OK;

    if (code == ERR_OK)
        code = make_target(&target, request, err);
    if (code == ERR_OK && workbook)
        code = workbook_write(&rows, request->fetch, buf_view(&target), out, err);
    else if (code == ERR_OK && request->format.chosen == VARIANTS_CSV)
        code = workbook_write_csv(&rows, request->fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = (request->count ? print_counts : print_all)(&rows, request, buf_view(&target), out,
                                                           err);
    buf_free(&target);
    *found = rows > 0;
    if (code == ERR_NOT_FOUND) /* what has no variants is no 404 */
        return err_set(err, ERR_FORMAT,
                       "%.200s lists no variants; is it the specsearchd of this version?",
                       fetch_origin(request->fetch));
    return code;
}

enum err_code variants_command(bool *found, struct command_line *line, struct output *out,
                               struct err *err)
{
    struct variants_request request = {.format = {formats, VARIANTS_FORMAT_COUNT, 0, false}};
    bool answered = false;
    enum err_code code = parse(&request, &answered, line, err);

    *found = answered;
    if (code == ERR_OK && !answered)
        code = command_open(&request.fetch, line, out, err);
    if (code == ERR_OK && !answered)
        code = command_prefer_agencies(&request.filters[FILTER_AGENCY], line, err);
    if (code == ERR_OK && !answered)
        code = save_answer(found, request.output, out, answer, &request, err);
    fetch_free(request.fetch);
    buf_free(&request.query);
    filter_free(request.filters);
    return code;
}
