#include "client/config.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/options.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/output.h"

enum { FILE_MOST = 64 * 1024 };

static const char *const keys[CONFIG_KEY_COUNT] = {[CONFIG_URL] = "url",
                                                   [CONFIG_AGENCY] = "agency",
                                                   [CONFIG_PAGER] = "pager",
                                                   [CONFIG_COLOR] = "color"};

/* The file as it is read: libinih asks for its lines, which are counted and looked at here. */
struct reading {
    struct config *config;
    struct str rest;
    unsigned line;
    enum err_code code; /* of the first error */
    struct err *err;
};

static void fail(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Keeps the first error. */
static void fail(struct reading *reading, const char *format, ...)
{
    char text[sizeof reading->err->text];
    va_list args;

    if (reading->code != ERR_OK)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    reading->code =
        err_set(reading->err, ERR_USAGE, "%s:%u: %s", reading->config->path, reading->line, text);
}

static int add_pair(void *data, const char *section, const char *name, const char *text)
{
    struct reading *reading = data;
    struct config *config = reading->config;
    struct str value = str_trim(str_of(text));
    size_t color;
    struct err why;

    (void)section;
    for (size_t k = 0; k < CONFIG_KEY_COUNT; k++) {
        struct config_setting *setting = &config->settings[k];
        if (strcmp(name, keys[k]) != 0)
            continue;
        if (setting->value != NULL)
            fail(reading, "'%s' is given twice", name);
        else if (value.n == 0 && k != CONFIG_PAGER)
            fail(reading, "nothing stands behind '%s ='", name);
        else if (k == CONFIG_COLOR && options_choose(&color, "color", text, output_color_names,
                                                     OUTPUT_COLOR_COUNT, &why) != ERR_OK)
            fail(reading, "%s", why.text + strlen("--"));
        *setting =
            (struct config_setting){arena_strndup(config->arena, value.p, value.n), reading->line};
        return 1;
    }
    fail(reading, "unknown key '%s'; there are url, agency, pager and color", name);
    return 1;
}

/* The next line, as fgets gives it, but without the blanks before it, which libinih would take for
 * the continuation of a value. */
static char *next_line(char *text, int size, void *data)
{
    struct reading *reading = data;

    if (reading->rest.n == 0 || reading->code != ERR_OK)
        return NULL;
    struct str line = str_trim(str_cut(&reading->rest, '\n'));
    reading->line++;
    if (line.n + 2 > (size_t)size)
        fail(reading, "longer than %d bytes", size - 2);
    else if (!utf8_valid(line) || memchr(line.p, '\0', line.n) != NULL)
        fail(reading, "not valid UTF-8");
    else if (str_starts(line, STR("[")))
        fail(reading, "there are no sections; write key = value");
    else if (line.n > 0 && line.p[0] != ';' && line.p[0] != '#' &&
             memchr(line.p, '=', line.n) == NULL)
        fail(reading, "not key = value; comments begin with ;");
    if (reading->code != ERR_OK)
        return NULL;
    snprintf(text, (size_t)size, "%.*s\n", (int)line.n, line.p);
    return text;
}

static void find_path(struct config *config)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    config->arena = arena_new();
    /* The rules of XDG: what is no absolute path does not count. */
    if (folder != NULL && folder[0] == '/')
        config->path = arena_printf(config->arena, "%s/specsearch/config", folder);
    else if (home != NULL && home[0] == '/')
        config->path = arena_printf(config->arena, "%s/.config/specsearch/config", home);
}

enum err_code config_read(struct config *config, struct err *err)
{
    struct buf text = {0};

    if (config->read)
        return ERR_OK;
    config->read = true;
    find_path(config);
    if (config->path == NULL)
        return ERR_OK;
    enum err_code code = file_read(&text, config->path, FILE_MOST, err);
    if (code == ERR_OK) {
        struct reading reading = {.config = config, .rest = buf_view(&text), .err = err};
        ini_parse_stream(next_line, &reading, add_pair, &reading);
        code = reading.code;
    } else if (code == ERR_NOT_FOUND) {
        code = ERR_OK;
    } else {
        err_context(err, "%s", config->path);
    }
    buf_free(&text);
    return code;
}

void config_free(struct config *config)
{
    arena_free(config->arena);
    *config = (struct config){0};
}

void config_blame(const struct config *config, enum config_key key, struct err *err)
{
    err_context(err, "%s:%u", config->path, config->settings[key].line);
}
