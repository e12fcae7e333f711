#include "search/query.h"

size_t query_leaf_count(const struct query_node *root)
{
    size_t count = query_is_leaf(root->type);

    for (size_t i = 0; root->type != QUERY_NOT && i < root->child_count; i++)
        count += query_leaf_count(root->children[i]);
    return count;
}

bool query_is_part(const struct query_node *node)
{
    return query_leaf_count(node) > 0 && (node->nature == QUERY_TEXT || node->type == QUERY_KIND);
}

size_t query_part_count(const struct query_node *root)
{
    size_t count = 0;

    for (size_t i = 0; i < root->child_count; i++)
        count += query_is_part(root->children[i]);
    return count;
}

bool query_is_plain(const struct query_node *root)
{
    bool joins = root->type == QUERY_AND || root->type == QUERY_OR || root->type == QUERY_NEAR;

    for (size_t i = 0; joins && i < root->child_count; i++)
        if (!query_is_plain(root->children[i]))
            return false;
    return joins || query_is_leaf(root->type);
}
