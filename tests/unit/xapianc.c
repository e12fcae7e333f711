/* lib/xapianc: the C API over Xapian and libstemmer, on small databases written here. */

#include "support.h"

#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "xapianc/xapianc.h"

/* A document as a test writes it: words, the first at position 1, each occurring once where it
 * stands; and boolean terms. */
struct text {
    const char *words, *booleans;
};

static void add_terms(struct xap_document *document, const char *terms, bool positions)
{
    struct str rest = str_of(terms);
    struct err err;

    for (uint32_t position = 1; rest.n > 0; position++) {
        struct str term = str_cut(&rest, ' ');
        expect_ok("term", xap_document_add_term(document, term, positions ? 1 : 0, &err), &err);
        if (positions)
            expect_ok("position", xap_document_add_position(document, term, position, &err), &err);
    }
}

static uint32_t add_text(struct xap_writer *writer, const struct text *text)
{
    struct xap_document *document = NULL;
    uint32_t docid = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    add_terms(document, text->words, true);
    add_terms(document, text->booleans, false);
    expect_ok("data", xap_document_set_data(document, str_of(text->words), &err), &err);
    expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
    xap_document_free(document);
    return docid;
}

static struct xap_writer *open_writer(const char *path)
{
    struct xap_writer *writer = NULL;
    struct err err;

    expect_ok("writer", xap_writer_open(&writer, path, &err), &err);
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
    struct xap_writer *writer = open_writer(path);

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

static struct xap_query *term(const char *text)
{
    struct xap_query *query = NULL;
    struct err err;

    expect_ok("term", xap_query_term(&query, str_of(text), &err), &err);
    return query;
}

/* Joins the terms of a text parted by blanks. */
static struct xap_query *join(enum xap_operator operation, const char *terms)
{
    struct xap_query *parts[16], *query = NULL;
    struct str rest = str_of(terms);
    size_t count = 0;
    struct err err;

    while (rest.n > 0) {
        struct str one = str_cut(&rest, ' ');
        expect_ok("term", xap_query_term(&parts[count++], one, &err), &err);
    }
    expect_ok("join", xap_query_join(&query, operation, parts, count, &err), &err);
    return query;
}

static struct xap_query *join_two(enum xap_operator operation, struct xap_query *a,
                                  struct xap_query *b)
{
    struct xap_query *parts[] = {a, b}, *query = NULL;
    struct err err;

    expect_ok("join", xap_query_join(&query, operation, parts, 2, &err), &err);
    return query;
}

/* Runs and frees a query. */
static struct xap_matches run(struct xap_database *database, struct xap_query *query)
{
    struct xap_matches matches = {0};
    struct err err;

