/* Hash tables of numbers: the owner keeps the things that are looked for, in an array of its own,
 * and says which are equal; a table leads from a hash to the places in that array. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct hash {
    struct hash_slot *slots; /* NULL: empty */
    size_t size, count;      /* size: a power of two */
};

void hash_free(struct hash *table); /* leaves it empty and usable */

/* A copy that lives in the arena; nothing can be added to it, and it is not freed. */
struct hash hash_copy(const struct hash *table, struct arena *arena);

/* The hash of some bytes: FNV-1a of 64 bits, by Glenn Fowler, Landon Curt Noll and Phong Vo. */
uint64_t hash_bytes(struct str s);

/* The same in 32 bits, for a table; _nocase: equal for those that str_eq_nocase() takes for equal.
 */
uint32_t hash_str(struct str s);
uint32_t hash_str_nocase(struct str s);

/* Numbers are below HASH_END. Equal numbers and equal hashes are fine. */
#define HASH_END UINT32_MAX
void hash_add(struct hash *table, uint32_t hash, uint32_t number);

/* The numbers that were added with a hash, one a call, then HASH_END; *at is 0 at first. */
uint32_t hash_next(const struct hash *table, uint32_t hash, size_t *at);

#endif
