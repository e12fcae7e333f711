/* An open generation: what searches read. Safe to use by several threads at once. It stays as it
 * is, and on disk, until it is closed, whatever a build does meanwhile. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "base/err.h"
#include "base/mem.h"
#include "search/columns.h"
#include "search/manifest.h"
#include "search/record.h"
#include "search/schema.h"
#include "xapianc/xapianc.h"

struct index;

/* Opens the current generation of the index in a directory. */
enum err_code index_open(struct index **index, const char *path, struct err *err);
void index_close(struct index *index); /* no worker may be out */

/* Does the index in the directory still have this generation as its current one? */
bool index_is_current(const struct index *index, const char *path);

const char *index_generation(const struct index *index);
const struct manifest *index_manifest(const struct index *index);
const struct columns *index_columns(const struct index *index);

/* What one thread at a time may use; taken for a request and given back. */
struct index_worker {
    struct xap_database *database;
    struct stemmer *stemmer;
    struct index_worker *next;
};

enum err_code index_take(struct index_worker **worker, struct index *index, struct err *err);
void index_give(struct index *index, struct index_worker *worker); /* NULL is fine */

/* Reads the record of a section, or of a class. ERR_NOT_FOUND if there is no such class. */
enum err_code index_section(struct record_section *record, struct index_worker *worker,
                            uint32_t docid, struct arena *arena, struct err *err);
enum err_code index_class(struct record_class *record, struct index_worker *worker, struct str id,
                          struct arena *arena, struct err *err);

#endif
