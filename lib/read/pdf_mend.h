/* Words that a line end cut in two. */
#ifndef READ_PDF_MEND_H
#define READ_PDF_MEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "spec/document.h"

/* Puts a hyphenated word together again, on the first of its two lines, which may leave the second
 * one empty. Compounds keep their hyphen and stay as they are. The document itself decides, in this
 * order: the word stands elsewhere without the hyphen (mended), or with it (a compound); its parts
 * are words of their own, or the first one forms compounds (a compound); else it is mended. The
 * second part must be in lower case. blank[i]: a gap stands before line i. */
void pdf_mend_hyphens(struct document_line *lines, const bool *blank, size_t count,
                      struct arena *arena);

#endif
