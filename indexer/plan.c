#include "indexer/plan.h"

#include <string.h>

#include "indexer/source.h"

void plan_skip(struct manifest_source *source, const char *reason, struct arena *arena)
{
    source->state = MANIFEST_SKIPPED;
    source->reason = arena_strdup(arena, reason);
}

/* The old manifest and the hashes seen, by what they are looked up by. */
struct lookup {
    const struct manifest *old;
    struct map old_paths; /* path -> index in old->sources */
    struct map hashes;    /* hash -> index of the first source that has it */
};

static bool is_read_alike(const struct manifest_source *source, const struct manifest_source *old)
{
    return old != NULL && strcmp(old->sha256, source->sha256) == 0 &&
           strcmp(old->agency, source->agency) == 0 &&
           strcmp(old->house_sha256, source->house_sha256) == 0;
}

static enum plan_task choose_task(struct manifest_source *source, struct plan_source *planned,
                                  const struct walk_file *file, struct manifest *manifest,
                                  struct lookup *lookup, struct arena *arena)
{
    char sha256[SHA256_HEX];
    size_t at = (size_t)(source - manifest->sources);
    const struct manifest_source *old = planned->old;
    struct err err;

    if (file->reason != NULL || source_hash(sha256, file->real, &err) != ERR_OK) {
        plan_skip(source, file->reason != NULL ? file->reason : err.text, arena);
        return PLAN_NONE;
    }
    source->sha256 = arena_strdup(arena, sha256);
    const size_t *first = map_find(&lookup->hashes, sha256);
    if (first != NULL && manifest->sources[*first].state != MANIFEST_SKIPPED) {
        source->state = MANIFEST_DUPLICATE;
        source->reason = manifest->sources[*first].shown;
        planned->original = *first;
        return PLAN_NONE;
    }
    map_add(&lookup->hashes, sha256, at);
    if (!is_read_alike(source, old))
        return PLAN_READ;
    if (old->state == MANIFEST_SKIPPED) {
        plan_skip(source, old->reason, arena);
        return PLAN_NONE;
    }
    /* The records of its classes name it as it was shown. */
    return old->class_count > 0 && strcmp(old->shown, source->shown) == 0 ? PLAN_KEEP : PLAN_READ;
}

static enum err_code plan_source(struct plan *plan, size_t at, const struct walk_file *file,
                                 struct manifest *manifest, struct lookup *lookup,
                                 struct arena *arena, struct err *err)
{
    struct manifest_source *source = &manifest->sources[at];
    struct plan_source *planned = &plan->sources[at];
    const size_t *old = map_find(&lookup->old_paths, file->path);
    /* Where a file cannot be looked at, a house file beside it cannot be either. */
    enum err_code code =
        file->reason == NULL ? houses_find(&planned->house, plan->houses, file->real, err) : ERR_OK;

    if (code != ERR_OK)
        return code;
    *source = (struct manifest_source){.path = file->path,
                                       .shown = file->shown,
                                       .sha256 = "",
                                       .reason = "",
                                       .note = "",
                                       .agency = houses_agency(planned->house, file->real, arena),
                                       .house_sha256 =
                                           planned->house != NULL ? planned->house->sha256 : ""};
    planned->old = old != NULL ? &lookup->old->sources[*old] : NULL;
    planned->task = choose_task(source, planned, file, manifest, lookup, arena);
    return ERR_OK;
}

enum err_code plan_make(struct plan *plan, struct manifest *manifest, const struct walk *walk,
                        const struct manifest *old, struct arena *arena, struct err *err)
{
    struct lookup lookup = {.old = old};
    enum err_code code = ERR_OK;

    plan->houses = houses_new();
    plan->sources = arena_zero(arena, walk->count, sizeof *plan->sources);
    manifest->count = walk->count;
    manifest->sources = arena_zero(arena, walk->count, sizeof *manifest->sources);
    for (size_t i = 0; i < old->count; i++)
        map_add(&lookup.old_paths, old->sources[i].path, i);
    for (size_t i = 0; code == ERR_OK && i < walk->count; i++)
        code = plan_source(plan, i, &walk->files[i], manifest, &lookup, arena, err);
    map_free(&lookup.old_paths);
    map_free(&lookup.hashes);
    return code;
}

void plan_free(struct plan *plan)
{
    houses_free(plan->houses);
}

bool plan_is_same(const struct plan *plan, const struct manifest *manifest,
                  const struct manifest *old)
{
    if (manifest->count != old->count)
        return false;
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        const struct plan_source *planned = &plan->sources[i];
        if (planned->task == PLAN_READ || planned->old == NULL ||
            strcmp(planned->old->shown, source->shown) != 0)
            return false;
        if (planned->task == PLAN_NONE && (planned->old->state != source->state ||
                                           strcmp(planned->old->reason, source->reason) != 0))
            return false;
    }
    return true;
}
