/* The tokens of a segment: sections written and read again. */

#include "support.h"

#include "base/file.h"
#include "search/tokens.h"
#include "search/vocabulary.h"

/* Word ids are the numbers themselves, unless a test says otherwise. */
enum { WORD_END = 3000000 };

static uint32_t *same_numbers(void)
{
    uint32_t *numbers = mem_zero(WORD_END, sizeof *numbers);

    for (uint32_t i = 0; i < WORD_END; i++)
        numbers[i] = i;
    return numbers;
}

static const char *write_sections(const struct world *world, const struct tokens_section *sections,
                                  size_t count)
{
    struct tokens_writer *writer = tokens_writer_new();
    uint32_t *numbers = same_numbers();
    const char *path = world_path(world, TOKENS_FILE);
    struct err err;

    for (size_t i = 0; i < count; i++)
        tokens_writer_add(writer, &sections[i]);
    expect_ok("save", tokens_writer_save(writer, numbers, path, &err), &err);
    tokens_writer_free(writer);
    tokens_writer_free(NULL);
    free(numbers);
    return path;
}

static void expect_section(const char *label, const struct tokens_section *got,
                           const struct tokens_section *want, bool sentences)
{
    expect_number(label, got->count, want->count);
    expect_number(label, got->heading_count, want->heading_count);
    for (uint32_t i = 0; i < want->count; i++)
        expect_number(label, got->words[i], want->words[i]);
    expect_number(label, got->sentence_count, sentences ? want->sentence_count : 0);
    for (uint32_t i = 0; i < got->sentence_count; i++) {
        expect_number(label, got->sentences[i].end, want->sentences[i].end);
        expect_number(label, got->sentences[i].paragraph_ends, want->sentences[i].paragraph_ends);
    }
}

#define LIST(...)                                                                                  \
    (const uint32_t[])                                                                             \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define SENTENCES(...)                                                                             \
    (const struct tokens_sentence[])                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

/* Every length of a number, at both ends of it. */
static const struct {
    const char *label;
    struct tokens_section section;
} cases[] = {
    {"no words", {.count = 0}},
    {"one word", {LIST(2), 1, 0, SENTENCES({1, true}), 1}},
    {"a heading alone", {LIST(2, 3), 2, 2, NULL, 0}},
    {"heading and text", {LIST(5, 6, 7), 3, 1, SENTENCES({3, true}), 1}},
    {"sentences",
     {LIST(5, 6, 7, 8, 9, 10), 6, 1, SENTENCES({2, false}, {4, true}, {5, false}, {6, true}), 4}},
    {"possessive", {LIST(VOCABULARY_POSSESSIVE, 9), 2, 0, SENTENCES({2, true}), 1}},
    {"one byte", {LIST(1, 127), 2, 0, SENTENCES({2, true}), 1}},
    {"two bytes", {LIST(128, 16383, 128), 3, 0, SENTENCES({3, true}), 1}},
    {"three bytes", {LIST(16384, 2097151, 16384), 3, 0, SENTENCES({3, true}), 1}},
    {"four bytes", {LIST(2097152, WORD_END - 1, 3), 3, 0, SENTENCES({3, true}), 1}},
    {"mixed", {LIST(127, 128, 1, 16384, 16383, 2097152, 127), 7, 3, SENTENCES({7, false}), 1}},
    {"a sentence without words",
     {LIST(3, 4), 2, 0, SENTENCES({1, false}, {1, true}, {2, true}), 3}},
    {"no words again", {.count = 0}},
};

static void sections_come_back_as_they_were(void **state)
{
    struct tokens_section sections[COUNT_OF(cases)], section;
    struct tokens_buffer buffer = {0};
    struct tokens *tokens = NULL;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        sections[i] = cases[i].section;
    const char *path = write_sections(*state, sections, COUNT_OF(sections));
    expect_ok("open", tokens_open(&tokens, path, WORD_END, &err), &err);
    expect_number("sections", tokens_section_count(tokens), COUNT_OF(cases));
    for (uint32_t k = 0; k < 3 * COUNT_OF(cases); k++) { /* in an order of their own */
        uint32_t i = k * 5 % COUNT_OF(cases);
        bool sentences = k % 3 != 0;
        tokens_prefetch(tokens, i);
        expect_ok(cases[i].label, tokens_read(&section, &buffer, tokens, i, sentences, &err), &err);
        expect_section(cases[i].label, &section, &cases[i].section, sentences);
    }
    tokens_buffer_free(&buffer);
    tokens_buffer_free(&buffer);
    tokens_close(tokens);
    tokens_close(NULL);
}

