/* An open generation: what searches read. Safe to use by several threads at once. It stays as it
 * is, and on disk, until it is closed, whatever a build does meanwhile.
 *
 * Its sections have docids that run through all segments: base + docid in the segment. Docids of
 * sections that are no longer in any class are dead. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "base/err.h"
#include "base/mem.h"
#include "search/acronyms.h"
#include "search/bitmap.h"
#include "search/lexicon.h"
#include "search/manifest.h"
#include "search/record.h"
#include "search/schema.h"
#include "search/segment.h"
#include "search/titles.h"
#include "search/values.h"

struct index;

/* Opens the current generation of the index in a directory. */
enum err_code index_open(struct index **index, const char *path, struct err *err);
void index_close(struct index *index); /* no worker may be out */

/* Does the index in the directory still have this generation as its current one? */
bool index_is_current(const struct index *index, const char *path);

const char *index_generation(const struct index *index);
const struct manifest *index_manifest(const struct index *index);

/* A segment as a part of this generation. */
struct index_segment {
    struct segment segment;
    uint32_t base;
    struct bitmap live;  /* sections of the classes that are in the generation */
    uint32_t live_count; /* how many they are */
    bool all_live;       /* no section is dead */
    struct values_map values;
};

/* The segments, in the manifest's order. */
const struct index_segment *index_segments(const struct index *index);
size_t index_segment_count(const struct index *index);

const struct values *index_values(const struct index *index);
const struct titles *index_titles(const struct index *index); /* of the classes that live */
const struct browse *index_browse(const struct index *index);
const struct suggest *index_suggest(const struct index *index);
const struct acronyms *index_acronyms(const struct index *index);
const struct lexicon *index_lexicon(const struct index *index);
uint32_t index_section_count(const struct index *index); /* live */
double index_mean_length(const struct index *index);     /* of the live sections, in words */

/* What one thread at a time may use; taken for a request and given back. */
struct index_worker {
    const struct index *index;
    struct segment_reader *readers; /* one for each segment */
    struct stemmer *stemmer;
    struct tokens_buffer tokens;
    struct index_worker *next;
};

enum err_code index_take(struct index_worker **worker, struct index *index, struct err *err);
void index_give(struct index *index, struct index_worker *worker); /* NULL is fine */

/* The segment of a section, and its docid there. ERR_NOT_FOUND if it is none. */
enum err_code index_locate(size_t *segment, uint32_t *docid, const struct index *index,
                           uint32_t index_docid, struct err *err);

/* Reads the record of a section, or of a class, whose docids are those of the index. ERR_NOT_FOUND
 * if there is no such class. */
enum err_code index_section(struct record_section *record, struct index_worker *worker,
                            uint32_t docid, struct arena *arena, struct err *err);
enum err_code index_class(struct record_class *record, struct index_worker *worker, struct str id,
                          struct arena *arena, struct err *err);

#endif
