#include "search/span.h"

#include <stdlib.h>

enum { SPANS_MAX = 1 << 20 };

/* Which numbers of words will do at one place of a phrase. */
struct span_word {
    struct vocabulary_range range;
    bool possessive;     /* the s of a possessive, too */
    const uint64_t *set; /* NULL: the range is all */
};

struct span_node {
    enum query_type type;
    struct span_word *words; /* of a leaf: one after the other */
    size_t word_count;
    struct span_node **children;
    size_t child_count;
    enum query_unit unit;
    uint32_t distance;
    struct span_list found;
};

static const uint64_t *prefix_set(const struct vocabulary *vocabulary, struct str prefix,
                                  struct arena *arena)
{
    struct vocabulary_range places = vocabulary_prefix(vocabulary, prefix);
    uint64_t *set = arena_zero(arena, vocabulary_end(vocabulary) / 64 + 1, sizeof *set);

    for (uint32_t place = places.first; place < places.end; place++) {
        uint32_t number = vocabulary_at(vocabulary, place);
        set[number / 64] |= UINT64_C(1) << (number % 64);
    }
    return set;
}

static struct span_word compile_word(const struct query_node *query, size_t i,
                                     const struct vocabulary *vocabulary, struct arena *arena)
{
    struct span_word word = {.possessive = false};

    if (query->type == QUERY_WORD) {
        word.range = vocabulary_stem(vocabulary, query->stems[i]);
    } else if (query->type == QUERY_PREFIX) {
        word.set = prefix_set(vocabulary, query->words[i], arena);
    } else {
        uint32_t number = vocabulary_find(vocabulary, query->words[i]);
        if (number != VOCABULARY_NONE)
            word.range = (struct vocabulary_range){number, number + 1};
        word.possessive = str_eq(query->words[i], STR("s"));
    }
    return word;
}

struct span_node *span_compile(const struct query_node *query, const struct vocabulary *vocabulary,
                               struct arena *arena)
{
    struct span_node *node = arena_zero(arena, 1, sizeof *node);

    node->type = query->type;
    node->unit = query->unit;
    node->distance = (uint32_t)query->distance;
    if (query_is_leaf(query->type)) {
        node->word_count = query->type == QUERY_PHRASE ? query->word_count : 1;
        node->words = arena_zero(arena, node->word_count, sizeof *node->words);
        for (size_t i = 0; i < node->word_count; i++)
            node->words[i] = compile_word(query, i, vocabulary, arena);
    } else if (query->type != QUERY_NOT) {
        node->children = arena_zero(arena, query->child_count, sizeof *node->children);
        for (size_t i = 0; i < query->child_count; i++)
            node->children[node->child_count++] =
                span_compile(query->children[i], vocabulary, arena);
    }
    return node;
}

void span_free(struct span_node *node)
{
    if (node == NULL)
        return;
    free(node->found.items);
    node->found = (struct span_list){0};
    for (size_t i = 0; i < node->child_count; i++)
        span_free(node->children[i]);
}

bool span_needs_sentences(const struct span_node *node)
{
    if (node->type == QUERY_NEAR && node->unit != QUERY_WORDS)
        return true;
    for (size_t i = 0; i < node->child_count; i++)
        if (span_needs_sentences(node->children[i]))
            return true;
    return false;
}

void span_encode(struct buf *out, const struct span_node *node)
{
    for (size_t i = 0; i < node->word_count; i++)
        if (node->type != QUERY_PHRASE || node->words[i].possessive)
            return;
    for (size_t i = 0; i < node->word_count; i++)
        tokens_encode(out, &node->words[i].range.first, 1);
}

static inline bool word_is(const struct span_word *word, uint32_t number)
{
    return number - word->range.first < word->range.end - word->range.first ||
           (word->set != NULL && (word->set[number / 64] >> (number % 64) & 1) != 0) ||
           (word->possessive && number == VOCABULARY_POSSESSIVE);
}

