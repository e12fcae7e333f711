#include "search/vocabulary.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mapping.h"
#include "base/mem.h"
#include "search/schema.h"

/* File: header; word_offsets[words + 1] into the words' bytes; word_order[words], places of the
 * words in order of their bytes; stem_firsts[stems + 1], the places of each stem's first word;
 * stem_offsets[stems + 1] and stem_order[stems], as the words'; the words' bytes; the stems' bytes.
 * A word's place is its number - VOCABULARY_FIRST; stems stand in the order of their words. The
 * arrays are of uint32_t, all in the machine's byte order. */
struct vocabulary_header {
    char magic[8];
    uint64_t size; /* of the whole file */
    uint32_t version, word_count, stem_count, word_bytes;
};

static const char vocabulary_magic[8] = "SSVOCAB";
enum { VOCABULARY_VERSION = 1 };

/* Writing: texts with ids 0, 1, ... */

struct interned {
    struct str text; /* in the writer's arena */
    uint64_t occurrences;
};

struct interner {
    struct interned *items;
    size_t count, capacity;
    struct hash ids;
};

struct vocabulary_writer {
    struct stemmer *stemmer;
    struct arena *arena;
    struct interner words; /* a word's id is its id here + VOCABULARY_FIRST */
    struct interner stems;
    uint32_t *word_stems; /* ids of stems by id in `words` */
    size_t word_stem_capacity;
    struct buf stem; /* of the last new word */
    /* Since it is finished: */
    uint32_t *numbers;         /* by id */
    uint32_t *words_by_number; /* ids in `words`, from VOCABULARY_FIRST */
    uint32_t *stems_by_rank, *stem_ranks;
};

/* The id of a text; HASH_END if it has none. */
static uint32_t interner_find(const struct interner *interner, struct str text, uint32_t hash)
{
    size_t at = 0;
    uint32_t id;

    do
        id = hash_next(&interner->ids, hash, &at);
    while (id != HASH_END && !str_eq(interner->items[id].text, text));
    return id;
}

/* Gives a text that has none the next id. */
static uint32_t interner_add(struct interner *interner, struct arena *arena, struct str text,
                             uint32_t hash)
{
    uint32_t id = (uint32_t)interner->count;

    interner->items =
        mem_grow(interner->items, interner->count, &interner->capacity, sizeof *interner->items);
    interner->items[interner->count++] =
        (struct interned){.text = {arena_strndup(arena, text.p, text.n), text.n}};
    hash_add(&interner->ids, hash, id);
    return id;
}

static void interner_free(struct interner *interner)
{
    free(interner->items);
    hash_free(&interner->ids);
}

struct vocabulary_writer *vocabulary_writer_new(struct stemmer *stemmer)
{
    struct vocabulary_writer *writer = mem_zero(1, sizeof *writer);

    writer->stemmer = stemmer;
    writer->arena = arena_new();
    return writer;
}

void vocabulary_writer_free(struct vocabulary_writer *writer)
{
    if (writer == NULL)
        return;
    interner_free(&writer->words);
    interner_free(&writer->stems);
    free(writer->word_stems);
    buf_free(&writer->stem);
    free(writer->numbers);
    free(writer->words_by_number);
    free(writer->stems_by_rank);
    free(writer->stem_ranks);
    arena_free(writer->arena);
    free(writer);
}

static enum err_code add_new(uint32_t *id, struct vocabulary_writer *writer, struct str word,
                             uint32_t hash, struct err *err)
{
    enum err_code code = stemmer_stem(&writer->stem, writer->stemmer, word, err);

    if (code != ERR_OK)
        return code;
    struct str text = buf_view(&writer->stem);
    uint32_t stem_hash = hash_str(text), stem = interner_find(&writer->stems, text, stem_hash);
    if (stem == HASH_END)
        stem = interner_add(&writer->stems, writer->arena, text, stem_hash);
    writer->word_stems = mem_grow(writer->word_stems, writer->words.count,
                                  &writer->word_stem_capacity, sizeof *writer->word_stems);
    writer->word_stems[writer->words.count] = stem;
    *id = interner_add(&writer->words, writer->arena, word, hash);
    return ERR_OK;
}

enum err_code vocabulary_writer_add(uint32_t *id, struct vocabulary_writer *writer, struct str word,
                                    struct err *err)
{
    uint32_t hash = hash_str(word), found = interner_find(&writer->words, word, hash);

