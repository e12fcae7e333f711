#include "search/acronyms.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/pack.h"
#include "base/utf8.h"
#include "search/token.h"
#include "spec/acronym.h"

/* Pairs by acronym and long form, whoever collects them. */

struct entry {
    struct str key; /* "cdl\0commercial driver's license" */
    uint32_t *classes;
    size_t class_count, class_capacity;
    uint32_t live;
};

struct entries {
    struct arena *arena;
    struct entry *items;
    size_t count, capacity;
    struct hash table;
};

static struct entries entries_new(void)
{
    return (struct entries){.arena = arena_new()};
}

static void entries_free(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        free(entries->items[i].classes);
    free(entries->items);
    hash_free(&entries->table);
    arena_free(entries->arena);
}

/* The entry of a key, which is copied if it is new. */
static struct entry *entries_take(struct entries *entries, struct str key)
{
    uint32_t hash = hash_str(key), number;
    size_t at = 0;

    while ((number = hash_next(&entries->table, hash, &at)) != HASH_END)
        if (str_eq(entries->items[number].key, key))
            return &entries->items[number];
    hash_add(&entries->table, hash, (uint32_t)entries->count);
    entries->items =
        mem_grow(entries->items, entries->count, &entries->capacity, sizeof *entries->items);
    struct entry *entry = &entries->items[entries->count++];
    *entry = (struct entry){.key = {arena_strndup(entries->arena, key.p, key.n), key.n}};
    return entry;
}

static int compare_keys(const void *a, const void *b)
{
    const struct entry *const *x = a, *const *y = b;
    return str_compare((*x)->key, (*y)->key);
}

/* The acronym of a key; *words is its long form. */
static struct str split(struct str *words, struct str key)
{
    *words = key;
    return str_cut(words, '\0');
}

/* Writing. */

struct acronyms_writer {
    struct entries entries;
    struct acronym_finder finder;
    struct buf key;
};

struct acronyms_writer *acronyms_writer_new(void)
{
    struct acronyms_writer *writer = mem_zero(1, sizeof *writer);

    writer->entries = entries_new();
    return writer;
}

void acronyms_writer_free(struct acronyms_writer *writer)
{
    if (writer == NULL)
        return;
    entries_free(&writer->entries);
    buf_free(&writer->key);
    free(writer);
}

/* Makes *key that of a pair; false if it is none that is kept. */
static bool make_key(struct buf *key, const struct acronym *acronym)
{
    struct tokenizer tokens;
    size_t words = 0, start = acronym->letters.n + 1;
    bool kept = true;

    key->n = 0;
    tokenizer_start(&tokens, acronym->letters); /* of ASCII: one word */
    if (tokenizer_next(&tokens))
        buf_str(key, buf_view(&tokens.word));
    tokenizer_free(&tokens);
    buf_char(key, '\0');
    tokenizer_start(&tokens, acronym->words);
    while (tokenizer_next(&tokens)) {
        struct str letters = {key->p, start - 1};
        if (words > 0)
            buf_char(key, tokens.possessive ? '\'' : ' ');
        kept = kept && !str_eq(buf_view(&tokens.word), letters);
        buf_str(key, buf_view(&tokens.word));
        words += !tokens.possessive;
    }
    tokenizer_free(&tokens);
    return kept && words >= 2 && key->n - start <= ACRONYMS_LONG_MAX;
}

void acronyms_writer_section(struct acronyms_writer *writer, uint32_t class_number, struct str text)
{
    struct acronym acronym;

    acronym_begin(&writer->finder, text);
    while (acronym_next(&writer->finder, &acronym)) {
        if (!make_key(&writer->key, &acronym))
            continue;
        struct entry *entry = entries_take(&writer->entries, buf_view(&writer->key));
        if (entry->class_count > 0 && entry->classes[entry->class_count - 1] == class_number)
            continue;
        entry->classes = mem_grow(entry->classes, entry->class_count, &entry->class_capacity,
                                  sizeof *entry->classes);
        entry->classes[entry->class_count++] = class_number;
    }
}

