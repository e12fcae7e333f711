/* The vocabulary of lib/spec: kinds, heading aliases, field labels, and what stands in fields. */

#include "support.h"

#include "spec/alias.h"
#include "spec/field.h"
#include "spec/kind.h"
#include "spec/words.h"

/* The data compiled into alias.c. */
extern const char headings_data[], headings_end[];

static struct str built_in_rows(void)
{
    return (struct str){headings_data, (size_t)(headings_end - headings_data)};
}

/* "education,experience" */
static const char *kind_names(struct arena *arena, const struct kind_set *set)
{
    const char *names = "";

    for (uint8_t i = 0; i < set->count; i++)
        names = arena_printf(arena, "%s%s%s", names, i > 0 ? "," : "",
                             kind_name((enum spec_kind)set->kinds[i]));
    return names;
}

static void words_have_a_normal_form(void **state)
{
    static const struct {
        const char *source, *words; /* parted by blanks */
    } cases[] = {
        {"", ""},
        {"Minimum Qualifications", "minimum qualification"},
        {"DRIVER'S LICENSES", "driver license"},
        {"driver\xe2\x80\x99s class", "driver class"},
        {"Drivers\xe2\x80\x99", "driver"},
        {"this is a bus", "thi is a bus"}, /* too short to be a plural; an accepted mistake */
        {"100% / part-time (2nd)", "100 part time 2nd"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct words words;
        struct buf all = {0};
        words_split(&words, str_of(cases[i].source));
        for (size_t k = 0; k < words.count; k++)
            buf_printf(&all, "%s%s", k > 0 ? " " : "", words.text[k]);
        expect_text(cases[i].source, buf_view(&all), cases[i].words);
        expect_true(cases[i].source, !words.overflow);
        buf_free(&all);
    }
    struct words words;
    struct buf many = {0};
    for (int i = 0; i < WORDS_MAX; i++)
        buf_printf(&many, "word%d ", i);
    words_split(&words, buf_view(&many));
    expect_true("as many as fit", words.count == WORDS_MAX && !words.overflow);
    expect_number("end", words.end[1], strlen("word0 word1"));
    buf_text(&many, "more and_a_word_that_is_longer_than_any_place_for_it");
    words_split(&words, buf_view(&many));
    expect_true("too many", words.overflow);
    words_split(&words, STR("anticonstitutionnellementsuperlong next"));
    expect_number("cut", strlen(words.text[0]), WORD_SIZE - 1);
    expect_text("cut", str_of(words.text[1]), "next");
    words_split(&words, STR("Harbor Pilots"));
    expect_true("the same", words_are(&words, STR("HARBOR - pilot.")));
    expect_true("one more", !words_are(&words, STR("harbor pilot two")));
    expect_true("one less", !words_are(&words, STR("harbor")));
    expect_true("another", !words_are(&words, STR("harbor pilotage")));
    words_split(&words, STR(" - "));
    expect_true("none", !words_are(&words, STR("")));
    buf_free(&many);
}

static void kinds_have_the_names_of_the_field(void **state)
{
    static const char *const names[] = {"summary",
                                        "distinguishing",
                                        "duties",
                                        "competencies",
                                        "knowledge_skills_abilities",
                                        "supervision_received",
                                        "supervision_exercised",
                                        "education",
                                        "experience",
                                        "equivalency",
                                        "licensure",
                                        "background_check",
                                        "assessment",
                                        "probation",
                                        "working_environment",
                                        "physical_demands",
                                        "salary",
                                        "classification",
                                        "history",
                                        "other"};
    bool seen[KIND_COUNT] = {false};
    enum spec_kind kind;
    (void)state;

    expect_number("how many", KIND_COUNT, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        expect_true(names[i], kind_from_name(&kind, str_of(names[i])));
        expect_text("and back", str_of(kind_name(kind)), names[i]);
        expect_true("once", !seen[kind]);
        seen[kind] = true;
        expect_true("label", strlen(kind_label(kind)) > 3);
    }
    expect_true("short",
                kind_from_name(&kind, STR("ksa")) && kind == KIND_KNOWLEDGE_SKILLS_ABILITIES);
    expect_true("short", kind_from_name(&kind, STR("BackGround")) && kind == KIND_BACKGROUND_CHECK);
    expect_true("case", kind_from_name(&kind, STR("LICENSURE")) && kind == KIND_LICENSURE);
    expect_true("unknown", !kind_from_name(&kind, STR("licence")));
    expect_true("longer", !kind_from_name(&kind, STR("duties ")));
    expect_true("empty", !kind_from_name(&kind, STR("")));
}

static void kind_set_keeps_order_and_no_second(void **state)
{
    const struct world *world = *state;
    struct kind_set set = {0};

    kind_set_add(&set, KIND_SALARY);
    kind_set_add(&set, KIND_DUTIES);
    kind_set_add(&set, KIND_SALARY);
    expect_text("set", str_of(kind_names(world->arena, &set)), "salary,duties");
    for (enum spec_kind kind = 0; kind < KIND_COUNT; kind++)
        kind_set_add(&set, kind);
    expect_number("all", set.count, KIND_COUNT);
}

struct alias_case {
    const char *heading;
    enum alias_strength strength;
    const char *kinds;
};

static void expect_aliases(const struct world *world, const struct alias_table *table,
                           const struct alias_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct alias_match match = alias_find(table, str_of(cases[i].heading));
        expect_number(cases[i].heading, match.strength, cases[i].strength);
        expect_text(cases[i].heading, str_of(kind_names(world->arena, &match.kinds)),
                    cases[i].kinds);
    }
}

