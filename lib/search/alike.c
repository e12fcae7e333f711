#include "search/alike.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/deadline.h"

/* A set on its way: its items by rank, the rarest first. */
struct ranked_set {
    uint32_t *items;
    uint32_t count, index; /* index: of the caller's */
};

/* That a set has an item, and as which of its own. */
struct posting {
    uint32_t set, place;
};

/* The sets that have an item among their first, in order of size; those before `from` have become
 * too small. */
struct postings {
    struct posting *items;
    uint32_t count, from;
};

struct joining {
    uint64_t likeness;
    const struct alike_taker *taker;
    struct ranked_set *sets; /* the smallest first */
    uint32_t count, end;
    uint32_t *items; /* of all sets */
    struct posting *entries;
    struct postings *postings; /* of each rank */
    uint32_t *common; /* of each set, items met so far in common with the one at hand, or IMPOSSIBLE
                       */
    uint32_t *met;    /* sets that have such a number */
    uint32_t met_count;
    uint64_t steps; /* since the clock was looked at */
};

enum { STEPS = 1 << 16 }; /* between two looks at the clock */
#define IMPOSSIBLE UINT32_MAX

static uint32_t divide_up(uint64_t a, uint64_t b)
{
    return (uint32_t)((a + b - 1) / b);
}

/* How small a set may be to be like one of `count` items. */
static uint32_t least_count(const struct joining *joining, uint32_t count)
{
    return divide_up(joining->likeness * count, ALIKE_WHOLE);
}

/* How many items sets of these sizes have in common if they are alike: c / (a + b - c) >= t. */
static uint32_t least_common(const struct joining *joining, uint32_t a, uint32_t b)
{
    return divide_up(joining->likeness * ((uint64_t)a + b), ALIKE_WHOLE + joining->likeness);
}

/* Of a set and one that is no smaller, and of a set and one that is no larger: among how many of
 * its first items there is one in common. */
static uint32_t first_beside_larger(const struct joining *joining, uint32_t count)
{
    return count - least_common(joining, count, count) + 1;
}

static uint32_t first_beside_smaller(const struct joining *joining, uint32_t count)
{
    return count - least_count(joining, count) + 1;
}

struct frequency {
    uint32_t item, sets;
};

