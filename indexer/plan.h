/* What a build has to do with each source: found from the hashes of the sources and of their house
 * files, and from the manifest of the generation before. */
#ifndef INDEXER_PLAN_H
#define INDEXER_PLAN_H

#include <stdbool.h>

#include "base/map.h"
#include "indexer/houses.h"
#include "indexer/walk.h"
#include "search/manifest.h"

enum plan_task {
    PLAN_NONE, /* its state is known: skipped or duplicate */
    PLAN_KEEP, /* carry it over from the generation before */
    PLAN_READ
};

struct plan_source {
    enum plan_task task;
    size_t original;                   /* of a duplicate: the source that it is the same as */
    const struct house_file *house;    /* NULL: none holds */
    const struct manifest_source *old; /* in the generation before; NULL: it was not there */
};

struct plan {
    struct plan_source *sources; /* as many as the manifest has, in its order */
    struct houses *houses;
};

/* Fills manifest->sources from the files walked, and the plan. `old` may be empty. An error is that
 * of a house file. Everything lives in the arena and in `walk`; plan_free frees the rest. */
enum err_code plan_make(struct plan *plan, struct manifest *manifest, const struct walk *walk,
                        const struct manifest *old, struct arena *arena, struct err *err);
void plan_free(struct plan *plan);

/* Would a new generation show nothing that the old one does not? */
bool plan_is_same(const struct plan *plan, const struct manifest *manifest,
                  const struct manifest *old);

/* Makes a source one that was skipped. */
void plan_skip(struct manifest_source *source, const char *reason, struct arena *arena);

#endif
