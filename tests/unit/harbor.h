/* A small index to search in: three invented classes of a harbor, read, indexed and published. */
#ifndef UNIT_HARBOR_H
#define UNIT_HARBOR_H

#include "support.h"

#include "read/read.h"
#include "search/builder.h"
#include "search/generation.h"
#include "search/search.h"
#include "search/sha256.h"

static const struct {
    const char *id, *agency, *name, *text;
} classes[] = {
    {"alder/7710", "alder", "pilot.txt",
     "HARBOR PILOT\n\nClass Code: 7710\nPay Grade: 22\nFLSA Status: Exempt\n\n" /* docid 1 */
     "DUTIES\n\nGuides ships through the strait. Manages the launch crew.\n\n"  /* 2 */
     "LICENSURE\n\nA pilot's licence and CJIS clearance.\n"},                   /* 3 */
    {"alder/7720", "alder", "clerk.txt",
     "DOCK CLERK\n\nClass Code: 7720\nPay Grade: 11\nFLSA Status: Non-Exempt\n\n" /* 4 */
     "DUTIES\n\nWeighs cargo and manages the ledger.\n\n"                         /* 5 */
     "EDUCATION\n\nA diploma.\n"},                                                /* 6 */
    {"ferris/pf3110", "ferris", "ferry.txt",
     "Ferry Pilot - PF3110\n\n"                                         /* 7 */
     "Duties\n\nSteers the ferry. The matrix manages nothing here.\n\n" /* 8 */
     "Licenses\n\nA pilot licence.\n"},                                 /* 9 */
};

enum { SECTIONS = 9, CLASSES = 3, PER_CLASS = 3 };

/* What stands in the last section of each class, whatever a reader finds there. */
static const struct requirement required[CLASSES][3] = {
    {{.type = REQUIREMENT_LICENCE, .modality = MODALITY_BY_POSITION}},
    {{.type = REQUIREMENT_EDUCATION, .modality = MODALITY_REQUIRED, .level = EDUCATION_HIGH_SCHOOL},
     {.type = REQUIREMENT_EDUCATION, .modality = MODALITY_PREFERRED, .level = EDUCATION_BACHELOR},
     {.type = REQUIREMENT_EXPERIENCE,
      .modality = MODALITY_UNCLASSIFIED,
      .months = 18,
      .months_max = 60}},
    {{.type = REQUIREMENT_LICENCE, .modality = MODALITY_REQUIRED},
     {.type = REQUIREMENT_EXPERIENCE,
      .modality = MODALITY_EQUIVALENCY,
      .months = 96,
      .months_max = 96}},
};

static const size_t required_counts[CLASSES] = {1, 3, 2};

static inline void set_requirements(struct spec *spec, size_t i, struct arena *arena)
{
    spec->requirement_count = required_counts[i];
    spec->requirements = arena_zero(arena, required_counts[i], sizeof *spec->requirements);
    memcpy(spec->requirements, required[i], required_counts[i] * sizeof *spec->requirements);
    for (size_t k = 0; k < spec->requirement_count; k++)
        spec->requirements[k].section = PER_CLASS - 1;
}

static inline void add_class(struct builder *builder, const struct spec_reader *reader, size_t i,
                             struct arena *arena)
{
    struct str name = str_of(classes[i].name);
    struct document document;
    struct spec spec;
    struct builder_class class = {.id = str_of(classes[i].id),
                                  .agency = str_of(classes[i].agency),
                                  .source = name,
                                  .format = STR("text"),
                                  .sha256 = STR("00"),
                                  .note = STR("")};
    uint32_t docid = 0;
    struct err err;

    expect_ok("read", read_document(&document, str_of(classes[i].text), name, arena, &err), &err);
    spec_read(&spec, reader, &document, name, arena);
    expect_number("sections", spec.count, PER_CLASS);
    set_requirements(&spec, i, arena);
    expect_ok("add", builder_add(&docid, builder, &class, &spec, 0, &err), &err);
    expect_number("docid", docid, i * PER_CLASS + 1);
}

/* Seals the generation in the directory `work`, which will have that name. */
static inline void write_manifest(const char *index, const char *work, const char *name)
{
    char fingerprint[STEMMER_FINGERPRINT], hash[SHA256_HEX];
    struct stemmer *stemmer = NULL;
    struct manifest manifest = {.schema = SCHEMA_VERSION,
                                .stemmer = fingerprint,
                                .reader = "00",
                                .generation = name,
                                .parent = "",
                                .built_at = "2024-02-29T12:00:00Z",
                                .columns_sha256 = hash,
                                .sections = SECTIONS,
                                .classes = CLASSES};
    struct err err;

    expect_ok("stemmer", stemmer_new(&stemmer, &err), &err);
    expect_ok("fingerprint", stemmer_fingerprint(fingerprint, stemmer, &err), &err);
    stemmer_free(stemmer);
    char *path = generation_path(index, work, MANIFEST_FILE);
    char *columns = generation_path(index, work, COLUMNS_FILE);
    expect_ok("hash", sha256_file(hash, columns, &err), &err);
    expect_ok("manifest", manifest_save(&manifest, path, &err), &err);
    free(path);
    free(columns);
}

/* Builds the index of the classes above and returns its directory. */
static inline const char *build(const struct world *world)
{
    const char *index = world_path(world, "index");
    const char *database = world_path(world, "work");
    char work[GENERATION_NAME], name[GENERATION_NAME];
    struct builder *builder = NULL;
    struct spec_reader reader;
    uint32_t sections = 0, class_count = 0;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, index, &err), &err);
    expect_ok("begin", generation_begin(work, index, &err), &err);
    expect_ok("builder", builder_new(&builder, database, &err), &err);
    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    for (size_t i = 0; i < CLASSES; i++)
        add_class(builder, &reader, i, world->arena);
    spec_reader_close(&reader);
    char *columns = generation_path(index, work, COLUMNS_FILE);
    char *target = generation_path(index, work, "sections");
    expect_ok("finish", builder_finish(builder, columns, &sections, &class_count, &err), &err);
    builder_free(builder);
    builder_free(NULL);
    expect_number("sections", sections, SECTIONS);
    expect_number("classes", class_count, CLASSES);
    expect_ok("compact", xap_compact(database, target, &err), &err);
    free(columns);
    free(target);
    expect_ok("next", generation_next(name, index, &err), &err);
    write_manifest(index, work, name);
    expect_ok("publish", generation_publish(index, work, name, &err), &err);
    generation_unlock(lock);
    return index;
}

static inline struct index *open_index(const char *path)
{
    struct index *index = NULL;
    struct err err;

    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

static inline struct search_page search(const struct world *world, struct index *index,
                                        const char *query, uint32_t page, uint32_t per_page)
{
    struct search_request request = {.query = str_of(query), .page = page, .per_page = per_page};
    struct search_page found;
    struct err err;

    expect_ok(query, search_run(&found, index, &request, world->arena, &err), &err);
    return found;
}

#endif
