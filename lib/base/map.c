#include "base/map.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct map_entry {
    size_t value;
    char key[];
};

/* tsearch compares what it looks for with what it has: both are entries. */
static int compare(const void *a, const void *b)
{
    return strcmp(((const struct map_entry *)a)->key, ((const struct map_entry *)b)->key);
}

static struct map_entry *new_entry(const char *key, size_t value)
{
    size_t size = strlen(key) + 1;
    struct map_entry *entry = mem_alloc(sizeof *entry + size);
    entry->value = value;
    memcpy(entry->key, key, size);
    return entry;
}

bool map_add(struct map *map, const char *key, size_t value)
{
    struct map_entry *entry = new_entry(key, value);
    struct map_entry *const *found = tsearch(entry, &map->root, compare);

    if (found != NULL && *found == entry)
        return true;
    free(entry);
    return false;
}

size_t *map_find(const struct map *map, const char *key)
{
    struct map_entry *entry = new_entry(key, 0);
    struct map_entry *const *found = tfind(entry, &map->root, compare);

    free(entry);
    return found != NULL ? &(*found)->value : NULL;
}

void map_free(struct map *map)
{
    tdestroy(map->root, free);
    map->root = NULL;
}
