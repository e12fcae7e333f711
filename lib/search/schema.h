/* The index schema: how a section becomes a Xapian document. Shared by what writes and what reads.
 *
 *   word      a word of the heading or the text, unstemmed, with its positions: for exact phrases
 *   Z stem    the same stemmed: for words
 *   S stem    a stemmed word of the title of the class
 *   K kind    each kind of the section        A agency, C class code: in lower case
 *
 * The heading's words stand at positions 1, 2, ..., those of the text from SCHEMA_TEXT_POSITION, so
 * that no phrase runs from one into the other. */
#ifndef SEARCH_SCHEMA_H
#define SEARCH_SCHEMA_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "xapianc/xapianc.h"

enum { SCHEMA_VERSION = 2, SCHEMA_TEXT_POSITION = 1000 };

#define SCHEMA_STEM   "Z"
#define SCHEMA_TITLE  "S"
#define SCHEMA_KIND   "K"
#define SCHEMA_AGENCY "A"
#define SCHEMA_CODE   "C"

/* Makes *term the prefix and the word, cut at a character so that Xapian takes it. */
void schema_term(struct buf *term, const char *prefix, struct str word);

/* As schema_term, with the word in lower case. */
void schema_lower_term(struct buf *term, const char *prefix, struct str word);

/* Words to stems as the index has them: words of up to three letters are their own stems. */
struct stemmer;

enum err_code stemmer_new(struct stemmer **stemmer, struct err *err);
void stemmer_free(struct stemmer *stemmer);

/* Replaces *stem by the stem of a lower-case word. */
enum err_code stemmer_stem(struct buf *stem, struct stemmer *stemmer, struct str word,
                           struct err *err);

/* A hash of the stems of a fixed word list: indexes made with another stemmer have another one. */
enum { STEMMER_FINGERPRINT = 17 };
enum err_code stemmer_fingerprint(char hex[STEMMER_FINGERPRINT], struct stemmer *stemmer,
                                  struct err *err);

#endif
