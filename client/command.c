#include "client/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "client/completion.h"

enum err_code command_parse(int *first, bool *answered, struct command_line *line,
                            const struct command_help *help, const struct option_def *defs,
                            size_t count, struct err *err)
{
    bool wanted = false;
    const struct option_def common[] = {
        {"url", 0, OPTION_TEXT, &line->url, "URL",
         "where specsearchd is ($SPECSEARCH_URL, http://127.0.0.1:8321)"},
        {"color", 0, OPTION_CHOICE, &line->color, "WHEN", "auto (default), always or never"},
        {"help", 'h', OPTION_FLAG, &wanted, NULL, "show this help"},
    };
    enum { COMMON = sizeof common / sizeof *common };
    struct option_def *all = mem_zero(count + COMMON, sizeof *all);
    enum err_code code = ERR_OK;

    line->color =
        (struct option_choice){output_color_names, OUTPUT_COLOR_COUNT, OUTPUT_AUTO, false};
    if (count > 0)
        memcpy(all, defs, count * sizeof *all);
    memcpy(all + count, common, sizeof common);
    if (line->completion != NULL)
        completion_answer(line->completion, help, all, count + COMMON);
    else
        code = options_parse(first, line->argc, line->argv, all, count + COMMON, err);
    if (code == ERR_OK && wanted)
        options_print_help(&help->text, all, count + COMMON);
    *answered = wanted || line->completion != NULL;
    free(all);
    return code;
}

void command_join(struct buf *query, const struct command_line *line, int first)
{
    for (int i = first; i < line->argc; i++) {
        if (i > first)
            buf_char(query, ' ');
        buf_text(query, line->argv[i]);
    }
}

enum err_code command_connect(struct fetch **fetch, struct command_line *line, struct err *err)
{
    return fetch_open(fetch, line->url, err);
}

enum err_code command_dress(struct output *out, struct command_line *line, struct err *err)
{
    (void)err;
    output_set_color(out, (enum output_color)line->color.chosen);
    return ERR_OK;
}

enum err_code command_open(struct fetch **fetch, struct command_line *line, struct output *out,
                           struct err *err)
{
    enum err_code code = command_dress(out, line, err);

    return code == ERR_OK ? command_connect(fetch, line, err) : code;
}
