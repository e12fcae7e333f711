/* Memory.
 *
 * Every input is bounded before it is read, so running out of memory means that the machine is
 * exhausted: these functions then end the process with a line on stderr, and callers need no error
 * path that no test could reach. An arena holds everything that belongs to one document or one
 * request and is freed as a whole. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Never return NULL; a size of 0 is allowed. Free with free(). */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
void *mem_resize(void *old, size_t count, size_t size); /* count * size is checked for overflow */
char *mem_strdup(const char *text);

/* Makes room for one more element: returns `items`, moved if need be, with *capacity > count. */
void *mem_grow(void *items, size_t count, size_t *capacity, size_t size);

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);  /* NULL is fine */
void arena_clear(struct arena *arena); /* frees what was allocated, keeps the arena */

/* Memory that lives as long as the arena, aligned for any type; the first is zeroed. */
void *arena_zero(struct arena *arena, size_t count, size_t size);

/* As mem_grow, in the arena; new room is zeroed. What was moved from stays until the arena goes. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