static void alias_strengths(void **state)
{
    static const struct alias_case cases[] = {
        {"Education", ALIAS_EXACT, "education"},
        {"EDUCATION:", ALIAS_EXACT, "education"},
        {"Minimum Qualifications", ALIAS_EXACT, "education,experience"},
        {"minimum  qualification", ALIAS_EXACT, "education,experience"},
        {"Driver's License", ALIAS_EXACT, "licensure"},
        {"DRIVER\xe2\x80\x99S LICENSES", ALIAS_EXACT, "licensure"},
        {"Education, Experience", ALIAS_EXACT, "education,experience"},
        {"Substitution of Education for Experience", ALIAS_EXACT, "equivalency"},
        {"Working Conditions and Physical Demands", ALIAS_EXACT,
         "working_environment,physical_demands"},
        {"Required Education", ALIAS_COVERED, "education"},
        {"Required Substitution of Education for Experience", ALIAS_COVERED, "equivalency"},
        {"Education and License", ALIAS_COVERED, "education,licensure"},
        {"License and Education", ALIAS_COVERED, "licensure,education"},
        {"Duties and the Duties", ALIAS_COVERED, "duties"},
        {"Education of Apprentices", ALIAS_PARTIAL, "education"},
        {"Harbor Duties", ALIAS_PARTIAL, "duties"},
        {"Fleet Readiness", ALIAS_NONE, ""},
        {"Required", ALIAS_NONE, ""}, /* fillers alone */
        {"Dutiesque", ALIAS_NONE, ""},
        {"", ALIAS_NONE, ""},
        {"---", ALIAS_NONE, ""},
        {"CLASS SPECIFICATION", ALIAS_NEVER, ""},
        {"Class Specifications", ALIAS_NEVER, ""},
        {"and/or", ALIAS_NEVER, ""},
    };
    const struct world *world = *state;
    struct alias_table *table = alias_table_new();

    expect_aliases(world, table, cases, COUNT_OF(cases));
    alias_table_free(table);
    alias_table_free(NULL);
}

/* "Notes" is a heading of its own, of the kind of what it stands under. */
static void alias_of_the_parent_has_no_kinds(void **state)
{
    static const struct alias_case cases[] = {
        {"Notes", ALIAS_EXACT, ""},
        {"NOTE:", ALIAS_EXACT, ""},
        {"All Levels", ALIAS_EXACT, ""},
        {"Notes on Education", ALIAS_PARTIAL, "education"},
    };
    struct alias_table *table = alias_table_new();

    expect_aliases(*state, table, cases, COUNT_OF(cases) - 1);
    struct alias_match match = alias_find(table, str_of(cases[3].heading));
    expect_true("not whole", match.strength < ALIAS_EXACT);
    alias_table_free(table);
}

/* "training" with a = : it and fillers must be the whole heading. */
static void alias_rows_that_count_alone_only(void **state)
{
    static const struct alias_case whole[] = {
        {"Training", ALIAS_EXACT, "education"},
        {"Required Training", ALIAS_COVERED, "education"},
        {"Training and Licenses", ALIAS_COVERED, "education,licensure"},
        {"Security", ALIAS_EXACT, "background_check"},
        {"Licenses of Training Captains", ALIAS_PARTIAL, "licensure"},
    };
    static const char *const parts[] = {"Training Budget", "Security Desk", "Purpose of Ships"};
    const struct world *world = *state;
    struct alias_table *table = alias_table_new();

    expect_aliases(world, table, whole, COUNT_OF(whole));
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct alias_match match = alias_find(table, str_of(parts[i]));
        expect_true(parts[i], match.strength < ALIAS_COVERED);
        expect_number(parts[i], match.kinds.count, 0);
    }
    alias_table_free(table);
}

