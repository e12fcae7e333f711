/* The client without a daemon: what it writes, what it takes for an answer, how it reads its
 * command line. */

#include "support.h"

#include <fcntl.h>
#include <jansson.h>
#include <locale.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "client/fetch.h"
#include "client/find.h"
#include "client/output.h"
#include "client/rows.h"
#include "client/show.h"
#include "client/wrap.h"

/* An output that keeps what is written to it; taken() shows the styles. */
static struct output kept(size_t width, bool color)
{
    return (struct output){.fd = -1, .width = width, .color = color};
}

/* What was written, with [ for the style of a match and ] for plain; empties the output. */
static const char *taken(const struct world *world, struct output *out)
{
    struct output match = kept(80, true), plain = kept(80, true);
    struct buf text = {0};

    output_set_style(&match, OUTPUT_MATCH);
    output_set_style(&plain, OUTPUT_PLAIN);
    for (struct str rest = buf_view(&out->pending); rest.n > 0;) {
        struct str m = buf_view(&match.pending), p = buf_view(&plain.pending);
        bool is_match = str_starts(rest, m), is_plain = str_starts(rest, p);
        buf_char(&text, is_match ? '[' : is_plain ? ']' : rest.p[0]);
        rest = str_from(rest, is_match ? m.n : is_plain ? p.n : 1);
    }
    const char *copy = arena_strndup(world->arena, buf_view(&text).p, text.n);
    buf_free(&text);
    output_free(&match);
    output_free(&plain);
    output_free(out);
    return copy;
}

static void marks_are_tidied(void **state)
{
    static const struct {
        struct wrap_mark in[5];
        size_t count;
        struct wrap_mark out[5];
        size_t left;
    } cases[] = {
        {{{0}}, 0, {{0}}, 0},
        {{{2, 5}}, 1, {{2, 5}}, 1},
        {{{8, 9}, {2, 5}}, 2, {{2, 5}, {8, 9}}, 2},
        {{{2, 5}, {4, 8}}, 2, {{2, 8}}, 1},
        {{{2, 5}, {5, 8}}, 2, {{2, 8}}, 1},
        {{{2, 9}, {3, 4}, {8, 9}}, 3, {{2, 9}}, 1},
        {{{2, 9}, {3, 4}, {10, 12}}, 3, {{2, 9}, {10, 12}}, 2},
        {{{4, 4}, {7, 2}, {0, 0}}, 3, {{0}}, 0},
        {{{4, 4}, {1, 2}}, 2, {{1, 2}}, 1},
        {{{3, 4}, {1, 2}, {3, 4}, {0, 1}, {1, 3}}, 5, {{0, 4}}, 1},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct wrap_mark marks[5];
        char label[20];
        snprintf(label, sizeof label, "marks %zu", i);
        memcpy(marks, cases[i].in, sizeof marks);
        expect_number(label, wrap_tidy_marks(marks, cases[i].count), cases[i].left);
        for (size_t k = 0; k < cases[i].left; k++) {
            expect_number(label, marks[k].start, cases[i].out[k].start);
            expect_number(label, marks[k].end, cases[i].out[k].end);
        }
    }
}

