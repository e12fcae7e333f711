#include "search/suggest_words.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/terms.h"

enum { PREFIX_MIN = 2, LETTERS_MIN = 3 };

static bool is_suggestible(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (isdigit((unsigned char)word.p[i]))
            return false;
    return utf8_valid(word) && utf8_length(word) >= LETTERS_MIN;
}

/* Words of a segment, by their numbers; small numbers are frequent. */
struct candidates {
    uint32_t numbers[SUGGEST_WORDS_LOOKED_AT], stems[SUGGEST_WORDS_LOOKED_AT];
    size_t count;
};

/* Keeps the word if it is among the most frequent; of a stem, the first number alone. */
static void consider(struct candidates *candidates, const struct vocabulary *vocabulary,
                     uint32_t number)
{
    size_t count = candidates->count, at = count;
    struct str stem;

    if (count == SUGGEST_WORDS_LOOKED_AT && number > candidates->numbers[count - 1])
        return;
    if (!is_suggestible(vocabulary_text(vocabulary, number)))
        return;
    uint32_t first = vocabulary_stem_of(&stem, vocabulary, number).first;
    while (at > 0 && candidates->numbers[at - 1] > number)
        at--;
    if (at > 0 && candidates->stems[at - 1] == first)
        return;
    /* The words of a stem follow each other: another one of it can only be the next. */
    if (at < count && candidates->stems[at] == first) {
        candidates->numbers[at] = number;
        return;
    }
    if (count < SUGGEST_WORDS_LOOKED_AT)
        candidates->count = ++count;
    for (size_t i = count - 1; i > at; i--) {
        candidates->numbers[i] = candidates->numbers[i - 1];
        candidates->stems[i] = candidates->stems[i - 1];
    }
    candidates->numbers[at] = number;
    candidates->stems[at] = first;
}

struct word_list {
    struct suggest_word *items;
    size_t count, capacity;
};

static void add_candidates(struct word_list *list, const struct vocabulary *vocabulary,
                           struct str prefix)
{
    struct vocabulary_range range = vocabulary_prefix(vocabulary, prefix);
    struct candidates candidates = {.count = 0};

    for (uint32_t place = range.first; place < range.end; place++)
        consider(&candidates, vocabulary, vocabulary_at(vocabulary, place));
    for (size_t i = 0; i < candidates.count; i++) {
        struct suggest_word word = {.word = vocabulary_text(vocabulary, candidates.numbers[i])};
        size_t k = 0;
        vocabulary_stem_of(&word.stem, vocabulary, candidates.numbers[i]);
        while (k < list->count && !str_eq(list->items[k].stem, word.stem))
            k++;
        if (k < list->count)
            continue;
        list->items = mem_grow(list->items, list->count, &list->capacity, sizeof *list->items);
        list->items[list->count++] = word;
    }
}

static enum err_code count_sections(struct word_list *list, struct index_worker *worker,
                                    uint64_t deadline_ms, struct err *err)
{
    struct terms *terms = terms_new(worker, deadline_ms);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < list->count; i++) {
        size_t number = 0;
        code = terms_need(&number, terms, SCHEMA_STEM, list->items[i].stem, 0, err);
        if (code == ERR_OK)
            list->items[i].sections = terms_frequency(terms, number);
    }
    terms_free(terms);
    return code;
}

static int compare_words(const void *a, const void *b)
{
    const struct suggest_word *x = a, *y = b;

    if (x->sections != y->sections)
        return x->sections > y->sections ? -1 : 1;
    return str_compare(x->word, y->word);
}

enum err_code suggest_words(struct suggest_word *words, size_t *count, size_t most,
                            struct index_worker *worker, struct str prefix, bool all,
                            uint64_t deadline_ms, struct err *err)
{
    const struct index *index = worker->index;
    struct word_list list = {0};

    *count = 0;
    if (prefix.n < PREFIX_MIN)
        return ERR_OK;
    for (size_t i = 0; i < index_segment_count(index); i++)
        add_candidates(&list, index_segments(index)[i].segment.vocabulary, prefix);
    enum err_code code = count_sections(&list, worker, deadline_ms, err);
    if (code == ERR_OK && list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, compare_words);
    for (size_t i = 0; code == ERR_OK && i < list.count && *count < most; i++) {
        const struct suggest_word *word = &list.items[i];
        bool tells =
            word->sections <= index_section_count(index) / 2 && !str_eq(word->word, prefix);
        if (word->sections > 0 && (all || tells))
            words[(*count)++] = *word;
    }
    free(list.items);
    return code;
}
