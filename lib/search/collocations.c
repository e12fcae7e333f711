#include "search/collocations.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"

enum {
    CLASSES_MIN = 2, /* that have a phrase */
    BYTES_MOST = 100,
    ITEMS_MOST = 1 << 16,
    PLACES_MOST = 1 << 16,   /* where phrases begin: a text may have one word a million times */
    SENTENCE_WORDS_MOST = 64 /* by which sentences are told apart */
};

/* Words that may stand within a phrase only, and others that stand in none. English, as what is
 * indexed; searching knows no such lists. */
static const char *const joining[] = {"a",  "an", "and", "at", "by",  "for", "from",
                                      "in", "of", "on",  "or", "the", "to",  "with"};
static const char *const breaking[] = {
    "about",  "above", "after", "all",     "also",   "any",   "are",   "as",   "be",     "been",
    "being",  "below", "both",  "but",     "can",    "could", "did",   "do",   "does",   "each",
    "either", "etc",   "had",   "has",     "have",   "he",    "her",   "his",  "how",    "if",
    "into",   "is",    "it",    "its",     "may",    "might", "more",  "most", "must",   "no",
    "nor",    "not",   "one",   "other",   "others", "our",   "over",  "per",  "shall",  "she",
    "should", "so",    "some",  "such",    "than",   "that",  "their", "them", "then",   "these",
    "they",   "this",  "those", "through", "two",    "under", "up",    "upon", "was",    "were",
    "what",   "when",  "where", "which",   "while",  "who",   "whose", "will", "within", "without",
    "would",  "you",   "your"};

struct collocation {
    struct str text;
    uint32_t words, classes, sentences; /* without those said before */
    uint32_t last_class, last_sentence; /* that had it last */
    struct str left, right;             /* the words seen beside it last */
    bool left_varies, right_varies;
    double value;
};

struct collocations {
    const struct collocations_sought *sought;
    struct arena *arena;
    struct collocation *items;
    size_t count, capacity;
    struct hash table;  /* items by their texts */
    struct hash said;   /* sentences */
    uint32_t sentences; /* that have what is sought */
    uint32_t places;    /* where that stands */
    struct buf text;

    /* Of the segment that is read: by number of a word, whether it begins with the prefix sought,
     * and PART_... of those listed. */
    const struct vocabulary *vocabulary;
    uint32_t numbers[COLLOCATIONS_TOKENS_MOST]; /* of the words sought */
    bool *begins;
    uint8_t *parts;
};

struct collocations *collocations_new(const struct collocations_sought *sought, struct arena *arena)
{
    struct collocations *all = mem_zero(1, sizeof *all);

    all->sought = sought;
    all->arena = arena;
    return all;
}

static void close_segment(struct collocations *all)
{
    free(all->begins);
    free(all->parts);
    all->begins = NULL;
    all->parts = NULL;
}

void collocations_free(struct collocations *all)
{
    if (all == NULL)
        return;
    close_segment(all);
    free(all->items);
    hash_free(&all->table);
    hash_free(&all->said);
    buf_free(&all->text);
    free(all);
}

/* What a word may be of a phrase: anything, not its end, or nothing. */
enum part { PART_ANY, PART_WITHIN, PART_NONE };

static enum part part_by_shape(struct str word)
{
    if (word.n == 0 || isdigit((unsigned char)word.p[0]))
        return PART_NONE;
    return utf8_length(word) == 1 ? PART_WITHIN : PART_ANY;
}

bool collocations_may_begin(struct str word)
{
    return !STR_AMONG(word, breaking) && !STR_AMONG(word, joining) &&
           part_by_shape(word) == PART_ANY;
}

static enum part part_of(const struct collocations *all, uint32_t number)
{
    enum part listed = (enum part)all->parts[number];

    return listed != PART_ANY ? listed : part_by_shape(vocabulary_text(all->vocabulary, number));
}

static void list_parts(struct collocations *all, const char *const list[], size_t count,
                       enum part part)
{
    for (size_t i = 0; i < count; i++)
        all->parts[vocabulary_find(all->vocabulary, str_of(list[i]))] = (uint8_t)part;
}

