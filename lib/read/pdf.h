/* PDF: positioned words of poppler's to lines of text with hints.
 *
 *   bytes -> words -> without furniture -> rows in reading order -> lines -> mended
 *
 * One file for each arrow; pdf_words.h holds what is handed on. The lines are those of the page:
 * paragraphs stay cut where the page cuts them, and a blank line stands where the page shows a gap.
 * Numbers of lines count this text, from 1 on, blank lines too; `page` says where to look. */
#ifndef READ_PDF_H
#define READ_PDF_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

enum {
    PDF_TEXT_MAX = 8 * 1024 * 1024, /* bytes of text; the longest specifications have 200,000 */
    PDF_PAGES_MAX = 20000
};

/* Reads a PDF document into lines with hints, which live in the arena. ERR_FORMAT: damaged,
 * encrypted or without text; ERR_LIMIT: more text or pages than allowed. The text says which and
 * what to do. What is left out is furniture (pdf_furniture.h); document->note says so if text could
 * not be read. */
enum err_code pdf_read(struct document *document, struct str bytes, struct arena *arena,
                       struct err *err);

/* Makes poppler and glib load what they load when first used, so that a process may then give up
 * the right to open files. Later only the mappings of East Asian fonts that are not embedded are
 * looked for; text in them that cannot be mapped is then missing. Also silences both libraries,
 * as pdf_read() does. Calling it again does nothing. */
void pdf_warm_up(void);

#endif
