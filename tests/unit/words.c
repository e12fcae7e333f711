/* lib/search/words: the words of sections, and where their sentences and paragraphs end. */

#include "stemming.h"

#include "search/words.h"

/* "the boat . a sky ||": the words of the text, with a | behind each sentence and another behind
 * each paragraph; the s of a possessive is 's. Also checks what holds of every section. `known`:
 * the words by their ids, to which new ones are added. */
static const char *cut_text(const struct world *world, const struct tokens_section *section,
                            const char **known)
{
    const char *out = "";
    uint32_t sentence = 0;

    for (uint32_t i = section->heading_count; i < section->count; i++) {
        const char *word =
            section->words[i] == VOCABULARY_POSSESSIVE ? "'s" : known[section->words[i]];
        out = arena_printf(world->arena, "%s%s%s", out, out[0] != '\0' ? " " : "", word);
        while (sentence < section->sentence_count && section->sentences[sentence].end == i + 1)
            out = arena_printf(world->arena, "%s%s", out,
                               section->sentences[sentence++].paragraph_ends ? "||" : "|");
    }
    expect_number("all sentences end, in order", sentence, section->sentence_count);
    expect_number("at the last word", section->sentence_count > 0,
                  section->count > section->heading_count);
    if (sentence > 0) {
        expect_number("behind the last word", section->sentences[sentence - 1].end, section->count);
        expect_true("a paragraph", section->sentences[sentence - 1].paragraph_ends);
    }
    return out;
}

enum { KNOWN = 200 };

/* Words to their ids; the vocabulary has them in order of their first occurrence. */
static void learn(const char **known, const char *words, struct vocabulary_writer *vocabulary,
                  struct arena *arena)
{
    struct str rest = str_of(words);

    while (rest.n > 0) {
        struct str word = str_cut(&rest, ' ');
        uint32_t id = 0;
        struct err err;
        if (word.n == 0 || word.p[0] == '\'')
            continue;
        word.n = strcspn(word.p, "| ");
        expect_ok("add", vocabulary_writer_add(&id, vocabulary, word, &err), &err);
        assert_true(id < KNOWN);
        known[id] = arena_strndup(arena, word.p, word.n);
    }
}

static void texts_are_cut_into_sentences_and_paragraphs(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" \n\n * - . \n", ""},
        {"Boats", "boats||"},
        {"Guides ships. Manages the crew.", "guides ships| manages the crew||"},
        {"Guides ships through the strait and\nmanages the crew.",
         "guides ships through the strait and manages the crew||"},
        {"Guides ships.\n\nManages the crew.", "guides ships|| manages the crew||"},
        {"Guides ships.\nManages the crew.", "guides ships| manages the crew||"},
        {"Guides ships.\n \t\nManages the crew.", "guides ships|| manages the crew||"},
        {"Guides ships.\r\n\r\nManages the crew.", "guides ships|| manages the crew||"},
        {"\n\n  Guides ships.\n\n", "guides ships||"},
        /* List items are paragraphs; what marks them belongs to them. */
        {"Duties:\n- Guides ships\n- Manages the crew",
         "duties|| guides ships|| manages the crew||"},
        {"* Guides ships. At night.\n* Manages", "guides ships| at night|| manages||"},
        {"\xe2\x80\xa2 Guides ships\n\xe2\x80\xa2 Manages", "guides ships|| manages||"},
        {"1. Guides ships.\n2. Manages the crew.", "1 guides ships|| 2 manages the crew||"},
        {"a) Guides ships.\nb) Manages the crew.", "a guides ships|| b manages the crew||"},
        {"Guides.\n\n2. Manages.\n\n3. Sails.", "guides|| 2 manages|| 3 sails||"},
        /* Stops that end no sentence. */
        {"A B.A. degree in the U.S. Navy. Or 3.5 years.",
         "a b a degree in the u s navy| or 3 5 years||"},
        {"A driver's licence. One car.", "a driver 's licence| one car||"},
        /* A rule between paragraphs has no word, so it is no sentence. */
        {"Guides.\n\n-----\n\nManages.", "guides|| manages||"},
        {"Is it so? Yes! It is.", "is it so| yes| it is||"},
    };
    const struct world *world = *state;
    struct words_reader *reader = words_reader_new();

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct vocabulary_writer *vocabulary = vocabulary_writer_new(stemmer);
        const char *known[KNOWN] = {NULL};
        struct tokens_section section;
        struct spelling spelling;
        struct err err;
        learn(known, cases[i].words, vocabulary, world->arena);
        learn(known, "working condition", vocabulary, world->arena);
        struct str heading = i % 2 == 0 ? STR("Working condition's.") : STR("");
        expect_ok("read",
                  words_read(&section, &spelling, reader, vocabulary, heading,
                             str_of(cases[i].text), &err),
                  &err);
        expect_number("heading", section.heading_count, i % 2 == 0 ? 3 : 0);
        for (uint32_t w = 0; w < section.count; w++)
            if (section.words[w] != VOCABULARY_POSSESSIVE)
                expect_true(cases[i].text,
                            section.words[w] < KNOWN && known[section.words[w]] != NULL);
        expect_text(cases[i].text, str_of(cut_text(world, &section, known)), cases[i].words);
        if (section.heading_count > 0) {
            expect_text("heading", str_of(known[section.words[0]]), "working");
            expect_number("heading", section.words[2], VOCABULARY_POSSESSIVE);
        }
        vocabulary_writer_free(vocabulary);
    }
    words_reader_free(reader);
    words_reader_free(NULL);
}

