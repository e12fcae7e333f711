#include "client/show.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/answer.h"
#include "client/fetch.h"
#include "client/hits.h"

enum { TEXT_INDENT = 2, GAP = 2, LABEL_MOST = 30, VALUE_MOST = 40, LEVEL_MOST = 6 };

enum show_format { SHOW_TEXT, SHOW_JSON, SHOW_FORMAT_COUNT };

static const char *const formats[SHOW_FORMAT_COUNT] = {[SHOW_TEXT] = "text", [SHOW_JSON] = "json"};

struct show_request {
    struct option_list kinds;
    const char *id, *query;
    struct option_choice format;
};

static const struct command_help show_help = {
    .text.usage = "specsearch show [options] ID",
    .text.summary =
        "Shows the class specification ID (find prints the IDs): its fields, what it "
        "requires, the\n"
        "other classes of its series, then each section with its kinds and its line in the "
        "source.\n"
        "Exit status: 0 found, 1 no such class or no section of the kinds asked for, 2 an "
        "error.",
    .operand = COMMAND_CLASS,
    .text.examples =
        "  specsearch show denver/ci2421\n"
        "  specsearch show denver/ci2421 -s licensure -s background_check\n"
        "  specsearch show denver/ci2421 -q 'CJIS clearance' --color always | less -R\n"
        "  specsearch show denver/ci2421 -f json\n",
};

static enum err_code check(const struct show_request *request, int operands, struct err *err)
{
    if (operands == 0 || *request->id == '\0')
        return err_set(err, ERR_USAGE,
                       "show wants the ID of a class, such as: specsearch show denver/ci2421; see "
                       "specsearch show --help");
    if (operands > 1)
        return err_set(err, ERR_USAGE, "show takes one ID at a time");
    if (!utf8_valid(str_of(request->id)) || !utf8_valid(str_of(request->query)))
        return err_set(err, ERR_USAGE,
                       "the ID or the query is not valid UTF-8; check the terminal's encoding");
    return ERR_OK;
}

static enum err_code parse(struct show_request *request, bool *answered, struct command_line *line,
                           struct err *err)
{
    const struct option_def defs[] = {
        {"section", 's', OPTION_LIST, &request->kinds, "KIND",
         "only sections of this kind; may be given again"},
        {"query", 'q', OPTION_TEXT, &request->query, "QUERY", "highlight the words of QUERY"},
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT", "text (default) or json"},
    };
    enum { COUNT = sizeof defs / sizeof *defs };
    int first;

