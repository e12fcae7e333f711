#include "search/search.h"

#include <stdlib.h>

#include "search/correct.h"
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
    const struct query_node *typed, *root; /* as parsed, and expanded */
    struct search_reading reading;
    struct correction correction;
    uint32_t *named; /* first sections of the classes that the query names */
    size_t named_count;
    struct arena *arena;
};

/* Parses and expands a query, and finds the classes that it names. */
static enum err_code read_query(struct run *run, struct str query, bool literal, struct err *err)
{
    struct query_node *root = NULL;
    enum err_code code = query_parse(&root, query, run->worker->stemmer, run->arena, err);

    run->typed = run->root = root;
    run->reading.expansions = (struct expansions){0};
    if (code == ERR_OK && !literal)
        run->root = expand_query(&run->reading.expansions, root, query, index_acronyms(run->index),
                                 index_lexicon(run->index), run->arena);
    return code;
}

/* A query that says where to look, or what is not to be found, names no class. */
static void find_named(struct run *run, struct str query)
{
    free(run->named);
    run->named = NULL;
    run->named_count = 0;
    if (query_is_plain(run->typed))
        run->named_count = titles_find(&run->named, index_titles(run->index), query);
}

static enum err_code gather_run(struct gathered *gathered, struct run *run,
                                const struct search_request *request, bool strict, size_t wanted,
                                struct err *err)
{
    struct gather_request all = {.index = run->index,
                                 .root = run->root,
                                 .filters = &request->filters,
                                 .order = request->order,
                                 .classes = request->classes,
                                 .named = run->named,
                                 .named_count = run->named_count,
                                 .strict = strict,
                                 .wanted = wanted,
                                 .deadline_ms = request->deadline_ms};

    enum err_code code = gather(gathered, &all, run->worker, run->arena, err);
    if (code == ERR_LIMIT && run->root != run->typed) { /* no query fails for being expanded */
        all.root = run->root = run->typed;
        run->reading.expansions = (struct expansions){0};
        code = gather(gathered, &all, run->worker, run->arena, err);
    }
    return code;
}

/* One word corrected can be seen in the query that is answered; of several it is said. */
static void note_changes(struct run *run)
{
    const struct correction *correction = &run->correction;
    struct buf text = {0};

    if (correction->change_count < 2)
        return;
    buf_text(&text, "Corrected word by word: ");
    for (size_t i = 0; i < correction->change_count; i++) {
        const struct correction_change *change = &correction->changes[i];
        buf_printf(&text, "%s%.*s to %.*s", i > 0 ? ", " : "", (int)change->from.n, change->from.p,
                   (int)change->to.n, change->to.p);
    }
    buf_char(&text, '.');
    notes_add(&run->reading.notes, buf_view(&text), run->arena);
    buf_free(&text);
}

/* Finds what the query matches with its words corrected; nothing is changed if that is nothing. */
static enum err_code find_corrected(struct gathered *gathered, struct run *run,
                                    const struct search_request *request, size_t wanted,
                                    struct err *err)
{
    struct run corrected = *run;

    corrected.named = NULL;
    corrected.reading.corrected = run->reading.suggestion;
    corrected.reading.suggestion = (struct str){0};
    if (read_query(&corrected, run->reading.suggestion, request->literal, NULL) != ERR_OK)
        return ERR_OK; /* it has become too long */
    find_named(&corrected, run->reading.suggestion);
    enum err_code code = gather_run(gathered, &corrected, request, true, wanted, err);
    if (code == ERR_OK && gathered->any) {
        free(run->named);
        *run = corrected;
    } else {
        free(corrected.named);
    }
    return code;
}

static enum err_code find_notes(struct run *run, struct str typed, uint64_t deadline_ms,
                                struct err *err)
{
    bool corrected = run->reading.corrected.n > 0;
    enum err_code code =
        notes_make(&run->reading.notes, run->worker, corrected ? run->reading.corrected : typed,
                   run->typed, deadline_ms, run->arena, err);

    if (code == ERR_OK && corrected)
        note_changes(run);
    return code;
}

/* Leaves in *gathered the first `wanted` results. */
static enum err_code find(struct gathered *gathered, struct run *run,
                          const struct search_request *request, size_t wanted, struct err *err)
{
    *gathered = (struct gathered){0};
    find_named(run, request->query);
    enum err_code code =
        correct_query(&run->correction, run->worker, request->query, run->typed,
                      &run->reading.expansions, request->deadline_ms, run->arena, err);
    bool correctable = run->correction.query.n > 0 && !run->correction.quoted && !request->strict;
    run->reading.suggestion = run->correction.query;
    if (code == ERR_OK)
        code = gather_run(gathered, run, request, request->strict || correctable, wanted, err);
    if (code == ERR_OK && correctable && !gathered->any) {
        code = find_corrected(gathered, run, request, wanted, err);
        if (code == ERR_OK && !gathered->any)
            code = gather_run(gathered, run, request, false, wanted, err);
    }
    run->reading.relaxed = gathered->relaxed;
    return code == ERR_OK ? find_notes(run, request->query, request->deadline_ms, err) : code;
}

