/* lib/search/browse and suggest: what an index is said to hold, and what is suggested, against a
 * plain scan of the classes that it was made of. */

#include "sample.h"

#include "search/browse.h"
#include "search/search.h"
#include "search/suggest.h"
#include "search/suggest_list.h"

#define DUTIES(text)                                                                               \
    {                                                                                              \
        {"Duties", text, KIND_DUTIES, .requirement_count = 0},                                     \
        {                                                                                          \
            "Licenses", "A license.", KIND_LICENSURE, .requirement_count = 0                       \
        }                                                                                          \
    }

/* The dead one has what no other has. */
static struct sample_class classes[] = {
    {"a/1", "alder", "Clerk 10", "C-10", .series = "Clerk", .sections = DUTIES("Files forms."),
     .count = 2},
    {"a/2", "alder", "clerk 9", "C-9", .series = "Clerk", .sections = DUTIES("Files letters."),
     .count = 2, .segment = 1},
    {"a/3", "alder", "Dock Clerk", "D 1", .sections = DUTIES("Files cargo."), .count = 2,
     .segment = 2},
    {"b/1", "birch town", "DOCK CLERK", "d1", .series = "Clerk", .sections = DUTIES("Weighs."),
     .count = 1, .segment = 1},
    {"b/2", "birch town", "\xc3\x89tude \"Keeper\" <b>", "E=1", .sections = DUTIES("Plays."),
     .count = 1, .segment = 2},
    {"b/3", "birch town", "2nd NOT Officer", "", .sections = DUTIES("Files."), .count = 1},
    {"x/1", "dead town", "Dock Diver", "X1", .series = "Diver", .sections = DUTIES("Fillets."),
     .count = 2, .dead = true, .segment = 1},
};

enum { CLASSES = COUNT_OF(classes) };

static const char *list_text(const struct world *world, const struct browse_list *list)
{
    const char *out = "";

    for (uint32_t i = 0; i < list->count; i++)
        out = arena_printf(world->arena, "%s%s%.*s", out, i > 0 ? " " : "",
                           (int)list->classes[i].id.n, list->classes[i].id.p);
    return out;
}

static void classes_are_listed(void **state)
{
    static const struct {
        const char *letter, *agency, *series;
        uint32_t first, most, total;
        const char *ids;
    } cases[] = {
        {"", "", "", 0, 9, 6, "b/3 a/2 a/1 a/3 b/1 b/2"},
        {"", "", "", 2, 3, 6, "a/1 a/3 b/1"},
        {"", "", "", 6, 3, 6, ""},
        {"c", "", "", 0, 9, 2, "a/2 a/1"},
        {"D", "", "", 0, 9, 2, "a/3 b/1"},
        {"e", "", "", 0, 9, 1, "b/2"},
        {"0", "", "", 0, 9, 1, "b/3"},
        {"other", "", "", 0, 9, 0, ""},
        {"", "ALDER", "", 0, 9, 3, "a/2 a/1 a/3"},
        {"d", "birch town", "", 0, 9, 1, "b/1"},
        {"", "dead town", "", 0, 9, 0, ""},
        {"", "", "clerk", 0, 9, 3, "a/2 a/1 b/1"},
        {"", "birch town", "Clerk", 0, 9, 1, "b/1"},
        {"", "", "Diver", 0, 9, 0, ""},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, CLASSES);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct browse_choice choice = {.agency = str_of(cases[i].agency),
                                       .series = str_of(cases[i].series),
                                       .first = cases[i].first,
                                       .most = cases[i].most};
        struct browse_list list;
        const char *label = arena_printf(world->arena, "case %zu", i);
        choice.by_letter = *cases[i].letter != '\0';
        if (choice.by_letter)
            expect_true(label, browse_letter_from_name(&choice.letter, str_of(cases[i].letter)));
        browse_list_classes(&list, index_browse(index), &choice, world->arena);
        expect_text(label, str_of(list_text(world, &list)), cases[i].ids);
        expect_number(label, list.total, cases[i].total);
    }
    index_close(index);
}

