#include "search/clauses.h"

#include <stdlib.h>

#include "base/hash.h"
#include "search/deadline.h"
#include "spec/sentence.h"

enum { CLOCK_EVERY = 64 }; /* sections read between two looks at the clock */

/* A clause while places are added. */
struct gathered_clause {
    uint32_t first, count; /* words */
    uint32_t places;
};

struct gathered_place {
    uint32_t clause;
    struct clauses_place at;
};

struct gathering {
    const struct clauses_request *request;
    const struct index *index;
    struct arena *passing;
    const struct bitmap *matches; /* of each segment */
    struct places **sought;       /* likewise */
    uint32_t **numbers; /* likewise: of each word of its vocabulary, 1 more than ours; 0: none */
    struct {
        struct hash table;
        struct str *items; /* by our number; the vocabulary's own */
        size_t count, capacity;
    } texts;
    struct {
        struct hash table;
        struct gathered_clause *items;
        size_t count, capacity;
    } clauses;
    struct {
        struct gathered_place *items;
        size_t count, capacity;
    } places;
    uint32_t *words; /* of all clauses */
    size_t word_count, word_capacity;
    uint32_t left_out;
};

/* Words. */

static uint32_t number_of_text(struct gathering *gathering, struct str text)
{
    uint32_t hash = hash_str(text), number;
    size_t at = 0;

    while ((number = hash_next(&gathering->texts.table, hash, &at)) != HASH_END)
        if (str_eq(gathering->texts.items[number], text))
            return number;
    gathering->texts.items = mem_grow(gathering->texts.items, gathering->texts.count,
                                      &gathering->texts.capacity, sizeof *gathering->texts.items);
    gathering->texts.items[gathering->texts.count] = text;
    hash_add(&gathering->texts.table, hash, (uint32_t)gathering->texts.count);
    return (uint32_t)gathering->texts.count++;
}

/* Our number for a word of a segment. */
static uint32_t number_of(struct gathering *gathering, size_t segment, uint32_t word)
{
    const struct vocabulary *vocabulary =
        index_segments(gathering->index)[segment].segment.vocabulary;
    uint32_t *numbers = gathering->numbers[segment];

    if (numbers == NULL)
        numbers = gathering->numbers[segment] =
            mem_zero(vocabulary_end(vocabulary), sizeof *numbers);
    if (numbers[word] == 0)
        numbers[word] = number_of_text(gathering, vocabulary_text(vocabulary, word)) + 1;
    return numbers[word] - 1;
}

/* Clauses. */

static struct str bytes_of(const uint32_t *words, uint32_t count)
{
    return (struct str){(const char *)words, count * sizeof *words};
}

/* The number of the clause that has the words that stand last in our list, which are then left
 * there or taken out. */
static uint32_t clause_of(struct gathering *gathering, uint32_t count)
{
    uint32_t first = (uint32_t)(gathering->word_count - count), number;
    struct str words = bytes_of(gathering->words + first, count);
    uint32_t hash = hash_str(words);
    size_t at = 0;

    while ((number = hash_next(&gathering->clauses.table, hash, &at)) != HASH_END) {
        const struct gathered_clause *clause = &gathering->clauses.items[number];
        if (str_eq(bytes_of(gathering->words + clause->first, clause->count), words)) {
            gathering->word_count = first;
            return number;
        }
    }
    gathering->clauses.items =
        mem_grow(gathering->clauses.items, gathering->clauses.count, &gathering->clauses.capacity,
                 sizeof *gathering->clauses.items);
    gathering->clauses.items[gathering->clauses.count] = (struct gathered_clause){first, count, 0};
    hash_add(&gathering->clauses.table, hash, (uint32_t)gathering->clauses.count);
    return (uint32_t)gathering->clauses.count++;
}

