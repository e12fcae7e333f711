/* The generation being served. A watcher opens a new generation when `current` leads to one;
 * requests under way keep the one they began with, which is closed when the last of them ends. */
#ifndef SEARCHD_SNAPSHOT_H
#define SEARCHD_SNAPSHOT_H

#include "base/err.h"
#include "search/index.h"

struct snapshots;

/* Opens the current generation and starts watching. */
enum err_code snapshots_open(struct snapshots **snapshots, const char *path, struct err *err);

/* Stops watching and closes. Nothing may be held. */
void snapshots_close(struct snapshots *snapshots);

struct snapshot;

/* The newest generation, held until released. */
struct snapshot *snapshot_hold(struct snapshots *snapshots);
void snapshot_release(struct snapshots *snapshots, struct snapshot *snapshot);
struct index *snapshot_index(struct snapshot *snapshot);

/* How many generations have been opened. */
unsigned snapshots_opened(struct snapshots *snapshots);

#endif