    enum err_code code = command_parse(&first, answered, line, &show_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    if (first < line->argc)
        request->id = line->argv[first];
    return check(request, line->argc - first, err);
}

static size_t most(size_t now, size_t columns, size_t limit)
{
    return columns > now && columns <= limit ? columns : now;
}

static void print_row(struct output *out, struct str label, size_t columns, struct str value)
{
    output_cell(out, label, columns + GAP);
    output_text(out, value);
    output_char(out, '\n');
}

/* "Y (Exempt)": the value as written, and what it means. */
static void print_value(struct output *out, const struct answer_field *field)
{
    output_text(out, field->value);
    if (field->meaning.p == NULL)
        return;
    output_raw(out, STR(" ("));
    output_text(out, field->meaning);
    output_char(out, ')');
}

static size_t value_columns(const struct answer_field *field)
{
    size_t columns = output_columns(field->value);
    return field->meaning.p != NULL ? columns + output_columns(field->meaning) + strlen(" ()")
                                    : columns;
}

static void print_fields(struct output *out, const struct answer_specification *specification)
{
    size_t labels = strlen("SHA-256"), values = 0;

    for (size_t i = 0; i < specification->field_count; i++) {
        labels = most(labels, output_columns(specification->fields[i].label), LABEL_MOST);
        values = most(values, value_columns(&specification->fields[i]), VALUE_MOST);
    }
    print_row(out, STR("ID"), labels, specification->class.id);
    if (specification->class.code.p != NULL)
        print_row(out, STR("Code"), labels, specification->class.code);
    print_row(out, STR("Agency"), labels, specification->class.agency);
    print_row(out, STR("Source"), labels, specification->source);
    print_row(out, STR("Format"), labels, specification->format);
    print_row(out, STR("SHA-256"), labels, specification->sha256);
    if (specification->field_count > 0)
        output_char(out, '\n');
    for (size_t i = 0; i < specification->field_count; i++) {
        const struct answer_field *field = &specification->fields[i];
        output_cell(out, field->label, labels + GAP);
        print_value(out, field);
        if (field->line >= 0) {
            size_t used = value_columns(field);
            output_spaces(out, GAP + (used < values ? values - used : 0));
            output_set_style(out, OUTPUT_FAINT);
            output_printf(out, "line %lld", field->line);
            output_set_style(out, OUTPUT_PLAIN);
        }
        output_char(out, '\n');
    }
}

/* "education: Bachelor's degree [required] line 12, Minimum qualifications", and the sentence. */
static void print_requirements(struct output *out, const struct answer_specification *specification)
{
    for (size_t i = 0; i < specification->requirement_count; i++) {
        const struct answer_requirement *requirement = &specification->requirements[i];
        struct str heading = specification->sections[requirement->section].heading.text;
        if (i == 0)
            output_raw(out, STR("\nWhat it requires\n"));
        output_spaces(out, TEXT_INDENT);
        output_text(out, requirement->type);
        output_raw(out, STR(": "));
        output_text(out, requirement->label);
        output_raw(out, STR(" ["));
        output_text(out, requirement->modality);
        output_char(out, ']');
        output_set_style(out, OUTPUT_FAINT);
        output_printf(out, " line %lld", requirement->line);
        if (heading.p != NULL) {
            output_raw(out, STR(", "));
            output_text(out, heading);
        }
        output_set_style(out, OUTPUT_PLAIN);
        output_char(out, '\n');
        wrap_paragraph(out, &requirement->sentence, 2 * TEXT_INDENT);
    }
}

/* "> alder/2141  Librarian II  2141, grade 9": without the arrow it is another class. */
static void print_level(struct output *out, const struct answer_level *level, size_t ids)
{
    output_raw(out, level->current ? STR("> ") : STR("  "));
    output_cell(out, level->id, ids + GAP);
    output_text(out, level->title);
    output_set_style(out, OUTPUT_FAINT);
    if (level->code.p != NULL) {
        output_raw(out, STR("  "));
        output_text(out, level->code);
    }
    if (level->grade.p != NULL) {
        output_raw(out, level->code.p != NULL ? STR(", grade ") : STR("  grade "));
        output_text(out, level->grade);
    }
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    for (size_t i = 0; i < level->distinction_count; i++) {
        wrap_paragraph(out, &level->distinctions[i].sentence, 2 * TEXT_INDENT);
        if (level->distinctions[i].line >= 0) {
            output_set_style(out, OUTPUT_FAINT);
            output_printf(out, "%*sline %lld\n", 2 * TEXT_INDENT, "", level->distinctions[i].line);
            output_set_style(out, OUTPUT_PLAIN);
        }
    }
}

/* The classes of its series, the lowest first, each with what tells it from the others. */
static void print_series(struct output *out, const struct answer_series *series)
{
    size_t ids = 0;

    if (series->name.p == NULL)
        return;
    output_raw(out, STR("\nSeries: "));
    output_text(out, series->name);
    output_char(out, '\n');
    for (size_t i = 0; i < series->level_count; i++)
        ids = most(ids, output_columns(series->levels[i].id), VALUE_MOST);
    for (size_t i = 0; i < series->level_count; i++)
        print_level(out, &series->levels[i], ids);
    if (series->left_out > 0)
        output_printf(out, "  and %lld more\n", series->left_out);
}

/* "## Heading [kinds] line 12": as many # as the level is deep. */
static void print_section(struct output *out, const struct answer_section *section,
                          const struct wrap_text *text)
{
    output_char(out, '\n');
    for (long long level = 0; level < section->level && level < LEVEL_MOST; level++)
        output_char(out, '#');
    if (section->level > 0)
        output_char(out, ' ');
    if (section->heading.text.p != NULL)
        wrap_inline(out, &section->heading);
    else
        output_raw(out, STR("(no heading)"));
    output_char(out, ' ');
    hits_print_kinds(out, section);
    output_set_style(out, OUTPUT_FAINT);
    if (section->line >= 0)
        output_printf(out, " line %lld", section->line);
    if (section->page >= 0)
        output_printf(out, " page %lld", section->page);
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    wrap_lines(out, text, TEXT_INDENT);
}

static void print_text(struct output *out, const struct answer_specification *specification,
                       bool whole)
{
    output_set_style(out, OUTPUT_TITLE);
    output_text(out, specification->class.title);
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    print_fields(out, specification);
    print_requirements(out, specification);
    if (whole)
        print_series(out, &specification->series);
    for (size_t i = 0; i < specification->section_count; i++)
        print_section(out, &specification->sections[i], &specification->texts[i]);
    if (specification->section_count == 0)
        output_raw(out, STR("\nno section of the kinds asked for\n"));
}

static void print_json(struct output *out, const struct answer *answer, bool whole)
{
    char *json = whole ? NULL : json_dumps(answer->root, JSON_COMPACT);

    output_json(out, json != NULL ? str_of(json) : buf_view(&answer->body));
    free(json);
}

static enum err_code show(bool *found, const struct show_request *request, struct fetch *fetch,
                          struct output *out, struct err *err)
{
    struct buf target = {0};
    struct answer answer;
    struct answer_specification specification;
    bool whole = request->kinds.count == 0;

    buf_text(&target, "/api/v1/classes/");
    fetch_encode(&target, str_of(request->id), true);
    if (*request->query != '\0') {
        buf_text(&target, "?q=");
        fetch_encode(&target, str_of(request->query), false);
    }
    enum err_code code = answer_get(&answer, fetch, buf_view(&target), err);
    buf_free(&target);
    if (code == ERR_OK)
        code = answer_read_specification(&specification, &answer, err);
    if (code == ERR_OK) {
        if (!whole)
            answer_keep_kinds(&specification, &answer, request->kinds.items, request->kinds.count);
        *found = whole || specification.section_count > 0;
        if (request->format.chosen == SHOW_JSON)
            print_json(out, &answer, whole);
        else
            print_text(out, &specification, whole);
    }
    answer_free(&answer);
    return code;
}

enum err_code show_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err)
{
    struct show_request request = {.query = "",
                                   .format = {formats, SHOW_FORMAT_COUNT, SHOW_TEXT, false}};
    struct fetch *fetch = NULL;
    bool answered = false;

    enum err_code code = parse(&request, &answered, line, err);
    if (code == ERR_OK && answered) {
        *found = true;
    } else if (code == ERR_OK) {
        code = command_open(&fetch, line, out, err);
        if (code == ERR_OK)
            code = show(found, &request, fetch, out, err);
    }
    fetch_free(fetch);
    free(request.kinds.items);
    return code;
}
