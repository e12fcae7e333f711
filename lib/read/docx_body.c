#include "read/docx_body.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "read/docx_xml.h"

enum { ID_MAX = 256 };

struct paragraph {
    struct docx_look look;
    char style[ID_MAX]; /* id; empty: the usual one */
    bool begun;
};

struct reader {
    struct docx_body *body;
    struct lines boxes;     /* of the text boxes in the paragraph */
    struct lines *lines;    /* the body's or those */
    struct paragraph *open; /* the paragraph, and those that hold the text box it is in */
    size_t count, capacity;
    struct docx_look look; /* of the run */
    char style[ID_MAX];    /* of the run */
    unsigned skipped;      /* within so many elements that are not read */
    unsigned box_depth, link_depth;
    bool in_paragraph_properties, in_run_properties, in_text, in_run;
    bool after_item; /* of a list, with nothing between */
    long note;       /* number of the last */
};

static const char *const not_read[] = {"del",       "moveFrom",    "Fallback",   "pPrChange",
                                       "rPrChange", "tblPrChange", "tcPrChange", "trPrChange",
                                       "sectPr",    "sdtPr",       "rt",         "instrText"};

/* The line above the notes of a page is kept as a note itself. */
static bool is_separator(const char *element, const struct docx_attributes *attributes)
{
    struct str type = docx_attribute(attributes, "type");

    return (strcmp(element, "footnote") == 0 || strcmp(element, "endnote") == 0) && type.n > 0 &&
           !str_eq(type, STR("normal"));
}

static bool is_skipped(const char *element, const struct docx_attributes *attributes)
{
    for (size_t i = 0; i < sizeof not_read / sizeof not_read[0]; i++)
        if (strcmp(element, not_read[i]) == 0)
            return true;
    return is_separator(element, attributes);
}

static void copy_id(char *id, struct str s)
{
    size_t n = s.n < ID_MAX - 1 ? s.n : 0; /* a longer one is no style's */

    if (n > 0)
        memcpy(id, s.p, n);
    id[n] = '\0';
}

/* The properties of a paragraph are known when its first text comes. */
static void begin_paragraph(struct reader *reader)
{
    struct paragraph *p = reader->count > 0 ? &reader->open[reader->count - 1] : NULL;
    const struct docx_styles *styles = reader->body->styles;
    struct buf mark = {0};

    if (p == NULL || p->begun)
        return;
    p->begun = true;
    docx_style_apply(&p->look, styles, p->style[0] != '\0' ? p->style : styles->usual);
    long level = p->look.list_level > 0 ? p->look.list_level : 0;
    bool item =
        p->look.list > 0 && docx_list_count(&mark, reader->body->lists, p->look.list, level);
    bool heading = p->look.level > 0;
    lines_block(reader->lines, item && !heading && reader->after_item ? LINES_NEXT : LINES_BLANK);
    if (item && !heading)
        lines_item(reader->lines, buf_view(&mark), (unsigned)level + 1);
    reader->lines->level = heading ? (unsigned)p->look.level : 0;
    if (item && heading && !str_starts(buf_view(&mark), STR("\xe2\x80\xa2")))
        lines_text(reader->lines, buf_view(&mark));
    reader->after_item = item && !heading;
    buf_free(&mark);
}

static void begin_text(struct reader *reader)
{
    struct docx_look look = reader->look;

    begin_paragraph(reader);
    if (reader->in_run && reader->style[0] != '\0')
        docx_style_apply(&look, reader->body->styles, reader->style);
    const struct docx_look *whole =
        reader->count > 0 ? &reader->open[reader->count - 1].look : NULL;
    int bold = look.bold >= 0 ? look.bold : whole != NULL ? whole->bold : 0;
    int underlined = look.underlined >= 0 ? look.underlined : whole != NULL ? whole->underlined : 0;
    reader->lines->bold = bold > 0 || (underlined > 0 && reader->link_depth == 0);
}

static bool is_hidden(const struct reader *reader)
{
    struct docx_look look = reader->look;

    if (reader->style[0] != '\0')
        docx_style_apply(&look, reader->body->styles, reader->style);
    return look.hidden > 0;
}

