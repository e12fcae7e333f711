/* The rules by which what stands in sections (match_model.h) makes them matches of a query, applied
 * word for word to every live section of a sample. */
#ifndef UNIT_MATCH_RULES_H
#define UNIT_MATCH_RULES_H

#include "match_model.h"

/* Which of the model's sections. */
struct set {
    bool has[SECTIONS_MAX];
};

static inline bool same_class(const struct model *model, size_t a, size_t b)
{
    return model->sections[a].class == model->sections[b].class;
}

static inline bool class_has(const struct model *model, const struct set *set, size_t at)
{
    for (size_t i = 0; i < model->count; i++)
        if (set->has[i] && same_class(model, i, at))
            return true;
    return false;
}

/* What is true of classes. */

static inline struct str lower_words(const char *text, struct arena *arena, const char *before)
{
    struct tokenizer tokens;
    const char *line = "";

    tokenizer_start(&tokens, str_of(text));
    while (tokenizer_next(&tokens))
        line = arena_printf(arena, "%s%s%.*s%s", line, before, (int)tokens.word.n, tokens.word.p,
                            before);
    tokenizer_free(&tokens);
    return str_of(line);
}

/* Whole, or, if `begins`, those of three letters or more as beginnings. */
static inline bool has_words_so(const char *text, const struct query_node *node, bool begins)
{
    struct arena *arena = arena_new();
    struct str line = lower_words(text != NULL ? text : "", arena, " ");
    bool all = true;

    for (size_t i = 0; i < node->word_count; i++) {
        struct str word = node->words[i];
        const char *behind = begins && word.n >= 3 ? "" : " ";
        all = all &&
              strstr(line.p, arena_printf(arena, " %.*s%s", (int)word.n, word.p, behind)) != NULL;
    }
    arena_free(arena);
    return all;
}

static inline bool has_words(const char *text, const struct query_node *node)
{
    return has_words_so(text, node, false);
}

/* Its name, as it is called or as the document states it, or the slug of its id. */
static inline bool agency_is(const struct sample_class *class, const struct query_node *node,
                             bool begins)
{
    return has_words_so(class->agency, node, begins) ||
           (class->stated_agency != NULL && has_words_so(class->stated_agency, node, begins)) ||
           (str_starts(str_of(class->id), node->value) && class->id[node->value.n] == '/');
}

static inline bool agency_begins(const struct model *model, const struct query_node *node)
{
    for (size_t i = 0; i < model->count; i++)
        if (agency_is(model->sections[i].class, node, false))
            return false;
    return true;
}

static inline bool is_value(const char *text, struct str value)
{
    struct arena *arena = arena_new();
    bool is = text != NULL && str_eq(lower_words(text, arena, ""), value);

    arena_free(arena);
    return is;
}

/* Dates of a sample are ISO dates, probations are "6 months". */
static inline bool class_compares(const struct sample_class *class, const struct query_node *node)
{
    const char *text = node->measure == QUERY_PROBATION ? class->probation : class->revised;
    int year = 0, month = 1, day = 1, value;

    if (text == NULL || node->measure == QUERY_ESTABLISHED)
        return false;
    (void)sscanf(text, "%d-%d-%d", &year, &month, &day);
    value = node->measure == QUERY_PROBATION ? year : (year * 100 + month) * 100 + day;
    return value >= node->low && value <= node->high;
}

static inline bool class_is(const struct model *model, size_t at, const struct query_node *node)
{
    const struct sample_class *class = model->sections[at].class;
    bool any = node->type == QUERY_OR;

    if (node->type == QUERY_COMPARE)
        return class_compares(class, node);
    for (size_t i = 0; i < node->child_count; i++)
        if (class_is(model, at, node->children[i]) == any)
            return any;
    if (node->type != QUERY_FIELD)
        return !any;
    switch (node->field) {
    case QUERY_TITLE:
        return title_has(model, at, node);
    case QUERY_AGENCY:
        return agency_is(class, node, agency_begins(model, node));
    case QUERY_SERIES:
        return class->series != NULL && has_words(class->series, node);
    case QUERY_CODE:
        return is_value(class->code, node->value);
    case QUERY_GRADE:
        return is_value(class->grade, node->value);
    case QUERY_FLSA:
        return class->flsa != NULL && str_eq_nocase(str_of(class->flsa), node->value);
    }
    return false;
}

