/* The vocabulary of a segment: its words (lower case, as the tokenizer cuts them) and their stems.
 *
 * Words are numbered so that those of one stem follow each other, the stems with the most
 * occurrences first: a stem is a range of numbers, and frequent words have small ones. Words of
 * equal standing are in order of their bytes, so that the same sections always give the same
 * numbers. */
#ifndef SEARCH_VOCABULARY_H
#define SEARCH_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/schema.h"

#define VOCABULARY_FILE "vocabulary"

/* The first numbers are no words of the list. */
enum {
    VOCABULARY_NONE = 0,       /* no word */
    VOCABULARY_POSSESSIVE = 1, /* the s of `driver's`: "s" to a phrase, without a stem */
    VOCABULARY_FIRST = 2
};

/* Writing. Until it is finished, words and stems are known by provisional ids in order of their
 * first occurrence; VOCABULARY_POSSESSIVE is its own id, too. */

struct vocabulary_writer;

/* `stemmer` must live as long. */
struct vocabulary_writer *vocabulary_writer_new(struct stemmer *stemmer);
void vocabulary_writer_free(struct vocabulary_writer *writer);

/* The id of a word, which occurs once more. An error is the stemmer's; the word is not added. */
enum err_code vocabulary_writer_add(uint32_t *id, struct vocabulary_writer *writer, struct str word,
                                    struct err *err);

/* The stem of a word by its id: ids of stems are 0, 1, ...; not for VOCABULARY_POSSESSIVE. */
uint32_t vocabulary_writer_stem(const struct vocabulary_writer *writer, uint32_t id);
struct str vocabulary_writer_text(const struct vocabulary_writer *writer, uint32_t id);
struct str vocabulary_writer_stem_text(const struct vocabulary_writer *writer, uint32_t stem);

/* Gives the words their numbers: numbers[id] for every id, valid until the writer is freed. Nothing
 * can be added any more. */
const uint32_t *vocabulary_writer_finish(struct vocabulary_writer *writer);

/* Only after it is finished. ERR_LIMIT if words or stems have 4 GiB or more. */
enum err_code vocabulary_writer_save(const struct vocabulary_writer *writer, const char *path,
                                     struct err *err);

/* Reading: a mapped file. */

struct vocabulary;

/* ERR_FORMAT if the file is damaged or of another version. */
enum err_code vocabulary_open(struct vocabulary **vocabulary, const char *path, struct err *err);
void vocabulary_close(struct vocabulary *vocabulary); /* NULL is fine */

/* Words have the numbers VOCABULARY_FIRST .. vocabulary_end() - 1. */
uint32_t vocabulary_end(const struct vocabulary *vocabulary);

/* The text of a word; "s" for VOCABULARY_POSSESSIVE. Texts live as long as the vocabulary. */
struct str vocabulary_text(const struct vocabulary *vocabulary, uint32_t number);

/* The number of a word; VOCABULARY_NONE if the segment does not have it. */
uint32_t vocabulary_find(const struct vocabulary *vocabulary, struct str word);

/* Numbers first .. end - 1; empty: first == end. */
struct vocabulary_range {
    uint32_t first, end;
};

/* The words of a stem; empty if there is none. */
struct vocabulary_range vocabulary_stem(const struct vocabulary *vocabulary, struct str stem);

/* The words that the stem of a word has: as vocabulary_stem() of its stem. *stem is its text. For
 * VOCABULARY_POSSESSIVE none, and no text. */
struct vocabulary_range vocabulary_stem_of(struct str *stem, const struct vocabulary *vocabulary,
                                           uint32_t number);

/* The words that begin with a prefix, as places 0, 1, ... in alphabetical (byte) order, and the
 * number of the word at a place. */
struct vocabulary_range vocabulary_prefix(const struct vocabulary *vocabulary, struct str prefix);
uint32_t vocabulary_at(const struct vocabulary *vocabulary, uint32_t place);

#endif
