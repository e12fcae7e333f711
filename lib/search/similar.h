/* Similar classes, and similar sections: those that share most of what distinguishes one
 * (distinctive.h).
 *
 * With the distinctive terms t, their weights w(t), and the saturated frequencies a(t) in the
 * subject and b(t) in another class, the other one's score is
 *
 *     sum of w(t) min(a(t), b(t))  /  sum of w(t) a(t)
 *
 * the share of what distinguishes the subject that the other one has as well, from 0 to 1: 1 if it
 * has every term as often for its length. Tversky's contrast of features ("Features of similarity",
 * 1977) with the subject alone as measure. A cosine would do as much for the order, but needs the
 * norm of every class, and its parts do not add up: here each term's share says how much of the
 * score it is. It means the same for every class: 0.5 is half of what distinguishes it.
 *
 * Less than SIMILAR_LEAST is chance and not listed, so that there may be nothing similar. Looked at
 * by hand: in the corpus the same job in another agency scores from 0.29 up (98 pairs, median
 * 0.55), nine in ten pairs of different jobs below 0.21, and the two classes whose work no other
 * does have 0.18 with the nearest. Of 1,019 real classes the best below 0.11 share a few words at
 * random, and from 0.2 up half are of one trade. Duties of the same job score from 0.24, but for 2
 * of 96 pairs.
 *
 * Every class, or section, of the index is looked at, and the order is total: score, then docid. It
 * costs looking up how frequent each stem of the subject is, the postings of 50 stems, and those of
 * 25 once more. Among the 153,000 sections of 10,000 generated specifications that took 25 to 30 ms
 * by HTTP, for classes and for sections (medians of 40; one thread of a busy machine with two
 * processors); it grows with the sections. */
#ifndef SEARCH_SIMILAR_H
#define SEARCH_SIMILAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"
#include "search/tally.h"

#define SIMILAR_LEAST 0.2

enum { SIMILAR_LIMIT = 10, SIMILAR_LIMIT_MAX = 100 };

/* Of a class all its sections are compared, unless `of_section` says which. */
struct similar_request {
    struct str id; /* of the class */
    bool of_section;
    uint32_t ordinal;
    bool other_agencies;          /* only what other agencies have */
    struct tally_filters filters; /* FACET_AGENCY, and of sections FACET_SECTION */
    uint32_t limit;               /* 1 .. SIMILAR_LIMIT_MAX */
    uint64_t deadline_ms;         /* of CLOCK_MONOTONIC; 0: none */
};

struct similar_term {
    struct str stem, word; /* the word as the subject has it most often */
    double share;
};

/* Terms with the greatest share first. */
struct similar_hit {
    struct record_section section; /* of a class what it is of: id, title, code, agency, source */
    double score;
    struct similar_term *terms; /* those in common; their shares make the score */
    size_t term_count;
};

struct similar {
    struct record_section subject; /* likewise */
    struct similar_term *terms;    /* what distinguishes it; their shares make 1 */
    size_t term_count;
    struct similar_hit *hits; /* best first, all with SIMILAR_LEAST or more */
    size_t hit_count;
};

/* Neither the class itself nor a section of the same class is similar to it. Results live in the
 * arena. ERR_NOT_FOUND if there is no such class or section, ERR_USAGE if a filter's value is not
 * in the index. */
enum err_code similar_find(struct similar *similar, struct index *index,
                           const struct similar_request *request, struct arena *arena,
                           struct err *err);

#endif
