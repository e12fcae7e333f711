/* Evidence: a heading such as "Minimum Qualifications" covers education and experience alike; what
 * is demanded under it says which of its kinds is the primary one. */
#ifndef SPEC_EVIDENCE_H
#define SPEC_EVIDENCE_H

#include "base/mem.h"

struct spec;

/* Reorders the kinds of the sections by the requirements in them and below them. A section that
 * takes its kinds from the one above, and demands licences alone, is of licensure first. */
void evidence_order_kinds(struct spec *spec, struct arena *arena);

#endif
