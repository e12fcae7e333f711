/* Small indexes of several segments, some of whose classes are dead, from classes as a test writes
 * them. */
#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

#include "publish.h"
#include "stemming.h"

#include "search/index.h"

/* A class as a test writes it. Sentences are parted by blank lines alone. */
enum { CLASS_SECTIONS = 4, CLASSES_MAX = 40, SEGMENTS = 3 };

enum { SECTION_REQUIREMENTS = 2 };

struct sample_requirement {
    const char *sentence; /* of the text, in which it stands but once */
    enum requirement_type type;
    enum modality modality;
    enum education_level level;
    unsigned months, part_months, pounds;
    bool supervisory, part_supervisory;
};

struct sample_section {
    const char *heading, *text;
    enum spec_kind kind;
    struct sample_requirement requirements[SECTION_REQUIREMENTS];
    size_t requirement_count;
};

struct sample_class {
    const char *id, *agency, *title, *code;
    const char *grade, *flsa, *series, *revised, *probation; /* as written; NULL: not stated */
    const char *stated_agency;                               /* likewise, by the document */
    struct sample_section sections[CLASS_SECTIONS];
    size_t count;
    bool dead;
    size_t segment;
    uint32_t first_docid; /* in the segment; set when it is written */
};

static inline struct requirement sample_requirement(const struct sample_section *section,
                                                    size_t number, size_t at)
{
    const struct sample_requirement *r = &section->requirements[number];
    const char *place = strstr(section->text, r->sentence);

    assert_non_null(place);
    return (struct requirement){.type = r->type,
                                .modality = r->modality,
                                .sentence = str_of(r->sentence),
                                .section = at,
                                .start = (size_t)(place - section->text),
                                .end = (size_t)(place - section->text) + strlen(r->sentence),
                                .level = r->level,
                                .months = r->months,
                                .months_max = r->months,
                                .supervisory = r->supervisory,
                                .part_months = r->part_months,
                                .part_supervisory = r->part_supervisory,
                                .pounds = r->pounds};
}

static inline void set_fields(struct spec_class *of, const struct sample_class *class)
{
    of->fields[FIELD_CLASS_CODE].value = str_of(class->code);
    of->fields[FIELD_PAY_GRADE].value = str_of(class->grade);
    of->fields[FIELD_FLSA].value = str_of(class->flsa);
    of->fields[FIELD_SERIES].value = str_of(class->series);
    of->fields[FIELD_REVISED].value = str_of(class->revised);
    of->fields[FIELD_PROBATION].value = str_of(class->probation);
    of->fields[FIELD_AGENCY].value = str_of(class->stated_agency);
}

static inline void write_class(struct segment_writer *writer, struct sample_class *class)
{
    size_t numbers[CLASS_SECTIONS] = {0, 1, 2, 3};
    struct spec_section sections[CLASS_SECTIONS];
    struct requirement requirements[CLASS_SECTIONS * SECTION_REQUIREMENTS];
    struct spec_class of = {
        .title = str_of(class->title), .sections = numbers, .count = class->count};
    struct spec spec = {.title = of.title,
                        .sections = sections,
                        .count = class->count,
                        .requirements = requirements,
                        .classes = &of,
                        .class_count = 1};
    const struct segment_class about = {.id = str_of(class->id),
                                        .agency = str_of(class->agency),
                                        .source = STR("x"),
                                        .format = STR("text"),
                                        .sha256 = STR("00"),
                                        .note = STR("")};
    struct err err;

    set_fields(&of, class);
    for (size_t i = 0; i < class->count; i++) {
        sections[i] = (struct spec_section){.parent = SPEC_NO_PARENT,
                                            .heading = str_of(class->sections[i].heading),
                                            .text = str_of(class->sections[i].text)};
        kind_set_add(&sections[i].kinds, class->sections[i].kind);
        for (size_t k = 0; k < class->sections[i].requirement_count; k++)
            requirements[spec.requirement_count++] = sample_requirement(&class->sections[i], k, i);
    }
    expect_ok("add", segment_writer_add(&class->first_docid, writer, &about, &spec, 0, &err), &err);
}

static inline void write_segment(struct manifest_segment *listed, const char *index,
                                 const char *work, size_t segment, struct sample_class *classes,
                                 size_t count, struct arena *arena)
{
    const char *name = arena_printf(arena, "000001-%zu", segment);
    char *directory = generation_segment_path(index, work, name);
    struct segment_writer *writer = NULL;
    struct err err;

    expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
    for (size_t i = 0; i < count; i++)
        if (classes[i].segment == segment)
            write_class(writer, &classes[i]);
    publish_segment(listed, writer, index, work, name, arena);
    free(directory);
}

/* Each segment has a class at least. */
static inline struct index *build(const struct world *world, const char *name,
                                  struct sample_class *classes, size_t count)
{
    const char *path = world_path(world, name);
    char work[GENERATION_NAME];
    struct manifest_segment segments[SEGMENTS];
    struct manifest_class live[CLASSES_MAX];
    struct index *index = NULL;
    size_t live_count = 0;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, path, &err), &err);
    expect_ok("begin", generation_begin(work, path, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++)
        write_segment(&segments[s], path, work, s, classes, count, world->arena);
    for (size_t i = 0; i < count; i++)
        if (!classes[i].dead)
            live[live_count++] = (struct manifest_class){.id = classes[i].id,
                                                         .segment = (uint32_t)classes[i].segment,
                                                         .first_docid = classes[i].first_docid,
                                                         .sections = (uint32_t)classes[i].count};
    publish(path, work, segments, SEGMENTS, live, live_count, world->arena);
    generation_unlock(lock);
    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

#endif
