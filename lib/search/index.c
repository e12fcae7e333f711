#include "search/index.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "search/browse.h"
#include "search/generation.h"
#include "search/schema.h"
#include "search/suggest.h"

struct index {
    char generation[GENERATION_NAME];
    int lock; /* descriptor of the generation's directory, locked shared; -1: none */
    struct arena *arena;
    struct manifest manifest;
    struct index_segment *segments;
    size_t segment_count; /* open ones */
    struct values values;
    struct titles *titles;
    struct browse *browse;
    struct suggest *suggest;
    struct acronyms *acronyms;
    struct lexicon *lexicon;
    uint32_t sections;
    double mean_length;
    pthread_mutex_t mutex; /* guards `idle` */
    struct index_worker *idle;
};

static void worker_free(struct index_worker *worker)
{
    if (worker == NULL)
        return;
    for (size_t i = 0; i < worker->index->segment_count; i++)
        segment_reader_close(&worker->readers[i]);
    free(worker->readers);
    stemmer_free(worker->stemmer);
    tokens_buffer_free(&worker->tokens);
    free(worker);
}

static enum err_code worker_new(struct index_worker **out, const struct index *index,
                                struct err *err)
{
    struct index_worker *worker = mem_zero(1, sizeof *worker);
    enum err_code code = stemmer_new(&worker->stemmer, err);

    worker->index = index;
    worker->readers = mem_zero(index->segment_count, sizeof *worker->readers);
    for (size_t i = 0; code == ERR_OK && i < index->segment_count; i++)
        code = segment_reader_open(&worker->readers[i], &index->segments[i].segment, err);
    if (code != ERR_OK)
        worker_free(worker);
    else
        *out = worker;
    return code;
}

static enum err_code damaged(const struct index *index, struct err *err)
{
    return err_set(err, ERR_FORMAT,
                   "generation %s is damaged: its parts do not fit; " SCHEMA_REBUILD,
                   index->generation);
}

/* Opens a segment, whose columns must be those that the manifest knows. */
static enum err_code open_segment(struct index *index, const char *path, size_t at, struct err *err)
{
    const struct manifest_segment *listed = &index->manifest.segments[at];
    struct index_segment *segment = &index->segments[at];
    char *directory = generation_segment_path(path, index->generation, listed->name);
    enum err_code code = manifest_check_file(directory, listed, MANIFEST_COLUMNS, err);

    if (code == ERR_OK)
        code = segment_open(&segment->segment, directory, err);
    free(directory);
    if (code != ERR_OK)
        return code;
    index->segment_count++;
    if (segment->segment.columns.section_count != listed->sections)
        return damaged(index, err);
    if (at > 0)
        segment->base = segment[-1].base + segment[-1].segment.columns.section_count;
    return ERR_OK;
}

/* The sections of the manifest's classes are the live ones; no two classes share one. */
static enum err_code set_live(struct index *index, struct err *err)
{
    const struct manifest *manifest = &index->manifest;
    size_t classes = 0;

    for (size_t i = 0; i < manifest->count; i++) {
        for (size_t k = 0; k < manifest->sources[i].class_count; k++) {
            const struct manifest_class *class = &manifest->sources[i].classes[k];
            if (class->segment >= index->segment_count || class->first_docid == 0)
                return damaged(index, err);
            struct index_segment *segment = &index->segments[class->segment];
            const struct columns *columns = &segment->segment.columns;
            uint32_t first = class->first_docid - 1;
            if (first >= columns->section_count || bitmap_has(&segment->live, first))
                return damaged(index, err);
            const struct columns_class *there =
                &columns->classes[columns->sections[first].class_number];
            if (there->first != first || there->count != class->sections)
                return damaged(index, err);
            bitmap_add_range(&segment->live, first, class->sections);
            segment->live_count += class->sections;
        }
        classes += manifest->sources[i].class_count;
    }
    return classes == manifest->classes ? ERR_OK : damaged(index, err);
}

static uint64_t live_length(const struct index_segment *segment)
{
    const struct columns *columns = &segment->segment.columns;
    uint64_t length = 0;

    if (segment->all_live)
        return columns->length;
    for (uint32_t i = bitmap_next(&segment->live, 0); i < SEGMENT_SECTIONS_MAX;
         i = bitmap_next(&segment->live, i + 1))
        length += columns->sections[i].length;
    return length;
}

static void set_totals(struct index *index)
{
    uint64_t length = 0;

    values_start(&index->values, index->arena);
    for (size_t i = 0; i < index->segment_count; i++) {
        struct index_segment *segment = &index->segments[i];
        segment->all_live = segment->live_count == segment->segment.columns.section_count;
        index->sections += segment->live_count;
        length += live_length(segment);
        values_add(&segment->values, &index->values, &segment->segment.columns, &segment->live);
    }
    values_finish(&index->values);
    index->mean_length = index->sections > 0 ? (double)length / index->sections : 0;
}

