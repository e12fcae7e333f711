#include "base/hash.h"

#include <ctype.h>
#include <stdlib.h>

struct hash_slot {
    uint32_t hash, number_plus_1; /* 0: the slot is empty */
};

void hash_free(struct hash *table)
{
    free(table->slots);
    *table = (struct hash){0};
}

struct hash hash_copy(const struct hash *table, struct arena *arena)
{
    struct hash copy = *table;

    if (table->slots != NULL) {
        copy.slots = arena_zero(arena, table->size, sizeof *copy.slots);
        memcpy(copy.slots, table->slots, table->size * sizeof *copy.slots);
    }
    return copy;
}

static const uint64_t fnv_basis = 0xcbf29ce484222325, fnv_prime = 0x100000001b3;

uint64_t hash_bytes(struct str s)
{
    uint64_t hash = fnv_basis;

    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * fnv_prime;
    return hash;
}

/* As FNV's authors make a shorter hash of a longer one. */
static uint32_t fold(uint64_t hash)
{
    return (uint32_t)(hash >> 32 ^ hash);
}

uint32_t hash_str(struct str s)
{
    return fold(hash_bytes(s));
}

uint32_t hash_str_nocase(struct str s)
{
    uint64_t hash = fnv_basis;

    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)tolower((unsigned char)s.p[i])) * fnv_prime;
    return fold(hash);
}

static void put(struct hash *table, struct hash_slot slot)
{
    size_t at = slot.hash & (table->size - 1);

    while (table->slots[at].number_plus_1 != 0)
        at = (at + 1) & (table->size - 1);
    table->slots[at] = slot;
}

void hash_add(struct hash *table, uint32_t hash, uint32_t number)
{
    if (table->count * 2 >= table->size) {
        struct hash old = *table;
        table->size = old.size > 0 ? old.size * 2 : 16;
        table->slots = mem_zero(table->size, sizeof *table->slots);
        for (size_t i = 0; i < old.size; i++)
            if (old.slots[i].number_plus_1 != 0)
                put(table, old.slots[i]);
        free(old.slots);
    }
    put(table, (struct hash_slot){hash, number + 1});
    table->count++;
}

uint32_t hash_next(const struct hash *table, uint32_t hash, size_t *at)
{
    while (table->size > 0) {
        const struct hash_slot *slot = &table->slots[(hash + (*at)++) & (table->size - 1)];
        if (slot->number_plus_1 == 0)
            break;
        if (slot->hash == hash)
            return slot->number_plus_1 - 1;
    }
    return HASH_END;
}