static void what_lives_is_counted(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, CLASSES);
    const struct browse *browse = index_browse(index);
    struct browse_list list;
    uint32_t number;

    expect_number("classes", browse_class_count(browse), 6);
    expect_number("duties", browse_kind(browse, KIND_DUTIES).classes, 6);
    expect_number("duties", browse_kind(browse, KIND_DUTIES).sections, 6);
    expect_number("licences", browse_kind(browse, KIND_LICENSURE).classes, 3);
    expect_number("none", browse_kind(browse, KIND_SALARY).sections, 0);
    expect_true("alder", values_find(&number, index_values(index), FACET_AGENCY, STR("alder")));
    expect_number("its classes", browse_agency(browse, number).classes, 3);
    expect_number("its sections", browse_agency(browse, number).sections, 6);
    browse_list_series(&list, browse, &(struct browse_choice){.most = 9}, world->arena);
    expect_number("series", list.total, 2);
    expect_number("letter", list.letters[BROWSE_A + 2], 2);
    expect_text("the first", list.series[0].agency, "alder");
    expect_number("its classes", list.series[0].count.classes, 2);
    expect_number("its sections", list.series[0].count.sections, 4);
    expect_text("the second", list.series[1].agency, "birch town");
    index_close(index);
}

static void queries_go_on(void **state)
{
    static const struct {
        const char *typed;
        size_t limit;
        const char *want; /* "type text" of each */
    } cases[] = {
        {"", 8, ""},
        {" ?!", 8, ""},
        {"dock", 8, "title Dock Clerk"},
        {"DOCK C", 8, "title Dock Clerk|scope DOCK code:"},
        {"dock-clerk ", 8, "title Dock Clerk"},
        {"doc ", 8, ""},
        {"div", 8, ""},   /* it is dead, */
        {"fille", 8, ""}, /* and so is this */
        {"x", 8, ""},
        /* From its beginning first, then that of the most classes. */
        {"cl", 8, "title clerk 9|title Clerk 10|title Dock Clerk"},
        {"c", 8,
         "title clerk 9|title Clerk 10|title Dock Clerk|code C-9|code C-10|"
         "scope code:"},
        {"d1", 8, "code D 1"},
        {"e=1", 8, "code E 1"},
        {"c-1", 8, "code C-10"},
        {"keeper", 8, "title \xc3\x89tude Keeper b"},
        {"2n", 8, "title 2nd not Officer"},
        {"\xc3\xa9t", 8, "title \xc3\x89tude Keeper b"},
        {"lic", 8, "scope licensure:|word license"},
        {"cargo lic", 8, "scope cargo licensure:|word cargo license"},
        {"cargo lic ", 8, ""},
        {"duties:lic", 8, "word duties:license"}, /* no scope stands within another */
        {"(lic", 8, "scope (licensure:|word (license"},
        {"license", 8, "scope licensure:"}, /* a short form; the word itself says nothing new */
        {"tow", 8, "agency agency:\"birch town\""},
        {"cargo agency:B", 8, "agency cargo agency:\"birch town\""},
        {"agency:\"birch to", 8, "agency agency:\"birch town\""},
        {"agency:alder lic", 8, "scope agency:alder licensure:|word agency:alder license"},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, CLASSES);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct suggestion *found;
        const char *got = "";
        size_t count;
        struct err err;
        expect_ok(cases[i].typed,
                  suggest_run(&found, &count, index, str_of(cases[i].typed), cases[i].limit, 0,
                              world->arena, &err),
                  &err);
        for (size_t k = 0; k < count; k++)
            got = arena_printf(world->arena, "%s%s%s %.*s", got, k > 0 ? "|" : "",
                               suggest_type_name(found[k].type), (int)found[k].text.n,
                               found[k].text.p);
        expect_text(cases[i].typed, str_of(got), cases[i].want);
    }
    index_close(index);
}

