#include "search/match_node.h"

#include "search/comparison.h"

/* Preparing. */

/* Adds a part of an AND to the group that it belongs to; to a new one if there is none yet. */
static void add_to_group(struct match *match, struct match_join *join, struct match_node *part,
                         size_t most)
{
    const struct query_node *query = part->query;
    size_t at = 0;

    while (at < join->group_count && !query_is_one_group(join->groups[at].parts[0]->query, query))
        at++;
    struct match_group *group = &join->groups[at];
    if (at == join->group_count) {
        group->type = query->nature == QUERY_TEXT    ? MATCH_TEXT
                      : query->type == QUERY_KIND    ? MATCH_KIND
                      : query->type == QUERY_COMPARE ? MATCH_COMPARE
                                                     : MATCH_OTHER;
        group->parts = arena_zero(match->arena, most, sizeof(struct match_node *));
        group->whole = *query;
        join->group_count++;
    }
    comparison_join(&group->whole, query);
    group->parts[group->part_count++] = part;
    group->has_leaves = group->has_leaves || query_leaf_count(query) > 0;
}

/* What is cheap to find comes first, since it narrows what is asked of the rest. */
static void sort_groups(struct match_join *join)
{
    for (size_t i = 1; i < join->group_count; i++)
        for (size_t k = i; k > 0 && join->groups[k].type < join->groups[k - 1].type; k--) {
            struct match_group group = join->groups[k];
            join->groups[k] = join->groups[k - 1];
            join->groups[k - 1] = group;
        }
}

static struct match_join *new_join(struct match *match, struct match_node *const *parts,
                                   size_t count)
{
    struct match_join *join = arena_zero(match->arena, 1, sizeof *join);

    join->groups = arena_zero(match->arena, count, sizeof *join->groups);
    join->classes = arena_zero(match->arena, count, sizeof(struct match_node *));
    join->excluded = arena_zero(match->arena, count, sizeof(struct match_node *));
    for (size_t i = 0; i < count; i++) {
        const struct query_node *query = parts[i]->query;
        if (query->type == QUERY_MODALITY)
            join->modalities = query->modalities;
        else if (query->type == QUERY_NOT)
            join->excluded[join->excluded_count++] = parts[i]->children[0];
        else if (query->nature == QUERY_CLASS)
            join->classes[join->class_count++] = parts[i];
        else
            add_to_group(match, join, parts[i], count);
    }
    sort_groups(join);
    return join;
}

/* What is neither text nor of classes may be made of several joins. */
static void prepare_part(struct match *match, struct match_node *part)
{
    if (part->query->nature != QUERY_MIXED)
        return;
    if (part->query->type == QUERY_AND)
        match_join_prepare(match, part);
    for (size_t i = 0; i < part->query->child_count; i++)
        if (part->query->type == QUERY_OR || part->query->type == QUERY_NOT)
            match_join_prepare(match, part->children[i]);
}

void match_join_prepare(struct match *match, struct match_node *node)
{
    bool joined = node->query->type == QUERY_AND;
    struct match_node **parts = joined ? node->children : &node;
    size_t count = joined ? node->query->child_count : 1;

    node->join = new_join(match, parts, count);
    for (size_t i = 0; i < count; i++)
        prepare_part(match, parts[i]);
}

/* Evaluating. */

/* Sets *set to all sections of the classes that have one in `of`. */
static void set_classes(struct bitmap *set, const struct match *match, const struct bitmap *of)
{
    const struct columns *columns = &match_segment_at(match, match->segment)->columns;

    bitmap_clear(set);
    for (uint32_t i = bitmap_next(of, 0); i < SEGMENT_SECTIONS_MAX;) {
        const struct columns_class *class = &columns->classes[columns->sections[i].class_number];
        bitmap_add_range(set, class->first, class->count);
        uint32_t end = class->first + class->count;
        i = end < SEGMENT_SECTIONS_MAX ? bitmap_next(of, end) : SEGMENT_SECTIONS_MAX;
    }
}

/* Takes out of the set the sections of other kinds. */
static void keep_kind(struct bitmap *set, const struct match *match, enum spec_kind kind)
{
    const struct columns *columns = &match_segment_at(match, match->segment)->columns;
    unsigned bit = facet_bit(FACET_SECTION) + kind;

    for (uint32_t w = 0; w < BITMAP_WORDS; w++) {
        uint64_t kept = 0;
        for (uint64_t bits = set->words[w]; bits != 0; bits &= bits - 1) {
            unsigned i = (unsigned)__builtin_ctzll(bits);
            uint16_t profile = columns->sections[w * 64 + i].profile;
            kept |= (columns->profile_values[profile] >> bit & 1) << i;
        }
        set->words[w] = kept;
    }
}

