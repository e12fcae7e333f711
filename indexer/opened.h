/* A generation, current or not, opened to be read class by class, and not searched. It stays as it
 * is, and on disk, until it is closed. */
#ifndef INDEXER_OPENED_H
#define INDEXER_OPENED_H

#include "base/err.h"
#include "base/mem.h"
#include "search/manifest.h"
#include "search/segment.h"

struct opened {
    int lock; /* as of generation_acquire() */
    struct arena *arena;
    struct manifest manifest;
    struct segment *segments; /* as many as the manifest has; open ones first */
    struct segment_reader *readers;
    struct tokens_buffer tokens;
};

/* `name` may be NULL: the current one. ERR_NOT_FOUND if there is none, ERR_FORMAT if this program
 * cannot use it. */
enum err_code opened_open(struct opened *opened, const char *index, const char *name,
                          struct err *err);
void opened_close(struct opened *opened);

/* Reads a class of the manifest, or one of its sections. Strings live in the arena or the segments.
 */
enum err_code opened_class(struct record_class *record, struct opened *opened,
                           const struct manifest_class *class, struct arena *arena,
                           struct err *err);
enum err_code opened_section(struct record_section *record, struct opened *opened,
                             const struct manifest_class *class, uint32_t ordinal,
                             struct arena *arena, struct err *err);

#endif
