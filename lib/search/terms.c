#include "search/terms.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "search/deadline.h"
#include "search/schema.h"

/* ARCHITECTURE.md says how these were chosen. */
#define BM25_K1           1.2
#define BM25_B            0.75
#define BM25_LEAST_LENGTH 0.25 /* of the mean */
#define TITLE_WEIGHT      1.5

enum { NORMS = 4096 }; /* lengths whose norm is worked out beforehand */

/* Looking sections up is cheaper than reading all postings where these are so many times as many;
 * lists that are short are read as a whole. */
enum { LOOK_UP_RATIO = 2, LOOK_UP_LEAST = 1024 };

struct term {
    const char *prefix;
    struct str text, name;    /* the name is both, as Xapian has it; allocated */
    uint32_t frequency;       /* live sections that have it */
    bool counted;             /* it weighs by its occurrences; else the same wherever it stands */
    size_t stem, title;       /* of a title or capitals: the terms of the same word */
    float query_weight;       /* the weights in the query of all that ask for it */
    float weight;             /* the most that it adds for a weight of 1 */
    struct postings postings; /* in terms->segment, if `known` */
    bool known, whole;        /* whole: they are of all sections, else of those `within` */
    struct bitmap *within;    /* NULL until sections are looked up; kept to be used again */
};

struct terms {
    struct index_worker *worker;
    uint64_t deadline_ms;
    struct term *items;
    size_t count, capacity;
    size_t segment;      /* that is at hand; SIZE_MAX: none */
    double least, slope; /* what a section's length is at least, and what each word of it adds */
    float norms[NORMS];  /* by length */
};

struct terms *terms_new(struct index_worker *worker, uint64_t deadline_ms)
{
    struct terms *terms = mem_zero(1, sizeof *terms);

    terms->worker = worker;
    terms->deadline_ms = deadline_ms;
    terms->segment = SIZE_MAX;
    return terms;
}

struct terms *terms_copy(const struct terms *terms, struct index_worker *worker)
{
    struct terms *copy = mem_alloc(sizeof *copy);

    *copy = *terms;
    copy->worker = worker;
    copy->segment = SIZE_MAX;
    copy->capacity = terms->count;
    copy->items = mem_zero(terms->count, sizeof *copy->items);
    for (size_t i = 0; i < terms->count; i++) {
        const struct term *term = &terms->items[i];
        struct buf name = {0};
        buf_str(&name, term->name);
        copy->items[i] = (struct term){.prefix = term->prefix,
                                       .text = term->text,
                                       .name = buf_view(&name),
                                       .query_weight = term->query_weight,
                                       .frequency = term->frequency,
                                       .counted = term->counted,
                                       .weight = term->weight};
    }
    return copy;
}

void terms_free(struct terms *terms)
{
    if (terms == NULL)
        return;
    for (size_t i = 0; i < terms->count; i++) {
        postings_free(&terms->items[i].postings);
        free(terms->items[i].within);
        free((char *)terms->items[i].name.p);
    }
    free(terms->items);
    free(terms);
}

/* Xapian counts dead sections, too: where there are some, the postings are. */
static enum err_code count_sections(struct term *term, struct terms *terms, struct err *err)
{
    const struct index *index = terms->worker->index;
    enum err_code code = deadline_check(terms->deadline_ms, err);

    for (size_t i = 0; code == ERR_OK && i < index_segment_count(index); i++) {
        uint32_t frequency = 0;
        if (index_segments(index)[i].all_live) {
            code = xap_database_frequency(&frequency, terms->worker->readers[i].database,
                                          term->name, err);
        } else {
            code = postings_read(&term->postings, terms->worker, i, term->name, terms->deadline_ms,
                                 err);
            frequency = term->postings.count;
        }
        term->frequency += frequency;
    }
    return code;
}

static struct term *find(struct terms *terms, const char *prefix, struct str text)
{
    for (size_t i = 0; i < terms->count; i++)
        if (strcmp(terms->items[i].prefix, prefix) == 0 && str_eq(terms->items[i].text, text))
            return &terms->items[i];
    return NULL;
}

