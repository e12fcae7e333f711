#include "indexer/build.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/map.h"
#include "indexer/class_id.h"
#include "indexer/ledger.h"
#include "indexer/plan.h"
#include "indexer/source.h"
#include "indexer/walk.h"
#include "search/builder.h"
#include "search/generation.h"
#include "search/index.h"
#include "search/manifest.h"
#include "search/schema.h"

struct build {
    const char *index;
    struct arena *arena;
    struct walk walk;
    struct index *base;  /* the generation to build on; NULL: none, everything is read */
    struct manifest old; /* its manifest */
    struct map kept;     /* paths of the old sources that were carried over */
    struct manifest manifest;
    struct plan plan;
    struct worker_pool *pool;
    size_t *asked;        /* of each source: the number of its request, or NOT_ASKED */
    size_t ahead;         /* sources before this one have been asked for, if they are to be read */
    struct map class_ids; /* id -> unused */
    struct builder *builder;
    char name[GENERATION_NAME], work[GENERATION_NAME]; /* of the new generation */
    char columns_sha256[SHA256_HEX];
};

#define NOT_ASKED SIZE_MAX

/* The program that reads the sources is part of what a generation depends on. */
static const char *reader_hash(struct arena *arena, struct err *err)
{
    char hex[SHA256_HEX];
    return sha256_file(hex, "/proc/self/exe", err) == ERR_OK ? arena_strdup(arena, hex) : NULL;
}

static const char *stemmer_hash(struct arena *arena, struct err *err)
{
    char hex[STEMMER_FINGERPRINT] = "";
    struct stemmer *stemmer = NULL;

    if (stemmer_new(&stemmer, err) != ERR_OK)
        return NULL;
    enum err_code code = stemmer_fingerprint(hex, stemmer, err);
    stemmer_free(stemmer);
    return code == ERR_OK ? arena_strdup(arena, hex) : NULL;
}

static const char *time_now(struct arena *arena)
{
    char text[32];
    time_t now = time(NULL);
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return arena_strdup(arena, text);
}

/* Opens what can be built on. A generation that this program cannot use, or whose sources another
 * program read, is no ground to build on: everything is then read again. */
