/* Sorted lists of what suggestions are found by: texts, each from any of its words on. */
#ifndef SEARCH_SUGGEST_LIST_H
#define SEARCH_SUGGEST_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "search/suggest.h"

/* What is suggested, once for all classes that have it. */
struct suggest_item {
    struct str shown; /* as the first one writes it */
    struct str id;    /* the first one's class */
    struct str title; /* of that, for a code; else empty */
    uint32_t classes;
};

/* A text of an item from one of its words on. */
struct suggest_entry {
    const char *text; /* folded; once sorted */
    size_t start;
    uint32_t length, item;
    bool whole; /* from the first one on */
};

struct suggest_list {
    struct suggest_entry *entries;
    struct suggest_item *items;
    size_t count, capacity, item_count, item_capacity;
    struct buf texts;
};

/* Appends the words of a text in lower case, parted by a blank or by nothing. */
void suggest_fold(struct buf *out, struct str text, bool parted);

/* Adds an item, whose texts must live as long as the list, and returns its number. */
uint32_t suggest_list_item(struct suggest_list *list, struct suggest_item item);

/* Adds what an item is found by: all of a text, folded, and what follows each blank of it. */
void suggest_list_add(struct suggest_list *list, struct str text, uint32_t item, bool parted);

/* To be called once, after the last one: entries stand by their texts, then by their items. */
void suggest_list_sort(struct suggest_list *list);
void suggest_list_free(struct suggest_list *list);

struct str suggest_entry_text(const struct suggest_entry *entry);

/* How a text has what was typed: behind a word of its own, from its beginning, and nothing else. */
enum suggest_rank { SUGGEST_WITHIN, SUGGEST_BEGINS, SUGGEST_EQUAL };

struct suggest_pick {
    uint32_t item, classes;
    enum suggest_rank rank;
};

struct suggest_picks {
    struct suggest_pick items[SUGGEST_MOST];
    size_t count, limit;
};

/* Finds the best items that a folded text begins: by rank, then those of the most classes, then in
 * order of their numbers; SUGGEST_MOST at most. ended: its last word is typed to its end. */
void suggest_list_pick(struct suggest_picks *picks, const struct suggest_list *list,
                       struct str prefix, bool ended, size_t limit);

#endif