    expect_ok("match", xap_database_match(&matches, database, query, 0, &err), &err);
    xap_query_free(query);
    return matches;
}

/* "1 3 4": the docids that match. */
static void expect_docids(const char *label, struct xap_database *database, struct xap_query *query,
                          const char *want)
{
    struct xap_matches matches = run(database, query);
    struct buf docids = {0};

    for (size_t i = 0; i < matches.count; i++)
        buf_printf(&docids, "%s%u", i > 0 ? " " : "", matches.docids[i]);
    expect_text(label, buf_view(&docids), want);
    buf_free(&docids);
    xap_matches_free(&matches);
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
    struct xap_matches matches = {0};
    (void)state;

    xap_stemmer_free(NULL);
    xap_document_free(NULL);
    xap_writer_free(NULL);
    xap_database_free(NULL);
    xap_query_free(NULL);
    xap_matches_free(&matches);
}

static void expect_data(struct xap_database *database, uint32_t docid, struct str want)
{
    struct buf data = {0};
    struct err err;

    expect_ok("data", xap_database_data(&data, database, docid, &err), &err);
    expect_number("length", data.n, want.n);
    expect_true("bytes", want.n == 0 || memcmp(data.p, want.p, want.n) == 0);
    buf_free(&data);
}

static void documents_are_read_back(void **state)
{
    static const struct str data[] = {BYTES("first"), BYTES(""), BYTES("a\0b\xff\n")};
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = open_writer(path);
    struct xap_document *document = NULL;
    struct buf none = {0};
    uint32_t docid = 0, count = 0, last = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    for (uint32_t i = 0; i < COUNT_OF(data); i++) {
        expect_ok("clear", xap_document_clear(document, &err), &err);
        add_terms(document, i == 0 ? "only first" : "common", false);
        expect_ok("data", xap_document_set_data(document, data[i], &err), &err);
        expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
        expect_number("docid", docid, i + 1);
    }
    xap_document_free(document);
    commit_and_close(writer);

    struct xap_database *database = open_database(path);
    expect_ok("count", xap_database_count(&count, &last, database, &err), &err);
    expect_number("count", count, 3);
    expect_number("last", last, 3);
    for (uint32_t i = 0; i < COUNT_OF(data); i++)
        expect_data(database, i + 1, data[i]);
    expect_docids("cleared", database, term("only"), "1");
    expect_error("no such", xap_database_data(&none, database, 4, &err), ERR_NOT_FOUND, &err, NULL);
    expect_true("0 is none", xap_database_data(&none, database, 0, &err) != ERR_OK);
    expect_number("nothing", none.n, 0);
    buf_text(&none, "kept ");
    expect_ok("append", xap_database_data(&none, database, 1, &err), &err);
    expect_text("append", buf_view(&none), "kept first");
    buf_free(&none);
    xap_database_free(database);
}

static void deleted_documents_leave_holes(void **state)
{
    static const struct text texts[] = {{"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}};
    const char *path = world_path(*state, "db");
    uint32_t count = 0, last = 0;
    struct err err;

    write_texts(path, texts, COUNT_OF(texts));
    struct xap_writer *writer = open_writer(path);
    expect_ok("delete", xap_writer_delete(writer, 2, &err), &err);
    expect_error("twice", xap_writer_delete(writer, 2, &err), ERR_NOT_FOUND, &err, NULL);
    expect_number("next docid", add_text(writer, &texts[0]), 5);
    commit_and_close(writer);
    struct xap_database *database = open_database(path);
    expect_ok("count", xap_database_count(&count, &last, database, &err), &err);
    expect_number("count", count, 4);
    expect_number("last", last, 5);
    expect_docids("matches", database, term("a"), "1 3 4 5");
    xap_database_free(database);
}

static void metadata_is_kept_and_removed(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = open_writer(path);
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

static void operators_choose_documents(void **state)
{
    static const struct {
        enum xap_operator operation;
        const char *terms, *docids;
    } cases[] = {
        {XAP_AND, "pilot ships", "1 2"},
        {XAP_AND, "guides", "1 2 4 5"},
        {XAP_AND, "pilot nosuch", ""},
        {XAP_OR, "pilot tug", "1 2 3 4"},
        {XAP_OR, "nosuch", ""},
        {XAP_FILTER, "ships Kother", "2 5"},
        {XAP_FILTER, "ships Kother pilot", "2"},
        {XAP_FILTER, "Kother", "2 3 5 6"},
        {XAP_PHRASE, "guides ships", "1 5"},
        {XAP_PHRASE, "pilot guides ships", "1"},
        {XAP_PHRASE, "pilot ships", ""},
        {XAP_PHRASE, "pilot pilot pilot", "3"},
        {XAP_PHRASE, "barges and ships", "4"},
        {XAP_PHRASE, "tug", "4"},
        {XAP_AND, "", ""},
        {XAP_OR, "", ""},
        {XAP_FILTER, "", ""},
        {XAP_PHRASE, "", ""},
    };
    const char *path = world_path(*state, "db");
    struct xap_query *all = NULL;
    struct err err;

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_docids(cases[i].terms, database, join(cases[i].operation, cases[i].terms),
                      cases[i].docids);
    expect_ok("all", xap_query_all(&all, &err), &err);
    expect_docids("all", database, all, "1 2 3 4 5 6");
    expect_docids("tree", database,
                  join_two(XAP_FILTER,
                           join_two(XAP_OR, join(XAP_PHRASE, "pilot guides"), term("tug")),
                           term("Kduties")),
                  "1 4");
    expect_docids("nothing joined", database, join_two(XAP_OR, join(XAP_AND, ""), term("tug")),
                  "4");
    expect_docids("nothing joined", database, join_two(XAP_AND, join(XAP_OR, ""), term("tug")), "");
    xap_database_free(database);
}

static void weights_are_those_of_the_ranked_part(void **state)
{
    const char *path = world_path(*state, "db");

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    struct xap_matches ships = run(database, term("ships"));
    struct xap_matches filtered =
        run(database, join_two(XAP_FILTER, term("ships"), term("Kother")));
    expect_number("matches", ships.count, 4);
    expect_number("matches", filtered.count, 2);
    for (size_t i = 0; i < filtered.count; i++) {
        size_t same = 0;
        while (ships.docids[same] != filtered.docids[i])
            same++;
        expect_true("same weight", filtered.weights[i] > 0 &&
                                       filtered.weights[i] - ships.weights[same] < 1e-9 &&
                                       ships.weights[same] - filtered.weights[i] < 1e-9);
    }
    /* Longer documents weigh less, more occurrences more. */
    expect_true("length", ships.weights[0] > ships.weights[2]);
    struct xap_matches pilot = run(database, term("pilot"));
    expect_true("occurrences", pilot.weights[2] > pilot.weights[0]);
    struct xap_matches boolean = run(database, term("Kother"));
    for (size_t i = 1; i < boolean.count; i++)
        expect_true("boolean", boolean.weights[i] <= boolean.weights[0]);
    xap_matches_free(&ships);
    xap_matches_free(&filtered);
    xap_matches_free(&pilot);
    xap_matches_free(&boolean);
    xap_database_free(database);
}

/* With its place a term occurs no more often than without. */
static void places_are_no_occurrences(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = open_writer(path);
    struct xap_document *document = NULL;
    uint32_t docid = 0;
    struct err err;

    expect_ok("new", xap_document_new(&document, &err), &err);
    for (uint32_t places = 0; places < 3; places++) {
        expect_ok("clear", xap_document_clear(document, &err), &err);
        expect_ok("term", xap_document_add_term(document, STR("boat"), 2, &err), &err);
        for (uint32_t i = 1; i <= places; i++)
            expect_ok("place", xap_document_add_position(document, STR("boat"), i, &err), &err);
        expect_ok("add", xap_writer_add(&docid, writer, document, &err), &err);
    }
    xap_document_free(document);
    commit_and_close(writer);
    struct xap_database *database = open_database(path);
    struct xap_matches matches = run(database, term("boat"));
    expect_number("matches", matches.count, 3);
    for (size_t i = 1; i < matches.count; i++)
        expect_true("same weight", matches.weights[i] >= matches.weights[0] &&
                                       matches.weights[i] <= matches.weights[0]);
    xap_matches_free(&matches);
    xap_database_free(database);
}

enum { MANY = 3000, WORDS = 12 };

/* Which of the words each document has; 0: deleted. */
static void write_many(const char *path, uint16_t has[MANY + 1], struct support_random *random)
{
    struct xap_writer *writer = open_writer(path);
    struct err err;

    for (uint32_t docid = 1; docid <= MANY; docid++) {
        struct buf words = {0};
        has[docid] = 1; /* word 0 is in every document */
        for (uint32_t w = 1; w < WORDS; w++)
            if (random_below(random, 1u << (w % 6)) == 0)
                has[docid] = (uint16_t)(has[docid] | 1u << w);
        for (uint32_t w = 0; w < WORDS; w++)
            if ((has[docid] >> w & 1) != 0)
                for (uint32_t n = random_below(random, 3); n < 3; n++)
                    buf_printf(&words, "%sw%u", words.n > 0 ? " " : "", w);
        struct text text = {words.p, ""};
        expect_number("docid", add_text(writer, &text), docid);
        buf_free(&words);
    }
    for (uint32_t docid = 1; docid <= MANY; docid++) {
        if (random_below(random, 10) == 0) {
            expect_ok("delete", xap_writer_delete(writer, docid, &err), &err);
            has[docid] = 0;
        }
    }
    commit_and_close(writer);
}

static void expect_brute_force(struct xap_database *database, const uint16_t has[MANY + 1],
                               enum xap_operator operation, uint16_t words)
{
    char terms[100] = "";
    uint32_t next = 0;

    for (uint32_t w = 0; w < WORDS; w++)
        if ((words >> w & 1) != 0)
            snprintf(terms + strlen(terms), sizeof terms - strlen(terms), "%sw%u",
                     terms[0] != '\0' ? " " : "", w);
    struct xap_matches matches = run(database, join(operation, terms));
    for (uint32_t docid = 1; docid <= MANY; docid++) {
        uint32_t both = has[docid] & words;
        if (has[docid] != 0 && (operation == XAP_OR ? both != 0 : both == words)) {
            expect_true(terms, next < matches.count);
            expect_number(terms, matches.docids[next++], docid);
        }
    }
    expect_number(terms, matches.count, next);
    xap_matches_free(&matches);
}

/* Against a count by hand: every match, once, in order of docid, before and after compaction. */
static void every_match_is_returned_in_order(void **state)
{
    struct support_random random = random_start("matches");
    const char *path = world_path(*state, "db"), *compact = world_path(*state, "compact");
    uint16_t *has = mem_zero(MANY + 1, sizeof *has);
    struct err err;

    write_many(path, has, &random);
    expect_ok("compact", xap_compact(path, compact, &err), &err);
    struct xap_database *databases[] = {open_database(path), open_database(compact)};
    for (int round = 0; round < 60; round++) {
        uint16_t words = (uint16_t)(1 + random_below(&random, (1u << WORDS) - 1));
        enum xap_operator operation = round % 2 > 0 ? XAP_OR : XAP_AND;
        if (operation == XAP_AND) /* of all the words at once there would be no document */
            words &= (uint16_t)(1u << random_below(&random, WORDS) | 1u << (round % WORDS) | 1);
        if (words != 0)
            expect_brute_force(databases[round / 2 % 2], has, operation, words);
    }
    xap_database_free(databases[0]);
    xap_database_free(databases[1]);
    free(has);
}

static void matches_are_appended(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_matches matches = {0};
    struct err err;

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    struct xap_query *query = term("tug");
    expect_ok("first", xap_database_match(&matches, database, query, 0, &err), &err);
    expect_ok("second", xap_database_match(&matches, database, query, 0, &err), &err);
    expect_number("both", matches.count, 2);
    expect_number("both", matches.docids[0] + matches.docids[1], 8);
    xap_query_free(query);
    xap_matches_free(&matches);
    expect_number("freed", matches.count, 0);
    xap_database_free(database);
}

static uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void deadline_ends_a_match(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_query *query = NULL;
    struct xap_matches matches = {0};
    struct err err;

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    expect_ok("all", xap_query_all(&query, &err), &err);
    expect_error("long ago", xap_database_match(&matches, database, query, 1, &err), ERR_TIMEOUT,
                 &err, NULL);
    matches.count = 0;
    expect_error("now", xap_database_match(&matches, database, query, clock_ms(), &err),
                 ERR_TIMEOUT, &err, NULL);
    matches.count = 0;
    expect_ok("to come", xap_database_match(&matches, database, query, clock_ms() + 600000, &err),
              &err);
    expect_number("all of them", matches.count, COUNT_OF(harbour));
    xap_matches_free(&matches);
    xap_query_free(query);
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
        expect_true("compact", xap_compact(paths[i], world_path(world, "target"), &err) != ERR_OK);
        expect_number("without err", xap_database_open(&database, paths[i], NULL), code);
    }
    expect_number("missing", xap_database_open(&(struct xap_database *){NULL}, paths[0], &err),
                  ERR_NOT_FOUND);
    struct xap_writer *writer = NULL;
    expect_true("writer on a file", xap_writer_open(&writer, paths[2], &err) != ERR_OK);
    expect_true("not set", writer == NULL);
}

static void one_writer_a_database(void **state)
{
    const char *path = world_path(*state, "db");
    struct xap_writer *writer = open_writer(path), *second = NULL;
    struct err err;

    expect_error("second", xap_writer_open(&second, path, &err), ERR_BUSY, &err, NULL);
    expect_true("not set", second == NULL);
    xap_writer_free(writer);
    xap_writer_free(open_writer(path));
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
    struct xap_writer *writer = open_writer(path);
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
    expect_docids("found", database, term(word), "1");
    xap_database_free(database);
}

static void compacting_keeps_docids(void **state)
{
    const char *path = world_path(*state, "db"), *copy = world_path(*state, "copy");
    struct buf value = {0};
    uint32_t count = 0, last = 0;
    struct err err;

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_writer *writer = open_writer(path);
    expect_ok("delete", xap_writer_delete(writer, 1, &err), &err);
    expect_ok("delete", xap_writer_delete(writer, 4, &err), &err);
    expect_ok("metadata", xap_writer_set_metadata(writer, STR("key"), STR("value"), &err), &err);
    commit_and_close(writer);
    expect_ok("compact", xap_compact(path, copy, &err), &err);
    expect_ok("check", xap_database_check(copy, &err), &err);

    struct xap_database *database = open_database(copy);
    expect_ok("count", xap_database_count(&count, &last, database, &err), &err);
    expect_number("count", count, 4);
    expect_number("last", last, 6);
    expect_docids("docids", database, join(XAP_OR, "pilot guides nothing"), "2 3 5 6");
    expect_docids("phrase", database, join(XAP_PHRASE, "guides ships"), "5");
    expect_data(database, 5, str_of(harbour[4].words));
    expect_error("hole", xap_database_data(&value, database, 4, &err), ERR_NOT_FOUND, &err, NULL);
    expect_ok("metadata", xap_database_metadata(&value, database, STR("key"), &err), &err);
    expect_text("metadata", buf_view(&value), "value");
    buf_free(&value);
    xap_database_free(database);
}

/* An open database goes on reading what it opened. */
static void readers_see_what_they_opened(void **state)
{
    const char *path = world_path(*state, "db");

    write_texts(path, harbour, COUNT_OF(harbour));
    struct xap_database *database = open_database(path);
    struct xap_writer *writer = open_writer(path);
    add_text(writer, &harbour[0]);
    expect_docids("not committed", database, term("pilot"), "1 2 3");
    commit_and_close(writer);
    expect_docids("committed", database, term("pilot"), "1 2 3");
    struct xap_database *fresh = open_database(path);
    expect_docids("opened again", fresh, term("pilot"), "1 2 3 7");
    xap_database_free(database);
    xap_database_free(fresh);
}

struct damage {
    const char *file;
    bool truncate;
    unsigned char fill;
};

static void damaged_databases_are_found_out(void **state)
{
    static const struct damage cases[] = {
        {"postlist.glass", true, 0},    {"postlist.glass", false, 0xff}, {"docdata.glass", true, 0},
        {"docdata.glass", false, 0xff}, {"termlist.glass", false, 0xa5}, {"iamglass", false, 0xff},
        {"iamglass", true, 0},
    };
    const struct world *world = *state;
    const char *whole = world_path(world, "whole");
    struct xap_writer *writer = open_writer(whole);
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
        expect_ok("copy", file_copy_dir(whole, dir, &err), &err);
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
        world_test(documents_are_read_back),
        world_test(deleted_documents_leave_holes),
        world_test(metadata_is_kept_and_removed),
        world_test(operators_choose_documents),
        world_test(weights_are_those_of_the_ranked_part),
        world_test(places_are_no_occurrences),
        world_test(every_match_is_returned_in_order),
        world_test(matches_are_appended),
        world_test(deadline_ends_a_match),
        world_test(opening_what_is_no_database_fails),
        world_test(one_writer_a_database),
        world_test(terms_have_a_longest_length),
        world_test(compacting_keeps_docids),
        world_test(readers_see_what_they_opened),
        world_test(damaged_databases_are_found_out),
    };
    return cmocka_run_group_tests_name("xapianc", tests, NULL, NULL);
}
