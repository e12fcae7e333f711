/* The query language: text to tree. Everything that searches, counts or highlights works on the
 * same tree.
 *
 *   CJIS clearance             all words, stemmed; see search.h for what else counts
 *   "matrix manages"           the exact words in order, in any case
 *   manag*                     words that begin so; three letters or digits at least
 *   a OR b     -a, NOT a       either; not found. AND is what a blank means. Capitals only
 *   a /5 b   a /s b   a /p b   within five words of each other, in a sentence, in a paragraph
 *   (a b) OR c                 a group
 *   licensure:CJIS             within sections of that kind; also before a phrase, prefix or group
 *   title:manager              the title of the class; agency:NAME and code:CODE: the class's own
 *
 * What binds tightest comes first: a scope, NOT, OR, /n, /s, /p, AND; so a b OR c is a AND (b OR
 * c). There are no stop words. A word with inner hyphens or dots (full-time, 49,005) is the phrase
 * of its parts. What other punctuation joins (and/or) is a group of its words. Punctuation alone
 * asks for nothing. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/schema.h"
#include "spec/kind.h"

enum query_type {
    QUERY_AND,    /* all children; none: everything */
    QUERY_OR,     /* any of the children */
    QUERY_NOT,    /* children[0] is not found */
    QUERY_WORD,   /* words[0], by its stem stems[0] */
    QUERY_PHRASE, /* words[0..], exact and adjacent */
    QUERY_PREFIX, /* words that begin with words[0] */
    QUERY_NEAR,   /* children[0] and children[1] within `distance` of each other, in `unit` */
    QUERY_KIND,   /* children[0] within sections of `kind` */
    QUERY_TITLE,  /* all words (as stems) in the title of the class */
    QUERY_AGENCY, /* `value` is the agency */
    QUERY_CODE    /* `value` is the class code */
};

enum query_unit { QUERY_WORDS, QUERY_SENTENCE, QUERY_PARAGRAPH };

struct query_node {
    enum query_type type;
    struct query_node **children;
    size_t child_count;
    struct str *words; /* lower case */
    struct str *stems; /* of WORD, TITLE and PHRASE: one for each word; empty of a phrase's "s",
                          which may be that of a possessive, which has none */
    size_t word_count;
    enum spec_kind kind;
    struct str value;
    enum query_unit unit;
    int distance; /* of QUERY_WORDS: 1 .. QUERY_DISTANCE_MAX */
    int position; /* where it begins: 1-based, in code points of the query text */
    int depth;    /* 1 for a node without children, else one more than its deepest child */
};

enum {
    QUERY_BYTES_MAX = 4096,
    QUERY_PARTS_MAX = 64, /* words, phrases, prefixes and fields in the whole tree */
    QUERY_WORDS_MAX = 256,
    QUERY_DEPTH_MAX = 32, /* of the tree, and of brackets */
    QUERY_DISTANCE_MAX = 100
};

/* Parses into the arena. The root is an AND; any other AND or OR has two children at least, none of
 * its own type. No NOT stands below OR, NOT or NEAR, no KIND below KIND; children of a NEAR are
 * leaves, OR of leaves, or NEAR; fields are children of the root, or of a NOT that is.
 * ERR_USAGE carries the position, ERR_LIMIT says what is too much. */
enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err);

/* Words, phrases and prefixes: what is sought in the text by itself. */
static inline bool query_is_leaf(enum query_type type)
{
    return type == QUERY_WORD || type == QUERY_PHRASE || type == QUERY_PREFIX;
}

/* The words, phrases, prefixes and proximities sought in a section's text, outside of NOT, at the
 * top level: what relaxing joins by OR. An OR counts as one, as does a KIND around any of them. */
size_t query_part_count(const struct query_node *root);

/* All leaves outside of NOT, whatever stands around them. At most QUERY_PARTS_MAX. */
size_t query_leaf_count(const struct query_node *root);

#endif
