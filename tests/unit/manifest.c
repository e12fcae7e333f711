/* lib/search/manifest: what a generation holds and was made from. */

#include "support.h"

#include "search/manifest.h"
#include "search/schema.h"

static struct manifest_segment segments[] = {
    {"000005-0", 65536, {"a1", "a2", "a3", "a4", "a5", "a6"}},
    {"000007-0", 7, {"b1", "b2", "b3", "b4", "b5", "b6"}},
};
static struct manifest_class one_class[] = {{"s/1", "s/1", 0, 65525, 12}};
static struct manifest_class series[] = {{"s/1~2", "s/1", 1, 1, 3}, {"s/2", "s/2", 1, 4, 4}};

static struct manifest sample_manifest(struct manifest_source sources[4])
{
    sources[0] = (struct manifest_source){"/s/a.txt", "s/a.txt", "aa", MANIFEST_INDEXED, "",
                                          "",         "s",       "",   one_class,        1};
    sources[1] = (struct manifest_source){.path = "/s/b.txt",
                                          .shown = "s/b.txt",
                                          .sha256 = "bb",
                                          .state = MANIFEST_UNCHANGED,
                                          .reason = "",
                                          .note = "read as \"Windows-1252\"",
                                          .agency = "City of S",
                                          .house_sha256 = "dd",
                                          .classes = series,
                                          .class_count = 2};
    sources[2] = (struct manifest_source){
        "/s/c.txt", "s/c.txt", "aa", MANIFEST_DUPLICATE, "s/a.txt", "", "s", "", NULL, 0};
    sources[3] = (struct manifest_source){"/s/\xc3\xa9.pdf",
                                          "s/\xc3\xa9.pdf",
                                          "",
                                          MANIFEST_SKIPPED,
                                          "a PDF file",
                                          "",
                                          "",
                                          "",
                                          NULL,
                                          0};
    return (struct manifest){.schema = SCHEMA_VERSION,
                             .stemmer = "0123456789abcdef",
                             .reader = "\"sources\": [", /* a text is not taken for what it says */
                             .generation = "000007",
                             .parent = "000006",
                             .built_at = "2024-02-29T12:00:00Z",
                             .sections = 19,
                             .classes = 3,
                             .segments = segments,
                             .segment_count = 2,
                             .sources = sources,
                             .count = 4};
}

static void expect_source(const struct manifest_source *got, const struct manifest_source *want)
{
    expect_text("path", str_of(got->path), want->path);
    expect_text("shown", str_of(got->shown), want->shown);
    expect_text("sha256", str_of(got->sha256), want->sha256);
    expect_number("state", got->state, want->state);
    expect_text("reason", str_of(got->reason), want->reason);
    expect_text("note", str_of(got->note), want->note);
    expect_text("agency", str_of(got->agency), want->agency);
    expect_text("house", str_of(got->house_sha256), want->house_sha256);
    expect_number("classes", got->class_count, want->class_count);
    for (size_t i = 0; i < want->class_count; i++) {
        expect_text("class", str_of(got->classes[i].id), want->classes[i].id);
        expect_text("base", str_of(got->classes[i].base), want->classes[i].base);
        expect_number("segment", got->classes[i].segment, want->classes[i].segment);
        expect_number("docid", got->classes[i].first_docid, want->classes[i].first_docid);
        expect_number("sections", got->classes[i].sections, want->classes[i].sections);
    }
}

static void expect_segments(const struct manifest *got)
{
    expect_number("segments", got->segment_count, COUNT_OF(segments));
    for (size_t i = 0; i < COUNT_OF(segments); i++) {
        expect_text("segment", str_of(got->segments[i].name), segments[i].name);
        expect_number("its sections", got->segments[i].sections, segments[i].sections);
        for (size_t f = 0; f < MANIFEST_FILE_COUNT; f++)
            expect_text("its files", str_of(got->segments[i].sha256[f]), segments[i].sha256[f]);
    }
}

