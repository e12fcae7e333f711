/* The words of an index that begin with what was typed: a part of the suggestions. */
#ifndef SEARCH_SUGGEST_WORDS_H
#define SEARCH_SUGGEST_WORDS_H

#include "base/err.h"
#include "base/str.h"
#include "search/index.h"

struct suggest_word {
    struct str word, stem;
    uint32_t sections; /* that live and have the stem */
};

/* Finds the words that stand in the most sections, the most frequent first: of each stem the most
 * frequent form. Unless all are wanted, it must not be the prefix itself, nor stand in more than
 * half of the sections. Of each segment only the most frequent SUGGEST_WORDS_LOOKED_AT stems are
 * counted. Texts live as long as the index. */
enum { SUGGEST_WORDS_LOOKED_AT = 32 };

enum err_code suggest_words(struct suggest_word *words, size_t *count, size_t most,
                            struct index_worker *worker, struct str prefix, bool all,
                            uint64_t deadline_ms, struct err *err);

#endif
