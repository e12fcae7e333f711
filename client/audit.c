#include "client/audit.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "client/audit_matrix.h"
#include "client/audit_report.h"
#include "client/save.h"

enum { FILE_MOST = 1 << 20, ATTEMPTS = 2 };

enum audit_format {
    FORMAT_TEXT,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_JUNIT,
    FORMAT_SARIF,
    FORMAT_COUNT
};

static const char *const formats[FORMAT_COUNT] = {[FORMAT_TEXT] = "text",
                                                  [FORMAT_CSV] = "csv",
                                                  [FORMAT_JSON] = "json",
                                                  [FORMAT_JUNIT] = "junit",
                                                  [FORMAT_SARIF] = "sarif"};

struct audit_request {
    const char *file, *output, *today_text;
    struct option_list agencies;
    bool as_matrix; /* in place of the format */
    enum matrix_format matrix_format;
    struct option_choice format;
    struct audit_date today;
};

static const struct command_help audit_help = {
    .text.usage = "specsearch audit [options] RULES",
    .text.summary =
        "Holds the rules of a file against all classes; specsearch-audit(5) says what may\n"
        "stand in it. A finding is a class that a rule speaks of and that does not have what\n"
        "the rule requires, or has what it forbids. Exit status: 0 no finding but notes,\n"
        "1 an error or a warning was found, 2 something went wrong, and nothing is said of\n"
        "the classes.",
    .operand = COMMAND_FILE,
    .text.examples =
        "  specsearch audit corpus/audit.ini\n"
        "  specsearch audit -a port-ferris -f csv rules.ini > findings.csv\n"
        "  specsearch audit -f sarif -o findings.sarif rules.ini\n"
        "  specsearch audit --today 2026-11-22 rules.ini     (says the same tomorrow)\n",
};

static enum err_code check(struct audit_request *request, int operands, struct err *err)
{
    if (operands != 1)
        return err_set(err, ERR_USAGE,
                       "audit wants one file of rules, such as: specsearch audit rules.ini; see "
                       "specsearch audit --help");
    request->today = audit_date_today();
    if (request->today_text != NULL &&
        !audit_date_read(&request->today, str_of(request->today_text)))
        return err_set(err, ERR_USAGE, "--today takes a date such as 2026-11-22, not '%s'",
                       request->today_text);
    return ERR_OK;
}