/* The first place of a leaf at or behind `from` and before `end`; `end` if there is none. */
static uint32_t next_place(const struct span_node *leaf, const struct tokens_section *section,
                           uint32_t from, uint32_t end)
{
    const uint32_t *words = section->words;
    size_t n = leaf->word_count;

    for (uint32_t i = from; n <= end - i; i++) {
        if (!word_is(&leaf->words[0], words[i]))
            continue;
        size_t k = 1;
        while (k < n && word_is(&leaf->words[k], words[i + k]))
            k++;
        if (k == n)
            return i;
    }
    return end;
}

static bool leaf_stands(const struct span_node *leaf, const struct tokens_section *section)
{
    uint32_t heading = section->heading_count, count = section->count;

    return next_place(leaf, section, 0, heading) < heading ||
           next_place(leaf, section, heading, count) < count;
}

static void add_span(struct span_list *list, struct span span)
{
    list->items = mem_grow(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = span;
}

static void find_leaf(struct span_node *leaf, const struct tokens_section *section)
{
    const uint32_t parts[] = {0, section->heading_count, section->count};
    uint32_t length = (uint32_t)leaf->word_count;

    for (size_t part = 0; part < 2; part++) {
        uint32_t end = parts[part + 1], i = next_place(leaf, section, parts[part], end);
        for (; i < end; i = next_place(leaf, section, i + 1, end))
            add_span(&leaf->found, (struct span){i, i + length - 1});
    }
}

static int compare_spans(const void *a, const void *b)
{
    const struct span *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->last > y->last) - (x->last < y->last);
}

static void sort_spans(struct span_list *list)
{
    size_t kept = 0;

    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_spans);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || compare_spans(&list->items[kept - 1], &list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static enum err_code too_many(struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   "the words of a proximity stand together too often in one section; use rarer "
                   "ones");
}

/* Adds the pairs of a span and those of a list that begin behind it, `distance` words at most. */
static enum err_code add_pairs(struct span_list *pairs, struct span left,
                               const struct span_list *rights, uint32_t distance,
                               const struct tokens_section *section, struct err *err)
{
    uint32_t end = left.last < section->heading_count ? section->heading_count : section->count;
    size_t low = 0, high = rights->count;

    while (low < high) { /* the first that begins behind `left` */
        size_t middle = low + (high - low) / 2;
        if (rights->items[middle].first > left.last)
            high = middle;
        else
            low = middle + 1;
    }
    for (; low < rights->count; low++) {
        struct span right = rights->items[low];
        if (right.first - left.last > distance || right.first >= end)
            break;
        if (pairs->count == SPANS_MAX)
            return too_many(err);
        add_span(pairs, (struct span){left.first, right.last});
    }
    return ERR_OK;
}

/* Spans in order, of which only those matter that lie within first .. end - 1. */
struct slice {
    const struct span *items;
    size_t count;
    uint32_t first, end;
};

static bool is_of(const struct slice *slice, size_t i)
{
    return slice->items[i].first >= slice->first && slice->items[i].last < slice->end;
}

/* A walk from the last place of a proximity to the first, past those that hold a span of another
 * list between their first and their last word. */
struct inside {
    struct slice outer, inner;
    size_t i, k;         /* those behind are done */
    uint32_t least_last; /* of the spans of `inner` that are */
};

static struct inside inside_start(struct slice outer, struct slice inner)
{
    return (struct inside){outer, inner, outer.count, inner.count, UINT32_MAX};
}

static bool inside_next(struct span *place, struct inside *inside)
{
    while (inside->i-- > 0) {
        if (!is_of(&inside->outer, inside->i))
            continue;
        *place = inside->outer.items[inside->i];
        for (; inside->k > 0 && inside->inner.items[inside->k - 1].first > place->first;
             inside->k--)
            if (is_of(&inside->inner, inside->k - 1) &&
                inside->inner.items[inside->k - 1].last < inside->least_last)
                inside->least_last = inside->inner.items[inside->k - 1].last;
        if (inside->least_last < place->last)
            return true;
    }
    return false;
}

