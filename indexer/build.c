#include "indexer/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/fill.h"
#include "indexer/ledger.h"
#include "indexer/plan.h"
#include "indexer/source.h"
#include "indexer/walk.h"
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
    struct manifest manifest;
    struct plan plan;
    struct worker_pool *readers;
    size_t processes;                                  /* that write segments, at most */
    char name[GENERATION_NAME], work[GENERATION_NAME]; /* of the new generation */
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
    if (full)
        return ERR_OK;
    if (index_open(&build->base, build->index, &reason) != ERR_OK) {
        ledger_note("everything is read again, for the current generation cannot be built on",
                    &reason);
        return ERR_OK;
    }
    build->old = *index_manifest(build->base);
    if (strcmp(build->old.reader, build->manifest.reader) != 0) {
        index_close(build->base);
        build->base = NULL;
        build->old = (struct manifest){0};
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err_code write_generation(struct build *build, struct err *err)
{
    struct fill fill = {.index = build->index,
                        .work = build->work,
                        .name = build->name,
                        .base = build->manifest.parent,
                        .old = &build->old,
                        .opened = build->base,
                        .walk = &build->walk,
                        .plan = &build->plan,
                        .manifest = &build->manifest,
                        .readers = build->readers,
                        .processes = build->processes,
                        .arena = build->arena};
    enum err_code code = generation_next(build->name, build->index, err);

    build->manifest.generation = build->name;
    if (code == ERR_OK)
        code = fill_generation(&fill, err);
    if (code == ERR_OK)
        code = generation_publish(build->index, build->work, build->name, err);
    return code;
}

/* Both manifests are in order of path. */
static size_t count_removed(const struct build *build)
{
    const struct manifest *new = &build->manifest, *old = &build->old;
    size_t removed = 0, at = 0;

    for (size_t i = 0; i < old->count; i++) {
        int order = 1;
        while (at < new->count && (order = strcmp(new->sources[at].path, old->sources[i].path)) < 0)
            at++;
        removed += at == new->count || order != 0;
    }
    return removed;
}

/* A publication may fail after the generation became current, when that is to be made durable. */
static bool is_published(const struct build *build)
{
    char current[GENERATION_NAME];

    return build->name[0] != '\0' && generation_current(current, build->index, NULL) == ERR_OK &&
           strcmp(current, build->name) == 0;
}

/* Makes and publishes a new generation. If no source could be read, nothing is published, and the
 * ledger says why. */
static enum err_code publish(struct build *build, const struct build_request *request,
                             struct err *err)
{
    enum err_code code = generation_begin(build->work, build->index, err);

    if (code == ERR_OK)
        code = write_generation(build, err);
    if (code == ERR_OK)
        return ERR_OK;
    if (is_published(build)) {
        ledger_note("the new generation is current, but may not outlast a power failure", err);
        return ERR_OK;
    }
    generation_abandon(build->index, build->work);
    if (!request->quiet &&
        ledger_count(&build->manifest, MANIFEST_SKIPPED) == build->manifest.count)
        ledger_print_sources(&build->manifest, request->verbose);
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

/* What cannot be removed takes room, no more; the next build tries again. */
static void prune(const struct build *build, const char *keep)
{
    struct err err;

    if (generation_prune(build->index, keep, &err) != ERR_OK)
        ledger_note("old generations cannot be removed", &err);
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
        code = publish(build, request, err);
    if (code != ERR_OK)
        return code;
    prune(build, same ? build->old.parent : build->manifest.parent);
    if (!request->quiet && same)
        show_same(build, request->verbose);
    else if (!request->quiet)
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
    struct build build = {.arena = arena_new(), .processes = request->workers};
    int lock = -1;

    build.readers = source_pool_new(request->workers);
    enum err_code code = prepare(&build, request, err);
    if (code == ERR_OK)
        code = generation_lock(&lock, request->index, err);
    if (code == ERR_OK)
        code = run_locked(skipped, &build, request, err);
    if (lock >= 0)
        generation_unlock(lock);
    index_close(build.base);
    worker_pool_free(build.readers);
    plan_free(&build.plan);
    walk_free(&build.walk);
    arena_free(build.arena);
    return code;
}
