/* Walking: the files under the paths given, in a stable order. */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct walk_file {
    const char *real;   /* to open it */
    const char *path;   /* its name in the manifest: `real`, bytes that are not UTF-8 escaped */
    const char *shown;  /* for people: the last component of the path given, and what is below it */
    const char *reason; /* why it cannot be read, NULL if it can be tried */
};

struct walk {
    struct walk_file *files;
    size_t count, capacity;
    size_t hidden; /* names that begin with a dot, left out */
};

/* Lists all files below the paths in order of path, following links; a loop of links, or a folder
 * that cannot be read, is listed with the reason. The folder `except` is passed over, and so are
 * settings. ERR_NOT_FOUND if one of the paths is not there. Strings live in the
 * arena, the list is freed by walk_free. */
enum err_code walk_paths(struct walk *walk, char *const *paths, size_t count, const char *except,
                         struct arena *arena, struct err *err);
void walk_free(struct walk *walk);

/* Is a path that of settings (*.ini): a house file, or rules of an audit? These are about documents
 * and are never sources. */
bool walk_is_settings(const char *path);

/* A name as one printable line of UTF-8: other bytes as \xHH, a backslash doubled. In the arena. */
const char *walk_escape(const char *name, struct arena *arena);

/* Back again. NULL if it is none, or not the name of any file. In the arena. */
char *walk_unescape(struct str escaped, struct arena *arena);

#endif
