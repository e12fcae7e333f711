#include "search/match_node.h"

#include "search/deadline.h"
#include "search/field_fit.h"

static bool is_between(const struct columns_class *class, const struct query_node *compare)
{
    int32_t value = compare->measure == QUERY_REVISED       ? class->revised
                    : compare->measure == QUERY_ESTABLISHED ? class->established
                                                            : class->probation;

    return value >= compare->low && value <= compare->high;
}

/* One class after the other. */
static enum err_code find_classes(struct bitmap *set, struct match *match,
                                  const struct match_node *node, const struct bitmap *within,
                                  struct err *err)
{
    const struct columns *columns = &match_segment_at(match, match->segment)->columns;
    bool is_field = node->query->type == QUERY_FIELD;
    struct field_fit fit = {.values = NULL};
    enum err_code code = ERR_OK;

    bitmap_clear(set);
    if (is_field)
        code = field_fit_start(&fit, node->query, columns, node->begins, match->deadline_ms, err);
    for (uint32_t c = 0; code == ERR_OK && c < columns->class_count; c++) {
        const struct columns_class *class = &columns->classes[c];
        if (is_field ? field_fit_class(&fit, c) : is_between(class, node->query))
            bitmap_add_range(set, class->first, class->count);
        if (c % MATCH_CLOCK_EVERY == 0)
            code = deadline_check(match->deadline_ms, err);
    }
    field_fit_finish(&fit);
    bitmap_and(set, within);
    return code;
}

enum err_code match_class(struct bitmap *set, struct match *match, const struct match_node *node,
                          const struct bitmap *within, struct err *err)
{
    const struct query_node *query = node->query;
    enum err_code code = ERR_OK;
    struct bitmap child;

    if (query->type == QUERY_FIELD && query->field == QUERY_TITLE)
        return match_all_terms(set, match, node, within, err);
    if (query->type != QUERY_AND && query->type != QUERY_OR)
        return find_classes(set, match, node, within, err);
    if (query->type == QUERY_AND)
        *set = *within;
    else
        bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < query->child_count; i++) {
        code = match_class(&child, match, node->children[i], within, err);
        if (code != ERR_OK)
            break;
        if (query->type == QUERY_AND)
            bitmap_and(set, &child);
        else
            bitmap_or(set, &child);
    }
    return code;
}
