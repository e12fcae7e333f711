/* Matching: a query tree to the sections that match it, segment by segment, and their scores.
 *
 * A word is found in a section if its stem stands there, or in the title of its class. Phrases,
 * prefixes and proximities are sought in the section alone: candidates come from the postings, and
 * the tokens decide (span.h). A section matches if the tree holds and, where words are sought at
 * all, some word, phrase, prefix or proximity of the query stands in the section itself.
 *
 * What is sought outside of NOT adds to the score by its stems, wherever they stand: a word by its
 * occurrences in the section and in the title, a phrase or prefix by those of the stems of its
 * words in the section. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include <stdbool.h>

#include "base/err.h"
#include "search/bitmap.h"
#include "search/index.h"
#include "search/query.h"

struct match;

/* Reads the postings that the query needs. Query, worker and arena must live as long. ERR_TIMEOUT
 * past the deadline (ms of CLOCK_MONOTONIC; 0: none), which is looked at for each term here and for
 * each segment there; ERR_USAGE with the position of a prefix that too many words begin with. */
enum err_code match_new(struct match **match, struct index_worker *worker,
                        const struct query_node *root, uint64_t deadline_ms, struct arena *arena,
                        struct err *err);
void match_free(struct match *match); /* NULL is fine */

/* The same query over the same index for another worker, in a thread of its own if need be: nothing
 * is counted again. What the first was made of must live as long, but for its worker. */
struct match *match_copy(const struct match *match, struct index_worker *worker,
                         struct arena *arena);

/* How many postings, or where no word is sought sections, are looked at, at most. */
uint64_t match_work(const struct match *match);

/* Sets *matches to the sections of a segment that match. `any`: one of the parts that are joined by
 * AND at the top is enough (query_part_count); scopes, fields and NOT hold all the same. */
enum err_code match_segment(struct bitmap *matches, struct match *match, size_t segment, bool any,
                            struct err *err);

/* The scores of sections of a segment, by their number: of the members of `of`, valid until the
 * next call. */
enum err_code match_scores(const float **scores, struct match *match, size_t segment,
                           const struct bitmap *of, struct err *err);

#endif
