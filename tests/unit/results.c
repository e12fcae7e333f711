/* lib/search: results in every order, as sections and as classes, on pages and all at once. An
 * index of invented classes, whose order is worked out by a plain sort of all there is. */

#include "publish.h"

#include "search/search.h"

/* In the order in which they are to stand; of each the place of its title. */
static const struct {
    const char *title;
    int place;
} titles[] = {
    {"actuary", 0},
    {"Actuary", 0},
    {"Actuary, Senior", 1},
    {"clerk 2", 2},
    {"CLERK 9", 3},
    {"Clerk 10", 4},
    {"Clerk - 10 Days", 5},
    {"Clerk Typist", 6},
    {"Title: Actuary", 7},
    {"\xc3\x89tude Keeper", 8},
    {"", 9}, /* none: last in any order */
};
enum { UNTITLED = 9 };

static const char *const dates[] = {"", "1999-12-31", "2018-09-21", "2018-09-21", "2023-01-02"};

enum { SEGMENTS = 3, CLASSES = 60, MOST_SECTIONS = 6, EVERY = 5 /* one in so many is dead */ };

/* A class of the index; they are numbered as their docids go. */
struct fact {
    size_t title, date;
    unsigned months; /* 0: none */
    uint32_t sections;
    bool live;
    bool alpha[MOST_SECTIONS]; /* the word stands in the section */
};

struct place_in {
    uint32_t class, ordinal, matching;
    double score;
    bool named;
};

struct results {
    const struct fact *facts;
    struct place_in *items;
    size_t count;
};

static void add_class(struct segment_writer *writer, const struct fact *fact, uint32_t number,
                      struct support_random *random, struct arena *arena)
{
    size_t order[MOST_SECTIONS] = {0, 1, 2, 3, 4, 5};
    struct spec_section sections[MOST_SECTIONS] = {0};
    struct requirement asked[] = {
        {.type = REQUIREMENT_EXPERIENCE, .modality = MODALITY_REQUIRED, .months = fact->months / 2},
        {.type = REQUIREMENT_EXPERIENCE, .modality = MODALITY_BY_POSITION, .months = fact->months},
        {.type = REQUIREMENT_EXPERIENCE, .modality = MODALITY_PREFERRED, .months = 500},
    };
    struct spec_class one = {
        .title = str_of(titles[fact->title].title), .sections = order, .count = fact->sections};
    struct spec spec = {.sections = sections,
                        .count = fact->sections,
                        .classes = &one,
                        .class_count = 1,
                        .requirements = asked,
                        .requirement_count = COUNT_OF(asked)};
    struct segment_class about = {.id = str_of(arena_printf(arena, "x/%u", number)),
                                  .agency = STR("x"),
                                  .source = STR("x"),
                                  .format = STR("text"),
                                  .sha256 = STR("00"),
                                  .note = STR("")};
    uint32_t docid;
    struct err err;

    one.fields[FIELD_REVISED].value = str_of(dates[fact->date]);
    for (uint32_t i = 0; i < fact->sections; i++) {
        sections[i].parent = SPEC_NO_PARENT;
        kind_set_add(&sections[i].kinds, KIND_DUTIES);
        sections[i].text = STR("gamma");
        for (uint32_t n = fact->alpha[i] ? 1 + random_below(random, 3) : 0; n > 0; n--)
            sections[i].text = str_of(
                arena_printf(arena, "alpha %.*s", (int)sections[i].text.n, sections[i].text.p));
    }
    expect_ok("add", segment_writer_add(&docid, writer, &about, &spec, 0, &err), &err);
}

static struct index *build(struct fact facts[SEGMENTS * CLASSES], const struct world *world)
{
    const char *path = world_path(world, "index");
    struct support_random random = random_start("results");
    struct manifest_class live[SEGMENTS * CLASSES];
    struct manifest_segment listed[SEGMENTS];
    char work[GENERATION_NAME];
    struct index *index = NULL;
    size_t count = 0;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, path, &err), &err);
    expect_ok("begin", generation_begin(work, path, &err), &err);
    for (uint32_t s = 0; s < SEGMENTS; s++) {
        const char *name = arena_printf(world->arena, "000001-%u", s);
        char *directory = generation_segment_path(path, work, name);
        struct segment_writer *writer = NULL;
        expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
        free(directory);
        for (uint32_t c = s * CLASSES; c < (s + 1) * CLASSES; c++) {
            struct fact *fact = &facts[c];
            *fact = (struct fact){.title = random_below(&random, COUNT_OF(titles)),
                                  .date = random_below(&random, COUNT_OF(dates)),
                                  .months = 12 * random_below(&random, 4),
                                  .sections = 1 + random_below(&random, MOST_SECTIONS),
                                  .live = random_below(&random, EVERY) != 0};
            for (uint32_t i = 0; i < fact->sections; i++)
                fact->alpha[i] = random_below(&random, 2) == 0;
            if (fact->live)
                live[count++] =
                    (struct manifest_class){.id = arena_printf(world->arena, "x/%u", c),
                                            .segment = s,
                                            .first_docid = segment_writer_sections(writer) + 1,
                                            .sections = fact->sections};
            add_class(writer, fact, c, &random, world->arena);
        }
        publish_segment(&listed[s], writer, path, work, name, world->arena);
    }
    publish(path, work, listed, SEGMENTS, live, count, world->arena);
    generation_unlock(lock);
    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

