/* Expansion: what else a query's words may be called. A word becomes an OR of itself and
 *
 * - the long forms of an acronym (acronyms.h), as phrases;
 * - the other forms of its row of the lexicon (lexicon.h) that the index has and whose stems are
 * not its own.
 *
 * Words that stand side by side in one AND and are, by their stems, the long form of an acronym or
 * a form of the lexicon that has several words become an OR of what they stand for and of their
 * phrase, as typed and as the index has it: from left to right, the longest first, each word once.
 * Of several acronyms EXPAND_ACRONYMS_MAX are taken, those that most classes explain, of equal ones
 * the first by bytes.
 *
 * Left as they are: what is quoted or joined by a hyphen, prefixes, fields, and whatever stands
 * below NOT, as more would be hidden than was asked for. Words that are ordinary to the lexicon are
 * acronyms only where they are typed in capitals, and stand for no long form: it would be found in
 * every text. An expansion for which the tree has no room
 * (QUERY_PARTS_MAX, QUERY_WORDS_MAX) is left out, so that no query is too long for being expanded.
 */
#ifndef SEARCH_EXPAND_H
#define SEARCH_EXPAND_H

#include "base/mem.h"
#include "search/acronyms.h"
#include "search/lexicon.h"
#include "search/query.h"

/* The weight of what was not typed. */
#define EXPAND_WEIGHT 0.5F

enum { EXPAND_ACRONYMS_MAX = 3 };

enum expansion_why { EXPANSION_ACRONYM, EXPANSION_VARIANT };

/* "acronym", "variant". */
const char *expansion_why_name(enum expansion_why why);

struct expansion {
    struct str from; /* in lower case */
    struct str *to;
    size_t to_count;
    enum expansion_why why;
};

/* In the order of the query, each once. */
struct expansions {
    struct expansion *items;
    size_t count, capacity;
};

/* Expands the tree of the query `typed`. What needs no expansion is shared by both trees; all lives
 * in the arena, or as long as the acronyms and the lexicon. */
const struct query_node *expand_query(struct expansions *expansions, const struct query_node *root,
                                      struct str typed, const struct acronyms *acronyms,
                                      const struct lexicon *lexicon, struct arena *arena);

#endif
