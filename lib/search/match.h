/* Matching: a query tree to the sections that match it, segment by segment, and their scores.
 *
 * A word is found in a section if its stem stands there, or in the title of its class. Phrases,
 * prefixes, proximities and headings are sought in the section alone: candidates come from the
 * postings, and the tokens decide (span.h).
 *
 * The parts of an AND form groups: all that is text; the scopes of each kind of section; the
 * comparisons of each name; and each OR of unlike parts by itself. A section satisfies a group if
 * it does all of it, within a section of the kind if it is one, and if of what is sought in the
 * text some word, phrase, prefix, proximity or heading stands in the section itself. Comparisons of
 * one name want one requirement that satisfies them all.
 *
 * Where there is one group, the sections that satisfy it match. Of several, a class has to have a
 * section for each, and all these match: what was asked for in different kinds of section is shown
 * from each of them. For this a title that has all that is text will do, though it shows no
 * section.
 *
 * A field, or a comparison of a class's own dates and probation, narrows what is searched to the
 * classes of which it is true. NOT of text takes away the sections that have it, by their title,
 * too; NOT of anything else takes away whole classes. A modality lets each group count what one
 * requirement of it states: of text, all that is sought stands in the sentence of one.
 *
 * What is sought outside of NOT adds to the score by its stems, wherever they stand: a word by its
 * occurrences in the section and by standing in the title, a phrase or prefix by the occurrences of
 * the stems of its words in the section. Sections that write a word in capitals, as the query does,
 * come before those that do not. */
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

/* Sets *matches to the sections of a segment that match. `any`: of the parts of text and the scopes
 * that are joined by AND at the top (query_is_part), one is enough by itself, within its kind and
 * standing in the section; all else holds, in the section or elsewhere in its class. */
enum err_code match_segment(struct bitmap *matches, struct match *match, size_t segment, bool any,
                            struct err *err);

/* The scores of sections of a segment, by their number: of the members of `of`, valid until the
 * next call. */
enum err_code match_scores(const float **scores, struct match *match, size_t segment,
                           const struct bitmap *of, struct err *err);

#endif
