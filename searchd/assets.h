/* Templates and static files, compiled in. */
#ifndef SEARCHD_ASSETS_H
#define SEARCHD_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "searchd/template.h"

enum asset_template {
    TEMPLATE_HOME,
    TEMPLATE_SEARCH,
    TEMPLATE_CLASS,
    TEMPLATE_COMPARE,
    TEMPLATE_BROWSE,
    TEMPLATE_LIST,
    TEMPLATE_HELP,
    TEMPLATE_ERROR
};

const char *asset_template(enum asset_template name);

/* The partials that all templates may use. */
const struct template_partial *asset_partials(size_t *count);

struct asset_file {
    const char *content_type;
    struct str content;
};

/* Finds a static file by its path ("/static/style.css"). */
bool asset_file(struct asset_file *file, struct str path);

#endif
