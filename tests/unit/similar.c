/* lib/search/similar and what it is made of: against a plain computation over a small index made up
 * at random, and cases thought out. */

#include "sample.h"

#include <math.h>

#include "search/similar.h"

enum { WORDS = 40, AGENCIES = 3, TERMS = 25, CLASSES = 36, ROUNDS = 12, LIMIT = 12 };

/* Of three letters or fewer, so that each is its own stem. Some are none of the work's words. */
static const char *const words[WORDS] = {"dig", "map", "cut", "fix", "oil", "bus", "tax", "law",
                                         "pay", "sew", "fly", "bid", "cab", "dam", "ear", "fan",
                                         "gas", "hub", "ink", "jam", "keg", "lab", "mud", "net",
                                         "ore", "pad", "rig", "sap", "tar", "urn", "van", "web",
                                         "yam", "zoo", "ii",  "xiv", "42",  "a",   "c5",  "ax"};

static bool counts_as_word(size_t word)
{
    return word < 34 || word == 39;
}

static const char *const agencies[AGENCIES] = {"ash", "elm", "oak"};

/* How often each word occurs in a class or a section, and what it is. */
struct unit {
    uint32_t counts[WORDS];
    double length;
    size_t class;
    uint32_t ordinal;
    uint32_t docid;
};

struct model {
    struct sample_class classes[CLASSES_MAX];
    size_t agency[CLASSES_MAX];
    struct unit units[CLASSES_MAX * CLASS_SECTIONS]; /* live, in order of docid */
    size_t count;
    bool of_classes;
    double mean;
};

/* A text of words that are frequent and rare, and some that the agency likes. */
static const char *make_text(uint32_t count, size_t agency, struct support_random *random,
                             struct arena *arena)
{
    const char *text = "";

    for (uint32_t i = 0; i < count; i++) {
        uint32_t word = random_below(random, 1 + random_below(random, WORDS));
        if (random_below(random, 8) == 0)
            word = 30 + (uint32_t)agency;
        text = arena_printf(arena, "%s%s ", text, words[word]);
    }
    return text;
}

static void make_class(struct model *model, size_t i, struct support_random *random,
                       struct arena *arena)
{
    struct sample_class *class = &model->classes[i];

    model->agency[i] = random_below(random, AGENCIES);
    *class = (struct sample_class){
        .id = arena_printf(arena, "x/%02zu", i),
        .agency = agencies[model->agency[i]],
        .title = make_text(1 + random_below(random, 2), model->agency[i], random, arena),
        .count = 1 + random_below(random, CLASS_SECTIONS),
        .dead = random_below(random, 6) == 0,
        .segment = i * SEGMENTS / CLASSES};
    for (size_t s = 0; s < class->count; s++)
        class->sections[s] = (struct sample_section){
            .heading = make_text(random_below(random, 3), model->agency[i], random, arena),
            .text = make_text(random_below(random, 40), model->agency[i], random, arena),
            .kind = random_below(random, 2) == 0 ? KIND_DUTIES : KIND_EXPERIENCE};
}

/* Adds the words of a text; `once` adds to each that it has the same, however often it stands. */
static void count_words(uint32_t counts[WORDS], const char *text, uint32_t once)
{
    for (size_t w = 0; w < WORDS; w++) {
        uint32_t count = 0;
        const char *at = text;
        size_t length = strlen(words[w]);
        while ((at = strstr(at, words[w])) != NULL) {
            count += (at == text || at[-1] == ' ') && at[length] == ' ';
            at += length;
        }
        counts[w] += once == 0 ? count : count > 0 ? once : 0;
    }
}

static uint32_t base_of(const struct index *index, const struct sample_class *class)
{
    return index_segments(index)[class->segment].base + class->first_docid;
}

