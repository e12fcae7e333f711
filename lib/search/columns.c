#include "search/columns.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mapping.h"
#include "base/mem.h"
#include "search/schema.h"

/* File: header, sections, classes, profiles, then for each facet with a dictionary its values, then
 * the texts of the classes, each value and text ending in NUL. */
struct columns_header {
    char magic[8];
    uint32_t version;
    uint32_t section_size, class_size, profile_size; /* of the structs */
    uint32_t section_count, class_count, profile_count, facet_count;
    uint64_t size;                                        /* of the whole file */
    uint32_t value_counts[FACET_COUNT + FACET_COUNT % 2]; /* even, so that nothing pads */
};

static const char columns_magic[8] = "SSCOLUM";
enum { COLUMNS_VERSION = 6 };

struct dictionary {
    struct str *values; /* their texts are in the writer's arena */
    size_t count, capacity;
    struct hash numbers;
};

struct columns_writer {
    struct columns_section *sections;
    struct columns_class *classes;
    struct columns_profile *profiles;
    size_t section_count, section_capacity, class_count, class_capacity, profile_count,
        profile_capacity;
    struct hash profile_numbers;
    struct dictionary dictionaries[FACET_COUNT]; /* empty where the vocabulary is fixed */
    struct buf texts;
    struct arena *arena;
};

struct columns_writer *columns_writer_new(void)
{
    struct columns_writer *writer = mem_zero(1, sizeof *writer);

    writer->arena = arena_new();
    return writer;
}

void columns_writer_free(struct columns_writer *writer)
{
    if (writer == NULL)
        return;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        hash_free(&writer->dictionaries[f].numbers);
        free(writer->dictionaries[f].values);
    }
    hash_free(&writer->profile_numbers);
    free(writer->sections);
    free(writer->classes);
    free(writer->profiles);
    buf_free(&writer->texts);
    arena_free(writer->arena);
    free(writer);
}

/* The number of a value in a dictionary; equal values get equal numbers. */
static uint32_t value_number(struct dictionary *dictionary, struct str value, struct arena *arena)
{
    value = str_cut(&(struct str){value.p, value.n}, '\0'); /* in the file a NUL ends it */
    uint32_t hash = hash_str(value), number;
    size_t at = 0;

    while ((number = hash_next(&dictionary->numbers, hash, &at)) != HASH_END)
        if (str_eq(dictionary->values[number], value))
            return number;
    dictionary->values = mem_grow(dictionary->values, dictionary->count, &dictionary->capacity,
                                  sizeof *dictionary->values);
    number = (uint32_t)dictionary->count++;
    dictionary->values[number] = (struct str){arena_strndup(arena, value.p, value.n), value.n};
    hash_add(&dictionary->numbers, hash, number);
    return number;
}

void columns_writer_class(struct columns_writer *writer, const struct columns_class *class,
                          const struct str values[FACET_COUNT],
                          const struct str texts[COLUMNS_TEXT_COUNT])
{
    struct columns_class next = {.first = (uint32_t)writer->section_count,
                                 .texts = (uint32_t)writer->texts.n,
                                 .revised = class->revised,
                                 .established = class->established,
                                 .probation = class->probation,
                                 .experience = class->experience};

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) == 0)
            next.values[f] = value_number(&writer->dictionaries[f], values[f], writer->arena);
    writer->classes = mem_grow(writer->classes, writer->class_count, &writer->class_capacity,
                               sizeof *writer->classes);
    writer->classes[writer->class_count++] = next;
    for (size_t i = 0; i < COLUMNS_TEXT_COUNT; i++) {
        buf_str(&writer->texts, str_cut(&(struct str){texts[i].p, texts[i].n}, '\0'));
        buf_char(&writer->texts, '\0');
    }
}

static uint32_t profile_number(struct columns_writer *writer, const struct columns_profile *profile)
{
    uint32_t hash = hash_str((struct str){(const char *)profile, sizeof *profile}), number;
    size_t at = 0;

    while ((number = hash_next(&writer->profile_numbers, hash, &at)) != HASH_END)
        if (memcmp(&writer->profiles[number], profile, sizeof *profile) == 0)
            return number;
    writer->profiles = mem_grow(writer->profiles, writer->profile_count, &writer->profile_capacity,
                                sizeof *writer->profiles);
    number = (uint32_t)writer->profile_count++;
    writer->profiles[number] = *profile;
    hash_add(&writer->profile_numbers, hash, number);
    return number;
}

