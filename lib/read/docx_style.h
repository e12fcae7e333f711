/* Styles of a Word file: what they make of a paragraph or a run. */
#ifndef READ_DOCX_STYLE_H
#define READ_DOCX_STYLE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "read/docx_xml.h"

/* -1 where nothing is said. */
struct docx_look {
    int bold, underlined, hidden;
    int level;       /* of a heading: 1 to 9; 0: text */
    int title;       /* 1: the document's title */
    long list;       /* numId; 0: none */
    long list_level; /* from 0 */
};

struct docx_style {
    const char *id, *based_on; /* NULL: none */
    struct docx_look look;     /* what the style says itself */
};

struct docx_styles {
    struct docx_style *styles;
    size_t count, capacity;
    struct map by_id;
    const char *usual;     /* id of a paragraph's style that names none; NULL: none */
    struct docx_look look; /* of the document, under all styles */
};

/* `xml` may be empty: no styles. Strings live in the arena. */
enum err_code docx_styles_read(struct docx_styles *styles, struct str xml, struct arena *arena,
                               struct err *err);
void docx_styles_free(struct docx_styles *styles);

/* Fills in what `look` does not say with what the style `id` says, or those that it is based on; a
 * chain of more than 32 is cut, so that one that leads back to itself ends. */
void docx_style_apply(struct docx_look *look, const struct docx_styles *styles, const char *id);

/* A look that says nothing. */
struct docx_look docx_look_none(void);

/* Takes over what an element of rPr or pPr says about the look; false for other elements. */
bool docx_look_read(struct docx_look *look, const char *element,
                    const struct docx_attributes *attributes);

#endif
