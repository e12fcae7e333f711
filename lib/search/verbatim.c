#include "search/verbatim.h"

#include <stdint.h>

#include "base/utf8.h"
#include "search/token.h"

/* The depth of a query's tree is bounded. */
enum err_code verbatim_check(const struct query_node *root, struct err *err)
{
    size_t sought = 0;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < root->child_count; i++) {
        const struct query_node *child = root->children[i];
        const struct query_node *inner = child->type == QUERY_NOT ? child->children[0] : child;
        bool has_text = query_leaf_count(inner) > 0;
        sought += has_text;
        if (has_text && (inner != child || root->type == QUERY_NEAR ||
                         (root->type == QUERY_AND && sought > 1))) {
            code = err_set(err, ERR_USAGE,
                           "verbatim takes one text, or several joined by OR; put words that "
                           "belong together in quotation marks");
            if (err != NULL)
                err->position = child->position;
        }
        if (code == ERR_OK)
            code = verbatim_check(child, err);
    }
    return code;
}

/* Where a code point begins, counted from 1. */
static size_t byte_of(struct str text, int point)
{
    size_t at = 0;
    uint32_t c;

    for (int i = 1; i < point && at < text.n; i++) {
        size_t n = utf8_decode(text.p + at, text.n - at, &c);
        at += n > 0 ? n : 1;
    }
    return at;
}

struct verbatim verbatim_of(const struct query_node *leaf, struct str typed)
{
    size_t from = byte_of(typed, leaf->typed_first), to = byte_of(typed, leaf->typed_end);
    struct verbatim verbatim = {.text = str_trim((struct str){typed.p + from, to - from})};
    struct tokenizer tokens;

    tokenizer_start(&tokens, verbatim.text);
    for (bool begun = false; tokenizer_next(&tokens); begun = true) {
        if (!begun)
            verbatim.first = tokens.start;
        verbatim.end = tokens.end;
    }
    tokenizer_free(&tokens);
    return verbatim;
}

/* Bytes of the white space that stands at `at`, or ends there; 0 if none does. */
static size_t space_at(struct str text, size_t at)
{
    if (at >= text.n)
        return 0;
    if (text.p[at] == ' ' || (text.p[at] >= '\t' && text.p[at] <= '\r'))
        return 1;
    return str_starts(str_from(text, at), STR("\xc2\xa0")) ? 2 : 0;
}

static size_t space_before(struct str text, size_t at)
{
    if (at > 0 && space_at(text, at - 1) == 1)
        return 1;
    return at > 1 && space_at(text, at - 2) == 2 ? 2 : 0;
}

static size_t skip_spaces(struct str text, size_t at)
{
    size_t n;

    while ((n = space_at(text, at)) > 0)
        at += n;
    return at;
}

static size_t skip_spaces_back(struct str text, size_t at)
{
    size_t n;

    while ((n = space_before(text, at)) > 0)
        at -= n;
    return at;
}

static bool stands_from(struct str wanted, struct str text, size_t at)
{
    for (size_t i = 0; i < wanted.n;) {
        bool space = space_at(wanted, i) > 0;
        if (space != (space_at(text, at) > 0) || at >= text.n)
            return false;
        if (!space && wanted.p[i] != text.p[at])
            return false;
        i = space ? skip_spaces(wanted, i) : i + 1;
        at = space ? skip_spaces(text, at) : at + 1;
    }
    return true;
}

static bool stands_before(struct str wanted, struct str text, size_t at)
{
    for (size_t i = wanted.n; i > 0;) {
        bool space = space_before(wanted, i) > 0;
        if (at == 0 || space != (space_before(text, at) > 0))
            return false;
        if (!space && wanted.p[i - 1] != text.p[at - 1])
            return false;
        i = space ? skip_spaces_back(wanted, i) : i - 1;
        at = space ? skip_spaces_back(text, at) : at - 1;
    }
    return true;
}

bool verbatim_stands(const struct verbatim *verbatim, struct str text, size_t start)
{
    return stands_from(str_from(verbatim->text, verbatim->first), text, start) &&
           stands_before((struct str){verbatim->text.p, verbatim->first}, text, start);
}