/* words.h: a word is ASCII letters and digits; whatever else there is parts words. */
static void alias_words_are_parted_by_anything_else(void **state)
{
    static const struct alias_case cases[] = {
        {"Education / Experience", ALIAS_EXACT, "education,experience"},
        {"education-experience", ALIAS_EXACT, "education,experience"},
        {"Minimum\xc2\xa0Qualifications", ALIAS_EXACT, "education,experience"},
        {"Education \xe2\x80\x93 Experience", ALIAS_EXACT, "education,experience"},
        {"Education\xe2\x80\x94"
         "Experience",
         ALIAS_EXACT, "education,experience"},
    };
    struct alias_table *table = alias_table_new();

    expect_aliases(*state, table, cases, COUNT_OF(cases));
    alias_table_free(table);
}

static void alias_rows_can_be_added(void **state)
{
    static const char rows[] = "# a house's own\r\n"
                               "\r\n"
                               "deck work\tduties, salary\r\n"
                               "education\tsalary\r\n"
                               "anchor\t=history\n"
                               "nautical\t~\n"
                               "see below\t^\n"
                               "ship's log\t!";
    static const struct alias_case cases[] = {
        {"Deck Work", ALIAS_EXACT, "duties,salary"},
        {"Education", ALIAS_EXACT, "salary"}, /* the later row wins */
        {"Required Education", ALIAS_COVERED, "salary"},
        {"Education of Mates", ALIAS_PARTIAL, "salary"},
        {"Education and Experience", ALIAS_EXACT, "education,experience"},
        {"Anchor", ALIAS_EXACT, "history"},
        {"Nautical Deck Work", ALIAS_COVERED, "duties,salary"},
        {"See Below", ALIAS_EXACT, ""},
        {"SHIP'S LOG", ALIAS_NEVER, ""},
    };
    struct alias_table *table = alias_table_new();
    struct err err;

    expect_ok("add", alias_table_add(table, STR(rows), &err), &err);
    expect_aliases(*state, table, cases, COUNT_OF(cases));
    expect_ok("nothing", alias_table_add(table, STR(""), &err), &err);
    alias_table_free(table);
}

static void alias_rows_that_are_wrong_are_named(void **state)
{
    static const struct {
        const char *rows, *named;
    } cases[] = {
        {"education", "line 1"},      {"deck\tduties\n# fine\n\nmast\tsailing\n", "line 4"},
        {"mast\tsailing", "sailing"}, {"mast\tduties, sailing", "sailing"},
        {"\tduties", "line 1"},       {"mast\t", "line 1"},
        {"...\tduties", "line 1"},    {"mast\tduties,,salary", "line 1"},
    };
    struct alias_table *table = alias_table_new();
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_error(cases[i].rows, alias_table_add(table, str_of(cases[i].rows), &err), ERR_FORMAT,
                     &err, cases[i].named);
    alias_table_free(table);
}

/* alias_table_new() cannot fail, so what is compiled in has to be right. */
static void built_in_rows_are_sound(void **state)
{
    struct alias_table *table = alias_table_new();
    struct err err;
    (void)state;

    expect_true("there are some", built_in_rows().n > 1000);
    expect_ok("rows", alias_table_add(table, built_in_rows(), &err), &err);
    alias_table_free(table);
}

/* Is a phrase found as what its row says? */
static bool row_is_found(const struct world *world, const struct alias_table *table,
                         struct str phrase, struct str kinds)
{
    struct alias_match match = alias_find(table, phrase);
    struct buf want = {0};

    if (str_eq(kinds, STR("~")))
        return true; /* a filler beside other words may have a row of its own as a heading */
    if (str_eq(kinds, STR("!")))
        return match.strength == ALIAS_NEVER;
    for (size_t i = 0; i < kinds.n; i++)
        if (strchr(" =^", kinds.p[i]) == NULL)
            buf_char(&want, kinds.p[i]);
    bool same = str_eq(buf_view(&want), str_of(kind_names(world->arena, &match.kinds)));
    buf_free(&want);
    return same && match.strength == ALIAS_EXACT;
}

/* No row is hidden by another one. */
static void built_in_rows_are_found(void **state)
{
    const struct world *world = *state;
    struct alias_table *table = alias_table_new();
    struct str rest = built_in_rows();
    size_t hidden = 0;

    while (rest.n > 0) {
        struct str kinds = str_cut(&rest, '\n');
        if (str_trim(kinds).n == 0 || kinds.p[0] == '#')
            continue;
        struct str phrase = str_cut(&kinds, '\t');
        if (!row_is_found(world, table, phrase, kinds)) {
            print_error("another row hides '%.*s'\n", (int)phrase.n, phrase.p);
            hidden++;
        }
    }
    alias_table_free(table);
    expect_number("hidden rows", hidden, 0);
}

