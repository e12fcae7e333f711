#include "search/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "base/str.h"
#include "search/parts.h"
#include "search/schema.h"

/* A section, which is a part of the file (parts.h): how many bytes its words have, the words, how
 * many of them are the heading's, then for each sentence its words << 1 | paragraph_ends, up to the
 * section's end; all as LEB128 numbers, seven bits to a byte, the low ones first. */
static const struct parts_format format = {.magic = "SSTOKEN", .version = 1};

enum { CACHE_LINE = 64, PREFETCHED = 4 * CACHE_LINE }; /* bytes */

/* As mem_grow, with room for `count` elements; never NULL. */
static void *reserve(void *items, size_t count, size_t *capacity, size_t size)
{
    if (items != NULL && count <= *capacity)
        return items;
    *capacity = count > *capacity * 2 ? count : *capacity * 2;
    return mem_resize(items, *capacity, size);
}

/* Writing. */

struct section_counts {
    uint32_t words, heading_words, sentences;
};

struct tokens_writer {
    struct section_counts *sections;
    uint32_t *words; /* of all sections, and so the sentences */
    struct tokens_sentence *sentences;
    size_t section_count, word_count, sentence_count;
    size_t section_capacity, word_capacity, sentence_capacity;
};

struct tokens_writer *tokens_writer_new(void)
{
    return mem_zero(1, sizeof(struct tokens_writer));
}

void tokens_writer_free(struct tokens_writer *writer)
{
    if (writer != NULL) {
        free(writer->sections);
        free(writer->words);
        free(writer->sentences);
        free(writer);
    }
}

void tokens_writer_add(struct tokens_writer *writer, const struct tokens_section *section)
{
    writer->sections = mem_grow(writer->sections, writer->section_count, &writer->section_capacity,
                                sizeof *writer->sections);
    writer->sections[writer->section_count++] =
        (struct section_counts){section->count, section->heading_count, section->sentence_count};
    writer->words = reserve(writer->words, writer->word_count + section->count,
                            &writer->word_capacity, sizeof *writer->words);
    if (section->count > 0)
        memcpy(writer->words + writer->word_count, section->words,
               section->count * sizeof *section->words);
    writer->word_count += section->count;
    writer->sentences = reserve(writer->sentences, writer->sentence_count + section->sentence_count,
                                &writer->sentence_capacity, sizeof *writer->sentences);
    if (section->sentence_count > 0)
        memcpy(writer->sentences + writer->sentence_count, section->sentences,
               section->sentence_count * sizeof *section->sentences);
    writer->sentence_count += section->sentence_count;
}

/* `scratch` keeps its memory from one section to the next. */
static void put_section(struct buf *out, const struct tokens_section *section,
                        const uint32_t *numbers, struct buf *scratch)
{
    uint32_t start = section->heading_count;

    scratch->n = 0;
    for (uint32_t i = 0; i < section->count; i++)
        pack_number(scratch, numbers[section->words[i]]);
    pack_number(out, (uint32_t)scratch->n);
    buf_str(out, buf_view(scratch));
    pack_number(out, section->heading_count);
    for (uint32_t i = 0; i < section->sentence_count; i++) {
        const struct tokens_sentence *sentence = &section->sentences[i];
        pack_number(out, (sentence->end - start) << 1 | sentence->paragraph_ends);
        start = sentence->end;
    }
}

enum err_code tokens_writer_save(const struct tokens_writer *writer, const uint32_t *numbers,
                                 const char *path, struct err *err)
{
    const uint32_t *words = writer->words;
    const struct tokens_sentence *sentences = writer->sentences;
    struct parts_writer parts = {0};
    struct buf scratch = {0};

    for (size_t i = 0; i < writer->section_count && parts.bytes.n <= UINT32_MAX; i++) {
        const struct section_counts *counts = &writer->sections[i];
        put_section(&parts.bytes,
                    &(struct tokens_section){.words = words,
                                             .count = counts->words,
                                             .heading_count = counts->heading_words,
                                             .sentences = sentences,
                                             .sentence_count = counts->sentences},
                    numbers, &scratch);
        parts_writer_end(&parts);
        words += counts->words;
        sentences += counts->sentences;
    }
    buf_free(&scratch);
    enum err_code code = parts_writer_save(&parts, &format, path, err);
    parts_writer_free(&parts);
    return code;
}

/* Reading. */

struct tokens {
    struct parts parts;
    char *path;
    uint32_t word_end;
};

enum err_code tokens_open(struct tokens **tokens, const char *path, uint32_t word_end,
                          struct err *err)
{
    struct tokens *opened = mem_zero(1, sizeof *opened);
    enum err_code code = parts_open(&opened->parts, &format, path, err);

    opened->path = mem_strdup(path);
    opened->word_end = word_end;
    if (code == ERR_OK)
        *tokens = opened;
    else
        tokens_close(opened);
    return code;
}

void tokens_close(struct tokens *tokens)
{
    if (tokens != NULL) {
        parts_close(&tokens->parts);
        free(tokens->path);
        free(tokens);
    }
}

uint32_t tokens_section_count(const struct tokens *tokens)
{
    return tokens->parts.count;
}

void tokens_buffer_free(struct tokens_buffer *buffer)
{
    free(buffer->words);
    free(buffer->sentences);
    *buffer = (struct tokens_buffer){0};
}

/* What is left to read. */
struct input {
    const unsigned char *at, *end;
};

static bool take(uint32_t *number, struct input *input)
{
    struct str rest = {(const char *)input->at, (size_t)(input->end - input->at)};
    bool whole = pack_take_number(number, &rest);

    input->at = (const unsigned char *)rest.p;
    return whole;
}

