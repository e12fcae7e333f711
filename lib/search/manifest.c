#include "search/manifest.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/file.h"
#include "search/jsonget.h"
#include "search/schema.h"
#include "search/segment.h"

enum { MANIFEST_SIZE_MAX = 1 << 30 };

/* The last member of the file, so that it can be written and read source by source. */
#define SOURCES "\"sources\": ["

static const char *const states[] = {"indexed", "unchanged", "duplicate", "skipped"};

static const char *const files[] = {SEGMENT_DATABASE, COLUMNS_FILE,      TOKENS_FILE,
                                    VOCABULARY_FILE,  REQUIREMENTS_FILE, RECORDS_FILE};

const char *manifest_state_name(enum manifest_state state)
{
    return states[state];
}

const char *manifest_file_name(enum manifest_file file)
{
    return files[file];
}

enum err_code manifest_check_file(const char *directory, const struct manifest_segment *segment,
                                  enum manifest_file file, struct err *err)
{
    char sha256[SHA256_HEX];
    struct buf path = {0};

    buf_printf(&path, "%s/%s", directory, files[file]);
    enum err_code code = sha256_file(sha256, path.p, err);
    if (code == ERR_OK && strcmp(sha256, segment->sha256[file]) != 0)
        code = err_set(err, ERR_FORMAT, "%s: not as it was written; " SCHEMA_REBUILD, path.p);
    buf_free(&path);
    return code;
}

static int compare_shown(const void *a, const void *b)
{
    const struct manifest_source *const *x = a, *const *y = b;
    int paths = strcmp((*x)->shown, (*y)->shown);

    return paths != 0 ? paths : strcmp((*x)->sha256, (*y)->sha256);
}

bool manifest_is_set_aside(const struct manifest_source *source)
{
    return source->state == MANIFEST_SKIPPED &&
           str_starts(str_of(source->reason), STR(MANIFEST_NO_SPECIFICATION));
}

bool manifest_is_unreadable(const struct manifest_source *source)
{
    return source->state == MANIFEST_SKIPPED && !manifest_is_set_aside(source);
}

void manifest_corpus(char sha256[SHA256_HEX], const struct manifest *manifest)
{
    const struct manifest_source **sources = mem_alloc(manifest->count * sizeof *sources);
    struct sha256_sum *sum = sha256_sum_new();
    struct buf line = {0};
    size_t count = 0;

    for (size_t i = 0; i < manifest->count; i++)
        if (manifest->sources[i].state != MANIFEST_SKIPPED)
            sources[count++] = &manifest->sources[i];
    if (count > 1)
        qsort(sources, count, sizeof *sources, compare_shown);
    for (size_t i = 0; i < count; i++) {
        line.n = 0;
        buf_printf(&line, "%s  %s\n", sources[i]->sha256, sources[i]->shown);
        sha256_sum_add(sum, buf_view(&line));
    }
    sha256_sum_take(sha256, sum);
    sha256_sum_free(sum);
    buf_free(&line);
    free(sources);
}

/* ---- saving ---- */

static bool set_text(json_t *object, const char *key, const char *text)
{
    return json_object_set_new_nocheck(object, key, json_string(text)) == 0;
}

static bool set_if_any(json_t *object, const char *key, const char *text)
{
    return text[0] == '\0' || set_text(object, key, text);
}

static bool set_number(json_t *object, const char *key, uint32_t number)
{
    return json_object_set_new_nocheck(object, key, json_integer(number)) == 0;
}

static bool set_segments(json_t *object, const struct manifest *manifest)
{
    json_t *list = json_array();
    bool whole = json_object_set_new_nocheck(object, "segments", list) == 0;

    for (size_t i = 0; whole && i < manifest->segment_count; i++) {
        const struct manifest_segment *segment = &manifest->segments[i];
        json_t *one = json_object(), *hashes = json_object();
        whole = json_array_append_new(list, one) == 0 && set_text(one, "name", segment->name) &&
                set_number(one, "sections", segment->sections);
        whole = json_object_set_new_nocheck(one, "sha256", hashes) == 0 && whole;
        for (size_t f = 0; whole && f < MANIFEST_FILE_COUNT; f++)
            whole = set_text(hashes, files[f], segment->sha256[f]);
    }
    return whole;
}

static bool set_classes(json_t *object, const struct manifest_source *source)
{
    json_t *list = json_array();
    bool whole = json_object_set_new_nocheck(object, "classes", list) == 0;

    for (size_t i = 0; whole && i < source->class_count; i++) {
        const struct manifest_class *class = &source->classes[i];
        json_t *one = json_object();
        whole = json_array_append_new(list, one) == 0 && set_text(one, "id", class->id) &&
                set_text(one, "base", class->base) && set_number(one, "segment", class->segment) &&
                set_number(one, "first_docid", class->first_docid) &&
                set_number(one, "sections", class->sections);
    }
    return whole;
}

static int append(const char *text, size_t length, void *data)
{
    buf_add(data, text, length);
    return 0;
}

