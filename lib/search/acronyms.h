/* The acronyms that an index explains (spec/acronym.h): found when a segment is written, kept in it
 * with the classes that have them, and put together when the index is opened, for the classes that
 * live.
 *
 * Acronym and long form are kept as words (token.h) in lower case, parted by one blank, a
 * possessive s by an apostrophe: "cdl", "commercial driver's license". A long form has two words or
 * more, none of them the acronym, and ACRONYMS_LONG_MAX bytes at most; an acronym is one word. Of
 * those with several long forms, ACRONYMS_FORMS_MAX are kept: those that most classes have, of
 * equal ones the first by bytes. */
#ifndef SEARCH_ACRONYMS_H
#define SEARCH_ACRONYMS_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/bitmap.h"
#include "search/columns.h"
#include "search/schema.h"

enum { ACRONYMS_LONG_MAX = 100, ACRONYMS_FORMS_MAX = 3 };

/* The metadata of a segment's database that holds them; none if there are none. */
#define ACRONYMS_KEY "acronyms"

/* Writing. */

struct acronyms_writer;

struct acronyms_writer *acronyms_writer_new(void);
void acronyms_writer_free(struct acronyms_writer *writer); /* NULL is fine */

/* Adds what a section's text explains. Numbers of classes never fall. */
void acronyms_writer_section(struct acronyms_writer *writer, uint32_t class_number,
                             struct str text);

/* Appends them in order of their bytes. */
void acronyms_writer_encode(struct buf *out, const struct acronyms_writer *writer);

/* Reading. */

struct acronym_pair {
    struct str letters, stem, words; /* as above; the stem of the letters */
    const struct str *forms, *stems; /* of the long form's words; of a possessive s no stem */
    size_t count;
    uint32_t classes; /* that live and explain it so */
};

struct acronyms;

struct acronyms *acronyms_new(void);
void acronyms_free(struct acronyms *acronyms); /* NULL is fine */

/* Adds those of a segment, as encoded. ERR_FORMAT if they are damaged. */
enum err_code acronyms_add(struct acronyms *acronyms, struct str encoded,
                           const struct columns *columns, const struct bitmap *live,
                           struct err *err);

/* To be called once, behind the last segment. An error is the stemmer's. */
enum err_code acronyms_finish(struct acronyms *acronyms, struct stemmer *stemmer, struct err *err);

/* The long forms of an acronym, that of most classes first; *count of them. */
const struct acronym_pair *acronyms_of(size_t *count, const struct acronyms *acronyms,
                                       struct str letters);

/* The next pair whose long form has these stems and no others but a possessive's; NULL: no more.
 * *at is 0 at first. They come in no particular order. */
const struct acronym_pair *acronyms_next(size_t *at, const struct acronyms *acronyms,
                                         const struct str *stems, size_t count);

/* The most words that a long form has, possessives not counted. */
size_t acronyms_longest(const struct acronyms *acronyms);

#endif
