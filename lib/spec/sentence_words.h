/* Cuts a sentence into words; sentence.h says what a word is. */
#ifndef SPEC_SENTENCE_WORDS_H
#define SPEC_SENTENCE_WORDS_H

#include "spec/sentence.h"

/* Fills the words of a sentence whose start and end in the text are set. */
void sentence_words(struct sentence *sentence, struct str text);

#endif
