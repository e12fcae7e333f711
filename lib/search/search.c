#include "search/search.h"

#include <stdlib.h>

#include "search/gather.h"
#include "search/query.h"
#include "search/show.h"

static int compare_frequent_first(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;

    if (x->sections != y->sections)
        return x->sections > y->sections ? -1 : 1;
    return str_compare(x->value, y->value);
}

static int compare_greatest_first(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;
    return str_compare(y->value, x->value);
}

static void sort_values(struct search_facet_value *values, size_t count, enum facet_order order)
{
    if (order != FACET_AS_LISTED)
        qsort(values, count, sizeof *values,
              order == FACET_FREQUENT_FIRST ? compare_frequent_first : compare_greatest_first);
}

static void set_facets(struct search_page *page, const struct tally *tally, struct arena *arena)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = tally->values->facets[f].count;
        page->facets[f].values = arena_zero(arena, count, sizeof *page->facets[f].values);
        for (uint32_t i = 0; i < count; i++) {
            const struct tally_count *counted = &tally->facets[f][i];
            bool selected = tally->selected[f] != NULL && tally->selected[f][i];
            struct str value = tally->values->facets[f].values[i];
            if (counted->sections > 0 || selected)
                page->facets[f].values[page->facets[f].count++] =
                    (struct search_facet_value){value, facet_value_label(f, value),
                                                counted->sections, counted->classes, selected};
        }
        sort_values(page->facets[f].values, page->facets[f].count, facet_order(f));
    }
}

/* A search under way. */
struct run {
    struct index *index;
    struct index_worker *worker;
    const struct query_node *root;
    struct arena *arena;
};

/* Leaves in *hits what the page shows, best first. */
static enum err_code find_page(struct search_page *page, struct rank *hits, const struct run *run,
                               const struct search_request *request, struct err *err)
{
    uint64_t first = (uint64_t)(request->page - 1) * request->per_page;
    const struct gather_request all = {.index = run->index,
                                       .root = run->root,
                                       .filters = &request->filters,
                                       .wanted = (size_t)(first + request->per_page),
                                       .deadline_ms = request->deadline_ms};
    struct gathered gathered;
    enum err_code code = gather(&gathered, &all, run->worker, run->arena, err);

    if (code != ERR_OK)
        return code;
    *hits = gathered.rank;
    size_t skipped = first < hits->count ? (size_t)first : hits->count;
    if (skipped > 0)
        hits->items += skipped;
    hits->count -= skipped;
    page->relaxed = gathered.relaxed;
    page->sections = gathered.tally.total.sections;
    page->classes = gathered.tally.total.classes;
    page->pages = (page->sections + request->per_page - 1) / request->per_page;
    set_facets(page, &gathered.tally, run->arena);
    return ERR_OK;
}

static enum err_code start(struct run *run, struct index *index, struct str query,
                           struct arena *arena, struct err *err)
{
    struct query_node *root = NULL;

    *run = (struct run){.index = index, .arena = arena};
    enum err_code code = index_take(&run->worker, index, err);
    if (code == ERR_OK)
        code = query_parse(&root, query, run->worker->stemmer, arena, err);
    run->root = root;
    return code;
}

static enum err_code show_page(struct search_page *page, const struct rank *hits,
                               const struct run *run, struct err *err)
{
    struct show show = show_start(run->index, run->worker, run->root, run->arena);
    enum err_code code = ERR_OK;

    page->hits = arena_zero(run->arena, hits->count, sizeof *page->hits);
    for (; code == ERR_OK && page->hit_count < hits->count; page->hit_count++)
        code = show_hit(&page->hits[page->hit_count], &show, &hits->items[page->hit_count], err);
    show_finish(&show);
    return code;
}

enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena, struct err *err)
{
    struct rank hits = {0};
    struct run run;

    *page = (struct search_page){0};
    enum err_code code = start(&run, index, request->query, arena, err);
    if (code == ERR_OK)
        code = find_page(page, &hits, &run, request, err);
    if (code == ERR_OK)
        code = show_page(page, &hits, &run, err);
    index_give(index, run.worker);
    return code;
}

static enum err_code read_class(struct search_class *result, const struct run *run, struct str id,
                                struct err *err)
{
    enum err_code code = index_class(&result->class, run->worker, id, run->arena, err);

    if (code != ERR_OK)
        return code;
    struct show show = show_start(run->index, run->worker, run->root, run->arena);
    uint32_t count = result->class.sections;
    result->sections = arena_zero(run->arena, count, sizeof *result->sections);
    result->heading_marks = arena_zero(run->arena, count, sizeof *result->heading_marks);
    result->text_marks = arena_zero(run->arena, count, sizeof *result->text_marks);
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        struct record_section *section = &result->sections[i];
        struct highlight highlight;
        code = show_section(section, &highlight, &show, result->class.first_docid + i, err);
        if (code != ERR_OK)
            break;
        result->heading_marks[i] = highlight.heading;
        result->text_marks[i] = highlight.text;
        highlight_to_code_points(&result->heading_marks[i], section->heading);
        highlight_to_code_points(&result->text_marks[i], section->text);
    }
    show_finish(&show);
    return code;
}

enum err_code search_class(struct search_class *result, struct index *index, struct str id,
                           struct str query, struct arena *arena, struct err *err)
{
    struct run run;

    *result = (struct search_class){0};
    enum err_code code = start(&run, index, query, arena, err);
    if (code == ERR_OK)
        code = read_class(result, &run, id, err);
    index_give(index, run.worker);
    return code;
}