void columns_writer_section(struct columns_writer *writer, uint32_t length,
                            const uint32_t masks[FACET_COUNT])
{
    struct columns_profile profile = {0};

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) > 0)
            profile.masks[f] = masks[f];
    writer->sections = mem_grow(writer->sections, writer->section_count, &writer->section_capacity,
                                sizeof *writer->sections);
    writer->sections[writer->section_count++] =
        (struct columns_section){.length = length,
                                 .class_number = (uint16_t)(writer->class_count - 1),
                                 .profile = (uint16_t)profile_number(writer, &profile)};
    writer->classes[writer->class_count - 1].count++;
}

enum err_code columns_writer_save(const struct columns_writer *writer, const char *path,
                                  struct err *err)
{
    struct columns_header header = {.version = COLUMNS_VERSION,
                                    .section_size = sizeof *writer->sections,
                                    .class_size = sizeof *writer->classes,
                                    .profile_size = sizeof *writer->profiles,
                                    .section_count = (uint32_t)writer->section_count,
                                    .class_count = (uint32_t)writer->class_count,
                                    .profile_count = (uint32_t)writer->profile_count,
                                    .facet_count = FACET_COUNT};
    struct buf file = {0};

    if (writer->texts.n > UINT32_MAX)
        return err_set(err, ERR_LIMIT, "%s: more than 4 GiB of titles and sources", path);
    memcpy(header.magic, columns_magic, sizeof header.magic);
    buf_add(&file, (const char *)&header, sizeof header);
    buf_add(&file, (const char *)writer->sections,
            writer->section_count * sizeof *writer->sections);
    buf_add(&file, (const char *)writer->classes, writer->class_count * sizeof *writer->classes);
    buf_add(&file, (const char *)writer->profiles,
            writer->profile_count * sizeof *writer->profiles);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        const struct dictionary *d = &writer->dictionaries[f];
        header.value_counts[f] = facet_vocabulary(f) > 0 ? facet_vocabulary(f) : (uint32_t)d->count;
        for (size_t i = 0; i < d->count; i++)
            buf_add(&file, d->values[i].p, d->values[i].n + 1);
    }
    buf_str(&file, buf_view(&writer->texts));
    header.size = file.n;
    memcpy(file.p, &header, sizeof header);
    enum err_code code = file_write(path, buf_view(&file), err);
    buf_free(&file);
    return code;
}

struct columns_mapping {
    struct mapping file;
    const char *texts;
    struct str *values;       /* of all dictionaries, one after the other */
    uint64_t *profile_values; /* as columns has them */
};

/* Points the columns at their parts in the file; false if it is not of this version or too short
 * for them. *end is where they end. */
static bool read_parts(struct columns *columns, size_t *end)
{
    const struct mapping *file = &columns->mapping->file;
    const struct columns_header *header = (const void *)file->start;

    if (file->size < sizeof *header ||
        memcmp(header->magic, columns_magic, sizeof header->magic) != 0 ||
        header->version != COLUMNS_VERSION || header->section_size != sizeof *columns->sections ||
        header->class_size != sizeof *columns->classes ||
        header->profile_size != sizeof *columns->profiles || header->facet_count != FACET_COUNT ||
        header->size != file->size || header->section_count > SEGMENT_SECTIONS_MAX ||
        header->class_count > header->section_count ||
        header->profile_count > header->section_count)
        return false;
    columns->section_count = header->section_count;
    columns->class_count = header->class_count;
    columns->profile_count = header->profile_count;
    columns->sections = (const void *)(header + 1);
    columns->classes = (const void *)(columns->sections + columns->section_count);
    columns->profiles = (const void *)(columns->classes + columns->class_count);
    *end = sizeof *header + columns->section_count * sizeof *columns->sections +
           columns->class_count * sizeof *columns->classes +
           columns->profile_count * sizeof *columns->profiles;
    return *end <= file->size;
}

/* Reads the dictionaries that stand from *end on and moves it behind them; false if they do not fit
 * the file, or if a fixed vocabulary is another one. */
static bool read_dictionaries(struct columns *columns, size_t *end)
{
    const char *start = columns->mapping->file.start;
    const struct columns_header *header = (const void *)start;
    size_t size = columns->mapping->file.size, total = 0, next = 0, at = *end;

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) == 0)
            total += header->value_counts[f];
        else if (facet_vocabulary(f) != header->value_counts[f])
            return false;
    }
    if (total > size - at)
        return false;
    struct str *values = columns->mapping->values = mem_zero(total, sizeof *values);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) > 0)
            continue;
        columns->dictionaries[f].values = values + next;
        columns->dictionaries[f].count = header->value_counts[f];
        for (uint32_t i = 0; i < header->value_counts[f]; i++) {
            const char *nul = memchr(start + at, '\0', size - at);
            if (nul == NULL)
                return false;
            values[next++] = (struct str){start + at, (size_t)(nul - start) - at};
            at = (size_t)(nul - start) + 1;
        }
    }
    *end = at;
    return true;
}

