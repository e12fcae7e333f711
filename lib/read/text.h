/* Plain text: bytes of any encoding to lines of UTF-8. */
#ifndef READ_TEXT_H
#define READ_TEXT_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* UTF-8; UTF-16 and UTF-32, with a byte order mark or without; UTF-8 with stray bytes of
 * Windows-1252 in it; other bytes as encoding.h decides. Text that was mangled before is repaired
 * (repair.h). *note says what was decided and repaired, its parts joined by "; ", or is NULL. The
 * result lives in the arena. In markup, character references and the like are left to its reader.
 * ERR_FORMAT for bytes that are no text. */
enum err_code text_decode(struct str *text, const char **note, struct str bytes, bool markup,
                          struct arena *arena, struct err *err);

/* Cuts text into lines at LF and CR LF. Within a line of the source, other ends of lines (a bare
 * CR, a vertical tab, U+0085, U+2028, U+2029) and form feeds between words make further lines of
 * the same number. */
void text_lines(struct document *document, struct str text, struct arena *arena);

/* Loads whatever text_decode() may need from files. After it, text_decode() opens none, so that a
 * process may give up the right to. */
void text_warm_up(void);

#endif
