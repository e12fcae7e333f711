#include "base/map.h"

#include <stdlib.h>
#include <string.h>

struct map_entry {
    size_t value;
    const char *key;
};

static struct map_entry *find(const struct map *map, uint32_t hash, const char *key)
{
    size_t at = 0;

    for (uint32_t i; (i = hash_next(&map->table, hash, &at)) != HASH_END;)
        if (strcmp(map->entries[i]->key, key) == 0)
            return map->entries[i];
    return NULL;
}

bool map_add(struct map *map, const char *key, size_t value)
{
    uint32_t hash = hash_str(str_of(key));

    if (find(map, hash, key) != NULL)
        return false;
    if (map->arena == NULL)
        map->arena = arena_new();
    struct map_entry *entry = arena_zero(map->arena, 1, sizeof *entry);
    *entry = (struct map_entry){value, arena_strdup(map->arena, key)};
    map->entries = mem_grow(map->entries, map->count, &map->capacity, sizeof(struct map_entry *));
    hash_add(&map->table, hash, (uint32_t)map->count);
    map->entries[map->count++] = entry;
    return true;
}

size_t *map_find(const struct map *map, const char *key)
{
    struct map_entry *entry = find(map, hash_str(str_of(key)), key);
    return entry != NULL ? &entry->value : NULL;
}

void map_free(struct map *map)
{
    hash_free(&map->table);
    free(map->entries);
    arena_free(map->arena);
    *map = (struct map){0};
}
