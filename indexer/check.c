#include "indexer/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/opened.h"
#include "indexer/segment_check.h"
#include "search/generation.h"
#include "search/index.h"
#include "search/schema.h"

/* The files of a segment are as they were written, and the database is sound in itself. */
static enum err_code check_segment(const char *index, const struct manifest *manifest,
                                   const struct manifest_segment *segment, struct err *err)
{
    char *directory = generation_segment_path(index, manifest->generation, segment->name);
    struct arena *arena = arena_new();
    enum err_code code = segment_check(directory, segment, err);

    if (code == ERR_OK) {
        const char *database = arena_printf(arena, "%s/" SEGMENT_DATABASE, directory);
        code = xap_database_check(database, err);
        if (code != ERR_OK)
            err_context(err, "%s", database);
    }
    arena_free(arena);
    free(directory);
    return code;
}

/* Every section of a class is there, and says that it is of that class. */
static enum err_code check_class(struct index_worker *worker, const struct index_segment *segment,
                                 const struct manifest_class *listed, struct err *err)
{
    struct arena *arena = arena_new();
    struct record_class class;
    enum err_code code = index_class(&class, worker, str_of(listed->id), arena, err);

    if (code == ERR_OK && (class.first_docid != segment->base + listed->first_docid ||
                           class.sections != listed->sections))
        code = err_set(err, ERR_FORMAT, "manifest and record disagree; " SCHEMA_REBUILD);
    for (uint32_t i = 0; code == ERR_OK && i < class.sections; i++) {
        struct record_section section;
        code = index_section(&section, worker, class.first_docid + i, arena, err);
        if (code == ERR_OK && (!str_eq(section.class_id, class.id) || section.ordinal != i ||
                               !bitmap_has(&segment->live, listed->first_docid - 1 + i)))
            code = err_set(err, ERR_FORMAT, "section %u is not its own; " SCHEMA_REBUILD, i);
    }
    if (code != ERR_OK)
        err_context(err, "%s", listed->id);
    arena_free(arena);
    return code;
}

static enum err_code check_classes(struct index *index, struct err *err)
{
    const struct manifest *manifest = index_manifest(index);
    struct index_worker *worker = NULL;
    uint32_t classes = 0, sections = 0;
    enum err_code code = index_take(&worker, index, err);

    for (size_t i = 0; code == ERR_OK && i < manifest->count; i++) {
        for (size_t k = 0; code == ERR_OK && k < manifest->sources[i].class_count; k++) {
            const struct manifest_class *class = &manifest->sources[i].classes[k];
            code = check_class(worker, &index_segments(index)[class->segment], class, err);
            classes++;
            sections += class->sections;
        }
    }
    index_give(index, worker);
    if (code == ERR_OK && (classes != manifest->classes || sections != manifest->sections))
        code = err_set(err, ERR_FORMAT,
                       "generation %s has %u classes and %u sections, but says otherwise; rebuild "
                       "the index",
                       manifest->generation, classes, sections);
    return code;
}

static enum err_code check_open(struct index *index, const char *path, struct err *err)
{
    const struct manifest *manifest = index_manifest(index);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < manifest->segment_count; i++)
        code = check_segment(path, manifest, &manifest->segments[i], err);
    if (code == ERR_OK)
        code = check_classes(index, err);
    if (code == ERR_OK)
        printf("generation %s, built %s: %u classes, %u sections, whole\n", manifest->generation,
               manifest->built_at, manifest->classes, manifest->sections);
    return code;
}

enum err_code check_index(const char *path, struct err *err)
{
    struct index *index = NULL;
    enum err_code code = index_open(&index, path, err);

    if (code == ERR_OK)
        code = check_open(index, path, err);
    index_close(index);
    return code;
}

static enum err_code parent_of(char name[GENERATION_NAME], const char *index, struct err *err)
{
    struct arena *arena = arena_new();
    struct manifest manifest;
    enum err_code code = generation_current(name, index, err);

    if (code == ERR_OK) {
        char *path = generation_path(index, name, MANIFEST_FILE);
        code = manifest_load(&manifest, path, arena, err);
        free(path);
    }
    if (code == ERR_OK && manifest.parent[0] == '\0')
        code = err_set(err, ERR_NOT_FOUND, "%s: there is no generation before %s", index, name);
    if (code == ERR_OK)
        snprintf(name, GENERATION_NAME, "%s", manifest.parent);
    arena_free(arena);
    return code;
}

/* Only what a reader would open is made current. */
static enum err_code switch_locked(const char *index, const char *wanted, struct err *err)
{
    char name[GENERATION_NAME];
    struct opened opened;
    enum err_code code = wanted == NULL ? parent_of(name, index, err) : ERR_OK;

    if (code == ERR_OK)
        code = opened_open(&opened, index, wanted != NULL ? wanted : name, err);
    if (code != ERR_OK)
        return code;
    const struct manifest *manifest = &opened.manifest;
    code = generation_switch(index, manifest->generation, err);
    if (code == ERR_OK)
        printf("generation %s, built %s, is current: %u classes, %u sections\n",
               manifest->generation, manifest->built_at, manifest->classes, manifest->sections);
    opened_close(&opened);
    return code;
}

enum err_code rollback_index(const char *index, const char *name, struct err *err)
{
    char current[GENERATION_NAME];
    int lock = -1;
    enum err_code code = generation_current(current, index, err);

    if (code == ERR_OK)
        code = generation_lock(&lock, index, err);
    if (code == ERR_OK)
        code = switch_locked(index, name, err);
    if (lock >= 0)
        generation_unlock(lock);
    return code;
}
