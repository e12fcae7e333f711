/* Templates and static files: those compiled in, and what a theme puts in their place. */
#ifndef SEARCHD_ASSETS_H
#define SEARCHD_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "searchd/template.h"

/* Reads the theme in a directory (theme.h), or none if `dir` is NULL: once, before anything is
 * served. Close it after an error, too. */
enum err_code assets_open(const char *dir, struct err *err);
void assets_close(void);

/* A hash of the static files and of all that the theme has; our templates change with the program.
 */
const char *assets_version(void);

/* What pages say of the site. */
struct asset_site {
    const char *name;    /* "Specsearch" */
    const char *logo;    /* its address */
    const char *folder;  /* of the static files: "/static/0123456789ab" */
    const char *sources; /* the address that paths of sources follow; empty: none */
    bool themed;         /* there is a theme.css in it */
};
struct asset_site assets_site(void);

enum asset_template {
    TEMPLATE_HOME,
    TEMPLATE_SEARCH,
    TEMPLATE_CLASS,
    TEMPLATE_COMPARE,
    TEMPLATE_BROWSE,
    TEMPLATE_LIST,
    TEMPLATE_OCCURRENCES,
    TEMPLATE_ABSENCE,
    TEMPLATE_MATRIX,
    TEMPLATE_VARIANTS,
    TEMPLATE_HELP,
    TEMPLATE_ERROR
};

const char *asset_template(enum asset_template name);

/* The partials that all templates may use. */
const struct template_partial *asset_partials(size_t *count);

struct asset_file {
    const char *content_type;
    struct str content;
    bool lasting; /* there will never be anything else at this path */
};

/* Finds a static file by its path ("/static/style.css"). */
bool asset_file(struct asset_file *file, struct str path);

#endif
