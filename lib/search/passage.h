/* Passages: the text of sections cut into sentences and list items, each with the words that it is
 * compared by. Passages do not overlap, and every word of a text is in one. */
#ifndef SEARCH_PASSAGE_H
#define SEARCH_PASSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/record.h"

struct passage {
    uint32_t section; /* index in its class */
    uint32_t line;    /* of the source, where it begins; 0: not known */
    struct str text;  /* list mark and all; white space around it left off */
    uint32_t *words;  /* numbers of equal words are equal; those of a list mark are no words */
    uint32_t *sorted; /* the same, ascending */
    uint32_t *starts, *ends; /* of each word, in bytes of the text */
    uint32_t count;
};

/* Numbers for words (token.h: in lower case, without punctuation), from 0. */
struct passage_words {
    struct hash table;
    struct str *items;
    size_t count, capacity;
    struct arena *arena; /* that the words live in */
};

void passage_words_free(struct passage_words *words);

/* Sets the words of a passage that has its text; those before `from` are not counted. */
void passage_read(struct passage *passage, size_t from, struct passage_words *words);

struct passage_list {
    struct passage *items;
    size_t count, capacity;
};

/* Appends the passages of a section, the index of which in its class is `number`. Strings are those
 * of the section. */
void passage_split(struct passage_list *list, const struct record_section *section, uint32_t number,
                   struct passage_words *words);

/* An order by words: 0 if both have the same. */
int passage_compare(const struct passage *a, const struct passage *b);

/* Adds 1 to having[word] for each of its different words. */
void passage_count_words(double *having, const struct passage *passage);

/* How alike the words of two passages are, in whatever order, from 0 to 1: twice the weight of
 * those in both, of the weight of all (L. R. Dice, 1945). */
double passage_likeness(const struct passage *a, const struct passage *b, const double *weights);

#endif