static void a_file_may_have_no_sections(void **state)
{
    const char *path = write_sections(*state, NULL, 0);
    struct tokens *tokens = NULL;
    struct err err;

    expect_ok("open", tokens_open(&tokens, path, WORD_END, &err), &err);
    expect_number("sections", tokens_section_count(tokens), 0);
    tokens_close(tokens);
}

static void words_are_saved_by_their_numbers(void **state)
{
    static const uint32_t ids[] = {2, 3, 4, 1, 2}, numbers[] = {0, 1, 400, 2, 3};
    static const uint32_t want[] = {400, 2, 3, 1, 400};
    const struct tokens_sentence sentence = {5, true};
    const char *path = world_path(*state, TOKENS_FILE);
    struct tokens_writer *writer = tokens_writer_new();
    struct tokens_buffer buffer = {0};
    struct tokens_section section = {ids, 5, 2, &sentence, 1};
    struct tokens *tokens = NULL;
    struct err err;

    tokens_writer_add(writer, &section);
    expect_ok("save", tokens_writer_save(writer, numbers, path, &err), &err);
    tokens_writer_free(writer);
    expect_ok("open", tokens_open(&tokens, path, 401, &err), &err);
    expect_ok("read", tokens_read(&section, &buffer, tokens, 0, false, &err), &err);
    for (uint32_t i = 0; i < 5; i++)
        expect_number("number", section.words[i], want[i]);
    tokens_close(tokens);
    expect_ok("open", tokens_open(&tokens, path, 400, &err), &err);
    expect_error("past the end", tokens_read(&section, &buffer, tokens, 0, false, &err), ERR_FORMAT,
                 &err, path);
    expect_true("names the section", strstr(err.text, "section 1 ") != NULL);
    tokens_close(tokens);
    tokens_buffer_free(&buffer);
}

static struct tokens_section random_section(const struct world *world,
                                            struct support_random *random)
{
    static const uint32_t bounds[] = {126, 300, 20000, WORD_END - 1};
    static const uint32_t lengths[] = {1, 3, 90, 2000};
    uint32_t count = random_below(random, lengths[random_below(random, COUNT_OF(lengths))]);
    uint32_t *words = arena_zero(world->arena, count, sizeof *words), sentence_count = 0;
    struct tokens_sentence *sentences = arena_zero(world->arena, count, sizeof *sentences);
    uint32_t heading = random_below(random, 2) * random_below(random, count + 1);

    for (uint32_t i = 0; i < count; i++)
        words[i] = 1 + random_below(random, bounds[random_below(random, COUNT_OF(bounds))]);
    for (uint32_t end = heading; end < count;) {
        uint32_t rest = count - end;
        end += 1 + random_below(random, random_below(random, 10) == 0 || rest < 20 ? rest : 20);
        sentences[sentence_count++] =
            (struct tokens_sentence){end, end == count || random_below(random, 3) == 0};
    }
    return (struct tokens_section){words, count, heading, sentences, sentence_count};
}

static void random_sections_come_back(void **state)
{
    enum { SECTIONS = 300 };
    struct support_random random = random_start("tokens");
    const struct world *world = *state;
    struct tokens_buffer buffer = {0};

    for (int round = 0; round < 10; round++) {
        struct tokens_section sections[SECTIONS], section;
        struct tokens *tokens = NULL;
        struct err err;
        for (size_t i = 0; i < SECTIONS; i++)
            sections[i] = random_section(world, &random);
        const char *path = write_sections(world, sections, SECTIONS);
        expect_ok("open", tokens_open(&tokens, path, WORD_END, &err), &err);
        expect_number("sections", tokens_section_count(tokens), SECTIONS);
        for (size_t k = 0; k < SECTIONS; k++) {
            uint32_t i = random_below(&random, SECTIONS);
            bool sentences = random_below(&random, 2) == 0;
            expect_ok("read", tokens_read(&section, &buffer, tokens, i, sentences, &err), &err);
            expect_section("random", &section, &sections[i], sentences);
        }
        tokens_close(tokens);
    }
    tokens_buffer_free(&buffer);
}

