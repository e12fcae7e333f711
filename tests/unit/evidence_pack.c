/* lib/search/evidence_pack and evidence_totals: whether a pack is whole and its numbers are those
 * of its rows, whoever wrote it. */

#include "support.h"

#include "search/evidence_totals.h"
#include "search/sha256.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Three occurrences: in a heading and the text of a section of two kinds, and in another class. */
static const char *const sample[] = {
    "{\"pack\":1,\"query\":{\"text\":\"pilot\",\"words\":\"Wanted: pilot.\",\"verbatim\":false,"
    "\"expand\":false,\"expanded\":[],\"filters\":{}},\"sort\":\"place\",\"context\":80,"
    "\"generation\":\"000001\",\"corpus\":\"" HASH "\",\"reader\":\"" HASH "\","
    "\"built_at\":\"2026-01-01T00:00:00Z\",\"made_at\":\"2026-01-02T00:00:00Z\","
    "\"program\":\"0.1.0\",\"total\":{\"occurrences\":3,\"sections\":2,\"classes\":2},"
    "\"dispersion\":{\"agency\":["
    "{\"value\":\"a\",\"label\":\"a\",\"occurrences\":2,\"sections\":1,\"classes\":1},"
    "{\"value\":\"b\",\"label\":\"b\",\"occurrences\":1,\"sections\":1,\"classes\":1}],"
    "\"section\":["
    "{\"value\":\"duties\",\"label\":\"Duties\",\"occurrences\":3,\"sections\":2,\"classes\":2},"
    "{\"value\":\"summary\",\"label\":\"Summary\",\"occurrences\":2,\"sections\":1,\"classes\":1}]"
    "}}\n",
    "{\"class\":{\"id\":\"a/1\",\"title\":\"P\",\"code\":null,\"agency\":\"a\",\"url\":\"/\"},"
    "\"section\":{\"ordinal\":1,\"heading\":\"Pilots\",\"kinds\":[\"duties\",\"summary\"],"
    "\"line\":4,\"page\":null,\"url\":\"/\",\"source\":\"s/a.txt\"},\"where\":\"heading\","
    "\"start\":0,\"end\":5,\"line\":4,\"page\":null,\"left\":\"\",\"match\":\"Pilot\",\"right\":"
    "\"s\",\"source\":\"s/a.txt\",\"sha256\":\"" HASH "\",\"house\":null}\n",
    "{\"class\":{\"id\":\"a/1\",\"title\":\"P\",\"code\":null,\"agency\":\"a\",\"url\":\"/\"},"
    "\"section\":{\"ordinal\":1,\"heading\":\"Pilots\",\"kinds\":[\"duties\",\"summary\"],"
    "\"line\":4,\"page\":null,\"url\":\"/\",\"source\":\"s/a.txt\"},\"where\":\"text\","
    "\"start\":7,\"end\":12,\"line\":5,\"page\":null,\"left\":\"a \",\"match\":\"pilot\",\"right\":"
    "\"\",\"source\":\"s/a.txt\",\"sha256\":\"" HASH "\",\"house\":null}\n",
    "{\"class\":{\"id\":\"b/2\",\"title\":\"Q\",\"code\":\"2\",\"agency\":\"b\",\"url\":\"/\"},"
    "\"section\":{\"ordinal\":0,\"heading\":null,\"kinds\":[\"duties\"],\"line\":1,\"page\":3,"
    "\"url\":\"/\",\"source\":\"s/b.pdf\"},\"where\":\"text\",\"start\":0,\"end\":5,\"line\":1,"
    "\"page\":3,\"left\":\"\",\"match\":\"pilot\",\"right\":\"\",\"source\":\"s/b.pdf\","
    "\"sha256\":\"" HASH "\",\"house\":\"" HASH "\"}\n",
};

/* Appends the last line that ends what is there. */
static void finish(struct buf *pack)
{
    char sha256[SHA256_HEX];
    struct str text = buf_view(pack);
    size_t lines = 0;

    sha256_bytes(sha256, text);
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    buf_printf(pack, "{\"rows\":%zu,\"complete\":true,\"sha256\":\"%s\"}\n", lines - 1, sha256);
}

