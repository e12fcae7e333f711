/* Lines that pages repeat because of what they are printed on: who publishes, and what kind of
 * document it is. They say nothing of the class. */
#ifndef READ_LETTERHEAD_H
#define READ_LETTERHEAD_H

#include <stdbool.h>

#include "base/str.h"

/* Does the line name an organisation, the kind of document, or both, and nothing else? "PORT OF
 * LOW HILLS  CLASS SPECIFICATION", not "Tide Clerk Class Specification". */
bool letterhead_is(struct str line);

#endif
