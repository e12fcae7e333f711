/* Maps from strings to numbers. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "base/mem.h"

struct map { /* all zero: empty */
    struct hash table;
    struct map_entry **entries; /* by the table's numbers */
    size_t count, capacity;
    struct arena *arena; /* that they live in */
};

/* Sets a key's value; the key is copied. Returns false, and changes nothing, if the map has it. */
bool map_add(struct map *map, const char *key, size_t value);

/* The value of a key, to be changed in place; NULL if the map does not have it. */
size_t *map_find(const struct map *map, const char *key);

void map_free(struct map *map);

#endif