/* All but the sources, without the brace at the end. */
static bool add_head(struct buf *out, const struct manifest *manifest)
{
    static const char end[] = "\n}";
    json_t *head = json_object();
    bool whole = set_number(head, "schema", manifest->schema) &&
                 set_text(head, "stemmer", manifest->stemmer) &&
                 set_text(head, "reader", manifest->reader) &&
                 set_text(head, "generation", manifest->generation) &&
                 set_text(head, "parent", manifest->parent) &&
                 set_text(head, "built_at", manifest->built_at) &&
                 set_number(head, "sections", manifest->sections) &&
                 set_number(head, "classes", manifest->classes) && set_segments(head, manifest) &&
                 json_dump_callback(head, append, out, JSON_INDENT(1)) == 0;

    json_decref(head);
    if (whole)
        out->n -= sizeof end - 1;
    return whole;
}

static bool add_source(struct buf *out, const struct manifest_source *source)
{
    json_t *object = json_object();
    bool whole =
        set_text(object, "path", source->path) && set_text(object, "shown", source->shown) &&
        set_text(object, "sha256", source->sha256) &&
        set_text(object, "state", states[source->state]) &&
        set_if_any(object, "reason", source->reason) && set_if_any(object, "note", source->note) &&
        set_if_any(object, "agency", source->agency) &&
        set_if_any(object, "house_sha256", source->house_sha256) &&
        (source->class_count == 0 || set_classes(object, source)) &&
        json_dump_callback(object, append, out, 0) == 0;

    json_decref(object);
    return whole;
}

enum err_code manifest_save(const struct manifest *manifest, const char *path, struct err *err)
{
    struct buf text = {0};
    enum err_code code = ERR_OK;

    if (!add_head(&text, manifest))
        code = err_set(err, ERR_INTERNAL, "%s: cannot be put into JSON", path);
    buf_text(&text, ",\n " SOURCES);
    for (size_t i = 0; code == ERR_OK && i < manifest->count; i++) {
        buf_text(&text, i == 0 ? "\n" : ",\n");
        if (!add_source(&text, &manifest->sources[i]))
            code = err_set(err, ERR_FORMAT, "%s: a source cannot be put into JSON: %s", path,
                           manifest->sources[i].path);
    }
    buf_text(&text, "]\n}\n");
    if (code == ERR_OK)
        code = file_write(path, buf_view(&text), err);
    buf_free(&text);
    return code;
}

/* ---- loading ---- */

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

static struct str skip_space(struct str text)
{
    return str_from(text, strspn(text.p, " \n"));
}

/* The sources, one after the other: as JSON all of them would take many times the room. `rest` is
 * what follows on the bracket that opens their list, and ends in NUL. */
static bool load_sources(struct manifest *manifest, struct str rest, struct arena *arena)
{
    size_t capacity = 0;

    rest = skip_space(rest);
    for (bool more = rest.p[0] != ']'; more;) {
        json_error_t end;
        json_t *source = json_loadb(rest.p, rest.n, JSON_DISABLE_EOF_CHECK, &end);
        manifest->sources = arena_grow(arena, manifest->sources, manifest->count, &capacity,
                                       sizeof *manifest->sources);
        bool sound = load_source(&manifest->sources[manifest->count++], source, manifest, arena);
        json_decref(source);
        if (!sound)
            return false;
        rest = skip_space(str_from(rest, (size_t)end.position));
        more = rest.p[0] == ',';
        if (more)
            rest = skip_space(str_from(rest, 1));
    }
    struct str end = skip_space(str_from(rest, 1));
    return rest.p[0] == ']' && end.p[0] == '}' && skip_space(str_from(end, 1)).n == 0;
}

static json_t *parse_head(struct str head)
{
    struct buf text = {0};

    buf_str(&text, head);
    buf_text(&text, SOURCES "]}");
    json_t *root = json_loadb(text.p, text.n, 0, NULL);
    buf_free(&text);
    return root;
}

static bool load(struct manifest *manifest, struct str text, struct arena *arena)
{
    /* Within a text the quotes would be escaped. */
    const char *sources = text.n > 0 ? strstr(text.p, SOURCES) : NULL;
    json_t *root = sources != NULL ? parse_head((struct str){text.p, (size_t)(sources - text.p)})
                                   : json_loadb(text.p, text.n, 0, NULL);

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
    bool sound = foreign || (sources != NULL &&
                             load_segments(manifest, json_object_get(root, "segments"), arena) &&
                             load_sources(manifest, str_of(sources + strlen(SOURCES)), arena));
    json_decref(root);
    return sound;
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
    if (!load(manifest, buf_view(&text), arena))
        code = err_set(err, ERR_FORMAT, "%s: damaged; " SCHEMA_REBUILD, path);
    buf_free(&text);
    return code;
}

enum err_code manifest_usable(const struct manifest *manifest, const char *stemmer, struct err *err)
{
    if (manifest->schema != SCHEMA_VERSION)
        return err_set(err, ERR_FORMAT,
                       "generation %s has index schema %u, this program uses %d; " SCHEMA_REBUILD,
                       manifest->generation, manifest->schema, SCHEMA_VERSION);
    if (strcmp(manifest->stemmer, stemmer) != 0)
        return err_set(err, ERR_FORMAT,
                       "generation %s was made with another stemmer; " SCHEMA_REBUILD,
                       manifest->generation);
    return ERR_OK;
}
