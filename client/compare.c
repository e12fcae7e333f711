#include "client/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/save.h"
#include "client/workbook.h"

enum compare_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX, FORMAT_COUNT };

static const char *const formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv", [FORMAT_XLSX] = "xlsx"};

struct compare_request {
    const char *const *ids;
    int count;
    const char *output;
    struct option_choice format;
    bool whole;
};

static const struct command_help compare_help = {
    .text.usage = "specsearch compare [options] ID ID [ID [ID]]",
    .text.summary =
        "Compares two to four class specifications (find prints the IDs): their fields and "
        "what they require,\n"
        "then their sections, sentence by sentence. [Words] are only in that class, {words} "
        "in some of the\n"
        "others. Exit status: 0 compared, 1 no such class, 2 an error.",
    .operand = COMMAND_CLASS,
    .text.examples = "  specsearch compare alder-county/2140 alder-county/2141\n"
                     "  specsearch compare --whole denver/ci2421 salem/865 | less\n"
                     "  specsearch compare -f csv denver/ci2421 salem/865 > compared.csv\n"
                     "  specsearch compare -f xlsx -O compared.xlsx denver/ci2421 salem/865\n",
};

static enum err_code check(const struct compare_request *request, struct err *err)
{
    if (request->count < 2 || request->count > COMPARE_CLASSES_MAX)
        return err_set(err, ERR_USAGE,
                       "compare takes the IDs of two to four classes; see specsearch compare "
                       "--help");
    for (int i = 0; i < request->count; i++)
        if (!utf8_valid(str_of(request->ids[i])))
            return err_set(err, ERR_USAGE,
                           "an ID is not valid UTF-8; check the terminal's encoding");
    return ERR_OK;
}

static enum err_code parse(struct compare_request *request, bool *answered,
                           struct command_line *line, struct err *err)
{
    const struct option_def defs[] = {
        {"whole", 'w', OPTION_FLAG, &request->whole, NULL,
         "show the text that all classes have, too"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE",
         "write to FILE, which is there when it is whole"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = command_parse(&first, answered, line, &compare_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    request->ids = (const char *const *)line->argv + first;
    request->count = line->argc - first;
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

static enum err_code write_answer(const struct compare_request *request, struct fetch *fetch,
                                  struct str target, struct output *out, struct err *err)
{
    struct answer answer;
    enum err_code code = answer_get(&answer, fetch, target, err);

    if (code == ERR_OK)
        code = check_answer(&answer, err);
    if (code == ERR_OK && request->format.chosen == FORMAT_JSON)
        output_json(out, buf_view(&answer.body));
    else if (code == ERR_OK)
        compare_print(out, answer.root, request->whole);
    answer_free(&answer);
    return code;
}

static enum err_code compare(const struct compare_request *request, struct fetch *fetch,
                             struct output *out, struct err *err)
{
    static const char *const ends[FORMAT_COUNT] = {"", "", "&format=csv", "&format=xlsx"};
    struct buf target = {0};
    long long rows;
    enum err_code code =
        request->format.chosen == FORMAT_XLSX ? workbook_check_output(out, err) : ERR_OK;

    buf_text(&target, "/api/v1/compare");
    for (int i = 0; i < request->count; i++) {
        buf_text(&target, i == 0 ? "?id=" : "&id=");
        fetch_encode(&target, str_of(request->ids[i]), false);
    }
    buf_text(&target, ends[request->format.chosen]);
    if (code == ERR_OK && request->format.chosen == FORMAT_XLSX)
        code = workbook_write(&rows, fetch, buf_view(&target), out, err);
    else if (code == ERR_OK && request->format.chosen == FORMAT_CSV)
        code = workbook_write_csv(&rows, fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = write_answer(request, fetch, buf_view(&target), out, err);
    buf_free(&target);
    return code;
}

static enum err_code answer(const struct compare_request *request, struct command_line *line,
                            struct output *out, struct err *err)
{
    struct fetch *fetch = NULL;
    enum err_code code = command_open(&fetch, line, out, err);

    if (code == ERR_OK)
        code = compare(request, fetch, out, err);
    fetch_free(fetch);
    return code;
}

enum err_code compare_command(bool *found, struct command_line *line, struct output *out,
                              struct err *err)
{
    struct compare_request request = {.format = {formats, FORMAT_COUNT, FORMAT_TEXT, false}};
    bool answered = false;
    struct save save;

    enum err_code code = parse(&request, &answered, line, err);
    *found = code == ERR_OK;
    if (code != ERR_OK || answered)
        return code;
    if (request.output == NULL)
        return answer(&request, line, out, err);
    code = save_begin(&save, request.output, err);
    if (code == ERR_OK)
        code = answer(&request, line, &save.out, err);
    return save_end(&save, code, err);
}
