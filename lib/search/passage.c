#include "search/passage.h"

#include <ctype.h>
#include <stdlib.h>

#include "search/token.h"
#include "spec/sentence.h"

void passage_words_free(struct passage_words *words)
{
    hash_free(&words->table);
    free(words->items);
    words->items = NULL;
    words->count = words->capacity = 0;
}

static uint32_t number_of(struct passage_words *words, struct str word)
{
    uint32_t hash = hash_str(word), number;
    size_t at = 0;

    while ((number = hash_next(&words->table, hash, &at)) != HASH_END)
        if (str_eq(words->items[number], word))
            return number;
    words->items = mem_grow(words->items, words->count, &words->capacity, sizeof *words->items);
    words->items[words->count] = (struct str){arena_strndup(words->arena, word.p, word.n), word.n};
    hash_add(&words->table, hash, (uint32_t)words->count);
    return (uint32_t)words->count++;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static size_t count_words(struct str text)
{
    struct tokenizer tokens;
    size_t count = 0;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        count++;
    tokenizer_free(&tokens);
    return count;
}

void passage_read(struct passage *passage, size_t from, struct passage_words *words)
{
    struct tokenizer tokens;
    struct str text = str_from(passage->text, from);
    size_t count = count_words(text);

    uint32_t *all = arena_zero(words->arena, 4 * count, sizeof *all);
    passage->words = all;
    passage->sorted = all + count;
    passage->starts = all + 2 * count;
    passage->ends = all + 3 * count;
    passage->count = 0;
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        passage->words[passage->count] = number_of(words, buf_view(&tokens.word));
        passage->starts[passage->count] = (uint32_t)(from + tokens.start);
        passage->ends[passage->count++] = (uint32_t)(from + tokens.end);
    }
    tokenizer_free(&tokens);
    for (uint32_t i = 0; i < passage->count; i++)
        passage->sorted[i] = passage->words[i];
    if (passage->count > 1)
        qsort(passage->sorted, passage->count, sizeof *passage->sorted, compare_numbers);
}

/* Where the passage begins whose sentence begins at `start`, if `from` has been reached: its list
 * mark belongs to it; a rule above it does not. */
static size_t beginning(struct str text, size_t from, size_t start)
{
    size_t line = start;

    while (line > from && text.p[line - 1] != '\n')
        line--;
    return count_words((struct str){text.p + from, line - from}) > 0 ? from : line;
}

/* Was a sentence ended within a word, for its length? */
static bool is_within_word(struct str text, size_t at)
{
    return at > 0 && at < text.n && !isspace((unsigned char)text.p[at - 1]) &&
           !isspace((unsigned char)text.p[at]);
}

static void add(struct passage_list *list, struct passage passage, size_t from,
                struct passage_words *words)
{
    struct str trimmed = str_trim(passage.text);
    size_t cut = (size_t)(trimmed.p - passage.text.p);

    if (count_words(trimmed) == 0) /* a rule, say */
        return;
    passage.text = trimmed;
    passage_read(&passage, from > cut ? from - cut : 0, words);
    list->items =
        arena_grow(words->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = passage;
}

void passage_split(struct passage_list *list, const struct record_section *section, uint32_t number,
                   struct passage_words *words)
{
    struct sentence *sentence = mem_zero(1, sizeof *sentence);
    struct passage next = {.section = number, .line = section->text_line};
    struct str text = section->text;
    struct sentence_splitter splitter;
    size_t at = 0, counted = 0;

    sentence_begin(&splitter, text);
    while (sentence_next(&splitter, sentence)) {
        size_t start = beginning(text, at, sentence->start);
        for (; counted < sentence->start; counted++)
            next.line += next.line > 0 && text.p[counted] == '\n';
        size_t from = sentence->start - start;
        while (is_within_word(text, splitter.at) && sentence_next(&splitter, sentence))
            continue;
        at = splitter.at;
        next.text = (struct str){text.p + start, at - start};
        add(list, next, from, words);
    }
    next.text = str_from(text, at);
    size_t behind = (size_t)(str_trim(next.text).p - text.p);
    for (; counted < behind; counted++)
        next.line += next.line > 0 && text.p[counted] == '\n';
    add(list, next, 0, words);
    free(sentence);
}

void passage_count_words(double *having, const struct passage *passage)
{
    for (uint32_t i = 0; i < passage->count; i++)
        if (i == 0 || passage->sorted[i] != passage->sorted[i - 1])
            having[passage->sorted[i]] += 1;
}

double passage_likeness(const struct passage *a, const struct passage *b, const double *weights)
{
    double both = 0, one = 0;
    uint32_t i = 0, k = 0;

    while (i < a->count && k < b->count) {
        if (a->sorted[i] == b->sorted[k]) {
            both += weights[a->sorted[i++]];
            k++;
        } else if (a->sorted[i] < b->sorted[k]) {
            one += weights[a->sorted[i++]];
        } else {
            one += weights[b->sorted[k++]];
        }
    }
    while (i < a->count)
        one += weights[a->sorted[i++]];
    while (k < b->count)
        one += weights[b->sorted[k++]];
    return both > 0 ? 2 * both / (2 * both + one) : 0;
}

int passage_compare(const struct passage *a, const struct passage *b)
{
    for (uint32_t i = 0; i < a->count && i < b->count; i++)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return (a->count > b->count) - (a->count < b->count);
}
