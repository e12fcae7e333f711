/* The vocabulary of a segment: numbers given to words, and the file they are found in. */

#include "vocabulary_words.h"

#include "base/file.h"

static struct vocabulary *open_words(const struct world *world, const char *words)
{
    struct vocabulary *vocabulary = NULL;
    struct err err;

    expect_ok("open", vocabulary_open(&vocabulary, write_words(world, words), &err), &err);
    return vocabulary;
}

/* The words of a range of numbers, parted by blanks. */
static const char *words_of(const struct world *world, const struct vocabulary *vocabulary,
                            struct vocabulary_range range)
{
    const char *all = "";

    for (uint32_t number = range.first; number < range.end; number++) {
        struct str text = vocabulary_text(vocabulary, number);
        all = arena_printf(world->arena, "%s%s%.*s", all, number > range.first ? " " : "",
                           (int)text.n, text.p);
    }
    return all;
}

static void expect_words(const struct world *world, const struct vocabulary *vocabulary,
                         const char *want)
{
    struct vocabulary_range all = {VOCABULARY_FIRST, vocabulary_end(vocabulary)};
    expect_text("by number", str_of(words_of(world, vocabulary, all)), want);
}

static void numbers_follow_occurrences(void **state)
{
    static const struct {
        const char *label, *words, *by_number;
    } cases[] = {
        {"one", "a", "a"},
        {"more first", "a b b", "b a"},
        {"ties by bytes", "c b a", "a b c"},
        {"shorter first", "abc ab a", "a ab abc"},
        {"bytes, not letters", "\xc3\xa9 z 9", "9 z \xc3\xa9"},
        {"a stem is a range", "drivers work driver works", "driver drivers work works"},
        /* manage, manages, managed, managing have the stem manag */
        {"a stem counts all its words", "the the managed manages the managing manage",
         "manage managed manages managing the"},
        {"within a stem, too", "managing managed managing manages", "managing managed manages"},
        /* Both stems occur twice: exam before zone, though the word exams comes once and zone
         * twice.
         */
        {"ties of stems by the stem", "zone zone exams exam", "exam exams zone"},
        /* The stem of dying is die. */
        {"by the stem, not by the word", "done dying", "dying done"},
        {"a frequent stem of rare words", "x x driver y drivers y driver y z",
         "driver drivers y x z"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct vocabulary *vocabulary = open_words(*state, cases[i].words);
        struct vocabulary_range all = {VOCABULARY_FIRST, vocabulary_end(vocabulary)};
        expect_text(cases[i].label, str_of(words_of(*state, vocabulary, all)), cases[i].by_number);
        vocabulary_close(vocabulary);
    }
}

static void ids_come_in_order_of_occurrence(void **state)
{
    struct fixture fixture = fixture_make();
    (void)state;

    expect_number("first", add(&fixture, STR("works")), VOCABULARY_FIRST);
    expect_number("second", add(&fixture, STR("the")), VOCABULARY_FIRST + 1);
    expect_number("again", add(&fixture, STR("works")), VOCABULARY_FIRST);
    expect_number("third", add(&fixture, STR("work")), VOCABULARY_FIRST + 2);
    expect_number("a stem", vocabulary_writer_stem(fixture.writer, VOCABULARY_FIRST), 0);
    expect_number("another", vocabulary_writer_stem(fixture.writer, VOCABULARY_FIRST + 1), 1);
    expect_number("the same", vocabulary_writer_stem(fixture.writer, VOCABULARY_FIRST + 2), 0);
    expect_text("stem", vocabulary_writer_stem_text(fixture.writer, 0), "work");
    expect_text("stem", vocabulary_writer_stem_text(fixture.writer, 1), "the");
    const uint32_t *numbers = vocabulary_writer_finish(fixture.writer);
    expect_number("none", numbers[VOCABULARY_NONE], VOCABULARY_NONE);
    expect_number("possessive", numbers[VOCABULARY_POSSESSIVE], VOCABULARY_POSSESSIVE);
    expect_number("works, twice", numbers[VOCABULARY_FIRST], VOCABULARY_FIRST);
    expect_number("the", numbers[VOCABULARY_FIRST + 1], VOCABULARY_FIRST + 2);
    expect_number("work, once", numbers[VOCABULARY_FIRST + 2], VOCABULARY_FIRST + 1);
    fixture_free(&fixture);
}

/* More than the hash table has room for at first. */
static void many_words_keep_their_ids(void **state)
{
    struct fixture fixture = fixture_make();
    (void)state;

    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 10000; i++) {
            char word[16];
            snprintf(word, sizeof word, "%u", (unsigned)i);
            expect_number(word, add(&fixture, str_of(word)), VOCABULARY_FIRST + i);
            expect_number(word, vocabulary_writer_stem(fixture.writer, VOCABULARY_FIRST + i), i);
        }
    }
    fixture_free(&fixture);
}