bool collocations_open_segment(struct collocations *all, const struct vocabulary *vocabulary)
{
    const struct collocations_sought *sought = all->sought;
    uint32_t end = vocabulary_end(vocabulary);

    close_segment(all);
    for (size_t i = 0; i < sought->count; i++) {
        all->numbers[i] = sought->possessive[i] ? VOCABULARY_POSSESSIVE
                                                : vocabulary_find(vocabulary, sought->words[i]);
        if (all->numbers[i] == VOCABULARY_NONE)
            return false;
    }
    struct vocabulary_range range = vocabulary_prefix(vocabulary, sought->prefix);
    all->vocabulary = vocabulary;
    all->begins = mem_zero(end, sizeof *all->begins);
    all->parts = mem_zero(end, sizeof *all->parts);
    all->begins[VOCABULARY_POSSESSIVE] = sought->prefix.n == 0;
    all->parts[VOCABULARY_POSSESSIVE] = PART_WITHIN;
    for (uint32_t place = range.first; place < range.end; place++)
        all->begins[vocabulary_at(vocabulary, place)] = true;
    list_parts(all, joining, sizeof joining / sizeof *joining, PART_WITHIN);
    list_parts(all, breaking, sizeof breaking / sizeof *breaking, PART_NONE);
    return true;
}

/* Counting. */

/* The words of a heading or a sentence. */
struct stretch {
    const uint32_t *words;
    size_t count;
    uint32_t class_docid;
    bool is_new; /* none that was read before has the same words */
};

/* The item of the phrase in all->text; NULL if there is no room for it. */
static struct collocation *take_item(struct collocations *all, uint32_t words)
{
    struct str text = buf_view(&all->text);
    uint32_t hash = hash_str(text), number;
    size_t at = 0;

    while ((number = hash_next(&all->table, hash, &at)) != HASH_END)
        if (str_eq(all->items[number].text, text))
            return &all->items[number];
    if (all->count == ITEMS_MOST)
        return NULL;
    hash_add(&all->table, hash, (uint32_t)all->count);
    all->items = mem_grow(all->items, all->count, &all->capacity, sizeof *all->items);
    struct collocation *item = &all->items[all->count++];
    *item = (struct collocation){.text = {arena_strndup(all->arena, text.p, text.n), text.n},
                                 .words = words};
    return item;
}

/* Takes a word beside a phrase. What no phrase begins or ends with is as good as the sentence's
 * end. */
static void see_beside(struct str *last, bool *varies, const struct collocations *all,
                       const struct stretch *stretch, size_t at)
{
    if (at >= stretch->count || part_of(all, stretch->words[at]) != PART_ANY) {
        *varies = true;
        return;
    }
    struct str word = vocabulary_text(all->vocabulary, stretch->words[at]);
    *varies = *varies || (last->n > 0 && !str_eq(*last, word));
    *last = word;
}

/* Counts the phrase in all->text, which are the words from .. to. */
static void count_phrase(struct collocations *all, const struct stretch *stretch, size_t from,
                         size_t to, uint32_t words)
{
    struct collocation *item = take_item(all, words);

    if (item == NULL)
        return;
    see_beside(&item->left, &item->left_varies, all, stretch, from - 1); /* SIZE_MAX: none */
    see_beside(&item->right, &item->right_varies, all, stretch, to + 1);
    item->classes += item->last_class != stretch->class_docid;
    item->last_class = stretch->class_docid;
    item->sentences += stretch->is_new && item->last_sentence != all->sentences;
    item->last_sentence = all->sentences;
}

/* Counts the phrases that begin with a word. */
static void count_phrases(struct collocations *all, const struct stretch *stretch, size_t from)
{
    uint32_t words = 0;

    all->text.n = 0;
    for (size_t i = from; i < stretch->count; i++) {
        bool possessive = stretch->words[i] == VOCABULARY_POSSESSIVE;
        enum part part = part_of(all, stretch->words[i]);
        if (part == PART_NONE || (!possessive && ++words > COLLOCATIONS_WORDS_MOST))
            return;
        if (i > from)
            buf_char(&all->text, possessive ? '\'' : ' ');
        buf_str(&all->text, vocabulary_text(all->vocabulary, stretch->words[i]));
        if (all->text.n > BYTES_MOST)
            return;
        if (i - from >= all->sought->count && words > 1 && part == PART_ANY)
            count_phrase(all, stretch, from, i, words);
    }
}

static bool is_sought(const struct collocations *all, const struct stretch *stretch, size_t at)
{
    size_t count = all->sought->count;

    return all->begins[stretch->words[at + count]] &&
           memcmp(stretch->words + at, all->numbers, count * sizeof *all->numbers) == 0 &&
           part_of(all, stretch->words[at]) == PART_ANY;
}

