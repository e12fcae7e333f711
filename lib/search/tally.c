#include "search/tally.h"

/* A facet's values with a fixed vocabulary are some of the bits of a word. */
enum { BITS = FACET_VOCABULARIES_MAX };

/* What the sections of a class have that are counted. */
struct tally_class {
    uint64_t values; /* of all facets with a fixed vocabulary */
    uint32_t end;    /* how many sections were counted up to its last */
    uint32_t number;
};

struct tally_scratch {
    struct arena *arena;
    uint32_t selected[FACET_COUNT];      /* of such a facet: the mask of what is selected */
    struct bitmap *failing[FACET_COUNT]; /* matches that fail this filter; NULL: no filter */
    uint32_t *profile_sections; /* by number of the profile: counted so far; 0 between two counts */
    uint8_t *profile_fails;     /* by number of the profile: does it fail a filter? */
    size_t profile_room;
    struct tally_class *classes; /* the first is none */
    size_t class_room;
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
        if (!values_find(&number, tally->values, facet, value)) {
            /* Where all classes state one, none of them is what was asked for. */
            if (facet_vocabulary(facet) == 0 && str_is(value, FACET_NOT_STATED))
                continue;
            return unknown_value(tally->values, facet, value, err);
        }
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

    scratch->arena = arena;
    *tally = (struct tally){.values = values, .scratch = scratch};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        tally->facets[f] = arena_zero(arena, values->facets[f].count, sizeof *tally->facets[f]);
        enum err_code code = select_values(tally, f, filters, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

/* Makes room, in which nothing needs to stay from the segment before. */
static void prepare_segment(struct tally_scratch *scratch, const struct columns *columns)
{
    if (scratch->profile_room < columns->profile_count) {
        size_t room = scratch->profile_room = 2 * (size_t)columns->profile_count;
        scratch->profile_sections =
            arena_zero(scratch->arena, room, sizeof *scratch->profile_sections);
        scratch->profile_fails = arena_zero(scratch->arena, room, sizeof *scratch->profile_fails);
    }
    if (scratch->class_room < (size_t)columns->class_count + 1) {
        scratch->class_room = 2 * (size_t)columns->class_count + 1;
        scratch->classes =
            arena_zero(scratch->arena, scratch->class_room, sizeof *scratch->classes);
    }
}

/* Gathers what each class has from its sections that are members, and counts them by profile.
 * Returns the number of classes, which are classes[1] and following. No branch depends on where a
 * class ends: it could not be foretold. */
static uint32_t gather(const struct tally_scratch *scratch, const struct columns *columns,
                       const struct bitmap *members)
{
    const uint64_t *profile_values = columns->profile_values;
    uint32_t *profile_sections = scratch->profile_sections;
    uint32_t words = (columns->section_count + 63) / 64, end = 0, number = UINT32_MAX;
    struct tally_class *class = scratch->classes;
    uint64_t values = 0;

    for (uint32_t w = 0; w < words; w++) {
        const struct columns_section *sections = columns->sections + w * 64;
        for (uint64_t bits = members->words[w]; bits != 0; bits &= bits - 1) {
            const struct columns_section *section = &sections[(unsigned)__builtin_ctzll(bits)];
            size_t profile = section->profile;
            uint64_t next = section->class_number != number;
            number = section->class_number;
            values = (values & (next - 1)) | profile_values[profile]; /* 0 or all ones */
            class += next;
            class->values = values;
            class->end = ++end;
            class->number = number;
            profile_sections[profile]++;
        }
    }
    return (uint32_t)(class - scratch->classes);
}

/* Adds to each bit's count the classes that have it. Eight counters of a byte stand in a word, and
 * the words in registers if the loop over them is unrolled. */
static void count_classes(struct tally_count counts[BITS], const struct tally_class *classes,
                          uint32_t count)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);

    for (uint32_t start = 0; start < count; start += 255) {
        uint32_t end = count - start > 255 ? start + 255 : count;
        uint64_t sums[8] = {0};
        for (uint32_t i = start; i < end; i++)
#pragma GCC unroll 8
            for (unsigned k = 0; k < 8; k++)
                sums[k] += classes[i].values >> k & ones;
        for (unsigned bit = 0; bit < BITS; bit++)
            counts[bit].classes += (uint8_t)(sums[bit % 8] >> (bit / 8 * 8));
    }
}

