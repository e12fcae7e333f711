/* lib/search/variants: which clauses are in a cluster, in which order, and which words differ; and
 * random texts against comparing each with each. */

#include "sample.h"

#include "search/variants.h"

static void add_marked(struct buf *out, struct str text, const struct marks *marks)
{
    for (size_t i = 0; i <= text.n; i++) {
        for (size_t k = 0; k < marks->count; k++) {
            if (marks->items[k].end == i)
                buf_char(out, ']');
            if (marks->items[k].start == i)
                buf_char(out, '[');
        }
        if (i < text.n)
            buf_char(out, text.p[i]);
    }
}

/* A line a row: "1.2 b/1#0:7 x2 one [three] of one [two] four": cluster and variant, class, section
 * and line, how often, the text, and the first one's if that has words besides. */
static void add_row(struct buf *out, const struct variants_row *row)
{
    buf_printf(out, "%u.%u %s#%u:%u", row->cluster + 1, row->variant + 1, row->section->class_id.p,
               row->section->ordinal, row->line);
    if (row->times > 1)
        buf_printf(out, " x%u", row->times);
    buf_char(out, ' ');
    add_marked(out, row->of_variant.text, &row->of_variant.differs);
    if (row->of_variant.lacks.count > 0) {
        buf_text(out, " of ");
        add_marked(out, row->of_variant.first, &row->of_variant.lacks);
    }
    buf_char(out, '\n');
}

static const char *rows_text(struct variants *variants, struct arena *arena)
{
    struct buf out = {0};
    struct variants_row row;
    struct err err;
    bool more = true;

    for (;;) {
        expect_ok("next", variants_next(&more, &row, variants, &err), &err);
        if (!more)
            break;
        add_row(&out, &row);
    }
    const char *text = arena_strndup(arena, buf_view(&out).p, out.n);
    buf_free(&out);
    return text;
}

static struct variants *open_them(struct index *index, const struct variants_request *request)
{
    struct variants *variants = NULL;
    struct err err;

    expect_ok("open", variants_open(&variants, index, request, &err), &err);
    return variants;
}

static struct sample_class classes[] = {
    {.id = "b/2",
     .agency = "b",
     .title = "Mate",
     .sections = {{"Duties",
                   "May be re-deployed to any work in an emergency.\n\n"
                   "1. Lifts objects of up to 25 pounds from time to time.\n\n"
                   "Keeps logs.",
                   KIND_DUTIES},
                  {"Notes", "MAY BE RE-DEPLOYED TO ANY WORK, IN AN EMERGENCY!", KIND_OTHER}},
     .count = 2},
    {.id = "a/1",
     .agency = "a",
     .title = "Pilot",
     .sections = {{"Duties",
                   "May be re-deployed to any work in an emergency.\n\n"
                   "Lifts objects of up to 50 pounds from time to time.\n\n"
                   "Keeps logs, too.",
                   KIND_DUTIES}},
     .count = 1,
     .segment = 1},
    {.id = "c/3",
     .agency = "c",
     .title = "Clerk",
     .sections = {{"Duties",
                   "May be deployed to any work in an emergency.\n\n"
                   "Writes what nobody else in the harbor would ever write.\n\n"
                   "Writes what nobody else in the harbour would ever write.",
                   KIND_DUTIES}},
     .count = 1,
     .segment = 2},
    {.id = "d/4",
     .agency = "d",
     .title = "Clerk",
     .sections = {{"Duties", "Lifts objects of up to 75 pounds from time to time.", KIND_DUTIES}},
     .count = 1,
     .dead = true,
     .segment = 2},
};

