/* One source file: opened and hashed by the program itself, read by a worker process. */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include "base/err.h"
#include "base/mem.h"
#include "indexer/houses.h"
#include "indexer/reading.h"
#include "indexer/worker.h"
#include "search/sha256.h"

/* Loads what reading needs, then makes a pool of `count` workers that read sources. */
struct worker_pool *source_pool_new(size_t count);

/* The hash of a source's bytes, without holding them: all that is needed to see whether it changed.
 * ERR_LIMIT if it is too large to be read, ERR_FORMAT if it is no regular file. */
enum err_code source_hash(char sha256[SHA256_HEX], const char *path, struct err *err);

/* Asks for a source to be read; *number is the request's, for source_take. `house` may be NULL. */
enum err_code source_ask(size_t *number, struct worker_pool *pool, const char *path,
                         const struct house_file *house, struct err *err);

/* Waits for a reading, which lives in the arena; *json, if it is not NULL, becomes the text that it
 * was made from. *fatal is set where the error is not of the source but of the machine: no worker
 * can be started. */
enum err_code source_take(struct reading *reading, struct buf *json, bool *fatal,
                          struct worker_pool *pool, size_t number, struct arena *arena,
                          struct err *err);

/* Bytes of text that a class takes in the index: those that it shares with others are its own
 * there.
 */
uint64_t source_text(const struct spec *spec, const struct spec_class *class);

/* Why a source that could be read is none to index: it is no class specification, or too large a
 * one. NULL: it is to be indexed. */
const char *source_refusal(const struct reading *reading);

/* source_hash(), source_ask() and source_take() at once. Sets the reading's agency and house, too;
 * `path` is absolute. Errors do not name the path. */
enum err_code source_read(struct reading *reading, struct buf *json, bool *fatal,
                          struct worker_pool *pool, const char *path,
                          const struct house_file *house, struct arena *arena, struct err *err);

#endif
