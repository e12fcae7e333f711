#include "client/completion.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "client/answer.h"
#include "client/commands.h"
#include "client/filter.h"

enum { PATIENCE_MS = 1000, PER_PAGE = 1000 };

/* A line to complete. */
struct completion {
    struct output *out;
    char *const *words; /* behind the command's name */
    size_t count;       /* the last of them is completed; never 0 */
    bool file;          /* the word is the name of a file */
    /* What the words before it say. */
    const struct option_def *pending; /* the word is its value */
    bool ended;                       /* there are no options behind "--" */
    const char *url;                  /* NULL: not given */
};

/* Lists of the daemon: a member of each of their rows is a value, another says what it means. */
static const struct completion_list {
    const char *option; /* that takes such a value */
    const char *path, *rows, *value, *meaning;
    bool paged;
} lists[] = {
    {"section", "/api/v1/browse", "kinds", "value", "label", false},
    {"agency", "/api/v1/browse", "agencies", "value", "label", false},
    {"series", "/api/v1/browse/series", "series", "series", "agency", true},
};

static const struct completion_list classes = {
    NULL, "/api/v1/browse/classes", "classes", "id", "title", true};

/* The part of the word that stands already, and is in each proposal as it is, and the part that
 * the values begin with. */
struct typed {
    struct str before, begun;
};

/* Proposes a value if it begins as the word does. What would not reach the shell as one line, and
 * as it is, is left out. */
static void propose(struct completion *completion, struct typed typed, struct str value,
                    struct str meaning)
{
    struct output *out = completion->out;

    if (value.n == 0 || !str_starts(value, typed.begun) || !utf8_valid(value))
        return;
    for (struct str rest = value; rest.n > 0;) {
        uint32_t c;
        rest = str_from(rest, utf8_decode(rest.p, rest.n, &c));
        if (output_safe(c) != c)
            return;
    }
    output_raw(out, typed.before);
    output_raw(out, value);
    if (meaning.n > 0 && !str_eq(meaning, value)) {
        output_char(out, '\t');
        output_text(out, meaning);
    }
    output_char(out, '\n');
}

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *text = json_object_get(object, name);

    return (struct str){json_string_value(text), json_string_length(text)};
}

static void propose_rows(struct completion *completion, struct typed typed, const json_t *rows,
                         const char *value, const char *meaning)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        propose(completion, typed, text_of(row, value), text_of(row, meaning));
    }
}

/* All pages of a list, or those that come in time. */
static void propose_list(struct completion *completion, struct typed typed, struct fetch *fetch,
                         const struct completion_list *list)
{
    json_int_t pages = 1;

    for (json_int_t page = 1; page <= pages; page++) {
        struct answer answer;
        struct buf target = {0};
        buf_text(&target, list->path);
        if (list->paged)
            buf_printf(&target, "?page=%lld&per_page=%d", (long long)page, PER_PAGE);
        enum err_code code = answer_get(&answer, fetch, buf_view(&target), NULL);
        if (code == ERR_OK) {
            propose_rows(completion, typed, json_object_get(answer.root, list->rows), list->value,
                         list->meaning);
            pages = json_integer_value(json_object_get(answer.root, "pages"));
        } else {
            pages = 0;
        }
        answer_free(&answer);
        buf_free(&target);
    }
}

/* The values of a filter that the daemon has no list of are those that it counts. */
static void propose_counted(struct completion *completion, struct typed typed, struct fetch *fetch,
                            const char *filter)
{
    struct answer answer;

    if (answer_get(&answer, fetch, STR("/api/v1/search?q=&per_page=1"), NULL) == ERR_OK)
        propose_rows(completion, typed,
                     json_object_get(json_object_get(answer.root, "facets"), filter), "value",
                     "label");
    answer_free(&answer);
}

/* Asks the daemon. Nobody wants to hear of an error while a line is typed. */
static void propose_known(struct completion *completion, struct typed typed,
                          const struct completion_list *list, const char *filter)
{
    struct command_line line = {.url = completion->url};
    struct fetch *fetch = NULL;

    if (command_connect(&fetch, &line, NULL) == ERR_OK) {
        fetch_hurry(fetch, PATIENCE_MS);
        if (list != NULL)
            propose_list(completion, typed, fetch, list);
        else
            propose_counted(completion, typed, fetch, filter);
    }
    fetch_free(fetch);
    command_end(&line);
}

static void propose_values(struct completion *completion, struct typed typed,
                           const struct option_def *def)
{
    if (def->kind == OPTION_CHOICE) {
        const struct option_choice *choice = def->target;
        for (size_t i = 0; i < choice->count; i++)
            propose(completion, typed, str_of(choice->names[i]), (struct str){0});
        return;
    }
    completion->file = strcmp(def->argument, "FILE") == 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(def->name, lists[i].option) == 0) {
            propose_known(completion, typed, &lists[i], NULL);
            return;
        }
    }
    for (size_t i = 0; i < FILTER_COUNT; i++)
        if (strcmp(def->name, filters[i].name) == 0)
            propose_known(completion, typed, NULL, def->name);
}

/* The option that this is the name of, or the beginning of one name. */
static const struct option_def *find_long(struct str name, const struct option_def *defs,
                                          size_t count)
{
    const struct option_def *found = NULL;
    size_t fitting = 0;

    for (size_t i = 0; i < count; i++) {
        if (str_is(name, defs[i].name))
            return &defs[i];
        if (str_starts(str_of(defs[i].name), name)) {
            found = &defs[i];
            fitting++;
        }
    }
    return fitting == 1 ? found : NULL;
}