static void clusters_are_those_thought_of(void **state)
{
    static const struct {
        const char *query, *agency, *rows;
        uint32_t likeness, clauses, left_out;
    } cases[] = {
        {"", NULL,
         "1.1 a/1#0:0 May be re-deployed to any work in an emergency.\n"
         "1.1 b/2#0:0 x2 May be re-deployed to any work in an emergency.\n"
         "1.2 c/3#0:0 May be deployed to any work in an emergency. of May be [re]-deployed to any "
         "work in an emergency.\n"
         "2.1 b/2#0:0 Lifts objects of up to 25 pounds from time to time.\n"
         "2.2 a/1#0:0 Lifts objects of up to [50] pounds from time to time. of Lifts objects of up "
         "to [25] pounds from time to time.\n",
         800, 8, 2},
        /* 9 of 10 words are in both, or 8 of 10. */
        {"", NULL,
         "1.1 a/1#0:0 May be re-deployed to any work in an emergency.\n"
         "1.1 b/2#0:0 x2 May be re-deployed to any work in an emergency.\n"
         "1.2 c/3#0:0 May be deployed to any work in an emergency. of May be [re]-deployed to any "
         "work in an emergency.\n",
         850, 8, 2},
        {"", NULL, "", 1000, 8, 2},
        {"pounds", NULL,
         "1.1 b/2#0:0 Lifts objects of up to 25 pounds from time to time.\n"
         "1.2 a/1#0:0 Lifts objects of up to [50] pounds from time to time. of Lifts objects of up "
         "to [25] pounds from time to time.\n",
         800, 2, 0},
        {"pound", NULL, "", 800, 0, 0},
        {"\"up to 50\"", NULL, "", 800, 1, 0},
        {"emergency /s deployed", NULL,
         "1.1 a/1#0:0 May be re-deployed to any work in an emergency.\n"
         "1.1 b/2#0:0 x2 May be re-deployed to any work in an emergency.\n"
         "1.2 c/3#0:0 May be deployed to any work in an emergency. of May be [re]-deployed to any "
         "work in an emergency.\n",
         800, 4, 0},
        {"\"emergency lifts\"", NULL, "", 800, 0, 0}, /* stands in no one clause */
        {"logs", NULL, "", 800, 0, 2},
        {"agency:c", NULL, "", 800, 3, 0}, /* two variants of one class */
        {"", "b", "", 800, 3, 1},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct variants_request request = {.query = str_of(cases[i].query),
                                           .likeness = cases[i].likeness};
        struct str agency = str_of(cases[i].agency);
        if (cases[i].agency != NULL) {
            request.filters.values[FACET_AGENCY] = &agency;
            request.filters.counts[FACET_AGENCY] = 1;
        }
        struct variants *variants = open_them(index, &request);
        const struct variants_total *total = variants_total(variants);
        expect_text(cases[i].query, str_of(rows_text(variants, world->arena)), cases[i].rows);
        expect_number(cases[i].query, total->clauses, cases[i].clauses);
        expect_number(cases[i].query, total->left_out, cases[i].left_out);
        variants_close(variants);
    }
    index_close(index);
}

static void any_cluster_can_be_sought(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));
    const struct variants_request request = {.query = STR(""), .likeness = VARIANTS_LIKENESS};
    struct variants *variants = open_them(index, &request);
    struct variants_row row;
    struct err err;
    bool more;

    expect_number("clusters", variants_total(variants)->clusters, 2);
    expect_number("variants", variants_total(variants)->variants, 4);
    expect_number("classes", variants_total(variants)->classes, 3);
    expect_number("rows", variants_total(variants)->rows, 5);
    variants_seek(variants, 1);
    expect_ok("next", variants_next(&more, &row, variants, &err), &err);
    expect_number("the second", row.cluster, 1);
    variants_seek(variants, 0);
    expect_ok("next", variants_next(&more, &row, variants, &err), &err);
    expect_number("its classes", row.of_cluster.classes, 3);
    expect_number("its places", row.of_cluster.places, 4);
    variants_pass_over(variants);
    expect_ok("next", variants_next(&more, &row, variants, &err), &err);
    expect_number("its second variant", row.variant, 1);
    variants_pass_over(variants);
    expect_ok("next", variants_next(&more, &row, variants, &err), &err);
    expect_number("the next cluster", row.cluster, 1);
    variants_seek(variants, 2);
    expect_ok("next", variants_next(&more, &row, variants, &err), &err);
    expect_true("there is no third", !more);
    variants_close(variants);
    index_close(index);
}

