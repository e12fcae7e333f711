/* The small parts of lib/search: words, terms, stems and records. Columns, queries, highlights,
 * manifests, generations and whole searches have files of their own. */

#include "section.h"
#include "stemming.h"

#include "base/utf8.h"
#include "search/deflate.h"
#include "search/facet.h"
#include "search/record.h"
#include "search/schema.h"
#include "search/sha256.h"
#include "search/token.h"

/* "driver@0-6 s@7-8*": the words with their bytes, * behind a possessive. */
static const char *tokens_of(const struct world *world, struct str text)
{
    struct tokenizer tokens;
    const char *out = "";

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        out = arena_printf(world->arena, "%s%s%.*s@%zu-%zu%s", out, out[0] != '\0' ? " " : "",
                           (int)tokens.word.n, tokens.word.p, tokens.start, tokens.end,
                           tokens.possessive ? "*" : "");
    expect_true("ended", !tokenizer_next(&tokens));
    tokenizer_free(&tokens);
    return out;
}

static void words_are_runs_of_letters_and_digits(void **state)
{
    static const struct {
        struct str text;
        const char *words;
    } cases[] = {
        {BYTES(""), ""},
        {BYTES(" .,;:-'\"()!? \n"), ""},
        {BYTES("CJIS clearance"), "cjis@0-4 clearance@5-14"},
        {BYTES("  two\n\nlines "), "two@2-5 lines@7-12"},
        {BYTES("full-time"), "full@0-4 time@5-9"},
        {BYTES("C++ 49,005 3.5"), "c@0-1 49@4-6 005@7-10 3@11-12 5@13-14"},
        {BYTES("CI2421"), "ci2421@0-6"},
        {BYTES("snake_case"), "snake@0-5 case@6-10"},
        {BYTES("driver's"), "driver@0-6 s@7-8*"},
        {BYTES("DRIVER'S"), "driver@0-6 s@7-8*"},
        {BYTES("driver\xe2\x80\x99s"), "driver@0-6 s@9-10*"},
        {BYTES("drivers' s"), "drivers@0-7 s@9-10"},
        {BYTES("'s"), "s@1-2"},
        {BYTES("driver 's"), "driver@0-6 s@8-9"},
        {BYTES("driver's's"), "driver@0-6 s@7-8* s@9-10*"},
        {BYTES("O'Shea don't"), "o@0-1 shea@2-6 don@7-10 t@11-12"},
        {BYTES("driver'sheet"), "driver@0-6 sheet@7-12"},
        {BYTES("super\xc2\xadvise"), "supervise@0-11"}, /* a soft hyphen */
        {BYTES("a\xc2\xad-b"), "a@0-3 b@4-5"},
        {BYTES("\xc2\xad"
               "a"),
         "a@2-3"},
        {BYTES("\xc3\x89"
               "COLE na\xc3\xaf"
               "ve"),
         "\xc3\xa9"
         "cole@0-6 na\xc3\xafve@7-13"},
        {BYTES("\xce\xa9\xce\x9c\xce\x95\xce\x93\xce\x91"),
         "\xcf\x89\xce\xbc\xce\xb5\xce\xb3\xce\xb1@0-10"},                   /* Greek */
        {BYTES("\xd0\x96\xd0\xa3\xd0\x9a"), "\xd0\xb6\xd1\x83\xd0\xba@0-6"}, /* Cyrillic */
        {BYTES("e\xcc\x81tude"), "e\xcc\x81tude@0-7"},                       /* a combining mark */
        {BYTES("x\xc2\xa0y"), "x@0-1 y@3-4"},
        {BYTES("50 \xe2\x82\xac \xe2\x80\x93 ok"), "50@0-2 ok@11-13"},
        {BYTES("a\0b"), "a@0-1 b@2-3"},
        {BYTES("a\xff"
               "b\xc3"),
         "a@0-1 b@2-3"}, /* bytes that are no UTF-8 part words */
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].words, str_of(tokens_of(world, cases[i].text)), cases[i].words);
    expect_text("NULL", str_of(tokens_of(world, (struct str){NULL, 0})), "");
}

