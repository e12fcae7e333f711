/* Licences, certificates and registrations; clearances and background checks. */
#ifndef SPEC_CREDENTIAL_H
#define SPEC_CREDENTIAL_H

#include "spec/requirement_reading.h"

void credential_find(struct requirement_reading *reading);

#endif