static void manifests_come_back_as_they_were(void **state)
{
    static const char *const states[] = {"indexed", "unchanged", "duplicate", "skipped"};
    const struct world *world = *state;
    const char *path = world_path(world, MANIFEST_FILE);
    struct manifest_source sources[4];
    struct manifest manifest = sample_manifest(sources), back;
    struct err err;

    expect_ok("save", manifest_save(&manifest, path, &err), &err);
    expect_ok("load", manifest_load(&back, path, world->arena, &err), &err);
    expect_number("schema", back.schema, manifest.schema);
    expect_text("stemmer", str_of(back.stemmer), manifest.stemmer);
    expect_text("reader", str_of(back.reader), manifest.reader);
    expect_text("generation", str_of(back.generation), manifest.generation);
    expect_text("parent", str_of(back.parent), manifest.parent);
    expect_text("built_at", str_of(back.built_at), manifest.built_at);
    expect_number("sections", back.sections, 19);
    expect_number("classes", back.classes, 3);
    expect_segments(&back);
    expect_number("sources", back.count, 4);
    for (size_t i = 0; i < 4; i++) {
        expect_source(&back.sources[i], &sources[i]);
        expect_text("name", str_of(manifest_state_name(sources[i].state)), states[i]);
    }
    manifest.count = manifest.segment_count = 0;
    manifest.parent = "";
    expect_ok("empty", manifest_save(&manifest, path, &err), &err);
    expect_ok("empty", manifest_load(&back, path, world->arena, &err), &err);
    expect_number("empty", back.count + strlen(back.parent), 0);
}

/* A source is never left out in silence. */
static void manifests_keep_every_source_or_fail(void **state)
{
    const struct world *world = *state;
    const char *path = world_path(world, MANIFEST_FILE);
    struct manifest_source sources[4];
    struct manifest manifest = sample_manifest(sources), back;
    struct err err;

    sources[1].path = "/s/not-utf8-\xff";
    if (manifest_save(&manifest, path, &err) != ERR_OK)
        return;
    expect_ok("load", manifest_load(&back, path, world->arena, &err), &err);
    expect_number("sources", back.count, 4);
}

/* A source with classes, beside a segment of nine sections. */
#define SOURCE(classes)                                                                            \
    "{'segments': [{'name': '000001-0', 'sections': 9}],"                                          \
    " 'sources': [{'path': '/a', 'state': 'indexed', 'classes': " classes "}]}"

#define SKIPPED "{'path': '/a', 'state': 'skipped'}"

/* Quotes as JSON has them. */
static const char *json_file(const struct world *world, const char *text)
{
    char *json = arena_strdup(world->arena, text);

    for (char *p = json; (p = strchr(p, '\'')) != NULL;)
        *p = '"';
    return world_file(world, "damaged.json", str_of(json));
}

