#include "search/search.h"

#include <stdlib.h>

#include "search/comparison.h"
#include "search/gather.h"
#include "search/query.h"
#include "search/span.h"

enum { SNIPPET_BYTES = 280 };

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
    struct span_node **spans; /* the query in each segment's vocabulary; NULL until needed */
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

/* Marks what of a section states the requirements for which comparisons find it. */
static bool *mark_stated(const struct run *run, const struct segment *segment, uint32_t section,
                         uint32_t words)
{
    bool *marked = arena_zero(run->arena, words, sizeof *marked);
    const struct requirements_item *items;
    uint32_t count;

    requirements_of(&items, &count, segment->requirements, section);
    comparison_mark(marked, words, run->root, items, count);
    return marked;
}

/* Reads a section's record and marks in it what the query finds. */
static enum err_code show(struct record_section *record, struct highlight *highlight,
                          struct run *run, uint32_t index_docid, struct err *err)
{
    struct tokens_section words;
    size_t segment = 0;
    uint32_t docid = 0;
    enum err_code code = index_locate(&segment, &docid, run->index, index_docid, err);

    if (code != ERR_OK)
        return code;
    const struct segment *there = &index_segments(run->index)[segment].segment;
    if (run->spans[segment] == NULL)
        run->spans[segment] = span_compile(run->root, there->vocabulary, run->arena);
    code = segment_read_section(record, &run->worker->readers[segment], docid, run->arena, err);
    if (code == ERR_OK)
        code = tokens_read(&words, &run->worker->tokens, there->tokens, docid - 1,
                           span_needs_sentences(run->spans[segment]), err);
    if (code == ERR_OK)
        code = highlight_section(highlight, record, &words, run->spans[segment],
                                 mark_stated(run, there, docid - 1, words.count), run->arena, err);
    return code;
}

static enum err_code make_hit(struct search_hit *hit, struct run *run, const struct ranked *ranked,
                              struct err *err)
{
    struct highlight highlight;
    enum err_code code = show(&hit->section, &highlight, run, ranked->docid, err);

    if (code != ERR_OK)
        return code;
    hit->score = ranked->score;
    hit->heading_marks = highlight.heading;
    highlight_to_code_points(&hit->heading_marks, hit->section.heading);
    highlight_snippet(&hit->snippet, hit->section.text, &highlight.text, SNIPPET_BYTES, run->arena);
    return ERR_OK;
}

static enum err_code start(struct run *run, struct index *index, struct str query,
                           struct arena *arena, struct err *err)
{
    struct query_node *root = NULL;

    *run = (struct run){.index = index, .arena = arena};
    run->spans = arena_zero(arena, index_segment_count(index), sizeof *run->spans);
    enum err_code code = index_take(&run->worker, index, err);
    if (code == ERR_OK)
        code = query_parse(&root, query, run->worker->stemmer, arena, err);
    run->root = root;
    return code;
}

static void finish(struct run *run)
{
    for (size_t i = 0; i < index_segment_count(run->index); i++)
        span_free(run->spans[i]);
    index_give(run->index, run->worker);
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
        page->hits = arena_zero(arena, hits.count, sizeof *page->hits);
    for (size_t i = 0; code == ERR_OK && i < hits.count; i++) {
        code = make_hit(&page->hits[i], &run, &hits.items[i], err);
        page->hit_count++;
    }
    finish(&run);
    return code;
}

static enum err_code read_class(struct search_class *result, struct run *run, struct str id,
                                struct err *err)
{
    enum err_code code = index_class(&result->class, run->worker, id, run->arena, err);

    if (code != ERR_OK)
        return code;
    uint32_t count = result->class.sections;
    result->sections = arena_zero(run->arena, count, sizeof *result->sections);
    result->heading_marks = arena_zero(run->arena, count, sizeof *result->heading_marks);
    result->text_marks = arena_zero(run->arena, count, sizeof *result->text_marks);
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        struct record_section *section = &result->sections[i];
        struct highlight highlight;
        code = show(section, &highlight, run, result->class.first_docid + i, err);
        if (code != ERR_OK)
            break;
        result->heading_marks[i] = highlight.heading;
        result->text_marks[i] = highlight.text;
        highlight_to_code_points(&result->heading_marks[i], section->heading);
        highlight_to_code_points(&result->text_marks[i], section->text);
    }
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
    finish(&run);
    return code;
}
