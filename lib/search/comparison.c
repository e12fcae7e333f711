#include "search/comparison.h"

enum {
    ASKED_FOR = 1 << MODALITY_REQUIRED | 1 << MODALITY_BY_POSITION | 1 << MODALITY_UNCLASSIFIED
};

static bool is_between(const struct query_node *compare, uint32_t value)
{
    return (int64_t)value >= compare->low && (int64_t)value <= compare->high;
}

/* An apprenticeship is above or below no other level. */
static bool level_fits(const struct query_node *compare, uint8_t level)
{
    if (level == EDUCATION_APPRENTICESHIP || compare->low == EDUCATION_APPRENTICESHIP)
        return (int32_t)level == compare->low;
    return is_between(compare, level);
}

static bool supervision_fits(const struct query_node *compare, const struct requirements_item *item)
{
    bool whole = (item->flags & REQUIREMENTS_SUPERVISORY) != 0;
    bool part = (item->flags & REQUIREMENTS_PART_SUPERVISORY) != 0;

    return (whole && is_between(compare, item->months)) ||
           (part && is_between(compare, item->part_months));
}

bool comparison_fits(const struct requirements_item *item, const struct query_node *compare,
                     uint32_t modalities)
{
    if (((modalities != 0 ? modalities : ASKED_FOR) >> item->modality & 1) == 0)
        return false;
    if (compare == NULL)
        return true;
    switch (compare->measure) {
    case QUERY_EXPERIENCE:
        return item->type == REQUIREMENT_EXPERIENCE && is_between(compare, item->months);
    case QUERY_SUPERVISORY:
        return item->type == REQUIREMENT_EXPERIENCE && supervision_fits(compare, item);
    case QUERY_EDUCATION:
        return item->type == REQUIREMENT_EDUCATION && level_fits(compare, item->level);
    case QUERY_LIFTING:
        return item->type == REQUIREMENT_LIFTING && is_between(compare, item->pounds);
    case QUERY_PROBATION: /* the class's */
    case QUERY_REVISED:
    case QUERY_ESTABLISHED:
        break;
    }
    return false;
}

void comparison_join(struct query_node *whole, const struct query_node *compare)
{
    if (whole->low < compare->low)
        whole->low = compare->low;
    if (whole->high > compare->high)
        whole->high = compare->high;
}

/* A section in which requirements are being marked. */
struct marking {
    bool *marked;
    uint32_t words;
    const struct requirements_item *items;
    uint32_t count;
};

static void mark_fitting(const struct marking *marking, const struct query_node *compare,
                         uint32_t modalities)
{
    for (uint32_t i = 0; i < marking->count; i++) {
        const struct requirements_item *item = &marking->items[i];
        if (!comparison_fits(item, compare, modalities))
            continue;
        for (uint32_t word = item->stated.first; word < item->stated.end && word < marking->words;
             word++)
            marking->marked[word] = true;
    }
}

/* Is it a comparison of requirements? Those of classes are the others. */
static bool is_comparison(const struct query_node *node)
{
    return node->type == QUERY_COMPARE && node->nature != QUERY_CLASS;
}

/* The comparisons of one name that are children of an AND ask for one requirement. */
static void mark_joined(const struct marking *marking, const struct query_node *node, size_t at,
                        uint32_t modalities)
{
    struct query_node whole = *node->children[at];

    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *other = node->children[i];
        if (!is_comparison(other) || other->measure != whole.measure)
            continue;
        if (i < at) /* marked with that */
            return;
        comparison_join(&whole, other);
    }
    mark_fitting(marking, &whole, modalities);
}

/* The tree is no deeper than the parser allows. */
static void mark(const struct marking *marking, const struct query_node *node, uint32_t modalities)
{
    bool alone = true; /* is there nothing that a modality could be of? */

    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->type == QUERY_MODALITY)
            modalities = node->children[i]->modalities;
    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (child->type == QUERY_MODALITY || child->type == QUERY_NOT ||
            child->nature == QUERY_CLASS)
            continue;
        alone = false;
        if (is_comparison(child) && node->type == QUERY_AND)
            mark_joined(marking, node, i, modalities);
        else if (is_comparison(child))
            mark_fitting(marking, child, modalities);
        else if (child->type == QUERY_AND || child->type == QUERY_OR)
            mark(marking, child, modalities);
    }
    if (alone && modalities != 0)
        mark_fitting(marking, NULL, modalities);
}

void comparison_mark(bool *marked, uint32_t words, const struct query_node *root,
                     const struct requirements_item *items, uint32_t count)
{
    const struct marking marking = {marked, words, items, count};
    mark(&marking, root, 0);
}