/* "pay_grade=12|-=Harbors": the pairs of a line, a label that is not kept as "-". */
static const char *pairs_of(const struct world *world, const struct label_table *table,
                            const char *line)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t count = label_pairs(pairs, table, str_of(line));
    const char *out = "";

    assert_true(count <= LABEL_PAIRS_MAX);
    for (size_t i = 0; i < count; i++)
        out = arena_printf(world->arena, "%s%s%s=%.*s", out, i > 0 ? "|" : "",
                           pairs[i].name == FIELD_IGNORED ? "-" : field_name(pairs[i].name),
                           (int)pairs[i].value.n, pairs[i].value.p);
    return out;
}

static void labels_and_values_of_a_line(void **state)
{
    static const struct {
        const char *line, *pairs;
    } cases[] = {
        {"Pay Grade: EX-13", "pay_grade=EX-13"},
        {"PAY GRADE:EX-13", "pay_grade=EX-13"},
        {"Pay   Grade :  7  ", "pay_grade=7"},
        {"Pay Grade:\xc2\xa0"
         "EX-9",
         "pay_grade=EX-9"},
        {"  Class Number: 88", "class_code=88"},
        {"FLSA Status:", "flsa="},
        {"Class Code: 1234   Pay Grade: 12", "class_code=1234|pay_grade=12"},
        {"Established: 5/1999\tRevised: 6/2001", "established=5/1999|revised=6/2001"},
        {"Class Code 1234 Pay Grade 12", "class_code=1234|pay_grade=12"},
        {"Class Code  Pay Grade 12", "class_code=|pay_grade=12"},
        {"Wage Grade Profile", "-=|-=Profile"}, /* one label, which is not known */
        {"Class Title, Series, Grade: Pilot 12", "-=,|-=,|-=Pilot 12"},
        {"Pay Grade B14 Department Harbors", "pay_grade=B14|-=Harbors"},
        {"Pay Grade: 9 Department: Harbors Job Code: 77", "pay_grade=9|-=Harbors|class_code=77"},
        {"Date Revised: 3/4/2015", "revised=3/4/2015"}, /* the longest label */
        {"Class Title: Pilot", "title=Pilot"},
        {"Salary Range: 10 - 20", "salary=10 - 20"},
        {"Class No.: 77", "class_code=77"},
        {"Department: Harbors", "-=Harbors"},
        {"Salary is set by the council.", ""}, /* a lone label without a colon is prose */
        {"Grade twelve or its equal", ""},
        {"The Pay Grade: 7", ""},
        {"Gradeschool: none", ""},
        {"Harbor: none", ""},
        {"", ""},
        {":", ""},
        {"   ", ""},
    };
    const struct world *world = *state;
    struct label_table *table = label_table_new();

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].line, str_of(pairs_of(world, table, cases[i].line)), cases[i].pairs);
    label_table_free(table);
    label_table_free(NULL);
}

static void labels_say_where_they_start(void **state)
{
    static const char line[] = "  Class Code: 1   Pay Grade: 2";
    struct label_pair pairs[LABEL_PAIRS_MAX];
    struct label_table *table = label_table_new();
    struct buf many = {0};
    (void)state;

    expect_number("pairs", label_pairs(pairs, table, STR(line)), 2);
    expect_number("first", pairs[0].start, 2);
    expect_number("second", pairs[1].start, strstr(line, "Pay") - line);
    for (int i = 0; i < 3 * LABEL_PAIRS_MAX; i++)
        buf_printf(&many, "Union: %d ", i);
    size_t count = label_pairs(pairs, table, buf_view(&many));
    expect_true("no more than fit", count > 0 && count <= LABEL_PAIRS_MAX);
    expect_text("first of many", pairs[0].value, "0");
    buf_free(&many);
    label_table_free(table);
}

static void placeholders_are_not_filled_in(void **state)
{
    static const struct {
        const char *value;
        bool filled;
    } cases[] = {
        {"", false},
        {"n/a", false},
        {"N/A", false},
        {"[CLASS CODE]", false},
        {"xxxxx", false},
        {"XXXXX", false},
        {"____", false},
        {"--", false},
        {"EX-13", true},
        {"0", true},
        {"12", true},
        {"X", true},
        {"Exempt", true},
        {"xx-5", true},
        {"n/a until 2020", true},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].value, field_is_filled(str_of(cases[i].value)), cases[i].filled);
}

