#include "read/pdf.h"

#include <poppler.h>
#include <time.h>

#include "read/pdf_columns.h"
#include "read/pdf_furniture.h"
#include "read/pdf_lines.h"
#include "read/pdf_tables.h"
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
        pdf_tables_join(&reading, &text);
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
    static const char page[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        "4 0 obj<</Length 26>>stream\nBT /F 9 Tf 9 9 Td(x)Tj ET\n\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";
    static PopplerDocument *kept; /* poppler forgets its tables with the last document */
    struct document document;

    if (kept != NULL)
        return;
    struct arena *arena = arena_new();
    pdf_read(&document, (struct str){page, sizeof page - 1}, arena, NULL);
    arena_free(arena);
    GBytes *content = g_bytes_new_static(page, sizeof page - 1);
    kept = poppler_document_new_from_bytes(content, NULL, NULL);
    g_bytes_unref(content);
    tzset();
}
