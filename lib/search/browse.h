/* What an index holds, without a search: its classes from A to Z, its agencies, series and kinds of
 * section with how many classes and sections each has, and its sources that were not read, or not
 * without a remark. Counted and sorted when the index is opened. */
#ifndef SEARCH_BROWSE_H
#define SEARCH_BROWSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "search/manifest.h"
#include "spec/kind.h"

struct index;
struct browse;

/* The index must live as long. */
struct browse *browse_new(const struct index *index);
void browse_free(struct browse *browse); /* NULL is fine */

/* Under which letter a name stands: its first letter or digit decides, an accent apart. */
enum browse_letter {
    BROWSE_DIGIT,
    BROWSE_A,
    BROWSE_Z = BROWSE_A + 25,
    BROWSE_OTHER, /* of another alphabet, or none at all */
    BROWSE_LETTER_COUNT
};

/* "0", "a" to "z" and "other", and what people are shown: "0-9", "A" to "Z" and "Other". */
const char *browse_letter_name(enum browse_letter letter);
const char *browse_letter_label(enum browse_letter letter);
bool browse_letter_from_name(enum browse_letter *letter, struct str name); /* in any case */

struct browse_count {
    uint32_t classes, sections;
};

/* Of an agency by its number in the index's values, and of a kind of section: the classes that have
 * such a section. */
struct browse_count browse_agency(const struct browse *browse, uint32_t number);
struct browse_count browse_kind(const struct browse *browse, enum spec_kind kind);

/* A class; its texts are the index's. */
struct browse_class {
    struct str id, title, agency;
    struct str code, series; /* empty: none is stated */
    uint32_t sections;
    uint32_t place; /* of its title (titles.h) */
};

/* All classes, by title from A to Z, those of one title by id. */
uint32_t browse_class_count(const struct browse *browse);
struct browse_class browse_class_at(const struct browse *browse, uint32_t at);

/* A series that classes of an agency state, by name. */
struct browse_series {
    struct str series, agency;
    struct browse_count count;
};

uint32_t browse_series_count(const struct browse *browse);

/* What is listed, and which part of it. */
struct browse_choice {
    bool by_letter;
    enum browse_letter letter;
    struct str agency, series; /* empty: any; in any case of ASCII letters */
    uint32_t first, most;      /* from the first one chosen, and no more than that */
};

struct browse_list {
    uint32_t
        letters[BROWSE_LETTER_COUNT]; /* how many there are of each, whatever letter is chosen */
    uint32_t total;                   /* how many are chosen */
    uint32_t count;                   /* how many of them follow */
    struct browse_class *classes;     /* in the arena */
    struct browse_series *series;
};

void browse_list_classes(struct browse_list *list, const struct browse *browse,
                         const struct browse_choice *choice, struct arena *arena);

/* As classes; the choice's series means nothing. */
void browse_list_series(struct browse_list *list, const struct browse *browse,
                        const struct browse_choice *choice, struct arena *arena);

/* The sources of a manifest that are more than plainly indexed. */
enum browse_state {
    BROWSE_SKIPPED,
    BROWSE_DUPLICATE,
    BROWSE_NOTED, /* indexed, and something was repaired or is doubtful */
    BROWSE_STATE_COUNT
};

const char *browse_state_name(enum browse_state state);
const char *browse_state_label(enum browse_state state);
bool browse_state_from_name(enum browse_state *state, struct str name);

struct browse_source {
    const struct manifest_source *source;
    enum browse_state state;
};

struct browse_ledger {
    uint32_t states[BROWSE_STATE_COUNT]; /* how many sources, whatever is chosen */
    uint32_t indexed;                    /* sources that classes came from */
    uint32_t total, count;               /* as in struct browse_list */
    struct browse_source *sources;
};

/* Those of a state, or of any (BROWSE_STATE_COUNT), in the manifest's order. */
void browse_list_sources(struct browse_ledger *ledger, const struct manifest *manifest,
                         enum browse_state state, uint32_t first, uint32_t most,
                         struct arena *arena);

#endif