/* Files by hand: the bytes of one section, behind a header as the writer makes it. */

static const char *write_bytes(const struct world *world, struct str bytes)
{
    struct tokens_section none = {0};
    struct buf file = {0};
    struct err err;

    const char *path = write_sections(world, &none, 1);
    expect_ok("read", file_read(&file, path, 1 << 20, &err), &err);
    file.n -= 2; /* a section without words: 0 bytes, 0 of the heading */
    buf_str(&file, bytes);
    uint64_t size = file.n;
    uint32_t length = (uint32_t)bytes.n;
    memcpy(file.p + 8, &size, sizeof size); /* the header's second member */
    memcpy(file.p + file.n - bytes.n - sizeof length, &length, sizeof length); /* the last offset */
    world_file(world, TOKENS_FILE, buf_view(&file));
    buf_free(&file);
    return path;
}

static void numbers_are_leb128(void **state)
{
    static const struct {
        const char *label;
        struct str bytes;
        bool sound;
    } sections[] = {
        {"as written", BYTES("\x03\x7f\x80\x01\x01\x03"), true}, /* 127, 128 */
        {"words only", BYTES("\x02\x05\x06\x02"), true},
        {"longer than need be", BYTES("\x03\x85\x80\x00\x00\x02"), true}, /* 5 */
        {"five bytes", BYTES("\x05\x85\x80\x80\x80\x00\x00\x02"), true},
        {"nothing", BYTES(""), false},
        {"no heading", BYTES("\x01\x05"), false},
        {"zero is no word", BYTES("\x01\x00\x00\x03"), false},
        {"zero in two bytes", BYTES("\x02\x80\x00\x00\x03"), false},
        {"the end", BYTES("\x02\xe8\x07\x00\x03"), false}, /* 1000 */
        {"before the end", BYTES("\x02\xe7\x07\x00\x03"), true},
        {"33 bits", BYTES("\x05\x85\x80\x80\x80\x10\x00\x03"), false},
        {"six bytes", BYTES("\x06\x85\x80\x80\x80\x80\x00\x00\x03"), false},
        {"a word past the words", BYTES("\x01\x85\x00\x00\x03"), false},
        {"a long word past the words", BYTES("\x02\x85\x80\x00\x00\x03"), false},
        {"a word past the section", BYTES("\x01\x85"), false},
        {"a long word past the section", BYTES("\x02\x85\x85"), false},
        {"words past the section", BYTES("\x05\x02\x02\x00"), false},
        {"4 GiB of words", BYTES("\xff\xff\xff\xff\x0f\x02\x02\x00\x04"), false},
        {"no length", BYTES("\x85"), false},
        {"heading of too many", BYTES("\x01\x05\x02"), false},
        {"heading cut", BYTES("\x01\x05\x80"), false},
        {"sentences of too few", BYTES("\x02\x05\x05\x00\x03"), false},
        {"sentences of too many", BYTES("\x02\x05\x05\x00\x07"), false},
        {"one sentence too many", BYTES("\x02\x05\x05\x00\x05\x03"), false},
        {"no sentences", BYTES("\x02\x05\x05\x00"), false},
        {"a sentence cut", BYTES("\x02\x05\x05\x00\x85"), false},
        /* 0x7fffffff + 0x7fffffff + 4 is 2 in 32 bits */
        {"sentences that overflow",
         BYTES("\x02\x05\x05\x00\xff\xff\xff\xff\x0f\xff\xff\xff\xff\x0f\x09"), false},
    };

    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        struct tokens_buffer buffer = {0};
        struct tokens_section section;
        struct tokens *tokens = NULL;
        struct err err;
        const char *path = write_bytes(*state, sections[i].bytes);
        expect_ok(sections[i].label, tokens_open(&tokens, path, 1000, &err), &err);
        enum err_code code = tokens_read(&section, &buffer, tokens, 0, true, &err);
        if (sections[i].sound)
            expect_ok(sections[i].label, code, &err);
        else
            expect_error(sections[i].label, code, ERR_FORMAT, &err, path);
        tokens_close(tokens);
        tokens_buffer_free(&buffer);
    }
}

