/* Absence: who does not have what a query asks for. All classes under the filters are parted into
 * those where it is present and those where it is not, by why it is not; beside them stand the
 * sources that could not be read, of which nobody knows. The numbers add up to all.
 *
 * A class has it if one of its sections matches, strictly (strict.h), under all the filters; so for
 * words and phrases these are the classes that have an occurrence (occurrences.h). Where kinds of
 * section are chosen, a class has it if a section of such a kind does, and what a class without it
 * says in its sections of these kinds makes the difference: nothing, since there is no such
 * section; that there is none (spec/denial.h), all of them; or something else. A section without a
 * text says nothing: its heading alone is no denial, and no other matter.
 *
 * A source that could not be read counts once, however many classes it may hold; under a filter of
 * agencies if it is of one of them, and whatever else is filtered. */
#ifndef SEARCH_ABSENCE_H
#define SEARCH_ABSENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/expand.h"
#include "search/index.h"
#include "search/tally.h"

enum absence_state {
    ABSENCE_PRESENT,
    ABSENCE_STATED_NONE,
    ABSENCE_SILENT,
    ABSENCE_SECTION_ABSENT,
    ABSENCE_UNREADABLE, /* of a source */
    ABSENCE_STATE_COUNT
};

/* "stated_none", "Stated as none". */
#define ABSENCE_STATES "present, stated_none, silent, section_absent or unreadable"
const char *absence_state_name(enum absence_state state);
const char *absence_state_label(enum absence_state state);
bool absence_state_from_name(enum absence_state *state, struct str name);

struct absence_request {
    struct str query;
    struct tally_filters filters; /* those of FACET_SECTION are the kinds of section in question */
    bool expand;
    uint32_t states;      /* bit 1 << enum absence_state of those to be listed; 0: all */
    uint64_t deadline_ms; /* of opening, of CLOCK_MONOTONIC; 0: none */
};

struct absence_summary {
    struct str reading; /* of the query, in words */
    struct expansions expansions;
    uint32_t states[ABSENCE_STATE_COUNT]; /* their sum is classes + sources */
    uint32_t classes, sources;            /* under the filters; that could not be read */
    uint32_t set_aside; /* sources that are taken for no specifications, and counted nowhere else */
    uint32_t rows;      /* of the states to be listed */
};

struct absence;

/* The index must live as long. ERR_USAGE if nothing is asked for, and as of a search. */
enum err_code absence_open(struct absence **absence, struct index *index,
                           const struct absence_request *request, struct err *err);
void absence_close(struct absence *absence); /* NULL is fine */

/* Lives as long as these. */
const struct absence_summary *absence_summary(const struct absence *absence);

struct absence_row {
    enum absence_state state;
    /* All of a section that shows the state, the first that does; or, if has_section is false, only
     * what it says of the class; of an unreadable source the agency and the source. */
    struct record_section section;
    bool has_section;
    struct str quote;   /* of ABSENCE_STATED_NONE: the text that says so */
    struct str reason;  /* of ABSENCE_UNREADABLE */
    const char *sha256; /* of the source; empty if not even that is known */
};

/* The next row is the one of that number, from 0. In order of state, agency, and id or source. */
void absence_seek(struct absence *absence, uint64_t number);

/* Reads the next row, which is valid until the next call. *more is false, and nothing is read, at
 * the end. */
enum err_code absence_next(bool *more, struct absence_row *row, struct absence *absence,
                           struct err *err);

#endif
