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

/* A place in a text: what stands before it. */
struct place {
    size_t byte, point;
    uint32_t lines; /* that end there */
};

/* Of every so many bytes of a text the place is kept, so that none is far from one. */
enum { PLACE_EVERY = 1024 };

/* A section whose occurrences are being read. */
struct at_hand {
    bool any;
    uint32_t section; /* of the list */
    uint64_t used;    /* when it was last */
    struct arena *arena;
    struct record_section record;
    uint32_t heading_count; /* words */
    struct span *spans;
    size_t count;
    struct place *places; /* of the text */
};

/* Sorted by context, rows go to and fro between sections: so many are kept, of so many bytes of
 * text. By place, the one that is being read is enough. */
enum { AT_HAND_MAX = 64, AT_HAND_BYTES = 4 * 1024 * 1024 };

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
    struct at_hand at_hand[AT_HAND_MAX];
    uint64_t uses;
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
    for (size_t i = 0; i < AT_HAND_MAX; i++)
        arena_free(occurrences->at_hand[i].arena);
    arena_free(occurrences->arena);
    free(occurrences);
}

const struct occurrences_summary *occurrences_summary(const struct occurrences *occurrences)
{
    return &occurrences->summary;
}

/* Reading. */

static void pass(struct place *place, char c)
{
    place->byte++;
    place->point += ((unsigned char)c & 0xc0) != 0x80;
    place->lines += c == '\n';
}

static struct place *find_places(struct str text, struct arena *arena)
{
    struct place *places = arena_zero(arena, text.n / PLACE_EVERY + 1, sizeof *places);
    struct place place = {0};

    while (place.byte < text.n) {
        pass(&place, text.p[place.byte]);
        if (place.byte % PLACE_EVERY == 0)
            places[place.byte / PLACE_EVERY] = place;
    }
    return places;
}

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
        at_hand->places = find_places(at_hand->record.text, at_hand->arena);
    }
    places_free(places);
    return code;
}

static void put_away(struct at_hand *at_hand)
{
    struct arena *arena = at_hand->arena != NULL ? at_hand->arena : arena_new();

    arena_clear(arena);
    *at_hand = (struct at_hand){.arena = arena};
}

/* The one that was used longest ago: of all, where the next section goes, or of those in use. */
static struct at_hand *find_oldest(struct occurrences *occurrences, bool in_use)
{
    size_t count = occurrences->keys != NULL ? AT_HAND_MAX : 1;
    struct at_hand *oldest = NULL;

    for (size_t i = 0; i < count; i++) {
        struct at_hand *at_hand = &occurrences->at_hand[i];
        if ((at_hand->any || !in_use) && (oldest == NULL || at_hand->used < oldest->used))
            oldest = at_hand;
    }
    return oldest;
}

/* Keeps no more bytes than allowed, but for the section that was used last. */
static void limit_bytes(struct occurrences *occurrences)
{
    size_t bytes = 0;

    for (size_t i = 0; i < AT_HAND_MAX; i++)
        bytes += occurrences->at_hand[i].record.text.n;
    while (bytes > AT_HAND_BYTES) {
        struct at_hand *oldest = find_oldest(occurrences, true);
        if (oldest->used == occurrences->uses)
            break;
        bytes -= oldest->record.text.n;
        put_away(oldest);
    }
}

static const struct at_hand *find_at_hand(struct occurrences *occurrences, uint32_t section)
{
    for (size_t i = 0; i < AT_HAND_MAX; i++) {
        struct at_hand *at_hand = &occurrences->at_hand[i];
        if (at_hand->any && at_hand->section == section) {
            at_hand->used = ++occurrences->uses;
            return at_hand;
        }
    }
    return NULL;
}

/* The worker is taken for each section, so that none is held by whoever is slow to take rows. */
static enum err_code take_section(const struct at_hand **out, struct occurrences *occurrences,
                                  uint32_t section, struct err *err)
{
    struct index_worker *worker = NULL;

    *out = find_at_hand(occurrences, section);
    if (*out != NULL)
        return ERR_OK;
    struct at_hand *at_hand = find_oldest(occurrences, false);
    put_away(at_hand);
    enum err_code code = index_take(&worker, occurrences->index, err);
    if (code == ERR_OK)
        code =
            read_section(at_hand, occurrences, &occurrences->counted.items[section], worker, err);
    index_give(occurrences->index, worker);
    if (code != ERR_OK)
        return code;
    at_hand->any = true;
    at_hand->section = section;
    at_hand->used = ++occurrences->uses;
    limit_bytes(occurrences);
    *out = at_hand;
    return ERR_OK;
}

/* From the place known that is next before it; NULL: from the beginning. */
static struct place place_of(size_t byte, struct str text, const struct place *places)
{
    struct place place = places != NULL ? places[byte / PLACE_EVERY] : (struct place){0};

    while (place.byte < byte)
        pass(&place, text.p[place.byte]);
    return place;
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

static void make_row(struct occurrences_row *row, const struct occurrences *occurrences,
                     const struct at_hand *at_hand, uint32_t nth)
{
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
    struct place place = place_of(start, text, row->in_heading ? NULL : at_hand->places);
    row->start = place.point;
    row->line = row->in_heading ? record->line : record->text_line + place.lines;
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
    const struct at_hand *at_hand;
    enum err_code code = take_section(&at_hand, occurrences, section, err);
    if (code != ERR_OK)
        return code;
    make_row(row, occurrences, at_hand, nth);
    occurrences->next++;
    if (++occurrences->nth == occurrences->counted.items[occurrences->section].count) {
        occurrences->section++;
        occurrences->nth = 0;
    }
    return ERR_OK;
}
