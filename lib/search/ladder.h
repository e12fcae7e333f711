/* The ladder of a class: the classes of its series by their levels, and what each says of the
 * others.
 *
 * Of its series are the classes of the same agency that state the same one, and those whose titles
 * differ from the class's in their level alone (level.h). */
#ifndef SEARCH_LADDER_H
#define SEARCH_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/index.h"
#include "search/level.h"

enum { LADDER_CLASSES_MAX = 64 };

/* A sentence of a class's sections on what distinguishes it, which names others of the ladder. */
struct ladder_sentence {
    struct str text;        /* white space folded */
    uint32_t ordinal, line; /* of the section; of the source, 0: not known */
    bool names[LADDER_CLASSES_MAX];
};

struct ladder_class {
    struct record_class class;
    struct level level;
    struct str *words; /* of its title's head, in lower case */
    size_t word_count;
    bool current; /* it is the one that was asked for */
    struct ladder_sentence *sentences;
    size_t sentence_count;
};

struct ladder {
    struct str name;
    bool stated;                  /* the class states the series; else it is made of its title */
    struct ladder_class *classes; /* by level, then pay grade, title and id; the class among them */
    size_t count;
    size_t left_out; /* more than LADDER_CLASSES_MAX: the last ones found */
};

/* Finds the ladder of a class of the index. Everything lives in the arena. */
enum err_code ladder_find(struct ladder *ladder, struct index *index,
                          const struct record_class *class, struct arena *arena, struct err *err);

/* Sets the level and the words of a class that has its title. */
void ladder_read_title(struct ladder_class *class, struct arena *arena);

/* Sets names[i] for each class, self apart, that a text names: by its title's head, also in the
 * plural; by a numeral that follows such a title ("Analyst I and II"); by "level II", of the
 * classes with the rank of classes[self]. Returns whether there is one. */
bool ladder_names(bool names[LADDER_CLASSES_MAX], const struct ladder_class *classes, size_t count,
                  size_t self, struct str text, struct arena *arena);

#endif
