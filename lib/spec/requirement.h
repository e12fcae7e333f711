/* Requirements: what the sentences of a specification demand, and how firmly. Found in the sections
 * of a specification that has been read.
 *
 * Each section's text is cut into sentences (sentence.h), the phrases of phrases.tsv are found in
 * them (phrase.h), and one module a type decides what they state: experience, education,
 * credential, lifting. modality.h says how firmly, exchange.h what only takes the place of
 * something else. A sentence that asks a question, and the choices under it, state nothing. */
#ifndef SPEC_REQUIREMENT_H
#define SPEC_REQUIREMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"

enum requirement_type {
    REQUIREMENT_EDUCATION,
    REQUIREMENT_EXPERIENCE,
    REQUIREMENT_LICENCE,    /* licences, certificates, registrations */
    REQUIREMENT_BACKGROUND, /* clearances and background checks */
    REQUIREMENT_LIFTING,
    REQUIREMENT_TYPE_COUNT
};

enum modality {
    MODALITY_REQUIRED,
    MODALITY_BY_POSITION, /* of some positions of the class only */
    MODALITY_PREFERRED,
    MODALITY_EQUIVALENCY, /* takes the place of something else that is required */
    MODALITY_UNCLASSIFIED,
    MODALITY_COUNT
};

enum education_level {
    EDUCATION_NONE, /* the text says that none is needed */
    EDUCATION_HIGH_SCHOOL,
    EDUCATION_SOME_COLLEGE,
    EDUCATION_ASSOCIATE,
    EDUCATION_BACHELOR,
    EDUCATION_MASTER,
    EDUCATION_DOCTORATE,
    EDUCATION_APPRENTICESHIP,
    EDUCATION_COUNT
};

struct requirement {
    enum requirement_type type;
    enum modality modality;
    struct str sentence;         /* the sentence or list item, its line ends made blanks */
    struct str phrase;           /* the words of it that state the requirement */
    unsigned line;               /* of the source, on which the phrase begins */
    size_t section;              /* index in the specification */
    size_t start, end;           /* its sentence, list mark left off, in the section's text */
    enum education_level level;  /* education */
    unsigned months, months_max; /* experience: "3 to 5 years" is 36 and 60, else both are equal */
    bool supervisory;            /* experience: of supervising or managing people */
    unsigned part_months;        /* experience: so many of the months ("including two years ...") */
    bool part_supervisory;       /* are to be supervisory; 0: no part is named */
    unsigned pounds;             /* lifting: the most that is named */
};

/* The names in JSON: "education" ("licence"), "by_position", "high_school". */
const char *requirement_type_name(enum requirement_type type);
const char *modality_name(enum modality modality);
const char *education_level_name(enum education_level level);

/* Those shown to people: "License or certificate", "By position", "High school". */
const char *requirement_type_label(enum requirement_type type);
const char *modality_label(enum modality modality);
const char *education_level_label(enum education_level level);

bool requirement_type_from_name(enum requirement_type *type, struct str name);
bool modality_from_name(enum modality *modality, struct str name);
bool education_level_from_name(enum education_level *level, struct str name);

struct spec;
struct phrase_table;

/* Fills spec->requirements, in order of the text, from its sections. */
void requirements_read(struct spec *spec, const struct phrase_table *phrases, struct arena *arena);

#endif