    if (found == HASH_END) {
        enum err_code code = add_new(&found, writer, word, hash, err);
        if (code != ERR_OK)
            return code;
    }
    writer->words.items[found].occurrences++;
    *id = found + VOCABULARY_FIRST;
    return ERR_OK;
}

uint32_t vocabulary_writer_stem(const struct vocabulary_writer *writer, uint32_t id)
{
    return writer->word_stems[id - VOCABULARY_FIRST];
}

struct str vocabulary_writer_text(const struct vocabulary_writer *writer, uint32_t id)
{
    return writer->words.items[id - VOCABULARY_FIRST].text;
}

struct str vocabulary_writer_stem_text(const struct vocabulary_writer *writer, uint32_t stem)
{
    return writer->stems.items[stem].text;
}

struct sorted {
    uint32_t group, id;
    uint64_t occurrences;
    struct str text;
};

static int compare_sorted(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->occurrences != b->occurrences)
        return a->occurrences > b->occurrences ? -1 : 1;
    return str_compare(a->text, b->text);
}

enum sorting { BY_OCCURRENCES, BY_BYTES };

/* The ids by their group (NULL: all are of one), then as `sorting` says. To be freed. */
static uint32_t *sort_ids(const struct interner *interner, const uint32_t *groups,
                          enum sorting sorting)
{
    struct sorted *sorted = mem_zero(interner->count, sizeof *sorted);
    uint32_t *ids = mem_zero(interner->count, sizeof *ids);

    for (size_t i = 0; i < interner->count; i++) {
        const struct interned *item = &interner->items[i];
        sorted[i] = (struct sorted){.group = groups != NULL ? groups[i] : 0,
                                    .id = (uint32_t)i,
                                    .occurrences = sorting == BY_BYTES ? 0 : item->occurrences,
                                    .text = item->text};
    }
    qsort(sorted, interner->count, sizeof *sorted, compare_sorted);
    for (size_t i = 0; i < interner->count; i++)
        ids[i] = sorted[i].id;
    free(sorted);
    return ids;
}

const uint32_t *vocabulary_writer_finish(struct vocabulary_writer *writer)
{
    const struct interner *words = &writer->words, *stems = &writer->stems;

    for (size_t i = 0; i < words->count; i++)
        stems->items[writer->word_stems[i]].occurrences += words->items[i].occurrences;
    writer->stems_by_rank = sort_ids(stems, NULL, BY_OCCURRENCES);
    writer->stem_ranks = mem_zero(stems->count, sizeof *writer->stem_ranks);
    for (size_t rank = 0; rank < stems->count; rank++)
        writer->stem_ranks[writer->stems_by_rank[rank]] = (uint32_t)rank;

    uint32_t *groups = mem_zero(words->count, sizeof *groups);
    for (size_t i = 0; i < words->count; i++)
        groups[i] = writer->stem_ranks[writer->word_stems[i]];
    writer->words_by_number = sort_ids(words, groups, BY_OCCURRENCES);
    free(groups);

    writer->numbers = mem_zero(words->count + VOCABULARY_FIRST, sizeof *writer->numbers);
    writer->numbers[VOCABULARY_POSSESSIVE] = VOCABULARY_POSSESSIVE;
    for (size_t i = 0; i < words->count; i++)
        writer->numbers[writer->words_by_number[i] + VOCABULARY_FIRST] =
            (uint32_t)i + VOCABULARY_FIRST;
    return writer->numbers;
}

static void put(struct buf *file, uint32_t number)
{
    buf_add(file, (const char *)&number, sizeof number);
}

static void put_offsets(struct buf *file, const struct interner *interner, const uint32_t *order)
{
    uint32_t offset = 0;

    put(file, offset);
    for (size_t i = 0; i < interner->count; i++)
        put(file, offset += (uint32_t)interner->items[order[i]].text.n);
}

static void put_texts(struct buf *file, const struct interner *interner, const uint32_t *order)
{
    for (size_t i = 0; i < interner->count; i++)
        buf_str(file, interner->items[order[i]].text);
}

/* places[id] - first is the place of each text. */
static void put_order(struct buf *file, const struct interner *interner, const uint32_t *places,
                      uint32_t first)
{
    uint32_t *sorted = sort_ids(interner, NULL, BY_BYTES);

    for (size_t i = 0; i < interner->count; i++)
        put(file, places[sorted[i]] - first);
    free(sorted);
}

