/* Clauses: the sentences and list items (spec/sentence.h) of sections, without their list marks,
 * each with its words (token.h). Those with the same words, whatever their case and punctuation,
 * are one clause that stands in several places. What has fewer than CLAUSES_WORDS_LEAST words is
 * left out: "Other duties as assigned" says nothing by standing in two classes, and in a handful of
 * words one that differs is no longer a small part. */
#ifndef SEARCH_CLAUSES_H
#define SEARCH_CLAUSES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/places.h"
#include "search/population.h"

enum {
    CLAUSES_WORDS_LEAST = 6,
    CLAUSES_MAX = 1 << 19,      /* places */
    CLAUSES_WORDS_MAX = 1 << 23 /* of different clauses */
};

/* Where a clause stands. */
struct clauses_place {
    uint32_t class, section; /* of the population; of its segment */
    uint32_t start, end;     /* bytes of the section's text */
};

struct clause {
    const uint32_t *words; /* in order; one may come several times */
    uint32_t count;
    uint32_t place_count;
    const struct clauses_place *places; /* in order of class, section and start */
};

struct clauses {
    struct clause *items;
    uint32_t count;
    uint32_t word_count;  /* different ones: words are numbers below, in order of their bytes */
    uint32_t place_count; /* of all clauses */
    uint32_t left_out;    /* places of what is too short */
    uint32_t *words;
    struct clauses_place *places;
};

struct clauses_request {
    const struct population_scope *scope;
    const struct population *population; /* of the scope */
    const struct query_node *root;
    const struct sought *sought; /* NULL: any clause; else those that hold a place of it */
};

/* Gathers the clauses of the sections of a population that a query matches, strictly. ERR_LIMIT if
 * they are too many, ERR_TIMEOUT past the deadline. clauses_free() what came. */
enum err_code clauses_gather(struct clauses *clauses, const struct clauses_request *request,
                             struct err *err);
void clauses_free(struct clauses *clauses);

/* A clause as it stands in one of its places. */
struct clauses_text {
    struct record_section section;
    struct str text;
    uint32_t line; /* of the source; 0: not known */
};

/* Reads it; what comes of it lives in the arena. `segment` is the class's. */
enum err_code clauses_read(struct clauses_text *text, const struct segment *segment,
                           struct clauses_place place, struct tokens_buffer *buffer,
                           struct arena *arena, struct err *err);

#endif
