#include "read/read.h"

#include "read/markdown.h"
#include "read/text.h"

/* Formats that are known by their first bytes but have no reader. */
static const char *foreign_format(struct str bytes)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *format;
    } known[] = {{"%PDF-", 5, "a PDF file"},
                 {"PK\x03\x04", 4, "a zip archive or an Office document"},
                 {"\xd0\xcf\x11\xe0", 4, "a legacy Office document (.doc)"},
                 {"{\\rtf", 5, "an RTF document"}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_starts(bytes, (struct str){known[i].magic, known[i].length}))
            return known[i].format;
    struct str start = str_trim((struct str){bytes.p, bytes.n < 256 ? bytes.n : 256});
    if (start.n > 5 && (str_eq_nocase((struct str){start.p, 5}, STR("<html")) ||
                        str_eq_nocase((struct str){start.p, 5}, STR("<!doc"))))
        return "an HTML page";
    return NULL;
}

enum err_code read_document(struct document *document, struct str bytes, struct str name,
                            struct arena *arena, struct err *err)
{
    struct str text;

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
