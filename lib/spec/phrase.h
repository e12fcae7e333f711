/* The phrases by which requirements are known (phrases.tsv), and where they stand in a sentence. */
#ifndef SPEC_PHRASE_H
#define SPEC_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "spec/sentence.h"

/* What a phrase is a sign of: the first column of phrases.tsv. */
enum phrase_kind {
    PHRASE_NONE, /* levels of education, in the order of enum education_level */
    PHRASE_HIGH_SCHOOL,
    PHRASE_SOME_COLLEGE,
    PHRASE_ASSOCIATE,
    PHRASE_BACHELOR,
    PHRASE_MASTER,
    PHRASE_DOCTORATE,
    PHRASE_APPRENTICESHIP,
    PHRASE_DEGREE,     /* of no named level: a bachelor's, unless a level is named beside it */
    PHRASE_NO_LEVEL,   /* looks like a level and is none: "above the high school level" */
    PHRASE_REQUIRED,   /* modality */
    PHRASE_ASKED,      /* less firmly: "possession of", "at least" */
    PHRASE_WAIVED,     /* "is not required" */
    PHRASE_PREFERRED,  /* behind what it speaks of: "is desirable" */
    PHRASE_PREFERABLY, /* before it: "preferably" */
    PHRASE_BY_POSITION,
    PHRASE_LIEU,        /* "in lieu of": what follows is replaced */
    PHRASE_SUBSTITUTE,  /* "substitute": what stands before, or up to "for", replaces */
    PHRASE_RATE,        /* "at the rate of": terms of an exchange follow */
    PHRASE_COMBINATION, /* "an equivalent combination of" */
    PHRASE_TYPICAL,     /* "a typical way to qualify is": the minimum follows */
    PHRASE_NOT_BEFORE,  /* before a length of time: that is not experience */
    PHRASE_NOT_BEHIND,  /* behind one, likewise */
    PHRASE_PRACTICE,    /* behind one: that is, without the word "experience" */
    PHRASE_PART,        /* what follows is part of a total: "including" */
    PHRASE_PART_BEHIND, /* what stands before is: "of which" */
    PHRASE_SUPERVISION,
    PHRASE_NO_SUPERVISION, /* "under supervision" */
    PHRASE_CLASS_NAME,     /* before the name of a class: "performing the duties of a" */
    PHRASE_LICENCE,        /* named: enough by itself */
    PHRASE_CREDENTIAL,     /* a licence if the sentence demands it */
    PHRASE_NO_CREDENTIAL,  /* "certification of eligibles" */
    PHRASE_ASIDE,          /* "if the licence is": about one that is held already */
    PHRASE_PAPERWORK,      /* "a copy of": the sentence is about the application, or defines */
    PHRASE_BACKGROUND,
    PHRASE_NO_BACKGROUND, /* "conducts background checks": others are checked */
    PHRASE_OTHER_CLASS, /* "distinguished from a class that": what follows is said of that class */
    PHRASE_DEMAND,      /* "must pass": makes a mention in the duties a demand */
    PHRASE_LIFT,
    PHRASE_QUESTION,
    PHRASE_DENIAL,  /* a value that says that there is none: "N/A" */
    PHRASE_NOTHING, /* a sentence that does: "no licence is required" */
    PHRASE_KIND_COUNT
};

struct phrase_mark {
    enum phrase_kind kind;
    uint16_t first, last; /* words of the sentence */
};

enum { PHRASE_MARKS_MAX = 256 };

/* In order of their first words; of two of one kind that overlap only the first, and longest. */
struct phrase_marks {
    struct phrase_mark items[PHRASE_MARKS_MAX];
    size_t count;
};

struct phrase_table;

struct phrase_table *phrase_table_new(void);
void phrase_table_free(struct phrase_table *table); /* NULL is fine */

void phrase_find(struct phrase_marks *marks, const struct phrase_table *table,
                 const struct sentence *sentence);

/* The first mark of that kind that begins at word `from` or later, NULL if none does. */
const struct phrase_mark *phrase_next(const struct phrase_marks *marks, enum phrase_kind kind,
                                      size_t from);

/* The last one that ends before word `before`, NULL if none does. */
const struct phrase_mark *phrase_last(const struct phrase_marks *marks, enum phrase_kind kind,
                                      size_t before);

/* The one that covers or begins at a word. */
const struct phrase_mark *phrase_at(const struct phrase_marks *marks, enum phrase_kind kind,
                                    size_t word);

#endif
