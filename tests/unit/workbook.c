/* searchd: cells of workbooks, tables, the origin that links begin with. */

#include "support.h"

#include "searchd/request.h"
#include "searchd/table.h"
#include "searchd/workbook.h"

static void texts_are_cells(void **state)
{
    static const struct {
        struct str text;
        const char *xml;
    } cases[] = {
        {BYTES(""), ""},
        {BYTES("a <b> & \"c\""), "a &lt;b&gt; &amp; &quot;c&quot;"},
        {BYTES("&amp; ]]>"), "&amp;amp; ]]&gt;"},
        {BYTES("=1+1"), "=1+1"},
        {BYTES("a\tb\nc\r\nd\re"), "a\tb\nc\nd\ne"},
        {BYTES("a\0b\x1b"), "a\xef\xbf\xbd"
                            "b\xef\xbf\xbd"},
        {BYTES("\xe2\x80\xae"), "\xef\xbf\xbd"}, /* an override of the direction */
        {BYTES("\xef\xbf\xbe \xef\xbf\xbf"), "\xef\xbf\xbd \xef\xbf\xbd"}, /* U+FFFE, U+FFFF */
        {BYTES("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},   /* half a pair */
        {BYTES("\xf0\x9f\xa6\x98"), "\xf0\x9f\xa6\x98"},
        {BYTES("_x000D_"), "_x005F_x000D_"},
        {BYTES("_x00zz_ _x000D x000D_ __x1aF3_"), "_x00zz_ _x000D x000D_ __x005F_x1aF3_"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = {0};
        expect_number(cases[i].xml, workbook_add_text(&out, cases[i].text), false);
        expect_text(cases[i].xml, buf_view(&out), cases[i].xml);
        buf_free(&out);
    }
}

/* A letter is one unit of a cell, a kangaroo two. */
static void long_texts_are_cut(void **state)
{
    static const struct {
        const char *character;
        size_t count;
        bool cut;
        const char *note; /* of 32,767 units 60 are for this */
    } cases[] = {
        {"x", WORKBOOK_CELL_MAX, false, ""},
        {"x", WORKBOOK_CELL_MAX + 1, true, " \xe2\x80\xa6 [cut here: 61 characters more]"},
        {"\xc3\xa9", WORKBOOK_CELL_MAX, false, ""},
        {"\xf0\x9f\xa6\x98", WORKBOOK_CELL_MAX / 2, false, ""},
        {"\xf0\x9f\xa6\x98", WORKBOOK_CELL_MAX / 2 + 1, true,
         " \xe2\x80\xa6 [cut here: 62 characters more]"},
        {"x", 1000000, true, " \xe2\x80\xa6 [cut here: 967293 characters more]"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t bytes = strlen(cases[i].character), note = strlen(cases[i].note);
        struct buf text = {0}, out = {0};
        for (size_t k = 0; k < cases[i].count; k++)
            buf_text(&text, cases[i].character);
        expect_number(cases[i].note, workbook_add_text(&out, buf_view(&text)), cases[i].cut);
        expect_text(cases[i].note, str_from(buf_view(&out), out.n - note), cases[i].note);
        expect_true("the rest is the text's", memcmp(out.p, text.p, out.n - note) == 0);
        expect_true("up to a whole character", (out.n - note) % bytes == 0);
        buf_free(&text);
        buf_free(&out);
    }
}

#define RUN(text)    "<r><t xml:space=\"preserve\">" text "</t></r>"
#define MARKED(text) "<r><rPr><u/>...</rPr><t xml:space=\"preserve\">" text "</t></r>"
#define STRONG(text) "<r><rPr><b/><u/>...</rPr><t xml:space=\"preserve\">" text "</t></r>"

/* Without what a run says of its font behind "<u/>". */
static struct buf without_fonts(struct str xml)
{
    struct buf out = {0};

    while (xml.n > 0) {
        const char *at = memmem(xml.p, xml.n, "<u/>", 4);
        size_t n = at != NULL ? (size_t)(at - xml.p) + 4 : xml.n;
        buf_add(&out, xml.p, n);
        xml = str_from(xml, n);
        if (at == NULL)
            break;
        at = memmem(xml.p, xml.n, "</rPr>", 6);
        assert_non_null(at);
        buf_text(&out, "...");
        xml = str_from(xml, (size_t)(at - xml.p));
    }
    return out;
}

static void marks_are_runs(void **state)
{
    static const struct {
        struct str text;
        struct table_mark marks[3];
        size_t count;
        const char *xml;
    } cases[] = {
        {BYTES("plain"), {{0}}, 0, "<is><t xml:space=\"preserve\">plain</t></is>"},
        {BYTES("one two"), {{0, 3, true}}, 1, "<is>" STRONG("one") RUN(" two") "</is>"},
        {BYTES("one two"), {{4, 7, false}}, 1, "<is>" RUN("one ") MARKED("two") "</is>"},
        {BYTES("one two"),
         {{0, 3, true}, {4, 7, false}},
         2,
         "<is>" STRONG("one") RUN(" ") MARKED("two") "</is>"},
        {BYTES("\xc3\xa9\xf0\x9f\xa6\x98 <b>"),
         {{1, 2, true}, {3, 6, true}},
         2,
         "<is>" RUN("\xc3\xa9") STRONG("\xf0\x9f\xa6\x98") RUN(" ") STRONG("&lt;b&gt;") "</is>"},
        /* What comes from elsewhere may be wrong; the text is whole all the same. */
        {BYTES("one two"), {{4, 99, true}}, 1, "<is>" RUN("one ") STRONG("two") "</is>"},
        {BYTES("one two"), {{50, 99, true}}, 1, "<is>" RUN("one two") "</is>"},
        {BYTES("one two"),
         {{4, 7, true}, {0, 3, true}, {5, 2, true}},
         3,
         "<is>" RUN("one ") STRONG("two") "</is>"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct table_cell cell = {
            .text = cases[i].text, .marks = cases[i].marks, .mark_count = cases[i].count};
        struct buf out = {0};
        expect_number(cases[i].xml, workbook_add_string(&out, &cell), false);
        struct buf bare = without_fonts(buf_view(&out));
        expect_text(cases[i].xml, buf_view(&bare), cases[i].xml);
        buf_free(&bare);
        buf_free(&out);
    }
}

static void rows_are_counted_before(void **state)
{
    struct err err;
    (void)state;

    expect_ok("CSV", table_check_rows(TABLE_CSV, 10000000, &err), &err);
    expect_ok("as many as Excel has", table_check_rows(TABLE_XLSX, 1048575, &err), &err);
    expect_error("more", table_check_rows(TABLE_XLSX, 1048576, &err), ERR_LIMIT, &err,
                 "1048576 rows are more than the 1048575");
}

static const struct table_column columns[] = {{"first", 10}, {"second", 10}};
static const struct table_sheet sheets[] = {{"One", columns, 2, true}, {"Two", columns, 2, false}};

/* Writes rows with a link each; what is appended is dropped. */
static struct table_losses write_links(size_t rows, struct str link)
{
    const struct table_cell cells[] = {{.text = STR("a"), .links = link}, table_text(STR("b"))};
    struct table *table;
    struct buf out = {0};
    struct err err;

    expect_ok("new", table_new(&table, TABLE_XLSX, sheets, 2, &err), &err);
    expect_ok("begin", table_begin(&out, table, &err), &err);
    for (size_t i = 0; i < rows; i++, out.n = 0)
        expect_ok("row", table_row(&out, table, cells, &err), &err);
    struct table_losses losses = table_losses(table);
    expect_ok("next", table_begin(&out, table, &err), &err);
    expect_ok("end", table_end(&out, table, &err), &err);
    table_free(table);
    buf_free(&out);
    return losses;
}

static void links_are_bounded(void **state)
{
    char address[WORKBOOK_ADDRESS_MAX + 2];
    (void)state;

    memset(address, 'a', sizeof address);
    expect_number("all", write_links(3, STR("http://x/#s1")).unlinked, 0);
    expect_number("as many as Excel has", write_links(65532, STR("http://x/#s1")).unlinked, 2);
    expect_number("as long as Excel has",
                  write_links(1, (struct str){address, WORKBOOK_ADDRESS_MAX}).unlinked, 0);
    expect_number("longer",
                  write_links(1, (struct str){address, WORKBOOK_ADDRESS_MAX + 1}).unlinked, 1);
    expect_number("as many bytes as are kept",
                  write_links(4100, (struct str){address, 2048}).unlinked, 4);
}

static void a_sheet_takes_no_row_too_many(void **state)
{
    const struct table_cell cells[] = {table_text(STR("")), table_text(STR(""))};
    struct table *table;
    struct buf out = {0};
    struct err err;
    (void)state;

    expect_ok("new", table_new(&table, TABLE_XLSX, sheets, 2, &err), &err);
    expect_ok("begin", table_begin(&out, table, &err), &err);
    for (size_t i = 0; i < TABLE_ROWS_MAX; i++, out.n = 0)
        expect_ok("row", table_row(&out, table, cells, &err), &err);
    expect_error("one more", table_row(&out, table, cells, &err), ERR_LIMIT, &err, "1048575");
    table_free(table);
    buf_free(&out);
}

static void csv_has_the_first_sheet(void **state)
{
    const struct table_cell cells[] = {table_text(STR("=a,b")), table_number(STR("1"))};
    struct table *table;
    struct buf out = {0};
    struct err err;
    (void)state;

    expect_ok("new", table_new(&table, TABLE_CSV, sheets, 2, &err), &err);
    for (size_t i = 0; i < COUNT_OF(sheets); i++) {
        expect_ok("begin", table_begin(&out, table, &err), &err);
        expect_ok("row", table_row(&out, table, cells, &err), &err);
    }
    expect_ok("end", table_end(&out, table, &err), &err);
    expect_text("csv", buf_view(&out),
                "\xef\xbb\xbf"
                "first,second\r\n\"'=a,b\",1\r\n");
    table_free(table);
    buf_free(&out);
}

static void origins_are_names_or_addresses(void **state)
{
    static const struct {
        const char *host, *protocol, *origin;
    } cases[] = {
        {NULL, NULL, ""},
        {"", NULL, ""},
        {"specs", NULL, "http://specs"},
        {"specs.example.gov", "https", "https://specs.example.gov"},
        {"specs.example.gov", "HTTPS, http", "http://specs.example.gov"},
        {"specs:8321", NULL, "http://specs:8321"},
        {"127.0.0.1:8321", "http", "http://127.0.0.1:8321"},
        {"[::1]:8321", NULL, "http://[::1]:8321"},
        {"[::ffff:127.0.0.1]", NULL, "http://[::ffff:127.0.0.1]"},
        {"[::1", NULL, ""},
        {"[]", NULL, ""},
        {"[::1]x", NULL, ""},
        {"specs:", NULL, ""},
        {"specs:port", NULL, ""},
        {"specs:123456", NULL, ""},
        {":80", NULL, ""},
        {"user@specs", NULL, ""},
        {"user:secret@specs", NULL, ""},
        {"specs/path", NULL, ""},
        {"specs?x", NULL, ""},
        {"specs#x", NULL, ""},
        {"specs\"><x", NULL, ""},
        {"spe cs", NULL, ""},
        {"sp\xc3\xa9"
         "cs",
         NULL, ""},
        {"javascript:1", NULL, "http://javascript:1"}, /* a port */
    };
    struct arena *arena = arena_new();
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct request request = {0};
        request_set_origin(&request, cases[i].host, cases[i].protocol, arena);
        expect_text(cases[i].host != NULL ? cases[i].host : "none", request.origin,
                    cases[i].origin);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_cells),         cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(marks_are_runs),          cmocka_unit_test(rows_are_counted_before),
        cmocka_unit_test(links_are_bounded),       cmocka_unit_test(a_sheet_takes_no_row_too_many),
        cmocka_unit_test(csv_has_the_first_sheet), cmocka_unit_test(origins_are_names_or_addresses),
    };
    return cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
}
