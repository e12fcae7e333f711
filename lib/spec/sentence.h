/* Sentences of a section's text, cut into words to match phrases with.
 *
 * A sentence ends at a full stop, question or exclamation mark that is not part of an abbreviation,
 * a number or a list mark; at a blank line; before a list mark; at the end of a line that the next
 * one does not continue; at a row of a table; and, whatever it says, after SENTENCE_BYTES. */
#ifndef SPEC_SENTENCE_H
#define SPEC_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { SENTENCE_BYTES = 1000, SENTENCE_WORDS = SENTENCE_BYTES / 2 + 1 };

/* What stands between a word and the one before it. */
enum sentence_gap {
    GAP_COMMA = 1 << 0,
    GAP_SEMICOLON = 1 << 1,
    GAP_COLON = 1 << 2,
    GAP_OPEN = 1 << 3, /* ( or [ */
    GAP_CLOSE = 1 << 4,
    GAP_SLASH = 1 << 5,
    GAP_HYPHEN = 1 << 6, /* a dash without blanks around it */
    GAP_DASH = 1 << 7,   /* with blanks */
    GAP_STOP = 1 << 8,
    GAP_PLUS = 1 << 9,
    GAP_DOLLAR = 1 << 10,
    GAP_PERCENT = 1 << 11,
    GAP_QUOTE = 1 << 12
};

/* Lower case, without apostrophes and the stops of abbreviations ("bachelors", "ged"); numbers
 * without the commas of thousands. */
struct sentence_word {
    struct str text;   /* in the sentence's own letters */
    size_t start, end; /* offsets in the section's text */
    unsigned gap;      /* of enum sentence_gap */
    bool stops;        /* an abbreviation with stops in it */
    bool capitals;     /* two letters or more, all of them capitals */
};

struct sentence {
    size_t start, end; /* offsets in the section's text, list mark and white space left off */
    struct sentence_word words[SENTENCE_WORDS];
    size_t count;
    unsigned tail; /* the gap behind the last word */
    bool question; /* ends in a question mark */
    bool leads;    /* begins a line, list marks apart */
    bool alone;    /* has whole lines to itself */
    bool label;    /* ends in a colon */
    char letters[SENTENCE_BYTES + 8];
};

struct sentence_splitter {
    struct str text;
    size_t at;
    size_t width; /* of the lines, if the text is wrapped hard; else 0 */
};

void sentence_begin(struct sentence_splitter *splitter, struct str text);

/* The next sentence; false at the end of the text. */
bool sentence_next(struct sentence_splitter *splitter, struct sentence *sentence);

/* The same, but only where it stands: as start and end of the sentence. */
bool sentence_next_bounds(size_t *start, size_t *end, struct sentence_splitter *splitter);

#endif
