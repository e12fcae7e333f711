#include "indexer/build.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/map.h"
#include "indexer/ledger.h"
#include "indexer/source.h"
#include "indexer/walk.h"
#include "search/builder.h"
#include "search/generation.h"
#include "search/index.h"
#include "search/manifest.h"
#include "search/schema.h"

enum { SLUG_MAX = 100 };

/* What is to be done with a source. */
enum task {
    TASK_NONE, /* its state is known: skipped or duplicate */
    TASK_KEEP, /* carry it over from the generation before */
    TASK_READ
};

struct build {
    const char *index;
    struct arena *arena;
    struct walk walk;
    struct index *base;   /* the generation to build on; NULL: none, everything is read */
    struct manifest old;  /* its manifest */
    struct map old_paths; /* path -> index in old.sources */
    bool *kept;           /* of old.sources */
    struct manifest manifest;
    enum task *tasks;     /* of manifest.sources */
    size_t *originals;    /* of a duplicate: the source that it is the same as */
    struct map class_ids; /* id -> unused */
    struct builder *builder;
    struct spec_reader reader;
    char name[GENERATION_NAME], work[GENERATION_NAME]; /* of the new generation */
    char columns_sha256[SHA256_HEX];
};

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
    build->kept = arena_zero(build->arena, build->old.count, sizeof *build->kept);
    for (size_t i = 0; i < build->old.count; i++)
        map_add(&build->old_paths, build->old.sources[i].path, i);
    return ERR_OK;
}

static const struct manifest_source *old_source(const struct build *build, const char *path)
{
    const size_t *found = map_find(&build->old_paths, path);
    return found != NULL ? &build->old.sources[*found] : NULL;
}

static bool has_class(const struct manifest_source *source)
{
    return source != NULL &&
           (source->state == MANIFEST_INDEXED || source->state == MANIFEST_UNCHANGED);
}

static void skip(struct manifest_source *source, const char *reason, struct arena *arena)
{
    source->state = MANIFEST_SKIPPED;
    source->reason = arena_strdup(arena, reason);
}

/* Hashes one source and decides from its hash what is to be done. */
static enum task plan_source(struct build *build, struct manifest_source *source,
                             const struct walk_file *file, struct map *hashes)
{
    const struct manifest_source *old = old_source(build, file->path);
    struct source_content content = {0};
    struct err err;

    if (file->reason != NULL) {
        skip(source, file->reason, build->arena);
        return TASK_NONE;
    }
    if (source_load(&content, file->real, build->arena, &err) != ERR_OK) {
        skip(source, err.text, build->arena);
        return TASK_NONE;
    }
    source->sha256 = arena_strdup(build->arena, content.sha256);
    source_content_free(&content);
    const size_t *first = map_find(hashes, source->sha256);
    if (first != NULL && build->manifest.sources[*first].state != MANIFEST_SKIPPED) {
        source->state = MANIFEST_DUPLICATE;
        source->reason = build->manifest.sources[*first].shown;
        build->originals[source - build->manifest.sources] = *first;
        return TASK_NONE;
    }
    map_add(hashes, source->sha256, (size_t)(source - build->manifest.sources));
    if (old == NULL || strcmp(old->sha256, source->sha256) != 0)
        return TASK_READ;
    if (old->state == MANIFEST_SKIPPED) {
        skip(source, old->reason, build->arena);
        return TASK_NONE;
    }
    return has_class(old) ? TASK_KEEP : TASK_READ;
}

static void plan(struct build *build)
{
    struct map hashes = {0};
    size_t count = build->walk.count;

    build->manifest.count = count;
    build->manifest.sources = arena_zero(build->arena, count, sizeof *build->manifest.sources);
    build->tasks = arena_zero(build->arena, count, sizeof *build->tasks);
    build->originals = arena_zero(build->arena, count, sizeof *build->originals);
    for (size_t i = 0; i < count; i++) {
        const struct walk_file *file = &build->walk.files[i];
        build->manifest.sources[i] = (struct manifest_source){.path = file->path,
                                                              .shown = file->shown,
                                                              .sha256 = "",
                                                              .reason = "",
                                                              .note = "",
                                                              .class_id = "",
                                                              .class_base = ""};
        build->tasks[i] = plan_source(build, &build->manifest.sources[i], file, &hashes);
    }
    map_free(&hashes);
}

/* Did anything change that a new generation would show? */
static bool is_same(const struct build *build)
{
    if (build->base == NULL || build->manifest.count != build->old.count)
        return false;
    for (size_t i = 0; i < build->manifest.count; i++) {
        const struct manifest_source *source = &build->manifest.sources[i];
        const struct manifest_source *old = old_source(build, source->path);
        if (build->tasks[i] == TASK_READ || old == NULL || strcmp(old->shown, source->shown) != 0)
            return false;
        if (build->tasks[i] == TASK_NONE &&
            (old->state != source->state || strcmp(old->reason, source->reason) != 0))
            return false;
    }
    return true;
}

/* Lower-case letters and digits, runs of anything else as one hyphen. */
static void add_slug(struct buf *out, struct str text)
{
    size_t start = out->n;

    for (size_t i = 0; i < text.n && out->n - start < SLUG_MAX; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (isalnum(c))
            buf_char(out, (char)tolower(c));
        else if (out->n > start && out->p[out->n - 1] != '-')
            buf_char(out, '-');
    }
    while (out->n > start && out->p[out->n - 1] == '-')
        out->n--;
    if (out->n == start)
        buf_text(out, "unnamed");
}

