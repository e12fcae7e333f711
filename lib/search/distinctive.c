#include "search/distinctive.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/deadline.h"
#include "search/schema.h"
#include "search/token.h"
#include "search/usage.h"

#define K1_OF_CLASSES  10.0
#define K1_OF_SECTIONS 2.0
#define B              0.5

/* For these, the best by how rare they are in sections, which Xapian knows, postings are read. */
enum { CONSIDERED = 50 };

/* A stem of the subject. */
struct candidate {
    struct str stem, word;
    uint32_t count, word_count; /* occurrences of the stem, and of that word */
    bool titled;
    double frequency, weight;
    double rank; /* the product of both; at first by sections, then by subjects like this */
};

struct choice {
    const struct distinctive_subject *subject;
    struct index_worker *worker;
    uint64_t deadline_ms;
    struct arena *arena;
    struct candidate *items;
    size_t count, capacity;
    uint32_t units, units_of_agency; /* live classes, or live sections */
    uint32_t own;                    /* the class, or how many sections it has */
};

/* What it counts. */

double distinctive_mean_length(const struct index *index, bool classes)
{
    double sections = index_section_count(index);
    double units = classes ? (double)index_manifest(index)->classes : sections;

    return units > 0 ? index_mean_length(index) * sections / units : 0;
}

uint32_t distinctive_length(const struct columns *columns, bool is_class, uint32_t number)
{
    uint32_t length = 0;

    if (!is_class)
        return columns->sections[number].length;
    for (uint32_t i = 0; i < columns->classes[number].count; i++)
        length += columns->sections[columns->classes[number].first + i].length;
    return length;
}

double distinctive_frequency(bool is_class, uint32_t count, uint32_t length, double mean_length)
{
    double normal = mean_length > 0 ? length / mean_length : 1;

    return count / (count + (is_class ? K1_OF_CLASSES : K1_OF_SECTIONS) * (1 - B + B * normal));
}

uint32_t distinctive_agency(const struct index_segment *segment, uint32_t class_number)
{
    uint32_t value = segment->segment.columns.classes[class_number].values[FACET_AGENCY];
    return segment->values.numbers[FACET_AGENCY][value];
}

static void count_units(struct choice *choice)
{
    const struct index *index = choice->worker->index;
    const struct distinctive_subject *subject = choice->subject;

    for (size_t s = 0; s < index_segment_count(index); s++) {
        const struct index_segment *segment = &index_segments(index)[s];
        const struct columns *columns = &segment->segment.columns;
        for (uint32_t c = 0; c < columns->class_count; c++) {
            uint32_t count = subject->is_class ? 1 : columns->classes[c].count;
            if (!bitmap_has(&segment->live, columns->classes[c].first))
                continue;
            choice->units += count;
            if (distinctive_agency(segment, c) == subject->agency)
                choice->units_of_agency += count;
            if (s == subject->segment && c == subject->class_number)
                choice->own = count;
        }
    }
}

/* The subject's stems. */

/* Could it be a word of the work? "ii" and "xiv" are levels, "ci2421" a code. */
static bool is_word(struct str stem)
{
    bool roman = true;

    if (utf8_length(stem) < 2)
        return false;
    for (size_t i = 0; i < stem.n; i++) {
        if (stem.p[i] >= '0' && stem.p[i] <= '9')
            return false;
        roman = roman && (stem.p[i] == 'i' || stem.p[i] == 'v' || stem.p[i] == 'x');
    }
    return !roman;
}

static struct candidate *find(struct choice *choice, struct str stem)
{
    for (size_t i = 0; i < choice->count; i++)
        if (str_eq(choice->items[i].stem, stem))
            return &choice->items[i];
    return NULL;
}

static struct candidate *add(struct choice *choice, struct str stem)
{
    choice->items = arena_grow(choice->arena, choice->items, choice->count, &choice->capacity,
                               sizeof *choice->items);
    struct candidate *item = &choice->items[choice->count++];
    *item = (struct candidate){.stem = stem};
    return item;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The word that is shown is the most frequent one, of several the shortest. */
static void prefer(struct candidate *item, struct str word, uint32_t count)
{
    if (count < item->word_count)
        return;
    if (count == item->word_count &&
        (word.n > item->word.n || (word.n == item->word.n && str_compare(word, item->word) > 0)))
        return;
    item->word = word;
    item->word_count = count;
}

/* The words of a stem have numbers that follow each other. */
static void add_words(struct choice *choice, uint32_t *words, size_t count,
                      const struct vocabulary *vocabulary)
{
    struct vocabulary_range range = {0};
    struct candidate *item = NULL;
    struct str stem;

    qsort(words, count, sizeof *words, compare_numbers);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && words[next] == words[i];)
            next++;
        if (words[i] == VOCABULARY_POSSESSIVE)
            continue;
        if (words[i] >= range.end) {
            range = vocabulary_stem_of(&stem, vocabulary, words[i]);
            item = is_word(stem) ? add(choice, stem) : NULL;
        }
        if (item == NULL)
            continue;
        item->count += (uint32_t)(next - i);
        prefer(item, vocabulary_text(vocabulary, words[i]), (uint32_t)(next - i));
    }
}

