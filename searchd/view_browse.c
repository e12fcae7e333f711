#include <string.h>

#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_facets.h"
#include "searchd/view_text.h"

/* What of a source makes it stand in a ledger; NULL: it does not. */
static const char *why(const struct manifest_source *source, enum view_ledger ledger)
{
    switch (ledger) {
    case VIEW_SKIPPED:
        return source->state == MANIFEST_SKIPPED ? source->reason : NULL;
    case VIEW_DUPLICATES:
        return source->state == MANIFEST_DUPLICATE ? source->reason : NULL;
    case VIEW_NOTES:
        return source->class_count > 0 && source->note[0] != '\0' ? source->note : NULL;
    default:
        return NULL;
    }
}

static const struct {
    const char *name, *title, *reason;
} ledgers[VIEW_LEDGER_COUNT] = {
    [VIEW_SKIPPED] = {"skipped", "Not read", "Why"},
    [VIEW_DUPLICATES] = {"duplicates", "Duplicates", "The same bytes as"},
    [VIEW_NOTES] = {"notes", "Read with a note", "Note"},
};

bool view_ledger_from_name(enum view_ledger *ledger, struct str name)
{
    for (enum view_ledger l = 0; l < VIEW_LEDGER_COUNT; l++)
        if (str_is(name, ledgers[l].name)) {
            *ledger = l;
            return true;
        }
    return false;
}

static json_int_t count_sources(const struct manifest *manifest, enum view_ledger ledger)
{
    json_int_t count = 0;

    for (size_t i = 0; i < manifest->count; i++)
        count += why(&manifest->sources[i], ledger) != NULL;
    return count;
}

static const char *ledger_url(enum view_ledger ledger, unsigned page, struct arena *arena)
{
    const char *url = arena_printf(arena, "/browse/sources?of=%s", ledgers[ledger].name);

    return page > 1 ? arena_printf(arena, "%s&page=%u", url, page) : url;
}

/* The ledgers with their counts; the one that is shown is `current`. */
static json_t *ledgers_view(const struct manifest *manifest, enum view_ledger current,
                            struct arena *arena)
{
    json_t *list = json_array();

    for (enum view_ledger l = 0; l < VIEW_LEDGER_COUNT; l++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:b}", "title", ledgers[l].title, "count",
                                        view_commas(count_sources(manifest, l), arena), "url",
                                        ledger_url(l, 1, arena), "current", l == current));
    return list;
}

static json_int_t count_read(const struct manifest *manifest)
{
    json_int_t count = 0;

    for (size_t i = 0; i < manifest->count; i++)
        count += manifest->sources[i].class_count > 0;
    return count;
}

/* The first values of a facet as {"label", "sections", "classes", "url"}; *count of all. */
static json_t *values_view(json_int_t *count, const json_t *facets, enum facet facet,
                           struct arena *arena)
{
    enum { LISTED = 500 };
    json_t *list = json_array(), *value;
    size_t i;

    *count = 0;
    json_array_foreach(json_object_get(facets, facet_name(facet)), i, value)
    {
        const char *name = view_string(value, "value");
        if (strcmp(name, FACET_NOT_STATED) != 0 && (*count)++ < LISTED)
            json_array_append_new(
                list, json_pack("{s:O, s:s, s:s, s:s}", "label", json_object_get(value, "label"),
                                "sections", view_commas(view_number(value, "sections"), arena),
                                "classes", view_commas(view_number(value, "classes"), arena), "url",
                                link_search(facet_name(facet), name, arena)));
    }
    return list;
}

json_t *view_browse(const json_t *answer, const struct manifest *manifest, struct arena *arena)
{
    static const struct {
        enum facet facet;
        const char *anchor, *title;
    } lists[] = {{FACET_AGENCY, "agencies", "Agencies"},
                 {FACET_SECTION, "kinds", "Kinds of section"},
                 {FACET_SERIES, "series", "Series"}};
    const json_t *facets = json_object_get(answer, "facets");
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        json_int_t count;
        json_t *values = values_view(&count, facets, lists[i].facet, arena);
        json_int_t more = count - (json_int_t)json_array_size(values);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:b, s:o, s:o}", "anchor", lists[i].anchor,
                            "title", lists[i].title, "column", facet_title(lists[i].facet), "count",
                            view_commas(count, arena), "any", count > 0, "more",
                            more > 0 ? json_string(view_commas(more, arena)) : json_null(),
                            "values", values));
    }
    return json_pack(
        "{s:s, s:s, s:b, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:[]}", "title",
        "Browse - Specsearch", "q", "", "at_browse", true, "classes",
        view_commas(manifest->classes, arena), "sections", view_commas(manifest->sections, arena),
        "specifications", view_commas(count_read(manifest), arena), "built_at", manifest->built_at,
        "built", view_time(manifest->built_at, arena), "generation", manifest->generation,
        "ledgers", ledgers_view(manifest, VIEW_LEDGER_COUNT, arena), "lists", list, "kept");
}

json_t *view_sources(const struct manifest *manifest, enum view_ledger ledger, unsigned page,
                     struct arena *arena)
{
    enum { PER_PAGE = 100 };
    json_int_t all = count_sources(manifest, ledger), seen = 0;
    json_int_t first = (json_int_t)(page - 1) * PER_PAGE, end = first + PER_PAGE;
    json_t *rows = json_array();

    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        const char *reason = why(source, ledger);
        if (reason != NULL && seen >= first && seen < end)
            json_array_append_new(
                rows, json_pack("{s:s, s:s}", "source", source->shown, "reason", reason));
        seen += reason != NULL;
    }
    return json_pack(
        "{s:s, s:s, s:b, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:[]}", "title",
        arena_printf(arena, "%s, page %u - Specsearch", ledgers[ledger].title, page), "q", "",
        "at_browse", true, "heading", ledgers[ledger].title, "column", ledgers[ledger].reason,
        "count", view_count(all, "source", "sources", arena), "none", json_array_size(rows) == 0,
        "rows", rows, "ledgers", ledgers_view(manifest, ledger, arena), "previous_url",
        page > 1 ? json_string(ledger_url(ledger, page - 1, arena)) : json_null(), "next_url",
        end < all ? json_string(ledger_url(ledger, page + 1, arena)) : json_null(), "kept");
}