static void text_in_the_line_marks_each_word(void **state)
{
    static const struct {
        const char *text;
        struct wrap_mark marks[2];
        size_t count;
        const char *shown;
    } cases[] = {
        {"plain", {{0}}, 0, "plain"},
        {"a boat here", {{2, 6}}, 1, "a [boat] here"},
        {"two words here", {{0, 9}}, 1, "[two] [words] here"},
        {"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 x",
         {{4, 5}},
         1,
         "\xc3\xa9 \xe2\x82\xac [\xf0\x9f\x98\x80] x"},
        {"partly", {{2, 4}}, 1, "pa[rt]ly"},
        {"ab", {{0, 1}, {1, 2}}, 2, "[ab]"},
        {"short", {{3, 900}}, 1, "sho[rt]"},
        {"short", {{30, 900}}, 1, "short"},
        {"one\ntwo\tthree", {{0}}, 0, "one two three"},
        {"a\x1b[31mb\xe2\x80\xae"
         "c",
         {{0}},
         0,
         "a\xef\xbf\xbd[31mb\xef\xbf\xbd"
         "c"},
        {"", {{0}}, 0, ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct wrap_text text = {str_of(cases[i].text), cases[i].marks, cases[i].count};
        struct output out = kept(80, true);
        wrap_inline(&out, &text);
        expect_text(cases[i].text, str_of(taken(world, &out)), cases[i].shown);
    }
    struct wrap_text text = {STR("a boat"), cases[1].marks, 1};
    struct output out = kept(80, false);
    wrap_inline(&out, &text);
    expect_text("without colour", str_of(taken(world, &out)), "a boat");
}

static void paragraphs_are_wrapped(void **state)
{
    static const struct {
        const char *text;
        size_t width, indent;
        const char *shown;
    } cases[] = {
        {"one two three", 80, 2, "  one two three\n"},
        {"one two three four five six", 20, 2, "  one two three four\n  five six\n"},
        {"one two three fours five", 20, 2, "  one two three\n  fours five\n"},
        {" one \n\n two\t three ", 80, 0, "one two three\n"},
        {"a word_that_is_longer_than_the_line b", 20, 2,
         "  a\n  word_that_is_longer_than_the_line\n  b\n"},
        {"", 80, 2, ""},
        {" \n ", 80, 2, ""},
        /* Each of these takes two columns. */
        {"\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad \xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad "
         "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad x",
         19, 0,
         "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad \xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\n"
         "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad x\n"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct wrap_text text = {.text = str_of(cases[i].text)};
        struct output out = kept(cases[i].width, false);
        wrap_paragraph(&out, &text, cases[i].indent);
        expect_text(cases[i].text, str_of(taken(world, &out)), cases[i].shown);
    }
}

static void lines_keep_their_own_indentation(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"one\ntwo\n", "  one\n  two\n"},
        {"one\n  two\n", "  one\n    two\n"},
        {"  one\ntwo", "    one\n  two\n"},
        {"one\n\ntwo", "  one\n\n  two\n"},
        {"one\n\n\n\ntwo", "  one\n\n  two\n"},
        {"\n\none\n\n", "  one\n"},
        {"- one two three four five", "  - one two three\n  four five\n"},
        {"   one two three four", "     one two three\n     four\n"},
        {"\tone", "          one\n"},
        {"", ""},
        {"\n \n", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct wrap_text text = {.text = str_of(cases[i].text)};
        struct output out = kept(20, false);
        wrap_lines(&out, &text, 2);
        expect_text(cases[i].text, str_of(taken(world, &out)), cases[i].shown);
    }
}

/* No line is too long but that of one long word, none could have taken the next word, and no
 * colour stands on a margin or a line end. */
static void expect_wrapped(const char *shown, size_t width, size_t indent)
{
    struct str rest = str_of(shown);
    size_t previous = 0;
    bool first = true;

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        size_t columns = 0, word = 0;
        for (size_t i = 0; i < line.n; i++)
            columns += strchr("[]", line.p[i]) == NULL;
        for (size_t i = 0; i < line.n && (i < indent || line.p[i] != ' '); i++)
            word += i >= indent && strchr("[]", line.p[i]) == NULL;
        expect_number(shown, strspn(line.p, " "), indent);
        expect_true(shown, columns <= width || columns == indent + word);
        expect_true(shown, first || previous + 1 + word > width);
        size_t open = 0, closed = 0;
        for (size_t i = 0; i < line.n; i++) {
            open += line.p[i] == '[';
            closed += line.p[i] == ']';
            expect_true(shown, open == closed || line.p[i] != ' ');
        }
        expect_number(shown, open, closed);
        previous = columns;
        first = false;
    }
}

