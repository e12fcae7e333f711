/* Series specifications: one document about several classes. It lists them with their codes and
 * then uses their names as headings, under which stands what holds for that class alone; all else
 * holds for each of them. */
#ifndef SPEC_SERIES_H
#define SPEC_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "spec/document.h"

struct spec;

struct series_class {
    struct str name, code;
    unsigned line; /* of the row that lists it */
};

struct series {
    struct series_class *classes;
    size_t count;
    bool listed; /* under a head that says so, "Class Code  Class" */
};

enum { SERIES_NONE = -1 };

/* Finds the list of classes: rows of a code and a name, two or more after each other. */
void series_read(struct series *series, const struct document *document, struct arena *arena);

/* Which class of the series has this name; SERIES_NONE: none. */
int series_class_named(const struct series *series, struct str name);

/* Fills spec->classes if the list has a head, or the names of two classes or more stand as
 * headings; returns whether it did. */
bool series_split(struct spec *spec, const struct series *series, const struct document *document,
                  struct arena *arena);

#endif
