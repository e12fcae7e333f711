/* lib/search as a whole: three invented classes are read, indexed, published, and searched. */

#include "harbor.h"

#include <pthread.h>

#include "base/file.h"

/* The place that a hit has in harbor.h; docids of the index are in the same order. */
static uint32_t place_of(const struct search_hit *hit)
{
    for (uint32_t i = 0; i < CLASSES; i++)
        if (str_eq(hit->section.class_id, str_of(classes[i].id)))
            return i * PER_CLASS + hit->section.ordinal + 1;
    fail_msg("a class that there is not");
    return 0;
}

/* "2 5 8": the places of the hits (harbor.h), in order. */
static const char *places_of(const struct world *world, const struct search_page *page)
{
    bool found[SECTIONS + 1] = {false};
    const char *out = "";

    for (size_t i = 0; i < page->hit_count; i++) {
        uint32_t docid = place_of(&page->hits[i]);
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
        {"\"pilot s licence\"", "3", false, 1}, /* its s may stand for one */
        {"\"s licence\"", "3", false, 1},
        {"\"s\"", "3", false, 1},
        {"licensure:pilot", "3 9", false, 2},
        {"duties:pilot", "", false, 0},
        {"duties:ships duties:zebra", "2", true, 1}, /* the scope holds all the same */
        {"education:ships education:zebra", "", false, 0},
        {"duties:\"manages the\"", "2 5", false, 2},
        {"title:pilot", "1 2 3 7 8 9", false, 2},
        {"title:\"pilot ferry\"", "7 8 9", false, 1},
        {"title:pilot manages", "2 8", false, 2},
        {"agency:FERRIS", "7 8 9", false, 1},
        {"agency:ferri", "7 8 9", false, 1},
        {"code:PF3110 pilot", "7 9", false, 1},
        {"agency:alder code:7720 manages", "5", false, 1},
    };
    const struct world *world = *state;
    struct index *index = open_index(build(world));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct search_page page = search(world, index, cases[i].query, 1, SEARCH_PER_PAGE_MAX);
        expect_text(cases[i].query, str_of(places_of(world, &page)), cases[i].docids);
        expect_number(cases[i].query, page.sections, page.hit_count);
        expect_number(cases[i].query, page.classes, cases[i].class_count);
        expect_number(cases[i].query, page.reading.relaxed, cases[i].relaxed);
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
                                                                     place_of(a) < place_of(b)));
        }
        for (uint32_t per_page = 1; per_page <= 4; per_page++) {
            uint32_t pages = (uint32_t)(all.hit_count + per_page - 1) / per_page;
            size_t at = 0;
            for (uint32_t number = 1; number <= pages + 1; number++) {
                struct search_page page = search(world, index, queries[i], number, per_page);
                expect_number("sections", page.sections, all.sections);
                expect_number("pages", page.pages, pages);
                for (size_t k = 0; k < page.hit_count; k++)
                    expect_number("in order", place_of(&page.hits[k]), place_of(&all.hits[at++]));
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

    expect_ok("class",
              search_class(&class, index, STR("ferris/pf3110"), STR("pilots matrix"), false, 0,
                           world->arena, &err),
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
              search_class(&class, index, STR("alder/7710"), STR(""), false, 0, world->arena, &err),
              &err);
    expect_number("no marks", class.text_marks[0].count + class.text_marks[1].count, 0);
    memset(long_id, 'x', sizeof long_id);
    const struct str none[] = {STR("alder"),
                               STR(""),
                               STR("alder/7710 "),
                               STR("ALDER/7710"),
                               {long_id, sizeof long_id},
                               STR("alder/7710\0")};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        expect_error("none",
                     search_class(&class, index, none[i], STR(""), false, 0, world->arena, &err),
                     ERR_NOT_FOUND, &err, NULL);
    expect_error(
        "late",
        search_class(&class, index, STR("alder/7710"), STR("pilots"), false, 1, world->arena, &err),
        ERR_TIMEOUT, &err, NULL);
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
        {"manifest.json", "\"first_docid\": 4", "\"first_docid\": 3"},
        {"manifest.json", "\"first_docid\": 4", "\"first_docid\": 5"},
        {"segments/000001-0/columns", "SSCOLUM", "SSCOLUN"},
        {"segments/000001-0/columns", "HARBOR PILOT", "HARBOR PILAT"},
        {"segments/000001-1/sections", "Xapian Glass", "Yapian Glass"},
        {"segments/000001-1/tokens", "SS", "TT"},
        {"segments/000001-1/vocabulary", "SS", "TT"},
        {"segments/000001-1/records", "SS", "TT"},
    };
    static const char *const lost[] = {"segments/000001-0/columns", "segments/000001-1/sections",
                                       "segments/000001-1/tokens", "segments/000001-1/vocabulary",
                                       "segments/000001-1/records"};
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
    for (size_t i = 0; i < COUNT_OF(lost); i++) {
        char *file = generation_path(path, "000001", lost[i]);
        const char *away = world_path(world, "away");
        expect_number("move", rename(file, away), 0);
        expect_error(lost[i], index_open(&index, path, &err), ERR_FORMAT, &err, file);
        expect_number("back", rename(away, file), 0);
        free(file);
    }
    expect_error("none", index_open(&index, world_path(world, "none"), &err), ERR_NOT_FOUND, &err,
                 "specindex build");
}

