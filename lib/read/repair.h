/* Repairs text that was mangled before it came to us. Works on the whole of a text, in one
 * direction and linear time; line ends are never touched, so lines stay the source's. */
#ifndef READ_REPAIR_H
#define READ_REPAIR_H

#include "base/mem.h"
#include "base/str.h"

struct repair {
    size_t count;     /* characters that were put right */
    size_t lost;      /* of them those whose original is not known: U+FFFD stands for each */
    char example[32]; /* what one looked like; empty if it cannot be shown */
};

/* UTF-8 that was read as Windows-1252, once or up to three times (an apostrophe that became three
 * characters of which the first is a small a with a circumflex). A run of characters is put right
 * if it encodes back to bytes of Windows-1252 that are a character of UTF-8, and is not how anybody
 * writes: ftfy's principle (https://ftfy.readthedocs.io, "Heuristics for detecting mojibake").
 * Also control characters U+0080 to U+009F, which are Windows-1252 read as ISO-8859-1, and what is
 * left where these were thrown away. */
struct str repair_mojibake(struct str text, struct repair *repair, struct arena *arena);

/* Character references of HTML (&amp; &#8217;) in text that is no HTML, also doubly escaped ones.
 */
struct str repair_entities(struct str text, struct repair *repair, struct arena *arena);

/* Takes out byte order marks within the text and soft hyphens within words, which would part words
 * that are written as one; repair->count says how many. */
struct str repair_invisible(struct str text, struct repair *repair, struct arena *arena);

#endif
