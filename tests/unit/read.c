/* lib/read: bytes of any encoding to lines with hints. */

#include "support.h"

#include "base/utf8.h"
#include "read/read.h"

static struct document read_ok(const struct world *world, const char *label, struct str bytes,
                               const char *name)
{
    struct document document;
    struct err err;

    expect_ok(label, read_document(&document, bytes, str_of(name), world->arena, &err), &err);
    return document;
}

static void encodings_become_utf8(void **state)
{
    static const struct {
        const char *label;
        struct str bytes;
        const char *text, *note; /* note: a word of it, NULL: there is none */
    } cases[] = {
        {"ASCII", BYTES("plain"), "plain", NULL},
        {"UTF-8", BYTES("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
         "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", NULL},
        {"UTF-8 with its mark",
         BYTES("\xef\xbb\xbf"
               "caf\xc3\xa9"),
         "caf\xc3\xa9", NULL},
        {"UTF-16 LE",
         BYTES("\xff\xfe"
               "A\0\xe9\0\xac\x20"),
         "A\xc3\xa9\xe2\x82\xac", NULL},
        {"UTF-16 BE", BYTES("\xfe\xff\0A\0\xe9\x20\xac"), "A\xc3\xa9\xe2\x82\xac", NULL},
        {"surrogate pair LE", BYTES("\xff\xfe\x3d\xd8\x00\xde"), "\xf0\x9f\x98\x80", NULL},
        {"surrogate pair BE", BYTES("\xfe\xff\xd8\x3d\xde\x00"), "\xf0\x9f\x98\x80", NULL},
        {"half a character at the end",
         BYTES("\xff\xfe"
               "A\0B"),
         "A\xef\xbf\xbd", NULL},
        {"Windows-1252",
         BYTES("caf\xe9 \x93"
               "A\x94 \x96 \x80"),
         "caf\xc3\xa9 \xe2\x80\x9c"
         "A\xe2\x80\x9d \xe2\x80\x93 \xe2\x82\xac",
         "1252"},
        {"undefined in Windows-1252", BYTES("a\x81z\xe9"), "a\xef\xbf\xbdz\xc3\xa9", "1252"},
        {"UTF-8 with one bad byte", BYTES("\xc3\xa9 \xff"), "\xc3\xa9 \xc3\xbf", "1252"},
        {"cut within a character", BYTES("ab\xc3"), "ab\xc3\x83", "1252"},
        {"tabs", BYTES("a\tb"), "a\tb", NULL},
        {"UTF-32 LE", BYTES("\xff\xfe\0\0A\0\0\0\xac\x20\0\0"), "A\xe2\x82\xac", NULL},
        {"UTF-32 BE", BYTES("\0\0\xfe\xff\0\0\0A\0\1\xf6\0"), "A\xf0\x9f\x98\x80", NULL},
        {"UTF-16 LE without a mark", BYTES("C\0l\0e\0r\0k\0 \0\x14\x20"), "Clerk \xe2\x80\x94",
         "UTF-16"},
        {"UTF-16 BE without a mark", BYTES("\0C\0l\0e\0r\0k\0 \x20\x14"), "Clerk \xe2\x80\x94",
         "UTF-16"},
        {"UTF-32 without a mark", BYTES("C\0\0\0l\0\0\0e\0\0\0"), "Cle", "UTF-32"},
        {"padded", BYTES("Clerk\0\0\0\0"), "Clerk", NULL},
        {"padded UTF-16",
         BYTES("\xff\xfe"
               "C\0l\0\0\0\0\0"),
         "Cl", NULL},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(world, cases[i].label, cases[i].bytes, "x.txt");
        expect_number(cases[i].label, document.count, 1);
        expect_text(cases[i].label, document.lines[0].text, cases[i].text);
        expect_text(cases[i].label, str_of(document.format), "text");
        if (cases[i].note == NULL)
            expect_true(cases[i].label, document.note == NULL);
        else
            expect_true(cases[i].label, strstr(document.note, cases[i].note) != NULL);
    }
}

/* Longer than any buffer of a converter, with characters across every place where one could end. */
static void long_texts_are_converted_whole(void **state)
{
    enum { CHARACTERS = 30001 };
    const struct world *world = *state;
    struct buf utf16 = {0}, cp1252 = {0}, want = {0};

    buf_add(&utf16, "\xfe\xff", 2);
    for (int i = 0; i < CHARACTERS; i++) {
        bool wide = i % 7 == 3;
        buf_add(&utf16, wide ? "\x20\xac" : "\0x", 2);
        buf_char(&cp1252, wide ? '\x80' : 'x');
        buf_text(&want, wide ? "\xe2\x82\xac" : "x");
    }
    struct document document = read_ok(world, "UTF-16", buf_view(&utf16), "x.txt");
    expect_true("UTF-16", str_eq(document.lines[0].text, buf_view(&want)));
    document = read_ok(world, "1252", buf_view(&cp1252), "x.txt");
    expect_true("1252", str_eq(document.lines[0].text, buf_view(&want)));
    buf_free(&utf16);
    buf_free(&cp1252);
    buf_free(&want);
}

struct refusal {
    const char *label;
    struct str bytes;
    const char *reason;
};

static void expect_refused(const struct world *world, const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct document document;
        struct err err;
        enum err_code code =
            read_document(&document, cases[i].bytes, STR("x.txt"), world->arena, &err);
        expect_error(cases[i].label, code, ERR_FORMAT, &err, cases[i].reason);
        expect_printable(cases[i].label, err.text);
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    static const struct refusal cases[] = {
        {"empty", BYTES(""), "empty"},
        {"white space", BYTES(" \n\t\r\n\xc2\xa0\n"), "empty"},
        {"a mark alone", BYTES("\xef\xbb\xbf"), "empty"},
        {"UTF-16 mark alone", BYTES("\xff\xfe"), "empty"},
        {"NUL", BYTES("text with a \0 in it"), "binary"},
        {"controls", BYTES("\x01\x02\x03 abc \x04\x05"), "binary"},
        {"unpaired surrogate",
         BYTES("\xff\xfe"
               "A\0\x00\xd8"
               "B\0"),
         "UTF-16"},
        {"surrogates in the wrong order", BYTES("\xff\xfe\x00\xde\x3d\xd8"), "UTF-16"},
    };

    expect_refused(*state, cases, COUNT_OF(cases));
}

/* A str of no bytes may have no pointer either. */
static bool no_bytes_are_refused(void *data)
{
    struct document document;
    struct arena *arena = data;
    return read_document(&document, (struct str){NULL, 0}, STR("x"), arena, NULL) == ERR_FORMAT;
}

static void no_bytes_at_all_are_refused(void **state)
{
    const struct world *world = *state;
    expect_true("refused", support_survives(no_bytes_are_refused, world->arena));
}

/* What NUL says of bytes it says of UTF-16 too. */
static void binary_in_utf16_is_refused(void **state)
{
    static const struct refusal cases[] = {
        {"NUL in UTF-16",
         BYTES("\xff\xfe"
               "A\0\0\0B\0"),
         NULL},
        {"controls in UTF-16", BYTES("\xfe\xff\0\x01\0\x02\0\x03\0\x04"), NULL},
    };

    expect_refused(*state, cases, COUNT_OF(cases));
}

static void rare_controls_do_not_make_a_text_binary(void **state)
{
    struct buf text = {0};

    for (int i = 0; i < 100; i++)
        buf_text(&text, "words ");
    buf_text(&text, "end\x1a"); /* as some systems ended a file */
    read_ok(*state, "Ctrl-Z", buf_view(&text), "x.txt");
    buf_free(&text);
}

static void foreign_formats_are_named(void **state)
{
    static const struct refusal cases[] = {
        {"zip", BYTES("PK\x03\x04\x14\0\0\0\x08\0"), "zip"},
        {"DOC", BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ".doc"},
        {"RTF", BYTES("{\\rtf1\\ansi text}"), "RTF"},
    };
    static const char *const pages[] = {"<html><body>x</body></html>", "<HTML LANG=en>x",
                                        "\n  <!DOCTYPE html>\n<p>x",
                                        "\xef\xbb\xbf<!doctype html><p>x"};

    expect_refused(*state, cases, COUNT_OF(cases));
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct document document = read_ok(*state, pages[i], str_of(pages[i]), "x.txt");
        expect_text(pages[i], str_of(document.format), "html");
        expect_text(pages[i], document.lines[0].text, "x");
    }
    read_ok(*state, "a word that begins as HTML does", STR("<hint> this is text"), "x.txt");
    read_ok(*state, "PDF in the text", STR("see the %PDF-file"), "x.txt");
}