static enum err_code parse(struct audit_request *request, bool *answered, struct command_line *line,
                           struct err *err)
{
    const struct option_def defs[] = {
        {"agency", 'a', OPTION_LIST, &request->agencies, "NAME", "only classes of this agency"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), csv, json, junit or sarif"},
        {"output", 'o', OPTION_TEXT, &request->output, "FILE",
         "write there instead of to standard output"},
        {"today", 0, OPTION_TEXT, &request->today_text, "DATE",
         "the day that ${today} in a rule is (today)"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = command_parse(&first, answered, line, &audit_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    request->file = line->argv[first];
    return check(request, line->argc - first, err);
}

/* An audit under way. */
struct audit {
    const struct audit_request *request;
    struct command_line *line;
    struct audit_rules rules;
    struct audit_mistakes mistakes;
    struct audit_asking asking;
    struct audit_report report;
};

/* What the daemon finds wrong with a query without a position is one of its filters, if it has
 * some: the one whose value is quoted. */
static struct audit_place place_of(const struct audit_query *query, const struct err *why)
{
    if (why->position > 0 && query->text.place_count > 0)
        return audit_value_place(&query->text, why->position);
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct audit_value *value = &query->filters[i].value;
        struct buf quoted = {0};
        buf_printf(&quoted, "'%.*s'", (int)value->text.n, value->text.p);
        bool is_it = strstr(why->text, quoted.p) != NULL;
        buf_free(&quoted);
        if (is_it)
            return value->places[0];
    }
    return audit_query_place(query);
}

/* Asks for the classes of a query of a rule; NULL if that is wrong, which is noted. */
static enum err_code ask_query(const struct audit_classes **classes, struct audit *audit,
                               const struct audit_rule *rule, enum audit_part part,
                               const struct audit_query *query, struct err *err)
{
    struct err why = {0};

    *classes = NULL;
    enum audit_wanted wanted = part == AUDIT_REQUIRE ? AUDIT_CLASSES : AUDIT_FIRST_SECTIONS;
    enum err_code code =
        audit_classes_ask(classes, &audit->asking, query, rule->expand, wanted, &why);
    if (code == ERR_USAGE) {
        struct audit_place place = place_of(query, &why);
        audit_mistakes_add(&audit->mistakes, place.line, place.column, "%s", why.text);
        return ERR_OK;
    }
    if (code != ERR_OK && err != NULL)
        *err = why;
    return code;
}

/* Asks for each class of the scope with its own code: the classes are those that the query with
 * their code finds. One without a code has nothing that could be found. */
static enum err_code ask_each(const struct audit_classes **classes, struct audit *audit,
                              const struct audit_rule *rule, enum audit_part part,
                              const struct audit_classes *scope, struct err *err)
{
    struct arena *arena = audit->asking.arena;
    struct audit_classes *found = arena_zero(arena, 1, sizeof *found);

    *classes = NULL;
    found->items = arena_zero(arena, scope->count, sizeof *found->items);
    for (size_t i = 0; i < scope->count; i++) {
        const struct audit_class *class = &scope->items[i];
        const struct audit_classes *answer;
        struct audit_query query = rule->queries[part];
        if (class->code.p == NULL)
            continue;
        query.text = audit_value_of_class(&query.text, class->code, arena);
        enum err_code code = ask_query(&answer, audit, rule, part, &query, err);
        if (code != ERR_OK || answer == NULL)
            return code;
        const struct audit_class *there = audit_classes_find(answer, class->id);
        if (there != NULL)
            found->items[found->count++] = *there;
    }
    *classes = found;
    return ERR_OK;
}

static enum err_code ask(const struct audit_classes **classes, struct audit *audit,
                         const struct audit_rule *rule, enum audit_part part,
                         const struct audit_classes *scope, struct err *err)
{
    const struct audit_query *query = &rule->queries[part];

    if (audit_value_has_code(&query->text))
        return ask_each(classes, audit, rule, part, scope, err);
    return ask_query(classes, audit, rule, part, query, err);
}

/* Sorts the classes that break a rule into findings and exceptions. */
static void note(struct audit_outcome *outcome, const struct audit_class *class)
{
    const struct audit_rule *rule = outcome->rule;

    for (size_t i = 0; i < rule->exception_count; i++) {
        if (str_eq(rule->exceptions[i], class->id)) {
            outcome->excepted[outcome->excepted_count++] = class;
            return;
        }
    }
    outcome->findings[outcome->finding_count++] = class;
}

/* Of a class that lacks something, the section cited is the one that `when` finds; of one that has
 * what is forbidden, it is where that stands. */
static void judge(struct audit *audit, struct audit_outcome *outcome,
                  const struct audit_classes *asked, bool required)
{
    const struct audit_classes *scope = outcome->scope;

    outcome->findings = arena_zero(audit->asking.arena, scope->count, sizeof *outcome->findings);
    outcome->excepted = arena_zero(audit->asking.arena, scope->count, sizeof *outcome->excepted);
    for (size_t i = 0; i < scope->count; i++) {
        const struct audit_class *class = &scope->items[i];
        const struct audit_class *there = audit_classes_find(asked, class->id);
        if (required && there == NULL)
            note(outcome, class);
        else if (!required && there != NULL)
            note(outcome, there);
    }
}

static enum err_code apply(struct audit *audit, const struct audit_rule *rule,
                           const struct audit_classes *all, struct err *err)
{
    bool required = rule->queries[AUDIT_REQUIRE].shown.p != NULL;
    struct audit_outcome *outcome = &audit->report.outcomes[audit->report.count];
    const struct audit_classes *asked = NULL;
    enum err_code code = ERR_OK;

    *outcome = (struct audit_outcome){.rule = rule, .scope = all};
    if (rule->queries[AUDIT_WHEN].shown.p != NULL)
        code = ask(&outcome->scope, audit, rule, AUDIT_WHEN, all, err);
    const struct audit_classes *scope = outcome->scope != NULL ? outcome->scope : all;
    for (enum audit_part part = AUDIT_REQUIRE; code == ERR_OK && part <= AUDIT_FORBID; part++)
        if (rule->queries[part].shown.p != NULL)
            code = ask(&asked, audit, rule, part, scope, err);
    if (code == ERR_OK && outcome->scope != NULL && asked != NULL) {
        judge(audit, outcome, asked, required);
        audit->report.count++;
    }
    return code;
}

static void count(struct audit *audit, const struct audit_classes *all)
{
    struct audit_report *report = &audit->report;
    bool *found = mem_zero(all->count, sizeof *found);

    for (size_t i = 0; i < report->count; i++) {
        const struct audit_outcome *outcome = &report->outcomes[i];
        report->findings[outcome->rule->severity] += outcome->finding_count;
        report->excepted += outcome->excepted_count;
        for (size_t k = 0; k < outcome->finding_count; k++) {
            const struct audit_class *class = audit_classes_find(all, outcome->findings[k]->id);
            if (class != NULL)
                found[class - all->items] = true;
        }
    }
    for (size_t i = 0; i < all->count; i++)
        report->classes_found += found[i];
    free(found);
}

/* Asks for everything once. */
static enum err_code ask_all(struct audit *audit, struct err *err)
{
    const struct audit_classes *all = NULL;
    struct buf today = {0};

    audit_classes_forget(&audit->asking);
    audit->report = (struct audit_report){.file = str_of(audit->request->file),
                                          .agencies = &audit->request->agencies};
    audit_date_add(&today, audit->request->today);
    audit->report.today = str_of(arena_strdup(audit->asking.arena, buf_view(&today).p));
    buf_free(&today);
    enum err_code code = audit_classes_ask(&all, &audit->asking, NULL, false, AUDIT_CLASSES, err);
    if (code != ERR_OK)
        return code;
    audit->report.outcomes =
        arena_zero(audit->asking.arena, audit->rules.count, sizeof *audit->report.outcomes);
    for (size_t i = 0; code == ERR_OK && i < audit->rules.count; i++)
        code = apply(audit, &audit->rules.rules[i], all, err);
    if (code != ERR_OK)
        return code;
    audit->report.generation = audit->asking.generation;
    audit->report.all = all;
    audit->report.classes = all->count;
    count(audit, all);
    return ERR_OK;
}

static void complain_at(const char *file, const struct audit_mistake *mistake)
{
    struct buf all = {0};

    buf_printf(&all, "%s:%u:", file, mistake->line);
    if (mistake->column > 0)
        buf_printf(&all, "%u:", mistake->column);
    buf_printf(&all, " %s", mistake->text);
    output_complain(all.p);
    buf_free(&all);
}

static bool is_needed(const struct audit_outcome *outcome, struct str exception)
{
    for (size_t i = 0; i < outcome->excepted_count; i++)
        if (str_eq(outcome->excepted[i]->id, exception))
            return true;
    return false;
}

/* Says what is right as it is written, but may not be meant. */
static void warn(struct audit *audit)
{
    struct audit_mistakes *doubts = &audit->mistakes;

    for (size_t i = 0; i < audit->report.count; i++) {
        const struct audit_outcome *outcome = &audit->report.outcomes[i];
        const struct audit_rule *rule = outcome->rule;
        const struct audit_query *when = &rule->queries[AUDIT_WHEN];
        if (outcome->scope->count == 0 && when->shown.p != NULL)
            audit_mistakes_add(doubts, audit_query_place(when).line, 0,
                               "[%s] is for no class, as its 'when' finds none", rule->name.p);
        /* Of some agencies only, others' exceptions do not show. */
        for (size_t k = 0; k < rule->exception_count && audit->request->agencies.count == 0; k++) {
            struct str id = rule->exceptions[k];
            if (is_needed(outcome, id))
                continue;
            audit_mistakes_add(doubts, rule->except.places[0].line, 0,
                               audit_classes_find(audit->report.all, id) != NULL
                                   ? "[%s] has no finding in %.*s, which need not be excepted"
                                   : "[%s] excepts %.*s, and there is no class of that ID",
                               rule->name.p, (int)id.n, id.p);
        }
    }
    for (size_t i = 0; i < doubts->count; i++)
        complain_at(audit->request->file, &doubts->items[i]);
}

static enum err_code print_report(struct output *out, const struct audit *audit, struct err *err)
{
    const struct audit_report *report = &audit->report;

    if (audit->request->as_matrix)
        return audit_matrix_print(out, report, audit->request->matrix_format, err);
    switch (audit->request->format.chosen) {
    case FORMAT_CSV:
        audit_report_csv(out, report);
        return ERR_OK;
    case FORMAT_JSON:
        return audit_report_json(out, report, err);
    case FORMAT_JUNIT:
        audit_report_junit(out, report);
        return ERR_OK;
    case FORMAT_SARIF:
        return audit_report_sarif(out, report, err);
    default:
        audit_report_text(out, report);
        return ERR_OK;
    }
}

/* Writes the report to the file asked for. */
static enum err_code print_to_file(const struct audit *audit, struct err *err)
{
    struct save save;
    enum err_code code = save_begin(&save, audit->request->output, err);

    if (code == ERR_OK)
        code = command_dress(&save.out, audit->line, err);
    if (code == ERR_OK)
        code = print_report(&save.out, audit, err);
    return save_end(&save, code, err);
}

/* Says all that is wrong in the file. */
static enum err_code refuse(struct audit *audit, struct err *err)
{
    struct audit_mistakes *mistakes = &audit->mistakes;
    const char *file = audit->request->file;

    enum { SHOWN_MAX = 50 }; /* more are no slips: the file is another one */

    audit_mistakes_sort(mistakes);
    for (size_t i = 0; i + 1 < mistakes->count && i < SHOWN_MAX; i++)
        complain_at(file, &mistakes->items[i]);
    if (mistakes->count > SHOWN_MAX + 1)
        return err_set(err, ERR_USAGE, "%s: %zu mistakes more; is this a file of rules?", file,
                       mistakes->count - SHOWN_MAX);
    const struct audit_mistake *last = &mistakes->items[mistakes->count - 1];
    err_set(err, ERR_USAGE, "%s", last->text);
    if (last->column > 0)
        err_context(err, "%s:%u:%u", file, last->line, last->column);
    else
        err_context(err, "%s:%u", file, last->line);
    return ERR_USAGE;
}

static enum err_code run(bool *clean, struct audit *audit, struct output *out, struct err *err)
{
    size_t read = audit->mistakes.count;
    enum err_code code;
    int attempts = 0;

    do {
        audit->mistakes.count = read;
        code = ask_all(audit, err);
    } while (code != ERR_OK && audit->asking.changed && ++attempts < ATTEMPTS);
    if (code != ERR_OK && audit->mistakes.count > 0) {
        output_complain(err->text);
        return refuse(audit, err);
    }
    if (code != ERR_OK || audit->mistakes.count > 0)
        return code == ERR_OK ? refuse(audit, err) : code;
    warn(audit);
    const size_t *findings = audit->report.findings;
    *clean = findings[AUDIT_ERROR] == 0 && findings[AUDIT_WARNING] == 0;
    if (audit->request->output != NULL)
        return print_to_file(audit, err);
    code = command_dress(out, audit->line, err);
    return code == ERR_OK ? print_report(out, audit, err) : code;
}

static enum err_code read_rules(struct audit *audit, struct err *err)
{
    struct buf text = {0};
    enum err_code code = file_read(&text, audit->request->file, FILE_MOST, err);

    if (code == ERR_OK)
        audit_rules_read(&audit->rules, &audit->mistakes, buf_view(&text), audit->request->today);
    else
        err_context(err, "%s", audit->request->file);
    buf_free(&text);
    /* Not there: the file, not a class. */
    return code == ERR_NOT_FOUND ? ERR_IO : code;
}

/* Does what is asked for. */
static enum err_code audit_by(bool *clean, struct audit_request *request, struct command_line *line,
                              struct output *out, struct err *err)
{
    struct audit audit = {.request = request,
                          .line = line,
                          .mistakes = {.arena = arena_new()},
                          .asking = {.agencies = &request->agencies, .arena = arena_new()}};
    enum err_code code = read_rules(&audit, err);

    if (code == ERR_OK)
        code = command_connect(&audit.asking.fetch, line, err);
    if (code == ERR_OK)
        code = command_prefer_agencies(&request->agencies, line, err);
    if (code == ERR_OK)
        code = run(clean, &audit, out, err);
    fetch_free(audit.asking.fetch);
    arena_free(audit.asking.arena);
    arena_free(audit.mistakes.arena);
    return code;
}

enum err_code audit_command(bool *clean, struct command_line *line, struct output *out,
                            struct err *err)
{
    struct audit_request request = {.format = {formats, FORMAT_COUNT, FORMAT_TEXT, false}};
    bool answered = false;
    enum err_code code = parse(&request, &answered, line, err);

    *clean = answered;
    if (code == ERR_OK && !answered)
        code = audit_by(clean, &request, line, out, err);
    free(request.agencies.items);
    return code;
}

enum err_code audit_count(const char *rules, struct option_list *agencies, const char *output,
                          enum matrix_format format, struct command_line *line, struct output *out,
                          struct err *err)
{
    struct audit_request request = {.file = rules,
                                    .output = output,
                                    .today = audit_date_today(),
                                    .agencies = *agencies,
                                    .as_matrix = true,
                                    .matrix_format = format};
    bool clean;
    enum err_code code = audit_by(&clean, &request, line, out, err);

    *agencies = request.agencies; /* those preferred may have been added */
    return code;
}