static enum err_code find_parts(struct bitmap *found, struct match *match,
                                const struct match_group *group, const struct bitmap *within,
                                enum match_mode mode, struct err *err)
{
    enum err_code code = ERR_OK;
    struct bitmap part;

    if (group->type == MATCH_KIND) {
        *found = *within;
        keep_kind(found, match, group->whole.kind);
        within = found;
    }
    for (size_t i = 0; code == ERR_OK && i < group->part_count; i++) {
        struct match_node *node = group->parts[i];
        if (group->type == MATCH_KIND)
            node = node->children[0];
        code = match_text(&part, match, node, within, mode, err);
        if (code == ERR_OK)
            *found = part;
        within = found;
    }
    return code;
}

static enum err_code find_other(struct bitmap *found, struct match *match,
                                const struct match_node *node, const struct bitmap *within,
                                uint32_t modalities, struct err *err)
{
    enum err_code code = ERR_OK;
    struct bitmap part;

    if (node->query->type == QUERY_AND)
        return match_join(found, match, node->join, within, modalities, err);
    bitmap_clear(found);
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = match_join(&part, match, node->children[i]->join, within, modalities, err);
        if (code == ERR_OK)
            bitmap_or(found, &part);
    }
    return code;
}

/* Sets *found to the sections of `within` that have all parts of a group, be it by their title
 * alone; match->own then holds some of those that have a part themselves. */
static enum err_code find_group(struct bitmap *found, struct match *match,
                                const struct match_group *group, const struct bitmap *within,
                                uint32_t modalities, struct err *err)
{
    if (group->type == MATCH_COMPARE)
        return match_compare(found, match, &group->whole, modalities, within, err);
    if (group->type == MATCH_OTHER)
        return find_other(found, match, group->parts[0], within, modalities, err);
    if (modalities == 0)
        return find_parts(found, match, group, within, MATCH_FOUND, err);
    enum err_code code = find_parts(found, match, group, within, MATCH_MAYBE, err);
    return code == ERR_OK ? match_sentences(found, match, group, modalities, err) : code;
}

/* Sets *own to those of the sections found that have a part of the group themselves, which
 * match->own holds some of; all if it is no matter of titles. */
static enum err_code keep_own(struct bitmap *own, struct match *match,
                              const struct match_group *group, const struct bitmap *found,
                              uint32_t modalities, struct err *err)
{
    bool titles = group->type == MATCH_TEXT || group->type == MATCH_KIND;
    enum err_code code = ERR_OK;
    struct bitmap rest = *found;

    *own = *found;
    if (!titles || modalities != 0 || !group->has_leaves)
        return ERR_OK;
    bitmap_and_not(&rest, match->own);
    for (size_t i = 0; code == ERR_OK && i < group->part_count; i++)
        code = match_text_complete(&rest, match, group->parts[i], err);
    bitmap_and(own, match->own);
    return code;
}

/* Takes out of the set what the NOTs of a join find: sections of text, whole classes else. */
static enum err_code exclude(struct bitmap *set, struct match *match, struct match_join *join,
                             struct err *err)
{
    enum err_code code = ERR_OK;
    struct bitmap found;

    for (size_t i = 0; code == ERR_OK && i < join->excluded_count; i++) {
        struct match_node *node = join->excluded[i];
        if (node->query->nature == QUERY_TEXT) {
            code = match_text(&found, match, node, set, MATCH_EXCLUDED, err);
        } else if (node->query->nature == QUERY_CLASS) {
            code = match_class(&found, match, node, set, err);
        } else {
            set_classes(&join->keep, match, set);
            code = match_join(&join->sections, match, node->join, &join->keep, 0, err);
            if (code == ERR_OK)
                set_classes(&found, match, &join->sections);
        }
        if (code == ERR_OK)
            bitmap_and_not(set, &found);
    }
    return code;
}

static enum err_code keep_classes(struct bitmap *set, struct match *match,
                                  const struct match_join *join, struct err *err)
{
    enum err_code code = ERR_OK;
    struct bitmap found;

    for (size_t i = 0; code == ERR_OK && i < join->class_count; i++) {
        code = match_class(&found, match, join->classes[i], set, err);
        if (code == ERR_OK)
            *set = found;
    }
    return code;
}

