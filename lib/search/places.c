#include "search/places.h"

#include <stdlib.h>

#include "search/verbatim.h"

struct sought_part {
    const struct query_node *query; /* a leaf or a proximity */
    bool scoped, in_heading;
    enum spec_kind kind; /* if scoped */
    struct verbatim verbatim;
};

struct sought {
    struct sought_part parts[QUERY_PARTS_MAX];
    size_t count;
    const struct str *verbatim; /* NULL: in any case */
};

/* Adds what is sought by a node and all below it, which is no deeper than QUERY_DEPTH_MAX. */
static void add_parts(struct sought *sought, const struct query_node *node, struct sought_part part)
{
    if (query_is_leaf(node->type) || node->type == QUERY_NEAR) {
        part.query = node;
        if (sought->verbatim != NULL)
            part.verbatim = verbatim_of(node, *sought->verbatim);
        sought->parts[sought->count++] = part;
        return;
    }
    if (node->type == QUERY_NOT)
        return;
    if (node->type == QUERY_KIND) {
        part.scoped = true;
        part.kind = node->kind;
    }
    part.in_heading = part.in_heading || node->type == QUERY_HEADING;
    for (size_t i = 0; i < node->child_count; i++)
        add_parts(sought, node->children[i], part);
}

struct sought *sought_of(const struct query_node *root, const struct str *verbatim,
                         struct arena *arena)
{
    struct sought *sought = arena_zero(arena, 1, sizeof *sought);

    sought->verbatim = verbatim;
    add_parts(sought, root, (struct sought_part){.scoped = false});
    return sought;
}

struct places {
    const struct sought *sought;
    const struct segment *segment;
    struct span_node *spans[QUERY_PARTS_MAX]; /* of each part */
    bool needs_sentences;
    struct span_list found;
};

struct places *places_compile(const struct sought *sought, const struct segment *segment,
                              struct arena *arena)
{
    struct places *places = arena_zero(arena, 1, sizeof *places);

    places->sought = sought;
    places->segment = segment;
    for (size_t i = 0; i < sought->count; i++) {
        places->spans[i] = span_compile(sought->parts[i].query, segment->vocabulary, arena);
        places->needs_sentences = places->needs_sentences || span_needs_sentences(places->spans[i]);
    }
    return places;
}

void places_free(struct places *places)
{
    if (places == NULL)
        return;
    for (size_t i = 0; i < places->sought->count; i++)
        span_free(places->spans[i]);
    free(places->found.items);
}

static bool is_in_scope(const struct places *places, const struct sought_part *part, uint32_t i)
{
    const struct columns *columns = &places->segment->columns;
    uint64_t values = columns->profile_values[columns->sections[i].profile];

    return !part->scoped || (values >> (facet_bit(FACET_SECTION) + part->kind) & 1) != 0;
}

static bool is_as_typed(const struct verbatim *verbatim, const struct places_found *found,
                        struct span span)
{
    bool heading = span.last < found->words.heading_count;
    struct str text = heading ? found->record.heading : found->record.text;

    return verbatim_stands(verbatim, text, found->record.places[span.first].start);
}

static void keep_spans(struct places *places, const struct sought_part *part,
                       const struct span_list *spans, const struct places_found *found)
{
    struct span_list *kept = &places->found;

    for (size_t i = 0; i < spans->count; i++) {
        struct span span = spans->items[i];
        if (part->in_heading && span.last >= found->words.heading_count)
            break; /* what follows is in the text, too */
        if (places->sought->verbatim != NULL && !is_as_typed(&part->verbatim, found, span))
            continue;
        kept->items = mem_grow(kept->items, kept->count, &kept->capacity, sizeof *kept->items);
        kept->items[kept->count++] = span;
    }
}

static int compare_spans(const void *a, const void *b)
{
    const struct span *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->last > y->last) - (x->last < y->last);
}

/* Of one part they are in order, each once. */
static void unite_spans(struct span_list *list)
{
    size_t kept = 0;

    qsort(list->items, list->count, sizeof *list->items, compare_spans);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || compare_spans(&list->items[kept - 1], &list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

enum err_code places_find(struct places_found *found, struct places *places, uint32_t i,
                          bool wants_record, struct tokens_buffer *buffer, struct arena *arena,
                          struct err *err)
{
    const struct sought *sought = places->sought;
    const struct segment *segment = places->segment;
    enum err_code code;

    found->record = (struct record_section){0};
    places->found.count = 0;
    if (wants_record || sought->verbatim != NULL)
        code =
            segment_read_section(&found->record, &found->words, segment, i + 1, buffer, arena, err);
    else
        code = tokens_read(&found->words, buffer, segment->tokens, i, places->needs_sentences, err);
    for (size_t k = 0; code == ERR_OK && k < sought->count; k++) {
        const struct span_list *spans;
        if (!is_in_scope(places, &sought->parts[k], i))
            continue;
        code = span_find(&spans, places->spans[k], &found->words, err);
        if (code == ERR_OK)
            keep_spans(places, &sought->parts[k], spans, found);
    }
    if (sought->count > 1 && places->found.count > 1)
        unite_spans(&places->found);
    found->spans = places->found;
    return code;
}
