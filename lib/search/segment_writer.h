/* Writes a segment: classes and their sections into a directory of six files, which never change
 * afterwards. Knows the schema; knows nothing of files being walked or generations being published.
 *
 *   sections     Xapian database in a single file: postings of stems, a document a section, the
 *                classes' records and the acronyms; no positions, no termlists, no documents' data
 *   columns, tokens, vocabulary, requirements, records
 */
#ifndef SEARCH_SEGMENT_WRITER_H
#define SEARCH_SEGMENT_WRITER_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/segment.h"
#include "spec/spec.h"

struct segment_writer;

/* Makes the directory, which must not be there. Working files stand in it until it is finished. */
enum err_code segment_writer_new(struct segment_writer **writer, const char *directory,
                                 struct err *err);
void segment_writer_free(struct segment_writer *writer); /* NULL is fine; the directory stays */

/* Sections added so far. The next class must not raise it above SEGMENT_SECTIONS_MAX. */
uint32_t segment_writer_sections(const struct segment_writer *writer);

/* What a class is besides what its specification says. */
struct segment_class {
    struct str id, agency, source, format, sha256, note;
};

/* Adds the class `at` of a specification with its own sections and those it shares, at least one;
 * their docids in the segment are *first_docid and following. After an error the writer can only be
 * freed. */
enum err_code segment_writer_add(uint32_t *first_docid, struct segment_writer *writer,
                                 const struct segment_class *about, const struct spec *spec,
                                 size_t at, struct err *err);

/* Adds a class of another segment as it is there, by its id: all that is derived is made anew.
 * ERR_NOT_FOUND, with nothing changed, if there is none; after any other error the writer can only
 * be freed. */
enum err_code segment_writer_copy(uint32_t *first_docid, struct segment_writer *writer,
                                  struct segment_reader *from, struct str id, struct err *err);

/* Writes the files of a segment of one class at least, makes them durable and removes the working
 * files; nothing can be added afterwards. */
enum err_code segment_writer_finish(struct segment_writer *writer, struct err *err);

#endif
