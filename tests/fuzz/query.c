/* The bytes are a query. A tree has the shape that query.h promises, and, written out with brackets
 * around everything, parses to itself. */
#include <stdio.h>

#include "base/utf8.h"
#include "search/query.h"
#include "tests/fuzz/check.h"

enum { PREFIX_LENGTH_MIN = 3 };

static struct stemmer *stemmer;

static bool is_field(const struct query_node *node)
{
    return node->type == QUERY_FIELD;
}

static bool is_title(const struct query_node *node)
{
    return is_field(node) && node->field == QUERY_TITLE;
}

static void check_words(const struct query_node *node)
{
    CHECK((node->word_count > 0) == (query_is_leaf(node->type) || is_title(node)));
    CHECK(node->word_count < 2 || node->type == QUERY_PHRASE || is_title(node));
    for (size_t i = 0; i < node->word_count; i++) {
        CHECK(node->words[i].n > 0 && utf8_valid(node->words[i]));
        if (node->type == QUERY_WORD || is_title(node))
            CHECK(node->stems[i].n > 0);
        if (node->type == QUERY_PHRASE)
            CHECK(node->stems[i].n > 0 || str_eq(node->words[i], STR("s")));
    }
    if (node->type == QUERY_PREFIX)
        CHECK(utf8_length(node->words[0]) >= PREFIX_LENGTH_MIN);
}

/* What stands above a node. */
struct above {
    enum query_type parent;
    bool at_top; /* nothing but the root, or a NOT below it */
    bool no_not, no_kind;
};

static size_t child_count_min(enum query_type type)
{
    switch (type) {
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NEAR:
        return 2;
    case QUERY_NOT:
    case QUERY_KIND:
        return 1;
    default:
        return 0;
    }
}

static void check_place(const struct query_node *node, const struct above *above)
{
    CHECK(!is_field(node) || above->at_top);
    CHECK(node->type != QUERY_NOT || !above->no_not);
    CHECK(node->type != QUERY_KIND || !above->no_kind);
    if (node->type == QUERY_AND || node->type == QUERY_OR)
        CHECK(node->type != above->parent);
    if (above->parent != QUERY_NEAR || query_is_leaf(node->type) || node->type == QUERY_NEAR)
        return;
    CHECK(node->type == QUERY_OR);
    for (size_t i = 0; i < node->child_count; i++)
        CHECK(query_is_leaf(node->children[i]->type));
}

static void check_node(const struct query_node *node, struct above above, int last)
{
    struct above below = {.parent = node->type,
                          .at_top = above.at_top && node->type == QUERY_NOT,
                          .no_not = above.no_not || node->type == QUERY_OR ||
                                    node->type == QUERY_NOT || node->type == QUERY_NEAR,
                          .no_kind = above.no_kind || node->type == QUERY_KIND};
    size_t min = child_count_min(node->type);
    int deepest = 0;

    CHECK(node->depth >= 1 && node->depth <= QUERY_DEPTH_MAX);
    CHECK(node->position >= 1 && node->position <= last);
    check_words(node);
    check_place(node, &above);
    CHECK(node->child_count == min || (node->child_count > min && min == 2));
    CHECK(node->type != QUERY_NEAR || node->child_count == 2);
    if (node->type == QUERY_NEAR && node->unit == QUERY_WORDS)
        CHECK(node->distance >= 1 && node->distance <= QUERY_DISTANCE_MAX);
    for (size_t i = 0; i < node->child_count; i++) {
        CHECK(node->children[i]->depth < node->depth);
        check_node(node->children[i], below, last);
        if (node->children[i]->depth > deepest)
            deepest = node->children[i]->depth;
    }
    CHECK(node->depth == deepest + 1);
}

/* Counts the leaves outside of NOT, which stand in the order of the text. */
static void count_leaves(const struct query_node *node, size_t *count, int *position)
{
    if (query_is_leaf(node->type)) {
        CHECK(node->position > *position);
        *position = node->position;
        ++*count;
    }
    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        count_leaves(node->children[i], count, position);
}

static void check_leaves(const struct query_node *root)
{
    size_t count = 0;
    int position = 0;

    count_leaves(root, &count, &position);
    CHECK(count == query_leaf_count(root) && count <= QUERY_PARTS_MAX);
    CHECK(query_part_count(root) <= root->child_count);
    CHECK((count > 0) == (query_part_count(root) > 0));
}

