#include "search/search.h"

#include <stdlib.h>

#include "search/match.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/span.h"

enum { SNIPPET_BYTES = 280 };

static int compare_values(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;

    if (x->sections != y->sections)
        return x->sections > y->sections ? -1 : 1;
    size_t n = x->value.n < y->value.n ? x->value.n : y->value.n;
    int order = memcmp(x->value.p, y->value.p, n);
    return order != 0 ? order : (x->value.n > y->value.n) - (x->value.n < y->value.n);
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
        if (!facet_has_order(f))
            qsort(page->facets[f].values, page->facets[f].count, sizeof *page->facets[f].values,
                  compare_values);
    }
}

/* A search under way. */
struct run {
    struct index *index;
    struct index_worker *worker;
    const struct query_node *root;
    struct match *match;
    struct tally tally;
    struct rank rank;
    struct span_node **spans; /* the query in each segment's vocabulary; NULL until needed */
    struct arena *arena;
};

static enum err_code rank_segment(struct run *run, size_t segment, const struct bitmap *matches,
                                  struct err *err)
{
    uint32_t base = index_segments(run->index)[segment].base;
    const float *scores;

    if (bitmap_next(matches, 0) == SEGMENT_SECTIONS_MAX)
        return ERR_OK;
    enum err_code code = match_scores(&scores, run->match, segment, matches, err);
    for (uint32_t word = 0; code == ERR_OK && word < BITMAP_WORDS; word++) {
        for (uint64_t bits = matches->words[word]; bits != 0; bits &= bits - 1) {
            uint32_t i = word * 64 + (uint32_t)__builtin_ctzll(bits);
            if (rank_keeps(&run->rank, scores[i]))
                rank_add(&run->rank, (struct ranked){base + i + 1, scores[i]});
        }
    }
    return code;
}

/* Counts all matches and keeps the best. *any is set if there are some, whatever the filters. */
static enum err_code match_all(bool *any, struct run *run, bool relaxed, struct err *err)
{
    enum err_code code = ERR_OK;
    struct bitmap matches;

    *any = false;
    for (size_t i = 0; code == ERR_OK && i < index_segment_count(run->index); i++) {
        const struct index_segment *segment = &index_segments(run->index)[i];
        code = match_segment(&matches, run->match, i, relaxed, err);
        if (code != ERR_OK || bitmap_next(&matches, 0) == SEGMENT_SECTIONS_MAX)
            continue;
        *any = true;
        tally_segment(&run->tally, &segment->segment.columns, &segment->values, &matches);
        code = rank_segment(run, i, &matches, err);
    }
    return code;
}

/* Leaves in run->rank what the page shows, best first. */
static enum err_code find_page(struct search_page *page, struct run *run,
                               const struct search_request *request, struct err *err)
{
    uint64_t first = (uint64_t)(request->page - 1) * request->per_page;
    bool any = false;
    enum err_code code =
        tally_start(&run->tally, index_values(run->index), &request->filters, run->arena, err);

    rank_start(&run->rank, (size_t)(first + request->per_page), run->arena);
    if (code == ERR_OK)
        code =
            match_new(&run->match, run->worker, run->root, request->deadline_ms, run->arena, err);
    if (code == ERR_OK)
        code = match_all(&any, run, false, err);
    /* Relaxing looks at the words alone, not at the filters: choosing one never changes what the
     * query means. */
    if (code == ERR_OK && !any && query_part_count(run->root) > 1)
        code = match_all(&page->relaxed, run, true, err);
    if (code != ERR_OK)
        return code;
    rank_finish(&run->rank);
    size_t skipped = first < run->rank.count ? (size_t)first : run->rank.count;
    run->rank.items += skipped;
    run->rank.count -= skipped;
    page->sections = run->tally.total.sections;
    page->classes = run->tally.total.classes;
    page->pages = (page->sections + request->per_page - 1) / request->per_page;
    set_facets(page, &run->tally, run->arena);
    return ERR_OK;
}

/* Reads a section's record and marks the query's words in it. */
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
        code = highlight_section(highlight, record, &words, run->spans[segment], run->arena, err);
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
    match_free(run->match);
    index_give(run->index, run->worker);
}

enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena, struct err *err)
{
    struct run run;

    *page = (struct search_page){0};
    enum err_code code = start(&run, index, request->query, arena, err);
    if (code == ERR_OK)
        code = find_page(page, &run, request, err);
    if (code == ERR_OK)
        page->hits = arena_zero(arena, run.rank.count, sizeof *page->hits);
    for (size_t i = 0; code == ERR_OK && i < run.rank.count; i++) {
        code = make_hit(&page->hits[i], &run, &run.rank.items[i], err);
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
