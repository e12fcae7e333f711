/* The query language: scopes, fields and modality, and where they may stand. */

#include "query_tree.h"

static void fields_are_of_the_class(void **state)
{
    static const struct tree_case cases[] = {
        {"series:\"Project Managers\"", "(series project managers)"}, /* whole, not stems */
        {"agency:Denver", "(agency denver)"},
        {"agency:city-of-denver", "(agency city of denver)"},
        {"agency:\"King's County\"", "(agency king county)"},
        {"code:CI2421", "(code ci2421)"},
        {"code:\"CI 24-21\"", "(code ci2421)"},
        {"CODE:ci.24.21", "(code ci2421)"},
        {"Grade:EX-18", "(grade ex18)"},
        {"grade:\"ex 18\"", "(grade ex18)"},
        {"flsa:Exempt", "(flsa Exempt)"},
        {"flsa:non-exempt", "(flsa nonexempt)"},
        {"flsa:\"Non exempt\"", "(flsa nonexempt)"},
        {"flsa:\"C (unmapped)\"", "(flsa C (unmapped))"},
        {"-grade:EX-18", "(not (grade ex18))"},
        {"(title:a OR agency:b) code:c", "(or (title a) (agency b)) (code c)"},
        {"title:a OR b", "(or (title a) b)"},
        {"-(code:a code:b)", "(not (and (code a) (code b)))"},
        {"(title: x)", "title/titl x"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void kinds_have_short_names(void **state)
{
    static const struct tree_case cases[] = {
        {"LICENSURE:x", "(licensure x)"},
        {"License:x", "(licensure x)"},
        {"certification:x", "(licensure x)"},
        {"KSA:x", "(knowledge_skills_abilities x)"},
        {"background:x", "(background_check x)"},
        {"environment:x", "(working_environment x)"},
        {"physical:x", "(physical_demands x)"},
        {"supervision_received:x", "(supervision_received x)"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void scopes_stand_anywhere(void **state)
{
    static const struct tree_case cases[] = {
        {"duties:a licensure:b", "(duties a) (licensure b)"},
        {"duties:a OR licensure:b", "(or (duties a) (licensure b))"},
        {"(duties:a OR b) title:c", "(or (duties a) b) (title c)"},
        {"-(duties:a licensure:b)", "(not (and (duties a) (licensure b)))"},
        {"a OR (duties:b experience>=5y)", "(or a (and (duties b) (experience 60 2147483647)))"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void headings_are_text(void **state)
{
    static const struct tree_case cases[] = {
        {"heading:CJIS", "(heading cjis)"},
        {"heading:\"special notes\"", "(heading \"special notes\")"},
        {"Heading:abc*", "(heading abc*)"},
        {"heading:(a OR b -c)", "(heading (and (or a b) (not c)))"},
        {"heading:a/b", "(heading a) (heading b)"},
        {"heading:a b", "(heading a) b"},
        {"heading:a OR b", "(or (heading a) b)"},
        {"-heading:a", "(not (heading a))"},
        {"heading:(-a) b", "(heading (not a)) b"},
        {"duties:heading:a", "(duties heading/head) (duties a)"}, /* behind a scope, words */
        {"duties:(heading:a)", "(duties (heading a))"},
        {"duties:(heading:a b)", "(duties (and (heading a) b))"},
        {"heading: a", "heading/head a"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* The bits are those of enum modality: required, by position, preferred, equivalency,
 * unclassified. */
static void modalities(void **state)
{
    static const struct tree_case cases[] = {
        {"modality:required", "(modality 1)"},
        {"Modality:By_Position", "(modality 2)"},
        {"modality:by-position", "(modality 2)"},
        {"modality:\"by position\"", "(modality 2)"},
        {"modality:preferred,", "(modality 4)"},
        {"modality:equivalency a", "(modality 8) a"},
        {"modality:unclassified", "(modality 10)"},
        {"modality:(required OR by_position)", "(modality 3)"},
        {"modality:(required)", "(modality 1)"},
        {"modality:(preferred OR \"by position\" OR preferred) x", "(modality 6) x"},
        {"a modality:required (b OR c)", "a (modality 1) (or b c)"},
        {"(a modality:required)", "a (modality 1)"},
        {"(modality:required) a", "(modality 1) a"},
        /* Its brackets say what it holds for. */
        {"(a modality:required) b", "(and a (modality 1)) b"},
        {"(a modality:required) (b modality:preferred)",
         "(and a (modality 1)) (and b (modality 4))"},
        {"((a modality:required) b) c", "(and a (modality 1)) b c"},
        {"modality: a", "modality/modal a"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void near_is_a_proximity(void **state)
{
    static const struct tree_case cases[] = {
        {"a NEAR b", "(/10 a b)"},
        {"a NEAR/5 b", "(/5 a b)"},
        {"a w/5 b W/s c", "(/s (/5 a b) c)"}, /* as legal databases write it */
        {"a w/o b", "a w o b"},
        {"a w b", "a w b"},
        {"a NEAR/s b NEAR/P c", "(/p (/s a b) c)"},
        {"a NEAR b /3 c", "(/3 (/10 a b) c)"},
        {"a near b", "a near b"},
        {"a \"NEAR\" b", "a \"near\" b"},
        {"NEARBY aNEAR NEARx/5", "nearby/nearbi anear nearx 5"},
        {"a NEAR, b", "a near b"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

/* Nothing changes the meaning of what stands beside it. */
static void punctuation_asks_for_nothing(void **state)
{
    static const struct tree_case cases[] = {
        {"a - OR b", "(or a b)"},
        {"a () OR b", "(or a b)"},
        {"a OR - b", "(or a b)"},
        {"a \"\" OR \"-\" b", "(or a b)"},
        {"a ... /5 b", "(/5 a b)"},
        {"a ((\"\") ()) AND () b", "a b"},
        {"a duties:() OR duties:\"\" b", "(or a b)"},
        {"NOT ... () a", "(not a)"},
        {"-\"\" a -duties:\"\" b", "a b"},
    };

    expect_trees(*state, cases, COUNT_OF(cases));
}

static void wrong_places_are_named(void **state)
{
    static const struct error_case cases[] = {
        {BYTES("supervision:x"), 1, "supervision_received: or supervision_exercised:"},
        {BYTES("foo:bar"), 1, "flsa"},
        {BYTES("foo:bar"), 1, "other"}, /* the list of names is whole */
        {BYTES("duties:(a title:b)"), 11, "cannot stand within duties:"},
        {BYTES("duties:(a duties:b)"), 11, "cannot stand within duties:"},
        {BYTES("duties:(a (b OR licensure:c))"), 17, "within duties:"},
        {BYTES("duties:(a experience>=5y)"), 11, "comparison cannot stand within duties:"},
        {BYTES("duties:(a modality:required)"), 11, "within duties:"},
        {BYTES("heading:(a duties:b)"), 12, "within heading:"},
        {BYTES("heading:(a heading:b)"), 12, "within heading:"},
        {BYTES("heading:(a /5 b)"), 12, "/5 cannot stand within heading:"},
        {BYTES("duties:(heading:(a NEAR b))"), 20, "NEAR cannot stand within heading:"},
        {BYTES("a /5 heading:b"), 6, "beside /5"},
        {BYTES("experience>=5y /s a"), 1, "beside /s"},
        {BYTES("a /5 -duties:b"), 6, "beside /5"},
        {BYTES("a NEAR"), 3, "NEAR needs"},
        {BYTES("NEAR a"), 1, "NEAR needs"},
        {BYTES("a NEAR/0 b"), 3, "/100"},
        {BYTES("a NEAR/101 b"), 3, "/100"},
        {BYTES("a OR -title:b"), 6, "under OR"},
        {BYTES("-(title:a -code:b)"), 11, "another"},
        {BYTES("title:(a b)"), 7, "title:a OR title:b"},
        {BYTES("modality:(a"), 11, "by_position"},
        {BYTES("modality:optional"), 10, "required, by_position, preferred"},
        {BYTES("modality:()"), 11, "modality: has no word"},
        {BYTES("modality:..."), 10, "modality: has no word"},
        {BYTES("modality:(required preferred)"), 20, "joined by OR"},
        {BYTES("modality:(required OR)"), 22, "modality:(required OR by_position)"},
        {BYTES("modality:(required OR (preferred))"), 23, "modality:(required OR by_position)"},
        {BYTES("modality:(required"), 10, "bracket"},
        {BYTES("-modality:required"), 2, "under NOT"},
        {BYTES("-(a modality:required)"), 5, "under NOT"},
        {BYTES("a OR modality:required"), 6, "under OR"},
        {BYTES("a OR (b modality:required)"), 9, "under OR"},
        {BYTES("modality:required a modality:preferred"), 21, "twice"},
        {BYTES("(a modality:required) b modality:preferred"), 4, "twice"},
        {BYTES("a /5 modality:required"), 6, "beside /5"},
    };

    expect_errors(*state, cases, COUNT_OF(cases));
}

static void nodes_know_their_nature(void **state)
{
    static const struct {
        const char *query;
        enum query_nature nature; /* of the first part */
    } cases[] = {
        {"a", QUERY_TEXT},
        {"\"a b\" c", QUERY_TEXT},
        {"a OR heading:b OR (c /5 d)", QUERY_TEXT},
        {"-(a b)", QUERY_TEXT},
        {"title:a", QUERY_CLASS},
        {"-title:a", QUERY_CLASS},
        {"title:a OR (code:b flsa:c) OR revised:2023", QUERY_CLASS},
        {"probation<=6m", QUERY_CLASS},
        {"established>2010", QUERY_CLASS},
        {"duties:a", QUERY_MIXED},
        {"experience>=5y", QUERY_MIXED},
        {"-education=none", QUERY_MIXED},
        {"title:a OR b", QUERY_MIXED},
        {"modality:required", QUERY_MIXED},
        {"(a modality:required) b", QUERY_MIXED},
        {"(a OR (title:b c)) d", QUERY_MIXED},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].query, parse_ok(*state, str_of(cases[i].query))->children[0]->nature,
                      cases[i].nature);
}

/* Relaxing makes alternatives of text and of scopes of kinds, and of nothing else. */
static void parts_are_text_and_kinds(void **state)
{
    static const struct {
        const char *query;
        size_t parts;
    } cases[] = {
        {"a heading:b duties:c", 3},          {"title:a code:b grade:c", 0},
        {"experience>=5y a revised:2023", 1}, {"(a OR title:b) (c OR d)", 1},
        {"(a modality:required) b", 1},       {"-heading:a -duties:b c", 1},
        {"modality:required a b", 2},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].query, query_part_count(parse_ok(*state, str_of(cases[i].query))),
                      cases[i].parts);
}

static void all_is_typed(void **state)
{
    const struct query_node *root = parse_ok(*state, STR("a \"b c\" abc* title:x"));

    for (size_t i = 0; i < root->child_count; i++)
        expect_true("weight",
                    root->children[i]->weight > 0.99f && root->children[i]->weight < 1.01f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(fields_are_of_the_class),
        world_test(kinds_have_short_names),
        world_test(scopes_stand_anywhere),
        world_test(headings_are_text),
        world_test(modalities),
        world_test(near_is_a_proximity),
        world_test(punctuation_asks_for_nothing),
        world_test(wrong_places_are_named),
        world_test(nodes_know_their_nature),
        world_test(parts_are_text_and_kinds),
        world_test(all_is_typed),
    };
    return cmocka_run_group_tests_name("query_scope", tests, make_stemmer, free_stemmer);
}
