/* Distinctive terms: the stems that tell a class, or a section, from others, so that it can be
 * compared across agencies.
 *
 * A stem weighs what its occurrence tells (Sparck Jones, "A statistical interpretation of term
 * specificity", 1972): -log p, where p is the share of classes (or sections) that have it. Two
 * shares are known, that in the whole index and that in the agency of the class, and the greater
 * counts: what an agency says in all its specifications tells nothing of a job, however rare it is
 * elsewhere. So its name, its place names and its boilerplate fall out without any list of them.
 * The share in the agency leaves the class itself out and is drawn towards that in the index, as if
 * DISTINCTIVE_PRIOR classes with the usual share were there too (a Bayesian estimate), for few
 * classes say little of what is usual. Where the index has several agencies, a stem that one alone
 * uses is dropped: it can be found in no other.
 *
 * Its frequency counts as in BM25 (Robertson et al., TREC-3, 1994), f / (f + k1 (1 - b + b l / m)):
 * below 1 however often the stem stands there, with l, the length, against the mean m. b is 0.5; k1
 * is 2 for sections, and 10 for classes, which are ten times as long: what is said once in a class
 * is chance, what its work is about is said again and again. (Of the corpus's classes, 35 have one
 * of the same title in another agency; it comes first for 29 of them with k1 = 1 and for
 * all with 10.) The stems with the greatest products of weight and frequency are taken, as is usual
 * for "more like this".
 *
 * No numbers, single letters, codes (what holds a digit) or Roman numerals; words that everybody
 * uses have no weight, so no list of these is needed. */
#ifndef SEARCH_DISTINCTIVE_H
#define SEARCH_DISTINCTIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"

enum { DISTINCTIVE_TERMS = 25, DISTINCTIVE_PRIOR = 30 };

/* What is compared: a class, or one of its sections. */
struct distinctive_subject {
    size_t segment;
    uint32_t class_number; /* in the segment */
    uint32_t agency;       /* by index_values() */
    bool is_class;
    uint32_t section; /* in the segment, from 0; of a class its first */
};

struct distinctive_term {
    struct str stem;
    struct str word;  /* of that stem, the one most frequent in the subject */
    double weight;    /* above 0 */
    double frequency; /* saturated: above 0, below 1 */
};

/* The mean length of the live classes, or of the live sections, in words. */
double distinctive_mean_length(const struct index *index, bool classes);

/* The length of a class or section. */
uint32_t distinctive_length(const struct columns *columns, bool is_class, uint32_t number);

/* The frequency as it counts, in a class or a section. */
double distinctive_frequency(bool is_class, uint32_t count, uint32_t length, double mean_length);

/* The agency of a class, by its number in index_values(). */
uint32_t distinctive_agency(const struct index_segment *segment, uint32_t class_number);

/* Leaves in `terms`, the one that tells most first, and *count, which may be 0, what distinguishes
 * the subject; texts live in the arena or the index. The same whichever builds led to the
 * generation. ERR_TIMEOUT past the deadline (of CLOCK_MONOTONIC in ms; 0: none). */
enum err_code distinctive_terms(struct distinctive_term terms[DISTINCTIVE_TERMS], size_t *count,
                                const struct distinctive_subject *subject,
                                struct index_worker *worker, uint64_t deadline_ms,
                                struct arena *arena, struct err *err);

#endif