/* The sample with one text of a line replaced by another, the first time it stands there. */
static struct buf edited(size_t line, const char *from, const char *to)
{
    struct buf pack = {0};

    for (size_t i = 0; i < COUNT_OF(sample); i++) {
        const char *at = i == line && from != NULL ? strstr(sample[i], from) : NULL;
        assert_true(i != line || from == NULL || at != NULL);
        if (at == NULL) {
            buf_text(&pack, sample[i]);
        } else {
            buf_add(&pack, sample[i], (size_t)(at - sample[i]));
            buf_text(&pack, to);
            buf_text(&pack, at + strlen(from));
        }
    }
    finish(&pack);
    return pack;
}

/* Reads all of a pack. Returns the first error, or ERR_OK if it is whole and its numbers agree. */
static enum err_code read_pack(struct str text, uint64_t *rows, struct err *err)
{
    struct arena *arena = arena_new();
    struct evidence_pack *pack = NULL;
    struct evidence_totals *totals = NULL;
    struct evidence_pack_row row;
    bool more = true;
    FILE *in = fmemopen((void *)(uintptr_t)text.p, text.n, "r");
    enum err_code code = evidence_pack_open(&pack, in, err);

    if (code == ERR_OK)
        totals = evidence_totals_new(evidence_pack_head(pack));
    while (code == ERR_OK && more) {
        code = evidence_pack_next(&more, &row, pack, arena, err);
        if (code == ERR_OK && more)
            code = evidence_totals_add(totals, &row, err);
    }
    if (code == ERR_OK)
        code = evidence_pack_end(pack, err);
    if (code == ERR_OK)
        code = evidence_totals_end(totals, err);
    *rows = pack != NULL ? evidence_pack_rows(pack) : 0;
    evidence_totals_free(totals);
    evidence_pack_close(pack);
    fclose(in);
    arena_free(arena);
    return code;
}

static void a_whole_pack_is_read(void **state)
{
    struct buf pack = edited(0, NULL, NULL);
    struct err err = {0};
    uint64_t rows = 0;

    (void)state;
    expect_ok("whole", read_pack(buf_view(&pack), &rows, &err), &err);
    expect_number("rows", rows, 3);
    buf_free(&pack);
}

