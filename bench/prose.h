/* Sentences of invented specifications, the same on every machine.
 *
 * A pattern is English with slots; each slot takes a word of its sort. Words are those that
 * real specifications are full of, and stems made of a prefix and a syllable. Both lists follow
 * Zipf's law: the r-th is drawn with a weight of 1/(r + PROSE_SHIFT). All take English endings, so
 * that a stemmer has work: about 100,000 forms.
 *
 *   %n noun  %p plural  %t noun with a suffix (-ment, -ation, ...)  %a adjective  %d adverb
 *   %v verb  %s verb in -s  %g in -ing  %e in -ed
 *
 * Phrases that a benchmark's queries look for are planted: at a known rate instead of by chance. */
#ifndef BENCH_PROSE_H
#define BENCH_PROSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { PROSE_SHIFT = 12, PROSE_PLANTS = 16 };

struct prose {
    uint64_t state;                    /* of the random numbers */
    const char *planted[PROSE_PLANTS]; /* what still has to stand in this section */
    size_t planted_count;
};

void prose_start(struct prose *prose, uint64_t seed);

/* A number below n, which is at least 1. */
uint32_t prose_below(struct prose *prose, uint32_t n);
bool prose_chance(struct prose *prose, uint32_t per_mille);
const char *prose_pick(struct prose *prose, const char *const *texts, size_t count);

/* Has each of the query phrases stand in the section that follows, at its rate. */
void prose_plant(struct prose *prose);

/* Appends a pattern with its slots filled. The pattern begins a sentence, unless with a blank. */
void prose_fill(struct prose *prose, struct buf *out, const char *pattern);

/* Appends a sentence of what is still planted, which must be something. */
void prose_rest(struct prose *prose, struct buf *out);

#endif
