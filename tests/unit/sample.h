/* Small indexes of several segments, some of whose classes are dead, from classes as a test writes
 * them. */
#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

#include "support.h"

#include "search/generation.h"
#include "search/index.h"
#include "search/manifest.h"
#include "search/segment_writer.h"
#include "search/sha256.h"

static struct stemmer *stemmer;

static inline int make_stemmer(void **state)
{
    (void)state;
    return stemmer_new(&stemmer, NULL) == ERR_OK ? 0 : -1;
}

static inline int free_stemmer(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

/* A class as a test writes it. Sentences are parted by blank lines alone. */
enum { CLASS_SECTIONS = 4, CLASSES_MAX = 40, SEGMENTS = 3 };

struct sample_section {
    const char *heading, *text;
    enum spec_kind kind;
};

struct sample_class {
    const char *id, *agency, *title, *code;
    struct sample_section sections[CLASS_SECTIONS];
    size_t count;
    bool dead;
    size_t segment;
    uint32_t first_docid; /* in the segment; set when it is written */
};

static inline void write_class(struct segment_writer *writer, struct sample_class *class)
{
    size_t numbers[CLASS_SECTIONS] = {0, 1, 2, 3};
    struct spec_section sections[CLASS_SECTIONS];
    struct spec_class of = {
        .title = str_of(class->title), .sections = numbers, .count = class->count};
    struct spec spec = {.title = of.title,
                        .sections = sections,
                        .count = class->count,
                        .classes = &of,
                        .class_count = 1};
    const struct segment_class about = {.id = str_of(class->id),
                                        .agency = str_of(class->agency),
                                        .source = STR("x"),
                                        .format = STR("text"),
                                        .sha256 = STR("00"),
                                        .note = STR("")};
    struct err err;

    of.fields[FIELD_CLASS_CODE].value = str_of(class->code);
    for (size_t i = 0; i < class->count; i++) {
        sections[i] = (struct spec_section){.parent = SPEC_NO_PARENT,
                                            .heading = str_of(class->sections[i].heading),
                                            .text = str_of(class->sections[i].text)};
        kind_set_add(&sections[i].kinds, class->sections[i].kind);
    }
    expect_ok("add", segment_writer_add(&class->first_docid, writer, &about, &spec, 0, &err), &err);
}

static inline void write_segment(struct manifest_segment *listed, const char *index,
                                 const char *work, size_t segment, struct sample_class *classes,
                                 size_t count, struct arena *arena)
{
    struct segment_writer *writer = NULL;
    struct err err;

    listed->name = arena_printf(arena, "000001-%zu", segment);
    char *directory = generation_segment_path(index, work, listed->name);
    expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
    for (size_t i = 0; i < count; i++)
        if (classes[i].segment == segment)
            write_class(writer, &classes[i]);
    listed->sections = segment_writer_sections(writer);
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

static inline void write_manifest(const char *index, const char *work, const char *name,
                                  struct manifest_segment segments[SEGMENTS],
                                  const struct sample_class *classes, size_t count,
                                  struct arena *arena)
{
    char fingerprint[STEMMER_FINGERPRINT];
    struct manifest_source sources[CLASSES_MAX];
    struct manifest_class live[CLASSES_MAX];
    struct manifest manifest = {.schema = SCHEMA_VERSION,
                                .stemmer = fingerprint,
                                .reader = "00",
                                .generation = name,
                                .parent = "",
                                .built_at = "2024-02-29T12:00:00Z",
                                .segments = segments,
                                .segment_count = SEGMENTS,
                                .sources = sources};
    struct err err;

    expect_ok("fingerprint", stemmer_fingerprint(fingerprint, stemmer, &err), &err);
    for (size_t i = 0; i < count; i++) {
        if (classes[i].dead)
            continue;
        live[manifest.count] = (struct manifest_class){.id = classes[i].id,
                                                       .base = classes[i].id,
                                                       .segment = (uint32_t)classes[i].segment,
                                                       .first_docid = classes[i].first_docid,
                                                       .sections = (uint32_t)classes[i].count};
        sources[manifest.count] = (struct manifest_source){.path = arena_printf(arena, "/%02zu", i),
                                                           .shown = "x",
                                                           .sha256 = "00",
                                                           .state = MANIFEST_INDEXED,
                                                           .reason = "",
                                                           .note = "",
                                                           .agency = classes[i].agency,
                                                           .house_sha256 = "",
                                                           .classes = &live[manifest.count],
                                                           .class_count = 1};
        manifest.count++;
        manifest.sections += (uint32_t)classes[i].count;
    }
    manifest.classes = (uint32_t)manifest.count;
    char *path = generation_path(index, work, MANIFEST_FILE);
    expect_ok("manifest", manifest_save(&manifest, path, &err), &err);
    free(path);
}

/* Each segment has a class at least. */
static inline struct index *build(const struct world *world, const char *name,
                                  struct sample_class *classes, size_t count)
{
    const char *path = world_path(world, name);
    char work[GENERATION_NAME];
    struct manifest_segment segments[SEGMENTS] = {{0}};
    struct index *index = NULL;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, path, &err), &err);
    expect_ok("begin", generation_begin(work, path, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++)
        write_segment(&segments[s], path, work, s, classes, count, world->arena);
    write_manifest(path, work, "000001", segments, classes, count, world->arena);
    expect_ok("publish", generation_publish(path, work, "000001", &err), &err);
    generation_unlock(lock);
    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

#endif