/* Every edit is made with the hash of what it leaves. */
static void edits_are_seen_though_the_hash_fits(void **state)
{
    static const struct {
        size_t line;
        const char *from, *to, *says;
    } edits[] = {
        {0, "\"pack\":1", "\"pack\":2", "another version"},
        {0, "\"pack\":1,", "", "members"},
        {0, "\"pack\":1", "\"pack\":1,\"pack\":1", "duplicate"},
        {0, "\"context\":80", "\"context\":0", "context"},
        {0, "\"context\":80", "\"context\":80.0", "context"},
        {0, "\"sort\":\"place\"", "\"sort\":\"up\"", "sort"},
        {0, HASH, "0", "corpus is no sha-256"},
        {0, "\"occurrences\":3", "\"occurrences\":4", "tells of 4 occurrences"},
        {0, "\"occurrences\":3", "\"occurrences\":-1", "no number"},
        {0, "\"occurrences\":3", "\"occurrences\":9223372036854775808", "too big"},
        {0, "\"sections\":2", "\"sections\":3", "3 sections"},
        {0, "\"classes\":2", "\"classes\":1", "1 classes"},
        {0, "\"value\":\"b\"", "\"value\":\"c\"", " of c"},
        {0, "\"value\":\"summary\"", "\"value\":\"duty\"", "duty"},
        {0, "\"occurrences\":2,\"sections\":1", "\"occurrences\":1,\"sections\":1", " of a"},
        {0, "\"filters\":{}", "\"filters\":[]", "filters"},
        {1, "{\"class\"", "[\"class\"", "no json"},
        {1, "\"line\":4", "\"line\":4294967296", "line"},
        {1, "\"ordinal\":1", "\"ordinal\":2", "order"},
        {1, "\"where\":\"heading\"", "\"where\":\"title\"", "where"},
        {1, "\"start\":0", "\"start\":5", "end is not behind start"},
        {1, "\"start\":0", "\"start\":-1", "start"},
        {1, "\"kinds\":[\"duties\",", "\"kinds\":[\"duties\",\"duties\",", "kinds"},
        {1, "\"kinds\":[\"duties\"", "\"kinds\":[\"DUTIES\"", "kinds"},
        {1, "\"house\":null", "\"house\":null,\"remark\":1", "members"},
        {1, "\"heading\":\"Pilots\"", "\"heading\":\"\"", "heading is empty"},
        {1, "\"source\":\"s/a.txt\"", "\"source\":\"s/c.txt\"", "source"},
        {1, "\"match\":\"Pilot\"", "\"match\":\"Pil\xfft\"", "no json"},
        {1, HASH, "0123", "sha256"},
        {2, "\"id\":\"a/1\"", "\"id\":\"b/1\"", "tells of"},
        {2, "\"page\":null,\"left\"", "\"page\":1,\"left\"", "page"},
        {2, "\"agency\":\"a\"", "\"agency\":\"b\"", "tells of 2 occurrences"},
        {2, "\"start\":7", "\"start\":70", "end is not behind start"},
        {3, "\"id\":\"b/2\"", "\"id\":\"a/0\"", "order"},
        {3, "\"kinds\":[\"duties\"]", "\"kinds\":[\"other\"]", "duties"},
        {3, "\"kinds\":[\"duties\"]", "\"kinds\":[\"duties\",\"other\"]", "list the kinds"},
        {3, "\"kinds\":[\"duties\"]", "\"kinds\":[]", "kinds"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct buf pack = edited(edits[i].line, edits[i].from, edits[i].to);
        struct err err = {0};
        uint64_t rows;
        enum err_code code = read_pack(buf_view(&pack), &rows, &err);
        expect_error(edits[i].to, code, ERR_FORMAT, &err, edits[i].says);
        expect_printable(edits[i].to, err.text);
        buf_free(&pack);
    }
}

/* What is left out, stands twice or was cut off. */
static void lines_left_out_or_repeated_are_seen(void **state)
{
    static const struct {
        const char *order, *says; /* numbers of the sample's lines; . for the end */
    } cases[] = {{"013.", "tells of 3 occurrences"},
                 {"01223.", "twice"},
                 {"0213.", "order"},
                 {"0123", "none that ends a pack"},
                 {"0", "nothing behind the head"},
                 {"123.", "no evidence pack"},
                 {"01.23.", "members"}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf pack = {0};
        struct err err = {0};
        uint64_t rows;
        for (const char *c = cases[i].order; *c != '\0'; c++)
            if (*c == '.')
                finish(&pack);
            else
                buf_text(&pack, sample[*c - '0']);
        enum err_code code = read_pack(buf_view(&pack), &rows, &err);
        expect_error(cases[i].order, code, ERR_FORMAT, &err, cases[i].says);
        buf_free(&pack);
    }
}

static void the_last_line_tells_of_the_others(void **state)
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"{\"rows\":3,\"complete\":true,\"sha256\":\"" HASH "\"}\n", "edited"},
        {"{\"rows\":4,\"complete\":true,\"sha256\":\"" HASH "\"}\n",
         "tells of 4 rows, and there are 3"},
        {"{\"rows\":-1,\"complete\":true,\"sha256\":\"" HASH "\"}\n", "rows"},
        {"{\"rows\":3,\"complete\":false,\"sha256\":\"" HASH "\"}\n", "incomplete"},
        {"{\"rows\":3,\"complete\":true}\n", "incomplete"},
        {"{\"rows\":3,\"complete\":true,\"sha256\":\"" HASH "\"}", "cut off"},
        {"{\"rows\":3,\"complete\":true,\"sha256\":\"" HASH "\"}\n\n", "members"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf pack = {0};
        struct err err = {0};
        uint64_t rows;
        for (size_t k = 0; k < COUNT_OF(sample); k++)
            buf_text(&pack, sample[k]);
        buf_text(&pack, cases[i].line);
        enum err_code code = read_pack(buf_view(&pack), &rows, &err);
        expect_error(cases[i].line, code, ERR_FORMAT, &err, cases[i].says);
        buf_free(&pack);
    }
}

