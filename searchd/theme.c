#include "searchd/theme.h"

#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "searchd/template.h"

struct parse {
    struct theme *theme;
    struct err *err; /* set once */
};

static enum err_code copy_text(char *to, size_t most, const char *name, const char *text,
                               struct err *err)
{
    struct str s = str_of(text);

    if (s.n > most || !utf8_valid(s))
        return err_set(err, ERR_USAGE, "'%s' takes at most %zu bytes of UTF-8", name, most);
    memcpy(to, text, s.n + 1);
    return ERR_OK;
}

/* A link to a script would be one, too. */
static enum err_code copy_address(char *to, const char *name, const char *text, struct err *err)
{
    struct str s = str_of(text);

    if ((!str_starts(s, STR("https://")) && !str_starts(s, STR("http://"))) ||
        s.p[s.n - 1] != '/' || strpbrk(text, " \"<>?#\\") != NULL)
        return err_set(err, ERR_USAGE,
                       "'%s' takes an address such as https://example.org/specifications/", name);
    return copy_text(to, THEME_ADDRESS_MAX, name, text, err);
}

static enum err_code set_setting(struct theme *theme, const char *name, const char *value,
                                 struct err *err)
{
    if (strcmp(name, "name") == 0)
        return copy_text(theme->name, THEME_NAME_MAX, name, value, err);
    if (strcmp(name, "logo") == 0)
        return copy_text(theme->logo, THEME_NAME_MAX, name, value, err);
    if (strcmp(name, "sources") == 0)
        return copy_address(theme->sources, name, value, err);
    return err_set(err, ERR_USAGE, "there is no '%s' in [theme]; there are name, logo, sources",
                   name);
}

static int add_pair(void *data, const char *section, const char *name, const char *value)
{
    struct parse *parse = data;
    struct theme *theme = parse->theme;
    enum err_code code = ERR_OK;

    if (strcmp(section, "light") == 0)
        code = palette_set(&theme->palette, PALETTE_LIGHT, name, value, parse->err);
    else if (strcmp(section, "dark") == 0)
        code = palette_set(&theme->palette, PALETTE_DARK, name, value, parse->err);
    else if (strcmp(section, "theme") != 0)
        code = err_set(parse->err, ERR_USAGE,
                       "there is no [%s]; there are [theme], [light], [dark]", section);
    else
        code = set_setting(theme, name, value, parse->err);
    return code == ERR_OK;
}

static enum err_code load_settings(struct theme *theme, const char *path, struct err *err)
{
    struct parse parse = {theme, err};
    struct buf text = {0};
    enum err_code code = file_read(&text, path, THEME_FILE_MAX, err);

    if (code != ERR_OK) {
        err_context(err, "%s", path);
        return code;
    }
    int line = text.n > 0 ? ini_parse_string(text.p, add_pair, &parse) : 0;
    buf_free(&text);
    if (line != 0 && err->code == ERR_OK)
        err_set(err, ERR_USAGE, "it is neither [section] nor name = value");
    if (line > 0)
        err_context(err, "%s:%d", path, line);
    if (line != 0)
        return err->code;
    code = palette_check(&theme->palette, err);
    if (code != ERR_OK)
        err_context(err, "%s", path);
    return code;
}

