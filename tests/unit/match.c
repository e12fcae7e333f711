/* lib/search/match: which sections match and what they score, over indexes of several segments with
 * dead classes. */

#include "match_check.h"

/* Classes whose sections say which rule they are about. */
static struct sample_class harbor[] = {
    {.id = "a/1",
     .agency = "alder",
     .title = "Harbor pilot",
     .code = "C1",
     .sections = {{.text = "ship", .heading = "", .kind = KIND_DUTIES},
                  {.text = "sky", .heading = "", .kind = KIND_DUTIES}},
     .count = 2},
    {.id = "a/2",
     .agency = "Ferris",
     .title = "Dock clerk",
     .code = "C2",
     .sections = {{.heading = "Pilot", .text = "skies", .kind = KIND_EDUCATION}},
     .count = 1,
     .segment = 1},
    {.id = "a/3",
     .agency = "alder",
     .title = "Zebra pilot",
     .code = "C3",
     .sections = {{.heading = "", .text = "ship zebra sky", .kind = KIND_DUTIES}},
     .count = 1,
     .dead = true,
     .segment = 1},
    {.id = "a/4",
     .agency = "alder",
     .title = "Clerk",
     .code = "C4",
     .sections = {{.heading = "", .text = "the university's universe", .kind = KIND_DUTIES},
                  {.heading = "", .text = "the ship.\n\nA crew", .kind = KIND_EDUCATION}},
     .count = 2,
     .segment = 2},
};

static void rules_of_matching(void **state)
{
    static const struct match_case cases[] = {
        {"", "1.0 1.1 2.0 4.0 4.1", false},
        {"ship", "1.0 4.1", false},
        {"zebra", "", false},
        {"pilot", "2.0", false}, /* the title alone does not make a match */
        {"pilot ship", "1.0", false},
        {"pilot sky", "1.1 2.0", false},
        {"clerk OR ship", "1.0 4.1", false},
        /* Whatever branch it is in, and in whatever order. */
        {"(ship crane) OR pilot", "1.0 2.0", false},
        {"(crane ship) OR pilot", "1.0 2.0", false},
        {"pilot OR (crane ship)", "1.0 2.0", false},
        {"-ship", "1.1 2.0 4.0", false},
        {"-pilot", "4.0 4.1", false}, /* NOT heeds the title, too */
        {"sky -pilot", "", false},
        {"title:pilot", "1.0 1.1", false},
        {"title:pilot ship", "1.0", false},
        {"agency:FERRIS", "2.0", false},
        {"agency:ferri", "2.0", false}, /* none is called so: the beginning */
        {"agency:fe", "", false},
        {"-agency:ferri", "1.0 1.1 4.0 4.1", false},
        {"code:c4", "4.0 4.1", false},
        {"code:c3", "", false},
        {"duties:ship", "1.0", false},
        {"duties:(pilot ship)", "1.0", false},
        {"-(duties:ship)", "2.0 4.0 4.1", false}, /* of the whole class */
        {"\"the ship\"", "4.1", false},
        {"\"ship a\"", "4.1", false},
        {"ship /s crew", "", false},
        {"ship /2 crew", "4.1", false},
        {"skie*", "2.0", false}, /* sky has the same stem */
        {"sky*", "1.1", false},
        {"univ*", "4.0", false},
        {"universe*", "4.0", false},
        {"ship crane", "", false},
        {"ship crane", "1.0 4.1", true},
        {"ship crane -crew", "1.0", true},
        {"education:ship education:crane", "4.1", true},
        {"agency:alder skies crane", "1.1", true},
        {"pilot crane", "2.0", true},
    };

    expect_cases(*state, harbor, COUNT_OF(harbor), cases, COUNT_OF(cases));
}

