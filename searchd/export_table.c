#include "searchd/export_table.h"

#include "search/describe.h"
#include "searchd/api.h"
#include "searchd/link.h"

#define OF_CLASS                                                                                   \
    {"class_id", 24}, {"title", 32}, {"code", 12},                                                 \
    {                                                                                              \
        "agency", 22                                                                               \
    }
#define OF_SECTION                                                                                 \
    {"ordinal", 9}, {"heading", 28}, {"kinds", 22}, {"source", 42}, {"line", 8}, {"page", 8},      \
        {"url", 30}, {"score", 10},                                                                \
    {                                                                                              \
        "text", 90                                                                                 \
    }

static const struct table_column of_sections[] = {OF_CLASS, OF_SECTION};
static const struct table_column of_classes[] = {OF_CLASS, {"sections", 11}, OF_SECTION};

const struct table_sheet *export_sheets(bool classes)
{
    static const struct table_sheet sheets[2][EXPORT_SHEETS] = {
        {{"Results", of_sections, sizeof of_sections / sizeof of_sections[0], true}, ABOUT_SHEET},
        {{"Results", of_classes, sizeof of_classes / sizeof of_classes[0], true}, ABOUT_SHEET}};

    return sheets[classes];
}

struct str export_kinds_text(const struct kind_set *kinds, struct arena *arena)
{
    const char *text = "";

    for (uint8_t i = 0; i < kinds->count; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", kind_name(kinds->kinds[i]));
    return str_of(text);
}

static struct table_cell number_cell(uint32_t number, struct arena *arena)
{
    return table_number(str_of(arena_printf(arena, "%u", number)));
}

void export_cells(struct table_cell cells[EXPORT_COLUMNS_MAX], const struct search_row *row,
                  bool classes, struct str query, struct str origin, struct arena *arena)
{
    const struct record_section *section = &row->section;
    const char *url = api_class_url(section->class_id, query, (int)section->ordinal, arena);
    struct table_cell *cell = cells;

    *cell++ = table_text(section->class_id);
    *cell++ = table_text(section->title);
    *cell++ = table_text(section->code);
    *cell++ = table_text(section->agency);
    if (classes)
        *cell++ = number_cell(row->sections, arena);
    *cell++ = number_cell(section->ordinal, arena);
    *cell++ = table_text(section->heading);
    *cell++ = table_text(export_kinds_text(&section->kinds, arena));
    *cell++ = table_text(section->source);
    *cell++ = number_cell(section->line, arena);
    *cell++ = section->page > 0 ? number_cell(section->page, arena) : table_text(STR(""));
    *cell = table_text(str_of(url));
    if (origin.n > 0)
        cell->links = str_of(arena_printf(arena, "%.*s%s", (int)origin.n, origin.p, url));
    cell++;
    *cell++ = table_number(str_of(arena_printf(arena, "%.6g", row->score)));
    *cell++ = table_text(section->text);
}

/* What an export is. */

static void add_expansions(struct about *about, const struct expansions *expansions)
{
    struct buf text = {0};

    for (size_t i = 0; i < expansions->count; i++) {
        const struct expansion *expansion = &expansions->items[i];
        for (size_t k = 0; k < expansion->to_count; k++) {
            buf_text(&text, text.n > 0 ? "; " : "");
            buf_str(&text, expansion->to[k]);
        }
        buf_text(&text, " (for ");
        buf_str(&text, expansion->from);
        buf_char(&text, ')');
    }
    if (text.n > 0)
        about_add(about, "Also searched for", buf_view(&text));
    buf_free(&text);
}

void export_add_filters(struct about *about, const struct tally_filters *filters)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        struct buf text = {0};
        for (size_t i = 0; i < filters->counts[f]; i++) {
            buf_text(&text, i > 0 ? " or " : "");
            buf_str(&text, facet_value_label(f, filters->values[f][i]));
        }
        if (text.n > 0)
            about_add(about, arena_printf(about->arena, "Filter: %s", facet_title(f)),
                      buf_view(&text));
        buf_free(&text);
    }
}

static void add_found(struct about *about, const struct search_request *search,
                      const struct search_summary *found)
{
    about_add(about, "Results",
              search->classes ? STR("classes, each with the first of its sections")
                              : STR("sections"));
    about_add(about, "Order", str_of(order_name(search->order)));
    about_add_number(about, "Sections found", found->sections);
    about_add_number(about, "Classes found", found->classes);
    about_add_number(about, "Rows", found->rows);
}

/* The page that shows the same search, and is a link if the origin is known. */
static void add_page(struct about *about, const struct request *request, bool classes)
{
    struct request page = *request;

    page.parameter_count = 0;
    for (size_t i = 0; i < request->parameter_count; i++)
        if (!str_is(request->parameters[i].name, "format"))
            page.parameters[page.parameter_count++] = request->parameters[i];
    const char *path =
        link_answer("/search", &page, classes ? "class" : "section", NULL, about->arena);
    struct str address = str_of(
        arena_printf(about->arena, "%.*s%s", (int)request->origin.n, request->origin.p, path));
    if (request->origin.n > 0)
        about_add_address(about, "Page", address);
    else
        about_add(about, "Page", address);
}

enum err_code export_about(struct about *about, struct index *index, const struct request *request,
                           const struct search_request *search, const struct search_summary *found,
                           struct err *err)
{
    struct description description;
    enum err_code code = describe_query(&description, index, api_answered(search, &found->reading),
                                        search->literal, search->deadline_ms, about->arena, err);

    if (code != ERR_OK && code != ERR_TIMEOUT)
        return code;
    about_add(about, "Search", search->query.n > 0 ? search->query : STR("(everything)"));
    if (found->reading.corrected.n > 0)
        about_add(about, "Answered instead", found->reading.corrected);
    if (code == ERR_OK && description.reading.n > 0)
        about_add(about, "Which asks for", description.reading);
    add_expansions(about, &found->reading.expansions);
    if (found->reading.relaxed)
        about_add(about, "Relaxed", STR("No section has all of this: these have some of it."));
    export_add_filters(about, &search->filters);
    add_found(about, search, found);
    add_page(about, request, search->classes);
    about_add(about, "Generation", str_of(index_generation(index)));
    about_add(about, "Index built", str_of(index_manifest(index)->built_at));
    return ERR_OK;
}
