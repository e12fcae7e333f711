#include "read/read.h"

#include "read/docx.h"
#include "read/html.h"
#include "read/markdown.h"
#include "read/pdf.h"
#include "read/text.h"

void read_warm_up(void)
{
    text_warm_up();
    html_warm_up();
    docx_warm_up();
    pdf_warm_up();
}

enum err_code read_document(struct document *document, struct str bytes, struct str name,
                            struct arena *arena, struct err *err)
{
    struct str text;

    if (str_starts(bytes, STR("%PDF-")))
        return pdf_read(document, bytes, arena, err);
    if (str_starts(bytes, STR("PK\x03\x04")))
        return docx_read(document, bytes, arena, err);
    if (str_starts(bytes, STR("PK\x05\x06")))
        return err_set(err, ERR_FORMAT, "an empty zip archive");
    if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
        return docx_refuse_ole(bytes, err);
    if (str_starts(bytes, STR("{\\rtf")))
        return err_set(
            err, ERR_FORMAT,
            "an RTF document; open it in Word or LibreOffice and save it as .docx or PDF");
    if (html_recognised(bytes, name))
        return html_read(document, bytes, arena, err);
    *document = (struct document){.format = "text"};
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
