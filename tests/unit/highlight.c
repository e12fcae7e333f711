/* Highlights and snippets of lib/search. */

#include "section.h"
#include "stemming.h"

#include "base/utf8.h"
#include "search/highlight.h"
#include "search/token.h"

static const struct query_node *parse(const struct world *world, const char *query)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, world->arena, &err), &err);
    return root;
}

static struct highlight find_both(const struct world *world, const struct query_node *root,
                                  struct str heading, struct str text)
{
    struct highlight highlight;
    struct section section;
    struct spelled spelled;
    struct err err;

    section_open(&section, world, stemmer, heading, text);
    expect_true("spelled", spelling_read(&spelled, &section.spelling, &section.tokens,
                                         section.vocabulary, world->arena));
    expect_true("the text", str_eq(spelled.heading, heading) && str_eq(spelled.text, text));
    const struct record_section record = {
        .heading = spelled.heading, .text = spelled.text, .places = spelled.places};
    struct span_node *query = span_compile(root, section.vocabulary, world->arena);
    expect_ok("find",
              highlight_section(&highlight, &record, &section.tokens, query,
                                arena_zero(world->arena, section.tokens.count, sizeof(bool)),
                                world->arena, &err),
              &err);
    span_free(query);
    section_close(&section);
    return highlight;
}

static struct marks find(const struct world *world, const struct query_node *root, struct str text)
{
    struct highlight highlight = find_both(world, root, STR(""), text);

    expect_number("no heading", highlight.heading.count, 0);
    return highlight.text;
}

/* Ascending, not empty, not overlapping, within `length`. */
static void expect_in_order(const char *label, const struct marks *marks, size_t length)
{
    size_t previous = 0;

    for (size_t i = 0; i < marks->count; i++) {
        expect_true(label, marks->items[i].start >= previous);
        expect_true(label, marks->items[i].end > marks->items[i].start);
        previous = marks->items[i].end;
    }
    expect_true(label, previous <= length);
}

