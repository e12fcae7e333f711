/* Collocations: which phrases stand in sections behind given words, counted when it is asked.
 *
 * A phrase is two to five words, of 100 bytes at most, that stand beside each other in a heading or
 * a sentence, in two classes at least. None of them is a number, a pronoun or an auxiliary verb,
 * and neither the first nor the last a preposition or an article. What always stands beside one and
 * the same word is a piece of a longer phrase and none itself (accessor variety: H. Feng, K. Chen,
 * X. Deng, W. Zheng: Accessor Variety Criteria for Chinese Word Extraction, Computational
 * Linguistics 30, 2004).
 *
 * The best have the highest C-value (K. Frantzi, S. Ananiadou, H. Mima: Automatic recognition of
 * multi-word terms: the C-value/NC-value method, International Journal on Digital Libraries 3,
 * 2000): frequency by length, less what a phrase has as the beginning of longer ones only.
 * Frequency is of sentences that differ, so that what an agency says in every document counts once.
 */
#ifndef SEARCH_COLLOCATIONS_H
#define SEARCH_COLLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "search/acronyms.h"
#include "search/tokens.h"
#include "search/vocabulary.h"

enum { COLLOCATIONS_WORDS_MOST = 5, COLLOCATIONS_TOKENS_MOST = 2 * COLLOCATIONS_WORDS_MOST };

/* What a phrase begins with. */
struct collocations_sought {
    const struct str *words; /* in lower case; COLLOCATIONS_TOKENS_MOST at most */
    const bool *possessive;  /* of each: it is the s of a possessive */
    size_t count;
    struct str prefix; /* of the word behind them; empty: any */
};

struct collocations;

/* What is sought must live as long. */
struct collocations *collocations_new(const struct collocations_sought *sought,
                                      struct arena *arena);
void collocations_free(struct collocations *all); /* NULL is fine */

/* Begins with a segment, whose vocabulary must live as long; false if it does not have the words.
 */
bool collocations_open_segment(struct collocations *all, const struct vocabulary *vocabulary);

/* Counts the phrases of a section of the segment, with its sentences. Sections of a class, which is
 * known by a number above 0, come one after the other. */
void collocations_read(struct collocations *all, const struct tokens_section *section,
                       uint32_t class_docid);

/* The best phrases, `most` or fewer, best first; to be called once. Words are in small letters and
 * parted by blanks, a possessive s by an apostrophe: "driver's license". Texts live in the arena.
 * The acronyms say that what always stands before one may be a phrase. */
size_t collocations_choose(struct str *phrases, size_t most, struct collocations *all,
                           const struct acronyms *acronyms);

/* Can a phrase begin with a word? */
bool collocations_may_begin(struct str word);

#endif
