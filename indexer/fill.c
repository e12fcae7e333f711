#include "indexer/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "indexer/class_id.h"
#include "indexer/lanes.h"
#include "indexer/ledger.h"
#include "indexer/merge.h"
#include "indexer/segment_pool.h"
#include "indexer/source.h"
#include "search/generation.h"
#include "search/segment_limits.h"

#define NOT_ASKED SIZE_MAX

enum { LETTERS_OF_WORD = 6 }; /* with the blank behind it */

/* Until all sources are done, classes name segments by these numbers: those of the old manifest,
 * and behind them those of the new segments. */
struct filling {
    const struct fill *of;
    struct merge_segment *old; /* what becomes of each old segment */
    uint32_t *kept;            /* sections that live on in each old segment */
    struct lanes lanes;
    struct segment_pool *writers;
    size_t *asked;        /* of each source: the number of its request, or NOT_ASKED */
    size_t ahead;         /* sources before this one have been asked for, if they are to be read */
    struct map class_ids; /* id -> unused */
};

/* ---- reading ---- */

/* Asks for sources ahead of the one that is at hand, so that all workers have something to do. What
 * cannot be opened is met again when it is its turn. */
static void ask_ahead(struct filling *filling)
{
    const struct fill *of = filling->of;

    for (; filling->ahead < of->manifest->count && worker_pool_has_room(of->readers);
         filling->ahead++) {
        size_t at = filling->ahead;
        if (of->plan->sources[at].task == PLAN_READ && filling->asked[at] == NOT_ASKED)
            source_ask(&filling->asked[at], of->readers, of->walk->files[at].real,
                       of->plan->sources[at].house, NULL);
    }
}

/* The reading of the bytes that were hashed. Where that of the bytes that were there later came, or
 * none was asked for, the source is hashed and read anew. */
static enum err_code take_reading(struct reading *reading, struct buf *json, bool *fatal,
                                  struct filling *filling, size_t at, struct arena *arena,
                                  struct err *err)
{
    const struct fill *of = filling->of;
    struct manifest_source *source = &of->manifest->sources[at];
    enum err_code code = ERR_OK;

    *fatal = false;
    if (filling->asked[at] != NOT_ASKED) {
        code = source_take(reading, json, fatal, of->readers, filling->asked[at], arena, err);
        if (code != ERR_OK || strcmp(reading->sha256, source->sha256) == 0)
            return code;
    }
    code = source_read(reading, json, fatal, of->readers, of->walk->files[at].real,
                       of->plan->sources[at].house, arena, err);
    if (code == ERR_OK)
        source->sha256 = arena_strdup(of->arena, reading->sha256);
    return code;
}

static enum err_code add_classes(struct filling *filling, struct manifest_source *source,
                                 const struct reading *reading, struct str json, struct err *err)
{
    struct arena *arena = filling->of->arena;
    const struct spec *spec = &reading->spec;
    struct segment_pool_class *classes = mem_zero(spec->class_count, sizeof *classes);
    struct segment_pool_source added = {.agency = str_of(source->agency),
                                        .shown = str_of(source->shown),
                                        .json = json,
                                        .classes = classes,
                                        .count = spec->class_count};
    size_t lane = lanes_deal(&filling->lanes);

    source->state = MANIFEST_INDEXED;
    source->note = arena_strdup(arena, reading->note);
    source->classes = arena_zero(arena, spec->class_count, sizeof *source->classes);
    for (; source->class_count < spec->class_count; source->class_count++) {
        size_t i = source->class_count;
        uint32_t sections = (uint32_t)spec->classes[i].count;
        uint32_t size = lanes_size(sections, source_text(spec, &spec->classes[i]));
        struct lanes_place place = lanes_place(&filling->lanes, lane, sections, size);
        const char *base = class_id_base(source->agency, &spec->classes[i], arena);
        const char *id = class_id_next(&filling->class_ids, source->classes, i, base, arena);
        source->classes[i] = (struct manifest_class){
            .id = id,
            .base = base,
            .segment = (uint32_t)filling->of->old->segment_count + place.segment,
            .first_docid = place.first_docid,
            .sections = sections};
        classes[i] = (struct segment_pool_class){str_of(id), (uint32_t)i, place};
    }
    for (size_t i = 0; i < source->class_count; i++)
        map_add(&filling->class_ids, source->classes[i].id, 0);
    enum err_code code = segment_pool_add(filling->writers, lane, &added, err);
    free(classes);
    return code;
}

/* Reads a source and adds its classes. What is wrong with the source is the ledger's business; an
 * error is one of the index or the machine. */
static enum err_code read_source(struct filling *filling, size_t at, struct err *err)
{
    struct manifest_source *source = &filling->of->manifest->sources[at];
    struct arena *arena = arena_new();
    struct reading reading;
    struct buf json = {0};
    struct err reason;
    bool fatal = false;
    enum err_code code = take_reading(&reading, &json, &fatal, filling, at, arena, &reason);

