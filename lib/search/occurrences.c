#include "search/occurrences.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "search/occurrences_sort.h"
#include "search/strict.h"
#include "search/verbatim.h"

static const char *const orders[] = {[OCCURRENCES_BY_PLACE] = "place",
                                     [OCCURRENCES_BY_LEFT] = "left",
                                     [OCCURRENCES_BY_RIGHT] = "right"};

bool occurrences_order_from_name(enum occurrences_order *order, struct str name)
{
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (str_is(name, orders[i])) {
            *order = (enum occurrences_order)i;
            return true;
        }
    }
    return false;
}

const char *occurrences_order_name(enum occurrences_order order)
{
    return orders[order];
}

/* A place in a text that is gone through from its beginning. */
struct walk {
    size_t byte, point;
    uint32_t lines; /* that ended before it */
};

/* The section whose occurrences are being read. */
struct at_hand {
    bool any;
    uint32_t section; /* of the list */
    struct arena *arena;
    struct record_section record;
    uint32_t heading_count; /* words */
    struct span *spans;
    size_t count;
    struct walk heading, text;
};

struct occurrences {
    struct index *index;
    struct arena *arena; /* everything that was made when this was opened */
    const struct sought *sought;
    uint32_t context;
    struct occurrences_summary summary;
    struct occurrences_counted counted;
    struct occurrences_key *keys; /* NULL: by place */
    uint64_t next;                /* row */
    uint32_t section, nth;        /* of it, by place */
    struct at_hand at_hand;
};

/* Opening. */

static enum err_code read_query(struct strict *strict, const struct occurrences *occurrences,
                                const struct occurrences_request *request, struct stemmer *stemmer,
                                struct err *err)
{
    enum err_code code = strict_read(strict, request->query, request->expand, occurrences->index,
                                     stemmer, occurrences->arena, err);

    if (code != ERR_OK)
        return code;
    if (query_leaf_count(strict->typed) == 0)
        return err_set(err, ERR_USAGE,
                       "occurrences are of words, phrases, prefixes or proximities, and the query "
                       "seeks none");
    if (request->verbatim && request->expand)
        return err_set(err, ERR_USAGE, "what is verbatim cannot be expanded; choose one of them");
    return request->verbatim ? verbatim_check(strict->root, err) : ERR_OK;
}

static enum err_code count(struct occurrences *occurrences, const struct strict *strict,
                           struct index_worker *worker, const struct occurrences_request *request,
                           struct err *err)
{
    occurrences->sought =
        sought_of(strict->root, request->verbatim ? &strict->text : NULL, occurrences->arena);
    return occurrences_count(&occurrences->counted, &occurrences->summary, occurrences->index,
                             worker, strict->root, occurrences->sought, request, occurrences->arena,
                             err);
}

static struct str wording_of(const struct occurrences *occurrences, const struct strict *strict,
                             bool verbatim)
{
    if (!verbatim)
        return strict_wording(strict, occurrences->index, occurrences->arena);
    return str_of(arena_printf(occurrences->arena,
                               "Wanted, with case and punctuation as typed: %.*s",
                               (int)strict->text.n, strict->text.p));
}

static enum err_code open_with(struct occurrences *occurrences, struct index_worker *worker,
                               const struct occurrences_request *request, struct err *err)
{
    struct occurrences_summary *summary = &occurrences->summary;
    struct strict *strict = arena_zero(occurrences->arena, 1, sizeof *strict); /* places need it */
    enum err_code code = read_query(strict, occurrences, request, worker->stemmer, err);

    if (code == ERR_OK)
        code = count(occurrences, strict, worker, request, err);
    if (code == ERR_LIMIT && strict_forgo_expansion(strict))
        code = count(occurrences, strict, worker, request, err);
    if (code != ERR_OK)
        return code;
    summary->expansions = strict->expansions;
    summary->reading = wording_of(occurrences, strict, request->verbatim);
    if (request->order == OCCURRENCES_BY_PLACE)
        return ERR_OK;
    return occurrences_sort(&occurrences->keys, &occurrences->counted, summary->total.occurrences,
                            occurrences->sought, worker, request, occurrences->arena, err);
}

enum err_code occurrences_open(struct occurrences **out, struct index *index,
                               const struct occurrences_request *request, struct err *err)
{
    struct occurrences *occurrences = mem_zero(1, sizeof *occurrences);
    struct index_worker *worker = NULL;

    occurrences->index = index;
    occurrences->arena = arena_new();
    occurrences->at_hand.arena = arena_new();
    occurrences->context = request->context;
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = open_with(occurrences, worker, request, err);
    index_give(index, worker);
    if (code != ERR_OK)
        occurrences_close(occurrences);
    else
        *out = occurrences;
    return code;
}

void occurrences_close(struct occurrences *occurrences)
{
    if (occurrences == NULL)
        return;
    free(occurrences->counted.items);
    arena_free(occurrences->at_hand.arena);
    arena_free(occurrences->arena);
    free(occurrences);
}

const struct occurrences_summary *occurrences_summary(const struct occurrences *occurrences)
{
    return &occurrences->summary;
}

/* Reading. */

/* Reads a section of the list and finds its places again; the words read stay the worker's. */
static enum err_code read_section(struct at_hand *at_hand, const struct occurrences *occurrences,
                                  const struct occurrences_section *section,
                                  struct index_worker *worker, struct err *err)
{
    const struct segment *segment = &index_segments(occurrences->index)[section->segment].segment;
    struct places *places = places_compile(occurrences->sought, segment, at_hand->arena);
    struct places_found found;
    enum err_code code =
        places_find(&found, places, section->number, true, &worker->tokens, at_hand->arena, err);