static void put_stem_firsts(struct buf *file, const struct vocabulary_writer *writer)
{
    uint32_t previous = UINT32_MAX;

    for (size_t i = 0; i < writer->words.count; i++) {
        uint32_t stem = writer->word_stems[writer->words_by_number[i]];
        if (stem != previous)
            put(file, (uint32_t)i);
        previous = stem;
    }
    put(file, (uint32_t)writer->words.count);
}

static uint64_t text_bytes(const struct interner *interner)
{
    uint64_t total = 0;

    for (size_t i = 0; i < interner->count; i++)
        total += interner->items[i].text.n;
    return total;
}

enum err_code vocabulary_writer_save(const struct vocabulary_writer *writer, const char *path,
                                     struct err *err)
{
    struct vocabulary_header header = {.version = VOCABULARY_VERSION,
                                       .word_count = (uint32_t)writer->words.count,
                                       .stem_count = (uint32_t)writer->stems.count,
                                       .word_bytes = (uint32_t)text_bytes(&writer->words)};
    struct buf file = {0};

    if (text_bytes(&writer->words) > UINT32_MAX || text_bytes(&writer->stems) > UINT32_MAX)
        return err_set(err, ERR_LIMIT, "%s: the words have 4 GiB or more", path);
    memcpy(header.magic, vocabulary_magic, sizeof header.magic);
    buf_add(&file, (const char *)&header, sizeof header);
    put_offsets(&file, &writer->words, writer->words_by_number);
    put_order(&file, &writer->words, writer->numbers + VOCABULARY_FIRST, VOCABULARY_FIRST);
    put_stem_firsts(&file, writer);
    put_offsets(&file, &writer->stems, writer->stems_by_rank);
    put_order(&file, &writer->stems, writer->stem_ranks, 0);
    put_texts(&file, &writer->words, writer->words_by_number);
    put_texts(&file, &writer->stems, writer->stems_by_rank);
    header.size = file.n;
    memcpy(file.p, &header, sizeof header);
    enum err_code code = file_write(path, buf_view(&file), err);
    buf_free(&file);
    return code;
}

/* Reading. */

/* Texts by their place, and the places in order of the texts' bytes. */
struct list {
    const uint32_t *offsets, *order;
    const char *bytes;
    uint32_t count;
};

struct vocabulary {
    struct mapping mapping;
    struct list words, stems;
    const uint32_t *stem_firsts;
};

/* Finds the parts of the file; false if they do not fit its size. */
static bool lay_out(struct vocabulary *vocabulary)
{
    size_t size = vocabulary->mapping.size;
    const struct vocabulary_header *header = (const void *)vocabulary->mapping.start;

    if (size < sizeof *header ||
        memcmp(header->magic, vocabulary_magic, sizeof header->magic) != 0 ||
        header->version != VOCABULARY_VERSION || header->size != size)
        return false;
    size_t words = header->word_count, stems = header->stem_count;
    size_t texts = sizeof *header + (2 * words + 3 * stems + 3) * sizeof(uint32_t);
    if (texts > size || header->word_bytes > size - texts)
        return false;
    const uint32_t *arrays = (const void *)(header + 1);
    vocabulary->words = (struct list){.offsets = arrays,
                                      .order = arrays + words + 1,
                                      .bytes = vocabulary->mapping.start + texts,
                                      .count = header->word_count};
    vocabulary->stem_firsts = vocabulary->words.order + words;
    vocabulary->stems = (struct list){.offsets = vocabulary->stem_firsts + stems + 1,
                                      .order = vocabulary->stem_firsts + 2 * (stems + 1),
                                      .bytes = vocabulary->words.bytes + header->word_bytes,
                                      .count = header->stem_count};
    return true;
}

/* Are offsets and places within bounds? */
static bool list_is_sound(const struct list *list, size_t bytes)
{
    if (list->offsets[0] != 0 || list->offsets[list->count] != bytes)
        return false;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->offsets[i] > list->offsets[i + 1] || list->order[i] >= list->count)
            return false;
    return true;
}

/* Does each word have a stem, and each stem a word? */
static bool stems_are_sound(const struct vocabulary *vocabulary)
{
    const uint32_t *firsts = vocabulary->stem_firsts;
    uint32_t count = vocabulary->stems.count;

    for (uint32_t i = 0; i < count; i++)
        if (firsts[i] >= firsts[i + 1])
            return false;
    return firsts[0] == 0 && firsts[count] == vocabulary->words.count;
}

