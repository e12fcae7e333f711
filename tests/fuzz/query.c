/* The bytes are a query. A tree has the shape that query.h promises, and, printed, parses to
 * itself.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "search/query.h"
#include "spec/requirement.h"
#include "tests/fuzz/check.h"

enum { PREFIX_LENGTH_MIN = 3 };

static struct stemmer *stemmer;

static bool is_field_of_words(const struct query_node *node)
{
    return node->type == QUERY_FIELD &&
           (node->field == QUERY_TITLE || node->field == QUERY_AGENCY ||
            node->field == QUERY_SERIES);
}

static void check_words(const struct query_node *node)
{
    bool title = node->type == QUERY_FIELD && node->field == QUERY_TITLE;

    CHECK((node->word_count > 0) == (query_is_leaf(node->type) || is_field_of_words(node)));
    CHECK(node->word_count < 2 || node->type == QUERY_PHRASE || node->type == QUERY_FIELD);
    for (size_t i = 0; i < node->word_count; i++) {
        CHECK(node->words[i].n > 0 && utf8_valid(node->words[i]));
        if (node->type == QUERY_WORD || title)
            CHECK(node->stems[i].n > 0);
        if (node->type == QUERY_PHRASE)
            CHECK(node->stems[i].n > 0 || str_eq(node->words[i], STR("s")));
    }
    if (node->type == QUERY_PREFIX)
        CHECK(utf8_length(node->words[0]) >= PREFIX_LENGTH_MIN);
}

static void check_values(const struct query_node *node)
{
    CHECK((node->value.n > 0) == (node->type == QUERY_FIELD) && utf8_valid(node->value));
    CHECK((node->modalities != 0) == (node->type == QUERY_MODALITY));
    CHECK(node->modalities < 1u << MODALITY_COUNT);
    if (node->type != QUERY_COMPARE)
        return;
    CHECK(node->low <= node->high);
    CHECK(node->low >= (node->measure >= QUERY_PROBATION ? 1 : 0));
    if (node->measure == QUERY_EDUCATION)
        CHECK(node->high <= (int32_t)EDUCATION_DOCTORATE ||
              (node->low == node->high && node->high == (int32_t)EDUCATION_APPRENTICESHIP));
}

/* What stands above a node. */
struct above {
    enum query_type parent;
    bool no_not, no_scope, no_heading, no_near, no_modality;
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
    case QUERY_HEADING:
        return 1;
    default:
        return 0;
    }
}

static size_t modality_count(const struct query_node *node)
{
    size_t count = 0;

    for (size_t i = 0; i < node->child_count; i++)
        count += node->children[i]->type == QUERY_MODALITY;
    return count;
}

static void check_place(const struct query_node *node, const struct above *above)
{
    enum query_type type = node->type;
    bool scope = type == QUERY_KIND || type == QUERY_FIELD || type == QUERY_COMPARE ||
                 type == QUERY_MODALITY;

    CHECK(type != QUERY_NOT || !above->no_not);
    CHECK(!scope || !above->no_scope);
    CHECK(type != QUERY_HEADING || !above->no_heading);
    CHECK(type != QUERY_NEAR || !above->no_near);
    CHECK(type != QUERY_MODALITY || above->parent == QUERY_AND);
    CHECK(modality_count(node) <= (type == QUERY_AND && !above->no_modality ? 1 : 0));
    if (type == QUERY_OR || (type == QUERY_AND && modality_count(node) == 0))
        CHECK(type != above->parent);
    if (above->parent != QUERY_NEAR || query_is_leaf(node->type) || type == QUERY_NEAR)
        return;
    CHECK(type == QUERY_OR);
    for (size_t i = 0; i < node->child_count; i++)
        CHECK(query_is_leaf(node->children[i]->type));
}

static void check_nature(const struct query_node *node)
{
    enum query_nature nature = QUERY_MIXED;

    if (query_is_leaf(node->type))
        nature = QUERY_TEXT;
    else if (node->type == QUERY_FIELD ||
             (node->type == QUERY_COMPARE && node->measure >= QUERY_PROBATION))
        nature = QUERY_CLASS;
    else if (node->child_count > 0 && node->type != QUERY_KIND)
        nature = node->children[0]->nature;
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->nature != nature)
            nature = QUERY_MIXED;
    CHECK(node->nature == nature);
}

static void check_node(const struct query_node *node, struct above above, int last)
{
    bool heading = node->type == QUERY_HEADING, scope = heading || node->type == QUERY_KIND;
    bool joint = node->type == QUERY_OR || node->type == QUERY_NOT || node->type == QUERY_NEAR;
    struct above below = {.parent = node->type,
                          .no_not = above.no_not || joint,
                          .no_scope = above.no_scope || scope || node->type == QUERY_NEAR,
                          .no_heading = above.no_heading || heading || node->type == QUERY_NEAR,
                          .no_near = above.no_near || heading,
                          .no_modality =
                              above.no_modality || joint || scope || modality_count(node) > 0};
    size_t min = child_count_min(node->type);
    int deepest = 0;

    CHECK(node->depth >= 1 && node->depth <= QUERY_DEPTH_MAX);
    CHECK(node->position >= 1 && node->position <= last);
    check_words(node);
    check_values(node);
    check_place(node, &above);
    check_nature(node);
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
    size_t count = 0, parts = 0;
    int position = 0;

    for (size_t i = 0; i < root->child_count; i++)
        parts += query_is_part(root->children[i]);
    count_leaves(root, &count, &position);
    CHECK(count == query_leaf_count(root) && count <= QUERY_PARTS_MAX);
    CHECK(query_part_count(root) == parts && (count > 0 || parts == 0));
}

static void check_tree(const struct query_node *root, int last)
{
    struct above above = {.parent = QUERY_AND, .no_modality = modality_count(root) > 0};

    CHECK(root->type == QUERY_AND && root->word_count == 0);
    CHECK(root->depth >= 1 && root->depth <= QUERY_DEPTH_MAX);
    CHECK(modality_count(root) <= 1);
    for (size_t i = 0; i < root->child_count; i++) {
        CHECK(root->children[i]->depth < root->depth);
        check_node(root->children[i], above, last);
    }
    check_leaves(root);
}

static bool same(const struct query_node *a, const struct query_node *b)
{
    bool equal = a->type == b->type && a->nature == b->nature && a->kind == b->kind &&
                 a->field == b->field && a->measure == b->measure && a->low == b->low &&
                 a->high == b->high && a->modalities == b->modalities && a->unit == b->unit &&
                 a->distance == b->distance && a->word_count == b->word_count &&
                 a->child_count == b->child_count && str_eq(a->value, b->value);

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

    query_print(&text, root);
    if (text.n <= QUERY_BYTES_MAX) {
        bool alike = query_parse(&again, buf_view(&text), stemmer, arena, NULL) == ERR_OK &&
                     same(root, again);
        if (!alike)
            fprintf(stderr, "printed: %s\n", text.p);
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
