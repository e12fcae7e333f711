/* The query language: text to tree. Everything that searches, counts or highlights works on the
 * same tree.
 *
 *   CJIS clearance          sections that have all words, stemmed; see search.h for what else
 * counts "matrix manages"        the exact words in order, in any case licensure:CJIS within
 * sections of that kind; also before a phrase title:manager           the title of the class;
 * agency:NAME and code:CODE: the class's own
 *
 * There are no stop words. A word with inner hyphens or dots (full-time, 49,005) is the phrase of
 * its parts. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/schema.h"
#include "spec/kind.h"

enum query_type {
    QUERY_AND,    /* all children; none: everything */
    QUERY_WORD,   /* words[0], as its stem */
    QUERY_PHRASE, /* words[0..], exact and adjacent */
    QUERY_KIND,   /* children[0] within sections of `kind` */
    QUERY_TITLE,  /* all words (as stems) in the title of the class */
    QUERY_AGENCY, /* `value` is the agency */
    QUERY_CODE    /* `value` is the class code */
};

struct query_node {
    enum query_type type;
    struct query_node **children;
    size_t child_count;
    struct str *words; /* lower case */
    struct str *stems; /* of WORD and TITLE: one for each word */
    size_t word_count;
    enum spec_kind kind;
    struct str value;
    int position; /* 1-based, in code points of the query text */
};

enum { QUERY_BYTES_MAX = 4096, QUERY_PARTS_MAX = 64, QUERY_WORDS_MAX = 256 };

/* Parses into the arena; the root is an AND. ERR_USAGE carries the position, ERR_LIMIT says what is
 * too much. */
enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err);

/* The words and phrases sought in a section's text, under whatever scopes. */
size_t query_leaf_count(const struct query_node *root);

/* Writes them to leaves[0 .. query_leaf_count() - 1], in the query's order. */
void query_leaves(const struct query_node **leaves, const struct query_node *root);

#endif
