/* A small index to search in: three invented classes of a harbor, read, indexed and published, in
 * two segments. The second one begins with a class that is dead: an older edition of the first
 * class, with its id, which no search may find or count. */
#ifndef UNIT_HARBOR_H
#define UNIT_HARBOR_H

#include "publish.h"

#include "read/read.h"
#include "search/search.h"

static const struct {
    const char *id, *agency, *name, *text;
} classes[] = {
    {"alder/7710", "alder", "pilot.txt",
     "HARBOR PILOT\n\nClass Code: 7710\nPay Grade: 22\nFLSA Status: Exempt\n\n" /* place 1 */
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
    {"alder/7710", "gone", "dead.txt",
     "HARBOR PILOT\n\nClass Code: 7710\nPay Grade: 99\nFLSA Status: Exempt\n\n"
     "DUTIES\n\nGuides ships, ships and zebras through the matrix. Manages the matrix manages.\n\n"
     "LICENSURE\n\nA pilot's licence and a diploma of education in cargo.\n"},
};

enum { SECTIONS = 9, CLASSES = 3, PER_CLASS = 3, DEAD = 3 };

/* Where the classes are, each with its first docid in the segment. */
static const struct {
    size_t class, segment;
    uint32_t first_docid;
} dealt[] = {{0, 0, 1}, {1, 0, 4}, {DEAD, 1, 1}, {2, 1, 4}};

enum { SEGMENTS = 2 };

/* What stands in the last section of each class, whatever a reader finds there. */
static const struct requirement required[CLASSES + 1][3] = {
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
    {{.type = REQUIREMENT_EDUCATION, .modality = MODALITY_REQUIRED, .level = EDUCATION_MASTER}},
};

static const size_t required_counts[CLASSES + 1] = {1, 3, 2, 1};

/* And what their fields say besides. */
static const struct {
    struct str series, revised;
} stated[CLASSES + 1] = {{BYTES("Harbor Pilot"), BYTES("3/2004")},
                         {{0}, {0}},
                         {BYTES("Harbor Pilot"), BYTES("June 14, 2022")},
                         {BYTES("Dead Pilot"), BYTES("2030")}};

static inline void set_requirements(struct spec *spec, size_t i, struct arena *arena)
{
    spec->requirement_count = required_counts[i];
    spec->requirements = arena_zero(arena, required_counts[i], sizeof *spec->requirements);
    memcpy(spec->requirements, required[i], required_counts[i] * sizeof *spec->requirements);
    for (size_t k = 0; k < spec->requirement_count; k++)
        spec->requirements[k].section = PER_CLASS - 1;
}

static inline void add_class(struct segment_writer *writer, const struct spec_reader *reader,
                             size_t at, struct arena *arena)
{
    size_t i = dealt[at].class;
    struct str name = str_of(classes[i].name);
    struct document document;
    struct spec spec;
    struct segment_class class = {.id = str_of(classes[i].id),
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
    spec.classes[0].fields[FIELD_SERIES].value = stated[i].series;
    spec.classes[0].fields[FIELD_REVISED].value = stated[i].revised;
    expect_ok("add", segment_writer_add(&docid, writer, &class, &spec, 0, &err), &err);
    expect_number("docid", docid, dealt[at].first_docid);
}

static inline const char *segment_name(size_t segment)
{
    static const char *const names[SEGMENTS] = {"000001-0", "000001-1"};
    return names[segment];
}

static inline void write_segment(struct manifest_segment *listed, const char *index,
                                 const char *work, size_t segment, struct arena *arena)
{
    char *directory = generation_segment_path(index, work, segment_name(segment));
    struct segment_writer *writer = NULL;
    struct spec_reader reader;
    struct err err;

    expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
    expect_ok("reader", spec_reader_open(&reader, NULL, NULL), NULL);
    for (size_t i = 0; i < COUNT_OF(dealt); i++)
        if (dealt[i].segment == segment)
            add_class(writer, &reader, i, arena);
    spec_reader_close(&reader);
    publish_segment(listed, writer, index, work, segment_name(segment), arena);
    free(directory);
}

/* Builds the index of the classes above and returns its directory. */
static inline const char *build(const struct world *world)
{
    const char *index = world_path(world, "index");
    struct manifest_segment segments[SEGMENTS];
    struct manifest_class live[CLASSES];
    char work[GENERATION_NAME];
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, index, &err), &err);
    expect_ok("begin", generation_begin(work, index, &err), &err);
    for (size_t i = 0; i < SEGMENTS; i++)
        write_segment(&segments[i], index, work, i, world->arena);
    for (size_t i = 0; i < COUNT_OF(dealt); i++)
        if (dealt[i].class != DEAD)
            live[dealt[i].class] = (struct manifest_class){.id = classes[dealt[i].class].id,
                                                           .segment = (uint32_t)dealt[i].segment,
                                                           .first_docid = dealt[i].first_docid,
                                                           .sections = PER_CLASS};
    publish(index, work, segments, SEGMENTS, live, CLASSES, world->arena);
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
