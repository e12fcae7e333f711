#include "search/show.h"

#include "search/comparison.h"
#include "search/deadline.h"

enum { SNIPPET_BYTES = 280 };

struct show show_start(const struct index *index, struct index_worker *worker,
                       const struct query_node *root, uint64_t deadline_ms, struct arena *arena)
{
    return (struct show){
        .index = index,
        .worker = worker,
        .root = root,
        .spans = arena_zero(arena, index_segment_count(index), sizeof(struct span_node *)),
        .deadline_ms = deadline_ms,
        .arena = arena};
}

void show_finish(struct show *show)
{
    for (size_t i = 0; i < index_segment_count(show->index); i++)
        span_free(show->spans[i]);
}

/* Marks what of a section states the requirements for which comparisons find it. */
static bool *mark_stated(const struct show *show, const struct segment *segment, uint32_t section,
                         uint32_t words)
{
    bool *marked = arena_zero(show->arena, words, sizeof *marked);
    const struct requirements_item *items;
    uint32_t count;

    requirements_of(&items, &count, segment->requirements, section);
    comparison_mark(marked, words, show->root, items, count);
    return marked;
}

enum err_code show_section(struct record_section *record, struct highlight *highlight,
                           struct show *show, uint32_t docid, struct err *err)
{
    struct tokens_section words;
    size_t at = 0;
    uint32_t there = 0;
    enum err_code code = deadline_check(show->deadline_ms, err);

    if (code == ERR_OK)
        code = index_locate(&at, &there, show->index, docid, err);
    if (code != ERR_OK)
        return code;
    const struct segment *segment = &index_segments(show->index)[at].segment;
    if (show->spans[at] == NULL)
        show->spans[at] = span_compile(show->root, segment->vocabulary, show->arena);
    code = segment_read_section(record, &words, segment, there, &show->worker->tokens, show->arena,
                                err);
    if (code == ERR_OK)
        code =
            highlight_section(highlight, record, &words, show->spans[at],
                              mark_stated(show, segment, there - 1, words.count), show->arena, err);
    return code;
}

enum err_code show_hit(struct search_hit *hit, struct show *show, const struct ranked *ranked,
                       struct err *err)
{
    struct highlight highlight;
    enum err_code code = show_section(&hit->section, &highlight, show, ranked->docid, err);

    if (code != ERR_OK)
        return code;
    hit->score = ranked->score;
    hit->heading_marks = highlight.heading;
    highlight_to_code_points(&hit->heading_marks, hit->section.heading);
    highlight_snippet(&hit->snippet, hit->section.text, &highlight.text, SNIPPET_BYTES,
                      show->arena);
    return ERR_OK;
}
