#include "search/expand.h"

#include <ctype.h>

#include "base/utf8.h"

struct expander {
    struct expansions *expansions;
    struct str typed;
    const struct acronyms *acronyms;
    const struct lexicon *lexicon;
    struct arena *arena;
    size_t parts, words; /* of the tree as it is by now */
};

/* What is to take the place of a word or a run of words. */
struct alternatives {
    struct query_node **items;
    size_t count, capacity;
    size_t words;
};

const char *expansion_why_name(enum expansion_why why)
{
    return why == EXPANSION_ACRONYM ? "acronym" : "variant";
}

static void count_parts(struct expander *expander, const struct query_node *node)
{
    expander->parts += node->child_count == 0;
    expander->words += node->word_count;
    for (size_t i = 0; i < node->child_count; i++)
        count_parts(expander, node->children[i]);
}

static bool is_same(const struct query_node *leaf, const struct str *words, size_t count)
{
    if (leaf->word_count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!str_eq(leaf->words[i], words[i]))
            return false;
    return true;
}

/* Adds a leaf of one word or several, unless there is the same. */
static void add_leaf(struct alternatives *alternatives, const struct expander *expander,
                     const struct str *words, const struct str *stems, size_t count, float weight,
                     int position)
{
    struct query_node *leaf;

    for (size_t i = 0; i < alternatives->count; i++)
        if (is_same(alternatives->items[i], words, count))
            return;
    leaf = arena_zero(expander->arena, 1, sizeof *leaf);
    *leaf = (struct query_node){.type = count > 1 ? QUERY_PHRASE : QUERY_WORD,
                                .nature = QUERY_TEXT,
                                .words = arena_zero(expander->arena, count, sizeof *leaf->words),
                                .stems = arena_zero(expander->arena, count, sizeof *leaf->stems),
                                .word_count = count,
                                .weight = weight,
                                .position = position,
                                .depth = 1};
    memcpy(leaf->words, words, count * sizeof *words);
    memcpy(leaf->stems, stems, count * sizeof *stems);
    alternatives->items = arena_grow(expander->arena, alternatives->items, alternatives->count,
                                     &alternatives->capacity, sizeof(struct query_node *));
    alternatives->items[alternatives->count++] = leaf;
    alternatives->words += count;
}

/* The words of a leaf as people read them. What has no stem is the s of a possessive. */
static struct str text_of(const struct query_node *leaf, struct arena *arena)
{
    struct buf text = {0};

    for (size_t i = 0; i < leaf->word_count; i++) {
        if (i > 0)
            buf_char(&text, leaf->stems[i].n > 0 ? ' ' : '\'');
        buf_str(&text, leaf->words[i]);
    }
    struct str copy = {arena_strndup(arena, buf_view(&text).p, text.n), text.n};
    buf_free(&text);
    return copy;
}

/* Puts on the list what a text is expanded into, unless it is there. */
static void report(const struct expander *expander, struct str from, enum expansion_why why,
                   struct str to)
{
    struct expansions *list = expander->expansions;
    struct expansion *item = NULL;

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].why == why && str_eq(list->items[i].from, from))
            item = &list->items[i];
    if (item == NULL) {
        list->items = arena_grow(expander->arena, list->items, list->count, &list->capacity,
                                 sizeof *list->items);
        item = &list->items[list->count++];
        *item = (struct expansion){.from = from, .why = why};
    }
    for (size_t i = 0; i < item->to_count; i++)
        if (str_eq(item->to[i], to))
            return;
    struct str *grown = arena_zero(expander->arena, item->to_count + 1, sizeof *grown);
    if (item->to_count > 0)
        memcpy(grown, item->to, item->to_count * sizeof *grown);
    grown[item->to_count++] = to;
    item->to = grown;
}

/* The bytes that a node of the query begins with, as typed. */
static struct str typed_at(const struct expander *expander, int position)
{
    struct str rest = expander->typed;
    uint32_t c;

    for (int i = 1; i < position && rest.n > 0; i++) {
        size_t n = utf8_decode(rest.p, rest.n, &c);
        rest = str_from(rest, n > 0 ? n : 1);
    }
    return rest;
}

static bool is_in_capitals(const struct expander *expander, const struct query_node *word)
{
    struct str typed = typed_at(expander, word->position);

    for (size_t i = 0; i < word->words[0].n; i++)
        if (i >= typed.n || islower((unsigned char)typed.p[i]))
            return false;
    return true;
}

static bool is_acronym(const struct expander *expander, const struct query_node *word)
{
    return !lexicon_is_ordinary(expander->lexicon, word->words[0]) ||
           is_in_capitals(expander, word);
}

