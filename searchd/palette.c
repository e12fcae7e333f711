#include "searchd/palette.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

static const double text_contrast = 4.5, edge_contrast = 3;

/* Which colours stand on which, as the stylesheet uses them. */
static const struct {
    const char *ink, *surface;
    bool edge;
} pairs[] = {
    {"ink", "paper", false},         {"ink", "wash", false},    {"ink", "accent-wash", false},
    {"ink", "alarm-wash", false},    {"soft", "paper", false},  {"soft", "wash", false},
    {"accent", "paper", false},      {"accent", "wash", false}, {"accent", "accent-wash", false},
    {"accent-ink", "accent", false}, {"seen", "paper", false},  {"seen", "wash", false},
    {"mark-ink", "mark", false},     {"alarm", "paper", false}, {"alarm", "alarm-wash", false},
    {"ink", "heat", false},          {"edge", "paper", true}};

static bool parse_colour(uint32_t *rgb, struct str text)
{
    *rgb = 0;
    if ((text.n != 7 && text.n != 4) || text.p[0] != '#')
        return false;
    for (size_t i = 1; i < text.n; i++) {
        int c = tolower((unsigned char)text.p[i]);
        if (!isxdigit(c))
            return false;
        uint32_t digit = (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        *rgb = text.n == 4 ? *rgb << 8 | digit << 4 | digit : *rgb << 4 | digit;
    }
    return true;
}

static struct palette_colour *find(const struct palette *palette, struct str name)
{
    for (size_t i = 0; i < palette->count; i++)
        if (str_is(name, palette->colours[i].name))
            return (struct palette_colour *)(uintptr_t)&palette->colours[i];
    return NULL;
}

/* The properties from here to the end of the block. */
static void read_block(struct palette *palette, struct str css, enum palette_scheme scheme)
{
    struct str block = str_cut(&css, '}');

    while (block.n > 0) {
        struct str value = str_trim(str_cut(&block, ';'));
        struct str name = str_trim(str_cut(&value, ':'));
        uint32_t rgb;
        if (!str_starts(name, STR("--")) || !parse_colour(&rgb, str_trim(value)))
            continue;
        name = str_from(name, 2);
        struct palette_colour *colour = find(palette, name);
        if (colour == NULL && palette->count < PALETTE_MAX && name.n < PALETTE_NAME) {
            colour = &palette->colours[palette->count++];
            memcpy(colour->name, name.p, name.n);
            colour->rgb[PALETTE_DARK] = rgb; /* unless it says otherwise */
        }
        if (colour != NULL)
            colour->rgb[scheme] = rgb;
    }
}

/* What stands behind `text`, or nothing. */
static struct str behind(struct str css, struct str text)
{
    const char *at = css.n > 0 ? memmem(css.p, css.n, text.p, text.n) : NULL;

    return at != NULL ? str_from(css, (size_t)(at - css.p) + text.n) : (struct str){0};
}

void palette_read(struct palette *palette, struct str css)
{
    struct str root = STR(":root {");

    *palette = (struct palette){0};
    read_block(palette, behind(css, root), PALETTE_LIGHT);
    read_block(palette, behind(behind(css, STR("prefers-color-scheme: dark")), root), PALETTE_DARK);
}

enum err_code palette_set(struct palette *palette, enum palette_scheme scheme, const char *name,
                          const char *value, struct err *err)
{
    struct palette_colour *colour = find(palette, str_of(name));
    struct buf names = {0};
    uint32_t rgb;

    if (colour == NULL) {
        for (size_t i = 0; i < palette->count; i++)
            buf_printf(&names, "%s%s", i > 0 ? ", " : "", palette->colours[i].name);
        err_set(err, ERR_USAGE, "there is no colour '%s'; there are %s", name,
                names.p != NULL ? names.p : "none");
        buf_free(&names);
        return ERR_USAGE;
    }
    if (!parse_colour(&rgb, str_of(value)))
        return err_set(err, ERR_USAGE, "the colour '%s' is written #rrggbb, not '%s'", name, value);
    colour->rgb[scheme] = rgb;
    return ERR_OK;
}

/* Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
static double luminance(uint32_t rgb)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (unsigned i = 0; i < 3; i++) {
        double c = (double)(rgb >> (16 - 8 * i) & 0xff) / 255;
        sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double palette_contrast(uint32_t a, uint32_t b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

    return one > other ? one / other : other / one;
}

enum err_code palette_check(const struct palette *palette, struct err *err)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const struct palette_colour *ink = find(palette, str_of(pairs[i].ink));
        const struct palette_colour *surface = find(palette, str_of(pairs[i].surface));
        double least = pairs[i].edge ? edge_contrast : text_contrast;
        for (int s = 0; ink != NULL && surface != NULL && s < PALETTE_SCHEMES; s++) {
            double contrast = palette_contrast(ink->rgb[s], surface->rgb[s]);
            if (contrast < least)
                return err_set(err, ERR_USAGE,
                               "%s: '%s' (#%06x) on '%s' (#%06x) has a contrast of %.2f to 1, "
                               "and needs %.1f",
                               s == PALETTE_LIGHT ? "light" : "dark", ink->name, ink->rgb[s],
                               surface->name, surface->rgb[s], floor(contrast * 100) / 100, least);
        }
    }
    return ERR_OK;
}

static void write_block(struct buf *css, const char *media, const struct palette *palette,
                        enum palette_scheme scheme)
{
    buf_printf(css, "@media %s {\n:root {\n", media);
    for (size_t i = 0; i < palette->count; i++)
        buf_printf(css, "    --%s: #%06x;\n", palette->colours[i].name,
                   palette->colours[i].rgb[scheme]);
    buf_text(css, "}\n}\n");
}

/* Paper stays as it is. */
void palette_write(struct buf *css, const struct palette *palette)
{
    write_block(css, "screen", palette, PALETTE_LIGHT);
    write_block(css, "screen and (prefers-color-scheme: dark)", palette, PALETTE_DARK);
}
