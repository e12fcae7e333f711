#include "search/absence.h"

#include <stdlib.h>

#include "search/deadline.h"
#include "search/population.h"
#include "search/strict.h"
#include "spec/denial.h"

static const struct {
    const char *name, *label;
} states[ABSENCE_STATE_COUNT] = {
    [ABSENCE_PRESENT] = {"present", "Present"},
    [ABSENCE_STATED_NONE] = {"stated_none", "Stated as none"},
    [ABSENCE_SILENT] = {"silent", "Silent"},
    [ABSENCE_SECTION_ABSENT] = {"section_absent", "Section absent"},
    [ABSENCE_UNREADABLE] = {"unreadable", "Not readable"},
};

const char *absence_state_name(enum absence_state state)
{
    return states[state].name;
}

const char *absence_state_label(enum absence_state state)
{
    return states[state].label;
}

bool absence_state_from_name(enum absence_state *state, struct str name)
{
    for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++) {
        if (str_is(name, states[s].name)) {
            *state = s;
            return true;
        }
    }
    return false;
}

#define NO_SECTION UINT32_MAX

/* A row, before it is read. */
struct item {
    const struct population_class *class; /* NULL: an unreadable source */
    uint32_t section;                     /* in the class's segment, or NO_SECTION */
    uint32_t source;                      /* in the manifest */
    enum absence_state state;
};

struct absence {
    struct index *index;
    struct arena *arena; /* everything that was made when this was opened */
    struct absence_summary summary;
    struct item *items; /* those to be listed */
    uint64_t next;
    struct arena *row;
};

/* Sorting classes into states. */
struct parting {
    const struct absence_request *request;
    struct index_worker *worker;
    struct phrase_table *phrases;
    const struct bitmap *found; /* by segment: the sections that match */
    uint32_t kinds;             /* those in question, as a mask; 0: any section will do */
    struct arena *reading;      /* one section */
};

static uint32_t kinds_of(const struct tally_filters *filters)
{
    uint32_t kinds = 0, number;

    for (size_t i = 0; i < filters->counts[FACET_SECTION]; i++)
        if (facet_value_find(&number, FACET_SECTION, filters->values[FACET_SECTION][i]))
            kinds |= UINT32_C(1) << number;
    return kinds;
}

enum saying { SAYS_NOTHING, SAYS_NONE, SAYS_SOMETHING };

/* What a section says; words are looked at before a text is made of them. */
static enum err_code hear(enum saying *saying, const struct parting *parting,
                          const struct segment *segment, uint32_t section, struct err *err)
{
    enum { WORDS_MAX = 40 }; /* of a denial */
    struct tokens_buffer *buffer = &parting->worker->tokens;
    struct record_section record;
    struct tokens_section words;
    enum err_code code = tokens_read(&words, buffer, segment->tokens, section, false, err);

    *saying = SAYS_SOMETHING;
    if (code != ERR_OK || words.count - words.heading_count > WORDS_MAX)
        return code;
    *saying = SAYS_NOTHING;
    if (words.count == words.heading_count)
        return ERR_OK;
    arena_clear(parting->reading);
    code =
        segment_read_section(&record, &words, segment, section + 1, buffer, parting->reading, err);
    if (code == ERR_OK)
        *saying = denial_is_text(parting->phrases, record.text) ? SAYS_NONE : SAYS_SOMETHING;
    return code;
}

/* Of a class in which nothing matches. The section of the item is the first one of the kinds, or
 * the first one that says that there is none. */
static enum err_code part_lacking(struct item *item, const struct parting *parting, struct err *err)
{
    const struct population_class *class = item->class;
    const struct segment *segment = &index_segments(parting->worker->index)[class->segment].segment;
    const struct columns *columns = &segment->columns;
    uint32_t none = NO_SECTION;

    item->state = ABSENCE_SECTION_ABSENT;
    for (uint32_t i = class->first; i < class->first + class->count; i++) {
        enum saying saying;
        uint32_t kinds = columns->profiles[columns->sections[i].profile].masks[FACET_SECTION];
        if ((kinds & parting->kinds) == 0)
            continue;
        if (item->section == NO_SECTION)
            item->section = i;
        item->state = ABSENCE_SILENT;
        enum err_code code = hear(&saying, parting, segment, i, err);
        if (code != ERR_OK || saying == SAYS_SOMETHING)
            return code;
        if (saying == SAYS_NONE && none == NO_SECTION)
            none = i;
    }
    if (none == NO_SECTION)
        return ERR_OK;
    item->state = ABSENCE_STATED_NONE;
    item->section = none;
    return ERR_OK;
}