static void count_profiles(struct tally_count counts[BITS], const struct tally_scratch *scratch,
                           const struct columns *columns)
{
    for (uint32_t i = 0; i < columns->profile_count; i++) {
        uint32_t sections = scratch->profile_sections[i];
        if (sections == 0)
            continue;
        for (uint64_t values = columns->profile_values[i]; values != 0; values &= values - 1)
            counts[__builtin_ctzll(values)].sections += sections;
        scratch->profile_sections[i] = 0;
    }
}

/* Counts what classes state in those facets that are in the mask. */
static void count_stated(struct tally *tally, unsigned facets, const struct columns *columns,
                         const struct values_map *map, uint32_t class_count)
{
    const struct tally_class *classes = tally->scratch->classes;
    enum facet stated[FACET_COUNT];
    unsigned n = 0;

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if ((facets >> f & 1) != 0 && facet_vocabulary(f) == 0)
            stated[n++] = f;
    for (uint32_t i = 1; n > 0 && i <= class_count; i++) {
        const uint32_t *values = columns->classes[classes[i].number].values;
        uint32_t sections = classes[i].end - classes[i - 1].end;
        for (unsigned k = 0; k < n; k++) {
            enum facet f = stated[k];
            struct tally_count *count = &tally->facets[f][map->numbers[f][values[f]]];
            count->sections += sections;
            count->classes++;
        }
    }
}

/* Counts the members in those facets that are in the mask; returns how many there are. */
static struct tally_count count_members(struct tally *tally, unsigned facets,
                                        const struct columns *columns, const struct values_map *map,
                                        const struct bitmap *members)
{
    const struct tally_scratch *scratch = tally->scratch;
    struct tally_count counts[BITS] = {{0}};
    uint32_t class_count = gather(scratch, columns, members);

    count_classes(counts, scratch->classes + 1, class_count);
    count_profiles(counts, scratch, columns);
    count_stated(tally, facets, columns, map, class_count);
    for (enum facet f = 0; f < FACET_COUNT; f++)
        for (uint32_t i = 0; (facets >> f & 1) != 0 && i < facet_vocabulary(f); i++) {
            tally->facets[f][i].sections += counts[facet_bit(f) + i].sections;
            tally->facets[f][i].classes += counts[facet_bit(f) + i].classes;
        }
    return (struct tally_count){scratch->classes[class_count].end, class_count};
}

/* Finds the matches that fail a facet's filter because of their profile, or of their class. */

static void find_failing_profiles(const struct tally_scratch *scratch, enum facet facet,
                                  const struct columns *columns, const struct bitmap *matches)
{
    uint8_t *fails = scratch->profile_fails;

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
static void apply_filters(struct bitmap *matches, struct bitmap *const failing[FACET_COUNT])
{
    struct bitmap *filters[FACET_COUNT];
    unsigned n = 0;

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (failing[f] != NULL)
            filters[n++] = failing[f];
    for (uint32_t w = 0; n > 0 && w < BITMAP_WORDS; w++) {
        uint64_t once = 0, twice = 0;
        for (unsigned k = 0; k < n; k++) {
            twice |= once & filters[k]->words[w];
            once |= filters[k]->words[w];
        }
        matches->words[w] &= ~once;
        for (unsigned k = 0; k < n; k++)
            filters[k]->words[w] &= ~twice;
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
    apply_filters(matches, scratch->failing);
    struct tally_count passed = count_members(tally, unfiltered, columns, map, matches);
    tally->total.sections += passed.sections;
    tally->total.classes += passed.classes;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (scratch->failing[f] == NULL)
            continue;
        bitmap_or(scratch->failing[f], matches);
        count_members(tally, 1u << f, columns, map, scratch->failing[f]);
    }
}

void tally_add(struct tally *tally, const struct tally *other)
{
    tally->total.sections += other->total.sections;
    tally->total.classes += other->total.classes;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        for (uint32_t i = 0; i < tally->values->facets[f].count; i++) {
            tally->facets[f][i].sections += other->facets[f][i].sections;
            tally->facets[f][i].classes += other->facets[f][i].classes;
        }
    }
}
