/* A segment: an immutable part of an index, at most SEGMENT_SECTIONS_MAX sections, in a directory
 * of six files (segment_writer.h). Its sections have docids from 1, those of a class one after the
 * other. What is mapped is shared by all threads; the Xapian database is for one thread at a time.
 */
#ifndef SEARCH_SEGMENT_H
#define SEARCH_SEGMENT_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/columns.h"
#include "search/record.h"
#include "search/requirements.h"
#include "search/segment_limits.h"
#include "search/tokens.h"
#include "search/vocabulary.h"
#include "xapianc/xapianc.h"

#define SEGMENT_DATABASE "sections"

/* The mapped part. */
struct segment {
    char *database; /* path */
    struct columns columns;
    struct vocabulary *vocabulary;
    struct tokens *tokens;
    struct requirements *requirements;
    struct parts records; /* of the sections (record.h) */
};

/* ERR_FORMAT if a file is damaged or they do not fit each other. Errors name the file. */
enum err_code segment_open(struct segment *segment, const char *directory, struct err *err);
void segment_close(struct segment *segment); /* what is all zero is fine */

/* Reads a section by its docid: its record, whose strings live in the arena or the segment, and its
 * words, in the buffer. ERR_NOT_FOUND if there is none. */
enum err_code segment_read_section(struct record_section *record, struct tokens_section *words,
                                   const struct segment *segment, uint32_t docid,
                                   struct tokens_buffer *buffer, struct arena *arena,
                                   struct err *err);

/* What is in the Xapian database: postings, and the records of classes by their id. */
struct segment_reader {
    const struct segment *segment;
    struct xap_database *database;
};

/* `segment` must live as long. */
enum err_code segment_reader_open(struct segment_reader *reader, const struct segment *segment,
                                  struct err *err);
void segment_reader_close(struct segment_reader *reader);

/* Strings live in the arena. ERR_NOT_FOUND if there is no such class. */
enum err_code segment_read_class(struct record_class *record, struct segment_reader *reader,
                                 struct str id, struct arena *arena, struct err *err);

/* Appends the acronyms of a segment, as acronyms_add() takes them. */
enum err_code segment_read_acronyms(struct buf *encoded, struct segment_reader *reader,
                                    struct err *err);

#endif