enum err_code terms_need(size_t *number, struct terms *terms, const char *prefix, struct str text,
                         float weight, struct err *err)
{
    struct term *term = find(terms, prefix, text);
    enum err_code code = ERR_OK;

    if (term == NULL) {
        struct buf name = {0};
        terms->items = mem_grow(terms->items, terms->count, &terms->capacity, sizeof *terms->items);
        term = &terms->items[terms->count++];
        schema_term(&name, prefix, text);
        *term = (struct term){.prefix = prefix,
                              .text = text,
                              .name = buf_view(&name),
                              .counted = strcmp(prefix, SCHEMA_STEM) == 0};
        code = count_sections(term, terms, err);
    }
    term->query_weight += weight;
    *number = (size_t)(term - terms->items);
    return code;
}

enum err_code terms_need_title(size_t *number, struct terms *terms, size_t stem, float weight,
                               struct err *err)
{
    enum err_code code =
        terms_need(number, terms, SCHEMA_TITLE, terms->items[stem].text, weight, err);

    if (code == ERR_OK)
        terms->items[*number].stem = stem;
    return code;
}

enum err_code terms_need_capitals(struct terms *terms, struct str word, size_t stem, size_t title,
                                  float weight, struct err *err)
{
    size_t number = 0;
    enum err_code code = terms_need(&number, terms, SCHEMA_CAPITALS, word, weight, err);

    if (code != ERR_OK)
        return code;
    terms->items[number].stem = stem;
    terms->items[number].title = title;
    return ERR_OK;
}

struct str terms_text(const struct terms *terms, size_t number)
{
    return terms->items[number].text;
}

uint32_t terms_frequency(const struct terms *terms, size_t number)
{
    return terms->items[number].frequency;
}

uint64_t terms_work(const struct terms *terms)
{
    uint64_t work = 0;

    for (size_t i = 0; i < terms->count; i++)
        work += terms->items[i].frequency;
    return work;
}

static bool is_subset(const struct bitmap *set, const struct bitmap *of)
{
    for (size_t w = 0; w < BITMAP_WORDS; w++)
        if ((set->words[w] & ~of->words[w]) != 0)
            return false;
    return true;
}

/* Whether sections are to be looked up. They were once and others are wanted now: then read all. */
static enum err_code choose(bool *look_up, const struct term *term, struct terms *terms,
                            const struct bitmap *within, struct err *err)
{
    uint32_t frequency = 0;
    enum err_code code = ERR_OK;

    *look_up = false;
    if (term->known || term->frequency < LOOK_UP_LEAST)
        return ERR_OK;
    code = xap_database_frequency(&frequency, terms->worker->readers[terms->segment].database,
                                  term->name, err);
    *look_up = frequency >= LOOK_UP_LEAST && frequency / LOOK_UP_RATIO >= bitmap_count(within);
    return code;
}

enum err_code terms_postings(const struct postings **postings, struct terms *terms, size_t number,
                             size_t segment, const struct bitmap *within, struct err *err)
{
    struct term *term = &terms->items[number];
    bool look_up;

    if (terms->segment != segment)
        for (size_t i = 0; i < terms->count; i++)
            terms->items[i].known = false;
    terms->segment = segment;
    *postings = &term->postings;
    if (term->known && (term->whole || is_subset(within, term->within)))
        return ERR_OK;
    enum err_code code = choose(&look_up, term, terms, within, err);
    if (code != ERR_OK)
        return code;
    if (look_up) {
        if (term->within == NULL)
            term->within = mem_alloc(sizeof *term->within);
        *term->within = *within;
        code = postings_look_up(&term->postings, terms->worker, segment, term->name, within,
                                terms->deadline_ms, err);
    } else {
        code = postings_read(&term->postings, terms->worker, segment, term->name,
                             terms->deadline_ms, err);
    }
    term->whole = !look_up;
    term->known = code == ERR_OK;
    return code;
}