static enum err_code open_base(struct build *build, bool full, struct err *err)
{
    char current[GENERATION_NAME];
    struct err reason;
    enum err_code code = generation_current(current, build->index, err);

    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    build->manifest.parent = arena_strdup(build->arena, current);
    if (full || index_open(&build->base, build->index, &reason) != ERR_OK)
        return ERR_OK;
    build->old = *index_manifest(build->base);
    if (strcmp(build->old.reader, build->manifest.reader) != 0) {
        index_close(build->base);
        build->base = NULL;
        build->old = (struct manifest){0};
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err_code add_classes(struct build *build, struct manifest_source *source,
                                 const struct reading *reading, struct err *err)
{
    const struct spec *spec = &reading->spec;
    struct builder_class class = {.agency = str_of(source->agency),
                                  .source = str_of(source->shown),
                                  .format = str_of(reading->format),
                                  .sha256 = str_of(source->sha256),
                                  .note = str_of(source->note)};
    enum err_code code = ERR_OK;

    source->state = MANIFEST_INDEXED;
    source->classes = arena_zero(build->arena, spec->class_count, sizeof *source->classes);
    for (size_t i = 0; code == ERR_OK && i < spec->class_count; i++) {
        struct manifest_class *entry = &source->classes[i];
        entry->base = class_id_base(source->agency, &spec->classes[i], build->arena);
        entry->id = class_id_next(&build->class_ids, source->classes, i, entry->base, build->arena);
        entry->sections = (uint32_t)spec->classes[i].count;
        class.id = str_of(entry->id);
        code = builder_add(&entry->first_docid, build->builder, &class, spec, i, err);
        source->class_count++;
    }
    for (size_t i = 0; i < source->class_count; i++)
        map_add(&build->class_ids, source->classes[i].id, 0);
    if (code != ERR_OK)
        err_context(err, "%s", source->shown);
    return code;
}

/* Asks for sources ahead of the one that is at hand, so that all workers have something to do. What
 * cannot be opened is met again when it is its turn. */
static void ask_ahead(struct build *build)
{
    for (; build->ahead < build->manifest.count && worker_pool_has_room(build->pool);
         build->ahead++) {
        size_t at = build->ahead;
        if (build->plan.sources[at].task == PLAN_READ && build->asked[at] == NOT_ASKED)
            source_ask(&build->asked[at], build->pool, build->walk.files[at].real,
                       build->plan.sources[at].house, NULL);
    }
}

/* The reading of the bytes that were hashed. Where that of the bytes that were there later came, or
 * none was asked for, the source is hashed and read anew. */
static enum err_code take_reading(struct reading *reading, bool *fatal, struct build *build,
                                  size_t at, struct arena *arena, struct err *err)
{
    struct manifest_source *source = &build->manifest.sources[at];
    enum err_code code = ERR_OK;

    *fatal = false;
    if (build->asked[at] != NOT_ASKED) {
        code = source_take(reading, fatal, build->pool, build->asked[at], arena, err);
        if (code != ERR_OK || strcmp(reading->sha256, source->sha256) == 0)
            return code;
    }
    code = source_read(reading, fatal, build->pool, build->walk.files[at].real,
                       build->plan.sources[at].house, arena, err);
    if (code == ERR_OK)
        source->sha256 = arena_strdup(build->arena, reading->sha256);
    return code;
}

/* Reads a source and adds its classes. What is wrong with the source is the ledger's business; an
 * error is one of the index or the machine. */
static enum err_code read_source(struct build *build, size_t at, struct err *err)
{
    struct manifest_source *source = &build->manifest.sources[at];
    struct arena *arena = arena_new();
    struct reading reading;
    struct err reason;
    bool fatal = false;
    enum err_code code = take_reading(&reading, &fatal, build, at, arena, &reason);

    if (code == ERR_OK && source_refusal(&reading) != NULL) {
        plan_skip(source, source_refusal(&reading), build->arena);
    } else if (code == ERR_OK) {
        source->note = arena_strdup(build->arena, reading.note);
        code = add_classes(build, source, &reading, err);
    } else if (fatal) {
        *err = reason;
    } else {
        /* What changed while it was read is to be tried again by the next build. */
        if (code == ERR_BUSY)
            source->sha256 = "";
        plan_skip(source, reason.text, build->arena);
        code = ERR_OK;
    }
    arena_free(arena);
    return code;
}

/* Would the classes of a source get the ids and name that they have? */
static bool is_unmoved(const struct build *build, const struct manifest_source *source,
                       const struct manifest_source *old)
{
    for (size_t i = 0; i < old->class_count; i++) {
        const char *id =
            class_id_next(&build->class_ids, old->classes, i, old->classes[i].base, build->arena);
        if (strcmp(id, old->classes[i].id) != 0)
            return false;
    }
    return strcmp(old->shown, source->shown) == 0;
}

/* Carries a source over. One that would now have another id or name has to be read again. */
static enum err_code keep_source(struct build *build, size_t at, struct err *err)
{
    struct manifest_source *source = &build->manifest.sources[at];
    const struct manifest_source *old = build->plan.sources[at].old;

    if (!is_unmoved(build, source, old))
        return read_source(build, at, err);
    map_add(&build->kept, old->path, 0);
    source->state = MANIFEST_UNCHANGED;
    source->note = old->note;
    source->classes = old->classes;
    source->class_count = old->class_count;
    for (size_t i = 0; i < old->class_count; i++) {
        map_add(&build->class_ids, old->classes[i].id, 0);
        builder_keep(build->builder, old->classes[i].first_docid, old->classes[i].sections,
                     index_columns(build->base));
    }
    return ERR_OK;
}

/* What is the same as a source that could not be read cannot be read either. */
static void skip_as_original(struct build *build, size_t at)
{
    struct manifest_source *source = &build->manifest.sources[at];
    const struct manifest_source *original =
        &build->manifest.sources[build->plan.sources[at].original];

    if (source->state == MANIFEST_DUPLICATE && original->state == MANIFEST_SKIPPED)
        plan_skip(source, original->reason, build->arena);
}

static enum err_code do_task(struct build *build, size_t at, struct err *err)
{
    ask_ahead(build);
    switch (build->plan.sources[at].task) {
    case PLAN_READ:
        return read_source(build, at, err);
    case PLAN_KEEP:
        return keep_source(build, at, err);
    case PLAN_NONE:
        skip_as_original(build, at);
    }
    return ERR_OK;
}

static enum err_code do_tasks(struct build *build, struct err *err)
{
    struct progress progress = progress_start(build->manifest.count);
    enum err_code code = ERR_OK;
    size_t sections = 0;

    build->asked = arena_zero(build->arena, build->manifest.count, sizeof *build->asked);
    for (size_t i = 0; i < build->manifest.count; i++)
        build->asked[i] = NOT_ASKED;
    for (size_t i = 0; code == ERR_OK && i < build->manifest.count; i++) {
        const struct manifest_source *source = &build->manifest.sources[i];
        code = do_task(build, i, err);
        for (size_t k = 0; k < source->class_count; k++)
            sections += source->classes[k].sections;
        progress_show(&progress, i + 1, sections);
    }
    progress_clear(&progress);
    return code;
}

/* Takes out of the database what was not carried over. */
static enum err_code remove_old(struct build *build, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < build->old.count; i++) {
        const struct manifest_source *old = &build->old.sources[i];
        if (map_find(&build->kept, old->path) != NULL)
            continue;
        for (size_t k = 0; code == ERR_OK && k < old->class_count; k++) {
            const struct manifest_class *class = &old->classes[k];
            code = builder_remove(build->builder, class->first_docid, class->sections, err);
            if (code == ERR_OK && map_find(&build->class_ids, class->id) == NULL)
                code = builder_forget(build->builder, str_of(class->id), err);
        }
    }
    return code;
}

/* Fills the new generation's directory: database and columns, then the manifest, which seals it. */
static enum err_code write_parts(struct build *build, const char *work, const char *sections,
                                 const char *columns, struct err *err)
{
    enum err_code code = file_mkdirs(work, err);

    if (code == ERR_OK && build->base != NULL) {
        char *old = generation_path(build->index, build->manifest.parent, "sections");
        code = file_copy_dir(old, work, err);
        free(old);
    }
    if (code == ERR_OK)
        code = builder_new(&build->builder, work, err);
    if (code == ERR_OK)
        code = do_tasks(build, err);
    if (code == ERR_OK)
        code = remove_old(build, err);
    if (code == ERR_OK)
        code = builder_finish(build->builder, columns, &build->manifest.sections,
                              &build->manifest.classes, err);
    builder_free(build->builder);
    build->builder = NULL;
    if (code == ERR_OK && build->manifest.classes == 0)
        code =
            err_set(err, ERR_NOT_FOUND,
                    "no specification could be read from the paths given; the index is as it was");
    if (code == ERR_OK)
        code = xap_compact(work, sections, err);
    if (code == ERR_OK)
        code = file_remove_tree(work, err);
    return code;
}

static enum err_code write_generation(struct build *build, struct err *err)
{
    char *work = generation_path(build->index, build->work, "work");
    char *sections = generation_path(build->index, build->work, "sections");
    char *columns = generation_path(build->index, build->work, COLUMNS_FILE);
    char *manifest = generation_path(build->index, build->work, MANIFEST_FILE);
    enum err_code code = write_parts(build, work, sections, columns, err);

