/* Inside matching: a query's tree with what is needed to evaluate it.
 *
 * Three layers, each in files of its own. match_own.c: where leaves, proximities and headings stand
 * in sections themselves. match_text.c: what a node of nothing but text finds, section by section.
 * match_join.c: what an AND finds, whose parts may be satisfied by different sections of a class;
 * it asks match_class.c what is true of classes and match_requirement.c what requirements state. */
#ifndef SEARCH_MATCH_NODE_H
#define SEARCH_MATCH_NODE_H

#include "search/match.h"
#include "search/span.h"
#include "search/terms.h"

#define MATCH_NO_TERM SIZE_MAX

/* A node of the query with its terms: of a leaf those of its words' stems, of a title its own. */
struct match_node {
    const struct query_node *query;
    struct match_node **children;
    size_t *terms, term_count;
    size_t title;            /* of a word: the title's term; else MATCH_NO_TERM */
    bool begins;             /* of an agency: its words may be beginnings (field_fit.h) */
    struct span_node *span;  /* what the tokens decide, compiled for match->segment */
    struct match_join *join; /* of what is evaluated as an AND of its own; else NULL */
};

struct match {
    struct index_worker *worker;
    struct arena *arena;
    uint64_t deadline_ms;
    struct terms *terms;
    struct match_node *root;
    size_t expanded;                           /* stems that prefixes were expanded into */
    bool scans;                                /* all sections are looked at, not postings alone */
    size_t segment;                            /* that is at hand; SIZE_MAX: none */
    struct bitmap *own;                        /* its sections that hold some leaf themselves */
    uint16_t candidates[SEGMENT_SECTIONS_MAX]; /* to be verified */
    float scores[SEGMENT_SECTIONS_MAX];
};

static inline const struct segment *match_segment_at(const struct match *match, size_t segment)
{
    return &index_segments(match->worker->index)[segment].segment;
}

enum { MATCH_CLOCK_EVERY = 1024 }; /* sections looked at between two looks at the clock */

/* In match_prepare.c: makes the tree in the arena, and asks for its terms, whose weights are not
 * known yet. ERR_USAGE as match_new(). */
enum err_code match_prepare(struct match *match, const struct query_node *root, struct err *err);

/* In match_own.c. */

/* Adds to *set the sections of the segment at hand that have a term: all of `within` that do, and
 * perhaps others. */
enum err_code match_add_term(struct bitmap *set, struct match *match, size_t term,
                             const struct bitmap *within, struct err *err);

/* Sets *set to the sections of `within` that have all terms of a node; all if it has none. */
enum err_code match_all_terms(struct bitmap *set, struct match *match,
                              const struct match_node *node, const struct bitmap *within,
                              struct err *err);

/* Sets *set to the sections of `within` that may hold a node of text themselves: no other does. */
enum err_code match_candidates(struct bitmap *set, struct match *match,
                               const struct match_node *node, const struct bitmap *within,
                               struct err *err);

/* Sets *set to the sections of `within` that hold a leaf, a proximity or a heading themselves. */
enum err_code match_own(struct bitmap *set, struct match *match, struct match_node *node,
                        const struct bitmap *within, struct err *err);

/* Does a node of text hold in a piece of a section, whose words are not parted into heading and
 * text? heading: is asked of the section itself. */
enum err_code match_holds(bool *holds, struct match *match, struct match_node *node,
                          const struct tokens_section *piece, const struct tokens_section *section,
                          struct err *err);

/* In match_text.c. */

enum match_mode {
    MATCH_FOUND,    /* words in the title count; what stands in sections is added to match->own */
    MATCH_EXCLUDED, /* as below NOT: match->own is left as it is */
    MATCH_MAYBE     /* what may stand in the sections themselves, and in one sentence of them */
};

/* Sets *set to the sections of `within` that a node of text finds. */
enum err_code match_text(struct bitmap *set, struct match *match, struct match_node *node,
                         const struct bitmap *within, enum match_mode mode, struct err *err);

/* Adds to match->own the sections of *rest that hold some leaf, proximity or heading outside of
 * NOT, and takes them out of *rest. match_text() passes over what cannot change its result: where
 * one part of an AND fails, the others are not looked for. */
enum err_code match_text_complete(struct bitmap *rest, struct match *match, struct match_node *node,
                                  struct err *err);

/* In match_join.c. */

/* Parts of an AND that one section has to satisfy by itself. */
struct match_group {
    enum { MATCH_TEXT, MATCH_KIND, MATCH_COMPARE, MATCH_OTHER } type;
    struct match_node **parts; /* of a kind: the scopes themselves */
    size_t part_count;
    bool has_leaves;         /* outside of NOT */
    struct query_node whole; /* of comparisons: all of them in one */
};

/* An AND, or what is evaluated as one of a single part. */
struct match_join {
    struct match_group *groups;
    size_t group_count;
    struct match_node **classes; /* what is true of classes */
    size_t class_count;
    struct match_node **excluded; /* what stands below its NOTs */
    size_t excluded_count;
    uint32_t modalities;                            /* 0: whatever those around it say */
    struct bitmap base, found, own, sections, keep; /* while it is evaluated */
};

/* Makes the joins of a tree whose nodes are in order. */
void match_join_prepare(struct match *match, struct match_node *root);

/* Sets *set to the sections of `within`, live ones, that a join finds. `modalities`: of those
 * around it; 0: none. */
enum err_code match_join(struct bitmap *set, struct match *match, struct match_join *join,
                         const struct bitmap *within, uint32_t modalities, struct err *err);

/* The same of the root, any of whose parts is enough (query_is_part). */
enum err_code match_join_any(struct bitmap *set, struct match *match, const struct bitmap *within,
                             struct err *err);

/* In match_class.c: sets *set to the sections of `within` whose class a node is true of, which is
 * of nothing but fields and comparisons of classes. */
enum err_code match_class(struct bitmap *set, struct match *match, const struct match_node *node,
                          const struct bitmap *within, struct err *err);

/* In match_requirement.c. `modalities`: bits 1 << enum modality. */

/* Sets *set to the sections of `within` that have a requirement that satisfies a comparison; NULL:
 * any requirement will do. */
enum err_code match_compare(struct bitmap *set, struct match *match,
                            const struct query_node *compare, uint32_t modalities,
                            const struct bitmap *within, struct err *err);

/* Takes out of *set the sections without a requirement in whose sentence all parts of a group
 * stand. */
enum err_code match_sentences(struct bitmap *set, struct match *match,
                              const struct match_group *group, uint32_t modalities,
                              struct err *err);

#endif
