#include "client/absence.h"

#include <stdio.h>

#include "client/answer_reader.h"
#include "client/filter.h"
#include "client/hits.h"
#include "client/listing.h"
#include "client/rows.h"

enum { INDENT = 2, STATES_MAX = 8 };

struct state {
    struct str value, label;
    long long classes;
};

struct head {
    struct str words;
    long long classes, sources, set_aside;
    struct state states[STATES_MAX];
    size_t count;
    long long listed; /* rows */
};

struct row {
    struct str state;
    struct answer_hit hit; /* class.id.p is NULL: a source; section.ordinal is -1: none */
    struct str sha256, quote, reason, url; /* p is NULL if there is none */
};

/* Reading. */

static bool is_listed(const json_t *wanted, struct str value)
{
    bool listed = json_array_size(wanted) == 0;

    for (size_t i = 0; i < json_array_size(wanted); i++) {
        const json_t *name = json_array_get(wanted, i);
        listed = listed ||
                 str_eq(value, (struct str){json_string_value(name), json_string_length(name)});
    }
    return listed;
}

static enum err_code read_head(struct head *head, const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *query = answer_reader_member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = answer_reader_member(&reader, answer->root, "total", JSON_OBJECT);
    json_t *states = answer_reader_member(&reader, answer->root, "states", JSON_ARRAY);
    json_t *wanted = answer_reader_member(&reader, query, "state", JSON_ARRAY);
    long long sum = 0;

    *head = (struct head){.words = answer_reader_text(&reader, query, "words"),
                          .classes = answer_reader_count(&reader, total, "classes"),
                          .sources = answer_reader_count(&reader, total, "sources"),
                          .set_aside = answer_reader_count(&reader, total, "set_aside")};
    for (; head->count < json_array_size(states) && head->count < STATES_MAX; head->count++) {
        const json_t *of = json_array_get(states, head->count);
        struct state *state = &head->states[head->count];
        *state = (struct state){.value = answer_reader_text(&reader, of, "value"),
                                .label = answer_reader_text(&reader, of, "label"),
                                .classes = answer_reader_count(&reader, of, "classes")};
        sum += state->classes;
        head->listed += is_listed(wanted, state->value) ? state->classes : 0;
    }
    if (reader.code == ERR_OK && sum != head->classes + head->sources)
        return err_set(err, ERR_FORMAT,
                       "%.200s has %lld classes and %lld files in states of %lld; do not use them",
                       answer->origin, head->classes, head->sources, sum);
    return reader.code;
}

static enum err_code read_row(struct row *row, const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    const json_t *root = answer->root;
    json_t *class = json_object_get(root, "class"), *section = json_object_get(root, "section");

    *row = (struct row){.state = answer_reader_text(&reader, root, "state"),
                        .hit = {.section = {.ordinal = -1, .line = -1, .page = -1},
                                .source = answer_reader_text(&reader, root, "source"),
                                .matching = -1},
                        .sha256 = answer_reader_text_or_null(&reader, root, "sha256"),
                        .quote = answer_reader_text_or_null(&reader, root, "quote"),
                        .reason = answer_reader_text_or_null(&reader, root, "reason")};
    if (!json_is_null(class)) {
        row->hit.class = answer_reader_class(&reader, class);
        row->url = answer_reader_text(&reader, class, "url");
    }
    if (!json_is_null(section)) {
        row->hit.section = answer_reader_section(&reader, section);
        row->url = answer_reader_text(&reader, section, "url");
    }
    return reader.code;
}

/* Printing. */

static void print_head(struct output *out, const struct head *head, const struct answer *answer)
{
    const json_t *query = json_object_get(answer->root, "query");
    enum { NUMBER_COLUMNS = 7 };
    const struct wrap_text words = {.text = head->words};

    for (size_t i = 0; i < head->count; i++) {
        output_printf(out, "%*lld  ", NUMBER_COLUMNS, head->states[i].classes);
        output_text(out, head->states[i].label);
        output_char(out, '\n');
    }
    output_printf(out, "%*lld  in all: %lld %s, %lld %s that could not be read\n", NUMBER_COLUMNS,
                  head->classes + head->sources, head->classes,
                  head->classes == 1 ? "class" : "classes", head->sources,
                  head->sources == 1 ? "file" : "files");
    if (head->set_aside > 0)
        output_printf(
            out,
            "%*s  besides: %lld %s, taken for no class specification (specsearch list skipped)\n",
            NUMBER_COLUMNS, "", head->set_aside, head->set_aside == 1 ? "file" : "files");
    output_set_style(out, OUTPUT_FAINT);
    wrap_paragraph(out, &words, INDENT);
    output_set_style(out, OUTPUT_PLAIN);
    filter_print(out, json_object_get(query, "filters"), INDENT);
}

