/* lib/search as a whole: three invented classes are read, indexed, published, and searched. */

#include "harbor.h"

#include <pthread.h>

#include "base/file.h"

static uint32_t docid_of(const struct search_hit *hit)
{
    for (uint32_t i = 0; i < CLASSES; i++)
        if (str_eq(hit->section.class_id, str_of(classes[i].id)))
            return i * PER_CLASS + hit->section.ordinal + 1;
    fail_msg("a class that there is not");
    return 0;
}

/* "2 5 8": the docids of the hits, in order of docid. */
static const char *docids_of(const struct world *world, const struct search_page *page)
{
    bool found[SECTIONS + 1] = {false};
    const char *out = "";

    for (size_t i = 0; i < page->hit_count; i++) {
        uint32_t docid = docid_of(&page->hits[i]);
        expect_true("once", !found[docid]);
        found[docid] = true;
    }
    for (uint32_t docid = 1; docid <= SECTIONS; docid++)
        if (found[docid])
            out = arena_printf(world->arena, "%s%s%u", out, out[0] != '\0' ? " " : "", docid);
    return out;
}

static void queries_find_sections(void **state)
{
    static const struct {
        const char *query, *docids;
        bool relaxed;
        uint32_t class_count;
    } cases[] = {
        {"", "1 2 3 4 5 6 7 8 9", false, 3},
        {"ships", "2", false, 1},
        {"SHIP", "2", false, 1},
        {"manages", "2 5 8", false, 3},
        {"managing the", "2 5 8", false, 3},
        {"\"matrix manages\"", "8", false, 1},
        {"\"manage\"", "", false, 0}, /* exact */
        {"\"the launch crew\"", "2", false, 1},
        {"\"duties guides\"", "", false, 0}, /* from the heading into the text */
        {"education", "6", false, 1},
        {"pilot", "1 3 7 9", false, 2}, /* the title alone does not make a match */
        {"pilot ships", "2", false, 1}, /* but counts beside a word that stands there */
        {"ferry licence", "9", false, 1},
        {"pilot ferry harbor", "1 3 7 8 9", true, 2},
        {"ships cargo", "2 5", true, 2},
        {"ships zebra", "2", true, 1},
        {"\"matrix zebra\" ships", "2", true, 1},
        {"zebra", "", false, 0},
        {"zebra giraffe", "", false, 0},
        {"s", "", false, 0}, /* of "pilot's": a word to a phrase alone */
        {"\"pilot's licence\"", "3", false, 1},
        {"licensure:pilot", "3 9", false, 2},
        {"duties:pilot", "", false, 0},
        {"duties:ships duties:zebra", "2", true, 1}, /* the scope holds all the same */
        {"education:ships education:zebra", "", false, 0},
        {"duties:\"manages the\"", "2 5", false, 2},
        {"title:pilot", "1 2 3 7 8 9", false, 2},
        {"title:\"pilot ferry\"", "7 8 9", false, 1},
        {"title:pilot manages", "2 8", false, 2},
        {"agency:FERRIS", "7 8 9", false, 1},
        {"agency:ferri", "", false, 0},
        {"code:PF3110 pilot", "7 9", false, 1},
        {"agency:alder code:7720 manages", "5", false, 1},
    };
    const struct world *world = *state;
    struct index *index = open_index(build(world));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct search_page page = search(world, index, cases[i].query, 1, SEARCH_PER_PAGE_MAX);
        expect_text(cases[i].query, str_of(docids_of(world, &page)), cases[i].docids);
        expect_number(cases[i].query, page.sections, page.hit_count);
        expect_number(cases[i].query, page.classes, cases[i].class_count);
        expect_number(cases[i].query, page.relaxed, cases[i].relaxed);
        expect_number(cases[i].query, page.pages, page.hit_count > 0);
    }
    index_close(index);
}

static void pages_neither_repeat_nor_lose(void **state)
{
    static const char *const queries[] = {"", "the", "manages", "pilot", "title:pilot"};
    const struct world *world = *state;
    struct index *index = open_index(build(world));

    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct search_page all = search(world, index, queries[i], 1, SEARCH_PER_PAGE_MAX);
        for (size_t k = 1; k < all.hit_count; k++) {
            const struct search_hit *a = &all.hits[k - 1], *b = &all.hits[k];
            expect_true("score, then docid", a->score > b->score || (!(a->score < b->score) &&
                                                                     docid_of(a) < docid_of(b)));
        }
        for (uint32_t per_page = 1; per_page <= 4; per_page++) {
            uint32_t pages = (uint32_t)(all.hit_count + per_page - 1) / per_page;
            size_t at = 0;
            for (uint32_t number = 1; number <= pages + 1; number++) {
                struct search_page page = search(world, index, queries[i], number, per_page);
                expect_number("sections", page.sections, all.sections);
                expect_number("pages", page.pages, pages);
                for (size_t k = 0; k < page.hit_count; k++)
                    expect_number("in order", docid_of(&page.hits[k]), docid_of(&all.hits[at++]));
                expect_true("full", number >= pages || page.hit_count == per_page);
            }
            expect_number("all", at, all.hit_count);
        }
        struct search_page far = search(world, index, queries[i], UINT32_MAX, SEARCH_PER_PAGE_MAX);
        expect_number("far away", far.hit_count, 0);
        expect_number("far away", far.sections, all.sections);
    }
    index_close(index);
}

