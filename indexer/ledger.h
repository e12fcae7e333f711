/* What a build tells: a progress line on a terminal, and at the end the ledger: a line for each
 * source that was not simply indexed, and the counts of all. */
#ifndef INDEXER_LEDGER_H
#define INDEXER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
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

/* Prints a line on stdout for each source that is to be noted, with `verbose` for every one. */
void ledger_print_sources(const struct manifest *manifest, bool verbose);

/* Prints the last line: the generation and what became of how many. */
void ledger_print_counts(const struct manifest *manifest, size_t removed, size_t hidden);

/* Says on standard error what went wrong that is no reason to fail. */
void ledger_note(const char *what, const struct err *why);

/* How many sources are in a state. */
size_t ledger_count(const struct manifest *manifest, enum manifest_state state);

#endif