/* What a title becomes finds the class, whatever a query takes its characters for. */
static void titles_become_queries(void **state)
{
    static const struct {
        const char *title, *typed, *want;
    } cases[] = {
        {"Wharf \u201cLead", "wharf l", "Wharf Lead"},
        {"Wharf \u2010Night", "wharf n", "Wharf Night"},
        {"Wharf \u2265 2", "wharf 2", "Wharf 2"},
        {"Wharf \u2013 Day", "wharf day", "Wharf \u2013 Day"},
        {"Wharf Driver\u2019s Aide", "wharf dr", "Wharf Driver\u2019s Aide"},
    };
    struct sample_class titled[COUNT_OF(cases)];
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        titled[i] = (struct sample_class){.id = arena_printf(world->arena, "a/%zu", i),
                                          .agency = "alder",
                                          .title = cases[i].title,
                                          .code = "",
                                          .sections = DUTIES("Files."),
                                          .count = 1,
                                          .segment = i % SEGMENTS};
    struct index *index = build(world, "index", titled, COUNT_OF(cases));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct search_request request = {.page = 1, .per_page = 10};
        struct suggestion *found;
        struct search_page page;
        size_t count;
        struct err err;
        expect_ok(
            cases[i].title,
            suggest_run(&found, &count, index, str_of(cases[i].typed), 8, 0, world->arena, &err),
            &err);
        expect_text(cases[i].title, found[0].text, cases[i].want);
        request.query = found[0].text;
        expect_ok(cases[i].title, search_run(&page, index, &request, world->arena, &err), &err);
        expect_number(cases[i].title, page.hit_count, 1);
        expect_text(cases[i].title, page.hits[0].section.title, cases[i].title);
        expect_true(cases[i].title, page.hits[0].named);
    }
    index_close(index);
}

static void a_class_has_its_page(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", classes, CLASSES);
    struct suggestion *found;
    size_t count;
    struct err err;

    expect_ok("c-9", suggest_run(&found, &count, index, STR("c-9"), 8, 0, world->arena, &err),
              &err);
    expect_text("of one class", found[0].id, "a/2");
    expect_text("with its title", found[0].label, "C-9 clerk 9");
    expect_ok("d1", suggest_run(&found, &count, index, STR("d1"), 8, 0, world->arena, &err), &err);
    expect_text("of two", found[0].id, "");
    expect_number("of two", found[0].classes, 2);
    index_close(index);
}

/* The best items of random lists are those of a plain sort. */

enum { ITEMS = 40, ROUNDS = 300 };

static void random_text(char *out, struct support_random *random)
{
    size_t words = 1 + random_below(random, 3);

    for (size_t w = 0; w < words; w++) {
        if (w > 0)
            *out++ = ' ';
        for (size_t n = 1 + random_below(random, 2); n > 0; n--)
            *out++ = (char)('a' + random_below(random, 2));
    }
    *out = '\0';
}

/* 0: not at all; else 1 + enum suggest_rank. */
static int rank_of(const char *text, const char *typed, bool ended)
{
    size_t n = strlen(typed);
    int best = 0;

    for (const char *at = text; at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, typed, n) != 0 || (ended && at[n] != '\0' && at[n] != ' '))
            continue;
        int rank = at > text ? 1 : at[n] == '\0' ? 3 : 2;
        best = rank > best ? rank : best;
    }
    return best;
}

static void the_best_are_picked(void **state)
{
    struct support_random random = random_start("lists");
    (void)state;

    for (int round = 0; round < ROUNDS; round++) {
        char texts[ITEMS][16], typed[16];
        struct suggest_list list = {0};
        struct suggest_picks picks;
        bool ended = random_below(&random, 2) > 0, taken[ITEMS] = {false};
        size_t limit = 1 + random_below(&random, SUGGEST_MOST);
        for (uint32_t i = 0; i < ITEMS; i++) {
            random_text(texts[i], &random);
            suggest_list_add(&list, str_of(texts[i]),
                             suggest_list_item(
                                 &list, (struct suggest_item){.classes = random_below(&random, 3)}),
                             true);
        }
        suggest_list_sort(&list);
        random_text(typed, &random);
        suggest_list_pick(&picks, &list, str_of(typed), ended, limit);
        for (size_t place = 0; place <= limit; place++) {
            int best = -1;
            for (int i = 0; i < ITEMS; i++) {
                int rank = rank_of(texts[i], typed, ended);
                int top = best < 0 ? 0 : rank_of(texts[best], typed, ended);
                if (!taken[i] && (rank > top || (rank > 0 && rank == top &&
                                                 list.items[i].classes > list.items[best].classes)))
                    best = i;
            }
            if (best < 0 || place == limit) {
                expect_number(typed, picks.count, place);
                break;
            }
            taken[best] = true;
            expect_true(typed, place < picks.count);
            expect_number(typed, picks.items[place].item, best);
        }
        suggest_list_free(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(classes_are_listed),   world_test(what_lives_is_counted),
        world_test(queries_go_on),        world_test(titles_become_queries),
        world_test(a_class_has_its_page), cmocka_unit_test(the_best_are_picked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
