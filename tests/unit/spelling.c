/* lib/search/spelling: with the words, a spelling makes heading and text again, byte for byte. */

#include "section.h"
#include "stemming.h"

#include "base/pack.h"
#include "search/token.h"

/* Heading and text come back, and every word stands where the tokenizer found it. */
static void expect_back(const struct world *world, struct str heading, struct str text)
{
    const struct str parts[] = {heading, text};
    struct section section;
    struct spelled spelled;
    uint32_t word = 0;

    section_open(&section, world, stemmer, heading, text);
    expect_true(text.p, spelling_read(&spelled, &section.spelling, &section.tokens,
                                      section.vocabulary, world->arena));
    expect_number(text.p, spelled.heading.n, heading.n);
    expect_number(text.p, spelled.text.n, text.n);
    expect_true(heading.p, str_eq(spelled.heading, heading));
    expect_true(text.p, str_eq(spelled.text, text));
    expect_number("NUL", spelled.text.p[text.n], '\0');
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct tokenizer tokens;
        tokenizer_start(&tokens, parts[i]);
        for (; tokenizer_next(&tokens); word++) {
            expect_number(parts[i].p, spelled.places[word].start, tokens.start);
            expect_number(parts[i].p, spelled.places[word].end, tokens.end);
        }
        tokenizer_free(&tokens);
    }
    expect_number("words", word, section.tokens.count);
    section_close(&section);
}

/* `others`: what is kept as it is, each with a byte for its length. */
static void texts_come_back_byte_for_byte(void **state)
{
    static const struct {
        struct str heading, text;
        size_t others;
    } cases[] = {
        {BYTES("Duties"), BYTES("Guides ships, and (at night) boats."), 0},
        {BYTES("MINIMUM QUALIFICATIONS:"), BYTES("A driver's licence; IT or a B.A.\n\n- X\n"), 6},
        {BYTES(""), BYTES("- Steers\n- Rows\n* Sails.\n* Swims;\n\xe2\x80\xa2 Dives"), 3},
        {BYTES(""), BYTES(""), 0},
        {BYTES(""), BYTES("boat"), 0},
        {BYTES("A"), BYTES("4th 2023 3.5 IIa"), 4},
        {BYTES(" \n"), BYTES("...!"), 3 + 5},
        {BYTES(""), BYTES("McDonald iPhone"), 9 + 7},
        {BYTES(""), BYTES("super\xc2\xadvise"), 12},
        {BYTES(""), BYTES("\xc3\x89t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\x89T\xc3\x89"), 6 + 6},
        {BYTES(""), BYTES("Na\xc3\xafve na\xc3\xafve NA\xc3\x8fVE"), 7},
        {BYTES(""), BYTES("a\r\nb\tc\t\td"), 3 + 3},
        {BYTES("\0a"), BYTES("a\0b"), 2 + 2},
        {BYTES(""), BYTES("'s driver's DRIVER'S \xe2\x80\x99S"), 5},
        {BYTES("Stra\xc3\x9f"
               "e"),
         BYTES("STRASSE \xc7\x85"), 3}, /* a titlecase letter */
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct section section;
        expect_back(world, cases[i].heading, cases[i].text);
        section_open(&section, world, stemmer, cases[i].heading, cases[i].text);
        expect_number(cases[i].text.p, section.spelling.codes.n, section.tokens.count + 2);
        expect_number(cases[i].text.p, section.spelling.others.n, cases[i].others);
        section_close(&section);
    }
}

static void random_texts_come_back(void **state)
{
    static const char *const pieces[] = {"boat",
                                         "Boat",
                                         "BOAT",
                                         "bOat",
                                         "s",
                                         "S",
                                         "x1",
                                         "\xc3\xa9t\xc3\xa9",
                                         "\xc3\x89",
                                         "\xc2\xad",
                                         "\xf0\x9f\x98\x80",
                                         "\xcc\x81",
                                         "\xe4\xb8\xad",
                                         "12",
                                         "manages",
                                         "Licence"};
    static const char *const breaks[] = {" ", " ", " ", " ",    ". ", ", ",   "\n",  "\n\n", "",
                                         "-", "'", "(", "\r\n", "; ", "\n- ", ".\t", "$",    ") "};
    struct support_random random = random_start("spelling");
    const struct world *world = *state;

    for (int round = 0; round < 1000; round++) {
        struct buf parts[2] = {{0}};
        for (size_t i = 0; i < COUNT_OF(parts); i++) {
            for (uint32_t n = random_below(&random, i == 0 ? 4 : 80); n > 0; n--) {
                if (random_below(&random, 12) > 0)
                    buf_text(&parts[i], pieces[random_below(&random, COUNT_OF(pieces))]);
                buf_text(&parts[i], breaks[random_below(&random, COUNT_OF(breaks))]);
            }
        }
        expect_back(world, buf_view(&parts[0]), buf_view(&parts[1]));
        buf_free(&parts[0]);
        buf_free(&parts[1]);
        arena_clear(world->arena);
    }
}