    if (code == ERR_OK)
        code = sha256_file(build->columns_sha256, columns, err);
    if (code == ERR_OK)
        code = generation_next(build->name, build->index, err);
    if (code == ERR_OK) {
        build->manifest.generation = build->name;
        build->manifest.columns_sha256 = build->columns_sha256;
        code = manifest_save(&build->manifest, manifest, err);
    }
    if (code == ERR_OK)
        code = generation_publish(build->index, build->work, build->name, err);
    free(work);
    free(sections);
    free(columns);
    free(manifest);
    return code;
}

static size_t count_removed(const struct build *build)
{
    struct map paths = {0};
    size_t removed = 0;

    for (size_t i = 0; i < build->manifest.count; i++)
        map_add(&paths, build->manifest.sources[i].path, i);
    for (size_t i = 0; i < build->old.count; i++)
        removed += map_find(&paths, build->old.sources[i].path) == NULL;
    map_free(&paths);
    return removed;
}

/* Makes and publishes a new generation. If no source could be read, nothing is published, and the
 * ledger says why. */
static enum err_code publish(struct build *build, bool verbose, struct err *err)
{
    enum err_code code = generation_begin(build->work, build->index, err);

    if (code == ERR_OK)
        code = write_generation(build, err);
    if (code == ERR_OK)
        return ERR_OK;
    generation_abandon(build->index, build->work);
    if (ledger_count(&build->manifest, MANIFEST_SKIPPED) == build->manifest.count)
        ledger_print_sources(&build->manifest, verbose);
    return code;
}

/* Nothing is published; the ledger shows the current generation, in which nothing had to be read.
 */
static void show_same(struct build *build, bool verbose)
{
    for (size_t i = 0; i < build->old.count; i++)
        if (build->old.sources[i].state == MANIFEST_INDEXED)
            build->old.sources[i].state = MANIFEST_UNCHANGED;
    ledger_print_sources(&build->old, verbose);
    ledger_print_counts(&build->old, 0, build->walk.hidden);
    puts("nothing changed; no new generation was made");
}

static void show_new(const struct build *build, bool verbose)
{
    ledger_print_sources(&build->manifest, verbose);
    ledger_print_counts(&build->manifest, count_removed(build), build->walk.hidden);
}

static enum err_code run_locked(bool *skipped, struct build *build,
                                const struct build_request *request, struct err *err)
{
    enum err_code code = generation_sweep(build->index, err);

    if (code == ERR_OK)
        code = open_base(build, request->full, err);
    if (code != ERR_OK)
        return code;
    code = plan_make(&build->plan, &build->manifest, &build->walk, &build->old, build->arena, err);
    if (code != ERR_OK) {
        char wrong[sizeof err->text];
        snprintf(wrong, sizeof wrong, "%s", err->text);
        return err_set(err, code, "%s; nothing was published", wrong);
    }
    bool same = build->base != NULL && plan_is_same(&build->plan, &build->manifest, &build->old);
    if (!same)
        code = publish(build, request->verbose, err);
    if (code == ERR_OK)
        code =
            generation_prune(build->index, same ? build->old.parent : build->manifest.parent, err);
    if (code != ERR_OK)
        return code;
    if (same)
        show_same(build, request->verbose);
    else
        show_new(build, request->verbose);
    *skipped = ledger_count(same ? &build->old : &build->manifest, MANIFEST_SKIPPED) > 0;
    return ERR_OK;
}

static enum err_code prepare(struct build *build, const struct build_request *request,
                             struct err *err)
{
    build->index = request->index;
    build->manifest = (struct manifest){.schema = SCHEMA_VERSION,
                                        .parent = "",
                                        .built_at = time_now(build->arena),
                                        .reader = reader_hash(build->arena, err),
                                        .stemmer = stemmer_hash(build->arena, err)};
    if (build->manifest.reader == NULL || build->manifest.stemmer == NULL)
        return err->code;
    enum err_code code = walk_paths(&build->walk, request->paths, request->path_count,
                                    request->index, build->arena, err);
    if (code == ERR_OK && build->walk.count == 0)
        code = err_set(err, ERR_NOT_FOUND,
                       "there is no file under the paths given; the index is as it was");
    return code;
}

enum err_code build_run(bool *skipped, const struct build_request *request, struct err *err)
{
    struct build build = {.arena = arena_new()};
    int lock = -1;

    build.pool = source_pool_new(request->workers);
    enum err_code code = prepare(&build, request, err);
    if (code == ERR_OK)
        code = generation_lock(&lock, request->index, err);
    if (code == ERR_OK)
        code = run_locked(skipped, &build, request, err);
    if (lock >= 0)
        generation_unlock(lock);
    index_close(build.base);
    worker_pool_free(build.pool);
    plan_free(&build.plan);
    map_free(&build.kept);
    map_free(&build.class_ids);
    walk_free(&build.walk);
    arena_free(build.arena);
    return code;
}
