#include "search/query.h"

#include "search/query_scope.h"
#include "search/query_value.h"
#include "spec/requirement.h"

static void print_words(struct buf *out, const struct query_node *node)
{
    for (size_t i = 0; i < node->word_count; i++) {
        if (i > 0)
            buf_char(out, ' ');
        buf_str(out, node->words[i]);
    }
}

static void print_modalities(struct buf *out, uint32_t modalities)
{
    bool several = (modalities & (modalities - 1)) != 0;
    const char *join = "";

    buf_text(out, several ? "modality:(" : "modality:");
    for (enum modality modality = 0; modality < MODALITY_COUNT; modality++) {
        if ((modalities >> modality & 1) == 0)
            continue;
        buf_printf(out, "%s%s", join, modality_name(modality));
        join = " OR ";
    }
    if (several)
        buf_char(out, ')');
}

static void print_join(struct buf *out, const struct query_node *node)
{
    if (node->type == QUERY_OR)
        buf_text(out, " OR ");
    else if (node->type != QUERY_NEAR)
        buf_char(out, ' ');
    else if (node->unit == QUERY_WORDS)
        buf_printf(out, " /%d ", node->distance);
    else
        buf_text(out, node->unit == QUERY_SENTENCE ? " /s " : " /p ");
}

static void print_node(struct buf *out, const struct query_node *node);

/* Would a level of education take the word behind it for a part of its name? */
static bool would_take(const struct query_node *node, const struct query_node *next)
{
    static const char *const takes[] = {"degree", "diploma"};

    if (node->type == QUERY_NOT)
        node = node->children[0];
    return node->type == QUERY_COMPARE && node->measure == QUERY_EDUCATION &&
           next->type == QUERY_WORD && STR_AMONG(next->words[0], takes);
}

static void print_children(struct buf *out, const struct query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        bool brackets = i + 1 < node->child_count && would_take(child, node->children[i + 1]);
        if (i > 0)
            print_join(out, node);
        buf_text(out, brackets ? "(" : "");
        print_node(out, child);
        buf_text(out, brackets ? ")" : "");
    }
}

static void print_over(struct buf *out, const struct query_node *node)
{
    struct query_scope scope = {.type = node->type, .kind = node->kind};
    enum query_type under = node->children[0]->type;
    bool brackets = under == QUERY_NOT || under == QUERY_HEADING; /* behind a colon, text */

    if (node->type == QUERY_NOT) {
        buf_char(out, '-');
        print_children(out, node);
        return;
    }
    buf_printf(out, "%s:%s", query_scope_name(&scope), brackets ? "(" : "");
    print_children(out, node);
    if (brackets)
        buf_char(out, ')');
}

static void print_field(struct buf *out, const struct query_node *node)
{
    struct query_scope scope = {.type = QUERY_FIELD, .field = node->field};

    buf_printf(out, "%s:\"%.*s\"", query_scope_name(&scope), (int)node->value.n, node->value.p);
}

/* What joins others stands in brackets. */
static void print_node(struct buf *out, const struct query_node *node)
{
    switch (node->type) {
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NEAR:
        buf_char(out, '(');
        print_children(out, node);
        buf_char(out, ')');
        break;
    case QUERY_NOT:
    case QUERY_KIND:
    case QUERY_HEADING:
        print_over(out, node);
        break;
    case QUERY_WORD:
        print_words(out, node);
        break;
    case QUERY_PHRASE:
        buf_char(out, '"');
        print_words(out, node);
        buf_char(out, '"');
        break;
    case QUERY_PREFIX:
        print_words(out, node);
        buf_char(out, '*');
        break;
    case QUERY_FIELD:
        print_field(out, node);
        break;
    case QUERY_COMPARE:
        buf_text(out, query_measure_name(node->measure));
        query_value_print(out, node->measure, node->low, node->high);
        break;
    case QUERY_MODALITY:
        print_modalities(out, node->modalities);
        break;
    }
}

void query_print(struct buf *out, const struct query_node *root)
{
    print_children(out, root);
}