/* Requirements. */

enum { ASKED = 1 << MODALITY_REQUIRED | 1 << MODALITY_BY_POSITION | 1 << MODALITY_UNCLASSIFIED };

static inline bool is_in(const struct query_node *node, unsigned value)
{
    return (long)value >= node->low && (long)value <= node->high;
}

static inline bool requirement_is(const struct sample_requirement *r, const struct query_node *node)
{
    switch (node->measure) {
    case QUERY_EXPERIENCE:
        return r->type == REQUIREMENT_EXPERIENCE && is_in(node, r->months);
    case QUERY_SUPERVISORY:
        return r->type == REQUIREMENT_EXPERIENCE &&
               ((r->supervisory && is_in(node, r->months)) ||
                (r->part_supervisory && is_in(node, r->part_months)));
    case QUERY_EDUCATION:
        return r->type == REQUIREMENT_EDUCATION &&
               (r->level == EDUCATION_APPRENTICESHIP) == (node->low == EDUCATION_APPRENTICESHIP) &&
               is_in(node, r->level);
    default:
        return r->type == REQUIREMENT_LIFTING && is_in(node, r->pounds);
    }
}

/* The parts of an AND that belong together. */
struct part_list {
    const struct query_node *items[QUERY_PARTS_MAX];
    size_t count;
};

static inline bool is_together(const struct query_node *a, const struct query_node *b)
{
    if (a->nature == QUERY_TEXT)
        return b->nature == QUERY_TEXT;
    return a->type == b->type && b->nature != QUERY_TEXT &&
           ((a->type == QUERY_KIND && a->kind == b->kind) ||
            (a->type == QUERY_COMPARE && a->measure == b->measure));
}

static inline const struct query_node *text_of(const struct query_node *part)
{
    return part->type == QUERY_KIND ? part->children[0] : part;
}

/* What NOT is about in a scope is not the sentence's. */
static inline bool sentence_holds(const struct query_node *part, const struct words *sentence,
                                  const struct words *section)
{
    if (part->type == QUERY_NOT)
        return true;
    if (part->type == QUERY_AND) {
        for (size_t i = 0; i < part->child_count; i++)
            if (!sentence_holds(part->children[i], sentence, section))
                return false;
        return true;
    }
    return holds(part, sentence, section);
}

static inline bool none_excluded(const struct model *model, size_t at,
                                 const struct query_node *part)
{
    if (part->type == QUERY_NOT)
        return found(model, at, part);
    for (size_t i = 0; part->type == QUERY_AND && i < part->child_count; i++)
        if (!none_excluded(model, at, part->children[i]))
            return false;
    return true;
}

/* The range that all comparisons of a name have in common: one number has to lie in it. */
static inline struct query_node common_range(const struct part_list *parts)
{
    struct query_node whole = parts->count > 0 ? *parts->items[0] : (struct query_node){0};

    for (size_t i = 0; i < parts->count; i++) {
        whole.low = parts->items[i]->low > whole.low ? parts->items[i]->low : whole.low;
        whole.high = parts->items[i]->high < whole.high ? parts->items[i]->high : whole.high;
    }
    return whole;
}