/* A word in capitals finds what it finds in any case, and those first that write it so. */
static void capitals_come_first(void **state)
{
    static struct sample_class classes[] = {
        {.id = "a/1",
         .agency = "alder",
         .title = "IT manager",
         .code = "C1",
         .sections = {{.heading = "IT", .text = "it it it", .kind = KIND_DUTIES},
                      {.heading = "Staff", .text = "Manages it, it and it", .kind = KIND_DUTIES}},
         .count = 2},
        {.id = "a/2",
         .agency = "alder",
         .title = "Clerk",
         .code = "C2",
         .sections = {{.heading = "",
                       .text = "Helps the IT staff of a large office in all its work",
                       .kind = KIND_DUTIES},
                      {.heading = "", .text = "THE IT STAFF", .kind = KIND_DUTIES},
                      {.heading = "", .text = "Licenses:\nIT", .kind = KIND_LICENSURE}},
         .count = 3,
         .segment = 1},
        {.id = "a/3",
         .agency = "alder",
         .title = "Pilot",
         .code = "C3",
         .sections = {{.heading = "", .text = "it", .kind = KIND_DUTIES}},
         .count = 1,
         .segment = 2},
    };
    static const struct {
        const char *query, *first; /* "class.ordinal", those that come before all others */
    } cases[] = {{"IT", "2.0 2.2"}, {"it", "1.0"}, {"It", "1.0"}, {"IT -licenses", "2.0"}};
    const struct world *world = *state;
    struct index *index = build(world, "capitals", classes, COUNT_OF(classes));
    const struct model *model = model_of(classes, COUNT_OF(classes), world->arena);
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct query_node *root = parse(cases[i].query, world->arena);
        const struct set found = model_find(model, root, false);
        double least = 1e9, most = 0;
        for (size_t at = 0; at < model->count; at++) {
            const char *name =
                arena_printf(world->arena, "%c.%zu", model->sections[at].class->id[2],
                             model->sections[at].ordinal);
            double score = found.has[at] ? score_of(model, at, root, true) : 0;
            if (strstr(cases[i].first, name) != NULL)
                least = score < least ? score : least;
            else
                most = score > most ? score : most;
        }
        expect_true(cases[i].query, least > most);
        expect_model(cases[i].query, root, false, model, worker, world->arena);
    }
    index_give(index, worker);
    index_close(index);
}

static const char *const vocabulary[] = {"boat",   "boats",   "sky",      "skies",      "skier",
                                         "manage", "manager", "universe", "university", "the",
                                         "skill",  "skirt",   "skiff",    "SKY",        "SKIES"};

static const char *random_word(struct support_random *random)
{
    return vocabulary[random_below(random, COUNT_OF(vocabulary))];
}

static const char *random_text(struct support_random *random, uint32_t words, struct arena *arena)
{
    static const char *const breaks[] = {" ", " ", " ", ".\n\n", "'s "};
    const char *text = "";

    for (uint32_t i = 0; i < words; i++)
        text = arena_printf(arena, "%s%s%s", text, random_word(random),
                            breaks[random_below(random, COUNT_OF(breaks))]);
    return text;
}

/* The text goes on with the sentence, which begins with a word of its own. */
static void add_requirement(struct sample_section *section, struct support_random *random,
                            struct arena *arena)
{
    size_t number = section->requirement_count++;
    const char *sentence =
        arena_printf(arena, "r%zu %s %s", number, random_word(random), random_word(random));

    section->text = arena_printf(arena, "%s\n\n%s", section->text, sentence);
    section->requirements[number] =
        (struct sample_requirement){.sentence = sentence,
                                    .type = random_below(random, REQUIREMENT_TYPE_COUNT),
                                    .modality = random_below(random, MODALITY_COUNT),
                                    .level = random_below(random, EDUCATION_COUNT),
                                    .months = 12 * random_below(random, 6),
                                    .part_months = 12 * random_below(random, 3),
                                    .pounds = 10 * (1 + random_below(random, 5)),
                                    .supervisory = random_below(random, 3) == 0,
                                    .part_supervisory = random_below(random, 3) == 0};
}

static void random_section(struct sample_section *section, struct support_random *random,
                           struct arena *arena)
{
    const char *word = random_below(random, 2) == 0 ? random_word(random) : "";

    *section = (struct sample_section){
        .heading =
            arena_printf(arena, "%s %s", word, random_text(random, random_below(random, 2), arena)),
        .text = random_text(random, random_below(random, 12), arena),
        .kind = random_below(random, 2) == 0 ? KIND_DUTIES : KIND_EDUCATION};
    for (uint32_t n = random_below(random, SECTION_REQUIREMENTS + 1); n > 0; n--)
        add_requirement(section, random, arena);
}

static void random_classes(struct sample_class classes[CLASSES_MAX], struct support_random *random,
                           struct arena *arena)
{
    static const char *const agencies[] = {"alder", "Birch", "cedar"};
    static const char *const grades[] = {NULL, "EX-1", "ex 2"};
    static const char *const statuses[] = {NULL, "exempt", "nonexempt"};
    static const char *const series[] = {NULL, "Boats and Skies", "Skiers"};
    static const char *const dates[] = {NULL, "2019", "2021-05", "2021-05-20"};
    static const char *const probations[] = {NULL, "6 months", "12 months"};

