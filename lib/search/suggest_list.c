#include "search/suggest_list.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/token.h"

void suggest_fold(struct buf *out, struct str text, bool parted)
{
    struct tokenizer tokens;
    size_t start = out->n;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        if (parted && out->n > start)
            buf_char(out, ' ');
        buf_str(out, buf_view(&tokens.word));
    }
    tokenizer_free(&tokens);
}

uint32_t suggest_list_item(struct suggest_list *list, struct suggest_item item)
{
    list->items =
        mem_grow(list->items, list->item_count, &list->item_capacity, sizeof *list->items);
    list->items[list->item_count] = item;
    return (uint32_t)list->item_count++;
}

void suggest_list_add(struct suggest_list *list, struct str text, uint32_t item, bool parted)
{
    size_t start = list->texts.n;

    suggest_fold(&list->texts, text, parted);
    for (size_t at = start; at < list->texts.n; at++) {
        if (at > start && list->texts.p[at - 1] != ' ')
            continue;
        list->entries =
            mem_grow(list->entries, list->count, &list->capacity, sizeof *list->entries);
        list->entries[list->count++] =
            (struct suggest_entry){.start = at,
                                   .length = (uint32_t)(list->texts.n - at),
                                   .item = item,
                                   .whole = at == start};
    }
}

struct str suggest_entry_text(const struct suggest_entry *entry)
{
    return (struct str){entry->text, entry->length};
}

static int compare_entries(const void *a, const void *b)
{
    const struct suggest_entry *x = a, *y = b;
    int order = str_compare(suggest_entry_text(x), suggest_entry_text(y));

    return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

void suggest_list_sort(struct suggest_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        list->entries[i].text = list->texts.p + list->entries[i].start;
    if (list->count > 1)
        qsort(list->entries, list->count, sizeof *list->entries, compare_entries);
}

void suggest_list_free(struct suggest_list *list)
{
    free(list->entries);
    free(list->items);
    buf_free(&list->texts);
}

static bool is_better(const struct suggest_pick *a, const struct suggest_pick *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank;
    return a->classes != b->classes ? a->classes > b->classes : a->item < b->item;
}

/* Puts it where it belongs, unless its item stands before that already. */
static void add_pick(struct suggest_picks *picks, struct suggest_pick pick)
{
    size_t at = 0, from;

    while (at < picks->count && is_better(&picks->items[at], &pick)) {
        if (picks->items[at].item == pick.item)
            return;
        at++;
    }
    if (at == picks->limit)
        return;
    for (from = at; from < picks->count && picks->items[from].item != pick.item;)
        from++;
    if (from == picks->count && picks->count < picks->limit)
        picks->count++;
    else if (from == picks->count)
        from--;
    memmove(&picks->items[at + 1], &picks->items[at], (from - at) * sizeof pick);
    picks->items[at] = pick;
}

/* The first entry that does not stand before the text. */
static size_t lower_bound(const struct suggest_list *list, struct str text)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(suggest_entry_text(&list->entries[middle]), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* As nothing stands before a blank, the entries of a word that has ended come before those of
 * longer ones. */
void suggest_list_pick(struct suggest_picks *picks, const struct suggest_list *list,
                       struct str prefix, bool ended, size_t limit)
{
    *picks = (struct suggest_picks){.limit = limit};
    if (prefix.n == 0)
        return;
    for (size_t i = lower_bound(list, prefix);
         i < list->count && str_starts(suggest_entry_text(&list->entries[i]), prefix); i++) {
        const struct suggest_entry *entry = &list->entries[i];
        bool same = entry->length == prefix.n;
        if (ended && !same && entry->text[prefix.n] != ' ')
            break;
        enum suggest_rank rank = !entry->whole ? SUGGEST_WITHIN
                                 : same        ? SUGGEST_EQUAL
                                               : SUGGEST_BEGINS;
        add_pick(picks, (struct suggest_pick){entry->item, list->items[entry->item].classes, rank});
    }
}