/* Words by the bytes that they begin at; a heading of three words comes first. */
static void words_are_found_by_where_they_stand(void **state)
{
    static const char text[] = "- A driver's licence.\n- Lifts 50 pounds";
    static const struct {
        const char *from, *to; /* what the bytes begin with, and what stands behind them */
        uint32_t first, behind;
    } cases[] = {
        {"A driver", "\n", 3, 7}, /* a, driver, 's, licence */
        {"Lifts", "", 7, 10},       {"- A", "", 3, 10},     {"- A", "- A", 3, 3},
        {"driver", "'s", 4, 5},     {"river", " 50", 5, 8}, /* a word that begins before is not
                                                               among them */
        {"licence", "cence", 6, 7}, {".", "Lifts", 7, 7},   {"", "", 10, 10},
        {"50", "Lifts", 8, 8}, /* the end before the start */
    };
    struct vocabulary_writer *vocabulary = vocabulary_writer_new(stemmer);
    struct words_reader *reader = words_reader_new();
    struct tokens_section section;
    struct spelling spelling;
    struct err err;
    (void)state;

    expect_ok("read",
              words_read(&section, &spelling, reader, vocabulary, STR("What it takes"),
                         str_of(text), &err),
              &err);
    expect_number("words", section.count, 10);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *from = strstr(text, cases[i].from), *to = strstr(text, cases[i].to);
        uint32_t first = 0, behind = 0;
        size_t start = cases[i].from[0] != '\0' ? (size_t)(from - text) : strlen(text);
        size_t end = cases[i].to[0] != '\0' ? (size_t)(to - text) : strlen(text);
        words_between(&first, &behind, reader, start, end);
        expect_number(cases[i].from, first, cases[i].first);
        expect_number(cases[i].from, behind, cases[i].behind);
    }
    words_reader_free(reader);
    vocabulary_writer_free(vocabulary);
}

static void capitals_are_told_from_lines_set_in_capitals(void **state)
{
    static const struct {
        const char *heading, *text, *capitals;
    } cases[] = {
        {"", "The IT staff", "it"},
        {"", "CJIS clearance, CJIS2 and A B18 too", "cjis cjis2"},
        {"", "McIT ITs IT's x", "it"},
        {"", "THE IT STAFF", ""},
        {"", "THE IT STAFF\nof the IT office", "it"},
        {"", "of the ADA office\nTHE IT STAFF", "ada"},
        {"", "- CJIS\n- 2 POST", "cjis"}, /* a word alone in its line */
        {"", "\xc3\x89\xc3\x89N et \xc3\x89\xc3\xa9n", "\xc3\xa9\xc3\xa9n"},
        {"EDUCATION", "none", ""},
        {"IT skills", "none", "it"},
        {"ADA", "ADA\n", "ada"},
        {"", "12 34", ""},
    };
    const struct world *world = *state;
    struct words_reader *reader = words_reader_new();

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct vocabulary_writer *vocabulary = vocabulary_writer_new(stemmer);
        struct tokens_section section;
        struct spelling spelling;
        const char *got = "";
        size_t count;
        struct err err;
        expect_ok("read",
                  words_read(&section, &spelling, reader, vocabulary, str_of(cases[i].heading),
                             str_of(cases[i].text), &err),
                  &err);
        const uint32_t *capitals = words_capitals(&count, reader);
        for (size_t k = 0; k < count; k++) {
            struct str word = vocabulary_writer_text(vocabulary, capitals[k]);
            if (k == 0 || capitals[k] != capitals[k - 1])
                got = arena_printf(world->arena, "%s%s%.*s", got, k > 0 ? " " : "", (int)word.n,
                                   word.p);
        }
        expect_text(cases[i].text, str_of(got), cases[i].capitals);
        vocabulary_writer_free(vocabulary);
    }
    words_reader_free(reader);
}

/* Whatever a text is, its sentences cover its words; one reader reads them all. */
static void sentences_cover_random_texts(void **state)
{
    static const char *const pieces[] = {
        "a",  "Boat", ". ", " ",  "\n",  "\n\n", "- ",    "1.",   "*", "; ",          "\xff",
        "'s", "? ",   ": ", "\t", "(b)", ")",    "U.S. ", "\r\n", "|", "\xe2\x80\xa2"};
    struct support_random random = random_start("sentences");
    struct vocabulary_writer *vocabulary = vocabulary_writer_new(stemmer);
    struct words_reader *reader = words_reader_new();
    (void)state;

    for (int round = 0; round < 3000; round++) {
        struct buf text = {0};
        struct tokens_section section;
        struct spelling spelling;
        uint32_t previous = 0;
        struct err err;
        for (uint32_t n = random_below(&random, round % 50 == 0 ? 1500 : 30); n > 0; n--)
            buf_text(&text, pieces[random_below(&random, COUNT_OF(pieces))]);
        expect_ok(
            "read",
            words_read(&section, &spelling, reader, vocabulary, STR("b c"), buf_view(&text), &err),
            &err);
        expect_number("heading", section.heading_count, 2);
        previous = section.heading_count;
        for (uint32_t i = 0; i < section.sentence_count; i++) {
            expect_true(text.p, section.sentences[i].end > previous);
            previous = section.sentences[i].end;
        }
        expect_number(text.p, previous, section.count);
        if (section.sentence_count > 0)
            expect_true(text.p, section.sentences[section.sentence_count - 1].paragraph_ends);
        buf_free(&text);
    }
    words_reader_free(reader);
    vocabulary_writer_free(vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(texts_are_cut_into_sentences_and_paragraphs),
        cmocka_unit_test(words_are_found_by_where_they_stand),
        world_test(capitals_are_told_from_lines_set_in_capitals),
        cmocka_unit_test(sentences_cover_random_texts),
    };
    return cmocka_run_group_tests_name("words", tests, make_stemmer, free_stemmer);
}