    for (size_t i = 0; i < CLASSES_MAX; i++) {
        struct sample_class *class = &classes[i];
        *class = (struct sample_class){
            .id = arena_printf(arena, "x/%zu", i),
            .agency = agencies[random_below(random, COUNT_OF(agencies))],
            .title = random_text(random, 1 + random_below(random, 2), arena),
            .code = arena_printf(arena, "C%zu", i % 7),
            .grade = grades[random_below(random, COUNT_OF(grades))],
            .flsa = statuses[random_below(random, COUNT_OF(statuses))],
            .series = series[random_below(random, COUNT_OF(series))],
            .revised = dates[random_below(random, COUNT_OF(dates))],
            .probation = probations[random_below(random, COUNT_OF(probations))],
            .count = 1 + random_below(random, CLASS_SECTIONS)};
        for (size_t k = 0; k < class->count; k++)
            random_section(&class->sections[k], random, arena);
    }
}

/* Of a class, or of its requirements. */
static const char *random_field(struct support_random *random)
{
    static const char *const fields[] = {
        "agency:birch",        "code:c3",           "title:sky",       "grade:ex1",
        "flsa:exempt",         "series:boats",      "revised>2019",    "revised:2021-05",
        "probation<=6m",       "education>=master", "education=none",  "education:apprenticeship",
        "experience>=2y",      "experience<=3y",    "experience:1..2", "lifting>=30",
        "lifting<50",          "supervisory>=1y",   "supervisory<3y",  "experience>=4y",
        "education>=associate"};

    return fields[random_below(random, COUNT_OF(fields))];
}

static const char *random_part(struct support_random *random, struct arena *arena, bool group)
{
    static const char *const others[] = {"boat*", "ski*",  "skie*", "manage*", "univers*",
                                         "\"s\"", "zebra", "s",     "r1"};
    static const char *const units[] = {"/1", "/3", "/s"};
    static const char *const scopes[] = {"duties", "education", "heading"};
    const char *a = random_word(random), *b = random_word(random);
    const char *scope = scopes[random_below(random, COUNT_OF(scopes))];

    switch (random_below(random, group ? 15 : 11)) {
    case 0:
        return arena_printf(arena, "\"%s %s\"", a, b);
    case 1:
        return others[random_below(random, COUNT_OF(others))];
    case 2:
        return arena_printf(arena, "-%s", a);
    case 3:
        return arena_printf(arena, "%s %s %s", a, units[random_below(random, COUNT_OF(units))], b);
    case 4:
        return arena_printf(arena, "%s:%s", scope, a);
    case 5:
    case 6:
        return random_field(random);
    case 7:
        return arena_printf(arena, "%s:(%s %s%s)", scope, a,
                            random_below(random, 2) == 0 ? "OR " : "", b);
    case 8:
        return arena_printf(arena, "%s:(%s -%s)", scope, a, b);
    case 11:
        return arena_printf(arena, "-(%s %s)", random_part(random, arena, false),
                            random_part(random, arena, false));
    case 12:
    case 13:
    case 14:
        return arena_printf(arena, "((%s %s) OR %s)", random_part(random, arena, false),
                            random_part(random, arena, false), random_part(random, arena, false));
    default:
        return a;
    }
}

static const char *random_query(struct support_random *random, struct arena *arena)
{
    const char *query = random_part(random, arena, true);

    for (uint32_t n = random_below(random, 3); n > 0; n--)
        query = arena_printf(arena, "%s%s%s", query, random_below(random, 3) == 0 ? " OR " : " ",
                             random_part(random, arena, true));
    if (random_below(random, 4) == 0)
        query =
            arena_printf(arena, "(%s) modality:%s", query,
                         random_below(random, 2) == 0 ? "required" : "(preferred OR by_position)");
    return query;
}

/* Are all proximities of words and prefixes, or of several, joined by OR? */
static bool is_plain(const struct query_node *node, bool within)
{
    if (within && (node->type == QUERY_PHRASE || node->type == QUERY_NEAR))
        return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!is_plain(node->children[i], within || node->type == QUERY_NEAR))
            return false;
    return true;
}