    if (code == ERR_OK && found.spans.count != section->count)
        code = err_set(err, ERR_INTERNAL, "a section has other occurrences than were counted");
    if (code == ERR_OK) {
        at_hand->record = found.record;
        at_hand->heading_count = found.words.heading_count;
        at_hand->count = found.spans.count;
        at_hand->spans = arena_zero(at_hand->arena, at_hand->count, sizeof *at_hand->spans);
        memcpy(at_hand->spans, found.spans.items, at_hand->count * sizeof *at_hand->spans);
    }
    places_free(places);
    return code;
}

/* The worker is taken for each section, so that none is held by whoever is slow to take rows. */
static enum err_code take_section(struct occurrences *occurrences, uint32_t at, struct err *err)
{
    struct at_hand *at_hand = &occurrences->at_hand;
    struct index_worker *worker = NULL;

    if (at_hand->any && at_hand->section == at)
        return ERR_OK;
    arena_clear(at_hand->arena);
    *at_hand = (struct at_hand){.arena = at_hand->arena, .section = at};
    enum err_code code = index_take(&worker, occurrences->index, err);
    if (code == ERR_OK)
        code = read_section(at_hand, occurrences, &occurrences->counted.items[at], worker, err);
    index_give(occurrences->index, worker);
    at_hand->any = code == ERR_OK;
    return code;
}

/* Goes on to a byte, from the beginning if it is behind it already. */
static void walk_to(struct walk *walk, struct str text, size_t byte)
{
    if (byte < walk->byte)
        *walk = (struct walk){0};
    for (; walk->byte < byte; walk->byte++) {
        unsigned char c = (unsigned char)text.p[walk->byte];
        walk->point += (c & 0xc0) != 0x80;
        walk->lines += c == '\n';
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_inside_character(struct str text, size_t at)
{
    return at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80;
}

/* Where the context before a byte begins: not within a word, unless all of it is one. */
static size_t context_start(struct str text, size_t end, uint32_t points)
{
    size_t at = end;

    for (; points > 0 && at > 0; points--)
        do
            at--;
        while (at > 0 && is_inside_character(text, at));
    if (at == 0 || is_space(text.p[at - 1]))
        return at;
    for (size_t word = at; word + 1 < end; word++)
        if (is_space(text.p[word]))
            return word + 1;
    return at;
}

static size_t context_end(struct str text, size_t start, uint32_t points)
{
    size_t at = start;

    for (; points > 0 && at < text.n; points--)
        do
            at++;
        while (is_inside_character(text, at));
    if (at == text.n || is_space(text.p[at]))
        return at;
    for (size_t word = at; word > start + 1; word--)
        if (is_space(text.p[word - 1]))
            return word - 1;
    return at;
}

static void make_row(struct occurrences_row *row, struct occurrences *occurrences, uint32_t nth)
{
    struct at_hand *at_hand = &occurrences->at_hand;
    const struct record_section *record = &at_hand->record;
    const struct manifest *manifest = index_manifest(occurrences->index);
    const struct manifest_source *source =
        &manifest->sources[occurrences->counted.items[at_hand->section].source];
    struct span span = at_hand->spans[nth];
    size_t start = record->places[span.first].start, end = record->places[span.last].end;

    *row = (struct occurrences_row){.section = record,
                                    .sha256 = source->sha256,
                                    .house = source->house_sha256,
                                    .in_heading = span.last < at_hand->heading_count};
    struct str text = row->in_heading ? record->heading : record->text;
    struct walk *walk = row->in_heading ? &at_hand->heading : &at_hand->text;
    walk_to(walk, text, start);
    row->start = walk->point;
    row->line = row->in_heading ? record->line : record->text_line + walk->lines;
    row->match = (struct str){text.p + start, end - start};
    row->end = row->start + utf8_length(row->match);
    size_t from = context_start(text, start, occurrences->context);
    size_t to = context_end(text, end, occurrences->context);
    row->left = (struct str){text.p + from, start - from};
    row->right = (struct str){text.p + end, to - end};
}

void occurrences_seek(struct occurrences *occurrences, uint64_t number)
{
    const struct occurrences_counted *counted = &occurrences->counted;
    uint64_t before = 0;
    uint32_t section = 0;

    while (section < counted->count && number - before >= counted->items[section].count)
        before += counted->items[section++].count;
    occurrences->next = number;
    occurrences->section = section;
    occurrences->nth = section < counted->count ? (uint32_t)(number - before) : 0;
}

enum err_code occurrences_next(bool *more, struct occurrences_row *row,
                               struct occurrences *occurrences, struct err *err)
{
    uint32_t section = occurrences->section, nth = occurrences->nth;

    *more = occurrences->next < occurrences->summary.total.occurrences;
    if (!*more)
        return ERR_OK;
    if (occurrences->keys != NULL) {
        section = occurrences->keys[occurrences->next].section;
        nth = occurrences->keys[occurrences->next].nth;
    }
    enum err_code code = take_section(occurrences, section, err);
    if (code != ERR_OK)
        return code;
    make_row(row, occurrences, nth);
    occurrences->next++;
    if (++occurrences->nth == occurrences->counted.items[occurrences->section].count) {
        occurrences->section++;
        occurrences->nth = 0;
    }
    return ERR_OK;
}
