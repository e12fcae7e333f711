#include "search/manifest.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/file.h"
#include "search/jsonget.h"
#include "search/schema.h"
#include "search/segment.h"

enum { MANIFEST_SIZE_MAX = 1 << 30 };

static const char *const states[] = {"indexed", "unchanged", "duplicate", "skipped"};

static const char *const files[] = {SEGMENT_DATABASE, COLUMNS_FILE, TOKENS_FILE, VOCABULARY_FILE};

const char *manifest_state_name(enum manifest_state state)
{
    return states[state];
}

const char *manifest_file_name(enum manifest_file file)
{
    return files[file];
}

static json_t *segments_json(const struct manifest *manifest)
{
    json_t *list = json_array();

    for (size_t i = 0; i < manifest->segment_count; i++) {
        const struct manifest_segment *segment = &manifest->segments[i];
        json_t *hashes = json_object();
        for (size_t f = 0; f < MANIFEST_FILE_COUNT; f++)
            json_object_set_new(hashes, files[f], json_string(segment->sha256[f]));
        json_array_append_new(list, json_pack("{s:s, s:I, s:o}", "name", segment->name, "sections",
                                              (json_int_t)segment->sections, "sha256", hashes));
    }
    return list;
}

static json_t *classes_json(const struct manifest_source *source)
{
    json_t *list = json_array();

    for (size_t i = 0; i < source->class_count; i++) {
        const struct manifest_class *class = &source->classes[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:I, s:I}", "id", class->id, "base",
                                              class->base, "segment", (json_int_t) class->segment,
                                              "first_docid", (json_int_t) class->first_docid,
                                              "sections", (json_int_t) class->sections));
    }
    return list;
}

static json_t *source_json(const struct manifest_source *source)
{
    json_t *object = json_pack("{s:s, s:s, s:s, s:s}", "path", source->path, "shown", source->shown,
                               "sha256", source->sha256, "state", states[source->state]);
    if (source->reason[0] != '\0')
        json_object_set_new(object, "reason", json_string(source->reason));
    if (source->note[0] != '\0')
        json_object_set_new(object, "note", json_string(source->note));
    if (source->agency[0] != '\0')
        json_object_set_new(object, "agency", json_string(source->agency));
    if (source->house_sha256[0] != '\0')
        json_object_set_new(object, "house_sha256", json_string(source->house_sha256));
    if (source->class_count > 0)
        json_object_set_new(object, "classes", classes_json(source));
    return object;
}

enum err_code manifest_save(const struct manifest *manifest, const char *path, struct err *err)
{
    json_t *sources = json_array();
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        if (json_array_append_new(sources, source_json(source)) == 0)
            continue;
        json_decref(sources);
        return err_set(err, ERR_FORMAT, "%s: a source cannot be put into JSON: %s", path,
                       source->path);
    }
    json_t *root = json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:o, s:o}", "schema", (int)manifest->schema,
        "stemmer", manifest->stemmer, "reader", manifest->reader, "generation",
        manifest->generation, "parent", manifest->parent, "built_at", manifest->built_at,
        "sections", (json_int_t)manifest->sections, "classes", (json_int_t)manifest->classes,
        "segments", segments_json(manifest), "sources", sources);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(1)) : NULL;
    json_decref(root);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "%s: cannot be put into JSON", path);
    enum err_code code = file_write(path, str_of(text), err);
    free(text);
    return code;
}

static const char *copy_string(const json_t *object, const char *key, struct arena *arena)
{
    return jsonget_text(object, key, arena).p;
}

/* The name becomes part of a path. */
static bool is_segment_name(const char *name)
{
    return name[0] != '\0' && name[strspn(name, "0123456789-")] == '\0';
}

static bool load_segment(struct manifest_segment *segment, const json_t *object,
                         struct arena *arena)
{
    const json_t *hashes = json_object_get(object, "sha256");

    segment->name = copy_string(object, "name", arena);
    segment->sections = jsonget_number(object, "sections");
    for (size_t f = 0; f < MANIFEST_FILE_COUNT; f++)
        segment->sha256[f] = copy_string(hashes, files[f], arena);
    return is_segment_name(segment->name) && segment->sections > 0 &&
           segment->sections <= SEGMENT_SECTIONS_MAX;
}

static bool load_segments(struct manifest *manifest, const json_t *list, struct arena *arena)
{
    manifest->segment_count = json_array_size(list);
    manifest->segments = arena_zero(arena, manifest->segment_count, sizeof *manifest->segments);
    for (size_t i = 0; i < manifest->segment_count; i++)
        if (!load_segment(&manifest->segments[i], json_array_get(list, i), arena))
            return false;
    return json_is_array(list);
}