static enum err_code add_place(struct gathering *gathering, size_t segment, const uint32_t *words,
                               uint32_t count, struct clauses_place place, struct err *err)
{
    if (gathering->places.count == CLAUSES_MAX || gathering->word_count + count > CLAUSES_WORDS_MAX)
        return err_set(err, ERR_LIMIT,
                       "there are too many clauses to be compared (more than %zu); choose agencies "
                       "or kinds of section, or say which words are in them",
                       gathering->places.count);
    for (uint32_t i = 0; i < count; i++) {
        gathering->words = mem_grow(gathering->words, gathering->word_count,
                                    &gathering->word_capacity, sizeof *gathering->words);
        gathering->words[gathering->word_count++] = number_of(gathering, segment, words[i]);
    }
    uint32_t clause = clause_of(gathering, count);
    gathering->clauses.items[clause].places++;
    gathering->places.items =
        mem_grow(gathering->places.items, gathering->places.count, &gathering->places.capacity,
                 sizeof *gathering->places.items);
    gathering->places.items[gathering->places.count++] = (struct gathered_place){clause, place};
    return ERR_OK;
}

/* Sections. */

/* Is a place of what is sought among the words first .. end - 1? The places before *next begin
 * before those words. */
static bool holds_place(size_t *next, const struct span_list *spans, uint32_t first, uint32_t end)
{
    while (*next < spans->count && spans->items[*next].first < first)
        (*next)++;
    for (size_t i = *next; i < spans->count && spans->items[i].first < end; i++)
        if (spans->items[i].last < end)
            return true;
    return false;
}

static enum err_code add_clauses(struct gathering *gathering, const struct places_found *found,
                                 uint32_t segment, uint32_t class, uint32_t section,
                                 struct err *err)
{
    const struct spelling_place *places = found->record.places;
    struct sentence_splitter splitter;
    size_t start, end, next = 0;
    uint32_t at = found->words.heading_count;
    enum err_code code = ERR_OK;

    sentence_begin(&splitter, found->record.text);
    while (code == ERR_OK && sentence_next_bounds(&start, &end, &splitter)) {
        while (at < found->words.count && places[at].start < start)
            at++;
        uint32_t first = at;
        while (at < found->words.count && places[at].start < end)
            at++;
        if (gathering->request->sought != NULL && !holds_place(&next, &found->spans, first, at))
            continue;
        if (at - first < CLAUSES_WORDS_LEAST)
            gathering->left_out += at > first;
        else
            code = add_place(gathering, segment, found->words.words + first, at - first,
                             (struct clauses_place){class, section, (uint32_t)start, (uint32_t)end},
                             err);
    }
    return code;
}

static enum err_code add_class(struct gathering *gathering, uint32_t number, struct err *err)
{
    const struct population_class *class = &gathering->request->population->items[number];
    const struct bitmap *matches = &gathering->matches[class->segment];
    uint32_t end = class->first + class->count;
    enum err_code code = ERR_OK;

    for (uint32_t i = bitmap_next(matches, class->first); code == ERR_OK && i < end;
         i = bitmap_next(matches, i + 1)) {
        struct places_found found;
        arena_clear(gathering->passing);
        code = places_find(&found, gathering->sought[class->segment], i, true,
                           &gathering->request->scope->worker->tokens, gathering->passing, err);
        if (code == ERR_OK)
            code = add_clauses(gathering, &found, class->segment, number, i, err);
    }
    return code;
}

static enum err_code add_classes(struct gathering *gathering, struct err *err)
{
    const struct population *population = gathering->request->population;
    uint32_t sections = 0;
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; code == ERR_OK && i < population->count; i++) {
        code = add_class(gathering, i, err);
        sections += population->items[i].count;
        if (code == ERR_OK && sections >= CLOCK_EVERY) {
            sections = 0;
            code = deadline_check(gathering->request->scope->deadline_ms, err);
        }
    }
    return code;
}

/* Finds the sections, and what is sought in them. */
static enum err_code add_all(struct gathering *gathering, struct err *err)
{
    const struct clauses_request *request = gathering->request;
    const struct population_scope *scope = request->scope;
    const struct sought *sought = request->sought;
    size_t segments = index_segment_count(gathering->index);
    struct bitmap *found = NULL;
    enum err_code code = ERR_OK;

