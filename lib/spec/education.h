/* Education: the levels of schooling that a sentence names. */
#ifndef SPEC_EDUCATION_H
#define SPEC_EDUCATION_H

#include "spec/requirement_reading.h"

void education_find(struct requirement_reading *reading);

#endif