static void what_cannot_be_found_is_an_error(void **state)
{
    static const struct {
        const char *query;
        uint64_t deadline_ms;
        enum err_code code;
        const char *needle;
    } cases[] = {
        {"\"pilot", 0, ERR_USAGE, "partner"},
        {"", 1, ERR_TIMEOUT, "too long"},
        {"pounds", 1, ERR_TIMEOUT, "too long"},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, COUNT_OF(classes));

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct variants_request request = {.query = str_of(cases[i].query),
                                                 .likeness = VARIANTS_LIKENESS,
                                                 .deadline_ms = cases[i].deadline_ms};
        struct variants *variants = NULL;
        struct err err = {0};
        expect_error(cases[i].query, variants_open(&variants, index, &request, &err), cases[i].code,
                     &err, cases[i].needle);
    }
    index_close(index);
}

/* Random texts. Words are letters, so that a set of them is a mask. */

enum {
    RANDOM_CLASSES = 24,
    CLAUSES = 5,
    LETTERS = 16,
    WORDS_MAX = 14,
    ALL = RANDOM_CLASSES * CLAUSES
};

struct model_clause {
    char words[WORDS_MAX + 1];
    uint32_t mask, classes; /* a bit each */
    uint32_t group;
};

struct model {
    struct model_clause clauses[ALL];
    size_t count;
    struct sample_class classes[RANDOM_CLASSES];
};

static void random_words(char *words, const struct model *model, struct support_random *random)
{
    size_t count = 5 + random_below(random, WORDS_MAX - 4), changed = count;

    if (model->count > 0 && random_below(random, 4) > 0) {
        const char *other = model->clauses[random_below(random, (uint32_t)model->count)].words;
        count = strlen(other);
        memcpy(words, other, count);
        changed = random_below(random, 3);
    }
    for (size_t i = 0; i < changed; i++)
        words[changed == count ? i : random_below(random, (uint32_t)count)] =
            (char)('a' + random_below(random, LETTERS));
    words[count] = '\0';
}

/* Keeps what clauses there are, each once. */
static void add_to_model(struct model *model, const char *words, size_t class)
{
    size_t i = 0;

    while (i < model->count && strcmp(model->clauses[i].words, words) != 0)
        i++;
    struct model_clause *clause = &model->clauses[i];
    if (i == model->count) {
        *clause = (struct model_clause){.group = (uint32_t)model->count++};
        memcpy(clause->words, words, strlen(words));
        for (const char *p = words; *p != '\0'; p++)
            clause->mask |= UINT32_C(1) << (*p - 'a');
    }
    clause->classes |= UINT32_C(1) << class;
}

static void make_model(struct model *model, struct support_random *random, struct arena *arena)
{
    *model = (struct model){.count = 0};
    for (size_t c = 0; c < RANDOM_CLASSES; c++) {
        struct sample_class *class = &model->classes[c];
        struct buf text = {0};
        for (size_t i = 0; i < CLAUSES; i++) {
            char words[WORDS_MAX + 1];
            random_words(words, model, random);
            buf_text(&text, i > 0 ? "\n\n" : "");
            for (const char *p = words; *p != '\0'; p++)
                buf_printf(&text, "%sx%c", p > words ? " " : "", *p);
            if (strlen(words) >= 6)
                add_to_model(model, words, c);
        }
        *class = (struct sample_class){.id = arena_printf(arena, "a/%02zu", c),
                                       .agency = "a",
                                       .title = "Mate",
                                       .count = 1,
                                       .segment = c % SEGMENTS};
        class->sections[0] = (struct sample_section){
            "Duties", arena_strndup(arena, text.p, text.n), KIND_DUTIES, {{0}}, 0};
        buf_free(&text);
    }
}