    gathering->matches = request->population->sections;
    if (request->root->child_count > 0) {
        code = population_find(&found, scope, request->root, err);
        gathering->matches = found;
    }
    if (code != ERR_OK)
        return code;
    if (sought == NULL)
        sought = sought_of(request->root, NULL, scope->arena);
    gathering->numbers = mem_zero(segments, sizeof *gathering->numbers);
    gathering->sought = mem_zero(segments, sizeof *gathering->sought);
    for (size_t i = 0; i < segments; i++)
        gathering->sought[i] =
            places_compile(sought, &index_segments(gathering->index)[i].segment, scope->arena);
    code = add_classes(gathering, err);
    for (size_t i = 0; i < segments; i++) {
        places_free(gathering->sought[i]);
        free(gathering->numbers[i]);
    }
    free(gathering->sought);
    free(gathering->numbers);
    return code;
}

/* Results. */

struct sorted_text {
    struct str text;
    uint32_t number;
};

static int compare_texts(const void *a, const void *b)
{
    const struct sorted_text *x = a, *y = b;
    return str_compare(x->text, y->text);
}

/* Numbers the words by the order of their bytes. */
static void sort_words(struct gathering *gathering)
{
    size_t count = gathering->texts.count;
    struct sorted_text *sorted = mem_alloc(count * sizeof *sorted);
    uint32_t *places = mem_alloc(count * sizeof *places);

    for (uint32_t i = 0; i < count; i++)
        sorted[i] = (struct sorted_text){gathering->texts.items[i], i};
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_texts);
    for (uint32_t i = 0; i < count; i++)
        places[sorted[i].number] = i;
    for (size_t i = 0; i < gathering->word_count; i++)
        gathering->words[i] = places[gathering->words[i]];
    free(places);
    free(sorted);
}

/* Hands over what was gathered, the places of each clause beside each other. */
static void hand_over(struct clauses *clauses, struct gathering *gathering)
{
    struct clauses_place *place;

    sort_words(gathering);
    clauses->words = gathering->words;
    clauses->word_count = (uint32_t)gathering->texts.count;
    clauses->count = (uint32_t)gathering->clauses.count;
    clauses->place_count = (uint32_t)gathering->places.count;
    clauses->left_out = gathering->left_out;
    clauses->items = mem_zero(clauses->count, sizeof *clauses->items);
    place = clauses->places = mem_alloc(clauses->place_count * sizeof *clauses->places);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const struct gathered_clause *from = &gathering->clauses.items[i];
        clauses->items[i] = (struct clause){
            .words = clauses->words + from->first, .count = from->count, .places = place};
        place += from->places;
    }
    for (uint32_t i = 0; i < clauses->place_count; i++) {
        const struct gathered_place *from = &gathering->places.items[i];
        struct clause *clause = &clauses->items[from->clause];
        clauses->places[(clause->places - clauses->places) + clause->place_count++] = from->at;
    }
}

enum err_code clauses_gather(struct clauses *clauses, const struct clauses_request *request,
                             struct err *err)
{
    struct gathering gathering = {
        .request = request, .index = request->scope->index, .passing = arena_new()};
    enum err_code code = add_all(&gathering, err);

    *clauses = (struct clauses){.count = 0};
    if (code == ERR_OK)
        hand_over(clauses, &gathering);
    else
        free(gathering.words);
    hash_free(&gathering.texts.table);
    free(gathering.texts.items);
    hash_free(&gathering.clauses.table);
    free(gathering.clauses.items);
    free(gathering.places.items);
    arena_free(gathering.passing);
    return code;
}

void clauses_free(struct clauses *clauses)
{
    free(clauses->items);
    free(clauses->words);
    free(clauses->places);
    *clauses = (struct clauses){.count = 0};
}

/* Reading one. */

static uint32_t count_lines(struct str text)
{
    uint32_t lines = 0;

    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

enum err_code clauses_read(struct clauses_text *text, const struct segment *segment,
                           struct clauses_place place, struct tokens_buffer *buffer,
                           struct arena *arena, struct err *err)
{
    struct tokens_section words;
    struct record_section *section = &text->section;
    enum err_code code =
        segment_read_section(section, &words, segment, place.section + 1, buffer, arena, err);

    if (code != ERR_OK)
        return code;
    if (place.end > section->text.n)
        return err_set(err, ERR_INTERNAL, "a clause is not where it was");
    text->text = (struct str){section->text.p + place.start, place.end - place.start};
    text->line = section->text_line > 0
                     ? section->text_line + count_lines((struct str){section->text.p, place.start})
                     : 0;
    return ERR_OK;
}