static void hits_show_what_was_found(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_page page = search(world, index, "duties:ships", 1, 10);
    const struct search_hit *hit = &page.hits[0];

    expect_number("hits", page.hit_count, 1);
    expect_text("class", hit->section.class_id, "alder/7710");
    expect_text("title", hit->section.title, "HARBOR PILOT");
    expect_text("code", hit->section.code, "7710");
    expect_text("agency", hit->section.agency, "alder");
    expect_text("source", hit->section.source, "pilot.txt");
    expect_text("heading", hit->section.heading, "DUTIES");
    expect_number("line", hit->section.line, 7);
    expect_number("text line", hit->section.text_line, 9);
    expect_number("kind", hit->section.kinds.kinds[0], KIND_DUTIES);
    expect_text("snippet", hit->snippet.text,
                "Guides ships through the strait. Manages the launch crew.");
    expect_number("marks", hit->snippet.marks.count, 1);
    expect_number("marks", hit->snippet.marks.items[0].start, 7);
    expect_number("marks", hit->snippet.marks.items[0].end, 12);
    expect_number("heading", hit->heading_marks.count, 0);
    page = search(world, index, "education", 1, 10);
    expect_number("heading", page.hits[0].heading_marks.count, 1);
    expect_number("heading", page.hits[0].heading_marks.items[0].end, 9);
    index_close(index);
}

static void requests_that_cannot_be_answered(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_request request = {.query = STR("the"), .page = 1, .per_page = 10};
    struct search_page page;
    struct str unknown[] = {STR("nowhere")};
    struct err err;

    request.deadline_ms = 1;
    expect_error("deadline", search_run(&page, index, &request, world->arena, &err), ERR_TIMEOUT,
                 &err, NULL);
    request.deadline_ms = 0;
    request.filters.values[FACET_AGENCY] = unknown;
    request.filters.counts[FACET_AGENCY] = 1;
    expect_error("filter", search_run(&page, index, &request, world->arena, &err), ERR_USAGE, &err,
                 "alder");
    request.filters.counts[FACET_AGENCY] = 0;
    request.query = STR("x \"y");
    expect_error("query", search_run(&page, index, &request, world->arena, &err), ERR_USAGE, &err,
                 NULL);
    expect_number("position", err.position, 3);
    index_close(index);
    index_close(NULL);
}

static void classes_are_shown_whole(void **state)
{
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct search_class class;
    char long_id[400];
    struct err err;

    expect_ok(
        "class",
        search_class(&class, index, STR("ferris/pf3110"), STR("pilots matrix"), world->arena, &err),
        &err);
    expect_text("title", class.class.title, "Ferry Pilot");
    expect_text("code", class.class.fields[FIELD_CLASS_CODE].value, "PF3110");
    expect_number("sections", class.class.sections, PER_CLASS);
    expect_text("heading", class.sections[2].heading, "Licenses");
    expect_number("marks", class.text_marks[0].count, 1);
    expect_number("marks", class.text_marks[1].count, 1);
    expect_number("marks", class.text_marks[1].items[0].start, 22);
    expect_number("marks", class.heading_marks[1].count, 0);
    expect_ok("no query",
              search_class(&class, index, STR("alder/7710"), STR(""), world->arena, &err), &err);
    expect_number("no marks", class.text_marks[0].count + class.text_marks[1].count, 0);
    memset(long_id, 'x', sizeof long_id);
    const struct str none[] = {STR("alder"),
                               STR(""),
                               STR("alder/7710 "),
                               STR("ALDER/7710"),
                               {long_id, sizeof long_id},
                               STR("alder/7710\0")};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        expect_error("none", search_class(&class, index, none[i], STR(""), world->arena, &err),
                     ERR_NOT_FOUND, &err, NULL);
    index_close(index);
}

static void an_index_knows_when_it_is_old(void **state)
{
    const struct world *world = *state;
    const char *path = build(world);
    struct index *index = open_index(path);
    char work[GENERATION_NAME];
    struct err err;

    expect_text("name", str_of(index_generation(index)), "000001");
    expect_number("sections", index_manifest(index)->sections, SECTIONS);
    expect_true("current", index_is_current(index, path));
    expect_ok("begin", generation_begin(work, path, &err), &err);
    expect_ok("publish", generation_publish(path, work, "000002", &err), &err);
    expect_true("old", !index_is_current(index, path));
    expect_number("still read", search(world, index, "ships", 1, 10).sections, 1);
    index_close(index);
}