static void set_titles(struct index *index)
{
    index->titles = titles_new(index->segment_count);
    for (size_t i = 0; i < index->segment_count; i++) {
        const struct index_segment *segment = &index->segments[i];
        const struct columns *columns = &segment->segment.columns;
        for (uint32_t c = 0; c < columns->class_count; c++)
            if (bitmap_has(&segment->live, columns->classes[c].first))
                titles_add(index->titles, i, columns, c,
                           segment->base + columns->classes[c].first + 1);
    }
    titles_finish(index->titles);
}

static enum err_code open_segments(struct index *index, const char *path, struct err *err)
{
    size_t count = index->manifest.segment_count;
    enum err_code code = ERR_OK;

    index->segments = mem_zero(count, sizeof *index->segments);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = open_segment(index, path, i, err);
    if (code == ERR_OK)
        code = set_live(index, err);
    if (code != ERR_OK)
        return code;
    set_totals(index);
    set_titles(index);
    index->browse = browse_new(index);
    index->suggest = suggest_new(index);
    return index->sections == index->manifest.sections ? ERR_OK : damaged(index, err);
}

/* Has a section the stem, or a title? `data` is a worker. Dead ones count. */
static enum err_code knows_stem(bool *known, struct str stem, void *data, struct err *err)
{
    struct index_worker *worker = data;
    const struct index *index = worker->index;
    struct buf term = {0};
    enum err_code code = ERR_OK;

    *known = false;
    schema_term(&term, SCHEMA_TITLE, stem);
    for (size_t i = 0; code == ERR_OK && !*known && i < index->segment_count; i++) {
        struct vocabulary_range words =
            vocabulary_stem(index->segments[i].segment.vocabulary, stem);
        uint32_t titles = 0;
        code = xap_database_frequency(&titles, worker->readers[i].database, buf_view(&term), err);
        *known = words.first < words.end || titles > 0;
    }
    buf_free(&term);
    return code;
}

/* What else words may be called. */
static enum err_code set_lexicon(struct index *index, struct index_worker *worker, struct err *err)
{
    enum err_code code = lexicon_new(&index->lexicon, worker->stemmer, err);
    return code == ERR_OK ? lexicon_look(index->lexicon, knows_stem, worker, err) : code;
}

static enum err_code set_acronyms(struct index *index, struct index_worker *worker, struct err *err)
{
    struct buf encoded = {0};
    enum err_code code = ERR_OK;

    index->acronyms = acronyms_new();
    for (size_t i = 0; code == ERR_OK && i < index->segment_count; i++) {
        const struct index_segment *segment = &index->segments[i];
        encoded.n = 0;
        code = segment_read_acronyms(&encoded, &worker->readers[i], err);
        if (code == ERR_OK)
            code = acronyms_add(index->acronyms, buf_view(&encoded), &segment->segment.columns,
                                &segment->live, err);
        if (code != ERR_OK)
            err_context(err, "%s", segment->segment.database);
    }
    buf_free(&encoded);
    if (code == ERR_OK)
        code = acronyms_finish(index->acronyms, worker->stemmer, err);
    return code;
}

/* The parts of a generation belong together, or the generation is refused. */
static enum err_code open_parts(struct index *index, const char *path, struct err *err)
{
    char fingerprint[STEMMER_FINGERPRINT];
    struct index_worker *worker = NULL;
    struct stemmer *stemmer = NULL;
    enum err_code code = generation_acquire(&index->lock, index->generation, path, err);

    if (code != ERR_OK)
        return code;
    char *manifest = generation_path(path, index->generation, MANIFEST_FILE);
    code = manifest_load(&index->manifest, manifest, index->arena, err);
    free(manifest);
    if (code == ERR_OK)
        code = stemmer_new(&stemmer, err);
    if (code == ERR_OK)
        code = stemmer_fingerprint(fingerprint, stemmer, err);
    stemmer_free(stemmer);
    if (code == ERR_OK)
        code = manifest_usable(&index->manifest, fingerprint, err);
    if (code == ERR_OK && strcmp(index->manifest.generation, index->generation) != 0)
        code = damaged(index, err);
    if (code == ERR_OK)
        code = open_segments(index, path, err);
    if (code == ERR_OK)
        code = worker_new(&worker, index, err);
    if (code == ERR_OK)
        code = set_acronyms(index, worker, err);
    if (code == ERR_OK)
        code = set_lexicon(index, worker, err);
    index_give(index, worker);
    return code;
}

enum err_code index_open(struct index **out, const char *path, struct err *err)
{
    struct index *index = mem_zero(1, sizeof *index);

    index->lock = -1;
    index->arena = arena_new();
    pthread_mutex_init(&index->mutex, NULL);
    enum err_code code = open_parts(index, path, err);
    if (code != ERR_OK)
        index_close(index);
    else
        *out = index;
    return code;
}

