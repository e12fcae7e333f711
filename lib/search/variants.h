/* Variants of language: clauses (clauses.h) of different classes that have nearly the same words,
 * so that text that was copied from class to class and has drifted since is seen, with the words
 * that differ.
 *
 * Clauses are alike if their sets of words are (alike.h has the method and its source): the words
 * in both are VARIANTS_LIKENESS of those in either, or what is asked for. A number is a word like
 * any other. Pairs that are alike are joined into clusters, and those that share a clause into one:
 * a cluster is a connected component. So two of its variants may have less in common than that, by
 * way of others, as a text that drifts in steps has; but no pair that is alike is ever torn apart,
 * which any finer clustering would do somewhere, and the clusters do not depend on an order.
 *
 * A cluster is shown if it has two variants at least and stands in two classes at least: those that
 * stand in most classes first, then by the words of the first variant. Of a cluster the variant
 * that most classes have comes first, then by words, and the words are marked in which the others
 * differ from it. */
#ifndef SEARCH_VARIANTS_H
#define SEARCH_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/alike.h"
#include "search/highlight.h"
#include "search/index.h"
#include "search/tally.h"

enum { VARIANTS_LIKENESS = 800 };

struct variants_request {
    struct str query; /* empty: all clauses; else those that hold an occurrence (occurrences.h) */
    struct tally_filters filters;
    uint32_t likeness;    /* thousandths, ALIKE_LEAST to ALIKE_WHOLE */
    uint64_t deadline_ms; /* of opening, of CLOCK_MONOTONIC; 0: none */
};

struct variants_total {
    uint32_t clusters, variants, classes, rows; /* of what is shown */
    uint32_t clauses, left_out;                 /* looked at, in all places; too short for it */
};

struct variants;

/* Finds the clusters. The index must live as long. A query that seeks nothing in texts narrows to
 * the sections that it matches. ERR_LIMIT if there are too many clauses, or as of a search;
 * ERR_TIMEOUT past the deadline. */
enum err_code variants_open(struct variants **variants, struct index *index,
                            const struct variants_request *request, struct err *err);
void variants_close(struct variants *variants); /* NULL is fine */

const struct variants_total *variants_total(const struct variants *variants);
struct str variants_reading(const struct variants *variants); /* of the query, in words */

/* A class that has a variant. Numbers are from 0; the classes of a variant come by agency, then by
 * id. */
struct variants_row {
    uint32_t cluster, variant; /* variant: in its cluster */
    struct {
        uint32_t variants, classes, places;
    } of_cluster;
    struct {
        uint32_t classes, places;
        struct str text;      /* as it stands in the first of its classes */
        struct marks differs; /* in code points: words that the cluster's first variant lacks */
        struct marks lacks;   /* likewise in the first variant's text: words that this one lacks */
        struct str first;     /* the first variant's text */
    } of_variant;
    const struct record_section *section; /* where the clause comes first in the class */
    uint32_t line;
    uint32_t times; /* that it comes in the class */
};

/* The next row is the first one of that cluster. */
void variants_seek(struct variants *variants, uint32_t cluster);

/* Passes over what is left of the variant whose row was read last. */
void variants_pass_over(struct variants *variants);

/* Reads the next row, which is valid until the next call. *more is false, and nothing is read, at
 * the end. */
enum err_code variants_next(bool *more, struct variants_row *row, struct variants *variants,
                            struct err *err);

#endif
