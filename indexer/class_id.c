#include "indexer/class_id.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { SLUG_MAX = 100 };

/* Lower-case letters and digits, runs of anything else as one hyphen. */
static void add_slug(struct buf *out, struct str text)
{
    size_t start = out->n;

    for (size_t i = 0; i < text.n && out->n - start < SLUG_MAX; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (isalnum(c))
            buf_char(out, (char)tolower(c));
        else if (out->n > start && out->p[out->n - 1] != '-')
            buf_char(out, '-');
    }
    while (out->n > start && out->p[out->n - 1] == '-')
        out->n--;
    if (out->n == start)
        buf_text(out, "unnamed");
}

const char *class_id_base(const char *agency, const struct spec_class *class, struct arena *arena)
{
    struct buf id = {0};
    struct str code = class->fields[FIELD_CLASS_CODE].value;

    add_slug(&id, str_of(agency));
    buf_char(&id, '/');
    add_slug(&id, code.n > 0 ? code : class->title);
    const char *base = arena_strndup(arena, id.p, id.n);
    buf_free(&id);
    return base;
}

static bool is_taken(const struct map *taken, const struct manifest_class *own, size_t count,
                     const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(own[i].id, id) == 0)
            return true;
    return map_find(taken, id) != NULL;
}

const char *class_id_next(const struct map *taken, const struct manifest_class *own, size_t count,
                          const char *base, struct arena *arena)
{
    const char *id = base;

    for (unsigned n = 2; is_taken(taken, own, count, id); n++)
        id = arena_printf(arena, "%s~%u", base, n);
    return id;
}