static bool lies_within(const struct manifest_class *class, const struct manifest *manifest)
{
    if (class->segment >= manifest->segment_count || class->first_docid == 0)
        return false;
    uint32_t sections = manifest->segments[class->segment].sections;
    return class->first_docid <= sections && class->sections > 0 &&
           class->sections <= sections + 1 - class->first_docid;
}

static bool load_classes(struct manifest_source *source, const json_t *object,
                         const struct manifest *manifest, struct arena *arena)
{
    const json_t *list = json_object_get(object, "classes");

    source->class_count = json_array_size(list);
    source->classes = arena_zero(arena, source->class_count, sizeof *source->classes);
    for (size_t i = 0; i < source->class_count; i++) {
        const json_t *class = json_array_get(list, i);
        source->classes[i] =
            (struct manifest_class){.id = copy_string(class, "id", arena),
                                    .base = copy_string(class, "base", arena),
                                    .segment = jsonget_number(class, "segment"),
                                    .first_docid = jsonget_number(class, "first_docid"),
                                    .sections = jsonget_number(class, "sections")};
        if (source->classes[i].id[0] == '\0' || !lies_within(&source->classes[i], manifest))
            return false;
    }
    return list == NULL || json_is_array(list);
}

static bool load_source(struct manifest_source *source, const json_t *object,
                        const struct manifest *manifest, struct arena *arena)
{
    const char *state = json_string_value(json_object_get(object, "state"));

    *source = (struct manifest_source){.path = copy_string(object, "path", arena),
                                       .shown = copy_string(object, "shown", arena),
                                       .sha256 = copy_string(object, "sha256", arena),
                                       .reason = copy_string(object, "reason", arena),
                                       .note = copy_string(object, "note", arena),
                                       .agency = copy_string(object, "agency", arena),
                                       .house_sha256 = copy_string(object, "house_sha256", arena)};
    if (!load_classes(source, object, manifest, arena))
        return false;
    for (size_t i = 0; state != NULL && i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(state, states[i]) == 0) {
            source->state = (enum manifest_state)i;
            return source->path[0] != '\0';
        }
    }
    return false;
}

static bool load_lists(struct manifest *manifest, const json_t *root, struct arena *arena)
{
    const json_t *sources = json_object_get(root, "sources");

    if (!json_is_array(sources) ||
        !load_segments(manifest, json_object_get(root, "segments"), arena))
        return false;
    manifest->count = json_array_size(sources);
    manifest->sources = arena_zero(arena, manifest->count, sizeof *manifest->sources);
    for (size_t i = 0; i < manifest->count; i++)
        if (!load_source(&manifest->sources[i], json_array_get(sources, i), manifest, arena))
            return false;
    return true;
}

enum err_code manifest_load(struct manifest *manifest, const char *path, struct arena *arena,
                            struct err *err)
{
    struct buf text = {0};
    enum err_code code = file_read(&text, path, MANIFEST_SIZE_MAX, err);
    if (code != ERR_OK) {
        err_context(err, "%s", path);
        return code;
    }
    json_t *root = json_loadb(buf_view(&text).p, text.n, 0, NULL);
    *manifest = (struct manifest){.schema = jsonget_number(root, "schema"),
                                  .stemmer = copy_string(root, "stemmer", arena),
                                  .reader = copy_string(root, "reader", arena),
                                  .generation = copy_string(root, "generation", arena),
                                  .parent = copy_string(root, "parent", arena),
                                  .built_at = copy_string(root, "built_at", arena),
                                  .sections = jsonget_number(root, "sections"),
                                  .classes = jsonget_number(root, "classes")};
    /* What another schema lists, this program cannot read; manifest_usable() says so. */
    bool foreign = manifest->schema != 0 && manifest->schema != SCHEMA_VERSION;
    bool sound = foreign || load_lists(manifest, root, arena);
    json_decref(root);
    buf_free(&text);
    return sound ? ERR_OK : err_set(err, ERR_FORMAT, "%s: damaged; rebuild the index", path);
}

enum err_code manifest_usable(const struct manifest *manifest, const char *stemmer, struct err *err)
{
    if (manifest->schema != SCHEMA_VERSION)
        return err_set(err, ERR_FORMAT,
                       "generation %s has index schema %u, this program uses %d; rebuild the index",
                       manifest->generation, manifest->schema, SCHEMA_VERSION);
    if (strcmp(manifest->stemmer, stemmer) != 0)
        return err_set(err, ERR_FORMAT,
                       "generation %s was made with another stemmer; rebuild the index",
                       manifest->generation);
    return ERR_OK;
}
