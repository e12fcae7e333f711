/* Sentences: where they end, how they are shown, and texts that nobody wrote. */

#include "requirement_table.h"

#include "spec/sentence.h"

/* The sentences of a text, parted by bars; line ends as they are. */
static void check_split(const char *text, const char *want)
{
    static struct sentence sentence;
    struct sentence_splitter splitter;
    struct buf got = {0};

    sentence_begin(&splitter, str_of(text));
    while (sentence_next(&splitter, &sentence)) {
        buf_text(&got, got.n > 0 ? "|" : "");
        buf_add(&got, text + sentence.start, sentence.end - sentence.start);
    }
    expect_text(text, buf_view(&got), want);
    buf_free(&got);
}

static void stops_end_sentences_but_not_in_abbreviations(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"Lifts boxes. Drives vans.", "Lifts boxes.|Drives vans."},
        {"A U.S. Navy yard. It is old.", "A U.S. Navy yard.|It is old."},
        {"A G.E.D. is needed. Apply now.", "A G.E.D. is needed.|Apply now."},
        {"See Requirement No. 2 above. Then file.", "See Requirement No. 2 above.|Then file."},
        {"Tools, e.g. Hammers. No others.", "Tools, e.g. Hammers.|No others."},
        {"Reports to the Asst. Mgr. of Docks. Works nights.",
         "Reports to the Asst. Mgr. of Docks.|Works nights."},
        {"Ask Sr. Clerk Poe. He knows.", "Ask Sr. Clerk Poe.|He knows."},
        {"Named for J. Q. Poe of Alder. He built it.",
         "Named for J. Q. Poe of Alder.|He built it."},
        {"Range B. The next range is C.", "Range B.|The next range is C."},
        {"Pays 1.5 times. More later.", "Pays 1.5 times.|More later."},
        {"Lifts 50 lbs. Must climb.", "Lifts 50 lbs.|Must climb."},
        {"Lifts 50 lbs. or more. Climbs.", "Lifts 50 lbs. or more.|Climbs."},
        {"Paid at Range B. and Either I Two years.", "Paid at Range B.|and Either I Two years."},
        {"A diver. Or II Four years.", "A diver.|Or II Four years."},
        {"Two years at sea Education: None.", "Two years at sea|Education: None."},
        {"Training and Experience: None.", "Training and Experience: None."},
        {"Either I Experience: Two years.", "Either I Experience: Two years."},
        {"Is it so? Yes!", "Is it so?|Yes!"},
        {"(Two may be waived.) One stays.", "(Two may be waived.)|One stays."},
        {"He said \"stop.\" They left.", "He said \"stop.\"|They left."},
        {"See a.example.org/b.html for more.", "See a.example.org/b.html for more."},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_split(rows[i].text, rows[i].want);
}

static void lines_end_sentences_unless_they_run_on(void **state)
{
    (void)state;
    check_split("1. Digs wells.\n2. Lays pipe.", "Digs wells.|Lays pipe.");
    check_split("- digs wells\n- lays pipe", "digs wells|lays pipe");
    check_split("\xe2\x80\xa2 Digs wells\n\xe2\x80\xa2\tLays pipe", "Digs wells|Lays pipe");
    check_split("(a) Digs wells; and\n(b) Lays pipe", "Digs wells; and|Lays pipe");
    check_split("Digs wells and\nlays pipe.", "Digs wells and\nlays pipe.");
    check_split("Criminal Check\nEducation Check", "Criminal Check|Education Check");
    check_split("Digs wells\n\nlays pipe", "Digs wells|lays pipe");
    check_split("I\tTwo years\nII\tFour years", "I\tTwo years|II\tFour years");
    check_split("One of these:\nDigging", "One of these:|Digging");
    check_split("Works for the Department of\nWater in Alder.",
                "Works for the Department of\nWater in Alder.");
    check_split("The holder of this post digs wells and lays pipe for all of\n"
                "Alder County in every season and in any weather that comes.",
                "The holder of this post digs wells and lays pipe for all of\n"
                "Alder County in every season and in any weather that comes.");
    check_split("(3) years of work", "(3) years of work");
    check_split("", "");
    check_split(" \n\n ", "");
}