/* Leaves in *found what the page shows, in order. */
static enum err_code find_page(struct search_page *page, struct rank *found, struct run *run,
                               const struct search_request *request, struct err *err)
{
    uint64_t first = (uint64_t)(request->page - 1) * request->per_page;
    struct gathered gathered;
    enum err_code code = find(&gathered, run, request, (size_t)(first + request->per_page), err);

    if (code != ERR_OK)
        return code;
    *found = gathered.rank;
    size_t skipped = first < found->count ? (size_t)first : found->count;
    if (skipped > 0)
        found->items += skipped;
    found->count -= skipped;
    page->reading = run->reading;
    page->sections = gathered.tally.total.sections;
    page->classes = gathered.tally.total.classes;
    uint32_t results = request->classes ? page->classes : page->sections;
    page->pages = (results + request->per_page - 1) / request->per_page;
    set_facets(page, &gathered.tally, run->arena);
    return ERR_OK;
}

static bool is_named(const struct run *run, uint32_t docid)
{
    size_t low = 0, high = run->named_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->named[middle] == docid)
            return true;
        if (run->named[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static enum err_code start(struct run *run, struct index *index, struct str query, bool literal,
                           struct arena *arena, struct err *err)
{
    *run = (struct run){.index = index, .arena = arena};
    enum err_code code = index_take(&run->worker, index, err);
    return code == ERR_OK ? read_query(run, query, literal, err) : code;
}

static void finish(struct run *run)
{
    free(run->named);
    index_give(run->index, run->worker);
}

/* Shows the sections found, or of each class the first ones. */

static enum err_code show_named(struct search_page *page, struct show *show, const struct run *run,
                                const struct ranked *ranked, struct err *err)
{
    struct search_hit *hit = &page->hits[page->hit_count++];
    enum err_code code = show_hit(hit, show, ranked, err);

    hit->named = is_named(run, ranked->docid);
    return code;
}

static enum err_code show_hits(struct search_page *page, struct show *show, const struct run *run,
                               const struct rank *found, struct err *err)
{
    enum err_code code = ERR_OK;

    page->hits = arena_zero(run->arena, found->count, sizeof *page->hits);
    for (size_t i = 0; code == ERR_OK && i < found->count; i++)
        code = show_named(page, show, run, &found->items[i], err);
    return code;
}

static enum err_code show_groups(struct search_page *page, struct show *show, const struct run *run,
                                 const struct rank *found, struct err *err)
{
    enum err_code code = ERR_OK;

    page->hits = arena_zero(run->arena, found->count * RANK_HITS, sizeof *page->hits);
    page->groups = arena_zero(run->arena, found->count, sizeof *page->groups);
    for (size_t i = 0; code == ERR_OK && i < found->count; i++) {
        const struct rank_class *class = &found->classes[found->items[i].class];
        struct search_group *group = &page->groups[page->group_count++];
        *group = (struct search_group){.hits = page->hits + page->hit_count,
                                       .hit_count = class->hit_count,
                                       .sections = class->sections,
                                       .score = found->items[i].score};
        for (size_t k = 0; code == ERR_OK && k < class->hit_count; k++)
            code = show_named(page, show, run, &class->hits[k], err);
    }
    return code;
}

static enum err_code show_page(struct search_page *page, const struct run *run,
                               const struct rank *found, const struct search_request *request,
                               struct err *err)
{
    struct show show =
        show_start(run->index, run->worker, run->root, request->deadline_ms, run->arena);
    enum err_code code = request->classes ? show_groups(page, &show, run, found, err)
                                          : show_hits(page, &show, run, found, err);

    show_finish(&show);
    return code;
}

enum err_code search_run(struct search_page *page, struct index *index,
                         const struct search_request *request, struct arena *arena, struct err *err)
{
    struct rank found = {0};
    struct run run;

    *page = (struct search_page){0};
    enum err_code code = start(&run, index, request->query, request->literal, arena, err);
    if (code == ERR_OK)
        code = find_page(page, &found, &run, request, err);
    if (code == ERR_OK)
        code = show_page(page, &run, &found, request, err);
    finish(&run);
    return code;
}

struct search_cursor {
    struct index *index;
    struct cursor_row {
        uint32_t docid;
        uint32_t sections;
        float score;
        bool named;
    } * rows;
    size_t at; /* the next one */
    struct search_summary summary;
    struct arena *texts; /* of the summary */
};

static struct str copy_text(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p != NULL ? text.p : "", text.n), text.n};
}

