/* Is this line a heading? Typography (marks, capitals, a colon, blank lines around) and vocabulary
 * (the alias table) are weighed together, since every house sets headings its own way. */
#ifndef SPEC_HEADING_H
#define SPEC_HEADING_H

#include <stdbool.h>

#include "base/str.h"
#include "spec/alias.h"
#include "spec/document.h"
#include "spec/field.h"
#include "spec/series.h"
#include "spec/words.h"

/* How a heading is set, from the strongest to the weakest; the styles a document uses give its
 * headings their levels. Marked headings (Markdown) have the level of their mark. */
enum heading_style {
    STYLE_CAPITALS,       /* DISTINGUISHING CHARACTERISTICS */
    STYLE_TITLE_CASE,     /* Distinguishing Characteristics */
    STYLE_CLASS,          /* the name of one class of a series, or "All Levels:" */
    STYLE_ALTERNATIVE,    /* Either I, Or II */
    STYLE_CAPITALS_COLON, /* NOTES: */
    STYLE_COLON,          /* General Duties: */
    STYLE_RUN_IN,         /* Education: Bachelor's degree ... */
    STYLE_COUNT
};

struct heading {
    struct str text;          /* as written, without marks and a trailing colon */
    struct str rest;          /* text that runs in behind the colon; empty if none */
    size_t lines;             /* of the document that the heading takes */
    unsigned marked_level;    /* Markdown's level; 0: not marked */
    enum heading_style style; /* of one that is not marked */
    struct alias_match alias;
};

struct heading_context {
    const struct document *document;
    const struct alias_table *aliases;
    const struct label_table *labels;
    const struct series *series;
    struct str title; /* of the document: repeated, it is no heading */
    struct words title_words;
    size_t end;           /* line from which nothing is a heading */
    size_t known_labels;  /* lines that begin with a known label and its text */
    size_t known_numbers; /* lines that are a number and a known heading */
    struct arena *arena;  /* headings made of two lines are joined here */
};

/* Fills title_words, known_labels and known_numbers; the rest is set. */
void heading_context_prepare(struct heading_context *context);

/* Looks at line `at` of the document. `after_heading`: the line before is a heading or the text of
 * a run-in one, so that a missing blank line says nothing. */
bool heading_at(struct heading *heading, const struct heading_context *context, size_t at,
                bool after_heading);

#endif