/* A run of the children of an AND, or a single word. */
struct run {
    struct query_node *const *nodes;
    struct str *words, *stems;
    size_t count;
};

static struct run run_of(struct query_node *const *nodes, size_t count, struct arena *arena)
{
    struct run run = {.nodes = nodes,
                      .words = arena_zero(arena, count, sizeof *run.words),
                      .stems = arena_zero(arena, count, sizeof *run.stems),
                      .count = count};

    for (size_t i = 0; i < count; i++) {
        run.words[i] = nodes[i]->words[0];
        run.stems[i] = nodes[i]->stems[0];
    }
    return run;
}

/* Is there room for alternatives in the place of a run? Then it is taken. */
static bool take_room(struct expander *expander, const struct run *run,
                      const struct alternatives *alternatives)
{
    size_t parts = expander->parts - run->count + alternatives->count;
    size_t words = expander->words - run->count + alternatives->words;

    if (parts > QUERY_PARTS_MAX || words > QUERY_WORDS_MAX)
        return false;
    expander->parts = parts;
    expander->words = words;
    return true;
}

static void add_variants(struct alternatives *alternatives, const struct expander *expander,
                         const struct run *run)
{
    const struct lexicon_group *group = lexicon_find(expander->lexicon, run->stems, run->count);

    for (size_t i = 0; group != NULL && i < group->count; i++) {
        const struct lexicon_form *form = &group->forms[i];
        bool own = form->absent || form->count == run->count;
        for (size_t k = 0; own && !form->absent && k < form->count; k++)
            own = str_eq(form->stems[k], run->stems[k]);
        for (size_t k = 0; !own && form->count == 1 && k < alternatives->count; k++)
            own = alternatives->items[k]->type == QUERY_WORD &&
                  str_eq(alternatives->items[k]->stems[0], form->stems[0]);
        if (!own)
            add_leaf(alternatives, expander, form->words, form->stems, form->count, EXPAND_WEIGHT,
                     run->nodes[0]->position);
    }
}

/* More classes first, then by bytes. */
static bool is_before(const struct acronym_pair *a, const struct acronym_pair *b)
{
    return a->classes != b->classes ? a->classes > b->classes
                                    : str_compare(a->letters, b->letters) < 0;
}

/* The acronyms of a long form, the most usual first. Texts are searched without regard to case:
 * one that is an ordinary word would find that. */
static size_t find_acronyms(const struct acronym_pair *found[EXPAND_ACRONYMS_MAX],
                            const struct expander *expander, const struct run *run)
{
    const struct acronym_pair *pair;
    size_t count = 0, at = 0;

    while ((pair = acronyms_next(&at, expander->acronyms, run->stems, run->count)) != NULL) {
        size_t i = count;
        if (lexicon_is_ordinary(expander->lexicon, pair->letters))
            continue;
        while (i > 0 && is_before(pair, found[i - 1])) {
            if (i < EXPAND_ACRONYMS_MAX)
                found[i] = found[i - 1];
            i--;
        }
        if (i < EXPAND_ACRONYMS_MAX)
            found[i] = pair;
        count += count < EXPAND_ACRONYMS_MAX;
    }
    return count;
}

/* Are a long form's words those of a run, a possessive's s apart? */
static bool is_typed(const struct acronym_pair *pair, const struct run *run)
{
    size_t at = 0;

    for (size_t i = 0; i < pair->count; i++)
        if (pair->stems[i].n > 0 && !str_eq(pair->forms[i], run->words[at++]))
            return false;
    return true;
}

static void add_acronyms(struct alternatives *alternatives, const struct expander *expander,
                         const struct run *run)
{
    const struct acronym_pair *found[EXPAND_ACRONYMS_MAX];
    size_t count = find_acronyms(found, expander, run);

    for (size_t i = 0; i < count; i++) {
        const struct acronym_pair *pair = found[i];
        float weight = is_typed(pair, run) ? 1 : EXPAND_WEIGHT;
        int position = run->nodes[0]->position;
        add_leaf(alternatives, expander, &pair->letters, &pair->stem, 1, EXPAND_WEIGHT, position);
        add_leaf(alternatives, expander, pair->forms, pair->stems, pair->count, weight, position);
    }
}

static void add_long_forms(struct alternatives *alternatives, const struct expander *expander,
                           const struct query_node *word)
{
    size_t count = 0;
    const struct acronym_pair *pairs = acronyms_of(&count, expander->acronyms, word->words[0]);

    for (size_t i = 0; i < count && is_acronym(expander, word); i++)
        add_leaf(alternatives, expander, pairs[i].forms, pairs[i].stems, pairs[i].count,
                 EXPAND_WEIGHT, word->position);
}

