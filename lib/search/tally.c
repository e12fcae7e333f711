#include "search/tally.h"

/* A facet's values with a fixed vocabulary are some of the bits of a word. */
enum { BITS = FACET_VOCABULARIES_MAX };

struct tally_profile {
    uint64_t values;   /* of all facets with a fixed vocabulary */
    uint32_t sections; /* counted so far; 0 between two counts */
};

/* What the sections of a class have that are counted. */
struct tally_class {
    uint64_t values;
    uint32_t sections, number;
};

struct tally_scratch {
    struct arena *arena;
    unsigned bits[FACET_COUNT];          /* the first bit of each facet with a fixed vocabulary */
    uint32_t selected[FACET_COUNT];      /* of such a facet: the mask of what is selected */
    struct bitmap *failing[FACET_COUNT]; /* matches that fail this filter; NULL: no filter */
    struct tally_profile *profiles;
    struct tally_class *classes; /* from 1 */
    uint8_t *fails;              /* by number of profile or class: does it fail a filter? */
    size_t profile_room, class_room, fails_room;
};

static enum err_code unknown_value(const struct values *values, enum facet facet, struct str value,
                                   struct err *err)
{
    struct buf known = {0};

    for (uint32_t i = 0; i < values->facets[facet].count; i++) {
        struct str name = values->facets[facet].values[i];
        if (known.n + name.n > 300) {
            buf_text(&known, ", ...");
            break;
        }
        buf_printf(&known, "%s%.*s", i > 0 ? ", " : "; there are: ", (int)name.n, name.p);
    }
    enum err_code code = err_set(err, ERR_USAGE, "no section has %s '%.*s'%s", facet_name(facet),
                                 value.n < 60 ? (int)value.n : 60, value.p, buf_view(&known).p);
    buf_free(&known);
    return code;
}

static enum err_code select_values(struct tally *tally, enum facet facet,
                                   const struct tally_filters *filters, struct err *err)
{
    struct tally_scratch *scratch = tally->scratch;
    uint32_t number;

    if (filters->counts[facet] == 0)
        return ERR_OK;
    tally->selected[facet] = arena_zero(scratch->arena, tally->values->facets[facet].count,
                                        sizeof *tally->selected[facet]);
    scratch->failing[facet] = arena_zero(scratch->arena, 1, sizeof *scratch->failing[facet]);
    for (size_t i = 0; i < filters->counts[facet]; i++) {
        struct str value = filters->values[facet][i];
        if (!values_find(&number, tally->values, facet, value))
            return unknown_value(tally->values, facet, value, err);
        tally->selected[facet][number] = true;
        if (facet_vocabulary(facet) > 0)
            scratch->selected[facet] |= UINT32_C(1) << number;
    }
    return ERR_OK;
}

enum err_code tally_start(struct tally *tally, const struct values *values,
                          const struct tally_filters *filters, struct arena *arena, struct err *err)
{
    struct tally_scratch *scratch = arena_zero(arena, 1, sizeof *scratch);
    unsigned bit = 0;

    scratch->arena = arena;
    *tally = (struct tally){.values = values, .scratch = scratch};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        scratch->bits[f] = facet_vocabulary(f) > 0 ? bit : 0;
        bit += facet_vocabulary(f);
        tally->facets[f] = arena_zero(arena, values->facets[f].count, sizeof *tally->facets[f]);
        enum err_code code = select_values(tally, f, filters, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

/* Room for `count` items; what was in them is lost. */
static void *make_room(void *items, size_t *room, size_t count, size_t size, struct arena *arena)
{
    if (count <= *room)
        return items;
    *room = count > 2 * *room ? count : 2 * *room;
    return arena_zero(arena, *room, size);
}

static void prepare_segment(struct tally_scratch *scratch, const struct columns *columns)
{
    scratch->classes = make_room(scratch->classes, &scratch->class_room, columns->class_count + 1,
                                 sizeof *scratch->classes, scratch->arena);
    scratch->profiles = make_room(scratch->profiles, &scratch->profile_room, columns->profile_count,
                                  sizeof *scratch->profiles, scratch->arena);
    for (uint32_t i = 0; i < columns->profile_count; i++) {
        scratch->profiles[i] = (struct tally_profile){0};
        for (enum facet f = 0; f < FACET_COUNT; f++) /* of the others, no bit is set */
            scratch->profiles[i].values |= (uint64_t)columns->profiles[i].masks[f]
                                           << scratch->bits[f];
    }
}

/* Gathers what each class has from its sections that are members, and counts them by profile.
 * Returns the number of classes. No branch depends on where a class ends: it could not be foretold.
 */
static uint32_t gather(const struct tally_scratch *scratch, const struct columns *columns,
                       const struct bitmap *members)
{
    struct tally_profile *profiles = scratch->profiles;
    struct tally_class *classes = scratch->classes, class = {.number = UINT32_MAX};
    uint32_t words = (columns->section_count + 63) / 64, count = 0;

    for (uint32_t w = 0; w < words; w++) {
        const struct columns_section *sections = columns->sections + w * 64;
        for (uint64_t bits = members->words[w]; bits != 0; bits &= bits - 1) {
            const struct columns_section *section = &sections[__builtin_ctzll(bits)];
            struct tally_profile *profile = &profiles[section->profile];
            bool same = section->class_number == class.number;
            class.values = (class.values & -(uint64_t)same) | profile->values;
            class.sections = (class.sections & -(uint32_t)same) + 1;
            class.number = section->class_number;
            count += !same;
            classes[count] = class;
            profile->sections++;
        }
    }
    return count;
}

/* Adds to each bit's count the classes that have it. Eight counters of a byte stand in a word. */
static void count_classes(struct tally_count counts[BITS], const struct tally_class *classes,
                          uint32_t count)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);

    for (uint32_t start = 0; start < count; start += 255) {
        uint32_t end = count - start > 255 ? start + 255 : count;
        uint64_t sums[8] = {0};
        for (uint32_t i = start; i < end; i++)
            for (unsigned k = 0; k < 8; k++)
                sums[k] += classes[i].values >> k & ones;
        for (unsigned bit = 0; bit < BITS; bit++)
            counts[bit].classes += (uint8_t)(sums[bit % 8] >> (bit / 8 * 8));
    }
}

