#include "search/evidence_totals.h"

#include <stdlib.h>

#include "base/map.h"

#define NOWHERE UINT32_MAX /* of what the head does not list */

/* What is counted of a row. */
struct place {
    size_t number; /* of the row's line */
    const char *class_id;
    uint32_t agency; /* in the head's list */
    uint32_t ordinal, start, end;
    bool in_heading;
    uint32_t kinds; /* bits, by enum spec_kind */
};

struct evidence_totals {
    const struct evidence_pack_head *head;
    struct arena *arena, *passing;
    struct map agencies; /* of the head -> index in its list */
    uint32_t kinds[KIND_COUNT];
    struct occurrences_count total, *by_agency,
        *by_kind; /* these in the order of the head's lists */
    bool any;
    struct place last;
    struct buf last_id;      /* of its class */
    uint32_t class_kinds;    /* of the sections of its class that passed */
    uint32_t unlisted_kinds; /* that the head does not list */

    /* Of packs that are sorted by context. */
    struct map ids; /* of classes -> index in `id_texts` */
    const char **id_texts;
    struct place *places;
    size_t id_capacity, count, capacity;
};

static const char *key_of(struct str text, struct arena *arena)
{
    return arena_strndup(arena, text.p, text.n);
}

struct evidence_totals *evidence_totals_new(const struct evidence_pack_head *head)
{
    struct evidence_totals *totals = mem_zero(1, sizeof *totals);

    totals->head = head;
    totals->arena = arena_new();
    totals->passing = arena_new();
    totals->by_agency = arena_zero(totals->arena, head->agencies.count, sizeof *totals->by_agency);
    totals->by_kind = arena_zero(totals->arena, head->kinds.count, sizeof *totals->by_kind);
    for (size_t i = 0; i < head->agencies.count; i++)
        map_add(&totals->agencies, key_of(head->agencies.items[i].value, totals->arena), i);
    for (size_t k = 0; k < KIND_COUNT; k++)
        totals->kinds[k] = NOWHERE;
    for (size_t i = 0; i < head->kinds.count; i++) {
        enum spec_kind kind;
        if (kind_from_name(&kind, head->kinds.items[i].value))
            totals->kinds[kind] = (uint32_t)i;
    }
    return totals;
}

void evidence_totals_free(struct evidence_totals *totals)
{
    if (totals == NULL)
        return;
    map_free(&totals->agencies);
    map_free(&totals->ids);
    free(totals->id_texts);
    free(totals->places);
    buf_free(&totals->last_id);
    arena_free(totals->passing);
    arena_free(totals->arena);
    free(totals);
}

/* ---- counting by place ---- */