static void damaged_manifests_are_refused(void **state)
{
    static const char *const damaged[] = {
        "",
        "null",
        "[]",
        "{}",
        "{'sources': []}",
        "{'segments': []}",
        "{'segments': [], 'sources': 3}",
        "{'segments': [], 'sources': [3]}",
        "{'segments': [], 'sources': [{}]}",
        "{'segments': [], 'sources': [{'path': '/a'}]}",
        "{'segments': [], 'sources': [{'path': '/a', 'state': 'eaten'}]}",
        "{'segments': [], 'sources': [{'path': '', 'state': 'indexed'}]}",
        "{'segments': [], 'sources': [{'path': 5, 'state': 'indexed'}]}",
        "{'segments': [], 'sources': [",
        "{'segments': [], 'sources': []",
        "{'segments': [], 'sources': [}",
        "{'segments': [], 'sources': []} {}",
        "{'segments': [], 'sources': [], 'more': 1}",
        "{'segments': [], 'sources': [,]}",
        "{'segments': [], 'sources': [[" SKIPPED "]]}",
        "{'segments': [], 'sources': [" SKIPPED ",]}",
        "{'segments': [], 'sources': [" SKIPPED SKIPPED "]}",
        "{'segments': [], 'sources': [" SKIPPED "}",
        "{'segments': [], 'sources': [" SKIPPED ", " SKIPPED "] 3}",
        "{'segments': 3, 'sources': []}",
        "{'segments': [3], 'sources': []}",
        "{'segments': [{'sections': 1}], 'sources': []}",
        "{'segments': [{'name': '', 'sections': 1}], 'sources': []}",
        "{'segments': [{'name': '..', 'sections': 1}], 'sources': []}",
        "{'segments': [{'name': '1/2', 'sections': 1}], 'sources': []}",
        "{'segments': [{'name': '000001-0', 'sections': 0}], 'sources': []}",
        "{'segments': [{'name': '000001-0', 'sections': 65537}], 'sources': []}",
        SOURCE("3"),
        SOURCE("[{}]"),
        SOURCE("[{'id': 'a/1'}]"),
        SOURCE("[{'segment': 0, 'first_docid': 1, 'sections': 9}]"),
        SOURCE("[{'id': 'a/1', 'segment': 1, 'first_docid': 1, 'sections': 9}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 0, 'sections': 9}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 1, 'sections': 0}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 1, 'sections': 10}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 2, 'sections': 9}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 10, 'sections': 1}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 4294967295, 'sections': 2}]"),
    };
    static const char *const sound[] = {
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 1, 'sections': 9}]"),
        SOURCE("[{'id': 'a/1', 'segment': 0, 'first_docid': 9, 'sections': 1}]"),
        "{'segments': [], 'sources': []}",
        "{'segments': [],\n 'sources': [\n " SKIPPED " ,\n" SKIPPED "\n ]\n}\n",
        "{'schema': 2, 'sources': 3}", /* of another schema nothing but the head is read */
    };
    const struct world *world = *state;
    struct manifest_source sources[4];
    struct manifest manifest = sample_manifest(sources), back;
    const char *path = world_path(world, MANIFEST_FILE);
    struct err err;

    for (size_t i = 0; i < COUNT_OF(damaged); i++) {
        const char *file = json_file(world, damaged[i]);
        expect_error(damaged[i], manifest_load(&back, file, world->arena, &err), ERR_FORMAT, &err,
                     "damaged.json");
    }
    for (size_t i = 0; i < COUNT_OF(sound); i++)
        expect_ok(sound[i], manifest_load(&back, json_file(world, sound[i]), world->arena, &err),
                  &err);
    expect_error("missing", manifest_load(&back, world_path(world, "no"), world->arena, &err),
                 ERR_NOT_FOUND, &err, "no");
    expect_ok("save", manifest_save(&manifest, path, &err), &err);
    FILE *file = fopen(path, "rb");
    char text[8000];
    size_t n = fread(text, 1, sizeof text, file);
    fclose(file);
    while (n > 0 && text[n - 1] != '}')
        n--;
    for (size_t cut = 0; cut < n; cut += 1 + cut % 7) {
        world_file(world, MANIFEST_FILE, (struct str){text, cut});
        expect_error("cut", manifest_load(&back, path, world->arena, &err), ERR_FORMAT, &err,
                     "rebuild");
    }
}

static void manifests_of_another_kind_are_not_usable(void **state)
{
    struct manifest_source sources[4];
    struct manifest manifest = sample_manifest(sources);
    struct err err;
    (void)state;

    expect_ok("same", manifest_usable(&manifest, "0123456789abcdef", &err), &err);
    expect_error("stemmer", manifest_usable(&manifest, "0123456789abcdee", &err), ERR_FORMAT, &err,
                 "rebuild");
    manifest.schema++;
    expect_error("schema", manifest_usable(&manifest, "0123456789abcdef", &err), ERR_FORMAT, &err,
                 "rebuild");
}

static void files_are_known_by_their_hash(void **state)
{
    const struct world *world = *state;
    /* SHA-256 of "abc", from FIPS 180-2 */
    const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    struct manifest_segment segment = {"000001-0", 1, {abc, abc, abc, abc, abc, abc}};
    const char *name = manifest_file_name(MANIFEST_TOKENS);
    struct err err;

    expect_error("not there", manifest_check_file(world->dir, &segment, MANIFEST_TOKENS, &err),
                 ERR_FORMAT, &err, name);
    world_file(world, name, STR("abc"));
    expect_ok("as written", manifest_check_file(world->dir, &segment, MANIFEST_TOKENS, &err), &err);
    world_file(world, name, STR("abd"));
    expect_error("changed", manifest_check_file(world->dir, &segment, MANIFEST_TOKENS, &err),
                 ERR_FORMAT, &err, "not as it was written");
    expect_true("the path first", strstr(err.text, name) < strstr(err.text, "not as"));
    world_file(world, name, STR("abc"));
    segment.sha256[MANIFEST_TOKENS] = "00";
    expect_error("another hash", manifest_check_file(world->dir, &segment, MANIFEST_TOKENS, &err),
                 ERR_FORMAT, &err, "not as it was written");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(manifests_come_back_as_they_were),
        world_test(manifests_keep_every_source_or_fail),
        world_test(damaged_manifests_are_refused),
        world_test(files_are_known_by_their_hash),
        cmocka_unit_test(manifests_of_another_kind_are_not_usable),
    };
    return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
