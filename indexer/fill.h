/* Fills a new generation: does what the plan says with each source, in order of path, and gets the
 * segments written. */
#ifndef INDEXER_FILL_H
#define INDEXER_FILL_H

#include "base/err.h"
#include "base/mem.h"
#include "indexer/plan.h"
#include "indexer/walk.h"
#include "indexer/worker.h"
#include "search/index.h"
#include "search/manifest.h"

struct fill {
    const char *index;
    const char *work, *name;    /* of the new generation: its directory's, and that it will have */
    const char *base;           /* of the generation that `old` is of */
    const struct manifest *old; /* empty: nothing is carried over */
    const struct index *opened; /* that generation; NULL if `old` is empty */
    const struct walk *walk;
    const struct plan *plan;
    struct manifest *manifest; /* with the sources of the plan; all but its head is filled */
    struct worker_pool *readers;
    size_t processes; /* that write segments, at most */
    struct arena *arena;
};

/* Everything is durable then but the names of the directories. What is wrong with a source is in
 * the manifest; an error is one of the index or the machine. ERR_NOT_FOUND if no class is left. */
enum err_code fill_generation(const struct fill *fill, struct err *err);

#endif
