/* Trees of queries as text, for the tests of the query language. */
#ifndef UNIT_QUERY_TREE_H
#define UNIT_QUERY_TREE_H

#include "stemming.h"

#include "search/query.h"

static inline void print_joint(struct buf *out, const struct query_node *node)
{
    static const char *const fields[] = {
        [QUERY_TITLE] = "title",   [QUERY_AGENCY] = "agency", [QUERY_CODE] = "code",
        [QUERY_SERIES] = "series", [QUERY_GRADE] = "grade",   [QUERY_FLSA] = "flsa"};

    switch (node->type) {
    case QUERY_KIND:
        buf_text(out, kind_name(node->kind));
        break;
    case QUERY_FIELD:
        buf_text(out, fields[node->field]);
        break;
    case QUERY_NEAR:
        if (node->unit == QUERY_WORDS)
            buf_printf(out, "/%d", node->distance);
        else
            buf_text(out, node->unit == QUERY_SENTENCE ? "/s" : "/p");
        break;
    case QUERY_COMPARE:
        buf_printf(out, "%s %d %d", query_measure_name(node->measure), node->low, node->high);
        break;
    case QUERY_MODALITY:
        buf_printf(out, "modality %x", (unsigned)node->modalities);
        break;
    default:
        buf_text(out, node->type == QUERY_AND       ? "and"
                      : node->type == QUERY_OR      ? "or"
                      : node->type == QUERY_HEADING ? "heading"
                                                    : "not");
        break;
    }
}

static inline void print_leaf(struct buf *out, const struct query_node *node)
{
    bool phrase = node->type == QUERY_PHRASE;

    for (size_t i = 0; i < node->word_count; i++) {
        buf_text(out, i > 0 ? " " : phrase ? "\"" : "");
        buf_str(out, node->words[i]);
        if (!phrase && node->stems[i].n > 0 && !str_eq(node->words[i], node->stems[i]))
            buf_printf(out, "/%.*s", (int)node->stems[i].n, node->stems[i].p);
    }
    buf_text(out, phrase ? "\"" : node->type == QUERY_PREFIX ? "*" : "");
}

/* An S-expression: manages/manag (a word and its stem, if that differs), "matrix manages", manag*,
 * (or a b), (not a), (/5 a b), (/s a b), (duties a), (title a b), (agency port ferris), (code
 * ci2421), (experience 60 2147483647), (modality 1). */
static inline void print_tree(struct buf *out, const struct query_node *node)
{
    bool leaf =
        node->type == QUERY_WORD || node->type == QUERY_PHRASE || node->type == QUERY_PREFIX;

    if (leaf) {
        print_leaf(out, node);
        return;
    }
    buf_char(out, '(');
    print_joint(out, node);
    if (node->word_count > 0) {
        buf_char(out, ' ');
        print_leaf(out, node);
    } else if (node->type == QUERY_FIELD) {
        buf_printf(out, " %.*s", (int)node->value.n, node->value.p);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        buf_char(out, ' ');
        print_tree(out, node->children[i]);
    }
    buf_char(out, ')');
}

/* All parts of a tree, parted by blanks. */
static inline const char *tree_text(struct arena *arena, const struct query_node *root)
{
    struct buf out = {0};

    assert_int_equal(root->type, QUERY_AND);
    for (size_t i = 0; i < root->child_count; i++) {
        if (i > 0)
            buf_char(&out, ' ');
        print_tree(&out, root->children[i]);
    }
    const char *text = arena_strndup(arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return text;
}

static inline struct query_node *parse_ok(const struct world *world, struct str text)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(text.n > 0 ? text.p : "empty", query_parse(&root, text, stemmer, world->arena, &err),
              &err);
    return root;
}

struct tree_case {
    const char *query, *tree;
};

/* Each parses to its tree, and so does what that is printed as. */
static inline void expect_trees(const struct world *world, const struct tree_case *cases,
                                size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf printed = {0};
        const struct query_node *root = parse_ok(world, str_of(cases[i].query));
        expect_text(cases[i].query, str_of(tree_text(world->arena, root)), cases[i].tree);
        query_print(&printed, root);
        root = parse_ok(world, buf_view(&printed));
        expect_text(buf_view(&printed).p, str_of(tree_text(world->arena, root)), cases[i].tree);
        buf_free(&printed);
    }
}

struct error_case {
    struct str query;
    int position; /* 0: anywhere, or nowhere; below 0: any answer will do but a crash */
    const char *word;
};

static inline void expect_errors(const struct world *world, const struct error_case *cases,
                                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct query_node *root = NULL;
        struct err err = {.position = 0};
        enum err_code code = query_parse(&root, cases[i].query, stemmer, world->arena, &err);
        if (cases[i].position < 0)
            continue;
        expect_error(cases[i].query.p, code, ERR_USAGE, &err, cases[i].word);
        expect_printable(cases[i].query.p, err.text);
        expect_true(cases[i].query.p, strlen(err.text) + 1 < sizeof err.text);
        if (cases[i].position > 0)
            expect_number(cases[i].query.p, err.position, cases[i].position);
    }
}

#endif