/* Has no sentence that was asked about before the same words? Of different ones, few have the same
 * hash. */
static bool is_new_sentence(struct collocations *all, const struct stretch *stretch)
{
    uint32_t hash = 0;
    size_t at = 0;

    for (size_t i = 0; i < stretch->count && i < SENTENCE_WORDS_MOST; i++)
        hash = hash * 31 + hash_str(vocabulary_text(all->vocabulary, stretch->words[i]));
    if (hash_next(&all->said, hash, &at) != HASH_END)
        return false;
    hash_add(&all->said, hash, 0);
    return true;
}

static void read_stretch(struct collocations *all, struct stretch *stretch)
{
    bool found = false;

    for (size_t i = 0; i + all->sought->count < stretch->count && all->places < PLACES_MOST; i++) {
        if (!is_sought(all, stretch, i))
            continue;
        all->places++;
        if (!found) {
            stretch->is_new = is_new_sentence(all, stretch);
            all->sentences++;
            found = true;
        }
        count_phrases(all, stretch, i);
    }
}

void collocations_read(struct collocations *all, const struct tokens_section *section,
                       uint32_t class_docid)
{
    struct stretch stretch = {section->words, section->heading_count, class_docid, false};

    read_stretch(all, &stretch);
    for (uint32_t i = 0, start = section->heading_count; i < section->sentence_count; i++) {
        stretch.words = section->words + start;
        stretch.count = section->sentences[i].end - start;
        read_stretch(all, &stretch);
        start = section->sentences[i].end;
    }
}

/* Choosing. */

static int compare_texts(const void *a, const void *b)
{
    const struct collocation *x = a, *y = b;
    return str_compare(x->text, y->text);
}

static bool goes_on(struct str longer, struct str phrase)
{
    return longer.n > phrase.n && (longer.p[phrase.n] == ' ' || longer.p[phrase.n] == '\'');
}

static bool is_acronym_of(const struct acronyms *acronyms, struct str letters, struct str words)
{
    size_t count;
    const struct acronym_pair *pairs = acronyms_of(&count, acronyms, letters);

    for (size_t i = 0; i < count; i++)
        if (str_eq(pairs[i].words, words))
            return true;
    return false;
}

/* Is the last word an acronym of those before it? */
static bool ends_in_acronym(const struct acronyms *acronyms, struct str text)
{
    size_t at = text.n;

    while (at > 0 && text.p[at - 1] != ' ')
        at--;
    return at > 0 && is_acronym_of(acronyms, str_from(text, at), (struct str){text.p, at - 1});
}

/* "Criminal Justice Information Services (CJIS)" is a phrase before the bracket. */
static bool is_kept(const struct collocation *item, const struct acronyms *acronyms)
{
    return item->classes >= CLASSES_MIN && item->left_varies &&
           (item->right_varies || is_acronym_of(acronyms, item->right, item->text)) &&
           !ends_in_acronym(acronyms, item->text);
}

/* Keeps those that are phrases. */
static void keep(struct collocations *all, const struct acronyms *acronyms)
{
    size_t kept = 0;

    for (size_t i = 0; i < all->count; i++)
        if (is_kept(&all->items[i], acronyms))
            all->items[kept++] = all->items[i];
    all->count = kept;
}

/* Works out what phrases in order of their texts are worth: those that begin with one follow it. */
static void set_values(struct collocations *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct collocation *item = &all->items[i];
        double longer = 0, sentences = 0;
        for (size_t k = i + 1; k < all->count && str_starts(all->items[k].text, item->text); k++) {
            if (!goes_on(all->items[k].text, item->text))
                continue;
            longer++;
            sentences += all->items[k].sentences;
        }
        item->value = log2(item->words) * (item->sentences - (longer > 0 ? sentences / longer : 0));
    }
}

size_t collocations_choose(struct str *phrases, size_t most, struct collocations *all,
                           const struct acronyms *acronyms)
{
    size_t count = 0;

    keep(all, acronyms);
    if (all->count > 1)
        qsort(all->items, all->count, sizeof *all->items, compare_texts);
    set_values(all);
    for (; count < most; count++) {
        struct collocation *best = NULL;
        for (size_t i = 0; i < all->count; i++)
            if (all->items[i].value > (best != NULL ? best->value : 0))
                best = &all->items[i];
        if (best == NULL)
            break;
        phrases[count] = best->text;
        best->value = 0;
    }
    return count;
}
