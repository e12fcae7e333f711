/* The tokens of a query. Which bracket opens a group, which minus excludes and which slash is an
 * operator depends on what stands beside it, since queries are pasted from documents: everything
 * that is decided by characters alone is decided here. */
#ifndef SEARCH_QUERY_LEXER_H
#define SEARCH_QUERY_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "search/query.h"

enum query_token_type {
    QUERY_TOKEN_END,
    QUERY_TOKEN_RUN,    /* characters up to a blank, a quotation mark or the end of the group */
    QUERY_TOKEN_QUOTED, /* `text` is what stands between the marks */
    QUERY_TOKEN_SCOPE,  /* `text` is the name; a run, quoted text or `(` follows */
    QUERY_TOKEN_OPEN,
    QUERY_TOKEN_CLOSE, /* of a group that is open */
    QUERY_TOKEN_MINUS, /* right before what it excludes */
    QUERY_TOKEN_NOT,
    QUERY_TOKEN_OR,
    QUERY_TOKEN_AND,
    QUERY_TOKEN_NEAR
};

struct query_token {
    enum query_token_type type;
    size_t start;         /* in the query, in bytes */
    struct str text;      /* as written, if the type says no other */
    bool alone;           /* nothing but blanks and brackets of groups stands beside it */
    enum query_unit unit; /* of NEAR */
    int distance;
};

struct query_lexer {
    struct str text;
    size_t at;
    size_t open; /* groups */
    bool begun;
    enum query_token_type last; /* once begun */
};

/* `text` is valid UTF-8. */
void query_lexer_start(struct query_lexer *lexer, struct str text);

/* ERR_USAGE: a quotation mark without a partner, a distance out of range. */
enum err_code query_lexer_next(struct query_token *token, struct query_lexer *lexer,
                               struct err *err);

/* The position of the byte `at` of a query, as users count: code points, from 1. */
int query_position(struct str text, size_t at);

/* As err_set, with a position. */
enum err_code query_fail(struct err *err, enum err_code code, int position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Does `text` begin with a character of a word? */
bool query_starts_word(struct str text);

#endif