/* The text with [ ] around what is marked; marks are in bytes. */
static const char *bracketed(const struct world *world, struct str text, const struct marks *marks)
{
    struct buf out = {0};
    size_t at = 0;

    for (size_t i = 0; i < marks->count; i++) {
        buf_add(&out, text.p + at, marks->items[i].start - at);
        buf_char(&out, '[');
        at = marks->items[i].end;
        buf_add(&out, text.p + marks->items[i].start, at - marks->items[i].start);
        buf_char(&out, ']');
    }
    buf_str(&out, str_from(text, at));
    const char *copy = arena_strndup(world->arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return copy;
}

static void marks_are_what_matches(void **state)
{
    static const struct {
        const char *query, *text, *marked;
    } cases[] = {
        {"manages", "Manager managed; a matrix MANAGES man.",
         "[Manager] [managed]; a matrix [MANAGES] man."},
        {"boats skies", "One boat, no sky.", "One [boat], no [sky]."},
        {"its", "it Its ITS", "it [Its] [ITS]"}, /* short words have no stems */
        {"\"matrix manages\"", "Matrix manages. Matrix, MANAGES; matrix managed; manages matrix",
         "[Matrix] [manages]. [Matrix], [MANAGES]; matrix managed; manages matrix"},
        {"\"a a\"", "a a a b a", "[a] [a] [a] b a"},
        {"\"a b a\"", "a b a b a b", "[a] [b] [a] [b] [a] b"},
        {"\"x y z\"", "x y", "x y"},
        {"full-time", "Full-time, full time, time full", "[Full]-[time], [full] [time], time full"},
        {"driver", "drivers driver's DRIVER", "[drivers] [driver]'s [DRIVER]"},
        {"driver's", "drivers driver's DRIVER", "[drivers] [driver]'s [DRIVER]"},
        {"\"driver's\"", "driver's drivers", "[driver]'[s] drivers"},
        {"s", "driver's s", "driver's [s]"},
        {"\"driver s\"", "driver's drivers", "[driver]'[s] drivers"},
        {"duties:boats", "A boat.", "A [boat]."},
        {"title:boats agency:boats code:boats", "A boat.", "A boat."},
        {"", "A boat.", "A boat."},
        {"boats \"boats x\"", "boats x boats", "[boats] [x] [boats]"},
        {"\xc3\xa9t\xc3\xa9", "L'\xc3\x89T\xc3\x89, \xc3\xa9t\xc3\xa9s.",
         "L'[\xc3\x89T\xc3\x89], \xc3\xa9t\xc3\xa9s."},
        {"supervise", "super\xc2\xadvise", "[super\xc2\xadvise]"},
        {"boats", "", ""},
        {"boats OR ski*", "A boat, skilled skies, sky.", "A [boat], [skilled] [skies], sky."},
        {"boats -sky", "A boat, no sky.", "A [boat], no sky."},
        {"boats /2 sky", "Boat a sky b b boat; sky of boats.",
         "[Boat] a [sky] b b [boat]; [sky] of [boats]."},
        {"boats /2 sky", "Boat a b sky, sky.", "Boat a b sky, sky."},
        {"\"the boat\" /1 sky", "The boat sky. And the boat is sky.",
         "[The] [boat] [sky]. And the boat is sky."},
        {"boats /s sky", "Boat and sky and boat. Sky alone. A boat.",
         "[Boat] and [sky] and [boat]. Sky alone. A boat."},
        {"boats /p sky", "A boat. The sky.\n\nA boat.", "A [boat]. The [sky].\n\nA boat."},
        {"(boats OR ship) /s sky", "A ship, the sky.", "A [ship], the [sky]."},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str text = str_of(cases[i].text);
        struct marks marks = find(world, parse(world, cases[i].query), text);
        expect_in_order(cases[i].query, &marks, text.n);
        expect_text(cases[i].query, str_of(bracketed(world, text, &marks)), cases[i].marked);
    }
    struct marks marks = find(world, parse(world, "boats"), (struct str){NULL, 0});
    expect_number("no text", marks.count, 0);
}

/* The heading is a text of its own: what is sought never runs from it into the text. */
static void headings_are_marked_apart(void **state)
{
    static const struct {
        const char *query, *heading, *text;
    } cases[] = {
        {"boats", "[Boats]", "A [boat]."},        {"\"boats a\"", "Boats", "A boat."},
        {"\"a boat\"", "Boats", "[A] [boat]."},   {"boats /5 a", "Boats", "[A] [boat]."},
        {"boats /s a", "Boats", "[A] [boat]."},   {"boats /p b", "Boats", "A boat."},
        {"boats /p b", "[B] [boats]", "A boat."},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf heading = {0}, text = {0};
        for (const char *p = cases[i].heading; *p != '\0'; p++)
            if (*p != '[' && *p != ']')
                buf_char(&heading, *p);
        for (const char *p = cases[i].text; *p != '\0'; p++)
            if (*p != '[' && *p != ']')
                buf_char(&text, *p);
        struct highlight highlight =
            find_both(world, parse(world, cases[i].query), buf_view(&heading), buf_view(&text));
        expect_text(cases[i].query,
                    str_of(bracketed(world, buf_view(&heading), &highlight.heading)),
                    cases[i].heading);
        expect_text(cases[i].query, str_of(bracketed(world, buf_view(&text), &highlight.text)),
                    cases[i].text);
        buf_free(&heading);
        buf_free(&text);
    }
}

static void offsets_in_code_points(void **state)
{
    /* e acute, euro sign, a face: 2, 3 and 4 bytes */
    static const char text[] = "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 boats \xc3\xa9 "
                               "boat";
    const struct world *world = *state;
    struct marks marks = find(world, parse(world, "boats"), STR(text));

    expect_number("marks", marks.count, 2);
    expect_number("bytes", marks.items[0].start, 12);
    highlight_to_code_points(&marks, STR(text));
    expect_number("first", marks.items[0].start, 6);
    expect_number("first", marks.items[0].end, 11);
    expect_number("second", marks.items[1].start, 14);
    expect_number("second", marks.items[1].end, 18);
    struct marks none = {0};
    highlight_to_code_points(&none, STR("text"));
    expect_number("none", none.count, 0);
}

static const char *const pieces[] = {
    "boat", "Boats",        "manage", "manager's",         "matrix",
    "its",  "it",           "s",      "\xc3\x89t\xc3\xa9", "na\xc3\xafve",
    "x",    "\xe2\x82\xac", "and",    "licence",           "super\xc2\xadvise"};
static const char *const breaks[] = {" ", " ", " ", " ", "\n", "\n\n", "  ", ". ", ", ", "-", "; "};

static struct str random_text(struct buf *out, struct support_random *random, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        if (i > 0 || random_below(random, 8) == 0)
            buf_text(out, breaks[random_below(random, COUNT_OF(breaks))]);
        buf_text(out, pieces[random_below(random, COUNT_OF(pieces))]);
    }
    return buf_view(out);
}