/* Lengths are those of the index: what counts as one is the columns' business. */
static void make_units(struct model *model, const struct index *index, bool of_classes)
{
    double length = 0;

    model->count = 0;
    model->of_classes = of_classes;
    for (size_t i = 0; i < CLASSES; i++) {
        const struct sample_class *class = &model->classes[i];
        const struct columns *columns = &index_segments(index)[class->segment].segment.columns;
        for (size_t s = 0; s < class->count && !class->dead; s++) {
            if (s == 0 || !of_classes)
                model->units[model->count++] =
                    (struct unit){.class = i,
                                  .ordinal = (uint32_t)s,
                                  .docid = base_of(index, class) + (uint32_t)s};
            struct unit *unit = &model->units[model->count - 1];
            count_words(unit->counts, class->sections[s].heading, 0);
            count_words(unit->counts, class->sections[s].heading, 0); /* counts twice */
            count_words(unit->counts, class->sections[s].text, 0);
            unit->length += columns->sections[class->first_docid - 1 + s].length;
            length += columns->sections[class->first_docid - 1 + s].length;
            if (s == 0 && of_classes)
                count_words(unit->counts, class->title, 8);
        }
    }
    model->mean = length / (double)model->count;
}

static double saturated(const struct model *model, const struct unit *unit, size_t word)
{
    double count = unit->counts[word], k = model->of_classes ? 10 : 2;
    return count / (count + k * (0.5 + 0.5 * unit->length / model->mean));
}

static double weight(const struct model *model, const struct unit *subject, size_t word)
{
    double all = 0, own_agency = 0, of_agency = 0, own = 0, own_all = 0;

    if (!counts_as_word(word) || subject->counts[word] == 0)
        return 0;
    for (size_t i = 0; i < model->count; i++) {
        const struct unit *unit = &model->units[i];
        bool has = unit->counts[word] > 0;
        bool same_agency = model->agency[unit->class] == model->agency[subject->class];
        all += has;
        own_agency += same_agency;
        of_agency += same_agency && has;
        own += unit->class == subject->class && has;
        own_all += unit->class == subject->class;
    }
    if (all - of_agency < 1)
        return 0;
    double usual = all / (double)model->count;
    double share = (of_agency - own + 30 * usual) / (own_agency - own_all + 30);
    return -log(share > usual ? share : usual);
}

struct expected {
    const struct unit *unit;
    double score;
};

/* Which words the subject is compared by: the 25 with the greatest weight by frequency. */
static void choose(bool chosen[WORDS], const struct model *model, const struct unit *subject)
{
    for (size_t w = 0; w < WORDS; w++) {
        double rank = weight(model, subject, w) * saturated(model, subject, w);
        size_t better = 0;
        for (size_t o = 0; o < WORDS; o++) {
            double other = weight(model, subject, o) * saturated(model, subject, o);
            better += other > rank || (!(other < rank) && o != w && strcmp(words[o], words[w]) < 0);
        }
        chosen[w] = rank > 0 && better < TERMS;
    }
}

static size_t expect_all(struct expected *list, const struct model *model,
                         const struct unit *subject, const struct similar_request *request)
{
    bool chosen[WORDS];
    double most = 0;
    size_t count = 0;

    choose(chosen, model, subject);
    for (size_t w = 0; w < WORDS; w++)
        most += chosen[w] ? weight(model, subject, w) * saturated(model, subject, w) : 0;
    for (size_t i = 0; i < model->count; i++) {
        const struct unit *unit = &model->units[i];
        const struct sample_class *class = &model->classes[unit->class];
        double score = 0;
        for (size_t w = 0; w < WORDS; w++) {
            double theirs = saturated(model, unit, w), own = saturated(model, subject, w);
            if (chosen[w])
                score += weight(model, subject, w) * (theirs < own ? theirs : own) / most;
        }
        if (score < SIMILAR_LEAST || unit->class == subject->class ||
            (request->other_agencies &&
             model->agency[unit->class] == model->agency[subject->class]) ||
            (request->filters.counts[FACET_AGENCY] > 0 &&
             !str_is(request->filters.values[FACET_AGENCY][0], class->agency)) ||
            (request->filters.counts[FACET_SECTION] > 0 &&
             class->sections[unit->ordinal].kind != KIND_EXPERIENCE))
            continue;
        list[count++] = (struct expected){unit, score};
    }
    return count;
}