static int compare_frequencies(const void *a, const void *b)
{
    const struct frequency *x = a, *y = b;

    if (x->sets != y->sets)
        return x->sets < y->sets ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int compare_sizes(const void *a, const void *b)
{
    const struct ranked_set *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* The rank of each item; free() it. */
static uint32_t *rank_items(const struct alike_set *sets, uint32_t count, uint32_t end)
{
    struct frequency *frequencies = mem_zero(end, sizeof *frequencies);
    uint32_t *ranks = mem_zero(end, sizeof *ranks);

    for (uint32_t i = 0; i < end; i++)
        frequencies[i].item = i;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < sets[i].count; k++)
            frequencies[sets[i].items[k]].sets++;
    qsort(frequencies, end, sizeof *frequencies, compare_frequencies);
    for (uint32_t i = 0; i < end; i++)
        ranks[frequencies[i].item] = i;
    free(frequencies);
    return ranks;
}

static void copy_sets(struct joining *joining, const struct alike_set *sets)
{
    uint32_t *ranks = rank_items(sets, joining->count, joining->end);
    size_t total = 0;

    for (uint32_t i = 0; i < joining->count; i++)
        total += sets[i].count;
    joining->items = mem_alloc(total * sizeof *joining->items);
    joining->sets = mem_zero(joining->count, sizeof *joining->sets);
    total = 0;
    for (uint32_t i = 0; i < joining->count; i++) {
        struct ranked_set *set = &joining->sets[i];
        *set = (struct ranked_set){joining->items + total, sets[i].count, i};
        for (uint32_t k = 0; k < set->count; k++)
            set->items[k] = ranks[sets[i].items[k]];
        qsort(set->items, set->count, sizeof *set->items, compare_numbers);
        total += set->count;
    }
    free(ranks);
    qsort(joining->sets, joining->count, sizeof *joining->sets, compare_sizes);
}

/* Makes room for what each rank will have. */
static void reserve_postings(struct joining *joining)
{
    size_t total = 0;

    joining->postings = mem_zero(joining->end, sizeof *joining->postings);
    for (uint32_t i = 0; i < joining->count; i++) {
        uint32_t first = first_beside_larger(joining, joining->sets[i].count);
        for (uint32_t k = 0; k < first; k++)
            joining->postings[joining->sets[i].items[k]].count++;
        total += first;
    }
    joining->entries = mem_alloc(total * sizeof *joining->entries);
    total = 0;
    for (uint32_t i = 0; i < joining->end; i++) {
        struct postings *postings = &joining->postings[i];
        postings->items = joining->entries + total;
        total += postings->count;
        postings->count = 0;
    }
}

/* Sets that have the item at `place` of a set among their first: each that can still be alike has
 * one item more in common. */
static void meet(struct joining *joining, const struct ranked_set *set, uint32_t place)
{
    struct postings *postings = &joining->postings[set->items[place]];
    uint32_t least = least_count(joining, set->count);

    while (postings->from < postings->count &&
           joining->sets[postings->items[postings->from].set].count < least)
        postings->from++;
    for (uint32_t i = postings->from; i < postings->count; i++) {
        struct posting posting = postings->items[i];
        uint32_t other = joining->sets[posting.set].count;
        uint32_t *common = &joining->common[posting.set];
        if (*common == IMPOSSIBLE)
            continue;
        if (*common == 0)
            joining->met[joining->met_count++] = posting.set;
        uint32_t left = set->count - place, other_left = other - posting.place;
        uint32_t most = *common + (left < other_left ? left : other_left);
        *common = most < least_common(joining, set->count, other) ? IMPOSSIBLE : *common + 1;
    }
    joining->steps += postings->count - postings->from;
}

/* Have they so many items in common? */
static bool have_common(struct joining *joining, const struct ranked_set *a,
                        const struct ranked_set *b, uint32_t least)
{
    uint32_t i = 0, k = 0, common = 0;

    while (common < least && i < a->count && k < b->count) {
        uint32_t left = a->count - i, other_left = b->count - k;
        if (common + (left < other_left ? left : other_left) < least)
            break;
        uint32_t x = a->items[i], y = b->items[k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    joining->steps += i + k;
    return common >= least;
}

static void compare(struct joining *joining, const struct ranked_set *set,
                    const struct ranked_set *other)
{
    const struct alike_taker *taker = joining->taker;

    if (taker->is_settled != NULL && taker->is_settled(taker->data, other->index, set->index))
        return;
    if (have_common(joining, other, set, least_common(joining, other->count, set->count)))
        taker->take(taker->data, other->index, set->index);
}

/* Compares a set with those before it, and is then there for those behind it. */
static void join_set(struct joining *joining, uint32_t number)
{
    const struct ranked_set *set = &joining->sets[number];

    for (uint32_t i = 0; i < first_beside_smaller(joining, set->count); i++)
        meet(joining, set, i);
    for (uint32_t i = 0; i < joining->met_count; i++) {
        uint32_t *common = &joining->common[joining->met[i]];
        if (*common != IMPOSSIBLE)
            compare(joining, set, &joining->sets[joining->met[i]]);
        *common = 0;
    }
    joining->steps += joining->met_count;
    joining->met_count = 0;
    for (uint32_t i = 0; i < first_beside_larger(joining, set->count); i++) {
        struct postings *postings = &joining->postings[set->items[i]];
        postings->items[postings->count++] = (struct posting){number, i};
    }
}

enum err_code alike_find(const struct alike_set *sets, uint32_t count, uint32_t end,
                         uint32_t likeness, const struct alike_taker *taker, uint64_t deadline_ms,
                         struct err *err)
{
    struct joining joining = {.likeness = likeness, .taker = taker, .count = count, .end = end};
    enum err_code code = ERR_OK;

    copy_sets(&joining, sets);
    reserve_postings(&joining);
    joining.common = mem_zero(count, sizeof *joining.common);
    joining.met = mem_alloc(count * sizeof *joining.met);
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        join_set(&joining, i);
        if (joining.steps++ >= STEPS) {
            joining.steps = 0;
            code = deadline_check(deadline_ms, err);
        }
    }
    free(joining.items);
    free(joining.sets);
    free(joining.entries);
    free(joining.postings);
    free(joining.common);
    free(joining.met);
    return code;
}
