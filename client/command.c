#include "client/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "client/completion.h"
#include "client/pager.h"

enum { RETRIES = 2 };

enum err_code command_parse(int *first, bool *answered, struct command_line *line,
                            const struct command_help *help, const struct option_def *defs,
                            size_t count, struct err *err)
{
    bool wanted = false;
    const struct option_def common[] = {
        {"url", 0, OPTION_TEXT, &line->url, "URL",
         "where specsearchd is ($SPECSEARCH_URL, http://127.0.0.1:8321)"},
        {"color", 0, OPTION_CHOICE, &line->color, "WHEN", "auto (default), always or never"},
        {"no-pager", 0, OPTION_FLAG, &line->no_pager, NULL, "write to the terminal itself"},
        {"retry", 0, OPTION_NUMBER, &line->retries, "N",
         "how often to try again if the daemon is not ready (2)"},
        {"help", 'h', OPTION_FLAG, &wanted, NULL, "show this help"},
    };
    enum { COMMON = sizeof common / sizeof *common };
    struct option_def *all = mem_zero(count + COMMON, sizeof *all);
    enum err_code code = ERR_OK;

    line->retries = RETRIES;
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

static const char *environment(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && *value != '\0' ? value : NULL;
}

enum err_code command_connect(struct fetch **fetch, struct command_line *line, struct err *err)
{
    const struct config_setting *set = &line->config.settings[CONFIG_URL];

    *fetch = NULL;
    enum err_code code = config_read(&line->config, err);
    if (code != ERR_OK)
        return code;
    bool preferred = line->url == NULL && environment("SPECSEARCH_URL") == NULL;
    code = fetch_open(fetch, preferred ? set->value : line->url, err);
    if (code == ERR_OK)
        fetch_retry(*fetch, line->retries);
    else if (preferred && set->value != NULL)
        config_blame(&line->config, CONFIG_URL, err);
    return code;
}

/* Git's rule: what is meant for this program goes before what is meant for all. */
static const char *find_pager(const struct command_line *line)
{
    const char *pager = getenv("SPECSEARCH_PAGER"), *term = environment("TERM");

    if (line->no_pager || (term != NULL && strcmp(term, "dumb") == 0))
        return NULL;
    if (pager == NULL)
        pager = line->config.settings[CONFIG_PAGER].value;
    if (pager == NULL)
        pager = getenv("PAGER");
    if (pager == NULL)
        pager = pager_usual;
    return *pager == '\0' || strcmp(pager, "cat") == 0 ? NULL : pager;
}

enum err_code command_dress(struct output *out, struct command_line *line, struct err *err)
{
    const struct config_setting *set = &line->config.settings[CONFIG_COLOR];
    size_t color = line->color.chosen;
    enum err_code code = config_read(&line->config, err);

    if (code == ERR_OK && !line->color.given && set->value != NULL && !output_color_is_settled())
        code = options_choose(&color, "color", set->value, output_color_names, OUTPUT_COLOR_COUNT,
                              err);
    output_set_color(out, (enum output_color)color);
    if (code == ERR_OK && out->terminal)
        out->pager = find_pager(line);
    return code;
}

enum err_code command_open(struct fetch **fetch, struct command_line *line, struct output *out,
                           struct err *err)
{
    enum err_code code = command_dress(out, line, err);

    return code == ERR_OK ? command_connect(fetch, line, err) : code;
}

enum err_code command_prefer_agency(const char **agency, struct command_line *line, struct err *err)
{
    const struct config_setting *set = &line->config.settings[CONFIG_AGENCY];
    const char *name = *agency != NULL ? *agency : getenv("SPECSEARCH_AGENCY");
    struct buf note = {0};
    enum err_code code = config_read(&line->config, err);

    if (code != ERR_OK)
        return code;
    if (*agency == NULL && name != NULL)
        buf_printf(&note, "only agency %s, as $SPECSEARCH_AGENCY says", name);
    else if (name == NULL && set->value != NULL)
        buf_printf(&note, "only agency %s, as %s:%u says", set->value, line->config.path,
                   set->line);
    if (name == NULL)
        name = set->value;
    *agency = name != NULL && *name != '\0' ? name : NULL;
    if (*agency != NULL && note.n > 0) {
        buf_text(&note, "; --agency= asks for all");
        output_complain(note.p);
    }
    buf_free(&note);
    return ERR_OK;
}

enum err_code command_prefer_agencies(struct option_list *agencies, struct command_line *line,
                                      struct err *err)
{
    const char *agency = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < agencies->count; i++)
        if (*agencies->items[i] != '\0')
            agencies->items[kept++] = agencies->items[i];
    if (agencies->count > 0) {
        agencies->count = kept;
        return ERR_OK;
    }
    enum err_code code = command_prefer_agency(&agency, line, err);
    if (code == ERR_OK && agency != NULL) {
        agencies->items = mem_grow(agencies->items, agencies->count, &agencies->capacity,
                                   sizeof *agencies->items);
        agencies->items[agencies->count++] = agency;
    }
    return code;
}

void command_end(struct command_line *line)
{
    config_free(&line->config);
}