static void a_sentence_is_shown_on_one_line(void **state)
{
    struct world *world = *state;
    struct spec spec;

    requirement_read_text(&spec, KIND_EXPERIENCE, "Experience",
                          STR("- Two years of\n    experience at sea."), world->arena);
    expect_number("count", spec.requirement_count, 1);
    expect_text("sentence", spec.requirements[0].sentence, "Two years of experience at sea.");
    expect_text("phrase", spec.requirements[0].phrase, "Two years of experience at sea");
    requirement_read_text(&spec, KIND_EXPERIENCE, "Experience",
                          STR("Must have at least two (2) years of paid, full-time dock "
                              "experience, and a boat."),
                          world->arena);
    expect_number("count", spec.requirement_count, 1);
    expect_text("phrase", spec.requirements[0].phrase,
                "at least two (2) years of paid, full-time dock experience");
}

/* A sentence without end is cut, between characters. */
static void giant_sentences_are_cut(void **state)
{
    struct world *world = *state;
    static struct sentence sentence;
    struct sentence_splitter splitter;
    struct buf text = {0};

    for (int i = 0; i < 5000; i++)
        buf_text(&text, "\xc3\xa9"); /* e with an acute accent, two bytes */
    sentence_begin(&splitter, buf_view(&text));
    size_t end = 0;
    while (sentence_next(&splitter, &sentence)) {
        expect_number("nothing is left out", sentence.start, end);
        end = sentence.end;
        expect_true("bounded", end - sentence.start <= SENTENCE_BYTES);
        expect_number("between characters", (end - sentence.start) % 2, 0);
    }
    expect_number("all is read", end, text.n);
    buf_free(&text);

    struct spec spec;
    for (int i = 0; i < 10000; i++)
        buf_text(&text, "Two years of experience at sea.\n");
    requirement_read_text(&spec, KIND_EXPERIENCE, "Experience", buf_view(&text), world->arena);
    expect_number("each is found", spec.requirement_count, 10000);
    expect_number("on its line", spec.requirements[9999].line, 10000);
    buf_free(&text);
}

/* Pieces of requirements in any order, and bytes of any kind: each finding stands in its section
 * and is one line of text. */
static void any_bytes_are_survived(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "two",        "(2)",        " years ",    "of ",
        "experience", "\n",         "\n\n",       "- ",
        "1. ",        "including ", "which ",     "degree ",
        "from a ",    "college ",   "high ",      "school ",
        "substitut",  "ed for ",    "in lieu of", ", ",
        "; ",         ". ",         "? ",         "U.S. ",
        "\t",         "license ",   "must ",      "preferred ",
        "50 ",        "pounds ",    "lift ",      "\xc2",
        "\xe2\x80",   "\xff",       "999999",     "hundred ",
        "half ",      "1/2 ",       "3-5 ",       "or ",
        "month",      "(",          ")",          "how many do you have",
        ":\n",        "at least ",  "$",          "1.",
        "\xc2\xbd"};
    struct support_random random = random_start("requirements");

    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_new();
        struct spec spec;
        struct buf text = {0};
        for (uint32_t n = random_below(&random, 200); n > 0; n--) {
            if (random_below(&random, 12) == 0)
                buf_char(&text, (char)random_below(&random, 256));
            else
                buf_text(&text, pieces[random_below(&random, COUNT_OF(pieces))]);
        }
        requirement_read_text(&spec, (enum spec_kind)random_below(&random, KIND_COUNT), "Heading",
                              buf_view(&text), arena);
        size_t lines = 1;
        for (size_t i = 0; i < text.n; i++)
            lines += text.p[i] == '\n';
        for (size_t i = 0; i < spec.requirement_count; i++) {
            const struct requirement *r = &spec.requirements[i];
            expect_true("line", r->line >= 1 && r->line <= lines);
            expect_true("order", i == 0 || r->line >= spec.requirements[i - 1].line);
            expect_true("sentence", r->sentence.n > 0 && r->sentence.n <= SENTENCE_BYTES);
            expect_true("one line", memchr(r->sentence.p, '\n', r->sentence.n) == NULL);
            expect_true("phrase", r->phrase.n > 0 && r->phrase.n <= r->sentence.n);
            expect_true("months", r->months <= r->months_max && r->part_months <= r->months);
        }
        buf_free(&text);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_end_sentences_but_not_in_abbreviations),
        cmocka_unit_test(lines_end_sentences_unless_they_run_on),
        world_test(a_sentence_is_shown_on_one_line),
        world_test(giant_sentences_are_cut),
        cmocka_unit_test(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
