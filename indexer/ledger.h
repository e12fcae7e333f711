/* What a build tells: a progress line on a terminal, and at the end the ledger: a line for each
 * source that was not simply indexed, and the counts of all. */
#ifndef INDEXER_LEDGER_H
#define INDEXER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "search/manifest.h"

struct progress {
    bool shown;           /* standard error is a terminal */
    double started, last; /* seconds of CLOCK_MONOTONIC */
    size_t total;
};

struct progress progress_start(size_t total);

/* Shows how far the build is, at most ten times a second. */
void progress_show(struct progress *progress, size_t done, size_t sections);
void progress_clear(struct progress *progress);

/* Prints the ledger of a manifest on stdout: with `verbose`, a line for every source. */
void ledger_print(const struct manifest *manifest, size_t removed, size_t hidden, bool verbose);

/* How many sources are in a state. */
size_t ledger_count(const struct manifest *manifest, enum manifest_state state);

#endif
