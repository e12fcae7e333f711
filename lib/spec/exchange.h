/* Clauses about substitution: what may take the place of what. */
#ifndef SPEC_EXCHANGE_H
#define SPEC_EXCHANGE_H

#include "spec/requirement_reading.h"

/* Gives every word of the sentence its role. */
void exchange_find(struct requirement_reading *reading);

#endif