static struct slice all_of(const struct span_list *list)
{
    return (struct slice){list->items, list->count, 0, UINT32_MAX};
}

/* Adds the places of a proximity that hold a span of a list between their first and last words. */
static enum err_code add_holding(struct span_list *places, const struct span_node *operand,
                                 const struct span_list *inner, struct err *err)
{
    struct inside inside = inside_start(all_of(&operand->found), all_of(inner));
    struct span place;

    while (operand->type == QUERY_NEAR && inside_next(&place, &inside)) {
        if (places->count == SPANS_MAX)
            return too_many(err);
        add_span(places, place);
    }
    return ERR_OK;
}

static enum err_code find_within_words(struct span_node *near, const struct tokens_section *section,
                                       struct err *err)
{
    const struct span_list *a = &near->children[0]->found, *b = &near->children[1]->found;
    enum err_code code = add_holding(&near->found, near->children[0], b, err);

    if (code == ERR_OK)
        code = add_holding(&near->found, near->children[1], a, err);
    for (size_t i = 0; code == ERR_OK && i < a->count; i++)
        code = add_pairs(&near->found, a->items[i], b, near->distance, section, err);
    for (size_t i = 0; code == ERR_OK && i < b->count; i++)
        code = add_pairs(&near->found, b->items[i], a, near->distance, section, err);
    sort_spans(&near->found);
    return code;
}

/* What the spans of a list that lie within first .. end - 1 reach over. */
struct reach {
    bool any;
    uint32_t least_first, most_first, least_last, most_last;
};

/* *at moves behind the spans that begin before `end`. */
static struct reach reach_of(const struct span_list *list, size_t *at, uint32_t first, uint32_t end)
{
    struct reach reach = {.any = false};

    for (; *at < list->count && list->items[*at].first < end; (*at)++) {
        struct span span = list->items[*at];
        if (span.first < first || span.last >= end)
            continue;
        if (!reach.any)
            reach = (struct reach){true, span.first, span.first, span.last, span.last};
        reach.most_first = span.first;
        reach.least_last = span.last < reach.least_last ? span.last : reach.least_last;
        reach.most_last = span.last > reach.most_last ? span.last : reach.most_last;
    }
    return reach;
}

/* Does any place of an operand hold one of the other, both in a sentence or paragraph? */
static bool holds_other(const struct span_node *operand, struct slice own, struct slice other)
{
    struct inside inside = inside_start(own, other);
    struct span place;

    return operand->type == QUERY_NEAR && inside_next(&place, &inside);
}

/* One span for each sentence or paragraph that holds both: all of what it holds of them. */
static void add_unit(struct span_node *near, size_t at[2], uint32_t first, uint32_t end)
{
    const struct span_node *const *operands = (const struct span_node *const *)near->children;
    struct slice of[2];
    struct reach a, b;

    for (size_t i = 0; i < 2; i++)
        of[i] = (struct slice){operands[i]->found.items + at[i], at[i], first, end};
    a = reach_of(&operands[0]->found, &at[0], first, end);
    b = reach_of(&operands[1]->found, &at[1], first, end);
    for (size_t i = 0; i < 2; i++)
        of[i].count = at[i] - of[i].count;
    if (a.any && b.any &&
        (a.least_last < b.most_first || b.least_last < a.most_first ||
         holds_other(operands[0], of[0], of[1]) || holds_other(operands[1], of[1], of[0])))
        add_span(&near->found,
                 (struct span){a.least_first < b.least_first ? a.least_first : b.least_first,
                               a.most_last > b.most_last ? a.most_last : b.most_last});
}

static void find_within_unit(struct span_node *near, const struct tokens_section *section)
{
    size_t at[2] = {0, 0};
    uint32_t first = section->heading_count;

    add_unit(near, at, 0, section->heading_count);
    for (uint32_t i = 0; i < section->sentence_count; i++) {
        const struct tokens_sentence *sentence = &section->sentences[i];
        if (near->unit == QUERY_PARAGRAPH && !sentence->paragraph_ends)
            continue;
        add_unit(near, at, first, sentence->end);
        first = sentence->end;
    }
}

