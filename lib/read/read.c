#include "read/read.h"

#include "read/docx.h"
#include "read/html.h"
#include "read/markdown.h"
#include "read/pdf.h"
#include "read/text.h"

/* Formats that are known by their first bytes but have no reader. */
static const char *foreign_format(struct str bytes)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *format;
    } known[] = {{"\xd0\xcf\x11\xe0", 4, "a legacy Office document (.doc)"},
                 {"{\\rtf", 5, "an RTF document"}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_starts(bytes, (struct str){known[i].magic, known[i].length}))
            return known[i].format;
    return NULL;
}

enum err_code read_document(struct document *document, struct str bytes, struct str name,
                            struct arena *arena, struct err *err)
{
    struct str text;

    if (str_starts(bytes, STR("%PDF-")))
        return pdf_read(document, bytes, arena, err);
    if (str_starts(bytes, STR("PK\x03\x04")))
        return docx_read(document, bytes, arena, err);
    if (html_recognised(bytes, name))
        return html_read(document, bytes, arena, err);
    *document = (struct document){.format = "text"};
    const char *foreign = foreign_format(bytes);
    if (foreign != NULL)
        return err_set(err, ERR_FORMAT, "%s, which is not read yet; save it as text", foreign);
    enum err_code code = text_decode(&text, &document->note, bytes, arena, err);
    if (code != ERR_OK)
        return code;
    text_lines(document, text, arena);
    if (markdown_recognised(document, name))
        markdown_apply(document, arena);
    for (size_t i = 0; i < document->count; i++)
        if (str_trim(document->lines[i].text).n > 0)
            return ERR_OK;
    return err_set(err, ERR_FORMAT, "empty: there is no text in it");
}
