/* The index schema: how a section becomes a Xapian document. Shared by what writes and what reads.
 *
 *   Z stem    a stemmed word of the heading or the text, with its occurrences; one in the heading
 *             counts SCHEMA_HEADING_WEIGHT times
 *   S stem    a stemmed word of the title of the class
 *   U word    a word that the section writes in capitals (words.h), in lower case, unstemmed
 *   C code    the class code, in lower case
 *
 * Which words exactly stand where, the segment's tokens say; kinds, agency and all other values are
 * in its columns. */
#ifndef SEARCH_SCHEMA_H
#define SEARCH_SCHEMA_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "xapianc/xapianc.h"

enum { SCHEMA_VERSION = 5 };

/* What errors of a damaged index, or one of another version, say that is to be done. Without --full
 * a build keeps every segment whose sources are unchanged, and the damage in it. */
#define SCHEMA_REBUILD "rebuild the index with specindex build --full"

#define SCHEMA_STEM     "Z"
#define SCHEMA_TITLE    "S"
#define SCHEMA_CAPITALS "U"
#define SCHEMA_CODE     "C"

/* As the fields of BM25F: S. Robertson, H. Zaragoza, M. Taylor: Simple BM25 Extension to Multiple
 * Weighted Fields, CIKM 2004. */
enum { SCHEMA_HEADING_WEIGHT = 2 };

/* Makes *term the prefix and the word, cut at a character so that Xapian takes it. */
void schema_term(struct buf *term, const char *prefix, struct str word);

/* As schema_term, with the word in lower case. */
void schema_lower_term(struct buf *term, const char *prefix, struct str word);

/* Words to stems as the index has them: words of up to three letters are their own stems. No stem
 * is longer than SCHEMA_STEM_MAX bytes, so that a term holds all of it. */
enum { SCHEMA_STEM_MAX = XAP_TERM_MAX - 1 };

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