static struct place_in place_of(const struct record_section *section, double score, bool named)
{
    return (struct place_in){.class =
                                 (uint32_t)strtoul(section->class_id.p + strlen("x/"), NULL, 10),
                             .ordinal = section->ordinal,
                             .score = score,
                             .named = named};
}

/* Everything at once. */
static struct results stream(struct index *index, const struct search_request *request,
                             const struct fact *facts, struct arena *arena)
{
    struct search_cursor *cursor = NULL;
    struct search_row row;
    struct results all = {.facts = facts};
    bool more = false;
    struct err err;

    expect_ok("open", search_open(&cursor, index, request, &err), &err);
    struct search_summary found = search_summary(cursor);
    expect_number("rows", found.rows, request->classes ? found.classes : found.sections);
    all.items = arena_zero(arena, found.rows, sizeof *all.items);
    for (;;) {
        expect_ok("next", search_next(&more, &row, cursor, arena, &err), &err);
        if (!more)
            break;
        expect_true("no more than were told", all.count < found.rows);
        all.items[all.count] = place_of(&row.section, row.score, row.named);
        all.items[all.count++].matching = row.sections;
    }
    expect_number("as many as were told", all.count, found.rows);
    search_close(cursor);
    return all;
}

static void sort_results(struct results *results, int (*compare)(const void *, const void *))
{
    qsort(results->items, results->count, sizeof *results->items, compare);
}

/* What the comparisons below go by. */
static const struct fact *known;
static struct order wanted;

