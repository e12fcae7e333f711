#include "client/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/save.h"
#include "client/workbook.h"

enum compare_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX };

struct compare_request {
    const char *const *ids;
    int count;
    const char *format_name, *output, *url, *color;
    enum compare_format format;
    bool help, whole;
};

static const struct option_help compare_help = {
    .usage = "specsearch compare [options] ID ID [ID [ID]]",
    .summary = "Compares two to four class specifications (find prints the IDs): their fields and "
               "what they require,\n"
               "then their sections, sentence by sentence. [Words] are only in that class, {words} "
               "in some of the\n"
               "others. Exit status: 0 compared, 1 no such class, 2 an error.",
    .examples = "  specsearch compare alder-county/2140 alder-county/2141\n"
                "  specsearch compare --whole denver/ci2421 salem/865 | less\n"
                "  specsearch compare -f csv denver/ci2421 salem/865 > compared.csv\n"
                "  specsearch compare -f xlsx -O compared.xlsx denver/ci2421 salem/865\n",
};

static enum err_code check(struct compare_request *request, struct err *err)
{
    static const char *const formats[] = {"text", "json", "csv", "xlsx"};
    size_t format;

    if (request->count < 2 || request->count > COMPARE_CLASSES_MAX)
        return err_set(err, ERR_USAGE,
                       "compare takes the IDs of two to four classes; see specsearch compare "
                       "--help");
    enum err_code code = options_choose(&format, "format", request->format_name, formats,
                                        sizeof formats / sizeof *formats, err);
    if (code != ERR_OK)
        return code;
    request->format = (enum compare_format)format;
    for (int i = 0; i < request->count; i++)
        if (!utf8_valid(str_of(request->ids[i])))
            return err_set(err, ERR_USAGE,
                           "an ID is not valid UTF-8; check the terminal's encoding");
    return ERR_OK;
}

static enum err_code parse(struct compare_request *request, int argc, char **argv, struct err *err)
{
    const struct option_def defs[] = {
        {"whole", 'w', OPTION_FLAG, &request->whole, NULL,
         "show the text that all classes have, too"},
        {"format", 'f', OPTION_TEXT, &request->format_name, "FORMAT",
         "text (default), json, csv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE",
         "write to FILE, which is there when it is whole"},
        {"url", 0, OPTION_TEXT, &request->url, "URL",
         "where specsearchd is ($SPECSEARCH_URL, http://127.0.0.1:8321)"},
        {"color", 0, OPTION_TEXT, &request->color, "WHEN", "auto (default), always or never"},
        {"help", 'h', OPTION_FLAG, &request->help, NULL, "show this help"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = options_parse(&first, argc, argv, defs, COUNT, err);
    if (code != ERR_OK)
        return code;
    if (request->help) {
        options_print_help(&compare_help, defs, COUNT);
        return ERR_OK;
    }
    request->ids = (const char *const *)argv + first;
    request->count = argc - first;
    return check(request, err);
}

static enum err_code check_answer(const struct answer *answer, struct err *err)
{
    static const char *const lists[] = {"classes", "fields", "requirements", "blocks"};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!json_is_array(json_object_get(answer->root, lists[i])))
            return answer_unexpected(answer->origin, lists[i], err);
    if (json_array_size(json_object_get(answer->root, "classes")) > COMPARE_CLASSES_MAX)
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (too many classes)",
                       answer->origin);
    return ERR_OK;
}

/* The daemon's own CSV, without the mark that spreadsheets want: here, scripts read it. */
static enum err_code write_csv(struct fetch *fetch, struct str target, struct output *out,
                               struct err *err)
{
    enum { HTTP_OK = 200 };
    static const struct str mark = {"\xef\xbb\xbf", 3};
    struct answer answer = {.origin = fetch_origin(fetch)};
    struct fetch_reply reply;

    enum err_code code = fetch_get(&reply, fetch, target, err);
    if (code != ERR_OK)
        return code;
    answer.body = reply.body;
    struct str body = buf_view(&reply.body);
    if (reply.status != HTTP_OK)
        code = answer_refused(&answer, reply.status, err);
    else if (!str_starts(body, mark))
        code = err_set(err, ERR_FORMAT,
                       "unexpected answer from %.200s (no CSV); is --url the specsearchd of this "
                       "version?",
                       answer.origin);
    else
        output_raw(out, str_from(body, mark.n));
    answer_free(&answer);
    return code;
}

static enum err_code write_answer(const struct compare_request *request, struct fetch *fetch,
                                  struct str target, struct output *out, struct err *err)
{
    struct answer answer;
    enum err_code code = answer_get(&answer, fetch, target, err);

    if (code == ERR_OK)
        code = check_answer(&answer, err);
    if (code == ERR_OK && request->format == FORMAT_JSON)
        output_json(out, buf_view(&answer.body));
    else if (code == ERR_OK)
        compare_print(out, answer.root, request->whole);
    answer_free(&answer);
    return code;
}

static enum err_code compare(const struct compare_request *request, struct fetch *fetch,
                             struct output *out, struct err *err)
{
    static const char *const ends[] = {"", "", "&format=csv", "&format=xlsx"};
    struct buf target = {0};
    long long rows;
    enum err_code code = request->format == FORMAT_XLSX ? workbook_check_output(out, err) : ERR_OK;

    buf_text(&target, "/api/v1/compare");
    for (int i = 0; i < request->count; i++) {
        buf_text(&target, i == 0 ? "?id=" : "&id=");
        fetch_encode(&target, str_of(request->ids[i]), false);
    }
    buf_text(&target, ends[request->format]);
    if (code == ERR_OK && request->format == FORMAT_XLSX)
        code = workbook_write(&rows, fetch, buf_view(&target), out, err);
    else if (code == ERR_OK && request->format == FORMAT_CSV)
        code = write_csv(fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = write_answer(request, fetch, buf_view(&target), out, err);
    buf_free(&target);
    return code;
}

static enum err_code answer(const struct compare_request *request, struct output *out,
                            struct err *err)
{
    struct fetch *fetch = NULL;
    enum err_code code = output_set_color(out, request->color, err);

    if (code == ERR_OK)
        code = fetch_open(&fetch, request->url, err);
    if (code == ERR_OK)
        code = compare(request, fetch, out, err);
    fetch_free(fetch);
    return code;
}

enum err_code compare_command(bool *found, int argc, char **argv, struct output *out,
                              struct err *err)
{
    struct compare_request request = {.format_name = "text", .color = "auto"};
    struct save save;

    enum err_code code = parse(&request, argc, argv, err);
    *found = code == ERR_OK;
    if (code != ERR_OK || request.help)
        return code;
    if (request.output == NULL)
        return answer(&request, out, err);
    code = save_begin(&save, request.output, err);
    if (code == ERR_OK)
        code = answer(&request, &save.out, err);
    return save_end(&save, code, err);
}