/* Each changes one part of a generation that was sound. */
static void parts_that_do_not_fit_are_refused(void **state)
{
    static const struct {
        const char *file, *find, *put;
    } cases[] = {
        {"manifest.json", "\"sections\": 9", "\"sections\": 8"},
        {"manifest.json", "\"classes\": 3", "\"classes\": 4"},
        {"manifest.json", "\"generation\": \"000001\"", "\"generation\": \"000002\""},
        {"manifest.json", "\"schema\": ", "\"schema\": 9"},
        {"manifest.json", "\"stemmer\": \"", "\"stemmer\": \"f"},
        {"manifest.json", "{", "["},
        {"columns", "SSCOLUM", "SSCOLUN"},
        {"sections/iamglass", "Xapian Glass", "Yapian Glass"},
    };
    const struct world *world = *state;
    const char *path = build(world);
    struct err err;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *file = generation_path(path, "000001", cases[i].file);
        struct index *index = NULL;
        struct buf whole = {0}, changed = {0};
        expect_ok("read", file_read(&whole, file, 1 << 20, &err), &err);
        const char *at = memmem(whole.p, whole.n, cases[i].find, strlen(cases[i].find));
        assert_non_null(at);
        buf_add(&changed, whole.p, (size_t)(at - whole.p));
        buf_text(&changed, cases[i].put);
        buf_str(&changed,
                str_from(buf_view(&whole), (size_t)(at - whole.p) + strlen(cases[i].find)));
        expect_ok("write", file_write(file, buf_view(&changed), &err), &err);
        expect_true(cases[i].put, index_open(&index, path, &err) != ERR_OK);
        expect_true(cases[i].put, index == NULL && err.text[0] != '\0');
        expect_ok("write", file_write(file, buf_view(&whole), &err), &err);
        buf_free(&whole);
        buf_free(&changed);
        free(file);
    }
    index_close(open_index(path));
    struct index *index = NULL;
    expect_error("none", index_open(&index, world_path(world, "none"), &err), ERR_NOT_FOUND, &err,
                 "specindex build");
}

static bool search_comes_back(void *data)
{
    const struct world *world = data;
    struct search_request request = {.query = STR(""), .page = 1, .per_page = 10};
    struct index *index = NULL;
    struct search_page page;

    if (index_open(&index, world_path(world, "index"), NULL) == ERR_OK)
        search_run(&page, index, &request, world->arena, NULL);
    index_close(index);
    return true;
}

/* A row said to be dead, with values beyond the dictionaries, at a docid that has a document. */
static void dead_rows_of_documents_do_no_harm(void **state)
{
    const struct world *world = *state;
    const char *index = build(world);
    char *file = generation_path(index, "000001", COLUMNS_FILE);
    struct columns_writer *writer = columns_writer_new();
    struct err err;

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) == 0)
            columns_writer_value(writer, f, STR("-"));
    for (uint32_t docid = 1; docid <= SECTIONS; docid++) {
        struct columns_row row = {.class_number = (docid - 1) / PER_CLASS};
        for (enum facet f = 0; f < FACET_COUNT; f++)
            row.values[f] = docid == 5 ? UINT32_MAX : facet_vocabulary(f) > 0;
        if (docid == 5)
            row.class_number = COLUMNS_DEAD;
        columns_writer_set(writer, docid, row);
    }
    expect_number("classes", columns_writer_finish(writer), CLASSES);
    expect_ok("save", columns_writer_save(writer, file, &err), &err);
    columns_writer_free(writer);
    free(file);
    write_manifest(index, "000001", "000001");
    expect_true("no harm", support_survives(search_comes_back, *state));
}

struct job {
    struct index *index;
    size_t wrong;
};

static void *search_often(void *data)
{
    struct job *job = data;
    struct arena *arena = arena_new();

    for (int i = 0; i < 40; i++) {
        struct search_request request = {.query = STR("manages"), .page = 1, .per_page = 10};
        struct search_page page;
        struct err err;
        job->wrong += search_run(&page, job->index, &request, arena, &err) != ERR_OK ||
                      page.sections != 3 || page.hit_count != 3;
        arena_clear(arena);
    }
    arena_free(arena);
    return NULL;
}

static void threads_search_side_by_side(void **state)
{
    enum { THREADS = 4 };
    struct index *index = open_index(build(*state));
    struct job jobs[THREADS];
    pthread_t threads[THREADS];

    for (size_t i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){index, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, search_often, &jobs[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        expect_number("wrong", jobs[i].wrong, 0);
    }
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(queries_find_sections),
        world_test(pages_neither_repeat_nor_lose),
        world_test(hits_show_what_was_found),
        world_test(requests_that_cannot_be_answered),
        world_test(classes_are_shown_whole),
        world_test(an_index_knows_when_it_is_old),
        world_test(parts_that_do_not_fit_are_refused),
        world_test(dead_rows_of_documents_do_no_harm),
        world_test(threads_search_side_by_side),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