static void words_and_stems_are_found(void **state)
{
    const struct world *world = *state;
    struct vocabulary *vocabulary = open_words(world, "the the the the works work drivers s");
    struct str stem;

    expect_words(world, vocabulary, "the work works drivers s");
    expect_number("a word", vocabulary_find(vocabulary, STR("works")), VOCABULARY_FIRST + 2);
    expect_number("the letter", vocabulary_find(vocabulary, STR("s")), VOCABULARY_FIRST + 4);
    static const char *const absent[] = {"", "a", "driver", "work\1", "workss", "zzz", "The"};
    for (size_t i = 0; i < COUNT_OF(absent); i++)
        expect_number(absent[i], vocabulary_find(vocabulary, str_of(absent[i])), VOCABULARY_NONE);
    expect_text("a stem",
                str_of(words_of(world, vocabulary, vocabulary_stem(vocabulary, STR("work")))),
                "work works");
    expect_text("no word itself",
                str_of(words_of(world, vocabulary, vocabulary_stem(vocabulary, STR("driver")))),
                "drivers");
    static const char *const no_stems[] = {"", "works", "drivers", "zzz", "a"};
    for (size_t i = 0; i < COUNT_OF(no_stems); i++) {
        struct vocabulary_range none = vocabulary_stem(vocabulary, str_of(no_stems[i]));
        expect_number(no_stems[i], none.first, none.end);
    }
    struct vocabulary_range range =
        vocabulary_stem_of(&stem, vocabulary, vocabulary_find(vocabulary, STR("drivers")));
    expect_text("the stem", stem, "driver");
    expect_text("the range", str_of(words_of(world, vocabulary, range)), "drivers");
    expect_text("possessive", vocabulary_text(vocabulary, VOCABULARY_POSSESSIVE), "s");
    range = vocabulary_stem_of(&stem, vocabulary, VOCABULARY_POSSESSIVE);
    expect_number("no words", range.first, range.end);
    expect_text("no stem", stem, "");
    vocabulary_close(vocabulary);
}

/* The words that begin with a prefix, in order, parted by blanks. */
static const char *prefixed(const struct world *world, const struct vocabulary *vocabulary,
                            struct str prefix)
{
    struct vocabulary_range range = vocabulary_prefix(vocabulary, prefix);
    const char *all = "";

    for (uint32_t place = range.first; place < range.end; place++) {
        struct str text = vocabulary_text(vocabulary, vocabulary_at(vocabulary, place));
        all = arena_printf(world->arena, "%s%s%.*s", all, place > range.first ? " " : "",
                           (int)text.n, text.p);
    }
    return all;
}

