/* Ids of classes: the agency and the class code, or the title where there is no code; classes that
 * would have the same one get ~2, ~3 and so on behind it, in order of the sources. */
#ifndef INDEXER_CLASS_ID_H
#define INDEXER_CLASS_ID_H

#include <stddef.h>

#include "base/map.h"
#include "base/mem.h"
#include "search/manifest.h"
#include "spec/spec.h"

/* "port-ferris/pf3110", in the arena. */
const char *class_id_base(const char *agency, const struct spec_class *class, struct arena *arena);

/* The id that the next class with a base gets, where `taken` has the ids of the sources before and
 * `own` are the classes before it of the same source. In the arena. */
const char *class_id_next(const struct map *taken, const struct manifest_class *own, size_t count,
                          const char *base, struct arena *arena);

#endif
