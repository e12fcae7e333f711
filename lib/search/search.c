#include "search/search.h"

#include <stdlib.h>

#include "search/match.h"
#include "search/query.h"

enum { SNIPPET_BYTES = 280 };

struct ranked {
    uint32_t docid;
    double score;
};

/* Is a before b in the total order? */
static bool ranks_before(const struct ranked *a, const struct ranked *b)
{
    return a->score > b->score || (!(a->score < b->score) && a->docid < b->docid);
}

static int compare_ranked(const void *a, const void *b)
{
    return ranks_before(a, b) ? -1 : ranks_before(b, a) ? 1 : 0;
}

/* The best `capacity` of what is added: a binary heap with the worst at its root. */
struct top {
    struct ranked *items;
    size_t count, capacity;
};

static void sift_down(struct top *top, size_t at)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < top->count; child++)
            if (ranks_before(&top->items[worst], &top->items[child]))
                worst = child;
        if (worst == at)
            return;
        struct ranked swap = top->items[at];
        top->items[at] = top->items[worst];
        top->items[worst] = swap;
        at = worst;
    }
}

static void top_add(struct top *top, struct ranked item)
{
    if (top->count < top->capacity) {
        size_t at = top->count++;
        top->items[at] = item;
        while (at > 0 && ranks_before(&top->items[(at - 1) / 2], &top->items[at])) {
            struct ranked swap = top->items[at];
            top->items[at] = top->items[(at - 1) / 2];
            top->items[(at - 1) / 2] = swap;
            at = (at - 1) / 2;
        }
    } else if (top->count > 0 && ranks_before(&item, &top->items[0])) {
        top->items[0] = item;
        sift_down(top, 0);
    }
}

static int compare_values(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;

    if (x->sections != y->sections)
        return x->sections > y->sections ? -1 : 1;
    size_t n = x->value.n < y->value.n ? x->value.n : y->value.n;
    int order = memcmp(x->value.p, y->value.p, n);
    return order != 0 ? order : (x->value.n > y->value.n) - (x->value.n < y->value.n);
}

static void set_facets(struct search_page *page, const struct columns *columns,
                       const struct tally *tally, struct arena *arena)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        page->facets[f].values = arena_zero(arena, tally->sizes[f], sizeof *page->facets[f].values);
        for (uint32_t i = 0; i < tally->sizes[f]; i++) {
            const struct tally_count *count = &tally->facets[f][i];
            bool selected = tally->selected[f] != NULL && tally->selected[f][i];
            struct str value = columns_value(columns, f, i);
            if (count->sections > 0 || selected)
                page->facets[f].values[page->facets[f].count++] = (struct search_facet_value){
                    value, facet_value_label(f, value), count->sections, count->classes, selected};
        }
        if (!facet_has_order(f))
            qsort(page->facets[f].values, page->facets[f].count, sizeof *page->facets[f].values,
                  compare_values);
    }
}

/* Counts all matches and keeps the best; leaves in *top what the page shows, best first. */
static enum err_code count_and_rank(struct search_page *page, struct top *top,
                                    const struct columns *columns,
                                    const struct search_request *request,
                                    const struct xap_matches *matches, struct arena *arena,
                                    struct err *err)
{
    struct tally tally;
    uint64_t first = (uint64_t)(request->page - 1) * request->per_page;
    uint64_t wanted = first + request->per_page;
    enum err_code code = tally_start(&tally, columns, &request->filters, arena, err);

    if (code != ERR_OK)
        return code;
    top->capacity = wanted < matches->count ? (size_t)wanted : matches->count;
    top->items = arena_zero(arena, top->capacity, sizeof *top->items);
    for (size_t i = 0; i < matches->count; i++) {
        uint32_t docid = matches->docids[i];
        if (docid > columns->row_count)
            return err_set(err, ERR_FORMAT, "section %u has no row; rebuild the index", docid);
        if (tally_add(&tally, &columns->rows[docid - 1]))
            top_add(top, (struct ranked){docid, matches->weights[i]});
    }
    qsort(top->items, top->count, sizeof *top->items, compare_ranked);
    size_t skipped = first < top->count ? (size_t)first : top->count;
    top->items += skipped;
    top->count -= skipped;
    page->sections = tally.total.sections;
    page->classes = tally.total.classes;
    page->pages = (page->sections + request->per_page - 1) / request->per_page;
    set_facets(page, columns, &tally, arena);
    return ERR_OK;
}