static void prefixes_are_ranges(void **state)
{
    static const struct {
        const char *prefix, *words;
    } cases[] = {
        {"", "a man manage managers z zo zz \xc3\xa9t\xc3\xa9 \xff\xff"},
        {"man", "man manage managers"},
        {"mana", "manage managers"},
        {"manage", "manage managers"},
        {"managers", "managers"},
        {"managerss", ""},
        {"a", "a"},
        {"b", ""},
        {"\x01", ""},
        {"z", "z zo zz"},
        {"zz", "zz"},
        {"zzz", ""},
        {"\xc3", "\xc3\xa9t\xc3\xa9"},
        {"\xc3\xa9", "\xc3\xa9t\xc3\xa9"},
        {"\xff", "\xff\xff"}, /* a prefix after which no other can come */
        {"\xff\xff", "\xff\xff"},
        {"\xff\xff\xff", ""},
    };
    struct vocabulary *vocabulary =
        open_words(*state, "zz zo \xff\xff z manage a managers \xc3\xa9t\xc3\xa9 man zz");

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].prefix, str_of(prefixed(*state, vocabulary, str_of(cases[i].prefix))),
                    cases[i].words);
    vocabulary_close(vocabulary);
}

static void a_vocabulary_may_be_empty(void **state)
{
    struct vocabulary *vocabulary = open_words(*state, "");

    expect_number("end", vocabulary_end(vocabulary), VOCABULARY_FIRST);
    expect_number("find", vocabulary_find(vocabulary, STR("a")), VOCABULARY_NONE);
    struct vocabulary_range range = vocabulary_stem(vocabulary, STR("a"));
    expect_number("stem", range.first, range.end);
    range = vocabulary_prefix(vocabulary, STR(""));
    expect_number("prefix", range.first, range.end);
    vocabulary_close(vocabulary);
    vocabulary_close(NULL);
}

/* Longer than a term may be, so that the first SCHEMA_STEM_MAX bytes, which are alike, are their
 * stem; alike but for the last byte; with bytes that mean something to C. */
