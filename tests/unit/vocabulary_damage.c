/* Files of a vocabulary that are cut or damaged: refused, or read within their bounds. */

#include "vocabulary_words.h"

#include "base/file.h"

static const char small[] = "the the works work drivers zone \xc3\xa9t\xc3\xa9 s works";

/* Everything that can be looked up; the sum keeps the reads from being left out. */
static size_t read_all(const struct vocabulary *vocabulary)
{
    size_t sum = 0;

    for (uint32_t n = VOCABULARY_FIRST; n < vocabulary_end(vocabulary); n++) {
        struct str stem, text = vocabulary_text(vocabulary, n);
        struct vocabulary_range range = vocabulary_stem_of(&stem, vocabulary, n);
        expect_true("range", VOCABULARY_FIRST <= range.first && range.first <= n && n < range.end &&
                                 range.end <= vocabulary_end(vocabulary));
        for (size_t i = 0; i < text.n; i++)
            sum += (unsigned char)text.p[i];
        for (size_t i = 0; i < stem.n; i++)
            sum += (unsigned char)stem.p[i];
    }
    struct str rest = str_of(small);
    while (rest.n > 0) {
        struct str word = str_cut(&rest, ' ');
        expect_true("found", vocabulary_find(vocabulary, word) < vocabulary_end(vocabulary));
        struct vocabulary_range range = vocabulary_stem(vocabulary, word);
        expect_true("stem", range.first <= range.end && range.end <= vocabulary_end(vocabulary));
        range = vocabulary_prefix(vocabulary, (struct str){word.p, 1});
        expect_true("prefix", range.first <= range.end);
        for (uint32_t place = range.first; place < range.end; place++) {
            uint32_t number = vocabulary_at(vocabulary, place);
            expect_true("at", VOCABULARY_FIRST <= number && number < vocabulary_end(vocabulary));
        }
    }
    return sum;
}

static void cut_vocabularies_are_refused(void **state)
{
    const struct world *world = *state;
    const char *path = write_words(world, small);
    struct vocabulary *vocabulary = NULL;
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t n = 0; n < whole.n; n++) {
        world_file(world, VOCABULARY_FILE, (struct str){whole.p, n});
        expect_error("cut", vocabulary_open(&vocabulary, path, &err), ERR_FORMAT, &err, path);
    }
    buf_char(&whole, '\0');
    world_file(world, VOCABULARY_FILE, buf_view(&whole));
    expect_error("longer", vocabulary_open(&vocabulary, path, &err), ERR_FORMAT, &err, "rebuild");
    /* With a size that fits: the header's size is its second member. */
    uint64_t size = whole.n;
    memcpy(whole.p + 8, &size, sizeof size);
    world_file(world, VOCABULARY_FILE, buf_view(&whole));
    expect_error("longer", vocabulary_open(&vocabulary, path, &err), ERR_FORMAT, &err, "rebuild");
    for (size = 8 + sizeof size; size < whole.n - 1; size++) {
        memcpy(whole.p + 8, &size, sizeof size);
        world_file(world, VOCABULARY_FILE, (struct str){whole.p, size});
        expect_error("cut", vocabulary_open(&vocabulary, path, &err), ERR_FORMAT, &err, "rebuild");
    }
    expect_error("missing", vocabulary_open(&vocabulary, world_path(world, "no"), &err), ERR_FORMAT,
                 &err, "no");
    expect_true("nothing is open", vocabulary == NULL);
    buf_free(&whole);
}

/* A byte that changes is found out, or what is read still keeps within its bounds. */
static void changed_vocabularies_are_refused_or_harmless(void **state)
{
    static const unsigned char flips[] = {0x01, 0x02, 0x10, 0x40, 0x80, 0xff};
    const struct world *world = *state;
    const char *path = write_words(world, small);
    struct buf whole = {0};
    size_t refused = 0;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t at = 0; at < whole.n; at++) {
        for (size_t i = 0; i < COUNT_OF(flips); i++) {
            struct vocabulary *vocabulary = NULL;
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
            world_file(world, VOCABULARY_FILE, buf_view(&whole));
            if (vocabulary_open(&vocabulary, path, &err) == ERR_OK) {
                expect_true("read", read_all(vocabulary) < SIZE_MAX);
                vocabulary_close(vocabulary);
            } else {
                expect_number("code", err.code, ERR_FORMAT);
                refused++;
            }
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
        }
        if (at < 32) /* the whole header */
            expect_number("refused", refused, (at + 1) * COUNT_OF(flips));
    }
    buf_free(&whole);
}

static void random_damage_is_refused_or_harmless(void **state)
{
    struct support_random random = random_start("vocabulary damage");
    const struct world *world = *state;
    const char *path = write_words(world, small);
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (int round = 0; round < 2000; round++) {
        struct vocabulary *vocabulary = NULL;
        struct buf damaged = {0};
        buf_str(&damaged, buf_view(&whole));
        for (uint32_t n = 1 + random_below(&random, 6); n > 0; n--) {
            uint32_t at = random_below(&random, (uint32_t)damaged.n);
            uint32_t choice = random_below(&random, 3);
            damaged.p[at] = (char)(choice == 0   ? random_below(&random, 10)
                                   : choice == 1 ? 255
                                                 : random_below(&random, 256));
        }
        world_file(world, VOCABULARY_FILE, buf_view(&damaged));
        if (vocabulary_open(&vocabulary, path, &err) == ERR_OK) {
            expect_true("read", read_all(vocabulary) < SIZE_MAX);
            vocabulary_close(vocabulary);
        }
        buf_free(&damaged);
    }
    buf_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(cut_vocabularies_are_refused),
        world_test(changed_vocabularies_are_refused_or_harmless),
        world_test(random_damage_is_refused_or_harmless),
    };
    return cmocka_run_group_tests_name("vocabulary_damage", tests, NULL, NULL);
}
