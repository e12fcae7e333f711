/* What the daemon has done since it began, as text for Prometheus (/metrics; its exposition format,
 * version 0.0.4). Counting takes no lock; figures read meanwhile may be of slightly different
 * times. */
#ifndef SEARCHD_METRICS_H
#define SEARCHD_METRICS_H

#include "base/str.h"
#include "searchd/snapshot.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/* A request begins; it ends, with its target, its status (0: none was sent), the microseconds it
 * took, the bytes of its body and, if it is an export, the rows that it began to send. */
void metrics_begin(struct metrics *metrics);
void metrics_end(struct metrics *metrics, struct str target, unsigned status, long long us,
                 size_t bytes, long long rows);

/* Appends all of it, with what is served. */
void metrics_write(struct buf *out, struct metrics *metrics, struct snapshots *snapshots);

#endif
