/* Correcting: which word is nearest, and what a search makes of it. */

#include "sample.h"

#include "search/correct.h"
#include "search/search.h"

static struct sample_class classes[] = {
    {.id = "a/1",
     .agency = "Alder",
     .title = "Harbor Pilot",
     .code = "1",
     .sections = {{.heading = "Duties", .text = "Pilots pilot ships. A budget is made."},
                  {.heading = "Licences", .text = "A license, a boat and a bat."}},
     .count = 2,
     .segment = 0},
    {.id = "a/2",
     .agency = "Alder",
     .title = "Zookeeper",
     .code = "2",
     .sections = {{.heading = "Duties", .text = "Budgets boats; Data Base Team (DBT)."},
                  {.heading = "Other", .text = "A boat near caf\xc3\xa9s."}},
     .count = 2,
     .segment = 1},
    {.id = "a/3",
     .agency = "Alder",
     .title = "Ghost",
     .code = "3",
     .sections = {{.heading = "Duties", .text = "pilat goat budges"}},
     .count = 1,
     .segment = 1,
     .dead = true},
    {.id = "a/4",
     .agency = "Alder",
     .title = "Clerk",
     .code = "4",
     .sections = {{.heading = "Duties", .text = "Bolts x86y and supervises people."}},
     .count = 1,
     .segment = 2},
};

static void the_nearest_word_is_found(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct index_worker *worker = NULL;
    struct err err;
    static const struct {
        const char *word, *want;
    } rows[] = {
        {"pilto", "pilot"},    /* neighbours swapped */
        {"plot", "pilot"},     /* a letter left out */
        {"piloot", "pilot"},   /* one too many */
        {"bilot", "pilot"},    /* the first one changed */
        {"boaat", "boat"},     /* boat and bat are both near: boat is in more sections */
        {"beat", "boat"},      /* likewise */
        {"bott", "boat"},      /* boat, and bolts: one letter each; boat is in more sections */
        {"bot", ""},           /* an abbreviation, as like as not */
        {"baat", "boat"},      /* bat would be as near */
        {"goat", "boat"},      /* what is dead is not there, be it the word itself */
        {"bodgetz", "budget"}, /* two letters in a long word */
        {"lycensse", "license"},
        {"boxex", ""}, /* bolts is two off, too many for five letters */
        {"superwizes", "supervises"},
        {"caf\xc3\xa8s", "caf\xc3\xa9s"}, /* letters, not bytes */
        {"x86z", ""},                     /* digits */
        {"xy", ""},
        {"zzzzzz", ""},
        {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", ""},
    };

    expect_ok("worker", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str nearest;
        expect_ok(rows[i].word, correct_nearest(&nearest, worker, str_of(rows[i].word), 0, &err),
                  &err);
        expect_text(rows[i].word, nearest, rows[i].want);
    }
    index_give(index, worker);
    index_close(index);
}

/* The distance as its definition has it, on whole tables: against all words of the index. */
static size_t distance(const char *a, const char *b)
{
    enum { MOST = 24 };
    size_t table[MOST][MOST], n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= m; k++) {
            size_t best = i + k;
            if (i > 0 && k > 0) {
                best = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
                best = table[i - 1][k] + 1 < best ? table[i - 1][k] + 1 : best;
                best = table[i][k - 1] + 1 < best ? table[i][k - 1] + 1 : best;
            }
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                table[i - 2][k - 2] + 1 < best)
                best = table[i - 2][k - 2] + 1;
            table[i][k] = best;
        }
    return table[n][m];
}

static void it_is_as_near_as_any(void **state)
{
    const struct world *world = *state;
    static const char *const words[] = {"pilots",     "pilot",    "ships",   "budget", "made",
                                        "near",       "licences", "license", "boat",   "budgets",
                                        "boats",      "data",     "base",    "team",   "bolts",
                                        "supervises", "people",   "duties",  "other"};
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    struct support_random random = random_start("correct");
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("worker", index_take(&worker, index, &err), &err);
    for (int round = 0; round < 2000; round++) {
        char word[24] = {0};
        size_t n = 4 + random_below(&random, 6), least = 99;
        const char *from = words[random_below(&random, COUNT_OF(words))];
        for (size_t i = 0; i < n; i++)
            word[i] = random_below(&random, 3) > 0 && i < strlen(from)
                          ? from[i]
                          : (char)('a' + random_below(&random, 26));
        for (size_t i = 0; i < COUNT_OF(words); i++) {
            size_t there = distance(word, words[i]);
            least = there > 0 && there < least ? there : least;
        }
        struct str nearest;
        expect_ok(word, correct_nearest(&nearest, worker, str_of(word), 0, &err), &err);
        bool any = least <= (n <= 5 ? 1u : 2u);
        expect_number(word, nearest.n > 0, any);
        if (any)
            expect_number(word, distance(word, arena_strndup(world->arena, nearest.p, nearest.n)),
                          least);
    }
    index_give(index, worker);
    index_close(index);
}

