/* Rows in reading order to lines of text with hints, and blank lines where the page shows a gap. */
#ifndef READ_PDF_LINES_H
#define READ_PDF_LINES_H

#include "base/mem.h"
#include "read/pdf_columns.h"
#include "read/pdf_words.h"
#include "spec/document.h"

/* Fills lines and count of the document; strings live in the arena. Cells of table rows are parted
 * by a tab, what stands wide apart elsewhere by two blanks, other words by one. */
void pdf_lines_make(struct document *document, const struct pdf_reading *reading,
                    const struct pdf_text *text, struct arena *arena);

#endif