/* Opens and reads everything. Whether all was sound; what is not says ERR_FORMAT, and what is keeps
 * to its bounds. */
static bool read_all(const char *path, uint32_t word_end)
{
    struct tokens_buffer buffer = {0};
    struct tokens *tokens = NULL;
    struct err err;
    bool sound = true;

    if (tokens_open(&tokens, path, word_end, &err) != ERR_OK) {
        expect_number("code", err.code, ERR_FORMAT);
        return false;
    }
    for (uint32_t i = 0; i < 2 * tokens_section_count(tokens); i++) {
        struct tokens_section section;
        tokens_prefetch(tokens, i / 2);
        enum err_code code = tokens_read(&section, &buffer, tokens, i / 2, i % 2 != 0, &err);
        expect_true("code", code == ERR_OK || code == ERR_FORMAT);
        sound = sound && code == ERR_OK;
        if (code != ERR_OK)
            continue;
        expect_true("heading", section.heading_count <= section.count);
        for (uint32_t k = 0; k < section.count; k++)
            expect_true("word", section.words[k] > 0 && section.words[k] < word_end);
        uint32_t end = section.heading_count;
        for (uint32_t k = 0; k < section.sentence_count; k++) {
            expect_true("sentence", section.sentences[k].end >= end);
            end = section.sentences[k].end;
        }
        expect_true("last sentence", i % 2 == 0 || end == section.count);
    }
    tokens_close(tokens);
    tokens_buffer_free(&buffer);
    return sound;
}

static const char *write_small(const struct world *world)
{
    struct tokens_section sections[COUNT_OF(cases)];

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        sections[i] = cases[i].section;
    return write_sections(world, sections, COUNT_OF(sections));
}

static void cut_tokens_are_refused(void **state)
{
    const struct world *world = *state;
    const char *path = write_small(world);
    struct tokens *tokens = NULL;
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (size_t n = 0; n < whole.n; n++) {
        world_file(world, TOKENS_FILE, (struct str){whole.p, n});
        expect_error("cut", tokens_open(&tokens, path, WORD_END, &err), ERR_FORMAT, &err, path);
    }
    buf_char(&whole, '\0');
    world_file(world, TOKENS_FILE, buf_view(&whole));
    expect_error("longer", tokens_open(&tokens, path, WORD_END, &err), ERR_FORMAT, &err, "rebuild");
    for (uint64_t size = 16; size <= whole.n; size++) { /* with a size that fits */
        if (size == whole.n - 1)
            continue;
        memcpy(whole.p + 8, &size, sizeof size);
        world_file(world, TOKENS_FILE, (struct str){whole.p, size});
        expect_error("size", tokens_open(&tokens, path, WORD_END, &err), ERR_FORMAT, &err, path);
    }
    expect_error("missing", tokens_open(&tokens, world_path(world, "no"), WORD_END, &err),
                 ERR_FORMAT, &err, "no");
    expect_true("nothing is open", tokens == NULL);
    buf_free(&whole);
}

/* A byte that changes is found out, or what is read still keeps within its bounds. */
static void changed_tokens_are_refused_or_harmless(void **state)
{
    static const unsigned char flips[] = {0x01, 0x02, 0x10, 0x40, 0x80, 0xff};
    const struct world *world = *state;
    const char *path = write_small(world);
    struct buf whole = {0};
    size_t refused = 0;
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    expect_true("as it is", read_all(path, WORD_END));
    for (size_t at = 0; at < whole.n; at++) {
        for (size_t i = 0; i < COUNT_OF(flips); i++) {
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
            world_file(world, TOKENS_FILE, buf_view(&whole));
            refused += !read_all(path, WORD_END);
            whole.p[at] = (char)(whole.p[at] ^ flips[i]);
        }
        if (at < 24) /* the whole header */
            expect_number("refused", refused, (at + 1) * COUNT_OF(flips));
    }
    buf_free(&whole);
}

