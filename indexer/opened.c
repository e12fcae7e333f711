#include "indexer/opened.h"

#include <stdlib.h>
#include <unistd.h>

#include "search/generation.h"
#include "search/schema.h"

static enum err_code check_usable(const struct manifest *manifest, struct err *err)
{
    char fingerprint[STEMMER_FINGERPRINT] = "";
    struct stemmer *stemmer = NULL;
    enum err_code code = stemmer_new(&stemmer, err);

    if (code == ERR_OK)
        code = stemmer_fingerprint(fingerprint, stemmer, err);
    stemmer_free(stemmer);
    return code == ERR_OK ? manifest_usable(manifest, fingerprint, err) : code;
}

static enum err_code open_segments(struct opened *opened, const char *index, const char *name,
                                   struct err *err)
{
    const struct manifest *manifest = &opened->manifest;
    enum err_code code = ERR_OK;

    opened->segments = arena_zero(opened->arena, manifest->segment_count, sizeof *opened->segments);
    opened->readers = arena_zero(opened->arena, manifest->segment_count, sizeof *opened->readers);
    for (size_t i = 0; code == ERR_OK && i < manifest->segment_count; i++) {
        char *directory = generation_segment_path(index, name, manifest->segments[i].name);
        code = segment_open(&opened->segments[i], directory, err);
        if (code == ERR_OK)
            code = segment_reader_open(&opened->readers[i], &opened->segments[i], err);
        free(directory);
    }
    return code;
}

enum err_code opened_open(struct opened *opened, const char *index, const char *wanted,
                          struct err *err)
{
    char name[GENERATION_NAME];

    *opened = (struct opened){.lock = -1, .arena = arena_new()};
    enum err_code code = wanted == NULL
                             ? generation_acquire(&opened->lock, name, index, err)
                             : generation_acquire_named(&opened->lock, name, index, wanted, err);
    if (code == ERR_OK) {
        char *path = generation_path(index, name, MANIFEST_FILE);
        code = manifest_load(&opened->manifest, path, opened->arena, err);
        free(path);
    }
    if (code == ERR_OK)
        code = check_usable(&opened->manifest, err);
    if (code == ERR_OK)
        code = open_segments(opened, index, name, err);
    if (code != ERR_OK)
        opened_close(opened);
    return code;
}

void opened_close(struct opened *opened)
{
    for (size_t i = 0; opened->segments != NULL && i < opened->manifest.segment_count; i++) {
        segment_reader_close(&opened->readers[i]);
        segment_close(&opened->segments[i]);
    }
    tokens_buffer_free(&opened->tokens);
    arena_free(opened->arena);
    if (opened->lock >= 0)
        close(opened->lock);
    *opened = (struct opened){.lock = -1};
}

enum err_code opened_class(struct record_class *record, struct opened *opened,
                           const struct manifest_class *class, struct arena *arena, struct err *err)
{
    return segment_read_class(record, &opened->readers[class->segment], str_of(class->id), arena,
                              err);
}

enum err_code opened_section(struct record_section *record, struct opened *opened,
                             const struct manifest_class *class, uint32_t ordinal,
                             struct arena *arena, struct err *err)
{
    struct tokens_section words;

    return segment_read_section(record, &words, &opened->segments[class->segment],
                                class->first_docid + ordinal, &opened->tokens, arena, err);
}
