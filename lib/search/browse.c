#include "search/browse.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "search/index.h"
#include "search/token.h"

struct listed_class {
    struct str id;
    uint32_t segment, number, place;
    enum browse_letter letter;
};

struct listed_series {
    struct browse_series series;
    uint32_t series_number, agency_number; /* in the index's values */
    enum browse_letter letter;
};

struct browse {
    const struct index *index;
    struct listed_class *classes;
    size_t class_count, class_capacity;
    struct listed_series *series;
    size_t series_count, series_capacity;
    struct browse_count *agencies;
    struct browse_count kinds[KIND_COUNT];
};

/* Letters. */

static const struct {
    const char *name, *label;
} letters[BROWSE_LETTER_COUNT] = {
    {"0", "0\u20139"}, {"a", "A"}, {"b", "B"}, {"c", "C"},         {"d", "D"}, {"e", "E"},
    {"f", "F"},        {"g", "G"}, {"h", "H"}, {"i", "I"},         {"j", "J"}, {"k", "K"},
    {"l", "L"},        {"m", "M"}, {"n", "N"}, {"o", "O"},         {"p", "P"}, {"q", "Q"},
    {"r", "R"},        {"s", "S"}, {"t", "T"}, {"u", "U"},         {"v", "V"}, {"w", "W"},
    {"x", "X"},        {"y", "Y"}, {"z", "Z"}, {"other", "Other"},
};

const char *browse_letter_name(enum browse_letter letter)
{
    return letters[letter].name;
}

const char *browse_letter_label(enum browse_letter letter)
{
    return letters[letter].label;
}

bool browse_letter_from_name(enum browse_letter *letter, struct str name)
{
    for (enum browse_letter l = 0; l < BROWSE_LETTER_COUNT; l++) {
        if (str_eq_nocase(name, str_of(letters[l].name))) {
            *letter = l;
            return true;
        }
    }
    return false;
}

/* A character without its accents: the first one that it is composed of. */
static uint32_t bare(uint32_t c)
{
    enum { PARTS_MAX = 32 };
    utf8proc_int32_t parts[PARTS_MAX];
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, PARTS_MAX, UTF8PROC_DECOMPOSE, NULL);

    return n > 0 && n <= PARTS_MAX ? (uint32_t)parts[0] : c;
}

static enum browse_letter letter_of(struct str name)
{
    enum browse_letter letter = BROWSE_OTHER;
    struct tokenizer tokens;
    uint32_t c = 0;

    tokenizer_start(&tokens, name);
    if (tokenizer_next(&tokens) && utf8_decode(tokens.word.p, tokens.word.n, &c) > 0) {
        c = bare(c);
        if (c >= 'a' && c <= 'z')
            letter = (enum browse_letter)(BROWSE_A + (c - 'a'));
        else if (c >= '0' && c <= '9')
            letter = BROWSE_DIGIT;
    }
    tokenizer_free(&tokens);
    return letter;
}

/* Counting and sorting. */

static const struct columns_class *columns_of(const struct browse *browse, size_t segment,
                                              uint32_t number)
{
    return &index_segments(browse->index)[segment].segment.columns.classes[number];
}

/* The number of a class's value among the index's. */
static uint32_t value_of(const struct browse *browse, size_t segment, uint32_t number,
                         enum facet facet)
{
    const struct index_segment *there = &index_segments(browse->index)[segment];
    return there->values.numbers[facet][there->segment.columns.classes[number].values[facet]];
}

static struct str value_text(const struct browse *browse, enum facet facet, uint32_t value)
{
    return index_values(browse->index)->facets[facet].values[value];
}

/* What a class states, empty if nothing. */
static struct str stated(const struct browse *browse, size_t segment, uint32_t number,
                         enum facet facet)
{
    struct str value = value_text(browse, facet, value_of(browse, segment, number, facet));
    return str_eq(value, STR(FACET_NOT_STATED)) ? STR("") : value;
}

static void count_class(struct browse *browse, size_t segment, uint32_t number)
{
    const struct columns *columns = &index_segments(browse->index)[segment].segment.columns;
    const struct columns_class *class = &columns->classes[number];
    struct browse_count *agency =
        &browse->agencies[value_of(browse, segment, number, FACET_AGENCY)];
    uint32_t kinds = 0;

    agency->classes++;
    agency->sections += class->count;
    for (uint32_t i = class->first; i < class->first + class->count; i++) {
        uint32_t mask = columns->profiles[columns->sections[i].profile].masks[FACET_SECTION];
        kinds |= mask;
        for (enum spec_kind k = 0; k < KIND_COUNT; k++)
            browse->kinds[k].sections += mask >> k & 1;
    }
    for (enum spec_kind k = 0; k < KIND_COUNT; k++)
        browse->kinds[k].classes += kinds >> k & 1;
}

