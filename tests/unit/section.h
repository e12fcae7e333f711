/* A single section with a vocabulary of its own, as a segment would hold them. */
#ifndef UNIT_SECTION_H
#define UNIT_SECTION_H

#include "support.h"

#include "search/words.h"

struct section {
    struct vocabulary *vocabulary; /* of the words of heading and text, in a file of the world */
    struct tokens_section tokens;  /* in the world's arena, and so the spelling */
    struct spelling spelling;
};

static inline struct str section_copy(const struct world *world, struct str s)
{
    return (struct str){arena_strndup(world->arena, s.p, s.n), s.n};
}

static inline void section_open(struct section *section, const struct world *world,
                                struct stemmer *stemmer, struct str heading, struct str text)
{
    struct vocabulary_writer *writer = vocabulary_writer_new(stemmer);
    struct words_reader *reader = words_reader_new();
    const char *path = world_path(world, VOCABULARY_FILE);
    struct tokens_section read;
    struct spelling spelling;
    struct err err;

    expect_ok("words", words_read(&read, &spelling, reader, writer, heading, text, &err), &err);
    const uint32_t *numbers = vocabulary_writer_finish(writer);
    uint32_t *words = arena_zero(world->arena, read.count, sizeof *words);
    for (uint32_t i = 0; i < read.count; i++)
        words[i] = numbers[read.words[i]];
    struct tokens_sentence *sentences =
        arena_zero(world->arena, read.sentence_count, sizeof *sentences);
    for (uint32_t i = 0; i < read.sentence_count; i++)
        sentences[i] = read.sentences[i];
    section->tokens = read;
    section->tokens.words = words;
    section->tokens.sentences = sentences;
    section->spelling = (struct spelling){section_copy(world, spelling.codes),
                                          section_copy(world, spelling.others)};
    expect_ok("save", vocabulary_writer_save(writer, path, &err), &err);
    expect_ok("open", vocabulary_open(&section->vocabulary, path, &err), &err);
    words_reader_free(reader);
    vocabulary_writer_free(writer);
}

static inline void section_close(struct section *section)
{
    vocabulary_close(section->vocabulary);
}

#endif
