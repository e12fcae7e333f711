/* Page headers, footers and page numbers: what a page repeats and nobody would cite.
 *
 * A row near the upper or lower edge is furniture if the same row, numbers apart that grow with the
 * page, stands in the same place on a neighbouring page and nothing but furniture stands between it
 * and the edge; or if it is a page number alone. Of a row whose words stand nowhere else the
 * first header or the last footer stays, so that no word of a document is lost; letterheads
 * (letterhead.h), and addresses, dates and page numbers of a browser's print are no words of the
 * document. */
#ifndef READ_PDF_FURNITURE_H
#define READ_PDF_FURNITURE_H

#include "read/pdf_words.h"

/* Sets `role` of words. */
void pdf_furniture_mark(struct pdf_text *text);

#endif