/* The hits are the best of those expected, in order; scores that differ in rounding alone may stand
 * either way. */
static void compare(const char *label, const struct model *model, const struct similar *similar,
                    struct expected *list, size_t count)
{
    expect_number(label, similar->hit_count, count < LIMIT ? count : LIMIT);
    for (size_t h = 0; h < similar->hit_count; h++) {
        const struct similar_hit *hit = &similar->hits[h];
        double sum = 0, before = 2;
        size_t best = 0, found = count;
        for (size_t i = 0; i < count; i++) {
            if (list[i].score > list[best].score)
                best = i;
            if (str_is(hit->section.class_id, model->classes[list[i].unit->class].id) &&
                (model->of_classes || hit->section.ordinal == list[i].unit->ordinal))
                found = i;
        }
        expect_true(label, found < count && fabs(list[found].score - hit->score) < 1e-9);
        expect_true(label, list[best].score - list[found].score < 1e-9);
        list[found].score = -1;
        for (size_t t = 0; t < hit->term_count; t++) {
            expect_true(label, hit->terms[t].share > 0 && hit->terms[t].share <= before);
            before = hit->terms[t].share;
            sum += before;
        }
        expect_true(label, fabs(sum - hit->score) < 1e-9 && hit->score <= 1 + 1e-9);
    }
}

static void ask(struct model *model, struct index *index, const struct unit *subject,
                struct support_random *random, struct arena *arena)
{
    struct str agency = str_of(agencies[random_below(random, AGENCIES)]);
    struct str kind = STR("experience");
    struct similar_request request = {.id = str_of(model->classes[subject->class].id),
                                      .of_section = !model->of_classes,
                                      .ordinal = subject->ordinal,
                                      .other_agencies = random_below(random, 2) == 0,
                                      .limit = LIMIT};
    struct expected list[CLASSES_MAX * CLASS_SECTIONS];
    struct similar similar;
    struct err err;

    if (random_below(random, 3) == 0) {
        request.filters.values[FACET_AGENCY] = &agency;
        request.filters.counts[FACET_AGENCY] = 1;
    }
    if (!model->of_classes && random_below(random, 3) == 0) {
        request.filters.values[FACET_SECTION] = &kind;
        request.filters.counts[FACET_SECTION] = 1;
    }
    expect_ok(request.id.p, similar_find(&similar, index, &request, arena, &err), &err);
    expect_text(request.id.p, similar.subject.class_id, request.id.p);
    size_t count = expect_all(list, model, subject, &request);
    compare(request.id.p, model, &similar, list, count);
}

static void a_plain_computation_says_the_same(void **state)
{
    const struct world *world = *state;
    struct support_random random = random_start("similar");
    struct model *model = arena_zero(world->arena, 1, sizeof *model);

    for (size_t r = 0; r < ROUNDS; r++) {
        for (size_t i = 0; i < CLASSES; i++)
            make_class(model, i, &random, world->arena);
        struct index *index =
            build(world, arena_printf(world->arena, "index-%zu", r), model->classes, CLASSES);
        for (int of_classes = 0; of_classes < 2; of_classes++) {
            make_units(model, index, of_classes == 1);
            for (size_t u = 0; u < model->count; u += of_classes == 1 ? 1 : 3)
                ask(model, index, &model->units[u], &random, world->arena);
        }
        index_close(index);
    }
}

/* One job in two agencies, each with a paragraph of its own in every class. */
#define ASH "The county of Ashfield offers equal opportunity to its workers.\n\n"
#define ELM "Elmshire is a smoke free place, and drives safely.\n\n"