static const char *random_query(const struct world *world, struct support_random *random)
{
    const char *query = "";

    for (uint32_t n = 1 + random_below(random, 3); n > 0; n--) {
        bool phrase = random_below(random, 3) == 0;
        query = arena_printf(world->arena, "%s %s%s%s%s%s", query, phrase ? "\"" : "",
                             pieces[random_below(random, 11)], phrase ? " " : "",
                             phrase ? pieces[random_below(random, 11)] : "", phrase ? "\"" : "");
    }
    return query;
}

struct word {
    size_t start, end;
    struct str word, stem;
    bool possessive;
};

static size_t split(const struct world *world, struct word *words, size_t room, struct str text)
{
    struct tokenizer tokens;
    struct buf stem = {0};
    size_t count = 0;
    struct err err;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        assert_true(count < room);
        expect_ok("stem", stemmer_stem(&stem, stemmer, buf_view(&tokens.word), &err), &err);
        words[count++] =
            (struct word){tokens.start, tokens.end,
                          str_of(arena_strndup(world->arena, tokens.word.p, tokens.word.n)),
                          str_of(arena_strndup(world->arena, stem.p, stem.n)), tokens.possessive};
    }
    buf_free(&stem);
    tokenizer_free(&tokens);
    return count;
}

/* Is word `at` a match of the leaf, alone or as any word of the phrase? */
static bool is_match(const struct query_node *leaf, const struct word *words, size_t count,
                     size_t at)
{
    if (leaf->type == QUERY_WORD)
        return !words[at].possessive && str_eq(words[at].stem, leaf->stems[0]);
    for (size_t first = at + 1 >= leaf->word_count ? at + 1 - leaf->word_count : 0; first <= at;
         first++) {
        size_t k = 0;
        while (k < leaf->word_count && first + k < count &&
               str_eq(words[first + k].word, leaf->words[k]))
            k++;
        if (k == leaf->word_count)
            return true;
    }
    return false;
}

/* Is it one of any leaf outside of NOT? */
static bool is_any_match(const struct query_node *node, const struct word *words, size_t count,
                         size_t at)
{
    if (query_is_leaf(node->type))
        return is_match(node, words, count, at);
    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        if (is_any_match(node->children[i], words, count, at))
            return true;
    return false;
}

enum { WORDS = 200 };

static void marks_of_random_texts(void **state)
{
    struct support_random random = random_start("marks");
    const struct world *world = *state;
    size_t marked = 0;

    for (int round = 0; round < 500; round++) {
        struct buf buf = {0};
        struct word words[WORDS];
        struct str text = random_text(&buf, &random, random_below(&random, 60));
        const char *query = random_query(world, &random);
        const struct query_node *root = parse(world, query);
        struct marks marks = find(world, root, text);
        size_t count = split(world, words, WORDS, text), next = 0;

        expect_in_order(query, &marks, text.n);
        for (size_t at = 0; at < count; at++) {
            if (!is_any_match(root, words, count, at))
                continue;
            expect_true(query, next < marks.count);
            expect_number(query, marks.items[next].start, words[at].start);
            expect_number(query, marks.items[next++].end, words[at].end);
        }
        expect_number(query, marks.count, next);
        marked += next;
        buf_free(&buf);
        arena_clear(world->arena);
    }
    expect_true("some are marked", marked > 1000);
}

/* White space folded to single blanks, none at the ends. */
static struct str folded(const struct world *world, struct str text)
{
    struct buf out = {0};

    for (size_t i = 0; i < text.n; i++) {
        bool space = strchr(" \t\r\n\v\f", text.p[i]) != NULL;
        if (!space)
            buf_char(&out, text.p[i]);
        else if (out.n > 0 && out.p[out.n - 1] != ' ')
            buf_char(&out, ' ');
    }
    struct str s = str_trim(buf_view(&out));
    struct str copy = {arena_strndup(world->arena, s.p, s.n), s.n};
    buf_free(&out);
    return copy;
}