    if (code == ERR_OK && source_refusal(&reading) != NULL) {
        plan_skip(source, source_refusal(&reading), filling->of->arena);
    } else if (code == ERR_OK) {
        code = add_classes(filling, source, &reading, buf_view(&json), err);
    } else if (fatal) {
        *err = reason;
    } else {
        /* What changed while it was read is to be tried again by the next build. */
        if (code == ERR_BUSY)
            source->sha256 = "";
        plan_skip(source, reason.text, filling->of->arena);
        code = ERR_OK;
    }
    buf_free(&json);
    arena_free(arena);
    return code;
}

/* ---- carrying over ---- */

/* The lanes_size() of a class of an old segment. The length of its text is not noted anywhere; it
 * is taken from its words, whose length is that of English ones. */
static uint32_t old_size(const struct fill *fill, uint32_t segment, uint32_t first_docid,
                         uint32_t sections)
{
    const struct columns *columns = &index_segments(fill->opened)[segment].segment.columns;
    uint64_t words = 0;

    for (uint32_t i = 0; i < sections; i++)
        words += columns->sections[first_docid - 1 + i].length;
    return lanes_size(sections, words * LETTERS_OF_WORD);
}

/* Would the classes of a source get the ids that they have? */
static bool is_unmoved(const struct filling *filling, const struct manifest_source *old)
{
    for (size_t i = 0; i < old->class_count; i++) {
        const char *id = class_id_next(&filling->class_ids, old->classes, i, old->classes[i].base,
                                       filling->of->arena);
        if (strcmp(id, old->classes[i].id) != 0)
            return false;
    }
    return true;
}

/* A class stays where it is, or is copied if its segment is merged. */
static enum err_code keep_class(struct filling *filling, struct manifest_class *class,
                                struct err *err)
{
    size_t group = filling->old[class->segment].group;

    map_add(&filling->class_ids, class->id, 0);
    if (group == MERGE_KEEP) {
        filling->kept[class->segment] += class->sections;
        return ERR_OK;
    }
    size_t lane = group % LANES_MAX;
    uint32_t from = class->segment;
    uint32_t size = old_size(filling->of, class->segment, class->first_docid, class->sections);
    struct lanes_place place = lanes_place(&filling->lanes, lane, class->sections, size);
    class->segment = (uint32_t)filling->of->old->segment_count + place.segment;
    class->first_docid = place.first_docid;
    return segment_pool_copy(filling->writers, lane, from, str_of(class->id), place, err);
}

/* Carries a source over. One that would now have another id has to be read again. */
static enum err_code keep_source(struct filling *filling, size_t at, struct err *err)
{
    struct manifest_source *source = &filling->of->manifest->sources[at];
    const struct manifest_source *old = filling->of->plan->sources[at].old;
    enum err_code code = ERR_OK;

    if (!is_unmoved(filling, old))
        return read_source(filling, at, err);
    source->state = MANIFEST_UNCHANGED;
    source->note = old->note;
    source->class_count = old->class_count;
    source->classes = arena_zero(filling->of->arena, old->class_count, sizeof *source->classes);
    memcpy(source->classes, old->classes, old->class_count * sizeof *source->classes);
    for (size_t i = 0; code == ERR_OK && i < source->class_count; i++)
        code = keep_class(filling, &source->classes[i], err);
    return code;
}

/* What is the same as a source that could not be read cannot be read either. */
static void skip_as_original(const struct fill *fill, size_t at)
{
    struct manifest_source *source = &fill->manifest->sources[at];
    const struct manifest_source *original =
        &fill->manifest->sources[fill->plan->sources[at].original];

    if (source->state == MANIFEST_DUPLICATE && original->state == MANIFEST_SKIPPED)
        plan_skip(source, original->reason, fill->arena);
}

static enum err_code do_task(struct filling *filling, size_t at, struct err *err)
{
    ask_ahead(filling);
    switch (filling->of->plan->sources[at].task) {
    case PLAN_READ:
        return read_source(filling, at, err);
    case PLAN_KEEP:
        return keep_source(filling, at, err);
    case PLAN_NONE:
        skip_as_original(filling->of, at);
    }
    return ERR_OK;
}

static enum err_code do_tasks(struct filling *filling, struct err *err)
{
    struct manifest *manifest = filling->of->manifest;
    struct progress progress = progress_start(manifest->count);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        code = do_task(filling, i, err);
        for (size_t k = 0; k < source->class_count; k++)
            manifest->sections += source->classes[k].sections;
        manifest->classes += (uint32_t)source->class_count;
        progress_show(&progress, i + 1, manifest->sections);
    }
    progress_clear(&progress);
    return code;
}

/* ---- segments ---- */