static void random_paragraphs(void **state)
{
    struct support_random random = random_start("paragraphs");
    const struct world *world = *state;

    for (int round = 0; round < 500; round++) {
        struct buf text = {0};
        struct wrap_mark marks[6];
        size_t count = random_below(&random, 7), indent = random_below(&random, 6);
        size_t width = 20 + random_below(&random, 30);
        for (uint32_t n = random_below(&random, 40); n > 0; n--)
            buf_printf(&text, "%.*s%s", (int)random_below(&random, 9), "abcdefghijklmnopqrst",
                       random_below(&random, 6) == 0 ? "\n" : " ");
        for (size_t i = 0; i < count; i++) {
            marks[i].start = random_below(&random, 100);
            marks[i].end = marks[i].start + random_below(&random, 12);
        }
        count = wrap_tidy_marks(marks, count);
        struct wrap_text wrapped = {buf_view(&text), marks, count};
        struct output out = kept(width, true);
        wrap_paragraph(&out, &wrapped, indent);
        const char *shown = taken(world, &out);
        expect_wrapped(shown, width, indent);
        struct buf before = {0}, after = {0};
        for (size_t i = 0; i < text.n; i++)
            if (strchr(" \n", text.p[i]) == NULL)
                buf_char(&before, text.p[i]);
        for (size_t i = 0; shown[i] != '\0'; i++)
            if (strchr(" \n[]", shown[i]) == NULL)
                buf_char(&after, shown[i]);
        expect_text("nothing lost", buf_view(&after), buf_view(&before).p);
        buf_free(&text);
        buf_free(&before);
        buf_free(&after);
        arena_clear(world->arena);
    }
}

static const struct {
    struct str cell;
    const char *csv, *tsv;
} cells[] = {
    {BYTES("plain text"), "plain text", "plain text"},
    {BYTES(""), "", ""},
    {BYTES("a,b"), "\"a,b\"", "a,b"},
    {BYTES("say \"x\""), "\"say \"\"x\"\"\"", "say \"x\""},
    {BYTES("\""), "\"\"\"\"", "\""},
    {BYTES("a\nb"), "\"a\nb\"", "a\\nb"},
    {BYTES("a\r\nb"), "\"a\r\nb\"", "a\\r\\nb"},
    {BYTES("a\tb"), "a\tb", "a\\tb"},
    {BYTES("a\\n"), "a\\n", "a\\\\n"},
    {BYTES("=1+2"), "'=1+2", "=1+2"},
    {BYTES("+1"), "'+1", "+1"},
    {BYTES("-1"), "'-1", "-1"},
    {BYTES("@x"), "'@x", "@x"},
    {BYTES("\tx"), "'\tx", "\\tx"},
    {BYTES("\rx"), "\"'\rx\"", "\\rx"},
    {BYTES("=a,\"b\""), "\"'=a,\"\"b\"\"\"", "=a,\"b\""},
    {BYTES("a=b"), "a=b", "a=b"},
    {BYTES("a\x1b[1m"), "a\xef\xbf\xbd[1m", "a\xef\xbf\xbd[1m"},
    {BYTES("a\xc2\x9bz"), "a\xef\xbf\xbdz", "a\xef\xbf\xbdz"},
    {BYTES("a\xe2\x80\xaez"), "a\xef\xbf\xbdz", "a\xef\xbf\xbdz"},
    {BYTES("a\0z"), "a\xef\xbf\xbdz", "a\xef\xbf\xbdz"},
    {BYTES("a\xffz"), "a\xef\xbf\xbdz", "a\xef\xbf\xbdz"},
    {BYTES("caf\xc3\xa9 \xe2\x82\xac"), "caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac"},
};

