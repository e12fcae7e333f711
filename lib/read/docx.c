#include "read/docx.h"

#include <archive.h>
#include <ctype.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <time.h>

#include "base/map.h"
#include "read/docx_body.h"
#include "read/docx_parts.h"
#include "read/letterhead.h"
#include "read/said.h"

enum { LINE_COMPARED = 300 };

/* What a page header holds besides text of its own: "Page 2 of 4". */
static bool is_page_number(struct str s)
{
    static const char *const words[] = {"page", "of", "pg", "p"};

    for (size_t at = 0; at < s.n;) {
        size_t end = at;
        while (end < s.n && isalpha((unsigned char)s.p[end]))
            end++;
        bool known = end == at;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            known = known || str_eq_nocase((struct str){s.p + at, end - at}, str_of(words[i]));
        if (!known || (unsigned char)s.p[at] >= 0x80)
            return false;
        at = end > at ? end : at + 1;
    }
    return true;
}

/* Remembers a line. False if it was there before, in capitals or not. */
static bool remember(struct map *lines, struct str s)
{
    char key[LINE_COMPARED + 1];

    if (s.n > LINE_COMPARED)
        return true;
    for (size_t i = 0; i < s.n; i++)
        key[i] = (char)tolower((unsigned char)s.p[i]);
    key[s.n] = '\0';
    return map_add(lines, key, 1);
}

/* The lines of the page headers that say what stands nowhere else: they state the code, or name the
 * class. */
static void keep_headers(struct lines *head, const struct lines *headers, const struct lines *body)
{
    struct map seen = {0};

    for (size_t i = 0; i < body->count; i++)
        remember(&seen, body->entries[i].line.text);
    for (size_t i = 0; i < headers->count; i++) {
        const struct document_line *line = &headers->entries[i].line;
        if (!is_page_number(line->text) && !letterhead_is(line->text) &&
            remember(&seen, line->text))
            lines_add(head, line);
    }
    map_free(&seen);
}

/* Cells of a row are parted by tabs. */
static struct str cut_word(struct str *rest)
{
    size_t n = 0;

    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    struct str word = {rest->p, n};
    *rest = str_from(*rest, n < rest->n ? n + 1 : n);
    return word;
}

static bool says_more(struct str line, const struct said *body)
{
    for (struct str rest = line; rest.n > 0;)
        if (!said_has(body, cut_word(&rest)))
            return true;
    return false;
}

/* The lines of the page footers with a word that stands nowhere else. */
static void keep_footers(struct lines *foot, const struct lines *footers, const struct lines *body)
{
    struct said said = {0};
    struct map seen = {0};

    for (size_t i = 0; i < body->count; i++)
        for (struct str rest = body->entries[i].line.text; rest.n > 0;)
            said_add(&said, cut_word(&rest));
    for (size_t i = 0; i < footers->count; i++) {
        const struct document_line *line = &footers->entries[i].line;
        if (!letterhead_is(line->text) && says_more(line->text, &said) &&
            remember(&seen, line->text))
            lines_add(foot, line);
    }
    said_free(&said);
    map_free(&seen);
}

struct reading {
    struct docx_parts parts;
    struct docx_styles styles;
    struct docx_lists lists;
    struct lines headers, head, text, footers, foot, all;
};

static enum err_code read_edges(struct lines *lines, struct reading *r,
                                const struct docx_edges *edges, const char *part, struct err *err)
{
    struct docx_body body = {.styles = &r->styles, .lists = &r->lists, .lines = lines};
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < edges->count; i++)
        if (edges->parts[i].n > 0)
            code = docx_body_read(&body, edges->parts[i], part, err);
    if (code == ERR_OK)
        lines_end(lines);
    return code;
}

static enum err_code read_parts(struct document *document, struct reading *r, struct str bytes,
                                struct arena *arena, struct err *err)
{
    struct docx_body body = {.styles = &r->styles, .lists = &r->lists, .lines = &r->text};
    enum err_code code = docx_parts_read(&r->parts, bytes, arena, err);