static enum err_code part(struct item *item, const struct parting *parting,
                          const struct population_class *class, struct err *err)
{
    uint32_t first = bitmap_next(&parting->found[class->segment], class->first);
    bool present = first < class->first + class->count;

    *item = (struct item){.class = class,
                          .section = present ? first : NO_SECTION,
                          .source = class->source,
                          .state = present ? ABSENCE_PRESENT : ABSENCE_SILENT};
    if (present || parting->request->filters.counts[FACET_SECTION] == 0)
        return ERR_OK;
    return part_lacking(item, parting, err);
}

static enum err_code part_all(struct item *items, const struct parting *parting,
                              const struct population *population, struct err *err)
{
    enum { CLOCK_EVERY = 64 };
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < population->count; i++) {
        code = part(&items[i], parting, &population->items[i], err);
        if (code == ERR_OK && i % CLOCK_EVERY == 0)
            code = deadline_check(parting->request->deadline_ms, err);
    }
    return code;
}

static bool is_of_agencies(const struct manifest_source *source,
                           const struct tally_filters *filters)
{
    struct str agency = str_of(source->agency);
    bool is = filters->counts[FACET_AGENCY] == 0 || agency.n == 0;

    for (size_t i = 0; !is && i < filters->counts[FACET_AGENCY]; i++)
        is = str_eq_nocase(agency, filters->values[FACET_AGENCY][i]);
    return is;
}

static int compare_sources(const void *a, const void *b, void *data)
{
    const struct manifest *manifest = data;
    const struct manifest_source *x = &manifest->sources[((const struct item *)a)->source];
    const struct manifest_source *y = &manifest->sources[((const struct item *)b)->source];
    int order = strcmp(x->agency, y->agency);

    return order != 0 ? order : strcmp(x->shown, y->shown);
}

/* Adds the sources that could not be read, and returns how many. */
static size_t list_sources(struct item *items, const struct manifest *manifest,
                           const struct tally_filters *filters)
{
    size_t count = 0;

    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        if (manifest_is_unreadable(source) && is_of_agencies(source, filters))
            items[count++] = (struct item){
                .section = NO_SECTION, .source = (uint32_t)i, .state = ABSENCE_UNREADABLE};
    }
    qsort_r(items, count, sizeof *items, compare_sources, (void *)manifest);
    return count;
}

static uint32_t count_set_aside(const struct manifest *manifest,
                                const struct tally_filters *filters)
{
    uint32_t count = 0;

    for (size_t i = 0; i < manifest->count; i++)
        count += manifest_is_set_aside(&manifest->sources[i]) &&
                 is_of_agencies(&manifest->sources[i], filters);
    return count;
}

/* Counts all items, and keeps those to be listed, state by state; each state's are in order. */
static void list(struct absence *absence, const struct item *items, size_t count, uint32_t wanted)
{
    struct absence_summary *summary = &absence->summary;

    absence->items = arena_zero(absence->arena, count, sizeof *absence->items);
    for (size_t i = 0; i < count; i++)
        summary->states[items[i].state]++;
    for (enum absence_state s = 0; s < ABSENCE_STATE_COUNT; s++)
        for (size_t i = 0; (wanted == 0 || (wanted >> s & 1) != 0) && i < count; i++)
            if (items[i].state == s)
                absence->items[summary->rows++] = items[i];
}

static enum err_code part_population(struct absence *absence, struct parting *parting,
                                     const struct population *population, struct err *err)
{
    const struct absence_request *request = parting->request;
    const struct manifest *manifest = index_manifest(absence->index);
    struct item *items = mem_zero(population->count + manifest->count, sizeof *items);

    parting->kinds = kinds_of(&request->filters);
    parting->phrases = phrase_table_new();
    parting->reading = arena_new();
    enum err_code code = part_all(items, parting, population, err);
    if (code == ERR_OK) {
        size_t sources = list_sources(items + population->count, manifest, &request->filters);
        absence->summary.classes = (uint32_t)population->count;
        absence->summary.sources = (uint32_t)sources;
        absence->summary.set_aside = count_set_aside(manifest, &request->filters);
        list(absence, items, population->count + sources, request->states);
    }
    arena_free(parting->reading);
    phrase_table_free(parting->phrases);
    free(items);
    return code;
}

static bool has_sources(const struct manifest *manifest, struct str agency)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (str_eq_nocase(str_of(manifest->sources[i].agency), agency))
            return true;
    return false;
}

/* The filters, as they are for classes: an agency none of whose files became a class is one that
 * has none, and no mistake. */