static void cells_are_quoted_or_escaped(void **state)
{
    static struct str kinds[] = {BYTES("duties"), BYTES("other")};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        struct answer_hit hit = {
            .class = {.id = STR("a/1"), .title = cells[i].cell, .agency = STR("x")},
            .section = {.ordinal = 2, .line = -1, .page = 7, .kinds = kinds, .kind_count = 2},
            .source = STR("s.txt"),
            .snippet = {.text = STR("t")},
            .score = 1.5};
        struct output csv = kept(80, false), tsv = kept(80, false);
        rows_write_hit(&csv, (struct rows_shape){.format = ROWS_CSV}, &hit);
        rows_write_hit(&tsv, (struct rows_shape){.format = ROWS_TSV}, &hit);
        expect_text(cells[i].csv, str_of(taken(world, &csv)),
                    arena_printf(world->arena, "a/1,%s,,x,2,,duties other,s.txt,,7,1.5,t\r\n",
                                 cells[i].csv));
        expect_text(cells[i].tsv, str_of(taken(world, &tsv)),
                    arena_printf(world->arena,
                                 "a/1\t%s\t\tx\t2\t\tduties other\ts.txt\t\t7\t1.5\tt\n",
                                 cells[i].tsv));
    }
}

static void rows_have_a_header(void **state)
{
    const struct world *world = *state;
    struct output csv = kept(80, false), tsv = kept(80, false), classes = kept(80, false);

    rows_write_header(&classes,
                      (struct rows_shape){.format = ROWS_CSV, .classes = true, .texts = true});
    expect_text("classes", str_of(taken(world, &classes)),
                "class_id,title,code,agency,sections,ordinal,heading,kinds,source,line,page,score,"
                "text\r\n");
    rows_write_header(&csv, (struct rows_shape){.format = ROWS_CSV});
    rows_write_header(&tsv, (struct rows_shape){.format = ROWS_TSV});
    expect_text(
        "csv", str_of(taken(world, &csv)),
        "class_id,title,code,agency,ordinal,heading,kinds,source,line,page,score,snippet\r\n");
    expect_text(
        "tsv", str_of(taken(world, &tsv)),
        "class_id\ttitle\tcode\tagency\tordinal\theading\tkinds\tsource\tline\tpage\tscore\t"
        "snippet\n");
}

