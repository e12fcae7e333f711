/* lib/xapianc: the C API over Xapian and libstemmer, on small databases written here. */

#include "support.h"

#include "base/file.h"
#include "xapianc/xapianc.h"

static void add_terms(struct xap_document *document, const char *terms, uint32_t wdf)
{
    struct str rest = str_of(terms);
    struct err err;

    while (rest.n > 0) {
        struct str term = str_cut(&rest, ' ');
        expect_ok("term", xap_document_add_term(document, term, wdf, &err), &err);
    }
}

/* A document as a test writes it: words, each occurring once where it stands; and terms that count
 * nowhere. */
struct text {
    const char *words, *booleans;
};

static uint32_t add_text(struct xap_writer *writer, const struct text *text)
{
    struct xap_document *document = NULL;
    uint32_t docid = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    add_terms(document, text->words, 1);
    add_terms(document, text->booleans, 0);
    expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
    xap_document_free(document);
    return docid;
}

static struct xap_writer *new_writer(const char *path)
{
    struct xap_writer *writer = NULL;
    struct err err;

    expect_ok("writer", xap_writer_new(&writer, path, &err), &err);
    return writer;
}

static void commit_and_close(struct xap_writer *writer)
{
    struct err err;

    expect_ok("commit", xap_writer_commit(writer, &err), &err);
    xap_writer_free(writer);
}

static void write_texts(const char *path, const struct text *texts, size_t count)
{
    struct xap_writer *writer = new_writer(path);

    for (size_t i = 0; i < count; i++)
        expect_number("docid", add_text(writer, &texts[i]), i + 1);
    commit_and_close(writer);
}

static struct xap_database *open_database(const char *path)
{
    struct xap_database *database = NULL;
    struct err err;

    expect_ok("open", xap_database_open(&database, path, &err), &err);
    return database;
}

/* "1:2 4:1": docids of a term with its occurrences, read in blocks of that many. */
static const char *postings_text(const struct world *world, struct xap_database *database,
                                 const char *term, size_t block)
{
    uint32_t docids[64], wdfs[64];
    struct xap_postings *postings = NULL;
    const char *out = "";
    size_t count = block;
    struct err err;

    assert_true(block <= COUNT_OF(docids));
    expect_ok(term, xap_postings_open(&postings, database, str_of(term), &err), &err);
    while (count == block) {
        expect_ok(term, xap_postings_read(&count, postings, docids, wdfs, block, &err), &err);
        for (size_t i = 0; i < count; i++)
            out = arena_printf(world->arena, "%s%s%u:%u", out, out[0] != '\0' ? " " : "", docids[i],
                               wdfs[i]);
    }
    expect_ok(term, xap_postings_read(&count, postings, docids, wdfs, block, &err), &err);
    expect_number("at the end", count, 0);
    xap_postings_free(postings);
    return out;
}

static void expect_postings(const struct world *world, struct xap_database *database,
                            const char *term, const char *want)
{
    expect_text(term, str_of(postings_text(world, database, term, 64)), want);
    expect_text(term, str_of(postings_text(world, database, term, 1)), want);
    expect_text(term, str_of(postings_text(world, database, term, 2)), want);
}

