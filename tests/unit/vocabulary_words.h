/* Writing the vocabulary of a segment in a test. */
#ifndef UNIT_VOCABULARY_WORDS_H
#define UNIT_VOCABULARY_WORDS_H

#include "support.h"

#include "search/vocabulary.h"

struct fixture {
    struct stemmer *stemmer;
    struct vocabulary_writer *writer;
};

static inline struct fixture fixture_make(void)
{
    struct fixture fixture;
    struct err err;

    expect_ok("stemmer", stemmer_new(&fixture.stemmer, &err), &err);
    fixture.writer = vocabulary_writer_new(fixture.stemmer);
    return fixture;
}

static inline void fixture_free(struct fixture *fixture)
{
    vocabulary_writer_free(fixture->writer);
    vocabulary_writer_free(NULL);
    stemmer_free(fixture->stemmer);
}

static inline uint32_t add(const struct fixture *fixture, struct str word)
{
    uint32_t id = 0;
    struct err err;

    expect_ok("add", vocabulary_writer_add(&id, fixture->writer, word, &err), &err);
    return id;
}

/* Writes a vocabulary of words parted by blanks; returns the path. */
static inline const char *write_words(const struct world *world, const char *words)
{
    struct fixture fixture = fixture_make();
    const char *path = world_path(world, VOCABULARY_FILE);
    struct str rest = str_of(words);
    struct err err;

    while (rest.n > 0)
        add(&fixture, str_cut(&rest, ' '));
    vocabulary_writer_finish(fixture.writer);
    expect_ok("save", vocabulary_writer_save(fixture.writer, path, &err), &err);
    fixture_free(&fixture);
    return path;
}

#endif
