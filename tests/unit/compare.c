/* lib/search/compare, with what it is made of: common, passage, align. Every word of every text
 * must be in the result once, whatever the texts are. */

#include "support.h"

#include "base/utf8.h"
#include "search/common.h"
#include "search/compare.h"
#include "search/token.h"

/* The slow way to a longest common subsequence's length, by R. A. Wagner and M. J. Fischer. */
static size_t longest(const uint32_t *a, size_t an, const uint32_t *b, size_t bn)
{
    size_t best[32][32] = {{0}};

    for (size_t i = 1; i <= an; i++)
        for (size_t k = 1; k <= bn; k++) {
            size_t without = best[i - 1][k] > best[i][k - 1] ? best[i - 1][k] : best[i][k - 1];
            size_t with = best[i - 1][k - 1] + (a[i - 1] == b[k - 1]);
            best[i][k] = with > without ? with : without;
        }
    return best[an][bn];
}

/* Checks that what is marked is a common subsequence, and returns how long it is. */
static size_t check_common(const bool *in_a, const bool *in_b, struct common_sequence a,
                           struct common_sequence b)
{
    size_t k = 0, length = 0;

    for (size_t i = 0; i < a.count; i++) {
        if (!in_a[i])
            continue;
        while (k < b.count && !in_b[k])
            k++;
        expect_true("partner", k < b.count);
        expect_number("equal", a.items[i], b.items[k]);
        k++;
        length++;
    }
    for (; k < b.count; k++)
        expect_true("no partner", !in_b[k]);
    return length;
}

static void common_subsequences_are_longest(void **state)
{
    struct support_random random = random_start("common");
    struct common common = {0};
    (void)state;

    for (int round = 0; round < 3000; round++) {
        uint32_t a[30], b[30], letters = 1 + random_below(&random, 6);
        struct common_sequence x = {a, random_below(&random, 30)};
        struct common_sequence y = {b, random_below(&random, 30)};
        bool in_a[30], in_b[30];
        for (size_t i = 0; i < x.count; i++)
            a[i] = random_below(&random, letters);
        for (size_t i = 0; i < y.count; i++)
            b[i] = random_below(&random, letters);
        common.budget = 100000;
        common_find(in_a, in_b, &common, x, y);
        expect_number("length", check_common(in_a, in_b, x, y), longest(a, x.count, b, y.count));
        common.budget = random_below(&random, 20); /* less, but still common */
        common_find(in_a, in_b, &common, x, y);
        check_common(in_a, in_b, x, y);
    }
    common_free(&common);
}