/* Does one requirement of a section, of the modalities, satisfy all parts? */
static inline bool stated(const struct model *model, size_t at, const struct part_list *parts,
                          unsigned modalities)
{
    const struct sample_section *section = model->sections[at].section;
    const struct query_node whole = common_range(parts);

    for (size_t i = 0; i < section->requirement_count; i++) {
        const struct sample_requirement *r = &section->requirements[i];
        struct arena *arena = arena_new();
        struct words sentence = {.count = 0};
        bool all = (modalities >> r->modality & 1) != 0;
        add_words(&sentence, r->sentence, 0, arena);
        for (size_t k = 0; k < parts->count; k++) {
            const struct query_node *part = parts->items[k];
            all = all &&
                  (part->type == QUERY_COMPARE
                       ? requirement_is(r, &whole)
                       : sentence_holds(text_of(part), &sentence, &model->sections[at].words) &&
                             none_excluded(model, at, text_of(part)));
        }
        arena_free(arena);
        if (all)
            return true;
    }
    return false;
}

/* Are all parts, of text or of one kind, found, be it in the title? */
static inline bool all_found(const struct model *model, size_t at, const struct part_list *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        if ((parts->items[i]->type == QUERY_KIND &&
             model->sections[at].section->kind != parts->items[i]->kind) ||
            !found(model, at, text_of(parts->items[i])))
            return false;
    return true;
}

static inline bool some_stands(const struct model *model, size_t at, const struct part_list *parts)
{
    size_t leaves = 0;

    for (size_t i = 0; i < parts->count; i++) {
        leaves += query_leaf_count(parts->items[i]);
        if (any_stands(parts->items[i], &model->sections[at].words))
            return true;
    }
    return leaves == 0;
}

static inline struct set find_sections(const struct model *model, const struct query_node *node,
                                       unsigned modalities);

static inline struct set find_or(const struct model *model, const struct query_node *node,
                                 unsigned modalities)
{
    struct set all = {{false}};

    for (size_t i = 0; i < node->child_count; i++) {
        struct set part = find_sections(model, node->children[i], modalities);
        for (size_t at = 0; at < model->count; at++)
            all.has[at] = all.has[at] || part.has[at];
    }
    return all;
}

/* *by_class: those whose classes have what the group wants. */
static inline struct set find_parts(struct set *by_class, const struct model *model,
                                    const struct set *universe, const struct part_list *parts,
                                    unsigned modalities)
{
    const struct query_node *first = parts->items[0];
    struct set own = {{false}}, other = {{false}};
    bool text = first->nature == QUERY_TEXT, plain = text || first->type == QUERY_KIND;

    if (!plain && first->type != QUERY_COMPARE)
        other = first->type == QUERY_OR ? find_or(model, first, modalities)
                                        : find_sections(model, first, modalities);
    *by_class = own;
    for (size_t at = 0; at < model->count; at++) {
        if (!universe->has[at])
            continue;
        if (first->type == QUERY_COMPARE)
            own.has[at] = stated(model, at, parts, modalities != 0 ? modalities : ASKED);
        else if (!plain)
            own.has[at] = other.has[at];
        else if (modalities != 0)
            own.has[at] = (text || model->sections[at].section->kind == first->kind) &&
                          stated(model, at, parts, modalities);
        else
            own.has[at] = all_found(model, at, parts) && some_stands(model, at, parts);
        by_class->has[at] = own.has[at] || (text && modalities == 0 && all_found(model, at, parts));
    }
    return own;
}

/* What an AND of parts is sought in. */
static inline struct set universe_of(const struct model *model,
                                     const struct query_node *const *parts, size_t count)
{
    struct set universe = {{false}};

    for (size_t at = 0; at < model->count; at++)
        universe.has[at] = true;
    for (size_t i = 0; i < count; i++) {
        const struct query_node *part = parts[i];
        struct set excluded = {{false}};
        if (part->type == QUERY_NOT && part->nature == QUERY_MIXED)
            excluded = find_sections(model, part->children[0], 0);
        for (size_t at = 0; at < model->count; at++) {
            bool keep = true;
            if (part->type == QUERY_NOT)
                keep = part->nature == QUERY_TEXT    ? found(model, at, part)
                       : part->nature == QUERY_CLASS ? !class_is(model, at, part->children[0])
                                                     : !class_has(model, &excluded, at);
            else if (part->nature == QUERY_CLASS)
                keep = class_is(model, at, part);
            universe.has[at] = universe.has[at] && keep;
        }
    }
    return universe;
}