static void foreign_text_cannot_drive_a_terminal(void **state)
{
    static const struct {
        struct str text;
        const char *shown;
        size_t columns;
    } cases[] = {
        {BYTES("plain"), "plain", 5},
        {BYTES("two\nlines\tand\rmore"), "two lines and more", 18},
        {BYTES("\x1b[2J"), "\xef\xbf\xbd[2J", 4},
        {BYTES("a\x7f\0b"),
         "a\xef\xbf\xbd\xef\xbf\xbd"
         "b",
         4},
        {BYTES("\xc2\x9b"
               "1m"),
         "\xef\xbf\xbd"
         "1m",
         3},
        {BYTES("\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9"),
         "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 4},
        {BYTES("\xe2\x80\xa9\xe2\x81\xa5"), "\xe2\x80\xa9\xe2\x81\xa5", SIZE_MAX}, /* neighbours */
        {BYTES("bad\xff\xc3"), "bad\xef\xbf\xbd\xef\xbf\xbd", 5},
        {BYTES("\xe4\xb8\xad\xe6\x96\x87"), "\xe4\xb8\xad\xe6\x96\x87", 4},
        {BYTES("e\xcc\x81tude"), "e\xcc\x81tude", 5},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct output out = kept(80, false);
        output_text(&out, cases[i].text);
        expect_text(cases[i].shown, str_of(taken(world, &out)), cases[i].shown);
        if (cases[i].columns == SIZE_MAX)
            continue;
        expect_number(cases[i].shown, output_columns(cases[i].text), cases[i].columns);
        out = kept(80, false);
        output_cell(&out, cases[i].text, 20);
        expect_text(
            "cell", str_of(taken(world, &out)),
            arena_printf(world->arena, "%s%*s", cases[i].shown, (int)(20 - cases[i].columns), ""));
        out = kept(80, false);
        output_cell(&out, cases[i].text, 1);
        expect_text("narrow cell", str_of(taken(world, &out)), cases[i].shown);
    }
}

static void json_stays_the_same_value(void **state)
{
    static const char *const documents[] = {
        "{\"a\": 1}",
        "{\"a\": 1}\n",
        "[\"\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6 \xc3\xa9\"]",
        "{\n \"a\": \"\\u001b\",\t\"b\": [1,\r\n2]\n}",
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        struct output file = kept(80, false), terminal = kept(80, false);
        terminal.terminal = true;
        output_json(&file, str_of(documents[i]));
        output_json(&terminal, str_of(documents[i]));
        const char *bytes = taken(world, &file), *shown = taken(world, &terminal);
        struct str want = str_of(documents[i]);
        expect_true("as they are", strncmp(bytes, documents[i], want.n) == 0);
        expect_number("one line end", strlen(bytes), want.n + (want.p[want.n - 1] != '\n'));
        json_t *a = json_loads(documents[i], 0, NULL), *b = json_loads(shown, 0, NULL);
        expect_true("same value", a != NULL && json_equal(a, b));
        json_decref(a);
        json_decref(b);
        for (struct str rest = str_of(shown); rest.n > 0;) {
            uint32_t c = 0;
            rest = str_from(rest, utf8_decode(rest.p, rest.n, &c));
            expect_true("safe", c == '\n' || c == '\t' || output_safe(c) == c);
        }
    }
}

static void failed_writes_are_reported(void **state)
{
    const struct world *world = *state;
    const char *path = world_path(world, "out");
    struct output out;
    struct buf text = {0}, back = {0};
    struct err err;

    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    output_init(&out, fd);
    expect_true("no terminal", !out.terminal && !out.color && out.width == 80);
    for (int i = 0; i < 20000; i++)
        output_printf(&out, "line %d\n", i);
    expect_ok("flush", output_flush(&out, &err), &err);
    expect_number("nothing pending", out.pending.n, 0);
    output_free(&out);
    close(fd);
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "line %d\n", i);
    expect_ok("read", file_read(&back, path, 1 << 20, &err), &err);
    expect_true("all of it", str_eq(buf_view(&text), buf_view(&back)));
    buf_free(&text);
    buf_free(&back);

    fd = open("/dev/full", O_WRONLY);
    output_init(&out, fd);
    output_raw(&out, STR("lost"));
    expect_error("full", output_flush(&out, &err), ERR_IO, &err, NULL);
    expect_true("errno", out.failure != 0);
    output_raw(&out, STR("dropped"));
    expect_error("still", output_flush(&out, &err), ERR_IO, &err, NULL);
    output_free(&out);
    close(fd);
}