static void random_damage_is_refused_or_harmless(void **state)
{
    struct support_random random = random_start("tokens damage");
    const struct world *world = *state;
    const char *path = write_small(world);
    struct buf whole = {0};
    struct err err;

    expect_ok("read", file_read(&whole, path, 1 << 20, &err), &err);
    for (int round = 0; round < 2000; round++) {
        struct buf damaged = {0};
        buf_str(&damaged, buf_view(&whole));
        for (uint32_t n = 1 + random_below(&random, 6); n > 0; n--) {
            uint32_t at = random_below(&random, (uint32_t)damaged.n - 24) + 24;
            uint32_t choice = random_below(&random, 3);
            damaged.p[at] = (char)(choice == 0   ? random_below(&random, 10)
                                   : choice == 1 ? 255
                                                 : random_below(&random, 256));
        }
        world_file(world, TOKENS_FILE, buf_view(&damaged));
        read_all(path, random_below(&random, 2) == 0 ? WORD_END : 130);
        buf_free(&damaged);
    }
    buf_free(&whole);
}

static void what_cannot_be_written_is_an_error(void **state)
{
    struct tokens_writer *writer = tokens_writer_new();
    const char *path = world_path(*state, "no/such");
    struct err err;

    expect_error("save", tokens_writer_save(writer, NULL, path, &err), ERR_IO, &err, path);
    tokens_writer_free(writer);
}

/* Words next to each other are found in the bytes as they are in the list, and nowhere else. */
static void words_are_found_as_they_are_encoded(void **state)
{
    enum { COUNT = 200, LENGTH = 12, TRIALS = 4000 };
    const struct world *world = *state;
    uint32_t(*words)[LENGTH] = arena_zero(world->arena, COUNT, sizeof *words);
    struct tokens_section *sections = arena_zero(world->arena, COUNT, sizeof *sections);
    struct tokens_sentence sentence = {LENGTH, true};
    struct tokens *tokens = NULL;
    struct buf encoded = {0};
    bool holds, found = false, missed = false;
    struct err err;

    srand(7);
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < LENGTH; k++) /* numbers whose bytes are parts of each other's */
            words[i][k] = (const uint32_t[]){1, 2, 129, 130, 257, 16385, 16386}[rand() % 7];
        sections[i] = (struct tokens_section){.words = words[i],
                                              .count = LENGTH,
                                              .heading_count = (uint32_t)(i % LENGTH),
                                              .sentences = &sentence,
                                              .sentence_count = 1};
    }
    const char *path = write_sections(world, sections, COUNT);
    expect_ok("open", tokens_open(&tokens, path, WORD_END, &err), &err);
    for (size_t trial = 0; trial < TRIALS; trial++) {
        uint32_t i = (uint32_t)rand() % COUNT, from = (uint32_t)rand() % COUNT;
        uint32_t n = 1 + (uint32_t)rand() % 3, first = (uint32_t)rand() % (LENGTH - n + 1);
        uint32_t heading = sections[i].heading_count;
        bool want = false;
        encoded.n = 0;
        tokens_encode(&encoded, words[from] + first, n);
        for (uint32_t k = 0; k + n <= LENGTH; k++)
            want = want || (memcmp(words[i] + k, words[from] + first, n * sizeof **words) == 0 &&
                            (k >= heading || k + n <= heading));
        expect_ok("holds", tokens_hold(&holds, tokens, i, buf_view(&encoded), &err), &err);
        expect_number("holds", holds, want);
        found = found || want;
        missed = missed || !want;
    }
    expect_true("some of both", found && missed);
    buf_free(&encoded);
    tokens_close(tokens);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(words_are_found_as_they_are_encoded),
        world_test(sections_come_back_as_they_were),
        world_test(a_file_may_have_no_sections),
        world_test(words_are_saved_by_their_numbers),
        world_test(random_sections_come_back),
        world_test(numbers_are_leb128),
        world_test(cut_tokens_are_refused),
        world_test(changed_tokens_are_refused_or_harmless),
        world_test(random_damage_is_refused_or_harmless),
        world_test(what_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
