#include "search/values.h"

#include "base/hash.h"

/* Leads from a value to its numbers, in any case of its letters. While values are added, its tables
 * stand outside the arena, where they grow. */
struct values_lookup {
    struct hash numbers[FACET_COUNT];
    size_t capacities[FACET_COUNT];
};

void values_start(struct values *values, struct arena *arena)
{
    *values =
        (struct values){.arena = arena, .lookup = arena_zero(arena, 1, sizeof *values->lookup)};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = values->facets[f].count = facet_vocabulary(f);
        values->facets[f].values = arena_zero(arena, count, sizeof *values->facets[f].values);
        for (uint32_t i = 0; i < count; i++)
            values->facets[f].values[i] = facet_value(f, i);
    }
}

/* The number of exactly that value, which is added if need be. */
static uint32_t number_of(struct values *values, enum facet facet, struct str value)
{
    struct hash *numbers = &values->lookup->numbers[facet];
    uint32_t hash = hash_str_nocase(value), number;
    size_t at = 0;

    while ((number = hash_next(numbers, hash, &at)) != HASH_END)
        if (str_eq(values->facets[facet].values[number], value))
            return number;
    number = values->facets[facet].count;
    values->facets[facet].values =
        arena_grow(values->arena, values->facets[facet].values, number,
                   &values->lookup->capacities[facet], sizeof *values->facets[facet].values);
    values->facets[facet].values[number] = value;
    values->facets[facet].count++;
    hash_add(numbers, hash, number);
    return number;
}

void values_add(struct values_map *map, struct values *values, const struct columns *columns,
                const struct bitmap *live)
{
    *map = (struct values_map){0};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = columns->dictionaries[f].count;
        if (facet_vocabulary(f) > 0)
            continue;
        uint32_t *numbers = arena_zero(values->arena, count, sizeof *numbers);
        memset(numbers, 0xff, count * sizeof *numbers); /* VALUES_NONE */
        for (uint32_t i = 0; i < columns->class_count; i++) {
            const struct columns_class *class = &columns->classes[i];
            uint32_t value = class->values[f];
            if (numbers[value] == VALUES_NONE && bitmap_has(live, class->first))
                numbers[value] = number_of(values, f, columns->dictionaries[f].values[value]);
        }
        map->numbers[f] = numbers;
    }
}

void values_finish(struct values *values)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        struct hash *numbers = &values->lookup->numbers[f];
        struct hash kept = hash_copy(numbers, values->arena);
        hash_free(numbers);
        *numbers = kept;
    }
}

bool values_find(uint32_t *number, const struct values *values, enum facet facet, struct str value)
{
    const struct hash *numbers = &values->lookup->numbers[facet];
    uint32_t hash = hash_str_nocase(value), found;
    bool any = false;
    size_t at = 0;

    if (facet_vocabulary(facet) > 0)
        return facet_value_find(number, facet, value);
    while ((found = hash_next(numbers, hash, &at)) != HASH_END) {
        struct str known = values->facets[facet].values[found];
        if (str_eq(known, value)) {
            *number = found;
            return true;
        }
        if (str_eq_nocase(known, value) && (!any || found < *number)) {
            *number = found;
            any = true;
        }
    }
    return any;
}
