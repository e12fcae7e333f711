#include "read/pdf.h"

#include <poppler.h>

#include "read/pdf_columns.h"
#include "read/pdf_furniture.h"
#include "read/pdf_lines.h"
#include "read/pdf_words.h"

static void drop_message(const gchar *domain, GLogLevelFlags level, const gchar *message,
                         gpointer data)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)data;
}

static enum err_code open_error(const GError *failure, struct err *err)
{
    if (g_error_matches(failure, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        return err_set(err, ERR_FORMAT,
                       "a PDF file that needs a password; save a copy without one");
    return err_set(err, ERR_FORMAT, "a damaged PDF file; save or download it again");
}

/* The end mark of a file that was saved whole; a newer program may have added a little behind it.
 */
static bool is_whole(struct str bytes)
{
    struct str tail = str_from(bytes, bytes.n > 4096 ? bytes.n - 4096 : 0);
    return memmem(tail.p, tail.n, "%%EOF", 5) != NULL;
}

static const char *note_of(const struct pdf_text *text, struct str bytes)
{
    if (text->unread > 0)
        return "damaged: some pages could not be read";
    if (!is_whole(bytes))
        return "the file lacks its end: text may be missing";
    if (text->unmapped * 50 > text->bytes)
        return "some characters of its fonts have no known meaning and are missing";
    return NULL;
}

static enum err_code read_open(struct document *document, PopplerDocument *source, struct str bytes,
                               struct arena *arena, struct err *err)
{
    struct pdf_text text = {0};
    struct pdf_reading reading;
    int pages = poppler_document_get_n_pages(source);

    if (pages < 1)
        return err_set(err, ERR_FORMAT, "a PDF file without pages; save or download it again");
    if (pages > PDF_PAGES_MAX)
        return err_set(err, ERR_LIMIT, "more than %d pages; split it", PDF_PAGES_MAX);
    enum err_code code = pdf_words_read(&text, source, arena, err);
    if (code == ERR_OK && text.count == 0)
        code = err_set(err, ERR_FORMAT,
                       "a PDF file without text, probably scanned; run OCR on it first");
    if (code == ERR_OK) {
        pdf_furniture_mark(&text);
        pdf_reading_make(&reading, &text);
        pdf_lines_make(document, &reading, &text, arena);
        pdf_reading_free(&reading);
        document->note = note_of(&text, bytes);
    }
    pdf_text_free(&text);
    return code;
}

enum err_code pdf_read(struct document *document, struct str bytes, struct arena *arena,
                       struct err *err)
{
    GError *failure = NULL;

    *document = (struct document){.format = "pdf"};
    g_log_set_default_handler(drop_message, NULL);
    GBytes *content = g_bytes_new_static(bytes.p, bytes.n);
    PopplerDocument *source = poppler_document_new_from_bytes(content, NULL, &failure);
    enum err_code code;
    if (source == NULL) {
        code = open_error(failure, err);
        g_clear_error(&failure);
    } else {
        code = read_open(document, source, bytes, arena, err);
        g_object_unref(source);
    }
    g_bytes_unref(content);
    return code;
}

void pdf_warm_up(void)
{
}