static inline bool is_group(const struct query_node *part)
{
    return part->type != QUERY_NOT && part->type != QUERY_MODALITY && part->nature != QUERY_CLASS;
}

/* The i-th part with all that belong to it; none if it belongs to one before it. */
static inline struct part_list parts_of(const struct query_node *const *parts, size_t count,
                                        size_t i)
{
    struct part_list together = {.count = 0};

    for (size_t k = 0; k < count; k++) {
        if (!is_group(parts[k]) || (k != i && !is_together(parts[i], parts[k])))
            continue;
        if (k < i)
            return (struct part_list){.count = 0};
        together.items[together.count++] = parts[k];
    }
    return together;
}

static inline struct set find_all(const struct model *model, const struct query_node *const *parts,
                                  size_t count, unsigned modalities)
{
    struct set universe = universe_of(model, parts, count), shown = {{false}}, with = universe;
    const struct part_list nothing = {.count = 0};
    size_t groups = 0;

    for (size_t i = 0; i < count; i++)
        if (parts[i]->type == QUERY_MODALITY)
            modalities = parts[i]->modalities;
    for (size_t i = 0; i < count; i++) {
        struct part_list group = is_group(parts[i]) ? parts_of(parts, count, i) : nothing;
        struct set by_class, own;
        if (group.count == 0)
            continue;
        groups++;
        own = find_parts(&by_class, model, &universe, &group, modalities);
        for (size_t at = 0; at < model->count; at++) {
            shown.has[at] = shown.has[at] || own.has[at];
            with.has[at] = with.has[at] && class_has(model, &by_class, at);
        }
    }
    for (size_t at = 0; at < model->count; at++)
        shown.has[at] = groups > 0 ? shown.has[at] && with.has[at]
                                   : universe.has[at] && (modalities == 0 ||
                                                          stated(model, at, &nothing, modalities));
    return shown;
}

static inline struct set find_sections(const struct model *model, const struct query_node *node,
                                       unsigned modalities)
{
    if (node->type == QUERY_AND)
        return find_all(model, (const struct query_node *const *)node->children, node->child_count,
                        modalities);
    return find_all(model, &node, 1, modalities);
}

/* Relaxed: any of the parts of text and of kinds will do; all else holds. */
static inline struct set find_any(const struct model *model, const struct query_node *root)
{
    const struct query_node *const *parts = (const struct query_node *const *)root->children;
    struct set universe = universe_of(model, parts, root->child_count), any = {{false}};
    unsigned modalities = 0;

    for (size_t i = 0; i < root->child_count; i++)
        if (parts[i]->type == QUERY_MODALITY)
            modalities = parts[i]->modalities;
    for (size_t i = 0; i < root->child_count; i++) {
        struct part_list group = {.count = 0};
        struct set with, own;
        if (is_group(parts[i]) && !query_is_part(parts[i]))
            group = parts_of(parts, root->child_count, i);
        if (group.count == 0)
            continue;
        own = find_parts(&with, model, &universe, &group, modalities);
        for (size_t at = 0; at < model->count; at++)
            with.has[at] = class_has(model, &own, at);
        for (size_t at = 0; at < model->count; at++)
            universe.has[at] = universe.has[at] && with.has[at];
    }
    for (size_t i = 0; i < root->child_count; i++) {
        struct part_list one = {.items = {parts[i]}, .count = 1};
        struct set with, own;
        if (!query_is_part(parts[i]))
            continue;
        own = find_parts(&with, model, &universe, &one, modalities);
        for (size_t at = 0; at < model->count; at++)
            any.has[at] = any.has[at] || own.has[at];
    }
    return any;
}

/* What a query finds. */
static inline struct set model_find(const struct model *model, const struct query_node *root,
                                    bool any)
{
    return any ? find_any(model, root) : find_sections(model, root, 0);
}

#endif
