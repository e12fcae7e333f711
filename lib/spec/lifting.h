/* Weights that a holder lifts, carries or pushes. */
#ifndef SPEC_LIFTING_H
#define SPEC_LIFTING_H

#include "spec/requirement_reading.h"

void lifting_find(struct requirement_reading *reading);

#endif
