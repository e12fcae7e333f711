/* What the finders of requirements share while a specification is read: the sentence at hand, what
 * was seen before it, and the list they add to. */
#ifndef SPEC_REQUIREMENT_READING_H
#define SPEC_REQUIREMENT_READING_H

#include "spec/phrase.h"
#include "spec/quantity.h"
#include "spec/requirement.h"
#include "spec/sentence.h"
#include "spec/spec.h"

/* What a word is to a clause about substitution. */
enum exchange_role {
    EXCHANGE_NONE,
    EXCHANGE_OFFERED, /* it may take the place of something that is required */
    EXCHANGE_REPLACED /* it is that something, or a term of the exchange: no requirement here */
};

struct requirement_found {
    struct requirement requirement;
    size_t at;     /* where its phrase begins in the section's text */
    bool combined; /* of a sentence that begins with "any combination" */
};

struct requirement_reading {
    const struct spec *spec;
    struct arena *arena;
    const struct phrase_table *phrases;
    const struct spec_section *section;
    size_t section_index;
    struct sentence sentence;
    struct phrase_marks marks;
    struct quantity quantities[QUANTITIES_MAX];
    size_t quantity_count;
    enum exchange_role roles[SENTENCE_WORDS];
    bool combination;   /* the sentence begins with "any combination" */
    struct str copy;    /* the sentence as it is shown; empty until needed */
    bool questionnaire; /* a question was asked: what follows are its choices */
    enum modality section_modality, label_modality; /* MODALITY_COUNT: they say nothing */
    size_t counted_to; /* line ends have been counted up to this offset ... */
    unsigned line;     /* ... which is on this line of the source */
    bool has_total;    /* experience was found in this section: what parts are parts of */
    size_t total_at, total_sentence; /* where it begins; its sentence, counted in the section */
    size_t sentence_index;
    struct requirement_found *items;
    size_t count, capacity;
};

/* Whether the section has that kind. */
bool requirement_section_is(const struct requirement_reading *reading, enum spec_kind kind);

/* What stands before a word: its gap; behind the last word, the sentence's tail. */
unsigned requirement_gap(const struct requirement_reading *reading, size_t word);

/* Is word `w` of the sentence one of a list? False behind its end. */
bool requirement_word_in(const struct requirement_reading *reading, size_t w,
                         const char *const list[], size_t count);

/* Whether word `w` belongs to the name of a class that another is compared with: "performing the
 * duties of a Senior Dock Supervisor". */
bool requirement_in_class_name(const struct requirement_reading *reading, size_t w);

/* Adds a requirement whose phrase is words `first` to `last`, with its modality; NULL if the words
 * demand nothing: they are replaced or waived. */
struct requirement *requirement_add(struct requirement_reading *reading, enum requirement_type type,
                                    size_t first, size_t last);

/* The last word of the clause that begins with `from`: before the next comma or other mark, but not
 * before `least`, nor more than 20 words behind it. */
size_t requirement_clause_end(const struct requirement_reading *reading, size_t from, size_t least);

#endif
