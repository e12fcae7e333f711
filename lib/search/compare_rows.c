#include "search/compare_rows.h"

#include <stdlib.h>

static const double ALIKE = 0.35;     /* passages, at least */
static const double SAME_PART = 0.25; /* for passages whose sections are aligned */

static int compare_places(const struct compare_item *x, const struct compare_item *y)
{
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int by_words(const void *a, const void *b)
{
    const struct compare_item *x = *(const struct compare_item *const *)a;
    const struct compare_item *y = *(const struct compare_item *const *)b;
    int order = passage_compare(x->passage, y->passage);

    return order != 0 ? order : compare_places(x, y);
}

static int by_words_and_part(const void *a, const void *b)
{
    const struct compare_item *x = *(const struct compare_item *const *)a;
    const struct compare_item *y = *(const struct compare_item *const *)b;
    int order = passage_compare(x->passage, y->passage);

    if (order == 0)
        order = (x->part > y->part) - (x->part < y->part);
    return order != 0 ? order : compare_places(x, y);
}

/* Of passages with the same words, which are sorted by class: joins the first of each class, then
 * the second of each, and so on. */
static void join_in_turn(struct align *rows, const struct compare_items *all,
                         struct compare_item **equal, size_t count)
{
    size_t first[COMPARE_MOST + 1] = {0}, most = 0;

    for (size_t class = 0, i = 0; class < COMPARE_MOST; class ++) {
        first[class] = i;
        while (i < count && equal[i]->class == class)
            i++;
        first[class + 1] = i;
        most = i - first[class] > most ? i - first[class] : most;
    }
    for (size_t turn = 0; turn < most; turn++) {
        const struct compare_item *lead = NULL;
        for (size_t class = 0; class < COMPARE_MOST; class ++) {
            if (first[class] + turn >= first[class + 1])
                continue;
            const struct compare_item *item = equal[first[class] + turn];
            if (lead == NULL)
                lead = item;
            else
                align_join(rows, (uint32_t)(lead - all->items), (uint32_t)(item - all->items));
        }
    }
}

/* Joins passages with the same words: those of one part, or, of those that are left, any. */
static void join_equal(struct align *rows, const struct compare_items *all, bool of_one_part)
{
    struct compare_item **sorted = mem_alloc(all->count * sizeof(struct compare_item *));
    size_t count = 0;

    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].passage->count > 0 && align_is_alone(rows, i))
            sorted[count++] = &all->items[i];
    if (count > 1)
        qsort(sorted, count, sizeof(struct compare_item *),
              of_one_part ? by_words_and_part : by_words);
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count; end++)
            if (passage_compare(sorted[start]->passage, sorted[end]->passage) != 0 ||
                (of_one_part && sorted[start]->part != sorted[end]->part))
                break;
        join_in_turn(rows, all, sorted + start, end - start);
    }
    free(sorted);
}

/* Joins what is alike among the passages of two classes. */
static void find_alike(struct align_pairs *pairs, const struct compare_items *all,
                       const struct align *rows, const double *weights, size_t a, size_t b)
{
    uint32_t count = all->first[a + 1] - all->first[a];

    for (uint32_t i = 0; i < count; i++) {
        uint32_t one = all->first[a] + i;
        size_t low, high;
        align_near(&low, &high, i, count, all->first[b + 1] - all->first[b]);
        for (size_t k = low; k < high; k++) {
            uint32_t other = all->first[b] + (uint32_t)k;
            if (align_group(rows, one) == align_group(rows, other))
                continue;
            double how =
                passage_likeness(all->items[one].passage, all->items[other].passage, weights);
            bool one_part = all->items[one].part == all->items[other].part;
            if (how >= ALIKE)
                align_pairs_add(pairs, one, other, how + (one_part ? SAME_PART : 0));
        }
    }
}

struct align compare_rows(const struct compare_items *all, size_t classes, const double *weights,
                          struct arena *arena)
{
    uint8_t *columns = arena_zero(arena, all->count, sizeof *columns);
    struct align_pairs pairs = {0};

    for (uint32_t i = 0; i < all->count; i++)
        columns[i] = all->items[i].class;
    struct align rows = align_start(columns, all->count, arena);
    join_equal(&rows, all, true);
    join_equal(&rows, all, false);
    for (size_t a = 0; a < classes; a++)
        for (size_t b = a + 1; b < classes; b++)
            find_alike(&pairs, all, &rows, weights, a, b);
    align_join_best(&rows, &pairs);
    align_pairs_free(&pairs);
    return rows;
}
