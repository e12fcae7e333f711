/* The text of one part of a Word file: its document, a header, its notes. */
#ifndef READ_DOCX_BODY_H
#define READ_DOCX_BODY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "read/docx_list.h"
#include "read/docx_style.h"
#include "read/lines.h"

struct docx_body {
    const struct docx_styles *styles;
    struct docx_lists *lists;
    struct lines *lines;
    size_t titles;      /* paragraphs with text in the style "Title" */
    size_t title_entry; /* of the last one, in lines->entries */
    bool embeds;        /* another document, which is not read */
};

/* Adds a part's text to body->lines. Errors are those of docx_xml_parse(). */
enum err_code docx_body_read(struct docx_body *body, struct str xml, const char *part,
                             struct err *err);

#endif
