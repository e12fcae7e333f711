/* Mustache templates, rendered by the template library behind an exception barrier. Variables are
 * escaped for HTML. */
#ifndef SEARCHD_TEMPLATE_H
#define SEARCHD_TEMPLATE_H

#include <jansson.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A template that others may include by {{>name}}. */
struct template_partial {
    const char *name, *text;
};

/* Appends `text` rendered over `data`. */
__attribute__((visibility("default"))) enum err_code
template_render(struct buf *out, const char *text, const struct template_partial *partials,
                size_t partial_count, const json_t *data, struct err *err);

/* ERR_FORMAT, with what is wrong, if `text` is no template. */
__attribute__((visibility("default"))) enum err_code template_check(struct str text,
                                                                    struct err *err);

#ifdef __cplusplus
}
#endif

#endif
