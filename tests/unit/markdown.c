/* lib/read: what Markdown marks within lines, tables, comments, labels. */

#include "support.h"

#include "base/utf8.h"
#include "read/inline.h"
#include "read/read.h"

static struct document read_markdown(const struct world *world, const char *text)
{
    struct document document;
    struct err err;

    expect_ok(text, read_document(&document, str_of(text), STR("x.md"), world->arena, &err), &err);
    return document;
}

static void marks_within_a_line(void **state)
{
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"see [the tide table](https://tides.example) now", "see the tide table now"},
        {"[a](b/c \"Title\") and [d](#e)", "a and d"},
        {"[a](x/y_(z)) b", "a b"},
        {"[Pay]({% link pages/pay-and-perks.md %}).", "Pay."},
        {"[**Pay** scale](pay.html)", "Pay scale"},
        {"![a map](map.png) of the port", "a map of the port"},
        {"[![map](map.png)](port.html)", "map"},
        {"[insert division]", "[insert division]"},
        {"[may](not)", "[may](not)"},
        {"[may] (see 1.2)", "[may] (see 1.2)"},
        {"[a](see b/c)", "[a](see b/c)"},
        {"[a](b/c", "[a](b/c"},
        {"a](b/c)", "a](b/c)"},
        {"<https://port.example/a_b_c>", "https://port.example/a_b_c"},
        {"<clerk@port.example>", "clerk@port.example"},
        {"one<br>two<br/>three<BR />", "one two three"},
        {"<b>Clerk</b><i class=\"x\">s</i>", "Clerks"},
        {"<p>one</p><p>two</p>", "one  two"},
        {"<name> of the <agency>", "<name> of the <agency>"},
        {"1 < 2 and 3 > 2", "1 < 2 and 3 > 2"},
        {"`**code**` and ``a ` b``", "**code** and a ` b"},
        {"a ` b", "a ` b"},
        {"a `` b ` c", "a `` b ` c"},
        {"`<b>`", "<b>"},
        {"***both** one*", "both one"},
        {"**one *two* three**", "one two three"},
        {"_**one**_", "one"},
        {"*one _two* three_", "one _two three_"},
        {"“**both**” – *and*’s", "“both” – and’s"},
        {"caf\xc3\xa9_bar_", "caf\xc3\xa9_bar_"},
        {"$10* a year", "$10* a year"},
        {"*subject to change", "*subject to change"},
        {"**required", "**required"},
        {"Name: __ Date: ____", "Name: __ Date: ____"},
        {"\\[a\\](b/c)", "[a](b/c)"},
        {"", ""},
        {"<b>", ""},
        {"[](a/b)", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].line, inline_text(str_of(cases[i].line), world->arena), cases[i].text);
}

