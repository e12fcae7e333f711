/* Denials: texts that say that there is nothing of what their heading or label names. The words are
 * rows of phrases.tsv. */
#ifndef SPEC_DENIAL_H
#define SPEC_DENIAL_H

#include <stdbool.h>

#include "base/str.h"
#include "spec/phrase.h"

/* Is it the value of a field that does not apply: "No", "N/A", "None required"? */
bool denial_is_value(const struct phrase_table *phrases, struct str text);

/* Does all of it deny, sentence by sentence: "None", "No licence is required for this class"? False
 * of "None. A certificate is desirable." */
bool denial_is_text(const struct phrase_table *phrases, struct str text);

#endif
