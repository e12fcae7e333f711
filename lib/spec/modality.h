/* How firmly a sentence demands what it names. */
#ifndef SPEC_MODALITY_H
#define SPEC_MODALITY_H

#include "spec/requirement_reading.h"

/* What a section's headings, its own first, say of all that stands in it: MODALITY_COUNT if they
 * say nothing. Begins a section: the reading keeps whether it is a questionnaire. */
enum modality modality_of_section(struct requirement_reading *reading);

/* Looks whether the sentence is a label ("Preferred qualifications:") for those that follow, or a
 * question, and keeps that in the reading. */
void modality_read_label(struct requirement_reading *reading);

/* That of words `first` to `last`; false if the sentence waives or replaces them. */
bool modality_of_words(enum modality *modality, const struct requirement_reading *reading,
                       size_t first, size_t last);

#endif
