/* The text of a query, made plain. Queries are pasted from documents, web pages and mail: what
 * looks alike becomes one character, and what cannot be seen goes. What is left over keeps the
 * place where it was typed. */
#ifndef SEARCH_QUERY_TEXT_H
#define SEARCH_QUERY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct query_text {
    struct str plain;
    const int *positions; /* of each byte of it, and of its end: 1-based, in code points as typed */
};

/* From valid UTF-8, into the arena: blanks and line ends of all sorts become ' ', double quotation
 * marks '"' (a double prime behind a digit is inches), single ones and primes an apostrophe,
 * hyphens and minus signs '-', the signs for "at least" and "at most" >= and <=. Invisible
 * characters go, unless they stand between letters, which they part as they do in documents. */
void query_text_make(struct query_text *text, struct str typed, struct arena *arena);

/* The position of `p`, which points into the plain text or to its end. */
int query_position(const struct query_text *text, const char *p);

/* As err_set, with a position. */
enum err_code query_fail(struct err *err, enum err_code code, int position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Does `text` begin with a character of a word? */
bool query_starts_word(struct str text);

#endif