/* As if somebody had not typed all of it. */
static void random_weights(struct query_node *node, struct support_random *random)
{
    for (size_t i = 0; i < node->child_count; i++)
        random_weights(node->children[i], random);
    if (query_is_leaf(node->type) && random_below(random, 4) == 0)
        node->weight = 0.5F;
}

/* Sets scores[class][ordinal] of all live sections, by the number in the class's id. */
static void score_all(float scores[CLASSES_MAX][CLASS_SECTIONS], const char *query,
                      const struct sample_class classes[CLASSES_MAX], struct index_worker *worker,
                      struct arena *arena)
{
    struct match *match = NULL;
    struct err err;

    expect_ok(query, match_new(&match, worker, parse(query, arena), 0, arena, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++) {
        const struct bitmap *live = &index_segments(worker->index)[s].live;
        const float *of = NULL;
        expect_ok(query, match_scores(&of, match, s, live, &err), &err);
        for (size_t i = 0; i < CLASSES_MAX; i++)
            for (size_t k = 0; k < classes[i].count; k++)
                if (classes[i].segment == s && !classes[i].dead)
                    scores[strtoul(classes[i].id + 2, NULL, 10)][k] =
                        of[classes[i].first_docid - 1 + k];
    }
    match_free(match);
}

/* The same live classes however they came to be there: dealt anew to the segments each time, among
 * other dead ones. */
static void matches_of_random_indexes(void **state)
{
    enum { INDEXES = 8, QUERIES = 400, DEAD = 8 };
    struct support_random random = random_start("matches");
    const struct world *world = *state;
    struct sample_class live[CLASSES_MAX], classes[CLASSES_MAX];
    size_t some = 0;
    struct err err;

    random_classes(live, &random, world->arena);
    for (size_t round = 0; round < INDEXES; round++) {
        struct index_worker *worker = NULL;
        struct arena *arena = arena_new();
        random_classes(classes, &random, arena);
        for (size_t i = 0; i < CLASSES_MAX; i++) {
            if (i >= DEAD)
                classes[i] = live[i];
            classes[i].dead = i < DEAD;
            classes[i].segment = i % 10 < SEGMENTS ? i % 10 : random_below(&random, SEGMENTS);
        }
        for (size_t i = CLASSES_MAX; i-- > 1;) { /* shuffled, so that docids are, too */
            size_t other = random_below(&random, (uint32_t)i + 1);
            struct sample_class class = classes[i];
            classes[i] = classes[other];
            classes[other] = class;
        }
        struct index *index =
            build(world, arena_printf(arena, "index%zu", round), classes, CLASSES_MAX);
        const struct model *model = model_of(classes, CLASSES_MAX, arena);
        expect_ok("take", index_take(&worker, index, &err), &err);
        for (int i = 0; i < QUERIES; i++) {
            struct arena *scratch = arena_new();
            const char *query = random_query(&random, scratch);
            struct query_node *root = NULL;
            if (query_parse(&root, str_of(query), stemmer, scratch, NULL) == ERR_OK &&
                is_plain(root, false)) {
                random_weights(root, &random);
                some += expect_model(query, root, false, model, worker, scratch) > 0;
                if (query_part_count(root) > 1)
                    expect_model(query, root, true, model, worker, scratch);
            }
            arena_free(scratch);
        }
        index_give(index, worker);
        index_close(index);
        arena_free(arena);
    }
    expect_true("some find something", some > INDEXES * QUERIES / 4);
}

/* To the last bit, so that no order turns on it: the stems of a prefix are added up in the same
 * order wherever they stand first. */
static void scores_are_the_same_whatever_the_segments(void **state)
{
    static const char *const words[] = {"skier", "skies", "skiff", "skill", "skirt"};
    const struct world *world = *state;
    float scores[SEGMENTS][CLASSES_MAX][CLASS_SECTIONS] = {{{0}}};
    struct support_random random = random_start("scores");
    struct sample_class classes[CLASSES_MAX];
    struct err err;

    random_classes(classes, &random, world->arena);
    for (size_t i = 0; i < CLASSES_MAX; i++) {
        /* Two classes out of three have few of the words. */
        const char *text = i % SEGMENTS == 2 ? "boat" : words[4 - i % SEGMENTS];
        for (size_t w = 0; i % SEGMENTS == 2 && w < COUNT_OF(words); w++)
            for (uint32_t n = random_below(&random, 4); n > 0; n--)
                text = arena_printf(world->arena, "%s %s", text, words[w]);
        for (size_t k = 0; k < classes[i].count; k++)
            classes[i].sections[k] = (struct sample_section){
                .heading = "", .text = k == 0 ? text : "boat", .kind = KIND_DUTIES};
    }
    for (size_t round = 0; round < SEGMENTS; round++) {
        struct index_worker *worker = NULL;
        for (size_t i = 0; i < CLASSES_MAX; i++)
            classes[i].segment = (i + round) % SEGMENTS;
        struct index *index =
            build(world, arena_printf(world->arena, "index%zu", round), classes, CLASSES_MAX);
        expect_ok("take", index_take(&worker, index, &err), &err);
        score_all(scores[round], "ski*", classes, worker, world->arena);
        index_give(index, worker);
        index_close(index);
        expect_true("some score", scores[round][2][0] > 0);
        expect_true("same", memcmp(scores[0], scores[round], sizeof scores[0]) == 0);
    }
}

static void deadlines_end_a_match(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", harbor, COUNT_OF(harbor));
    struct index_worker *worker = NULL;
    struct match *match = NULL;
    struct bitmap set;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    expect_error("postings",
                 match_new(&match, worker, parse("ship", world->arena), 1, world->arena, &err),
                 ERR_TIMEOUT, &err, NULL);
    expect_true("not set", match == NULL);
    /* A query that needs no postings. */
    expect_ok("no word",
              match_new(&match, worker, parse("agency:alder", world->arena), 1, world->arena, &err),
              &err);
    expect_error("segment", match_segment(&set, match, 0, false, &err), ERR_TIMEOUT, &err, NULL);
    match_free(match);
    match_free(NULL);
    index_give(index, worker);
    index_close(index);
}

static void prefixes_of_too_many_words_are_refused(void **state)
{
    const struct world *world = *state;
    struct sample_class classes[SEGMENTS];
    struct index_worker *worker = NULL;
    struct match *match = NULL;
    struct buf words[2] = {{0}}, prefixes = {0};
    struct err err;

    /* 1000 words in the one segment, and one more in another. */
    for (int i = 0; i < 1000; i++)
        buf_printf(&words[0], "abc%d ", i);
    buf_text(&words[1], "abc1000 abd");
    for (size_t i = 0; i < SEGMENTS; i++) {
        classes[i] = harbor[0];
        classes[i].id = i == 0 ? "a/1" : i == 1 ? "a/2" : "a/3";
        classes[i].segment = i;
        classes[i].sections[0].text = i < 2 ? words[i].p : "ship";
    }
    struct index *index = build(world, "index", classes, SEGMENTS);
    expect_ok("take", index_take(&worker, index, &err), &err);
    expect_error("too many",
                 match_new(&match, worker, parse("ship abc*", world->arena), 0, world->arena, &err),
                 ERR_USAGE, &err, "abc");
    expect_number("position", err.position, 6);
    expect_true("not set", match == NULL);
    expect_ok("not too many",
              match_new(&match, worker, parse("abc1*", world->arena), 0, world->arena, &err), &err);
    match_free(match);
    match = NULL;
    /* 112 words begin with abc1: 35 such prefixes stand for fewer than 4000, 36 for more. */
    for (int i = 0; i < 35; i++)
        buf_text(&prefixes, "abc1* ");
    expect_ok("many",
              match_new(&match, worker, parse(prefixes.p, world->arena), 0, world->arena, &err),
              &err);
    match_free(match);
    match = NULL;
    buf_text(&prefixes, "abc1*");
    expect_error("too many in all",
                 match_new(&match, worker, parse(prefixes.p, world->arena), 0, world->arena, &err),
                 ERR_LIMIT, &err, "4000");
    expect_number("position in all", err.position, 35 * 6 + 1);
    expect_true("not set in all", match == NULL);
    buf_free(&prefixes);
    index_give(index, worker);
    index_close(index);
    buf_free(&words[0]);
    buf_free(&words[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(rules_of_matching),     world_test(matches_of_random_indexes),
        world_test(capitals_come_first),   world_test(scores_are_the_same_whatever_the_segments),
        world_test(deadlines_end_a_match), world_test(prefixes_of_too_many_words_are_refused),
    };
    return cmocka_run_group_tests_name("match", tests, make_stemmer, free_stemmer);
}