/* Reads the words between input->at and `end`, which is before input->end: so there is always a
 * second byte to look at. Numbers of one and two bytes, which nearly all are, take the same path,
 * since a branch between the two would often be foretold wrongly. */
static bool take_words(uint32_t *words, uint32_t *count, struct input *input,
                       const unsigned char *end, uint32_t word_end)
{
    uint32_t *out = words;
    uint32_t damaged = 0;

    while (input->at < end) {
        uint32_t low = input->at[0], high = input->at[1];
        uint32_t two = low >> 7;
        uint32_t number = (low & 0x7f) | (high << 7 & -two);
        input->at += 1 + two;
        if ((two & high >> 7) != 0) {
            input->at -= 2;
            if (!take(&number, input))
                return false;
        }
        damaged |= number - 1 >= word_end - 1;
        *out++ = number;
    }
    *count = (uint32_t)(out - words);
    return damaged == 0 && input->at == end;
}

static bool take_sentences(struct tokens_section *section, struct tokens_buffer *buffer,
                           struct input *input)
{
    uint32_t end = section->heading_count, count = 0;

    buffer->sentences = reserve(buffer->sentences, (size_t)(input->end - input->at),
                                &buffer->sentence_capacity, sizeof *buffer->sentences);
    while (input->at < input->end) {
        uint32_t number;
        if (!take(&number, input) || number >> 1 > section->count - end)
            return false;
        end += number >> 1;
        buffer->sentences[count++] = (struct tokens_sentence){end, (number & 1) != 0};
    }
    section->sentences = buffer->sentences;
    section->sentence_count = count;
    return end == section->count;
}

static bool take_section(struct tokens_section *section, struct tokens_buffer *buffer,
                         struct input *input, uint32_t word_end, bool sentences)
{
    uint32_t bytes;

    if (!take(&bytes, input) || bytes >= (size_t)(input->end - input->at))
        return false;
    /* No word has less than a byte. */
    buffer->words = reserve(buffer->words, bytes, &buffer->word_capacity, sizeof *buffer->words);
    section->words = buffer->words;
    return take_words(buffer->words, &section->count, input, input->at + bytes, word_end) &&
           take(&section->heading_count, input) && section->heading_count <= section->count &&
           (!sentences || take_sentences(section, buffer, input));
}

static enum err_code damaged(const struct tokens *tokens, uint32_t i, struct err *err)
{
    return err_set(err, ERR_FORMAT, "%s: section %u is damaged; " SCHEMA_REBUILD, tokens->path,
                   (unsigned)i + 1);
}

enum err_code tokens_read(struct tokens_section *section, struct tokens_buffer *buffer,
                          const struct tokens *tokens, uint32_t i, bool sentences, struct err *err)
{
    struct str part = parts_get(&tokens->parts, i);
    const unsigned char *start = (const unsigned char *)part.p;
    struct input input = {start, start + part.n};

    *section = (struct tokens_section){0};
    if (take_section(section, buffer, &input, tokens->word_end, sentences))
        return ERR_OK;
    return damaged(tokens, i, err);
}

void tokens_encode(struct buf *out, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pack_number(out, words[i]);
}

/* How many numbers end in some bytes: eight bytes at a time, whose high bits tell. */
static uint32_t count_words(const char *p, size_t n)
{
    uint32_t count = 0;
    size_t i = 0;

    for (uint64_t eight; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, p + i, sizeof eight);
        count += (uint32_t)__builtin_popcountll(~eight & UINT64_C(0x8080808080808080));
    }
    for (; i < n; i++)
        count += (unsigned char)p[i] < 0x80;
    return count;
}

/* Where words first stand in others, from a place on: at the start of one, not within. NULL:
 * nowhere. They are short, as is what they are sought in: memmem() would take longer to begin. */
static const char *find_words(struct str words, size_t from, struct str encoded)
{
    const char *at = words.p + from, *end = words.p + words.n;

    while ((size_t)(end - at) >= encoded.n) {
        at = memchr(at, encoded.p[0], (size_t)(end - at) - encoded.n + 1);
        if (at == NULL)
            break;
        if (memcmp(at, encoded.p, encoded.n) == 0 &&
            (at == words.p || (unsigned char)at[-1] < 0x80))
            return at;
        at++;
    }
    return NULL;
}

enum err_code tokens_hold(bool *holds, const struct tokens *tokens, uint32_t i, struct str encoded,
                          struct err *err)
{
    uint32_t heading_count, bytes;
    struct str rest = parts_get(&tokens->parts, i);

    *holds = false;
    if (!pack_take_number(&bytes, &rest) || bytes > rest.n)
        return damaged(tokens, i, err);
    struct str words = {rest.p, bytes};
    const char *at = find_words(words, 0, encoded);
    if (at == NULL)
        return ERR_OK;
    rest = str_from(rest, bytes);
    if (!pack_take_number(&heading_count, &rest))
        return damaged(tokens, i, err);
    uint32_t count = count_words(encoded.p, encoded.n);
    for (; at != NULL && !*holds; at = find_words(words, (size_t)(at - words.p) + 1, encoded)) {
        uint32_t first = count_words(words.p, (size_t)(at - words.p));
        *holds = first >= heading_count || first + count <= heading_count;
    }
    return ERR_OK;
}

void tokens_prefetch(const struct tokens *tokens, uint32_t i)
{
    struct str part = parts_get(&tokens->parts, i);

    /* Of more the processor itself sees where it leads. */
    for (size_t at = 0; at < part.n && at < PREFETCHED; at += CACHE_LINE)
        __builtin_prefetch(part.p + at);
}