/* A letter of `a` and `b` that is in both is a capital. */
static void islands_are_dropped(void **state)
{
    static const struct {
        const char *a, *b, *left_a, *left_b;
    } cases[] = {
        {"", "", "", ""},
        {"ABC", "ABC", "ABC", "ABC"},
        {"xAy", "zAw", "xay", "zaw"},
        {"xAy", "Aw", "xAy", "Aw"},
        {"xAy", "zA", "xAy", "zA"}, /* only what is replaced counts */
        {"Ax", "Ay", "Ax", "Ay"},
        {"xABy", "zABw", "xABy", "zABw"}, /* longer than what differs */
        {"xxABy", "zABww", "xxABy", "zABww"},
        {"xxAByy", "zzABww", "xxabyy", "zzabww"},
        {"xxABCyyy", "ABCzzz", "xxABCyyy", "ABCzzz"}, /* longer than an island */
        {"xAyBz", "AB", "xAyBz", "AB"},
        {"ApBqCrD", "AuBvCwD", "ApbqcrD", "AubvcwD"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool in_a[16], in_b[16];
        char a[16] = "", b[16] = "";
        size_t an = strlen(cases[i].a), bn = strlen(cases[i].b);
        for (size_t k = 0; k < an; k++)
            in_a[k] = cases[i].a[k] < 'a';
        for (size_t k = 0; k < bn; k++)
            in_b[k] = cases[i].b[k] < 'a';
        common_drop_islands(in_a, an, in_b, bn);
        for (size_t k = 0; k < an; k++)
            a[k] = (char)(in_a[k] ? cases[i].a[k] : cases[i].a[k] | 0x20);
        for (size_t k = 0; k < bn; k++)
            b[k] = (char)(in_b[k] ? cases[i].b[k] : cases[i].b[k] | 0x20);
        expect_text(cases[i].a, str_of(a), cases[i].left_a);
        expect_text(cases[i].a, str_of(b), cases[i].left_b);
    }
}

/* The bytes of a text that belong to a word. */
static void find_words(bool *word, struct str text)
{
    struct tokenizer tokens;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        for (size_t i = tokens.start; i < tokens.end; i++)
            word[i] = true;
    tokenizer_free(&tokens);
}

/* How often each byte of each section is in the result. */
struct seen {
    unsigned *bytes[COMPARE_MOST][64];
    unsigned sections[COMPARE_MOST][64];
    size_t words[COMPARE_MOST], shared[COMPARE_MOST];
};

static void see(struct seen *seen, const struct compare_class *classes, size_t class,
                const struct passage *passage)
{
    const struct record_section *section = &classes[class].sections[passage->section];
    size_t at = (size_t)(passage->text.p - section->text.p), line = section->text_line;

    for (size_t i = 0; i < passage->text.n; i++)
        seen->bytes[class][passage->section][at + i]++;
    seen->words[class] += passage->count;
    for (size_t i = 0; i < at; i++)
        line += section->text.p[i] == '\n';
    if (section->text_line > 0)
        expect_true("line", passage->line >= line);
}

/* The words of a cell, its list mark apart, that are not marked. */
static const char *unmarked(const struct compare_cell *cell, struct arena *arena)
{
    struct str text = cell->passage->text;
    struct buf left = {0};
    size_t point = 0, n;
    uint32_t c;

    for (size_t at = 0; at < text.n; at += n, point++) {
        bool in = false;
        n = utf8_decode(text.p + at, text.n - at, &c);
        for (size_t i = 0; i < cell->only.count; i++)
            in = in || (point >= cell->only.items[i].start && point < cell->only.items[i].end);
        for (size_t i = 0; i < cell->some.count; i++)
            in = in || (point >= cell->some.items[i].start && point < cell->some.items[i].end);
        in = in || at < cell->passage->starts[0];
        buf_add(&left, in ? " " : text.p + at, in ? 1 : n);
    }
    struct tokenizer tokens;
    const char *words = "";
    tokenizer_start(&tokens, buf_view(&left));
    while (tokenizer_next(&tokens))
        words = arena_printf(arena, "%s %.*s", words, (int)tokens.word.n, tokens.word.p);
    tokenizer_free(&tokens);
    buf_free(&left);
    return words;
}

static void check_row(struct seen *seen, const struct compare_row *row,
                      const struct compare_class *classes, size_t count)
{
    size_t having = 0;

    for (size_t k = 0; k < count; k++) {
        if (row->cells[k].passage == NULL)
            continue;
        having++;
        see(seen, classes, k, row->cells[k].passage);
        if (row->state == COMPARE_SHARED)
            seen->shared[k] += row->cells[k].passage->count;
        else if (row->state == COMPARE_SAME)
            expect_true("unmarked", row->cells[k].only.count + row->cells[k].some.count == 0);
    }
    expect_true("two at least", having >= 2);
    expect_true("all", (row->state == COMPARE_SHARED) <= (having == count));
}

/* Nothing is lost, nothing is there twice; of two classes, what is not marked is the same. */
static void check_whole(const struct compare *compare, const struct compare_class *classes,
                        size_t count, struct arena *arena)
{
    struct seen *seen = arena_zero(arena, 1, sizeof *seen);

    for (size_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < classes[k].count; i++)
            seen->bytes[k][i] =
                arena_zero(arena, classes[k].sections[i].text.n + 1, sizeof(unsigned));
    for (size_t b = 0; b < compare->block_count; b++)
        for (size_t p = 0; p < compare->blocks[b].part_count; p++) {
            const struct compare_part *part = &compare->blocks[b].parts[p];
            for (size_t k = 0; k < count; k++) {
                if (part->sections[k] != COMPARE_NONE)
                    seen->sections[k][part->sections[k]]++;
                for (size_t i = 0; i < part->rest[k].count; i++)
                    see(seen, classes, k, part->rest[k].items[i]);
            }
            for (size_t r = 0; r < part->row_count; r++) {
                const struct compare_row *row = &part->rows[r];
                check_row(seen, row, classes, count);
                if (count == 2 && row->state == COMPARE_DIFFERS)
                    expect_text("unmarked", str_of(unmarked(&row->cells[0], arena)),
                                unmarked(&row->cells[1], arena));
            }
        }
    for (size_t k = 0; k < count; k++) {
        expect_number("words", seen->words[k], compare->classes[k].words);
        expect_number("shared", seen->shared[k], compare->classes[k].shared);
        for (uint32_t i = 0; i < classes[k].count; i++) {
            struct str text = classes[k].sections[i].text;
            bool *word = arena_zero(arena, text.n + 1, sizeof *word);
            find_words(word, text);
            expect_number("section", seen->sections[k][i], 1);
            for (size_t at = 0; at < text.n; at++)
                if (word[at] || seen->bytes[k][i][at] > 1)
                    expect_number("byte", seen->bytes[k][i][at], 1);
        }
    }
}

/* Texts that share words, sentences and list items, with marks, rules and letters of every kind. */
static struct str random_text(struct support_random *random, struct arena *arena)
{
    static const char *const parts[] = {"Drives a bus. ",
                                        "Drives a truck. ",
                                        "Keeps records.\n",
                                        "\n\n- Keeps records\n",
                                        "1. Plans work\n",
                                        "\n(a) Plans work; ",
                                        "----\n",
                                        "Degree; or ",
                                        "U.S. citizen. ",
                                        "\t40%\t",
                                        "caf\xc3\xa9 \xe2\x80\x9cx\xe2\x80\x9d. ",
                                        "\xe4\xb8\xad\xe6\x96\x87\n",
                                        "records ",
                                        "work ",
                                        "a",
                                        "\xe2\x80\xae",
                                        "Either I ",
                                        "2.",
                                        "Experience: two years. ",
                                        " \n \n",
                                        "PLANS WORK. ",
                                        "No. 7 ",
                                        "<script>&amp;"};
    struct buf text = {0};

    for (uint32_t i = random_below(random, 25); i > 0; i--)
        buf_text(&text, parts[random_below(random, COUNT_OF(parts))]);
    if (random_below(random, 20) == 0)
        for (int i = 0; i < 3000; i++)
            buf_char(&text, 'w');
    struct str copy = {arena_strndup(arena, buf_view(&text).p, text.n), text.n};
    buf_free(&text);
    return copy;
}

static void nothing_is_lost(void **state)
{
    static const struct str headings[] = {BYTES(""), BYTES("Duties"), BYTES("Essential duties"),
                                          BYTES("Education")};
    struct world *world = *state;
    struct support_random random = random_start("compare");

    for (int round = 0; round < 400; round++) {
        struct compare_class classes[COMPARE_MOST];
        size_t count = COMPARE_LEAST + random_below(&random, COMPARE_MOST - COMPARE_LEAST + 1);
        struct compare compare;
        struct err err;
        arena_clear(world->arena);
        for (size_t k = 0; k < count; k++) {
            uint32_t sections = random_below(&random, 8);
            struct record_section *all = arena_zero(world->arena, sections, sizeof *all);
            for (uint32_t i = 0; i < sections; i++) {
                all[i].heading = headings[random_below(&random, COUNT_OF(headings))];
                all[i].text = random_text(&random, world->arena);
                all[i].text_line = 1;
                for (uint32_t kinds = random_below(&random, 4); kinds > 0; kinds--)
                    kind_set_add(&all[i].kinds, (enum spec_kind)random_below(&random, KIND_COUNT));
            }
            classes[k] = (struct compare_class){all, sections};
        }
        expect_ok("compare", compare_texts(&compare, classes, count, world->arena, &err), &err);
        check_whole(&compare, classes, count, world->arena);
    }
}

/* A comparison in one line: "education: [A|B] =shared text; ~one/two; -0 rest". Marks are <only>
 * and {some}. */
static void print_cell(struct buf *out, const struct compare_cell *cell)
{
    struct str text = cell->passage->text;

    for (size_t at = 0; at <= text.n; at++) {
        for (size_t i = 0; i < cell->only.count; i++)
            if (cell->only.items[i].end == at)
                buf_char(out, '>');
        for (size_t i = 0; i < cell->some.count; i++)
            if (cell->some.items[i].end == at)
                buf_char(out, '}');
        for (size_t i = 0; i < cell->only.count; i++)
            if (cell->only.items[i].start == at)
                buf_char(out, '<');
        for (size_t i = 0; i < cell->some.count; i++)
            if (cell->some.items[i].start == at)
                buf_char(out, '{');
        if (at < text.n)
            buf_char(out, text.p[at]);
    }
}

static void print_part(struct buf *out, const struct compare_part *part,
                       const struct compare_class *classes, size_t count)
{
    for (size_t k = 0; k < count; k++)
        buf_printf(out, "%s%.*s", k == 0 ? " [" : "|",
                   part->sections[k] != COMPARE_NONE
                       ? (int)classes[k].sections[part->sections[k]].heading.n
                       : 1,
                   part->sections[k] != COMPARE_NONE
                       ? classes[k].sections[part->sections[k]].heading.p
                       : "-");
    buf_char(out, ']');
    for (size_t r = 0; r < part->row_count; r++) {
        const char *before = " ~";
        for (size_t k = 0; k < count; k++) {
            const struct compare_cell *cell = &part->rows[r].cells[k];
            bool differs = part->rows[r].state == COMPARE_DIFFERS;
            if (cell->passage == NULL)
                continue;
            if (!differs)
                buf_text(out, part->rows[r].state == COMPARE_SHARED ? " =" : " +");
            else
                buf_text(out, before);
            before = " / ";
            print_cell(out, cell);
            if (!differs)
                break;
        }
    }
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < part->rest[k].count; i++)
            buf_printf(out, " -%zu %.*s", k, (int)part->rest[k].items[i]->text.n,
                       part->rest[k].items[i]->text.p);
}

