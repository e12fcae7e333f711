/* Clues to a title that stand outside of the lines it may stand on: the name of the file, and the
 * words of the whole text, in which a title is repeated.
 *
 * Text is compared in a plain form: lower-case words, each between single blanks (" harbor pilot
 * ii "), anything but letters and digits parting them. */
#ifndef SPEC_CLUE_H
#define SPEC_CLUE_H

#include <stdbool.h>

#include "base/mem.h"
#include "spec/document.h"

/* A text in plain form. */
struct str clue_plain(struct str text, struct arena *arena);

/* How often a phrase stands in a text, both in plain form, up to `most`. */
size_t clue_count(struct str text, struct str phrase, size_t most);

/* The start of a document's text, in plain form; headings too, but no front matter. */
struct str clue_text(const struct document *document, struct arena *arena);

/* What the name of a file says: its words without dates, class codes and the marks of versions at
 * either end ("2017_27-Jul_03-harbor-pilot", "HARBOR PILOT 2214 063017 REV (1)"), and without the
 * words up to the agency's name, if `text` names a county or city so. Empty if that leaves nothing.
 */
struct str clue_name(struct str file, struct str text, struct arena *arena);

/* The whole name of a file without its ending, parted by blanks: the title if nothing else is. */
struct str clue_whole_name(struct str file, struct arena *arena);

/* A name in lower case as a title is written: capitals, also for numerals and for abbreviations
 * that the document writes in capitals. A name that has capitals stays as it is. */
struct str clue_title(struct str name, const struct document *document, struct arena *arena);

/* How alike two titles in plain form are, in percent: words in common, of those of both. A word is
 * in common with its plural and with its abbreviation (mgr, coll, asst). */
unsigned clue_likeness(struct str a, struct str b);

/* Whether a title has all words of a name, in that sense. */
bool clue_covers(struct str title, struct str name);

#endif
