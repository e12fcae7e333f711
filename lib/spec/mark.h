/* The marks of a line that say what it is: the number or bullet before it, the colon behind a
 * label, leaders between its cells. Offsets are in bytes. */
#ifndef SPEC_MARK_H
#define SPEC_MARK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { MARK_LABEL_MAX = 60 }; /* bytes before the colon of a label */

/* The number before a heading or an item, "1.", "6.1", "IV)", "B.", and the blanks behind it: its
 * bytes, or 0. *depth is how many parts it has. */
size_t mark_number(struct str s, unsigned *depth);

/* "Either I", "Or II": what numbers the ways to qualify. */
bool mark_is_alternative(struct str s);

/* Begins with a bullet, or with digits and a point or bracket. */
bool mark_is_item(struct str s);

/* Where the colon stands that ends a label and has white space behind it, 0: there is none. The
 * second: one that is set tight against its text, "Application Evaluation:Depending on ...". */
size_t mark_label_end(struct str s);
size_t mark_tight_label_end(struct str s);

/* A row of a table whose cells are joined by dots, such as the weights of an examination's parts.
 */
bool mark_has_leaders(struct str s);

#endif