static struct query_node *new_or(const struct alternatives *alternatives,
                                 const struct expander *expander)
{
    struct query_node *node = arena_zero(expander->arena, 1, sizeof *node);

    *node = (struct query_node){.type = QUERY_OR,
                                .nature = QUERY_TEXT,
                                .children = alternatives->items,
                                .child_count = alternatives->count,
                                .weight = 1,
                                .position = alternatives->items[0]->position,
                                .depth = 2};
    return node;
}

/* What a run becomes; NULL: itself. The first alternative is what was typed; those that it got for
 * being an acronym or its long form come before `variants`. */
static struct query_node *expand_run(struct expander *expander, struct query_node *const *nodes,
                                     size_t count)
{
    struct run run = run_of(nodes, count, expander->arena);
    struct alternatives all = {0};

    add_leaf(&all, expander, run.words, run.stems, count, 1, nodes[0]->position);
    if (count > 1)
        add_acronyms(&all, expander, &run);
    else
        add_long_forms(&all, expander, nodes[0]);
    size_t variants = all.count;
    add_variants(&all, expander, &run);
    if (all.count < 2 || !take_room(expander, &run, &all))
        return NULL;
    struct str from = text_of(all.items[0], expander->arena);
    for (size_t i = 1; i < all.count; i++)
        report(expander, from, i < variants ? EXPANSION_ACRONYM : EXPANSION_VARIANT,
               text_of(all.items[i], expander->arena));
    return new_or(&all, expander);
}

/* Expands the longest run that begins the nodes; *length is how many of them it is. */
static struct query_node *expand_first(struct expander *expander, size_t *length,
                                       struct query_node *const *nodes, size_t count)
{
    size_t most = acronyms_longest(expander->acronyms), words = 0;

    if (most < lexicon_longest(expander->lexicon))
        most = lexicon_longest(expander->lexicon);
    while (words < count && words < most && nodes[words]->type == QUERY_WORD)
        words++;
    for (*length = words; *length > 1; --*length) {
        struct query_node *expanded = expand_run(expander, nodes, *length);
        if (expanded != NULL)
            return expanded;
    }
    *length = 1;
    return NULL;
}

static struct query_node *expand_node(struct expander *expander, struct query_node *node);

/* Adds a child to a copy of its parent, or its children if both are an OR. */
static void add_child(struct query_node *copy, size_t *capacity, struct query_node *child,
                      struct arena *arena)
{
    bool splice = copy->type == QUERY_OR && child->type == QUERY_OR;
    struct query_node *const *children = splice ? child->children : &child;
    size_t count = splice ? child->child_count : 1;

    for (size_t i = 0; i < count; i++) {
        copy->children = arena_grow(arena, copy->children, copy->child_count, capacity,
                                    sizeof(struct query_node *));
        copy->children[copy->child_count++] = children[i];
        if (copy->depth <= children[i]->depth)
            copy->depth = children[i]->depth + 1;
    }
}

static struct query_node *expand_children(struct expander *expander, const struct query_node *node)
{
    struct query_node *copy = arena_zero(expander->arena, 1, sizeof *copy);
    size_t capacity = 0, length = 1;

    *copy = *node;
    copy->children = NULL;
    copy->child_count = 0;
    for (size_t i = 0; i < node->child_count; i += length) {
        struct query_node *child = NULL;
        length = 1;
        if (node->type == QUERY_AND)
            child = expand_first(expander, &length, node->children + i, node->child_count - i);
        if (child == NULL)
            child = expand_node(expander, node->children[i]);
        add_child(copy, &capacity, child, expander->arena);
    }
    return copy;
}

/* No deeper than the parser lets trees be. */
static struct query_node *expand_node(struct expander *expander, struct query_node *node)
{
    struct query_node *expanded = NULL;

    switch (node->type) {
    case QUERY_WORD:
        expanded = expand_run(expander, &node, 1);
        return expanded != NULL ? expanded : node;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NEAR:
    case QUERY_KIND:
    case QUERY_HEADING:
        expanded = expand_children(expander, node);
        return node->type == QUERY_AND && expanded->child_count == 1 ? expanded->children[0]
                                                                     : expanded;
    default:
        return node;
    }
}

const struct query_node *expand_query(struct expansions *expansions, const struct query_node *root,
                                      struct str typed, const struct acronyms *acronyms,
                                      const struct lexicon *lexicon, struct arena *arena)
{
    struct expander expander = {.expansions = expansions,
                                .typed = typed,
                                .acronyms = acronyms,
                                .lexicon = lexicon,
                                .arena = arena};

    *expansions = (struct expansions){0};
    count_parts(&expander, root);
    return expand_children(&expander, root);
}
