/* Characters of PDF documents that stand for others: ligatures, bullets of symbol fonts. */
#ifndef READ_PDF_CHARS_H
#define READ_PDF_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* White space, and what is one to a reader: separates words. */
bool pdf_char_is_space(uint32_t c);

/* Appends what c stands for, which may be nothing or several letters. False if it is not known
 * (a private character or none at all): then U+FFFD is appended. */
bool pdf_char_append(struct buf *text, uint32_t c);

#endif
