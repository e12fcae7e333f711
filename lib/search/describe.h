/* The query doctor: what a query asks of an index, in words and numbers, without asking it. */
#ifndef SEARCH_DESCRIBE_H
#define SEARCH_DESCRIBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/expand.h"
#include "search/index.h"
#include "search/inflections.h"
#include "search/notes.h"
#include "search/query.h"

/* A child of the root, or the words of one acronym. */
struct described_part {
    struct str text;       /* as query_print() writes it; with what it is expanded into */
    struct str reading;    /* a sentence */
    enum query_type type;  /* of what was typed: a word that is expanded is a word */
    struct str stem;       /* of a word; else empty */
    struct inflections of; /* of a word or prefix: what it stands for */
    struct expansions expansions;
    bool excluded;     /* it stands below NOT: `sections` have what is left out */
    bool counted;      /* not for a modality, which says nothing by itself */
    uint32_t sections; /* that it matches by itself: exact */
};

struct description {
    struct str canonical;  /* the query as query_print() writes it */
    struct str reading;    /* in as many sentences */
    struct str suggestion; /* as in search.h */
    struct expansions expansions;
    struct notes notes;
    struct described_part *parts;
    size_t part_count;
    struct record_section *named; /* the first sections of the classes that the query names */
    size_t named_count;           /* DESCRIBE_NAMED_MAX at most */
};

enum { DESCRIBE_NAMED_MAX = 10 };

/* `literal`: nothing is expanded. Results live in the arena, or as long as the index. Errors as of
 * a search. */
enum err_code describe_query(struct description *description, struct index *index, struct str query,
                             bool literal, uint64_t deadline_ms, struct arena *arena,
                             struct err *err);

#endif
