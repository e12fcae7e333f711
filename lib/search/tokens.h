/* The tokens of a segment: for each section its words in order, as numbers of the segment's
 * vocabulary, and where its sentences and paragraphs end. In one file that readers map.
 *
 * The words of the heading come first, then those of the text; the heading is a sentence and a
 * paragraph of its own. How the words are written, and so where they stand in the text, is kept
 * apart (spelling.h). */
#ifndef SEARCH_TOKENS_H
#define SEARCH_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define TOKENS_FILE "tokens"

/* A sentence of the text. */
struct tokens_sentence {
    uint32_t end;        /* behind its last word; counted from the section's first word */
    bool paragraph_ends; /* with it */
};

struct tokens_section {
    const uint32_t *words; /* heading_count of the heading, then those of the text */
    uint32_t count, heading_count;
    const struct tokens_sentence *sentences; /* of the text, in order; the last ends at `count` */
    uint32_t sentence_count;                 /* 0 if the text has no word */
};

/* Writing. Words are given by the vocabulary's provisional ids, sections in order of docid. */

struct tokens_writer;

struct tokens_writer *tokens_writer_new(void);
void tokens_writer_free(struct tokens_writer *writer);

/* Copies the section, which may have no words. */
void tokens_writer_add(struct tokens_writer *writer, const struct tokens_section *section);

/* numbers[id] is the number of each word. ERR_LIMIT if the sections need 4 GiB or more. */
enum err_code tokens_writer_save(const struct tokens_writer *writer, const uint32_t *numbers,
                                 const char *path, struct err *err);

/* Reading. */

struct tokens;

/* `word_end`: the vocabulary's end. ERR_FORMAT if the file is damaged or of another version. */
enum err_code tokens_open(struct tokens **tokens, const char *path, uint32_t word_end,
                          struct err *err);
void tokens_close(struct tokens *tokens); /* NULL is fine */
uint32_t tokens_section_count(const struct tokens *tokens);

/* What one thread reads sections into, again and again; all zero at first. */
struct tokens_buffer {
    uint32_t *words;
    struct tokens_sentence *sentences;
    size_t word_capacity, sentence_capacity;
};
void tokens_buffer_free(struct tokens_buffer *buffer);

/* Reads section i (docid i + 1), i < tokens_section_count(); it is valid until the buffer is used
 * again. `sentences`: with the sentences, too; else there are none. Every number is at least
 * VOCABULARY_POSSESSIVE and below word_end. ERR_FORMAT, naming file and section, if the section's
 * bytes are damaged. */
enum err_code tokens_read(struct tokens_section *section, struct tokens_buffer *buffer,
                          const struct tokens *tokens, uint32_t i, bool sentences, struct err *err);

/* Appends words as a section has them, so that they can be sought without reading it. */
void tokens_encode(struct buf *out, const uint32_t *words, size_t count);

/* Does section i hold encoded words, one right behind the other, all in the heading or all in the
 * text? `encoded` has a word at least. ERR_FORMAT if the section's bytes are damaged. */
enum err_code tokens_hold(bool *holds, const struct tokens *tokens, uint32_t i, struct str encoded,
                          struct err *err);

/* Tells the processor that section i will be read soon. */
void tokens_prefetch(const struct tokens *tokens, uint32_t i);

#endif
