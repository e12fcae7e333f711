#include "search/postings.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/deadline.h"

enum { BLOCK = 4096 }; /* postings read between two looks at the clock */

static void make_room(struct postings *postings)
{
    size_t wanted = (size_t)postings->live + BLOCK;

    if (wanted <= postings->capacity)
        return;
    if (wanted < 2 * postings->capacity)
        wanted = 2 * postings->capacity;
    postings->sections = mem_resize(postings->sections, wanted, sizeof *postings->sections);
    postings->counts = mem_resize(postings->counts, wanted, sizeof *postings->counts);
    postings->capacity = wanted;
}

/* Appends those that are live; ERR_FORMAT if there is one of a section that the segment lacks. */
static enum err_code append(struct postings *postings, const struct index_segment *segment,
                            const uint32_t *docids, const uint32_t *wdfs, size_t count,
                            struct err *err)
{
    uint32_t n = postings->live;

    make_room(postings);
    if (count > 0 && docids[count - 1] > segment->segment.columns.section_count)
        return err_set(err, ERR_FORMAT, "%s: has postings of no section; rebuild the index",
                       segment->segment.database);
    for (size_t i = 0; i < count; i++) {
        postings->sections[n] = (uint16_t)(docids[i] - 1);
        postings->counts[n] = (uint16_t)(wdfs[i] < UINT16_MAX ? wdfs[i] : UINT16_MAX);
        n += segment->all_live || bitmap_has(&segment->live, docids[i] - 1);
    }
    postings->live = n;
    return ERR_OK;
}

static enum err_code read_segment(struct postings *postings, struct xap_database *database,
                                  const struct index_segment *segment, struct str term,
                                  uint64_t deadline_ms, struct err *err)
{
    uint32_t docids[BLOCK], wdfs[BLOCK];
    struct xap_postings *reader = NULL;
    size_t count = BLOCK;
    enum err_code code = xap_postings_open(&reader, database, term, err);

    while (code == ERR_OK && count == BLOCK) {
        code = xap_postings_read(&count, reader, docids, wdfs, BLOCK, err);
        if (code == ERR_OK)
            code = append(postings, segment, docids, wdfs, count, err);
        if (code == ERR_OK && count == BLOCK)
            code = deadline_check(deadline_ms, err);
    }
    xap_postings_free(reader);
    return code;
}

enum err_code postings_read(struct postings *postings, struct index_worker *worker, struct str term,
                            uint64_t deadline_ms, struct err *err)
{
    const struct index_segment *segments = index_segments(worker->index);
    size_t count = index_segment_count(worker->index);
    enum err_code code = deadline_check(deadline_ms, err);

    *postings = (struct postings){.starts = mem_zero(count + 1, sizeof *postings->starts)};
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        code = read_segment(postings, worker->readers[i].database, &segments[i], term, deadline_ms,
                            err);
        postings->starts[i + 1] = postings->live;
    }
    return code;
}

void postings_free(struct postings *postings)
{
    free(postings->sections);
    free(postings->counts);
    free(postings->starts);
    *postings = (struct postings){0};
}

void postings_add_to(struct bitmap *set, const struct postings *postings, size_t segment)
{
    for (size_t i = postings->starts[segment]; i < postings->starts[segment + 1]; i++)
        bitmap_add(set, postings->sections[i]);
}
