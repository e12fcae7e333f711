#include "client/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/hits.h"
#include "client/rows.h"

enum { INDENT = 2, LIMIT_DEFAULT = 10, LIMIT_MOST = 100, TERMS_SHOWN = 8 };

enum similar_format { SIMILAR_TEXT, SIMILAR_JSON, SIMILAR_CSV, SIMILAR_TSV, SIMILAR_FORMAT_COUNT };

static const char *const formats[SIMILAR_FORMAT_COUNT] = {
    [SIMILAR_TEXT] = "text", [SIMILAR_JSON] = "json", [SIMILAR_CSV] = "csv", [SIMILAR_TSV] = "tsv"};

struct similar_request {
    struct option_list agencies, kinds;
    const char *id; /* with "#" and the ordinal */
    long limit;
    bool other_agencies;
    struct option_choice format;
    size_t id_length;    /* without the ordinal */
    const char *ordinal; /* NULL: the whole class */
};

static const struct command_help similar_help = {
    .text.usage = "specsearch similar [options] ID[#ORDINAL]",
    .text.summary =
        "Shows the classes that share most of what distinguishes the class ID (find prints the\n"
        "IDs), or the sections most like its section ORDINAL (counted from 0, as in the JSON and\n"
        "in addresses of pages), the most similar first. The percentage is the share of what\n"
        "distinguishes the one asked for that the other has as well; the words in common that\n"
        "weigh most stand below. Exit status: 0 found, 1 nothing is similar or there is no such\n"
        "class or section, 2 an error.",
    .operand = COMMAND_CLASS,
    .text.examples = "  specsearch similar denver/ci2421\n"
                     "  specsearch similar denver/ci2421 --other-agencies -n 3\n"
                     "  specsearch similar 'denver/ci2421#4' --section duties\n"
                     "  specsearch similar -f csv denver/ci2421 > similar.csv\n",
};

static enum err_code check_id(struct similar_request *request, struct err *err)
{
    const char *mark = strrchr(request->id, '#');

    request->id_length = mark != NULL ? (size_t)(mark - request->id) : strlen(request->id);
    request->ordinal = mark != NULL ? mark + 1 : NULL;
    if (mark != NULL && (*request->ordinal == '\0' ||
                         strspn(request->ordinal, "0123456789") != strlen(request->ordinal)))
        return err_set(err, ERR_USAGE,
                       "behind # stands the number of a section, from 0: '%.100s' is none",
                       request->ordinal);
    if (request->kinds.count > 0 && mark == NULL)
        return err_set(err, ERR_USAGE, "--section goes with the ID of a section, such as %.100s#4",
                       request->id);
    if (!utf8_valid(str_of(request->id)))
        return err_set(err, ERR_USAGE, "the ID is not valid UTF-8; check the terminal's encoding");
    return ERR_OK;
}

static enum err_code check(struct similar_request *request, int operands, struct err *err)
{
    if (operands == 0 || *request->id == '\0')
        return err_set(err, ERR_USAGE,
                       "similar wants the ID of a class, such as: specsearch similar "
                       "denver/ci2421; see specsearch similar --help");
    if (operands > 1)
        return err_set(err, ERR_USAGE, "similar takes one ID at a time");
    if (request->limit < 1 || request->limit > LIMIT_MOST)
        return err_set(err, ERR_USAGE, "--limit takes 1 to %d", LIMIT_MOST);
    return check_id(request, err);
}

