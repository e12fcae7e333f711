/* Experience: lengths of time that a sentence demands in some kind of work, and which of them are
 * parts of a total. */
#ifndef SPEC_EXPERIENCE_H
#define SPEC_EXPERIENCE_H

#include "spec/requirement_reading.h"

void experience_find(struct requirement_reading *reading);

#endif