/* Words come in order, do not overlap, and part at every character that is none of a word. */
static void words_of_random_texts(void **state)
{
    static const char *const pieces[] = {
        "a",        "Z",    "9",        " ", "'", "\xe2\x80\x99", "s", "S", "-", "\xc2\xad",
        "\xc3\x89", "\xff", "\xcc\x81", "_", "\n"};
    struct support_random random = random_start("words");
    (void)state;

    for (int round = 0; round < 1000; round++) {
        struct buf text = {0};
        struct tokenizer tokens;
        size_t previous = 0;
        for (uint32_t n = random_below(&random, 25); n > 0; n--)
            buf_text(&text, pieces[random_below(&random, COUNT_OF(pieces))]);
        tokenizer_start(&tokens, buf_view(&text));
        while (tokenizer_next(&tokens)) {
            expect_true(text.p, tokens.start >= previous && tokens.end > tokens.start);
            expect_true(text.p, tokens.end <= text.n && tokens.word.n > 0);
            expect_true(text.p, utf8_valid(buf_view(&tokens.word)));
            for (size_t i = previous; i < tokens.start; i++)
                expect_true(text.p, strchr("aZ9sS", text.p[i]) == NULL);
            for (size_t i = tokens.start; i < tokens.end; i++)
                expect_true(text.p, strchr(" '-_\n\xff\xe2", text.p[i]) == NULL);
            if (tokens.possessive)
                expect_text("s", buf_view(&tokens.word), "s");
            previous = tokens.end;
        }
        for (size_t i = previous; i < text.n; i++)
            expect_true(text.p, strchr("aZ9sS", text.p[i]) == NULL);
        tokenizer_free(&tokens);
        buf_free(&text);
    }
}

static struct str repeated(struct buf *out, const char *piece, size_t count)
{
    out->n = 0;
    for (size_t i = 0; i < count; i++)
        buf_text(out, piece);
    return buf_view(out);
}

static void terms_are_cut_at_a_character(void **state)
{
    static const struct {
        const char *prefix, *character;
        size_t count, length; /* of the word in characters, of the term in bytes */
    } cases[] = {
        {"", "x", 3, 3},
        {"Z", "x", 3, 4},
        {"", "x", 245, 245},
        {"", "x", 246, 245},
        {"Z", "x", 244, 245},
        {"Z", "x", 245, 245},
        {"Z", "x", 100000, 245},
        {"", "\xc3\xa9", 122, 244},
        {"", "\xc3\xa9", 123, 244},
        {"Z", "\xc3\xa9", 122, 245},
        {"Z", "\xc3\xa9", 123, 245},
        {"", "\xe2\x82\xac", 100, 243},
        {"Z", "\xe2\x82\xac", 100, 244},
        {"", "\xf0\x9f\x98\x80", 70, 244},
        {"Z", "\xf0\x9f\x98\x80", 70, 245},
        {"Z", "x", 0, 1},
    };
    struct buf word = {0}, term = {0};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str s = repeated(&word, cases[i].character, cases[i].count);
        schema_term(&term, cases[i].prefix, s);
        size_t prefix = strlen(cases[i].prefix);
        expect_number(cases[i].character, term.n, cases[i].length);
        expect_true("prefix", strncmp(term.p, cases[i].prefix, prefix) == 0);
        expect_true("word", str_starts(s, str_from(buf_view(&term), prefix)));
        expect_true("whole characters", utf8_valid(buf_view(&term)));
    }
    schema_term(&term, "K", STR("MiXed"));
    expect_text("as it is", buf_view(&term), "KMiXed");
    schema_lower_term(&term, "K", STR("MiXed \xc3\x89t\xc3\xa9"));
    expect_text("lower case", buf_view(&term), "Kmixed \xc3\xa9t\xc3\xa9");
    schema_lower_term(&term, "C", STR("a\xff"));
    expect_true("no UTF-8", utf8_valid(buf_view(&term)) && str_starts(buf_view(&term), STR("Ca")));
    schema_lower_term(&term, "A", repeated(&word, "\xc3\x89", 200));
    expect_number("cut", term.n, 245);
    expect_true("cut", utf8_valid(buf_view(&term)));
    buf_free(&word);
    buf_free(&term);
}

