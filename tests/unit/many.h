/* An index of many small sections, whose words follow from their numbers, so that what is found can
 * be worked out. */
#ifndef UNIT_MANY_H
#define UNIT_MANY_H

#include "publish.h"

#include "search/index.h"

/* Section i holds "gamma" always, "beta" if 3 divides i, else "delta", "alpha" if 50 divides i,
 * twice if 100 does. Every tenth class went, with its sections. All are keepers; of fifty classes
 * the eighth is a lone one. */
enum { MANY_PER_CLASS = 30 };

static inline bool many_live(uint32_t i)
{
    return i / MANY_PER_CLASS % 10 != 0;
}

static inline bool many_lone(uint32_t i)
{
    return i / MANY_PER_CLASS % 50 == 7;
}

static inline void many_add_class(struct segment_writer *writer, uint32_t number,
                                  struct manifest_class *class, struct arena *arena)
{
    size_t order[MANY_PER_CLASS];
    struct spec_section sections[MANY_PER_CLASS] = {0};
    struct spec_class one = {.title = many_lone(number * MANY_PER_CLASS) ? STR("Lone Keeper")
                                                                         : STR("Keeper"),
                             .sections = order,
                             .count = MANY_PER_CLASS};
    struct spec spec = {
        .sections = sections, .count = MANY_PER_CLASS, .classes = &one, .class_count = 1};
    struct segment_class about = {.id = str_of(arena_printf(arena, "x/%u", number)),
                                  .agency = STR("x"),
                                  .source = STR("x"),
                                  .format = STR("text"),
                                  .sha256 = STR("00"),
                                  .note = STR("")};
    struct err err;

    for (uint32_t k = 0; k < MANY_PER_CLASS; k++) {
        uint32_t i = number * MANY_PER_CLASS + k;
        order[k] = k;
        sections[k].parent = SPEC_NO_PARENT;
        kind_set_add(&sections[k].kinds, KIND_DUTIES);
        sections[k].text =
            str_of(arena_printf(arena, "%s%s%s gamma", i % 50 == 0 ? "alpha " : "",
                                i % 100 == 0 ? "alpha " : "", i % 3 == 0 ? "beta" : "delta"));
    }
    *class = (struct manifest_class){.id = about.id.p, .sections = MANY_PER_CLASS};
    expect_ok("add", segment_writer_add(&class->first_docid, writer, &about, &spec, 0, &err), &err);
}

/* `segments` of them, each with `classes` classes. */
static inline struct index *many_build(const struct world *world, uint32_t segments,
                                       uint32_t classes)
{
    const char *path = world_path(world, "index");
    char work[GENERATION_NAME];
    struct manifest_class *list = arena_zero(world->arena, segments * classes, sizeof *list);
    struct manifest_segment *listed = arena_zero(world->arena, segments, sizeof *listed);
    struct index *index = NULL;
    size_t live = 0;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, path, &err), &err);
    expect_ok("begin", generation_begin(work, path, &err), &err);
    for (uint32_t s = 0; s < segments; s++) {
        const char *name = arena_printf(world->arena, "000001-%u", s);
        char *directory = generation_segment_path(path, work, name);
        struct segment_writer *writer = NULL;
        expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
        free(directory);
        for (uint32_t c = s * classes; c < (s + 1) * classes; c++) {
            many_add_class(writer, c, &list[live], world->arena);
            list[live].segment = s;
            live += many_live(c * MANY_PER_CLASS);
        }
        publish_segment(&listed[s], writer, path, work, name, world->arena);
    }
    publish(path, work, listed, segments, list, live, world->arena);
    generation_unlock(lock);
    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

#endif
