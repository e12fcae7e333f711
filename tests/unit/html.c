/* lib/read/html: pages to lines with hints, and which part of a page is read. */

#include "support.h"

#include <sys/resource.h>

#include "base/utf8.h"
#include "read/html.h"
#include "read/html_tree.h"

static struct document read_ok(const struct world *world, const char *label, struct str bytes)
{
    struct document document;
    struct err err;

    expect_ok(label, html_read(&document, bytes, world->arena, &err), &err);
    for (size_t i = 0; i < document.count; i++) {
        expect_number(label, document.lines[i].line, i + 1);
        expect_true(label, utf8_valid(document.lines[i].text));
        for (size_t at = 0; at < document.lines[i].text.n; at++)
            expect_true(label, (unsigned char)document.lines[i].text.p[at] >= ' ' ||
                                   document.lines[i].text.p[at] == '\t');
    }
    return document;
}

struct page {
    const char *html, *lines;
};

static void expect_lines(const struct world *world, const struct page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct document document = read_ok(world, pages[i].html, str_of(pages[i].html));
        expect_text(pages[i].html, str_of(support_lines(world, &document)), pages[i].lines);
    }
}

static void white_space_runs_together(void **state)
{
    static const struct page pages[] = {
        {"<p>one\n  two\t three </p>", "one two three\n"},
        {"<p>a<b>b</b>c <i> d</i></p>", "abc d\n"},
        {"<p>&nbsp;a&nbsp;&nbsp;b&nbsp;</p>", "a b\n"},
        {"<p>&nbsp;</p><p>a</p><p></p><p>b</p>", "a\n\nb\n"},
        {"<p>hy&shy;phen zero&#8203;width &#8206;mark</p>", "hyphen zerowidth mark\n"},
        {"<p>a&#1;b&#27;c</p>", "abc\n"},
        {"<p>clerk&#146;s &#150; &#8217;</p>", "clerk\xe2\x80\x99s \xe2\x80\x93 \xe2\x80\x99\n"},
        {"<p>a &lt;b&gt; &amp; &eacute;</p>", "a <b> & \xc3\xa9\n"},
        {"<p>one<br>two<br/>three</p>", "one\ntwo\nthree\n"},
        {"<p>one<br><br>two<br> <br> <br>three</p>", "one\n\ntwo\n\nthree\n"},
        {"<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree\n"},
        {"<p><![if !supportLists]>1.<span>&nbsp; </span><![endif]>one</p>", "1. one\n"},
        {"<!--[if IE]><p>old</p><![endif]--><p>one</p>", "one\n"},
        {"<script>//<![CDATA[\nx()</script><p>one <o:p>two</o:p></p>", "one two\n"},
        {"<p>one<![", "one<![\n"},
        {"<pre>Code:  17\n   Title\n\n\nlast </pre>", "Code:  17\n   Title\n\nlast\n"},
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

#define PROSE                                                                                      \
    "<p>Under direction, files the deeds of all harbours and does related work as assigned.</p>"
#define PROSE_LINE                                                                                 \
    "Under direction, files the deeds of all harbours and does related work as assigned.\n"
#define LONG_TEXT                                                                                  \
    "Weighs the boats that come in with the tide, writes their names into the book of the port, "  \
    "and tells the keeper of the lock how many of them there are to go up to the town"

static void hints_are_set(void **state)
{
    static const struct page pages[] = {
        {"<h1>Tide Clerk</h1><h2>Duties</h2><h3>All</h3><p>x</p>",
         "H1|Tide Clerk\n\nH2|Duties\n\nH3|All\n\nx\n"},
        {"<h2>Minimum<br>Qualifications</h2>", "H2|Minimum Qualifications\n"},
        {"<p><b>Duties</b></p><p><strong>Du</strong><u>ties</u></p>", "B|Duties\n\nB|Duties\n"},
        {"<p><b>Duties</b>:</p>", "B|Duties:\n"},
        {"<p><b>Duties:</b> Files deeds.</p>", "7b|Duties: Files deeds.\n"},
        {"<p><b>Duties</b>: Files deeds.</p>", "7b|Duties: Files deeds.\n"},
        {"<p>Files <b>deeds</b>.</p>", "Files deeds.\n"},
        {"<p><span style='FONT-WEIGHT: bold'>Duties</span></p>", "B|Duties\n"},
        {"<p><span style='text-decoration:underline'>Duties</span></p>", "B|Duties\n"},
        {"<b style='font-weight:normal'>x <b>y</b></b>", "x y\n"},
        {"<p><b>One</b><br>two</p>", "B|One\ntwo\n"},
        {"<dl><dt>Code</dt><dd>1234</dd><dt>Unit</dt><dd>B</dd></dl>",
         "4bR|Code\t1234\n4bR|Unit\tB\n"},
        {"<dl><div><dt>Code:<dd>17</div><div><dt>Unit:<dd>B<dd>C</div></dl>x",
         "5bR|Code:\t17\n5bR|Unit:\tB\tC\n\nx\n"},
        {"<dl><dt>Code<dd>17<dt>Duties<dd><p>Files.</p></dl>",
         "B|Code\n17\n\nB|Duties\n\nFiles.\n"},
        {"<dl><dt>Duties<dd>" PROSE "</dl>", "B|Duties\n\n" PROSE_LINE},
        {"<dl><dt>Duties<dd>" LONG_TEXT "<dt>Code<dd>17</dl>",
         "B|Duties\n" LONG_TEXT "\n\nB|Code\n17\n"},
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

static void lists_are_marked(void **state)
{
    static const struct page pages[] = {
        {"<p>x</p><ul><li>one<li>two</ul><p>y</p>",
         "x\n\n\xe2\x80\xa2 one\n\xe2\x80\xa2 two\n\ny\n"},
        {"<ul><li>one<ul><li>in</ul><li>two</ul>",
         "\xe2\x80\xa2 one\n  \xe2\x80\xa2 in\n\xe2\x80\xa2 two\n"},
        {"<ol><li>one<li>two</ol>", "1. one\n2. two\n"},
        {"<ol type=a start=3><li>one<li>two</ol>", "c. one\nd. two\n"},
        {"<ol type=I><li>one<li value=9>two</ol>", "I. one\nIX. two\n"},
        {"<ol type=A start=26><li>one<li>two</ol>", "Z. one\nAA. two\n"},
        {"<ol><li>one<ul><li>in</ul><li>two</ol>", "1. one\n  \xe2\x80\xa2 in\n2. two\n"},
        {"<ul><li><p>one</p></li><li></li><li><p>two</p><p>more</p></li></ul>",
         "\xe2\x80\xa2 one\n\xe2\x80\xa2 two\nmore\n"},
        {"<ul><li><b>Code:</b> 17</li></ul>", "9b|\xe2\x80\xa2 Code: 17\n"},
        {"<ol start=99999999999999999999><li>x</ol>", "1. x\n"},
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

static void rows_of_tables_are_lines(void **state)
{
    static const struct page pages[] = {
        {"<p>x<table><tr><th>Code<th>Title<tr><td>17<td>Clerk</table><p>y",
         "x\n\nBR|Code\tTitle\nR|17\tClerk\n\ny\n"},
        {"<table><caption>x<thead><tr><th>Code<th>Title<tbody><tr><td>17<td>Clerk</table>y",
         "x\n\nBR|Code\tTitle\nR|17\tClerk\n\ny\n"},
        {"<table><tr><td><b>Code</b><td>17</table>", "4bR|Code\t17\n"},
        {"<table><tr><td>a<td><td>c</table>", "R|a\t\tc\n"},
        {"<table><tr><td>20%<td><p>Files</p><p>deeds.</p></table>", "R|20%\tFiles deeds.\n"},
        {"<table><tr><td>Files deeds.</table>", "Files deeds.\n"},
        {"<table><tr><td><td>Files deeds.</table>", "Files deeds.\n"},
        {"<table><tr><td>Duties<td><ul><li>a<li>b</ul></table>",
         "Duties\n\n\xe2\x80\xa2 a\n\xe2\x80\xa2 b\n"},
        {"<table><tr><td><h2>Duties</h2>Files<td>x</table>", "H2|Duties\n\nFiles\n\nx\n"},
        {"<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", "a\n\nR|b\tc\n"},
        {"<table><tr><td><table><tr><td>b<td>c</table><td>a<tr><td>d<td>e</table>",
         "R|b\tc\n\na\n\nR|d\te\n"},
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

#define LINKS "<ul><li><a href=/a>Home</a><li><a href=/b>About us</a><li><a href=/c>Jobs</a></ul>"

static void site_chrome_is_left_out(void **state)
{
    static const struct page pages[] = {
        {"<nav>Menu</nav><header>Site</header>" PROSE "<footer>End</footer><aside>Also</aside>",
         PROSE_LINE},
        {"<div id=header><a href=x>Port Ferris</a></div><ul class='tabs menu'><li><a "
         "href=y>Jobs</a>"
         "</ul><div><h1>Tide Clerk</h1>" PROSE "</div><div class=footer>&copy; 1998 Port, 1 Quay"
         " Street, second floor, open every day but Sunday</div>",
         "H1|Tide Clerk\n\n" PROSE_LINE},
        {"<div role=navigation>Menu</div><div role=banner>Site</div>" PROSE, PROSE_LINE},
        {"<script>x()</script><style>p{}</style><template>t</template>" PROSE, PROSE_LINE},
        {"<select><option>1</select><button>Go</button><textarea>t</textarea>" PROSE, PROSE_LINE},
        {"<div hidden>a</div><p style='display: none'>b</p><i aria-hidden=true>c</i>" PROSE,
         PROSE_LINE},
        {"<div>" LINKS "</div><div>" PROSE "</div><div>" LINKS "</div>", PROSE_LINE},
        {"<div><p>Site</p></div><main>" PROSE "</main><div><p>Address</p></div>", PROSE_LINE},
        {"<div><p>Site</p></div><article>" PROSE "</article>", PROSE_LINE},
        {"<div><h1>Tide Clerk (17)</h1></div><div><h1>Tide Clerk</h1>" PROSE "</div>",
         "H1|Tide Clerk\n\n" PROSE_LINE},
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

/* A line too many does no harm, a missing one does. */
static void what_is_in_doubt_is_read(void **state)
{
    static const struct page pages[] = {
        {"<div><b>Tide Clerk</b></div><div>" PROSE "</div><div>Code: 17</div>",
         "B|Tide Clerk\n\n" PROSE_LINE "\nCode: 17\n"},
        {"<nav>" PROSE PROSE, PROSE_LINE "\n" PROSE_LINE}, /* no end tag */
        {"<article><header><h1>Tide Clerk</h1></header>" PROSE "<footer>Revised 1998</footer>",
         "H1|Tide Clerk\n\n" PROSE_LINE "\nRevised 1998\n"},
        {"<h3><button aria-controls=d>Duties</button></h3><div id=d hidden>Files.</div>" PROSE,
         "H3|Duties\n\nFiles.\n\n" PROSE_LINE},
        {"<div class=header><h1>Tide Clerk</h1></div>" PROSE "<div class=footer>Revised 1998</div>",
         "H1|Tide Clerk\n\n" PROSE_LINE "\nRevised 1998\n"},
        {"<div class=header><h1><a href=x>Tide Clerk</a></h1></div><div class=menu>Files.</div>"
         "<div class=header-text><a href=x>Code: 17</a></div>" PROSE,
         "H1|Tide Clerk\n\nFiles.\n\nCode: 17\n\n" PROSE_LINE},
        {"<div><div class=footer>&copy; Port</div>" PROSE "<p>" PROSE "</div>",
         "\xc2\xa9 Port\n\n" PROSE_LINE "\n" PROSE_LINE},
        {"<form>" PROSE "<p><a href=x>Tide Clerk</a></p>" PROSE "</form>",
         PROSE_LINE "\nTide Clerk\n\n" PROSE_LINE},
        {LINKS, "\xe2\x80\xa2 Home\n\xe2\x80\xa2 About us\n\xe2\x80\xa2 Jobs\n"},
        {"<a name=top>" PROSE PROSE, PROSE_LINE "\n" PROSE_LINE}, /* no end tag */
    };

    expect_lines(*state, pages, COUNT_OF(pages));
}

static void the_title_is_what_page_and_text_agree_on(void **state)
{
    static const struct {
        const char *html, *title;
        unsigned line;
    } cases[] = {
        {"<title>Tide Clerk | Port</title><p>Port<p>Tide Clerk<p>x", "Tide Clerk", 3},
        {"<title>Tide Clerk (17) - Port</title><h1>Tide Clerk</h1>", "Tide Clerk", 1},
        {"<title>\n Tide\n Clerk</title><p>tide clerk</p>", "tide clerk", 1},
        {"<title>Tide Clerk</title><p>Tide Clerk<h1>Tide Clerk</h1>", "Tide Clerk", 3},
        {"<title>Tide Clerk II</title><h1>Tide Clerk</h1>", "", 0},
        {"<title>Jobs</title><h1>Tide Clerk</h1>", "", 0},
        {"<h1>Tide Clerk</h1>", "", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(*state, cases[i].html, str_of(cases[i].html));
        expect_text(cases[i].html, document.title, cases[i].title);
        expect_number(cases[i].html, document.title_line, cases[i].line);
    }
}

static void encodings_are_told(void **state)
{
    static const struct {
        const char *label;
        struct str html;
        const char *text, *note;
    } cases[] = {
        {"UTF-8", BYTES("<p>caf\xc3\xa9"), "caf\xc3\xa9", NULL},
        {"its mark", BYTES("\xef\xbb\xbf<p>caf\xc3\xa9"), "caf\xc3\xa9", NULL},
        {"UTF-16", BYTES("\xff\xfe<\0p\0>\0\xe9\0"), "\xc3\xa9", NULL},
        {"not declared", BYTES("<p>caf\xe9 \x96"), "caf\xc3\xa9 \xe2\x80\x93", "1252"},
        {"Latin-1", BYTES("<meta charset=ISO-8859-1><p>caf\xe9 \x96"), "caf\xc3\xa9 \xe2\x80\x93",
         NULL},
        {"declared wrongly", BYTES("<meta charset=iso-8859-1><p>caf\xc3\xa9"), "caf\xc3\xa9", NULL},
        {"UTF-8 that is none", BYTES("<meta charset=\"utf-8\"><p>caf\xe9"), "caf\xc3\xa9", "utf-8"},
        {"another", BYTES("<?xml version='1.0' encoding='koi8-r'?><html><p>caf\xe9"), "caf\xc3\xa9",
         "koi8-r"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(*state, cases[i].label, cases[i].html);
        expect_number(cases[i].label, document.count, 1);
        expect_text(cases[i].label, document.lines[0].text, cases[i].text);
        if (cases[i].note == NULL)
            expect_true(cases[i].label, document.note == NULL);
        else
            expect_true(cases[i].label,
                        document.note != NULL && strstr(document.note, cases[i].note) != NULL);
    }
}

static void pages_are_recognised(void **state)
{
    static const struct {
        const char *name, *text;
        bool html;
    } cases[] = {
        {"x", "<!DOCTYPE html><p>x", true},
        {"x", "\xef\xbb\xbf\n<HTML lang=en>x", true},
        {"x", "<?xml version=\"1.0\"?>\n<!-- a > b -->\n<html>x", true},
        {"x.txt", "<div class=x>x", true},
        {"x.txt", "<p>x", true},
        {"x.html", "Duties <b>are</b> many", true},
        {"X.HTM", "x<br>y", true},
        {"x.html", "plain words", false},
        {"x.txt", "Duties <b>are</b> many", false},
        {"x.txt", "<hint> x", false},
        {"x.txt", "<pay> x", false},
        {"x.xml", "<?xml version=\"1.0\"?><class>x</class>", false},
        {"x.md", "# One\n<p>x", false},
        {"x", "", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].text, html_recognised(str_of(cases[i].text), str_of(cases[i].name)),
                      cases[i].html);
}

static struct str repeated(const struct world *world, const char *before, const char *text,
                           size_t times, const char *after)
{
    struct buf out = {0};

    buf_text(&out, before);
    for (size_t i = 0; i < times; i++)
        buf_text(&out, text);
    buf_text(&out, after);
    struct str s = {arena_strndup(world->arena, out.p, out.n), out.n};
    buf_free(&out);
    return s;
}

static void hostile_pages_are_read(void **state)
{
    enum { MANY = 100000 };
    static const struct {
        const char *before, *text;
        size_t times;
        const char *after, *first;
    } cases[] = {
        {"", "<div>", MANY, "Files deeds.", "Files deeds."},
        {"<p>Files <i>deeds", "<b>", MANY, ".", "Files deeds."},
        {"", "<table><tr><td>", MANY, "Files deeds.", "Files deeds."},
        {"", "<ul><li>", MANY, "Files deeds.",
         "              \xe2\x80\xa2 Files deeds."}, /* deeper ones are not shown */
        {"<p>Files deeds.</p>", "</div>", MANY, "", "Files deeds."},
        {"<p>Files deeds.", "<!--", MANY, "", "Files deeds."},
        {"<p>Files deeds.</p>", "<![", MANY * 10, ">", "Files deeds."},
        {"<p>Files deeds.</p>", "<a href=#x>", MANY, "", "Files deeds."},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str html =
            repeated(world, cases[i].before, cases[i].text, cases[i].times, cases[i].after);
        struct document document = read_ok(world, cases[i].text, html);
        expect_text(cases[i].text, document.lines[0].text, cases[i].first);
    }
    struct document document = read_ok(world, "<", repeated(world, "<p>", "<", 5000000, ""));
    expect_true("<", document.lines[0].text.n >= 4999999);
}

static void hostile_pages_are_refused(void **state)
{
    static const struct {
        const char *before, *text;
        size_t times;
        const char *after;
        enum err_code code;
        const char *reason;
    } cases[] = {
        {"<p>", "<i>", HTML_NODES_MAX, "x", ERR_LIMIT, "elements"},
        {"<p", " a1", 2000, ">x", ERR_LIMIT, "attributes"},
        {"", "<div></span>", 100000, "x", ERR_LIMIT, "end tags"},
        {"<p>", "\x01", 100, "", ERR_FORMAT, "binary"},
        {"<script>", "x", 100, "", ERR_FORMAT, "without text"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document;
        struct err err;
        struct str html =
            repeated(world, cases[i].before, cases[i].text, cases[i].times, cases[i].after);
        enum err_code code = html_read(&document, html, world->arena, &err);
        expect_error(cases[i].text, code, cases[i].code, &err, cases[i].reason);
        expect_printable(cases[i].text, err.text);
    }
}

/* Whatever the bytes: refused with a reason, or lines of valid UTF-8 (read_ok() looks). */
static void random_pages_are_read_or_refused(void **state)
{
    static const char *const pieces[] = {
        "<p>",     "</p>",       "<b>",   "</b>",     "<ul>",     "<li>",    "</ul>",
        "<table>", "<tr>",       "<td>",  "</table>", "<h1>",     "</h1>",   "<div",
        " hidden", ">",          "<nav>", "</nav>",   "<main>",   "</main>", "words of a clerk ",
        "&#150;",  "&#x",        ";",     "<!--",     "-->",      "<br>",    "\xc3\xa9",
        "\xff",    "<a href=x>", "</a>",  "<title>",  "</title>", "<pre>",   "\n",
        "\t"};
    struct support_random random = random_start("pages");
    const struct world *world = *state;
    size_t read = 0;

    for (int round = 0; round < 2000; round++) {
        struct document document;
        struct err err;
        struct buf html = {0};
        for (uint32_t n = random_below(&random, 60); n > 0; n--)
            buf_text(&html, pieces[random_below(&random, COUNT_OF(pieces))]);
        if (html_read(&document, buf_view(&html), world->arena, &err) == ERR_OK) {
            read_ok(world, "again", buf_view(&html));
            expect_true("text", document.count > 0);
            read++;
        } else {
            expect_printable("reason", err.text);
        }
        buf_free(&html);
        arena_clear(world->arena);
    }
    expect_true("some were read", read > 500);
}

/* In a sandbox no file can be opened, and Windows-1252 is a table in a file. */
static bool is_read_without_files(void *data)
{
    struct document document;
    struct rlimit none = {0, 0};

    html_warm_up();
    return setrlimit(RLIMIT_NOFILE, &none) == 0 &&
           html_read(&document, STR("<p>caf\xe9"), data, NULL) == ERR_OK &&
           str_eq(document.lines[0].text, STR("caf\xc3\xa9"));
}

static void nothing_is_opened_after_warming_up(void **state)
{
    const struct world *world = *state;
    expect_true("read", support_survives(is_read_without_files, world->arena));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(white_space_runs_together),
        world_test(hints_are_set),
        world_test(lists_are_marked),
        world_test(rows_of_tables_are_lines),
        world_test(site_chrome_is_left_out),
        world_test(what_is_in_doubt_is_read),
        world_test(the_title_is_what_page_and_text_agree_on),
        world_test(encodings_are_told),
        world_test(pages_are_recognised),
        world_test(nothing_is_opened_after_warming_up),
        world_test(hostile_pages_are_read),
        world_test(hostile_pages_are_refused),
        world_test(random_pages_are_read_or_refused),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