#define SECTION(kind, title, words)                                                                \
    {                                                                                              \
        .kinds = {{(kind)}, 1}, .heading = BYTES(title), .text = BYTES(words)                      \
    }

static const struct record_section pilot[] = {
    SECTION(KIND_DUTIES, "Duties", "1. Guides ships. 2. Keeps the log of the harbor."),
    SECTION(KIND_LICENSURE, "Licence", "A pilot's licence."),
    {.kinds = {{KIND_EDUCATION, KIND_EXPERIENCE}, 2},
     .heading = BYTES("Minimum"),
     .text = BYTES("A diploma. Two years at sea.")},
};
static const struct record_section clerk[] = {
    SECTION(KIND_DUTIES, "Duties", "Keeps the log of the dock.\nGUIDES SHIPS"),
    SECTION(KIND_EXPERIENCE, "Experience", "Three years at sea."),
    SECTION(KIND_EDUCATION, "Education", "A diploma."),
};
static const struct record_section sixty[] = {
    SECTION(KIND_PROBATION, "", "A probation of sixty (60) days is served."),
};
static const struct record_section ninety[] = {
    SECTION(KIND_PROBATION, "", "A probation of ninety (90) days is served."),
};
static const struct record_section mate[] = {
    SECTION(KIND_DUTIES, "Tasks", "Guides ships. Keeps the book of the dock."),
};

