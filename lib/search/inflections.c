#include "search/inflections.h"

#include <stdlib.h>

#include "base/hash.h"

/* Different words, as they are found. */
struct word_set {
    struct str *items;
    size_t count, capacity;
    struct hash table;
};

static void add(struct word_set *set, struct str word)
{
    uint32_t hash = hash_str(word), number;
    size_t at = 0;

    while ((number = hash_next(&set->table, hash, &at)) != HASH_END)
        if (str_eq(set->items[number], word))
            return;
    hash_add(&set->table, hash, (uint32_t)set->count);
    set->items = mem_grow(set->items, set->count, &set->capacity, sizeof *set->items);
    set->items[set->count++] = word;
}

static void take(struct inflections *inflections, struct word_set *set, size_t most,
                 struct arena *arena)
{
    *inflections = (struct inflections){.all = set->count};
    inflections->count = set->count < most ? set->count : most;
    inflections->words = arena_zero(arena, inflections->count, sizeof *inflections->words);
    if (inflections->count > 0)
        memcpy(inflections->words, set->items, inflections->count * sizeof *set->items);
    free(set->items);
    hash_free(&set->table);
}

static int compare_segments(const void *a, const void *b)
{
    const struct index_segment *const *x = a, *const *y = b;

    if ((*x)->live_count != (*y)->live_count)
        return (*x)->live_count > (*y)->live_count ? -1 : 1;
    return ((*x)->base > (*y)->base) - ((*x)->base < (*y)->base);
}

void inflections_of_stem(struct inflections *inflections, const struct index *index,
                         struct str stem, size_t most, struct arena *arena)
{
    size_t count = index_segment_count(index);
    const struct index_segment **segments = arena_zero(arena, count, sizeof *segments);
    struct word_set set = {0};

    for (size_t i = 0; i < count; i++)
        segments[i] = &index_segments(index)[i];
    qsort(segments, count, sizeof *segments, compare_segments);
    for (size_t i = 0; i < count; i++) {
        const struct vocabulary *vocabulary = segments[i]->segment.vocabulary;
        struct vocabulary_range range = vocabulary_stem(vocabulary, stem);
        for (uint32_t number = range.first; number < range.end; number++)
            add(&set, vocabulary_text(vocabulary, number));
    }
    take(inflections, &set, most, arena);
}

static int compare_words(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

void inflections_of_prefix(struct inflections *inflections, const struct index *index,
                           struct str prefix, size_t most, struct arena *arena)
{
    struct word_set set = {0};

    for (size_t i = 0; i < index_segment_count(index); i++) {
        const struct vocabulary *vocabulary = index_segments(index)[i].segment.vocabulary;
        struct vocabulary_range range = vocabulary_prefix(vocabulary, prefix);
        for (uint32_t place = range.first; place < range.end; place++)
            add(&set, vocabulary_text(vocabulary, vocabulary_at(vocabulary, place)));
    }
    if (set.count > 1)
        qsort(set.items, set.count, sizeof *set.items, compare_words);
    take(inflections, &set, most, arena);
}
