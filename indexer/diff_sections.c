#include "indexer/diff_sections.h"

#include <stdlib.h>

/* What sections have to have in common to belong together. */
enum rule { RULE_ALL, RULE_HEADING, RULE_TEXT };

static int compare_kinds(const struct kind_set *a, const struct kind_set *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return memcmp(a->kinds, b->kinds, a->count);
}

static int compare(const struct record_section *a, const struct record_section *b, enum rule rule)
{
    int order = rule == RULE_TEXT ? 0 : str_compare(a->heading, b->heading);

    if (order == 0 && rule == RULE_ALL)
        order = compare_kinds(&a->kinds, &b->kinds);
    return order == 0 && rule != RULE_HEADING ? str_compare(a->text, b->text) : order;
}

/* A section, and the one that it belongs together with; NULL: none so far. */
struct single {
    const struct record_section *section;
    const struct record_section **partner;
};

/* Those that have none. */
struct singles {
    struct single *items;
    size_t count;
};

static int order_singles(const void *a, const void *b, void *data)
{
    const struct record_section *x = ((const struct single *)a)->section;
    const struct record_section *y = ((const struct single *)b)->section;
    int order = compare(x, y, *(const enum rule *)data);

    if (order != 0)
        return order;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static struct singles singles_of(const struct record_section **partners,
                                 const struct record_section *sections, size_t count,
                                 struct arena *arena)
{
    struct singles singles = {arena_zero(arena, count, sizeof *singles.items), count};

    for (size_t i = 0; i < count; i++)
        singles.items[i] = (struct single){&sections[i], &partners[i]};
    return singles;
}

static void drop_paired(struct singles *singles)
{
    size_t left = 0;

    for (size_t i = 0; i < singles->count; i++)
        if (*singles->items[i].partner == NULL)
            singles->items[left++] = singles->items[i];
    singles->count = left;
}

/* Pairs the first of those that are alike with the first, the second with the second. That a text
 * is empty makes no two alike. */
static void pair(struct singles *old, struct singles *new, enum rule rule)
{
    qsort_r(old->items, old->count, sizeof *old->items, order_singles, &rule);
    qsort_r(new->items, new->count, sizeof *new->items, order_singles, &rule);
    for (size_t i = 0, k = 0; i < old->count && k < new->count;) {
        const struct single *a = &old->items[i], *b = &new->items[k];
        int order = compare(a->section, b->section, rule);
        if (order == 0 && (rule != RULE_TEXT || a->section->text.n > 0)) {
            *a->partner = b->section;
            *b->partner = a->section;
        }
        i += order <= 0;
        k += order >= 0;
    }
    drop_paired(old);
    drop_paired(new);
}

size_t diff_sections(struct diff_section **out, const struct record_section *old, size_t old_count,
                     const struct record_section *new, size_t new_count, struct arena *arena)
{
    const struct record_section **of_old = arena_zero(arena, old_count, sizeof *of_old);
    const struct record_section **of_new = arena_zero(arena, new_count, sizeof *of_new);
    struct singles olds = singles_of(of_old, old, old_count, arena);
    struct singles news = singles_of(of_new, new, new_count, arena);
    struct diff_section *found = arena_zero(arena, old_count + new_count, sizeof *found);
    size_t count = 0;

    pair(&olds, &news, RULE_ALL);
    pair(&olds, &news, RULE_HEADING);
    pair(&olds, &news, RULE_TEXT);
    for (size_t i = 0; i < new_count; i++)
        if (of_new[i] == NULL)
            found[count++] = (struct diff_section){DIFF_APPEARED, NULL, &new[i]};
        else if (compare(of_new[i], &new[i], RULE_ALL) != 0)
            found[count++] = (struct diff_section){DIFF_CHANGED, of_new[i], &new[i]};
    for (size_t i = 0; i < old_count; i++)
        if (of_old[i] == NULL)
            found[count++] = (struct diff_section){DIFF_VANISHED, &old[i], NULL};
    *out = found;
    return count;
}

json_t *diff_section_what(const struct diff_section *section)
{
    const struct record_section *old = section->old, *new = section->new;
    json_t *list = json_array();

    if (compare(old, new, RULE_HEADING) != 0)
        json_array_append_new(list, json_string("heading"));
    if (compare_kinds(&old->kinds, &new->kinds) != 0)
        json_array_append_new(list, json_string("kinds"));
    if (compare(old, new, RULE_TEXT) != 0)
        json_array_append_new(list, json_string("text"));
    return list;
}
