/* Where a page shows a gap between two lines, and where text goes on. */
#ifndef READ_PDF_GAPS_H
#define READ_PDF_GAPS_H

#include <stdbool.h>

#include "read/pdf_columns.h"
#include "read/pdf_words.h"

/* Sets blank[i] if a blank line stands before line i; blank[0] is false. */
void pdf_gaps_find(bool *blank, const struct pdf_reading *reading, const struct pdf_text *text);

#endif
