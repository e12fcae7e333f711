/* Which encoding bytes are in that are not UTF-8. American public-sector documents are Windows-1252
 * unless the bytes say otherwise, so a detector's guess is weighed against how the text would read.
 */
#ifndef READ_ENCODING_H
#define READ_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct encoding {
    const char *iconv; /* iconv's name; NULL for Windows-1252 */
    const char *name;  /* for people */
};

/* UTF-16 and UTF-32 by a byte order mark, which is taken off, or by where their zero bytes stand.
 * False if *bytes, from which zero bytes that pad the end are taken off, is neither. */
bool encoding_detect_wide(struct encoding *encoding, bool *marked, struct str *bytes);

/* For bytes without zeros that are not UTF-8: an encoding of one byte a character. False if the
 * text is clearly in another one (Big5), which has a name then but cannot be read. */
bool encoding_detect(struct encoding *encoding, struct str bytes);

/* The characters of the bytes 0x80 to 0xff; U+FFFD for those that have none. */
void encoding_table(uint32_t table[128], const struct encoding *encoding);

/* Opens every converter that may be needed and keeps it, so that nothing is loaded later. */
void encoding_warm_up(void);

#endif
