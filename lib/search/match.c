#include "search/match.h"

#include "search/schema.h"

/* A list of Xapian queries to be joined. Takes what is added; an error frees them all. */
struct parts {
    struct xap_query *items[QUERY_WORDS_MAX];
    size_t count;
};

static void parts_free(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        xap_query_free(parts->items[i]);
    parts->count = 0;
}

static enum err_code add_term(struct parts *parts, const char *prefix, struct str word,
                              struct err *err)
{
    struct buf term = {0};

    schema_term(&term, prefix, word);
    enum err_code code = xap_query_term(&parts->items[parts->count], buf_view(&term), err);
    if (code == ERR_OK)
        parts->count++;
    buf_free(&term);
    return code;
}

/* Joins all parts into one query; the list is empty afterwards, whatever happens. */
static enum err_code join(struct xap_query **query, enum xap_operator operation,
                          struct parts *parts, struct err *err)
{
    size_t count = parts->count;
    parts->count = 0;
    return xap_query_join(query, operation, parts->items, count, err);
}

/* Joins `group` and adds the result to `parts`. */
static enum err_code add_joined(struct parts *parts, enum xap_operator operation,
                                struct parts *group, enum err_code code, struct err *err)
{
    if (code == ERR_OK)
        code = join(&parts->items[parts->count], operation, group, err);
    if (code == ERR_OK)
        parts->count++;
    parts_free(group);
    return code;
}

/* A leaf in the section's own heading or text. */
static enum err_code add_own(struct parts *parts, const struct query_node *leaf, struct err *err)
{
    struct parts words = {.count = 0};
    enum err_code code = ERR_OK;

    if (leaf->type == QUERY_WORD)
        return add_term(parts, SCHEMA_STEM, leaf->stems[0], err);
    for (size_t i = 0; code == ERR_OK && i < leaf->word_count; i++)
        code = add_term(&words, "", leaf->words[i], err);
    return add_joined(parts, XAP_PHRASE, &words, code, err);
}

/* A leaf in the section, or, if it is a word, in the title of its class. */
static enum err_code add_own_or_title(struct parts *parts, const struct query_node *leaf,
                                      struct err *err)
{
    struct parts either = {.count = 0};
    enum err_code code = add_own(&either, leaf, err);

    if (code == ERR_OK && leaf->type == QUERY_WORD)
        code = add_term(&either, SCHEMA_TITLE, leaf->stems[0], err);
    return add_joined(parts, XAP_OR, &either, code, err);
}

/* What every match must have besides the words. */
static enum err_code add_scope(struct parts *parts, const struct query_node *node, struct err *err)
{
    struct parts words = {.count = 0};
    struct buf term = {0};
    enum err_code code = ERR_OK;

    switch (node->type) {
    case QUERY_KIND:
        return add_term(parts, SCHEMA_KIND, str_of(kind_name(node->kind)), err);
    case QUERY_TITLE:
        for (size_t i = 0; code == ERR_OK && i < node->word_count; i++)
            code = add_term(&words, SCHEMA_TITLE, node->stems[i], err);
        return add_joined(parts, XAP_AND, &words, code, err);
    case QUERY_AGENCY:
    case QUERY_CODE:
        schema_lower_term(&term, node->type == QUERY_AGENCY ? SCHEMA_AGENCY : SCHEMA_CODE,
                          node->value);
        code = xap_query_term(&parts->items[parts->count], buf_view(&term), err);
        if (code == ERR_OK)
            parts->count++;
        buf_free(&term);
        return code;
    case QUERY_AND:
    case QUERY_WORD:
    case QUERY_PHRASE:
        break;
    }
    return ERR_OK;
}

/* The ranked part: the words, or everything if the query names none. */
static enum err_code make_ranked(struct xap_query **query, const struct query_node **leaves,
                                 size_t count, bool any, struct err *err)
{
    struct parts parts = {.count = 0};
    enum err_code code = ERR_OK;

    if (count == 0)
        return xap_query_all(query, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = add_own_or_title(&parts, leaves[i], err);
    if (code == ERR_OK)
        code = join(query, any ? XAP_OR : XAP_AND, &parts, err);
    parts_free(&parts);
    return code;
}

static enum err_code make_query(struct xap_query **query, const struct query_node *root, bool any,
                                struct err *err)
{
    const struct query_node *leaves[QUERY_PARTS_MAX];
    size_t count = query_leaf_count(root);
    struct parts parts = {.count = 0}, own = {.count = 0};

    query_leaves(leaves, root);
    enum err_code code = make_ranked(&parts.items[0], leaves, count, any, err);
    if (code != ERR_OK)
        return code;
    parts.count = 1;
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = add_own(&own, leaves[i], err);
    if (count > 0)
        code = add_joined(&parts, XAP_OR, &own, code, err);
    for (size_t i = 0; code == ERR_OK && i < root->child_count; i++)
        code = add_scope(&parts, root->children[i], err);
    if (code == ERR_OK)
        code = join(query, XAP_FILTER, &parts, err);
    parts_free(&parts);
    return code;
}

enum err_code match_sections(struct xap_matches *matches, struct index_worker *worker,
                             const struct query_node *root, bool any, uint64_t deadline_ms,
                             struct err *err)
{
    struct xap_query *query = NULL;
    enum err_code code = make_query(&query, root, any, err);

    if (code == ERR_OK)
        code = xap_database_match(matches, worker->database, query, deadline_ms, err);
    xap_query_free(query);
    return code;
}