static enum err_code make_hit(struct search_hit *hit, const struct ranked *ranked,
                              struct index_worker *worker, const struct query_node *root,
                              struct arena *arena, struct err *err)
{
    struct marks marks;
    enum err_code code = index_section(&hit->section, worker, ranked->docid, arena, err);

    hit->score = ranked->score;
    if (code == ERR_OK)
        code = highlight_find(&hit->heading_marks, hit->section.heading, root, worker->stemmer,
                              arena, err);
    if (code == ERR_OK)
        code = highlight_find(&marks, hit->section.text, root, worker->stemmer, arena, err);
    if (code != ERR_OK)
        return code;
    highlight_to_code_points(&hit->heading_marks, hit->section.heading);
    highlight_snippet(&hit->snippet, hit->section.text, &marks, SNIPPET_BYTES, arena);
    return ERR_OK;
}

static enum err_code run(struct search_page *page, struct index *index, struct index_worker *worker,
                         const struct search_request *request, struct xap_matches *matches,
                         struct arena *arena, struct err *err)
{
    struct query_node *root;
    struct top top = {0};
    enum err_code code = query_parse(&root, request->query, worker->stemmer, arena, err);

    if (code == ERR_OK)
        code = match_sections(matches, worker, root, false, request->deadline_ms, err);
    /* Relaxing looks at the words alone, not at the filters: choosing one never changes what the
     * query means. */
    if (code == ERR_OK && matches->count == 0 && query_leaf_count(root) > 1) {
        code = match_sections(matches, worker, root, true, request->deadline_ms, err);
        page->relaxed = matches->count > 0;
    }
    if (code == ERR_OK)
        code = count_and_rank(page, &top, index_columns(index), request, matches, arena, err);
    if (code != ERR_OK)
        return code;
    page->hits = arena_zero(arena, top.count, sizeof *page->hits);
    for (size_t i = 0; code == ERR_OK && i < top.count; i++) {
        code = make_hit(&page->hits[i], &top.items[i], worker, root, arena, err);
        page->hit_count++;
    }
    return code;
}

enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena, struct err *err)
{
    struct index_worker *worker = NULL;
    struct xap_matches matches = {0};

    *page = (struct search_page){0};
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = run(page, index, worker, request, &matches, arena, err);
    xap_matches_free(&matches);
    index_give(index, worker);
    return code;
}

static enum err_code read_class(struct search_class *result, struct index_worker *worker,
                                struct str id, struct str query, struct arena *arena,
                                struct err *err)
{
    struct query_node *root;
    enum err_code code = index_class(&result->class, worker, id, arena, err);

    if (code == ERR_OK)
        code = query_parse(&root, query, worker->stemmer, arena, err);
    if (code != ERR_OK)
        return code;
    uint32_t count = result->class.sections;
    result->sections = arena_zero(arena, count, sizeof *result->sections);
    result->heading_marks = arena_zero(arena, count, sizeof *result->heading_marks);
    result->text_marks = arena_zero(arena, count, sizeof *result->text_marks);
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        struct record_section *section = &result->sections[i];
        code = index_section(section, worker, result->class.first_docid + i, arena, err);
        if (code == ERR_OK)
            code = highlight_find(&result->heading_marks[i], section->heading, root,
                                  worker->stemmer, arena, err);
        if (code == ERR_OK)
            code = highlight_find(&result->text_marks[i], section->text, root, worker->stemmer,
                                  arena, err);
        if (code == ERR_OK) {
            highlight_to_code_points(&result->heading_marks[i], section->heading);
            highlight_to_code_points(&result->text_marks[i], section->text);
        }
    }
    return code;
}

enum err_code search_class(struct search_class *result, struct index *index, struct str id,
                           struct str query, struct arena *arena, struct err *err)
{
    struct index_worker *worker = NULL;

    *result = (struct search_class){0};
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = read_class(result, worker, id, query, arena, err);
    index_give(index, worker);
    return code;
}
