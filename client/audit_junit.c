/* Reports in JUnit's XML, as Jenkins and GitLab read it. */

#include "base/xml.h"
#include "client/audit_report.h"

static void add_attribute(struct output *out, const char *name, struct str value)
{
    output_printf(out, " %s=\"", name);
    xml_text(&out->pending, value);
    output_raw(out, STR("\""));
}

static void add_place(struct output *out, const struct audit_class *class)
{
    xml_text(&out->pending, class->source);
    output_printf(out, ":%lld", class->line);
    if (class->page >= 0)
        output_printf(out, " (page %lld)", class->page);
}

enum fate { PASSED, FOUND, EXCEPTED };

static void add_fate(struct output *out, const struct audit_rule *rule,
                     const struct audit_class *class, enum fate fate)
{
    if (fate == EXCEPTED) {
        output_raw(out, STR("      <skipped message=\"excepted in the rules\"/>\n"));
    } else if (rule->severity == AUDIT_NOTE) {
        output_raw(out, STR("      <system-out>"));
        add_place(out, class);
        output_raw(out, STR(": "));
        xml_text(&out->pending, rule->message.text);
        output_raw(out, STR("</system-out>\n"));
    } else {
        output_raw(out, STR("      <failure"));
        add_attribute(out, "message", rule->message.text);
        add_attribute(out, "type", str_of(audit_severity_name(rule->severity)));
        output_char(out, '>');
        add_place(out, class);
        output_raw(out, STR("</failure>\n"));
    }
}

/* `class` is of the scope, or, if something was found, as that cites it. */
static void add_case(struct output *out, const struct audit_rule *rule,
                     const struct audit_class *class, enum fate fate)
{
    struct buf name = {0};

    buf_str(&name, class->id);
    buf_text(&name, ": ");
    buf_str(&name, class->title);
    output_raw(out, STR("    <testcase"));
    add_attribute(out, "classname", rule->name);
    add_attribute(out, "name", buf_view(&name));
    add_attribute(out, "file", class->source);
    output_raw(out, fate == PASSED ? STR("/>\n") : STR(">\n"));
    buf_free(&name);
    if (fate == PASSED)
        return;
    add_fate(out, rule, class, fate);
    output_raw(out, STR("    </testcase>\n"));
}

static size_t failures_of(const struct audit_outcome *outcome)
{
    return outcome->rule->severity == AUDIT_NOTE ? 0 : outcome->finding_count;
}

static void add_counts(struct output *out, size_t tests, size_t failures, size_t skipped)
{
    output_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n", tests,
                  failures, skipped);
}

static void add_property(struct output *out, const char *name, struct str value)
{
    if (value.p == NULL)
        return;
    output_raw(out, STR("      <property"));
    add_attribute(out, "name", str_of(name));
    add_attribute(out, "value", value);
    output_raw(out, STR("/>\n"));
}

static bool is_next(const struct audit_class *const *classes, size_t count, size_t at,
                    const struct audit_class *class)
{
    return at < count && str_eq(classes[at]->id, class->id);
}

static void add_suite(struct output *out, const struct audit_report *report,
                      const struct audit_outcome *outcome)
{
    const struct audit_rule *rule = outcome->rule;
    size_t found = 0, excepted = 0;

    output_raw(out, STR("  <testsuite"));
    add_attribute(out, "name", rule->name);
    add_counts(out, outcome->scope->count, failures_of(outcome), outcome->excepted_count);
    output_raw(out, STR("    <properties>\n"));
    add_property(out, "message", rule->message.text);
    add_property(out, "when", rule->queries[AUDIT_WHEN].shown);
    add_property(out, "require", rule->queries[AUDIT_REQUIRE].shown);
    add_property(out, "forbid", rule->queries[AUDIT_FORBID].shown);
    add_property(out, "today", report->today);
    add_property(out, "generation", report->generation);
    output_raw(out, STR("    </properties>\n"));
    /* All three are in the order of IDs. */
    for (size_t i = 0; i < outcome->scope->count; i++) {
        const struct audit_class *class = &outcome->scope->items[i];
        if (is_next(outcome->findings, outcome->finding_count, found, class))
            add_case(out, rule, outcome->findings[found++], FOUND);
        else if (is_next(outcome->excepted, outcome->excepted_count, excepted, class))
            add_case(out, rule, outcome->excepted[excepted++], EXCEPTED);
        else
            add_case(out, rule, class, PASSED);
    }
    output_raw(out, STR("  </testsuite>\n"));
}

void audit_report_junit(struct output *out, const struct audit_report *report)
{
    size_t tests = 0;

    for (size_t i = 0; i < report->count; i++)
        tests += report->outcomes[i].scope->count;
    output_raw(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"));
    add_attribute(out, "name", report->file);
    add_counts(out, tests, report->findings[AUDIT_ERROR] + report->findings[AUDIT_WARNING],
               report->excepted);
    for (size_t i = 0; i < report->count; i++)
        add_suite(out, report, &report->outcomes[i]);
    output_raw(out, STR("</testsuites>\n"));
}