/* Expected values from the vocabulary published with the Porter2 algorithm. */
static void words_are_stemmed(void **state)
{
    static const struct {
        const char *word, *stem;
    } cases[] = {
        {"consistency", "consist"},
        {"consolidated", "consolid"},
        {"knackeries", "knackeri"},
        {"knightly", "knight"},
        {"skies", "sky"},
        {"dying", "die"},
        {"generously", "generous"},
        {"its", "it"},
        {"", ""},
        {"49", "49"},
        {"caf\xc3\xa9s", "caf\xc3\xa9"},
    };
    struct xap_stemmer *stemmer = NULL;
    struct buf stem = {0};
    struct err err;
    (void)state;

    expect_ok("new", xap_stemmer_new(&stemmer, "english", &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        stem.n = 0;
        expect_ok("stem", xap_stemmer_stem(&stem, stemmer, str_of(cases[i].word), &err), &err);
        expect_text(cases[i].word, buf_view(&stem), cases[i].stem);
    }
    stem.n = 0;
    buf_text(&stem, "kept ");
    expect_ok("stem", xap_stemmer_stem(&stem, stemmer, STR("skies"), &err), &err);
    expect_text("appended", buf_view(&stem), "kept sky");
    buf_free(&stem);
    xap_stemmer_free(stemmer);

    struct xap_stemmer *none = NULL;
    expect_error("language", xap_stemmer_new(&none, "klingon", &err), ERR_NOT_FOUND, &err,
                 "klingon");
    expect_true("not set", none == NULL);
}

static void free_of_null_is_fine(void **state)
{
    (void)state;

    xap_stemmer_free(NULL);
    xap_document_free(NULL);
    xap_writer_free(NULL);
    xap_database_free(NULL);
    xap_postings_free(NULL);
}

static void documents_are_counted(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = new_writer(path);
    struct xap_document *document = NULL;
    uint32_t docid = 0, count = 0, last = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    for (uint32_t i = 0; i < 3; i++) {
        expect_ok("clear", xap_document_clear(document, &err), &err);
        add_terms(document, i == 0 ? "only first" : "common", 0);
        expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
        expect_number("docid", docid, i + 1);
    }
    xap_document_free(document);
    commit_and_close(writer);

    struct xap_database *database = open_database(path);
    expect_ok("count", xap_database_count(&count, &last, database, &err), &err);
    expect_number("count", count, 3);
    expect_number("last", last, 3);
    expect_postings(*state, database, "only", "1:0");
    expect_postings(*state, database, "common", "2:0 3:0");
    xap_database_free(database);
}

static void metadata_is_kept_and_removed(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = new_writer(path);
    struct buf value = {0};
    struct err err;

    expect_ok("a", xap_writer_set_metadata(writer, STR("class:a/1"), STR("x\0y"), &err), &err);
    expect_ok("b", xap_writer_set_metadata(writer, STR("class:b/2"), STR("old"), &err), &err);
    expect_ok("b", xap_writer_set_metadata(writer, STR("class:b/2"), STR("new"), &err), &err);
    expect_ok("c", xap_writer_set_metadata(writer, STR("class:c/3"), STR("z"), &err), &err);
    expect_ok("c", xap_writer_set_metadata(writer, STR("class:c/3"), STR(""), &err), &err);
    commit_and_close(writer);

    struct xap_database *database = open_database(path);
    expect_ok("a", xap_database_metadata(&value, database, STR("class:a/1"), &err), &err);
    expect_ok("b", xap_database_metadata(&value, database, STR("class:b/2"), &err), &err);
    expect_ok("c", xap_database_metadata(&value, database, STR("class:c/3"), &err), &err);
    expect_ok("none", xap_database_metadata(&value, database, STR("class:"), &err), &err);
    expect_number("appended", value.n, 6);
    expect_true("appended", memcmp(value.p, "x\0ynew", 6) == 0);
    buf_free(&value);
    xap_database_free(database);
}

static const struct text harbour[] = {
    {"pilot guides ships", "Kduties"}, {"ships guides pilot", "Kduties Kother"},
    {"pilot pilot pilot", "Kother"},   {"tug guides barges and ships", "Kduties"},
    {"guides guides ships", "Kother"}, {"nothing here", "Kother"},
};

static void postings_have_documents_and_occurrences(void **state)
{
    static const struct {
        const char *term, *postings;
    } cases[] = {{"pilot", "1:1 2:1 3:3"},
                 {"ships", "1:1 2:1 4:1 5:1"},
                 {"guides", "1:1 2:1 4:1 5:2"},
                 {"tug", "4:1"},
                 {"Kduties", "1:0 2:0 4:0"},
                 {"nosuch", ""},
                 {"pilo", ""},
                 {"pilots", ""}};
    const char *path = world_path(*state, "db");

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_postings(*state, database, cases[i].term, cases[i].postings);
    xap_database_free(database);
}

/* The occurrences that are added for one term in one document are summed. */
static void occurrences_are_summed(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = new_writer(path);
    struct xap_document *document = NULL;
    uint32_t docid = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    expect_ok("term", xap_document_add_term(document, STR("boat"), 2, &err), &err);
    expect_ok("term", xap_document_add_term(document, STR("boat"), 70000, &err), &err);
    expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
    xap_document_free(document);
    commit_and_close(writer);
    struct xap_database *database = open_database(path);
    expect_postings(*state, database, "boat", "1:70002");
    xap_database_free(database);
}

enum { SHARDS = 3, MANY = 3000, WORDS = 12 };

/* Which of the words each document of all shards has; word 0 is in all of them. */
static void write_many(const char *const paths[SHARDS], uint16_t has[MANY],
                       struct support_random *random)
{
    for (uint32_t s = 0, i = 0; s < SHARDS; s++) {
        struct xap_writer *writer = new_writer(paths[s]);
        uint32_t first = i, end = s + 1 < SHARDS ? i + random_below(random, MANY / 2) : MANY;
        for (; i < end; i++) {
            struct buf words = {0};
            has[i] = 1;
            buf_text(&words, "w0");
            for (uint32_t w = 1; w < WORDS; w++) {
                if (random_below(random, 1u << (w % 6)) != 0)
                    continue;
                has[i] = (uint16_t)(has[i] | 1u << w);
                buf_printf(&words, " w%u", w);
            }
            struct text text = {words.p, ""};
            expect_number("docid", add_text(writer, &text), i - first + 1);
            buf_free(&words);
        }
        commit_and_close(writer);
    }
}

/* Against a count by hand: databases joined are as one, the documents of each behind those of the
 * one before. */
static void joined_databases_are_as_one(void **state)
{
    static const size_t blocks[] = {1, 7, 64, 1000, MANY, MANY + 1};
    struct support_random random = random_start("postings");
    const char *const paths[SHARDS] = {world_path(*state, "a"), world_path(*state, "b"),
                                       world_path(*state, "c")};
    const char *joined = world_path(*state, "joined");
    uint16_t *has = mem_zero(MANY, sizeof *has);
    uint32_t docids[MANY + 1], wdfs[MANY + 1];
    struct err err;

    write_many(paths, has, &random);
    expect_ok("join", xap_compact(paths, SHARDS, joined, &err), &err);
    expect_ok("check", xap_database_check(joined, &err), &err);
    struct xap_database *database = open_database(joined);
    for (uint32_t w = 0; w < WORDS; w++) {
        for (size_t b = 0; b < COUNT_OF(blocks); b++) {
            struct xap_postings *postings = NULL;
            char term[8];
            uint32_t next = 0;
            size_t count = blocks[b];
            snprintf(term, sizeof term, "w%u", w);
            expect_ok(term, xap_postings_open(&postings, database, str_of(term), &err), &err);
            while (count == blocks[b]) {
                expect_ok(term, xap_postings_read(&count, postings, docids, wdfs, blocks[b], &err),
                          &err);
                for (size_t i = 0; i < count; i++) {
                    while (next < MANY && (has[next] >> w & 1) == 0)
                        next++;
                    expect_number(term, docids[i], ++next);
                    expect_number(term, wdfs[i], 1);
                }
            }
            while (next < MANY && (has[next] >> w & 1) == 0)
                next++;
            expect_number("all of them", next, MANY);
            xap_postings_free(postings);
        }
    }
    xap_database_free(database);
    free(has);
}

static void joining_keeps_order_and_metadata(void **state)
{
    const char *const paths[] = {world_path(*state, "a"), world_path(*state, "b")};
    const char *joined = world_path(*state, "joined");
    struct buf value = {0};
    uint32_t count = 0, last = 0;
    struct err err;

    for (size_t i = 0; i < 2; i++) {
        struct xap_writer *writer = new_writer(paths[i]);
        for (size_t k = 0; k < 3; k++)
            add_text(writer, &harbour[3 * i + k]);
        struct str key = i == 0 ? STR("class:a") : STR("class:b");
        expect_ok("metadata", xap_writer_set_metadata(writer, key, key, &err), &err);
        commit_and_close(writer);
    }
    expect_ok("join", xap_compact(paths, 2, joined, &err), &err);
    struct xap_database *database = open_database(joined);
    expect_ok("count", xap_database_count(&count, &last, database, &err), &err);
    expect_number("count", count, COUNT_OF(harbour));
    expect_number("last", last, COUNT_OF(harbour));
    expect_postings(*state, database, "ships", "1:1 2:1 4:1 5:1");
    expect_ok("a", xap_database_metadata(&value, database, STR("class:a"), &err), &err);
    expect_ok("b", xap_database_metadata(&value, database, STR("class:b"), &err), &err);
    expect_text("metadata", buf_view(&value), "class:aclass:b");
    buf_free(&value);
    xap_database_free(database);
}

static void opening_what_is_no_database_fails(void **state)
{
    const struct world *world = *state;
    const char *paths[] = {world_path(world, "none"), world_path(world, "dir"),
                           world_file(world, "file", STR("text")), ""};
    struct xap_database *const untouched = (struct xap_database *)&paths;
    struct err err;

    expect_ok("mkdir", file_mkdirs(paths[1], &err), &err);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct xap_database *database = untouched;
        enum err_code code = xap_database_open(&database, paths[i], &err);
        expect_true(paths[i], code != ERR_OK && err.code == code && err.text[0] != '\0');
        expect_true("not set", database == untouched);
        expect_true("check", xap_database_check(paths[i], &err) != ERR_OK);
        expect_true("compact",
                    xap_compact(&paths[i], 1, world_path(world, "target"), &err) != ERR_OK);
        expect_number("without err", xap_database_open(&database, paths[i], NULL), code);
    }
    expect_number("missing", xap_database_open(&(struct xap_database *){NULL}, paths[0], &err),
                  ERR_NOT_FOUND);
    struct xap_writer *writer = NULL;
    expect_true("writer on a file", xap_writer_new(&writer, paths[2], &err) != ERR_OK);
    expect_true("not set", writer == NULL);
}