static void short_words_are_their_own_stems(void **state)
{
    static const struct {
        const char *word, *stem;
    } cases[] = {
        {"its", "its"},
        {"it", "it"},
        {"gas", "gas"},
        {"bus", "bus"},
        {"was", "was"},
        {"\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9"},
        {"a\xc3\xa9s", "a\xc3\xa9s"},
        {"manages", "manag"},
        {"manager", "manag"},
        {"skies", "sky"},
        {"dies", "die"},
        {"licenses", "licens"},
        {"abcs", "abc"},
        {"", ""},
    };
    struct buf stem = {0}, word = {0};
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        expect_ok("stem", stemmer_stem(&stem, stemmer, str_of(cases[i].word), &err), &err);
        expect_text(cases[i].word, buf_view(&stem), cases[i].stem);
    }
    /* Longer than any term may be: the first SCHEMA_STEM_MAX bytes, cut at a character. */
    struct str s = repeated(&word, "abilities", 5000);
    expect_ok("long", stemmer_stem(&stem, stemmer, s, &err), &err);
    expect_number("long", stem.n, SCHEMA_STEM_MAX);
    expect_true("long", str_starts(s, buf_view(&stem)));
    s = repeated(&word, "\xe2\x82\xac", 100);
    expect_ok("long", stemmer_stem(&stem, stemmer, s, &err), &err);
    expect_number("whole characters", stem.n, SCHEMA_STEM_MAX / 3 * 3);
    buf_free(&stem);
    buf_free(&word);
    stemmer_free(NULL);
}

static void fingerprints_of_one_stemmer_are_equal(void **state)
{
    char first[STEMMER_FINGERPRINT], second[STEMMER_FINGERPRINT];
    struct stemmer *stemmers[2];
    struct err err;
    (void)state;

    expect_ok("new", stemmer_new(&stemmers[0], &err), &err);
    expect_ok("new", stemmer_new(&stemmers[1], &err), &err);
    expect_ok("one", stemmer_fingerprint(first, stemmers[0], &err), &err);
    expect_ok("two", stemmer_fingerprint(second, stemmers[1], &err), &err);
    expect_text("equal", str_of(first), second);
    expect_number("hexadecimal", strspn(first, "0123456789abcdef"), STEMMER_FINGERPRINT - 1);
    stemmer_free(stemmers[0]);
    stemmer_free(stemmers[1]);
}

