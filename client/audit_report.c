#include "client/audit_report.h"

#include <stdio.h>

#include "client/rows.h"

enum { INDENT = 2 };

static void print_quantity(struct output *out, size_t number, const char *one, const char *more)
{
    output_printf(out, "%zu %s", number, number == 1 ? one : more);
}

static void print_head(struct output *out, const struct audit_outcome *outcome)
{
    const struct audit_rule *rule = outcome->rule;

    output_raw(out, STR("\n["));
    output_set_style(out, OUTPUT_TITLE);
    output_text(out, rule->name);
    output_set_style(out, OUTPUT_PLAIN);
    output_raw(out, STR("] "));
    output_set_style(out, rule->severity == AUDIT_NOTE ? OUTPUT_PLAIN : OUTPUT_MATCH);
    output_raw(out, str_of(audit_severity_name(rule->severity)));
    output_set_style(out, OUTPUT_PLAIN);
    output_raw(out, STR(": "));
    output_text(out, rule->message.text);
    output_char(out, '\n');
}

static void print_class(struct output *out, const struct audit_class *class)
{
    output_spaces(out, INDENT);
    output_text(out, class->source);
    output_printf(out, ":%lld", class->line);
    if (class->page >= 0)
        output_printf(out, " (page %lld)", class->page);
    output_spaces(out, INDENT);
    output_text(out, class->title);
    if (class->code.p != NULL) {
        output_raw(out, STR(" ("));
        output_text(out, class->code);
        output_char(out, ')');
    }
    output_raw(out, STR(", "));
    output_text(out, class->agency);
    output_set_style(out, OUTPUT_FAINT);
    output_spaces(out, INDENT);
    output_text(out, class->id);
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
}

static void print_outcome(struct output *out, const struct audit_outcome *outcome)
{
    if (outcome->finding_count == 0) {
        output_raw(out, STR("\n["));
        output_text(out, outcome->rule->name);
        output_raw(out, STR("] "));
        output_raw(out, outcome->scope->count > 0 ? STR("ok: ") : STR("says nothing: "));
    } else {
        print_head(out, outcome);
        for (size_t i = 0; i < outcome->finding_count; i++)
            print_class(out, outcome->findings[i]);
        output_spaces(out, INDENT);
        output_printf(out, "%zu of ", outcome->finding_count);
    }
    print_quantity(out, outcome->scope->count, "class", "classes");
    if (outcome->excepted_count > 0)
        output_printf(out, ", %zu excepted", outcome->excepted_count);
    output_char(out, '\n');
}

void audit_report_text(struct output *out, const struct audit_report *report)
{
    output_text(out, report->file);
    output_raw(out, STR(" as of "));
    output_text(out, report->today);
    output_raw(out, STR(": "));
    print_quantity(out, report->count, "rule", "rules");
    output_raw(out, STR(", "));
    print_quantity(out, report->classes, "class", "classes");
    for (size_t i = 0; i < report->agencies->count; i++) {
        output_raw(out, i == 0 ? STR(" of ") : STR(" or "));
        output_text(out, str_of(report->agencies->items[i]));
    }
    output_raw(out, STR(", generation "));
    output_text(out, report->generation);
    output_char(out, '\n');
    for (size_t i = 0; i < report->count; i++)
        print_outcome(out, &report->outcomes[i]);
    output_char(out, '\n');
    print_quantity(out, report->findings[AUDIT_ERROR], "error", "errors");
    output_raw(out, STR(", "));
    print_quantity(out, report->findings[AUDIT_WARNING], "warning", "warnings");
    output_raw(out, STR(", "));
    print_quantity(out, report->findings[AUDIT_NOTE], "note", "notes");
    output_raw(out, STR(" in "));
    print_quantity(out, report->classes_found, "class", "classes");
    output_printf(out, "; %zu excepted\n", report->excepted);
}

static struct str number_text(char (*text)[32], long long number)
{
    snprintf(*text, sizeof *text, "%lld", number);
    return number < 0 ? STR("") : str_of(*text);
}

static void write_row(struct output *out, const struct audit_rule *rule,
                      const struct audit_class *class)
{
    char ordinal[32], line[32], page[32];
    const struct str cells[] = {
        rule->name,
        str_of(audit_severity_name(rule->severity)),
        rule->message.text,
        class->id,
        class->title,
        class->code,
        class->agency,
        number_text(&ordinal, class->ordinal),
        class->heading,
        class->source,
        number_text(&line, class->line),
        number_text(&page, class->page),
    };

    rows_write_cells(out, ROWS_CSV, cells, sizeof cells / sizeof *cells);
}

void audit_report_csv(struct output *out, const struct audit_report *report)
{
    const struct str names[] = {
        STR("rule"),   STR("severity"), STR("message"), STR("class_id"), STR("title"), STR("code"),
        STR("agency"), STR("ordinal"),  STR("heading"), STR("source"),   STR("line"),  STR("page"),
    };

    rows_write_cells(out, ROWS_CSV, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < report->count; i++)
        for (size_t k = 0; k < report->outcomes[i].finding_count; k++)
            write_row(out, report->outcomes[i].rule, report->outcomes[i].findings[k]);
}
