#include "search/gather.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "search/match.h"

enum {
    SHARES_MAX = 8,
    SHARED_FROM = 65536 /* postings: fewer are read sooner than a thread is started */
};

/* What one thread does: matches one segment after the other, whichever is next. */
struct share {
    const struct gather_request *request;
    struct index_worker *worker;
    struct match *match;
    struct tally tally;
    struct rank rank;
    struct arena *arena;
    atomic_size_t *next; /* segment; the same for all */
    bool relaxed, any;   /* any: some section matches, whatever the filters */
    enum err_code code;
    struct err err;
    pthread_t thread;
};

static enum err_code rank_segment(struct share *share, uint32_t base, size_t segment,
                                  const struct bitmap *matches)
{
    const float *scores;

    if (bitmap_is_empty(matches))
        return ERR_OK;
    enum err_code code = match_scores(&scores, share->match, segment, matches, &share->err);
    for (uint32_t word = 0; code == ERR_OK && word < BITMAP_WORDS; word++) {
        for (uint64_t bits = matches->words[word]; bits != 0; bits &= bits - 1) {
            uint32_t i = word * 64 + (uint32_t)__builtin_ctzll(bits);
            if (rank_keeps(&share->rank, scores[i]))
                rank_add(&share->rank, (struct ranked){base + i + 1, scores[i]});
        }
    }
    return code;
}

static enum err_code do_segment(struct share *share, size_t i)
{
    const struct index_segment *segment = &index_segments(share->request->index)[i];
    struct bitmap matches;
    enum err_code code = match_segment(&matches, share->match, i, share->relaxed, &share->err);

    if (code != ERR_OK || bitmap_is_empty(&matches))
        return code;
    share->any = true;
    tally_segment(&share->tally, &segment->segment.columns, &segment->values, &matches);
    return rank_segment(share, segment->base, i, &matches);
}

static void *do_segments(void *data)
{
    struct share *share = data;
    size_t count = index_segment_count(share->request->index), i;

    while (share->code == ERR_OK && (i = atomic_fetch_add(share->next, 1)) < count)
        share->code = do_segment(share, i);
    return NULL;
}

/* `first`: the share whose match is copied; NULL: this is the first. */
static void start_share(struct share *share, const struct gather_request *request,
                        const struct share *first, struct arena *arena)
{
    *share = (struct share){.request = request, .worker = share->worker, .arena = arena};
    rank_start(&share->rank, request->wanted, arena);
    share->code = tally_start(&share->tally, index_values(request->index), request->filters, arena,
                              &share->err);
    if (share->code != ERR_OK)
        return;
    if (first != NULL)
        share->match = match_copy(first->match, share->worker, arena);
    else
        share->code = match_new(&share->match, share->worker, request->root, request->deadline_ms,
                                arena, &share->err);
}

/* How many threads are to share the work that the first share has found there to be. */
static size_t share_count(const struct share *first)
{
    size_t count = index_segment_count(first->request->index);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (first->code != ERR_OK || match_work(first->match) < SHARED_FROM || processors < 1)
        return 1;
    if (count > (size_t)processors)
        count = (size_t)processors;
    return count > SHARES_MAX ? SHARES_MAX : count < 1 ? 1 : count;
}

/* Takes a worker for another share; false if there is none to be had, which is no error. */
static bool add_share(struct share *share, const struct share *first)
{
    if (index_take(&share->worker, first->request->index, NULL) != ERR_OK)
        return false;
    start_share(share, first->request, first, arena_new());
    return true;
}

static void end_share(struct share *share)
{
    match_free(share->match);
    index_give(share->request->index, share->worker);
    arena_free(share->arena);
}

/* Matches all segments, the calling thread taking the first share. True if anything matches. */
static bool do_all(struct share *shares, size_t count, bool relaxed)
{
    atomic_size_t next = 0;
    size_t started = 1;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        shares[i].next = &next;
        shares[i].relaxed = relaxed;
    }
    while (started < count &&
           pthread_create(&shares[started].thread, NULL, do_segments, &shares[started]) == 0)
        started++;
    do_segments(&shares[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(shares[i].thread, NULL);
    for (size_t i = 0; i < count; i++)
        any = any || shares[i].any;
    return any;
}

/* Adds what the other shares found to the first one's, and frees them. */
static void unite(struct share *shares, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (shares[0].code == ERR_OK && shares[i].code != ERR_OK) {
            shares[0].code = shares[i].code;
            shares[0].err = shares[i].err;
        }
        if (shares[0].code == ERR_OK) {
            tally_add(&shares[0].tally, &shares[i].tally);
            for (size_t k = 0; k < shares[i].rank.count; k++)
                rank_add(&shares[0].rank, shares[i].rank.items[k]);
        }
        end_share(&shares[i]);
    }
}

enum err_code gather(struct gathered *gathered, const struct gather_request *request,
                     struct index_worker *worker, struct arena *arena, struct err *err)
{
    struct share shares[SHARES_MAX] = {{.worker = worker}};
    size_t count = 1;

    *gathered = (struct gathered){.relaxed = false};
    start_share(&shares[0], request, NULL, arena);
    size_t wanted = share_count(&shares[0]);
    while (count < wanted && add_share(&shares[count], &shares[0]))
        count++;
    bool any = do_all(shares, count, false);
    /* Relaxing looks at the words alone, not at the filters: choosing one never changes what the
     * query means. */
    if (shares[0].code == ERR_OK && !any && query_part_count(request->root) > 1)
        gathered->relaxed = do_all(shares, count, true);
    unite(shares, count);
    match_free(shares[0].match);
    if (shares[0].code != ERR_OK && err != NULL)
        *err = shares[0].err;
    rank_finish(&shares[0].rank);
    gathered->tally = shares[0].tally;
    gathered->rank = shares[0].rank;
    return shares[0].code;
}