static struct sample_class jobs[] = {
    {"ash/1", "ash", "Bridge Inspector", "1",
     .sections = {{"Duties",
                   ASH "Inspects bridges and "
                       "writes of cracks in bridges.",
                   KIND_DUTIES, .requirement_count = 0}},
     .count = 1},
    {"ash/2", "ash", "Cook", "2",
     .sections = {{"Duties", ASH "Cooks soup and bakes bread.", KIND_DUTIES,
                   .requirement_count = 0}},
     .count = 1},
    {"ash/3", "ash", "Driver", "3",
     .sections = {{"Duties", ASH "Drives a truck with bread.", KIND_DUTIES,
                   .requirement_count = 0}},
     .count = 1},
    {"elm/1", "elm", "Kitchen Helper", "1",
     .sections = {{"Tasks",
                   ELM "Washes pots, bakes bread, "
                       "stirs soup.",
                   KIND_DUTIES, .requirement_count = 0}},
     .count = 1, .segment = 1},
    {"elm/2", "elm", "Structures Examiner", "2",
     .sections = {{"Tasks",
                   ELM "Examines the cracking "
                       "of a bridge.",
                   KIND_DUTIES, .requirement_count = 0}},
     .count = 1, .segment = 1},
    {"elm/3", "elm", "Clerk", "3",
     .sections = {{"Tasks", ELM "Files letters.", KIND_DUTIES, .requirement_count = 0}}, .count = 1,
     .segment = 2}};

static void the_counterpart_is_found_and_explained(void **state)
{
    static const struct {
        const char *id, *first, *term; /* term: with the greatest share, as the subject writes it */
    } cases[] = {
        {"ash/1", "elm/2", "bridges"}, {"elm/2", "ash/1", "bridge"}, {"elm/1", "ash/2", "bakes"}};
    const struct world *world = *state;
    struct index *index = build(world, "jobs", jobs, COUNT_OF(jobs));

    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct similar_request request = {.id = str_of(cases[c].id), .limit = 10};
        struct similar similar;
        struct err err;
        expect_ok(cases[c].id, similar_find(&similar, index, &request, world->arena, &err), &err);
        expect_true(cases[c].id, similar.hit_count > 0);
        expect_text(cases[c].id, similar.hits[0].section.class_id, cases[c].first);
        expect_text(cases[c].id, similar.hits[0].terms[0].word, cases[c].term);
        for (size_t t = 0; t < similar.term_count; t++)
            expect_true("what one agency alone writes tells nothing",
                        !str_is(similar.terms[t].word, "opportunity") &&
                            !str_is(similar.terms[t].word, "ashfield") &&
                            !str_is(similar.terms[t].word, "smoke"));
    }
    index_close(index);
}

static void what_cannot_be_asked_is_an_error(void **state)
{
    static const struct str nowhere = {"nowhere", 7};
    const struct similar_request good = {.id = STR("ash/1"), .limit = 10};
    struct similar_request class = good, section = good, agency = good, kind = good, late = good;
    const struct world *world = *state;
    struct index *index = build(world, "jobs", jobs, COUNT_OF(jobs));
    struct similar similar;
    struct err err;

    class.id = STR("ash/9");
    expect_error("class", similar_find(&similar, index, &class, world->arena, &err), ERR_NOT_FOUND,
                 &err, "ash/9");
    section.of_section = true;
    section.ordinal = 1;
    expect_error("section", similar_find(&similar, index, &section, world->arena, &err),
                 ERR_NOT_FOUND, &err, "no section 1");
    agency.filters.values[FACET_AGENCY] = (struct str *)&nowhere;
    agency.filters.counts[FACET_AGENCY] = 1;
    expect_error("agency", similar_find(&similar, index, &agency, world->arena, &err), ERR_USAGE,
                 &err, "agency 'nowhere'");
    kind.filters.values[FACET_SECTION] = (struct str *)&nowhere;
    kind.filters.counts[FACET_SECTION] = 1;
    expect_error("kind", similar_find(&similar, index, &kind, world->arena, &err), ERR_USAGE, &err,
                 "section 'nowhere'");
    late.deadline_ms = 1;
    expect_error("deadline", similar_find(&similar, index, &late, world->arena, &err), ERR_TIMEOUT,
                 &err, "too long");
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_plain_computation_says_the_same),
        world_test(the_counterpart_is_found_and_explained),
        world_test(what_cannot_be_asked_is_an_error),
    };
    return cmocka_run_group_tests_name("similar", tests, NULL, NULL);
}