void acronyms_writer_encode(struct buf *out, const struct acronyms_writer *writer)
{
    size_t count = writer->entries.count;
    const struct entry **sorted = mem_alloc(count * sizeof *sorted);

    for (size_t i = 0; i < count; i++)
        sorted[i] = &writer->entries.items[i];
    qsort(sorted, count, sizeof *sorted, compare_keys);
    for (size_t i = 0; i < count; i++) {
        uint32_t last = 0;
        pack_text(out, sorted[i]->key);
        pack_number(out, (uint32_t)sorted[i]->class_count);
        for (size_t k = 0; k < sorted[i]->class_count; k++) {
            pack_number(out, sorted[i]->classes[k] - last);
            last = sorted[i]->classes[k];
        }
    }
    free(sorted);
}

/* Reading. */

struct acronyms {
    struct entries entries;     /* until it is finished */
    struct acronym_pair *pairs; /* in order of the acronym, then that of its forms */
    size_t count, longest;
    struct hash runs; /* the pairs by the stems of their long forms */
    struct arena *arena;
};

struct acronyms *acronyms_new(void)
{
    struct acronyms *acronyms = mem_zero(1, sizeof *acronyms);

    acronyms->entries = entries_new();
    acronyms->arena = arena_new();
    return acronyms;
}

void acronyms_free(struct acronyms *acronyms)
{
    if (acronyms == NULL)
        return;
    entries_free(&acronyms->entries);
    hash_free(&acronyms->runs);
    arena_free(acronyms->arena);
    free(acronyms);
}

/* Takes the classes of a pair; *live is how many of them live. False if they are damaged. */
static bool take_classes(uint32_t *live, struct str *rest, const struct columns *columns,
                         const struct bitmap *alive)
{
    uint32_t count = 0, step = 0;
    uint64_t class_number = 0;

    *live = 0;
    if (!pack_take_number(&count, rest))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!pack_take_number(&step, rest) || (i > 0 && step == 0))
            return false;
        class_number += step;
        if (class_number >= columns->class_count)
            return false;
        *live += bitmap_has(alive, columns->classes[class_number].first);
    }
    return true;
}

enum err_code acronyms_add(struct acronyms *acronyms, struct str encoded,
                           const struct columns *columns, const struct bitmap *live,
                           struct err *err)
{
    while (encoded.n > 0) {
        struct str key, words;
        uint32_t classes;
        if (!pack_take_text(&key, &encoded) || split(&words, key).n == 0 || words.n == 0 ||
            !utf8_valid(key) || !take_classes(&classes, &encoded, columns, live))
            return err_set(err, ERR_FORMAT, "the acronyms are damaged; " SCHEMA_REBUILD);
        if (classes > 0)
            entries_take(&acronyms->entries, key)->live += classes;
    }
    return ERR_OK;
}

/* By acronym, then most classes first. */
static int compare_entries(const void *a, const void *b)
{
    const struct entry *const *x = a, *const *y = b;
    struct str x_words, y_words;
    int order = str_compare(split(&x_words, (*x)->key), split(&y_words, (*y)->key));

    if (order != 0)
        return order;
    if ((*x)->live != (*y)->live)
        return (*x)->live > (*y)->live ? -1 : 1;
    return str_compare(x_words, y_words);
}

static uint32_t hash_of(const struct str *stems, size_t count)
{
    uint32_t hash = 0;

    for (size_t i = 0; i < count; i++)
        if (stems[i].n > 0)
            hash = hash * 31 + hash_str(stems[i]);
    return hash;
}

static enum err_code stem_word(struct str *stem, struct stemmer *stemmer, struct str word,
                               struct arena *arena, struct err *err)
{
    struct buf made = {0};
    enum err_code code = stemmer_stem(&made, stemmer, word, err);

    *stem = (struct str){arena_strndup(arena, buf_view(&made).p, made.n), made.n};
    buf_free(&made);
    return code;
}