static struct tally_filters filters_of_classes(const struct tally_filters *filters,
                                               const struct absence *absence)
{
    struct tally_filters made = *filters;
    size_t count = filters->counts[FACET_AGENCY];
    uint32_t number;

    made.values[FACET_AGENCY] = arena_zero(absence->arena, count, sizeof(struct str));
    for (size_t i = 0; i < count; i++) {
        struct str agency = filters->values[FACET_AGENCY][i];
        bool is_empty = !values_find(&number, index_values(absence->index), FACET_AGENCY, agency) &&
                        has_sources(index_manifest(absence->index), agency);
        made.values[FACET_AGENCY][i] = is_empty ? STR(FACET_NOT_STATED) : agency;
    }
    return made;
}

static enum err_code open_with(struct absence *absence, struct index_worker *worker,
                               const struct absence_request *request, struct err *err)
{
    const struct tally_filters of_sections = filters_of_classes(&request->filters, absence);
    struct tally_filters of_classes = of_sections;
    struct population_scope scope = {.index = absence->index,
                                     .worker = worker,
                                     .filters = &of_sections,
                                     .deadline_ms = request->deadline_ms,
                                     .arena = absence->arena};
    struct population population;
    struct bitmap *found = NULL;
    struct strict strict;
    enum err_code code = strict_read(&strict, request->query, request->expand, absence->index,
                                     worker->stemmer, absence->arena, err);

    if (code == ERR_OK && strict.typed->child_count == 0)
        code = err_set(err, ERR_USAGE,
                       "absence is of what a query asks for, and this one asks for nothing");
    if (code == ERR_OK)
        code = population_find(&found, &scope, strict.root, err);
    if (code == ERR_LIMIT && strict_forgo_expansion(&strict))
        code = population_find(&found, &scope, strict.root, err);
    of_classes.counts[FACET_SECTION] = 0;
    scope.filters = &of_classes;
    if (code == ERR_OK)
        code = population_of(&population, &scope, err);
    if (code != ERR_OK)
        return code;
    absence->summary.expansions = strict.expansions;
    absence->summary.reading = strict_wording(&strict, absence->index, absence->arena);
    struct parting parting = {.request = request, .worker = worker, .found = found};
    return part_population(absence, &parting, &population, err);
}

enum err_code absence_open(struct absence **out, struct index *index,
                           const struct absence_request *request, struct err *err)
{
    struct absence *absence = mem_zero(1, sizeof *absence);
    struct index_worker *worker = NULL;

    absence->index = index;
    absence->arena = arena_new();
    absence->row = arena_new();
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = open_with(absence, worker, request, err);
    index_give(index, worker);
    if (code != ERR_OK)
        absence_close(absence);
    else
        *out = absence;
    return code;
}

void absence_close(struct absence *absence)
{
    if (absence == NULL)
        return;
    arena_free(absence->row);
    arena_free(absence->arena);
    free(absence);
}

const struct absence_summary *absence_summary(const struct absence *absence)
{
    return &absence->summary;
}

/* Reading. */

static enum err_code read_section(struct record_section *record, const struct absence *absence,
                                  const struct item *item, struct err *err)
{
    const struct index_segment *segment = &index_segments(absence->index)[item->class->segment];
    struct index_worker *worker = NULL;
    struct tokens_section words;
    enum err_code code = index_take(&worker, absence->index, err);

    /* The worker is taken for each row, so that none is held by whoever is slow to take them. */
    if (code == ERR_OK)
        code = segment_read_section(record, &words, &segment->segment, item->section + 1,
                                    &worker->tokens, absence->row, err);
    index_give(absence->index, worker);
    return code;
}

void absence_seek(struct absence *absence, uint64_t number)
{
    absence->next = number;
}

enum err_code absence_next(bool *more, struct absence_row *row, struct absence *absence,
                           struct err *err)
{
    *more = absence->next < absence->summary.rows;
    if (!*more)
        return ERR_OK;
    const struct item *item = &absence->items[absence->next++];
    const struct population_class *class = item->class;
    const struct manifest_source *source = &index_manifest(absence->index)->sources[item->source];
    *row = (struct absence_row){
        .state = item->state, .has_section = item->section != NO_SECTION, .sha256 = source->sha256};
    arena_clear(absence->row);
    if (class == NULL) {
        row->section.agency = str_of(source->agency);
        row->section.source = str_of(source->shown);
        row->reason = str_of(source->reason);
        return ERR_OK;
    }
    row->section = (struct record_section){.class_id = class->id,
                                           .title = class->title,
                                           .code = class->code,
                                           .agency = class->agency,
                                           .source = class->path};
    if (!row->has_section)
        return ERR_OK;
    enum err_code code = read_section(&row->section, absence, item, err);
    if (item->state == ABSENCE_STATED_NONE)
        row->quote = str_trim(row->section.text);
    return code;
}
