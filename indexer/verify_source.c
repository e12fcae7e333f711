#include "indexer/verify_source.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "indexer/source.h"
#include "indexer/walk.h"

enum err_code verify_folders_open(struct verify_folders *folders, const struct option_list *paths,
                                  struct err *err)
{
    *folders = (struct verify_folders){.roots = mem_zero(paths->count, sizeof *folders->roots),
                                       .names = mem_zero(paths->count, sizeof *folders->names)};
    for (; folders->count < paths->count; folders->count++) {
        const char *path = paths->items[folders->count];
        char *root = realpath(path, NULL);
        struct stat status;
        if (root == NULL)
            return err_errno(err, ERR_NOT_FOUND, errno, "%s", path);
        folders->roots[folders->count] = root;
        if (stat(root, &status) != 0 || !S_ISDIR(status.st_mode)) {
            folders->count++;
            return err_set(err, ERR_USAGE, "%s: no folder", path);
        }
    }
    return ERR_OK;
}

void verify_folders_close(struct verify_folders *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        free(folders->roots[i]);
        free(folders->names[i]);
    }
    free(folders->roots);
    free(folders->names);
    free(folders->hashes);
    map_free(&folders->known);
}

const char *verify_source_name(struct str source, struct arena *arena)
{
    char *name = walk_unescape(source, arena);
    size_t components = 0;

    if (name == NULL)
        return NULL;
    for (struct str rest = str_of(name); rest.p != NULL; components++) {
        const char *slash = memchr(rest.p, '/', rest.n);
        struct str component = {rest.p, slash != NULL ? (size_t)(slash - rest.p) : rest.n};
        if (component.n == 0 || str_is(component, ".") || str_is(component, ".."))
            return NULL;
        rest = slash != NULL ? str_from(rest, component.n + 1) : (struct str){NULL, 0};
    }
    return components >= 2 ? name : NULL;
}

static bool is_below(const char *path, const struct verify_folders *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        size_t n = strlen(folders->roots[i]);
        if (strncmp(path, folders->roots[i], n) == 0 &&
            (path[n] == '/' || folders->roots[i][n - 1] == '/'))
            return true;
    }
    return false;
}

static enum err_code hash_of(const char **sha256, struct verify_folders *folders, const char *path,
                             struct err *err)
{
    const size_t *known = map_find(&folders->known, path);
    size_t count = folders->known.count;

    if (known != NULL) {
        *sha256 = folders->hashes[*known].sha256;
        return ERR_OK;
    }
    folders->hashes = mem_grow(folders->hashes, count, &folders->capacity, sizeof *folders->hashes);
    *sha256 = folders->hashes[count].sha256;
    enum err_code code = source_hash(folders->hashes[count].sha256, path, err);
    if (code == ERR_OK)
        map_add(&folders->known, path, count);
    return code;
}

/* ERR_OK: the file is there and has the hash. */
static enum err_code try(const char *path, struct verify_folders *folders, struct str sha256,
                         struct err *err)
{
    const char *hash = NULL;
    char *real = realpath(path, NULL);

    if (real == NULL)
        return errno == ENOENT || errno == ENOTDIR
                   ? err_set(err, ERR_NOT_FOUND, "the source is not there")
                   : err_errno(err, ERR_IO, errno, "the source cannot be read");
    bool below = is_below(real, folders);
    free(real);
    if (!below)
        return err_set(err, ERR_FORMAT, "the source is a link that leads out of the folders given");
    enum err_code code = hash_of(&hash, folders, path, err);
    if (code != ERR_OK)
        err_context(err, "the source cannot be read");
    else if (!str_is(sha256, hash))
        code = err_set(err, ERR_FORMAT, "the source is changed: its SHA-256 is %s", hash);
    return code;
}

enum err_code verify_source_find(const char **path, struct verify_folders *folders,
                                 const char *name, struct str sha256, struct arena *arena,
                                 struct err *err)
{
    const char *below = strchr(name, '/') + 1;
    enum err_code code = err_set(err, ERR_NOT_FOUND, "the source is not there");

    for (size_t i = 0; i < 2 * folders->count; i++) {
        struct err other;
        *path = arena_printf(arena, "%s/%s", folders->roots[i / 2], i % 2 == 0 ? below : name);
        enum err_code got = try(*path, folders, sha256, &other);
        if (got == ERR_OK) {
            size_t n = i % 2 == 0 ? (size_t)(below - name) : 0;
            if (folders->names[i / 2] == NULL)
                folders->names[i / 2] = mem_strdup(arena_strndup(arena, name, n));
            return ERR_OK;
        }
        if (code == ERR_NOT_FOUND && got != ERR_NOT_FOUND) {
            code = got;
            *err = other;
        }
    }
    return code;
}
