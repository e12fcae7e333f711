/* Windows-1252, the encoding that American office software writes where it does not write UTF-8,
 * and that text is mangled by when UTF-8 is taken for it. */
#ifndef READ_CP1252_H
#define READ_CP1252_H

#include <stdint.h>

/* The character of a byte; U+FFFD for the five bytes that have none. */
uint32_t cp1252_character(unsigned char byte);

/* The byte >= 0x80 that is read as this character, or -1. The control characters U+0080 to U+009F
 * count as their byte too: that is how ISO-8859-1 reads it, and Windows the five undefined ones. */
int cp1252_byte(uint32_t c);

#endif