/* A sign of one of the fonts that have signs in the place of letters. */
static void add_symbol(struct reader *reader, const struct docx_attributes *attributes)
{
    static const struct {
        char font; /* Symbol or Wingdings */
        unsigned char code;
        const char *sign;
    } signs[] = {
        {'S', 0xb3, "\xe2\x89\xa5"}, {'S', 0xa3, "\xe2\x89\xa4"}, {'S', 0xb1, "\xc2\xb1"},
        {'S', 0xb0, "\xc2\xb0"},     {'S', 0xd7, "\xc3\x97"},     {'S', 0x2d, "\xe2\x88\x92"},
        {'S', 0xae, "\xe2\x86\x92"}, {'W', 0xe0, "\xe2\x86\x92"}, {'W', 0x6f, "\xe2\x98\x90"},
        {'W', 0xa8, "\xe2\x98\x90"}, {'W', 0x78, "\xe2\x98\x92"}, {'W', 0xfd, "\xe2\x98\x92"},
        {'W', 0xfe, "\xe2\x98\x91"}, {'W', 0xfc, "\xe2\x9c\x93"}};
    struct str font = docx_attribute(attributes, "font"), hex = docx_attribute(attributes, "char");
    char digits[8] = "";

    if (hex.n == 0 || hex.n >= sizeof digits)
        return;
    memcpy(digits, hex.p, hex.n);
    unsigned long code = strtoul(digits, NULL, 16);
    bool private = code >= 0xf000 && code <= 0xf0ff;
    const char *sign = "\xe2\x80\xa2"; /* most are bullets */
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (font.n > 0 && font.p[0] == signs[i].font && (code & 0xff) == signs[i].code)
            sign = signs[i].sign;
    begin_text(reader);
    if (private || (font.n > 0 && (font.p[0] == 'S' || font.p[0] == 'W'))) {
        lines_text(reader->lines, str_of(sign));
        return;
    }
    struct buf text = {0};
    utf8_append(&text, (uint32_t)code);
    lines_text(reader->lines, buf_view(&text));
    buf_free(&text);
}

static void start_paragraph(struct reader *reader)
{
    lines_block(reader->lines, LINES_NEXT);
    reader->open = mem_grow(reader->open, reader->count, &reader->capacity, sizeof *reader->open);
    reader->open[reader->count++] = (struct paragraph){.look = docx_look_none()};
}

static void end_paragraph(struct reader *reader)
{
    struct docx_body *body = reader->body;

    if (reader->count == 0)
        return;
    const struct paragraph *p = &reader->open[reader->count - 1];
    if (!p->begun && p->look.list != 0)
        begin_paragraph(reader); /* Word counts an item without text too */
    size_t before = reader->lines->count;
    bool empty = reader->lines->text.n == 0;
    lines_end(reader->lines);
    reader->lines->level = 0;
    reader->after_item = reader->after_item && !empty;
    if (p->look.title > 0 && reader->lines == body->lines && reader->lines->count > before) {
        body->titles++;
        body->title_entry = before;
    }
    reader->count--;
    if (reader->box_depth == 0 && reader->boxes.count > 0)
        lines_take(reader->lines, &reader->boxes);
}

static void start_box(struct reader *reader)
{
    begin_paragraph(reader);
    if (reader->box_depth++ == 0)
        reader->lines = &reader->boxes;
    reader->after_item = false;
}

static void end_box(struct reader *reader)
{
    if (reader->box_depth > 0 && --reader->box_depth == 0)
        reader->lines = reader->body->lines;
    if (reader->count > 0)
        reader->lines->level = reader->open[reader->count - 1].look.level > 0
                                   ? (unsigned)reader->open[reader->count - 1].look.level
                                   : 0;
}

/* Tables, and what stands around paragraphs. */
static bool start_structure(struct reader *reader, const char *element)
{
    if (strcmp(element, "tbl") == 0) {
        lines_block(reader->lines, LINES_BLANK);
    } else if (strcmp(element, "tr") == 0) {
        lines_row_start(reader->lines);
    } else if (strcmp(element, "tc") == 0) {
        lines_cell(reader->lines);
    } else if (strcmp(element, "p") == 0) {
        start_paragraph(reader);
        return true;
    } else if (strcmp(element, "txbxContent") == 0) {
        start_box(reader);
    } else if (strcmp(element, "footnote") == 0 || strcmp(element, "endnote") == 0) {
        struct buf mark = {0};
        buf_printf(&mark, "[%ld] ", ++reader->note);
        lines_block(reader->lines, LINES_BLANK);
        lines_item(reader->lines, buf_view(&mark), 1);
        buf_free(&mark);
        return true;
    } else {
        return false;
    }
    reader->after_item = false;
    return true;
}

