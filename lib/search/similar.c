#include "search/similar.h"

#include <stdlib.h>

#include "search/distinctive.h"
#include "search/usage.h"

/* The best so far. */
struct kept {
    uint32_t docid; /* of the section, or the class's first, in the index */
    double score;
    double parts[DISTINCTIVE_TERMS]; /* of the score, by term */
};

struct run {
    const struct similar_request *request;
    struct index_worker *worker;
    struct arena *arena;
    struct distinctive_subject subject;
    struct distinctive_term terms[DISTINCTIVE_TERMS];
    size_t term_count;
    double most;       /* the score's divisor */
    double mean;       /* length */
    bool *agencies;    /* by index_values(): those asked for; NULL: all */
    uint32_t sections; /* kinds asked for, a mask; 0: all */
    struct kept *kept; /* in order */
    size_t kept_count;
};

/* What is asked for. */

static enum err_code unknown_value(enum facet facet, struct str value, struct err *err)
{
    return err_set(err, ERR_USAGE, "no class has the %s '%.*s'", facet_name(facet),
                   value.n < 60 ? (int)value.n : 60, value.p);
}

static enum err_code read_filters(struct run *run, struct err *err)
{
    const struct values *values = index_values(run->worker->index);
    const struct tally_filters *filters = &run->request->filters;
    uint32_t number;

    if (filters->counts[FACET_AGENCY] > 0)
        run->agencies =
            arena_zero(run->arena, values->facets[FACET_AGENCY].count, sizeof *run->agencies);
    for (size_t i = 0; i < filters->counts[FACET_AGENCY]; i++) {
        struct str value = filters->values[FACET_AGENCY][i];
        if (!values_find(&number, values, FACET_AGENCY, value))
            return unknown_value(FACET_AGENCY, value, err);
        run->agencies[number] = true;
    }
    for (size_t i = 0; i < filters->counts[FACET_SECTION]; i++) {
        struct str value = filters->values[FACET_SECTION][i];
        if (!facet_value_find(&number, FACET_SECTION, value))
            return unknown_value(FACET_SECTION, value, err);
        run->sections |= UINT32_C(1) << number;
    }
    return ERR_OK;
}

static enum err_code find_subject(struct run *run, struct err *err)
{
    const struct similar_request *request = run->request;
    const struct index *index = run->worker->index;
    struct record_class class;
    uint32_t docid = 0;
    size_t segment = 0;
    enum err_code code = index_class(&class, run->worker, request->id, run->arena, err);

    if (code == ERR_OK && request->of_section && request->ordinal >= class.sections)
        code = err_set(err, ERR_NOT_FOUND, "the class '%.*s' has no section %u; the last is %u",
                       request->id.n < 200 ? (int)request->id.n : 200, request->id.p,
                       request->ordinal, class.sections - 1);
    if (code == ERR_OK)
        code = index_locate(&segment, &docid, index,
                            class.first_docid + (request->of_section ? request->ordinal : 0), err);
    if (code != ERR_OK)
        return code;
    const struct index_segment *there = &index_segments(index)[segment];
    uint32_t class_number = there->segment.columns.sections[docid - 1].class_number;
    run->subject = (struct distinctive_subject){.segment = segment,
                                                .class_number = class_number,
                                                .agency = distinctive_agency(there, class_number),
                                                .is_class = !request->of_section,
                                                .section = docid - 1};
    run->mean = distinctive_mean_length(index, run->subject.is_class);
    return ERR_OK;
}

/* How much each of a segment's classes or sections has. */

static bool is_wanted(const struct run *run, size_t segment, uint32_t unit)
{
    const struct index_segment *there = &index_segments(run->worker->index)[segment];
    const struct columns *columns = &there->segment.columns;
    bool of_class = run->subject.is_class;
    uint32_t class_number = of_class ? unit : columns->sections[unit].class_number;
    uint32_t agency = distinctive_agency(there, class_number);

    if (segment == run->subject.segment && class_number == run->subject.class_number)
        return false;
    if (run->request->other_agencies && agency == run->subject.agency)
        return false;
    if (run->agencies != NULL && !run->agencies[agency])
        return false;
    return of_class || run->sections == 0 ||
           (columns->profiles[columns->sections[unit].profile].masks[FACET_SECTION] &
            run->sections) != 0;
}

/* Units come in order of docid: of equal scores the first stays first. */
static void keep(struct run *run, const struct kept *item)
{
    size_t limit = run->request->limit, at = run->kept_count;

    if (item->score < SIMILAR_LEAST || (at == limit && !(item->score > run->kept[limit - 1].score)))
        return;
    if (at == limit)
        at--;
    else
        run->kept_count++;
    for (; at > 0 && item->score > run->kept[at - 1].score; at--)
        run->kept[at] = run->kept[at - 1];
    run->kept[at] = *item;
}

static void score_unit(struct run *run, size_t segment, uint32_t unit,
                       const uint32_t counts[DISTINCTIVE_TERMS])
{
    const struct index_segment *there = &index_segments(run->worker->index)[segment];
    const struct columns *columns = &there->segment.columns;
    uint32_t first = run->subject.is_class ? columns->classes[unit].first : unit;
    uint32_t length = distinctive_length(columns, run->subject.is_class, unit);
    struct kept item = {.docid = there->base + first + 1};

    for (size_t t = 0; t < run->term_count; t++) {
        const struct distinctive_term *term = &run->terms[t];
        double frequency =
            distinctive_frequency(run->subject.is_class, counts[t], length, run->mean);
        double common = frequency < term->frequency ? frequency : term->frequency;
        item.parts[t] = term->weight * common / run->most;
        item.score += item.parts[t];
    }
    keep(run, &item);
}

