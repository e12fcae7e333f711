#include "search/terms.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "search/schema.h"

#define BM25_K1           1.0
#define BM25_B            0.5
#define BM25_LEAST_LENGTH 0.5 /* of the mean */

enum { NORMS = 4096 }; /* lengths whose norm is worked out beforehand */

struct term {
    const char *prefix;
    struct str text;
    struct postings postings;
    unsigned uses;
    float weight;
};

struct terms {
    struct index_worker *worker;
    uint64_t deadline_ms;
    struct term *items;
    size_t count, capacity;
    float norms[NORMS]; /* by length */
};

struct terms *terms_new(struct index_worker *worker, uint64_t deadline_ms)
{
    struct terms *terms = mem_zero(1, sizeof *terms);

    terms->worker = worker;
    terms->deadline_ms = deadline_ms;
    return terms;
}

void terms_free(struct terms *terms)
{
    if (terms == NULL)
        return;
    for (size_t i = 0; i < terms->count; i++)
        postings_free(&terms->items[i].postings);
    free(terms->items);
    free(terms);
}

static struct term *find(struct terms *terms, const char *prefix, struct str text)
{
    for (size_t i = 0; i < terms->count; i++)
        if (strcmp(terms->items[i].prefix, prefix) == 0 && str_eq(terms->items[i].text, text))
            return &terms->items[i];
    return NULL;
}

enum err_code terms_need(size_t *number, struct terms *terms, const char *prefix, struct str text,
                         unsigned uses, struct err *err)
{
    struct term *term = find(terms, prefix, text);
    enum err_code code = ERR_OK;

    if (term == NULL) {
        struct buf name = {0};
        terms->items = mem_grow(terms->items, terms->count, &terms->capacity, sizeof *terms->items);
        term = &terms->items[terms->count++];
        *term = (struct term){.prefix = prefix, .text = text};
        schema_term(&name, prefix, text);
        code =
            postings_read(&term->postings, terms->worker, buf_view(&name), terms->deadline_ms, err);
        buf_free(&name);
    }
    term->uses += uses;
    *number = (size_t)(term - terms->items);
    return code;
}

struct str terms_text(const struct terms *terms, size_t number)
{
    return terms->items[number].text;
}

const struct postings *terms_postings(const struct terms *terms, size_t number)
{
    return &terms->items[number].postings;
}

static float norm(double length, double mean)
{
    double normal = mean > 0 ? length / mean : 1;

    if (normal < BM25_LEAST_LENGTH)
        normal = BM25_LEAST_LENGTH;
    return (float)(BM25_K1 * (1 - BM25_B + BM25_B * normal));
}

/* The weight is Xapian's: the odds of Robertson and Sparck Jones, kept positive where more than a
 * third of the sections have the term. */
void terms_weigh(struct terms *terms)
{
    double sections = index_section_count(terms->worker->index);

    for (size_t i = 0; i < terms->count; i++) {
        struct term *term = &terms->items[i];
        double odds = (sections - term->postings.live + 0.5) / (term->postings.live + 0.5);
        if (odds < 2)
            odds = odds * 0.5 + 1;
        term->weight = (float)(log(odds) * (BM25_K1 + 1) * term->uses);
    }
    for (uint32_t length = 0; length < NORMS; length++)
        terms->norms[length] = norm(length, index_mean_length(terms->worker->index));
}

void terms_score(float scores[SEGMENT_SECTIONS_MAX], const struct terms *terms, size_t segment,
                 const struct bitmap *of)
{
    const struct index *index = terms->worker->index;
    const struct columns_section *sections =
        index_segments(index)[segment].segment.columns.sections;

    for (uint32_t i = bitmap_next(of, 0); i < SEGMENT_SECTIONS_MAX; i = bitmap_next(of, i + 1))
        scores[i] = 0;
    for (size_t t = 0; t < terms->count; t++) {
        const struct term *term = &terms->items[t];
        const struct postings *postings = &term->postings;
        if (term->uses == 0)
            continue;
        for (size_t i = postings->starts[segment]; i < postings->starts[segment + 1]; i++) {
            uint32_t section = postings->sections[i], length = sections[section].length;
            if (!bitmap_has(of, section))
                continue;
            float count = postings->counts[i];
            float least =
                length < NORMS ? terms->norms[length] : norm(length, index_mean_length(index));
            scores[section] += term->weight * (count / (count + least));
        }
    }
}
