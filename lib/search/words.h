/* The words of a section as they are indexed: its heading and text cut into tokens, with the ends
 * of sentences and paragraphs.
 *
 * A word belongs to the first sentence (spec/sentence.h) that does not end before it, so that the
 * mark of a list item belongs to the item. A paragraph ends at a blank line and before a list mark.
 *
 * A word is written in capitals if all its letters are and it has two at least. Where a whole line
 * is set in capitals this says nothing of its words, unless there is one word alone in a line of
 * the text. */
#ifndef SEARCH_WORDS_H
#define SEARCH_WORDS_H

#include "base/err.h"
#include "base/str.h"
#include "search/spelling.h"
#include "search/tokens.h"
#include "search/vocabulary.h"

struct words_reader; /* memory that is used again and again */

struct words_reader *words_reader_new(void);
void words_reader_free(struct words_reader *reader); /* NULL is fine */

/* Adds the words of a section to the vocabulary. *section holds provisional ids; it and *spelling
 * are valid until the next call. */
enum err_code words_read(struct tokens_section *section, struct spelling *spelling,
                         struct words_reader *reader, struct vocabulary_writer *vocabulary,
                         struct str heading, struct str text, struct err *err);

/* Which words of the section read last begin within the bytes start .. end - 1 of its text: the
 * words *first .. *behind - 1, counted with those of the heading. */
void words_between(uint32_t *first, uint32_t *behind, const struct words_reader *reader,
                   size_t start, size_t end);

/* The words of the section read last that are written in capitals, as provisional ids; one may come
 * several times. */
const uint32_t *words_capitals(size_t *count, const struct words_reader *reader);

#endif
