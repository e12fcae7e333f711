/* Numbers and texts as bytes, one behind the other, to be taken out again in the same order.
 * Numbers are LEB128 (seven bits to a byte, the low ones first), texts have their length in front.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { PACK_NUMBER_MAX = 5 }; /* bytes of a number */

void pack_number(struct buf *out, uint32_t number);
void pack_text(struct buf *out, struct str text); /* shorter than 4 GiB */

/* Take from the start of *rest; false, and *rest is undefined, if no whole one stands there. A text
 * is a view of it. */
bool pack_take_number(uint32_t *number, struct str *rest);
bool pack_take_text(struct str *text, struct str *rest);

#endif
