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

/* The results of one segment, in order of docid, on their way to be ranked. */
struct ranking {
    struct share *share;
    const struct index_segment *segment;
    size_t number; /* of the segment */
    const float *scores;
    const struct bitmap *named; /* NULL: none */
    uint32_t class_number;      /* of the section ranked last; UINT32_MAX: none */
    uint64_t class_key;         /* by every order but relevance */
    struct rank_class class;    /* if classes are ranked */
};

/* Ranks the class whose sections have been seen. */
static void end_class(struct ranking *ranking)
{
    struct rank *rank = &ranking->share->rank;
    const struct ranked *first = &ranking->class.hits[0];

    if (ranking->class.hit_count == 0)
        return;
    bool by_score = ranking->share->request->order.by == ORDER_RELEVANCE;
    const struct columns *columns = &ranking->segment->segment.columns;
    struct ranked item = {.key = by_score ? first->key : ranking->class_key,
                          .docid = ranking->segment->base +
                                   columns->classes[ranking->class_number].first + 1,
                          .score = first->score};
    if (rank_keeps(rank, item.key))
        rank_add(rank, item, &ranking->class);
    ranking->class = (struct rank_class){0};
}

static void begin_class(struct ranking *ranking, uint32_t class_number)
{
    const struct gather_request *request = ranking->share->request;
    const struct columns *columns = &ranking->segment->segment.columns;

    ranking->class_number = class_number;
    if (request->order.by != ORDER_RELEVANCE)
        ranking->class_key = order_class_key(
            request->order, &columns->classes[class_number],
            titles_place(index_titles(request->index), ranking->number, class_number));
}

static void rank_section(struct ranking *ranking, uint32_t i)
{
    const struct gather_request *request = ranking->share->request;
    bool named = ranking->named != NULL && bitmap_has(ranking->named, i);
    struct ranked item = {.key = order_score_key(ranking->scores[i], named),
                          .docid = ranking->segment->base + i + 1,
                          .score = ranking->scores[i]};

    if (request->classes || request->order.by != ORDER_RELEVANCE) {
        uint32_t class_number = ranking->segment->segment.columns.sections[i].class_number;
        if (class_number != ranking->class_number) {
            end_class(ranking);
            begin_class(ranking, class_number);
        }
    }
    if (request->classes) {
        rank_class_add(&ranking->class, item);
        return;
    }
    if (request->order.by != ORDER_RELEVANCE)
        item.key = ranking->class_key;
    if (rank_keeps(&ranking->share->rank, item.key))
        rank_add(&ranking->share->rank, item, NULL);
}

/* What is asked for mostly: sections by relevance, none of them named. */
static void rank_by_score(struct rank *rank, uint32_t base, const float *scores,
                          const struct bitmap *matches)
{
    for (uint32_t word = 0; word < BITMAP_WORDS; word++) {
        for (uint64_t bits = matches->words[word]; bits != 0; bits &= bits - 1) {
            uint32_t i = word * 64 + (uint32_t)__builtin_ctzll(bits);
            uint64_t key = order_score_key(scores[i], false);
            if (rank_keeps(rank, key))
                rank_add(rank,
                         (struct ranked){.key = key, .docid = base + i + 1, .score = scores[i]},
                         NULL);
        }
    }
}

static enum err_code rank_segment(struct share *share, size_t segment, const struct bitmap *named,
                                  const struct bitmap *matches)
{
    struct ranking ranking = {.share = share,
                              .segment = &index_segments(share->request->index)[segment],
                              .number = segment,
                              .named = named,
                              .class_number = UINT32_MAX};

    if (bitmap_is_empty(matches))
        return ERR_OK;
    enum err_code code = match_scores(&ranking.scores, share->match, segment, matches, &share->err);
    if (code != ERR_OK)
        return code;
    if (named == NULL && !share->request->classes && share->request->order.by == ORDER_RELEVANCE) {
        rank_by_score(&share->rank, ranking.segment->base, ranking.scores, matches);
        return ERR_OK;
    }
    for (uint32_t word = 0; word < BITMAP_WORDS; word++)
        for (uint64_t bits = matches->words[word]; bits != 0; bits &= bits - 1)
            rank_section(&ranking, word * 64 + (uint32_t)__builtin_ctzll(bits));
    end_class(&ranking);
    return ERR_OK;
}

/* The named sections that are in a segment; false if none is. */
static bool named_sections(struct bitmap *named, const struct gather_request *request,
                           const struct index_segment *segment)
{
    uint32_t end = segment->base + segment->segment.columns.section_count;
    size_t i = 0, first;

    while (i < request->named_count && request->named[i] <= segment->base)
        i++;
    first = i;
    if (i == request->named_count || request->named[i] > end)
        return false;
    bitmap_clear(named);
    for (i = first; i < request->named_count && request->named[i] <= end; i++)
        bitmap_add(named, request->named[i] - segment->base - 1);
    return true;
}

static enum err_code do_segment(struct share *share, size_t i)
{
    const struct index_segment *segment = &index_segments(share->request->index)[i];
    struct bitmap matches, named;
    enum err_code code = match_segment(&matches, share->match, i, share->relaxed, &share->err);

    if (code != ERR_OK)
        return code;
    bool has_named = named_sections(&named, share->request, segment);
    if (has_named)
        bitmap_or(&matches, &named);
    if (bitmap_is_empty(&matches))
        return ERR_OK;
    share->any = true;
    tally_segment(&share->tally, &segment->segment.columns, &segment->values, &matches);
    if (share->request->visit != NULL)
        return share->request->visit(share->request->visit_data, share->worker, i, &matches,
                                     &share->err);
    return rank_segment(share, i, has_named ? &named : NULL, &matches);
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
    const struct gather_request *request = shares[0].request;

    for (size_t i = 1; i < count; i++) {
        if (shares[0].code == ERR_OK && shares[i].code != ERR_OK) {
            shares[0].code = shares[i].code;
            shares[0].err = shares[i].err;
        }
        if (shares[0].code == ERR_OK) {
            tally_add(&shares[0].tally, &shares[i].tally);
            const struct rank *other = &shares[i].rank;
            for (size_t k = 0; k < other->count; k++)
                rank_add(&shares[0].rank, other->items[k],
                         request->classes ? &other->classes[other->items[k].class] : NULL);
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
    if (shares[0].code == ERR_OK && !any && !request->strict && query_part_count(request->root) > 1)
        any = gathered->relaxed = do_all(shares, count, true);
    unite(shares, count);
    match_free(shares[0].match);
    if (shares[0].code != ERR_OK && err != NULL)
        *err = shares[0].err;
    rank_finish(&shares[0].rank);
    gathered->any = any;
    gathered->tally = shares[0].tally;
    gathered->rank = shares[0].rank;
    return shares[0].code;
}
