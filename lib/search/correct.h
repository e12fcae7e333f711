/* Correcting: for a word that stands nowhere in an index, the nearest one that does.
 *
 * Near is a Damerau-Levenshtein distance (letters left out, put in, changed, or two neighbours
 * swapped, none of them edited twice) of 1 for words of up to five letters and 2 for longer ones.
 * Of the nearest words, the one whose stem most live sections have; of equal ones the first by
 * bytes. Words of fewer than four letters (which are mostly
 * abbreviations), of more than CORRECT_LETTERS_MAX, and with a digit are
 * neither corrected nor proposed.
 *
 * The vocabularies are walked in order of their words, which share the work for what they begin
 * with in common; what begins too far off is passed over as a whole. Measured: 0.4 ms a word over
 * 40,000 words in four segments, about 10 ns for each word of a vocabulary, so that a million
 * sections, with some 40 segments of 30,000 words, take about 12 ms. */
#ifndef SEARCH_CORRECT_H
#define SEARCH_CORRECT_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/expand.h"
#include "search/index.h"
#include "search/query.h"

enum { CORRECT_LETTERS_MAX = 40, CORRECT_WORDS_MAX = 8 };

/* Does no live section have the word's stem, in its text, its heading or its class's title? */
enum err_code correct_is_unknown(bool *unknown, struct index_worker *worker, struct str stem,
                                 uint64_t deadline_ms, struct err *err);

/* *nearest is empty if there is none. ERR_TIMEOUT past the deadline. */
enum err_code correct_nearest(struct str *nearest, struct index_worker *worker, struct str word,
                              uint64_t deadline_ms, struct err *err);

struct correction_change {
    struct str from, to;
};

struct correction {
    struct str query; /* empty: there is nothing to correct */
    struct correction_change changes[CORRECT_WORDS_MAX];
    size_t change_count;
    bool quoted; /* a word in quotation marks is changed: exact words are not answered by others */
};

/* The query `typed` with its unknown words replaced by the nearest ones: those of words and phrases
 * outside of NOT and of fields, as parsed to `root`, the first CORRECT_WORDS_MAX of them, each
 * where it stands so and nowhere else. What is expanded is as good as known, and pieces that a
 * question mark joins are left alone. Lives in the arena. */
enum err_code correct_query(struct correction *correction, struct index_worker *worker,
                            struct str typed, const struct query_node *root,
                            const struct expansions *expansions, uint64_t deadline_ms,
                            struct arena *arena, struct err *err);

#endif
