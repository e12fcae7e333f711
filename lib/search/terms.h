/* The terms of a query: how frequent they are, their postings in the segment at hand, and what they
 * weigh.
 *
 * A stem in a section weighs as in Okapi BM25 (Robertson et al., TREC-3, 1994), with a least
 * normalised length as in Xapian; document frequencies and mean length are those of the live
 * sections of the whole index. A word of the heading counts as several of the text (schema.h). A
 * title weighs the same in all sections of its class. */
#ifndef SEARCH_TERMS_H
#define SEARCH_TERMS_H

#include "base/err.h"
#include "base/str.h"
#include "search/bitmap.h"
#include "search/index.h"
#include "search/postings.h"

struct terms;

/* The worker must live as long. The deadline is one of CLOCK_MONOTONIC in ms; 0: none. */
struct terms *terms_new(struct index_worker *worker, uint64_t deadline_ms);
void terms_free(struct terms *terms); /* NULL is fine */

/* The same terms, weighed as they are, for another worker. Their texts are not copied. */
struct terms *terms_copy(const struct terms *terms, struct index_worker *worker);

/* The number of a term: terms are 0, 1, ... `text`, which must live as long, stands behind the
 * prefix (schema.h). The term adds to the score by `weight` more: 1 for each
 * use, 0 for none. ERR_TIMEOUT past the deadline. */
enum err_code terms_need(size_t *number, struct terms *terms, const char *prefix, struct str text,
                         float weight, struct err *err);

/* The number of the term of the titles that have the stem of another term, which is as rare as the
 * stem is in sections or in titles, whichever have it more often. */
enum err_code terms_need_title(size_t *number, struct terms *terms, size_t stem, float weight,
                               struct err *err);

/* Needs what tells the sections that write a word in capitals, as the query does, and lets them
 * come first: it adds as much as the word's stem and title, given by their numbers, can at most. */
enum err_code terms_need_capitals(struct terms *terms, struct str word, size_t stem, size_t title,
                                  float weight, struct err *err);

/* To be called once no further term is needed. */
void terms_weigh(struct terms *terms);

struct str terms_text(const struct terms *terms, size_t number);

/* How many live sections have the term. */
uint32_t terms_frequency(const struct terms *terms, size_t number);

/* The frequencies of all terms added up: how many postings there are to be read at most. */
uint64_t terms_work(const struct terms *terms);

/* The live postings of a term in a segment: of all sections that are in `within`, and perhaps of
 * others. Valid until they are asked for again, or another segment's. */
enum err_code terms_postings(const struct postings **postings, struct terms *terms, size_t number,
                             size_t segment, const struct bitmap *within, struct err *err);

/* Sets scores[i] of each section i of a segment that is in `of`; those of others are undefined. */
enum err_code terms_score(float scores[SEGMENT_SECTIONS_MAX], struct terms *terms, size_t segment,
                          const struct bitmap *of, struct err *err);

#endif