static void check_tree(const struct query_node *root, int last)
{
    struct above above = {.parent = QUERY_AND, .at_top = true};

    CHECK(root->type == QUERY_AND && root->word_count == 0);
    CHECK(root->depth >= 1 && root->depth <= QUERY_DEPTH_MAX);
    for (size_t i = 0; i < root->child_count; i++) {
        CHECK(root->children[i]->depth < root->depth);
        check_node(root->children[i], above, last);
    }
    check_leaves(root);
}

static void write_words(struct buf *out, const struct query_node *node)
{
    for (size_t i = 0; i < node->word_count; i++) {
        bool possessive = node->type == QUERY_PHRASE && node->stems[i].n == 0;
        if (i > 0)
            buf_char(out, possessive ? '\'' : ' ');
        buf_str(out, node->words[i]);
    }
}

static void write_node(struct buf *out, const struct query_node *node);

static void write_children(struct buf *out, const struct query_node *node)
{
    const char *join = node->type == QUERY_OR ? "OR" : "";

    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0 && node->type == QUERY_NEAR && node->unit == QUERY_WORDS)
            buf_printf(out, " /%d ", node->distance);
        else if (i > 0 && node->type == QUERY_NEAR)
            buf_text(out, node->unit == QUERY_SENTENCE ? " /s " : " /p ");
        else if (i > 0)
            buf_printf(out, " %s ", join);
        write_node(out, node->children[i]);
    }
}

static void write_node(struct buf *out, const struct query_node *node)
{
    bool quoted = node->type == QUERY_PHRASE || is_field(node);

    if (node->type == QUERY_NOT)
        buf_text(out, "NOT ");
    else if (node->type == QUERY_KIND)
        buf_printf(out, "%s:", kind_name(node->kind));
    else if (is_field(node))
        buf_text(out, node->field == QUERY_TITLE    ? "title:"
                      : node->field == QUERY_AGENCY ? "agency:"
                                                    : "code:");
    if (quoted)
        buf_char(out, '"');
    if (is_field(node) && !is_title(node))
        buf_str(out, node->value);
    write_words(out, node);
    if (quoted)
        buf_char(out, '"');
    else if (node->type == QUERY_PREFIX)
        buf_char(out, '*');
    bool bracketed =
        node->child_count > 1 || (node->type == QUERY_KIND && node->children[0]->type == QUERY_NOT);
    if (bracketed)
        buf_char(out, '(');
    write_children(out, node);
    if (bracketed)
        buf_char(out, ')');
}

static bool same(const struct query_node *a, const struct query_node *b)
{
    bool equal = a->type == b->type && a->kind == b->kind && a->unit == b->unit &&
                 a->distance == b->distance && a->word_count == b->word_count &&
                 a->child_count == b->child_count && a->field == b->field &&
                 (is_title(a) || str_eq(a->value, b->value));

    for (size_t i = 0; equal && i < a->word_count; i++)
        equal = str_eq(a->words[i], b->words[i]) && str_eq(a->stems[i], b->stems[i]);
    for (size_t i = 0; equal && i < a->child_count; i++)
        equal = same(a->children[i], b->children[i]);
    return equal;
}

static void check_again(const struct query_node *root, struct arena *arena)
{
    struct query_node *again = NULL;
    struct buf text = {0};

    write_children(&text, root);
    if (text.n <= QUERY_BYTES_MAX) {
        bool alike = query_parse(&again, buf_view(&text), stemmer, arena, NULL) == ERR_OK &&
                     same(root, again);
        if (!alike)
            fprintf(stderr, "written out: %s\n", text.p);
        CHECK(alike);
    }
    buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct query_node *root = NULL;
    struct arena *arena = arena_new();
    struct err err = {0};

    if (stemmer == NULL)
        CHECK(stemmer_new(&stemmer, NULL) == ERR_OK);
    enum err_code code = query_parse(&root, text, stemmer, arena, &err);
    int last = utf8_valid(text) ? (int)utf8_length(text) + 1 : 0;
    if (code == ERR_OK) {
        check_tree(root, last);
        check_again(root, arena);
    } else {
        CHECK(code == ERR_USAGE || code == ERR_LIMIT);
        CHECK(err.code == code && err.text[0] != '\0' && utf8_valid(str_of(err.text)));
        CHECK(err.position >= 0 && err.position <= last);
    }
    arena_free(arena);
    return 0;
}