/* Sections and classes of the index by themselves; docids run through the segments, dead sections
 * and all. */
static void sections_are_located(void **state)
{
    static const struct {
        uint32_t docid;
        size_t segment;
        uint32_t there;
    } cases[] = {{1, 0, 1}, {6, 0, 6}, {7, 1, 1}, {9, 1, 3}, {10, 1, 4}, {12, 1, 6}};
    static const uint32_t none[] = {0, 13, UINT32_MAX};
    const struct world *world = *state;
    struct index *index = open_index(build(world));
    struct index_worker *worker = NULL;
    struct record_section section;
    struct record_class class;
    size_t segment = 0;
    uint32_t there = 0;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        expect_ok("locate", index_locate(&segment, &there, index, cases[i].docid, &err), &err);
        expect_number("segment", segment, cases[i].segment);
        expect_number("docid", there, cases[i].there);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        expect_error("none", index_locate(&segment, &there, index, none[i], &err), ERR_NOT_FOUND,
                     &err, NULL);
        expect_error("none", index_section(&section, worker, none[i], world->arena, &err),
                     ERR_NOT_FOUND, &err, NULL);
    }
    expect_ok("section", index_section(&section, worker, 11, world->arena, &err), &err);
    expect_text("class", section.class_id, "ferris/pf3110");
    expect_number("ordinal", section.ordinal, 1);
    expect_ok("class", index_class(&class, worker, STR("ferris/pf3110"), world->arena, &err), &err);
    expect_number("docids of the index", class.first_docid, 10);
    /* Not its dead namesake in the segment behind. */
    expect_ok("class", index_class(&class, worker, STR("alder/7710"), world->arena, &err), &err);
    expect_number("the live one", class.first_docid, 1);
    expect_text("the live one", class.source, "pilot.txt");
    index_give(index, worker);
    index_close(index);
}

static void only_live_sections_count(void **state)
{
    struct index *index = open_index(build(*state));
    const struct index_segment *segments = index_segments(index);
    const struct values *values = index_values(index);

    expect_number("segments", index_segment_count(index), SEGMENTS);
    expect_number("sections", index_section_count(index), SECTIONS);
    expect_true("all", segments[0].all_live && !segments[1].all_live);
    expect_number("live", segments[0].live_count, 6);
    expect_number("live", segments[1].live_count, 3);
    expect_number("base", segments[0].base, 0);
    expect_number("base", segments[1].base, 6);
    expect_number("first", bitmap_next(&segments[1].live, 0), 3);
    expect_number("agencies", values->facets[FACET_AGENCY].count, 2);
    uint64_t length = 0;
    for (uint32_t i = 0; i < 6; i++)
        length += segments[0].segment.columns.sections[i].length;
    for (uint32_t i = 3; i < 6; i++)
        length += segments[1].segment.columns.sections[i].length;
    expect_true("mean", index_mean_length(index) - (double)length / SECTIONS < 1e-9 &&
                            (double)length / SECTIONS - index_mean_length(index) < 1e-9);
    /* Words of the heading, twice, and of the text; the s of pilot's is none. */
    expect_number("duties of the pilot", segments[0].segment.columns.sections[1].length, 11);
    expect_number("licences of the ferry pilot", segments[1].segment.columns.sections[5].length, 5);
    index_close(index);
}

static bool searches_come_back(void *data)
{
    static const char *const queries[] = {"", "manages", "\"pilot's licence\"", "manag* /s ledger"};
    const struct world *world = data;
    struct index *index = NULL;

    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct search_request request = {.query = str_of(queries[i]), .page = 1, .per_page = 10};
        struct search_page page;
        struct search_class class;
        if (index_open(&index, world_path(world, "index"), NULL) != ERR_OK)
            return true;
        search_run(&page, index, &request, world->arena, NULL);
        search_class(&class, index, STR("alder/7720"), request.query, false, 0, world->arena, NULL);
        index_close(index);
    }
    return true;
}

/* Bytes flipped in a file whose hash the opening does not look at. */
static void damaged_segments_do_no_harm(void **state)
{
    static const char *const files[] = {"tokens", "vocabulary", "records", "sections",
                                        "requirements"};
    struct support_random random = random_start("damaged segments");
    const struct world *world = *state;
    const char *index = build(world);

    for (size_t f = 0; f < COUNT_OF(files); f++) {
        char *directory = generation_segment_path(index, "000001", segment_name(0));
        const char *path = arena_printf(world->arena, "%s/%s", directory, files[f]);
        struct buf whole = {0};
        struct err err;
        expect_ok("read", file_read(&whole, path, 1 << 24, &err), &err);
        for (int round = 0; round < 40; round++) {
            uint32_t at = random_below(&random, (uint32_t)whole.n);
            char byte = whole.p[at];
            whole.p[at] = (char)random_next(&random);
            expect_ok("write", file_write(path, buf_view(&whole), &err), &err);
            expect_true(files[f], support_survives(searches_come_back, *state));
            whole.p[at] = byte;
        }
        expect_ok("write", file_write(path, buf_view(&whole), &err), &err);
        buf_free(&whole);
        free(directory);
    }
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
        world_test(sections_are_located),
        world_test(only_live_sections_count),
        world_test(damaged_segments_do_no_harm),
        world_test(threads_search_side_by_side),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