/* Of letters behind a "-", the first that takes a value; *value is what stands behind it. */
static const struct option_def *find_letter(struct str *value, struct str word,
                                            const struct option_def *defs, size_t count)
{
    for (size_t at = 1; at < word.n; at++)
        for (size_t i = 0; i < count; i++)
            if (defs[i].letter == word.p[at] && defs[i].kind != OPTION_FLAG) {
                *value = str_from(word, at + 1);
                return &defs[i];
            }
    return NULL;
}

/* The option that a word names and that takes a value; *value is that, if it stands in the same
 * word, else its p is NULL. */
static const struct option_def *find_valued(struct str *value, struct str word,
                                            const struct option_def *defs, size_t count)
{
    const struct option_def *def;

    *value = (struct str){0};
    if (str_starts(word, STR("--"))) {
        struct str rest = str_from(word, 2), name = str_cut(&rest, '=');
        if (name.n + 2 < word.n)
            *value = rest;
        def = find_long(name, defs, count);
        return def != NULL && def->kind != OPTION_FLAG ? def : NULL;
    }
    if (word.n < 2 || word.p[0] != '-')
        return NULL;
    def = find_letter(value, word, defs, count);
    if (value->n == 0)
        *value = (struct str){0};
    return def;
}

/* Reads the words before the one that is completed. */
static void read_before(struct completion *completion, const struct option_def *defs, size_t count)
{
    for (size_t i = 0; i + 1 < completion->count; i++) {
        const char *word = completion->words[i];
        struct str value = str_of(word);
        const struct option_def *def = completion->pending;
        completion->pending = NULL;
        if (def == NULL && !completion->ended) {
            completion->ended = strcmp(word, "--") == 0;
            def = find_valued(&value, str_of(word), defs, count);
        }
        if (def == NULL)
            continue;
        if (value.p == NULL)
            completion->pending = def;
        else if (strcmp(def->name, "url") == 0)
            completion->url = value.p;
    }
}

static void propose_operands(struct completion *completion, struct typed typed,
                             const struct command_help *help)
{
    switch (help->operand) {
    case COMMAND_TEXT:
        return;
    case COMMAND_CLASS:
        propose_known(completion, typed, &classes, NULL);
        return;
    case COMMAND_FILE:
        completion->file = true;
        return;
    case COMMAND_WORD:
        for (const char *const *word = help->words; *word != NULL; word++)
            propose(completion, typed, str_of(*word), (struct str){0});
        return;
    }
}

static void propose_options(struct completion *completion, struct typed typed,
                            const struct option_def *defs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf name = {0};
        buf_printf(&name, "--%s", defs[i].name);
        propose(completion, typed, buf_view(&name), str_of(defs[i].help));
        buf_free(&name);
    }
}

void completion_answer(struct completion *completion, const struct command_help *help,
                       const struct option_def *defs, size_t count)
{
    struct str word = str_of(completion->words[completion->count - 1]), value;
    struct typed typed = {.begun = word};

    read_before(completion, defs, count);
    const struct option_def *def = completion->pending;
    if (def == NULL && !completion->ended) {
        def = find_valued(&value, word, defs, count);
        bool is_long = str_starts(word, STR("--"));
        if (def != NULL && is_long && value.p == NULL) {
            def = NULL; /* the name itself is not whole, or wants a blank */
        } else if (def != NULL) {
            typed.before = (struct str){word.p, word.n - value.n};
            typed.begun = str_from(word, word.n - value.n);
        }
    }
    if (def != NULL)
        propose_values(completion, typed, def);
    else if (!completion->ended && word.n > 0 && word.p[0] == '-')
        propose_options(completion, typed, defs, count);
    else
        propose_operands(completion, typed, help);
}

void completion_answer_commands(struct completion *completion)
{
    const struct typed typed = {.begun = str_of(completion->words[completion->count - 1])};

    for (const struct command *command = commands; command->name != NULL; command++)
        if (command->summary != NULL)
            propose(completion, typed, str_of(command->name), str_of(command->summary));
}

enum err_code completion_command(bool *found, struct command_line *line, struct output *out,
                                 struct err *err)
{
    static char nothing[] = "";
    char *words[] = {nothing};
    struct completion completion = {.out = out, .words = words, .count = 1};

    (void)err;
    *found = true;
    if (line->completion != NULL)
        return ERR_OK;
    if (line->argc <= 2) {
        if (line->argc == 2)
            words[0] = line->argv[1];
        const struct typed typed = {.begun = str_of(words[0])};
        completion_answer_commands(&completion);
        propose(&completion, typed, STR("--help"), STR("all commands"));
        propose(&completion, typed, STR("--version"), STR("which version this is"));
        return ERR_OK;
    }
    const struct command *command = commands_find(line->argv[1]);
    if (command == NULL)
        return ERR_OK;
    completion.words = line->argv + 2;
    completion.count = (size_t)line->argc - 2;
    struct command_line completed = {
        .argc = line->argc - 1, .argv = line->argv + 1, .completion = &completion};
    bool ignored;
    enum err_code code = command->run(&ignored, &completed, out, NULL);
    *found = !completion.file;
    return code;
}
