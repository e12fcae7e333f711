/* How an agency makes the pages its own: a directory with
 *
 *     theme.ini              the name, the logo, the colours, where the sources are
 *     templates/           NAME.mustache, in place of the one of the same name in searchd/templates
 *     static/              files served under /static/
 *
 * read once, at the start; anything wrong with it is an error. A template or a static file that is
 * a link is refused, and nothing else of the directory is read. */
#ifndef SEARCHD_THEME_H
#define SEARCHD_THEME_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "searchd/palette.h"

enum {
    THEME_FILE_MAX = 1024 * 1024,
    THEME_FILES_MAX = 64,
    THEME_NAME_MAX = 60,
    THEME_ADDRESS_MAX = 200
};

struct theme_file {
    char *name; /* "logo.svg" */
    struct buf content;
};

struct theme_files {
    struct theme_file items[THEME_FILES_MAX];
    size_t count;
};

struct theme {
    char name[THEME_NAME_MAX + 1];       /* of the site; empty: ours */
    char logo[THEME_NAME_MAX + 1];       /* a file of `statics`; empty: ours */
    char sources[THEME_ADDRESS_MAX + 1]; /* the address that paths of sources follow, ending in
                                          * '/'; empty: they are not to be had */
    struct palette palette;
    struct theme_files templates, statics;
};

/* Reads the directory. The palette begins as that of `css`, our stylesheet. Errors name the file;
 * free it after an error, too. */
enum err_code theme_load(struct theme *theme, const char *dir, struct str css, struct err *err);
void theme_free(struct theme *theme);

/* Finds a file by its name; NULL if there is none. */
const struct theme_file *theme_file(const struct theme_files *files, struct str name);

/* The type to serve a file as, by its name; NULL if such files are not served. */
const char *theme_content_type(const char *name);

#endif
