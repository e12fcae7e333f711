/* The tokens of a query. Which bracket opens a group, which minus excludes and which slash is an
 * operator depends on what stands beside it, since queries are pasted from documents: everything
 * that is decided by characters alone is decided here. */
#ifndef SEARCH_QUERY_LEXER_H
#define SEARCH_QUERY_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/query_compare.h"
#include "search/query_scope.h"
#include "search/query_text.h"

enum query_token_type {
    QUERY_TOKEN_END,
    QUERY_TOKEN_RUN,     /* characters up to a blank, a quotation mark or the end of the group */
    QUERY_TOKEN_QUOTED,  /* `text` is what stands between the marks */
    QUERY_TOKEN_SCOPE,   /* a run, quoted text or `(` follows */
    QUERY_TOKEN_COMPARE, /* `text` is the value */
    QUERY_TOKEN_OPEN,
    QUERY_TOKEN_CLOSE, /* of a group that is open */
    QUERY_TOKEN_MINUS, /* what it excludes follows */
    QUERY_TOKEN_NOT,
    QUERY_TOKEN_OR,
    QUERY_TOKEN_AND,
    QUERY_TOKEN_NEAR
};

struct query_token {
    enum query_token_type type;
    int position;    /* 1-based, in code points of the query */
    struct str text; /* as written, if the type says no other */
    bool alone;      /* nothing but blanks and brackets of groups stands beside it */
    struct query_scope scope;
    struct query_comparison comparison;
    enum query_unit unit; /* of NEAR */
    int distance;
};

/* Cuts a query into tokens, an END behind the last, in the arena. What asks for nothing is left
 * out: punctuation alone, brackets and quotation marks around nothing, and what stands before them.
 * ERR_USAGE: a quotation mark without a partner, a distance out of range, a scope that is unknown
 * or ambiguous, a field or comparison without a value, a comparison of what has none. */
enum err_code query_tokens(const struct query_token **tokens, const struct query_text *text,
                           struct arena *arena, struct err *err);

/* Is a word, in whatever case, an operator once it stands in capitals? */
bool query_is_operator_name(struct str word);

#endif