/* Adds what the children of a node found. */
static enum err_code collect(struct span_node *node, struct err *err)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const struct span_list *found = &node->children[i]->found;
        if (found->count > SPANS_MAX - node->found.count)
            return too_many(err);
        for (size_t k = 0; k < found->count; k++)
            add_span(&node->found, found->items[k]);
    }
    sort_spans(&node->found);
    return ERR_OK;
}

/* Looks for a node and all below it. What joins without proximity has spans of its own only if
 * `collected`, as below a proximity, which pairs them. */
static enum err_code find(struct span_node *node, const struct tokens_section *section,
                          bool collected, struct err *err)
{
    bool near = node->type == QUERY_NEAR;
    struct tokens_section heading;
    enum err_code code = ERR_OK;

    if (node->type == QUERY_HEADING) {
        heading = (struct tokens_section){.words = section->words,
                                          .count = section->heading_count,
                                          .heading_count = section->heading_count};
        section = &heading;
    }
    node->found.count = 0;
    if (query_is_leaf(node->type)) {
        find_leaf(node, section);
        return ERR_OK;
    }
    for (size_t i = 0; code == ERR_OK && i < node->child_count; i++)
        code = find(node->children[i], section, collected || near, err);
    if (code != ERR_OK)
        return code;
    if (near && node->unit == QUERY_WORDS)
        return find_within_words(node, section, err);
    if (near)
        find_within_unit(node, section);
    else if (collected)
        code = collect(node, err);
    return code;
}

static bool any_found(const struct span_node *node)
{
    bool any = node->found.count > 0;

    for (size_t i = 0; !any && node->type != QUERY_NEAR && i < node->child_count; i++)
        any = any_found(node->children[i]);
    return any;
}

enum err_code span_stands(bool *stands, struct span_node *node,
                          const struct tokens_section *section, struct err *err)
{
    enum err_code code = ERR_OK;

    if (query_is_leaf(node->type)) {
        *stands = leaf_stands(node, section);
    } else {
        code = find(node, section, false, err);
        *stands = code == ERR_OK && any_found(node);
    }
    return code;
}

enum err_code span_find(const struct span_list **spans, struct span_node *node,
                        const struct tokens_section *section, struct err *err)
{
    enum err_code code = find(node, section, true, err);

    *spans = &node->found;
    return code;
}

/* Marks the words of the leaves that lie within one of the spans. */
static void mark_leaves(bool *marked, const struct span_node *node, const struct span_list *within)
{
    uint32_t reach = 0; /* behind the furthest word of the spans that begin no later */
    uint32_t done = 0;  /* behind the last word that was marked: phrases may overlap */
    size_t at = 0;

    for (size_t i = 0; i < node->child_count; i++)
        mark_leaves(marked, node->children[i], within);
    if (!query_is_leaf(node->type))
        return;
    for (size_t i = 0; i < node->found.count; i++) {
        struct span span = node->found.items[i];
        for (; at < within->count && within->items[at].first <= span.first; at++)
            reach = within->items[at].last + 1 > reach ? within->items[at].last + 1 : reach;
        if (span.last >= reach)
            continue;
        for (done = done > span.first ? done : span.first; done <= span.last; done++)
            marked[done] = true;
    }
}

static void mark(bool *marked, const struct span_node *node)
{
    if (query_is_leaf(node->type) || node->type == QUERY_NEAR) {
        mark_leaves(marked, node, &node->found);
        return;
    }
    for (size_t i = 0; i < node->child_count; i++)
        mark(marked, node->children[i]);
}

enum err_code span_mark(bool *marked, struct span_node *node, const struct tokens_section *section,
                        struct err *err)
{
    enum err_code code = find(node, section, false, err);

    if (code == ERR_OK)
        mark(marked, node);
    return code;
}