static void start_properties(struct reader *reader, const char *element,
                             const struct docx_attributes *attributes)
{
    struct paragraph *p = reader->count > 0 ? &reader->open[reader->count - 1] : NULL;
    struct str value = docx_attribute(attributes, "val");

    if (reader->in_run_properties && reader->in_paragraph_properties)
        return; /* the look of the paragraph's end alone */
    if (reader->in_run_properties && strcmp(element, "rStyle") == 0)
        copy_id(reader->style, value);
    else if (reader->in_run_properties)
        docx_look_read(&reader->look, element, attributes);
    else if (p != NULL && strcmp(element, "pStyle") == 0)
        copy_id(p->style, value);
    else if (p != NULL)
        docx_look_read(&p->look, element, attributes);
}

static void start_content(struct reader *reader, const char *element,
                          const struct docx_attributes *attributes)
{
    if (strcmp(element, "r") == 0) {
        reader->look = docx_look_none();
        reader->style[0] = '\0';
        reader->in_run = true;
    } else if (strcmp(element, "hyperlink") == 0) {
        reader->link_depth++;
    } else if (strcmp(element, "altChunk") == 0) {
        reader->body->embeds = true;
    } else if (reader->in_run && is_hidden(reader)) {
        return;
    } else if (strcmp(element, "t") == 0) {
        reader->in_text = true;
    } else if (strcmp(element, "tab") == 0 || strcmp(element, "ptab") == 0) {
        begin_text(reader);
        lines_tab(reader->lines);
    } else if (strcmp(element, "br") == 0 || strcmp(element, "cr") == 0) {
        begin_text(reader);
        lines_break(reader->lines);
    } else if (strcmp(element, "noBreakHyphen") == 0) {
        begin_text(reader);
        lines_text(reader->lines, STR("-"));
    } else if (strcmp(element, "sym") == 0) {
        add_symbol(reader, attributes);
    }
}

static void on_start(void *data, const char *element, const struct docx_attributes *attributes)
{
    struct reader *reader = data;

    if (reader->skipped > 0 || is_skipped(element, attributes))
        reader->skipped++;
    else if (strcmp(element, "pPr") == 0)
        reader->in_paragraph_properties = true;
    else if (strcmp(element, "rPr") == 0)
        reader->in_run_properties = true;
    else if (reader->in_paragraph_properties || reader->in_run_properties)
        start_properties(reader, element, attributes);
    else if (!start_structure(reader, element))
        start_content(reader, element, attributes);
}

static void on_end(void *data, const char *element)
{
    struct reader *reader = data;

    if (reader->skipped > 0)
        reader->skipped--;
    else if (strcmp(element, "pPr") == 0)
        reader->in_paragraph_properties = false;
    else if (strcmp(element, "rPr") == 0)
        reader->in_run_properties = false;
    else if (reader->in_paragraph_properties || reader->in_run_properties)
        return;
    else if (strcmp(element, "t") == 0)
        reader->in_text = false;
    else if (strcmp(element, "r") == 0)
        reader->in_run = false;
    else if (strcmp(element, "p") == 0)
        end_paragraph(reader);
    else if (strcmp(element, "tr") == 0)
        lines_row_end(reader->lines);
    else if (strcmp(element, "tbl") == 0)
        lines_block(reader->lines, LINES_BLANK);
    else if (strcmp(element, "txbxContent") == 0)
        end_box(reader);
    else if (strcmp(element, "hyperlink") == 0 && reader->link_depth > 0)
        reader->link_depth--;
}

static void on_text(void *data, struct str text)
{
    struct reader *reader = data;

    if (!reader->in_text || reader->skipped > 0)
        return;
    begin_text(reader);
    lines_text(reader->lines, text);
}

enum err_code docx_body_read(struct docx_body *body, struct str xml, const char *part,
                             struct err *err)
{
    static const struct docx_handler handler = {on_start, on_end, on_text};
    struct reader reader = {.body = body, .lines = body->lines, .look = docx_look_none()};

    lines_start(&reader.boxes, body->lines->arena);
    enum err_code code = docx_xml_parse(xml, &handler, &reader, part, err);
    lines_discard(&reader.boxes);
    free(reader.open);
    return code;
}