/* The texts of the classes follow each other from `at` to the end of the file. */
static bool texts_are_sound(struct columns *columns, size_t at)
{
    const char *start = columns->mapping->file.start;
    size_t size = columns->mapping->file.size, first = at;

    columns->mapping->texts = start + first;
    for (uint32_t i = 0; i < columns->class_count; i++) {
        if (columns->classes[i].texts != at - first)
            return false;
        for (size_t t = 0; t < COLUMNS_TEXT_COUNT; t++) {
            const char *nul = memchr(start + at, '\0', size - at);
            if (nul == NULL)
                return false;
            at = (size_t)(nul - start) + 1;
        }
    }
    return at == size;
}

static bool is_date(int32_t date)
{
    return date == 0 || (date >= 10000101 && date <= 99991231 && date / 100 % 100 >= 1 &&
                         date / 100 % 100 <= 12 && date % 100 >= 1 && date % 100 <= 31);
}

static bool class_is_sound(const struct columns *columns, uint32_t number)
{
    const struct columns_class *class = &columns->classes[number];

    for (uint32_t i = class->first; i < class->first + class->count; i++)
        if (columns->sections[i].class_number != number)
            return false;
    if (!is_date(class->revised) || !is_date(class->established) || class->probation < 0)
        return false;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        bool fits = facet_vocabulary(f) > 0 ? class->values[f] == 0
                                            : class->values[f] < columns->dictionaries[f].count;
        if (!fits)
            return false;
    }
    return true;
}

/* Classes cover the sections in order and without a gap. */
static bool classes_are_sound(const struct columns *columns)
{
    uint32_t end = 0;

    for (uint32_t i = 0; i < columns->class_count; i++) {
        const struct columns_class *class = &columns->classes[i];
        if (class->first != end || class->count == 0 ||
            class->count > columns->section_count - end || !class_is_sound(columns, i))
            return false;
        end += class->count;
    }
    return end == columns->section_count;
}

static bool profiles_are_sound(const struct columns *columns)
{
    for (uint32_t i = 0; i < columns->profile_count; i++)
        for (enum facet f = 0; f < FACET_COUNT; f++) /* without a vocabulary: no bit at all */
            if ((uint64_t)columns->profiles[i].masks[f] >> facet_vocabulary(f) != 0)
                return false;
    for (uint32_t i = 0; i < columns->section_count; i++)
        if (columns->sections[i].profile >= columns->profile_count)
            return false;
    return true;
}

/* Every search needs them, of every profile. */
static void pack_profiles(struct columns *columns)
{
    uint64_t *packed = mem_zero(columns->profile_count, sizeof *packed);

    for (enum facet f = 0; f < FACET_COUNT; f++)
        for (uint32_t i = 0; i < columns->profile_count; i++) /* of other facets, no bit is set */
            packed[i] |= (uint64_t)columns->profiles[i].masks[f] << facet_bit(f);
    columns->profile_values = columns->mapping->profile_values = packed;
}

enum err_code columns_open(struct columns *columns, const char *path, struct err *err)
{
    size_t end = 0;

    *columns = (struct columns){.mapping = mem_zero(1, sizeof *columns->mapping)};
    enum err_code code = mapping_open(&columns->mapping->file, path, err);
    if (code == ERR_OK && (!read_parts(columns, &end) || !read_dictionaries(columns, &end) ||
                           !texts_are_sound(columns, end) || !classes_are_sound(columns) ||
                           !profiles_are_sound(columns)))
        code = err_set(err, ERR_FORMAT, "%s: damaged or of another version; " SCHEMA_REBUILD, path);
    if (code != ERR_OK) {
        columns_close(columns);
        return code;
    }
    pack_profiles(columns);
    for (uint32_t i = 0; i < columns->section_count; i++)
        columns->length += columns->sections[i].length;
    return ERR_OK;
}

void columns_close(struct columns *columns)
{
    if (columns->mapping != NULL) {
        mapping_close(&columns->mapping->file);
        free(columns->mapping->values);
        free(columns->mapping->profile_values);
        free(columns->mapping);
    }
    *columns = (struct columns){0};
}

struct str columns_text(const struct columns *columns, uint32_t class_number,
                        enum columns_text text)
{
    const char *p = columns->mapping->texts + columns->classes[class_number].texts;

    for (enum columns_text i = 0; i < text; i++)
        p += strlen(p) + 1;
    return str_of(p);
}