static void searches_are_corrected_or_offered(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    static const struct {
        const char *query, *corrected, *suggestion;
        bool strict, relaxed;
        uint32_t sections;
    } rows[] = {
        {"pilot", "", "", false, false, 1},
        {"pilto", "pilot", "", false, false, 1},
        {"PILTO", "PILOT", "", false, false, 1},
        {"pilto", "", "pilot", true, false, 0},
        /* Exact words are offered, not answered by others. */
        {"\"budgt is made\"", "", "\"budget is made\"", false, false, 0},
        {"pilto \"is made\"", "pilot \"is made\"", "", false, false, 1},
        {"budgt-makin", "", "budget-makin", false, false, 0}, /* nothing matches then, either */
        {"bott OR pilto", "boat OR pilot", "", false, false, 4},
        {"boat OR pilto", "", "boat OR pilot", false, false, 3}, /* something matches as typed */
        {"pilto zookeeper", "", "pilot zookeeper", false, false, 0},
        {"bugdet cafes boat", "", "budget caf\xc3\xa9s boat", false, true, 3},
        {"boat -pilto", "", "", false, false, 3}, /* what is not wanted may be anything */
        {"pilto -\"a pilto\"", "pilot -\"a pilto\"", "", false, false, 1},
        {"pilto title:zookeeper -title:pilto", "", "pilot title:zookeeper -title:pilto", false,
         false, 0},
        {"pi?lot", "", "", false, false, 0}, /* a pattern, as some write them */
        {"pilto?", "pilot?", "", false, false, 1},
        /* A word is not corrected into an operator. */
        {"NEARR boat", "near boat", "", false, false, 1},
        {"zzzzzz", "", "", false, false, 0},
        {"ghost", "", "", false, false, 0}, /* a dead title */
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct search_request request = {
            .query = str_of(rows[i].query), .strict = rows[i].strict, .page = 1, .per_page = 10};
        struct search_page page;
        struct err err;
        expect_ok(rows[i].query, search_run(&page, index, &request, world->arena, &err), &err);
        expect_text(rows[i].query, page.reading.corrected, rows[i].corrected);
        expect_text(rows[i].query, page.reading.suggestion, rows[i].suggestion);
        expect_number(rows[i].query, page.reading.relaxed, rows[i].relaxed);
        expect_number(rows[i].query, page.sections, rows[i].sections);
    }
    index_close(index);
}

static void several_changes_are_told_word_by_word(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    static const struct {
        const char *query, *note;
    } rows[] = {
        {"pilto", ""}, /* the query that is answered says it */
        {"budgt pilto", "Corrected word by word: budgt to budget, pilto to pilot."},
        {"budgt pilto budgt", "Corrected word by word: budgt to budget, pilto to pilot."},
        {"budgt zookeepr pilto", ""}, /* is not answered */
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct search_request request = {.query = str_of(rows[i].query), .page = 1, .per_page = 10};
        struct search_page page;
        struct err err;
        expect_ok(rows[i].query, search_run(&page, index, &request, world->arena, &err), &err);
        expect_number(rows[i].query, page.reading.notes.count, rows[i].note[0] != '\0');
        if (page.reading.notes.count > 0)
            expect_text(rows[i].query, page.reading.notes.items[0].text, rows[i].note);
    }
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(the_nearest_word_is_found),
        world_test(it_is_as_near_as_any),
        world_test(searches_are_corrected_or_offered),
        world_test(several_changes_are_told_word_by_word),
    };
    return cmocka_run_group_tests(tests, make_stemmer, free_stemmer);
}
