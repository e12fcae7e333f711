/* Spelling: how the words of a section are written, and what stands between them. Tokens hold the
 * words in small letters; with the spelling they make its heading and text again, byte for byte,
 * so that neither is kept otherwise.
 *
 * A word has a code of one byte: which of some common separators stands before it, and whether it
 * is written small, with a capital or in capitals. One more code, behind the last word of the
 * heading and of the text each, is for what follows it. What has no code is kept as it is.
 * (Words compressed apart from what is between them: A. Moffat, "Word-based text compression",
 * Software: Practice and Experience 19 (1989).) */
#ifndef SEARCH_SPELLING_H
#define SEARCH_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "search/tokens.h"
#include "search/vocabulary.h"

struct spelling {
    struct str codes;
    struct str others; /* what has no code, in order, as pack_text() writes it */
};

/* Writing; all zero at first. */
struct spelling_writer {
    struct buf codes, others;
};
void spelling_writer_free(struct spelling_writer *writer);
void spelling_writer_clear(struct spelling_writer *writer);

/* The next word, as it is written and as the vocabulary has it, and what stands before it. */
void spelling_writer_add(struct spelling_writer *writer, struct str before, struct str written,
                         struct str word);

/* The heading, or the text, ends with these bytes. */
void spelling_writer_end(struct spelling_writer *writer, struct str behind);

/* Valid until the writer is used again. */
struct spelling spelling_writer_view(const struct spelling_writer *writer);

/* Reading. */

/* Where a word stands, in bytes of the heading or the text, whichever it is of. */
struct spelling_place {
    uint32_t start, end;
};

struct spelled {
    struct str heading, text;      /* with a NUL behind each */
    struct spelling_place *places; /* of each word of the section */
};

/* `words` are the section's, whose spelling it must be. Results live in the arena. False if the
 * spelling is damaged: what comes of it is valid UTF-8. */
bool spelling_read(struct spelled *spelled, const struct spelling *spelling,
                   const struct tokens_section *words, const struct vocabulary *vocabulary,
                   struct arena *arena);

/* Bytes of a heading or text; no source has more. So damage cannot ask for much memory. */
enum { SPELLING_MAX = 64 * 1024 * 1024 };

#endif