static const char *class_base(const struct source_content *content, struct arena *arena)
{
    struct buf id = {0};
    struct str code = content->spec.fields[FIELD_CLASS_CODE].value;

    add_slug(&id, str_of(content->agency));
    buf_char(&id, '/');
    add_slug(&id, code.n > 0 ? code : content->spec.title);
    const char *base = arena_strndup(arena, id.p, id.n);
    buf_free(&id);
    return base;
}

/* The id that the next class with a base gets: the first one the base, the others ~2, ~3 behind. */
static const char *free_class_id(const struct build *build, const char *base)
{
    const char *id = base;

    for (unsigned n = 2; map_find(&build->class_ids, id) != NULL; n++)
        id = arena_printf(build->arena, "%s~%u", base, n);
    return id;
}

static enum err_code add_class(struct build *build, struct manifest_source *source,
                               const struct source_content *content, struct err *err)
{
    struct builder_class class = {.id = str_of(source->class_id),
                                  .agency = str_of(content->agency),
                                  .source = str_of(source->shown),
                                  .format = str_of(content->document.format),
                                  .sha256 = str_of(source->sha256),
                                  .note = str_of(source->note)};

    source->state = MANIFEST_INDEXED;
    source->sections = (uint32_t)content->spec.count;
    return builder_add(&source->first_docid, build->builder, &class, &content->spec, 0, err);
}

/* Reads a source and adds its class. What is wrong with the source is the ledger's business; an
 * error is one of the index. */
static enum err_code read_source(struct build *build, size_t at, struct err *err)
{
    struct manifest_source *source = &build->manifest.sources[at];
    const char *real = build->walk.files[at].real;
    struct arena *arena = arena_new();
    struct source_content content = {0};
    struct err reason;
    enum err_code code = ERR_OK;

    if (source_load(&content, real, arena, &reason) != ERR_OK ||
        source_parse(&content, real, &build->reader, arena, &reason) != ERR_OK) {
        skip(source, reason.text, build->arena);
    } else {
        source->sha256 = arena_strdup(build->arena, content.sha256);
        source->note =
            content.document.note != NULL ? arena_strdup(build->arena, content.document.note) : "";
        source->class_base = class_base(&content, build->arena);
        source->class_id = free_class_id(build, source->class_base);
        map_add(&build->class_ids, source->class_id, 0);
        code = add_class(build, source, &content, err);
        if (code != ERR_OK)
            err_context(err, "%s", source->shown);
    }
    source_content_free(&content);
    arena_free(arena);
    return code;
}

/* Carries a source over. One that would now have another id or name has to be read again. */
static enum err_code keep_source(struct build *build, size_t at, struct err *err)
{
    struct manifest_source *source = &build->manifest.sources[at];
    const struct manifest_source *old = old_source(build, source->path);

    if (strcmp(free_class_id(build, old->class_base), old->class_id) != 0 ||
        strcmp(old->shown, source->shown) != 0)
        return read_source(build, at, err);
    map_add(&build->class_ids, old->class_id, 0);
    build->kept[old - build->old.sources] = true;
    source->state = MANIFEST_UNCHANGED;
    source->note = old->note;
    source->class_id = old->class_id;
    source->class_base = old->class_base;
    source->first_docid = old->first_docid;
    source->sections = old->sections;
    builder_keep(build->builder, old->first_docid, old->sections, index_columns(build->base));
    return ERR_OK;
}

/* What is the same as a source that could not be read cannot be read either. */
static void skip_as_original(struct build *build, size_t at)
{
    struct manifest_source *source = &build->manifest.sources[at];
    const struct manifest_source *original = &build->manifest.sources[build->originals[at]];

    if (source->state == MANIFEST_DUPLICATE && original->state == MANIFEST_SKIPPED)
        skip(source, original->reason, build->arena);
}

static enum err_code do_tasks(struct build *build, struct err *err)
{
    struct progress progress = progress_start(build->manifest.count);
    enum err_code code = ERR_OK;
    size_t sections = 0;

    for (size_t i = 0; code == ERR_OK && i < build->manifest.count; i++) {
        if (build->tasks[i] == TASK_READ)
            code = read_source(build, i, err);
        else if (build->tasks[i] == TASK_KEEP)
            code = keep_source(build, i, err);
        else
            skip_as_original(build, i);
        sections += build->manifest.sources[i].sections;
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
        if (!has_class(old) || build->kept[i])
            continue;
        code = builder_remove(build->builder, old->first_docid, old->sections, err);
        if (code == ERR_OK && map_find(&build->class_ids, old->class_id) == NULL)
            code = builder_forget(build->builder, str_of(old->class_id), err);
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
    plan(build);
    bool same = is_same(build);
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

    enum err_code code = spec_reader_open(&build.reader, NULL, err);
    if (code == ERR_OK)
        code = prepare(&build, request, err);
    if (code == ERR_OK)
        code = generation_lock(&lock, request->index, err);
    if (code == ERR_OK)
        code = run_locked(skipped, &build, request, err);
    if (lock >= 0)
        generation_unlock(lock);
    index_close(build.base);
    map_free(&build.old_paths);
    map_free(&build.class_ids);
    walk_free(&build.walk);
    spec_reader_close(&build.reader);
    arena_free(build.arena);
    return code;
}