static void words_may_be_any_bytes(void **state)
{
    struct fixture fixture = fixture_make();
    const char *path = world_path(*state, VOCABULARY_FILE);
    struct str words[6] = {STR("a\0b"), STR("a\0c"), STR("a")};
    struct vocabulary *vocabulary = NULL;
    struct err err;

    for (size_t i = 3; i < COUNT_OF(words); i++) {
        char *text = arena_zero(((struct world *)*state)->arena, 10000, 1);
        memset(text, 'x', 10000);
        text[9999] = (char)('0' + i);
        words[i] = (struct str){text, i < 5 ? 10000 : 9999};
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        expect_number("new", add(&fixture, words[i]), VOCABULARY_FIRST + i);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        expect_number("known", add(&fixture, words[i]), VOCABULARY_FIRST + i);
    const uint32_t *numbers = vocabulary_writer_finish(fixture.writer);
    expect_ok("save", vocabulary_writer_save(fixture.writer, path, &err), &err);
    expect_ok("open", vocabulary_open(&vocabulary, path, &err), &err);
    for (uint32_t i = 0; i < COUNT_OF(words); i++) {
        struct str stem;
        uint32_t number = numbers[VOCABULARY_FIRST + i];
        expect_true("text", str_eq(vocabulary_text(vocabulary, number), words[i]));
        expect_number("found", vocabulary_find(vocabulary, words[i]), number);
        vocabulary_stem_of(&stem, vocabulary, number);
        expect_true("stem", str_starts(words[i], stem));
        expect_number("stem", stem.n, i < 3 ? words[i].n : SCHEMA_STEM_MAX);
    }
    struct vocabulary_range range = vocabulary_prefix(vocabulary, words[5]);
    expect_number("long prefix", range.end - range.first, 3);
    vocabulary_close(vocabulary);
    fixture_free(&fixture);
}

/* A plain model: every word with its occurrences and its stem. */

enum { MODEL_WORDS = 1500 };

struct model {
    struct {
        struct str text, stem;
        uint32_t id, occurrences, stem_occurrences;
    } words[MODEL_WORDS];
    uint32_t count;
};

static void count_stems(struct model *model)
{
    for (uint32_t i = 0; i < model->count; i++)
        for (uint32_t k = 0; k < model->count; k++)
            if (str_eq(model->words[i].stem, model->words[k].stem))
                model->words[i].stem_occurrences += model->words[k].occurrences;
}

/* Has word a a smaller number than word b? */
static bool comes_first(const struct model *model, uint32_t a, uint32_t b)
{
    struct str stem_a = model->words[a].stem, stem_b = model->words[b].stem;

    if (str_eq(stem_a, stem_b)) {
        uint32_t one = model->words[a].occurrences, other = model->words[b].occurrences;
        return one != other ? one > other
                            : str_compare(model->words[a].text, model->words[b].text) < 0;
    }
    uint32_t one = model->words[a].stem_occurrences, other = model->words[b].stem_occurrences;
    return one != other ? one > other : str_compare(stem_a, stem_b) < 0;
}

static struct str random_word(const struct world *world, struct support_random *random)
{
    static const char *const letters[] = {"a", "b", "i", "l", "n", "o", "r", "t", "\xc3\xa9"};
    static const char *const endings[] = {"", "", "s", "ed", "ing", "er"};
    const char *word = letters[random_below(random, COUNT_OF(letters))];

    for (uint32_t n = random_below(random, 5); n > 0; n--)
        word = arena_printf(world->arena, "%s%s", word,
                            letters[random_below(random, COUNT_OF(letters))]);
    return str_of(
        arena_printf(world->arena, "%s%s", word, endings[random_below(random, COUNT_OF(endings))]));
}

static void model_add(struct model *model, const struct world *world, const struct fixture *fixture,
                      struct str word)
{
    uint32_t id = add(fixture, word), i = 0;
    struct buf stem = {0};
    struct err err;

    while (i < model->count && !str_eq(model->words[i].text, word))
        i++;
    if (i == model->count) {
        expect_ok("stem", stemmer_stem(&stem, fixture->stemmer, word, &err), &err);
        model->words[model->count].text = word;
        model->words[model->count].stem =
            (struct str){arena_strndup(world->arena, stem.p, stem.n), stem.n};
        model->words[model->count++].id = id;
        buf_free(&stem);
    }
    model->words[i].occurrences++;
    expect_number("id", id, model->words[i].id);
    expect_number("id in order", id, VOCABULARY_FIRST + i);
    expect_text(
        "stem",
        vocabulary_writer_stem_text(fixture->writer, vocabulary_writer_stem(fixture->writer, id)),
        model->words[i].stem.p);
}

/* by_number[number - VOCABULARY_FIRST] is a word of the model. */
static void expect_model(const struct model *model, const struct vocabulary *vocabulary,
                         const uint32_t *by_number)
{
    for (uint32_t k = 0; k < model->count; k++) {
        uint32_t number = VOCABULARY_FIRST + k, word = by_number[k];
        struct str stem;
        expect_text("text", vocabulary_text(vocabulary, number), model->words[word].text.p);
        expect_number("found", vocabulary_find(vocabulary, model->words[word].text), number);
        struct vocabulary_range range = vocabulary_stem_of(&stem, vocabulary, number);
        expect_text("stem", stem, model->words[word].stem.p);
        expect_true("in its stem", range.first <= number && number < range.end);
        expect_true("starts", k == 0 || (range.first == number) !=
                                            str_eq(stem, model->words[by_number[k - 1]].stem));
        struct vocabulary_range same = vocabulary_stem(vocabulary, stem);
        expect_true("the same", range.first == same.first && range.end == same.end);
    }
}

static void expect_prefix(const struct model *model, const struct vocabulary *vocabulary,
                          struct str prefix)
{
    struct vocabulary_range range = vocabulary_prefix(vocabulary, prefix);
    uint32_t before = 0, with = 0;

    for (uint32_t i = 0; i < model->count; i++) {
        bool begins = str_starts(model->words[i].text, prefix);
        with += begins;
        before += !begins && str_compare(model->words[i].text, prefix) < 0;
    }
    expect_number(prefix.p, range.first, before);
    expect_number(prefix.p, range.end - range.first, with);
    for (uint32_t place = range.first; place < range.end; place++) {
        struct str text = vocabulary_text(vocabulary, vocabulary_at(vocabulary, place));
        expect_true("begins", str_starts(text, prefix));
        if (place > range.first)
            expect_true(
                "in order",
                str_compare(vocabulary_text(vocabulary, vocabulary_at(vocabulary, place - 1)),
                            text) < 0);
    }
}

static void vocabularies_agree_with_a_model(void **state)
{
    struct support_random random = random_start("vocabulary");
    const struct world *world = *state;
    const char *path = world_path(world, VOCABULARY_FILE);

    for (uint32_t round = 0; round < 12; round++) {
        struct fixture fixture = fixture_make();
        struct model *model = arena_zero(world->arena, 1, sizeof *model);
        struct vocabulary *vocabulary = NULL;
        struct err err;
        for (uint32_t n = round * 100; n > 0; n--)
            model_add(model, world, &fixture, random_word(world, &random));
        count_stems(model);
        uint32_t *by_number = arena_zero(world->arena, model->count + 1, sizeof *by_number);
        const uint32_t *numbers = vocabulary_writer_finish(fixture.writer);
        for (uint32_t i = 0; i < model->count; i++) {
            uint32_t smaller = 0;
            for (uint32_t k = 0; k < model->count; k++)
                smaller += k != i && comes_first(model, k, i);
            by_number[smaller] = i;
            expect_number(model->words[i].text.p, numbers[model->words[i].id],
                          VOCABULARY_FIRST + smaller);
        }
        expect_ok("save", vocabulary_writer_save(fixture.writer, path, &err), &err);
        expect_ok("open", vocabulary_open(&vocabulary, path, &err), &err);
        expect_number("end", vocabulary_end(vocabulary), VOCABULARY_FIRST + model->count);
        expect_model(model, vocabulary, by_number);
        for (int i = 0; i < 200; i++) {
            struct str word = random_word(world, &random);
            expect_prefix(model, vocabulary,
                          (struct str){word.p, random_below(&random, 4) % word.n});
            bool known = false;
            for (uint32_t k = 0; k < model->count; k++)
                known = known || str_eq(model->words[k].text, word);
            expect_number(word.p, vocabulary_find(vocabulary, word) != VOCABULARY_NONE, known);
        }
        vocabulary_close(vocabulary);
        fixture_free(&fixture);
    }
}

static void order_of_words_does_not_matter(void **state)
{
    const struct world *world = *state;
    struct buf one = {0}, other = {0};
    struct err err;

    const char *path = write_words(world, "a b works c work working b d the the");
    expect_ok("read", file_read(&one, path, 1 << 20, &err), &err);
    path = write_words(world, "the working d c b work b the a works");
    expect_ok("read", file_read(&other, path, 1 << 20, &err), &err);
    expect_true("the same file", str_eq(buf_view(&one), buf_view(&other)));
    buf_free(&one);
    buf_free(&other);
}

static void what_cannot_be_written_is_an_error(void **state)
{
    struct fixture fixture = fixture_make();
    const char *path = world_path(*state, "no/such");
    struct err err;

    add(&fixture, STR("word"));
    vocabulary_writer_finish(fixture.writer);
    expect_error("save", vocabulary_writer_save(fixture.writer, path, &err), ERR_IO, &err, path);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(numbers_follow_occurrences),
        cmocka_unit_test(ids_come_in_order_of_occurrence),
        cmocka_unit_test(many_words_keep_their_ids),
        world_test(words_and_stems_are_found),
        world_test(prefixes_are_ranges),
        world_test(a_vocabulary_may_be_empty),
        world_test(words_may_be_any_bytes),
        world_test(vocabularies_agree_with_a_model),
        world_test(order_of_words_does_not_matter),
        world_test(what_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests_name("vocabulary_file", tests, NULL, NULL);
}