/* "1:a 2:b": the lines with their numbers. */
static const char *lines_of(const struct world *world, const struct document *document)
{
    const char *out = "";

    for (size_t i = 0; i < document->count; i++)
        out = arena_printf(world->arena, "%s%s%u:%.*s", out, i > 0 ? " " : "",
                           document->lines[i].line, (int)document->lines[i].text.n,
                           document->lines[i].text.p);
    return out;
}

static void lines_are_counted_by_lf(void **state)
{
    static const struct {
        const char *text, *lines;
    } cases[] = {
        {"a", "1:a"},
        {"a\n", "1:a"},
        {"a\nb", "1:a 2:b"},
        {"a\r\nb\r\n", "1:a 2:b"},
        {"\n\na\n\n", "1: 2: 3:a 4:"},
        {"a\rb\nc", "1:a 1:b 2:c"},
        {"a\r", "1:a"},
        {"a\r\rb", "1:a 1: 1:b"},
        {"a\r\r\nb", "1:a 1: 2:b"},
        {"a\n\rb\n", "1:a 2: 2:b"},
        {"  a\t\n", "1:  a\t"},
        {"a\vc\nd", "1:a 1:c 2:d"}, /* grep knows no line end but LF */
        {"a\xe2\x80\xa8z\nb", "1:a 1:z 2:b"},
        {"a\xe2\x80\xa9z\nb", "1:a 1:z 2:b"},
        {"a\xc2\x85z", "1:a 1:z"},
        {"a\fb\nc", "1:a 1:b 2:c"},
        {"\fa\nb\f\nc", "1:a 2:b 3:c"},
        {"a\n\f\nb", "1:a 2: 3:b"},
        {"a\n\f\f\n\n\fb", "1:a 2: 3: 4:b"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(world, cases[i].text, str_of(cases[i].text), "x.txt");
        expect_text(cases[i].text, str_of(lines_of(world, &document)), cases[i].lines);
        for (size_t k = 0; k < document.count; k++)
            expect_number("page", document.lines[k].page, 0);
    }
}

static void markdown_is_known_by_name_or_marks(void **state)
{
    static const struct {
        const char *name, *text, *format;
    } cases[] = {
        {"x.md", "plain\n", "markdown"},
        {"x.markdown", "plain\n", "markdown"},
        {"X.MD", "plain\n", "markdown"},
        {"x.txt", "# One\n\ntext\n\n## Two\n", "markdown"},
        {"x", "# One\n\n## Two\n", "markdown"},
        {"x.txt", "# One\n\ntext\n", "text"},
        {"x.txt", "#one\n#two\n#three\n", "text"},
        {"x.txt", "text\n", "text"},
        {"md", "text\n", "text"},
        {"x.md.txt", "text\n", "text"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document =
            read_ok(world, cases[i].name, str_of(cases[i].text), cases[i].name);
        expect_text(cases[i].name, str_of(document.format), cases[i].format);
    }
    struct document document = read_ok(world, "text", STR("# One\n**bold** \\*\n"), "x.txt");
    expect_text("left alone", str_of(lines_of(world, &document)), "1:# One 2:**bold** \\*");
    expect_number("no level", document.lines[0].level, 0);
}

static void markdown_marks_of_a_line(void **state)
{
    static const struct {
        const char *line, *text;
        unsigned level;
        bool bold;
    } cases[] = {
        {"# One", "One", 1, false},
        {"###### Six", "Six", 6, false},
        {"####### Seven", "####### Seven", 0, false},
        {"## Closed ##", "Closed", 2, false},
        {"##\tTab", "Tab", 2, false},
        {"#hashtag", "#hashtag", 0, false},
        {"#", "#", 0, false},
        {"## ", "## ", 0, false},
        {"## **Bold** heading", "Bold heading", 2, false},
        {"**Bold Line**", "Bold Line", 0, true},
        {"__Bold Line__", "Bold Line", 0, true},
        {"**Bold Line:**", "Bold Line:", 0, true},
        {"**Bold Line**:", "Bold Line:", 0, true},
        {"**Note:** text", "Note: text", 0, false},
        {"*one*, _two_ and ***three***", "one, two and three", 0, false},
        {"a snake_case_name", "a snake_case_name", 0, false},
        {"2 * 3 * 4", "2 * 3 * 4", 0, false},
        {"2*3", "2*3", 0, false},
        {"* item", "* item", 0, false},
        {"- *item*", "- item", 0, false},
        {"****", "****", 0, false},
        {"\\*text\\* and \\_more\\_", "*text* and _more_", 0, false},
        {"1\\. text", "1. text", 0, false},
        {"a back\\slash", "a back\\slash", 0, false},
        {"at the end\\", "at the end\\", 0, false},
        {"caf\xc3\xa9_bar", "caf\xc3\xa9_bar", 0, false},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text = arena_printf(world->arena, "first\n\n%s\n\nlast\n", cases[i].line);
        struct document document = read_ok(world, cases[i].line, str_of(text), "x.md");
        expect_number("one to one", document.count, 5);
        const struct document_line *line = &document.lines[2];
        expect_text(cases[i].line, line->text, cases[i].text);
        expect_number(cases[i].line, line->level, cases[i].level);
        expect_number(cases[i].line, line->bold, cases[i].bold);
        expect_number(cases[i].line, line->line, 3);
    }
}

/* document.h: bold is a line that is set in bold as a whole. */
static void bold_at_both_ends_is_no_bold_line(void **state)
{
    static const char *const cases[] = {"**Pay** and **Perks**", "__Pay__ and __Perks__",
                                        "**Pay** and __Perks__", "**Pay** and Perks**"};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(world, cases[i], str_of(cases[i]), "x.md");
        expect_number(cases[i], document.lines[0].bold, 0);
    }
}

/* "1 v - 2": for each line its level, v for verbatim, or - for neither. */
static const char *hints_of(const struct world *world, const struct document *document)
{
    const char *out = "";

    for (size_t i = 0; i < document->count; i++) {
        const struct document_line *line = &document->lines[i];
        const char *hint = line->level > 0  ? arena_printf(world->arena, "%u", line->level)
                           : line->verbatim ? "v"
                                            : "-";
        out = arena_printf(world->arena, "%s%s%s", out, i > 0 ? " " : "", hint);
    }
    return out;
}

static void markdown_blocks(void **state)
{
    static const struct {
        const char *label, *text, *hints;
    } cases[] = {
        {"underlined by =", "Title\n=====\n\ntext\n", "1 v - -"},
        {"underlined by -", "text\n\nTitle\n-----\ntext\n", "- - 2 v -"},
        {"a rule", "text\n\n---\n\ntext\n", "- - - - -"},
        {"a rule below a heading", "# Title\n---\ntext\n", "1 - -"},
        {"a rule below a rule", "text\n\n---\n---\n", "- - - -"},
        {"a table", "a|b\n---|---\nc|d\n", "- v -"},
        {"fence", "# A\n```\n# B\n**c**\n```\n# D\n", "1 v v v v 1"},
        {"fence with a language", "```sh\n# B\n```\ntext\n", "v v v -"},
        {"fence without an end", "text\n```\n# B\n\n# C\n", "- v v v v"},
        {"underline in a fence", "```\nTitle\n=====\n```\n", "v v v v"},
        {"front matter", "---\ntitle: X\n# comment\n---\n# A\n", "v v v v 1"},
        {"front matter without an end", "---\ntitle: X\n\n# A\n", "- - - 1"},
        {"front matter further down", "\n---\ntitle: X\n---\n# A\n", "- - 2 v 1"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(world, cases[i].label, str_of(cases[i].text), "x.md");
        expect_text(cases[i].label, str_of(hints_of(world, &document)), cases[i].hints);
    }
    struct document document = read_ok(world, "fence", STR("```\n**c** \\* # d\n```\n"), "x.md");
    expect_text("as it is", document.lines[1].text, "**c** \\* # d");
}

static void front_matter_names_the_title(void **state)
{
    static const struct {
        const char *text, *title;
        unsigned line;
    } cases[] = {
        {"---\ntitle: Tide Clerk\n---\ntext\n", "Tide Clerk", 2},
        {"---\ncode: 1\ntitle: \"Tide Clerk\"\n---\ntext\n", "Tide Clerk", 3},
        {"---\ntitle:   'Tide Clerk'  \n---\ntext\n", "Tide Clerk", 2},
        {"---\ntitle: Clerk: Tides\n---\ntext\n", "Clerk: Tides", 2},
        {"---\ntitle: One\ntitle: Two\n---\ntext\n", "One", 2},
        {"---\ntitle:\n---\ntext\n", "", 0},
        {"---\nsubtitle: x\n---\ntext\n", "", 0},
        {"---\ntitle: Tide Clerk\ntext\n", "", 0},
        {"text\n---\ntitle: Tide Clerk\n---\n", "", 0},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_ok(world, cases[i].text, str_of(cases[i].text), "x.md");
        expect_text(cases[i].text, document.title, cases[i].title);
        if (cases[i].line > 0)
            expect_number(cases[i].text, document.title_line, cases[i].line);
    }
}

/* Whatever the bytes: refused with a reason, or lines of valid UTF-8 in order. */
static void random_bytes_are_read_or_refused(void **state)
{
    static const char *const pieces[] = {
        "#",        "##",   " ",    "\n",       "\r",    "\r\n",         "*", "**",
        "_",        "\\",   "```",  "---\n",    "===\n", "title:",       "a", "B",
        "\xc3\xa9", "\xff", "\xfe", "\xe2\x82", "\x81",  "\xef\xbb\xbf", "\""};
    struct support_random random = random_start("bytes");
    const struct world *world = *state;
    size_t read = 0;

    for (int round = 0; round < 2000; round++) {
        struct document document;
        struct err err;
        struct buf bytes = {0};
        for (uint32_t n = random_below(&random, 60); n > 0; n--)
            buf_text(&bytes, pieces[random_below(&random, COUNT_OF(pieces))]);
        if (read_document(&document, buf_view(&bytes), round % 2 > 0 ? STR("x.md") : STR("x"),
                          world->arena, &err) == ERR_OK) {
            size_t ends = 0;
            for (size_t i = 0; i < bytes.n; i++)
                ends += bytes.p[i] == '\n';
            for (size_t i = 0; i < document.count; i++) {
                const struct document_line *line = &document.lines[i];
                expect_true("UTF-8", utf8_valid(line->text));
                expect_true("in order", line->line >= (i > 0 ? line[-1].line : 1));
                if (document.note != NULL || bytes.n < 2 || (unsigned char)bytes.p[0] < 0xfe)
                    expect_true("as many", line->line <= ends + 1);
            }
            read++;
        } else {
            expect_printable("reason", err.text);
        }
        buf_free(&bytes);
        arena_clear(world->arena);
    }
    expect_true("some were read", read > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(encodings_become_utf8),
        world_test(long_texts_are_converted_whole),
        world_test(bytes_that_are_no_text_are_refused),
        world_test(no_bytes_at_all_are_refused),
        world_test(binary_in_utf16_is_refused),
        world_test(rare_controls_do_not_make_a_text_binary),
        world_test(foreign_formats_are_named),
        world_test(lines_are_counted_by_lf),
        world_test(markdown_is_known_by_name_or_marks),
        world_test(markdown_marks_of_a_line),
        world_test(bold_at_both_ends_is_no_bold_line),
        world_test(markdown_blocks),
        world_test(front_matter_names_the_title),
        world_test(random_bytes_are_read_or_refused),
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