/* Of all classes of an old segment, those that went too. */
static uint64_t segment_size(const struct fill *fill, uint32_t segment)
{
    const struct columns *columns = &index_segments(fill->opened)[segment].segment.columns;
    uint64_t size = 0;

    for (uint32_t i = 0; i < columns->class_count; i++)
        size += old_size(fill, segment, columns->classes[i].first + 1, columns->classes[i].count);
    return size;
}

static uint32_t at_most_full(uint64_t size)
{
    return size < SEGMENT_SECTIONS_MAX ? (uint32_t)size : SEGMENT_SECTIONS_MAX;
}

/* Decides what becomes of the old segments, from the sources that are to be carried over. */
static void plan_segments(struct filling *filling)
{
    const struct fill *of = filling->of;
    size_t to_read = 0, count = of->old->segment_count;
    uint64_t *live = arena_zero(of->arena, count, sizeof *live);

    filling->old = arena_zero(of->arena, count, sizeof *filling->old);
    filling->kept = arena_zero(of->arena, count, sizeof *filling->kept);
    for (size_t i = 0; i < of->manifest->count; i++) {
        const struct plan_source *planned = &of->plan->sources[i];
        to_read += planned->task == PLAN_READ;
        for (size_t k = 0; planned->task == PLAN_KEEP && k < planned->old->class_count; k++) {
            const struct manifest_class *class = &planned->old->classes[k];
            live[class->segment] +=
                old_size(of, class->segment, class->first_docid, class->sections);
        }
    }
    for (uint32_t i = 0; i < count; i++)
        filling->old[i] = (struct merge_segment){
            .live = at_most_full(live[i]), .dead = at_most_full(segment_size(of, i) - live[i])};
    merge_plan(filling->old, count);
    filling->lanes = lanes_make(to_read);
}

/* Lists the segments that have living sections, old ones first, and gives the classes the numbers
 * that those have in the list. */
static void number_segments(struct filling *filling, const struct manifest_segment *new)
{
    const struct fill *of = filling->of;
    struct manifest *manifest = of->manifest;
    size_t old = of->old->segment_count, count = old + filling->lanes.segments;
    uint32_t *numbers = arena_zero(of->arena, count, sizeof *numbers);

    manifest->segments = arena_zero(of->arena, count, sizeof *manifest->segments);
    for (size_t i = 0; i < count; i++) {
        if (i < old && filling->kept[i] == 0)
            continue;
        numbers[i] = (uint32_t)manifest->segment_count;
        manifest->segments[manifest->segment_count++] =
            i < old ? of->old->segments[i] : new[i - old];
    }
    for (size_t i = 0; i < manifest->count; i++)
        for (size_t k = 0; k < manifest->sources[i].class_count; k++)
            manifest->sources[i].classes[k].segment =
                numbers[manifest->sources[i].classes[k].segment];
}

static enum err_code link_segments(const struct filling *filling, struct err *err)
{
    const struct fill *of = filling->of;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < of->old->segment_count; i++)
        if (filling->kept[i] > 0)
            code = generation_link_segment(of->index, of->work, of->base, of->old->segments[i].name,
                                           err);
    return code;
}

static enum err_code fill_segments(struct filling *filling, struct err *err)
{
    const struct fill *of = filling->of;
    enum err_code code = do_tasks(filling, err);

    if (code == ERR_OK && of->manifest->classes == 0)
        code =
            err_set(err, ERR_NOT_FOUND,
                    "no specification could be read from the paths given; the index is as it was");
    if (code == ERR_OK)
        code = link_segments(filling, err);
    size_t count = filling->lanes.segments;
    struct manifest_segment *new = arena_zero(of->arena, count, sizeof *new);
    if (code == ERR_OK)
        code = segment_pool_finish(new, count, filling->writers, of->arena, err);
    if (code == ERR_OK)
        number_segments(filling, new);
    return code;
}

enum err_code fill_generation(const struct fill *fill, struct err *err)
{
    struct filling filling = {.of = fill};
    char *directory = generation_segment_path(fill->index, fill->work, NULL);
    char *old_directory = generation_segment_path(fill->index, fill->base, NULL);
    char *manifest = generation_path(fill->index, fill->work, MANIFEST_FILE);
    struct segment_job job = {.directory = directory,
                              .generation = fill->name,
                              .old_directory = old_directory,
                              .old = fill->old->segments,
                              .old_count = fill->old->segment_count};
    enum err_code code = file_mkdirs(directory, err);

    filling.asked = arena_zero(fill->arena, fill->manifest->count, sizeof *filling.asked);
    for (size_t i = 0; i < fill->manifest->count; i++)
        filling.asked[i] = NOT_ASKED;
    filling.writers = segment_pool_new(&job, fill->processes);
    plan_segments(&filling);
    if (code == ERR_OK)
        code = fill_segments(&filling, err);
    segment_pool_free(filling.writers);
    if (code == ERR_OK)
        code = manifest_save(fill->manifest, manifest, err);
    map_free(&filling.class_ids);
    free(directory);
    free(old_directory);
    free(manifest);
    return code;
}
