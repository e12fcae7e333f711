/* Words that a line end cut in two. */
#ifndef READ_PDF_MEND_H
#define READ_PDF_MEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "spec/document.h"

/* Puts a hyphenated word together again, on the first of its two lines, which may leave the second
 * one empty. Compounds keep their hyphen and stay as they are. In this order:
 *
 *   the word stands elsewhere in the document without the hyphen   mended
 *   or with it, or its parts stand there as words                  a compound
 *   the first part forms compounds: non-, full-                    a compound
 *   the second part is the end of a word: -tion, -ment             mended
 *   else                                      mended in a document that hyphenates: where one of
 * the rules above mended another word
 *
 * since most programs break lines at the hyphens of compounds alone. blank[i]: a gap stands before
 * line i. */
void pdf_mend_hyphens(struct document_line *lines, const bool *blank, size_t count,
                      struct arena *arena);

#endif