static void flsa_statuses(void **state)
{
    static const struct {
        const char *value, *status;
    } cases[] = {
        {"Exempt", "exempt"},
        {"EXEMPT", "exempt"},
        {"Nonexempt", "nonexempt"},
        {"Non-Exempt", "nonexempt"},
        {"non exempt", "nonexempt"},
        {"Y", "Y (unmapped)"},
        {"E-2", "E-2 (unmapped)"},
        {"Exempt (executive)", "Exempt (executive) (unmapped)"},
        {"", ""},
        {"N/A", ""},
        {"[FLSA]", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(
            cases[i].value,
            field_flsa_status(&(struct spec_field){.value = str_of(cases[i].value)}, world->arena),
            cases[i].status);
}

static void dates_become_iso(void **state)
{
    static const struct {
        const char *value, *date;
    } cases[] = {
        {"9/21/2018", "2018-09-21"},
        {"09/21/2018", "2018-09-21"},
        {"9-21-2018", "2018-09-21"},
        {"2018-09-21", "2018-09-21"},
        {"6/9/14", "2014-06-09"},
        {"6/9/85", "1985-06-09"},
        {"12/31/1999 (board)", "1999-12-31"},
        {"2/29/2020", "2020-02-29"},
        {"03/2009", "2009-03"},
        {"3/2009", "2009-03"},
        {"2018", "2018"},
        {"2018 and before", "2018"},
        {"June 14, 2022", "2022-06-14"},
        {"JUNE 14, 2022", "2022-06-14"},
        {"June 4 2022", "2022-06-04"},
        {"July 2022", "2022-07"},
        {"Sept. 3, 2011", "2011-09-03"},
        {"Sep 2011", "2011-09"},
        {"December 1, 1980", "1980-12-01"},
        {"May 5, 2005", "2005-05-05"},
        {"", ""},
        {"unknown", ""},
        {"on 9/21/2018", ""},
        {"13/45/2018", ""},
        {"31/12/2018", ""},
        {"0/5/2018", ""},
        {"5/0/2018", ""},
        {"13/2009", ""},
        {"2018-13-01", ""},
        {"June", ""},
        {"June 14", ""},
        {"Juno 14, 2022", ""},
        {"Ju 14, 2022", ""},
        {"M 2022", ""},
        {"Marching 5, 2001", ""},
        {"12", ""},
        {"9/21", "2021-09"}, /* no date in a history goes without its year */
        {"9/21/", ""},
        {"123456", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        /* Exactly as many bytes as the value has, so that reading on is seen. */
        size_t n = strlen(cases[i].value);
        char *copy = mem_alloc(n);
        memcpy(copy, cases[i].value, n);
        expect_text(cases[i].value, field_iso_date((struct str){copy, n}, world->arena),
                    cases[i].date);
        free(copy);
    }
}

static void dates_are_numbers_that_sort(void **state)
{
    static const struct {
        const char *date;
        int32_t number;
    } cases[] = {
        {"2018-09-21", 20180921}, {"2018-09", 20180901}, {"2018", 20180101},
        {"1800-12-31", 18001231}, {"2199", 21990101},    {"", 0},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t n = strlen(cases[i].date);
        char *copy = mem_alloc(n);
        memcpy(copy, cases[i].date, n);
        expect_number(cases[i].date, field_date_number((struct str){copy, n}), cases[i].number);
        free(copy);
    }
}

static void days_that_do_not_exist_are_no_dates(void **state)
{
    static const char *const cases[] = {"2/30/2018", "2/29/2019", "4/31/2020", "June 31, 2020",
                                        "2018-02-30"};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i], field_iso_date(str_of(cases[i]), world->arena), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_a_normal_form),
        cmocka_unit_test(kinds_have_the_names_of_the_field),
        world_test(kind_set_keeps_order_and_no_second),
        world_test(alias_strengths),
        world_test(alias_of_the_parent_has_no_kinds),
        world_test(alias_rows_that_count_alone_only),
        world_test(alias_words_are_parted_by_anything_else),
        world_test(alias_rows_can_be_added),
        cmocka_unit_test(alias_rows_that_are_wrong_are_named),
        cmocka_unit_test(built_in_rows_are_sound),
        world_test(built_in_rows_are_found),
        world_test(labels_and_values_of_a_line),
        cmocka_unit_test(labels_say_where_they_start),
        cmocka_unit_test(placeholders_are_not_filled_in),
        world_test(flsa_statuses),
        world_test(dates_become_iso),
        cmocka_unit_test(dates_are_numbers_that_sort),
        world_test(days_that_do_not_exist_are_no_dates),
    };
    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