/* A writer makes a database; it does not go on with one. */
static void one_writer_a_database(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = new_writer(path), *second = NULL;
    struct err err;

    expect_true("second", xap_writer_new(&second, path, &err) != ERR_OK);
    commit_and_close(writer);
    expect_true("afterwards", xap_writer_new(&second, path, &err) != ERR_OK);
    expect_true("not set", second == NULL);
    xap_database_free(open_database(path));
}

static void terms_have_a_longest_length(void **state)
{
    const char *path = world_path(*state, "db");
    char word[XAP_TERM_MAX + 2];
    struct xap_document *document = NULL;
    uint32_t docid = 0;
    struct err err;

    memset(word, 'x', sizeof word);
    word[XAP_TERM_MAX + 1] = '\0';
    struct xap_writer *writer = new_writer(path);
    expect_ok("new", xap_document_new(&document, &err), &err);
    enum err_code code = xap_document_add_term(document, (struct str){word, XAP_TERM_MAX}, 1, &err);
    expect_ok("longest", code, &err);
    expect_ok("longest", xap_writer_add(&docid, writer, document, &err), &err);
    /* Xapian forgets what was not committed when a document cannot be added. */
    expect_ok("commit", xap_writer_commit(writer, &err), &err);
    code = xap_document_add_term(document, (struct str){word, XAP_TERM_MAX + 1}, 1, &err);
    if (code == ERR_OK)
        code = xap_writer_add(&docid, writer, document, &err);
    expect_true("longer", code != ERR_OK);
    expect_true("empty", xap_document_add_term(document, STR(""), 1, &err) != ERR_OK);
    xap_document_free(document);
    commit_and_close(writer);
    word[XAP_TERM_MAX] = '\0';
    struct xap_database *database = open_database(path);
    expect_postings(*state, database, word, "1:1");
    xap_database_free(database);
}

