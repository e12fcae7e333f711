#include "read/docx_style.h"

#include <stdlib.h>

enum { CHAIN_MAX = 32, LEVELS = 9 };

struct docx_look docx_look_none(void)
{
    return (struct docx_look){-1, -1, -1, -1, -1, -1, -1};
}

bool docx_look_read(struct docx_look *look, const char *element,
                    const struct docx_attributes *attributes)
{
    if (strcmp(element, "b") == 0)
        look->bold = docx_attribute_on(attributes);
    else if (strcmp(element, "u") == 0)
        look->underlined = docx_attribute_on(attributes);
    else if (strcmp(element, "vanish") == 0)
        look->hidden = docx_attribute_on(attributes);
    else if (strcmp(element, "numId") == 0)
        look->list = docx_attribute_number(attributes, "val", 0);
    else if (strcmp(element, "ilvl") == 0)
        look->list_level = docx_attribute_number(attributes, "val", 0) % LEVELS;
    else if (strcmp(element, "outlineLvl") == 0)
        look->level = (int)(docx_attribute_number(attributes, "val", LEVELS) + 1) % (LEVELS + 1);
    else
        return false;
    return true;
}

struct reader {
    struct docx_styles *styles;
    struct arena *arena;
    struct docx_style *style; /* that is being read */
    bool defaults;
    unsigned changed; /* within so many records of a former look */
};

static const char *copy(struct reader *reader, struct str s)
{
    return s.n > 0 ? arena_strndup(reader->arena, s.p, s.n) : NULL;
}

static void start_style(struct reader *reader, const struct docx_attributes *attributes)
{
    struct docx_styles *styles = reader->styles;
    const char *id = copy(reader, docx_attribute(attributes, "styleId"));

    if (id == NULL || !map_add(&styles->by_id, id, styles->count))
        return;
    styles->styles =
        mem_grow(styles->styles, styles->count, &styles->capacity, sizeof *styles->styles);
    reader->style = &styles->styles[styles->count++];
    *reader->style = (struct docx_style){.id = id, .look = docx_look_none()};
    bool usual = docx_attribute(attributes, "default").n > 0 &&
                 str_eq(docx_attribute(attributes, "type"), STR("paragraph"));
    if (usual && styles->usual == NULL)
        styles->usual = id;
}

/* Word keeps the English names of its own styles in every language, but not their ids. */
static void apply_name(struct docx_look *look, struct str name)
{
    if (str_eq_nocase(name, STR("title"))) {
        look->title = 1;
        look->level = 1;
    } else if (name.n == 9 && str_eq_nocase((struct str){name.p, 8}, STR("heading ")) &&
               name.p[8] >= '1' && name.p[8] <= '9') {
        look->level = name.p[8] - '0';
    }
}

static void on_start(void *data, const char *element, const struct docx_attributes *attributes)
{
    struct reader *reader = data;
    struct docx_style *style = reader->style;

    if (strcmp(element, "rPrChange") == 0 || strcmp(element, "pPrChange") == 0)
        reader->changed++;
    else if (reader->changed > 0)
        return;
    else if (strcmp(element, "docDefaults") == 0)
        reader->defaults = true;
    else if (strcmp(element, "style") == 0)
        start_style(reader, attributes);
    else if (style == NULL && reader->defaults)
        docx_look_read(&reader->styles->look, element, attributes);
    else if (style == NULL)
        return;
    else if (strcmp(element, "name") == 0)
        apply_name(&style->look, docx_attribute(attributes, "val"));
    else if (strcmp(element, "basedOn") == 0)
        style->based_on = copy(reader, docx_attribute(attributes, "val"));
    else
        docx_look_read(&style->look, element, attributes);
}

static void on_end(void *data, const char *element)
{
    struct reader *reader = data;

    if (strcmp(element, "rPrChange") == 0 || strcmp(element, "pPrChange") == 0)
        reader->changed--;
    else if (strcmp(element, "style") == 0)
        reader->style = NULL;
    else if (strcmp(element, "docDefaults") == 0)
        reader->defaults = false;
}

enum err_code docx_styles_read(struct docx_styles *styles, struct str xml, struct arena *arena,
                               struct err *err)
{
    static const struct docx_handler handler = {.start = on_start, .end = on_end};
    struct reader reader = {.styles = styles, .arena = arena};

    *styles = (struct docx_styles){.look = docx_look_none()};
    return xml.n > 0 ? docx_xml_parse(xml, &handler, &reader, "list of styles", err) : ERR_OK;
}

void docx_styles_free(struct docx_styles *styles)
{
    free(styles->styles);
    map_free(&styles->by_id);
    *styles = (struct docx_styles){0};
}

static void fill(int *value, int with)
{
    if (*value < 0)
        *value = with;
}

static void fill_in(struct docx_look *look, const struct docx_look *with)
{
    fill(&look->bold, with->bold);
    fill(&look->underlined, with->underlined);
    fill(&look->hidden, with->hidden);
    fill(&look->level, with->level);
    fill(&look->title, with->title);
    if (look->list < 0)
        look->list = with->list;
    if (look->list_level < 0)
        look->list_level = with->list_level;
}

void docx_style_apply(struct docx_look *look, const struct docx_styles *styles, const char *id)
{
    for (int i = 0; id != NULL && i < CHAIN_MAX; i++) {
        const size_t *at = map_find(&styles->by_id, id);
        if (at == NULL)
            break;
        fill_in(look, &styles->styles[*at].look);
        id = styles->styles[*at].based_on;
    }
    fill_in(look, &styles->look);
}