static int compare_places(const struct place *a, const struct place *b)
{
    int classes = strcmp(a->class_id, b->class_id);

    if (classes != 0)
        return classes;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    if (a->in_heading != b->in_heading)
        return a->in_heading ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static int order_places(const void *a, const void *b)
{
    return compare_places(a, b);
}

static void add_to(struct occurrences_count *count, bool new_section, bool new_class)
{
    count->occurrences++;
    count->sections += new_section;
    count->classes += new_class;
}

/* A place behind all that were counted. */
static void count_place(struct evidence_totals *totals, const struct place *place)
{
    bool new_class = !totals->any || strcmp(place->class_id, totals->last.class_id) != 0;
    bool new_section = new_class || place->ordinal != totals->last.ordinal;

    if (new_class)
        totals->class_kinds = 0;
    add_to(&totals->total, new_section, new_class);
    if (place->agency != NOWHERE)
        add_to(&totals->by_agency[place->agency], new_section, new_class);
    for (size_t k = 0; k < KIND_COUNT; k++) {
        if ((place->kinds >> k & 1) == 0)
            continue;
        if (totals->kinds[k] != NOWHERE)
            add_to(&totals->by_kind[totals->kinds[k]], new_section,
                   (totals->class_kinds >> k & 1) == 0);
        else
            totals->unlisted_kinds |= (uint32_t)1 << k;
    }
    totals->class_kinds |= place->kinds;
    totals->any = true;
    totals->last = *place;
}

/* ---- rows ---- */

static struct place place_of(const struct evidence_totals *totals,
                             const struct evidence_pack_row *row, struct arena *arena)
{
    const size_t *agency = map_find(&totals->agencies, key_of(row->agency, arena));
    struct place place = {.number = row->number,
                          .class_id = key_of(row->class_id, arena),
                          .agency = agency != NULL ? (uint32_t)*agency : NOWHERE,
                          .ordinal = row->ordinal,
                          .start = row->start,
                          .end = row->end,
                          .in_heading = row->in_heading};

    for (uint8_t i = 0; i < row->kinds.count; i++)
        place.kinds |= (uint32_t)1 << row->kinds.kinds[i];
    return place;
}

static enum err_code add_by_place(struct evidence_totals *totals,
                                  const struct evidence_pack_row *row, struct err *err)
{
    struct place place = place_of(totals, row, totals->passing);
    int order = totals->any ? compare_places(&totals->last, &place) : -1;

    if (order < 0) {
        count_place(totals, &place);
        totals->last_id.n = 0;
        buf_text(&totals->last_id, place.class_id);
        totals->last.class_id = totals->last_id.p;
    }
    arena_clear(totals->passing);
    if (order == 0)
        return err_set(err, ERR_FORMAT, "stands twice");
    return order < 0 ? ERR_OK : err_set(err, ERR_FORMAT, "is not in the order of the pack");
}

static enum err_code keep_place(struct evidence_totals *totals, const struct evidence_pack_row *row,
                                struct err *err)
{
    if (totals->count == OCCURRENCES_SORTED_MAX)
        return err_set(err, ERR_FORMAT, "is one more than can be sorted by their context");
    struct place place = place_of(totals, row, totals->passing);
    const size_t *known = map_find(&totals->ids, place.class_id);
    if (known == NULL) {
        const char *id = arena_strdup(totals->arena, place.class_id);
        totals->id_texts = mem_grow(totals->id_texts, totals->ids.count, &totals->id_capacity,
                                    sizeof *totals->id_texts);
        totals->id_texts[totals->ids.count] = id;
        map_add(&totals->ids, id, totals->ids.count);
        place.class_id = id;
    } else {
        place.class_id = totals->id_texts[*known];
    }
    totals->places =
        mem_grow(totals->places, totals->count, &totals->capacity, sizeof *totals->places);
    totals->places[totals->count++] = place;
    arena_clear(totals->passing);
    return ERR_OK;
}

enum err_code evidence_totals_add(struct evidence_totals *totals,
                                  const struct evidence_pack_row *row, struct err *err)
{
    return totals->head->order == OCCURRENCES_BY_PLACE ? add_by_place(totals, row, err)
                                                       : keep_place(totals, row, err);
}

/* ---- the end ---- */

static enum err_code count_kept(struct evidence_totals *totals, struct err *err)
{
    if (totals->count > 1)
        qsort(totals->places, totals->count, sizeof *totals->places, order_places);
    for (size_t i = 0; i < totals->count; i++) {
        if (totals->any && compare_places(&totals->last, &totals->places[i]) == 0)
            return err_set(err, ERR_FORMAT, "the rows of lines %zu and %zu are the same",
                           totals->last.number, totals->places[i].number);
        count_place(totals, &totals->places[i]);
    }
    return ERR_OK;
}

static enum err_code compare_count(const char *of, struct str value,
                                   const struct occurrences_count *told,
                                   const struct occurrences_count *counted, struct err *err)
{
    if (told->occurrences == counted->occurrences && told->sections == counted->sections &&
        told->classes == counted->classes)
        return ERR_OK;
    return err_set(err, ERR_FORMAT,
                   "the head tells of %llu occurrences, %u sections and %u classes%s%.*s, and the "
                   "rows have %llu, %u and %u",
                   (unsigned long long)told->occurrences, told->sections, told->classes, of,
                   value.n < 100 ? (int)value.n : 100, value.p,
                   (unsigned long long)counted->occurrences, counted->sections, counted->classes);
}

static enum err_code compare_shares(const char *of, const struct occurrences_shares *shares,
                                    const struct occurrences_count *counted, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < shares->count; i++)
        code = compare_count(of, shares->items[i].value, &shares->items[i].count, &counted[i], err);
    return code;
}

/* Every row is of an agency, and has kinds: the shares of all that the head lists, and no others,
 * make up the total. */
static enum err_code check_listed(const struct evidence_totals *totals, struct err *err)
{
    uint64_t of_agencies = 0;

    for (size_t i = 0; i < totals->head->agencies.count; i++)
        of_agencies += totals->by_agency[i].occurrences;
    if (of_agencies != totals->total.occurrences)
        return err_set(err, ERR_FORMAT, "the head does not list the agencies of all rows");
    if (totals->unlisted_kinds != 0)
        return err_set(err, ERR_FORMAT, "the head does not list the kinds of sections of all rows");
    return ERR_OK;
}

enum err_code evidence_totals_end(struct evidence_totals *totals, struct err *err)
{
    const struct evidence_pack_head *head = totals->head;
    enum err_code code = count_kept(totals, err);

    if (code == ERR_OK)
        code = compare_count("", STR(""), &head->total, &totals->total, err);
    if (code == ERR_OK)
        code = compare_shares(" of ", &head->agencies, totals->by_agency, err);
    if (code == ERR_OK)
        code = compare_shares(" in sections of the kind ", &head->kinds, totals->by_kind, err);
    return code == ERR_OK ? check_listed(totals, err) : code;
}
