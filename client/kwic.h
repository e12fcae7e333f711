/* Keyword in context: a line for each match, all matches in one column. */
#ifndef CLIENT_KWIC_H
#define CLIENT_KWIC_H

#include <stddef.h>

#include "base/str.h"
#include "client/output.h"

/* Writes the context before the match into `before` columns, at their right, then the match and as
 * much of the context behind it as `behind` columns hold, and the line's end. White space is
 * folded; what is cut off is whole characters. */
void kwic_print(struct output *out, size_t before, size_t behind, struct str left, struct str match,
                struct str right);

#endif
