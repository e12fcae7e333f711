/* HTML: the main content of a page (read/html_main.h says what that is) as lines (read/lines.h says
 * how). Headings h1 to h6 give `level`; b, strong, u, th, dt and styles give `bold` and `lead`;
 * items of lists begin with "• " or their number. Text of images, frames, scripts and form controls
 * is not read. Lines are numbered 1, 2, 3 as they are made: the source's mean nothing to a reader.
 *
 * A byte order mark says the encoding, else valid UTF-8 is UTF-8 whatever the page declares, and
 * other bytes are Windows-1252, which is what browsers read Latin-1 and ASCII as; a note says so if
 * the page declares another encoding.
 *
 * document->title is set where the page's title element and a line at the head of the text agree:
 * that line names what the page is about. */
#ifndef READ_HTML_H
#define READ_HTML_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* Does it begin as a page does (a doctype, a tag of HTML; an XML declaration, a mark and comments
 * aside), or is it called .htm, .html or .xhtml and holds tags? */
bool html_recognised(struct str bytes, struct str name);

/* Reads an HTML page into lines with hints, which live in the arena. Opens no file and no network,
 * and recurses into nothing. ERR_FORMAT: no text, or binary data; ERR_LIMIT: more than a million
 * elements. */
enum err_code html_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err);

/* Makes the library and the tables of encodings load what they load once, before a sandbox forbids
 * to open files. Not for several threads at once. */
void html_warm_up(void);

#endif