/* The text between the signs of something left off. */
static struct str shown(struct str s, bool *before, bool *behind)
{
    *before = str_starts(s, STR("... "));
    if (*before)
        s = str_from(s, 4);
    *behind = s.n >= 4 && memcmp(s.p + s.n - 4, " ...", 4) == 0;
    if (*behind)
        s.n -= 4;
    return s;
}

/* A snippet is a stretch of the folded text, says where it left something off, and marks what was
 * marked there. */
static void expect_snippet(const struct world *world, const char *label, struct str text,
                           const struct marks *marks, size_t length, const struct snippet *snippet)
{
    bool before, behind;
    struct str whole = folded(world, text), part = shown(snippet->text, &before, &behind);
    const char *found = memmem(whole.p, whole.n, part.p, part.n);

    expect_true(label, utf8_valid(snippet->text));
    expect_true(label, found != NULL);
    /* A stretch may occur twice: the signs must fit one of its places. */
    bool fits = false;
    for (; found != NULL && !fits;
         found = memmem(found + 1, (size_t)(whole.p + whole.n - found - 1), part.p, part.n)) {
        fits = before == (found > whole.p) && behind == (found + part.n < whole.p + whole.n);
        if (part.n == 0 || found + 1 >= whole.p + whole.n)
            break;
    }
    expect_true(label, fits);
    expect_true(label, part.n <= length + 40); /* no piece is longer than 40 bytes */
    expect_in_order(label, &snippet->marks, utf8_length(snippet->text));
    expect_true(label, marks->count == 0 || snippet->marks.count > 0);
    expect_true(label, snippet->marks.count <= marks->count);
    for (size_t i = 0; i < snippet->marks.count; i++) {
        const struct mark *mark = &snippet->marks.items[i];
        size_t from = 0, to = 0, points = 0;
        for (size_t at = 0; at <= snippet->text.n; at++) {
            if (at == snippet->text.n || ((unsigned char)snippet->text.p[at] & 0xc0) != 0x80) {
                from = points == mark->start ? at : from;
                to = points == mark->end ? at : to;
                points++;
            }
        }
        struct str word = {snippet->text.p + from, to - from};
        bool known = false;
        for (size_t k = 0; k < marks->count && !known; k++)
            known = str_eq(word, (struct str){text.p + marks->items[k].start,
                                              marks->items[k].end - marks->items[k].start});
        expect_true(label, known);
    }
}

static void snippets_of_random_texts(void **state)
{
    struct support_random random = random_start("snippets");
    const struct world *world = *state;

    for (int round = 0; round < 800; round++) {
        struct buf buf = {0};
        struct snippet snippet;
        struct str text = random_text(&buf, &random, 1 + random_below(&random, 120));
        const struct query_node *root = parse(world, random_query(world, &random));
        struct marks marks = find(world, root, text);
        size_t length = 20 + random_below(&random, 260);
        highlight_snippet(&snippet, text, &marks, length, world->arena);
        /* White space at the ends is another test's. */
        if (str_trim(text).n == text.n)
            expect_snippet(world, text.p, text, &marks, length, &snippet);
        buf_free(&buf);
        arena_clear(world->arena);
    }
}

static struct snippet snippet_of(const struct world *world, const char *query, struct str text,
                                 size_t length)
{
    struct marks marks = find(world, parse(world, query), text);
    struct snippet snippet;

    highlight_snippet(&snippet, text, &marks, length, world->arena);
    return snippet;
}

static void short_texts_are_shown_whole(void **state)
{
    static const struct {
        const char *query, *text, *snippet;
        size_t marks;
    } cases[] = {
        {"boats", "A boat.", "A boat.", 1},
        {"", "A\n\n boat\tand  more", "A boat and more", 0},
        {"boats", "boat\nboats", "boat boats", 2},
        {"boats", "", "", 0},
        {"boats", "none", "none", 0},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct snippet snippet = snippet_of(world, cases[i].query, str_of(cases[i].text), 280);
        expect_text(cases[i].text, snippet.text, cases[i].snippet);
        expect_number(cases[i].text, snippet.marks.count, cases[i].marks);
    }
}