/* Cuts the long form into words; *stemmed of them have a stem. */
static enum err_code set_words(struct acronym_pair *pair, size_t *stemmed, struct stemmer *stemmer,
                               struct arena *arena, struct err *err)
{
    struct str *forms = arena_zero(arena, pair->words.n, sizeof *forms);
    struct str *stems = arena_zero(arena, pair->words.n, sizeof *stems);
    struct tokenizer tokens;
    enum err_code code = ERR_OK;

    *stemmed = 0;
    tokenizer_start(&tokens, pair->words);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word);
        if (!tokens.possessive)
            code = stem_word(&stems[pair->count], stemmer, word, arena, err);
        *stemmed += !tokens.possessive;
        forms[pair->count++] = (struct str){arena_strndup(arena, word.p, word.n), word.n};
    }
    tokenizer_free(&tokens);
    pair->forms = forms;
    pair->stems = stems;
    return code;
}

static enum err_code add_pair(struct acronyms *acronyms, const struct entry *entry,
                              struct stemmer *stemmer, struct err *err)
{
    struct acronym_pair *pair = &acronyms->pairs[acronyms->count];
    struct arena *arena = acronyms->arena;
    struct str key = {arena_strndup(arena, entry->key.p, entry->key.n), entry->key.n};
    size_t stemmed = 0;

    pair->letters = split(&pair->words, key);
    pair->classes = entry->live;
    enum err_code code = stem_word(&pair->stem, stemmer, pair->letters, arena, err);
    if (code == ERR_OK)
        code = set_words(pair, &stemmed, stemmer, arena, err);
    if (code != ERR_OK)
        return code;
    if (stemmed > acronyms->longest)
        acronyms->longest = stemmed;
    hash_add(&acronyms->runs, hash_of(pair->stems, pair->count), (uint32_t)acronyms->count++);
    return ERR_OK;
}

enum err_code acronyms_finish(struct acronyms *acronyms, struct stemmer *stemmer, struct err *err)
{
    size_t count = acronyms->entries.count, forms = 0;
    const struct entry **sorted = mem_alloc(count * sizeof *sorted);
    enum err_code code = ERR_OK;
    struct str last = {0}, words;

    for (size_t i = 0; i < count; i++)
        sorted[i] = &acronyms->entries.items[i];
    qsort(sorted, count, sizeof *sorted, compare_entries);
    acronyms->pairs = arena_zero(acronyms->arena, count, sizeof *acronyms->pairs);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct str letters = split(&words, sorted[i]->key);
        forms = str_eq(letters, last) ? forms + 1 : 1;
        last = letters;
        if (forms <= ACRONYMS_FORMS_MAX)
            code = add_pair(acronyms, sorted[i], stemmer, err);
    }
    free(sorted);
    entries_free(&acronyms->entries);
    acronyms->entries = entries_new();
    return code;
}

const struct acronym_pair *acronyms_of(size_t *count, const struct acronyms *acronyms,
                                       struct str letters)
{
    size_t low = 0, high = acronyms->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(acronyms->pairs[middle].letters, letters) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < acronyms->count && str_eq(acronyms->pairs[low + *count].letters, letters))
        ++*count;
    return acronyms->pairs + low;
}

/* Are these the stems of a pair's long form, a possessive's apart? */
static bool has_stems(const struct acronym_pair *pair, const struct str *stems, size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < pair->count; i++) {
        if (pair->stems[i].n == 0)
            continue;
        if (at == count || !str_eq(pair->stems[i], stems[at++]))
            return false;
    }
    return at == count;
}

const struct acronym_pair *acronyms_next(size_t *at, const struct acronyms *acronyms,
                                         const struct str *stems, size_t count)
{
    uint32_t hash = hash_of(stems, count), number;

    while ((number = hash_next(&acronyms->runs, hash, at)) != HASH_END)
        if (has_stems(&acronyms->pairs[number], stems, count))
            return &acronyms->pairs[number];
    return NULL;
}

size_t acronyms_longest(const struct acronyms *acronyms)
{
    return acronyms->longest;
}