/* How many occurrences it takes, in a section of that length, to weigh half of the most. */
static float norm(const struct terms *terms, uint32_t length)
{
    return (float)(BM25_K1 * (1 - BM25_B) +
                   terms->slope * (length < terms->least ? terms->least : length));
}

/* The odds of Robertson and Sparck Jones, as Xapian has them: kept positive where more than a third
 * of the sections have the term. */
static double rarity(double frequency, double sections)
{
    double odds = (sections - frequency + 0.5) / (frequency + 0.5);

    return log(odds < 2 ? odds * 0.5 + 1 : odds);
}

void terms_weigh(struct terms *terms)
{
    double sections = index_section_count(terms->worker->index);

    for (size_t i = 0; i < terms->count; i++) {
        struct term *term = &terms->items[i];
        uint32_t frequency = term->frequency;
        if (!term->counted && terms->items[term->stem].frequency > frequency)
            frequency = terms->items[term->stem].frequency;
        double most = term->counted ? BM25_K1 + 1 : TITLE_WEIGHT;
        term->weight = (float)(rarity(frequency, sections) * most);
    }
    for (size_t i = 0; i < terms->count; i++) {
        struct term *term = &terms->items[i];
        if (strcmp(term->prefix, SCHEMA_CAPITALS) == 0)
            term->weight = terms->items[term->stem].weight + terms->items[term->title].weight;
    }
    double mean = index_mean_length(terms->worker->index);
    terms->least = BM25_LEAST_LENGTH * mean;
    terms->slope = mean > 0 ? BM25_K1 * BM25_B / mean : 0;
    for (uint32_t length = 0; length < NORMS; length++)
        terms->norms[length] = norm(terms, length);
}

/* Adds the weight of a term that is not counted to the sections that are in `of`. */
static void add_weight(float scores[SEGMENT_SECTIONS_MAX], const struct term *term,
                       const struct postings *postings, const struct bitmap *of)
{
    for (uint32_t i = 0; i < postings->count; i++)
        if (bitmap_has(of, postings->sections[i]))
            scores[postings->sections[i]] += term->weight * term->query_weight;
}

/* Adds what the occurrences of a term weigh in the sections that are in `of`. */
static void add_scores(float scores[SEGMENT_SECTIONS_MAX], const struct terms *terms,
                       const struct term *term, const struct postings *postings, size_t segment,
                       const struct bitmap *of)
{
    const struct index *index = terms->worker->index;
    float weight = term->weight * term->query_weight;
    const struct columns_section *sections =
        index_segments(index)[segment].segment.columns.sections;

    for (uint32_t i = 0; i < postings->count; i++) {
        uint32_t section = postings->sections[i], length = sections[section].length;
        if (!bitmap_has(of, section))
            continue;
        float count = postings->counts[i];
        float half = length < NORMS ? terms->norms[length] : norm(terms, length);
        scores[section] += weight * (count / (count + half));
    }
}

enum err_code terms_score(float scores[SEGMENT_SECTIONS_MAX], struct terms *terms, size_t segment,
                          const struct bitmap *of, struct err *err)
{
    enum err_code code = ERR_OK;

    if (bitmap_count(of) > SEGMENT_SECTIONS_MAX / 32)
        memset(scores, 0, SEGMENT_SECTIONS_MAX * sizeof *scores);
    else
        for (uint32_t i = bitmap_next(of, 0); i < SEGMENT_SECTIONS_MAX; i = bitmap_next(of, i + 1))
            scores[i] = 0;
    for (size_t t = 0; code == ERR_OK && t < terms->count; t++) {
        const struct postings *postings;
        if (!(terms->items[t].query_weight > 0))
            continue;
        code = terms_postings(&postings, terms, t, segment, of, err);
        if (code == ERR_OK && terms->items[t].counted)
            add_scores(scores, terms, &terms->items[t], postings, segment, of);
        else if (code == ERR_OK)
            add_weight(scores, &terms->items[t], postings, of);
    }
    return code;
}