static void colour_is_as_asked_for_and_as_the_environment_says(void **state)
{
    static const struct {
        const char *label;
        enum output_color when;
        bool terminal;
        const char *no_color, *force, *plain, *term; /* NULL: not set */
        bool color;
    } cases[] = {
        {"piped", OUTPUT_AUTO, false, NULL, NULL, NULL, "xterm", false},
        {"terminal", OUTPUT_AUTO, true, NULL, NULL, NULL, "xterm", true},
        {"no TERM", OUTPUT_AUTO, true, NULL, NULL, NULL, NULL, true},
        {"dumb", OUTPUT_AUTO, true, NULL, NULL, NULL, "dumb", false},
        {"NO_COLOR", OUTPUT_AUTO, true, "1", NULL, NULL, "xterm", false},
        {"NO_COLOR=0", OUTPUT_AUTO, true, "0", NULL, NULL, "xterm", false},
        {"NO_COLOR is empty", OUTPUT_AUTO, true, "", NULL, NULL, "xterm", true},
        {"CLICOLOR=0", OUTPUT_AUTO, true, NULL, NULL, "0", "xterm", false},
        {"CLICOLOR=1", OUTPUT_AUTO, true, NULL, NULL, "1", "xterm", true},
        {"CLICOLOR=1, piped", OUTPUT_AUTO, false, NULL, NULL, "1", "xterm", false},
        {"forced", OUTPUT_AUTO, false, NULL, "1", NULL, "dumb", true},
        {"forced beside CLICOLOR=0", OUTPUT_AUTO, false, NULL, "1", "0", "xterm", true},
        {"not forced by 0", OUTPUT_AUTO, false, NULL, "0", NULL, "xterm", false},
        {"not forced by nothing", OUTPUT_AUTO, false, NULL, "", NULL, "xterm", false},
        {"NO_COLOR beside force", OUTPUT_AUTO, true, "1", "1", NULL, "xterm", false},
        {"always", OUTPUT_ALWAYS, false, "1", NULL, "0", "dumb", true},
        {"never", OUTPUT_NEVER, true, NULL, "1", "1", "xterm", false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *const variables[][2] = {{"NO_COLOR", cases[i].no_color},
                                            {"CLICOLOR_FORCE", cases[i].force},
                                            {"CLICOLOR", cases[i].plain},
                                            {"TERM", cases[i].term}};
        struct output out = kept(80, false);
        for (size_t v = 0; v < COUNT_OF(variables); v++) {
            unsetenv(variables[v][0]);
            if (variables[v][1] != NULL)
                setenv(variables[v][0], variables[v][1], 1);
        }
        out.terminal = cases[i].terminal;
        output_set_color(&out, cases[i].when);
        expect_number(cases[i].label, out.color, cases[i].color);
        output_set_style(&out, OUTPUT_MATCH);
        expect_true(cases[i].label, (out.pending.n > 0) == cases[i].color);
        output_free(&out);
        for (size_t v = 0; v < COUNT_OF(variables); v++)
            unsetenv(variables[v][0]);
    }
}

static void targets_are_percent_encoded(void **state)
{
    static const struct {
        struct str text;
        bool slashes;
        const char *encoded;
    } cases[] = {
        {BYTES("AZaz09-._~"), false, "AZaz09-._~"},
        {BYTES("a b&c=d"), false, "a%20b%26c%3Dd"},
        {BYTES("a/b"), false, "a%2Fb"},
        {BYTES("a/b"), true, "a/b"},
        {BYTES("%+#?;:@!'()*"), true, "%25%2B%23%3F%3B%3A%40%21%27%28%29%2A"},
        {BYTES("\xc3\xa9\xff"), false, "%C3%A9%FF"},
        {BYTES("a\0\n\"<>\\"), false, "a%00%0A%22%3C%3E%5C"},
        {BYTES(""), false, ""},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf target = {0};
        buf_text(&target, "?q=");
        fetch_encode(&target, cases[i].text, cases[i].slashes);
        expect_text(cases[i].encoded, str_from(buf_view(&target), 3), cases[i].encoded);
        buf_free(&target);
    }
}

static void addresses_are_checked(void **state)
{
    static const struct {
        const char *url, *origin; /* NULL: refused */
    } cases[] = {
        {"http://127.0.0.1:8321", "http://127.0.0.1:8321"},
        {"http://localhost:8321/", "http://localhost:8321"},
        {"https://host.example/specs/", "https://host.example/specs"},
        {"http://[::1]:8321", "http://[::1]:8321"},
        {"http://user:secret@host.example:1/x", "http://host.example:1/x"},
        {"", NULL},
        {"ftp://host.example", NULL},
        {"file:///etc/passwd", NULL},
        {"http://", NULL},
        {"host.example", NULL},
        {"http://host.example/?x=1", NULL},
        {"http://host.example/#x", NULL},
        {"http://host.example:99999", NULL},
        {"http://a b", NULL},
    };
    struct fetch *fetch = NULL;
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum err_code code = fetch_open(&fetch, cases[i].url, &err);
        if (cases[i].origin != NULL) {
            expect_ok(cases[i].url, code, &err);
            expect_text(cases[i].url, str_of(fetch_origin(fetch)), cases[i].origin);
        } else {
            expect_error(cases[i].url, code, ERR_USAGE, &err, "--url");
        }
        fetch_free(fetch);
    }
    setenv("SPECSEARCH_URL", "http://elsewhere.example:7", 1);
    expect_ok("environment", fetch_open(&fetch, NULL, &err), &err);
    expect_text("environment", str_of(fetch_origin(fetch)), "http://elsewhere.example:7");
    fetch_free(fetch);
    unsetenv("SPECSEARCH_URL");
    expect_ok("default", fetch_open(&fetch, NULL, &err), &err);
    expect_true("default", strncmp(fetch_origin(fetch), "http://127.0.0.1:", 17) == 0);
    fetch_free(fetch);
    fetch_free(NULL);
}

