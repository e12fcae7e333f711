/* Section kinds: what a section of a class specification is about, in the terms of class and
 * compensation work. A section has one or more kinds, a primary one first. */
#ifndef SPEC_KIND_H
#define SPEC_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum spec_kind {
    KIND_SUMMARY,
    KIND_DISTINGUISHING,
    KIND_DUTIES,
    KIND_COMPETENCIES,
    KIND_KNOWLEDGE_SKILLS_ABILITIES,
    KIND_SUPERVISION_RECEIVED,
    KIND_SUPERVISION_EXERCISED,
    KIND_EDUCATION,
    KIND_EXPERIENCE,
    KIND_EQUIVALENCY,
    KIND_LICENSURE,
    KIND_BACKGROUND_CHECK,
    KIND_ASSESSMENT,
    KIND_PROBATION,
    KIND_WORKING_ENVIRONMENT,
    KIND_PHYSICAL_DEMANDS,
    KIND_SALARY,
    KIND_CLASSIFICATION,
    KIND_HISTORY,
    KIND_OTHER,
    KIND_COUNT
};

/* The name in queries, JSON and files ("background_check"), and the one shown to people. */
const char *kind_name(enum spec_kind kind);
const char *kind_label(enum spec_kind kind);

/* Knows names in any case and the short forms "ksa" and "background". */
bool kind_from_name(enum spec_kind *kind, struct str name);

/* An ordered set of kinds, the primary one first. */
struct kind_set {
    uint8_t kinds[KIND_COUNT];
    uint8_t count;
};

void kind_set_add(struct kind_set *set, enum spec_kind kind);
bool kind_set_has(const struct kind_set *set, enum spec_kind kind);

#endif