static void labels_that_run_in(void **state)
{
    static const struct {
        const char *line, *lead; /* the part of the text that was bold; empty: none, or all */
    } cases[] = {
        {"**Class Code:** 1234", "Class Code:"},
        {"**Class Code**: 1234", "Class Code"},
        {"__Pay:__ $10", "Pay:"},
        {"  **Pay:** $10", "  Pay:"},
        {"**[Pay](pay.html):** $10", "Pay:"},
        {"**Pay *and* perks:** some", "Pay and perks:"},
        {"**Pay:**", ""},
        {"**Pay**:", ""},
        {"**Pay: $10", ""},
        {"****Pay:** $10", ""},
        {"**Pay**s: $10", ""},
        {"**Clerk’s**:", ""},
        {"**Clerk’**s pay", "Clerk’"},
        {"Pay: **$10**", ""},
        {"- **Pay:** $10", ""},
        {"# **Pay:** $10", ""},
        {"plain", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_markdown(world, cases[i].line);
        expect_text(cases[i].line, (struct str){document.lines[0].text.p, document.lines[0].lead},
                    cases[i].lead);
    }
}

static void tables_become_rows(void **state)
{
    static const struct {
        const char *text, *line; /* of the second row of cells */
    } cases[] = {
        {"| Grade | Pay |\n|-------|:---:|\n| 1 | $10 |\n", "1\t$10"},
        {"Grade | Pay\n--- | ---\n1 | $10\n", "1\t$10"},
        {"|a|b|\n|-|-|\n|  | **$10** |\n", "\t$10"},
        {"|a|b|\n|-|-|\n| x \\| y | [z](z.html) |\n", "x | y\tz"},
        {"|a|b|\n|-|-|\n| one<br>two |\n", "one two"},
        {"|a|b|\n|-|-|\n| one\ttwo | three |\n", "one two\tthree"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_markdown(world, cases[i].text);
        expect_number(cases[i].text, document.count, 3);
        expect_true("head", document.lines[0].row && !document.lines[0].verbatim);
        expect_true("rule", document.lines[1].verbatim && !document.lines[1].row);
        expect_true("row", document.lines[2].row);
        expect_number("line", document.lines[2].line, 3);
        expect_text(cases[i].text, document.lines[2].text, cases[i].line);
    }
}

/* "r-v": r for a row, v for verbatim, - for neither, and digits for levels. */
static const char *kinds_of(const struct world *world, const struct document *document)
{
    char *out = arena_zero(world->arena, document->count + 1, 1);

    for (size_t i = 0; i < document->count; i++) {
        const struct document_line *line = &document->lines[i];
        out[i] = (char)(line->verbatim    ? 'v'
                        : line->row       ? 'r'
                        : line->level > 0 ? '0' + (int)line->level
                                          : '-');
    }
    return out;
}

static void blocks(void **state)
{
    static const struct {
        const char *label, *text, *kinds;
    } cases[] = {
        {"a table ends at a blank line", "a|b\n-|-\nc|d\n\ne|f\n", "rvr--"},
        {"a table ends where no bar is", "a|b\n-|-\nc|d\ntext\ne|f\n", "rvr--"},
        {"bars are no table", "a|b\nc|d\n", "--"},
        {"a rule with bars alone", "text\n|-|-|\n", "--"},
        {"a comment", "<!-- # Duties -->\n# Duties\n", "v1"},
        {"over several lines", "<!--\n# Duties\n-->\n# Duties\n", "vvv1"},
        {"without an end", "<!--\n# Duties\n", "-1"},
        {"within a line", "text <!-- aside -->\n# Duties\n", "-1"},
        {"a second one without an end", "<!-- a -->\n# A\n<!-- b\n# B\n", "v1-1"},
        {"a template's comment", "{% comment --- %}\n# Aside\n{% endcomment %}\n# Duties\n",
         "vvv1"},
        {"on one line", "{% comment %}x{% endcomment %}\n# Duties\n", "v1"},
        {"tildes", "~~~\n# Aside\n~~~\n# Duties\n", "vvv1"},
        {"a row is not underlined", "a|b\n-|-\nc|d\n---\n", "rvr-"},
        {"an underlined label", "**Duties**\n----------\n", "2v"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct document document = read_markdown(world, cases[i].text);
        expect_text(cases[i].label, str_of(kinds_of(world, &document)), cases[i].kinds);
    }
}

/* Text without a sign that marks anything comes out as it went in, and marks never cost a word. */
static void no_word_is_lost(void **state)
{
    static const char *const pieces[] = {"*", "**", "_", "__", "`",  "``", "[", "]",       "(",
                                         ")", "!",  "<", ">",  "\\", " ",  "|", "\xc3\xa9"};
    struct support_random random = random_start("words");
    const struct world *world = *state;

    for (int round = 0; round < 5000; round++) {
        struct buf line = {0};
        for (char letter = 'A'; letter <= 'J'; letter++) {
            buf_char(&line, letter);
            for (uint32_t n = random_below(&random, 3); n > 0; n--)
                buf_text(&line, pieces[random_below(&random, COUNT_OF(pieces))]);
        }
        struct str text = inline_text(buf_view(&line), world->arena);
        char letter = 'A';
        for (size_t i = 0; i < text.n; i++)
            letter = (char)(letter + (text.p[i] == letter));
        /* <A> and <B> are tags by their names; what is within others stays. */
        if (memchr(line.p, '<', line.n) == NULL)
            expect_number(arena_strndup(world->arena, line.p, line.n), letter, 'K');
        expect_true("UTF-8", utf8_valid(text));
        buf_free(&line);
        arena_clear(world->arena);
    }
}

/* Long lines of signs that might begin something take no longer for each of them. */
static void hostile_lines_end(void **state)
{
    static const char *const pieces[] = {"[",  "](",   "![",  "`",      "` `` ",  "<",  "<b",
                                         "*a", "_a* ", "](a", "[a](b/", "[](a/{", "\\", "**a _b "};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        struct buf line = {0};
        for (int n = 0; n < 200000; n++)
            buf_text(&line, pieces[i]);
        struct str text = inline_text(buf_view(&line), world->arena);
        expect_true(pieces[i], text.n > 0 && text.n <= line.n);
        buf_free(&line);
        arena_clear(world->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(marks_within_a_line), world_test(labels_that_run_in),
        world_test(tables_become_rows),  world_test(blocks),
        world_test(no_word_is_lost),     world_test(hostile_lines_end),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
