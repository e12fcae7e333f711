/* DOCX: the text of a Word file as lines (read/lines.h says how).
 *
 * Headings are paragraphs whose style is called "heading 1" to "heading 9", is based on one that
 * is, or has an outline level; they give `level`, as does a paragraph's own outline level. Runs
 * that are bold or underlined, by themselves or by style, give `bold` and `lead`. Items of lists
 * begin with "• " or the number that Word shows.
 *
 * Read: inserted text, content controls, hyperlinks, text boxes (behind the paragraph that they
 * hang on), footnotes and endnotes (at the end, numbered in brackets). Not read: deleted and hidden
 * text, comments, pictures. Lines of page headers that the body does not repeat are read before it,
 * since some forms have class title and code there alone, and those of page footers with a word
 * that it does not have behind it, as they may name another class; letterheads (letterhead.h) are
 * not.
 *
 * document->title is set if exactly one paragraph has the style "Title". */
#ifndef READ_DOCX_H
#define READ_DOCX_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* Reads a zip into lines with hints, which live in the arena. Opens no file and expands no entity.
 * ERR_FORMAT: damaged, encrypted, without text, or another kind of zip, and the text says which and
 * what to do; ERR_LIMIT: it unpacks to more than 64 MiB. */
enum err_code docx_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err);

/* For bytes that begin as an OLE file does: ERR_FORMAT with what it is (an encrypted Word file, a
 * legacy .doc or .xls) and what to do. */
enum err_code docx_refuse_ole(struct str bytes, struct err *err);

/* Makes the libraries load what they load once, before a sandbox forbids to open files. Sets TZ if
 * it is not set: libarchive asks for the local time of each entry, and without TZ the C library
 * looks at /etc/localtime every time. */
void docx_warm_up(void);

#endif
