/* Generations by hand: segments that a test has written, and a manifest of the classes that live.
 */
#ifndef UNIT_PUBLISH_H
#define UNIT_PUBLISH_H

#include "support.h"

#include "search/generation.h"
#include "search/manifest.h"
#include "search/schema.h"
#include "search/segment_writer.h"
#include "search/sha256.h"

/* Finishes and frees the writer of a segment of the generation `work`, and says in *listed what it
 * wrote. Strings of *listed live in the arena. */
static inline void publish_segment(struct manifest_segment *listed, struct segment_writer *writer,
                                   const char *index, const char *work, const char *name,
                                   struct arena *arena)
{
    char *directory = generation_segment_path(index, work, name);
    struct err err;

    *listed = (struct manifest_segment){.name = name, .sections = segment_writer_sections(writer)};
    expect_ok("finish", segment_writer_finish(writer, &err), &err);
    segment_writer_free(writer);
    for (enum manifest_file f = 0; f < MANIFEST_FILE_COUNT; f++) {
        const char *path = arena_printf(arena, "%s/%s", directory, manifest_file_name(f));
        char *hash = arena_zero(arena, SHA256_HEX, 1);
        expect_ok("hash", sha256_file(hash, path, &err), &err);
        listed->sha256[f] = hash;
    }
    free(directory);
}

/* Seals the generation `work` with a manifest, each class of a source of its own, and publishes it
 * as the first one. */
static inline void publish(const char *index, const char *work, struct manifest_segment *segments,
                           size_t segment_count, struct manifest_class *classes, size_t count,
                           struct arena *arena)
{
    struct manifest_source *sources = arena_zero(arena, count, sizeof *sources);
    char fingerprint[STEMMER_FINGERPRINT];
    struct stemmer *stemmer = NULL;
    struct manifest manifest = {.schema = SCHEMA_VERSION,
                                .stemmer = fingerprint,
                                .reader = "00",
                                .generation = "000001",
                                .parent = "",
                                .built_at = "2024-02-29T12:00:00Z",
                                .classes = (uint32_t)count,
                                .segments = segments,
                                .segment_count = segment_count,
                                .sources = sources,
                                .count = count};
    struct err err;

    expect_ok("stemmer", stemmer_new(&stemmer, &err), &err);
    expect_ok("fingerprint", stemmer_fingerprint(fingerprint, stemmer, &err), &err);
    stemmer_free(stemmer);
    for (size_t i = 0; i < count; i++) {
        classes[i].base = classes[i].id;
        manifest.sections += classes[i].sections;
        sources[i] = (struct manifest_source){.path = arena_printf(arena, "/%02zu", i),
                                              .shown = "x",
                                              .sha256 = "00",
                                              .state = MANIFEST_INDEXED,
                                              .reason = "",
                                              .note = "",
                                              .agency = "x",
                                              .house_sha256 = "",
                                              .classes = &classes[i],
                                              .class_count = 1};
    }
    char *path = generation_path(index, work, MANIFEST_FILE);
    expect_ok("manifest", manifest_save(&manifest, path, &err), &err);
    free(path);
    expect_ok("publish", generation_publish(index, work, manifest.generation, &err), &err);
}

#endif