static void count_profiles(struct tally_count counts[BITS], struct tally_profile *profiles,
                           uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (profiles[i].sections == 0)
            continue;
        for (uint64_t values = profiles[i].values; values != 0; values &= values - 1)
            counts[__builtin_ctzll(values)].sections += profiles[i].sections;
        profiles[i].sections = 0;
    }
}

/* Counts a facet's values that are the classes'. */
static void count_stated(struct tally_count *counts, enum facet facet,
                         const struct columns *columns, const uint32_t *numbers,
                         const struct tally_class *classes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t value = columns->classes[classes[i].number].values[facet];
        counts[numbers[value]].sections += classes[i].sections;
        counts[numbers[value]].classes++;
    }
}

/* Counts the members in those facets that are in the mask; returns how many classes they have. */
static uint32_t count_members(struct tally *tally, const struct columns *columns,
                              const struct values_map *map, const struct bitmap *members,
                              unsigned facets)
{
    struct tally_scratch *scratch = tally->scratch;
    struct tally_count counts[BITS] = {{0}};
    uint32_t class_count = gather(scratch, columns, members);
    const struct tally_class *classes = scratch->classes + 1;

    count_classes(counts, classes, class_count);
    count_profiles(counts, scratch->profiles, columns->profile_count);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if ((facets >> f & 1) == 0)
            continue;
        if (facet_vocabulary(f) == 0)
            count_stated(tally->facets[f], f, columns, map->numbers[f], classes, class_count);
        for (uint32_t i = 0; i < facet_vocabulary(f); i++) {
            tally->facets[f][i].sections += counts[scratch->bits[f] + i].sections;
            tally->facets[f][i].classes += counts[scratch->bits[f] + i].classes;
        }
    }
    return class_count;
}

/* Finds the matches that fail a facet's filter because of their profile, or of their class. */

static void find_failing_profiles(struct tally_scratch *scratch, enum facet facet,
                                  const struct columns *columns, const struct bitmap *matches)
{
    uint8_t *fails = scratch->fails =
        make_room(scratch->fails, &scratch->fails_room, columns->profile_count, 1, scratch->arena);

    for (uint32_t i = 0; i < columns->profile_count; i++)
        fails[i] = (columns->profiles[i].masks[facet] & scratch->selected[facet]) == 0;
    for (uint32_t w = 0; w < BITMAP_WORDS; w++) {
        uint64_t failing = 0;
        for (uint64_t bits = matches->words[w]; bits != 0; bits &= bits - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(bits);
            failing |= (uint64_t)fails[columns->sections[w * 64 + bit].profile] << bit;
        }
        scratch->failing[facet]->words[w] = failing;
    }
}

static void find_failing_classes(const struct tally *tally, enum facet facet,
                                 const struct columns *columns, const uint32_t *numbers,
                                 const struct bitmap *matches)
{
    struct bitmap *failing = tally->scratch->failing[facet];

    bitmap_clear(failing);
    for (uint32_t i = 0; i < columns->class_count; i++) {
        const struct columns_class *class = &columns->classes[i];
        uint32_t number = numbers[class->values[facet]];
        if (number == VALUES_NONE || !tally->selected[facet][number])
            bitmap_add_range(failing, class->first, class->count);
    }
    bitmap_and(failing, matches);
}

/* Takes out of the matches those that fail a filter; leaves in each facet's `failing` those that
 * fail no other. */
static void apply_filters(const struct tally_scratch *scratch, struct bitmap *matches)
{
    for (uint32_t w = 0; w < BITMAP_WORDS; w++) {
        uint64_t once = 0, twice = 0;
        for (enum facet f = 0; f < FACET_COUNT; f++) {
            if (scratch->failing[f] == NULL)
                continue;
            twice |= once & scratch->failing[f]->words[w];
            once |= scratch->failing[f]->words[w];
        }
        matches->words[w] &= ~once;
        for (enum facet f = 0; f < FACET_COUNT; f++)
            if (scratch->failing[f] != NULL)
                scratch->failing[f]->words[w] &= ~twice;
    }
}

void tally_segment(struct tally *tally, const struct columns *columns, const struct values_map *map,
                   struct bitmap *matches)
{
    struct tally_scratch *scratch = tally->scratch;
    unsigned unfiltered = 0;

    prepare_segment(scratch, columns);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (scratch->failing[f] == NULL)
            unfiltered |= 1u << f;
        else if (facet_vocabulary(f) > 0)
            find_failing_profiles(scratch, f, columns, matches);
        else
            find_failing_classes(tally, f, columns, map->numbers[f], matches);
    }
    apply_filters(scratch, matches);
    tally->total.sections += bitmap_count(matches);
    tally->total.classes += count_members(tally, columns, map, matches, unfiltered);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (scratch->failing[f] == NULL)
            continue;
        bitmap_or(scratch->failing[f], matches);
        count_members(tally, columns, map, scratch->failing[f], 1u << f);
    }
}
