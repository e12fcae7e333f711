/* Audits without a daemon: dates, the rules of a file and what is wrong in it, and reports. */

#include "support.h"

#include <jansson.h>

#include "base/xml.h"
#include "client/audit_date.h"
#include "client/audit_report.h"
#include "client/audit_rules.h"

static const struct audit_date today = {2026, 11, 22};

static void dates_are_read(void **state)
{
    static const struct {
        const char *text;
        bool right;
    } cases[] = {
        {"2026-11-22", true},  {"2024-02-29", true},   {"2023-02-29", false},
        {"1900-02-29", false}, {"2000-02-29", true},   {"2026-13-01", false},
        {"2026-00-10", false}, {"2026-04-31", false},  {"2026-11-00", false},
        {"0000-01-01", false}, {"0001-01-01", true},   {"9999-12-31", true},
        {"2026-1-22", false},  {"2026-11-2", false},   {"2026/11/22", false},
        {"", false},           {"2026", false},        {"2026-11-22 ", false},
        {"-026-11-22", false}, {"2026-11-222", false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct audit_date date = today;
        struct buf text = {0};
        expect_number(cases[i].text, audit_date_read(&date, str_of(cases[i].text)), cases[i].right);
        audit_date_add(&text, date);
        expect_text(cases[i].text, buf_view(&text), cases[i].right ? cases[i].text : "2026-11-22");
        buf_free(&text);
    }
}

static void dates_are_moved(void **state)
{
    static const struct {
        const char *from, *shift, *to; /* NULL: refused */
    } cases[] = {
        {"2026-11-22", "", "2026-11-22"},     {"2026-11-22", "-10y", "2016-11-22"},
        {"2026-11-22", "+1y", "2027-11-22"},  {"2026-11-22", "-18m", "2025-05-22"},
        {"2026-11-22", "-11m", "2025-12-22"}, {"2026-11-22", "-10m", "2026-01-22"},
        {"2026-11-22", "+2m", "2027-01-22"},  {"2026-11-22", "+30d", "2026-12-22"},
        {"2026-11-22", "-22d", "2026-10-31"}, {"2026-11-22", "-365d", "2025-11-22"},
        {"2024-03-01", "-1d", "2024-02-29"},  {"2023-03-01", "-1d", "2023-02-28"},
        {"2024-02-29", "-1y", "2023-02-28"},  {"2024-02-29", "-4y", "2020-02-29"},
        {"2026-08-31", "-6m", "2026-02-28"},  {"2026-11-22", "-0d", "2026-11-22"},
        {"0001-12-31", "-11m", "0001-01-31"}, {"0001-12-31", "-1y", NULL},
        {"0001-01-01", "-1d", NULL},          {"9999-12-31", "+1d", NULL},
        {"2026-11-22", "-999999y", NULL},     {"2026-11-22", "10y", NULL},
        {"2026-11-22", "-y", NULL},           {"2026-11-22", "-10", NULL},
        {"2026-11-22", "-10w", NULL},         {"2026-11-22", "- 10y", NULL},
        {"2026-11-22", "-1234567d", NULL},    {"2026-11-22", "-", NULL},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct audit_date date;
        struct buf text = {0};
        expect_true("from", audit_date_read(&date, str_of(cases[i].from)));
        bool moved = audit_date_shift(&date, str_of(cases[i].shift));
        expect_number(cases[i].shift, moved, cases[i].to != NULL);
        audit_date_add(&text, date);
        expect_text(cases[i].shift, buf_view(&text), moved ? cases[i].to : cases[i].from);
        buf_free(&text);
    }
}

/* What is wrong in a file, "line:column: text" each in a line. */
static const char *mistakes_of(const struct world *world, struct audit_rules *rules, struct str ini)
{
    struct audit_mistakes mistakes = {.arena = world->arena};
    struct buf all = {0};

    audit_rules_read(rules, &mistakes, ini, today);
    audit_mistakes_sort(&mistakes);
    for (size_t i = 0; i < mistakes.count; i++) {
        expect_printable("mistake", mistakes.items[i].text);
        buf_printf(&all, "%u:%u: %s\n", mistakes.items[i].line, mistakes.items[i].column,
                   mistakes.items[i].text);
    }
    const char *copy = arena_strndup(world->arena, buf_view(&all).p, all.n);
    buf_free(&all);
    return copy;
}

static void rules_are_read(void **state)
{
    const struct world *world = *state;
    struct audit_rules rules;
    static const char ini[] = "\xef\xbb\xbf; a remark\r\n"
                              "# another\n"
                              "\n"
                              "[one] ; of two\n"
                              "when = licensure:CJIS\n"
                              "  require = background_check:CJIS ; a remark behind\n"
                              "severity = error\n"
                              "message: It is\n"
                              " missing.\n"
                              "[Two.2_b-c]\n"
                              "forbid = \"he\" OR\n"
                              "   \"his\" OR\n"
                              "\n"
                              "   ; between\n"
                              "\t\"him\"\n"
                              "forbid.section = duties\n"
                              "forbid.section = summary\n"
                              "forbid.grade = -\n"
                              "message = Said of ${today-1y}\n"
                              "  and ${today}, $5 or ${.\n"
                              "severity = note\n"
                              "expand = yes\n"
                              "except = a/1, b/2 c/3\n"
                              "  ,d/4";

    expect_text("no mistake", str_of(mistakes_of(world, &rules, str_of(ini))), "");
    expect_number("rules", rules.count, 2);
    const struct audit_rule *one = &rules.rules[0], *two = &rules.rules[1];
    expect_text("name", one->name, "one");
    expect_number("line", one->line, 4);
    expect_text("when", one->queries[AUDIT_WHEN].shown, "licensure:CJIS");
    expect_text("indented key", one->queries[AUDIT_REQUIRE].text.text, "background_check:CJIS");
    expect_true("no forbid", one->queries[AUDIT_FORBID].shown.p == NULL);
    expect_text("colon", one->message.text, "It is missing.");
    expect_number("severity", one->severity, AUDIT_ERROR);
    expect_true("not expanded", !one->expand);
    expect_text("name", two->name, "Two.2_b-c");
    expect_text("several lines", two->queries[AUDIT_FORBID].text.text,
                "\"he\" OR \"his\" OR \"him\"");
    expect_text("filters", two->queries[AUDIT_FORBID].shown,
                "\"he\" OR \"his\" OR \"him\" [section = duties] [section = summary] [grade = -]");
    expect_text("dates", two->message.text, "Said of 2025-11-22 and 2026-11-22, $5 or ${.");
    expect_number("severity", two->severity, AUDIT_NOTE);
    expect_true("expanded", two->expand);
    expect_number("exceptions", two->exception_count, 4);
    expect_text("exception", two->exceptions[0], "a/1");
    expect_text("exception", two->exceptions[3], "d/4");
}

static void mistakes_are_all_told(void **state)
{
    static const struct {
        const char *name, *ini, *want;
    } cases[] = {
        {"empty", "", "1:0: there is no rule; one begins with its name, as in [name]\n"},
        {"remarks", "; a\n# b\n",
         "1:0: there is no rule; one begins with its name, as in [name]\n"},
        {"nothing asked", "[a]\nmessage = m\n",
         "1:0: [a] asks for nothing; add require = QUERY or forbid = QUERY\n"},
        {"when alone", "[a]\nwhen = x\nmessage = m\n",
         "1:0: [a] asks for nothing; add require = QUERY or forbid = QUERY\n"},
        {"both", "[a]\nrequire = x\nforbid = y\nmessage = m\n",
         "1:0: [a] has both require and forbid; make it two rules\n"},
        {"no message", "[a]\nrequire = x\n",
         "1:0: [a] does not say what is wrong; add message = ...\n"},
        {"names",
         "[a]\nrequire = x\nmessage = m\n[b]\nforbid = x\nmessage = m\n"
         "[a]\nforbid = y\nmessage = m\n",
         "7:0: the name [a] is taken by the rule in line 1; choose another\n"},
        {"unknown key", "[a]\nrequires = x\n  more\nrequire = x\nmessage = m\n",
         "2:0: unknown key 'requires'; there are when, require, forbid, message, severity, expand "
         "and except\n"},
        {"indented key", "[a]\n require = x\n requires = y\n message = m\n",
         "3:0: unknown key 'requires'; there are when, require, forbid, message, severity, expand "
         "and except\n"},
        {"twice", "[a]\nrequire = x\nrequire = y\n  z\nmessage = m\n",
         "3:0: 'require' is given twice in [a]\n"},
        {"no value", "[a]\nrequire =\nrequire = x ; good\nmessage = ; bad\n",
         "1:0: [a] does not say what is wrong; add message = ...\n"
         "2:0: nothing stands behind 'require ='\n"
         "4:0: nothing stands behind 'message ='\n"},
        {"no rule", "require = x\n[a]\nrequire = x\nmessage = m\n",
         "1:0: stands in no rule; begin one with its name, as in [name]\n"},
        {"no key", "[a]\nrequire = x\nmessage = m\nhello there\n",
         "4:0: neither [rule] nor key = value; the keys are when, require, forbid, message, "
         "severity, expand and except\n"},
        {"hidden key", "[a]\nrequire = x\nmessage = m\nseverity ;= note\n",
         "4:0: neither [rule] nor key = value; the keys are when, require, forbid, message, "
         "severity, expand and except\n"},
        {"goes on with nothing", "[a]\n  hello\nrequire = x\nmessage = m\n",
         "2:0: neither [rule] nor key = value; the keys are when, require, forbid, message, "
         "severity, expand and except\n"},
        {"brackets",
         "[a\nrequire = x\nmessage = m\n[b] c\nrequire = x\nmessage = m\n[]\n"
         "require = x\nmessage = m\n[a b]\nrequire = x\nmessage = m\n",
         "1:0: the name of a rule stands alone on its line, as in [a]\n"
         "4:0: the name of a rule stands alone on its line, as in [b]\n"
         "7:0: the name of a rule is made of letters, digits, '-', '_' and '.'\n"
         "10:0: the name of a rule is made of letters, digits, '-', '_' and '.'\n"},
        {"values", "[a]\nrequire = x\nmessage = m\nseverity = fatal\nexpand = maybe\n",
         "4:12: unknown severity 'fatal'; use error, warning or note\n"
         "5:10: expand takes yes or no, not 'maybe'\n"},
        {"filters",
         "[a]\nrequire.sections = duties\nforbid.agency = x\nmessage.x = y\nrequire = "
         "x\nmessage = m\n",
         "2:0: there is no filter 'sections'; use section, education, experience, modality, flsa, "
         "grade, series or revised\n"
         "3:0: there is no filter 'agency'; use section, education, experience, modality, flsa, "
         "grade, series or revised\n"
         "4:0: unknown key 'message.x'; there are when, require, forbid, message, severity, expand "
         "and except\n"},
        {"dates", "[a]\nrequire = \xc3\xa9 ${today-10} ${tomorrow} ${}\nmessage = m\n",
         "2:13: unknown date ${today-10}; write ${today}, ${today-10y}, ${today-18m} or "
         "${today+30d}\n"
         "2:25: unknown date ${tomorrow}; write ${today}, ${today-10y}, ${today-18m} or "
         "${today+30d}\n"
         "2:37: unknown date ${}; write ${today}, ${today-10y}, ${today-18m} or ${today+30d}\n"},
        {"codes",
         "[a]\nwhen = ${code}\nrequire = ${code}\nrequire.grade = ${code}\nmessage = ${code}\n",
         "2:8: ${code} stands in the query of 'require' or 'forbid' alone\n"
         "4:17: ${code} stands in the query of 'require' or 'forbid' alone\n"
         "5:11: ${code} stands in the query of 'require' or 'forbid' alone\n"},
        {"encoding", "[a]\nrequire = \xff\nmessage = m\nforbid = x\n",
         "2:0: not valid UTF-8; save it as UTF-8\n"},
        {"control", "[a]\nrequire = x\nmessage = m\nsever\x1b[31mity = note\n",
         "4:0: unknown key 'sever?[31mity'; there are when, require, forbid, message, severity, "
         "expand and except\n"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct audit_rules rules;
        expect_text(cases[i].name, str_of(mistakes_of(world, &rules, str_of(cases[i].ini))),
                    cases[i].want);
    }
}

static void long_lines_are_refused(void **state)
{
    const struct world *world = *state;
    enum { MOST = 197 }; /* as specsearch-audit(5) says */

    for (size_t n = MOST - 1; n <= MOST + 1; n++) {
        struct audit_rules rules;
        struct buf ini = {0};
        buf_text(&ini, "[a]\nmessage = m\nrequire = ");
        for (size_t i = strlen("require = "); i < n; i++)
            buf_char(&ini, 'x');
        buf_text(&ini, "\n ");
        for (size_t i = 0; i < n; i++)
            buf_char(&ini, 'y');
        const char *got = mistakes_of(world, &rules, buf_view(&ini));
        if (n <= MOST) {
            expect_text("fits", str_of(got), "");
            expect_number("fits", rules.rules[0].queries[AUDIT_REQUIRE].text.text.n,
                          n - strlen("require = ") + 1 + n);
        } else {
            expect_true("too long",
                        strstr(got, "3:0: longer than 197 bytes; go on in a line") != NULL);
            expect_true("too long",
                        strstr(got, "4:0: longer than 197 bytes; go on in a line") != NULL);
        }
        buf_free(&ini);
    }
}

/* Files that are nearly right: whatever happens to one, it is read to its end, and each value knows
 * where it stands. */
static void spoilt_files_are_read(void **state)
{
    static const char whole[] =
        "[one]\nwhen = a ${today-1y} b\n  goes on\nrequire.section = duties\n"
        "message = m ; remark\nseverity = note\nexcept = a/1, b/2\n"
        "\n# remark\n[two]\nforbid: \xc3\xa9 = x\nmessage = n\n";
    static const char bits[] = "[]=:;# \n\t\r${}-.x\xff\xc3\0";
    const struct world *world = *state;
    struct support_random random = random_start("spoilt rules");

    for (int round = 0; round < 3000; round++) {
        char ini[sizeof whole - 1];
        struct audit_rules rules;
        memcpy(ini, whole, sizeof ini);
        for (uint32_t n = random_below(&random, 6); n > 0; n--)
            ini[random_below(&random, sizeof ini)] = bits[random_below(&random, sizeof bits)];
        struct str text = {ini, random_below(&random, sizeof ini + 1)};
        mistakes_of(world, &rules, text);
        for (size_t i = 0; i < rules.count; i++) {
            const struct audit_query *when = &rules.rules[i].queries[AUDIT_WHEN];
            if (when->shown.p == NULL)
                continue;
            struct audit_place place = audit_query_place(when);
            expect_true("line", place.line > rules.rules[i].line && place.line <= 14);
            expect_true("column", place.column > 0);
            expect_true("UTF-8", when->shown.n > 0);
        }
        arena_clear(world->arena);
    }
}

static void files_are_limited(void **state)
{
    const struct world *world = *state;
    struct audit_rules rules;
    struct buf ini = {0};

    buf_text(&ini, "[a]\nmessage = m\nrequire = x");
    for (size_t i = 1; i < 4096 / 2; i++) /* 4095 bytes, with the blanks */
        buf_text(&ini, "\n x");
    expect_text("fits", str_of(mistakes_of(world, &rules, buf_view(&ini))), "");
    buf_text(&ini, "\n y\n z");
    expect_text("too long", str_of(mistakes_of(world, &rules, buf_view(&ini))),
                "3:0: the value is longer than 4096 bytes; make it several rules\n");
    buf_free(&ini);
    for (size_t i = 0; i < 1001; i++) {
        if (i == 1000)
            expect_text("1000", str_of(mistakes_of(world, &rules, buf_view(&ini))), "");
        buf_printf(&ini, "[r%zu]\nrequire = x\nmessage = m\n", i);
    }
    expect_text("1001", str_of(mistakes_of(world, &rules, buf_view(&ini))),
                "3001:0: more than 1000 rules; make it several files\n");
    buf_free(&ini);
}

static void positions_lead_into_the_file(void **state)
{
    const struct world *world = *state;
    struct audit_rules rules;
    static const char ini[] = "[a]\n"
                              "message = m\n"
                              "require = \xc3\xa9t\xc3\xa9 ${today-10y}..x\n"
                              "\tgoes on\n";
    static const struct {
        int position;
        unsigned line, column;
    } cases[] = {
        {0, 3, 11},  {1, 3, 11},  {4, 3, 14}, {5, 3, 15}, {14, 3, 15}, {15, 3, 27},
        {17, 3, 29}, {18, 3, 30}, {19, 4, 2}, {22, 4, 5}, {25, 4, 8},
    };

    expect_text("no mistake", str_of(mistakes_of(world, &rules, str_of(ini))), "");
    const struct audit_value *value = &rules.rules[0].queries[AUDIT_REQUIRE].text;
    expect_text("text", value->text, "\xc3\xa9t\xc3\xa9 2016-11-22..x goes on");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct audit_place place = audit_value_place(value, cases[i].position);
        char label[32];
        snprintf(label, sizeof label, "position %d", cases[i].position);
        expect_number(label, place.line, cases[i].line);
        expect_number(label, place.column, cases[i].column);
    }
}

static void codes_are_put_in(void **state)
{
    const struct world *world = *state;
    struct audit_rules rules;
    static const char ini[] = "[a]\n"
                              "message = m\n"
                              "require = \xc3\xa9 \"${code}\" x\n"
                              "\t${code} y\n"
                              "[b]\n"
                              "message = m\n"
                              "require = $code {code}\n";
    static const struct {
        int position;
        unsigned line, column;
    } cases[] = {{1, 3, 11},  {3, 3, 13}, {4, 3, 14}, {7, 3, 14}, {8, 3, 21},
                 {10, 3, 23}, {12, 4, 2}, {15, 4, 2}, {17, 4, 10}};

    expect_text("no mistake", str_of(mistakes_of(world, &rules, str_of(ini))), "");
    const struct audit_value *value = &rules.rules[0].queries[AUDIT_REQUIRE].text;
    expect_true("has a code", audit_value_has_code(value));
    struct audit_value filled = audit_value_of_class(value,
                                                     STR("A\"\xc3\xa9"
                                                         "1"),
                                                     world->arena);
    expect_text("text", filled.text,
                "\xc3\xa9 \"A \xc3\xa9"
                "1\" x A \xc3\xa9"
                "1 y");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct audit_place place = audit_value_place(&filled, cases[i].position);
        char label[32];
        snprintf(label, sizeof label, "position %d", cases[i].position);
        expect_number(label, place.line, cases[i].line);
        expect_number(label, place.column, cases[i].column);
    }
    expect_true("has none", !audit_value_has_code(&rules.rules[1].queries[AUDIT_REQUIRE].text));
}