static void add_class(struct browse *browse, size_t segment, uint32_t number)
{
    const struct columns *columns = &index_segments(browse->index)[segment].segment.columns;

    browse->classes = mem_grow(browse->classes, browse->class_count, &browse->class_capacity,
                               sizeof *browse->classes);
    browse->classes[browse->class_count++] =
        (struct listed_class){.id = columns_text(columns, number, COLUMNS_ID),
                              .segment = (uint32_t)segment,
                              .number = number,
                              .place = titles_place(index_titles(browse->index), segment, number),
                              .letter = letter_of(columns_text(columns, number, COLUMNS_TITLE))};
    count_class(browse, segment, number);
    if (stated(browse, segment, number, FACET_SERIES).n == 0)
        return;
    uint32_t series = value_of(browse, segment, number, FACET_SERIES);
    uint32_t agency = value_of(browse, segment, number, FACET_AGENCY);
    struct str name = value_text(browse, FACET_SERIES, series);
    browse->series = mem_grow(browse->series, browse->series_count, &browse->series_capacity,
                              sizeof *browse->series);
    browse->series[browse->series_count++] =
        (struct listed_series){.series = {.series = name,
                                          .agency = value_text(browse, FACET_AGENCY, agency),
                                          .count = {1, columns_of(browse, segment, number)->count}},
                               .series_number = series,
                               .agency_number = agency,
                               .letter = letter_of(name)};
}

/* Titles first that come first, TITLES_NONE last. */
static int compare_classes(const void *a, const void *b)
{
    const struct listed_class *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return str_compare(x->id, y->id);
}

static int compare_series(const void *a, const void *b)
{
    const struct listed_series *x = a, *y = b;
    int order = 0;

    if (x->letter != y->letter)
        return x->letter < y->letter ? -1 : 1;
    if (x->series_number != y->series_number)
        order = str_compare(x->series.series, y->series.series);
    if (order == 0 && x->agency_number != y->agency_number)
        order = str_compare(x->series.agency, y->series.agency);
    return order;
}

/* What each class added becomes one entry for all of a series and agency. */
static void join_series(struct browse *browse)
{
    size_t kept = 0;

    if (browse->series_count > 1)
        qsort(browse->series, browse->series_count, sizeof *browse->series, compare_series);
    for (size_t i = 0; i < browse->series_count; i++) {
        const struct listed_series *next = &browse->series[i];
        struct listed_series *last = kept > 0 ? &browse->series[kept - 1] : NULL;
        if (last == NULL || last->series_number != next->series_number ||
            last->agency_number != next->agency_number) {
            browse->series[kept++] = *next;
            continue;
        }
        last->series.count.classes++;
        last->series.count.sections += next->series.count.sections;
    }
    browse->series_count = kept;
}

struct browse *browse_new(const struct index *index)
{
    struct browse *browse = mem_zero(1, sizeof *browse);

    browse->index = index;
    browse->agencies =
        mem_zero(index_values(index)->facets[FACET_AGENCY].count, sizeof *browse->agencies);
    for (size_t i = 0; i < index_segment_count(index); i++) {
        const struct index_segment *segment = &index_segments(index)[i];
        for (uint32_t c = 0; c < segment->segment.columns.class_count; c++)
            if (bitmap_has(&segment->live, segment->segment.columns.classes[c].first))
                add_class(browse, i, c);
    }
    if (browse->class_count > 1)
        qsort(browse->classes, browse->class_count, sizeof *browse->classes, compare_classes);
    join_series(browse);
    return browse;
}

void browse_free(struct browse *browse)
{
    if (browse == NULL)
        return;
    free(browse->classes);
    free(browse->series);
    free(browse->agencies);
    free(browse);
}

/* What is asked for. */

struct browse_count browse_agency(const struct browse *browse, uint32_t number)
{
    return browse->agencies[number];
}

struct browse_count browse_kind(const struct browse *browse, enum spec_kind kind)
{
    return browse->kinds[kind];
}

uint32_t browse_class_count(const struct browse *browse)
{
    return (uint32_t)browse->class_count;
}

struct browse_class browse_class_at(const struct browse *browse, uint32_t at)
{
    const struct listed_class *class = &browse->classes[at];
    const struct columns *columns = &index_segments(browse->index)[class->segment].segment.columns;

    return (struct browse_class){.id = class->id,
                                 .title = columns_text(columns, class->number, COLUMNS_TITLE),
                                 .agency = columns_text(columns, class->number, COLUMNS_AGENCY),
                                 .code = columns_text(columns, class->number, COLUMNS_CODE),
                                 .series =
                                     stated(browse, class->segment, class->number, FACET_SERIES),
                                 .sections = columns->classes[class->number].count,
                                 .place = class->place};
}

