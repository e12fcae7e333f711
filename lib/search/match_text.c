#include "search/match_node.h"

/* What comes first narrows what is asked of the rest: see put_in_order() of match_prepare.c. */
static enum err_code find_all(struct bitmap *set, struct match *match, struct match_node *node,
                              const struct bitmap *within, enum match_mode mode, struct err *err)
{
    struct bitmap child;
    enum err_code code = ERR_OK;

    *set = *within;
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = match_text(&child, match, node->children[i], set, mode, err);
        if (code == ERR_OK)
            *set = child;
    }
    return code;
}

static enum err_code find_any(struct bitmap *set, struct match *match, struct match_node *node,
                              const struct bitmap *within, enum match_mode mode, struct err *err)
{
    struct bitmap child;
    enum err_code code = ERR_OK;

    bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = match_text(&child, match, node->children[i], within, mode, err);
        if (code == ERR_OK)
            bitmap_or(set, &child);
    }
    return code;
}

static enum err_code find_own(struct bitmap *set, struct match *match, struct match_node *node,
                              const struct bitmap *within, enum match_mode mode, struct err *err)
{
    /* A heading is asked of the section, whatever sentence the rest is to stand in. */
    if (mode == MATCH_MAYBE && node->query->type != QUERY_HEADING)
        return match_candidates(set, match, node, within, err);
    enum err_code code = match_own(set, match, node, within, err);
    if (code != ERR_OK || mode == MATCH_MAYBE)
        return code;
    if (mode == MATCH_FOUND)
        bitmap_or(match->own, set);
    if (node->title != MATCH_NO_TERM) {
        code = match_add_term(set, match, node->title, within, err);
        bitmap_and(set, within);
    }
    return code;
}

enum err_code match_text(struct bitmap *set, struct match *match, struct match_node *node,
                         const struct bitmap *within, enum match_mode mode, struct err *err)
{
    struct bitmap found;

    if (node->query->type == QUERY_AND)
        return find_all(set, match, node, within, mode, err);
    if (node->query->type == QUERY_OR)
        return find_any(set, match, node, within, mode, err);
    if (node->query->type != QUERY_NOT)
        return find_own(set, match, node, within, mode, err);
    enum err_code code = match_text(&found, match, node->children[0], within, MATCH_EXCLUDED, err);
    *set = *within;
    if (code == ERR_OK)
        bitmap_and_not(set, &found);
    return code;
}

enum err_code match_text_complete(struct bitmap *rest, struct match *match, struct match_node *node,
                                  struct err *err)
{
    enum query_type type = node->query->type;
    enum err_code code = ERR_OK;
    struct bitmap found;

    if (type == QUERY_NOT || bitmap_is_empty(rest))
        return ERR_OK;
    if (query_is_leaf(type) || type == QUERY_NEAR || type == QUERY_HEADING) {
        code = match_own(&found, match, node, rest, err);
        if (code == ERR_OK) {
            bitmap_or(match->own, &found);
            bitmap_and_not(rest, &found);
        }
        return code;
    }
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++)
        code = match_text_complete(rest, match, node->children[i], err);
    return code;
}