static enum err_code score_segment(struct run *run, size_t segment, struct usage *usage,
                                   struct err *err)
{
    const struct columns *columns = &index_segments(run->worker->index)[segment].segment.columns;
    uint32_t units = run->subject.is_class ? columns->class_count : columns->section_count;
    uint32_t(*counts)[DISTINCTIVE_TERMS] = mem_zero(units, sizeof *counts);
    struct bitmap touched;
    enum err_code code = ERR_OK;

    bitmap_clear(&touched);
    for (size_t t = 0; code == ERR_OK && t < run->term_count; t++) {
        code = usage_read(usage, run->worker, segment, run->terms[t].stem, run->subject.is_class,
                          run->request->deadline_ms, err);
        for (size_t i = 0; code == ERR_OK && i < usage->count; i++) {
            counts[usage->units[i]][t] = usage->counts[i];
            bitmap_add(&touched, usage->units[i]);
        }
    }
    for (uint32_t i = bitmap_next(&touched, 0); code == ERR_OK && i < SEGMENT_SECTIONS_MAX;
         i = bitmap_next(&touched, i + 1))
        if (is_wanted(run, segment, i))
            score_unit(run, segment, i, counts[i]);
    free(counts);
    return code;
}

static enum err_code score_all(struct run *run, struct err *err)
{
    struct usage usage = {0};
    enum err_code code = ERR_OK;

    run->kept = arena_zero(run->arena, run->request->limit, sizeof *run->kept);
    for (size_t t = 0; t < run->term_count; t++)
        run->most += run->terms[t].weight * run->terms[t].frequency;
    for (size_t s = 0;
         code == ERR_OK && run->term_count > 0 && s < index_segment_count(run->worker->index); s++)
        code = score_segment(run, s, &usage, err);
    usage_free(&usage);
    return code;
}

/* What is shown. */

static int compare_shares(const void *a, const void *b)
{
    const struct similar_term *x = a, *y = b;

    if (x->share < y->share || x->share > y->share)
        return x->share > y->share ? -1 : 1;
    return str_compare(x->stem, y->stem);
}

/* parts[t] of each term; those of 0 are left out. */
static struct similar_term *make_terms(size_t *count, const struct run *run,
                                       const double parts[DISTINCTIVE_TERMS])
{
    struct similar_term *terms = arena_zero(run->arena, run->term_count, sizeof *terms);

    *count = 0;
    for (size_t t = 0; t < run->term_count; t++)
        if (parts[t] > 0)
            terms[(*count)++] =
                (struct similar_term){run->terms[t].stem, run->terms[t].word, parts[t]};
    if (*count > 0)
        qsort(terms, *count, sizeof *terms, compare_shares);
    return terms;
}

static enum err_code read_section(struct record_section *record, const struct run *run,
                                  uint32_t docid, struct err *err)
{
    enum err_code code = index_section(record, run->worker, docid, run->arena, err);

    if (code == ERR_OK && run->subject.is_class)
        *record = (struct record_section){.class_id = record->class_id,
                                          .title = record->title,
                                          .code = record->code,
                                          .agency = record->agency,
                                          .source = record->source};
    return code;
}

static enum err_code show(struct similar *similar, const struct run *run, struct err *err)
{
    const struct index_segment *there = &index_segments(run->worker->index)[run->subject.segment];
    double parts[DISTINCTIVE_TERMS] = {0};
    enum err_code code =
        read_section(&similar->subject, run, there->base + run->subject.section + 1, err);

    for (size_t t = 0; t < run->term_count; t++)
        parts[t] = run->terms[t].weight * run->terms[t].frequency / run->most;
    similar->terms = make_terms(&similar->term_count, run, parts);
    similar->hits = arena_zero(run->arena, run->kept_count, sizeof *similar->hits);
    for (size_t i = 0; code == ERR_OK && i < run->kept_count; i++) {
        struct similar_hit *hit = &similar->hits[similar->hit_count++];
        hit->score = run->kept[i].score;
        hit->terms = make_terms(&hit->term_count, run, run->kept[i].parts);
        code = read_section(&hit->section, run, run->kept[i].docid, err);
    }
    return code;
}

enum err_code similar_find(struct similar *similar, struct index *index,
                           const struct similar_request *request, struct arena *arena,
                           struct err *err)
{
    struct run run = {.request = request, .arena = arena};

    *similar = (struct similar){0};
    enum err_code code = index_take(&run.worker, index, err);
    if (code == ERR_OK)
        code = read_filters(&run, err);
    if (code == ERR_OK)
        code = find_subject(&run, err);
    if (code == ERR_OK)
        code = distinctive_terms(run.terms, &run.term_count, &run.subject, run.worker,
                                 request->deadline_ms, arena, err);
    if (code == ERR_OK)
        code = score_all(&run, err);
    if (code == ERR_OK)
        code = show(similar, &run, err);
    index_give(index, run.worker);
    return code;
}