void index_close(struct index *index)
{
    if (index == NULL)
        return;
    while (index->idle != NULL) {
        struct index_worker *worker = index->idle;
        index->idle = worker->next;
        worker_free(worker);
    }
    for (size_t i = 0; i < index->segment_count; i++)
        segment_close(&index->segments[i].segment);
    free(index->segments);
    suggest_free(index->suggest);
    browse_free(index->browse);
    titles_free(index->titles);
    acronyms_free(index->acronyms);
    lexicon_free(index->lexicon);
    arena_free(index->arena);
    pthread_mutex_destroy(&index->mutex);
    if (index->lock >= 0)
        close(index->lock);
    free(index);
}

bool index_is_current(const struct index *index, const char *path)
{
    return generation_is_current(index->lock, path);
}

const char *index_generation(const struct index *index)
{
    return index->generation;
}

const struct manifest *index_manifest(const struct index *index)
{
    return &index->manifest;
}

const struct index_segment *index_segments(const struct index *index)
{
    return index->segments;
}

size_t index_segment_count(const struct index *index)
{
    return index->segment_count;
}

const struct values *index_values(const struct index *index)
{
    return &index->values;
}

const struct titles *index_titles(const struct index *index)
{
    return index->titles;
}

const struct browse *index_browse(const struct index *index)
{
    return index->browse;
}

const struct suggest *index_suggest(const struct index *index)
{
    return index->suggest;
}

const struct acronyms *index_acronyms(const struct index *index)
{
    return index->acronyms;
}

const struct lexicon *index_lexicon(const struct index *index)
{
    return index->lexicon;
}

uint32_t index_section_count(const struct index *index)
{
    return index->sections;
}

double index_mean_length(const struct index *index)
{
    return index->mean_length;
}

enum err_code index_take(struct index_worker **worker, struct index *index, struct err *err)
{
    pthread_mutex_lock(&index->mutex);
    struct index_worker *idle = index->idle;
    if (idle != NULL)
        index->idle = idle->next;
    pthread_mutex_unlock(&index->mutex);
    if (idle == NULL)
        return worker_new(worker, index, err);
    *worker = idle;
    return ERR_OK;
}

void index_give(struct index *index, struct index_worker *worker)
{
    if (worker == NULL)
        return;
    pthread_mutex_lock(&index->mutex);
    worker->next = index->idle;
    index->idle = worker;
    pthread_mutex_unlock(&index->mutex);
}

enum err_code index_locate(size_t *segment, uint32_t *docid, const struct index *index,
                           uint32_t index_docid, struct err *err)
{
    for (size_t i = index->segment_count; i-- > 0;) {
        const struct index_segment *s = &index->segments[i];
        if (index_docid <= s->base)
            continue;
        if (index_docid - s->base > s->segment.columns.section_count)
            break;
        *segment = i;
        *docid = index_docid - s->base;
        return ERR_OK;
    }
    return err_set(err, ERR_NOT_FOUND, "there is no section %u", index_docid);
}

enum err_code index_section(struct record_section *record, struct index_worker *worker,
                            uint32_t docid, struct arena *arena, struct err *err)
{
    struct tokens_section words;
    size_t segment = 0;
    uint32_t there = 0;
    enum err_code code = index_locate(&segment, &there, worker->index, docid, err);

    if (code == ERR_OK)
        code = segment_read_section(record, &words, &worker->index->segments[segment].segment,
                                    there, &worker->tokens, arena, err);
    return code;
}

/* Says what may be meant: the classes that have it as their code or title. */
static enum err_code refuse_id(struct index_worker *worker, struct str id, struct arena *arena,
                               struct err *err)
{
    enum { SHOWN_MAX = 3 };
    uint32_t *docids;
    size_t count = titles_find(&docids, worker->index->titles, id);
    struct buf meant = {0};

    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        struct record_section section;
        if (index_section(&section, worker, docids[i], arena, NULL) == ERR_OK)
            buf_printf(&meant, "%s%.*s", i == 0 ? "; that is the code or title of " : ", ",
                       (int)section.class_id.n, section.class_id.p);
    }
    if (count > SHOWN_MAX)
        buf_printf(&meant, " and %zu more", count - SHOWN_MAX);
    err_set(err, ERR_NOT_FOUND, "no class has the id '%.*s'%.*s", (int)utf8_cut(id, 200), id.p,
            (int)meant.n, meant.p);
    buf_free(&meant);
    free(docids);
    return ERR_NOT_FOUND;
}

/* A segment may hold a class of the same id that is dead, or one that another id's class was once.
 */
enum err_code index_class(struct record_class *record, struct index_worker *worker, struct str id,
                          struct arena *arena, struct err *err)
{
    const struct index *index = worker->index;
    enum err_code code = ERR_NOT_FOUND;

    for (size_t i = index->segment_count; i-- > 0;) {
        const struct index_segment *segment = &index->segments[i];
        code = segment_read_class(record, &worker->readers[i], id, arena, err);
        if (code == ERR_OK && bitmap_has(&segment->live, record->first_docid - 1)) {
            record->first_docid += segment->base;
            return ERR_OK;
        }
        if (code != ERR_OK && code != ERR_NOT_FOUND)
            return code;
    }
    return refuse_id(worker, id, arena, err);
}