/* The examples of FIPS 180-4. */
static void hashes_are_sha256(void **state)
{
    static const struct {
        const char *piece;
        size_t count;
        const char *hash;
    } cases[] = {
        {"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    const struct world *world = *state;
    struct buf text = {0};
    char hash[SHA256_HEX];
    struct err err;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str bytes = repeated(&text, cases[i].piece, cases[i].count);
        sha256_bytes(hash, bytes);
        expect_text("bytes", str_of(hash), cases[i].hash);
        const char *path = world_file(world, "file", bytes);
        expect_ok("file", sha256_file(hash, path, &err), &err);
        expect_text("file", str_of(hash), cases[i].hash);
    }
    expect_error("missing", sha256_file(hash, world_path(world, "none"), &err), ERR_FORMAT, &err,
                 "none");
    buf_free(&text);
}

static void facets_have_names(void **state)
{
    static const char *const names[] = {"section", "education", "experience", "modality", "agency",
                                        "flsa",    "grade",     "series",     "revised"};
    enum facet facet;
    (void)state;

    expect_number("how many", FACET_COUNT, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        expect_true(names[i], facet_from_name(&facet, str_of(names[i])));
        expect_text("and back", str_of(facet_name(facet)), names[i]);
        expect_true("title", strlen(facet_title(facet)) > 3);
    }
    expect_true("unknown", !facet_from_name(&facet, STR("colour")));
    expect_true("empty", !facet_from_name(&facet, STR("")));
    expect_true("with a NUL", !facet_from_name(&facet, STR("section\0")));
}

static struct record_section sample_section(struct str path[2])
{
    struct record_section record = {.level = 2,
                                    .line = 120,
                                    .page = 3,
                                    .text_line = 122,
                                    .heading = STR("Education \"II\" \\ \xe2\x82\xac"),
                                    .path = path,
                                    .path_count = 2,
                                    .text = STR("A degree.\n\n\tOr \x01 not, \xc3\xa9t\xc3\xa9.")};

    path[0] = STR("MINIMUM QUALIFICATIONS");
    path[1] = STR("Either");
    kind_set_add(&record.kinds, KIND_EXPERIENCE);
    kind_set_add(&record.kinds, KIND_EDUCATION);
    return record;
}

static void expect_same(const char *label, struct str got, struct str want)
{
    expect_number(label, got.n, want.n);
    expect_true(label, str_eq(got, want));
}

static enum err_code decode(struct record_section *record, const struct world *world,
                            struct str data, const struct section *words, struct err *err)
{
    return record_section_decode(record, data, &words->tokens, words->vocabulary, world->arena,
                                 err);
}

static void sections_come_back_as_they_were(void **state)
{
    const struct world *world = *state;
    struct str path[2];
    struct record_section record = sample_section(path), back;
    struct section words;
    struct buf data = {0};
    struct err err;

    section_open(&words, world, stemmer, record.heading, record.text);
    buf_text(&data, "before");
    expect_ok("encode", record_section_encode(&data, &record, &words.spelling, &err), &err);
    expect_true("appended", str_starts(buf_view(&data), STR("before")));
    expect_ok("decode", decode(&back, world, str_from(buf_view(&data), 6), &words, &err), &err);
    buf_free(&data);
    section_close(&words);
    expect_same("heading", back.heading, record.heading);
    expect_same("text", back.text, record.text);
    expect_number("level", back.level, 2);
    expect_number("line", back.line, 120);
    expect_number("page", back.page, 3);
    expect_number("text line", back.text_line, 122);
    expect_number("path", back.path_count, 2);
    expect_same("path", back.path[0], path[0]);
    expect_same("path", back.path[1], path[1]);
    expect_number("kinds", back.kinds.count, 2);
    expect_number("primary", back.kinds.kinds[0], KIND_EXPERIENCE);
    expect_number("second", back.kinds.kinds[1], KIND_EDUCATION);
}

static void what_a_section_lacks_stays_empty(void **state)
{
    const struct world *world = *state;
    struct record_section record = {.level = 1}, back;
    struct section words;
    struct buf data = {0};
    struct err err;

    section_open(&words, world, stemmer, STR(""), STR(""));
    kind_set_add(&record.kinds, KIND_OTHER);
    expect_ok("encode", record_section_encode(&data, &record, &words.spelling, &err), &err);
    expect_ok("decode", decode(&back, world, buf_view(&data), &words, &err), &err);
    buf_free(&data);
    section_close(&words);
    expect_number("empty", back.title.n + back.code.n + back.heading.n + back.text.n, 0);
    expect_number("zero", back.ordinal + back.line + back.page + back.text_line, 0);
    expect_number("no path", back.path_count, 0);
}

/* Each text of a record in turn is no UTF-8. */
static void records_of_no_utf8_are_refused(void **state)
{
    struct str path[2] = {{"a", 1}, {"b", 1}};
    struct record_section section = {.path = path, .path_count = 2};
    struct requirement requirement = {.sentence = STR("a"), .phrase = STR("a")};
    struct record_class class = {
        .id = STR("a/b"), .first_docid = 1, .requirements = &requirement, .requirement_count = 1};
    struct str *const texts[] = {&section.heading, &section.text, &path[0], &path[1]};
    struct str *const class_texts[] = {&class.id,
                                       &class.title,
                                       &class.agency,
                                       &class.source,
                                       &class.format,
                                       &class.sha256,
                                       &class.note,
                                       &class.fields[FIELD_PAY_GRADE].value,
                                       &class.fields[FIELD_COUNT - 1].value,
                                       &class.fields[FIELD_FLSA].meaning,
                                       &requirement.sentence,
                                       &requirement.phrase};
    const struct spelling none = {{"", 0}, {"", 0}};
    struct buf data = {0};
    struct err err;
    (void)state;

    kind_set_add(&section.kinds, KIND_OTHER);
    class.fields[FIELD_FLSA].value = STR("Y");
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct str good = *texts[i];
        *texts[i] = STR("a\xff");
        expect_true("section", record_section_encode(&data, &section, &none, &err) == ERR_FORMAT);
        *texts[i] = good;
    }
    for (size_t i = 0; i < COUNT_OF(class_texts); i++) {
        struct str good = *class_texts[i];
        *class_texts[i] = STR("a\xff");
        expect_true("class", record_class_encode(&data, &class, &err) == ERR_FORMAT);
        *class_texts[i] = good;
    }
    expect_number("nothing added", data.n, 0);
    buf_free(&data);
}

