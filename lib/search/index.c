#include "search/index.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "search/generation.h"
#include "search/sha256.h"

struct index {
    char generation[GENERATION_NAME];
    char *database; /* path */
    int lock;       /* descriptor of the generation's directory, locked shared; -1: none */
    struct arena *arena;
    struct manifest manifest;
    struct columns columns;
    pthread_mutex_t mutex; /* guards `idle` */
    struct index_worker *idle;
};

static void worker_free(struct index_worker *worker)
{
    if (worker != NULL) {
        xap_database_free(worker->database);
        stemmer_free(worker->stemmer);
        free(worker);
    }
}

static enum err_code worker_new(struct index_worker **out, const struct index *index,
                                struct err *err)
{
    struct index_worker *worker = mem_zero(1, sizeof *worker);
    enum err_code code = stemmer_new(&worker->stemmer, err);

    if (code == ERR_OK)
        code = xap_database_open(&worker->database, index->database, err);
    if (code != ERR_OK) {
        worker_free(worker);
        err_context(err, "%s", index->database);
        return code;
    }
    *out = worker;
    return ERR_OK;
}

/* The parts of a generation belong together, or the generation is refused. */
static enum err_code check_parts(const struct index *index, struct index_worker *worker,
                                 struct err *err)
{
    char fingerprint[STEMMER_FINGERPRINT];
    uint32_t documents = 0, last = 0, rows = 0;
    enum err_code code = stemmer_fingerprint(fingerprint, worker->stemmer, err);

    if (code == ERR_OK)
        code = manifest_usable(&index->manifest, fingerprint, err);
    if (code == ERR_OK)
        code = xap_database_count(&documents, &last, worker->database, err);
    if (code != ERR_OK)
        return code;
    for (uint32_t i = 0; i < index->columns.row_count; i++)
        rows += index->columns.rows[i].class_number != COLUMNS_DEAD;
    if (documents != index->manifest.sections || documents != rows ||
        index->columns.class_count != index->manifest.classes ||
        strcmp(index->manifest.generation, index->generation) != 0)
        return err_set(err, ERR_FORMAT,
                       "generation %s is damaged: its parts do not fit; rebuild the index",
                       index->generation);
    return ERR_OK;
}

static enum err_code open_parts(struct index *index, const char *path, struct err *err)
{
    struct index_worker *worker = NULL;
    char columns_sha256[SHA256_HEX];
    enum err_code code = generation_acquire(&index->lock, index->generation, path, err);
    if (code != ERR_OK)
        return code;
    char *manifest = generation_path(path, index->generation, MANIFEST_FILE);
    char *columns = generation_path(path, index->generation, COLUMNS_FILE);
    index->database = generation_path(path, index->generation, "sections");
    code = manifest_load(&index->manifest, manifest, index->arena, err);
    if (code == ERR_OK)
        code = sha256_file(columns_sha256, columns, err);
    if (code == ERR_OK && strcmp(columns_sha256, index->manifest.columns_sha256) != 0)
        code = err_set(err, ERR_FORMAT, "%s: not as it was written; rebuild the index", columns);
    if (code == ERR_OK)
        code = columns_open(&index->columns, columns, err);
    if (code == ERR_OK)
        code = worker_new(&worker, index, err);
    if (code == ERR_OK)
        code = check_parts(index, worker, err);
    if (worker != NULL)
        index_give(index, worker);
    free(manifest);
    free(columns);
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
    columns_close(&index->columns);
    arena_free(index->arena);
    free(index->database);
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

const struct columns *index_columns(const struct index *index)
{
    return &index->columns;
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

enum err_code index_section(struct record_section *record, struct index_worker *worker,
                            uint32_t docid, struct arena *arena, struct err *err)
{
    struct buf data = {0};
    enum err_code code = xap_database_data(&data, worker->database, docid, err);

    if (code == ERR_OK)
        code = record_section_decode(record, buf_view(&data), arena, err);
    buf_free(&data);
    return code;
}

enum err_code index_class(struct record_class *record, struct index_worker *worker, struct str id,
                          struct arena *arena, struct err *err)
{
    struct buf key = {0}, data = {0};
    enum err_code code;

    record_class_key(&key, id);
    if (key.n > XAP_TERM_MAX)
        key.n = 0; /* longer than any id there is; Xapian refuses such keys */
    code = key.n > 0 ? xap_database_metadata(&data, worker->database, buf_view(&key), err) : ERR_OK;
    if (code == ERR_OK && data.n == 0)
        code = err_set(err, ERR_NOT_FOUND, "no class has the id '%.*s'",
                       id.n < 200 ? (int)id.n : 200, id.p);
    if (code == ERR_OK)
        code = record_class_decode(record, buf_view(&data), arena, err);
    buf_free(&key);
    buf_free(&data);
    return code;
}