/* A word of the heading counts as often as in the postings. */
static void append_words(uint32_t **words, size_t *count, const struct tokens_section *section)
{
    size_t more = section->count + (SCHEMA_HEADING_WEIGHT - 1) * (size_t)section->heading_count;

    if (more == 0)
        return;
    *words = mem_resize(*words, *count + more, sizeof **words);
    memcpy(*words + *count, section->words, section->count * sizeof **words);
    *count += section->count;
    for (int i = 1; i < SCHEMA_HEADING_WEIGHT; i++) {
        memcpy(*words + *count, section->words, section->heading_count * sizeof **words);
        *count += section->heading_count;
    }
}

static enum err_code read_words(struct choice *choice, struct err *err)
{
    const struct distinctive_subject *subject = choice->subject;
    const struct segment *segment =
        &index_segments(choice->worker->index)[subject->segment].segment;
    const struct columns_class *class = &segment->columns.classes[subject->class_number];
    uint32_t first = subject->is_class ? class->first : subject->section;
    uint32_t sections = subject->is_class ? class->count : 1;
    struct tokens_section section;
    uint32_t *words = NULL;
    size_t count = 0;
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; code == ERR_OK && i < sections; i++) {
        code =
            tokens_read(&section, &choice->worker->tokens, segment->tokens, first + i, false, err);
        if (code == ERR_OK)
            append_words(&words, &count, &section);
    }
    if (code == ERR_OK && count > 0)
        add_words(choice, words, count, segment->vocabulary);
    free(words);
    return code;
}

static enum err_code add_title(struct choice *choice, struct err *err)
{
    const struct distinctive_subject *subject = choice->subject;
    const struct columns *columns =
        &index_segments(choice->worker->index)[subject->segment].segment.columns;
    struct tokenizer tokens;
    struct buf stem = {0};
    enum err_code code = ERR_OK;

    tokenizer_start(&tokens, columns_text(columns, subject->class_number, COLUMNS_TITLE));
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        if (tokens.possessive)
            continue;
        code = stemmer_stem(&stem, choice->worker->stemmer, buf_view(&tokens.word), err);
        if (code != ERR_OK || !is_word(buf_view(&stem)))
            continue;
        struct candidate *item = find(choice, buf_view(&stem));
        if (item == NULL) {
            const char *copy = arena_strndup(choice->arena, stem.p, stem.n);
            const char *word = arena_strndup(choice->arena, tokens.word.p, tokens.word.n);
            item = add(choice, (struct str){copy, stem.n});
            item->word = (struct str){word, tokens.word.n};
        }
        if (!item->titled)
            item->count += USAGE_TITLE;
        item->titled = true;
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
    return code;
}

/* What they weigh. */

/* How many live sections have a stem in heading or text; Xapian counts dead ones, too. */
static enum err_code count_sections(uint32_t *sections, struct choice *choice, struct usage *usage,
                                    struct str stem, struct err *err)
{
    struct index_worker *worker = choice->worker;
    enum err_code code = deadline_check(choice->deadline_ms, err);
    struct buf term = {0};

    *sections = 0;
    schema_term(&term, SCHEMA_STEM, stem);
    for (size_t s = 0; code == ERR_OK && s < index_segment_count(worker->index); s++) {
        uint32_t frequency = 0;
        if (index_segments(worker->index)[s].all_live) {
            code = xap_database_frequency(&frequency, worker->readers[s].database, buf_view(&term),
                                          err);
        } else {
            code = usage_read(usage, worker, s, stem, false, choice->deadline_ms, err);
            frequency = (uint32_t)usage->count;
        }
        *sections += frequency;
    }
    buf_free(&term);
    return code;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->rank < y->rank || x->rank > y->rank)
        return x->rank > y->rank ? -1 : 1;
    return str_compare(x->stem, y->stem);
}

