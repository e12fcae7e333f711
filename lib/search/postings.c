#include "search/postings.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/deadline.h"
#include "search/schema.h"

enum { BLOCK = 4096 }; /* postings read between two looks at the clock */

static void make_room(struct postings *postings, size_t more)
{
    size_t wanted = postings->count + more;

    if (wanted <= postings->capacity)
        return;
    if (wanted < (size_t)2 * postings->capacity)
        wanted = (size_t)2 * postings->capacity;
    postings->sections = mem_resize(postings->sections, wanted, sizeof *postings->sections);
    postings->counts = mem_resize(postings->counts, wanted, sizeof *postings->counts);
    postings->capacity = (uint32_t)wanted;
}

static uint16_t capped(uint32_t count)
{
    return (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

/* Appends those that are live. Xapian does not look whether its docids make sense. */
static enum err_code append(struct postings *postings, const struct index_segment *segment,
                            const uint32_t *docids, const uint32_t *wdfs, size_t count,
                            struct err *err)
{
    uint32_t sections = segment->segment.columns.section_count, n = postings->count;

    make_room(postings, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t section = docids[i] - 1;
        if (section >= sections)
            return err_set(err, ERR_FORMAT, "%s: has postings of no section; " SCHEMA_REBUILD,
                           segment->segment.database);
        postings->sections[n] = (uint16_t)section;
        postings->counts[n] = capped(wdfs[i]);
        n += segment->all_live || bitmap_has(&segment->live, section);
    }
    postings->count = n;
    return ERR_OK;
}

enum err_code postings_read(struct postings *postings, struct index_worker *worker, size_t segment,
                            struct str term, uint64_t deadline_ms, struct err *err)
{
    const struct index_segment *of = &index_segments(worker->index)[segment];
    uint32_t docids[BLOCK], wdfs[BLOCK];
    struct xap_postings *reader = NULL;
    size_t count = BLOCK;
    enum err_code code = xap_postings_open(&reader, worker->readers[segment].database, term, err);

    postings->count = 0;
    while (code == ERR_OK && count == BLOCK) {
        code = xap_postings_read(&count, reader, docids, wdfs, BLOCK, err);
        if (code == ERR_OK)
            code = append(postings, of, docids, wdfs, count, err);
        if (code == ERR_OK)
            code = deadline_check(deadline_ms, err);
    }
    xap_postings_free(reader);
    return code;
}

/* Takes the next sections of a set as docids; *from moves behind them. */
static size_t take_docids(uint32_t docids[BLOCK], const struct bitmap *set, uint32_t *from)
{
    size_t count = 0;

    for (; count < BLOCK; *from = docids[count++]) {
        uint32_t section = bitmap_next(set, *from);
        if (section == SEGMENT_SECTIONS_MAX)
            break;
        docids[count] = section + 1;
    }
    return count;
}

enum err_code postings_look_up(struct postings *postings, struct index_worker *worker,
                               size_t segment, struct str term, const struct bitmap *within,
                               uint64_t deadline_ms, struct err *err)
{
    uint32_t docids[BLOCK], wdfs[BLOCK], from = 0;
    struct xap_postings *reader = NULL;
    size_t count = BLOCK;
    enum err_code code = xap_postings_open(&reader, worker->readers[segment].database, term, err);

    postings->count = 0;
    while (code == ERR_OK && count == BLOCK) {
        count = take_docids(docids, within, &from);
        code = xap_postings_look_up(reader, docids, wdfs, count, err);
        if (code != ERR_OK)
            break;
        make_room(postings, count);
        for (size_t i = 0; i < count; i++) {
            postings->sections[postings->count] = (uint16_t)(docids[i] - 1);
            postings->counts[postings->count] = capped(wdfs[i]);
            postings->count += wdfs[i] != XAP_NO_POSTING;
        }
        code = deadline_check(deadline_ms, err);
    }
    xap_postings_free(reader);
    return code;
}

void postings_free(struct postings *postings)
{
    free(postings->sections);
    free(postings->counts);
    *postings = (struct postings){0};
}

void postings_add_to(struct bitmap *set, const struct postings *postings)
{
    uint32_t i = 0;

    /* They ascend: those of one word of the set are gathered before it is written. */
    while (i < postings->count) {
        uint32_t word = postings->sections[i] / 64;
        uint64_t bits = 0;
        for (; i < postings->count && postings->sections[i] / 64 == word; i++)
            bits |= UINT64_C(1) << (postings->sections[i] % 64);
        set->words[word] |= bits;
    }
}
