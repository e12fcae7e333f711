#include "search/occurrences_sort.h"

#include <inttypes.h>
#include <stdlib.h>

#include "search/deadline.h"

enum { KEY_BYTES = 120 };

struct sorting {
    struct occurrences_key *keys;
    size_t count;
    bool left;
    struct arena *arena;
};

/* The words before or behind a span, in the heading or in the text, whichever it is in. */
static const char *context_key(const struct tokens_section *words, struct span span, bool left,
                               const struct vocabulary *vocabulary, struct arena *arena)
{
    bool heading = span.last < words->heading_count;
    uint32_t first = heading ? 0 : words->heading_count;
    uint32_t end = heading ? words->heading_count : words->count;
    uint32_t there = left ? span.first - first : end - span.last - 1;
    char key[KEY_BYTES];
    size_t n = 0;

    for (uint32_t i = 0; i < there && i < OCCURRENCES_SORT_WORDS; i++) {
        struct str word = vocabulary_text(
            vocabulary, words->words[left ? span.first - 1 - i : span.last + 1 + i]);
        if (word.n + 1 > sizeof key - n)
            break;
        memcpy(key + n, word.p, word.n);
        n += word.n;
        key[n++] = ' ';
    }
    return arena_strndup(arena, key, n);
}

/* Adds the occurrences of one section. */
static enum err_code add_keys(struct sorting *sorting, struct places *places, uint32_t at,
                              const struct occurrences_section *section,
                              const struct segment *segment, struct index_worker *worker,
                              struct arena *passing, struct err *err)
{
    struct places_found found;
    enum err_code code =
        places_find(&found, places, section->number, false, &worker->tokens, passing, err);

    for (size_t i = 0; code == ERR_OK && i < found.spans.count && i < section->count; i++)
        sorting->keys[sorting->count++] = (struct occurrences_key){
            .words = context_key(&found.words, found.spans.items[i], sorting->left,
                                 segment->vocabulary, sorting->arena),
            .section = at,
            .nth = (uint32_t)i};
    return code;
}

static int compare_keys(const void *a, const void *b)
{
    const struct occurrences_key *x = a, *y = b;
    int words = strcmp(x->words, y->words);

    if (words != 0)
        return words;
    if (x->section != y->section)
        return x->section < y->section ? -1 : 1;
    return (x->nth > y->nth) - (x->nth < y->nth);
}

enum err_code occurrences_sort(struct occurrences_key **keys,
                               const struct occurrences_counted *counted, uint64_t count,
                               const struct sought *sought, struct index_worker *worker,
                               const struct occurrences_request *request, struct arena *arena,
                               struct err *err)
{
    const struct index_segment *segments = index_segments(worker->index);
    size_t segment_count = index_segment_count(worker->index);
    enum err_code code = ERR_OK;

    if (count > OCCURRENCES_SORTED_MAX)
        return err_set(err, ERR_LIMIT,
                       "%" PRIu64 " occurrences are too many to be sorted by their context, which "
                       "%d can be; narrow the query, or take them by place",
                       count, OCCURRENCES_SORTED_MAX);
    struct arena *passing = arena_new();
    struct places **places = arena_zero(arena, segment_count, sizeof(struct places *));
    struct sorting sorting = {.keys = arena_zero(arena, (size_t)count, sizeof **keys),
                              .left = request->order == OCCURRENCES_BY_LEFT,
                              .arena = arena};
    for (uint32_t i = 0; code == ERR_OK && i < counted->count; i++) {
        const struct occurrences_section *section = &counted->items[i];
        const struct segment *segment = &segments[section->segment].segment;
        if (places[section->segment] == NULL)
            places[section->segment] = places_compile(sought, segment, arena);
        arena_clear(passing);
        code =
            add_keys(&sorting, places[section->segment], i, section, segment, worker, passing, err);
        if (code == ERR_OK)
            code = deadline_check(request->deadline_ms, err);
    }
    for (size_t i = 0; i < segment_count; i++)
        places_free(places[i]);
    arena_free(passing);
    if (sorting.count > 1)
        qsort(sorting.keys, sorting.count, sizeof *sorting.keys, compare_keys);
    *keys = sorting.keys;
    return code;
}
