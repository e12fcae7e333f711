/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Decodes one code point into *c. Returns the bytes it takes, or 0 if p holds no valid one. */
size_t utf8_decode(const char *p, size_t n, uint32_t *c);

/* Appends c, or U+FFFD if it is not a code point. */
void utf8_append(struct buf *buf, uint32_t c);

bool utf8_valid(struct str s);

/* False for what must not reach a terminal as it is: control characters, and overrides of the
 * writing direction. */
bool utf8_is_printable(uint32_t c);

/* Number of code points in valid UTF-8. */
size_t utf8_length(struct str s);

/* Largest length <= limit at which valid UTF-8 may be cut. */
size_t utf8_cut(struct str s, size_t limit);

#endif
