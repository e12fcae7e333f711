#include "client/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/options.h"
#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"

enum compare_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV };

struct compare_request {
    const char *const *ids;
    int count;
    const char *format_name, *url, *color;
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
                "  specsearch compare -f csv denver/ci2421 salem/865 > compared.csv\n",
};

static enum err_code check(struct compare_request *request, struct err *err)
{
    static const char *const names[] = {"text", "json", "csv"};
    size_t format = 0;

    if (request->count < 2 || request->count > COMPARE_CLASSES_MAX)
        return err_set(err, ERR_USAGE,
                       "compare takes the IDs of two to four classes; see specsearch compare "
                       "--help");
    while (format < sizeof names / sizeof *names &&
           strcmp(request->format_name, names[format]) != 0)
        format++;
    if (format == sizeof names / sizeof *names)
        return err_set(err, ERR_USAGE, "--format takes text, json or csv, not '%s'",
                       request->format_name);
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
         "text (default), json or csv"},
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

/* CSV. */

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct str){json_is_string(value) ? json_string_value(value) : "",
                        json_string_length(value)};
}

static void start_row(struct output *out, const char *what, struct str name, struct str heading,
                      struct str state)
{
    csv_cell(&out->pending, str_of(what));
    output_char(out, ',');
    csv_cell(&out->pending, name);
    output_char(out, ',');
    csv_cell(&out->pending, heading);
    output_char(out, ',');
    csv_cell(&out->pending, state);
}

static void add_cell(struct output *out, struct str text)
{
    output_char(out, ',');
    csv_cell(&out->pending, text);
}

static void write_about(struct output *out, const json_t *root)
{
    size_t i, k, n;
    json_t *row, *cell, *requirement;

    json_array_foreach(json_object_get(root, "fields"), i, row)
    {
        bool same = json_is_true(json_object_get(row, "same"));
        start_row(out, "field", text_of(row, "label"), STR(""), str_of(same ? "same" : "differs"));
        json_array_foreach(json_object_get(row, "cells"), k, cell)
            add_cell(out, text_of(cell, "value"));
        output_raw(out, STR(CSV_ROW_END));
    }
    json_array_foreach(json_object_get(root, "requirements"), i, row)
    {
        bool same = json_is_true(json_object_get(row, "same"));
        start_row(out, "requirement", text_of(row, "label"), STR(""),
                  str_of(same ? "same" : "differs"));
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            struct buf text = {0};
            json_array_foreach(cell, n, requirement)
            {
                struct str label = text_of(requirement, "label");
                struct str modality = text_of(requirement, "modality");
                buf_printf(&text, "%s%.*s [%.*s]", n > 0 ? "; " : "", (int)label.n, label.p,
                           (int)modality.n, modality.p);
            }
            add_cell(out, buf_view(&text));
            buf_free(&text);
        }
        output_raw(out, STR(CSV_ROW_END));
    }
}

static void write_part(struct output *out, struct str label, const json_t *part, size_t classes)
{
    struct str heading = STR("");
    json_t *row, *cell, *section, *list;
    size_t i, k, n;

    json_array_foreach(json_object_get(part, "sections"), i, section) if (heading.n == 0) heading =
        text_of(section, "heading");
    json_array_foreach(json_object_get(part, "rows"), i, row)
    {
        start_row(out, "text", label, heading, text_of(row, "state"));
        json_array_foreach(json_object_get(row, "cells"), k, cell)
            add_cell(out, text_of(cell, "text"));
        output_raw(out, STR(CSV_ROW_END));
    }
    json_array_foreach(json_object_get(part, "rest"), i, list) json_array_foreach(list, k, cell)
    {
        start_row(out, "text", label, heading, STR("only"));
        for (n = 0; n < classes; n++)
            add_cell(out, n == i ? text_of(cell, "text") : STR(""));
        output_raw(out, STR(CSV_ROW_END));
    }
}

void compare_write_csv(struct output *out, const json_t *root)
{
    json_t *classes = json_object_get(root, "classes"), *class, *block, *part;
    size_t i, k;

    start_row(out, "what", STR("name"), STR("heading"), STR("state"));
    json_array_foreach(classes, i, class) add_cell(out, text_of(class, "id"));
    output_raw(out, STR(CSV_ROW_END));
    write_about(out, root);
    json_array_foreach(json_object_get(root, "blocks"), i, block)
        json_array_foreach(json_object_get(block, "parts"), k, part)
            write_part(out, text_of(block, "label"), part, json_array_size(classes));
}

static enum err_code check_answer(const struct answer *answer, struct err *err)
{
    static const char *const lists[] = {"classes", "fields", "requirements", "blocks"};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!json_is_array(json_object_get(answer->root, lists[i])))
            return err_set(err, ERR_FORMAT,
                           "unexpected answer from %.200s (\"%s\" is missing); is --url the "
                           "specsearchd of this version?",
                           answer->origin, lists[i]);
    if (json_array_size(json_object_get(answer->root, "classes")) > COMPARE_CLASSES_MAX)
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (too many classes)",
                       answer->origin);
    return ERR_OK;
}

static enum err_code compare(const struct compare_request *request, struct fetch *fetch,
                             struct output *out, struct err *err)
{
    struct buf target = {0};
    struct answer answer;

    buf_text(&target, "/api/v1/compare");
    for (int i = 0; i < request->count; i++) {
        buf_text(&target, i == 0 ? "?id=" : "&id=");
        fetch_encode(&target, str_of(request->ids[i]), false);
    }
    enum err_code code = answer_get(&answer, fetch, buf_view(&target), err);
    buf_free(&target);
    if (code == ERR_OK)
        code = check_answer(&answer, err);
    if (code == ERR_OK && request->format == FORMAT_JSON)
        output_json(out, buf_view(&answer.body));
    else if (code == ERR_OK && request->format == FORMAT_CSV)
        compare_write_csv(out, answer.root);
    else if (code == ERR_OK)
        compare_print(out, answer.root, request->whole);
    answer_free(&answer);
    return code;
}

enum err_code compare_command(bool *found, int argc, char **argv, struct output *out,
                              struct err *err)
{
    struct compare_request request = {.format_name = "text", .color = "auto"};
    struct fetch *fetch = NULL;

    enum err_code code = parse(&request, argc, argv, err);
    *found = code == ERR_OK;
    if (code != ERR_OK || request.help)
        return code;
    code = output_set_color(out, request.color, err);
    if (code == ERR_OK)
        code = fetch_open(&fetch, request.url, err);
    if (code == ERR_OK)
        code = compare(&request, fetch, out, err);
    fetch_free(fetch);
    return code;
}