static int by_docid(const struct place_in *a, const struct place_in *b)
{
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

static int by_relevance(const void *a, const void *b)
{
    const struct place_in *x = a, *y = b;

    if (x->named != y->named)
        return x->named ? -1 : 1;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return by_docid(x, y);
}

static int by_title(const struct fact *f, const struct fact *g)
{
    return titles[f->title].place - titles[g->title].place;
}

/* The class's own: first those that state it. */
static int by_fact(const void *a, const void *b)
{
    const struct place_in *x = a, *y = b;
    const struct fact *f = &known[x->class], *g = &known[y->class];
    int order = 0;
    bool f_states, g_states;

    if (wanted.by == ORDER_TITLE) {
        f_states = titles[f->title].place != UNTITLED;
        g_states = titles[g->title].place != UNTITLED;
        order = by_title(f, g);
    } else if (wanted.by == ORDER_REVISED) {
        f_states = dates[f->date][0] != '\0';
        g_states = dates[g->date][0] != '\0';
        order = strcmp(dates[f->date], dates[g->date]);
    } else {
        f_states = f->months != 0;
        g_states = g->months != 0;
        order = (f->months > g->months) - (f->months < g->months);
    }
    if (f_states != g_states)
        return f_states ? -1 : 1;
    if (order != 0)
        return wanted.descending ? -order : order;
    return by_title(f, g) != 0 ? by_title(f, g) : by_docid(x, y);
}

/* Of each class the first result, with how many it has; results stand by relevance. */
static struct results classes_of(const struct results *sections, struct arena *arena)
{
    struct results out = {.facts = sections->facts,
                          .items = arena_zero(arena, sections->count, sizeof *out.items)};

    for (size_t i = 0; i < sections->count; i++) {
        size_t k = 0;
        while (k < out.count && out.items[k].class != sections->items[i].class)
            k++;
        if (k == out.count)
            out.items[out.count++] = sections->items[i];
        out.items[k].matching++;
    }
    return out;
}

static int class_by_relevance(const void *a, const void *b)
{
    struct place_in x = *(const struct place_in *)a, y = *(const struct place_in *)b;

    if (x.class != y.class)
        x.ordinal = y.ordinal = 0; /* the class's place decides, not the section's */
    return by_relevance(&x, &y);
}

static void expect_same(const char *label, const struct results *got, const struct results *want)
{
    expect_number(label, got->count, want->count);
    for (size_t i = 0; i < got->count; i++) {
        expect_number(label, got->items[i].class, want->items[i].class);
        expect_number(label, got->items[i].ordinal, want->items[i].ordinal);
        expect_number(label, got->items[i].matching, want->items[i].matching);
        expect_number(label, got->items[i].named, want->items[i].named);
    }
}

/* All pages, one after the other. The sections of a class are those that `sections`, which stand by
 * relevance, have first of it. */
static struct results pages(struct index *index, struct search_request request,
                            const struct results *sections, struct arena *arena)
{
    struct results all = {.facts = sections->facts,
                          .items = arena_zero(arena, sections->count, sizeof *all.items)};
    struct search_page page = {.pages = 1};
    struct err err;

    for (request.page = 1; request.page <= page.pages; request.page++) {
        expect_ok("page", search_run(&page, index, &request, arena, &err), &err);
        for (size_t i = 0; !request.classes && i < page.hit_count; i++)
            all.items[all.count++] =
                place_of(&page.hits[i].section, page.hits[i].score, page.hits[i].named);
        for (size_t i = 0; i < page.group_count; i++) {
            const struct search_group *group = &page.groups[i];
            struct place_in item =
                place_of(&group->hits[0].section, group->score, group->hits[0].named);
            size_t k = 0;
            item.matching = group->sections;
            all.items[all.count++] = item;
            expect_number("hits", group->hit_count, group->sections < 3 ? group->sections : 3);
            for (size_t s = 0; s < sections->count && k < group->hit_count; s++)
                if (sections->items[s].class == item.class)
                    expect_number("hit", group->hits[k++].section.ordinal,
                                  sections->items[s].ordinal);
        }
    }
    return all;
}

/* As sections and as classes. */
static void check_order(struct index *index, struct search_request request,
                        const struct results *sections, struct arena *arena)
{
    struct results want = {.facts = known,
                           .items = arena_zero(arena, sections->count, sizeof *want.items),
                           .count = sections->count};
    struct results classes = classes_of(sections, arena);
    bool relevance = request.order.by == ORDER_RELEVANCE;
    const char *label = order_name(request.order);

    wanted = request.order;
    memcpy(want.items, sections->items, sections->count * sizeof *want.items);
    sort_results(&want, relevance ? by_relevance : by_fact);
    sort_results(&classes, relevance ? class_by_relevance : by_fact);
    request.classes = false;
    struct results got = stream(index, &request, known, arena);
    expect_same(label, &got, &want);
    got = pages(index, request, sections, arena);
    expect_same(label, &got, &want);
    request.classes = true;
    got = stream(index, &request, known, arena);
    expect_same(label, &got, &classes);
    got = pages(index, request, sections, arena);
    expect_same(label, &got, &classes);
}

static void results_stand_in_every_order(void **state)
{
    static const struct {
        const char *query;
        bool alpha; /* sections that have it match, else all */
        bool none;
    } cases[] = {
        {"", false, false},
        {"alpha", true, false},
        {"gamma OR alpha", false, false},
        {"zzyzx", true, true},
    };
    static const char *const names[] = {"relevance", "title",      "-title",     "revised",
                                        "-revised",  "experience", "-experience"};
    static struct fact facts[SEGMENTS * CLASSES];
    const struct world *world = *state;
    struct index *index = build(facts, world);

    known = facts;
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct search_request request = {.query = str_of(cases[c].query), .per_page = 7};
        struct results sections = stream(index, &request, facts, world->arena);
        size_t count = 0;
        for (size_t i = 0; i < SEGMENTS * CLASSES; i++)
            for (uint32_t k = 0; facts[i].live && k < facts[i].sections; k++)
                count += !cases[c].none && (!cases[c].alpha || facts[i].alpha[k]);
        expect_number(cases[c].query, sections.count, count);
        for (size_t i = 1; i < sections.count; i++)
            expect_true("in order", by_relevance(&sections.items[i - 1], &sections.items[i]) < 0);
        for (size_t n = 0; n < COUNT_OF(names); n++) {
            expect_true(names[n], order_from_name(&request.order, str_of(names[n])));
            check_order(index, request, &sections, world->arena);
        }
    }
    index_close(index);
}

/* A title typed alone, in any spelling that folds to it. */
static void a_named_class_comes_first(void **state)
{
    static const struct {
        const char *query;
        int place; /* of the title; -1: no class is named */
    } cases[] = {{"Actuary", 0},        {"  ACTUARY. ", 0},   {"\"actuary\"", 0},
                 {"actuary senior", 1}, {"clerk 10", 4},      {"clerk (10) days", 5},
                 {"actuary clerk", -1}, {"clerk", -1},        {"actuary -senior", -1},
                 {"title actuary", 7},  {"title:actuary", -1}};
    static struct fact facts[SEGMENTS * CLASSES];
    const struct world *world = *state;
    struct index *index = build(facts, world);

    known = facts;
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct search_request request = {.query = str_of(cases[c].query), .per_page = 7};
        struct results found = stream(index, &request, facts, world->arena);
        size_t at = 0;
        for (uint32_t i = 0; i < SEGMENTS * CLASSES; i++) {
            if (!facts[i].live || titles[facts[i].title].place != cases[c].place)
                continue;
            expect_true(cases[c].query, at < found.count && found.items[at].named);
            expect_number(cases[c].query, found.items[at].ordinal, 0);
            at++;
        }
        for (size_t i = at; i < found.count; i++)
            expect_true(cases[c].query, !found.items[i].named);
        for (size_t i = 1; i < at; i++)
            expect_true("in order", by_relevance(&found.items[i - 1], &found.items[i]) < 0);
        check_order(index, request, &found, world->arena);
        request.order = (struct order){ORDER_TITLE, true};
        check_order(index, request, &found, world->arena);
    }
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(results_stand_in_every_order),
        world_test(a_named_class_comes_first),
    };
    return cmocka_run_group_tests_name("results", tests, NULL, NULL);
}