static struct search_reading copy_reading(const struct search_reading *reading, struct arena *arena)
{
    const struct expansions *from = &reading->expansions;
    struct expansion *items = arena_zero(arena, from->count, sizeof *items);

    for (size_t i = 0; i < from->count; i++) {
        items[i] = from->items[i];
        items[i].from = copy_text(items[i].from, arena);
        items[i].to = arena_zero(arena, items[i].to_count, sizeof *items[i].to);
        for (size_t k = 0; k < items[i].to_count; k++)
            items[i].to[k] = copy_text(from->items[i].to[k], arena);
    }
    struct note *notes = arena_zero(arena, reading->notes.count, sizeof *notes);
    for (size_t i = 0; i < reading->notes.count; i++)
        notes[i] = (struct note){copy_text(reading->notes.items[i].text, arena),
                                 copy_text(reading->notes.items[i].query, arena)};
    return (struct search_reading){.relaxed = reading->relaxed,
                                   .corrected = copy_text(reading->corrected, arena),
                                   .suggestion = copy_text(reading->suggestion, arena),
                                   .expansions = {.items = items, .count = from->count},
                                   .notes = {.items = notes, .count = reading->notes.count}};
}

/* Of what was found, only what the rows need is kept. */
static void keep_rows(struct search_cursor *cursor, const struct run *run,
                      const struct gathered *gathered, bool classes)
{
    const struct rank *found = &gathered->rank;

    cursor->texts = arena_new();
    cursor->summary = (struct search_summary){.reading = copy_reading(&run->reading, cursor->texts),
                                              .sections = gathered->tally.total.sections,
                                              .classes = gathered->tally.total.classes,
                                              .rows = found->count};
    cursor->rows = mem_alloc(found->count * sizeof *cursor->rows);
    for (size_t i = 0; i < found->count; i++) {
        const struct ranked *item = &found->items[i];
        struct cursor_row *row = &cursor->rows[i];
        *row = (struct cursor_row){.docid = item->docid, .score = item->score};
        if (classes) {
            row->docid = found->classes[item->class].hits[0].docid;
            row->sections = found->classes[item->class].sections;
        }
        row->named = is_named(run, row->docid);
    }
}

enum err_code search_open(struct search_cursor **out, struct index *index,
                          const struct search_request *request, struct err *err)
{
    struct arena *arena = arena_new();
    struct gathered gathered;
    struct run run;

    enum err_code code = start(&run, index, request->query, request->literal, arena, err);
    if (code == ERR_OK)
        code = find(&gathered, &run, request, SIZE_MAX, err);
    if (code == ERR_OK) {
        *out = mem_zero(1, sizeof **out);
        (*out)->index = index;
        keep_rows(*out, &run, &gathered, request->classes);
    }
    finish(&run);
    arena_free(arena);
    return code;
}

void search_close(struct search_cursor *cursor)
{
    if (cursor != NULL) {
        free(cursor->rows);
        arena_free(cursor->texts);
    }
    free(cursor);
}

struct search_summary search_summary(const struct search_cursor *cursor)
{
    return cursor->summary;
}

/* The worker is taken for each row, so that none is held by whoever is slow to take rows. */
enum err_code search_next(bool *more, struct search_row *row, struct search_cursor *cursor,
                          struct arena *arena, struct err *err)
{
    struct index_worker *worker = NULL;

    *more = cursor->at < cursor->summary.rows;
    if (!*more)
        return ERR_OK;
    const struct cursor_row *next = &cursor->rows[cursor->at++];
    *row =
        (struct search_row){.sections = next->sections, .score = next->score, .named = next->named};
    enum err_code code = index_take(&worker, cursor->index, err);
    if (code == ERR_OK)
        code = index_section(&row->section, worker, next->docid, arena, err);
    index_give(cursor->index, worker);
    return code;
}

static enum err_code read_class(struct search_class *result, struct run *run, struct str id,
                                uint64_t deadline_ms, struct err *err)
{
    enum err_code code = index_class(&result->class, run->worker, id, run->arena, err);

    if (code != ERR_OK)
        return code;
    struct show show = show_start(run->index, run->worker, run->root, deadline_ms, run->arena);
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
                           struct str query, bool literal, uint64_t deadline_ms,
                           struct arena *arena, struct err *err)
{
    struct run run;

    *result = (struct search_class){0};
    enum err_code code = start(&run, index, query, literal, arena, err);
    if (code == ERR_OK)
        code = read_class(result, &run, id, deadline_ms, err);
    if (code == ERR_LIMIT && run.root != run.typed) { /* as in gather_run() */
        run.root = run.typed;
        code = read_class(result, &run, id, deadline_ms, err);
    }
    finish(&run);
    return code;
}
