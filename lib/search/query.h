/* The query language: text to tree. Everything that searches, counts or highlights works on the
 * same tree.
 *
 *   CJIS clearance             all words, stemmed; see search.h for what else counts
 *   "matrix manages"           the exact words in order, in any case
 *   manag*                     words that begin so; three letters or digits at least
 *   a OR b     -a, NOT a       either; not found. AND is what a blank means. Capitals only
 *   a /5 b   a /s b   a /p b   within five words of each other, in a sentence, in a paragraph;
 *                              NEAR is /10, NEAR/5 is /5, and so is w/5 (likewise w/s, w/p)
 *   (a b) OR c                 a group
 *   licensure:CJIS             within sections of that kind; also before a phrase, prefix or group
 *   heading:CJIS               in the heading of the section itself, likewise
 *   title:manager  agency:denver  series:"project manager"  code:CI2421  grade:EX-18  flsa:exempt
 *                              what is true of the class
 *   experience>=5y  supervisory>=4y  education>=bachelor  lifting:25..50  probation<=6m
 *   revised:2023..  established<2010-06
 *                              requirements, and dates of the class; >= <= > < = with blanks around
 *                              them if wanted, a colon before a value or a range
 *   modality:by_position       the requirements in question are of this modality, or of one of
 *                              several: modality:(required OR preferred)
 *
 * What binds tightest comes first: a scope, NOT, OR, /n, /s, /p, AND; so a b OR c is a AND (b OR
 * c). There are no stop words. A word with inner hyphens or dots (full-time, 49,005) is the phrase
 * of its parts. What other punctuation joins (and/or) is a group of its words. Punctuation alone
 * asks for nothing. Names are known in any case. query_text.h says what becomes of pasted text. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/schema.h"
#include "spec/kind.h"

enum query_type {
    QUERY_AND,     /* all children; none: everything */
    QUERY_OR,      /* any of the children */
    QUERY_NOT,     /* children[0] is not found */
    QUERY_WORD,    /* words[0], by its stem stems[0] */
    QUERY_PHRASE,  /* words[0..], exact and adjacent */
    QUERY_PREFIX,  /* words that begin with words[0] */
    QUERY_NEAR,    /* children[0] and children[1] within `distance` of each other, in `unit` */
    QUERY_KIND,    /* children[0] within sections of `kind` */
    QUERY_HEADING, /* children[0] in the section's own heading */
    QUERY_FIELD,   /* `field` of the class is the value */
    QUERY_COMPARE, /* `measure` is from `low` to `high` */
    QUERY_MODALITY /* in its AND, requirements of one of `modalities` */
};

/* What all leaves below a node are about: words of a section's text, or what is true of a class or
 * not (FIELD; COMPARE of probation, revised and established). Any other node, KIND and MODALITY
 * among them, is mixed. */
enum query_nature { QUERY_TEXT, QUERY_CLASS, QUERY_MIXED };

enum query_unit { QUERY_WORDS, QUERY_SENTENCE, QUERY_PARAGRAPH };

enum query_field {
    QUERY_TITLE,  /* `words` are in the title, by their stems */
    QUERY_AGENCY, /* `words` are in the name, whole; or `value` is the slug in the class's id */
    QUERY_CODE,   /* `value`: letters and digits only, lower case */
    QUERY_SERIES, /* `words`, whole */
    QUERY_GRADE,  /* as the code */
    QUERY_FLSA    /* `value`, in any case: "exempt" */
};

/* What can be compared: the requirements of a section; the last three are the class's. */
enum query_measure {
    QUERY_EXPERIENCE,  /* months */
    QUERY_SUPERVISORY, /* months of experience in supervising, or of the part that is */
    QUERY_EDUCATION,   /* enum education_level; APPRENTICESHIP alone or not at all */
    QUERY_LIFTING,     /* pounds */
    QUERY_PROBATION,   /* months */
    QUERY_REVISED,     /* yyyymmdd */
    QUERY_ESTABLISHED
};

struct query_node {
    enum query_type type;
    enum query_nature nature;
    struct query_node **children;
    size_t child_count;
    struct str *words; /* lower case */
    struct str *stems; /* of WORD, PHRASE and a title: one for each word; empty of a phrase's "s",
                          which may be that of a possessive, which has none */
    size_t word_count;
    bool capitals; /* of WORD: written so, with two letters or more; sections with it so come first
                    */
    enum spec_kind kind;
    enum query_field field;
    struct str value; /* of a field, as written if the field says no other */
    enum query_measure measure;
    int32_t low, high;   /* both included, low <= high. What a class does not state (0) is never
                            between them */
    uint32_t modalities; /* bit 1 << enum modality */
    enum query_unit unit;
    int distance; /* of QUERY_WORDS: 1 .. QUERY_DISTANCE_MAX */
    float weight; /* of a leaf, in scores: 1, or less for what the user did not type */
    int position; /* where it begins: 1-based, in code points of the query text */
    int typed_first, typed_end; /* of a leaf that was typed: its text there, likewise, without
                                   quotation marks and star; the end does not belong to it */
    int depth; /* 1 for a node without children, else one more than its deepest child */
};

enum {
    QUERY_BYTES_MAX = 4096,
    QUERY_PARTS_MAX = 64, /* nodes without children in the whole tree */
    QUERY_WORDS_MAX = 256,
    QUERY_DEPTH_MAX = 32, /* of the tree, and of brackets */
    QUERY_DISTANCE_MAX = 100
};

/* Parses into the arena. The root is an AND; any other AND or OR has two children at least, none of
 * its own type, but for an AND that has a MODALITY of its own, which stays one below another. No
 * NOT stands below OR, NOT or NEAR. Children of a NEAR are leaves, OR of leaves, or NEAR. Below
 * KIND and HEADING all is text, without either of its own kind; below HEADING there is no NEAR. A
 * MODALITY is a child of an AND that is not below OR or NOT, with no other MODALITY on the way to
 * the root. ERR_USAGE carries the position, ERR_LIMIT says what is too much. */
enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err);

/* Appends the text of a tree, in one way of writing: parsed, it is that tree again, but for
 * positions and weights. It may be longer than a query may be. */
void query_print(struct buf *out, const struct query_node *root);

/* "experience", as it is written. */
const char *query_measure_name(enum query_measure measure);

/* Words, phrases and prefixes: what is sought in the text by itself. */
static inline bool query_is_leaf(enum query_type type)
{
    return type == QUERY_WORD || type == QUERY_PHRASE || type == QUERY_PREFIX;
}

/* Is a child of the root one of the parts that relaxing makes alternatives? They are those of text,
 * and scopes of a kind, in which something is sought outside of NOT. */
bool query_is_part(const struct query_node *node);

/* How many of the root's children are. */
size_t query_part_count(const struct query_node *root);

/* Are two children of an AND, neither of them about classes, sought together: in one section, or of
 * one requirement? Else they are of different groups, which may stand in different sections of a
 * class. */
bool query_is_one_group(const struct query_node *a, const struct query_node *b);

/* Is there nothing in it but words, phrases, prefixes and what joins them? Such a query can name a
 * class (titles.h). */
bool query_is_plain(const struct query_node *root);

/* All leaves outside of NOT, whatever stands around them. At most QUERY_PARTS_MAX. */
size_t query_leaf_count(const struct query_node *root);

#endif