uint32_t browse_series_count(const struct browse *browse)
{
    return (uint32_t)browse->series_count;
}

/* A value that is chosen; any is none in particular, and one that nothing has is VALUES_NONE. */
struct chosen {
    bool any;
    uint32_t value;
};

static struct chosen chosen_of(const struct browse *browse, enum facet facet, struct str value)
{
    struct chosen chosen = {.any = value.n == 0, .value = VALUES_NONE};
    uint32_t found;

    if (!chosen.any && values_find(&found, index_values(browse->index), facet, value))
        chosen.value = found;
    return chosen;
}

static bool is_chosen(struct chosen chosen, uint32_t value)
{
    return chosen.any || chosen.value == value;
}

/* Counts one that stands under a letter; is it to be listed? */
static bool take(struct browse_list *list, const struct browse_choice *choice,
                 enum browse_letter letter)
{
    list->letters[letter]++;
    if (choice->by_letter && letter != choice->letter)
        return false;
    return list->total++ >= choice->first && list->count < choice->most;
}

static uint32_t lesser(size_t count, uint32_t most)
{
    return count < most ? (uint32_t)count : most;
}

void browse_list_classes(struct browse_list *list, const struct browse *browse,
                         const struct browse_choice *choice, struct arena *arena)
{
    struct chosen agency = chosen_of(browse, FACET_AGENCY, choice->agency);
    struct chosen series = chosen_of(browse, FACET_SERIES, choice->series);

    *list = (struct browse_list){0};
    list->classes =
        arena_zero(arena, lesser(browse->class_count, choice->most), sizeof *list->classes);
    for (uint32_t i = 0; i < browse->class_count; i++) {
        const struct listed_class *class = &browse->classes[i];
        if (is_chosen(agency, value_of(browse, class->segment, class->number, FACET_AGENCY)) &&
            is_chosen(series, value_of(browse, class->segment, class->number, FACET_SERIES)) &&
            take(list, choice, class->letter))
            list->classes[list->count++] = browse_class_at(browse, i);
    }
}

void browse_list_series(struct browse_list *list, const struct browse *browse,
                        const struct browse_choice *choice, struct arena *arena)
{
    struct chosen agency = chosen_of(browse, FACET_AGENCY, choice->agency);

    *list = (struct browse_list){0};
    list->series =
        arena_zero(arena, lesser(browse->series_count, choice->most), sizeof *list->series);
    for (size_t i = 0; i < browse->series_count; i++)
        if (is_chosen(agency, browse->series[i].agency_number) &&
            take(list, choice, browse->series[i].letter))
            list->series[list->count++] = browse->series[i].series;
}

/* The ledger. */

static const struct {
    const char *name, *label;
} states[BROWSE_STATE_COUNT] = {
    [BROWSE_SKIPPED] = {"skipped", "Skipped"},
    [BROWSE_DUPLICATE] = {"duplicate", "Duplicate"},
    [BROWSE_NOTED] = {"noted", "Indexed with a note"},
};

const char *browse_state_name(enum browse_state state)
{
    return states[state].name;
}

const char *browse_state_label(enum browse_state state)
{
    return states[state].label;
}

bool browse_state_from_name(enum browse_state *state, struct str name)
{
    for (enum browse_state s = 0; s < BROWSE_STATE_COUNT; s++) {
        if (str_eq(name, str_of(states[s].name))) {
            *state = s;
            return true;
        }
    }
    return false;
}

/* BROWSE_STATE_COUNT: plainly indexed. */
static enum browse_state state_of(const struct manifest_source *source)
{
    if (source->state == MANIFEST_SKIPPED)
        return BROWSE_SKIPPED;
    if (source->state == MANIFEST_DUPLICATE)
        return BROWSE_DUPLICATE;
    return *source->note != '\0' ? BROWSE_NOTED : BROWSE_STATE_COUNT;
}

void browse_list_sources(struct browse_ledger *ledger, const struct manifest *manifest,
                         enum browse_state state, uint32_t first, uint32_t most,
                         struct arena *arena)
{
    *ledger = (struct browse_ledger){0};
    ledger->sources = arena_zero(arena, lesser(manifest->count, most), sizeof *ledger->sources);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        enum browse_state its = state_of(source);
        ledger->indexed += source->class_count > 0;
        if (its == BROWSE_STATE_COUNT)
            continue;
        ledger->states[its]++;
        if (state != BROWSE_STATE_COUNT && its != state)
            continue;
        if (ledger->total++ >= first && ledger->count < most)
            ledger->sources[ledger->count++] = (struct browse_source){source, its};
    }
}