static void keep_best(struct choice *choice, size_t most)
{
    if (choice->count > 0)
        qsort(choice->items, choice->count, sizeof *choice->items, compare_candidates);
    if (choice->count > most)
        choice->count = most;
}

static enum err_code consider(struct choice *choice, struct usage *usage, struct err *err)
{
    const struct index *index = choice->worker->index;
    const struct distinctive_subject *subject = choice->subject;
    const struct columns *columns = &index_segments(index)[subject->segment].segment.columns;
    uint32_t number = subject->is_class ? subject->class_number : subject->section;
    uint32_t length = distinctive_length(columns, subject->is_class, number);
    double mean = distinctive_mean_length(index, subject->is_class);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < choice->count; i++) {
        struct candidate *item = &choice->items[i];
        uint32_t sections;
        code = count_sections(&sections, choice, usage, item->stem, err);
        item->frequency = distinctive_frequency(subject->is_class, item->count, length, mean);
        item->rank = item->frequency *
                     log((double)index_section_count(index) / (sections > 0 ? sections : 1));
    }
    if (code == ERR_OK)
        keep_best(choice, CONSIDERED);
    return code;
}

/* Which classes, or sections, have a stem. */
struct spread {
    uint32_t all, of_agency, own;
};

static enum err_code count_spread(struct spread *spread, struct choice *choice, struct usage *usage,
                                  struct str stem, struct err *err)
{
    const struct distinctive_subject *subject = choice->subject;
    const struct index *index = choice->worker->index;
    enum err_code code = ERR_OK;

    *spread = (struct spread){0};
    for (size_t s = 0; code == ERR_OK && s < index_segment_count(index); s++) {
        const struct index_segment *segment = &index_segments(index)[s];
        code =
            usage_read(usage, choice->worker, s, stem, subject->is_class, choice->deadline_ms, err);
        for (size_t i = 0; code == ERR_OK && i < usage->count; i++) {
            uint32_t unit = usage->units[i];
            uint32_t class_number =
                subject->is_class ? unit : segment->segment.columns.sections[unit].class_number;
            spread->all++;
            spread->of_agency += distinctive_agency(segment, class_number) == subject->agency;
            spread->own += s == subject->segment && class_number == subject->class_number;
        }
    }
    return code;
}

/* What the header says; 0 for a stem that finds nothing. */
static double weigh(const struct choice *choice, const struct spread *spread)
{
    const struct index *index = choice->worker->index;
    bool several = index_values(index)->facets[FACET_AGENCY].count > 1;

    if (spread->all == spread->own || (several && spread->all == spread->of_agency))
        return 0;
    double usual = (double)spread->all / choice->units;
    double in_agency = (spread->of_agency - spread->own + DISTINCTIVE_PRIOR * usual) /
                       (choice->units_of_agency - choice->own + DISTINCTIVE_PRIOR);
    return -log(in_agency > usual ? in_agency : usual);
}

static enum err_code choose(struct choice *choice, struct usage *usage, struct err *err)
{
    enum err_code code = ERR_OK;
    size_t kept = 0;

    for (size_t i = 0; code == ERR_OK && i < choice->count; i++) {
        struct candidate *item = &choice->items[i];
        struct spread spread;
        code = count_spread(&spread, choice, usage, item->stem, err);
        if (code != ERR_OK)
            break;
        item->weight = weigh(choice, &spread);
        item->rank = item->weight * item->frequency;
        if (item->weight > 0)
            choice->items[kept++] = *item;
    }
    choice->count = kept;
    keep_best(choice, DISTINCTIVE_TERMS);
    return code;
}

enum err_code distinctive_terms(struct distinctive_term terms[DISTINCTIVE_TERMS], size_t *count,
                                const struct distinctive_subject *subject,
                                struct index_worker *worker, uint64_t deadline_ms,
                                struct arena *arena, struct err *err)
{
    struct choice choice = {
        .subject = subject, .worker = worker, .deadline_ms = deadline_ms, .arena = arena};
    struct usage usage = {0};

    count_units(&choice);
    enum err_code code = read_words(&choice, err);
    if (code == ERR_OK && subject->is_class)
        code = add_title(&choice, err);
    if (code == ERR_OK)
        code = consider(&choice, &usage, err);
    if (code == ERR_OK)
        code = choose(&choice, &usage, err);
    *count = code == ERR_OK ? choice.count : 0;
    for (size_t i = 0; i < *count; i++)
        terms[i] = (struct distinctive_term){choice.items[i].stem, choice.items[i].word,
                                             choice.items[i].weight, choice.items[i].frequency};
    usage_free(&usage);
    return code;
}