const char *theme_content_type(const char *name)
{
    static const char *const types[][2] = {{".svg", "image/svg+xml"},
                                           {".png", "image/png"},
                                           {".jpg", "image/jpeg"},
                                           {".webp", "image/webp"},
                                           {".ico", "image/x-icon"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"}};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_ends_nocase(str_of(name), str_of(types[i][0])))
            return types[i][1];
    return NULL;
}

/* Letters, digits, '.', '-' and '_', no '.' first: what needs no escape in an address. */
static bool is_plain(const char *name)
{
    return name[0] != '.' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               strlen(name);
}

static enum err_code load_file(struct theme_files *files, const char *dir, const char *name,
                               struct err *err)
{
    struct theme_file *file = &files->items[files->count];
    struct stat about;
    char path[4096];

    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
        return err_set(err, ERR_LIMIT, "%s/%s: the path is too long", dir, name);
    if (!is_plain(name))
        return err_set(err, ERR_USAGE, "%s: the name may have letters, digits, '.', '-' and '_'",
                       path);
    if (files->count == THEME_FILES_MAX)
        return err_set(err, ERR_LIMIT, "%s: more than %d files", dir, THEME_FILES_MAX);
    if (lstat(path, &about) != 0)
        return err_errno(err, ERR_IO, errno, "%s", path);
    if (!S_ISREG(about.st_mode))
        return err_set(err, ERR_USAGE, "%s is not a file", path);
    files->count++;
    file->name = mem_strdup(name);
    enum err_code code = file_read(&file->content, path, THEME_FILE_MAX, err);
    if (code != ERR_OK)
        err_context(err, "%s", path);
    return code;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct theme_file *)a)->name, ((const struct theme_file *)b)->name);
}

/* All files of a directory, which need not be there; hidden ones do not count. */
static enum err_code load_files(struct theme_files *files, const char *top, const char *below,
                                struct err *err)
{
    enum err_code code = ERR_OK;
    const struct dirent *entry;
    char path[4000];

    if (snprintf(path, sizeof path, "%s/%s", top, below) >= (int)sizeof path)
        return err_set(err, ERR_LIMIT, "%s: the path is too long", top);
    DIR *dir = opendir(path);
    if (dir == NULL)
        return errno == ENOENT ? ERR_OK : err_errno(err, ERR_IO, errno, "%s", path);
    while (code == ERR_OK && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            code = load_file(files, path, entry->d_name, err);
    closedir(dir);
    qsort(files->items, files->count, sizeof files->items[0], by_name);
    return code;
}

static enum err_code check_files(const struct theme *theme, const char *dir, struct err *err)
{
    for (size_t i = 0; i < theme->statics.count; i++)
        if (theme_content_type(theme->statics.items[i].name) == NULL)
            return err_set(err, ERR_USAGE,
                           "%s/static/%s: served are svg, png, jpg, webp, ico, css and js", dir,
                           theme->statics.items[i].name);
    for (size_t i = 0; i < theme->templates.count; i++) {
        const struct theme_file *file = &theme->templates.items[i];
        enum err_code code = template_check(buf_view(&file->content), err);
        if (code != ERR_OK) {
            err_context(err, "%s/templates/%s", dir, file->name);
            return code;
        }
    }
    if (theme->logo[0] != '\0' && theme_file(&theme->statics, str_of(theme->logo)) == NULL)
        return err_set(err, ERR_USAGE, "%s/static has no logo '%s'", dir, theme->logo);
    return ERR_OK;
}

enum err_code theme_load(struct theme *theme, const char *dir, struct str css, struct err *err)
{
    struct err why = {0};
    char path[4000];

    *theme = (struct theme){0};
    palette_read(&theme->palette, css);
    if (snprintf(path, sizeof path, "%s/theme.ini", dir) >= (int)sizeof path)
        return err_set(err, ERR_LIMIT, "%s: the path is too long", dir);
    enum err_code code = load_settings(theme, path, &why);
    if (code == ERR_OK)
        code = load_files(&theme->templates, dir, "templates", &why);
    if (code == ERR_OK)
        code = load_files(&theme->statics, dir, "static", &why);
    if (code == ERR_OK)
        code = check_files(theme, dir, &why);
    if (code != ERR_OK && err != NULL)
        *err = why;
    return code;
}

static void free_files(struct theme_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->items[i].name);
        buf_free(&files->items[i].content);
    }
    files->count = 0;
}

void theme_free(struct theme *theme)
{
    free_files(&theme->templates);
    free_files(&theme->statics);
}

const struct theme_file *theme_file(const struct theme_files *files, struct str name)
{
    for (size_t i = 0; i < files->count; i++)
        if (str_is(name, files->items[i].name))
            return &files->items[i];
    return NULL;
}