static void command_lines_are_checked_first(void **state)
{
    static const struct {
        enum err_code (*run)(bool *, struct command_line *, struct output *, struct err *);
        const char *words[6], *named;
    } cases[] = {
        {find_command, {"find"}, "find"},
        {find_command, {"find", "  "}, "find"},
        {find_command, {"find", "--format", "xml", "x"}, "xml"},
        {find_command, {"find", "--group", "agency", "x"}, "section or class"},
        {find_command, {"find", "--sort", "-relevance", "x"}, "-relevance"},
        {find_command, {"find", "-n", "0", "x"}, "per-page"},
        {find_command, {"find", "-n", "101", "x"}, "per-page"},
        {find_command, {"find", "-p", "0", "x"}, "page"},
        {find_command, {"find", "-p", "x", "x"}, "page"},
        {find_command, {"find", "--facets", "-f", "csv", "x"}, "facets"},
        {find_command, {"find", "-f", "xlsx", "x"}, "--all"},
        {find_command, {"find", "--nosuch", "x"}, "--nosuch"},
        {find_command, {"find", "--color", "maybe", "x"}, "maybe"},
        {find_command, {"find", "--url", "ftp://x", "x"}, "ftp://x"},
        {show_command, {"show"}, "ID"},
        {show_command, {"show", ""}, "ID"},
        {show_command, {"show", "a", "b"}, "one"},
        {show_command, {"show", "-f", "csv", "a"}, "csv"},
        {show_command, {"show", "a\xff"}, "UTF-8"},
        {show_command, {"show", "-q", "\xff", "a"}, "UTF-8"},
        {show_command, {"show", "--url", "x", "a"}, "--url"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *argv[7] = {NULL};
        struct output out = kept(80, false);
        bool found = false;
        struct err err;
        int argc = 0;
        for (; cases[i].words[argc] != NULL; argc++)
            argv[argc] = (char *)cases[i].words[argc];
        struct command_line line = {.argc = argc, .argv = argv};
        enum err_code code = cases[i].run(&found, &line, &out, &err);
        expect_error(cases[i].named, code, ERR_USAGE, &err, cases[i].named);
        expect_true("not found", !found);
        expect_number("nothing written", out.pending.n, 0);
        output_free(&out);
        command_end(&line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_tidied),
        world_test(text_in_the_line_marks_each_word),
        world_test(paragraphs_are_wrapped),
        world_test(lines_keep_their_own_indentation),
        world_test(random_paragraphs),
        world_test(cells_are_quoted_or_escaped),
        world_test(rows_have_a_header),
        world_test(foreign_text_cannot_drive_a_terminal),
        world_test(json_stays_the_same_value),
        world_test(failed_writes_are_reported),
        cmocka_unit_test(colour_is_as_asked_for_and_as_the_environment_says),
        cmocka_unit_test(targets_are_percent_encoded),
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(command_lines_are_checked_first),
    };
    setlocale(LC_CTYPE, "C.UTF-8"); /* as main() does, for the columns of characters */
    return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
