#include "search/occurrences_count.h"

#include <stdlib.h>

#include "search/deadline.h"
#include "search/gather.h"

enum { CLOCK_EVERY = 64 }; /* sections looked at between two looks at the clock */

/* The sections of a segment that have occurrences, in order. */
struct counted_segment {
    struct counted {
        uint32_t number, count;
    } * items;
    size_t count, capacity;
};

struct counting {
    struct index *index;
    const struct sought *sought;
    uint64_t deadline_ms;
    struct counted_segment *segments; /* each is written by one thread */
};

static void add_counted(struct counted_segment *segment, uint32_t number, size_t count)
{
    if (count == 0)
        return;
    segment->items =
        mem_grow(segment->items, segment->count, &segment->capacity, sizeof *segment->items);
    segment->items[segment->count++] = (struct counted){number, (uint32_t)count};
}

static enum err_code visit(void *data, struct index_worker *worker, size_t at,
                           const struct bitmap *matches, struct err *err)
{
    struct counting *counting = data;
    struct arena *kept = arena_new(), *passing = arena_new();
    struct places *places =
        places_compile(counting->sought, &index_segments(counting->index)[at].segment, kept);
    struct places_found found;
    enum err_code code = ERR_OK;
    uint32_t looked = 0;

    for (uint32_t i = bitmap_next(matches, 0); code == ERR_OK && i < SEGMENT_SECTIONS_MAX;
         i = bitmap_next(matches, i + 1)) {
        arena_clear(passing);
        code = places_find(&found, places, i, false, &worker->tokens, passing, err);
        if (code == ERR_OK)
            add_counted(&counting->segments[at], i, found.spans.count);
        if (code == ERR_OK && looked++ % CLOCK_EVERY == 0)
            code = deadline_check(counting->deadline_ms, err);
    }
    places_free(places);
    arena_free(passing);
    arena_free(kept);
    return code;
}

/* A class that has occurrences, with those of its segment that are its own. */
struct counted_class {
    const char *id;
    uint32_t source, segment;
    const struct counted *first;
    size_t count;
};