/* Whatever byte is changed, dropped or cut off at, it is seen. */
static void any_byte_counts(void **state)
{
    struct buf pack = edited(0, NULL, NULL);

    (void)state;
    for (size_t i = 0; i < pack.n; i++) {
        struct err err = {0};
        uint64_t rows;
        char label[32];
        snprintf(label, sizeof label, "byte %zu", i);
        char kept = pack.p[i];
        pack.p[i] = (char)(kept ^ 1);
        expect_true(label, read_pack(buf_view(&pack), &rows, &err) != ERR_OK);
        expect_printable(label, err.text);
        pack.p[i] = kept;
        if (i > 0)
            expect_true(label, read_pack((struct str){pack.p, i}, &rows, &err) != ERR_OK);
    }
    buf_free(&pack);
}

/* Nothing crashes, whatever stands in the lines, though the last one has their hash. */
static void whatever_stands_there_is_an_answer(void **state)
{
    static const char *const pieces[] = {"\"",      "{",    "}",  "[", "]", "-",   "9",     "null",
                                         "\\u0000", "\xc3", "\n", ",", ":", "1e9", "\"a\":"};
    struct support_random random = random_start("packs");

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct buf pack = {0};
        struct err err = {0};
        uint64_t rows;
        for (size_t k = 0; k < COUNT_OF(sample); k++) {
            size_t n = strlen(sample[k]), at = random_below(&random, (uint32_t)n);
            size_t gone = random_below(&random, 4);
            if (random_below(&random, 2) == 0) {
                buf_text(&pack, sample[k]);
                continue;
            }
            buf_add(&pack, sample[k], at);
            buf_text(&pack, pieces[random_below(&random, COUNT_OF(pieces))]);
            buf_text(&pack, sample[k] + (at + gone < n ? at + gone : n - 1));
        }
        finish(&pack);
        if (read_pack(buf_view(&pack), &rows, &err) != ERR_OK)
            expect_printable("random", err.text);
        buf_free(&pack);
    }
}

static void lines_have_limits(void **state)
{
    struct buf pack = {0};
    struct err err = {0};
    uint64_t rows;

    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_char(&pack, '[');
    buf_char(&pack, '\n');
    expect_error("deep", read_pack(buf_view(&pack), &rows, &err), ERR_FORMAT, &err, "depth");
    pack.n = 0;
    buf_text(&pack, sample[0]);
    for (int i = 0; i <= EVIDENCE_PACK_LINE_MAX; i++)
        buf_char(&pack, 'a');
    expect_error("long", read_pack(buf_view(&pack), &rows, &err), ERR_LIMIT, &err, "longer");
    buf_free(&pack);
    expect_error("empty", read_pack(STR("\n"), &rows, &err), ERR_FORMAT, &err, "no evidence pack");
}

/* Sorted by context: in any order, and each once. */
static void by_context_rows_come_in_any_order(void **state)
{
    static const char *const orders[] = {"0123.", "0321.", "0312."};
    struct err err = {0};
    uint64_t rows;

    (void)state;
    for (size_t i = 0; i <= COUNT_OF(orders); i++) {
        struct buf pack = {0}, head = edited(0, "\"sort\":\"place\"", "\"sort\":\"left\"");
        const char *order = i < COUNT_OF(orders) ? orders[i] : "0132.";
        struct str rest = buf_view(&head), line = str_cut(&rest, '\n');
        buf_str(&pack, line);
        buf_char(&pack, '\n');
        for (const char *c = order + 1; *c != '.'; c++)
            buf_text(&pack, sample[*c - '0']);
        if (i == COUNT_OF(orders))
            buf_text(&pack, sample[1]);
        finish(&pack);
        enum err_code code = read_pack(buf_view(&pack), &rows, &err);
        if (i < COUNT_OF(orders))
            expect_ok(order, code, &err);
        else
            expect_error("twice", code, ERR_FORMAT, &err, "lines 2 and 5 are the same");
        buf_free(&pack);
        buf_free(&head);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_pack_is_read),
        cmocka_unit_test(edits_are_seen_though_the_hash_fits),
        cmocka_unit_test(lines_left_out_or_repeated_are_seen),
        cmocka_unit_test(the_last_line_tells_of_the_others),
        cmocka_unit_test(any_byte_counts),
        cmocka_unit_test(whatever_stands_there_is_an_answer),
        cmocka_unit_test(lines_have_limits),
        cmocka_unit_test(by_context_rows_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