static void expect_same_requirement(const struct requirement *got, const struct requirement *want)
{
    expect_number("type", got->type, want->type);
    expect_number("modality", got->modality, want->modality);
    expect_same("sentence", got->sentence, want->sentence);
    expect_same("phrase", got->phrase, want->phrase);
    expect_number("line", got->line, want->line);
    expect_number("section", got->section, want->section);
    expect_number("start", got->start, want->start);
    expect_number("end", got->end, want->end);
    expect_number("level", got->level, want->level);
    expect_number("months", got->months, want->months);
    expect_number("most months", got->months_max, want->months_max);
    expect_number("supervisory", got->supervisory, want->supervisory);
    expect_number("part", got->part_months, want->part_months);
    expect_number("part", got->part_supervisory, want->part_supervisory);
    expect_number("pounds", got->pounds, want->pounds);
}

static void classes_come_back_as_they_were(void **state)
{
    const struct world *world = *state;
    struct record_class record = {.id = STR("alder/3110"),
                                  .title = STR("Pilot"),
                                  .agency = STR("alder"),
                                  .source = STR("alder/pilot.txt"),
                                  .format = STR("markdown"),
                                  .sha256 = STR("abcd"),
                                  .note = STR("read as Windows-1252"),
                                  .first_docid = 12,
                                  .sections = 9},
                        back;
    struct buf data = {0}, key = {0};
    struct err err;

    struct requirement requirements[] = {
        {.type = REQUIREMENT_EXPERIENCE,
         .modality = MODALITY_EQUIVALENCY,
         .sentence = STR("Two to three \xe2\x80\x9cgood\xe2\x80\x9d years as a lead."),
         .phrase = STR("Two to three"),
         .line = 44,
         .section = 3,
         .start = 7,
         .end = 47,
         .months = 24,
         .months_max = 36,
         .supervisory = true,
         .part_months = 6,
         .part_supervisory = true},
        {.type = REQUIREMENT_EDUCATION, .level = EDUCATION_APPRENTICESHIP, .section = 3},
        {.type = REQUIREMENT_LIFTING,
         .modality = MODALITY_UNCLASSIFIED,
         .section = 8,
         .pounds = 50},
    };

    record.requirements = requirements;
    record.requirement_count = COUNT_OF(requirements);
    record.fields[FIELD_FLSA] =
        (struct spec_field){.value = STR("Y"), .line = 6, .meaning = STR("Exempt")};
    record.fields[FIELD_CLASS_CODE] = (struct spec_field){.value = STR("3110"), .line = 5};
    record.fields[FIELD_SERIES] = (struct spec_field){.value = STR("Pilots \xe2\x80\x93 all")};
    expect_ok("encode", record_class_encode(&data, &record, &err), &err);
    expect_ok("decode", record_class_decode(&back, buf_view(&data), world->arena, &err), &err);
    expect_same("id", back.id, record.id);
    expect_same("title", back.title, record.title);
    expect_same("agency", back.agency, record.agency);
    expect_same("source", back.source, record.source);
    expect_same("format", back.format, record.format);
    expect_same("sha256", back.sha256, record.sha256);
    expect_same("note", back.note, record.note);
    expect_number("docid", back.first_docid, 12);
    expect_number("sections", back.sections, 9);
    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        expect_same(field_name(f), back.fields[f].value, record.fields[f].value);
        expect_same(field_name(f), back.fields[f].meaning, record.fields[f].meaning);
        expect_number(field_name(f), back.fields[f].line, record.fields[f].line);
    }
    expect_number("requirements", back.requirement_count, COUNT_OF(requirements));
    for (size_t i = 0; i < COUNT_OF(requirements); i++)
        expect_same_requirement(&back.requirements[i], &requirements[i]);
    buf_text(&key, "old key that is longer");
    record_class_key(&key, record.id);
    expect_text("key", buf_view(&key), "class:alder/3110");
    buf_free(&data);
    buf_free(&key);
}

