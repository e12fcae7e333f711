/* Words: maximal runs of letters, digits and combining marks, in lower case. Everything else parts
 * words, apostrophes and hyphens too, so that an exact word is what `grep -w` takes for one. */
#ifndef SEARCH_TOKEN_H
#define SEARCH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct tokenizer {
    struct str text;
    size_t at;
    struct buf word;   /* of the last token, lower case; valid until the next call */
    size_t start, end; /* its bytes in the text */
    bool possessive;   /* it is the s of `driver's`: a word to a phrase, nothing to a stem */
};

void tokenizer_start(struct tokenizer *tokenizer, struct str text);
bool tokenizer_next(struct tokenizer *tokenizer);
void tokenizer_free(struct tokenizer *tokenizer);

/* The letters of a word as it is written: is one a small one, or are there two capitals at least
 * and no small one? */
enum token_letters { TOKEN_OTHER, TOKEN_SMALL, TOKEN_CAPITALS };
enum token_letters token_letters(struct str written);

#endif
