#include "client/hits.h"

#include "client/filter.h"

enum { INDENT = 2, SNIPPET_INDENT = 4, VALUE_COLUMNS = 26 };

static void print_quantity(struct output *out, long long number, const char *one, const char *more)
{
    output_printf(out, "%lld %s", number, number == 1 ? one : more);
}

static void print_same(struct output *out, const struct answer_same *same)
{
    output_raw(out, STR("taken for the same: "));
    output_text(out, same->from);
    for (size_t i = 0; i < same->count; i++) {
        output_raw(out, STR(", "));
        output_text(out, same->to[i]);
    }
    output_raw(out, STR(" (not so with --no-expand)\n"));
}

void hits_print_notes(struct output *out, const struct answer_note *notes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        output_text(out, notes[i].text);
        output_char(out, '\n');
        if (notes[i].query.p == NULL)
            continue;
        output_raw(out, STR("did you mean: "));
        output_text(out, notes[i].query);
        output_char(out, '\n');
    }
}

/* What became of the query. */
static void print_query(struct output *out, const struct answer_query *query)
{
    if (query->corrected.p != NULL) {
        output_raw(out, STR("nothing has "));
        output_text(out, query->text);
        output_raw(out, STR("; these are the results for: "));
        output_text(out, query->corrected);
        output_char(out, '\n');
    }
    if (query->suggestion.p != NULL) {
        output_raw(out, STR("did you mean: "));
        output_text(out, query->suggestion);
        output_char(out, '\n');
    }
    for (size_t i = 0; i < query->same_count; i++)
        print_same(out, &query->same[i]);
    hits_print_notes(out, query->notes, query->note_count);
}

void hits_print_totals(struct output *out, const struct answer_page *page)
{
    print_quantity(out, page->sections, "section", "sections");
    output_raw(out, STR(" in "));
    print_quantity(out, page->classes, "class", "classes");
    if (page->query.relaxed)
        output_raw(out, STR("; no section has all of these words, these have some"));
    output_char(out, '\n');
    print_query(out, &page->query);
}

void hits_complain(const struct answer_query *query, long long rows)
{
    struct buf text = {0};

    if (rows > 0 && query->corrected.p != NULL) {
        buf_text(&text, "nothing has what was asked for; the rows are those for: ");
        buf_str(&text, query->corrected);
        buf_char(&text, '\0');
        output_complain(text.p);
    }
    if (rows > 0 && query->relaxed)
        output_complain("no section has all of these words; the rows have some of them");
    for (size_t i = 0; i < query->note_count; i++) {
        text.n = 0;
        buf_str(&text, query->notes[i].text);
        buf_char(&text, '\0');
        output_complain(text.p);
    }
    buf_free(&text);
}

static void print_class(struct output *out, const struct answer_class *class)
{
    output_set_style(out, OUTPUT_TITLE);
    output_text(out, class->title);
    output_set_style(out, OUTPUT_PLAIN);
    if (class->code.p != NULL) {
        output_raw(out, STR(" ("));
        output_text(out, class->code);
        output_char(out, ')');
    }
}

void hits_print_kinds(struct output *out, const struct answer_section *section)
{
    output_char(out, '[');
    for (size_t i = 0; i < section->kind_count; i++) {
        if (i > 0)
            output_raw(out, STR(", "));
        output_text(out, section->kinds[i]);
    }
    output_char(out, ']');
}

static void print_place(struct output *out, const struct answer_hit *hit)
{
    output_spaces(out, INDENT);
    output_text(out, hit->source);
    if (hit->section.line >= 0)
        output_printf(out, ":%lld", hit->section.line);
    if (hit->section.page >= 0)
        output_printf(out, " (page %lld)", hit->section.page);
    output_char(out, '\n');
}

/* A class, once for all of its hits where classes were asked for. */
static void print_class_line(struct output *out, const struct answer_hit *hit)
{
    print_class(out, &hit->class);
    output_raw(out, STR(", "));
    output_text(out, hit->class.agency);
    output_set_style(out, OUTPUT_FAINT);
    output_spaces(out, INDENT);
    output_text(out, hit->class.id);
    if (hit->matching >= 0) {
        output_spaces(out, INDENT);
        print_quantity(out, hit->matching, "section", "sections");
    }
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
}

void hits_print_section(struct output *out, const struct answer_hit *hit)
{
    output_spaces(out, INDENT);
    if (hit->section.heading.text.p != NULL)
        wrap_inline(out, &hit->section.heading);
    else
        output_raw(out, STR("(no heading)"));
    output_char(out, ' ');
    hits_print_kinds(out, &hit->section);
    output_char(out, '\n');
    print_place(out, hit);
}

void hits_print_head(struct output *out, const struct answer_hit *hit, bool is_section)
{
    print_class_line(out, hit);
    if (is_section)
        hits_print_section(out, hit);
}

void hits_print_row(struct output *out, const struct answer_hit *hit)
{
    output_char(out, '\n');
    hits_print_head(out, hit, true);
    wrap_lines(out, &hit->snippet, SNIPPET_INDENT);
}

void hits_print(struct output *out, const struct answer_page *page)
{
    for (size_t i = 0; i < page->hit_count; i++) {
        const struct answer_hit *hit = &page->hits[i];
        if (hit->rank == 0) {
            output_char(out, '\n');
            print_class_line(out, hit);
        }
        hits_print_section(out, hit);
        wrap_paragraph(out, &hit->snippet, SNIPPET_INDENT);
    }
    if (page->hit_count == 0 && page->sections > 0)
        output_printf(out, "\npage %lld is past the last, which is %lld\n", page->page,
                      page->pages);
}

void hits_print_next(struct output *out, const struct answer_page *page)
{
    if (page->page < page->pages)
        output_printf(out, "\npage %lld of %lld; next: -p %lld\n", page->page, page->pages,
                      page->page + 1);
}

/* The numbers stand first, so that no long name pushes them out of line. */
static void print_facet(struct output *out, const char *name, const struct answer_count *counts,
                        size_t count)
{
    output_printf(out, "\n%10s %8s  ", "sections", "classes");
    output_set_style(out, OUTPUT_TITLE);
    output_text(out, str_of(name));
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        const struct answer_count *line = &counts[i];
        output_printf(out, "%c %8lld %8lld  ", line->selected ? '*' : ' ', line->sections,
                      line->classes);
        if (str_eq(line->value, line->label)) {
            output_text(out, line->value);
        } else {
            output_cell(out, line->value, VALUE_COLUMNS);
            output_spaces(out, INDENT);
            output_text(out, line->label);
        }
        output_char(out, '\n');
    }
}

enum err_code hits_print_facets(struct output *out, const struct answer *answer, struct err *err)
{
    struct answer_count *counts[FILTER_COUNT];
    size_t sizes[FILTER_COUNT];

    for (size_t i = 0; i < FILTER_COUNT; i++) {
        enum err_code code = answer_read_facet(&counts[i], &sizes[i], answer, filters[i].name, err);
        if (code != ERR_OK)
            return code;
    }
    for (size_t i = 0; i < FILTER_COUNT; i++)
        if (sizes[i] > 0)
            print_facet(out, filters[i].name, counts[i], sizes[i]);
    return ERR_OK;
}