static void damaged_records_are_refused(void **state)
{
    static const char *const damaged[] = {
        "",
        "null",
        "[]",
        "{}",
        "12",
        "\1a\1",                      /* a path of one heading that is not there */
        "\1a\1\1b\1\x7f\1\1\1\1\1a",  /* no such kind */
        "\1\xff\1\1b\1\1\1\1\1\1\1a", /* no UTF-8 */
        "{\"id\":2}",
        "{\"id\":\"a\",\"first_docid\":0}",
        "{\"id\":\"a\",\"first_docid\":-1}",
        "{\"id\":\"a\",\"first_docid\":99999999999}",
        "{\"id\":\"a\",\"first_docid\":\"1\"}",
        "{\"id\":\"a\",\"first_docid\":1,\"requirements\":[7]}",
        "{\"id\":\"a\",\"first_docid\":1,\"sections\":2,\"requirements\":"
        "[{\"type\":\"lifting\",\"modality\":\"sometimes\",\"section\":1}]}",
        "{\"id\":\"a\",\"first_docid\":1,\"sections\":2,\"requirements\":"
        "[{\"type\":\"lifting\",\"modality\":\"required\",\"section\":1},"
        "{\"type\":\"lifting\",\"modality\":\"required\",\"section\":0}]}",
        "{\"id\":\"a\",\"first_docid\":1,\"sections\":2,\"requirements\":"
        "[{\"type\":\"education\",\"modality\":\"required\",\"level\":\"some\"}]}",
        "{\"id\":\"a\",\"first_docid\":1,\"sections\":2,\"requirements\":"
        "[{\"type\":\"lifting\",\"modality\":\"required\",\"section\":2}]}",
    };
    const struct world *world = *state;
    struct str path[2];
    struct record_section record = sample_section(path), section;
    struct record_class class;
    struct section words;
    struct buf data = {0};
    struct err err;

    section_open(&words, world, stemmer, record.heading, record.text);
    for (size_t i = 0; i < COUNT_OF(damaged); i++) {
        struct str s = str_of(damaged[i]);
        expect_error(damaged[i], decode(&section, world, s, &words, &err), ERR_FORMAT, &err,
                     "rebuild");
        expect_error(damaged[i], record_class_decode(&class, s, world->arena, &err), ERR_FORMAT,
                     &err, "rebuild");
        data.n = 0;
        deflate_pack(&data, s);
        expect_error(damaged[i], record_class_decode(&class, buf_view(&data), world->arena, &err),
                     ERR_FORMAT, &err, "rebuild");
    }
    data.n = 0;
    expect_ok("encode", record_section_encode(&data, &record, &words.spelling, &err), &err);
    for (size_t n = 0; n < data.n; n++)
        expect_error("cut", decode(&section, world, (struct str){data.p, n}, &words, &err),
                     ERR_FORMAT, &err, NULL);
    buf_char(&data, '\0');
    expect_error("longer", decode(&section, world, buf_view(&data), &words, &err), ERR_FORMAT, &err,
                 "rebuild");
    buf_free(&data);
    section_close(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(words_are_runs_of_letters_and_digits),
        cmocka_unit_test(words_of_random_texts),
        cmocka_unit_test(terms_are_cut_at_a_character),
        cmocka_unit_test(short_words_are_their_own_stems),
        cmocka_unit_test(fingerprints_of_one_stemmer_are_equal),
        world_test(hashes_are_sha256),
        cmocka_unit_test(facets_have_names),
        world_test(sections_come_back_as_they_were),
        world_test(what_a_section_lacks_stays_empty),
        world_test(classes_come_back_as_they_were),
        cmocka_unit_test(records_of_no_utf8_are_refused),
        world_test(damaged_records_are_refused),
    };
    return cmocka_run_group_tests_name("search", tests, make_stemmer, free_stemmer);
}