struct damage {
    const char *file;
    bool truncate;
    unsigned char fill;
};

static void damaged_databases_are_found_out(void **state)
{
    static const struct damage cases[] = {
        {"postlist.glass", true, 0},
        {"postlist.glass", false, 0xff},
        {"iamglass", false, 0xff},
        {"iamglass", true, 0},
    };
    const struct world *world = *state;
    const char *whole = world_path(world, "whole");
    struct xap_writer *writer = new_writer(whole);
    struct err err;

    for (uint32_t i = 0; i < 2000; i++) {
        char words[60];
        snprintf(words, sizeof words, "common word%u other%u", i % 97, i);
        add_text(writer, &(struct text){words, "Kduties"});
    }
    commit_and_close(writer);
    expect_ok("whole", xap_database_check(whole, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *dir = arena_printf(world->arena, "%s/copy%zu", world->dir, i);
        const char *file = arena_printf(world->arena, "%s/%s", dir, cases[i].file);
        struct buf bytes = {0};
        expect_ok("mkdir", file_mkdirs(dir, &err), &err);
        struct str names = str_of(world_list(world, whole));
        while (names.n > 0) {
            struct str name = str_cut(&names, ' ');
            expect_ok("copy",
                      file_copy(arena_printf(world->arena, "%s/%.*s", whole, (int)name.n, name.p),
                                arena_printf(world->arena, "%s/%.*s", dir, (int)name.n, name.p),
                                &err),
                      &err);
        }
        expect_ok("read", file_read(&bytes, file, 1 << 24, &err), &err);
        if (!cases[i].truncate) /* the second half of it */
            memset(bytes.p + bytes.n / 2, cases[i].fill, bytes.n - bytes.n / 2);
        size_t n = cases[i].truncate ? bytes.n / 2 : bytes.n;
        expect_ok("write", file_write(file, (struct str){bytes.p, n}, &err), &err);
        buf_free(&bytes);
        expect_error(cases[i].file, xap_database_check(dir, &err), ERR_FORMAT, &err, NULL);
        expect_printable(cases[i].file, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_stemmed),
        cmocka_unit_test(free_of_null_is_fine),
        world_test(documents_are_counted),
        world_test(metadata_is_kept_and_removed),
        world_test(postings_have_documents_and_occurrences),
        world_test(occurrences_are_summed),
        world_test(joined_databases_are_as_one),
        world_test(joining_keeps_order_and_metadata),
        world_test(opening_what_is_no_database_fails),
        world_test(one_writer_a_database),
        world_test(terms_have_a_longest_length),
        world_test(damaged_databases_are_found_out),
    };
    return cmocka_run_group_tests_name("xapianc", tests, NULL, NULL);
}