static void texts_stand_side_by_side(void **state)
{
    static const struct {
        const char *label;
        struct compare_class classes[COMPARE_MOST];
        size_t count;
        const char *want;
    } cases[] = {
        {"two, in another order and in sections of their own",
         {{pilot, 3}, {clerk, 3}},
         2,
         "duties: [Duties|Duties] =1. Guides ships. ~2. Keeps the log of the <harbor>. / Keeps the "
         "log of the <dock>.\n"
         "education+experience: [Minimum|Education] =A diploma. ~<Two> years at sea. / <Three> "
         "years at sea. [-|Experience]\n"
         "licensure: [Licence|-] -0 A pilot's licence.\n"},
        {"three",
         {{mate, 1}, {clerk, 1}, {pilot, 1}},
         3,
         "duties: [Tasks|Duties|Duties] =Guides ships. ~Keeps the <book> of the {dock}. / Keeps "
         "the {log} of the {dock}. / 2. Keeps the {log} of the <harbor>.\n"},
        {"a bracket is closed",
         {{sixty, 1}, {ninety, 1}},
         2,
         "probation: [|] ~A probation of <sixty (60)> days is served. / A probation of <ninety "
         "(90)> "
         "days is served.\n"},
        {"none of a class",
         {{pilot, 1}, {NULL, 0}},
         2,
         "duties: [Duties|-] -0 1. Guides ships. -0 2. Keeps the log of the harbor.\n"},
        {"nothing at all", {{NULL, 0}, {NULL, 0}}, 2, ""},
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct compare compare;
        struct buf out = {0};
        struct err err;
        expect_ok("compare",
                  compare_texts(&compare, cases[i].classes, cases[i].count, world->arena, &err),
                  &err);
        for (size_t b = 0; b < compare.block_count; b++) {
            const struct compare_block *block = &compare.blocks[b];
            for (uint8_t k = 0; k < block->kinds.count; k++)
                buf_printf(&out, "%s%s", k > 0 ? "+" : "", kind_name(block->kinds.kinds[k]));
            buf_char(&out, ':');
            for (size_t p = 0; p < block->part_count; p++)
                print_part(&out, &block->parts[p], cases[i].classes, cases[i].count);
            buf_char(&out, '\n');
        }
        expect_text(cases[i].label, buf_view(&out), cases[i].want);
        buf_free(&out);
        check_whole(&compare, cases[i].classes, cases[i].count, world->arena);
    }
}

static void long_texts_are_refused(void **state)
{
    struct world *world = *state;
    char *text = mem_zero(COMPARE_BYTES_MAX, 1);
    struct record_section section = {.text = {text, COMPARE_BYTES_MAX / 2}};
    struct record_section longer = {.text = {text, COMPARE_BYTES_MAX / 2 + 1}};
    struct compare compare;
    struct err err;

    memset(text, ' ', COMPARE_BYTES_MAX);
    const struct compare_class fits[] = {{&section, 1}, {&section, 1}};
    const struct compare_class too_long[] = {{&section, 1}, {&longer, 1}};
    expect_ok("fits", compare_texts(&compare, fits, 2, world->arena, &err), &err);
    expect_error("too long", compare_texts(&compare, too_long, 2, world->arena, &err), ERR_LIMIT,
                 &err, "too long");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_subsequences_are_longest),
        cmocka_unit_test(islands_are_dropped),
        world_test(nothing_is_lost),
        world_test(texts_stand_side_by_side),
        world_test(long_texts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
