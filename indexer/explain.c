#include "indexer/explain.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "indexer/source.h"
#include "indexer/walk.h"

/* An absolute path as `build` would have it: links in it stay, so that the folders above are those
 * that the path names. Where it goes up again (..) only the real path says which they are. NULL:
 * see errno. Free it. */
static char *absolute_path(const char *path)
{
    char *here = NULL, *absolute = NULL;

    if (strncmp(path, "../", 3) == 0 || strstr(path, "/../") != NULL)
        return realpath(path, NULL);
    if (path[0] == '/')
        return mem_strdup(path);
    if ((here = getcwd(NULL, 0)) == NULL)
        return NULL;
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    struct buf text = {0};
    buf_printf(&text, "%s/%s", here, path);
    absolute = text.p;
    free(here);
    return absolute;
}

static enum err_code print(const struct reading *reading, struct err *err)
{
    struct buf text = {0};
    enum err_code code = reading_encode(&text, reading, err);
    json_t *root = code == ERR_OK ? json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL) : NULL;

    if (code == ERR_OK && (root == NULL || json_dumpf(root, stdout, JSON_INDENT(2)) != 0 ||
                           putchar('\n') == EOF || fflush(stdout) != 0))
        code = err_errno(err, ERR_IO, errno, "standard output");
    json_decref(root);
    buf_free(&text);
    return code;
}

static enum err_code explain(const char *path, struct houses *houses, struct worker_pool *pool,
                             struct arena *arena, struct err *err)
{
    struct reading reading;
    const struct house_file *house = NULL;
    bool fatal = false;
    char *absolute = absolute_path(path);

    if (absolute == NULL)
        return err_errno(err, ERR_NOT_FOUND, errno, "%s", path);
    if (walk_is_settings(absolute)) {
        free(absolute);
        return err_set(err, ERR_USAGE, "%s: settings, not a specification", path);
    }
    enum err_code code = houses_find(&house, houses, absolute, err);
    if (code == ERR_OK) {
        code = source_read(&reading, NULL, &fatal, pool, absolute, house, arena, err);
        if (code != ERR_OK)
            err_context(err, "%s", path);
    }
    if (code == ERR_OK) {
        reading.path = utf8_valid(str_of(path)) ? path : walk_escape(path, arena);
        code = print(&reading, err);
    }
    free(absolute);
    return code;
}

enum err_code explain_file(const char *path, struct err *err)
{
    struct arena *arena = arena_new();
    struct houses *houses = houses_new();
    struct worker_pool *pool = source_pool_new(1);
    enum err_code code = explain(path, houses, pool, arena, err);

    worker_pool_free(pool);
    houses_free(houses);
    arena_free(arena);
    return code;
}