enum err_code vocabulary_open(struct vocabulary **vocabulary, const char *path, struct err *err)
{
    struct vocabulary *opened = mem_zero(1, sizeof *opened);
    enum err_code code = mapping_open(&opened->mapping, path, err);

    if (code == ERR_OK) {
        const char *end = opened->mapping.start + opened->mapping.size;
        if (!lay_out(opened) ||
            !list_is_sound(&opened->words, (size_t)(opened->stems.bytes - opened->words.bytes)) ||
            !list_is_sound(&opened->stems, (size_t)(end - opened->stems.bytes)) ||
            !stems_are_sound(opened))
            code = err_set(err, ERR_FORMAT, "%s: damaged or of another version; " SCHEMA_REBUILD,
                           path);
    }
    if (code == ERR_OK)
        *vocabulary = opened;
    else
        vocabulary_close(opened);
    return code;
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    if (vocabulary != NULL) {
        mapping_close(&vocabulary->mapping);
        free(vocabulary);
    }
}

static struct str list_text(const struct list *list, uint32_t place)
{
    uint32_t start = list->offsets[place];
    return (struct str){list->bytes + start, list->offsets[place + 1] - start};
}

/* How many texts, in order of bytes, come before a text; `past`: or begin with it. */
static uint32_t list_search(const struct list *list, struct str text, bool past)
{
    uint32_t low = 0, high = list->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct str there = list_text(list, list->order[middle]);
        if (str_compare(there, text) < 0 || (past && str_starts(there, text)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place of a text; false if the list does not have it. */
static bool list_find(uint32_t *place, const struct list *list, struct str text)
{
    uint32_t at = list_search(list, text, false);

    if (at == list->count || !str_eq(list_text(list, list->order[at]), text))
        return false;
    *place = list->order[at];
    return true;
}

uint32_t vocabulary_end(const struct vocabulary *vocabulary)
{
    return vocabulary->words.count + VOCABULARY_FIRST;
}

struct str vocabulary_text(const struct vocabulary *vocabulary, uint32_t number)
{
    return number == VOCABULARY_POSSESSIVE
               ? STR("s")
               : list_text(&vocabulary->words, number - VOCABULARY_FIRST);
}

uint32_t vocabulary_find(const struct vocabulary *vocabulary, struct str word)
{
    uint32_t place;
    return list_find(&place, &vocabulary->words, word) ? place + VOCABULARY_FIRST : VOCABULARY_NONE;
}

static struct vocabulary_range stem_range(const struct vocabulary *vocabulary, uint32_t stem)
{
    return (struct vocabulary_range){vocabulary->stem_firsts[stem] + VOCABULARY_FIRST,
                                     vocabulary->stem_firsts[stem + 1] + VOCABULARY_FIRST};
}

struct vocabulary_range vocabulary_stem(const struct vocabulary *vocabulary, struct str stem)
{
    uint32_t place;
    return list_find(&place, &vocabulary->stems, stem) ? stem_range(vocabulary, place)
                                                       : (struct vocabulary_range){0};
}

struct vocabulary_range vocabulary_stem_of(struct str *stem, const struct vocabulary *vocabulary,
                                           uint32_t number)
{
    uint32_t low = 0, high = vocabulary->stems.count;

    *stem = STR("");
    if (number < VOCABULARY_FIRST)
        return (struct vocabulary_range){0};
    while (high - low > 1) { /* firsts[low] <= the word's place < firsts[high] */
        uint32_t middle = low + (high - low) / 2;
        if (vocabulary->stem_firsts[middle] <= number - VOCABULARY_FIRST)
            low = middle;
        else
            high = middle;
    }
    *stem = list_text(&vocabulary->stems, low);
    return stem_range(vocabulary, low);
}

struct vocabulary_range vocabulary_prefix(const struct vocabulary *vocabulary, struct str prefix)
{
    return (struct vocabulary_range){list_search(&vocabulary->words, prefix, false),
                                     list_search(&vocabulary->words, prefix, true)};
}

uint32_t vocabulary_at(const struct vocabulary *vocabulary, uint32_t place)
{
    return vocabulary->words.order[place] + VOCABULARY_FIRST;
}
