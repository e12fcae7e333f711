#include "indexer/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"

const char *walk_escape(const char *name, struct arena *arena)
{
    struct str s = str_of(name);
    struct buf out = {0};

    for (size_t at = 0; at < s.n;) {
        uint32_t c = 0;
        size_t n = utf8_decode(s.p + at, s.n - at, &c);
        if (n == 0 || !utf8_is_printable(c)) {
            n = n > 0 ? n : 1;
            for (size_t i = 0; i < n; i++)
                buf_printf(&out, "\\x%02x", (unsigned char)s.p[at + i]);
        } else if (c == '\\') {
            buf_text(&out, "\\\\");
        } else {
            buf_add(&out, s.p + at, n);
        }
        at += n;
    }
    const char *copy = arena_strndup(arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return copy;
}

/* The value of two hexadecimal digits; below 0 if they are none. */
static int byte_of(const char *digits)
{
    static const char values[] = "0123456789abcdef";
    const char *high = memchr(values, digits[0], 16), *low = memchr(values, digits[1], 16);

    return high != NULL && low != NULL ? (int)(16 * (high - values) + (low - values)) : -1;
}

char *walk_unescape(struct str escaped, struct arena *arena)
{
    char *name = arena_strndup(arena, escaped.p, escaped.n);
    size_t n = 0;

    for (size_t at = 0; at < escaped.n; n++) {
        struct str rest = str_from(escaped, at);
        int byte = rest.n >= 4 && str_starts(rest, STR("\\x")) ? byte_of(rest.p + 2) : -1;
        bool doubled = byte < 0 && str_starts(rest, STR("\\\\"));
        name[n] = byte >= 0 ? (char)byte : rest.p[0];
        at += byte >= 0 ? 4 : doubled ? 2 : 1;
    }
    name[n] = '\0';
    return str_is(escaped, walk_escape(name, arena)) ? name : NULL;
}

/* The part of a real path that people are shown: from the last component of the root on, or, where
 * the root is a file, from the folder that it is in. */
static size_t shown_from(const char *root, bool root_is_file)
{
    size_t n = strlen(root);

    for (int slashes = root_is_file ? 2 : 1; n > 0; n--)
        if (root[n - 1] == '/' && --slashes == 0)
            return n;
    return 0;
}

static const char *reason_of(const FTSENT *entry, struct arena *arena)
{
    switch (entry->fts_info) {
    case FTS_F:
        return NULL;
    case FTS_DC:
        return "a loop: this link leads to a folder that it is in";
    case FTS_SL:
    case FTS_SLNONE:
        return "a link that leads nowhere";
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        return arena_printf(arena, "cannot be read: %s", strerror(entry->fts_errno));
    default:
        return "not a regular file";
    }
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void add(struct walk *walk, struct map *seen, const FTSENT *entry, size_t from,
                struct arena *arena)
{
    const char *path = walk_escape(entry->fts_path, arena);

    if (!map_add(seen, path, 0))
        return; /* below two of the paths given */
    walk->files = mem_grow(walk->files, walk->count, &walk->capacity, sizeof *walk->files);
    walk->files[walk->count++] =
        (struct walk_file){.real = arena_strdup(arena, entry->fts_path),
                           .path = path,
                           .shown = walk_escape(entry->fts_path + from, arena),
                           .reason = reason_of(entry, arena)};
}

bool walk_is_settings(const char *path)
{
    return str_ends_nocase(str_of(path), STR(".ini"));
}

static bool is_folder(const FTSENT *entry, const struct stat *folder)
{
    return folder != NULL && entry->fts_info == FTS_D &&
           entry->fts_statp->st_ino == folder->st_ino && entry->fts_statp->st_dev == folder->st_dev;
}

static enum err_code walk_root(struct walk *walk, struct map *seen, char *root,
                               const struct stat *except, struct arena *arena, struct err *err)
{
    char *const roots[] = {root, NULL};
    FTS *fts = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);

    if (fts == NULL)
        return err_errno(err, ERR_IO, errno, "%s", root);
    errno = 0;
    for (FTSENT *entry; (entry = fts_read(fts)) != NULL;) {
        size_t from = shown_from(root, entry->fts_level == 0);
        if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
            walk->hidden += entry->fts_info != FTS_DP;
            fts_set(fts, entry, FTS_SKIP);
        } else if (is_folder(entry, except)) {
            fts_set(fts, entry, FTS_SKIP);
        } else if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP &&
                   !walk_is_settings(entry->fts_name)) {
            add(walk, seen, entry, from, arena);
        }
    }
    int number = errno;
    fts_close(fts);
    return number == 0 ? ERR_OK : err_errno(err, ERR_IO, number, "%s", root);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct walk_file *)a)->path, ((const struct walk_file *)b)->path);
}

enum err_code walk_paths(struct walk *walk, char *const *paths, size_t count, const char *except,
                         struct arena *arena, struct err *err)
{
    struct map seen = {0};
    struct stat folder;
    bool has_folder = stat(except, &folder) == 0;
    enum err_code code = ERR_OK;

    *walk = (struct walk){0};
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        char *root = realpath(paths[i], NULL);
        code = root != NULL ? walk_root(walk, &seen, root, has_folder ? &folder : NULL, arena, err)
                            : err_errno(err, ERR_NOT_FOUND, errno, "%s", paths[i]);
        free(root);
    }
    map_free(&seen);
    if (walk->count > 0)
        qsort(walk->files, walk->count, sizeof *walk->files, by_path);
    if (code != ERR_OK)
        walk_free(walk);
    return code;
}

void walk_free(struct walk *walk)
{
    free(walk->files);
    *walk = (struct walk){0};
}