static enum err_code parse(struct similar_request *request, bool *answered,
                           struct command_line *line, struct err *err)
{
    const struct option_def defs[] = {
        {"agency", 'a', OPTION_LIST, &request->agencies, "AGENCY",
         "only what this agency has; may be given again"},
        {"other-agencies", 'o', OPTION_FLAG, &request->other_agencies, NULL,
         "only what other agencies have"},
        {"section", 's', OPTION_LIST, &request->kinds, "KIND",
         "only sections of this kind; may be given again"},
        {"limit", 'n', OPTION_NUMBER, &request->limit, "N", "how many, 1 to 100 (10)"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv or tsv"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = command_parse(&first, answered, line, &similar_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    if (first < line->argc)
        request->id = line->argv[first];
    return check(request, line->argc - first, err);
}

static enum err_code add_values(struct buf *target, const char *name,
                                const struct option_list *values, struct err *err)
{
    for (size_t i = 0; i < values->count; i++) {
        if (!utf8_valid(str_of(values->items[i])))
            return err_set(err, ERR_USAGE, "%s is not valid UTF-8; check the terminal's encoding",
                           name);
        buf_printf(target, "&%s=", name);
        fetch_encode(target, str_of(values->items[i]), false);
    }
    return ERR_OK;
}

static enum err_code make_target(struct buf *target, const struct similar_request *request,
                                 struct err *err)
{
    buf_text(target, "/api/v1/classes/");
    fetch_encode(target, (struct str){request->id, request->id_length}, true);
    if (request->ordinal != NULL)
        buf_printf(target, "/sections/%s", request->ordinal);
    buf_printf(target, "/similar?limit=%ld", request->limit);
    if (request->other_agencies)
        buf_text(target, "&other_agencies=1");
    enum err_code code = add_values(target, "agency", &request->agencies, err);
    return code == ERR_OK ? add_values(target, "section", &request->kinds, err) : code;
}

static void print_terms(struct output *out, const struct answer_similar_hit *similar)
{
    struct buf words = {0};

    for (size_t i = 0; i < similar->term_count && i < TERMS_SHOWN; i++) {
        if (i > 0)
            buf_text(&words, ", ");
        buf_str(&words, similar->terms[i].word);
    }
    wrap_paragraph(out, &(struct wrap_text){.text = buf_view(&words)}, 2 * INDENT);
    buf_free(&words);
}

static void print_text(struct output *out, const struct answer_similar *similar)
{
    hits_print_head(out, &similar->subject.hit, similar->subject.is_section);
    print_terms(out, &similar->subject);
    for (size_t i = 0; i < similar->hit_count; i++) {
        output_printf(out, "\n%3.0f%% ", floor(100 * similar->hits[i].hit.score));
        hits_print_head(out, &similar->hits[i].hit, similar->hits[i].is_section);
        print_terms(out, &similar->hits[i]);
    }
    if (similar->hit_count == 0)
        output_raw(out, STR("\nnothing is similar\n"));
}

static void print_rows(struct output *out, const struct answer_similar *similar,
                       enum rows_format format)
{
    rows_write_similar_header(out, format);
    for (size_t i = 0; i < similar->hit_count; i++)
        rows_write_similar(out, format, &similar->hits[i]);
}

static enum err_code compare(bool *found, const struct similar_request *request,
                             struct fetch *fetch, struct output *out, struct err *err)
{
    struct buf target = {0};
    struct answer answer = {0};
    struct answer_similar similar;

    enum err_code code = make_target(&target, request, err);
    if (code == ERR_OK)
        code = answer_get(&answer, fetch, buf_view(&target), err);
    buf_free(&target);
    if (code == ERR_OK)
        code = answer_read_similar(&similar, &answer, err);
    if (code == ERR_OK) {
        *found = similar.hit_count > 0;
        if (request->format.chosen == SIMILAR_JSON)
            output_json(out, buf_view(&answer.body));
        else if (request->format.chosen == SIMILAR_TEXT)
            print_text(out, &similar);
        else
            print_rows(out, &similar, request->format.chosen == SIMILAR_CSV ? ROWS_CSV : ROWS_TSV);
    }
    answer_free(&answer);
    return code;
}

enum err_code similar_command(bool *found, struct command_line *line, struct output *out,
                              struct err *err)
{
    struct similar_request request = {
        .id = "",
        .limit = LIMIT_DEFAULT,
        .format = {formats, SIMILAR_FORMAT_COUNT, SIMILAR_TEXT, false},
    };
    struct fetch *fetch = NULL;
    bool answered = false;

    enum err_code code = parse(&request, &answered, line, err);
    if (code == ERR_OK && answered) {
        *found = true;
    } else if (code == ERR_OK) {
        code = command_open(&fetch, line, out, err);
        if (code == ERR_OK)
            code = compare(found, &request, fetch, out, err);
    }
    fetch_free(fetch);
    free(request.agencies.items);
    free(request.kinds.items);
    return code;
}
