/* Members of JSON objects that we wrote ourselves: what is absent or of another type is empty or 0.
 */
#ifndef SEARCH_JSONGET_H
#define SEARCH_JSONGET_H

#include <jansson.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

/* A copy in the arena, ending in NUL. */
struct str jsonget_text(const json_t *object, const char *key, struct arena *arena);

uint32_t jsonget_number(const json_t *object, const char *key);

#endif