static void long_texts_are_cut_at_words(void **state)
{
    const struct world *world = *state;
    struct buf text = {0};

    for (int i = 0; i < 100; i++)
        buf_printf(&text, "word%03d ", i);
    buf_text(&text, "boats end");
    struct snippet first = snippet_of(world, "", buf_view(&text), 100);
    expect_true("starts", str_starts(first.text, STR("word000 word001 ")));
    expect_true("ends", strcmp(first.text.p + first.text.n - 4, " ...") == 0);
    expect_number("whole words", (first.text.n - 4 + 1) % 8, 0);
    expect_true("length", first.text.n <= 104 && first.text.n > 50);

    struct snippet last = snippet_of(world, "boats", buf_view(&text), 100);
    expect_true("left off", str_starts(last.text, STR("... word")));
    expect_true("to the end", strcmp(last.text.p + last.text.n - 9, "boats end") == 0);
    expect_number("mark", last.marks.count, 1);
    expect_number("mark", last.marks.items[0].end, last.text.n - 4);
    struct snippet both = snippet_of(world, "word050", buf_view(&text), 100);
    expect_true("between", str_starts(both.text, STR("... word")) &&
                               strcmp(both.text.p + both.text.n - 4, " ...") == 0);
    buf_free(&text);
}

/* The window with the most marks is the one that is shown. */
static void snippets_show_where_most_is_marked(void **state)
{
    const struct world *world = *state;
    struct buf text = {0};

    buf_text(&text, "A boat. ");
    for (int i = 0; i < 10; i++)
        buf_text(&text, "filler words stand here. ");
    buf_text(&text, "Here boats and boats and boats lie. ");
    for (int i = 0; i < 60; i++)
        buf_text(&text, "filler words stand here. ");
    struct snippet snippet = snippet_of(world, "boats", buf_view(&text), 120);
    expect_number("marks", snippet.marks.count, 3);
    expect_true("sentence", str_starts(snippet.text, STR("... Here boats")));
    buf_free(&text);
}

static void words_longer_than_a_snippet(void **state)
{
    const struct world *world = *state;
    struct buf text = {0}, word = {0};

    for (int i = 0; i < 200; i++)
        buf_text(&word, "\xc3\xa9");
    buf_printf(&text, "before %s behind it", word.p);
    struct snippet snippet = snippet_of(world, word.p, buf_view(&text), 50);
    expect_true("UTF-8", utf8_valid(snippet.text));
    expect_number("the mark is whole", snippet.marks.count, 1);
    expect_number("the mark is whole", snippet.marks.items[0].end - snippet.marks.items[0].start,
                  200);
    buf_free(&text);
    buf_free(&word);
}

static void snippets_are_cut_at_characters(void **state)
{
    static const char *const characters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(characters); i++) {
        struct buf text = {0};
        while (text.n < 400)
            buf_text(&text, characters[i]);
        for (size_t length = 50; length < 56; length++) {
            struct snippet snippet = snippet_of(world, "none", buf_view(&text), length);
            expect_true(characters[i], utf8_valid(snippet.text));
            expect_true(characters[i], snippet.text.n <= length + 4);
        }
        buf_free(&text);
    }
}

/* Sections keep the indentation of their first line: nothing is left off where blanks were. */
static void white_space_at_the_ends_is_nothing_left_off(void **state)
{
    static const struct {
        const char *query, *text, *snippet;
    } cases[] = {
        {"", "   Licence for a boat.", "Licence for a boat."},
        {"boats", "\n\tLicence for a boat.", "Licence for a boat."},
        {"boats", "Licence for a boat.  \n ", "Licence for a boat."},
        {"", "Licence for a boat, of 32 bytes.                                 ",
         "Licence for a boat, of 32 bytes."},
        {"", "  ", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].text,
                    snippet_of(world, cases[i].query, str_of(cases[i].text), 40).text,
                    cases[i].snippet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(marks_are_what_matches),
        world_test(headings_are_marked_apart),
        world_test(offsets_in_code_points),
        world_test(marks_of_random_texts),
        world_test(short_texts_are_shown_whole),
        world_test(long_texts_are_cut_at_words),
        world_test(snippets_show_where_most_is_marked),
        world_test(words_longer_than_a_snippet),
        world_test(snippets_are_cut_at_characters),
        world_test(snippets_of_random_texts),
        world_test(white_space_at_the_ends_is_nothing_left_off),
    };
    return cmocka_run_group_tests_name("highlight", tests, make_stemmer, free_stemmer);
}