/* Each with each, again and again until no group changes. */
static void group(struct model *model, uint32_t likeness)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t a = 0; a < model->count; a++)
            for (size_t b = 0; b < model->count; b++) {
                struct model_clause *x = &model->clauses[a], *y = &model->clauses[b];
                uint32_t both = (uint32_t)__builtin_popcount(x->mask & y->mask);
                uint32_t either = (uint32_t)__builtin_popcount(x->mask | y->mask);
                if (both * ALIKE_WHOLE >= likeness * either && y->group > x->group) {
                    y->group = x->group;
                    changed = true;
                }
            }
    }
}

static int compare_models(const void *a, const void *b)
{
    const struct model_clause *x = a, *y = b;
    int counts = __builtin_popcount(y->classes) - __builtin_popcount(x->classes);

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return counts != 0 ? counts : strcmp(x->words, y->words);
}

struct model_cluster {
    const struct model_clause *first;
    size_t count;
    uint32_t classes;
};

static int compare_clusters(const void *a, const void *b)
{
    const struct model_cluster *x = a, *y = b;
    int counts = __builtin_popcount(y->classes) - __builtin_popcount(x->classes);

    return counts != 0 ? counts : strcmp(x->first->words, y->first->words);
}

/* "abc 5, abd 1" of each cluster that is to be shown, a line each. */
static const char *expected_of(struct model *model, struct arena *arena)
{
    struct model_cluster clusters[ALL];
    size_t count = 0;
    const char *out = "";

    qsort(model->clauses, model->count, sizeof *model->clauses, compare_models);
    for (size_t i = 0, end; i < model->count; i = end) {
        struct model_cluster cluster = {.first = &model->clauses[i]};
        for (end = i; end < model->count && model->clauses[end].group == cluster.first->group;
             end++)
            cluster.classes |= model->clauses[end].classes;
        cluster.count = end - i;
        if (cluster.count > 1 && __builtin_popcount(cluster.classes) > 1)
            clusters[count++] = cluster;
    }
    qsort(clusters, count, sizeof *clusters, compare_clusters);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < clusters[i].count; k++)
            out = arena_printf(arena, "%s%s %d, ", out, clusters[i].first[k].words,
                               __builtin_popcount(clusters[i].first[k].classes));
        out = arena_printf(arena, "%s\n", out);
    }
    return out;
}

static const char *got_of(struct variants *variants, struct arena *arena)
{
    const char *out = "";
    uint32_t cluster = 0;
    struct variants_row row;
    struct err err;
    bool more = true;

    for (;;) {
        expect_ok("next", variants_next(&more, &row, variants, &err), &err);
        if (!more)
            break;
        out = arena_printf(arena, "%s%s", out, row.cluster != cluster ? "\n" : "");
        cluster = row.cluster;
        for (size_t i = 1; i < row.of_variant.text.n; i += 3)
            out = arena_printf(arena, "%s%c", out, row.of_variant.text.p[i]);
        out = arena_printf(arena, "%s %u, ", out, row.of_variant.classes);
        variants_pass_over(variants);
    }
    return arena_printf(arena, "%s%s", out, *out != '\0' ? "\n" : "");
}

static void random_clusters_are_those_of_each_with_each(void **state)
{
    struct support_random random = random_start("texts with variants");
    const struct world *world = *state;
    static struct model model;
    size_t clusters = 0;

    for (int round = 0; round < 12; round++) {
        const struct variants_request request = {
            .query = STR(""), .likeness = (uint32_t[]){700, 800, 900}[random_below(&random, 3)]};
        make_model(&model, &random, world->arena);
        struct index *index = build(world, arena_printf(world->arena, "index%d", round),
                                    model.classes, RANDOM_CLASSES);
        struct variants *variants = open_them(index, &request);
        clusters += variants_total(variants)->clusters;
        group(&model, request.likeness);
        expect_text("clusters", str_of(got_of(variants, world->arena)),
                    expected_of(&model, world->arena));
        variants_close(variants);
        index_close(index);
    }
    expect_true("there were clusters", clusters > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(clusters_are_those_thought_of),
        world_test(any_cluster_can_be_sought),
        world_test(what_cannot_be_found_is_an_error),
        world_test(random_clusters_are_those_of_each_with_each),
    };
    return cmocka_run_group_tests_name("variants", tests, NULL, NULL);
}