static int compare_classes(const void *a, const void *b)
{
    const struct counted_class *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static size_t lower_bound(const struct counted_segment *segment, uint32_t number)
{
    size_t low = 0, high = segment->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (segment->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct counted_class class_of(const struct manifest_class *class, uint32_t source,
                                     const struct counting *counting)
{
    const struct counted_segment *segment = &counting->segments[class->segment];
    size_t first = lower_bound(segment, class->first_docid - 1);
    size_t end = lower_bound(segment, class->first_docid - 1 + class->sections);

    return (struct counted_class){.id = class->id,
                                  .source = source,
                                  .segment = class->segment,
                                  .first = end > first ? segment->items + first : NULL,
                                  .count = end - first};
}

/* Finds the classes that have occurrences, by their ids; free() them. */
static size_t find_classes(struct counted_class **out, const struct counting *counting)
{
    const struct manifest *manifest = index_manifest(counting->index);
    struct counted_class *classes = NULL;
    size_t count = 0, capacity = 0;

    for (size_t s = 0; s < manifest->count; s++) {
        const struct manifest_source *source = &manifest->sources[s];
        for (size_t c = 0; c < source->class_count; c++) {
            struct counted_class class = class_of(&source->classes[c], (uint32_t)s, counting);
            if (class.count == 0)
                continue;
            classes = mem_grow(classes, count, &capacity, sizeof *classes);
            classes[count++] = class;
        }
    }
    if (count > 1)
        qsort(classes, count, sizeof *classes, compare_classes);
    *out = classes;
    return count;
}

static void add_section(struct occurrences_count *count, uint32_t occurrences, bool new_class)
{
    count->occurrences += occurrences;
    count->sections++;
    count->classes += new_class;
}

/* Counts by agency, or by kind, while the classes pass by. */
struct dispersion {
    const struct index *index;
    struct occurrences_count total, *agencies, *kinds; /* by number in index_values() */
};

static void add_class(struct dispersion *dispersion, const struct counted_class *class)
{
    const struct index_segment *segment = &index_segments(dispersion->index)[class->segment];
    const struct columns *columns = &segment->segment.columns;
    const struct columns_section *section = &columns->sections[class->first->number];
    uint32_t agency = columns->classes[section->class_number].values[FACET_AGENCY];
    uint64_t seen = 0;

    agency = segment->values.numbers[FACET_AGENCY][agency];
    for (size_t i = 0; i < class->count; i++) {
        const struct counted *counted = &class->first[i];
        uint64_t kinds = columns->profile_values[columns->sections[counted->number].profile] >>
                         facet_bit(FACET_SECTION);
        add_section(&dispersion->total, counted->count, i == 0);
        add_section(&dispersion->agencies[agency], counted->count, i == 0);
        for (unsigned k = 0; k < facet_vocabulary(FACET_SECTION); k++)
            if ((kinds >> k & 1) != 0)
                add_section(&dispersion->kinds[k], counted->count, (seen >> k & 1) == 0);
        seen |= kinds;
    }
}

static int compare_shares(const void *a, const void *b)
{
    const struct occurrences_share *x = a, *y = b;

    if (x->count.occurrences != y->count.occurrences)
        return x->count.occurrences > y->count.occurrences ? -1 : 1;
    return str_compare(x->value, y->value);
}

static struct occurrences_shares shares_of(const struct occurrences_count *counts,
                                           const struct values *values, enum facet facet,
                                           struct arena *arena)
{
    uint32_t count = values->facets[facet].count;
    struct occurrences_shares shares = {.items = arena_zero(arena, count, sizeof *shares.items)};

    for (uint32_t i = 0; i < count; i++) {
        struct str value = values->facets[facet].values[i];
        if (counts[i].occurrences > 0)
            shares.items[shares.count++] =
                (struct occurrences_share){value, facet_value_label(facet, value), counts[i]};
    }
    qsort(shares.items, shares.count, sizeof *shares.items, compare_shares);
    return shares;
}

static void sum_up(struct occurrences_summary *summary, const struct counted_class *classes,
                   size_t count, const struct index *index, struct arena *arena)
{
    const struct values *values = index_values(index);
    struct dispersion dispersion = {
        .index = index,
        .agencies =
            arena_zero(arena, values->facets[FACET_AGENCY].count, sizeof *dispersion.agencies),
        .kinds = arena_zero(arena, values->facets[FACET_SECTION].count, sizeof *dispersion.kinds)};

    for (size_t i = 0; i < count; i++)
        add_class(&dispersion, &classes[i]);
    summary->total = dispersion.total;
    summary->agencies = shares_of(dispersion.agencies, values, FACET_AGENCY, arena);
    summary->kinds = shares_of(dispersion.kinds, values, FACET_SECTION, arena);
}

/* The sections of all classes, one class after the other. */
static void list_sections(struct occurrences_counted *counted, const struct counted_class *classes,
                          size_t count, size_t sections)
{
    counted->items = mem_alloc(sections * sizeof *counted->items);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < classes[i].count; k++)
            counted->items[counted->count++] =
                (struct occurrences_section){.segment = classes[i].segment,
                                             .number = classes[i].first[k].number,
                                             .count = classes[i].first[k].count,
                                             .source = classes[i].source};
}

enum err_code occurrences_count(struct occurrences_counted *counted,
                                struct occurrences_summary *summary, struct index *index,
                                struct index_worker *worker, const struct query_node *root,
                                const struct sought *sought,
                                const struct occurrences_request *request, struct arena *arena,
                                struct err *err)
{
    size_t segments = index_segment_count(index);
    struct counting counting = {.index = index,
                                .sought = sought,
                                .deadline_ms = request->deadline_ms,
                                .segments = mem_zero(segments, sizeof *counting.segments)};
    const struct gather_request all = {.index = index,
                                       .root = root,
                                       .filters = &request->filters,
                                       .strict = true,
                                       .visit = visit,
                                       .visit_data = &counting,
                                       .deadline_ms = request->deadline_ms};
    struct gathered gathered;
    struct counted_class *classes = NULL;

    *counted = (struct occurrences_counted){0};
    enum err_code code = gather(&gathered, &all, worker, arena, err);
    if (code == ERR_OK) {
        size_t count = find_classes(&classes, &counting);
        sum_up(summary, classes, count, index, arena);
        list_sections(counted, classes, count, summary->total.sections);
    }
    free(classes);
    for (size_t i = 0; i < segments; i++)
        free(counting.segments[i].items);
    free(counting.segments);
    return code;
}