static void xml_is_escaped(void **state)
{
    static const struct {
        struct str text;
        const char *want;
    } cases[] = {
        {BYTES("plain"), "plain"},
        {BYTES("<a href=\"x\">&amp;'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;amp;'&lt;/a&gt;"},
        {BYTES("]]>"), "]]&gt;"},
        {BYTES("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d"},
        {BYTES("\0\x01\x1b\x7f"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {BYTES("\xc2\x85\xe2\x80\xae"), "\xef\xbf\xbd\xef\xbf\xbd"},
        {BYTES("\xef\xbf\xbe\xef\xbf\xbf"), "\xef\xbf\xbd\xef\xbf\xbd"},
        {BYTES("\xff\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {BYTES("\xc3\xa9 \xf0\x9f\x98\x80"), "\xc3\xa9 \xf0\x9f\x98\x80"},
        {BYTES(""), ""},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = {0};
        xml_text(&out, cases[i].text);
        expect_text(cases[i].want, buf_view(&out), cases[i].want);
        buf_free(&out);
    }
}

/* A report: the rule [first] finds a/1 of three classes and a/2 is excepted, the note [second]
 * finds a/1, and [third] is for no class. */
struct made {
    struct audit_rules rules;
    struct audit_class items[3];
    struct audit_classes scope, none;
    const struct audit_class *findings[1], *excepted[1];
    struct audit_outcome outcomes[3];
    struct audit_report report;
};

static void make_report(struct made *made, const struct world *world)
{
    static const char ini[] = "[first]\nwhen = \"a\" <b>\nrequire = c\nmessage = M & \"m\"\n"
                              "severity = error\nexcept = a/2\n"
                              "[second]\nforbid = d\nmessage = N\nseverity = note\n"
                              "[third]\nwhen = x\nforbid = d\nmessage = N\n";

    expect_text("no mistake", str_of(mistakes_of(world, &made->rules, str_of(ini))), "");
    const struct audit_class items[] = {
        {STR("a/1"), STR("Clerk \x1b <I>"), STR("C=1"), STR("Alder, County"),
         STR("top/a b#\xc3\xa9.txt"), STR("DUTIES"), 3, 12, -1},
        {STR("a/2"),
         STR("=cmd"),
         {NULL, 0},
         STR("Alder, County"),
         STR("top/2.pdf"),
         {NULL, 0},
         0,
         7,
         2},
        {STR("b/3"), STR("Clerk III"), STR("3"), STR("Birch"), STR("top/3.txt"), STR("D"), 1, 1,
         -1},
    };
    memcpy(made->items, items, sizeof items);
    made->scope = (struct audit_classes){made->items, 3};
    made->none = (struct audit_classes){NULL, 0};
    made->findings[0] = &made->items[0];
    made->excepted[0] = &made->items[1];
    made->outcomes[0] = (struct audit_outcome){
        &made->rules.rules[0], &made->scope, made->findings, made->excepted, 1, 1};
    made->outcomes[1] =
        (struct audit_outcome){&made->rules.rules[1], &made->scope, made->findings, NULL, 1, 0};
    made->outcomes[2] =
        (struct audit_outcome){&made->rules.rules[2], &made->none, NULL, NULL, 0, 0};
    static const struct option_list all_agencies = {0};
    made->report = (struct audit_report){.file = STR("r&d.ini"),
                                         .agencies = &all_agencies,
                                         .today = STR("2026-11-22"),
                                         .generation = STR("000007"),
                                         .classes = 3,
                                         .outcomes = made->outcomes,
                                         .count = 3,
                                         .findings = {1, 0, 1},
                                         .excepted = 1,
                                         .classes_found = 1};
}

static void reports_are_written_for_people(void **state)
{
    const struct world *world = *state;
    struct output out = {.fd = -1, .width = 80};
    struct made made;

    make_report(&made, world);
    audit_report_text(&out, &made.report);
    expect_text("text", buf_view(&out.pending),
                "r&d.ini as of 2026-11-22: 3 rules, 3 classes, generation 000007\n"
                "\n"
                "[first] error: M & \"m\"\n"
                "  top/a b#\xc3\xa9.txt:12  Clerk \xef\xbf\xbd <I> (C=1), Alder, County  a/1\n"
                "  1 of 3 classes, 1 excepted\n"
                "\n"
                "[second] note: N\n"
                "  top/a b#\xc3\xa9.txt:12  Clerk \xef\xbf\xbd <I> (C=1), Alder, County  a/1\n"
                "  1 of 3 classes\n"
                "\n"
                "[third] says nothing: 0 classes\n"
                "\n"
                "1 error, 0 warnings, 1 note in 1 class; 1 excepted\n");
    output_free(&out);
    audit_report_csv(&out, &made.report);
    expect_text("csv", buf_view(&out.pending),
                "rule,severity,message,class_id,title,code,agency,ordinal,heading,source,line,page"
                "\r\n"
                "first,error,\"M & \"\"m\"\"\",a/1,Clerk \xef\xbf\xbd <I>,C=1,\"Alder, County\",3,"
                "DUTIES,top/a b#\xc3\xa9.txt,12,\r\n"
                "second,note,N,a/1,Clerk \xef\xbf\xbd <I>,C=1,\"Alder, County\",3,"
                "DUTIES,top/a b#\xc3\xa9.txt,12,\r\n");
    output_free(&out);
}

static void reports_are_written_as_junit(void **state)
{
    const struct world *world = *state;
    struct output out = {.fd = -1, .width = 80};
    struct made made;

    make_report(&made, world);
    audit_report_junit(&out, &made.report);
    buf_char(&out.pending, '\0');
    const char *const wanted[] = {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"r&amp;d.ini\" tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"1\">\n"
        "  <testsuite name=\"first\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">\n",
        "<property name=\"when\" value=\"&quot;a&quot; &lt;b&gt;\"/>\n",
        "    <testcase classname=\"first\" name=\"a/1: Clerk \xef\xbf\xbd &lt;I&gt;\" "
        "file=\"top/a b#\xc3\xa9.txt\">\n"
        "      <failure message=\"M &amp; &quot;m&quot;\" type=\"error\">"
        "top/a b#\xc3\xa9.txt:12</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"first\" name=\"a/2: =cmd\" file=\"top/2.pdf\">\n"
        "      <skipped message=\"excepted in the rules\"/>\n"
        "    </testcase>\n"
        "    <testcase classname=\"first\" name=\"b/3: Clerk III\" file=\"top/3.txt\"/>\n"
        "  </testsuite>\n",
        "  <testsuite name=\"second\" tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"0\">\n",
        "      <system-out>top/a b#\xc3\xa9.txt:12: N</system-out>\n",
        "  <testsuite name=\"third\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\">\n",
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (strstr(out.pending.p, wanted[i]) == NULL)
            expect_text("junit", buf_view(&out.pending), wanted[i]);
    output_free(&out);
}

static const char *text_at(json_t *value, const char *name)
{
    return json_string_value(json_object_get(value, name));
}

static void reports_are_written_as_json(void **state)
{
    const struct world *world = *state;
    struct output out = {.fd = -1, .width = 80};
    struct made made;
    struct err err;

    make_report(&made, world);
    expect_ok("json", audit_report_json(&out, &made.report, &err), &err);
    json_t *root = json_loadb(out.pending.p, out.pending.n, 0, NULL);
    json_t *rules = json_object_get(root, "rules"), *first = json_array_get(rules, 0);
    json_t *finding = json_array_get(json_object_get(first, "findings"), 0);
    expect_number("rules", json_array_size(rules), 3);
    expect_text("today", str_of(text_at(root, "today")), "2026-11-22");
    expect_text("generation", str_of(text_at(root, "generation")), "000007");
    expect_text("when", str_of(text_at(first, "when")), "\"a\" <b>");
    expect_true("forbid", json_is_null(json_object_get(first, "forbid")));
    expect_number("classes", json_integer_value(json_object_get(first, "classes")), 3);
    expect_text("title", str_of(text_at(json_object_get(finding, "class"), "title")),
                "Clerk \x1b <I>");
    expect_true("page", json_is_null(json_object_get(json_object_get(finding, "section"), "page")));
    expect_number("excepted", json_array_size(json_object_get(first, "excepted")), 1);
    json_decref(root);
    output_free(&out);
}

static void reports_are_written_as_sarif(void **state)
{
    const struct world *world = *state;
    struct output out = {.fd = -1, .width = 80};
    struct made made;
    struct err err;

    make_report(&made, world);
    expect_ok("sarif", audit_report_sarif(&out, &made.report, &err), &err);
    json_t *root = json_loadb(out.pending.p, out.pending.n, 0, NULL);
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *results = json_object_get(run, "results");
    expect_text("version", str_of(text_at(root, "version")), "2.1.0");
    expect_number("results", json_array_size(results), 3);
    static const struct {
        const char *rule, *level, *uri, *text;
        int line;
        size_t suppressions;
    } wanted[] = {
        {"first", "error", "top/a%20b%23%C3%A9.txt", "Clerk \x1b <I>: M & \"m\"", 12, 0},
        {"first", "error", "top/2.pdf", "=cmd: M & \"m\"", 7, 1},
        {"second", "note", "top/a%20b%23%C3%A9.txt", "Clerk \x1b <I>: N", 12, 0},
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        json_t *result = json_array_get(results, i), *place, *message;
        int line = 0;
        const char *uri = NULL;
        expect_text("rule", str_of(text_at(result, "ruleId")), wanted[i].rule);
        expect_text("level", str_of(text_at(result, "level")), wanted[i].level);
        message = json_object_get(result, "message");
        expect_text("message", str_of(text_at(message, "text")), wanted[i].text);
        place = json_array_get(json_object_get(result, "locations"), 0);
        expect_number("place",
                      json_unpack(place, "{s:{s:{s:s}, s:{s:i}}}", "physicalLocation",
                                  "artifactLocation", "uri", &uri, "region", "startLine", &line),
                      0);
        expect_text("uri", str_of(uri), wanted[i].uri);
        expect_number("line", line, wanted[i].line);
        expect_number("suppressions", json_array_size(json_object_get(result, "suppressions")),
                      wanted[i].suppressions);
    }
    json_decref(root);
    output_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(dates_are_moved),
        world_test(rules_are_read),
        world_test(mistakes_are_all_told),
        world_test(long_lines_are_refused),
        world_test(spoilt_files_are_read),
        world_test(files_are_limited),
        world_test(positions_lead_into_the_file),
        world_test(codes_are_put_in),
        cmocka_unit_test(xml_is_escaped),
        world_test(reports_are_written_for_people),
        world_test(reports_are_written_as_junit),
        world_test(reports_are_written_as_json),
        world_test(reports_are_written_as_sarif),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
