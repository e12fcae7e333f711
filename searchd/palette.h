/* The colours of the pages: the custom properties of the stylesheet, which a theme may set, light
 * and dark. A text that cannot be read is refused: colours that stand on each other have the
 * contrast that WCAG 2.1 asks for (1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for the edges of
 * controls). */
#ifndef SEARCHD_PALETTE_H
#define SEARCHD_PALETTE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum palette_scheme { PALETTE_LIGHT, PALETTE_DARK, PALETTE_SCHEMES };

enum { PALETTE_MAX = 40, PALETTE_NAME = 24 };

struct palette_colour {
    char name[PALETTE_NAME]; /* "accent-ink" */
    uint32_t rgb[PALETTE_SCHEMES];
};

struct palette {
    struct palette_colour colours[PALETTE_MAX];
    size_t count;
};

/* Reads the colours (`--name: #rrggbb;` or `#rgb`) of the `:root` of a stylesheet, and those of its
 * `prefers-color-scheme: dark`. */
void palette_read(struct palette *palette, struct str css);

/* Sets a colour by its name. ERR_USAGE if there is none of that name, or `value` is no #rrggbb. */
enum err_code palette_set(struct palette *palette, enum palette_scheme scheme, const char *name,
                          const char *value, struct err *err);

/* ERR_USAGE, with both colours and their contrast, if a text cannot be read. */
enum err_code palette_check(const struct palette *palette, struct err *err);

/* Appends the colours as a stylesheet that goes behind the one they were read from. */
void palette_write(struct buf *css, const struct palette *palette);

/* The contrast of two colours, 1 to 21, as WCAG 2.1 defines it. */
double palette_contrast(uint32_t a, uint32_t b);

#endif