/* Spellings of the heading "Boats" and the text "A boat". */
static void damaged_spellings_are_refused(void **state)
{
    /* The codes of a separator and of small letters: 1 is a blank, 2 is nothing. */
    static const struct {
        const char *label;
        struct str codes, others;
        const char *text; /* NULL: damaged */
    } cases[] = {
        {"as it is", BYTES("\x09\x08\x09\x04\x08"), BYTES(""), "A boat"},
        {"another case", BYTES("\x09\x08\x08\x06\x08"), BYTES(""), "a BOAT"},
        {"kept", BYTES("\x09\x08\x09\x07\x00"), BYTES("\x01X\x02!!"), "A X!!"},
        {"too few codes", BYTES("\x09\x08\x09\x04"), BYTES(""), NULL},
        {"too many codes", BYTES("\x09\x08\x09\x04\x08\x08"), BYTES(""), NULL},
        {"no codes", BYTES(""), BYTES(""), NULL},
        {"a separator that is none", BYTES("\x09\x08\x09\xfc\x08"), BYTES(""), NULL},
        {"at an end", BYTES("\x09\xfc\x09\x04\x08"), BYTES(""), NULL},
        {"nothing kept", BYTES("\x09\x08\x09\x07\x08"), BYTES(""), NULL},
        {"no separator kept", BYTES("\x09\x08\x09\x04\x00"), BYTES(""), NULL},
        {"kept and cut", BYTES("\x09\x08\x09\x07\x08"), BYTES("\x02X"), NULL},
        {"kept for nothing", BYTES("\x09\x08\x09\x04\x08"), BYTES("\x01X"), NULL},
        {"no UTF-8", BYTES("\x09\x08\x09\x07\x08"), BYTES("\x01\xff"), NULL},
    };
    const struct world *world = *state;
    struct section section;

    section_open(&section, world, stemmer, STR("Boats"), STR("A boat"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct spelling spelling = {cases[i].codes, cases[i].others};
        struct spelled spelled;
        bool sound =
            spelling_read(&spelled, &spelling, &section.tokens, section.vocabulary, world->arena);
        expect_number(cases[i].label, sound, cases[i].text != NULL);
        if (sound)
            expect_text(cases[i].label, spelled.text, cases[i].text);
    }
    section_close(&section);
}

/* A word of a megabyte, as often as no text can have it. */
static void what_is_too_long_is_refused(void **state)
{
    enum { MEGABYTE = 1024 * 1024, TIMES = SPELLING_MAX / MEGABYTE };
    const struct world *world = *state;
    struct vocabulary_writer *writer = vocabulary_writer_new(stemmer);
    const char *path = world_path(world, VOCABULARY_FILE);
    char *word = arena_zero(world->arena, MEGABYTE, 1), codes[TIMES + 3];
    uint32_t id, words[TIMES + 1];
    struct vocabulary *vocabulary = NULL;
    struct err err;

    memset(word, 'a', MEGABYTE);
    expect_ok("add", vocabulary_writer_add(&id, writer, (struct str){word, MEGABYTE}, &err), &err);
    uint32_t number = vocabulary_writer_finish(writer)[id];
    expect_ok("save", vocabulary_writer_save(writer, path, &err), &err);
    vocabulary_writer_free(writer);
    expect_ok("open", vocabulary_open(&vocabulary, path, &err), &err);
    memset(codes, '\x08', sizeof codes); /* nothing before, small letters */
    for (size_t i = 0; i < COUNT_OF(words); i++)
        words[i] = number;
    for (uint32_t count = TIMES; count <= TIMES + 1; count++) {
        const struct tokens_section section = {.words = words, .count = count};
        const struct spelling spelling = {{codes, count + 2}, {"", 0}};
        struct spelled spelled;
        expect_number("read",
                      spelling_read(&spelled, &spelling, &section, vocabulary, world->arena),
                      count == TIMES);
        arena_clear(world->arena);
    }
    vocabulary_close(vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(texts_come_back_byte_for_byte),
        world_test(random_texts_come_back),
        world_test(damaged_spellings_are_refused),
        world_test(what_is_too_long_is_refused),
    };
    return cmocka_run_group_tests_name("spelling", tests, make_stemmer, free_stemmer);
}