static void print_section(struct output *out, const struct row *row)
{
    const struct answer_hit *hit = &row->hit;

    output_spaces(out, 2 * INDENT);
    output_text(out, hit->source);
    if (hit->section.line >= 0)
        output_printf(out, ":%lld", hit->section.line);
    if (hit->section.page >= 0)
        output_printf(out, " (page %lld)", hit->section.page);
    if (hit->section.heading.text.p != NULL) {
        output_spaces(out, INDENT);
        output_text(out, hit->section.heading.text);
    }
    if (row->quote.p != NULL) {
        output_raw(out, STR(": "));
        output_set_style(out, OUTPUT_MATCH);
        output_text(out, row->quote);
        output_set_style(out, OUTPUT_PLAIN);
    }
    output_char(out, '\n');
}

static void print_row(struct output *out, const struct row *row)
{
    if (row->hit.class.id.p == NULL) {
        output_spaces(out, INDENT);
        output_text(out, row->hit.source);
        output_raw(out, STR(": "));
        output_text(out, row->reason);
        output_char(out, '\n');
        return;
    }
    output_spaces(out, INDENT);
    hits_print_head(out, &row->hit, false);
    print_section(out, row);
}

static void write_header(struct output *out)
{
    static const char *const names[] = {"state",   "class_id", "title",  "code",   "agency",
                                        "ordinal", "heading",  "kinds",  "line",   "page",
                                        "quote",   "reason",   "source", "sha256", "url"};

    rows_write_names(out, ROWS_CSV, names, sizeof names / sizeof *names);
}

static void write_row(struct output *out, const struct row *row)
{
    const struct answer_class *class = &row->hit.class;
    const struct answer_section *section = &row->hit.section;
    struct rows_number ordinal, line, page;
    struct buf kinds = {0};

    rows_kinds(&kinds, section);
    const struct str cells[] = {row->state,
                                class->id,
                                class->title,
                                class->code,
                                class->agency,
                                rows_number(&ordinal, section->ordinal),
                                section->heading.text,
                                buf_view(&kinds),
                                rows_number(&line, section->line),
                                rows_number(&page, section->page),
                                row->quote,
                                row->reason,
                                row->hit.source,
                                row->sha256,
                                row->url};
    rows_write_cells(out, ROWS_CSV, cells, sizeof cells / sizeof *cells);
    buf_free(&kinds);
}

/* A listing under way. */
struct printing {
    enum absence_format format;
    struct output *out;
    struct arena *arena; /* of what of the head is still needed */
    struct head head;
    struct str state; /* of the last row */
};

static void keep(struct str *text, struct arena *arena)
{
    *text = (struct str){arena_strndup(arena, text->p, text->n), text->n};
}

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    struct printing *printing = data;
    struct head *head = &printing->head;
    enum err_code code = read_head(head, answer, err);

    if (code != ERR_OK)
        return code;
    *announced = head->listed;
    if (printing->format == ABSENCE_TEXT)
        print_head(printing->out, head, answer);
    else if (printing->format == ABSENCE_CSV)
        write_header(printing->out);
    for (size_t i = 0; i < head->count; i++) {
        keep(&head->states[i].value, printing->arena);
        keep(&head->states[i].label, printing->arena);
    }
    return ERR_OK;
}

/* Says once of which state the rows are that follow. */
static void print_state(struct printing *printing, struct str state)
{
    struct str label = state;

    if (str_eq(state, printing->state))
        return;
    for (size_t i = 0; i < printing->head.count; i++) {
        if (str_eq(state, printing->head.states[i].value)) {
            label = printing->head.states[i].label;
            printing->state = printing->head.states[i].value;
        }
    }
    output_char(printing->out, '\n');
    output_set_style(printing->out, OUTPUT_TITLE);
    output_text(printing->out, label);
    output_set_style(printing->out, OUTPUT_PLAIN);
    output_char(printing->out, '\n');
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    struct printing *printing = data;
    struct row row;
    enum err_code code = read_row(&row, answer, err);

    if (code != ERR_OK)
        return code;
    if (printing->format == ABSENCE_TEXT) {
        print_state(printing, row.state);
        print_row(printing->out, &row);
    } else if (printing->format == ABSENCE_CSV) {
        write_row(printing->out, &row);
    }
    return ERR_OK;
}

enum err_code absence_print(long long *found, struct fetch *fetch, struct str target,
                            enum absence_format format, struct output *out, struct err *err)
{
    struct printing printing = {.format = format, .out = out, .arena = arena_new()};
    const struct listing_taker taker = {take_head, take_row, &printing, out,
                                        format == ABSENCE_JSON};
    enum err_code code = listing_take(found, fetch, target, &taker, err);

    if (code == ERR_OK && format == ABSENCE_TEXT && *found > 0)
        output_printf(out, "\nall %lld came\n", *found);
    arena_free(printing.arena);
    return code;
}

enum err_code absence_count(long long *found, struct fetch *fetch, struct str target,
                            enum absence_format format, struct output *out, struct err *err)
{
    struct answer answer;
    struct head head;
    enum err_code code = answer_get(&answer, fetch, target, err);

    if (code == ERR_OK)
        code = read_head(&head, &answer, err);
    if (code == ERR_OK) {
        *found = head.listed;
        if (format == ABSENCE_JSON)
            output_json(out, buf_view(&answer.body));
        else
            print_head(out, &head, &answer);
    }
    answer_free(&answer);
    return code;
}
