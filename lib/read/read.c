#include "read/read.h"

#include "read/docx.h"
#include "read/html.h"
#include "read/markdown.h"
#include "read/pdf.h"
#include "read/text.h"

/* Ligatures are letters: who looks for "qualifications" finds them however the page sets them. */
static void spell_ligatures(struct document_line *line, struct arena *arena)
{
    static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    struct str s = line->text;

    if (memmem(s.p, s.n, "\xef\xac", 2) == NULL)
        return;
    char *out = arena_zero(arena, s.n + 1, 1); /* no ligature is longer spelt out */
    size_t n = 0;
    unsigned lead = line->lead;
    for (size_t i = 0; i < s.n;) {
        if (i == lead)
            line->lead = (unsigned)n;
        unsigned char last = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
        if (str_starts(str_from(s, i), STR("\xef\xac")) && last >= 0x80 && last <= 0x86) {
            size_t length = strlen(letters[last - 0x80]);
            memcpy(out + n, letters[last - 0x80], length);
            n += length;
            i += 3;
        } else {
            out[n++] = s.p[i++];
        }
    }
    line->text = (struct str){out, n};
}

void read_warm_up(void)
{
    text_warm_up();
    html_warm_up();
    docx_warm_up();
    pdf_warm_up();
}

static enum err_code read_format(struct document *document, struct str bytes, struct str name,
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
    enum err_code code = text_decode(&text, &document->note, bytes, false, arena, err);
    if (code != ERR_OK)
        return code;
    text_lines(document, text, arena);
    if (markdown_recognised(document, name))
        markdown_apply(document, arena);
    return ERR_OK;
}

enum err_code read_document(struct document *document, struct str bytes, struct str name,
                            struct arena *arena, struct err *err)
{
    bool text = false;
    enum err_code code = read_format(document, bytes, name, arena, err);

    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < document->count; i++) {
        spell_ligatures(&document->lines[i], arena);
        text = text || str_trim(document->lines[i].text).n > 0;
    }
    return text ? ERR_OK : err_set(err, ERR_FORMAT, "empty: there is no text in it");
}
