/* Plain text: bytes of any encoding to lines of UTF-8. */
#ifndef READ_TEXT_H
#define READ_TEXT_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* UTF-8 with or without a byte order mark, UTF-16 with one; other bytes are taken as Windows-1252,
 * which *note then says. The result lives in the arena. ERR_FORMAT for bytes that are no text. */
enum err_code text_decode(struct str *text, const char **note, struct str bytes,
                          struct arena *arena, struct err *err);

/* Cuts text into lines at LF, CR LF and bare CR. A bare CR does not count as a line of the source.
 */
void text_lines(struct document *document, struct str text, struct arena *arena);

#endif
