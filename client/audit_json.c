/* Reports as JSON: our own, and SARIF 2.1.0 (OASIS standard, 27 March 2020). */

#include <jansson.h>
#include <stdlib.h>

#include "client/audit_report.h"
#include "client/fetch.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static json_t *text_json(struct str text)
{
    return text.p != NULL ? json_stringn(text.p, text.n) : json_null();
}

static json_t *count_json(size_t count)
{
    return json_integer((json_int_t)count);
}

static json_t *number_json(long long number)
{
    return number >= 0 ? json_integer(number) : json_null();
}

/* Writes the object and drops it. */
static enum err_code print_json(struct output *out, json_t *object, struct err *err)
{
    char *text = object != NULL ? json_dumps(object, JSON_INDENT(2)) : NULL;

    json_decref(object);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "the report cannot be put into JSON");
    output_json(out, str_of(text));
    free(text);
    return ERR_OK;
}

static json_t *finding_json(const struct audit_class *class)
{
    return json_pack("{s:{s:o, s:o, s:o, s:o}, s:{s:o, s:o, s:o, s:o}, s:o}", "class", "id",
                     text_json(class->id), "title", text_json(class->title), "code",
                     text_json(class->code), "agency", text_json(class->agency), "section",
                     "ordinal", number_json(class->ordinal), "heading", text_json(class->heading),
                     "line", number_json(class->line), "page", number_json(class->page), "source",
                     text_json(class->source));
}

static json_t *findings_json(const struct audit_class *const *classes, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, finding_json(classes[i]));
    return array;
}

static json_t *rule_json(const struct audit_outcome *outcome)
{
    const struct audit_rule *rule = outcome->rule;

    return json_pack("{s:o, s:i, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "name",
                     text_json(rule->name), "line", (int)rule->line, "severity",
                     audit_severity_name(rule->severity), "message", text_json(rule->message.text),
                     "when", text_json(rule->queries[AUDIT_WHEN].shown), "require",
                     text_json(rule->queries[AUDIT_REQUIRE].shown), "forbid",
                     text_json(rule->queries[AUDIT_FORBID].shown), "expand", rule->expand,
                     "classes", count_json(outcome->scope->count), "findings",
                     findings_json(outcome->findings, outcome->finding_count), "excepted",
                     findings_json(outcome->excepted, outcome->excepted_count));
}

enum err_code audit_report_json(struct output *out, const struct audit_report *report,
                                struct err *err)
{
    json_t *rules = json_array();

    for (size_t i = 0; i < report->count; i++)
        json_array_append_new(rules, rule_json(&report->outcomes[i]));
    return print_json(out,
                      json_pack("{s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o, s:o, s:o}, s:o}", "file",
                                text_json(report->file), "today", text_json(report->today),
                                "generation", text_json(report->generation), "classes",
                                count_json(report->classes), "total", "errors",
                                count_json(report->findings[AUDIT_ERROR]), "warnings",
                                count_json(report->findings[AUDIT_WARNING]), "notes",
                                count_json(report->findings[AUDIT_NOTE]), "excepted",
                                count_json(report->excepted), "classes",
                                count_json(report->classes_found), "rules", rules),
                      err);
}

static json_t *sarif_rule(const struct audit_rule *rule)
{
    json_t *queries = json_object();

    if (rule->queries[AUDIT_WHEN].shown.p != NULL)
        json_object_set_new(queries, "when", text_json(rule->queries[AUDIT_WHEN].shown));
    if (rule->queries[AUDIT_REQUIRE].shown.p != NULL)
        json_object_set_new(queries, "require", text_json(rule->queries[AUDIT_REQUIRE].shown));
    if (rule->queries[AUDIT_FORBID].shown.p != NULL)
        json_object_set_new(queries, "forbid", text_json(rule->queries[AUDIT_FORBID].shown));
    return json_pack("{s:o, s:{s:o}, s:{s:s}, s:o}", "id", text_json(rule->name),
                     "shortDescription", "text", text_json(rule->message.text),
                     "defaultConfiguration", "level", audit_severity_name(rule->severity),
                     "properties", queries);
}

/* The severities are the names of SARIF's levels. The path of a source is a relative reference. */
static json_t *sarif_result(const struct audit_rule *rule, size_t index,
                            const struct audit_class *class, bool excepted)
{
    struct str message = rule->message.text;
    struct buf text = {0}, uri = {0}, key = {0};
    json_t *suppressions = json_array();

    buf_printf(&text, "%.*s: %.*s", (int)class->title.n, class->title.p, (int)message.n, message.p);
    fetch_encode(&uri, class->source, true);
    buf_printf(&key, "%.*s %.*s", (int)rule->name.n, rule->name.p, (int)class->id.n, class->id.p);
    if (excepted)
        json_array_append_new(suppressions, json_pack("{s:s}", "kind", "external"));
    json_t *result = json_pack(
        "{s:o, s:o, s:s, s:{s:o}, s:[{s:{s:{s:o}, s:{s:I}}, s:[{s:o, s:o}]}], s:{s:o}, s:o}",
        "ruleId", text_json(rule->name), "ruleIndex", count_json(index), "level",
        audit_severity_name(rule->severity), "message", "text", text_json(buf_view(&text)),
        "locations", "physicalLocation", "artifactLocation", "uri", text_json(buf_view(&uri)),
        "region", "startLine", (json_int_t)(class->line > 0 ? class->line : 1), "logicalLocations",
        "name", text_json(class->title), "fullyQualifiedName", text_json(class->id),
        "partialFingerprints", "ruleAndClass/v1", text_json(buf_view(&key)), "suppressions",
        suppressions);
    if (class->page >= 0)
        json_object_set_new(result, "properties",
                            json_pack("{s:I}", "page", (json_int_t) class->page));
    buf_free(&text);
    buf_free(&uri);
    buf_free(&key);
    return result;
}

enum err_code audit_report_sarif(struct output *out, const struct audit_report *report,
                                 struct err *err)
{
    json_t *rules = json_array(), *results = json_array();

    for (size_t i = 0; i < report->count; i++) {
        const struct audit_outcome *outcome = &report->outcomes[i];
        json_array_append_new(rules, sarif_rule(outcome->rule));
        for (size_t k = 0; k < outcome->finding_count; k++)
            json_array_append_new(results,
                                  sarif_result(outcome->rule, i, outcome->findings[k], false));
        for (size_t k = 0; k < outcome->excepted_count; k++)
            json_array_append_new(results,
                                  sarif_result(outcome->rule, i, outcome->excepted[k], true));
    }
    return print_json(
        out,
        json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:o, s:s, s:{s:o, s:o, s:o}}]}", "$schema",
                  SARIF_SCHEMA, "version", "2.1.0", "runs", "tool", "driver", "name", "specsearch",
                  "version", SPECSEARCH_VERSION, "rules", rules, "results", results, "columnKind",
                  "unicodeCodePoints", "properties", "rulesFile", text_json(report->file), "today",
                  text_json(report->today), "generation", text_json(report->generation)),
        err);
}