    if (code == ERR_OK)
        code = docx_styles_read(&r->styles, r->parts.styles, arena, err);
    if (code == ERR_OK)
        code = docx_lists_read(&r->lists, r->parts.numbering, arena, err);
    if (code == ERR_OK)
        code = docx_body_read(&body, r->parts.document, "document part", err);
    struct str title = STR("");
    if (code == ERR_OK && body.titles == 1)
        title = r->text.entries[body.title_entry].line.text;
    if (code == ERR_OK && r->parts.footnotes.n > 0)
        code = docx_body_read(&body, r->parts.footnotes, "footnotes", err);
    if (code == ERR_OK && r->parts.endnotes.n > 0)
        code = docx_body_read(&body, r->parts.endnotes, "endnotes", err);
    if (code == ERR_OK)
        code = read_edges(&r->headers, r, &r->parts.headers, "page header", err);
    if (code == ERR_OK)
        code = read_edges(&r->footers, r, &r->parts.footers, "page footer", err);
    if (code != ERR_OK)
        return code;
    lines_end(&r->text);
    keep_headers(&r->head, &r->headers, &r->text);
    keep_footers(&r->foot, &r->footers, &r->text);
    lines_take(&r->all, &r->head);
    lines_take(&r->all, &r->text);
    lines_take(&r->all, &r->foot);
    lines_finish(&r->all, document);
    for (size_t i = 0; title.n > 0 && i < document->count && document->title_line == 0; i++) {
        if (document->lines[i].text.p != title.p)
            continue;
        document->title = title;
        document->title_line = document->lines[i].line;
    }
    if (body.embeds)
        document->note = "an embedded document in it is not read";
    if (document->count == 0)
        return err_set(err, ERR_FORMAT,
                       "a Word file without text; if it shows text, that is a "
                       "picture: save it as PDF with text recognition");
    return ERR_OK;
}

enum err_code docx_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err)
{
    struct reading reading = {0};

    *document = (struct document){.format = "docx"};
    lines_start(&reading.headers, arena);
    lines_start(&reading.head, arena);
    lines_start(&reading.text, arena);
    lines_start(&reading.footers, arena);
    lines_start(&reading.foot, arena);
    lines_start(&reading.all, arena);
    enum err_code code = read_parts(document, &reading, bytes, arena, err);
    lines_discard(&reading.headers);
    lines_discard(&reading.head);
    lines_discard(&reading.text);
    lines_discard(&reading.footers);
    lines_discard(&reading.foot);
    lines_discard(&reading.all);
    docx_styles_free(&reading.styles);
    docx_lists_free(&reading.lists);
    return code;
}

/* Names of streams in the file's directory, which are UTF-16. */
static bool has_stream(struct str bytes, const char *name)
{
    char utf16[64];
    size_t n = 0;

    for (; name[n / 2] != '\0' && n + 2 <= sizeof utf16; n += 2) {
        utf16[n] = name[n / 2];
        utf16[n + 1] = '\0';
    }
    return memmem(bytes.p, bytes.n, utf16, n) != NULL;
}

enum err_code docx_refuse_ole(struct str bytes, struct err *err)
{
    if (has_stream(bytes, "EncryptedPackage"))
        return err_set(err, ERR_FORMAT,
                       "an encrypted Office file; open it with its password and save it without");
    if (has_stream(bytes, "WordDocument"))
        return err_set(err, ERR_FORMAT,
                       "a legacy Word document (.doc); open it in Word or LibreOffice and save it "
                       "as .docx or PDF");
    if (has_stream(bytes, "Workbook"))
        return err_set(err, ERR_FORMAT,
                       "a legacy Excel workbook (.xls); open it there and save it as .docx or PDF");
    return err_set(err, ERR_FORMAT,
                   "a legacy Office document (.doc, .xls, .ppt or .msg); open it in Word or "
                   "LibreOffice and save it as .docx or PDF");
}

void docx_warm_up(void)
{
    struct archive *zip = archive_read_new();

    xmlInitParser();
    archive_read_support_format_zip_seekable(zip);
    archive_read_free(zip);
    setenv("TZ", "UTC0", 0);
    tzset();
}