/* What one group finds by itself; without a group everything, or all that has a requirement of the
 * modalities. */
static enum err_code find_alone(struct bitmap *set, struct match *match, struct match_join *join,
                                const struct bitmap *within, uint32_t modalities, struct err *err)
{
    const struct match_group *group = join->group_count > 0 ? &join->groups[0] : NULL;
    enum err_code code = ERR_OK;

    match->own = &join->own;
    bitmap_clear(match->own);
    if (group != NULL)
        code = find_group(&join->found, match, group, within, modalities, err);
    else if (modalities != 0)
        code = match_compare(&join->found, match, NULL, modalities, within, err);
    else
        join->found = *within;
    if (code == ERR_OK)
        code = exclude(&join->found, match, join, err);
    if (code != ERR_OK)
        return code;
    match->own = &join->own; /* what is excluded may be a join */
    if (group != NULL)
        return keep_own(set, match, group, &join->found, modalities, err);
    *set = join->found;
    return ERR_OK;
}

/* Adds what a group finds to *set, and takes the classes out of join->base that have no section for
 * it. */
static enum err_code add_group(struct bitmap *set, struct match *match, struct match_join *join,
                               const struct match_group *group, uint32_t modalities,
                               struct err *err)
{
    match->own = &join->own;
    bitmap_clear(match->own);
    enum err_code code = find_group(&join->found, match, group, &join->base, modalities, err);
    if (code == ERR_OK)
        code = keep_own(&join->sections, match, group, &join->found, modalities, err);
    if (code != ERR_OK)
        return code;
    bitmap_or(set, &join->sections);
    /* A title has what is sought for all sections of its class, though it shows none of them. */
    set_classes(&join->keep, match, group->type == MATCH_TEXT ? &join->found : &join->sections);
    bitmap_and(&join->base, &join->keep);
    return ERR_OK;
}

enum err_code match_join(struct bitmap *set, struct match *match, struct match_join *join,
                         const struct bitmap *within, uint32_t modalities, struct err *err)
{
    enum err_code code = ERR_OK;

    if (join->modalities != 0)
        modalities = join->modalities;
    if (join->group_count < 2 && join->class_count == 0)
        return find_alone(set, match, join, within, modalities, err);
    if (join->group_count < 2)
        join->base = *within;
    else
        set_classes(&join->base, match, within);
    code = keep_classes(&join->base, match, join, err);
    if (code == ERR_OK && join->group_count < 2)
        return find_alone(set, match, join, &join->base, modalities, err);
    if (code == ERR_OK)
        code = exclude(&join->base, match, join, err);
    bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < join->group_count; i++)
        code = add_group(set, match, join, &join->groups[i], modalities, err);
    bitmap_and(set, &join->base);
    bitmap_and(set, within);
    return code;
}

/* Takes out of join->base the classes without a section for each group that is no alternative. */
static enum err_code narrow(struct match *match, struct match_join *join, struct err *err)
{
    enum err_code code = keep_classes(&join->base, match, join, err);
    struct bitmap found;

    bitmap_clear(&found);
    if (code == ERR_OK)
        code = exclude(&join->base, match, join, err);
    for (size_t i = 0; code == ERR_OK && i < join->group_count; i++)
        if (join->groups[i].type == MATCH_COMPARE || join->groups[i].type == MATCH_OTHER)
            code = add_group(&found, match, join, &join->groups[i], join->modalities, err);
    return code;
}

enum err_code match_join_any(struct bitmap *set, struct match *match, const struct bitmap *within,
                             struct err *err)
{
    struct match_join *join = match->root->join;
    enum err_code code;

    join->base = *within;
    code = narrow(match, join, err);
    bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < match->root->query->child_count; i++) {
        struct match_node *part = match->root->children[i];
        struct match_group group = {.type =
                                        part->query->type == QUERY_KIND ? MATCH_KIND : MATCH_TEXT,
                                    .parts = &part,
                                    .part_count = 1,
                                    .has_leaves = true,
                                    .whole = *part->query};
        if (!query_is_part(part->query))
            continue;
        match->own = &join->own;
        bitmap_clear(match->own);
        code = find_group(&join->found, match, &group, &join->base, join->modalities, err);
        if (code == ERR_OK)
            code = keep_own(&join->sections, match, &group, &join->found, join->modalities, err);
        if (code == ERR_OK)
            bitmap_or(set, &join->sections);
    }
    return code;
}
