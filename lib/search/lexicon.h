/* The lexicon (lexicon.tsv, compiled in): words of different stems that mean the same here, and
 * words that are read as acronyms only in capitals. */
#ifndef SEARCH_LEXICON_H
#define SEARCH_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "search/schema.h"

struct lexicon;

/* A word or more, as the lexicon has it, and the words one by one with their stems. */
struct lexicon_form {
    struct str text;
    const struct str *words, *stems;
    size_t count;
    bool absent; /* the index has none of it: see lexicon_look() */
};

/* Forms that mean the same. */
struct lexicon_group {
    struct lexicon_form *forms;
    size_t count;
};

/* An error is the stemmer's. */
enum err_code lexicon_new(struct lexicon **lexicon, struct stemmer *stemmer, struct err *err);
void lexicon_free(struct lexicon *lexicon); /* NULL is fine */

/* Marks the forms that have a stem which `knows` says is not there, so that nobody is told of words
 * that can find nothing. An error is that of `knows`. */
enum err_code lexicon_look(struct lexicon *lexicon,
                           enum err_code (*knows)(bool *known, struct str stem, void *data,
                                                  struct err *err),
                           void *data, struct err *err);

/* The group that a form with these stems is in; NULL if there is none. */
const struct lexicon_group *lexicon_find(const struct lexicon *lexicon, const struct str *stems,
                                         size_t count);

/* The most words that a form has. */
size_t lexicon_longest(const struct lexicon *lexicon);

/* Is a lower-case word, not written in capitals, no acronym? */
bool lexicon_is_ordinary(const struct lexicon *lexicon, struct str word);

#endif
